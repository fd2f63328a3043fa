"""Small contracts over a small vocabulary, drawn at random, and what they mean by brute force.

Small enough that every event can be listed: the laws are checked on all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import strategies as st

from remit.contract import Condition, Override, Provision, Vocabulary
from remit.ruling import Model, lookup

Event = dict[str, Any]

WORDS = Vocabulary.model_validate(
    {
        "schema": "remit/vocabulary/1",
        "facts": {
            "activity": {
                "type": "choice",
                "label": "a",
                "ask": "?",
                "values": {v: {"label": v} for v in "xyz"},
            },
            "subject": {
                "type": "choice",
                "label": "s",
                "ask": "?",
                "values": {
                    "device": {"label": "d"},
                    "laptop": {"label": "l", "under": "device"},
                    "server": {"label": "v", "under": "device"},
                    "data": {"label": "t"},
                },
            },
            "cause": {"type": "choice", "label": "c", "ask": "?", "values": {v: {"label": v} for v in "pq"}},
            "warranty": {"type": "yesno", "label": "w", "ask": "?"},
            "age": {"type": "number", "label": "n", "ask": "?", "min": 0, "max": 9},
            "reported_at": {"type": "instant", "label": "r", "ask": "?"},
        },
        "constraints": [
            {"id": "data-has-no-warranty", "never": {"subject": "data", "warranty": True}},
            {"id": "x-is-never-q", "never": {"activity": "x", "cause": "q"}},
        ],
        "questions": {
            "coverage": {"label": "q", "values": ["in", "extra", "out"]},
            "due": {"label": "q", "kind": "minutes", "combine": "min"},
            "most": {"label": "q", "kind": "minutes", "combine": "max"},
            "credit": {"label": "q", "kind": "percent", "combine": "sum"},
        },
        "answers": {},
        "fields": {},
    }
)
FACTS = ("activity", "subject", "cause", "warranty", "age")


def _tests() -> st.SearchStrategy[dict[str, Any]]:
    words = {f: sorted(WORDS.facts[f].values) for f in ("activity", "subject", "cause")}
    choice = st.sampled_from(sorted(words)).flatmap(
        lambda f: st.lists(st.sampled_from(words[f]), min_size=1, max_size=2, unique=True).map(
            lambda v: {f: v}
        )
    )
    yesno = st.booleans().map(lambda v: {"warranty": v})
    number = st.tuples(st.sampled_from(["<", "<=", ">", ">="]), st.integers(1, 4)).map(
        lambda t: {"age": f"{t[0]} {t[1]}"}
    )
    return st.one_of(choice, choice, yesno, number)


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
        return {k: v for part in parts for k, v in part.items()}

    simple = st.lists(_tests(), max_size=3).map(merged)
    negated = st.tuples(simple, simple.filter(bool)).map(lambda p: {**p[0], "not": p[1]})
    either = st.tuples(simple, simple, simple).map(lambda p: {**p[0], "any": [p[1], p[2]]})
    return st.one_of(simple, simple, simple, negated, either)


@st.composite
def provision_lists(draw: st.DrawFn, question: str = "coverage", most: int = 6) -> list[Provision]:
    """Provisions of one question; overrides point to earlier ones, so that there is no circle."""
    found: list[Provision] = []
    for i in range(draw(st.integers(0, most))):
        rule = draw(st.integers(0, 4)) > 0 or not found
        targets = draw(st.sets(st.sampled_from([p.id for p in found]), max_size=2)) if found else set()
        value = draw(
            st.sampled_from(
                ["in", "extra", "out"] if question == "coverage" else [10, 20, Decimal("20.0"), 30]
            )
        )
        found.append(
            Provision(
                id=f"p{i}",
                question=question,
                value=value if rule else None,
                kind="rule" if rule else "defeater",
                when=Condition.parse(draw(conditions()), WORDS),
                overrides=tuple(Override(id=t, ground="drafted", reason="except") for t in sorted(targets)),
                residual=rule and draw(st.integers(0, 7)) == 0,
            )
        )
    return found


def models(question: str = "coverage", most: int = 6) -> st.SearchStrategy[Model]:
    return provision_lists(question, most).map(lambda p: Model(p, WORDS))


def whole_events(model: Model) -> Iterator[Event]:
    """Every possible event, one for each cell."""
    axes = model.space.axes
    for cells in product(*(range(axis.size) for axis in axes)):
        event = {axis.fact: axis.value(cell) for axis, cell in zip(axes, cells, strict=True)}
        if possible(event):
            yield event


def possible(event: Mapping[str, Any]) -> bool:
    return not any(Condition.parse(c.never, WORDS).holds(event) for c in WORDS.constraints)


@st.composite
def events(draw: st.DrawFn, whole: bool = False) -> Event:
    """A possible event; facts may be missing, or known only as far as 'a device'."""
    values: dict[str, st.SearchStrategy[Any]] = {
        "activity": st.sampled_from("xyz"),
        "subject": st.sampled_from(
            ["laptop", "server", "data"] if whole else ["device", "laptop", "server", "data"]
        ),
        "cause": st.sampled_from("pq"),
        "warranty": st.booleans(),
        "age": st.integers(0, 18).map(lambda n: Decimal(n) / 2),
    }
    drawn = {f: draw(s) for f, s in values.items() if whole or draw(st.booleans())}
    return drawn if possible(drawn) else drawn | {"warranty": False, "cause": "p"}


def completes(whole: Mapping[str, Any], event: Mapping[str, Any], model: Model) -> bool:
    """Whether the whole event is one of those that the known facts leave open."""
    known, full = model.space.read(event), model.space.read(whole)
    return all(not b & ~a for a, b in zip(known, full, strict=True))


either_way = pytest.mark.parametrize("few", [-1, 99], ids=["looked-up", "by-itself"])
"""Open facts are settled by a search for the event alone or in the diagram of all events: the law is the same."""


@contextmanager
def settled(few: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "FEW", few)
        yield
