"""Whose interest does the contract serve? What one more event does to either side's money, event by event.

The marginal profit of the provider follows from the contract's own answers and prices and from the assumed cost of
labour. Two failures are told apart: gaining from trouble, where events are billed above their cost, and gaining from
neglect, where a fixed fee comes whether upkeep is done or not. What is open stays open; where a price is not known the
sign is given with the price from which it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from remit.charges.money import minor_digits
from remit.contract import Contract, Evidence, TermField, Value
from remit.errors import ModelProblem, RequestProblem
from remit.forecast.events import Events, Kind
from remit.forecast.needs import Needs
from remit.forecast.pricing import OUTSIDE, Price, Stated, cents, market
from remit.forecast.priors import MONTHS, Priors, priors
from remit.forecast.world import World, world
from remit.review.asking import SURE, Answer, Answering, evidence_of
from remit.review.incentives_record import Bent, IncentiveRow, Incentives, Neglect, Sign, UpkeepInterest
from remit.review.incentives_steps import Sums, steps_of
from remit.review.incentives_verdict import on_balance, topic_interests
from remit.review.incentives_words import Term, words

PEOPLE = 40
"""Size of the firm whose year weighs the rows; the amounts for one event do not depend on it."""
FIRM = f"an office of {PEOPLE} people"
SETTLED = ("included", "chargeable", "excluded")


def incentives(contract: Contract, answering: Answering) -> Incentives:
    """The table for a contract. Fields whose reading is unsure give no price and no fact."""
    sure = _without_unsure(contract)
    there = firm(_currency(sure))
    asked = _Asked(contract, sure, answering, there)
    rows = tuple(asked.row(k) for k in there.book.kinds)
    upkeep = tuple(asked.upkeep(u.id) for u in there.book.upkeep)
    whole, says, alignment, settled = on_balance(rows)
    neglect, neglect_says = _neglect(sure, contract, upkeep)
    known = there.known
    return Incentives(
        currency=known.currency,
        minor_digits=minor_digits(known.currency),
        firm=FIRM,
        assumed=tuple(
            f"{known.prior(p).label}: {known.value(p):g} {known.prior(p).unit.replace('USD', known.currency)}"
            for p in ("labour_cost", "user_hour_value", "hourly_rate", "sales_margin")
        ),
        rows=rows,
        topics=topic_interests(rows, there.book),
        whole=whole,
        says=says,
        alignment=alignment,
        settled=settled,
        bent=tuple(b for t in words().terms if (b := _bent(contract, t))),
        upkeep=upkeep,
        neglect=neglect,
        neglect_says=neglect_says,
        client=_client(rows, there.book),
    )


@cache
def firm(currency: str) -> World:
    """The ordinary firm by which rows are weighed, with assumptions in the contract's currency."""
    return world(Needs(people=PEOPLE, currency=currency, horizon_months=MONTHS))


def a_year(there: World, kind: Kind) -> Decimal:
    """How many of the kind the ordinary firm has in a year, to a tenth."""
    if not kind.per:
        return Decimal(0)
    if kind.sale:
        exposure = there.fleet.exposure(kind.per).mean()
        return Decimal(f"{kind.rate(there.known) * exposure:.1f}")
    mine = [n for n, c in enumerate(there.classes) if c.kind.id == kind.id]
    return Decimal(f"{float(there.rates[:MONTHS, mine].sum()):.1f}")


