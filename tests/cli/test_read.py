"""remit read and remit schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from program import program, refused, remit, terms_file

from remit.contract.terms import load_terms

EXAMPLES = Path(__file__).parents[2] / "examples" / "contracts"


def test_a_terms_file_is_loaded_and_summed_up(tmp_path: Path) -> None:
    done = remit("read", terms_file(tmp_path))
    assert (done.code, done.err) == (0, "")
    for part in (
        "Harbour Bakery",
        "30 days",
        "50% ?",
        "Left blank: Hourly rate.",
        "Is it covered?",
        "charged extra",
    ):
        assert part in done.out


def test_json_is_one_document_that_keeps_to_the_published_schema(tmp_path: Path) -> None:
    schema = json.loads(remit("schema", "contract").out)
    data = json.loads(remit("read", terms_file(tmp_path), "--json").out)
    jsonschema.validate(data, schema)
    assert data["fields"]["payment_days"] == {
        "quote": "Invoices are due within thirty days.",
        "document": "agreement.txt",
        "page": 1,
        "start": 60,
        "end": 96,
        "clause": "3",
        "value": 30,
        "confidence": 0.5,
        "state": "unsure",
        "rivals": [],
        "confirmed": None,
    }
    assert data["provisions"][1]["overrides"] == [
        {"id": "grant", "ground": "drafted", "reason": "except as stated in 4.2"}
    ]


def test_a_terms_file_written_anew_holds_the_same(tmp_path: Path) -> None:
    source = terms_file(tmp_path)
    done = remit("read", source, "-o", tmp_path / "again.yaml")
    assert (done.code, done.out) == (0, "")
    assert "Wrote" in done.err
    assert load_terms((tmp_path / "again.yaml").read_text()) == load_terms(source.read_text())
    jsonschema.validate(
        yaml.safe_load((tmp_path / "again.yaml").read_text()), json.loads(remit("schema").out)
    )


def test_the_text_is_printed_exactly(tmp_path: Path) -> None:
    body = (
        "AGREEMENT\n\n1. Term\nThe term is twelve (12) months.\n\n2. Fees\nThe fee is 1 500 € [per month].\n"
    )
    path = tmp_path / "a.txt"
    path.write_text(body, encoding="utf-8")
    done = program("read", path, "--text")
    from remit.document.open import open_documents  # noqa: PLC0415 - the program is tested from outside

    assert done.out == open_documents([path])[0].text
    assert json.loads(remit("read", path, "--text", "--json").out) == [{"name": "a.txt", "text": done.out}]


def test_the_text_before_tracked_changes() -> None:
    now = program("read", EXAMPLES / "northwind-hybrid.docx", "--text").out
    before = program("read", EXAMPLES / "northwind-hybrid.docx", "--text", "--original").out
    assert now
    assert before


def test_a_terms_file_stands_alone(tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text("Schedule B")
    refused(remit("read", terms_file(tmp_path), other), "can't be combined")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--text",), "no document text"), (("--text", "-o", "x.yaml"), "--text prints the text")],
)
def test_requests_that_make_no_sense(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    refused(remit("read", terms_file(tmp_path), *arguments), said)
