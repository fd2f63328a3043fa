"""Blanks and options."""

from __future__ import annotations

import pytest
from texts import segment, segments

from remit.reader.blanks import blank_findings, find_blanks, has_blank, option_state, options


@pytest.mark.parametrize(
    ("text", "blank", "kind"),
    [
        ("The rate is [RATE] per hour.", "[RATE]", "placeholder"),
        ("Notice of [e.g., 30 days] is needed.", "[e.g., 30 days]", "placeholder"),
        ("This agreement with {{CLIENT_NAME}} begins today.", "{{CLIENT_NAME}}", "placeholder"),
        ("The term is ________ months.", "________", "line"),
        ("The start date is TBD.", "TBD", "placeholder"),
        ("The price is to be determined.", "to be determined", "placeholder"),
        ("Call <insert phone number> for help.", "<insert phone number>", "placeholder"),
        ("Invoices are due in xx days.", "xx", "placeholder"),
        ("The fee is $[X] a month.", "[X]", "placeholder"),
        ("We answer within [X] hours.", "[X]", "placeholder"),
        ("The price is $ per month for each server.", "$", "amount"),
        ("The limit is [*] in all.", "[*]", "withheld"),
        ("The fee: ........................", "........................", "line"),
        ("Registered number XXX.", "XXX", "placeholder"),
    ],
)
def test_one_blank(text: str, blank: str, kind: str) -> None:
    found = segment(text)
    (only,) = find_blanks([found])
    assert (only.text, only.kind) == (blank, kind)
    assert found.document.text[only.start : only.end].strip() == blank
    assert has_blank(found)


@pytest.mark.parametrize(
    "text",
    [
        "The fee is $100 per month.",
        "[S]ervices are provided.",
        "See note [1] below.",
        "[C] Updates are installed monthly.",
        "Article XX applies.",
        "Write to <ann@kestrel.example> for help.",
        "See [our site](https://kestrel.example).",
        "[x] Gold plan",
        "Overage rate ............ $95.00",
        "Signature: ______________",
        "**By:** ____________ Date: ________",
    ],
)
def test_no_blank(text: str) -> None:
    assert not has_blank(segment(text))


def test_options_of_one_line() -> None:
    assert [(o.text, o.ticked) for o in options(segment("Plan: [ ] Gold [x] Silver"))] == [
        ("Gold", False),
        ("Silver", True),
    ]
    assert option_state(segment("Plan: [ ] Gold [x] Silver")) == "chosen"
    assert option_state(segment("Plan: [ ] Gold [ ] Silver")) == "open"
    assert option_state(segment("Plan: Gold")) is None


def test_an_option_beside_a_ticked_one_is_not_chosen() -> None:
    found = segments("- [ ] Gold plan\n- [x] Silver plan\n- ☐ Bronze plan")
    assert [option_state(s, found) for s in found] == ["not_chosen", "chosen", "not_chosen"]


def test_nobody_chose() -> None:
    found = segments("# Plan\n\n- [ ] Gold plan\n- [ ] Silver plan")
    assert [option_state(s, found) for s in found] == [None, "open", "open"]
    (finding,) = blank_findings(found)
    assert finding.kind == "blank"
    assert finding.message == 'No option is chosen under "Plan": Gold plan, Silver plan.'


def test_extras_may_be_left_out() -> None:
    found = segments("# Extras (tick what you want)\n\n- [ ] Backups\n- [ ] Training")
    assert [option_state(s, found) for s in found[1:]] == ["not_chosen", "not_chosen"]
    assert blank_findings(found) == ()


def test_one_finding_a_heading() -> None:
    found = segments(
        "# Fees\n\nThe fee is [FEE] per [PERIOD].\n\nThe rate is [RATE].\n\n# Term\n\nThe term is ____ months."
    )
    messages = [f.message for f in blank_findings(found)]
    assert messages == [
        '3 places are not filled in under "Fees": [FEE], [PERIOD], [RATE].',
        'One place is not filled in under "Term": ____.',
    ]
