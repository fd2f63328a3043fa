"""A contract's term: when it ends, how it renews, and the last day on which notice stops that, with the arithmetic.

Contracts and systems differ on three things, each a named option of Term:
    last_day  the term ends on its `anniversary` (the first day no longer in it), or its last day is the `day_before`
    counting  "90 days before" is taken `plain` (end - 90 days), or as `clear` days, the day of the notice and the day
              of the end not counted (end - 91 days)
    roll      a last day that is no working day stays (`none`), moves to the one before (`preceding`) or after
              (`following`)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from remit.clock.dates import (
    Length,
    Step,
    Works,
    after,
    before,
    days,
    long_date,
    on_or_after,
    on_or_before,
    weekday,
)
from remit.errors import RequestProblem

Renewal = Literal["automatic", "by_agreement", "month_to_month", "none"]
LastDay = Literal["anniversary", "day_before"]
Counting = Literal["plain", "clear"]
Roll = Literal["none", "preceding", "following"]
_MOST_ROUNDS: Final = 10_000


@dataclass(frozen=True)
class Term:
    """`begin` with a first `length`, or an `end` that is written. `lead` is a warning of one's own before the notice.

    A renewal of no stated length repeats none: the dates then stop at the first term.
    """

    begin: date
    length: Length | None = None
    end: date | None = None
    notice: Length | None = None
    renewal: Renewal = "none"
    again: Length | None = None
    lead: Length | None = None
    last_day: LastDay = "day_before"
    counting: Counting = "plain"
    roll: Roll = "none"

    def __post_init__(self) -> None:
        if (self.length is None) == (self.end is None):
            raise RequestProblem("A term has either a length or an end.", "Give one of the two.")
        if self.end is not None and self.end < self.begin:
            raise RequestProblem(f"The term ends on {self.end}, before it begins.", "Check the two dates.")


@dataclass(frozen=True)
class TermDates:
    """`renewed` terms have followed the first; `renews` is the day on which the next begins, if it does by itself."""

    initial_end: date
    end: date
    renewed: int
    last_notice: date | None
    alert: date | None
    renews: date | None
    steps: tuple[Step, ...]


def term_dates(term: Term, as_of: date | None = None, works: Works = weekday) -> TermDates:
    """The dates of the term that runs on `as_of` (the first one without it): roll-over by roll-over from the begin."""
    first, step = _end(term, 0)
    steps = [step]
    rounds, end = _current(term, first, as_of)
    if rounds:
        end, step = _end(term, rounds)
        steps.append(step)
    last_notice = alert = None
    if term.notice is not None:
        last_notice = _notice(term, term.notice, end, works, steps)
        if term.lead is not None:
            alert = before(last_notice, term.lead, works)
            steps.append(
                Step(
                    f"{long_date(last_notice)} - {term.lead} of our own = {long_date(alert)}: the alert.",
                    alert,
                )
            )
    renews = None
    if term.renewal in ("automatic", "month_to_month") and _again(term) is not None:
        renews = end if term.last_day == "anniversary" else end + timedelta(days=1)
        steps.append(Step(f"Without notice it renews for {_again(term)} from {long_date(renews)}.", renews))
    return TermDates(first, end, rounds, last_notice, alert, renews, tuple(steps))


def _again(term: Term) -> Length | None:
    return Length(1, "month") if term.renewal == "month_to_month" and term.again is None else term.again


def _current(term: Term, first: date, as_of: date | None) -> tuple[int, date]:
    """How many renewals lie before the date, and the end of the term that it falls in."""
    again = _again(term)
    renews = term.renewal in ("automatic", "month_to_month") and again is not None and again.count > 0
    rounds, end = 0, first
    while as_of is not None and renews and (end <= as_of if term.last_day == "anniversary" else end < as_of):
        rounds += 1
        end = _end(term, rounds)[0]
        if rounds > _MOST_ROUNDS:
            raise RequestProblem(
                f"Between {term.begin} and {as_of} lie over {_MOST_ROUNDS} renewals.", "Check the two dates."
            )
    return rounds, end


def _end(term: Term, rounds: int) -> tuple[date, Step]:
    """The end of the first term or of one that follows."""
    named = term.last_day == "day_before"
    what = f"renewal {rounds} ends" if rounds else "the first term ends"
    if term.end is not None and not rounds:
        return term.end, Step(f"The contract names {long_date(term.end)}: {what}.", term.end)
    again = _again(term)
    if term.length is None:
        begin = after(term.end or term.begin, days(1 if named else 0))
        parts = [f"The day after {long_date(begin - timedelta(days=1))}" if named else long_date(begin)]
        lengths = []
    else:
        begin, parts, lengths = (
            term.begin,
            [f"Start {long_date(term.begin)}", str(term.length)],
            [term.length],
        )
    if rounds and again is not None:
        parts.append(f"{rounds} x {again}")
        lengths.append(Length(rounds * again.count, again.unit))
    if len({length.unit for length in lengths}) == 1:
        # In one sum, so that the 31st comes back after a shorter month.
        lengths = [Length(sum(length.count for length in lengths), lengths[0].unit)]
    for length in lengths:
        begin = after(begin, length)
    found = before(begin, days(1)) if named else begin
    text = " + ".join(parts) + (" - 1 day" if named else "")
    return found, Step(f"{text} = {long_date(found)}: {what}.", found)


def _notice(term: Term, notice: Length, end: date, works: Works, steps: list[Step]) -> date:
    last = before(end, notice, works)
    text = f"{long_date(end)} - {notice}"
    if term.counting == "clear":
        last = before(last, days(1))
        text += " - 1 day, as clear days leave out both ends"
    steps.append(Step(f"{text} = {long_date(last)}: the last day for notice.", last))
    rolled = (
        last
        if term.roll == "none"
        else on_or_before(last, works)
        if term.roll == "preceding"
        else on_or_after(last, works)
    )
    if rolled != last:
        side = "before" if rolled < last else "after"
        steps.append(
            Step(
                f"{long_date(last)}, a {last:%A}, is no working day: the one {side} is {long_date(rolled)}.",
                rolled,
            )
        )
    return rolled
