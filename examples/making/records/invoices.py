"""The invoices as exports of bookkeeping, as electronic invoices, as PDFs to read, and as one workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import typst

from making.records.story import Invoice, Line, Story
from making.records.writing import grid, sheet, table

_LOOK = Path(__file__).with_name("invoice.typ")
_CODES = {"hour": "HUR", "piece": "C62", "user": "C62", "mile": "SMI"}


def files(story: Story) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file."""
    bills = [i for i in story.invoices if not i.credit_for]
    yield "xero.csv", table([r for i in bills for r in _xero(story, i)])
    yield "quickbooks.csv", grid(_quickbooks(story, bills))
    yield "invoices.xlsx", sheet("Lines", lambda book, page: _workbook(story, book, page))
    for i in story.invoices:
        yield f"ubl/{i.number}.xml", _ubl(story, i)
        yield f"cii/{i.number}.xml", cii(story, i)
        yield f"printed/{i.number}.pdf", _pdf(story, i, None)
    for i in (story.invoices[1], story.invoices[-1]):
        yield f"factur-x/{i.number}.pdf", _pdf(story, i, cii(story, i))


def _xero(story: Story, i: Invoice) -> Iterator[dict[str, object]]:
    for line in i.lines:
        yield {
            "*ContactName": story.client,
            "EmailAddress": "accounts@pendlerowe.example",
            "POAddressLine1": "The Old Printworks",
            "POCity": "Bath",
            "*InvoiceNumber": i.number,
            "Reference": story.agreement,
            "*InvoiceDate": f"{i.issued:%d/%m/%Y}",
            "*DueDate": f"{i.due:%d/%m/%Y}",
            "Total": f"{i.net + i.tax:.2f}",
            "InventoryItemCode": line.item,
            "*Description": line.text,
            "*Quantity": f"{line.quantity:.4f}",
            "*UnitAmount": f"{line.price:.4f}",
            "Discount": "",
            "*AccountCode": "200",
            "*TaxType": "20% (VAT on Income)",
            "TaxAmount": f"{line.net / 5:.2f}",
            "TrackingName1": "",
            "TrackingOption1": "",
            "Currency": "GBP",
            "BrandingTheme": "",
        }


def _quickbooks(story: Story, bills: list[Invoice]) -> Iterator[list[object]]:
    yield [
        "*InvoiceNo",
        "*Customer",
        "*InvoiceDate",
        "*DueDate",
        "Terms",
        "Location",
        "Memo",
        "Item(Product/Service)",
        "ItemDescription",
        "ItemQuantity",
        "ItemRate",
        "*ItemAmount",
        "Taxable",
        "TaxRate",
        "ItemTaxCode",
        "ItemTaxAmount",
        "ServiceDate",
        "Currency",
    ]
    for i in bills:
        for place, line in enumerate(i.lines):
            # Rows that go on with an invoice repeat its number alone.
            head = [story.client, f"{i.issued:%m/%d/%Y}", f"{i.due:%m/%d/%Y}", "Net 30", "", ""]
            yield [
                i.number,
                *(head if place == 0 else [""] * len(head)),
                line.item,
                line.text,
                line.quantity,
                line.price,
                f"{line.net:.2f}",
                "Y",
                "20%",
                "20.0% S",
                f"{line.net / 5:.2f}",
                f"{line.end:%m/%d/%Y}" if line.ticket else "",
                "GBP",
            ]


