"""Term fields read from clauses: values, blanks, negation, rivals, amendments and evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from remit.contract import TermField, vocabulary
from remit.contract.values import check_value
from remit.document import Document
from remit.document.text import read
from remit.reader.fields import read_fields
from remit.reader.outline import outline

HEAD = (
    "# Managed Services Agreement\n\n"
    'This Agreement is between Alder Systems LLC ("Provider") and Birch Dental Inc. ("Client").\n\n'
)
CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("field_cases.yaml").read_text(encoding="utf-8")
)


def fields(*texts: str) -> dict[str, TermField]:
    documents = [document(text, f"part-{i}.md") for i, text in enumerate(texts, 1)]
    return read_fields(documents, outline(documents))


def document(text: str, name: str) -> Document:
    return read(text.encode(), name)


def clause(text: str) -> dict[str, TermField]:
    return fields(f"{HEAD}## General\n\n{text}\n")


def short(field: str, value: Any) -> Any:
    """Of money the amount or multiple, of hours the opening time, of targets the minutes in order."""
    if isinstance(value, dict):
        return value["from"] if field == "support_hours" else value.get("amount") or value.get("multiplier")
    if isinstance(value, list):
        return sorted(t["minutes"] for t in value)
    return value


@pytest.mark.parametrize(
    ("field", "case"), [(f, c) for f, cases in CASES.items() for c in cases], ids=lambda x: str(x)[:60]
)
def test_case(field: str, case: dict[str, Any]) -> None:
    found = clause(case["text"])[field]
    got = short(field, found.value)
    if field == "governing_law":
        assert case["value"] in str(got)
    else:
        assert got == case["value"]
    assert found.evidence is not None
    assert found.evidence.quote.strip(" .") in case["text"]


def test_every_field_of_the_vocabulary_in_its_normal_form() -> None:
    found = fields(HEAD + "\n\n".join(c["text"] for cases in CASES.values() for c in cases))
    assert list(found) == list(vocabulary().fields)
    for name, field in found.items():
        check_value(vocabulary().fields[name], field.value)


def test_evidence_is_the_text_at_its_offsets() -> None:
    text = HEAD + "\n\n".join(c["text"] for cases in CASES.values() for c in cases)
    for field in fields(text).values():
        for evidence in (field.evidence, *field.rivals):
            if evidence is not None:
                assert text[evidence.start : evidence.end] == evidence.quote


def test_silence() -> None:
    found = clause("The weather was fine.")
    stated = {n for n, f in found.items() if f.value is not None}
    assert stated == {"client_name", "provider_name"}
    assert found["payment_days"].state == "silent"


def test_party_names() -> None:
    found = clause("The weather was fine.")
    assert (found["provider_name"].value, found["client_name"].value) == (
        "Alder Systems LLC",
        "Birch Dental Inc.",
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("initial_term_months", "The initial term of this Agreement is [e.g., 12 months]."),
        ("hourly_rate", "Labor is billed at $[RATE] per hour."),
        ("payment_days", "Invoices are due within ____ days of receipt."),
        ("governing_law", "This Agreement is governed by the laws of [STATE]."),
        ("recurring_fee", "The monthly fee is {{monthly_fee}}."),
        ("effective_date", "This Agreement is effective as of ________."),
    ],
)
def test_blank_is_no_value(field: str, text: str) -> None:
    found = clause(text)[field]
    assert found.value is None
    assert found.state == "blank"
    assert found.evidence is not None


def test_option_boxes_count_only_when_ticked() -> None:
    assert clause("Initial term: [ ] 12 months [ ] 24 months")["initial_term_months"].value is None
    assert clause("Initial term: [ ] 12 months [X] 24 months")["initial_term_months"].value == 24


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("client_may_terminate_for_convenience", "Client may not terminate this Agreement for convenience."),
        (
            "provider_may_terminate_for_convenience",
            "Neither party may terminate this Agreement without cause.",
        ),
        (
            "suspension_for_nonpayment",
            "Provider shall not suspend the Services because an invoice is unpaid.",
        ),
        ("subcontracting_allowed", "Provider may not subcontract the Services."),
        ("service_credits", "No service credits are given where a target is missed."),
        ("early_termination_fee", "Client may cancel at any time without penalty or fee."),
    ],
)
def test_negation(field: str, text: str) -> None:
    assert clause(text)[field].value is False


def test_rights_belong_to_who_has_them() -> None:
    found = clause("Client may terminate this Agreement for convenience on 30 days' notice.")
    assert found["client_may_terminate_for_convenience"].value is True
    assert found["client_convenience_notice_days"].value == 30
    assert found["provider_may_terminate_for_convenience"].value is None


def test_own_names_get_their_role_from_what_they_do() -> None:
    found = fields(
        '# Agreement\n\nThis Agreement is between Northlight Computing Inc. ("Northlight") and Harbor Mills Corp. '
        '("Harbor"). Northlight shall provide the services. Harbor shall pay Northlight monthly.\n\n'
        "## Ending\n\nHarbor may terminate this Agreement for any reason upon 45 days' notice.\n"
    )
    assert found["provider_name"].value == "Northlight Computing Inc."
    assert found["client_may_terminate_for_convenience"].value is True
    assert found["client_convenience_notice_days"].value == 45


def test_amendment_beats_what_it_amends() -> None:
    found = fields(
        f"{HEAD}## Payment\n\nInvoices are due within 30 days of the invoice date.\n",
        "# First Amendment\n\nThe Agreement is changed as follows.\n\n## Payment\n\nInvoices are due within 45 days of receipt.\n",
    )
    assert found["payment_days"].value == 45
    assert any("30 days" in r.quote for r in found["payment_days"].rivals)


def test_tie_between_rivals_costs_confidence() -> None:
    alone = clause("Invoices are due within 30 days of the invoice date.")["payment_days"]
    rivalled = clause(
        "Invoices are due within 30 days of the invoice date.\n\nInvoices are due within 20 days of the invoice date."
    )["payment_days"]
    assert rivalled.confidence < alone.confidence
    assert len(rivalled.rivals) == 1


def test_date_that_can_be_read_two_ways_is_unsure() -> None:
    found = clause("This Agreement is effective as of 03/04/2025.")["effective_date"]
    assert found.value is not None
    assert found.confidence < 0.5


def test_normal_rate_against_emergency_rate_and_tiers() -> None:
    found = clause(
        "Rates:\n\n| Labor | Rate |\n|---|---|\n| Technician | $95 per hour |\n| Senior engineer | $140 per hour |\n"
        "| Emergency, after hours | $190 per hour |\n"
    )
    assert short("hourly_rate", found["hourly_rate"].value) == 95
    assert short("after_hours_rate", found["after_hours_rate"].value) == 190


TABLE = (
    "## Service Levels\n\n| Severity | Initial Response | Target Resolution |\n|---|---|---|\n"
    "| Critical | 30 minutes | 4 hours |\n| High | 2 hours | 8 hours |\n| Low | 8 hours | 24 hours |\n"
)
LIST = (
    "## Response Targets\n\n- **Critical (P1)**: response within 15 minutes, resolution within 4 hours\n"
    "- **High (P2)**: response within 1 hour, resolution within 8 hours\n"
)


@pytest.mark.parametrize(
    ("text", "response", "resolution"),
    [
        (TABLE, [30, 120, 480], [240, 480, 1440]),
        (LIST, [15, 60], [240, 480]),
        ("## Response Times\n\n- Critical: 30 minutes\n- High: 2 hours\n", [30, 120], None),
    ],
)
def test_targets(text: str, response: list[int], resolution: list[int] | None) -> None:
    found = fields(HEAD + text)
    assert short("response_targets", found["response_targets"].value) == response
    assert short("resolution_targets", found["resolution_targets"].value) == resolution


def test_cap_split_over_a_list() -> None:
    found = fields(
        f"{HEAD}## Liability\n\nProvider's total liability shall not exceed the greater of:\n\n"
        "(a) the fees paid by Client in the twelve (12) months before the claim; and\n\n(b) $20,000.\n"
    )
    assert found["liability_cap"].value == "months_of_fees"
    assert found["liability_cap_value"].value == 12


def test_around_the_clock_targets_and_business_days() -> None:
    found = fields(
        f"{HEAD}## Hours\n\nBusiness Hours are 9:00 to 17:00, Monday to Friday.\n\n## Response\n\n"
        "| Priority | Response |\n|---|---|\n| Critical | 1 hour, 24x7 |\n| Low | 2 business days |\n"
    )
    targets = found["response_targets"].value
    assert [(t["minutes"], t["clock"]) for t in targets] == [(60, "continuous"), (960, "business")]
