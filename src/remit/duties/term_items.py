"""What follows from the terms: the end, the last day for notice, renewal, leaving early, cure, payment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from remit.clock.dates import Length, Works, after, days, long_date, months
from remit.clock.term import Renewal, Term, TermDates, term_dates
from remit.contract import Contract, Evidence
from remit.duties.record import Due, How, Item, Party
from remit.reader.durations import durations

_RENEWALS: Final = ("automatic", "by_agreement", "month_to_month", "none")


class _Counted(NamedTuple):
    """A term that counts from something that happens, and what it would say of today."""

    field: str
    name: str
    party: Party
    kind: str
    what: str
    rule: str
    says: str


_COUNTED: Final = (
    _Counted(
        "client_convenience_notice_days",
        "leaving",
        "client",
        "leaving",
        "The client may end it without cause",
        "by {length} of notice",
        "notice given on {on} ends it",
    ),
    _Counted(
        "cure_period_days",
        "cure",
        "both",
        "cure",
        "Put a breach right",
        "within {length} of being told",
        "a breach notified on {on} must be put right by",
    ),
    _Counted(
        "payment_days",
        "payment",
        "client",
        "payment",
        "Pay invoices",
        "within {length} of the invoice",
        "an invoice of {on} is payable by",
    ),
)


@dataclass(frozen=True)
class Setting:
    """What the dates are counted from: the start, today, a lead of one's own before a notice, working days."""

    begins: date | None
    given: bool
    on: date
    until: date
    lead: Length
    works: Works


def current_term(contract: Contract, setting: Setting) -> TermDates | None:
    """The term that runs on the day; None where its start or its length is not known."""
    length = _whole(contract, "initial_term_months")
    if setting.begins is None or length is None:
        return None
    return term_dates(_term(contract, setting, setting.begins, length), setting.on, setting.works)


def term_items(contract: Contract, setting: Setting) -> list[Item]:
    items: list[Item] = []
    length = _whole(contract, "initial_term_months")
    fields = ("effective_date", "initial_term_months", "renewal", "renewal_term_months")
    notice = _length(contract, "non_renewal_notice_days")
    needs = tuple(
        name
        for name, known in (("effective_date", setting.begins), ("initial_term_months", length))
        if known is None
    )
    if length is not None or notice is not None:
        items.append(_end(contract, setting, needs, fields))
    if notice is not None:
        items.append(_last_notice(contract, setting, notice, needs, (*fields, "non_renewal_notice_days")))
    for counted in _COUNTED:
        items += _from_today(contract, setting, counted)
    return items


def _end(contract: Contract, setting: Setting, needs: tuple[str, ...], fields: tuple[str, ...]) -> Item:
    found = current_term(contract, setting)
    dates: tuple[Due, ...] = ()
    if found:
        steps = [s.text for s in found.steps if s.day in (found.initial_end, found.end)]
        dates = (Due(day=found.end, steps=tuple(steps), label="past" if found.end < setting.on else ""),)
        if found.renews:
            renewal = tuple(s.text for s in found.steps if s.day == found.renews)
            dates = (
                *dates,
                Due(day=found.renews, steps=renewal, label="it renews here, unless notice was given"),
            )
    return _item(contract, "term-end", "both", "term", "End of the term", fields, dates=dates, needs=needs)


def _last_notice(
    contract: Contract, setting: Setting, notice: Length, needs: tuple[str, ...], fields: tuple[str, ...]
) -> Item:
    found = current_term(contract, setting)
    rule = f"{notice} before the end of the term"
    if not found or not found.last_notice:
        return _item(
            contract,
            "last-notice",
            "both",
            "notice",
            "Last day for notice against renewal",
            fields,
            rule,
            needs=needs,
        )
    dates: list[Due] = []
    if found.last_notice >= setting.on:
        dates += _notice_dates(found, setting)
    else:
        steps = [s.text for s in found.steps if s.day in (found.end, found.last_notice)]
        gone = f"{long_date(found.last_notice)} is past: for this term notice came too late."
        dates.append(Due(day=found.last_notice, steps=(*steps, gone), label="past"))
        if found.renews and setting.begins:
            length = _whole(contract, "initial_term_months") or 0
            following = term_dates(
                _term(contract, setting, setting.begins, length), after(found.end, days(1)), setting.works
            )
            dates += _notice_dates(following, setting)
    doubt = contract.value("renewal") in ("by_agreement", "none")
    return _item(
        contract,
        "last-notice",
        "both",
        "notice",
        "Last day for notice against renewal",
        fields,
        f"{rule}; the renewal was read as '{str(contract.value('renewal')).replace('_', ' ')}', check whether notice is needed"
        if doubt
        else rule,
        dates=tuple(dates),
        doubt=doubt,
    )


