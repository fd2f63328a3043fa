"""An audit: tables and a contract in, findings on every line out.

audit(contract, imported, known) -> Audit
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from remit.audit.attainment import counts
from remit.audit.charged import lines as charged_lines
from remit.audit.clocked import Clocks, clocked
from remit.audit.credits import Chronic, Credit, chronic, credits_due
from remit.audit.differences import explain
from remit.audit.importers import Imported, Notice
from remit.audit.items import items
from remit.audit.known import Known
from remit.audit.matching import bundles, match, with_flat
from remit.audit.owed import given, monthly_fees, owed
from remit.audit.prices import Pricing
from remit.audit.record import VERDICTS, Finding, Verdict
from remit.audit.recurring import recurring
from remit.audit.regular import Regular
from remit.audit.setting import Setting, setting
from remit.audit.stated import stated
from remit.audit.targets import Target, targets
from remit.audit.waterfall import borne
from remit.audit.work import entries, ticket_facts, travel, within
from remit.charges import price_table
from remit.contract import Contract
from remit.files import Progress


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    lines     one row for each invoice line: file, row, invoice, line, what it charges, verdict, difference
    findings  everything that is wrong or open, the most pressing first
    clocked   tickets under targets that were missed or are open (clocked.CLOCKED); counted: all of them in numbers
    borne     who bears the recorded work, by month (waterfall.BORNE)
    credits   what the contract promises for each month in which targets were missed
    review    facts that are not sure enough for money (facts.SAID), for a person to look at
    claims    last days on which an invoice can be disputed, or a month's credit claimed, by number or month
    first, last  the days that invoices and work are about
    """

    setting: Setting
    lines: pl.DataFrame
    findings: tuple[Finding, ...]
    review: pl.DataFrame
    clocked: pl.DataFrame
    counted: pl.DataFrame
    borne: pl.DataFrame
    targets: tuple[Target, ...]
    credits: tuple[Credit, ...]
    chronic: Chronic | None
    claims: Mapping[str, date] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    notices: tuple[Notice, ...] = field(default=())

    def claim_until(self, finding: Finding) -> date | None:
        """The last day on which it can be claimed, where the contract sets one."""
        return self.claims.get(
            finding.invoice or (finding.lines[0].invoice if finding.lines else finding.month)
        )

    def of(self, *verdicts: Verdict) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.verdict in verdicts)


