"""Numbers are read exactly, by the decimal sign that the whole column proves."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.audit.importers.mapping import Decimals, Unit
from remit.audit.importers.numbers import NumberLook, micro_to_minor, read_micro, read_seconds


def micro(text: str, decimal: Decimals = "point") -> int | None:
    reading = read_micro(pl.Series([text]), decimal)
    assert reading.bad[0] is (reading.value[0] is None)
    value: int | None = reading.value[0]
    return value


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1,234.50", "point", "1234.5"),
        ("1.234,50", "comma", "1234.5"),
        ("1 234,5", "comma", "1234.5"),
        ("1\u202f234,5", "comma", "1234.5"),
        ("1'234.50", "point", "1234.5"),
        ("12,34,567.00", "point", "1234567"),
        ("(12.00)", "point", "-12"),
        ("12.00-", "point", "-12"),
        ("-£3.50", "point", "-3.5"),
        ("£-3.50", "point", "-3.5"),
        ("CHF 1.50", "point", "1.5"),
        ("12,00 €", "comma", "12"),
        ("20%", "point", "20"),
        (".5", "point", "0.5"),
        ("1,234", "point", "1234"),
        ("1,234", "comma", "1.234"),
        ("0.125", "comma", "0.125"),
        ("1234.5", "comma", "1234.5"),
        ("0.0000005", "point", "0.000001"),
    ],
)
def test_the_forms_that_people_write(text: str, decimal: Decimals, expected: str) -> None:
    assert micro(text, decimal) == int(Decimal(expected) * 1_000_000)


@pytest.mark.parametrize(
    "text", ["12k", "1.234,50", "abc", "1,23", "12 apples", "1.2.3", "--5", "12345678901234"]
)
def test_what_is_no_number_is_bad_and_not_guessed(text: str) -> None:
    assert micro(text) is None


def look(*texts: str) -> NumberLook:
    found = NumberLook()
    found.see(pl.Series(texts))
    return found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1,234", "12.5"), "point"),
        (("1.234", "12,5"), "comma"),
        (("1,234,567",), "point"),
        (("1.234.567",), "comma"),
        (("0.125",), "point"),
        (("1,234", "5,678"), None),
        (("12", "7"), None),
        (("1.5", "1,5"), None),
    ],
)
def test_the_column_proves_the_decimal_sign(texts: tuple[str, ...], expected: Decimals | None) -> None:
    assert look(*texts).proves == expected


def test_the_currency_is_told_by_its_sign_unless_several_share_it() -> None:
    assert look("£1.50", "£2.00").currency == "GBP"
    assert look("12.00 EUR").currency == "EUR"
    assert look("$5.00").currency == ""
    assert look("£1.50", "€2.00").currency == ""


MONEY = st.decimals(Decimal(-99999999999), Decimal(99999999999), places=6)


@given(st.lists(MONEY, min_size=1, max_size=20), st.sampled_from(["point", "comma"]), st.booleans())
def test_whatever_is_written_is_read_exactly(
    numbers: list[Decimal], decimal: Decimals, grouped: bool
) -> None:
    texts = [f"{n:,.6f}" if grouped else f"{n:.6f}" for n in numbers]
    if decimal == "comma":
        texts = [t.translate(str.maketrans(",.", ".,")) for t in texts]
    assert read_micro(pl.Series(texts), decimal).value.to_list() == [int(n * 1_000_000) for n in numbers]


@given(st.integers(-(10**15), 10**15), st.sampled_from(["GBP", "JPY", "KWD", None]))
def test_minor_units_are_rounded_half_away_from_zero(size: int, currency: str | None) -> None:
    digits = {"JPY": 0, "KWD": 3}.get(currency or "", 2)
    minor, rounded = micro_to_minor(pl.Series([size]), pl.Series([currency], dtype=pl.String))
    exact = Decimal(size) / 1_000_000 * 10**digits
    assert minor[0] == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert rounded[0] is (exact % 1 != 0)


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("01:30:00", "hours", 5400),
        ("1:30", "hours", 5400),
        ("100:00", "hours", 360_000),
        ("1h 30m", "hours", 5400),
        ("90 min", "hours", 5400),
        ("2d 4h", "hours", 187_200),
        ("PT1H30M", "hours", 5400),
        ("1.5", "hours", 5400),
        ("90", "minutes", 5400),
        ("5400", "seconds", 5400),
        ("-0:30", "hours", -1800),
        ("0.3333", "hours", 1200),
    ],
)
def test_durations(text: str, unit: Unit, seconds: int) -> None:
    assert read_seconds(pl.Series([text]), "point", unit).value[0] == seconds


@pytest.mark.parametrize("text", ["1:75x", "soon", "1h30", "12k", "£5"])
def test_what_is_no_duration_is_bad(text: str) -> None:
    reading = read_seconds(pl.Series([text]), "point", "hours")
    assert (reading.value[0], reading.bad[0]) == (None, True)
