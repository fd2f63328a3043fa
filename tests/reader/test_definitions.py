"""Defined terms, and the classes of work that they stand for."""

from __future__ import annotations

import pytest
from texts import segments

from remit.reader.definitions import defined_classes, read_definitions, uses


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        ('"Business Hours" means 9 to 5 on working days.', "Business Hours", "9 to 5 on working days"),
        ('1.2 "Device" shall mean a laptop or server.', "Device", "a laptop or server"),
        ('"Open Hours" are 8:00 to 17:30.', "Open Hours", "8:00 to 17:30"),
        ('For the purposes of this clause, "Fault" means a loss of function.', "Fault", "a loss of function"),
        ("Surrounding Work means advice and training.", "Surrounding Work", "advice and training"),
        ("**Business Day** means a day other than Sunday.", "Business Day", "a day other than Sunday"),
        (
            'The Supplier provides support (the "Services") to the Customer.',
            "Services",
            "The Supplier provides support",
        ),
        ('"Statement of Work" or "SOW" means a signed order.', "SOW", "a signed order"),
        ('In this agreement "Outage" means a stop, and "Degraded" means slow.', "Degraded", "slow"),
    ],
)
def test_one_definition(text: str, term: str, meaning: str) -> None:
    found = {d.term: d for d in read_definitions(segments(text))}
    assert found[term].meaning == meaning
    assert found[term].evidence.quote in text


def test_a_table_of_definitions() -> None:
    text = "# Definitions\n\n| Term | Meaning |\n|---|---|\n| Device | A laptop or a server |\n| Fee | The monthly price |"
    assert {d.term: d.meaning for d in read_definitions(segments(text))} == {
        "Device": "A laptop or a server",
        "Fee": "The monthly price",
    }


def test_a_glossary_without_quotes() -> None:
    text = "# Definitions\n\nBusiness Day: a day other than a Saturday.\n\nOutage: a stop of the service."
    assert [d.term for d in read_definitions(segments(text))] == ["Business Day", "Outage"]


@pytest.mark.parametrize(
    "text",
    ['Tick "Yes" if you agree.', "This means that we answer.", 'He said "hello" to us.', "We mean it."],
)
def test_no_definition(text: str) -> None:
    assert read_definitions(segments(text)) == ()


def test_a_class_with_its_members_and_its_uses() -> None:
    found = segments(
        '"Reserved Labor" means labor:\n\n(a) done at night;\n\n(b) made necessary by a spill; or\n\n(c) for a move.\n\n'
        "Reserved Labor is charged at the hourly rate.\n\nThe fee does not include any reserved labor."
    )
    (known,) = defined_classes(found)
    assert known.term == "Reserved Labor"
    assert [found[i].text[:3] for i in known.members] == ["(a)", "(b)", "(c)"]
    assert [found[i].text[:12] for i in known.used_in] == ["Reserved Lab", "The fee does"]


def test_a_list_inside_the_sentence() -> None:
    found = segments(
        '"Excluded Events" means any of the following, whatever brought it about: (a) the theft or loss of a computer '
        "at any place; (b) damage to a server by water or by fire; and (c) a fault of the software of other makers.\n\n"
        "We are not liable for an Excluded Event."
    )
    (known,) = defined_classes(found)
    assert len(known.members) == 3
    assert len(known.used_in) == 1


def test_a_class_enumerated_elsewhere() -> None:
    found = segments(
        '"Barred Matter" means a matter described in Section 2.06.\n\nSection 2.06 We never do the following:\n\n'
        "(a) repair of private phones;\n\n(b) training.\n\nA Barred Matter is refused."
    )
    known = next(c for c in defined_classes(found) if c.term == "Barred Matter")
    assert {"(a) repair of private phones;", "(b) training."} <= {found[i].text for i in known.members}


def test_a_class_in_running_words() -> None:
    found = segments(
        '"Casualty" means any spill, theft, fire or lightning.\n\nRepairs after a casualty are charged.'
    )
    (known,) = defined_classes(found)
    assert (known.members, known.used_in) == ((0,), (1,))


def test_a_list_called_by_its_heading() -> None:
    found = segments(
        "A job on List X is charged.\n\n# PART D: LIST X (PAID JOBS)\n\n- damage by water\n\n- work at night\n\n# Other\n\nEnd."
    )
    known = next(c for c in defined_classes(found) if c.term == "List X")
    assert [found[i].text for i in known.members] == ["damage by water", "work at night"]
    assert known.used_in == (0,)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Facility", "All facilities are cooled."),
        ("Services", "each service"),
        ("Device", "the DEVICES"),
        ("Losses", "a loss"),
    ],
)
def test_uses_in_singular_and_plural(term: str, text: str) -> None:
    assert uses(term, segments(text)) == (0,)


def test_a_longer_word_is_no_use() -> None:
    assert uses("Order", segments("Orderly work on the reorder list.")) == ()