@dataclass
class _Asked:
    """The contract's answers about each kind, and its prices."""

    contract: Contract
    sure: Contract
    answering: Answering
    there: World

    def __post_init__(self) -> None:
        self.known: Priors = self.there.known
        self.book: Events = self.there.book
        self.stated = Stated(self.sure, self.known.currency)

    def row(self, kind: Kind) -> IncentiveRow:
        facts = self.book.event(kind.facts)
        if kind.hours:
            facts["hours_worked"] = Decimal(str(self.known.value(kind.hours)))
        given = self.answering(self.contract, "coverage", facts)
        settled = not given.unsure and given.answer in SETTLED
        sums = self.sums(kind, facts)
        verdict = self.verdict(given.answer if settled else "", sums)
        quotes = self._evidence(given, facts)
        provider = verdict.provider
        return IncentiveRow(
            id=kind.id,
            topic=kind.topic,
            label=kind.label,
            group=kind.group,
            answer=given.answer,
            sure=not given.unsure,
            sign=verdict.sign,
            provider=provider,
            provider_hour=verdict.hour,
            prevented=None if provider is None else -provider,
            client=verdict.client,
            social=sums.social,
            alignment=None
            if provider is None or not sums.social or kind.group == "sale"
            else -provider / sums.social,
            a_year=float(a_year(self.there, kind)),
            provided=verdict.provided,
            if_included=None if settled else -sums.labour,
            if_charged=None if settled or sums.bill is None else sums.bill - sums.labour,
            steps=steps_of(kind, given.answer if settled else "", sums, self.known),
            because=quotes[0],
            candidates=quotes[1],
        )

    def sums(self, kind: Kind, facts: Mapping[str, Value]) -> Sums:
        """The amounts that a typical job of the kind turns on, in minor units."""
        known, currency = self.known, self.known.currency
        price = self._price(facts)
        if kind.sale:
            worth = cents(known.value(kind.sale), currency)
            margin = cents(known.value(kind.sale) * known.value("sales_margin"), currency)
            return Sums(currency, 0, 0, worth, worth - margin, worth, 0, 0, None)
        assert kind.hours is not None  # noqa: S101 - a kind works or sells
        hours = known.value(kind.hours)
        minutes = max(1, round(60 * hours))
        wage = cents(known.value("labour_cost"), currency)
        outside = market(known)[int(facts.get("hours") in OUTSIDE)]
        return Sums(
            currency=currency,
            minutes=minutes,
            wage=wage,
            bill=None if price is None else _charge(price, minutes),
            labour=_part(wage, minutes),
            elsewhere=_charge(outside, minutes),
            idle=cents(self._idle(kind), currency),
            hour=0 if price is None else price.hour,
            price=price,
        )

    def _idle(self, kind: Kind) -> float:
        """What people standing still cost the client by one event, in the mean."""
        stops = kind.stops
        if stops is None or kind.hours is None or kind.facts.get("hours", "business") != "business":
            return 0.0
        people = self.there.fleet.crowd(stops.people)
        chance, lasts = (
            self.known.value(x) if isinstance(x, str) else x for x in (stops.chance, stops.lasts)
        )
        hours = self.known.value(kind.hours)
        return people * chance * lasts * hours * self.known.value("user_hour_value")

    def verdict(self, answer: str, sums: Sums) -> _Verdict:
        match answer:
            case "included" if self._prepaid() and sums.minutes:
                return _Verdict(
                    "open", None, None, sums.idle,
                    "It is drawn from time paid for in advance: while some is left it costs the provider labour, "
                    "once it is used up more is sold.",
                )  # fmt: skip
            case "included":
                return _Verdict("loses", -sums.labour, -sums.wage, sums.idle)
            case "excluded":
                return _Verdict("nothing", 0, 0, sums.elsewhere + sums.idle)
            case "chargeable" if sums.bill is not None:
                gain = sums.bill - sums.labour
                sign: Sign = "earns" if gain > 0 else "loses" if gain < 0 else "nothing"
                hour = None if sums.price and not sums.price.hour else sums.hour - sums.wage
                return _Verdict(sign, gain, hour, sums.bill + sums.idle)
            case "chargeable":
                return _Verdict(
                    "earns", None, None, None, f"It earns wherever an hour is billed at more than {sums.show(sums.wage)}."
                )  # fmt: skip
            case _:
                return _Verdict("open", None, None, None)

    def upkeep(self, name: str) -> UpkeepInterest:
        work = next(u for u in self.book.upkeep if u.id == name)
        given = self.answering(self.contract, "coverage", self.book.event(work.facts))
        duty = next(
            (
                d
                for d in self.contract.duties
                if d.party == "provider" and d.kind in work.duties and d.confidence >= SURE
            ),
            None,
        )
        evidence = next(
            (e for r in given.because if (e := evidence_of(self.contract, r, given.ruling.on))), None
        )
        neglect = self._upkeep(given, duty is not None)
        return UpkeepInterest(
            id=work.id,
            label=work.label,
            neglect=neglect,
            says=words().neglect[neglect],
            evidence=duty.evidence if duty and neglect == "bound" else evidence,
        )

    def _upkeep(self, given: Answer, duty: bool) -> Neglect:
        if duty or (given.answer == "included" and not given.unsure):
            return "bound"
        if given.unsure or given.answer in ("conflict", "depends"):
            return "open"
        if given.answer == "chargeable":
            return "ordered"
        if self.sure.value("fee_model") == "hourly":
            return "by_the_hour"
        if given.answer == "excluded":
            return "left"
        return "pays" if _has_fee(self.sure) else "left"

    def _price(self, facts: Mapping[str, Value]) -> Price | None:
        try:
            return self.stated.price(facts)
        except (ModelProblem, RequestProblem):
            # A price in a form that can't be reckoned with is as good as none.
            return None

    def _prepaid(self) -> bool:
        return bool(self.sure.value("fee_model") == "block_hours")

    def _evidence(
        self, given: Answer, facts: Mapping[str, Value]
    ) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
        on = given.ruling.on
        because = [evidence_of(self.contract, r, on) for r in given.because]
        if given.answer == "chargeable" and not given.unsure:
            with suppress(ModelProblem, RequestProblem):
                priced = self.stated.because(facts)
                because += [evidence_of(self.stated.terms.contract, r, on) for r in priced]
        found = tuple(dict.fromkeys(e for e in because if e))
        if not given.unsure:
            return found, ()
        near = (evidence_of(self.contract, r, on) for r in (*given.because, *given.candidates))
        return (), tuple(dict.fromkeys(e for e in near if e))


