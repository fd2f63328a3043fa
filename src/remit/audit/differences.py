"""What is wrong with a bundle of lines and work, taken apart until each difference has one cause and one amount.

In this order, and each step goes on with what the one before leaves:

    1 a line that a credit note takes back counts for nothing
    2 lines in another currency, and lines for days outside the term
    3 the same thing charged twice
    4 lines are set against work by day, or by price, whichever leaves fewest of them wrong
    5 lines without work, and lines for work that is not charged
    6 the price of an hour, then the number of hours

Lines count with quantity times price; where that is not the stated amount, stated.py says so.

The differences of a bundle add up to what was charged less what is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from remit.audit.bundle import OPEN, Line, Part
from remit.audit.matching import Bundle
from remit.audit.prices import Pricing
from remit.audit.reasons import quantity_cause, rate_cause
from remit.audit.record import Finding, Step, Verdict, causes
from remit.audit.setting import Setting
from remit.charges.money import rounded, show
from remit.charges.words import duration, plain

UNSETTLED: Final[dict[str, str]] = {
    "silent": "no_clause",
    "conflict": "conflict",
    "needs_fact": "fact",
    "error": "fact",
    "unsure": "unsure",
}
_FREE: Final = ("included", "prepaid", "excluded")


@dataclass(frozen=True)
class Heap:
    """Lines and work that are set against each other."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    slack: int = 0
    """Minor units that other ways of rounding may account for."""

    @property
    def billed(self) -> int:
        return sum(line.product for line in self.lines)

    @property
    def least(self) -> int:
        return sum(p.least for p in self.parts)

    @property
    def most(self) -> int | None:
        held = [p.most for p in self.parts]
        return None if None in held else sum(m for m in held if m is not None)

    @property
    def outside(self) -> int:
        """How far what was charged lies outside what the terms can come to."""
        if self.most is not None and self.billed > self.most + self.slack:
            return self.billed - self.most
        return self.billed - self.least if self.billed < self.least - self.slack else 0

    @property
    def right(self) -> int | None:
        """What the terms come to; None where they do not settle it."""
        amounts = [p.amount for p in self.parts]
        return None if None in amounts else sum(a for a in amounts if a is not None)

    @property
    def open(self) -> tuple[Part, ...]:
        return tuple(p for p in self.parts if p.outcome in OPEN)


def explain(setting: Setting, pricing: Pricing, bundle: Bundle) -> list[Finding]:
    """Everything that is wrong or open in the bundle; nothing where it is right after all."""
    return list(_Explained(setting, pricing, bundle).findings())


