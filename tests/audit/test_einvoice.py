"""Electronic invoices: allowances, prices for several units, credit notes, tax in two currencies, hostile XML."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from remit.audit.importers.checking import check_invoices
from remit.audit.importers.einvoice import EInvoice, read_einvoice
from remit.errors import FileProblem

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID>R-17</cbc:ID><cbc:IssueDate>2026-03-31</cbc:IssueDate>
 <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
 {extra}
 <cac:InvoicePeriod><cbc:StartDate>2026-03-01</cbc:StartDate><cbc:EndDate>2026-03-31</cbc:EndDate></cac:InvoicePeriod>
 <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="{currency}">{net}</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal>
 <cac:{line}><cbc:ID>7</cbc:ID><cbc:{quantity} unitCode="HUR">2.5</cbc:{quantity}>
  <cbc:LineExtensionAmount currencyID="{currency}">{amount}</cbc:LineExtensionAmount>{inside}
  <cac:Item><cbc:Name>Support</cbc:Name></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="{currency}">{price}</cbc:PriceAmount>{base}</cac:Price></cac:{line}>
</{root}>"""
ALLOWANCE = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>{charge}</cbc:ChargeIndicator>"
    "<cbc:AllowanceChargeReason>{why}</cbc:AllowanceChargeReason><cbc:Amount>{amount}</cbc:Amount></cac:AllowanceCharge>"
)


def ubl(*, credit: bool = False, **values: str) -> EInvoice:
    names = (
        {"root": "CreditNote", "line": "CreditNoteLine", "quantity": "CreditedQuantity"}
        if credit
        else {
            "root": "Invoice",
            "line": "InvoiceLine",
            "quantity": "InvoicedQuantity",
        }
    )
    given = {
        "currency": "GBP",
        "net": "237.50",
        "amount": "237.50",
        "price": "95",
        "base": "",
        "extra": "",
        "inside": "",
    }
    return read_einvoice(UBL.format(**names, **{**given, **values}).encode(), "R-17.xml")


def row(found: EInvoice, number: int = 0) -> dict[str, object]:
    return found.lines.row(number, named=True)


def test_a_line_carries_its_invoice_s_head() -> None:
    line = row(ubl())
    assert (line["invoice"], line["line"], line["unit"], line["unit_said"]) == ("R-17", "7", "hour", "HUR")
    assert (line["quantity_micro"], line["unit_price_micro"], line["amount_minor"]) == (
        2_500_000,
        95_000_000,
        23_750,
    )
    assert (line["period_from"], line["period_to"]) == (date(2026, 3, 1), date(2026, 3, 31))


def test_service_credits_are_lines_of_their_own_and_the_sum_still_agrees() -> None:
    extra = ALLOWANCE.format(charge="false", why="Service credit 5 %", amount="148.80") + ALLOWANCE.format(
        charge="true", why="Late payment", amount="10.00"
    )
    found = ubl(extra=extra, net="98.70")
    assert found.lines.select("line", "part", "description", "amount_minor").rows() == [
        ("7", "line", "Support", 23_750),
        ("A1", "allowance", "Service credit 5 %", -14_880),
        ("C2", "charge", "Late payment", 1_000),
    ]
    assert check_invoices(found.lines.lazy(), found.heads.lazy()) == []


def test_a_discount_on_a_line_is_part_of_its_arithmetic() -> None:
    found = ubl(
        inside=ALLOWANCE.format(charge="false", why="Goodwill", amount="37.50"), amount="200.00", net="200.00"
    )
    assert row(found)["discount_minor"] == 3_750
    assert check_invoices(found.lines.lazy(), found.heads.lazy()) == []


def test_what_does_not_add_up_is_told_with_both_figures_and_left_as_it_is() -> None:
    found = ubl(amount="240.00", net="230.00")
    assert row(found)["amount_minor"] == 24_000
    assert [n.text for n in check_invoices(found.lines.lazy(), found.heads.lazy())] == [
        "R-17.xml, invoice R-17, line 7: 2.5 × 95 = GBP 237.50, the line says GBP 240.00.",
        "R-17.xml, invoice R-17: its lines come to GBP 240.00, it says GBP 230.00 before tax.",
    ]


