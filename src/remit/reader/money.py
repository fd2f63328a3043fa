"""Amounts, prices with what they are per, multiples of a rate, and percentages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from remit.reader.numbers import FIGURES, NUMBER, WORDS, number, tidy

_SYMBOLS = {
    "$": "",
    "us$": "USD",
    "u.s. $": "USD",
    "u.s.$": "USD",
    "us $": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad$": "CAD",
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "£": "GBP",
    "€": "EUR",
    "₹": "INR",
    "rs.": "INR",
    "rs": "INR",
    "r": "ZAR",
    "k": "PGK",
    "¥": "JPY",
}
_CODES = "USD|AUD|CAD|NZD|SGD|HKD|GBP|EUR|INR|ZAR|PGK|CHF|SEK|NOK|DKK|JPY|AED"
_NAMES = (
    (re.compile(r"\b(?:u\.?s\.?|united states|american)\s+dollars?\b|\bUSD\b", re.IGNORECASE), "USD"),
    (re.compile(r"\baustralian\s+dollars?\b|\bAUD\b|\bABN\b|\bACN\b", re.IGNORECASE), "AUD"),
    (re.compile(r"\bcanadian\s+dollars?\b|\bCAD\b|\bHST\b", re.IGNORECASE), "CAD"),
    (re.compile(r"\bnew zealand\s+dollars?\b|\bNZD\b|\bNZBN\b", re.IGNORECASE), "NZD"),
    (re.compile(r"\bsingapore\s+dollars?\b|\bSGD\b|S\$", re.IGNORECASE), "SGD"),
    (re.compile(r"\brand\b|\bZAR\b|\bsouth african?\b", re.IGNORECASE), "ZAR"),
    (re.compile(r"\bkina\b|\bPGK\b|\bpapua new guinea\b", re.IGNORECASE), "PGK"),
    (re.compile(r"\bstate of\b|\bcounty\b|\bllc\b|\bcorporation\b", re.IGNORECASE), "USD"),
    (re.compile(r"\bnew zealand\b", re.IGNORECASE), "NZD"),
    (re.compile(r"\baustralian?\b|\bpty\b", re.IGNORECASE), "AUD"),
    (re.compile(r"\bcanad(?:a|ian)\b|\bontario\b", re.IGNORECASE), "CAD"),
)
_SIGN = r"(?:(?:u\.s\.\s?|us\s?|au|a|cad|ca|c|nz|s|hk)?\$|[£€₹¥]|rs\.?(?=\s?\d)|(?<![\w])[rk](?=\d[\d,.]))"
_SCALE = r"(?:\s*(?P<scale>million|thousand|lakh|crore|m(?=\b)|k(?=\b)))?"
_FIGURE = r"(?:\d{1,3}(?:[,\s]\d{2,3})+(?:\.\d+)?|\d*\.?\d+)"
_AMOUNT = re.compile(
    rf"(?P<code1>\b(?:{_CODES})\s*)?(?:(?<![a-z])(?P<sign>{_SIGN})\s*(?P<n>{_FIGURE}){_SCALE}"
    rf"|(?P<n2>(?<![\w.$]){_FIGURE})\s*(?P<name>(?:{_CODES})\b|(?:us\s+|u\.s\.\s+)?dollars?\b|pounds?\b|euros?\b|rand\b|rupees\b|cents\b|pence\b|p(?=\s+per\b)))"
    rf"(?:\s*(?P<code2>{_CODES})\b)?",
    re.IGNORECASE,
)
_PER_UNIT = (
    r"(?:(?!(?:each|every|month|day|year|hour|per|and)\b)[a-z][a-z'-]*\s+)?"
    r"(?:users?|seats?|persons?|people|employees?|heads?|mailbox(?:es)?|devices?|endpoints?|computers?|machines?|workstations?|desktops?|"
    r"laptops?|pcs?|servers?|assets?|units?|items?|sites?|locations?|hours?|hrs?|h|days?|weeks?|months?|mo|mth|quarters?|years?|annum|yr|"
    r"visits?|calls?|incidents?|tickets?|sessions?|kilomet(?:re|er)s?|km|miles?|gb|tb|polic(?:y|ies)|employees|jobs?|bookings?|minutes?|attendance|"
    r"technicians?|engineers?|accounts?|licen[cs]es?|switch(?:es)?|printers?|firewalls?|phones?|tablets?|violation)"
)
_PER = re.compile(
    r"\s*(?:\(?(?:plus|excl\.?|exclusive of|before|\+|ex|inc\.?|incl\.?)\s+(?:gst|vat|hst|tax|taxes)\)?,?\s*)?(?:[/,]?\s*(?:per|for each|for every|each|every|a|an)\s+(?!of\b)"
    rf"|/\s*(?:per\s+)?|\s+(?=monthly|annually|yearly|hourly|quarterly|weekly|daily))(?P<unit>{_PER_UNIT}|monthly|annually|yearly|hourly|quarterly|weekly|daily)\b",
    re.IGNORECASE,
)
_RHYTHM = {
    "monthly": "month",
    "annually": "year",
    "yearly": "year",
    "hourly": "hour",
    "quarterly": "quarter",
    "weekly": "week",
    "daily": "day",
    "annum": "year",
    "mo": "month",
    "mth": "month",
    "hr": "hour",
    "h": "hour",
    "yr": "year",
}
_TIMES = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:\(\s*{FIGURES}\s*\)\s*)?(?:×|x\b|times?\b(?!\s+(?:a|an|per|each|every|in|out)\b))"
    rf"|(?:\bx|×|\btimes|\bmultiplied by|\bmultiple of|\bmultiplier of|\bfactor of)\s*(?:(?:a\s+)?factor\s+of\s+)?(?P<after>{FIGURES}|{WORDS})(?!\s*[\w%]*\s*(?:per|a)\s+(?:week|month|year|day))"
    rf"|(?P<percent>{NUMBER})\s*(?:%|per\s?cent(?:um)?)(?:\s*\(\s*{FIGURES}\s*%\s*\))?\s+of\b"
    r"|(?P<half>\btime[\s-]+and[\s-]+(?:a|one)[\s-]+half\b)|(?P<double>\bdouble(?:[\s-]+time)?\b|\btwice\b)|(?P<triple>\btriple\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:%|per\s?cent(?:um)?\b)(?:\s*\(\s*(?P<again>{FIGURES})\s*%\s*\))?(?:\s*per\s?cent(?:um)?\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """currency is empty where the text has a bare "$"; per names its units in order: ("user", "month")."""

    amount: float
    currency: str
    per: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Multiple:
    """A rate stated as a multiple of another one."""

    factor: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Percent:
    percent: float
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """Every amount of money in order, with the units it is charged by."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        figure = (match["n"] or match["n2"]).replace(",", "").replace(" ", "")
        amount = float(figure)
        name = (match["name"] or "").lower()
        if match["scale"]:
            scales = {"million": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "crore": 1e7}
            amount *= scales[match["scale"].lower()]
        if name in ("cents", "pence", "p"):
            amount /= 100
        per, end = _units(text, match.end())
        found.append(Amount(amount, _currency(match), per, match.start(), end))
    return found


