"""Predictions for a file of contracts: python -m remit.clauses DATA.jsonl OUT.jsonl.

DATA holds one contract a line, {"file": ..., "text": ...}. OUT gets one span a line, {"file", "category", "text",
"score"}: many a contract, with low scores too, so that the whole curve of precision and recall can be drawn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from remit.clauses.finding import find
from remit.cli.progress import progress
from remit.errors import FileProblem, RemitError, RequestProblem


def contracts(path: Path) -> list[tuple[str, str]]:
    """Names and texts of the contracts of a file."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise FileProblem(
            f"{path} can't be read: {problem}.", "Give a file of one JSON object a line."
        ) from problem
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, text = row["file"], row["text"]
        except (ValueError, KeyError, TypeError) as problem:
            raise FileProblem(
                f"{path}, line {number} is not a contract.", 'Each line must be {"file": name, "text": text}.'
            ) from problem
        if not isinstance(name, str) or not isinstance(text, str):
            raise FileProblem(f'{path}, line {number}: "file" and "text" must be strings.')
        found.append((name, text))
    return found


def predict(data: Path, out: Path) -> int:
    """Writes the predictions; returns how many."""
    texts, count = contracts(data), 0
    try:
        with progress() as report, out.open("w", encoding="utf-8") as file:
            for done, (name, text) in enumerate(texts):
                report("Finding clauses", done, len(texts))
                for clause in find(text):
                    row = {
                        "file": name,
                        "category": clause.category,
                        "text": text[clause.start : clause.end],
                        "score": clause.score,
                    }
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    count += 1
    except OSError as problem:
        raise FileProblem(f"{out} can't be written: {problem}.") from problem
    return count


def main(arguments: Sequence[str]) -> int:
    try:
        if len(arguments) != 2:
            raise RequestProblem("Two files are needed.", "python -m remit.clauses DATA.jsonl OUT.jsonl")
        count = predict(Path(arguments[0]), Path(arguments[1]))
    except RemitError as problem:
        print(f"remit: {problem}", file=sys.stderr)  # noqa: T201 - a command's message
        return 2
    print(f"{count} spans in {arguments[1]}")  # noqa: T201 - a command's output
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
