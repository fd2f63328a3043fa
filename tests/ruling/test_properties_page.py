"""The page of properties lists every law, and only tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "properties.md"


def test_page_and_tests_agree() -> None:
    named = set(re.findall(r"\| `(test_\w+\.py)` \|", PAGE.read_text(encoding="utf-8")))
    assert {path.name for path in HERE.glob("test_*_law.py")} <= named
    assert all((HERE / name).exists() for name in named)


def test_each_test_file_states_its_property() -> None:
    for path in HERE.glob("test_*_law.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path.name
