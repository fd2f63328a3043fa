"""Document(s) become a contract: clauses, provisions, values, duties, precedence. The reader never rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from remit.contract import Contract, Finding, Source
from remit.document import Document
from remit.document.language import check_language, looks_like_contract
from remit.errors import FileProblem

if TYPE_CHECKING:
    from remit.reader.amendments import Amendment
    from remit.reader.segment import Segment

Progress = Callable[[str, int, int], None]


def read_contract(documents: Sequence[Document], progress: Progress | None = None) -> Contract:
    """The agreement that the documents make up; FileProblem where they hold none that can be read."""
    from remit.reader.amendments import amendments  # noqa: PLC0415 - each step loads what it needs
    from remit.reader.blanks import blank_findings  # noqa: PLC0415
    from remit.reader.definitions import read_definitions  # noqa: PLC0415
    from remit.reader.duties import read_duties  # noqa: PLC0415
    from remit.reader.fields import read_fields  # noqa: PLC0415
    from remit.reader.outline import outline  # noqa: PLC0415
    from remit.reader.parties import read_parties  # noqa: PLC0415
    from remit.reader.precedence import read_precedence  # noqa: PLC0415
    from remit.reader.provisions import read_provisions  # noqa: PLC0415
    from remit.reader.references import missing_documents, read_references  # noqa: PLC0415
    from remit.reader.roles import names_of  # noqa: PLC0415

    _refuse(documents)
    tell = progress or _quiet
    steps = 4
    tell("finding the clauses", 0, steps)
    segments = outline(documents)
    tell("reading the terms", 1, steps)
    parties = read_parties(segments)
    fields = read_fields(documents, segments, parties)
    tell("reading what is decided", 2, steps)
    changes = amendments(documents, segments)
    replaced = {i for change in changes for i in change.replaced}
    provisions = read_provisions([s for s in segments if s.index not in replaced], parties)
    tell("following references", 3, steps)
    missing = missing_documents(read_references(documents, segments), segments)
    tell("read", steps, steps)
    return Contract(
        documents=tuple(_source(d) for d in documents),
        parties=names_of(parties),
        fields=fields,
        provisions=provisions,
        duties=read_duties(segments, parties),
        definitions=read_definitions(segments),
        precedence=read_precedence(segments),
        findings=(*missing, *blank_findings(segments), *_changed(changes, segments), *_hidden(documents)),
    )


def _quiet(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def _refuse(documents: Sequence[Document]) -> None:
    names = ", ".join(d.name for d in documents)
    text = "\n".join(d.text for d in documents)
    refusal = check_language(text)
    if refusal:
        what, _, hint = refusal.partition(". ")
        raise FileProblem(f"{names}: {what[0].lower()}{what[1:]}.", hint)
    if not looks_like_contract(text):
        raise FileProblem(
            f"{names} does not look like a contract.", "Give the agreement, its schedules or its terms."
        )


def _source(d: Document) -> Source:
    return Source(
        name=d.name, format=d.format, pages=len(d.pages), words=d.words, sha256=d.sha256, notices=d.notices
    )


def _changed(changes: Sequence[Amendment], segments: Sequence[Segment]) -> tuple[Finding, ...]:
    """What an amendment takes out of force: it is no longer part of what the contract says."""
    return tuple(
        Finding(
            kind="amended",
            message=f"{c.document} changes {c.target} of {c.amended or 'the agreement'}.",
            evidence=segments[c.instruction].evidence(),
        )
        for c in changes
    )


def _hidden(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """Text that a person does not see where they read the file."""
    return tuple(
        Finding(
            kind="hidden", message=f"{d.name} holds text that can't be seen on the page ({hidden} passages)."
        )
        for d in documents
        if (hidden := sum(p.hidden for p in d.paragraphs))
    )


__all__ = ["read_contract"]
