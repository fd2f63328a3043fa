"""The arithmetic behind a row of the incentive table, step by step, so that a reader can replay it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from remit.charges.money import minor_digits
from remit.forecast.events import Kind
from remit.forecast.pricing import Price
from remit.forecast.priors import Priors
from remit.review.wording import amount, counted, plain


@dataclass(frozen=True)
class Sums:
    """Minor units of money for a typical job of a kind.

    minutes    of work; 0 where something is sold
    wage       the provider's cost of an hour; `labour` of the job, or of what is sold
    bill       what the contract charges for it; None where it states no price
    elsewhere  what another provider takes
    idle       what people who stand still cost the client
    hour       price of an hour
    """

    currency: str
    minutes: int
    wage: int
    bill: int | None
    labour: int
    elsewhere: int
    idle: int
    hour: int
    price: Price | None

    @property
    def social(self) -> int:
        return self.labour + self.idle

    def show(self, minor: int) -> str:
        digits = minor_digits(self.currency)
        return amount(Decimal(minor).scaleb(-digits), self.currency).replace("-", "−")


def steps_of(kind: Kind, answer: str, sums: Sums, known: Priors) -> tuple[str, ...]:
    """`answer` is empty where it is open: then both cases are worked out."""
    if kind.sale:
        bill = sums.bill or 0
        margin = f"a margin of {known.value('sales_margin'):.0%} (both assumed)"
        return (
            f"Price {sums.show(bill)}, of it {margin}: {sums.show(bill - sums.labour)} for the provider.",
        )
    hours = plain((Decimal(sums.minutes) / 60).quantize(Decimal("0.01")))
    steps = [
        f"Labour: {hours} h × {sums.show(sums.wage)} = {sums.show(sums.labour)}, the provider's cost (assumed)."
    ]
    if answer in ("chargeable", ""):
        steps += _billed(hours, sums)
    match answer:
        case "included":
            steps.append(f"It is in the fee: the provider's profit falls by {sums.show(sums.labour)}.")
        case "chargeable" if sums.bill is not None:
            steps.append(
                f"Provider: {sums.show(sums.bill)} − {sums.show(sums.labour)} = {sums.show(sums.bill - sums.labour)}."
            )
        case "excluded":
            steps.append(
                f"The provider does not do it. Another takes about {sums.show(sums.elsewhere)} (assumed)."
            )
    if sums.idle:
        steps.append(f"People standing still cost you about {sums.show(sums.idle)} (assumed).")
    if answer and (provider := _profit(answer, sums)) is not None and sums.social:
        steps.append(f"One prevented: {sums.show(-provider)} for the provider, before what preventing costs.")
        index = Decimal(-provider) / sums.social
        steps.append(
            f"Alignment: −({sums.show(provider)}) / ({sums.show(sums.labour)} + {sums.show(sums.idle)}) = "
            f"{index:+.2f}.".replace("-", "−")
        )
    return tuple(steps)


def _billed(hours: str, sums: Sums) -> list[str]:
    price = sums.price
    if price is None or sums.bill is None:
        return [
            f"The contract settles no price for it. Above {sums.show(sums.wage)} an hour the provider earns."
        ]
    if not price.hour:
        return [f"Billed: {sums.show(sums.bill)} for each."]
    billed = max(-(-sums.minutes * 60 // price.step) * price.step, price.least)
    counted_as = plain((Decimal(billed) / 3600).quantize(Decimal("0.01")))
    how = [f"steps of {counted(price.step // 60, 'minute')}"] if price.step > 60 else []
    how += [f"at least {counted(price.least // 60, 'minute')}"] if price.least else []
    said = f"{hours} h counts as {counted_as} h ({', '.join(how)}): " if how else ""
    more = f" + {sums.show(price.each)}" if price.each else ""
    return [f"Billed: {said}{counted_as} h × {sums.show(price.hour)}{more} = {sums.show(sums.bill)}."]


def _profit(answer: str, sums: Sums) -> int | None:
    if answer == "included":
        return -sums.labour
    if answer == "excluded":
        return 0
    return None if sums.bill is None else sums.bill - sums.labour