@dataclass(frozen=True)
class _Explained:
    setting: Setting
    pricing: Pricing
    bundle: Bundle

    def findings(self) -> Iterator[Finding]:
        lines, taken = _uncredited(self.bundle.lines)
        other = tuple(line for line in lines if self.setting.currency not in (None, line.currency))
        if other:
            # The work stands charged for, and sums in two currencies are not set against each other.
            yield from self._in_other_currency(other, tuple(line for line in lines if line not in other))
            return
        lines, wrong = self._in_term(lines)
        yield from wrong
        lines, wrong = self._once(lines, taken)
        yield from wrong
        for heap in self._heaps((*lines, *taken)):
            yield from self._heap(heap)

    # -- before work is looked at -----------------------------------------------------------------------------------

    def _in_other_currency(self, lines: tuple[Line, ...], others: tuple[Line, ...]) -> Iterator[Finding]:
        wanted = self.setting.currency or ""
        rest = Heap(others, self.bundle.parts)
        for line in lines:
            # What is left of the work, at the contract's prices, is what the line can be for.
            right = None if rest.right is None or len(lines) > 1 else max(rest.right - rest.billed, 0)
            money = show(line.amount, line.currency)
            text = f"{line.ref.called} charges {money}; the contract's prices are in {wanted}."
            steps = [Step(text, self._price_reasons()), *self._reckoned(self.bundle.parts)]
            if right is not None:
                steps.append(Step(f"At the contract's prices: {show(right, wanted)}."))
            found = self._finding("currency", (line,), line.amount, right, steps)
            yield replace(found, verdict="overcharged", difference_minor=None, right_currency=wanted)

    def _in_term(self, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], list[Finding]]:
        starts, ends = self.setting.starts, self.setting.ends
        found = []
        outside = []
        for line in lines:
            said = out_of_term(line.day, starts, ends)
            if said:
                steps = [Step(f"{line.ref.called}: {said}", self._term_reasons())]
                found.append(
                    replace(
                        self._finding("out_of_term", (line,), line.product, 0, steps),
                        difference_minor=0,
                        disputed_minor=line.product,
                    )
                )
                outside.append(line)
        return tuple(line for line in lines if line not in outside), found

    def _once(
        self, lines: tuple[Line, ...], taken: tuple[Line, ...]
    ) -> tuple[tuple[Line, ...], list[Finding]]:
        """Of lines that are alike, those that the recorded work does not bear out."""
        kept, found = list(lines), []
        for line in reversed(lines):
            heap = Heap((*kept, *taken), self.bundle.parts)
            earlier = next((k for k in kept if k is not line and k.alike == line.alike), None)
            if earlier is None or heap.outside <= 0 or heap.billed - line.product < heap.least:
                continue
            kept.remove(line)
            step = Step(
                f"{line.ref.called} charges the same as {earlier.ref.called}: {show(line.product, line.currency)}."
            )
            recorded = Step(f"The work is recorded once: {self._recorded()}.") if self.bundle.parts else None
            found.append(
                self._finding(
                    "duplicate", (line,), line.product, 0, [step, *([recorded] if recorded else [])]
                )
            )
        return tuple(kept), found

    def _recorded(self) -> str:
        by_entry: dict[str, int] = {}
        for p in self.bundle.parts:
            by_entry[p.entry] = by_entry.get(p.entry, 0) + p.seconds
        return f"{len(by_entry)} {'entry' if len(by_entry) == 1 else 'entries'}, {duration(sum(by_entry.values()))}"

    # -- lines against work -----------------------------------------------------------------------------------------

    def _heaps(self, lines: tuple[Line, ...]) -> list[Heap]:
        """The way of setting lines against work that leaves least outside the terms; of equals the finest."""
        found: list[Heap] = []
        for heap in _apart(
            lines, self.bundle.parts, lambda line: line.nature == "travel", lambda p: p.travel
        ):
            ways = [_by_day(heap.lines, heap.parts), _by_price(heap.lines, heap.parts), [heap]]
            way = min((w for w in ways if w), key=_outside)
            found += [replace(h, slack=self._slack(h, whole=len(way) == 1)) for h in way]
        return found

    def _slack(self, heap: Heap, *, whole: bool) -> int:
        """What other ways of rounding may account for, where the contract does not say which: half a cent a line."""
        return 0 if self.setting.rounded else len(heap.lines) // 2 + (not whole)

    def _heap(self, heap: Heap) -> Iterator[Finding]:
        if not heap.parts:
            for line in heap.lines:
                yield self._unrecorded(line)
        elif heap.open:
            if heap.outside > 0:
                yield self._finding(
                    "amount",
                    heap.lines,
                    heap.billed,
                    heap.most,
                    [*self._charged(heap), *self._reckoned(heap.parts), *self._beyond(heap)],
                    parts=heap.parts,
                )
            if heap.lines:
                yield self._unsettled(heap)
        elif not heap.outside:
            return
        elif not heap.lines:
            yield self._unbilled(heap)
        else:
            yield from self._settled(heap)

    def _unrecorded(self, line: Line) -> Finding:
        what = f"ticket {line.ticket}" if line.ticket else f"{line.month}"
        steps = [
            Step(
                f"{line.ref.called} charges {show(line.product, line.currency)}; no work is recorded for {what}."
            )
        ]
        return replace(
            self._finding("no_record", (line,), line.product, None, steps), disputed_minor=line.product
        )

    def _unbilled(self, heap: Heap) -> Finding:
        right = heap.right if heap.right is not None else heap.least
        steps = [
            *self._reckoned(heap.parts),
            Step(f"No line charges for it: {show(right, self._currency(heap))}."),
        ]
        return self._finding("not_billed", (), 0, right, steps, parts=heap.parts)

    def _unsettled(self, heap: Heap) -> Finding:
        """The contract leaves it open: nothing of it becomes money without a person."""
        first = heap.open[0]
        cause = UNSETTLED[first.outcome]
        steps = [*self._charged(heap), *self._reckoned(heap.open)]
        found = self._finding(cause, heap.lines, heap.billed, None, steps, parts=heap.parts)
        needs = self.pricing.needs(heap.open)
        disputed = (
            min(heap.billed, heap.most) - heap.least if heap.most is not None else heap.billed - heap.least
        )
        return replace(found, needs=needs, disputed_minor=max(disputed, 0), difference_minor=None)

    def _settled(self, heap: Heap) -> Iterator[Finding]:
        charged = [p for p in heap.parts if p.amount]
        if not charged:
            yield self._free(heap)
            return
        rates = {self.pricing.rate(p) for p in charged}
        prices = {line.price for line in heap.lines if line.price}
        one_rate = next(iter(rates)) if len(rates) == 1 else None
        one_price = next(iter(prices)) if len(prices) == 1 else None
        travel = any(line.nature == "travel" for line in heap.lines)
        if (
            one_rate is None
            or one_price is None
            or travel
            or any(line.quantity is None for line in heap.lines)
        ):
            yield self._blended(heap, charged, one_price)
            return
        yield from self._by_hours(heap, charged, one_rate, one_price)

    def _free(self, heap: Heap) -> Finding:
        """Work that the contract lets nobody charge for."""
        outcomes = {p.outcome for p in heap.parts}
        if all(line.nature == "travel" for line in heap.lines) and any(p.travel for p in heap.parts):
            cause = "travel"
        elif "excluded" in outcomes:
            cause = "excluded"
        elif "prepaid" in outcomes:
            cause = "prepaid"
        elif any(p.included for p in heap.parts):
            cause = "included_time"
        elif self.pricing.capped(heap.parts):
            cause = "cap"
        elif self.pricing.unapproved(heap.parts):
            cause = "approval"
        else:
            cause = "included"
        steps = [*self._charged(heap), *self._reckoned(heap.parts), *self._beyond(heap)]
        return self._finding(
            cause, heap.lines, heap.billed, heap.billed - heap.outside, steps, parts=heap.parts
        )

    def _blended(self, heap: Heap, charged: Sequence[Part], price: Fraction | None) -> Finding:
        """Several prices: one difference for all of it."""
        hours = sum((line.quantity or Fraction(0) for line in heap.lines), Fraction(0))
        billed = Fraction(sum(p.charged for p in charged), 3600)
        cause = (
            "hours_rate"
            if price is not None and hours == billed and len({p.kind for p in charged}) > 1
            else "amount"
        )
        if any(line.nature == "travel" for line in heap.lines):
            cause = "travel"
        if self.pricing.capped(heap.parts):
            cause = "cap"
        elif self.pricing.unapproved(heap.parts):
            cause = "approval"
        steps = [*self._charged(heap), *self._reckoned(heap.parts), *self._beyond(heap)]
        return self._finding(
            cause, heap.lines, heap.billed, heap.billed - heap.outside, steps, parts=heap.parts
        )

    def _by_hours(
        self, heap: Heap, charged: Sequence[Part], rate: Fraction, price: Fraction
    ) -> Iterator[Finding]:
        """What the price makes of the hours charged, and what the hours make at the right price."""
        currency = self._currency(heap)
        hours = sum((line.quantity or Fraction(0) for line in heap.lines), Fraction(0))
        due = Fraction(sum(p.charged for p in charged), 3600)
        at_rate = rounded(hours * rate)
        whole = heap.outside
        by_price = heap.billed - at_rate if price != rate else 0
        by_time = whole - by_price
        if by_price:
            cause = rate_cause(self.pricing, charged, price, rate)
            step = Step(
                f"{plain(hours)} h at {show(price, currency)} = {show(heap.billed, currency)}; at the contract's "
                f"{show(rate, currency)} = {show(at_rate, currency)}: {_too(by_price, currency)}."
            )
            steps = [*self._charged(heap), *self._reckoned(charged), step]
            yield self._finding(
                cause, heap.lines, heap.billed, heap.billed - by_price, steps, parts=heap.parts
            )
        if by_time:
            if self.pricing.capped(heap.parts):
                cause = "cap"
            elif self.pricing.unapproved(heap.parts):
                cause = "approval"
            else:
                cause = quantity_cause(self.pricing, heap.parts, hours)
            right = at_rate - by_time
            step = Step(
                f"{plain(hours)} h are charged where the contract's terms come to {plain(due)} h: at {show(rate, currency)} "
                f"an hour {show(at_rate, currency)} less {show(right, currency)}: {_too(by_time, currency)}."
            )
            steps = [*self._charged(heap), *self._reckoned(heap.parts), step]
            yield self._finding(cause, heap.lines, at_rate, right, steps, parts=heap.parts)

    # -- words ------------------------------------------------------------------------------------------------------

    def _charged(self, heap: Heap) -> list[Step]:
        return [line.step for line in heap.lines]

    def _reckoned(self, parts: Sequence[Part]) -> list[Step]:
        return self.pricing.steps(parts)

    def _beyond(self, heap: Heap) -> list[Step]:
        currency, outside = self._currency(heap), heap.outside
        right = heap.billed - outside
        most = "" if heap.right == right else " at most" if outside > 0 else " at least"
        text = f"Charged {show(heap.billed, currency)}, right{most} {show(right, currency)}: {_too(outside, currency)}."
        return [Step(text)]

    def _currency(self, heap: Heap) -> str:
        return next((p.currency for p in heap.parts if p.currency), self.setting.currency or "")

    def _price_reasons(self) -> tuple[str, ...]:
        terms = self.setting.terms
        return tuple(name for name, named in terms.provisions.items() if named[0].question == "rate")[:1]

    def _term_reasons(self) -> tuple[str, ...]:
        names = ("effective_date", "initial_term_months", "renewal")
        return tuple(f"field:{n}" for n in names if self.setting.evidence(f"field:{n}"))

    def _finding(
        self,
        cause: str,
        lines: tuple[Line, ...],
        charged: int,
        right: int | None,
        steps: Sequence[Step],
        *,
        parts: Sequence[Part] = (),
    ) -> Finding:
        difference = None if right is None else charged - right
        verdict: Verdict = causes()[cause].verdict or (
            "overcharged" if (difference or 0) > 0 else "undercharged" if difference else "ok"
        )
        month = min((p.date.strftime("%Y-%m") for p in parts), default=lines[0].month if lines else "")
        return Finding(
            verdict=verdict,
            cause=cause,
            month=month,
            currency=lines[0].currency if lines else self.setting.currency or "",
            charged_minor=charged,
            right_minor=right,
            difference_minor=difference,
            lines=tuple(line.ref for line in lines),
            ticket=self.bundle.ticket,
            entries=tuple(dict.fromkeys(p.entry for p in parts)),
            steps=tuple(steps),
            right_currency=self.setting.currency or "",
        )


