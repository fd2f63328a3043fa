"""Bad files of every kind: one message with row and column, nothing lost, the good rows still usable when asked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from export_files import EXAMPLES, LONDON, imported, read, text_table

from remit.audit.importers import Imported, Options, read_files
from remit.errors import RemitError, RequestProblem

HEADINGS = ("Ticket ID", "Subject", "Status", "Created at", "Resolved at", "Hours")
GOOD = ("1", "Printer", "Closed", "2026-03-02 09:00", "2026-03-02 10:00", "1.5")
PARTIAL = Options(zone="Europe/London", currency="GBP", partial=True)


def refused(path: Path, options: Options = LONDON) -> RemitError:
    with pytest.raises(RemitError) as caught:
        imported(path, options=options)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


def partial(path: Path) -> Imported:
    return imported(path, options=PARTIAL)


@pytest.mark.parametrize(
    ("row", "column", "value", "why"),
    [
        (("2", "x", "Closed", "31/02/2026 09:00", "", ""), "Created at", "31/02/2026 09:00", "is no date"),
        (("2", "x", "Closed", "2026-03-02 09:00", "soon", ""), "Resolved at", "soon", "is no date"),
        (("2", "x", "Closed", "2026-03-02 09:00", "", "a lot"), "Hours", "a lot", "is no duration"),
        (("", "x", "Closed", "2026-03-02 09:00", "", ""), "Ticket ID", "", "is empty"),
        (("2", "x", "Closed", "", "", ""), "Created at", "", "is empty"),
        ((*GOOD, "and more"), None, "and more", "right of the last heading"),
    ],
)
def test_a_value_that_can_t_be_read_is_named_with_row_and_column(
    tmp_path: Path, row: tuple[str, ...], column: str | None, value: str, why: str
) -> None:
    path = text_table(tmp_path, HEADINGS, GOOD, row, ("3", *GOOD[1:]))
    problem = refused(path)
    assert problem.message.startswith("export.csv, row 3")
    assert column is None or f"column '{column}'" in problem.message
    assert value in problem.message
    assert why in problem.message
    assert "--partial" in problem.hint

    found = partial(path)
    assert found.table("tickets").collect()["ticket"].to_list() == ["1", "3"]
    (reject,) = found.rejects.rows(named=True)
    assert (reject["file"], reject["row"], reject["column"], reject["value"]) == (
        "export.csv",
        3,
        column,
        value,
    )
    kept = json.loads(reject["record"])
    assert [kept[h] or "" for h in HEADINGS] == list(row[: len(HEADINGS)])


def test_every_bad_value_of_a_row_is_listed_and_counted_once(tmp_path: Path) -> None:
    bad = ("2", "x", "Closed", "never", "soon", "a lot")
    path = text_table(tmp_path, HEADINGS, GOOD, bad, bad)
    assert "2 of 3 rows can't be read" in refused(path).message
    assert len(partial(path).rejects) == 6


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \r\n \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "holds no tickets"),
        (b"%PDF-1.7\n", "holds no tickets"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"a,b\n\0\0\x01\x02\x03,\0\n", "is no table"),
        (b"<?xml version='1.0'?><tickets/>", "is XML"),
        (b'{"tickets": [{"id": 1}, ', "line 1, column"),
        (b"[1, 2, 3]", "no list of records"),
        (b"PK\x03\x04 not a workbook", "no workbook"),
        (b"PAR1 not parquet PAR1", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a workbook", "no workbook"),
        (b"Colour,Size\nred,4\n", "can't be recognised"),
        (b"Ticket ID,Subject,Created at\n", "no rows"),
    ],
)
def test_files_that_are_no_tickets(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(RemitError, match=said) as caught:
        read_files([path], ["tickets"], LONDON)
    assert caught.value.hint
    assert "export.csv" in caught.value.message


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.csv").message
    assert "is a folder" in refused(tmp_path).message


def test_a_protected_or_swollen_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (2**27))
    assert "unpacks to" in refused(path).message


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_row_only(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        ",".join(HEADINGS)
        + '\n1,Printer,Closed,2026-03-02 09:00,,\n2,"Screen 24,Closed,2026-03-02 09:00,,\n3,"He said ""no""",Closed,2026-03-02 09:00,,\n',
        encoding="utf-8",
    )
    assert "row 3: " in refused(path).message
    assert "never closed" in refused(path).message
    found = partial(path)
    assert found.table("tickets").collect().select("ticket", "title", "row").rows() == [
        ("1", "Printer", 2),
        ("3", 'He said "no"', 4),
    ]
    assert found.rejects["record"].to_list() == ['2,"Screen 24,Closed,2026-03-02 09:00,,']


