"""Values in plain words, and the size of a value where it has one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from remit.review.findings import Item, Rating

DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
        "sat": "Saturday", "sun": "Sunday"}  # fmt: skip
WEEK = tuple(DAYS)
RANK = {"critical": 0, "high": 1, "normal": 2, "low": 3}
CLOCKS = {"business": "in support hours", "continuous": "at all hours", "unstated": ""}


def say(kind: str, value: Any, labels: Mapping[str, str]) -> str:  # noqa: ANN401 - each kind has its own form
    """A field's value as a person would say it."""
    match kind:
        case "months" | "days" | "minutes":
            return counted(value, kind.removesuffix("s"))
        case "yesno":
            return "Yes" if value else "No"
        case "percent":
            return f"{plain(value)} %"
        case "one_of":
            return labels.get(str(value), str(value).replace("_", " "))
        case "date":
            return long_date(value)
        case "money" if isinstance(value, Mapping):
            return _money(value)
        case "hours" if isinstance(value, Mapping):
            return _hours(value)
        case "targets" if isinstance(value, list | tuple):
            ordered = sorted(value, key=lambda t: RANK.get(str(t.get("priority")), 9))
            return "; ".join(_target(t) for t in ordered)
        case _:
            return plain(value)


def measure(kind: str, value: Any) -> Decimal | None:  # noqa: ANN401 - each kind has its own form
    """The size that bands are set against; None where the value has none.

    A number as it is, a sum's multiplier or amount, hours a week, the fastest target's minutes.
    """
    try:
        match kind:
            case "money" if isinstance(value, Mapping):
                return _decimal(value.get("multiplier") or value.get("amount"))
            case "hours" if isinstance(value, Mapping):
                return _hours_a_week(value)
            case "targets" if isinstance(value, list | tuple):
                minutes = [m for t in value if (m := _decimal(t.get("minutes"))) is not None]
                return min(minutes, default=None)
            case _:
                return _decimal(value)
    except (AttributeError, ValueError):
        # A hand-edited terms file may hold a value out of form; it is shown, and has no size.
        return None


def counted(number: Any, unit: str) -> str:  # noqa: ANN401 - int, Decimal or text
    return f"{plain(number)} {unit}" if str(number) == "1" else f"{plain(number)} {unit}s"


def plain(value: Any) -> str:  # noqa: ANN401 - any scalar
    """Numbers with separators and without idle zeros; everything else as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    number = Decimal(str(value))
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"


def amount(value: Decimal, currency: str = "") -> str:
    """A sum of money: whole where it is whole, else with two places."""
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return f"{currency} {text}".strip()


def long_date(value: Any) -> str:  # noqa: ANN401 - a date, or its ISO text
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{day.day} {day:%B %Y}"


def minutes(value: Any) -> str:  # noqa: ANN401 - int, Decimal or text
    number = _decimal(value)
    if number is None:
        return str(value)
    if number >= 60 and number % 60 == 0:
        return counted(number / 60, "hour")
    return counted(number, "minute")


def _decimal(value: Any) -> Decimal | None:  # noqa: ANN401
    if value is None or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _money(value: Mapping[str, Any]) -> str:
    if value.get("multiplier") is not None:
        return f"{plain(value['multiplier'])} times the normal rate"
    number = _decimal(value.get("amount"))
    text = amount(number, str(value.get("currency") or "")) if number is not None else "an amount not stated"
    per = str(value.get("per") or "").replace("_", " ")
    return f"{text} per {per.removeprefix('per ')}" if per else text


def _hours(value: Mapping[str, Any]) -> str:
    days = [str(d).lower()[:3] for d in value.get("days") or ()]
    places = sorted(WEEK.index(d) for d in days if d in WEEK)
    if len(places) == 7:
        named = "every day"
    elif len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        named = f"{DAYS[WEEK[places[0]]]} to {DAYS[WEEK[places[-1]]]}"
    else:
        named = ", ".join(DAYS[WEEK[p]] for p in places)
    start, end = str(value.get("from") or ""), str(value.get("to") or "")
    span = "round the clock" if start == "00:00" and end in {"24:00", "00:00"} else f"{start} to {end}"
    zone = str(value.get("timezone") or "")
    return f"{named}, {span}" + (f" ({zone})" if zone else "")


def _hours_a_week(value: Mapping[str, Any]) -> Decimal | None:
    def clock(text: str) -> Decimal:
        hour, _, minute = text.partition(":")
        return Decimal(hour) + Decimal(minute or 0) / 60

    if not (value.get("from") and value.get("to")):
        return None
    try:
        start, end = clock(str(value["from"])), clock(str(value["to"]))
    except InvalidOperation:
        return None
    length = end - start if end > start else end - start + 24
    return length * len(value.get("days") or ())


def _target(target: Mapping[str, Any]) -> str:
    clock = CLOCKS.get(str(target.get("clock") or ""), "")
    named = str(target.get("priority") or "all").replace("_", " ")
    return f"{named} {minutes(target.get('minutes'))}" + (f" {clock}" if clock else "")


NOT_ADVICE = "This report is not legal advice."
RATING_WORDS: dict[Rating, str] = {
    "deal_breaker": "Deal-breaker",
    "bad": "Bad",
    "watch": "Watch",
    "ok": "Fine",
}
STATE_WORDS = {
    "written": "written",
    "not_written": "not written",
    "blank": "left blank",
    "unsure": "unsure",
    "conflict": "contradictory",
    "depends": "depends",
}
COLUMN_WORDS = {
    "included": "In the fee",
    "chargeable": "Billed extra",
    "excluded": "Left out",
    "silent": "Not written",
    "unclear": "Not clear",
}
ROLE_WORDS = {
    "because": "The contract says",
    "overridden": "Set aside",
    "candidate": "May decide it",
    "also": "See also",
    "nearest": "Nearest passage, which does not apply",
}
DUTY_WORDS = {
    "payment": "Pay",
    "warranty": "Warranties",
    "vendor_support": "Vendor support",
    "access": "Access",
    "approvals": "Answers and approvals",
    "contact": "Contact",
    "security": "Security",
    "backup": "Backup",
    "environment": "Rooms and power",
    "information": "Information",
    "conduct": "What you may not do",
    "other": "Other",
}


def place(page: int | None, clause: str | None, heading: str | None = None) -> str:
    """Where a quote stands, as a person looks it up."""
    parts = []
    if clause:
        parts.append(clause if clause[0].isalpha() else f"clause {clause}")
    elif heading:
        parts.append(heading)
    if page:
        parts.append(f"page {page}")
    return ", ".join(parts)


def sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def says_it(item: Item) -> bool:
    """Whether the verdict is worth words of its own: no reader wants to hear twice that the contract is silent."""
    return not (item.state == "not_written" and item.sentence.startswith("The contract "))


def verdict_line(item: Item) -> str:
    """The verdict and why it matters."""
    return f"{sentence(item.says)} {item.sentence}" if says_it(item) else item.sentence


def reasons_left(item: Item) -> list[str]:
    """The reasons that do not stand beside a quote already."""
    noted = {q.note for q in item.quotes}
    return [r for r in item.reasons if r not in noted]
