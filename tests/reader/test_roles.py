"""A party is called what it is, so that what is learnt of one agreement's names holds for all."""

from __future__ import annotations

from pathlib import Path

import pytest

import remit
from remit.contract import Contract
from remit.contract.terms import dump_terms, load_terms
from remit.reader.answer import answer
from remit.reader.parties import Name, Parties
from remit.reader.roles import names_of, parties_of, words

AGREEMENT = """MAINTENANCE AGREEMENT

This Agreement is made on 1 March 2026 between {provider_full} ("{provider}") and {client_full} ("{client}").

1. {provider} shall maintain the network and mend its faults for the monthly fee paid by {client}.

2. {client}, and not {provider}, has the responsibility for the printers at its premises.

3. {provider} may charge {client} its hourly rate for work outside normal hours.

4. {client} shall pay the invoices of {provider} within thirty days.
"""
NAMES = [
    {
        "provider_full": "Quarrel Systems, Inc.", "provider": "Quarrel",
        "client_full": "Lowfield Assurance Company", "client": "LAC",
    },
    {
        "provider_full": "Fernhill Computing Ltd", "provider": "FCL",
        "client_full": "Orchard Dental Group Ltd", "client": "Orchard",
    },
]  # fmt: skip


def side(*names: str) -> tuple[Name, ...]:
    return tuple(Name(n, None, 1.0) for n in names)


def test_each_mention_becomes_the_role() -> None:
    parties = Parties(side("Quarrel Systems Ltd", "Quarrel"), side("Lowfield Assurance Company", "LAC"))
    told = words(
        parties, "LAC, and not Quarrel, pays. Quarrel Systems Ltd works.", "LAC shall:", ("Quarrel",)
    )
    assert told.own == "client, and not provider, pays. provider works."
    assert told.lead == "client shall:"
    assert told.headings == ("provider",)


def read(folder: Path, names: dict[str, str]) -> Contract:
    file = folder / f"{names['provider']}.txt"
    file.write_text(AGREEMENT.format(**names))
    return remit.read(file)


def test_names_do_not_change_answers(tmp_path: Path) -> None:
    one, other = (read(tmp_path, names) for names in NAMES)
    assert one.parties["client"] != other.parties["client"]
    for event in (
        {"activity": "incident", "subject": "network"},
        {"activity": "incident", "subject": "printer"},
    ):
        a, b = (answer(contract, "coverage", event) for contract in (one, other))
        assert a.answer == b.answer
        assert a.chances == pytest.approx(b.chances)


def test_a_terms_file_keeps_the_names(tmp_path: Path) -> None:
    contract = read(tmp_path, NAMES[0])
    again = load_terms(dump_terms(contract))
    assert again.parties == contract.parties
    assert names_of(parties_of(again)) == contract.parties
    event = {"activity": "incident", "subject": "printer"}
    assert answer(again, "coverage", event).chances == answer(contract, "coverage", event).chances
