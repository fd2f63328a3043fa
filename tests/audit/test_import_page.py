"""The manual's page on reading exports says what happens."""

from __future__ import annotations

import re

import pytest
from export_files import EXAMPLES

from remit.audit.importers import formats, preview_file
from remit.audit.importers.mapping import parse_mapping

PAGE = (EXAMPLES.parent / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_example_in_python_prints_what_the_page_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "import.md", "exec"), {})  # noqa: S102 - our own page
    said = capsys.readouterr().out
    assert "".join(f"    {line}\n" for line in said.splitlines()) in PAGE


def test_the_mapping_on_the_page_is_one() -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert parse_mapping(text, "page").table == "tickets"


def test_the_preview_on_the_page_is_what_is_shown() -> None:
    shown = [
        " ".join(line.split())
        for line in preview_file(EXAMPLES / "tickets" / "osticket.csv").text().splitlines()
    ]
    block = PAGE.partition("    $ remit import examples/tickets/osticket.csv\n")[2].partition("\n\n(Some")[0]
    lines = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
    assert len(lines) > 5
    assert [line for line in lines if line not in shown] == []


def test_every_shipped_format_is_on_the_page() -> None:
    names = {m.label.rsplit(" ", 1)[0].removesuffix(" time") for m in formats() if m.format != "any"}
    aliases = {"ConnectWise PSA": "ConnectWise"}
    assert [n for n in sorted(names) if aliases.get(n, n) not in PAGE] == []