def test_stray_quotation_marks_are_read_as_they_are_meant(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        ",".join(HEADINGS)
        + '\n1,24" screen,Closed,2026-03-02 09:00,,\n2,"two\nlines",Closed,2026-03-02 09:00,,\n',
        encoding="utf-8",
    )
    assert read(path, "tickets").select("title", "row").rows() == [('24" screen', 2), ("two\nlines", 3)]


def test_blank_rows_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    path = text_table(tmp_path, HEADINGS, GOOD, (), ("", "", "", "", "", ""), ("4", *GOOD[1:]))
    assert read(path, "tickets")["row"].to_list() == [2, 5]


def test_short_rows_are_filled_with_nothing(tmp_path: Path) -> None:
    path = text_table(tmp_path, HEADINGS, ("1", "Printer", "Closed", "2026-03-02 09:00"))
    assert read(path, "tickets").row(0, named=True)["resolved_at"] is None


def test_a_line_of_json_that_is_broken_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    good = {"Ticket ID": "1", "Subject": "a", "Created at": "2026-03-02 09:00"}
    path.write_text(
        f"{json.dumps(good)}\n{{oops\n{json.dumps({**good, 'Ticket ID': '3'})}\n", encoding="utf-8"
    )
    assert "row 2" in refused(path).message
    found = partial(path)
    assert found.table("tickets").collect()["ticket"].to_list() == ["1", "3"]
    assert found.rejects["value"].to_list() == ["{oops"]


@pytest.mark.parametrize(
    ("rows", "options", "asks"),
    [
        ([("1", "x", "", "04/05/2026 09:00", "", "")], LONDON, "--date-order"),
        (
            [
                ("1", "x", "", "13/05/2026 09:00", "05/13/2026 09:00", ""),
                ("2", "x", "", "05/13/2026 09:00", "", ""),
            ],
            LONDON,
            "--date-order",
        ),
        ([("1", "x", "", "2026-05-04 09:00", "", "")], Options(), "--zone"),
        ([("1", "x", "", "2026-05-04 09:00", "", "1,250")], LONDON, "--decimal"),
    ],
)
def test_what_nothing_decides_is_asked(
    tmp_path: Path, rows: list[tuple[str, ...]], options: Options, asks: str
) -> None:
    problem = refused(text_table(tmp_path, HEADINGS, *rows), options)
    assert isinstance(problem, RequestProblem)
    assert asks in problem.hint
    assert "column '" in problem.message


def test_an_answer_decides(tmp_path: Path) -> None:
    path = text_table(tmp_path, HEADINGS, ("1", "x", "", "04/05/2026 09:00", "", "1,250"))
    day = read(path, "tickets", Options(zone="UTC", date_order="day", decimal="comma")).row(0, named=True)
    month = read(path, "tickets", Options(zone="UTC", date_order="month", decimal="point")).row(0, named=True)
    assert (day["opened_at"].month, day["seconds_tracked"]) == (5, 4500)
    assert (month["opened_at"].month, month["seconds_tracked"]) == (4, 4_500_000)


def test_one_column_decides_for_another_of_the_same_file(tmp_path: Path) -> None:
    path = text_table(tmp_path, HEADINGS, ("1", "x", "", "04/05/2026 09:00", "13/05/2026 09:00", ""))
    assert read(path, "tickets").row(0, named=True)["opened_at"].month == 5


