"""A ruling told in words, data and a picture: with the quotes, and the same story everywhere."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from remit.contract import Contract, Evidence, Override, Provision
from remit.ruling import rule
from remit.ruling.explain import explain_data, explain_text, replay
from remit.ruling.picture import picture


def quote(text: str, clause: str) -> Evidence:
    return Evidence(document="agreement.pdf", quote=text, start=0, end=len(text), page=2, clause=clause)


CONTRACT = Contract(
    schema="remit/contract/1",
    provisions=(
        Provision(
            id="support",
            question="coverage",
            value="included",
            when={"activity": ["incident", "request"], "subject": "device"},
            evidence=quote("The Supplier shall support all devices.", "2.1"),
        ),
        Provision(
            id="misuse",
            question="coverage",
            value="excluded",
            when={"cause": "user"},
            evidence=quote("Damage by users is excluded <even laptops>.", "5.2"),
            overrides=(Override(id="support", ground="drafted", reason="a list headed Exclusions"),),
        ),
        Provision(
            id="nights",
            question="coverage",
            value="chargeable",
            when={"hours": ["after_hours", "weekend"]},
            evidence=quote("Work outside Support Hours is charged.", "3.4"),
        ),
    ),
)
SPILL = {"activity": "incident", "subject": "laptop", "cause": "accident", "hours": "business"}


def test_text_tells_what_prevails_and_quotes_it() -> None:
    text = explain_text(CONTRACT, rule(CONTRACT, "coverage", SPILL))
    assert text.splitlines()[0] == "Is it covered? excluded"
    assert "misuse (clause 5.2, page 2, agreement.pdf): excluded, when cause: something a user did" in text
    assert "“Damage by users is excluded <even laptops>.”" in text
    assert "misuse prevails, the text says so: a list headed Exclusions" in text


def test_text_of_silence_names_what_is_nearest() -> None:
    event = {"activity": "project", "subject": "laptop", "cause": "wear", "hours": "business"}
    text = explain_text(CONTRACT, rule(CONTRACT, "coverage", event))
    assert text.splitlines()[0] == "Is it covered? the contract does not say"
    assert "support (clause 2.1" in text
    assert "but it needs another kind of work" in text


def test_text_of_an_open_question_lists_the_cases() -> None:
    text = explain_text(CONTRACT, rule(CONTRACT, "coverage", SPILL | {"cause": "wear", "hours": "weekend"}))
    assert "Without the rule of interpretation specific-over-general the answer would be another." in text
    open_ = {f: v for f, v in SPILL.items() if f != "cause"}
    text = explain_text(CONTRACT, rule(CONTRACT, "coverage", open_))
    assert "What decides: cause" in text
    assert "- if cause: a user's mistake: excluded" in text


def test_data_is_json_with_quotes_and_replays() -> None:
    ruling = rule(CONTRACT, "coverage", SPILL)
    data = json.loads(json.dumps(explain_data(CONTRACT, ruling)))
    assert data["verdict"] == "ruled"
    assert data["because"][0]["clause"] == "5.2"
    assert data["overridden"][0]["by"] == "misuse"
    assert data["overridden"][0]["quote"] == "The Supplier shall support all devices."
    assert replay(CONTRACT, ruling)
    assert not replay(CONTRACT.model_copy(update={"provisions": CONTRACT.provisions[:1]}), ruling)


def test_picture_is_drawn_with_text_for_those_who_cannot_see_it() -> None:
    root = ET.fromstring(picture(CONTRACT, rule(CONTRACT, "coverage", SPILL)))  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "is it covered? excluded"
    assert "misuse sets support aside (drafted)." in (root.findtext(f"{space}desc") or "")
    assert root.get("role") == "img"
