"""Sums of money that an owner asks for first: what is promised, what leaving costs, what a bad week leaves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from remit.contract import Contract, Value
from remit.review.asking import Heard
from remit.review.dates import quotes_of
from remit.review.fees import Fee, currency, monthly_fee
from remit.review.findings import State
from remit.review.playbook import Story
from remit.review.wording import amount, counted, plain

Ordinary = Mapping[str, Value]


def commitment(contract: Contract, ordinary: Ordinary) -> Heard:
    """Fee times first term: the least that a signature costs. The size is the number of months."""
    fields = ("recurring_fee", "initial_term_months")
    fee, months = monthly_fee(contract, ordinary), _number(contract.value("initial_term_months"))
    if fee is None or months is None:
        return _missing(contract, fee, months, fields)
    total = _cents(fee.a_month * months)
    return Heard(
        answer="sum",
        says=f"{'About' if fee.example else 'At least'} {amount(total, fee.currency)}",
        state=_state(contract, *fields),
        confidence=_confidence(contract, *fields),
        size=months,
        quotes=quotes_of(contract, *fields),
        arithmetic=(
            *fee.steps,
            f"{counted(months, 'month')} × {fee.say()} a month = {amount(total, fee.currency)}.",
        ),
    )


def leaving(contract: Contract, ordinary: Ordinary) -> Heard:
    """The most that leaving half way through the first term could cost: all remaining fees."""
    asked = contract.value("early_termination_fee")
    if asked is not True:
        return Heard(
            answer="silent",
            says="No fee for leaving early is written",
            state="written" if asked is False else "not_written",
            quotes=quotes_of(contract, "early_termination_fee"),
        )
    fields = ("early_termination_fee", "recurring_fee", "initial_term_months")
    fee, months = monthly_fee(contract, ordinary), _number(contract.value("initial_term_months"))
    if fee is None or months is None:
        return _missing(contract, fee, months, fields)
    left = months - (months / 2).to_integral_value(ROUND_HALF_UP)
    total = _cents(fee.a_month * left)
    return Heard(
        answer="sum",
        says=f"Up to {amount(total, fee.currency)}, if all remaining fees are due",
        state=_state(contract, *fields),
        confidence=_confidence(contract, *fields),
        size=left,
        quotes=quotes_of(contract, *fields),
        arithmetic=(
            *fee.steps,
            f"First term {counted(months, 'month')}; half way, {counted(left, 'month')} are left.",
            f"{plain(left)} × {fee.say()} a month = {amount(total, fee.currency)}.",
            "The clause may ask for a part of it only. Put its share in place of the whole.",
        ),
    )


def left_with_client(contract: Contract, story: Story, ordinary: Ordinary) -> Heard:
    """What the loss story leaves with the client where the provider is at fault, in percent (the size).

    First the kinds of loss that are ruled out, then the limit on what remains.
    """
    unit = currency(contract)
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
            f"{loss.label}: {amount(loss.amount, unit)}" + (", ruled out by the contract" if out else "")
        )
    steps.append(f"Total {amount(total, unit)}; of it {amount(claim, unit)} can be claimed.")
    fee = monthly_fee(contract, ordinary)
    cap = _cap(contract, fee)
    if isinstance(cap, str):
        return Heard(
            answer="unknown" if contract.value("liability_cap") else "silent",
            says=f"{amount(total - claim, unit)} of {amount(total, unit)} at least",
            state="not_written",
            quotes=quotes,
            arithmetic=(*steps, cap),
        )
    limit, working = cap
    if fee and contract.value("liability_cap") == "months_of_fees":
        steps += fee.steps
    steps += [working, "A separate limit, for example for lost data, is not counted here. Look for one."]
    paid = claim if limit is None else min(claim, limit)
    kept = total - paid
    share = (kept * 100 / total).quantize(Decimal(1), ROUND_HALF_UP) if total else Decimal(0)
    steps.append(
        f"The provider pays at most {amount(paid, unit)}. {amount(total, unit)} − {amount(paid, unit)} = "
        f"{amount(kept, unit)} stays with you, {share} %."
    )
    return Heard(
        answer="sum",
        says=f"{amount(kept, unit)} of {amount(total, unit)}, {share} %",
        state=_state(contract, *fields),
        confidence=_confidence(contract, *fields),
        size=share,
        quotes=quotes,
        arithmetic=tuple(steps),
    )


def _cap(contract: Contract, fee: Fee | None) -> tuple[Decimal | None, str] | str:
    """The limit in money with its working, or what keeps it from being worked out."""
    kind, value = contract.value("liability_cap"), _number(contract.value("liability_cap_value"))
    match kind:
        case None:
            return "The contract states no limit; the law decides what can be recovered."
        case "none":
            return None, "The contract says that there is no limit."
        case "amount" if value is not None:
            return value, f"The limit is {amount(value, currency(contract))}."
        case "months_of_fees" if value is not None and fee is not None:
            limit = _cents(value * fee.a_month)
            return (
                limit,
                f"The limit is {counted(value, 'month')} × {fee.say()} = {amount(limit, fee.currency)}.",
            )
        case "months_of_fees" if value is not None:
            return f"The limit is {counted(value, 'month')} of fees, and what the fees come to a month is not stated."
        case "fees_paid":
            return "The limit is the fees paid so far, which is nothing on the first day."
        case "insurance":
            return "The limit is what the provider's insurance pays, and the sum insured is not read."
        case _:
            return "The size of the limit is not stated."


def _missing(contract: Contract, fee: Fee | None, months: Decimal | None, fields: tuple[str, ...]) -> Heard:
    priced = isinstance(contract.value("recurring_fee"), dict)
    parts = []
    if fee is None:
        parts.append(
            "how many units the fee is paid for is not known" if priced else "the regular fee is not written"
        )
    if months is None:
        parts.append("the first term is not written")
    return Heard(
        answer="unknown",
        says=f"It can't be worked out: {' and '.join(parts)}",
        state="not_written",
        quotes=quotes_of(contract, *fields),
    )


def _state(contract: Contract, *fields: str) -> State:
    """A sum is as unsure as any figure in it."""
    held = (contract.fields.get(f) for f in fields)
    return "unsure" if any(f and f.state == "unsure" for f in held) else "written"


def _confidence(contract: Contract, *fields: str) -> float:
    return min((contract.fields[f].confidence for f in fields if f in contract.fields), default=1.0)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - a number, or something out of form
    return (
        Decimal(str(value))
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        else None
    )
