"""Invoices made to be read: web pages here, for their tables are quickly written; the examples have PDFs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from export_files import imported, read

from remit.audit.importers import Options
from remit.errors import FileProblem

NO_ZONE = Options()


def page(folder: Path, before: str, rows: str, after: str = "", name: str = "invoice.html") -> Path:
    path = folder / name
    path.write_text(
        f"<html><body><h1>Northlight IT Ltd</h1>{before}<table>{rows}</table>{after}</body></html>",
        encoding="utf-8",
    )
    return path


def table(*rows: str) -> str:
    """Rows with their cells between bars, the first of them headings."""
    cells = [[c.strip() for c in r.split("|")] for r in rows]
    head = "".join(f"<th>{c}</th>" for c in cells[0])
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in cells[1:])
    return f"<tr>{head}</tr>{body}"


HEAD = "<p>Invoice number: N-12</p><p>Invoice date: 13 March 2026</p><p>Due date: 30/04/2026</p><p>Bill to: Harbour Bakery</p>"
LINES = table(
    "Description | Qty | Unit price | Amount",
    "Remote support, ticket 881 | 1.5 hrs | £80.00 | £120.00",
    "Keyboard | 1 | £25.00 | £25.00",
    "Subtotal | | | £145.00",
    "VAT at 20% | | | £29.00",
    "Total due | | | £174.00",
)


def test_lines_and_what_stands_beside_them(tmp_path: Path) -> None:
    found = imported(page(tmp_path, HEAD, LINES), options=NO_ZONE)
    lines = found.table("invoice_lines").collect()
    assert lines.select("invoice", "line", "invoice_date", "due_date", "customer", "supplier").row(0) == (
        "N-12",
        "1",
        date(2026, 3, 13),
        date(2026, 4, 30),
        "Harbour Bakery",
        "Northlight IT Ltd",
    )
    assert lines.select(
        "quantity_micro", "unit", "unit_price_micro", "amount_minor", "currency", "ticket"
    ).rows() == [
        (1_500_000, "hour", 80_000_000, 12_000, "GBP", "881"),
        (1_000_000, None, 25_000_000, 2_500, "GBP", None),
    ]
    head = found.table("invoices").collect().row(0, named=True)
    assert (head["net_minor"], head["tax_minor"], head["gross_minor"]) == (14_500, 2_900, 17_400)
    assert found.notices == ()


def test_a_description_that_goes_on_in_the_next_row_stays_one_line(tmp_path: Path) -> None:
    rows = table(
        "Description | Qty | Unit price | Amount",
        "Support in March, | 2 | £80.00 | £160.00",
        "on site at Bath | | |",
    )
    lines = read(page(tmp_path, HEAD, rows), "invoice_lines", NO_ZONE)
    assert lines["description"].to_list() == ["Support in March, on site at Bath"]


def test_labels_in_one_cell_and_values_in_the_next(tmp_path: Path) -> None:
    before = "<table><tr><td>Invoice number</td><td>N-13</td></tr><tr><td>Invoice date</td><td>31/03/2026</td></tr></table>"
    lines = read(page(tmp_path, before, LINES), "invoice_lines", NO_ZONE)
    assert lines.select("invoice", "invoice_date").row(0) == ("N-13", date(2026, 3, 31))


def test_labels_in_one_row_and_values_in_the_row_below(tmp_path: Path) -> None:
    before = (
        "<table><tr><td>Invoice number</td><td>Invoice date</td><td>Due date</td></tr>"
        "<tr><td>N-14</td><td>31/03/2026</td><td>30/04/2026</td></tr></table>"
    )
    lines = read(page(tmp_path, before, LINES), "invoice_lines", NO_ZONE)
    assert lines.select("invoice", "due_date").row(0) == ("N-14", date(2026, 4, 30))


def test_a_credit_note_is_known_by_its_title_and_made_negative(tmp_path: Path) -> None:
    before = f"<h2>CREDIT NOTE</h2>{HEAD}<p>Original invoice: N-9</p>"
    lines = read(page(tmp_path, before, LINES), "invoice_lines", NO_ZONE)
    assert lines.select("kind", "corrects", "amount_minor").rows() == [
        ("credit_note", "N-9", -12_000),
        ("credit_note", "N-9", -2_500),
    ]


def test_a_german_invoice(tmp_path: Path) -> None:
    before = "<p>Rechnungsnummer: R-7</p><p>Rechnungsdatum: 31.03.2026</p>"
    rows = table(
        "Pos | Bezeichnung | Menge | Einzelpreis | Gesamtpreis",
        "1 | Fernwartung | 2,5 Std | 1.080,00 € | 2.700,00 €",
        "Zwischensumme | | | | 2.700,00 €",
        "MwSt 19 % | | | | 513,00 €",
        "Gesamtbetrag | | | | 3.213,00 €",
    )
    found = imported(page(tmp_path, before, rows), options=NO_ZONE)
    lines = found.table("invoice_lines").collect()
    assert lines.select("invoice", "line", "quantity_micro", "unit", "amount_minor", "currency").rows() == [
        ("R-7", "1", 2_500_000, "hour", 270_000, "EUR")
    ]
    assert found.table("invoices").collect()["gross_minor"].to_list() == [321_300]


def test_lines_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    rows = LINES.replace("<td>£120.00</td>", "<td>£130.00</td>")
    found = imported(page(tmp_path, HEAD, rows), options=NO_ZONE)
    assert [n.kind for n in found.notices] == ["arithmetic", "arithmetic"]
    assert "1.5 × 80 = GBP 120.00, the line says GBP 130.00" in found.notices[0].text
    assert "its lines come to GBP 155.00, it says GBP 145.00 before tax" in found.notices[1].text


def test_several_invoices_keep_their_own_heads(tmp_path: Path) -> None:
    second = page(
        tmp_path, HEAD.replace("N-12", "N-15").replace("13 March", "15 March"), LINES, name="second.html"
    )
    found = imported(page(tmp_path, HEAD, LINES), second, options=NO_ZONE).table("invoice_lines").collect()
    assert found.group_by("invoice", maintain_order=True).agg(pl.col("invoice_date").first()).rows() == [
        ("N-12", date(2026, 3, 13)),
        ("N-15", date(2026, 3, 15)),
    ]


@pytest.mark.parametrize("rows", ["", table("Name | Telephone", "Ann | 0117 496 0000")])
def test_a_letter_without_lines_is_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(FileProblem, match="no table of invoice lines was found"):
        imported(page(tmp_path, "<p>Dear Ann, please pay soon.</p>", rows), options=NO_ZONE)
