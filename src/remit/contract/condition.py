"""When a provision speaks: a boolean expression over facts, three-valued where facts are unknown.

As data a condition is a mapping, read as "all of these":

    {activity: [incident, request], subject: device, device_age_years: "> 5", in_warranty: false}
    {not: {cause: malware}}          the opposite
    {any: [{...}, {...}]}            at least one of several
    {all: [{...}, {...}]}            every one of several, where one mapping can't name a fact twice
    {}                               always

A value of a hierarchy stands for everything under it (device covers laptop). Numbers take
"> 5", ">= 5", "< 5", "<= 5", "5" or "2..5" (both ends included).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from remit.contract.vocabulary import Vocabulary, vocabulary
from remit.errors import ModelProblem

Value = str | bool | Decimal
Event = Mapping[str, Value]
"""Known facts only: a fact that is missing is unknown."""


class Test:
    """One fact compared with what it may be: a set of values, or an interval of numbers."""

    __slots__ = ("fact", "high", "high_closed", "low", "low_closed", "values")
    __test__ = False  # pytest collects classes of this name

    def __init__(
        self,
        fact: str,
        values: frozenset[Value] | None = None,
        low: Decimal | None = None,
        high: Decimal | None = None,
        low_closed: bool = False,
        high_closed: bool = False,
    ) -> None:
        self.fact, self.values = fact, values
        self.low, self.high, self.low_closed, self.high_closed = low, high, low_closed, high_closed

    def _key(self) -> tuple[object, ...]:
        return (self.fact, self.values, self.low, self.high, self.low_closed, self.high_closed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Test) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def holds(self, event: Event) -> bool | None:
        """Whether the fact passes; None where it is unknown."""
        if self.fact not in event:
            return None
        value = event[self.fact]
        if self.values is not None:
            return value in self.values
        number = Decimal(value) if not isinstance(value, Decimal) else value
        above = self.low is None or number > self.low or (self.low_closed and number == self.low)
        below = self.high is None or number < self.high or (self.high_closed and number == self.high)
        return above and below


class Condition:
    """A boolean expression: `all_of` tests and parts, `any_of` alternatives, `negated` as a whole."""

    __slots__ = ("_data", "all_of", "any_of", "negated")

    def __init__(
        self,
        all_of: tuple[Test | Condition, ...] = (),
        any_of: tuple[Condition, ...] = (),
        negated: bool = False,
    ) -> None:
        self.all_of, self.any_of, self.negated = all_of, any_of, negated
        self._data: dict[str, Any] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.to_data() == other.to_data()

    def __hash__(self) -> int:
        return hash(repr(self.to_data()))

    def __repr__(self) -> str:
        return f"Condition({self.to_data()!r})"

    def holds(self, event: Event) -> bool | None:
        """Kleene's three values: True, False, or None where unknown facts might decide it."""
        results = [part.holds(event) for part in self.all_of]
        if self.any_of:
            options = [part.holds(event) for part in self.any_of]
            results.append(True if True in options else (None if None in options else False))
        outcome = False if False in results else (None if None in results else True)
        return outcome if not self.negated or outcome is None else not outcome

    def facts(self) -> frozenset[str]:
        """Every fact that the expression mentions."""
        found: set[str] = set()
        for part in (*self.all_of, *self.any_of):
            found |= {part.fact} if isinstance(part, Test) else part.facts()
        return frozenset(found)

    def tests(self) -> tuple[Test, ...]:
        """Every test in the expression, at any depth."""
        found: list[Test] = []
        for part in (*self.all_of, *self.any_of):
            found.extend([part] if isinstance(part, Test) else part.tests())
        return tuple(found)

    @staticmethod
    def parse(data: Any, words: Vocabulary | None = None) -> Condition:  # noqa: ANN401 - data from a file
        """From the mapping form; ModelProblem names the fact or value that is wrong."""
        words = words or vocabulary()
        if data is None:
            return ALWAYS
        if not isinstance(data, Mapping):
            raise ModelProblem(f"A condition must be a mapping of facts, not {data!r}.")
        parts: list[Test | Condition] = []
        options: tuple[Condition, ...] = ()
        for key, value in data.items():
            if key == "not":
                inner = Condition.parse(value, words)
                parts.append(Condition((inner,), negated=True))
            elif key in {"any", "all"} and (not isinstance(value, list) or not value):
                raise ModelProblem(
                    f"'{key}' takes a list of conditions.", f"Write {key}: [{{...}}, {{...}}]."
                )
            elif key == "all":
                parts.extend(Condition.parse(v, words) for v in value)
            elif key == "any":
                options = tuple(Condition.parse(v, words) for v in value)
            else:
                parts.append(_test(str(key), value, words))
        built = Condition(tuple(parts), options)
        built._data = _plain(data)  # kept in the author's own words for a faithful round trip
        return built

    def to_data(self) -> dict[str, Any]:
        if self._data is None:
            self._data = _to_data(self)
        return self._data

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        del source, handler

        def check(value: Any) -> Condition:  # noqa: ANN401
            if isinstance(value, Condition):
                return value
            try:
                return Condition.parse(value)
            except ModelProblem as problem:
                raise ValueError(str(problem)) from problem

        return core_schema.no_info_plain_validator_function(
            check, serialization=core_schema.plain_serializer_function_ser_schema(lambda c: c.to_data())
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        return {
            "type": "object",
            "description": "facts and the values under which the provision speaks; all must hold",
        }


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {str(k): (str(v) if isinstance(v, Decimal) else v) for k, v in data.items()}


_INTERVAL = re.compile(
    r"^\s*(?:(>=|<=|>|<|=)?\s*(-?\d+(?:\.\d+)?)|(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?))\s*$"
)


def _test(fact: str, value: Any, words: Vocabulary) -> Test:  # noqa: ANN401
    spec = words.fact(fact)
    if spec.type == "choice":
        wanted = value if isinstance(value, list | tuple) else [value]
        allowed: set[Value] = set()
        for v in wanted:
            if v not in spec.values:
                raise ModelProblem(f"'{v}' is no value of {fact}.", f"Known: {', '.join(spec.values)}.")
            allowed |= spec.expand(v)
        return Test(fact, frozenset(allowed))
    if spec.type == "yesno":
        if not isinstance(value, bool):
            raise ModelProblem(f"{fact} is a yes/no fact; {value!r} is neither true nor false.")
        return Test(fact, frozenset({value}))
    if spec.type == "number":
        return _interval(fact, str(value))
    raise ModelProblem(
        f"{fact} is an instant; a condition can't compare it.", "Use hours, or effective periods."
    )


def _interval(fact: str, text: str) -> Test:
    found = _INTERVAL.match(text)
    if not found:
        raise ModelProblem(
            f"{fact}: can't read {text!r} as a number or range.", "Write for example '> 5' or '2..5'."
        )
    sign, single, low, high = found.groups()
    try:
        if low is not None:
            return Test(fact, None, Decimal(low), Decimal(high), low_closed=True, high_closed=True)
        n = Decimal(single)
    except InvalidOperation as problem:  # pragma: no cover - the pattern admits numbers only
        raise ModelProblem(f"{fact}: {text!r} is no number.") from problem
    if sign in (">", ">="):
        return Test(fact, None, low=n, low_closed=sign == ">=")
    if sign in ("<", "<="):
        return Test(fact, None, high=n, high_closed=sign == "<=")
    return Test(fact, None, n, n, low_closed=True, high_closed=True)


def _to_data(condition: Condition) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    for part in condition.all_of:
        parts.extend([part.to_data()] if isinstance(part, Condition) else _test_data(part))
    if condition.any_of:
        parts.append({"any": [c.to_data() for c in condition.any_of]})
    data: dict[str, Any] = {}
    rest: list[dict[str, Any]] = []
    for piece in parts:
        # A mapping holds each key once: what would overwrite an earlier part stands in a list of its own.
        if piece.keys() & data.keys():
            rest.append(piece)
        else:
            data.update(piece)
    if rest:
        data["all"] = [*data.get("all", []), *rest]
    return {"not": data} if condition.negated else data


def _test_data(test: Test) -> list[dict[str, Any]]:
    if test.values is not None:
        flags = sorted(v for v in test.values if isinstance(v, bool))
        if len(flags) > 1:
            return [{"any": [{test.fact: flag} for flag in flags]}]
        return [{test.fact: flags[0] if flags else sorted(str(v) for v in test.values)}]
    if test.low is not None and test.high is not None and not (test.low_closed and test.high_closed):
        low = Test(test.fact, None, low=test.low, low_closed=test.low_closed)
        high = Test(test.fact, None, high=test.high, high_closed=test.high_closed)
        return [{test.fact: _interval_text(low)}, {test.fact: _interval_text(high)}]
    return [{test.fact: _interval_text(test)}]


def _interval_text(test: Test) -> str:
    if test.low is not None and test.high is not None:
        return f"{test.low}" if test.low == test.high else f"{test.low}..{test.high}"
    if test.low is not None:
        return f"{'>=' if test.low_closed else '>'} {test.low}"
    return f"{'<=' if test.high_closed else '<'} {test.high}"


ALWAYS = Condition()