def audit(
    contract: Contract,
    tables: Imported,
    known: Known | None = None,
    *,
    zone: str | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Audit:
    """RequestProblem for a contract or facts that make no sense together."""
    report = progress or (lambda *_: None)
    held = setting(contract, known, zone=zone)
    report("reading facts from tickets", 0, 4)
    tickets = tables.table("tickets").collect()
    facts, review = ticket_facts(
        tickets.filter(pl.col("repeats").is_null()), tables.table("assets").collect(), held.known.facts()
    )
    report("pricing work", 1, 4)
    lines = charged_lines(tables.table("invoice_lines").collect(), tickets.select("ticket", "system_id"))
    work = entries(tables.table("time_entries").collect(), facts)
    work = pl.concat([work, travel(lines, work, facts)], how="diagonal_relaxed")
    lines = _with_days(lines, work)
    work = within(work, held.starts, held.ends)
    priced = price_table(held.terms, work)
    pricing = Pricing(held, work)
    regular = Regular(held, (*held.known.seats("user"), *held.known.seats("device")))
    report("matching lines with work", 2, 4)
    lines = with_flat(lines, priced)
    matched = match(lines, priced, held.currency, exact=held.rounded)
    found = [f for bundle in bundles(matched) for f in explain(held, pricing, bundle)]
    found += recurring(held, pricing, lines, regular)
    found += items(held, pricing, lines, facts)
    found += stated(pricing, lines, tables.table("invoices").collect())
    report("running the clock", 3, 4)
    today = today or datetime.now(UTC).date()
    now = datetime.combine(today, time(), held.hours.periods[-1].place)
    asked = targets(held, pricing, today if held.ends is None else min(today, held.ends))
    kept = tickets.filter(pl.col("repeats").is_null())
    run = clocked(kept, asked, Clocks(held.hours, now))
    counted = counts(run)
    gave = given(lines)
    fees = monthly_fees(held, pricing, lines, regular, sorted(counted["month"].unique()))
    due = credits_due(held, pricing, counted, fees, gave)
    invoiced: date | None = lines["invoice_date"].max() if len(lines) else None  # type: ignore[assignment]
    found += owed(due, gave, invoiced, today)
    ordered = sorted(found, key=_pressing)
    return Audit(
        setting=held,
        lines=_judged(lines, ordered),
        findings=tuple(ordered),
        review=review,
        clocked=run.filter(pl.col("verdict").is_in(["missed", "open"])),
        counted=counted,
        borne=borne(priced),
        targets=asked,
        credits=due,
        chronic=chronic(pricing, due),
        claims=_claims(pricing, lines, due),
        first=lines["day"].min() if len(lines) else None,  # type: ignore[arg-type]
        last=invoiced,
        notices=tuple(n for n in tables.notices if n.kind != "arithmetic"),
    )


def _claims(pricing: Pricing, lines: pl.DataFrame, due: Sequence[Credit]) -> dict[str, date]:
    found = {c.month: c.claim_until for c in due if c.claim_until}
    for invoice, dated in (
        lines.select("invoice", "invoice_date").unique(maintain_order=True).drop_nulls().iter_rows()
    ):
        said = pricing.tariffs.ask("dispute_days", {}, dated)
        if said.verdict == "ruled":
            found[invoice] = dated + timedelta(days=int(said.value))
    return found


def _with_days(lines: pl.DataFrame, work: pl.DataFrame) -> pl.DataFrame:
    """A line that names no day, for a ticket worked on on one day only, is about that day."""
    only = (
        work.group_by("ticket")
        .agg(worked=pl.col("date").min(), others=pl.col("date").n_unique() > 1)
        .filter(~pl.col("others"))
    )
    return (
        lines.join(only.select("ticket", "worked"), on="ticket", how="left", maintain_order="left")
        .with_columns(
            day=pl.coalesce("day", pl.when(pl.col("nature").is_in(["labour", "travel"])).then("worked"))
        )
        .drop("worked")
    )


def _pressing(finding: Finding) -> tuple[int, int, str, str]:
    amount = abs(finding.difference_minor or finding.disputed_minor or 0)
    first = finding.lines[0].called if finding.lines else finding.invoice or finding.ticket or ""
    return (VERDICTS.index(finding.verdict), -amount, finding.month, first)


def _judged(lines: pl.DataFrame, findings: Sequence[Finding]) -> pl.DataFrame:
    """Every line with its verdict: that of its most pressing finding, ok where there is none."""
    verdicts: dict[tuple[str, str, str], str] = {}
    differences: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        for n, ref in enumerate(finding.lines):
            key = (ref.file, ref.invoice, ref.line)
            verdicts.setdefault(key, finding.verdict)
            if n == 0:
                differences[key] = differences.get(key, 0) + (finding.difference_minor or 0)
    told = pl.DataFrame(
        [(*key, verdict, differences.get(key, 0)) for key, verdict in verdicts.items()],
        schema={
            "file": pl.String,
            "invoice": pl.String,
            "line": pl.String,
            "verdict": pl.String,
            "difference_minor": pl.Int64,
        },
        orient="row",
    )
    kept = lines.select(
        "file", "row", "supplier", "invoice", "line", "invoice_date", "day", "month", "nature", "ticket", "description",
        "quantity_micro", "unit_price_micro", "amount_minor", "currency",
    )  # fmt: skip
    return kept.join(told, on=["file", "invoice", "line"], how="left", maintain_order="left").with_columns(
        pl.col("verdict").fill_null("ok"), pl.col("difference_minor").fill_null(0)
    )
