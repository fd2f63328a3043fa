"""Labelled examples: the agreements that careful readers labelled, and the clauses written for this project.

An example is a segment with what it decides, its effect and the facts it speaks of. Labels are quotes; a quote
belongs to the segments that it covers, or that cover it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from remit.document import Document, Paragraph
from remit.document.text import read
from remit.reader.events import typical_events
from remit.reader.judge import VALUES
from remit.reader.outline import outline
from remit.reader.parties import Parties, read_parties
from remit.reader.roles import words_of
from remit.reader.segment import Segment, Words

CLAUSES = Path(__file__).parent / "clauses"
NOBODY = Parties()
READINGS = Path(__file__).parent / "readings"
"""Our own labels of public agreements, as places in their texts: the texts belong to others and stay outside."""
DECIDED = frozenset(v for values in VALUES.values() for v in values)
SCENARIOS = {f"S{i:02}": name for i, name in enumerate(typical_events(), 1)}
"""The labelled scenarios are the typical events, in their order."""
_FOLD = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00a0": " "}
)


@dataclass(frozen=True)
class Example:
    """`family` is what a fold holds out together: a provider, or a part of the written clauses."""

    segment: Segment
    family: str
    kind: str
    decides: str = "none"
    effect: str = ""
    about: Mapping[str, Sequence[str]] = field(default_factory=dict)
    catch_all: bool | None = None
    events: frozenset[str] = frozenset()
    reaches: frozenset[str] = frozenset()
    """Typical events that the passage decides, and those that it may decide, being general: these teach nothing."""
    parties: Parties = NOBODY

    @cached_property
    def words(self) -> Words:
        """What the model sees of it: the parties put as their roles."""
        return words_of(self.parties, self.segment)


@dataclass(frozen=True)
class Unit:
    name: str
    family: str
    kind: str
    documents: tuple[Document, ...]
    segments: tuple[Segment, ...]
    labels: dict[str, Any]

    @cached_property
    def parties(self) -> Parties:
        return read_parties(self.segments)


class Quotes:
    """Finds quotes in documents, whatever their white space and typography."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.folded = []
        for document in dict.fromkeys(s.document for s in segments):
            text, places = _folded(document.text)
            self.folded.append((document, text, places))

    def find(self, quote: str) -> list[int]:
        wanted = _folded(quote)[0].strip()
        if len(wanted) < 3:
            return []
        for document, text, places in self.folded:
            at = text.find(wanted)
            if at >= 0:
                start, end = places[at], places[at + len(wanted) - 1] + 1
                return [s.index for s in self.segments if s.document is document and _same(s, start, end)]
        return []


def _same(segment: Segment, start: int, end: int) -> bool:
    shared = min(end, segment.end) - max(start, segment.start)
    return shared > 0 and (shared >= 0.5 * (segment.end - segment.start) or shared >= 0.8 * (end - start))


def _folded(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for i, letter in enumerate(text.translate(_FOLD)):
        if letter.isspace():
            if letters and letters[-1] == " ":
                continue
            letter = " "  # noqa: PLW2901 - white space of any kind and length is one space
        low = letter.lower()
        letters.append(low if len(low) == 1 else letter)
        places.append(i)
    return "".join(letters), places


@cache
def units(gold: Path) -> tuple[Unit, ...]:
    found = []
    for name, spec in json.loads((gold / "units.json").read_text()).items():
        folder = gold / "docs" / name
        documents = tuple(read(p.read_bytes(), p.name) for p in sorted(folder.iterdir()) if p.is_file())
        labels = json.loads((gold / "labels" / f"{name}.json").read_text())
        found.append(Unit(name, spec["family"], spec["kind"], documents, outline(documents), labels))
    return tuple(found)


@cache
def readings(texts: Path, folder: Path = READINGS) -> tuple[Unit, ...]:
    """Agreements labelled for this project; `texts` holds the folders `corpus` and `cuad` with what they speak of."""
    with (texts / "cuad" / "train.jsonl").open(encoding="utf-8") as lines:
        cuad = {r["file"]: r["text"] for r in map(json.loads, lines)}
    found = []
    for path in sorted(folder.glob("*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        sources = [
            cuad[d["file"]]
            if d["collection"] == "cuad"
            else (texts / "corpus" / d["file"]).read_text(encoding="utf-8")
            for d in labels["documents"]
        ]
        for d, text in zip(labels["documents"], sources, strict=True):
            if hashlib.sha256(text.encode()).hexdigest() != d["sha256"]:
                raise ValueError(f"{path.name}: {d['file']} is not the text that was labelled")
        for label in labels["scenarios"].values():
            label["quotes"] = [sources[k][start:end] for k, start, end in label.pop("at")]
        for label in labels["provisions"]:
            k, start, end = label.pop("at")
            label["quote"] = sources[k][start:end]
        documents = tuple(
            read(text.encode(), d["file"]) for d, text in zip(labels["documents"], sources, strict=True)
        )
        found.append(Unit(path.stem, path.stem, "real", documents, outline(documents), labels))
    return tuple(found)


def examples(unit: Unit) -> list[Example]:
    """Every segment of a labelled agreement; unlabelled ones decide nothing."""
    quotes = Quotes(unit.segments)
    labels: dict[int, dict[str, Any]] = {}
    for provision in unit.labels["provisions"]:
        for i in quotes.find(provision["quote"]):
            # Where quotes share a segment, the one on coverage is what rulings need.
            if i not in labels or (provision["decides"] == "coverage" and labels[i]["decides"] != "coverage"):
                labels[i] = provision
    events: dict[int, set[str]] = {}
    for scenario, label in unit.labels["scenarios"].items():
        if label["answer"] in DECIDED:
            for i in (i for q in label.get("quotes", []) for i in quotes.find(q)):
                events.setdefault(i, set()).add(SCENARIOS[scenario])
    return [
        Example(
            s,
            unit.family,
            unit.kind,
            labels[s.index]["decides"] if s.index in labels else "none",
            str(labels[s.index].get("effect") or "") if s.index in labels else "",
            (labels[s.index].get("about") or {}) if s.index in labels else {},
            events=frozenset(events.get(s.index, ())),
            parties=unit.parties,
        )
        for s in unit.segments
    ]


def clauses(folder: Path = CLAUSES) -> Iterator[Example]:
    """The written clauses; every fifth of a file is a family of its own, so that folds can hold some out."""
    for path in sorted(folder.glob("*.jsonl")):
        for i, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            r = json.loads(line)
            yield Example(
                _segment(i, path.name, r["text"], r.get("lead_in") or "", r.get("heading") or ""),
                f"{path.stem}-{i % 5}",
                "clauses",
                r["decides"],
                str(r.get("effect") or ""),
                r.get("about") or {},
                bool(r.get("catch_all")),
                frozenset(r.get("names", ())),
                frozenset(r.get("reaches", ())),
            )


def _segment(index: int, name: str, text: str, lead_in: str, heading: str) -> Segment:
    document = Document(name, "text", text, (Paragraph(0, len(text)),), "")
    lead = None
    if lead_in:
        lead = Segment(0, Document(name, "text", lead_in, (), ""), 0, len(lead_in), "sentence")
    headings = tuple(h.strip() for h in re.split(r" > | / ", heading) if h.strip())
    kind: Any = "row" if text.startswith("|") else "item" if lead else "sentence"
    return Segment(index, document, 0, len(text), kind, "", headings, lead)
