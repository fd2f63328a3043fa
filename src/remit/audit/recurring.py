"""Regular fees: each period's lines against what the contract asks for that period, price and number apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from remit.audit.bundle import Line, line_of
from remit.audit.differences import out_of_term
from remit.audit.prices import Pricing
from remit.audit.record import Finding, Step, Verdict, causes
from remit.audit.regular import Regular, of
from remit.audit.setting import Setting
from remit.charges import Charge, Seat
from remit.charges.fees import FEES, PERIODS
from remit.charges.money import minor_digits, show
from remit.charges.pools import period
from remit.charges.record import SETTLED
from remit.charges.seats import DAY, Each
from remit.charges.tariff import Price
from remit.charges.words import plain
from remit.contract import Value
from remit.errors import ModelProblem

_USERS: Final = re.compile(
    r"\b(users?|seats?|staff|employees?|people|persons?|mailbox(es)?)\b", re.IGNORECASE
)
_DEVICES: Final = re.compile(
    r"\b(devices?|workstations?|computers?|servers?|laptops?|desktops?|pcs?|endpoints?|firewalls?|printers?)\b",
    re.IGNORECASE,
)
_MONTHS: Final = {
    name: n
    for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH: Final = re.compile(rf"\b({'|'.join(_MONTHS)})\.? (\d{{4}})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Due:
    """Lines for one fee and period. `price` is the contract's for one user, device or agreement, None if not settled."""

    question: str
    span: tuple[date, date]
    lines: tuple[Line, ...]


def recurring(setting: Setting, pricing: Pricing, lines: pl.DataFrame, regular: Regular) -> list[Finding]:
    """Findings about every line of a fee."""
    return list(_Recurring(setting, pricing, regular).findings(lines))


