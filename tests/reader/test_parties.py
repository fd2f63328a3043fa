"""Which names mean the provider and which the client."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from texts import segments

from remit.reader.deeds import deeds, leaning, weights
from remit.reader.fields.parties import read_party_names
from remit.reader.fields.setting import setting
from remit.reader.parties import Parties, read_parties

FORMS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("party_cases.yaml").read_text(encoding="utf-8")
)


def names(parties: Parties) -> tuple[set[str], set[str]]:
    return {n.text for n in parties.provider}, {n.text for n in parties.client}


CASES = [
    pytest.param(
        'This Agreement is made between Kestrel Computing, LLC ("Provider") and Alder Dental, Inc. ("Client").',
        {"Kestrel Computing, LLC", "Provider"},
        {"Alder Dental, Inc.", "Client"},
        id="defined terms",
    ),
    pytest.param(
        'between Kestrel Computing Ltd (hereinafter referred to as the "Maintainer") and Alder Homes Limited '
        '(hereinafter "the Landlord").\n\nThe Maintainer shall repair the equipment.\n\nThe Landlord shall pay on time.',
        {"Kestrel Computing Ltd", "Maintainer"},
        {"Alder Homes Limited", "Landlord"},
        id="hereinafter",
    ),
    pytest.param(
        'Kestrel Inc., an Ohio corporation ("Kestrel"), and Alder Iron, Inc. ("the Works"), agree as follows.\n\n'
        "Kestrel shall provide support in the day.\n\nThe Works shall pay each invoice in thirty days.\n\n"
        "Kestrel will invoice monthly.",
        {"Kestrel Inc.", "Kestrel"},
        {"Alder Iron, Inc.", "Works"},
        id="by what they do",
    ),
    pytest.param(
        '"We" and "us" are Kestrel IT Ltd of Mill Lane.\n\n"You" are Alder Joinery Limited of Station Road.',
        {"We", "us", "Kestrel IT Ltd"},
        {"You", "Alder Joinery Limited"},
        id="we and you",
    ),
    pytest.param(
        "Client: Alder School Trust\n\nService provider: Kestrel Support Pty Ltd\n\nThe Client shall pay.",
        {"Kestrel Support Pty Ltd"},
        {"Alder School Trust", "Client"},
        id="labels",
    ),
    pytest.param(
        "Customer | Alder Freight GmbH\nSupplier | Kestrel Datentechnik GmbH",
        {"Kestrel Datentechnik GmbH", "Supplier"},
        {"Alder Freight GmbH", "Customer"},
        id="table",
    ),
    pytest.param(
        "From: Ann Kestrel <ann@kestrel.example>\n\nTo: Bo Alder, Alder Veterinary Clinic\n\nSubject: our offer\n\n"
        "We will fix what breaks.",
        {"Ann Kestrel"},
        {"Alder Veterinary Clinic"},
        id="e-mail",
    ),
    pytest.param(
        'Alder Bakeries Private Limited (the "Company", party of the first part) and Kestrel Infocare LLP (the '
        '"Contractor"), make this contract.\n\nThe Contractor shall attend every call.',
        {"Kestrel Infocare LLP", "Contractor"},
        {"Alder Bakeries Private Limited", "Company"},
        id="the company is the client",
    ),
    pytest.param(
        "This proposal sets out the services of Kestrel Systems Ltd (Kestrel) for Bank of Alder Bay Limited (BAB).\n\n"
        "Kestrel will monitor the network.\n\nBAB will pay within 30 days.\n\nBAB will appoint a contact.",
        {"Kestrel Systems Ltd", "Kestrel"},
        {"Bank of Alder Bay Limited", "BAB"},
        id="bare brackets",
    ),
    pytest.param(
        "The Customer shall pay within 30 days.\n\nThe Supplier shall provide the services.\n\nThe Supplier invoices "
        "the Customer.",
        {"Supplier"},
        {"Customer"},
        id="words nobody defines",
    ),
    pytest.param(
        "Prepared for:\n\nAlder Clinic\n\nPrepared by:\n\nKestrel Technologies\n\nWe look forward to working with you.",
        {"Kestrel Technologies"},
        {"Alder Clinic"},
        id="a proposal's cover",
    ),
    pytest.param(
        "I'm Ann Kestrel.\n\nI fix computers.\n\nI come to your house.\n\nYou pay me after the visit.\n\nYou can stop.",
        {"Ann Kestrel", "I"},
        {"you"},
        id="one person",
    ),
    pytest.param(
        "KESTREL, INC.\n\nMaintenance terms\n\nKestrel will provide telephone support.\n\nHarbor Bank agrees to pay "
        "$40 per month.\n\nHarbor Bank may renew.\n\nKestrel will perform upgrades.",
        {"KESTREL, INC."},
        {"Harbor Bank"},
        id="nobody is introduced",
    ),
]


@pytest.mark.parametrize(("text", "provider", "client"), CASES)
def test_sides(text: str, provider: set[str], client: set[str]) -> None:
    ours, theirs = names(read_parties(segments(text)))
    assert provider <= ours
    assert client <= theirs
    assert not provider & theirs
    assert not client & ours


def test_every_introduced_name_has_its_verbatim_quote() -> None:
    found = segments('between Kestrel Ltd ("Supplier") and\nAlder Ltd  ("Customer").')
    for name in (*read_parties(found).provider, *read_parties(found).client):
        assert name.evidence is not None
        assert found[0].document.text[name.evidence.start : name.evidence.end] == name.evidence.quote
        assert name.text in name.evidence.quote


def test_roles_are_single_words() -> None:
    parties = read_parties(
        segments(
            'Tern Ridge Technology Limited ("Tern Ridge") and Alder Limited ("the Orchard").\n\n'
            "Tern Ridge maintains the devices.\n\nThe Orchard shall pay monthly."
        )
    )
    assert parties.roles["orchard"] == "CLI"
    assert parties.roles["tern"] == "PROV"
    assert "technology" not in parties.roles


def test_a_proper_name_is_no_common_word() -> None:
    parties = read_parties(segments('Kestrel Ltd ("we", "us") and Alder LLP ("the Firm", "you").'))
    assert [role for _, _, role in parties.find("The Firm gets a firm quote from us.")] == ["CLI", "PROV"]
    assert parties.find("A firm in the US.") == ()


def test_nothing_is_read_from_nothing() -> None:
    assert read_parties(()) == Parties()


@pytest.mark.parametrize("form", FORMS, ids=lambda f: str(f["provider"])[:30])
def test_names_in_every_drafting_habit(form: dict[str, Any]) -> None:
    found = segments(form["text"])
    read = read_party_names(setting([found[0].document], found))
    for side in ("provider", "client"):
        value = read[f"{side}_name"].value
        if form[side] is None:
            assert value is None
        else:
            assert value is not None
            assert any(name.lower() in value.lower() for name in form[side].split("|"))


def test_deeds_beside_a_name() -> None:
    found = list(deeds("Alder shall pay Kestrel's invoices for the Services.", re.compile("Alder")))
    assert "s:pay" in found
    assert list(deeds("Kestrel's invoices are due.", re.compile("Kestrel"))) == ["p:invoic", "p:invoic are"]
    assert set(weights().values()) - {0.0}


def test_who_pays_leans_to_the_client_and_who_provides_to_the_provider() -> None:
    body = [
        "Alder shall pay Kestrel monthly.",
        "Kestrel shall provide the services.",
        "Kestrel will perform repairs.",
    ]
    assert leaning(body, re.compile("Alder")) < 0 < leaning(body, re.compile("Kestrel"))
    assert leaning([], re.compile("Alder")) == 0