@pytest.mark.parametrize(
    ("price", "base", "micro", "doubtful"), [("950", "10", 95_000_000, False), ("100", "3", 33_333_333, True)]
)
def test_a_price_for_several_units_becomes_the_price_of_one(
    price: str, base: str, micro: int, doubtful: bool
) -> None:
    line = row(ubl(price=price, base=f"<cbc:BaseQuantity>{base}</cbc:BaseQuantity>"))
    assert line["unit_price_micro"] == micro
    assert bool(line["doubts"]) is doubtful


def test_a_credit_note_is_negative() -> None:
    found = ubl(credit=True)
    line = row(found)
    assert (line["kind"], line["quantity_micro"], line["amount_minor"], line["unit_price_micro"]) == (
        "credit_note",
        -2_500_000,
        -23_750,
        95_000_000,
    )
    assert found.heads["net_minor"].to_list() == [-23_750]


def test_minor_units_are_the_currency_s_own() -> None:
    assert row(ubl(currency="JPY", net="238", amount="238", price="95"))["amount_minor"] == 238
    assert row(ubl(currency="KWD", net="237.500", amount="237.500"))["amount_minor"] == 237_500


def test_tax_in_the_invoice_s_own_currency_counts() -> None:
    tax = (
        '<cac:TaxTotal><cbc:TaxAmount currencyID="PLN">250.00</cbc:TaxAmount></cac:TaxTotal>'
        '<cac:TaxTotal><cbc:TaxAmount currencyID="GBP">47.50</cbc:TaxAmount></cac:TaxTotal>'
    )
    assert ubl(extra=tax).heads["tax_minor"].to_list() == [4_750]


@pytest.mark.parametrize(
    ("values", "where", "value", "why"),
    [
        ({"amount": "lots"}, "LineExtensionAmount", "lots", "is no number"),
        ({"amount": "237.505"}, "LineExtensionAmount", "237.505", "more decimals"),
        ({"amount": ""}, "LineExtensionAmount of line 7", "", "is empty"),
        ({"currency": ""}, "DocumentCurrencyCode", "", "is empty"),
        ({"price": "NaN"}, "Price/PriceAmount", "NaN", "is no number"),
    ],
)
def test_one_bad_value_sets_the_whole_invoice_aside(
    values: dict[str, str], where: str, value: str, why: str
) -> None:
    found = ubl(credit=False, **values)
    assert len(found.lines) == len(found.heads) == 0
    (reject,) = found.rejects.rows(named=True)
    assert (reject["column"], reject["value"]) == (where, value)
    assert why in reject["problem"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<Invoice><ID>1</ID>", "damaged"),
        (b"<html/>", "no invoice"),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&b;</Invoice>',
            "document type",
        ),
        (b"<order xmlns='urn:x'/>", "'order'"),
    ],
)
def test_other_xml_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileProblem, match=said):
        read_einvoice(content, "x.xml")


def test_an_invoice_in_an_envelope_is_found() -> None:
    inner = UBL.format(
        root="Invoice",
        line="InvoiceLine",
        quantity="InvoicedQuantity",
        currency="GBP",
        net="1",
        amount="1",
        price="1",
        base="",
        extra="",
        inside="",
    ).partition("?>")[2]
    found = read_einvoice(
        f'<StandardBusinessDocument xmlns="urn:x">{inner}</StandardBusinessDocument>'.encode(), "x.xml"
    )
    assert found.lines["amount_minor"].to_list() == [100]


def test_totals_without_lines_are_kept() -> None:
    """The smallest Factur-X profile states no lines."""
    cii = """<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
     xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
     <rsm:ExchangedDocument><ram:ID>M-1</ram:ID><ram:TypeCode>380</ram:TypeCode></rsm:ExchangedDocument>
     <rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
     <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
     </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
     </rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
    found = read_einvoice(cii.encode(), "m.xml")
    assert len(found.lines) == 0
    assert found.heads.select("invoice", "net_minor", "currency").rows() == [("M-1", 10_000, "EUR")]
    assert found.lines.schema == pl.Schema(found.lines.schema)
