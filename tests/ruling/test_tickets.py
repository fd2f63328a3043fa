"""Tables of tickets: what they say is understood, what makes no sense is refused with its row and column."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from remit.errors import FileProblem
from remit.ruling.tickets import read_tickets


def table(folder: Path, text: str) -> Path:
    path = folder / "tickets.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_equal_rows_are_one_occurrence(tmp_path: Path) -> None:
    found = read_tickets(
        table(
            tmp_path,
            "id,Activity,in warranty,count,amount,currency\n"
            "1,incident,yes,2,10.10,GBP\n2,incident,yes,2,10.10,GBP\n3,a fault or complaint,,,0.05,GBP\n",
        )
    )
    first, second = found.occurrences
    assert first.facts == {"activity": "incident", "in_warranty": True}
    assert (first.count, first.worth) == (Fraction(4), Fraction("20.20"))
    assert second.facts == {"activity": "incident"}
    assert (second.count, second.worth) == (Fraction(1), Fraction("0.05"))
    assert (found.rows, found.unit, found.unused) == (5, "GBP", ("id",))


def test_hours_of_work_are_worth_where_there_is_no_money(tmp_path: Path) -> None:
    found = read_tickets(table(tmp_path, "subject;hours_worked\nlaptop;1.5\nlaptop;1.5\n"))
    [only] = found.occurrences
    assert (only.count, only.worth, found.unit) == (Fraction(2), Fraction(3), "hours")


def test_parquet_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "tickets.parquet"
    pl.DataFrame({"device_age_years": [7.0, None], "covered_asset": [True, False]}).write_parquet(path)
    assert [len(o.facts) for o in read_tickets(path).occurrences] == [2, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subject\nlaptop\nspaceship\n", ["row 3", "column subject", "'spaceship'"]),
        ("cause\nmalwear\n", ["row 2", "column cause", "Did you mean 'malware'?"]),
        ("in_warranty\nperhaps\n", ["row 2", "column in_warranty", "yes or no"]),
        ("device_age_years\n5\n99\n", ["row 3", "column device_age_years", "between 0 and 40"]),
        ("device_age_years\nold\n", ["row 2", "column device_age_years", "'old'"]),
        ("reported_at,subject\n2026-02-30,laptop\n", ["row 2", "column reported_at", "2026-02-30"]),
        ("subject,count\nlaptop,-1\n", ["row 2", "column count", "-1"]),
        ("subject,amount\nlaptop,12 pounds\n", ["row 2", "column amount", "12 pounds"]),
        ("subject,amount,currency\nlaptop,1,GBP\nlaptop,1,EUR\n", ["EUR, GBP"]),
        ("title\nMy laptop\n", ["no column is named after a fact"]),
        ("subject,Subject \nlaptop,laptop\n", ["the same fact"]),
        ('subject\n"laptop\n', ["can't be read as a table"]),
        ("", ["can't be read as a table"]),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_place(tmp_path: Path, text: str, said: list[str]) -> None:
    with pytest.raises(FileProblem) as caught:
        read_tickets(table(tmp_path, text))
    assert "tickets.csv" in str(caught.value)
    for part in said:
        assert part in str(caught.value)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no file"):
        read_tickets(tmp_path / "none.csv")
    binary = tmp_path / "tickets.parquet"
    binary.write_bytes(b"PAR1nonsense")
    with pytest.raises(FileProblem, match="can't be read"):
        read_tickets(binary)
    latin = tmp_path / "latin.csv"
    latin.write_bytes("subject,title\nlaptop,Caf\xe9\n".encode("latin-1"))
    with pytest.raises(FileProblem, match="UTF-8"):
        read_tickets(latin)
