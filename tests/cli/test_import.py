"""`remit import`: a preview, a mapping to keep, tables, and one message where something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import remit

EXAMPLES = Path(__file__).parents[2] / "examples"
OSTICKET = EXAMPLES / "tickets" / "osticket.csv"


def test_a_preview_is_printed_and_the_file_is_left_alone() -> None:
    shown = remit("import", OSTICKET, "--zone", "Europe/London")
    assert shown.code == 0
    assert "osticket.csv: tickets, read as osTicket tickets" in shown.out
    assert "3/2/26, 8:41 AM → 2026-03-02 08:41:00 UTC" in shown.out
    assert "To be said" not in shown.out


def test_the_preview_is_a_record_too() -> None:
    (record,) = json.loads(remit("import", OSTICKET, "--json").out)
    assert record["format"] == "osticket"
    assert record["mapping"]["schema"] == "remit/mapping/1"
    assert len(record["questions"]) == 1


def test_a_saved_mapping_reads_the_next_file(tmp_path: Path) -> None:
    saved = tmp_path / "mine.yaml"
    made = remit("import", OSTICKET, "--zone", "Europe/London", "--save-mapping", saved)
    assert (made.code, made.out) == (0, "")
    done = remit("import", OSTICKET, "--mapping", saved, "-o", tmp_path / "tables")
    assert done.code == 0
    assert "osticket.csv: 42 tickets (osticket)" in done.out
    assert (tmp_path / "tables" / "tickets.csv").read_text(encoding="utf-8").count(
        "2026-03-02T08:41:00.000000Z"
    ) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json", "jsonl"])
def test_tables_are_written_and_read_again(tmp_path: Path, form: str) -> None:
    assert remit("import", EXAMPLES / "assets" / "snipe-it.csv", "-o", tmp_path, "--form", form).code == 0
    again = remit("import", tmp_path / f"assets.{form}", "-o", tmp_path / "again", "--json")
    assert json.loads(again.out)["files"] == [
        {"name": f"assets.{form}", "table": "assets", "format": "remit", "rows": 73, "rejected": 0}
    ]


def test_what_can_t_be_read_is_written_beside_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Ticket ID,Subject,Created at\n1,a,2026-03-02 09:00\n2,b,soon\n", encoding="utf-8")
    wrong = remit("import", path, "--zone", "UTC", "-o", tmp_path / "out")
    assert wrong.code == 2
    assert "t.csv, row 3, column 'Created at': 'soon' is no date that can be read." in wrong.err
    assert not (tmp_path / "out").exists()
    done = remit("import", path, "--zone", "UTC", "--partial", "-o", tmp_path / "out")
    assert done.code == 0
    assert "1 values that can't be read" in done.out
    assert "soon" in (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--zone", "Mars/Olympus"], "no time zone"),
        (["--date-order", "us"], "--date-order can't be 'us'"),
        (["--form", "doc", "-o", "x"], "--form can't be 'doc'"),
        (["--format", "nothing"], "no format 'nothing'"),
        (["--mapping", "absent.yaml"], "no file absent.yaml"),
        ([str(OSTICKET), "--save-mapping", "x.yaml"], "A mapping is for one file"),
    ],
)
def test_wrong_arguments_are_told_in_one_message(arguments: list[str], said: str) -> None:
    done = remit("import", OSTICKET, *arguments)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""
