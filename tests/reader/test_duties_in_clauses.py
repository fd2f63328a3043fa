"""Who owes what, from the clauses of a small agreement."""

from __future__ import annotations

import pytest
from texts import segments

from remit.reader.duties import paraphrase, read_duties
from remit.reader.parties import read_parties

AGREEMENT = """This agreement is between Kestrel IT Ltd ("the Supplier") and Mill Bakery Ltd ("the Client").

1. SERVICES

1.1 The Supplier shall give the Client a monthly report on its backups.

2. THE CLIENT'S PART

2.1 The Client shall pay each invoice within thirty (30) days of its date.

2.2 The Client shall:

(a) name a contact who may approve work;

(b) keep every server under its maker's warranty; and

(c) give the Supplier access to its premises.

2.3 The Client may order further services at any time.

2.4 The Client is not obliged to buy equipment from the Supplier.
"""


def duties() -> set[tuple[str, str, str]]:
    found = segments(AGREEMENT)
    return {(d.party, d.kind, d.evidence.quote) for d in read_duties(found, read_parties(found))}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("payment", "pay each invoice"),
        ("contact", "name a contact"),
        ("warranty", "maker's warranty"),
        ("access", "access to its premises"),
    ],
)
def test_a_clients_duty_is_found_with_its_kind(kind: str, words: str) -> None:
    assert any((p, k) == ("client", kind) and words in quote for p, k, quote in duties())


@pytest.mark.parametrize("words", ["may order further", "not obliged to buy"])
def test_what_is_allowed_or_not_owed_is_no_duty(words: str) -> None:
    assert not any(words in quote for _, _, quote in duties())


def test_a_duty_is_told_in_few_of_its_own_words() -> None:
    told = paraphrase("keep every server under its maker's warranty, provided that parts can be had for it")
    assert told == "Keep every server under its maker's warranty"
