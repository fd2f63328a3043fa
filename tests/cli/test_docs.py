"""The manual says what the program does: every option and fact is in it, and its examples work."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from program import TERMS, remit

from remit.cli.scenarios import read_scenarios
from remit.contract import vocabulary
from remit.contract.lines import parse_lines
from remit.contract.schema import terms_schema
from remit.contract.terms import load_terms

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


@pytest.mark.parametrize("command", ["review", "read", "ask", "gaps", "schema", "forecast", "compare"])
def test_every_option_is_in_the_manual(command: str) -> None:
    section = COMMANDS.partition(f"## remit {command}\n")[2].partition("\n## ")[0] or COMMANDS
    options = set(re.findall(r"--[a-z][a-z-]+", remit(command, "--help").out)) - {"--help"}
    assert {option for option in options if f"`{option}" not in section} == set()


def test_every_command_and_general_option_is_in_the_manual() -> None:
    overview = remit("--help").out
    for option in re.findall(r"--[a-z][a-z-]+", overview):
        assert f"`{option}`" in COMMANDS
    for command in re.findall(r"^  ([a-z]+)  ", overview.partition("Commands:")[2], re.MULTILINE):
        assert f"    remit {command} " in COMMANDS


def test_every_fact_and_value_is_in_the_manual() -> None:
    for name, spec in vocabulary().facts.items():
        row = next(line for line in COMMANDS.splitlines() if line.startswith(f"| {name} |"))
        assert row.split("| ")[2].removesuffix(" |") == ", ".join(spec.values) or not spec.values


def test_the_example_terms_file_loads_and_keeps_to_the_schema() -> None:
    (text,) = blocks("terms-file.md", "yaml")
    contract = load_terms(text)
    assert contract.value("initial_term_months") == 24
    assert [p.id for p in contract.provisions] == ["p1", "p2"]
    jsonschema.validate(parse_lines(text, "example").data, terms_schema())


def test_the_example_message_is_what_is_said(tmp_path: Path) -> None:
    shown = re.search(
        r"^    remit: terms.yaml, line \d+: (.*)\n +(.*)$", (DOCS / "terms-file.md").read_text(), re.MULTILINE
    )
    assert shown
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS.replace("value: 30", "value: thirty"), encoding="utf-8")
    said = remit("read", path).err
    assert shown[1] in said
    assert shown[2] in said


def test_the_example_scenarios_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text(blocks("commands.md", "yaml")[0], encoding="utf-8")
    assert [s.id for s in read_scenarios(path)] == ["S1", "S2"]


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks("commands.md", "python")[0], "commands.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == "ruled chargeable\n"


def test_the_readme_s_ruling_is_what_the_example_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "terms.yaml").write_text(blocks("terms-file.md", "yaml")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks("../README.md", "python")[0], "README.md", "exec"), {})  # noqa: S102 - our own page
    said = capsys.readouterr().out
    assert said
    assert "".join(f"    {line}\n" for line in said.splitlines()) in (DOCS.parent / "README.md").read_text(
        encoding="utf-8"
    )
