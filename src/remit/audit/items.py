"""Lines for things and flat prices: parts, licences, a device set up, a course; each ruled on by itself.

What a line is for follows from its own words and from its ticket. A flat price of the contract for it is compared; a
price that the contract does not name is told as such, for only an offer or a purchase invoice can settle it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from remit.audit.bundle import Line, line_of
from remit.audit.charged import activity
from remit.audit.differences import UNSETTLED, out_of_term
from remit.audit.facts import SURE, text_facts
from remit.audit.prices import Pricing
from remit.audit.record import Finding, Step, Verdict, causes
from remit.audit.setting import Setting
from remit.audit.tables import TICKETS
from remit.charges.money import fraction, minor_digits, rounded, show
from remit.charges.numbers import FLAT, Doubt
from remit.charges.tariff import Price, Said
from remit.charges.words import doubt_step, plain
from remit.contract import Value, vocabulary
from remit.errors import ModelProblem

_BOUGHT: Final = re.compile(
    r"\b(?:purchased?|bought|cost)(?: price| for| at)?[ :]*(?:[A-Z]{3} ?|[£$€] ?)?(\d[\d,]*\.\d{2})\b",
    re.IGNORECASE,
)
"""What a line says that a thing was bought for."""
NATURES: Final = ("item", "block", "other")


def items(setting: Setting, pricing: Pricing, lines: pl.DataFrame, facts: pl.DataFrame) -> list[Finding]:
    """Findings about every line of a thing. facts: the sure facts of tickets, as work.ticket_facts gives them."""
    mine = lines.filter(pl.col("nature").is_in(NATURES)).sort("number")
    own = _own_facts(mine)
    tickets = {
        row["ticket"]: _known(row)
        for row in facts.join(mine.select("ticket").unique(), on="ticket", how="semi").iter_rows(named=True)
    }
    checked = _Items(setting, pricing)
    return [
        finding
        for row in mine.iter_rows(named=True)
        for finding in checked.findings(
            line_of(row, minor_digits(row["currency"])),
            row["day"] or row["invoice_date"],
            {**tickets.get(row["ticket"], {}), **own.get(row["number"], {})},
        )
    ]


def _own_facts(lines: pl.DataFrame) -> dict[int, dict[str, Value]]:
    """What the lines' own words say surely."""
    if not len(lines):
        return {}
    told = lines.select(ticket=pl.col("number").cast(pl.String), title="description", file="file", row="row")
    said = text_facts(pl.concat([TICKETS.empty(), told], how="diagonal"))
    found: dict[int, dict[str, Value]] = {}
    for row in said.filter(pl.col("confidence") >= SURE).iter_rows(named=True):
        if vocabulary().fact(row["fact"]).type == "choice":
            found.setdefault(int(row["ticket"]), {})[row["fact"]] = row["value"]
    for row in lines.select("number", activity=activity()).drop_nulls("activity").iter_rows(named=True):
        found.setdefault(row["number"], {})["activity"] = row["activity"]
    return found


def _known(row: Mapping[str, Any]) -> dict[str, Value]:
    return {k: v for k, v in row.items() if v is not None and k in vocabulary().facts}


