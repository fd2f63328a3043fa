"""Case files of other systems, run on ours, whatever they are about: rulings, support clocks, or dates of renewal.

python -m remit.conformance FILE...      exit 1 if a case disagrees that nobody disputes
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from remit.clock import conformance as clock
from remit.errors import RemitError
from remit.ruling import conformance as ruling


def main(arguments: Sequence[str]) -> int:
    return max([run(name) for name in arguments], default=0)


def run(name: str) -> int:
    """The kind of a file is told by its first case; its last line says how many agree. 2: it can't be read."""
    try:
        # Not splitlines: a text of JSON may hold other ends of lines.
        lines = [line for line in Path(name).read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as problem:
        print(f"{name} can't be read: {problem}", file=sys.stderr)  # noqa: T201 - a command's output
        return 2
    differences = next((_clock_of(case) for line in lines if (case := _case(line))), None)
    if differences is None:
        return ruling.main([name])
    print(Path(name).name)  # noqa: T201 - as above
    agree = quirks = 0
    for number, line in enumerate(lines, 1):
        case = _case(line)
        try:
            found = differences(case)
        except (RemitError, LookupError, TypeError, ValueError) as problem:
            # One odd case must not hide what the others say.
            found = [f"{type(problem).__name__}: {problem}"]
        agree += not found
        quirks += "quirk" in case
        for difference in found[:3]:
            print(f"  {case.get('id', f'line {number}')}: {difference}")  # noqa: T201 - as above
    if quirks:
        print(f"  {quirks} with a policy or a defect of the source: ours is the reference value")  # noqa: T201
    print(f"{agree} of {len(lines)} agree")  # noqa: T201 - as above
    return 0 if agree == len(lines) else 1


def _case(line: str) -> Mapping[str, Any]:
    """The case that a line holds; an empty one, which agrees with nothing, where it holds none."""
    try:
        case = json.loads(line)
    except ValueError:
        return {}
    return case if isinstance(case, dict) else {}


def _clock_of(case: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], list[str]] | None:
    if "calendar" in case:
        return clock.differences
    return clock.date_differences if "begin" in case else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
