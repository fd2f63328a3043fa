"""Sums of money that an owner asks for first: what is promised, what leaving costs, what a bad week leaves."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from remit.contract import Contract
from remit.review.asking import Heard
from remit.review.dates import quotes_of
from remit.review.playbook import Story
from remit.review.wording import amount, counted, plain

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def monthly_fee(contract: Contract) -> tuple[Decimal, str] | None:
    """The regular fee a month and its currency.

    None where it is not written, or is a price for each user or device whose number the fields do not give.
    """
    fee = contract.value("recurring_fee")
    if not isinstance(fee, dict) or fee.get("amount") is None:
        return None
    per = str(fee.get("per") or "month").lower()
    if any(word in per for word in ("user", "device", "seat", "site", "hour")):
        return None
    months = next((n for word, n in MONTHS.items() if word in per), None) or (12 if "annu" in per else 1)
    return Decimal(str(fee["amount"])) / months, str(fee.get("currency") or "")


def commitment(contract: Contract) -> Heard:
    """Fee times first term: the least that a signature costs. The size is the number of months."""
    fee, months = monthly_fee(contract), _number(contract.value("initial_term_months"))
    quotes = quotes_of(contract, "recurring_fee", "initial_term_months")
    if fee is None or months is None:
        return _missing(contract, fee is None, months is None, quotes)
    total = (fee[0] * months).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Heard(
        answer="sum",
        says=f"At least {amount(total, fee[1])}",
        state="written",
        confidence=_confidence(contract, "recurring_fee", "initial_term_months"),
        size=months,
        quotes=quotes,
        arithmetic=(
            f"{counted(months, 'month')} × {amount(fee[0], fee[1])} a month = {amount(total, fee[1])}.",
        ),
    )


def leaving(contract: Contract) -> Heard:
    """The most that leaving half way through the first term could cost: all remaining fees."""
    if contract.value("early_termination_fee") is not True:
        return Heard(
            answer="silent",
            says="No fee for leaving early is written",
            state="written" if contract.value("early_termination_fee") is False else "not_written",
            quotes=quotes_of(contract, "early_termination_fee"),
        )
    fee, months = monthly_fee(contract), _number(contract.value("initial_term_months"))
    quotes = quotes_of(contract, "early_termination_fee", "recurring_fee", "initial_term_months")
    if fee is None or months is None:
        return _missing(contract, fee is None, months is None, quotes)
    left = months - (months / 2).to_integral_value(ROUND_HALF_UP)
    total = (fee[0] * left).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Heard(
        answer="sum",
        says=f"Up to {amount(total, fee[1])}, if all remaining fees are due",
        state="written",
        confidence=_confidence(contract, "early_termination_fee", "recurring_fee", "initial_term_months"),
        size=left,
        quotes=quotes,
        arithmetic=(
            f"First term {counted(months, 'month')}; half way, {counted(left, 'month')} are left.",
            f"{plain(left)} × {amount(fee[0], fee[1])} a month = {amount(total, fee[1])}.",
            "The clause may ask for a part of it only. Put its share in place of the whole.",
        ),
    )


def left_with_client(contract: Contract, story: Story) -> Heard:
    """What the loss story leaves with the client where the provider is at fault, in percent (the size).

    First the kinds of loss that are ruled out, then the limit on what remains.
    """
    currency = (monthly_fee(contract) or (Decimal(0), ""))[1]
    fields = (
        "consequential_loss_excluded",
        "data_loss_liability_excluded",
        "liability_cap",
        "liability_cap_value",
    )
    quotes = quotes_of(contract, *fields, "recurring_fee")
    ruled_out = {
        "business": contract.value("consequential_loss_excluded") is True,
        "data": contract.value("data_loss_liability_excluded") is True,
    }
    total = sum((loss.amount for loss in story.losses), Decimal(0))
    steps = [f"{story.title}. {story.text}"]
    claim = Decimal(0)
    for loss in story.losses:
        out = ruled_out.get(loss.kind, False)
        claim += Decimal(0) if out else loss.amount
        steps.append(
            f"{loss.label}: {amount(loss.amount, currency)}" + (", ruled out by the contract" if out else "")
        )
    steps.append(f"Total {amount(total, currency)}; of it {amount(claim, currency)} can be claimed.")
    cap = _cap(contract)
    if isinstance(cap, str):
        steps.append(f"The limit: {cap}")
        return Heard(
            answer="unknown" if contract.value("liability_cap") else "silent",
            says=f"{amount(total - claim, currency)} of {amount(total, currency)} at least; {cap[0].lower()}{cap[1:]}",
            state="not_written",
            quotes=quotes,
            arithmetic=tuple(steps),
        )
    limit, working = cap
    steps += [working, "A separate limit, for example for lost data, is not counted here. Look for one."]
    paid = claim if limit is None else min(claim, limit)
    kept = total - paid
    share = (kept * 100 / total).quantize(Decimal(1), ROUND_HALF_UP) if total else Decimal(0)
    steps.append(
        f"The provider pays at most {amount(paid, currency)}. {amount(total, currency)} − {amount(paid, currency)} = {amount(kept, currency)} stays with you, {share} %."
    )
    return Heard(
        answer="sum",
        says=f"{amount(kept, currency)} of {amount(total, currency)}, {share} %",
        state="written",
        confidence=_confidence(contract, *fields),
        size=share,
        quotes=quotes,
        arithmetic=tuple(steps),
    )


def _cap(contract: Contract) -> tuple[Decimal | None, str] | str:
    """The limit in money with its working, or what keeps it from being worked out."""
    kind, value = contract.value("liability_cap"), _number(contract.value("liability_cap_value"))
    fee = monthly_fee(contract)
    match kind:
        case None:
            return "The contract states no limit; the law decides what can be recovered."
        case "none":
            return None, "The contract says that there is no limit."
        case "amount" if value is not None:
            return value, f"The limit is {amount(value, fee[1] if fee else '')}."
        case "months_of_fees" if value is not None and fee is not None:
            limit = (value * fee[0]).quantize(Decimal("0.01"), ROUND_HALF_UP)
            return (
                limit,
                f"The limit is {counted(value, 'month')} × {amount(fee[0], fee[1])} = {amount(limit, fee[1])}.",
            )
        case "months_of_fees" if value is not None:
            return f"The limit is {counted(value, 'month')} of fees, and the monthly fee is not stated as one sum."
        case "fees_paid":
            return "The limit is the fees paid so far, which is nothing on the first day."
        case "insurance":
            return "The limit is what the provider's insurance pays, and the sum insured is not read."
        case _:
            return "The size of the limit is not stated."


def _missing(contract: Contract, fee: bool, months: bool, quotes: tuple[Any, ...]) -> Heard:
    priced = isinstance(contract.value("recurring_fee"), dict)
    parts = []
    if fee:
        parts.append(
            "the fee is a price for each unit and their number is not read"
            if priced
            else "the regular fee is not written"
        )
    if months:
        parts.append("the first term is not written")
    return Heard(
        answer="unknown",
        says=f"Can't be worked out: {' and '.join(parts)}",
        state="not_written",
        quotes=quotes,
    )


def _confidence(contract: Contract, *fields: str) -> float:
    return min((contract.fields[f].confidence for f in fields if f in contract.fields), default=1.0)


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - a number, or something out of form
    return (
        Decimal(str(value))
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        else None
    )
