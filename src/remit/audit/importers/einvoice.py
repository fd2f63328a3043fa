"""Electronic invoices: UBL 2.1, CII, and the CII inside a Factur-X or ZUGFeRD PDF, as EN 16931 uses them.

Where each says what is data (einvoice.yaml). Allowances and charges on a whole invoice, the home of service credits,
become lines of their own. XML is read without entities, document types and network. A value that can't be read stops
the whole invoice: with an amount missing its lines no longer add up.

Source: EN 16931-1:2017 (terms BT-1 to BT-161), ISO/IEC 19845 (UBL), UN/CEFACT CII D16B.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl
import yaml
from lxml import etree

from remit.audit.importers.finishing import complete
from remit.audit.importers.line_text import read_lines
from remit.audit.importers.words import meaning
from remit.audit.tables import MILLION, REJECTS, TABLES
from remit.charges.money import minor_digits
from remit.errors import FileProblem, ModelProblem

_MAX_BYTES = 64 * 2**20
_CREDITS: Final = frozenset({"381", "396", "261", "262", "308", "420", "458", "532"})
"""Codes of UNTDID 1001 for credit notes."""
_HINT = "Give an invoice in UBL 2.1, CII, Factur-X or ZUGFeRD 2, or as a table."
_DATES = frozenset({"invoice_date", "due_date", "period_from", "period_to", "service_date"})
_TICKET_NAMES = frozenset({"ticket", "ticket number", "ticket id", "case", "incident", "reference"})


@dataclass(frozen=True)
class EInvoice:
    """One invoice as our tables. `lines` is empty where the profile states totals alone."""

    lines: pl.DataFrame
    heads: pl.DataFrame
    rejects: pl.DataFrame


class _Unreadable(Exception):
    """A value of an invoice that can't be read: where, what, why."""

    def __init__(self, where: str, value: str, why: str) -> None:
        super().__init__(where, value, why)
        self.where, self.value, self.why = where, value, why


