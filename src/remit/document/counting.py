"""Numbers as lists show them: 4, iv, IV, d, 04, 4th, Four."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_ONES = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
]
_TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
_IRREGULAR = {
    "One": "First",
    "Two": "Second",
    "Three": "Third",
    "Five": "Fifth",
    "Eight": "Eighth",
    "Nine": "Ninth",
    "Twelve": "Twelfth",
}


def roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in _ROMAN:
        out += sign * (value // size)
        value %= size
    return out


def repeated(value: int) -> str:
    """A ... z, aa, bb: Word's letters."""
    if not 0 < value <= 26 * 30:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def lettered(value: int) -> str:
    """A ... z, aa, ab: the browsers' letters."""
    if value < 1:
        return str(value)
    out = ""
    while value:
        value, rest = divmod(value - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def ordinal(value: int) -> str:
    tail = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"


def cardinal_text(value: int) -> str:
    if not 0 <= value < 100:
        return str(value)
    if value < 20:
        return _ONES[value]
    return _TENS[value // 10] + (f"-{_ONES[value % 10].lower()}" if value % 10 else "")


def ordinal_text(value: int) -> str:
    if not 0 < value < 100:
        return ordinal(value)
    head, dash, last = cardinal_text(value).rpartition("-")
    word = _IRREGULAR.get(last.capitalize()) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return head + dash + (word.lower() if head else word)


WORD: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": repeated,
    "upperLetter": lambda n: repeated(n).upper(),
    "lowerRoman": lambda n: roman(n).lower(),
    "upperRoman": roman,
    "ordinal": ordinal,
    "cardinalText": cardinal_text,
    "ordinalText": ordinal_text,
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "numberInDash": lambda n: f"- {n} -",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
"""Word's number formats (ECMA-376 part 1, 17.18.59); one that isn't here is shown as decimal."""

HTML: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": lettered,
    "A": lambda n: lettered(n).upper(),
    "i": lambda n: roman(n).lower(),
    "I": roman,
    "decimal": str,
    "decimal-leading-zero": lambda n: f"{n:02d}",
    "lower-alpha": lettered,
    "lower-latin": lettered,
    "upper-alpha": lambda n: lettered(n).upper(),
    "upper-latin": lambda n: lettered(n).upper(),
    "lower-roman": lambda n: roman(n).lower(),
    "upper-roman": roman,
}
"""The values of an <ol>'s type and of CSS list-style-type."""