def _workbook(story: Story, book: Any, page: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    day = book.add_format({"num_format": "dd mmm yyyy"})
    money = book.add_format({"num_format": "£#,##0.00"})
    headings = [
        "Invoice number",
        "Type",
        "Invoice date",
        "Due date",
        "Ticket",
        "Period from",
        "Period to",
        "Item",
        "Description",
        "Quantity",
        "Unit",
        "Unit price",
        "Amount",
        "VAT rate",
        "Currency",
        "Supplier",
        "Customer",
        "Original invoice",
    ]
    page.write_row(0, 0, headings)
    row = 1
    for i in story.invoices:
        sign = -1 if i.credit_for else 1
        for line in i.lines:
            page.write(row, 0, i.number)
            page.write(row, 1, "Credit note" if i.credit_for else "Invoice")
            page.write_datetime(row, 2, i.issued, day)
            page.write_datetime(row, 3, i.due, day)
            if line.ticket:
                page.write_number(row, 4, line.ticket)
            page.write_datetime(row, 5, line.start, day)
            page.write_datetime(row, 6, line.end, day)
            page.write(row, 7, line.item)
            page.write(row, 8, line.text)
            page.write_number(row, 9, float(line.quantity * sign))
            page.write(row, 10, line.unit)
            page.write_number(row, 11, float(line.price), money)
            page.write_number(row, 12, float(line.net * sign), money)
            page.write_number(row, 13, 20)
            page.write_row(row, 14, ["GBP", story.provider, story.client, i.credit_for])
            row += 1


def _ubl(story: Story, i: Invoice) -> bytes:
    kind, quantity = ("CreditNote", "CreditedQuantity") if i.credit_for else ("Invoice", "InvoicedQuantity")
    due = f"<cbc:DueDate>{i.due}</cbc:DueDate>" if not i.credit_for else ""
    code = (
        "CreditNoteTypeCode>381</cbc:CreditNoteTypeCode"
        if i.credit_for
        else "InvoiceTypeCode>380</cbc:InvoiceTypeCode"
    )
    billing = (
        f"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{i.credit_for}</cbc:ID>"
        "</cac:InvoiceDocumentReference></cac:BillingReference>\n "
        if i.credit_for
        else ""
    )
    lines = "".join(_ubl_line(kind, quantity, n, line) for n, line in enumerate(i.lines, 1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
 <cbc:ID>{i.number}</cbc:ID>
 <cbc:IssueDate>{i.issued}</cbc:IssueDate>
 {due}<cbc:{code}>
 <cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>
 <cbc:BuyerReference>IF</cbc:BuyerReference>
 {billing}<cac:ContractDocumentReference><cbc:ID>{story.agreement}</cbc:ID></cac:ContractDocumentReference>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>{escape(story.provider)}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>{escape(story.client)}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
 <cac:PaymentTerms><cbc:Note>Thirty days from the date of this invoice</cbc:Note></cac:PaymentTerms>
 <cac:TaxTotal><cbc:TaxAmount currencyID="GBP">{i.tax}</cbc:TaxAmount></cac:TaxTotal>
 <cac:LegalMonetaryTotal>
  <cbc:LineExtensionAmount currencyID="GBP">{i.net}</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="GBP">{i.net}</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="GBP">{i.net + i.tax}</cbc:TaxInclusiveAmount>
  <cbc:PayableAmount currencyID="GBP">{i.net + i.tax}</cbc:PayableAmount>
 </cac:LegalMonetaryTotal>
{lines}</{kind}>
""".encode()


def _ubl_line(kind: str, quantity: str, number: int, line: Line) -> str:
    period = (
        f"<cac:InvoicePeriod><cbc:StartDate>{line.start}</cbc:StartDate><cbc:EndDate>{line.end}</cbc:EndDate>"
        "</cac:InvoicePeriod>"
    )
    ticket = (
        "<cac:AdditionalItemProperty><cbc:Name>Ticket</cbc:Name>"
        f"<cbc:Value>{line.ticket}</cbc:Value></cac:AdditionalItemProperty>"
        if line.ticket
        else ""
    )
    return f""" <cac:{kind}Line>
  <cbc:ID>{number}</cbc:ID>
  <cbc:{quantity} unitCode="{_CODES[line.unit]}">{line.quantity}</cbc:{quantity}>
  <cbc:LineExtensionAmount currencyID="GBP">{line.net}</cbc:LineExtensionAmount>
  {period}
  <cac:Item><cbc:Name>{escape(line.text)}</cbc:Name><cac:SellersItemIdentification><cbc:ID>{line.item}</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>{ticket}</cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="GBP">{line.price}</cbc:PriceAmount></cac:Price>
 </cac:{kind}Line>
"""


def cii(story: Story, i: Invoice) -> bytes:
    """Return the invoice as CII, in the profile EN 16931 of Factur-X."""
    lines = "".join(_cii_line(n, line) for n, line in enumerate(i.lines, 1))
    before = (
        f"<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>{i.credit_for}</ram:IssuerAssignedID>"
        "</ram:InvoiceReferencedDocument>"
        if i.credit_for
        else ""
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument>
  <ram:ID>{i.number}</ram:ID>
  <ram:TypeCode>{381 if i.credit_for else 380}</ram:TypeCode>
  <ram:IssueDateTime>{_cii_date(i.issued)}</ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
{lines}  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>{escape(story.provider)}</ram:Name></ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>{escape(story.client)}</ram:Name></ram:BuyerTradeParty>
   <ram:ContractReferencedDocument><ram:IssuerAssignedID>{story.agreement}</ram:IssuerAssignedID></ram:ContractReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>GBP</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax><ram:CalculatedAmount>{i.tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{i.net}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
   <ram:SpecifiedTradePaymentTerms><ram:Description>Thirty days from the date of this invoice</ram:Description><ram:DueDateDateTime>{_cii_date(i.due)}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>{i.net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{i.net}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="GBP">{i.tax}</ram:TaxTotalAmount><ram:GrandTotalAmount>{i.net + i.tax}</ram:GrandTotalAmount><ram:DuePayableAmount>{i.net + i.tax}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
   {before}
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
""".encode()


def _cii_date(day: object) -> str:
    return f'<udt:DateTimeString format="102">{str(day).replace("-", "")}</udt:DateTimeString>'


def _cii_line(number: int, line: Line) -> str:
    ticket = (
        "<ram:AdditionalReferencedDocument>"
        f"<ram:IssuerAssignedID>{line.ticket}</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode>"
        "</ram:AdditionalReferencedDocument>"
        if line.ticket
        else ""
    )
    return f"""  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:SellerAssignedID>{line.item}</ram:SellerAssignedID><ram:Name>{escape(line.text)}</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{line.price}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{_CODES[line.unit]}">{line.quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    <ram:BillingSpecifiedPeriod><ram:StartDateTime>{_cii_date(line.start)}</ram:StartDateTime><ram:EndDateTime>{_cii_date(line.end)}</ram:EndDateTime></ram:BillingSpecifiedPeriod>
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{line.net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
    {ticket}
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
"""


def _pdf(story: Story, i: Invoice, inside: bytes | None) -> bytes:
    """Return the invoice as a PDF to read; with `inside`, as a PDF/A-3 that carries that XML."""
    sign = "-" if i.credit_for else ""

    def money(value: Decimal) -> str:
        return f"{sign}{value:,.2f}"

    data = {
        "title": "Credit note" if i.credit_for else "Invoice",
        "provider": story.provider,
        "client": story.client,
        "number": i.number,
        "date": f"{i.issued.day} {i.issued:%B %Y}",
        "due": f"{i.due.day} {i.due:%B %Y}",
        "agreement": story.agreement,
        "credit": i.credit_for,
        "iso": str(i.issued),
        "lines": [
            [
                f"{line.end:%d/%m/%Y}",
                line.text,
                f"{sign}{line.quantity}",
                line.unit,
                f"{line.price:,.2f}",
                "20%",
                money(line.net),
            ]
            for line in i.lines
        ],
        "net": f"£{money(i.net)}",
        "tax": f"£{money(i.tax)}",
        "gross": f"£{money(i.net + i.tax)}",
        "inside": inside.decode() if inside else "",
    }
    pdf = typst.compile(
        _LOOK.read_bytes(),
        sys_inputs={"invoice": json.dumps(data)},
        pdf_standards=["a-3b"] if inside else [],
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst made several files of {i.number}, one was wanted.")
    return pdf