def _currency(match: re.Match[str]) -> str:
    code = match["code1"] or match["code2"] or ""
    name = (match["name"] or "").strip()
    if not code and name.upper() in _CODES.split("|"):
        code = name
    if code:
        return code.strip().upper()
    if name:
        words = {"pound": "GBP", "euro": "EUR", "rand": "ZAR", "rupee": "INR", "pence": "GBP", "p": "GBP"}
        bare = name.lower().removesuffix("s")
        return words.get(bare, "USD" if bare.startswith(("us", "u.s")) else "")
    return _SYMBOLS.get((match["sign"] or "").lower().strip(), "USD")


def _units(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """The units after an amount, each "per", "/", "a" or "each" on its own."""
    units: list[str] = []
    # "US Dollars (US$180) per hour": the bracket closes before the unit.
    while text[end : end + 1] == ")":
        end += 1
    while len(units) < 3 and (match := _PER.match(text, end)):
        word = match["unit"].lower().strip()
        units.append(_RHYTHM.get(word) or _RHYTHM.get(word.removesuffix("s")) or word.removesuffix("s"))
        end = match.end()
    return tuple(units), end


def multiples(text: str) -> list[Multiple]:
    """Every multiple of a rate: "1.5x", "one and one-half times", "150 % of", "time and a half", "double"."""
    found: list[Multiple] = []
    for match in _TIMES.finditer(text):
        if match["half"]:
            factor: float | None = 1.5
        elif match["double"] or match["triple"]:
            factor = 2.0 if match["double"] else 3.0
        elif match["percent"]:
            share = number(match["percent"])
            factor = share / 100 if share is not None else None
        else:
            factor = number(match["n"] or match["after"])
        if factor is not None and 1 <= factor <= 5:
            found.append(Multiple(factor, match.start(), match.end()))
    return found


def percentages(text: str) -> list[Percent]:
    """Every percentage in order."""
    found: list[Percent] = []
    for match in _PERCENT.finditer(text):
        value = number(match["again"] or match["n"])
        if value is not None:
            found.append(Percent(float(tidy(value)), match.start(), match.end()))
    return found


def currency_of(texts: Iterable[str]) -> str:
    """The currency that a bare "$" means in these texts: the one they name, the commonest first; "" if they name none."""
    counts: Counter[str] = Counter()
    for text in texts:
        for amount in amounts(text):
            # "R10" and "K2" may be no prices at all: rand and kina are known by name.
            if amount.currency and amount.currency not in ("ZAR", "PGK"):
                counts[amount.currency] += 3
        # Places and legal forms hint at a currency more weakly than its name does.
        for rank, (pattern, code) in enumerate(_NAMES):
            if pattern.search(text):
                counts[code] += 3 if rank < 7 else 1
    return counts.most_common(1)[0][0] if counts else ""
