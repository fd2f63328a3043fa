"""The normal form of every kind of value, as records: what a terms file may hold and what its JSON Schema says.

Kinds are those of vocabulary.yaml. Values stay plain data (numbers, text, mappings) wherever they travel; these
records only check them.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from remit.contract.vocabulary import FieldSpec, Question

_PLAIN = ConfigDict(frozen=True, extra="forbid", strict=True)
Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Money(BaseModel):
    model_config = _PLAIN
    amount: Number | None = None
    currency: str | None = None
    per: str | None = None
    multiplier: Number | None = None

    @model_validator(mode="after")
    def _states_something(self) -> Money:
        if self.amount is None and self.multiplier is None:
            raise ValueError("neither amount nor multiplier")
        return self


class Hours(BaseModel):
    model_config = _PLAIN
    days: list[Day] | None = None
    from_: Clock | None = Field(None, alias="from")
    to: Clock | None = None
    timezone: str | None = None


class Target(BaseModel):
    model_config = _PLAIN
    priority: str | None = None
    minutes: Number
    clock: Literal["business", "continuous", "unstated"] = "unstated"


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _yes_no(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    # In YAML as we read it yes and no are words; people write them all the same.
    return {"yes": True, "no": False}.get(value.lower(), value) if isinstance(value, str) else value


_FORMS: dict[str, Any] = {
    "name": Annotated[str, Field(min_length=1)],
    "date": Annotated[
        str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"}, mode="validation")
    ],
    "months": Number,
    "days": Number,
    "minutes": Number,
    "number": Number,
    "percent": Number,
    "yesno": Annotated[bool, BeforeValidator(_yes_no)],
    "money": Money,
    "hours": Hours,
    "targets": list[Target],
}
_EXPECTED = {
    "name": "a name",
    "date": "a date such as 2026-07-01",
    "months": "a number of months, such as 12",
    "days": "a number of days, such as 30",
    "minutes": "a number of minutes, such as 15",
    "number": "a number, such as 5",
    "percent": "a number of percent, such as 1.5",
    "yesno": "true or false",
    "money": "money such as {amount: 1500, currency: USD, per: month}, or {multiplier: 1.5}",
    "hours": 'hours such as {days: [mon, tue, wed, thu, fri], from: "08:00", to: "17:00", timezone: null}',
    "targets": "a list of targets such as [{priority: critical, minutes: 60, clock: business}]",
}


def expected(spec: FieldSpec | Question) -> str:
    """What a value of this kind looks like, in words."""
    choices = _choices(spec)
    return f"one of {', '.join(choices)}" if choices else _EXPECTED[spec.kind]


def check_value(spec: FieldSpec | Question, value: Any) -> Any:  # noqa: ANN401 - each kind has its own form
    """The value as plain data; ValueError where it is not of the kind. None, nothing stated, always is."""
    if value is None:
        return None
    choices = _choices(spec)
    if choices:
        if value not in choices:
            raise ValueError(expected(spec))
        return value
    try:
        checked = _adapter(spec.kind).validate_python(value, strict=True)
    except ValidationError as problem:
        raise ValueError(expected(spec)) from problem
    return checked if spec.kind == "yesno" else value


def value_schema(spec: FieldSpec | Question) -> dict[str, Any]:
    """The JSON Schema of the kind, null included; records inside it stand under "$defs"."""
    choices = _choices(spec)
    form: dict[str, Any] = {"enum": list(choices)} if choices else dict(_adapter(spec.kind).json_schema())
    inner = form.pop("$defs", {})
    return {"anyOf": [form, {"type": "null"}]} | ({"$defs": inner} if inner else {})


def _choices(spec: FieldSpec | Question) -> tuple[str, ...]:
    return spec.of if isinstance(spec, FieldSpec) else spec.values


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_FORMS[kind])