def _notice_dates(found: TermDates, setting: Setting) -> list[Due]:
    if found.last_notice is None:
        return []
    steps = [s.text for s in found.steps if s.day in (found.initial_end, found.end, found.last_notice)]
    dates = [Due(day=found.last_notice, steps=tuple(dict.fromkeys(steps)))]
    if found.alert and setting.lead.count and found.alert >= setting.on:
        alert = tuple(s.text for s in found.steps if s.day == found.alert)
        dates.insert(0, Due(day=found.alert, steps=alert, label="decide, and send the notice"))
    return dates


def _from_today(contract: Contract, setting: Setting, counted: _Counted) -> Iterable[Item]:
    length = _length(contract, counted.field)
    if length is None:
        return
    day = after(setting.on, length, setting.works)
    today = long_date(setting.on)
    step = f"{today} + {length} = {long_date(day)}: {counted.says.format(on=today)} then."
    yield _item(
        contract,
        counted.name,
        counted.party,
        counted.kind,
        counted.what,
        (counted.field,),
        counted.rule.format(length=length),
        how="event",
        length=length,
        example=Due(day=day, steps=(step,)),
    )


def _item(
    contract: Contract,
    name: str,
    party: Party,
    kind: str,
    what: str,
    fields: tuple[str, ...],
    rule: str = "",
    *,
    how: How = "date",
    length: Length | None = None,
    dates: tuple[Due, ...] = (),
    example: Due | None = None,
    needs: tuple[str, ...] = (),
    doubt: bool = False,
) -> Item:
    held = [
        contract.fields[f] for f in fields if f in contract.fields and contract.fields[f].value is not None
    ]
    evidence: dict[Evidence, None] = dict.fromkeys(f.evidence for f in held if f.evidence)
    return Item(
        id=name,
        party=party,
        kind=kind,
        how=how,
        what=what,
        rule=rule,
        length=length,
        dates=dates,
        example=example,
        needs=needs,
        evidence=tuple(evidence),
        confidence=min((f.confidence for f in held), default=1.0),
        unsure=doubt or any(f.state == "unsure" for f in held),
    )


def _term(contract: Contract, setting: Setting, begins: date, length: int) -> Term:
    renewal = contract.value("renewal")
    again = _whole(contract, "renewal_term_months")
    # Where it renews by itself for a time that is not stated, another round of the first term is no safe guess: only
    # month to month speaks for itself.
    kind: Renewal = renewal if renewal in _RENEWALS else "none"
    notice = _length(contract, "non_renewal_notice_days")
    return Term(
        begin=begins,
        length=months(length),
        notice=notice,
        renewal=kind,
        again=months(again) if again else None,
        lead=setting.lead if notice else None,
    )


def _whole(contract: Contract, name: str) -> int | None:
    value = contract.value(name)
    return (
        int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
    )


def _length(contract: Contract, name: str) -> Length | None:
    """The field's days, in the unit in which the quote writes them: three months are no 90 days."""
    value, field = _whole(contract, name), contract.fields.get(name)
    if value is None:
        return None
    for duration in durations(field.evidence.quote) if field and field.evidence else ():
        if duration.days == value and duration.amount == int(duration.amount):
            count = int(duration.amount)
            if duration.business:
                return Length(count * (5 if duration.unit == "week" else 1), "business_day")
            if duration.unit in ("month", "year", "week"):
                return Length(count, duration.unit)
            if duration.unit == "quarter":
                return months(3 * count)
    return days(value)
