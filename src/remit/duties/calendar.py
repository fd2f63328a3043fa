"""A contract's duties put on a calendar: what has a date, what comes again, what waits for something, what is always."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from remit.clock import Length, SupportHours
from remit.clock.dates import Works, add_months, after, before, long_date
from remit.contract import Contract, Duty
from remit.duties.record import Due, Duties, How, Item
from remit.duties.rhythm import rhythm_dates
from remit.duties.term_items import Setting, current_term, term_items
from remit.duties.timing import Timing, timing

_UNSURE: Final = 0.6
"""Below this the reader's say about a duty is shown as unsure."""
_INVOICE: Final = re.compile(r"\b(?:invoic\w*|bill(?:s|ed)?|its date)\b", re.IGNORECASE)
_NEXT: Final = re.compile(
    r";|\.\s+(?=[A-Z“\"(])|,?\s+and\s+(?=(?:(?:the|each|either|both)\s+)?(?:\w+\s+){0,2}?(?:shall|will|must)\b)"
)


def duties(
    contract: Contract,
    *,
    on: date,
    begins: date | None = None,
    months: int = 12,
    lead: Length | None = None,
) -> Duties:
    """Everything owed under the contract in the months from `on`, and what has no date.

    begins  when the contract starts, where it does not say or is wrong
    lead    how long before the last day for notice one wants to be warned (30 days)
    """
    hours = SupportHours.from_contract(contract)

    def works(day: date) -> bool:
        # Round-the-clock support does not make Sunday a working day.
        return day.weekday() < 5 and not hours.periods[-1].schedule.closed(day)

    start = begins or _date(contract)
    setting = Setting(start, begins is not None, on, add_months(on, months), lead or Length(30, "day"), works)
    items = term_items(contract, setting)
    read = [_item(f"duty-{n}", duty, contract, setting) for n, duty in enumerate(contract.duties, start=1)]
    billing = next(
        ((i, w) for i, w in read if w.day is not None and i.how == "rhythm" and _INVOICE.search(i.what)), None
    )
    items += [item for item, _ in read]
    if billing:
        items = [_paid(item, *billing, setting) for item in items]
    working = any(item.rule and re.search(r"\b(?:working|business)\b", item.rule) for item in items)
    told = [a for a in hours.assumptions if a.field in ("holidays", "holidays_excluded")] if working else []
    return Duties(
        schema="remit/duties/1",
        on=on,
        until=setting.until,
        begins=start,
        given=begins is not None,
        items=tuple(items),
        assumptions=tuple(told),
    )


def _item(name: str, duty: Duty, contract: Contract, setting: Setting) -> tuple[Item, Timing]:
    before_it, own = own_words(duty)
    lead_in = " ".join((duty.evidence.lead_in or "").split())
    when = timing(own, before_it, lead_in)
    if duty.kind == "conduct" and when.how == "after" and when.trigger == "event":
        # "During the term and for twelve months after": after the end, whatever the words between.
        when = replace(when, trigger="end")
    dates, example, needs = _dates(when, contract, setting)
    how: How = "date" if dates or needs or when.trigger == "start" else "event"
    if when.how in ("rhythm", "always"):
        how = when.how
    item = Item(
        id=name,
        party=duty.party,
        kind=duty.kind,
        how=how,
        what=own[:1].upper() + own[1:],
        rule=_rule(when, f"{before_it}{own} {lead_in}"),
        length=when.length if when.how in ("after", "before") else None,
        dates=dates,
        example=example,
        needs=needs,
        evidence=(duty.evidence,),
        confidence=duty.confidence,
        # A payment that comes again without a day is often the name of a charge.
        unsure=duty.confidence < _UNSURE or (duty.kind == "payment" and how == "rhythm" and when.day is None),
    )
    return item, when