def test_the_currency_is_asked_where_nothing_says_it(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        ("Invoice number", "Invoice date", "Description", "Amount"),
        ("I-1", "2026-03-31", "Work", "95.00"),
    )
    assert "--currency" in refused(path, Options()).hint
    assert read(path, "invoice_lines", Options(currency="eur"))["currency"].to_list() == ["EUR"]


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RequestProblem, match="no time zone"):
        Options(zone="Europe/Bath")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = text_table(
        tmp_path, HEADINGS, ("1", "Büro £5", "Closed", "2026-03-02 09:00", "", ""), encoding=encoding
    )
    found = imported(path)
    assert found.table("tickets").collect()["title"].to_list() == ["Büro £5"]
    assert bool(found.notices) is (encoding == "cp1252")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    path = text_table(
        tmp_path, HEADINGS, ("1", "a, b; c", "Closed", "2026-03-02 09:00", "", ""), separator=separator
    )
    assert read(path, "tickets")["title"].to_list() == ["a, b; c"]


def test_other_line_ends_and_a_hint_for_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "mac.csv"
    path.write_bytes(b"sep=;\rTicket ID;Subject;Created at\r1;x;2026-03-02 09:00\r")
    assert read(path, "tickets").select("ticket", "row").rows() == [("1", 3)]


def test_headings_below_titles_and_groups(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        ("Report of tickets", "", "", ""),
        ("", "", "", ""),
        ("", "", "Dates", ""),
        ("Ticket ID", "Subject", "Created at", "Resolved at"),
        ("1", "x", "2026-03-02 09:00", ""),
    )
    assert read(path, "tickets").select("ticket", "row").rows() == [("1", 5)]


def test_excel_s_dates_in_both_counts_and_numbers_that_look_like_dates(tmp_path: Path) -> None:
    for start_1904 in (False, True):
        path = tmp_path / f"{start_1904}.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": start_1904}) as book:
            sheet = book.add_worksheet()
            form = book.add_format({"num_format": "mm/dd/yyyy hh:mm"})
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_number(1, 0, 1)
            sheet.write_datetime(1, 3, pl.Series(["2026-03-02T09:15"]).str.to_datetime()[0], form)
            sheet.write_number(1, 5, 1.125)
        row = read(path, "tickets").row(0, named=True)
        assert (row["ticket"], str(row["opened_at"]), row["seconds_tracked"]) == (
            "1",
            "2026-03-02 09:15:00+00:00",
            4050,
        )


def test_the_sheet_with_the_tickets_is_found_among_others(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write(0, 0, "Tickets of March")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, GOOD)
    found = imported(path)
    assert found.table("tickets").collect()["ticket"].to_list() == ["1"]
    assert "Sheet 'Data'" in found.notices[0].text
    assert "has no sheet 'Nope'" in refused(path, Options(sheet="Nope")).message


def test_rows_told_twice_are_kept_and_marked(tmp_path: Path) -> None:
    first = text_table(tmp_path, HEADINGS, GOOD, ("2", *GOOD[1:]), name="march.csv")
    second = text_table(tmp_path, HEADINGS, ("2", *GOOD[1:]), ("3", *GOOD[1:]), name="april.csv")
    found = imported(first, second)
    rows = found.table("tickets").collect()
    assert rows["repeats"].to_list() == [None, None, "march.csv, row 3", None]
    assert found.notices[0].kind == "repeats"
    assert "april.csv, row 2 repeats march.csv, row 3" in found.notices[0].text


def test_words_without_a_meaning_are_told_and_count_as_not_stated(tmp_path: Path) -> None:
    path = text_table(tmp_path, HEADINGS, ("1", "x", "Zzz", "2026-03-02 09:00", "", ""))
    found = imported(path)
    assert found.table("tickets").collect().select("status", "status_said").rows() == [(None, "Zzz")]
    assert "'Zzz' has no meaning as status" in found.notices[0].text


@pytest.mark.parametrize(
    "name",
    [
        "tickets/zendesk.csv",
        "tickets/connectwise.json",
        "tickets/helpdesk-log.xlsx",
        "invoices/ubl/HTS-0317.xml",
    ],
)
@pytest.mark.parametrize("part", range(1, 12))
def test_a_file_that_was_cut_off_is_read_or_refused_with_one_message(
    tmp_path: Path, name: str, part: int
) -> None:
    whole = (EXAMPLES / name).read_bytes()
    path = tmp_path / Path(name).name
    path.write_bytes(whole[: len(whole) * part // 12])
    problem: RemitError | None = None
    try:
        found = imported(path, options=PARTIAL)
    except RemitError as caught:
        problem = caught
    assert problem.hint if problem else found.files[0].rows > 0
