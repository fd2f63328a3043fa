"""The manual's page on prices: its examples run, and every question and column is on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from remit.charges.fees import FEES, MINIMUM
from remit.charges.table import RESULT
from remit.charges.tariff import OF_TRAVEL, OF_WORK
from remit.contract import vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "charges.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```\n\n((?:    [^\n]*\n)+)", PAGE, re.MULTILINE | re.DOTALL)
OTHERS = ("count_day", "proration", "tax", "payment_due", "late_interest", "block_expiry")


@pytest.mark.parametrize("number", range(PAGE.count("```python")))
def test_the_example_says_what_the_page_says(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = EXAMPLES[number]
    exec(compile(code, "charges.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == re.sub(r"^    ", "", shown, flags=re.MULTILINE)


def test_every_question_of_price_is_in_the_table_with_its_words() -> None:
    rows = {
        name: row
        for row in re.findall(r"^\| [a-z_, ]+ \|.*$", PAGE, re.MULTILINE)
        for name in row.split(" | ")[0].strip("| ").split(", ")
    }
    asked = {*OF_WORK, *OF_TRAVEL, *FEES, *MINIMUM.values(), *OTHERS}
    assert asked <= set(rows)
    for name in asked:
        for word in vocabulary().question(name).values:
            assert word in rows[name], (name, word)


def test_every_column_of_the_table_is_on_the_page() -> None:
    assert {name for name in RESULT if f"`{name}`" not in PAGE} == set()
