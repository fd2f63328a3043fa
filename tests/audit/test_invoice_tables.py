"""Invoices as tables: amounts that follow from others, signs, continued rows, and what only a line's text says."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest
from export_files import imported, read, text_table
from hypothesis import given
from hypothesis import strategies as st

from remit.audit.importers import Options
from remit.audit.importers.finishing import complete
from remit.audit.importers.line_text import read_lines

XERO = (
    "*ContactName",
    "*InvoiceNumber",
    "*InvoiceDate",
    "*DueDate",
    "*Description",
    "*Quantity",
    "*UnitAmount",
    "Discount",
    "*AccountCode",
    "Currency",
    "Total",
)
DAY = Options(date_order="day")


def xero(*rows: tuple[str, str, str, str, str]) -> list[tuple[str, ...]]:
    """Rows of (invoice, quantity, price, discount, currency)."""
    return [
        ("Bakery", i, "01/04/2026", "30/04/2026", "Work", q, p, d, "200", c, "") for i, q, p, d, c in rows
    ]


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "currency", "amount"),
    [
        ("1.5", "95.00", "", "GBP", 14_250),
        ("0.333", "95.00", "", "GBP", 3_164),
        ("1", "10.005", "", "GBP", 1_001),
        ("-1", "10.005", "", "GBP", -1_001),
        ("3", "19.99", "12.5", "GBP", 5_247),
        ("1", "99.5", "", "JPY", 100),
        ("1", "0.004999", "", "GBP", 0),
        ("0.5", "0.009999", "", "GBP", 0),
    ],
)
def test_an_amount_that_is_not_stated_is_quantity_times_price_rounded_once(
    tmp_path: Path, quantity: str, price: str, discount: str, currency: str, amount: int
) -> None:
    path = text_table(tmp_path, XERO, *xero(("I-1", quantity, price, discount, currency)))
    row = read(path, "invoice_lines", Options(date_order="day", decimal="point")).row(0, named=True)
    assert row["amount_minor"] == amount
    assert "amount_minor: not stated, it is quantity times price" in row["doubts"]


@given(
    st.decimals(Decimal(-9999), Decimal(9999), places=4),
    st.decimals(Decimal(0), Decimal(9999), places=6),
    st.decimals(Decimal(0), Decimal(100), places=2),
)
def test_the_product_is_exact(quantity: Decimal, price: Decimal, discount: Decimal) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a folder for each drawing

    with TemporaryDirectory() as folder:
        path = text_table(
            Path(folder), XERO, *xero(("I-1", f"{quantity:.4f}", f"{price:.6f}", f"{discount:.2f}", "GBP"))
        )
        options = Options(date_order="day", decimal="point")
        # A sum below zero makes a credit note, whose amounts are negative already.
        found = read(path, "invoice_lines", options)["amount_minor"][0]
    exact = quantity * price * (100 - discount) / 100 * 100
    assert found == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_a_line_that_states_nothing_charges_nothing_and_says_so(tmp_path: Path) -> None:
    path = text_table(tmp_path, XERO, *xero(("I-1", "1", "10", "", "GBP"), ("I-1", "", "", "", "GBP")))
    found = read(path, "invoice_lines", DAY)
    assert found["amount_minor"].to_list() == [1_000, 0]
    assert found["doubts"][1].to_list() == ["amount_minor: not stated, so nothing is charged here"]


def test_an_invoice_below_zero_is_a_credit_note(tmp_path: Path) -> None:
    path = text_table(
        tmp_path,
        XERO,
        *xero(("I-1", "1", "10", "", "GBP"), ("I-2", "-1", "10", "", "GBP"), ("I-2", "0.5", "10", "", "GBP")),
    )
    assert read(path, "invoice_lines", DAY).select("kind", "amount_minor").rows() == [
        ("invoice", 1_000),
        ("credit_note", -1_000),
        ("credit_note", 500),
    ]


def test_continued_rows_get_their_own_invoice_s_head_only(tmp_path: Path) -> None:
    headings = (
        "*InvoiceNo",
        "*Customer",
        "*InvoiceDate",
        "*DueDate",
        "Item(Product/Service)",
        "ItemDescription",
        "ItemQuantity",
        "ItemRate",
        "*ItemAmount",
        "Currency",
    )
    path = text_table(
        tmp_path,
        headings,
        ("1", "Ann", "04/13/2026", "05/13/2026", "A", "a", "1", "5", "5.00", "USD"),
        ("1", "", "", "", "B", "b", "1", "6", "6.00", ""),
        ("", "", "", "", "C", "c", "1", "7", "7.00", ""),
        ("2", "", "04/14/2026", "", "D", "d", "1", "8", "8.00", "USD"),
    )
    found = read(path, "invoice_lines")
    assert found.select("invoice", "line", "customer", "invoice_date", "currency").rows() == [
        ("1", "1", "Ann", date(2026, 4, 13), "USD"),
        ("1", "2", "Ann", date(2026, 4, 13), "USD"),
        ("1", "3", "Ann", date(2026, 4, 13), "USD"),
        ("2", "1", None, date(2026, 4, 14), "USD"),
    ]


def test_a_total_that_the_file_states_is_compared_with_its_lines(tmp_path: Path) -> None:
    headings = (
        "Invoice number",
        "Invoice date",
        "Description",
        "Amount",
        "Invoice net",
        "Invoice total",
        "VAT amount",
        "Currency",
    )
    path = text_table(
        tmp_path,
        headings,
        ("I-1", "2026-04-01", "a", "10.00", "30.00", "36.00", "2.00", "GBP"),
        ("I-1", "2026-04-01", "b", "20.00", "30.00", "36.00", "4.00", "GBP"),
        ("I-2", "2026-04-01", "c", "10.00", "11.00", "12.00", "2.00", "GBP"),
    )
    found = imported(path)
    assert found.table("invoices").collect()["net_minor"].to_list() == [3_000, 1_100]
    assert [n.text for n in found.notices] == [
        "export.csv, invoice I-2: its lines come to GBP 10.00, it says GBP 11.00 before tax.",
        "export.csv, invoice I-2: GBP 11.00 and GBP 2.00 tax come to GBP 13.00, it says GBP 12.00.",
    ]


def test_a_line_that_is_called_total_is_no_sum_if_it_is_whole(tmp_path: Path) -> None:
    headings = ("Invoice number", "Description", "Amount", "Currency")
    path = text_table(
        tmp_path,
        headings,
        ("I-1", "Total Protection licence", "10.00", "GBP"),
        ("", "Total", "10.00", ""),
    )
    found = imported(path)
    assert found.table("invoice_lines").collect()["description"].to_list() == ["Total Protection licence"]
    assert [n.kind for n in found.notices] == ["totals"]


def line(text: str, **values: object) -> dict[str, object]:
    row = {
        "invoice": "1",
        "line": "1",
        "source": "x",
        "kind": "invoice",
        "currency": "GBP",
        "amount_minor": 1,
        "file": "f",
    }
    frame = complete(pl.DataFrame([{**row, "description": text, **values}]), "invoice_lines")
    return read_lines(frame).row(0, named=True)


@pytest.mark.parametrize(
    ("text", "ticket"),
    [
        ("Ticket 1005: repair", "1005"),
        ("Repair (ticket #20417)", "20417"),
        ("Case no. HD-331 printer", "HD-331"),
        ("INC-2044: printer", "INC-2044"),
        ("#5521 printer", "5521"),
        ("T20260302.0001 printer", None),
        ("Ticket T20260302.0001", "T20260302.0001"),
        ("Request for 12 mice", None),
        ("Model 4000 printer", None),
    ],
)
def test_the_ticket_that_a_line_names(text: str, ticket: str | None) -> None:
    found = line(text)
    assert found["ticket"] == ticket
    assert (found["doubts"] is not None) is (ticket is not None)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Managed services March 2026", (date(2026, 3, 1), date(2026, 3, 31))),
        ("Betreuung Februar 2028", (date(2028, 2, 1), date(2028, 2, 29))),
        ("Fee 2026-03-01 to 2026-05-31", (date(2026, 3, 1), date(2026, 5, 31))),
        ("Fee 01/03/2026 - 31/03/2026", (date(2026, 3, 1), date(2026, 3, 31))),
        ("Fee 01/03/2026 - 05/03/2026", (None, None)),
        ("Fee 2026-05-31 to 2026-03-01", (None, None)),
        ("Ticket 1005: agreed in March 2026", (None, None)),
        ("Windows 2022 Server", (None, None)),
    ],
)
def test_the_period_that_a_line_names_if_it_can_be_read_in_one_way(
    text: str, period: tuple[date | None, date | None]
) -> None:
    found = line(text)
    assert (found["period_from"], found["period_to"]) == period


def test_what_the_file_states_stands_above_the_text() -> None:
    found = line("Ticket 1005, March 2026", ticket="77", service_date=date(2026, 4, 1))
    assert (found["ticket"], found["period_from"], found["doubts"]) == ("77", None, None)


def test_a_period_of_one_day_is_the_day_of_the_work() -> None:
    assert line("x", period_from=date(2026, 3, 2), period_to=date(2026, 3, 2))["service_date"] == date(
        2026, 3, 2
    )
