"""Every kind of error that is put into a clean year is found where it is, to the cent, and nothing else is."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeded_errors import KINDS, Expected
from seeded_year import BLOCK_SECONDS, Year, clean_year, tables

from remit.audit.auditing import Audit, audit
from remit.audit.known import Known, KnownBlock
from remit.audit.record import Finding
from remit.contract import Contract
from remit.contract.terms import load_terms

CONTRACT: Contract = load_terms((Path(__file__).parent / "larkfield.yaml").read_text(encoding="utf-8"))


def audited(year: Year) -> Audit:
    block = KnownBlock(
        block="spring", hours=BLOCK_SECONDS // 3600, starts=date(2026, 1, 1), ends=date(2026, 3, 31)
    )
    known = Known(schema="remit/known/1", users=year.users, blocks=(block,), tickets=year.facts)
    return audit(CONTRACT, tables(year), known, today=date(2027, 1, 10))


def told(finding: Finding) -> tuple[object, ...]:
    lines = tuple((ref.invoice, ref.line) for ref in finding.lines)
    return (finding.cause, lines, finding.difference_minor, finding.disputed_minor)


def expected(e: Expected) -> tuple[object, ...]:
    return (e.cause, e.lines, e.difference, e.disputed)


def faulty(seed: int, kinds: list[str]) -> tuple[Year, list[Expected]]:
    draw = random.Random(seed)  # noqa: S311 - repeatable draws
    year, found = clean_year(seed), []
    used: set[str] = set()
    for kind in kinds:
        done = KINDS[kind](draw, year, used)
        if done is not None:
            year, error = done
            found.append(error)
    return year, found


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_clean_year_raises_no_alarm(seed: int) -> None:
    found = audited(clean_year(seed))
    assert found.findings == ()
    assert set(found.lines["verdict"]) == {"ok"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_error_is_found(kind: str) -> None:
    for seed in range(2):
        year, errors = faulty(seed, [kind])
        assert len(errors) == 1
        assert [told(f) for f in audited(year).findings] == [expected(e) for e in errors]


def apart(findings: Iterable[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Time beyond the record can come to the very sum that rounding up each entry gives: then either name is right."""
    return {("time" if cause == "rounding" else cause, *rest) for cause, *rest in findings}


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=6, unique=True),
)
def test_errors_together_are_found_apart(seed: int, kinds: list[str]) -> None:
    year, errors = faulty(seed, kinds)
    found = [told(f) for f in audited(year).findings]
    assert apart(found) == apart(expected(e) for e in errors)
