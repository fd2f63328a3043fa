"""Who must do what."""

from __future__ import annotations

import pytest
from texts import segments

from remit.contract import Duty
from remit.reader.duties import paraphrase, read_duties
from remit.reader.parties import Name, Parties

PARTIES = Parties(
    provider=(Name("Kestrel Support", None, 1), Name("Supplier", None, 1), Name("we", None, 1)),
    client=(Name("Alder Homes", None, 1), Name("Client", None, 1), Name("you", None, 1)),
)


def read(text: str) -> list[tuple[str, str]]:
    return [(d.party, d.kind) for d in duties(text)]


def duties(text: str) -> tuple[Duty, ...]:
    return read_duties(segments(text), PARTIES)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Client shall pay each invoice within 30 days of its date.", "payment"),
        ("Invoices are due within 14 days.", "payment"),
        ("Late payments shall accrue interest at one percent per month.", "payment"),
        ("The Client must keep a current copy and verify its backups every week.", "backup"),
        ("Client equipment must be under the manufacturer's warranty.", "warranty"),
        ("The Client shall keep a support contract with the publisher of each program.", "vendor_support"),
        ("Alder Homes shall designate a contact person.", "contact"),
        ("You must keep your passwords secret.", "security"),
        ("The Client shall approve or refuse a quotation within two days.", "approvals"),
        ("Remote access shall be provided by the Client.", "access"),
        ("The Client will keep the server room below 27 degrees with air conditioning.", "environment"),
        ("The Client shall notify the Supplier of new staff.", "information"),
        ("The Client shall not solicit or hire the Supplier's employees.", "conduct"),
        ("Please restart the machine and describe the fault when you write to us.", "information"),
        ("Backups are the Client's responsibility.", "backup"),
    ],
)
def test_the_clients_duties(text: str, kind: str) -> None:
    assert ("client", kind) in read(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Supplier shall send a report each month.", "report"),
        (
            "In the last month of each quarter Kestrel Support shall meet the Client to review the service.",
            "review",
        ),
        ("Once a month we install the security updates of the operating systems.", "patching"),
        ("The Supplier shall test the restoration of a backup every quarter.", "backup_test"),
        ("The Supplier may suspend the service upon ten days' notice.", "notice"),
        ("Urgent tickets must receive a first reply within one hour.", "response"),
        ("We carry liability insurance of $2,000,000.", "insurance"),
        ("On the way out we hand over all passwords within ten business days.", "other"),
    ],
)
def test_the_providers_duties(text: str, kind: str) -> None:
    assert ("provider", kind) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Client may cancel at any time.",
        "The Client is not responsible for the router.",
        "You need not be present.",
        "The Client shall be entitled to one visit.",
        "The Client shall receive a copy.",
        "If the Client shall fail to pay, work stops.",
        "The Client agrees that the Supplier may use subcontractors.",
        '"Client Data" means data that the Client shall supply.',
        "No call-out charge is payable for visits.",
        "We will help you rebuild it.",
        "The Supplier is not obliged to send a report each month.",
        "The fee includes all parts.",
    ],
)
def test_no_duty(text: str) -> None:
    assert read(text) == []


def test_a_list_of_duties() -> None:
    text = "The Client shall:\n\n(a) provide remote access to the servers;\n\n(b) name a contact person; and\n\n(c) not share passwords."
    found = duties(text)
    assert [(d.kind, d.text) for d in found] == [
        ("access", "Provide remote access to the servers"),
        ("contact", "Name a contact person"),
        ("security", "Not share passwords"),
    ]


def test_a_heading_of_duties() -> None:
    text = "# What the Client will do\n\n- Provide a desk and a telephone.\n- Tell us of each new employee."
    assert [d.party for d in duties(text)] == ["client", "client"]


def test_two_duties_in_a_sentence() -> None:
    found = read(
        "The Client shall pay the fee monthly and the Supplier shall send a statement of hours each month."
    )
    assert set(found) == {("client", "payment"), ("provider", "report")}


def test_response_times_in_a_table() -> None:
    text = "| Priority | Response time |\n|---|---|\n| High | 1 hour |\n| Low | 2 days |"
    assert read(text) == [("provider", "response"), ("provider", "response")]


def test_it_goes_on_with_the_sentence_before() -> None:
    assert read("The Client must name a contact. It must let our engineers in at any time.") == [
        ("client", "contact"),
        ("client", "access"),
    ]


def test_the_quote_is_verbatim() -> None:
    text = "The Client  shall **promptly** notify\nthe Supplier of changes."
    (duty,) = duties(text)
    assert duty.evidence.quote == text
    assert duty.text == "Promptly notify the Supplier of changes"


@pytest.mark.parametrize(
    ("clause", "short"),
    [
        ("pay the fee; and", "Pay the fee"),
        (
            "keep the server room locked, dry and cool, provided that the Supplier has asked",
            "Keep the server room locked, dry and cool",
        ),
        ("a b c d e f g h i j k l m n the o p q", "A b c d e f g h i j k l m n"),
        ("(a) tell us", "Tell us"),
    ],
)
def test_paraphrase(clause: str, short: str) -> None:
    assert paraphrase(clause) == short