@dataclass(frozen=True)
class _Recurring:
    setting: Setting
    pricing: Pricing
    regular: Regular

    def findings(self, lines: pl.DataFrame) -> Iterator[Finding]:
        found: dict[tuple[str, tuple[date, date]], list[Line]] = {}
        for row in lines.filter(pl.col("nature") == "fee").sort("number").iter_rows(named=True):
            line = line_of(row, minor_digits(row["currency"]))
            question = self._question(row)
            if question is None:
                yield self._no_clause(line)
                continue
            day = _period_day(row)
            if self.setting.currency not in (None, line.currency):
                yield self._currency(line, question, day)
                continue
            found.setdefault((question, self._span(question, day)), []).append(line)
        for (question, span), held in found.items():
            yield from self._due(Due(question, span, tuple(held)))

    def _asked(self) -> list[str]:
        return [q for q in FEES if q in self.pricing.tariffs.asked]

    def _question(self, row: Any) -> str | None:  # noqa: ANN401 - a row of a table
        asked = self._asked()
        text = f"{row['unit_said'] or ''} {row['description'] or ''}"
        said = {"user": "user_fee", "device": "device_fee"}.get(row["unit"])
        said = said or (
            "user_fee" if _USERS.search(text) else "device_fee" if _DEVICES.search(text) else None
        )
        if said in asked:
            return said
        return asked[0] if len(asked) == 1 else "fee" if "fee" in asked else None

    def _price(self, question: str, on: date, facts: dict[str, Value] | None = None) -> Price | None:
        try:
            return self.pricing.tariffs.of(facts or {}, on, (question,)).price(question, "usual")
        except ModelProblem:
            return None

    def _span(self, question: str, day: date) -> tuple[date, date]:
        price = self._price(question, max(day, self.setting.starts or day))
        kind = price.unit.of if price and price.unit.of in PERIODS else "month"
        return period(kind, day, self.setting.starts)

    def _due(self, due: Due) -> Iterator[Finding]:
        said = out_of_term(due.span[1], self.setting.starts, None) or out_of_term(
            due.span[0], None, self.setting.ends
        )
        if said:
            for line in due.lines:
                steps = [Step(f"{line.ref.called}: {said}")]
                wrong = self._finding("out_of_term", (line,), due.span, line.product, 0, steps)
                yield replace(wrong, difference_minor=0, disputed_minor=line.product)
            return
        each = FEES[due.question]
        counted = self.regular.counts(each)
        kept, twice = _once(due.lines)
        if counted:
            charges = self.regular.charges(due.question, due.span)
        else:
            charges = of(due.question, self.regular.reckoned(due.span, _as_charged(each, kept, due.span)))
        for line, earlier in twice:
            text = f"{line.ref.called} charges the same as {earlier.ref.called}: {show(line.product, line.currency)}."
            yield self._finding("duplicate", (line,), due.span, line.product, 0, [Step(text)])
        yield from self._against(replace(due, lines=kept), charges, counted)

    def _against(self, due: Due, charges: Sequence[Charge], counted: bool) -> Iterator[Finding]:
        billed = sum(line.product for line in due.lines)
        least = sum(c.least_minor for c in charges)
        tops = [c.most_minor for c in charges]
        most = None if None in tops else sum(t for t in tops if t is not None)
        steps = [
            *(line.step for line in due.lines),
            *(Step(s.says, s.because) for c in charges for s in c.steps),
        ]
        unsettled = any(c.outcome not in SETTLED for c in charges)
        outside = billed - most if most is not None and billed > most else min(billed - least, 0)
        if outside:
            yield from self._apart(due, outside, steps)
        elif unsettled:
            needs = tuple(n for c in charges for n in c.needs)
            cause = {"silent": "no_clause", "conflict": "conflict"}.get(
                next(c.outcome for c in charges if c.outcome not in SETTLED), "fact"
            )
            found = self._finding(cause, due.lines, due.span, billed, None, steps)
            yield replace(found, disputed_minor=(most if most is not None else billed) - least, needs=needs)
        elif not counted:
            word = FEES[due.question]
            text = f"How many {word}s there were in {due.span[0]:%B %Y} is not known: give `{word}s` with --known."
            yield self._finding("count", due.lines, due.span, billed, None, [*steps, Step(text)])

    def _apart(self, due: Due, outside: int, steps: list[Step]) -> Iterator[Finding]:
        """The price first, then the number."""
        on = max(due.span[0], self.setting.starts or due.span[0])
        price = self._price(due.question, on)
        prices = {line.price for line in due.lines}
        currency = due.lines[0].currency
        billed = sum(line.product for line in due.lines)
        one = next(iter(prices)) if len(prices) == 1 else None
        if price is None or one is None or any(line.quantity is None for line in due.lines):
            right = billed - outside
            text = f"Charged {show(billed, currency)}, right {show(right, currency)}."
            yield self._finding("fee", due.lines, due.span, billed, right, [*steps, Step(text)])
            return
        number = sum((line.quantity or Fraction(0) for line in due.lines), Fraction(0))
        at_price = int(number * price.minor + Fraction(1, 2))
        by_price = billed - at_price if one != price.minor else 0
        by_number = outside - by_price
        if by_price:
            text = (
                f"{plain(number)} × {show(one, currency)} = {show(billed, currency)}; at the contract's "
                f"{show(price.minor, currency)} = {show(at_price, currency)}."
            )
            cause = "price_date" if one in self._other_prices(due.question, on) else "fee"
            yield self._finding(cause, due.lines, due.span, billed, billed - by_price, [*steps, Step(text)])
        if by_number:
            right = at_price - by_number
            text = f"{plain(number)} are charged: {show(at_price, currency)} where {show(right, currency)} are due."
            yield self._finding("seats", due.lines, due.span, at_price, right, [*steps, Step(text)])

    def _other_prices(self, question: str, on: date) -> set[Fraction]:
        """The fee at other times, before and after each change of the contract."""
        days = [d for change in self.pricing.changes() for d in (change, change - DAY)]
        found = {p.minor for d in days if (p := self._price(question, d))}
        here = self._price(question, on)
        return found - ({here.minor} if here else set())

    def _no_clause(self, line: Line) -> Finding:
        text = f"{line.ref.called} charges {show(line.product, line.currency)}; the contract states no such regular fee."
        month = (_first(line.month), _first(line.month))
        found = self._finding("no_clause", (line,), month, line.product, None, [Step(text)])
        return replace(found, disputed_minor=line.product)

    def _currency(self, line: Line, question: str, day: date) -> Finding:
        wanted = self.setting.currency or ""
        span = self._span(question, day)
        price = self._price(question, max(span[0], self.setting.starts or span[0]))
        right = int((line.quantity or 1) * price.minor + Fraction(1, 2)) if price else None
        because = self.pricing.tariffs.of({}, span[0], (question,))[question].because
        money = show(line.amount, line.currency)
        steps = [Step(f"{line.ref.called} charges {money}; the contract's fee is in {wanted}.", because)]
        if right is not None and price is not None:
            number = plain(line.quantity or Fraction(1))
            text = f"At the contract's price: {number} × {show(price.minor, wanted)} = {show(right, wanted)}."
            steps.append(Step(text, because))
        found = self._finding("currency", (line,), span, line.amount, right, steps)
        return replace(found, verdict="overcharged", difference_minor=None, right_currency=wanted)

    def _finding(
        self,
        cause: str,
        lines: tuple[Line, ...],
        span: tuple[date, date],
        charged: int,
        right: int | None,
        steps: Sequence[Step],
    ) -> Finding:
        difference = None if right is None else charged - right
        verdict: Verdict = causes()[cause].verdict or (
            "overcharged" if (difference or 0) > 0 else "undercharged"
        )
        return Finding(
            verdict=verdict,
            cause=cause,
            month=f"{span[0]:%Y-%m}",
            currency=lines[0].currency,
            charged_minor=charged,
            right_minor=right,
            difference_minor=difference,
            lines=tuple(line.ref for line in lines),
            steps=tuple(steps),
            right_currency=self.setting.currency or "",
        )


