"""What an answer costs and by when it is due: the `charge` and `due` of `remit ask`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from remit.contract.export import plain, quoted
from remit.errors import RemitError

if TYPE_CHECKING:
    from rich.console import Console

    from remit.charges import PriceTerms
    from remit.clock.target import Kind
    from remit.contract import Contract
    from remit.reader.answer import Answer

_DECIDED: Final = ("included", "chargeable", "excluded")
_TARGETS: Final[tuple[Kind, ...]] = ("response", "resolution")
_HOUR: Final = 3600


class _Kept(NamedTuple):
    """Contracts are compared by identity: a battery of questions makes the terms of price once."""

    contract: Contract

    def __hash__(self) -> int:
        return id(self.contract)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.contract is other.contract


@lru_cache(maxsize=4)
def _terms(kept: _Kept) -> PriceTerms:
    from remit.charges import price_terms

    return price_terms(kept.contract)


def charge_of(contract: Contract, answer: Answer) -> dict[str, Any]:
    """The price of the event's work, as remit.charges.charge_data gives it.

    Where nobody said how long the work takes, `example` is true and an hour of it is priced.
    """
    from remit.charges import Entry, charge_data, price

    facts = dict(answer.ruling.facts)
    try:
        terms = _terms(_Kept(contract))
        start, end = (_moment(facts.pop(name, None), terms) for name in ("worked_from", "worked_to"))
        reported = _moment(facts.pop("reported_at", None), terms)
        worked = facts.pop("hours_worked", None)
        timed = start is not None and end is not None
        seconds = None if worked is None else round(worked * _HOUR)
        distance = facts.get("distance_km")
        by_engine = answer.ruling.verdict == "ruled" and answer.ruling.value == answer.answer
        entry = Entry(
            entry="event",
            started_at=start if timed else None,
            ended_at=end if timed else None,
            seconds=seconds if timed or seconds is not None else _HOUR,
            date=(start or reported or _noon(answer.ruling.on or date.today())).date(),  # noqa: DTZ011 - a day in no zone
            distance_m=None if distance is None else round(distance * 1000),
            coverage=answer.answer
            if answer.answer in _DECIDED and not by_engine and not answer.unsure
            else None,
            facts=facts,
        )
        bill = price(terms, [entry])
    except RemitError as problem:
        return {"outcome": "error", "message": str(problem)}
    found = charge_data(bill, bill.charges[0])
    example = not timed and seconds is None
    if example and found["outcome"] not in ("included", "excluded"):
        found["needs"] = [*found["needs"], "hours_worked"]
    return {
        "example": example,
        **{key: found[key] for key in found if key not in ("entry", "what", "ticket")},
    }


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - only its date counts


def _moment(said: object, terms: PriceTerms) -> datetime | None:
    """An instant; one without a zone is by the clocks of the contract's zone."""
    if said is None:
        return None
    moment = datetime.fromisoformat(str(said))
    return moment if moment.tzinfo is not None or terms.zone is None else moment.replace(tzinfo=terms.zone)


def due_of(contract: Contract, answer: Answer) -> dict[str, Any]:
    """By when a response and a resolution are due, each with the clock's steps; `needs` lists what is missing."""
    facts = answer.ruling.facts
    try:
        found: dict[str, Any] = {kind: _due(contract, kind, facts) for kind in _TARGETS}
    except RemitError as problem:
        return {"message": str(problem)}
    needs = [need for target in found.values() if target for need in target.pop("needs")]
    return {**found, "needs": list(dict.fromkeys(needs))}


def _due(contract: Contract, kind: Kind, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    from remit.clock import SupportHours, deadline

    field = contract.fields.get(f"{kind}_targets")
    if field is None or not field.value or field.state == "unsure":
        return None
    priority, said = facts.get("priority"), facts.get("reported_at")
    fitting = (
        [t for t in field.value if t.get("priority") in (priority, None)] if priority else list(field.value)
    )
    if priority is not None and not fitting:
        return None
    hours = SupportHours.from_contract(contract)
    start = None if said is None else datetime.fromisoformat(str(said))
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=hours.periods[-1].place)
    several = len({(str(t.get("minutes")), t.get("clock")) for t in fitting}) > 1
    needs = (["priority"] if several else []) + (["reported_at"] if start is None else [])
    at = None if needs or start is None else deadline(hours, fitting[0], kind, start)
    return {
        "due": at.due.isoformat() if at else None,
        "minutes": None if several else plain(fitting[0]["minutes"]),
        "clock": None if several else fitting[0].get("clock", "unstated"),
        "steps": list(at.steps) if at else [],
        "assumed": [{"assumed": a.assumed, "because": a.because} for a in at.assumptions] if at else [],
        **quoted(field.evidence),
        "needs": needs,
    }


def tell_charge(console: Console, contract: Contract, answer: Answer) -> None:
    """What it costs and by when it is due, where the contract says anything about either."""
    from rich.markup import escape

    from remit.review.report_terminal import clean

    charge = charge_of(contract, answer)
    priced = charge.get("most_minor") is None or charge["most_minor"] or charge["amount_minor"]
    if answer.answer not in ("included", "excluded") and priced and len(charge.get("steps", ())) > 1:
        console.print(
            "\n[bold]What it costs[/]" + (" [dim](an hour, as an example)[/]" if charge["example"] else "")
        )
        for step in charge["steps"]:
            clause = next((b["clause"] for b in step["because"] if b["clause"]), None)
            where = f" [dim](clause {escape(clean(clause))})[/]" if clause else ""
            console.print(f"  {escape(clean(step['says']))}{where}")
        console.print(f"  [bold]{escape(_sum(charge))}[/]")
    due = due_of(contract, answer)
    told = [(kind, due[kind]) for kind in _TARGETS if due.get(kind) and due[kind]["due"]]
    if told:
        console.print("\n[bold]By when[/]")
        for kind, target in told:
            console.print(f"  {kind.capitalize()}: {target['due']}")
            for step in target["steps"]:
                console.print(f"    [dim]{escape(step)}[/]")
            for a in target["assumed"]:
                console.print(f"    [dim]Assumed: {escape(a['assumed'])}, for {escape(a['because'])}.[/]")


def _sum(charge: Mapping[str, Any]) -> str:
    from remit.charges.money import show

    currency = charge["currency"] or ""
    if charge["amount_minor"] is not None:
        return f"Together {show(charge['amount_minor'], currency)}."
    if charge["most_minor"] is None:
        return "The contract does not settle it."
    low, high = (show(charge[key], currency) for key in ("least_minor", "most_minor"))
    return f"The contract does not settle it: from {low} to {high}."
