"""Clause numbers and titles as people write them: "4.2", "(a)", "ARTICLE IV", "Schedule B - Service Levels".

Shared by the readers of formats where a number is only typed text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = (
    "section|sec|article|clause|paragraph|schedule|annex|annexure|appendix|exhibit|attachment|addendum|part"
)
_LABEL = re.compile(
    rf"""
      (?P<word>(?=[A-Z])(?i:{_WORDS})\.?\s+(?:\d{{1,3}}(?:\.\d{{1,3}})*|[IVXLC]{{1,6}}|[A-Z])(?:-\d{{1,2}}|\([a-z]\))?(?![\w-]))
    | (?P<many>(?:[A-Z]\.?)?\d{{1,3}}(?:\.\d{{1,3}})+(?:\((?:[a-z]{{1,4}}|\d{{1,2}})\))*)(?=[.):]?(?:\s|[*_]|$))
    | (?P<one>\d{{1,3}}(?:\((?:[a-z]{{1,4}}|\d{{1,2}})\))*)(?=[.)](?:\s|[*_]|$))
    | (?P<wrapped>\((?:\d{{1,3}}|[a-z]{{1,2}}|[A-Z]{{1,2}}|[ivxlc]{{1,7}}|[IVXLC]{{1,7}})\))(?=\s|[*_]|$)
    | (?P<closed>(?:[a-z]{{1,2}}|[A-Z]|[ivxlc]{{1,7}})\))(?=\s|$)
    | (?P<letter>(?:[A-Z]|[a-z]|[ivx]{{2,5}}|[IVX]{{2,6}}))(?=\.(?:\s|[*_]))
    | (?P<section>§{{1,2}}\s?\d{{1,3}}(?:\.\d{{1,3}})*)
    """,
    re.VERBOSE,
)
_EMPHASIS = re.compile(r"[*_]{1,3}")
_PUNCTUATION = re.compile(r"[.):]*[*_]{0,3}[.:]?\s*")
_ROMAN = re.compile(r"[ivxlc]+\Z", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_SMALL = frozenset(
    "a an and as at by for from in into nor of on or the to upon via vs with & / - – — | +".split()  # noqa: SIM905 - reads as a word list
)
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Label:
    """A clause number at the head of a paragraph.

    number   as people cite it: "4.2", "(a)", "Schedule B"
    shape    numbers of one list have one shape: "1", "1.1", "(a)", "(i)", "a)", "A.", "word"
    end      offset in the paragraph behind the number and its punctuation
    """

    number: str
    shape: str
    end: int


def label(text: str) -> Label | None:
    """The clause number which `text` (without leading white space) begins with; emphasis marks are skipped."""
    mark = _EMPHASIS.match(text)
    begin = mark.end() if mark else 0
    found = _LABEL.match(text, begin)
    if found is None:
        return None
    number = found.group()
    rest = _PUNCTUATION.match(text, found.end())
    end = rest.end() if rest else found.end()
    if found.lastgroup == "word" and text[end : end + 1].islower() and not text[found.end() : end].strip():
        return None  # "Attachment F should be submitted" is a sentence
    return Label(number, _shape(found), end)


def _shape(found: re.Match[str]) -> str:
    number = found.group()
    match found.lastgroup:
        case "word":
            return number.split()[0].lower()
        case "many":
            return "1" + ".1" * number.count(".") + "(a)" * number.count("(")
        case "one":
            return "1" + "(a)" * number.count("(")
        case "section":
            return "§"
    core = number.strip("()")
    kind = "1" if core.isdigit() else "i" if _ROMAN.match(core) and core.lower() not in {"c", "l"} else "a"
    kind = kind.upper() if core.isupper() else kind
    return {"wrapped": f"({kind})", "closed": f"{kind})"}.get(str(found.lastgroup), f"{kind}.")


def titled(text: str) -> bool:
    """Whether `text`, a line of its own without its number, is written as a title: capitals or Title Case, short."""
    words = text.strip(" *_:").split()
    if not words or len(text) > 100 or text.rstrip("*_ ")[-1:] in tuple(".;,?!") or "__" in text:
        return False
    _, _, value = text.replace("*", "").rstrip(" _:").partition(": ")
    if value and (not value.isupper() or "[" in value):
        return False  # "Project Name: Custom Application Maintenance" is a filled-in form
    if words[-1].lower() in _SMALL:
        return False  # "(b) the Premises; and" goes on
    heads = [w for w in words if _LETTERS.search(w)]
    if not heads or text.lstrip("*_ ")[:1] in "([{\"“'‘<>":
        return False
    if all(w.upper() == w for w in heads):
        return len(words) <= 14 and sum(len(_LETTERS.findall(w)) for w in heads) >= 3
    big = [w for w in heads if w.lower() not in _SMALL]
    upper = [w for w in big if _LETTERS.findall(w)[0].isupper()]
    return bool(big) and len(words) <= 10 and len(upper) >= _MOSTLY * len(big) and heads[0] in upper
