"""Which heading fills which column: recognised in any spelling, shown before it is used, saved and used again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from export_files import EXAMPLES, LONDON, imported, read, text_table
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from remit.audit.importers import Options, dump_mapping, formats, load_mapping, preview_file, read_files
from remit.audit.importers.formats import recognise
from remit.audit.importers.headings import distinct, plain, spellings
from remit.audit.importers.mapping import Mapping, parse_mapping
from remit.audit.tables import TABLES
from remit.errors import FileProblem, RemitError, RequestProblem


@pytest.mark.parametrize(
    "heading", ["*Invoice Date", "invoice_date", "InvoiceDate", " INVOICE  DATE ", "Invoice-Date*"]
)
def test_spellings_of_a_heading_are_one(heading: str) -> None:
    assert plain(heading) == "invoicedate"


def test_signs_that_mean_something_are_kept() -> None:
    assert plain("VAT %") == "vatpercent"
    assert plain("Ticket #") == "ticketnumber"


@pytest.mark.parametrize(
    "lead", ["Custom field", "Campo personalizado", "Benutzerdefiniertes Feld", "カスタム フィールド"]
)
def test_a_prefix_in_any_language_is_looked_through(lead: str) -> None:
    assert "requesttype" in spellings(f"{lead} (Request Type)")


@given(st.lists(st.sampled_from(["Comment", "Labels", "", " Comment ", "Comment (2)"]), max_size=8))
def test_headings_are_made_distinct_and_keep_their_places(headings: list[str]) -> None:
    found = distinct(headings)
    assert len(set(found)) == len(headings)
    for name, heading in zip(found, headings, strict=True):
        assert name.startswith(" ".join(heading.split()) or "column")


def test_every_shipped_mapping_fills_columns_that_exist_and_all_that_its_table_needs() -> None:
    filled_later = {"source", "file", "entry", "line", "kind", "amount_minor", "date", "currency"}
    for mapping in formats():
        columns = TABLES[mapping.table].columns
        needed = {c.name for c in columns if c.needed} - filled_later
        assert needed <= set(mapping.columns), f"{mapping.table} of {mapping.format}"


@pytest.mark.parametrize(
    "mapping", [m for m in formats() if m.format != "any"], ids=lambda m: f"{m.table}-{m.format}"
)
def test_a_format_is_recognised_by_its_headings_in_any_order_and_case(mapping: Mapping) -> None:
    headings = [h for t in mapping.columns.values() for h in t.headings[:1]] + list(mapping.marks[:4])
    mixed = [h.upper() if i % 2 else h.lower() for i, h in enumerate(reversed(headings))]
    assert recognise("file", mixed, tuple(TABLES)) is mapping


def test_a_format_can_be_named_and_is_refused_where_it_does_not_fit(tmp_path: Path) -> None:
    path = text_table(tmp_path, ("Ticket ID", "Subject", "Created at"), ("1", "x", "2026-03-02 09:00"))
    with pytest.raises(RequestProblem, match="no format 'zendesc'"):
        imported(path, options=Options(format="zendesc"))
    with pytest.raises(RequestProblem, match="not in the format 'glpi'"):
        imported(path, options=Options(format="glpi"))


def test_columns_that_nobody_knows_are_kept(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        ("Ticket ID", "Mood", "Created at", "Mood", ""),
        ("1", "good", "2026-03-02 09:00", "bad", "x"),
    )
    assert read(path, "tickets")["extra"].to_list() == ['{"Mood":"good","Mood (2)":"bad","column 5":"x"}']


def test_a_preview_shows_what_goes_where_and_what_is_open() -> None:
    shown = preview_file(EXAMPLES / "tickets" / "osticket.csv")
    opened = next(c for c in shown.columns if c.column == "opened_at")
    assert opened.headings == ("Date Created",)
    assert "month first" in opened.how
    assert shown.format == "osticket"
    assert "SLA Plan" in shown.kept
    assert len(shown.questions) == 1
    text = shown.text()
    assert "opened_at" in text
    assert (
        "To be said: The times in column 'Date Created' have no zone: say which, such as Europe/London."
        in text
    )
    settled = preview_file(EXAMPLES / "tickets" / "osticket.csv", options=LONDON)
    assert settled.questions == ()
    example = next(c for c in settled.columns if c.column == "opened_at").examples[0]
    assert example.read == "2026-03-02 08:41:00 UTC"


def test_a_preview_names_what_is_missing_and_shows_values_that_can_t_be_read(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        ("Ticket", "Created", "Status"),
        ("1", "2026-03-02 09:00", "Zzz"),
        ("2", "whenever", "Closed"),
    )
    shown = preview_file(path, options=LONDON)
    assert shown.unknown == {"status": ("Zzz",)}
    opened = next(c for c in shown.columns if c.column == "opened_at")
    assert [e.read for e in opened.examples] == ["2026-03-02 09:00:00 UTC", ""]
    assert "whenever → ?" in shown.text()


def examples() -> list[Path]:
    folders = ("tickets", "assets")
    found = [p for f in folders for p in sorted((EXAMPLES / f).iterdir())]
    return [*found, *sorted(p for p in (EXAMPLES / "invoices").iterdir() if p.is_file())]


@pytest.mark.parametrize("path", examples(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_saved_mapping_reads_the_file_in_the_same_way_without_options(path: Path, tmp_path: Path) -> None:
    first = imported(path)
    mapping = first.files[0].mapping
    assert mapping
    saved = tmp_path / "mapping.yaml"
    saved.write_text(dump_mapping(mapping), encoding="utf-8")
    assert load_mapping(saved) == mapping
    again = read_files([path], mappings={path.name: load_mapping(saved)})
    assert set(again.tables) == set(first.tables)
    for name, table in first.tables.items():
        day = pl.col("date") if name == "time_entries" else pl.lit(0)
        # Without the account's zone a day of work is the one that was written.
        assert_frame_equal(
            table.collect().with_columns(date=day), again.tables[name].collect().with_columns(date=day)
        )


def test_a_mapping_is_edited_by_hand(tmp_path: Path) -> None:
    path = text_table(
        tmp_path, ("Nr", "Wann", "Was", "Stufe"), ("7", "04/05/2026 09:00", "Drucker", "Chefsache")
    )
    with pytest.raises(RequestProblem, match="can't be recognised"):
        imported(path)
    mapping = parse_mapping(
        """
