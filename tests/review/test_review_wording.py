"""Values as a person would say them, and their sizes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from remit.review import client_playbook
from remit.review.wording import measure, place, say

LABELS = client_playbook().labels


@pytest.mark.parametrize(
    ("kind", "value", "said", "size"),
    [
        ("months", 1, "1 month", 1),
        ("months", 36, "36 months", 36),
        ("days", 90, "90 days", 90),
        ("minutes", 15, "15 minutes", 15),
        ("percent", 1.5, "1.5 %", Decimal("1.5")),
        ("yesno", True, "Yes", None),
        ("yesno", False, "No", None),
        ("one_of", "on_notice", "The provider may raise it on notice", None),
        ("date", "2026-03-01", "1 March 2026", None),
        ("date", "soon", "soon", None),
        ("name", "New York", "New York", None),
        ("number", 250000, "250,000", 250000),
        ("money", {"amount": 62.5, "currency": "GBP", "per": "user per month"}, "GBP 62.50 per user per month", Decimal("62.5")),
        ("money", {"amount": 2500, "currency": "USD"}, "USD 2,500", 2500),
        ("money", {"multiplier": 1.5}, "1.5 times the normal rate", Decimal("1.5")),
        ("hours", {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "18:00", "timezone": "Europe/London"}, "Monday to Friday, 08:00 to 18:00 (Europe/London)", 50),
        ("hours", {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00", "timezone": None}, "every day, round the clock", 168),
        ("hours", {"days": ["mon", "wed"], "from": None, "to": None}, "Monday, Wednesday,  to ", None),
        ("targets", [{"priority": "normal", "minutes": 480, "clock": "business"}, {"priority": "critical", "minutes": 15, "clock": "unstated"}], "critical 15 minutes; normal 8 hours in support hours", 15),
        ("targets", [], "", None),
        ("targets", "soon", "soon", None),
    ],
)  # fmt: skip
def test_values(kind: str, value: Any, said: str, size: Any) -> None:
    assert say(kind, value, LABELS) == said
    assert measure(kind, value) == size


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ((3, "4.2", None), "clause 4.2, page 3"),
        ((1, "Schedule B", None), "Schedule B, page 1"),
        ((None, None, "Fees"), "Fees"),
        ((2, "(a)", "Fees"), "clause (a), page 2"),
        ((None, None, None), ""),
    ],
)
def test_places(where: tuple[int | None, str | None, str | None], said: str) -> None:
    assert place(*where) == said