@dataclass(frozen=True)
class _Items:
    setting: Setting
    pricing: Pricing

    def findings(self, line: Line, on: date | None, facts: Mapping[str, Value]) -> Iterator[Finding]:
        if line.product <= 0:
            return
        said = out_of_term(on, self.setting.starts, self.setting.ends)
        if said:
            step = Step(f"{line.ref.called}: {said}")
            yield replace(
                self._finding("out_of_term", line, 0, [step]), difference_minor=0, disputed_minor=line.product
            )
            return
        day = on or date.max
        coverage = self.pricing.tariffs.ask("coverage", facts, day)
        steps = [line.step]
        if coverage.verdict != "ruled":
            open_ = self._finding(UNSETTLED[coverage.verdict], line, None, [*steps, _doubt(coverage)])
            yield replace(open_, disputed_minor=line.product, needs=coverage.needs)
            return
        plainly = vocabulary().answers[str(coverage.value)].plain
        steps.append(Step(f"{plainly[:1].upper()}{plainly[1:]}.", coverage.because))
        if coverage.value in ("included", "excluded"):
            yield self._finding(str(coverage.value), line, 0, steps)
            return
        yield from self._priced(line, facts, day, steps)

    def _priced(
        self, line: Line, facts: Mapping[str, Value], on: date, steps: list[Step]
    ) -> Iterator[Finding]:
        rate = self.pricing.tariffs.ask("rate", facts, on)
        markup = self.pricing.tariffs.ask("markup", facts, on)
        if markup.verdict == "ruled":
            yield from self._marked_up(line, markup, steps)
            return
        price = self._flat(facts, on) if rate.verdict == "ruled" else None
        if price is None:
            text = "The contract names no price for it: ask for the offer or the purchase invoice."
            silent = rate.verdict in ("ruled", "silent")
            step = Step(text) if silent else _doubt(rate)
            found = self._finding(
                "no_price" if silent else UNSETTLED[rate.verdict], line, None, [*steps, step]
            )
            yield replace(found, disputed_minor=line.product, needs=rate.needs)
            return
        number = line.quantity if line.quantity is not None else Fraction(1)
        if price.currency != line.currency:
            right = rounded(number * price.minor)
            text = f"The contract's price is in {price.currency}: {show(right, price.currency)}."
            found = self._finding("currency", line, right, [*steps, Step(text, rate.because)])
            yield replace(found, verdict="overcharged", difference_minor=None, right_currency=price.currency)
            return
        right = rounded(number * price.minor)
        if line.product == right:
            return
        text = f"At the contract's price: {plain(number)} × {show(price.minor, price.currency)} = {show(right, price.currency)}."
        yield self._finding("price", line, right, [*steps, Step(text, rate.because)])

    def _marked_up(self, line: Line, markup: Said, steps: list[Step]) -> Iterator[Finding]:
        """A thing at its purchase price and a share: checked where the line names what it was bought for."""
        share = fraction(markup.value)
        steps = [
            *steps,
            Step(f"The contract's price is what it was bought for plus {plain(share)} %.", markup.because),
        ]
        said = _BOUGHT.search(line.ref.description)
        if said is None:
            text = "The line does not say what it was bought for: ask for the purchase invoice."
            found = self._finding("purchase", line, None, [*steps, Step(text)])
            yield replace(found, disputed_minor=line.product)
            return
        bought = Fraction(said[1].replace(",", "")) * 10 ** minor_digits(line.currency)
        right = rounded(bought * (100 + share) / 100)
        text = f"The line itself says {show(bought, line.currency)}: × {plain(1 + share / 100)} = {show(right, line.currency)}."
        if line.product != right:
            yield self._finding("markup", line, right, [*steps, Step(text)])

    def _flat(self, facts: Mapping[str, Value], on: date) -> Price | None:
        """A price of one thing: for each call, visit, day, user or device, not for time."""
        try:
            price = self.pricing.tariffs.of(facts, on, ("rate",)).price("rate", "usual")
        except ModelProblem:
            return None
        if price is None or price.times is not None:
            return None
        return (
            price if price.unit.of in FLAT or (price.unit.each != "agreement" and not price.unit.of) else None
        )

    def _finding(self, cause: str, line: Line, right: int | None, steps: Sequence[Step]) -> Finding:
        difference = None if right is None else line.product - right
        verdict: Verdict = causes()[cause].verdict or (
            "overcharged" if (difference or 0) > 0 else "undercharged"
        )
        return Finding(
            verdict=verdict,
            cause=cause,
            month=line.month,
            currency=line.currency,
            charged_minor=line.product,
            right_minor=right,
            difference_minor=difference,
            lines=(line.ref,),
            ticket=line.ticket,
            steps=tuple(steps),
            right_currency=self.setting.currency or "",
        )


def _doubt(said: Said) -> Step:
    told = doubt_step(Doubt(said))
    return Step(told.says, told.because)