schema: remit/mapping/1
table: tickets
format: own
zone: Europe/Berlin
date_order: day
columns:
  ticket: Nr
  opened_at: Wann
  title: Was
  priority: Stufe
words:
  priority: {Chefsache: critical}
""",
        "own.yaml",
    )
    row = read_files([path], mappings={path.name: mapping}).table("tickets").collect().row(0, named=True)
    assert (row["ticket"], row["priority"], str(row["opened_at"])) == (
        "7",
        "critical",
        "2026-05-04 07:00:00+00:00",
    )
    assert row["source"] == "own"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "no YAML"),
        ("a: b", "lacks the line 'schema: remit/mapping/1'"),
        ("schema: remit/mapping/1\ntable: ticket\nformat: x\ncolumns: {}", "'ticket' is no table"),
        ("schema: remit/mapping/1\ntable: tickets\nformat: x\ncolumns: {number: No}", "no column 'number'"),
        (
            "schema: remit/mapping/1\ntable: tickets\nformat: x\ncolumns: {ticket: {of: No}}",
            "columns.ticket.of",
        ),
        (
            "schema: remit/mapping/1\ntable: tickets\nformat: x\ncolumns: {ticket: No}\nwords: {priority: {a: urgent}}",
            "'urgent' is no priority",
        ),
        (
            "schema: remit/mapping/1\ntable: tickets\nformat: x\ncolumns: {resolved_at: {from: a, after: opened_at}}",
            "counts from 'opened_at'",
        ),
        ("schema: remit/mapping/1\ntable: tickets\nformat: x\ndate_order: us\ncolumns: {}", "date_order"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_entry(text: str, said: str) -> None:
    with pytest.raises(FileProblem, match=r"own\.yaml") as caught:
        parse_mapping(text, "own.yaml")
    assert said in caught.value.message
    assert caught.value.hint


def test_a_mapping_for_other_columns_is_refused(tmp_path: Path) -> None:
    path = text_table(tmp_path, ("Ticket ID", "Created at"), ("1", "2026-03-02 09:00"))
    mapping = imported(path).files[0].mapping
    assert mapping
    other = text_table(tmp_path, ("Ticket ID", "Opened"), ("1", "2026-03-02 09:00"), name="other.csv")
    with pytest.raises(RemitError, match="no column 'Created at'"):
        read_files([other], mappings={"other.csv": mapping})
