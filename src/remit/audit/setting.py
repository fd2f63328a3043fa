"""What an audit reckons with: the contract's prices and hours, and what had to be assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from remit.audit.known import Known
from remit.charges import PriceTerms, price_terms
from remit.clock import Assumption, Length, SupportHours, Term, term_dates
from remit.clock.contract_hours import stated_hours
from remit.contract import Contract, Evidence, Provision
from remit.contract.export import quoted

ROUNDED: Final = "taken:amount_scope"
"""Id of the provision that stands in where the contract does not say what amounts are rounded for."""


@dataclass(frozen=True)
class Setting:
    """The contract made ready.

    hours  support hours as far as the contract states them; what it leaves open is in `assumptions`
    rounded   whether the contract says what amounts are rounded for; where it does not, each ticket is taken, and a
              cent is left to other ways for every two lines
    starts, ends  first and last day of the agreement; None where it does not say, or where it goes on by itself
    """

    contract: Contract
    terms: PriceTerms
    hours: SupportHours
    known: Known
    starts: date | None
    ends: date | None
    rounded: bool = True
    assumptions: tuple[Assumption, ...] = field(default=())

    @property
    def currency(self) -> str | None:
        return self.terms.currency

    def evidence(self, name: str, on: date | None = None) -> Evidence | None:
        """Of a provision, or of a term field as `field:NAME`."""
        if name in self.terms.provisions:
            return self.terms.provision(name, on).evidence
        found = self.contract.fields.get(name.removeprefix("field:"))
        return found.evidence if found else None

    def quoted(self, names: Iterable[str], on: date | None = None) -> list[dict[str, object]]:
        """Each clause by its id, with quote and place, as every JSON output of the program has them."""
        return [{"provision": name, **quoted(self.evidence(name, on))} for name in names]


def setting(contract: Contract, known: Known | None = None, *, zone: str | None = None) -> Setting:
    """RequestProblem for a time zone that does not exist."""
    known = known or Known(schema="remit/known/1")
    said = stated_hours(contract, zone=zone or known.zone, holidays=known.holidays or None)
    hours = SupportHours(said.zone, said.weekly, said.holidays, weekend=known.weekend).resting_on(
        said.evidence, said.assumptions
    )
    whole = _with_rounding(contract)
    starts = known.starts or _day(contract.value("effective_date"))
    terms = price_terms(
        whole,
        # Money rests on hours that the contract states; where it states none the kind of hours is not known.
        hours=hours if _stated(contract) else None,
        zone=zone or known.zone,
        currency=known.currency,
        starts=starts,
        since=starts,
        blocks=known.prepaid(),
        counts=known.counts(),
    )
    return Setting(
        contract,
        terms,
        hours,
        known,
        starts,
        known.ends or _end(contract, starts),
        whole is contract,
        hours.assumptions,
    )


def _with_rounding(contract: Contract) -> Contract:
    """Bills state an amount for each ticket; where the contract is silent that amount is what is rounded."""
    if any(
        p.question == "amount_scope" and p.kind == "rule" and p.state != "unsure" for p in contract.provisions
    ):
        return contract
    taken = Provision(id=ROUNDED, question="amount_scope", value="ticket", origin="derived")
    return contract.model_copy(update={"provisions": (*contract.provisions, taken)})


def _stated(contract: Contract) -> bool:
    found = contract.fields.get("support_hours")
    value = found.value if found and found.state != "unsure" else None
    return isinstance(value, dict) and bool(value.get("days") and value.get("from") and value.get("to"))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _end(contract: Contract, starts: date | None) -> date | None:
    """The last day, where the contract says that it does not go on by itself."""
    months, renewal = contract.value("initial_term_months"), contract.value("renewal")
    if starts is None or not months or renewal != "none" or months != int(months):
        return None
    return term_dates(Term(starts, Length(int(months), "month"))).initial_end
