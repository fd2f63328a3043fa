"""The readable cases: clauses, what they mean as terms, work, and the bill to the cent. Both forms are checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from charge_models import SCHEMA, bill_figures, figures

from remit.charges import Bill, Block, Counts, Entry, Seat, fees, price, price_table, price_terms
from remit.charges.entry import OWN
from remit.charges.money import show
from remit.charges.record import SETTLED
from remit.charges.terms import PriceTerms
from remit.contract import Contract, Provision, TermField
from remit.contract.lines import parse_lines
from remit.contract.terms import dump_terms, load_terms

CASES = Path(__file__).parent / "cases"
OF_FILE = {
    "about",
    "text",
    "hours",
    "zone",
    "holidays",
    "starts",
    "since",
    "work",
    "fields",
    "provisions",
    "cases",
}
OF_CASE = {"name", "text", "provisions", "fields", "work", "starts", "entries", "seats", "due", "ends", "blocks", "counts", "since", "bill", "charges", "between",
           "assumed", "needs", "because", "says"}  # fmt: skip


def files() -> list[dict[str, Any]]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        data = parse_lines(path.read_text(encoding="utf-8"), path.name).data
        assert set(data) <= OF_FILE, path.name
        found.append(data | {"file": path.stem})
    return found


def cases() -> list[Any]:
    return [
        pytest.param(whole(data, case), case, id=f"{data['file']}: {case['name']}")
        for data in files()
        for case in data["cases"]
    ]


def whole(data: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """The file's terms with those that the case adds."""
    added: dict[str, Any] = {key: case[key] for key in ("work", "starts") if key in case}
    added["provisions"] = [*data.get("provisions", []), *case.get("provisions", [])]
    added["fields"] = data.get("fields", {}) | case.get("fields", {})
    return data | added


def contract(data: dict[str, Any]) -> Contract:
    provisions = [Provision.model_validate(p) for p in data.get("provisions", [])]
    if "work" in data:
        provisions.append(Provision(id="work", question="coverage", value=data["work"]))
    fields = {name: TermField(value=value) for name, value in data.get("fields", {}).items()}
    if "hours" in data:
        fields["support_hours"] = TermField(value=data["hours"])
    if data.get("holidays"):
        fields["holidays_excluded"] = TermField(value=True)
    return Contract(schema="remit/contract/1", fields=fields, provisions=tuple(provisions))


def days(given: dict[str, int]) -> dict[date, int]:
    return {date.fromisoformat(day): count for day, count in given.items()}


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def terms(data: dict[str, Any], case: dict[str, Any]) -> PriceTerms:
    counts: dict[str, dict[date, int]] = {each: days(of) for each, of in case.get("counts", {}).items()}
    return price_terms(
        contract(data),
        zone=data.get("zone"),
        holidays=[date.fromisoformat(h) for h in data.get("holidays", [])],
        starts=day(data.get("starts")),
        since=day(case.get("since", data.get("since"))),
        blocks=[
            Block(b["block"], b["hours"] * 3600, date.fromisoformat(b["starts"]), day(b.get("ends")))
            for b in case.get("blocks", [])
        ],
        counts=Counts(**counts) if counts else None,
    )


def bill(data: dict[str, Any], case: dict[str, Any]) -> Bill:
    if "due" not in case:
        return price(terms(data, case), case["entries"])
    seats = [
        Seat(
            s["seat"],
            s.get("each", "user"),
            day(s.get("starts")) or date.min,
            day(s.get("ends")),
            s.get("facts", {}),
        )
        for s in case.get("seats", [])
    ]
    first, last = (date.fromisoformat(d) for d in case["due"])
    return fees(terms(data, case), first, last, seats, ends=day(case.get("ends")))


@pytest.mark.parametrize(("data", "case"), cases())
def test_the_bill_is_as_expected(data: dict[str, Any], case: dict[str, Any]) -> None:
    assert set(case) <= OF_CASE
    found = bill(data, case)
    told = [step.says for c in found.charges for step in c.steps]
    amounts = {
        c.entry: show(c.amount_minor, c.currency) if c.amount_minor is not None else c.outcome
        for c in found.charges
    }
    zero = {name: "free" for name, c in zip(amounts, found.charges, strict=True) if c.amount_minor == 0}
    amounts |= {name: word for name, word in zero.items() if case.get("charges", {}).get(name) == "free"}
    for name, expected in case.get("charges", {}).items():
        assert amounts.get(name) == expected, (name, amounts, told)
    if "bill" in case:
        whole = show(found.total_minor, found.currency or "")
        assert (whole if not found.open else "open") == case["bill"], (amounts, told)
    if "between" in case:
        low = show(found.least_minor, found.currency or "")
        high = "any" if found.most_minor is None else show(found.most_minor, found.currency or "")
        assert [low, high] == case["between"], (amounts, told)
    if "assumed" in case:
        assert sorted({a for c in found.charges for a in c.assumed}) == sorted(case["assumed"])
    if "needs" in case:
        assert sorted({n for c in found.charges for n in c.needs}) == sorted(case["needs"])
    for name, expected in case.get("because", {}).items():
        (charge,) = (c for c in found.charges if c.entry == name)
        assert set(expected) <= set(charge.provisions), charge.provisions
    for text in case.get("says", []):
        assert any(text in said for said in told), told
    for c in found.charges:
        if c.outcome in SETTLED:
            assert sum(s.minor for s in c.steps) == c.amount_minor, c.steps
            assert (
                c.least_minor
                <= (c.amount_minor or 0)
                <= (c.most_minor if c.most_minor is not None else 10**12)
            )
        else:
            assert c.amount_minor is None


@pytest.mark.parametrize(("data", "case"), [c for c in cases() if "entries" in c.values[1]])
def test_a_table_of_the_same_work_has_the_same_figures(data: dict[str, Any], case: dict[str, Any]) -> None:
    found, read = terms(data, case), [Entry.read(row) for row in case["entries"]]
    rows = [{name: getattr(e, name) for name in OWN} | dict(e.facts) for e in read]
    own = {name: SCHEMA[name] for name in OWN if name != "person"} | {"person": pl.String()}
    facts = sorted({name for e in read for name in e.facts})
    table = price_table(found, pl.DataFrame(rows, schema_overrides=own).select(*OWN, *facts))
    assert figures(table) == bill_figures(price(found, read))


@pytest.mark.parametrize(("data", "case"), cases())
def test_the_terms_can_be_written_in_a_terms_file(data: dict[str, Any], case: dict[str, Any]) -> None:
    del case
    found = price_terms(contract(data)).contract
    assert load_terms(dump_terms(found)) == found


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 45
