"""Case files of other rule systems, run on our engine: decision tables and prioritised defaults.

Each case becomes a vocabulary and provisions of its own; nothing here decides what a case means but the engine.
Decision tables are in conformance_tables.py, prioritised defaults in conformance_defaults.py.

    python -m remit.ruling.conformance FILE...      exit 1 if a case disagrees that nobody disputes
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from remit.errors import RemitError
from remit.ruling.conformance_boxes import box_differences
from remit.ruling.conformance_defaults import default_differences
from remit.ruling.conformance_tables import row_differences

Case = Mapping[str, Any]
SHOWN = 3
"""Differences told of one case."""


def main(arguments: Sequence[str]) -> int:
    wrong = 0
    for name in arguments:
        try:
            text = Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            print(f"{name} can't be read: {problem}", file=sys.stderr)  # noqa: T201 - a command's output
            return 2
        print(Path(name).name)  # noqa: T201
        agree = count = disputed = 0
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            label, found, doubted = _run(line, number)
            disputed += doubted
            if not doubted:
                count, agree = count + 1, agree + (not found)
            for difference in found[:SHOWN]:
                print(f"  {label}: {difference}{' (disputed)' if doubted else ''}")  # noqa: T201
        if disputed:
            print(f"  {disputed} disputed, not counted")  # noqa: T201
        print(f"{agree} of {count} agree")  # noqa: T201
        wrong += count - agree
    return 1 if wrong else 0


def _run(line: str, number: int) -> tuple[str, list[str], bool]:
    """The case's name, where we differ, and whether its own file calls it disputed."""
    label, doubted = f"line {number}", False
    try:
        # No digit is lost: numbers are read as they are written.
        case = json.loads(line, parse_float=Decimal)
        label, doubted = str(case.get("id", label)), bool(case.get("disputed"))
        return label, differences(case), doubted
    except (RemitError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        # A case that is not of the form does not agree; the others are run all the same.
        return label, [f"can't be run: {type(problem).__name__}: {problem}"], doubted


def differences(case: Case) -> list[str]:
    """Where our engine differs from what the case expects; empty if nowhere."""
    if "inputs" not in case:
        return default_differences(case)
    return [*(row_differences(case) if "cases" in case else ()), *box_differences(case)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