def out_of_term(day: date | None, starts: date | None, ends: date | None) -> str:
    """A sentence where the day lies outside the term, else nothing."""
    if day is None:
        return ""
    if starts is not None and day < starts:
        return f"{day} is before the agreement began on {starts}."
    if ends is not None and day > ends:
        return f"{day} is after the agreement ended on {ends}."
    return ""


def _too(amount: int, currency: str) -> str:
    return f"{show(abs(amount), currency)} too {'much' if amount > 0 else 'little'}"


def _uncredited(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines without those that a credit of the same amount takes back, and the credits that are left."""
    kept = [line for line in lines if line.product >= 0]
    left = []
    for credit in (line for line in lines if line.product < 0):
        same = [k for k in kept if k.product == -credit.product]
        named = [k for k in same if credit.corrects and k.ref.invoice == credit.corrects]
        if same:
            kept.remove((named or same)[-1])
        else:
            left.append(credit)
    return tuple(kept), tuple(left)


def _by_day(lines: tuple[Line, ...], parts: tuple[Part, ...]) -> list[Heap]:
    """Each day by itself, where every line names the day of some work."""
    days = {p.date for p in parts}
    if len(lines) < 2 or not all(line.day in days for line in lines):
        return []
    return _apart(lines, parts, lambda line: line.day, lambda p: p.date)


def _by_price(lines: tuple[Line, ...], parts: tuple[Part, ...]) -> list[Heap]:
    """Each price of an hour by itself, where every line is at the price of some work."""
    rates = {p.rate for p in parts if p.amount}
    if len(rates) < 2 or not lines or not all(line.price in rates for line in lines):
        return []
    return _apart(lines, parts, lambda line: line.price, lambda p: p.rate if p.amount else None)


def _outside(heaps: Iterable[Heap]) -> tuple[int, int]:
    far = [abs(h.outside) for h in heaps]
    return sum(map(bool, far)), sum(far)


def _apart(
    lines: tuple[Line, ...],
    parts: tuple[Part, ...],
    of_line: Callable[[Line], Any],
    of_part: Callable[[Part], Any],
) -> list[Heap]:
    keys = dict.fromkeys([*map(of_line, lines), *map(of_part, parts)])
    return [
        Heap(tuple(x for x in lines if of_line(x) == k), tuple(p for p in parts if of_part(p) == k))
        for k in keys
    ]