@dataclass(frozen=True)
class _Verdict:
    sign: Sign
    provider: int | None
    hour: int | None
    client: int | None
    provided: str = ""


def _without_unsure(contract: Contract) -> Contract:
    """The contract without what its reading is unsure of."""
    fields = {
        name: TermField(value=None, state="unsure") if f.state == "unsure" else f
        for name, f in contract.fields.items()
    }
    return contract.model_copy(update={"fields": fields})


def _currency(contract: Contract) -> str:
    """The contract's, where its assumptions can be told in it; dollars else."""
    found = Stated(contract).terms.currency
    return found if found in priors().exchange else priors().currency


def _has_fee(contract: Contract) -> bool:
    try:
        return bool(Stated(contract).fees)
    except (ModelProblem, RequestProblem):
        return False


def _charge(price: Price, minutes: int) -> int:
    billed = max(-(-minutes * 60 // price.step) * price.step, price.least)
    return (billed * price.hour + 1800) // 3600 + price.each


def _part(wage: int, minutes: int) -> int:
    return (wage * minutes + 30) // 60


def _bent(contract: Contract, term: Term) -> Bent | None:
    """What the field says to the interests; nothing where it says something else, or was left blank."""
    found = contract.fields.get(term.field)
    value = found.value if found else None
    sure = found is None or found.state != "unsure"
    if value is None:
        speaks = term.silent and (found is None or found.state not in ("unsure", "blank"))
    elif term.least is not None:
        speaks = (
            not isinstance(value, bool)
            and isinstance(value, int | float)
            and Decimal(str(value)) >= term.least
        )
    else:
        speaks = (str(value).lower() if isinstance(value, bool) else str(value)) in term.values
    if not speaks:
        return None
    return Bent(
        id=term.id, effect=term.effect, says=term.says, sure=sure, evidence=found.evidence if found else None
    )


def _neglect(
    sure: Contract, contract: Contract, upkeep: tuple[UpkeepInterest, ...]
) -> tuple[bool | None, str]:
    """Whether a fixed fee comes however little is done, with no duty, target or credit that stands against it."""
    if not _has_fee(sure):
        return None, "The contract states no fixed fee, so doing nothing earns the provider nothing."
    fee = "The fee is the same however little is done."
    if any(
        contract.fields[f].state == "unsure"
        for f in ("response_targets", "service_credits")
        if f in contract.fields
    ):
        return None, f"{fee} Whether targets and credits stand against that is not sure."
    care = [u for u in upkeep if u.id in ("patching", "monitoring")]
    against = {
        "a duty to update and monitor": all(u.neglect == "bound" for u in care),
        "a target for slow work": bool(sure.value("response_targets")),
        "a credit for a missed target": sure.value("service_credits") is True,
    }
    held = [name for name, there in against.items() if there]
    lacking = [name for name, there in against.items() if not there]
    if not held and any(u.neglect == "open" for u in care):
        return None, f"{fee} Whether a duty to update and monitor stands against that is not clear."
    if not held:
        return True, f"{fee} There is no duty to update and monitor, no target and no credit against neglect."
    rest = f" There is not: {', '.join(lacking)}." if lacking else ""
    return False, f"{fee} Against neglect there is {', '.join(held)}.{rest}"


def _client(rows: tuple[IncentiveRow, ...], book: Events) -> tuple[str, ...]:
    """The client's own incentives, where the rows settle them."""
    said = words().client
    careless = [r for r in rows if book.kind(r.id).careless and r.topic == "accidents" and r.sign != "open"]
    calls = [r for r in rows if r.id == "access" and r.sign != "open"]
    found = []
    if careless:
        free = all(r.answer == "included" for r in careless)
        found.append(said["careless_free" if free else "careless_paid"])
    if calls:
        found.append(said["calls_free" if calls[0].answer == "included" else "calls_paid"])
    return tuple(found)
