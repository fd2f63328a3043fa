"""Whose interest a contract serves: signs, amounts, what stays open, and what the two failures look like."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from small_agreement import CONTRACT, REVIEWED, Stand, always, at, stand_in

from remit.contract import Contract, Event, TermField
from remit.forecast.events import events
from remit.forecast.priors import priors
from remit.review.incentives import incentives
from remit.review.incentives_picture import bars
from remit.review.incentives_record import IncentiveRow, Incentives
from remit.review.incentives_terminal import print_incentives
from remit.review.report_html import render_html
from remit.review.report_json import to_json
from remit.review.report_terminal import Page

WAGE = round(priors().value("labour_cost") * 100)
EMPTY = Contract(schema="remit/contract/1")


def contract(**fields: Any) -> Contract:
    return Contract(schema="remit/contract/1", fields={k: TermField(value=v) for k, v in fields.items()})


def usd(amount: float, per: str) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD", "per": per}


HOURLY = contract(fee_model="hourly", hourly_rate=usd(160, "hour"))
FLAT = contract(fee_model="per_user", recurring_fee=usd(170, "user per month"))


def row(found: Incentives, name: str) -> IncentiveRow:
    return next(r for r in found.rows if r.id == name)


def work(found: Incentives) -> list[IncentiveRow]:
    return [r for r in found.rows if r.group != "sale"]


def test_who_bills_by_the_hour_earns_by_every_event() -> None:
    found = incentives(HOURLY, always("chargeable"))
    for r in work(found):
        assert r.sign == "earns"
        assert r.provider is not None
        assert r.provider > 0
        assert r.provider_hour is not None
        assert r.prevented == -r.provider
        assert r.alignment is not None
        assert r.alignment < 0
    assert found.whole == "trouble"
    assert found.neglect is None


def test_the_arithmetic_of_a_row() -> None:
    """0.6 h at 160 less 0.6 h at 55, against the labour and 22 % of 2 × 0.6 h of a person at 45."""
    r = row(incentives(HOURLY, always("chargeable")), "program-fault")
    assert (r.provider, r.provider_hour) == (9600 - 3300, 16000 - 5500)
    assert r.social == 3300 + 1188
    assert r.client == 9600 + 1188
    assert r.alignment == pytest.approx(-6300 / 4488)
    assert "0.6 h × USD 160 = USD 96." in " ".join(r.steps)
    assert "USD 96 − USD 33 = USD 63." in " ".join(r.steps)


def test_a_flat_fee_loses_by_every_event_and_is_only_partly_aligned() -> None:
    found = incentives(FLAT, always("included"))
    for r in work(found):
        assert r.sign == "loses"
        assert r.provider_hour == -WAGE
        assert r.alignment is not None
        assert 0 < r.alignment <= 1
    assert found.whole == "quiet"
    assert found.alignment is not None
    assert 0 < found.alignment < 1


def test_what_is_left_out_is_no_matter_to_the_provider_and_dear_to_the_client() -> None:
    r = row(incentives(FLAT, always("excluded")), "malware")
    assert (r.sign, r.provider, r.alignment) == ("nothing", 0, 0)
    assert r.client is not None
    assert r.client > r.social


@pytest.mark.parametrize("answer", ["included", "excluded"])
def test_signs_that_no_price_can_change_are_given_without_prices(answer: str) -> None:
    priced, blank = (incentives(c, always(answer)) for c in (HOURLY, EMPTY))
    assert [r.sign for r in work(priced)] == [r.sign for r in work(blank)]


def test_without_a_price_billed_work_earns_above_a_stated_rate() -> None:
    r = row(incentives(EMPTY, always("chargeable")), "program-fault")
    assert (r.sign, r.provider, r.client, r.alignment) == ("earns", None, None, None)
    assert "more than USD 55" in r.provided


def test_a_rate_that_is_unsure_is_no_rate() -> None:
    doubtful = contract(fee_model="hourly").model_copy(
        update={"fields": {"hourly_rate": TermField(value=usd(160, "hour"), state="unsure", confidence=0.3)}}
    )
    assert row(incentives(doubtful, always("chargeable")), "access").provider is None


@given(st.integers(1, 400))
def test_the_sign_turns_where_the_rate_passes_the_cost_of_labour(rate: int) -> None:
    r = row(
        incentives(contract(fee_model="hourly", hourly_rate=usd(rate, "hour")), always("chargeable")),
        "outage",
    )
    assert r.sign == ("earns" if rate * 100 > WAGE else "loses" if rate * 100 < WAGE else "nothing")


@pytest.mark.parametrize("answer", ["silent", "conflict", "depends"])
def test_what_the_contract_leaves_open_stays_open(answer: str) -> None:
    found = incentives(HOURLY, always(answer))
    assert {r.sign for r in work(found)} == {"open"}
    assert all(r.provider is None and r.client is None and r.alignment is None for r in found.rows)
    assert found.whole == "open"
    r = row(found, "program-fault")
    assert (r.if_included, r.if_charged) == (-3300, 6300)


@pytest.mark.parametrize("answer", ["included", "chargeable", "excluded"])
def test_an_unsure_answer_is_never_told_as_a_fact(answer: str) -> None:
    found = incentives(HOURLY, always(answer, unsure=True, confidence=0.2, candidates=(at("1.2"),)))
    assert {r.sign for r in work(found)} == {"open"}
    assert not any(r.because for r in found.rows)
    assert any(r.candidates for r in found.rows)
    assert {t.interest for t in found.topics} <= {"open", "sale"}
    assert found.whole == "open"
    assert all(u.neglect in ("open", "by_the_hour") for u in found.upkeep)


def test_neglect_is_told_apart_from_trouble() -> None:
    """A flat fee without duty, target or credit: no trouble is wanted, and no work either."""
    silent_about_upkeep = incentives(FLAT, lambda c, q, e: _upkeep_is(c, q, e, "silent"))
    assert silent_about_upkeep.whole == "quiet"
    assert silent_about_upkeep.neglect is True
    assert {u.neglect for u in silent_about_upkeep.upkeep} == {"pays"}
    bound = incentives(FLAT, always("included"))
    assert bound.neglect is False
    assert "no" not in bound.neglect_says.split("Against")[0].split()
    assert {u.neglect for u in bound.upkeep} == {"bound"}


def _upkeep_is(_: Contract, __: str, event: Event, answer: str) -> Stand:
    of_upkeep = any(all(event.get(f) == v for f, v in u.facts.items()) for u in events().upkeep)
    return Stand(answer=answer if of_upkeep else "included")


def test_terms_that_blunt_or_sharpen_are_told_with_their_clause() -> None:
    bent = {b.id: b for b in incentives(CONTRACT, stand_in).bent}
    assert bent["long-notice"].effect == "blunts"
    assert bent["long-notice"].evidence == CONTRACT.fields["non_renewal_notice_days"].evidence
    assert bent["no-consequential"].evidence
    assert bent["no-credits"].evidence is None
    assert "exit-fee" not in bent
    assert "free-to-leave" not in bent


def test_an_unsure_term_is_marked() -> None:
    doubtful = Contract(
        schema="remit/contract/1",
        fields={"early_termination_fee": TermField(value=True, state="unsure", confidence=0.3)},
    )
    bent = {b.id: b for b in incentives(doubtful, always("silent")).bent}
    assert not bent["exit-fee"].sure


def test_a_blank_is_no_silence() -> None:
    blank = Contract(
        schema="remit/contract/1", fields={"response_targets": TermField(value=None, state="blank")}
    )
    assert "no-targets" not in {b.id for b in incentives(blank, always("silent")).bent}


def test_prepaid_hours_are_neither_gain_nor_loss_until_they_are_used_up() -> None:
    block = contract(fee_model="block_hours", hourly_rate=usd(150, "hour"))
    r = row(incentives(block, always("included")), "program-fault")
    assert r.sign == "open"
    assert "paid for in advance" in r.provided


def test_amounts_are_in_the_contract_s_currency() -> None:
    pounds = contract(fee_model="hourly", hourly_rate={"amount": 95, "currency": "GBP", "per": "hour"})
    found = incentives(pounds, always("chargeable"))
    assert found.currency == "GBP"
    assert row(found, "program-fault").provider == 5700 - round(0.6 * 55 * 0.78 * 100)


def test_the_client_s_own_incentives_follow_the_rows() -> None:
    free, paid = (incentives(HOURLY, always(a)).client for a in ("included", "chargeable"))
    assert "costs you nothing" in " ".join(free)
    assert "cost you extra" in " ".join(paid)
    assert incentives(HOURLY, always("silent")).client == ()


def printed(found: Incentives, width: int) -> str:
    out = io.StringIO()
    print_incentives(found, Page(Console(file=out, width=width)), arithmetic=True)
    return out.getvalue()


def test_all_three_reports_hold_the_table() -> None:
    assert REVIEWED.incentives
    for width in (80, 100):
        said = printed(REVIEWED.incentives, width)
        assert max(len(line.rstrip()) for line in said.splitlines()) <= width
        assert "WHOSE INTEREST" in said
    page = render_html(REVIEWED, CONTRACT, [])
    assert "Whose interest the contract serves" in page
    assert page.count("<desc id=") == 2
    data = json.loads(json.dumps(to_json(REVIEWED)))["incentives"]
    assert [r["id"] for r in data["rows"]] == [k.id for k in events().kinds]


def test_the_picture_says_in_words_what_it_shows() -> None:
    picture = bars(incentives(HOURLY, always("chargeable")))
    assert "The provider gains from: the network is slow" in picture
    assert 'role="img"' in picture
    assert "style" not in picture
