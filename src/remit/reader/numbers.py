"""Numbers as contracts write them: figures, words, both at once ("thirty (30)"), and simple fractions."""

from __future__ import annotations

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "lakh": 100_000, "crore": 10_000_000}
_VALUES = {word: n for n, word in enumerate(_UNITS)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_VALUES |= {"fourty": 40, "dozen": 12}
_FRACTIONS = {
    "half": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "eighth": 1 / 8,
    "tenth": 1 / 10,
    "thirds": 1 / 3,
    "quarters": 1 / 4,
    "tenths": 1 / 10,
}
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75}

_ONE = r"(?:" + "|".join(sorted([*_VALUES, *_SCALES], key=len, reverse=True)) + r")"
_SMALL = r"(?:" + "|".join(sorted(_VALUES, key=len, reverse=True)) + r")"
_PART = r"(?:" + "|".join(sorted(_FRACTIONS, key=len, reverse=True)) + r")"
_WORDS = rf"{_SMALL}(?:(?:[\s-]+(?:and[\s-]+)?){_ONE})*"
_MIXED = rf"{_WORDS}[\s-]+and[\s-]+(?:an?|one)[\s-]*{_PART}|one[\s-]+{_PART}|three[\s-]+quarters"
_FIGURES = (
    r"(?:\d+\s*-\s*1/2|\d*[½¼¾]|\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?(?!\d)|\d*\.?\d+)"
)

WORDS = rf"(?:{_MIXED}|{_WORDS})"
"""Pattern of a number in words."""
FIGURES = _FIGURES
"""Pattern of a number in figures."""
NUMBER = rf"(?<![\w.,])(?:{WORDS}\s*\(\s*(?:{_FIGURES}|[il](?=\s*\)))\s*%?\s*\)|{WORDS}(?![a-z])|{_FIGURES}(?:\s*\(\s*{WORDS}\s*\))?)"
"""Pattern of a number in any form, for lower-case text; where words and figures stand together, figures rule."""

_FIGURE_IN = re.compile(_FIGURES)


def number(text: str) -> float | None:
    """The number that an expression matched by NUMBER states; None where it is none."""
    text = text.strip().lower()
    found = _FIGURE_IN.search(text)
    return _figures(found.group()) if found else _words(text)


def _figures(text: str) -> float | None:
    half = re.fullmatch(r"(\d+)\s*-\s*1/2", text)
    if half:
        return int(half[1]) + 0.5
    if text[-1] in _SIGNS:
        return float(text[:-1] or 0) + _SIGNS[text[-1]]
    try:
        return float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def _words(text: str) -> float | None:
    words = [w for w in re.split(r"[\s-]+", text) if w not in ("and", "a", "an", "of", "")]
    if not words:
        return None
    total = 0.0
    part = 0.0
    for i, word in enumerate(words):
        if word in _VALUES:
            # "one half": the one counts the fraction, it is no number of its own.
            if i + 1 < len(words) and words[i + 1] in _FRACTIONS:
                total += part + _VALUES[word] * _FRACTIONS[words[i + 1]]
                return total
            part += _VALUES[word]
        elif word in _FRACTIONS:
            return total + part + _FRACTIONS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total += (part or 1) * _SCALES[word]
            part = 0.0
        else:
            return None
    return total + part


def tidy(value: float) -> int | float:
    """Whole numbers as int, others rounded to what a contract can mean."""
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def spelt(value: int) -> str:
    """A whole number below one thousand in words: 120 is "one hundred and twenty"."""
    if not 0 <= value < 1000:
        raise ValueError("spelt() writes whole numbers from 0 to 999.")
    if value < 20:
        return _UNITS[value]
    if value < 100:
        tens, unit = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")
    hundreds, rest = divmod(value, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" and {spelt(rest)}" if rest else "")
