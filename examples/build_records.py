"""Make the example tickets, invoices and assets from records.yaml: ``python examples/build_records.py [--check]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from making.records import assets, invoices, story, tickets, times

HERE = Path(__file__).parent


def files() -> Iterator[tuple[Path, bytes]]:
    """Yield the path and content of each file."""
    told = story.read(HERE / "records.yaml")
    for folder, made in (
        ("tickets", tickets.files(told)),
        ("tickets", times.files(told)),
        ("invoices", invoices.files(told)),
        ("assets", assets.files(told)),
    ):
        for name, content in made:
            yield HERE / folder / name, content


def main(arguments: list[str]) -> int:
    """Write the files, or with --check tell which are not what the story says."""
    stale = []
    for path, content in files():
        if "--check" in arguments:
            if not path.exists() or path.read_bytes() != content:
                stale.append(str(path.relative_to(HERE)))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    print("\n".join(stale) or "every file tells the story")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
