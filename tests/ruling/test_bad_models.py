"""A model that makes no sense is refused, with the names involved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from remit.contract import Condition, Override, Provision, Test
from remit.errors import ModelProblem, RequestProblem
from remit.ruling import Model, rule


def provision(name: str, *beats: str, **given: Any) -> Provision:
    overrides = tuple(Override(id=b, ground="drafted") for b in beats)
    return Provision(
        **{"id": name, "question": "coverage", "value": "included", "overrides": overrides} | given
    )


@pytest.mark.parametrize(
    ("provisions", "named"),
    [
        ([provision("a", "b"), provision("b", "c"), provision("c", "a"), provision("d", "a")], ["a", "b", "c"]),
        ([provision("a", "a")], ["a"]),
        ([provision("a", "ghost")], ["a", "ghost"]),
        ([provision("a", value="free")], ["a", "free", "coverage"]),
        ([provision("a", question="weather")], ["weather"]),
        ([provision("a", when=Condition((Test("colour", frozenset({"red"})),)))], ["a", "colour"]),
        ([provision("a", when=Condition((Test("place", frozenset({"moon"})),)))], ["a", "place"]),
        ([provision("a", when={"device_age_years": "> 50"})], ["a", "device_age_years"]),
        ([provision("a", effective_to=date(2026, 6, 30)), provision("a", effective_from=date(2026, 6, 30))], ["a"]),
        ([provision("a"), provision("a", effective_from=date(2026, 6, 30))], ["a"]),
    ],
)  # fmt: skip
def test_bad_model_is_refused_by_name(provisions: list[Provision], named: list[str]) -> None:
    with pytest.raises(ModelProblem) as caught:
        Model(provisions)
    assert all(name in str(caught.value) for name in named)


def test_periods_that_follow_each_other_are_fine() -> None:
    model = Model(
        [
            provision("a", effective_to=date(2026, 6, 30)),
            provision("a", value="excluded", effective_from=date(2026, 7, 1)),
        ]
    )
    assert rule(model, "coverage", {}, on=date(2026, 6, 30)).value == "included"
    assert rule(model, "coverage", {"reported_at": "2026-07-01T08:00"}).value == "excluded"
    assert rule(model, "coverage", {}).value == "excluded", (
        "without a date: as it stands after its latest change"
    )


@pytest.mark.parametrize(
    "event", [{"colour": "red"}, {"place": "moon"}, {"device_age_years": 99}, {"in_warranty": "x"}]
)
def test_bad_events_are_refused_by_name(event: dict[str, Any]) -> None:
    with pytest.raises(RequestProblem, match=next(iter(event))):
        rule(Model([provision("a")]), "coverage", event)


def test_errors_are_outcomes_of_their_own() -> None:
    model = Model([provision("a", value=None)])
    found = rule(model, "coverage", {})
    assert found.verdict == "error"
    assert found.because == ("a",)
    assert rule(model, "coverage", {"reported_at": "last week"}).verdict == "error"
