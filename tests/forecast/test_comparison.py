"""Contracts side by side: what differs is told, what is unsure is not counted, and break-even points are where they say."""

from __future__ import annotations

from typing import Any

import pytest
from example_offers import NAMES, NEEDS, OFFERS, engine_only

from remit.contract import Contract, Event, TermField
from remit.errors import RequestProblem
from remit.forecast.breakeven import break_evens, tickets
from remit.forecast.comparison import Comparison, compare
from remit.forecast.forecasting import Simulated
from remit.forecast.sensitivity import coarser, costs
from remit.reader.answer import Answer


def say(_: str, value: Any) -> str:
    return str(value)


@pytest.fixture(scope="module")
def compared(simulated: Simulated) -> Comparison:
    return compare(OFFERS, say, simulated=simulated)


def test_one_contract_is_no_comparison() -> None:
    with pytest.raises(RequestProblem, match="two contracts or more"):
        compare(OFFERS[:1], say, answering=engine_only)


def test_fields_stand_side_by_side(compared: Comparison) -> None:
    rate = next(f for f in compared.fields if f.id == "hourly_rate")
    assert [c.evidence.clause if c.evidence else None for c in rate.cells] == ["2.1", "3.2", "4.2"]
    assert rate.differs
    client = next(f for f in compared.fields if f.id == "client_name")
    assert not client.differs
    assert {c.says for f in compared.fields if f.id == "service_credits" for c in f.cells} == {
        "not written",
        "True",
    }


def test_events_and_losses_say_who_pays(compared: Comparison) -> None:
    network = next(e for e in compared.events if e.id == "network-fault")
    assert [c.says for c in network.cells] == ["charged extra", "included in the fee", "charged extra"]
    data = next(e for e in compared.losses if e.id == "data")
    assert [c.says for c in data.cells] == ["client bears it", "shared up to a cap", "client bears it"]


def test_an_unsure_answer_is_neither_equal_nor_different() -> None:
    def unsure(contract: Contract, question: str, event: Event) -> Answer:
        given = engine_only(contract, question, event)
        return Answer(
            given.answer, 0.2, (), (), (), contract is OFFERS[0][1], (), given.ruling, given.chances
        )

    found = compare(OFFERS[:2], say, answering=unsure)
    for line in found.events:
        assert line.cells[0].says.startswith("unsure, perhaps ")
        assert not line.cells[0].sure
        assert not line.differs


def test_an_unsure_term_is_marked() -> None:
    doubtful = Contract(
        schema="remit/contract/1",
        fields={"payment_days": TermField(value=30, state="unsure", confidence=0.3)},
    )
    found = compare([("a", doubtful), OFFERS[0]], say, answering=engine_only)
    line = next(f for f in found.fields if f.id == "payment_days")
    assert line.cells[0].says == "unsure, perhaps 30"
    assert not line.differs


def test_the_engine_counts_where_they_differ(compared: Comparison) -> None:
    apart = {(a.first, a.second, a.question): a for a in compared.apart}
    assert apart[0, 1, "coverage"].cells > 0
    assert apart[0, 1, "coverage"].cells <= apart[0, 1, "coverage"].of
    assert apart[0, 2, "loss"].cells == 0
    same = compare([OFFERS[0], OFFERS[0]], say, answering=engine_only)
    assert all(a.cells == 0 for a in same.apart)
    assert not any(line.differs for line in (*same.fields, *same.events, *same.losses))


def test_differences_are_second_less_first(compared: Comparison, simulated: Simulated) -> None:
    first, second = (simulated.forecast.offers[n].a_year["cost"] for n in (0, 1))
    between = compared.between[0]
    assert between.mean < 0
    assert abs(between.mean - (second.mean - first.mean)) < 6 * (first.mean_error + second.mean_error)
    assert between.mean_error < first.mean_error
    assert between.cheaper > 0.9


def test_at_the_break_even_point_both_cost_the_same(compared: Comparison, simulated: Simulated) -> None:
    found = next(e for e in compared.between[0].break_even if e.id == "tickets")
    assert found.second_above
    assert 0 < found.value < found.expected
    assert found.expected == pytest.approx(tickets(simulated.world), abs=0.01)


def test_a_break_even_assumption_turns_the_balance(simulated: Simulated) -> None:
    world, offers = simulated.world, [o.offer for o in simulated.outcomes[:2]]
    for e in break_evens(world, *offers):
        if e.id == "tickets":
            continue
        low, high = (costs(NEEDS, world.known.with_values({e.id: e.value * k}), offers) for k in (0.8, 1.2))
        assert (low[1] < low[0]) != (high[1] < high[0])
        assert (high[1] < high[0]) == e.second_above


def test_a_coarser_table_gives_the_same_means(simulated: Simulated) -> None:
    fine = simulated.world
    assert coarser(fine).hours_table.mean() == pytest.approx(fine.hours_table.mean())
    assert NAMES[0] == simulated.forecast.offers[0].name
