"""Limits by age, warranty and maker's support, as the facts of a condition."""

from __future__ import annotations

import re

_NUMBER = r"(?:(?:\w+ )?\((\d{1,2})\)|(\d{1,2})|(two|three|four|five|six|seven|eight|ten))"
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
_OLDER = re.compile(
    rf"(?:older than|more than|over|exceed(?:s|ing)?|in excess of|beyond|past|greater than)\W+{_NUMBER}\W+years?(?: old| of age| in age)?"
)
_YOUNGER = re.compile(
    rf"(?:less than|under|no(?:t)? (?:more|older) than|not exceeding|within|up to|younger than)\W+{_NUMBER}\W+years?(?: old| of age)"
)
_AGED = re.compile(
    r"\b(?:old|age|aged|older|manufactur|purchase|device|computer|equipment|hardware|workstation|server|machine|laptop)"
)
_OUT = re.compile(
    r"(?:not (?:under|in|covered by)|out[- ]of|outside(?: of)?|expired|no longer (?:under|in|covered by)|without(?: a)?(?: valid| current)?)\W+(?:an? |the |its |any )?(?:valid |current |active |manufacturer'?s? |vendor |original )*warrant"
)
_IN = re.compile(
    r"(?<!not )(?:\b(?:under|in|covered by|within)\W+(?:an? |the |its |any )?(?:valid |current |active |manufacturer'?s? |vendor |original )*warrant|warranty (?:claim|repair|replacement|service))"
)
_DEAD = re.compile(
    r"(?:\bunsupported|no longer (?:be )?supported|end[- ]of[- ](?:life|support)|not (?:currently )?supported by (?:its |the |their )?(?:manufacturer|vendor|maker|publisher|developer)|without (?:a )?(?:current |valid |active )?(?:vendor |manufacturer |maintenance |support )+(?:support|contract|agreement))"
)


def read(text: str) -> dict[str, object]:
    """The limits that a passage states; `text` is lower case."""
    found: dict[str, object] = {}
    older, younger = _OLDER.search(text), _YOUNGER.search(text)
    if older and _AGED.search(text) and "month" not in text[older.start() : older.end()]:
        found["device_age_years"] = f"> {_value(older)}"
    elif younger and _AGED.search(text):
        found["device_age_years"] = f"<= {_value(younger)}"
    if _OUT.search(text):
        found["in_warranty"] = False
    elif _IN.search(text):
        found["in_warranty"] = True
    if _DEAD.search(text):
        found["vendor_supported"] = False
    return found


def _value(found: re.Match[str]) -> int:
    bracketed, digits, word = found.groups()
    return int(bracketed or digits or _WORDS[word])