def _once(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], list[tuple[Line, Line]]]:
    """Lines for the same fee and period at the same number and price are one charge made twice."""
    kept: list[Line] = []
    twice = []
    for line in lines:
        earlier = next(
            (
                k
                for k in kept
                if (k.quantity, k.price, k.product) == (line.quantity, line.price, line.product)
                and _same(k, line)
            ),
            None,
        )
        if earlier is None:
            kept.append(line)
        else:
            twice.append((line, earlier))
    return tuple(kept), twice


def _same(one: Line, other: Line) -> bool:
    """Lines of one invoice that say different things (two sites) are two charges."""
    return one.ref.invoice != other.ref.invoice or one.ref.description == other.ref.description


def _as_charged(each: Each | None, lines: Sequence[Line], span: tuple[date, date]) -> tuple[Seat, ...]:
    """As many seats as are charged for: only the price is then in question."""
    number = sum((line.quantity or Fraction(0) for line in lines), Fraction(0))
    return tuple(Seat(f"{each} {n}", each or "user", date.min, span[1]) for n in range(int(number)))


def _period_day(row: Any) -> date:  # noqa: ANN401 - a row of a table
    """A day of the period that a line charges for: stated, named in its words, or the invoice's own."""
    if row["period_from"] or row["service_date"]:
        found: date = row["period_from"] or row["service_date"]
        return found
    invoiced: date | None = row["invoice_date"]
    return month_in(row["description"]) or invoiced or date.min


def month_in(text: str | None) -> date | None:
    """The first day of a month that a text names with its year."""
    said = _MONTH.search(text or "")
    return date(int(said[2]), _MONTHS[said[1].lower()], 1) if said else None


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01") if month else date.min
