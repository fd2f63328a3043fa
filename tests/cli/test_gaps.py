"""`remit gaps` as a person runs it: figures, witnesses with their clauses, maps, comparison, and bad requests."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from program import TERMS, refused, remit, terms_file

from remit.contract.terms import load_terms

PAGE = (Path(__file__).parents[2] / "docs" / "gaps.md").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return terms_file(tmp_path, block("yaml"))


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(block("csv"), encoding="utf-8")
    return path


def gaps(*arguments: str | Path) -> dict[str, Any]:
    found = remit("gaps", *arguments, "--json")
    assert found.code == 0, found.err
    data: dict[str, Any] = json.loads(found.out)
    return data


def plain(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_the_manual_s_example_is_what_is_said(
    example: Path, tickets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    said = remit("gaps", example, "--tickets", tickets, "--rank", "money", "--limit", "1").out
    assert "\n".join(plain(block("text"))) in "\n".join(plain(said))


def test_the_manual_s_picture_is_what_is_drawn(example: Path, tmp_path: Path) -> None:
    remit("gaps", example, "--svg", tmp_path / "maps")
    drawn = sorted(p.name for p in (tmp_path / "maps").iterdir())
    assert [n for n in drawn if n.startswith("coverage")] == [
        "coverage-activity-by-cause.svg",
        "coverage-activity-by-device_age_years.svg",
        "coverage-activity-by-hours.svg",
    ]
    shown = Path(__file__).parents[2] / "docs" / "gaps.svg"
    assert (tmp_path / "maps" / "coverage-activity-by-hours.svg").read_text() == shown.read_text()


def test_the_manual_s_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    contract = load_terms(block("yaml"))
    exec(compile(block("python"), "gaps.md", "exec"), {"contract": contract})  # noqa: S102 - our own page
    first, second = capsys.readouterr().out.splitlines()
    assert first == "50769 of 68240"
    assert second.endswith("the contract does not say whether it is covered")


def test_figures_add_up_and_witnesses_hold(example: Path) -> None:
    contract = load_terms(block("yaml"))
    data = gaps(example, "--limit", "3")
    assert {q["question"] for q in data["questions"]} == {"coverage", "loss", "permission"}
    for q in data["questions"]:
        parts = [q[name] for name in ("silent", "conflict", "error", "ruled")]
        assert sum(p["events"] for p in parts) == q["events"]
        if q["weighed"]:
            assert sum(p["share"] for p in parts) == pytest.approx(1, abs=1e-5)
        for gap in (*q["gaps"], *q["conflicts"]):
            ruling = contract.rule(gap["facts"], q["question"])
            assert ruling.verdict == gap["verdict"]
            assert gap["verdict"] == "silent" or [r["provision"] for r in gap["because"]] == list(
                ruling.because
            )
        shares = [gap.get("share", 0) for gap in q["gaps"]]
        assert shares == sorted(shares, reverse=True)
    first = data["questions"][0]["gaps"][0]
    assert first["nearest"]["quote"] == "Malware is outside this agreement."
    assert first["nearest"]["lacks"] == ["cause"]


def test_money_is_the_hours_at_the_contract_s_rate(example: Path) -> None:
    silent = gaps(example)["questions"][0]["silent"]["at_the_contract_s_rate"]
    hours, rate, amount = (round(100 * float(silent[n])) for n in ("hours", "rate", "amount"))
    assert hours * rate == amount * 100
    assert silent["currency"] == "GBP"


def test_tickets_weigh_and_rank(example: Path, tickets: Path) -> None:
    data = gaps(example, "--tickets", tickets, "--question", "coverage")
    [coverage] = data["questions"]
    assert data["weighed_by"]["source"] == "tickets"
    assert coverage["weighed"] == 100
    assert coverage["silent"]["count_for_sure"] == 24
    assert coverage["silent"]["worth"] == {"amount": "4605.00", "unit": "GBP"}
    assert coverage["gaps"][0]["facts"]["activity"] == "restore", "the most frequent first"
    dearest = gaps(example, "--tickets", tickets, "--rank", "money")["questions"][0]["gaps"][0]
    assert dearest["facts"]["activity"] == "deployment"


def test_needs_weigh_by_that_client(example: Path, tmp_path: Path) -> None:
    needs = tmp_path / "needs.yaml"
    needs.write_text("people: 200\n", encoding="utf-8")
    few, many = gaps(example), gaps(example, "--needs", needs)
    assert many["weighed_by"]["what"] == "a year of the client of needs.yaml, by the usual frequencies"
    assert many["questions"][0]["weighed"] > 1.5 * few["questions"][0]["weighed"]


def test_two_versions_are_compared(example: Path, tmp_path: Path) -> None:
    assert [d["events"] for d in gaps(example, "--against", example)["differences"]] == [0, 0, 0]
    other = tmp_path / "other.yaml"
    other.write_text(block("yaml").replace("> 5", "> 7"), encoding="utf-8")
    coverage = gaps(example, "--against", other)["differences"][0]
    assert 0 < coverage["events"] < coverage["of"]
    here, there = load_terms(block("yaml")), load_terms(other.read_text(encoding="utf-8"))
    for change in coverage["changes"]:
        assert here.rule(change["facts"]).key != there.rule(change["facts"]).key
    said = remit("gaps", example, "--against", other).out
    assert "Compared: differs on" in said
    assert "there: included in the fee" in said


def test_page_has_every_map_with_its_words(example: Path, tmp_path: Path) -> None:
    page = tmp_path / "gaps.html"
    assert remit("gaps", example, "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) >= 3
    for picture in pictures:
        root = ET.fromstring(picture)  # noqa: S314 - our own page
        assert root.attrib["role"] == "img"
        assert root.findtext(f"{SVG}desc", "nothing") in root.attrib["aria-label"]
    ids: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "link")
            ids.extend(str(value) for name, value in attrs if name == "id")

    Reader().feed(text)
    assert len(ids) == len(set(ids))
    assert "Malware is outside this agreement." in text


def test_contract_s_text_is_escaped(tmp_path: Path) -> None:
    hostile = terms_file(
        tmp_path, block("yaml").replace("Malware is outside", "<script>[bold]x</script> is outside")
    )
    page = tmp_path / "gaps.html"
    said = remit("gaps", hostile, "--html", page)
    assert "<script>" not in page.read_text(encoding="utf-8")
    assert "[bold]x" in said.out


def test_without_canons_the_specific_does_not_beat_the_general(tmp_path: Path) -> None:
    path = terms_file(
        tmp_path,
        TERMS.replace("cause: accident}", "cause: accident, hours: business}").split("      overrides")[0],
    )
    assert gaps(path)["questions"][0]["conflict"]["events"] == 0
    bare = gaps(path, "--no-canons")
    assert bare["questions"][0]["conflict"]["events"] > 0
    assert bare["canons"] is False


def test_the_text_of_a_day_counts(tmp_path: Path) -> None:
    path = terms_file(
        tmp_path,
        TERMS.replace("      value: excluded\n", "      value: excluded\n      effective_from: 2026-07-01\n"),
    )
    before, after = gaps(path, "--as-of", "2026-06-30"), gaps(path)
    assert (before["as_of"], after["as_of"]) == ("2026-06-30", "2026-07-01")
    assert before["questions"][0]["provisions"] == 2
    assert after["questions"][0]["provisions"] == 3


def test_strict_exits_with_1_where_something_is_open(example: Path, tmp_path: Path) -> None:
    assert remit("gaps", example, "--strict").code == 1
    closed = tmp_path / "closed.yaml"
    closed.write_text(
        "schema: remit/contract/1\nprovisions:\n  payer:\n    - {id: p, value: client, when: {}}\n",
        encoding="utf-8",
    )
    assert remit("gaps", closed, "--strict", "--question", "payer").code == 0
    assert remit("gaps", closed, "--strict").code == 1, "nothing is said of coverage"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--question", "covrage"], ["'covrage' is no question", "Did you mean 'coverage'?"]),
        (["--as-of", "soon"], ["'soon' is no date", "2026-07-01"]),
        (["--tickets", "none.csv"], ["There is no file none.csv"]),
        (["--against", "none.pdf"], ["none.pdf"]),
        (["--needs", "n.yaml", "--tickets", "t.csv"], ["--tickets and --needs"]),
        (["--html", "/nowhere/gaps.html"], ["/nowhere"]),
    ],
)
def test_bad_requests_are_refused(example: Path, options: list[str], said: list[str]) -> None:
    refused(remit("gaps", example, *options), *said)


def test_bad_tickets_are_refused_with_their_place(example: Path, tickets: Path) -> None:
    tickets.write_text(block("csv").replace("weekend", "sunday"), encoding="utf-8")
    refused(remit("gaps", example, "--tickets", tickets), "row 4", "column hours", "'sunday'")
