"""What a contract says about prices, ready for reckoning: its provisions, and those that follow from its term fields.

A contract read from a document often states prices only as fields (hourly_rate, billing_increment_minutes, ...).
`derived` turns them into provisions of the same meaning, with the fields' evidence and `origin: derived`; what a
provision of the contract already answers is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Any, Final

from remit.charges.pools import Block, Counts, lapses
from remit.charges.units import unit_of
from remit.clock import SupportHours
from remit.clock.schedule import Holidays
from remit.contract import Condition, Contract, Evidence, Provision, TermField, vocabulary
from remit.errors import RequestProblem
from remit.ruling.meaning import rule
from remit.ruling.model import Model

OUTSIDE: Final = Condition.parse({"hours": ["after_hours", "weekend", "holiday"]})
INSIDE: Final = Condition.parse({"hours": "business"})
ALWAYS: Final = Condition.parse({})
HOURS: Final = "field:support_hours"


@dataclass(frozen=True)
class PriceTerms:
    """Terms of price with what the text can't hold: hours as a calendar, blocks bought, numbers of users.

    contract  with derived provisions added
    hours     from which the kind of hours follows; None where the contract states none
    zone      whose midnights part the days; None: UTC
    currency  the one that the contract's prices name; None where there is none, or several
    starts    the first day of the term
    since     the day from which all work is given; what was left unused before it is not carried over
    blocks    prepaid time that was bought
    counts    numbers of users and devices by day
    """

    contract: Contract
    model: Model
    hours: SupportHours | None = None
    zone: tzinfo | None = None
    currency: str | None = None
    starts: date | None = None
    since: date | None = None
    blocks: tuple[Block, ...] = ()
    counts: Counts | None = None
    canons: bool = True
    provisions: Mapping[str, tuple[Provision, ...]] = field(default_factory=dict)
    fields: Mapping[str, Evidence] = field(default_factory=dict)

    def provision(self, name: str, on: date | None = None) -> Provision:
        """The provision as it stands on the day."""
        named = self.provisions[name]
        live = (p for p in named if on is None or (p.effective_from or on) <= on <= (p.effective_to or on))
        return next(live, named[0])


def price_terms(
    contract: Contract | PriceTerms,
    *,
    hours: SupportHours | None = None,
    zone: str | None = None,
    holidays: Holidays | None = None,
    currency: str | None = None,
    starts: date | None = None,
    since: date | None = None,
    blocks: Iterable[Block] = (),
    counts: Counts | None = None,
    canons: bool = True,
) -> PriceTerms:
    """The contract's terms of price. What is given here takes the place of what the contract's fields say.

    Without `hours` those of the contract count, where it states days and times and its zone is known; what the clock
    has to assume beside that is told with every entry that is cut by it. RequestProblem for an unknown time zone.
    """
    if isinstance(contract, PriceTerms):
        return contract
    whole = contract.model_copy(update={"provisions": (*contract.provisions, *derived(contract))})
    held: dict[str, tuple[Provision, ...]] = {}
    for p in whole.provisions:
        held[p.id] = (*held.get(p.id, ()), p)
    calendar = hours or _hours(contract, zone, holidays)
    model = Model(whole.provisions)
    return PriceTerms(
        contract=whole,
        model=model,
        hours=calendar,
        zone=calendar.periods[-1].place
        if calendar
        else SupportHours.always(zone).periods[-1].place
        if zone
        else None,
        currency=currency or _currency(whole),
        starts=starts or _day(contract.value("effective_date")),
        since=since,
        blocks=tuple(_lapsing(model, b, canons) for b in blocks),
        counts=counts,
        canons=canons,
        provisions=held,
        fields={f"field:{name}": f.evidence for name, f in contract.fields.items() if f.evidence is not None},
    )


def derived(contract: Contract) -> tuple[Provision, ...]:
    """Provisions that say what the term fields say, for questions that no rule of the contract answers."""
    answered = {p.question for p in contract.provisions if p.kind == "rule" and p.state != "unsure"}
    return tuple(p for p in _from_fields(contract) if p.question not in answered)


def _from_fields(contract: Contract) -> Iterable[Provision]:
    def said(name: str) -> TermField | None:
        found = contract.fields.get(name)
        # A blank is a place for a price that nobody filled in: a rule without a value. Silence is no rule.
        return found if found and (found.value is not None or found.state == "blank") else None

    rate, after = said("hourly_rate"), said("after_hours_rate")
    apart = after is not None and (after.value is None or after.value.get("amount") is not None)
    if rate:
        yield _provision("hourly_rate", "rate", rate, rate.value, INSIDE if apart else ALWAYS)
    if after and apart:
        yield _provision("after_hours_rate", "rate", after, after.value, OUTSIDE)
    elif after:
        yield _provision("after_hours_rate", "rate_multiplier", after, after.value["multiplier"], OUTSIDE)
    for name, question in _SAME.items():
        if found := said(name):
            yield _provision(name, question, found, found.value)
    if found := said("travel_charged"):
        word = None if found.value is None else "yes" if found.value else "no"
        yield _provision("travel_charged", "travel_charged", found, word)
    if found := said("recurring_fee"):
        question = "fee" if found.value is None else _FEES[unit_of(found.value).each]
        yield _provision("recurring_fee", question, found, found.value)
    if (found := said("fee_model")) and found.value in _BY_THE_HOUR:
        yield _provision("fee_model", "coverage", found, "chargeable").model_copy(update={"residual": True})


_SAME: Final = {
    "billing_increment_minutes": "increment",
    "minimum_charge_minutes": "minimum",
    "payment_days": "payment_due",
    "late_interest_percent_per_month": "late_interest",
}
_FEES: Final = {"agreement": "fee", "user": "user_fee", "device": "device_fee"}
_BY_THE_HOUR: Final = ("hourly", "block_hours")
"""Where all work is sold by the hour, work that nothing else speaks of is charged."""


def _provision(name: str, question: str, found: TermField, value: Any, when: Condition = ALWAYS) -> Provision:  # noqa: ANN401 - each field has its own form
    return Provision(
        id=f"field:{name}",
        question=question,
        value=value,
        when=when,
        evidence=found.evidence,
        confidence=found.confidence,
        origin="derived",
        state=found.state if found.state in ("unsure", "confirmed", "edited") else "read",
        confirmed=found.confirmed,
    )


def _hours(contract: Contract, zone: str | None, holidays: Holidays | None) -> SupportHours | None:
    """Money rests on hours that are stated and were read surely, never on usual ones."""
    found = contract.fields.get("support_hours")
    if found is None or found.state == "unsure" or not isinstance(found.value, Mapping):
        return None
    if not all(found.value.get(part) for part in ("days", "from", "to")):
        return None
    hours = SupportHours.from_contract(contract, zone=zone, holidays=holidays)
    nowhere = any(a.field == "timezone" and a.assumed == "UTC" for a in hours.assumptions)
    return None if nowhere else hours


def _lapsing(model: Model, block: Block, canons: bool) -> Block:
    """A block whose last day nobody gives lapses as the contract says (block_expiry), else never."""
    if block.ends is not None:
        return block
    months = rule(model, "block_expiry", {}, canons=canons, on=block.starts).value
    return block if months is None else replace(block, ends=lapses(block.starts, int(months)))


def _currency(contract: Contract) -> str | None:
    money = {q for q, spec in vocabulary().questions.items() if spec.kind == "money"}
    values = [p.value for p in contract.provisions if p.question in money and p.state != "unsure"]
    values += [f.value for f in contract.fields.values() if f.state not in ("unsure", "silent")]
    found = {v["currency"] for v in values if isinstance(v, Mapping) and v.get("currency")}
    return next(iter(found)) if len(found) == 1 else None


def _day(value: Any) -> date | None:  # noqa: ANN401 - a field's value
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as problem:
        raise RequestProblem(f"The effective date '{value}' is no date.", "Correct the terms.") from problem
