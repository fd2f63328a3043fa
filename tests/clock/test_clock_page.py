"""The manual's page says what the clock does: its examples run, and every policy is in its table."""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path

import pytest

from remit.clock import Policies

PAGE = (Path(__file__).parents[2] / "docs" / "clock.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```\n\n((?:    [^\n]*\n)+)", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(PAGE.count("```python")))
def test_the_example_says_what_the_page_says(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = EXAMPLES[number]
    exec(compile(code, "clock.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == re.sub(r"^    ", "", shown, flags=re.MULTILINE)


def test_every_policy_is_in_the_table_with_its_default_and_its_other_values() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (`\w+` \| [^|]*) \|", PAGE, re.MULTILINE))
    values = typing.get_type_hints(Policies)
    assert set(rows) == {field.name for field in dataclasses.fields(Policies)}
    for field in dataclasses.fields(Policies):
        told = re.findall(r"`(\w+)`", rows[field.name])
        assert told[0] == field.default
        assert set(told) == set(typing.get_args(values[field.name]))