def _paid(item: Item, billing: Item, when: Timing, setting: Setting) -> Item:
    """Days to pay become dates where the contract says on which day it invoices."""
    counts = (
        item.kind == "payment"
        and item.how == "event"
        and (item.id == "payment" or _INVOICE.search(item.rule))
    )
    if not counts or item.length is None or item.example is None:
        return item
    since = before(setting.on, item.length, setting.works)
    dates = []
    for invoiced in rhythm_dates(when, setting.begins, since, setting.until, setting.works):
        paid = _step(invoiced.day, item.length, setting.works, "Invoice of ")
        dates.append(Due(day=paid.day, steps=(*invoiced.steps, *paid.steps)))
    found = {
        "how": "rhythm",
        "dates": _within(tuple(dates), setting),
        "example": None,
        "evidence": tuple(dict.fromkeys((*item.evidence, *billing.evidence))),
        "unsure": item.unsure or billing.unsure,
    }
    return item.model_copy(update=found)


def _rule(when: Timing, sentence: str) -> str:
    if when.how == "rhythm" or not when.trigger_words or when.words in when.trigger_words:
        return when.words
    together = f"{when.words} {when.trigger_words}"
    return together if together in sentence else f"{when.words}; {when.trigger_words}"


def own_words(duty: Duty) -> tuple[str, str]:
    """The duty's sentence up to its own words, and those to their end; the reader keeps only how they begin."""
    sentence = " ".join(duty.evidence.quote.split())
    begun = " ".join(duty.text.split())
    at = sentence.lower().find(begun[:40].lower())
    if at < 0:
        return "", sentence
    following = _NEXT.search(sentence, at + min(len(begun), 40))
    end = following.start() if following else len(sentence)
    return sentence[:at], sentence[at:end].rstrip(" .;,")


def _dates(
    when: Timing, contract: Contract, setting: Setting
) -> tuple[tuple[Due, ...], Due | None, tuple[str, ...]]:
    """The dates in the time asked about; what it would be if something happened today; what is missing for dates."""
    if when.how == "rhythm":
        found = rhythm_dates(when, setting.begins, setting.on, setting.until, setting.works)
        return (
            found,
            None,
            ("effective_date",) if when.trigger == "anniversary" and not setting.begins else (),
        )
    if when.length is None or when.how == "always":
        return (), None, ()
    if when.trigger in ("start", "anniversary") and setting.begins is None:
        return (), None, ("effective_date",)
    if when.trigger == "start" and setting.begins and when.how == "after":
        due = _step(setting.begins, when.length, setting.works, "Start ")
        return _within((due,), setting), due if due.day < setting.on else None, ()
    if when.trigger == "anniversary" and setting.begins:
        yearly = rhythm_dates(
            Timing("rhythm", every=Length(12, "month"), trigger="anniversary"),
            setting.begins,
            setting.on,
            add_months(setting.until, 12),
            setting.works,
        )
        found = tuple(
            Due(
                day=before(due.day, when.length, setting.works),
                steps=(*due.steps, _back(due.day, when.length, setting.works)),
                label=f"for {long_date(due.day)}",
            )
            for due in yearly
        )
        return _within(found, setting), None, ()
    if when.trigger == "end":
        term = current_term(contract, setting)
        if term is None:
            return (), None, tuple(
                name for name in ("effective_date", "initial_term_months")
                if contract.value(name) is None and not (name == "effective_date" and setting.begins)
            )  # fmt: skip
        steps = tuple(s.text for s in term.steps if s.day == term.end)
        if when.how == "before":
            day = before(term.end, when.length, setting.works)
            due = Due(day=day, steps=(*steps, _back(term.end, when.length, setting.works)))
            return _within((due,), setting), None, ()
        due = _step(term.end, when.length, setting.works, "")
        return (), Due(day=due.day, steps=(*steps, *due.steps), label="if it ends with this term"), ()
    if when.how == "after":
        due = _step(setting.on, when.length, setting.works, "")
        return (), Due(day=due.day, steps=due.steps, label=f"if it happens on {long_date(setting.on)}"), ()
    return (), None, ()


def _step(day: date, length: Length, works: Works, word: str) -> Due:
    found = after(day, length, works)
    return Due(day=found, steps=(f"{word}{long_date(day)} + {length} = {long_date(found)}.",))


def _back(day: date, length: Length, works: Works) -> str:
    return f"{long_date(day)} - {length} = {long_date(before(day, length, works))}."


def _within(found: tuple[Due, ...], setting: Setting) -> tuple[Due, ...]:
    return tuple(due for due in found if setting.on <= due.day <= setting.until)


def _date(contract: Contract) -> date | None:
    value = contract.value("effective_date")
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None