@cache
def _paths() -> Mapping[str, Any]:
    text = files("remit.audit.importers").joinpath("einvoice.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes text alone
    if data.pop("schema") != "remit/einvoice/1":
        raise ModelProblem("einvoice.yaml has another schema than this program reads.")
    return dict(data)


def read_einvoice(data: bytes, name: str, source: str = "") -> EInvoice:
    """The invoice in an XML file; FileProblem where it is none. `source` is the format that the caller knows it by."""
    if len(data) > _MAX_BYTES:
        raise FileProblem(f"{name} is larger than {_MAX_BYTES // 2**20} MB.", _HINT)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        line, column = problem.position
        raise FileProblem(
            f"{name}, line {line}, column {column}: the XML is damaged ({problem.msg}).",
            "Export the invoice again.",
        ) from problem
    if b"<!DOCTYPE" in data[:4096]:
        raise FileProblem(f"{name} declares a document type, which no invoice needs.", _HINT)
    for syntax, paths in _paths().items():
        for node in _roots(root, paths["roots"]):
            return _Invoice(node, syntax, paths, name, source or syntax).read()
    raise FileProblem(f"{name} is XML but no invoice that can be read: it is a '{_local(root)}'.", _HINT)


def _roots(root: etree._Element, names: list[str]) -> Iterator[etree._Element]:
    """The invoice itself, or the one in an envelope."""
    for node in root.iter(etree.Element):
        if _local(node) in names and ("ubl" in _space(node) or "CrossIndustryInvoice" in names):
            yield node
            return


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def _space(node: etree._Element) -> str:
    return etree.QName(node).namespace or ""


def _all(node: etree._Element, path: str) -> list[etree._Element]:
    """Every element at a path of local names."""
    found = [node]
    for step in path.split("/"):
        found = [
            child
            for parent in found
            for child in parent
            if isinstance(child.tag, str) and _local(child) == step
        ]
    return found


class _Invoice:
    def __init__(
        self, node: etree._Element, syntax: str, paths: Mapping[str, Any], name: str, source: str
    ) -> None:
        self.node, self.paths, self.name, self.source, self.syntax = node, paths, name, source, syntax
        self.currency = (self._text(node, paths["currency"]) or "").upper()
        self.digits = minor_digits(self.currency)
        kind = self._text(node, paths["type"]) or ""
        self.credit = _local(node) == "CreditNote" or kind in _CREDITS

    def read(self) -> EInvoice:
        try:
            head = self._head()
            lines = [self._line(head, n, number) for number, n in enumerate(self._line_nodes(), 1)]
            lines += [
                self._allowance(head, n, number)
                for number, n in enumerate(_all(self.node, self.paths["allowances"]["each"]), 1)
            ]
        except _Unreadable as problem:
            rejects = pl.DataFrame(
                [
                    {
                        "file": self.name,
                        "row": None,
                        "column": problem.where,
                        "value": problem.value,
                        "problem": problem.why,
                        "record": None,
                    }
                ],
                schema=REJECTS.schema,
            )
            return EInvoice(_table([], "invoice_lines"), _table([], "invoices"), rejects)
        return EInvoice(
            read_lines(_table(lines, "invoice_lines")), _table([head], "invoices"), REJECTS.empty()
        )

    def _line_nodes(self) -> list[etree._Element]:
        return [n for path in self.paths["lines"] for n in _all(self.node, path)]

    def _text(self, node: etree._Element, paths: list[str]) -> str | None:
        for path in paths:
            for found in _all(node, path):
                text = " ".join((found.text or "").split())
                if text:
                    return text
        return None

    def _value(self, node: etree._Element, names: Mapping[str, list[str]], column: str) -> object:
        """A column's value by its kind, a credit note's money and quantity negative."""
        text = self._text(node, names.get(column, []))
        where = names.get(column, [column])[0]
        if text is None:
            return None
        if column in _DATES:
            return _day(text, where)
        if column.endswith("_minor"):
            return self._sign() * _whole(text, where, 10**self.digits, exact=True)
        if column.endswith("_micro"):
            size = _whole(text, where, MILLION, exact=False)
            return self._sign() * size if column == "quantity_micro" else size
        return text

    def _sign(self) -> int:
        return -1 if self.credit else 1

    def _head(self) -> dict[str, object]:
        names = self.paths["head"]
        head = {column: self._value(self.node, names, column) for column in names}
        if head["invoice"] is None:
            raise _Unreadable(names["invoice"][0], "", "is empty: the invoice has no number")
        if not self.currency:
            raise _Unreadable(self.paths["currency"][0], "", "is empty: the invoice names no currency")
        # Tax is stated again in the seller's currency where the two differ: the document's own counts.
        tax = [n for p in names["tax_minor"] for n in _all(self.node, p)]
        own = [n for n in tax if n.get("currencyID", self.currency).upper() == self.currency]
        if own and own[0] is not tax[0]:
            head["tax_minor"] = self._sign() * _whole(
                (own[0].text or "").strip(), names["tax_minor"][0], 10**self.digits, exact=True
            )
        return {
            **head,
            "source": self.source,
            "kind": "credit_note" if self.credit else "invoice",
            "currency": self.currency,
            "file": self.name,
            "row": None,
        }

    def _line(self, head: Mapping[str, object], node: etree._Element, number: int) -> dict[str, object]:
        names = self.paths["line"]
        line = {column: self._value(node, names, column) for column in names}
        amount = line["amount_minor"]
        if amount is None:
            raise _Unreadable(f"{names['amount_minor'][0]} of line {line['line'] or number}", "", "is empty")
        doubts = self._price(line, node, names)
        quantity = next((n for p in names["quantity_micro"] for n in _all(node, p)), None)
        code = quantity.get("unitCode") if quantity is not None else None
        extra = self._attributes(node)
        ticket = line["ticket"] or next((v for k, v in extra.items() if k.casefold() in _TICKET_NAMES), None)
        note, more = line.pop("note"), line.pop("more")
        told = [str(t) for t in (line.pop("name"), more, note) if t]
        kept = ("invoice", "invoice_date", "due_date", "contract_ref", "corrects", "supplier", "customer")
        return {
            **{c: head[c] for c in (*kept, "source", "kind", "currency", "file")},
            **line,
            "line": line["line"] or str(number),
            "part": "line",
            "row": number,
            "description": " – ".join(dict.fromkeys(told)) or None,
            "unit": meaning("unit", code, {}) if code else None,
            "unit_said": code,
            "discount_minor": self._discount(node),
            "period_from": line["period_from"] or head["period_from"],
            "period_to": line["period_to"] or head["period_to"],
            "service_date": line["service_date"] or head["service_date"],
            "order_ref": line["order_ref"] or head["order_ref"],
            "ticket": ticket,
            "doubts": doubts or None,
            "extra": json.dumps(extra, ensure_ascii=False) if extra else None,
        }

    def _price(self, line: dict[str, Any], node: etree._Element, names: Mapping[str, list[str]]) -> list[str]:
        """The price of one unit where it is stated for several; a doubt where that is no whole millionth."""
        per = line.pop("per")
        price, base = line["unit_price_micro"], self._text(node, names["per"])
        if per is None or price is None or base is None:
            return []
        count = _whole(base, names["per"][0], MILLION, exact=False)
        if count in (0, MILLION):
            return []
        exact = Decimal(price) * MILLION / count
        line["unit_price_micro"] = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        return [f"unit_price_micro: stated per {base}, rounded"] if exact % 1 else []

    def _discount(self, node: etree._Element) -> int | None:
        """What allowances on a line take off, less its charges."""
        names = self.paths["allowances"]
        each = _all(node, self.paths.get("line_allowances", names["each"]))
        total: int | None = None
        for n in each:
            text = self._text(n, [names["amount"]])
            if text is not None:
                size = _whole(text, f"{names['each']}/{names['amount']}", 10**self.digits, exact=True)
                total = (total or 0) + (-size if self._charge(n) else size) * self._sign()
        return total

    def _charge(self, node: etree._Element) -> bool:
        return (self._text(node, [self.paths["allowances"]["charge"]]) or "").lower() in ("true", "1")

    def _allowance(self, head: Mapping[str, object], node: etree._Element, number: int) -> dict[str, object]:
        names = self.paths["allowances"]
        charge = self._charge(node)
        where = f"{names['each']}/{names['amount']}"
        text = self._text(node, [names["amount"]])
        if text is None:
            raise _Unreadable(where, "", "is empty")
        size = _whole(text, where, 10**self.digits, exact=True) * self._sign()
        percent = self._text(node, [names["tax"]])
        return {
            **{c: v for c, v in head.items() if not c.endswith("_minor") and c != "notes"},
            "line": f"{'C' if charge else 'A'}{number}",
            "part": "charge" if charge else "allowance",
            "description": self._text(node, [names["reason"]]),
            "amount_minor": size if charge else -size,
            "tax_percent_micro": _whole(percent, names["tax"], MILLION, exact=False) if percent else None,
        }

    def _attributes(self, node: etree._Element) -> dict[str, str]:
        names = self.paths["attributes"]
        found = {}
        for n in _all(node, names["each"]):
            key, value = self._text(n, [names["name"]]), self._text(n, [names["value"]])
            if key and value:
                found[key] = value
        return found


def _whole(text: str, where: str, scale: int, *, exact: bool) -> int:
    """A decimal number in whole units of 1/scale; XML numbers have a point and no thousands.

    exact  a remainder is refused (an amount of money); otherwise it is rounded half away from zero
    """
    try:
        number = Decimal(text) * scale
    except InvalidOperation as problem:
        raise _Unreadable(where, text, "is no number") from problem
    if not number.is_finite():
        raise _Unreadable(where, text, "is no number")
    whole = number.to_integral_value(ROUND_HALF_UP)
    if exact and whole != number:
        raise _Unreadable(where, text, "has more decimals than the currency")
    if abs(whole) >= 2**63:
        raise _Unreadable(where, text, "is larger than any amount")
    return int(whole)


def _day(text: str, where: str) -> date:
    """'2026-03-01', also with an offset, or CII's '20260301'."""
    figures = text[:10] if "-" in text else f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    try:
        return date.fromisoformat(figures)
    except ValueError as problem:
        raise _Unreadable(where, text, "is no date") from problem


def _table(rows: list[dict[str, object]], table: str) -> pl.DataFrame:
    schema = TABLES[table].schema
    kept = [{c: v for c, v in row.items() if c in schema} for row in rows]
    return complete(pl.DataFrame(kept, schema=schema), table)
