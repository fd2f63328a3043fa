"""Reads every file of a folder and prints what was found: `make corpus-check DATA=FOLDER`.

A line for each file; files that are refused show why. The last line is the speed beside that of PDFium alone, which
gives the same words in the order of the content stream, without paragraphs, tables or places. Ends with 1 where a
file could not be read or its paragraphs overlap. Without a folder it says so and ends well.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from remit.document import Document
from remit.document.open import open_document
from remit.errors import FileProblem


def summary(document: Document) -> str:
    kinds = Counter(x.kind for x in document.paragraphs)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"{len(document.pages)} pages, {document.words} words: {counts}"


def sound(document: Document) -> bool:
    """Paragraphs in order, apart, not empty."""
    ends = [0, *(x.end for x in document.paragraphs)]
    return all(end <= x.start < x.end for end, x in zip(ends, document.paragraphs, strict=False))


def alone(path: Path) -> None:
    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pdf.close()


def main(arguments: Sequence[str]) -> int:
    files = sorted(path for folder in arguments for path in Path(folder).rglob("*") if path.is_file())
    if not files:
        print("No files: give a folder, as in make corpus-check DATA=contracts")
        return 0
    wrong = pages = 0
    ours = theirs = 0.0
    for path in files:
        begun = time.perf_counter()
        try:
            documents = open_document(path)
        except FileProblem as problem:
            print(f"REFUSED {problem}")
            wrong += 1
            continue
        spent = time.perf_counter() - begun
        for document in documents:
            wrong += not sound(document)
            print(
                f"{'' if sound(document) else 'OVERLAP '}{document.name}: {summary(document)}, {spent:.2f} s"
            )
        if [document.format for document in documents] == ["pdf"] and documents[0].confidence == 1:
            pages += len(documents[0].pages)
            ours += spent
            begun = time.perf_counter()
            alone(path)
            theirs += time.perf_counter() - begun
    if pages:
        rate = f"{pages / ours:.0f} pages a second against {pages / theirs:.0f} of PDFium alone"
        print(f"{rate}: {ours / theirs:.1f} times its time")
    print(f"{len(files) - wrong} of {len(files)} files read")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
