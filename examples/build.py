"""Make the example contracts from their sources: ``python examples/build.py [NAME...]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from making import mail, pages, plain, scan, web, word
from making.blocks import Source, misnumbered, read

HERE = Path(__file__).parent
OUT = HERE / "contracts"


def files(source: Source) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file that the source's front matter asks for."""
    for form in source["outputs"].split(", "):
        match form:
            case "pdf":
                yield f"{source.name}.pdf", pages.write(source)
            case "scan":
                yield f"{source.name}-scan.pdf", scan.write(pages.write(source))
            case "docx":
                yield f"{source.name}.docx", word.write(source)
            case "txt":
                yield f"{source.name}.txt", plain.write(source)
            case "html":
                yield f"{source.name}.html", web.write(source)
            case "md":
                yield f"{source.name}.md", plain.markdown(source)
            case "eml":
                yield f"{source.name}.eml", mail.write(source, OUT)
            case _:
                raise ValueError(f"{source.name}: unknown output {form!r}")


def main(names: list[str]) -> int:
    """Build the named sources, or all; messages last, since they carry other files."""
    OUT.mkdir(exist_ok=True)
    sources = [
        read(path) for path in sorted((HERE / "sources").glob("*.md")) if not names or path.stem in names
    ]
    slips = [
        f"{source.name}: {typed} should be {counted}"
        for source in sources
        if source["slips"] != "known"  # some contracts are badly numbered on purpose
        for typed, counted in misnumbered(source)
    ]
    if slips:
        print("\n".join(slips), file=sys.stderr)
        return 1
    for source in sorted(sources, key=lambda s: "eml" in s["outputs"]):
        for name, content in files(source):
            (OUT / name).write_bytes(content)
            print(f"{name}: {len(content) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
