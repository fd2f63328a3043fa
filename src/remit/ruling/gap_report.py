"""What a contract leaves open, reported: question by question, the most common or the largest first.

Everything is counted by gaps.py, coherence.py, difference.py and maps.py; here it is put in order, given its quotes,
and weighed by tickets or by what is to be expected, where these are known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from remit.contract import Contract, Provision
from remit.contract.export import quoted
from remit.contract.vocabulary import Record
from remit.ruling.coherence import Incoherence, incoherences
from remit.ruling.difference import Difference
from remit.ruling.gaps import Analysis, Witness
from remit.ruling.maps import PAIRS, Map, coverage_map
from remit.ruling.model import Model, model_of
from remit.ruling.regions import Region
from remit.ruling.story import ending, phrases, story
from remit.ruling.weights import Occurrence, Weights

Progress = Callable[[str, int, int], None]
ALWAYS_ASKED = ("coverage", "loss", "permission")
"""Questions that every support contract should answer; the others count where the contract speaks to them at all."""


@dataclass(frozen=True)
class Expectation:
    """What happens, by question: tickets that were given, or what is to be expected in a year.

    told  what that is, in words; units  what the worth of a question's events is in: a currency, "hours", or nothing
    """

    source: Literal["tickets", "expected"]
    told: str
    occurrences: Mapping[str, Sequence[Occurrence]]
    units: Mapping[str, str]
    notes: tuple[str, ...] = ()


class Reason(Record):
    """A provision with its text and its place; `named` counts the facts that its condition names."""

    provision: str
    value: Any
    named: int
    qualifiers: tuple[str, ...]
    quote: str | None
    document: str | None
    page: int | None
    start: int | None
    end: int | None
    clause: str | None


class Weight(Record):
    """The share of what happens that falls here, the number, and its worth; `sure` without what open facts decide."""

    share: Decimal
    count: Decimal
    sure: Decimal
    worth: Decimal


class Part(Record):
    """A part of all kinds of event."""

    events: int
    weight: Weight | None = None


class Gap(Record):
    """A kind of event on which the contract is silent or says several things, and the least that tells it."""

    verdict: str
    facts: dict[str, Any]
    words: str
    values: tuple[Any, ...]
    part: Part
    because: tuple[Reason, ...]
    nearest: Reason | None
    lacks: tuple[str, ...]
    doubtful: tuple[Reason, ...]


class Dead(Record):
    """A provision that is in force nowhere; `by` is what always prevails over it, nothing if it can't ever hold."""

    reason: Reason
    by: tuple[str, ...]


class QuestionReport(Record):
    question: str
    label: str
    unsaid: str
    provisions: int
    left_out: int
    facts: tuple[str, ...]
    events: int
    weighed: Decimal | None
    unit: str
    silent: Part
    conflict: Part
    error: Part
    ruled: Part
    gaps: tuple[Gap, ...]
    conflicts: tuple[Gap, ...]
    dead: tuple[Dead, ...]
    redundant: tuple[Reason, ...]
    maps: tuple[Map, ...]

    @property
    def open(self) -> bool:
        return bool(self.silent.events or self.conflict.events or self.error.events)


class ChangeReport(Record):
    """Events that the first contract rules `before` and the other `after`, with the text on either side."""

    facts: dict[str, Any]
    words: str
    before: str
    after: str
    part: Part
    because_before: tuple[Reason, ...]
    because_after: tuple[Reason, ...]


class DifferenceReport(Record):
    question: str
    label: str
    events: int
    of: int
    weight: Weight | None
    changes: tuple[ChangeReport, ...]


class ClashReport(Record):
    clash: str
    why: str
    words: str
    facts: dict[str, Any]
    events: int
    of: int
    because: tuple[Reason, ...]


class GapReport(Record):
    as_of: date | None
    canons: bool
    source: str | None
    told: str
    notes: tuple[str, ...]
    questions: tuple[QuestionReport, ...]
    unasked: tuple[str, ...]
    clashes: tuple[ClashReport, ...]
    differences: tuple[DifferenceReport, ...] | None

    @property
    def open(self) -> bool:
        """Whether something is silent or contradictory."""
        return any(q.open for q in self.questions) or bool(self.clashes)


@dataclass
class Reporter:
    """How a report is made: `most` gaps of each kind, by frequency or by worth."""

    contract: Contract
    canons: bool = True
    on: date | None = None
    expectation: Expectation | None = None
    most: int = 10
    by_worth: bool = False
    with_maps: bool = False
    progress: Progress = lambda what, done, total: None  # noqa: ARG005 - nobody watches
    model: Model = field(init=False)

    def __post_init__(self) -> None:
        self.model = model_of(self.contract)
        # Compared contracts are each taken as they newly stand, unless a day was named.
        self.named_day = self.on
        self.on = self.on or self.model.latest

    def report(self, questions: Sequence[str] = (), against: Contract | None = None) -> GapReport:
        """RequestProblem, or ModelProblem, for a question that there is not."""
        answered = {p.question for p in self.model.provisions if p.kind == "rule"}
        usual = [q for q in phrases().questions if q in ALWAYS_ASKED or q in answered]
        asked = list(dict.fromkeys(questions)) or usual
        found = []
        for n, question in enumerate(asked):
            self.progress("counting what is left open", n, len(asked))
            found.append(self._question(question))
        clashes = [] if questions else list(self._clashes())
        differences = None if against is None else tuple(self._difference(against, q) for q in asked)
        e = self.expectation
        return GapReport(
            as_of=self.on,
            canons=self.canons,
            source=e.source if e else None,
            told=e.told if e else "",
            notes=e.notes if e else (),
            questions=tuple(found),
            unasked=() if questions else tuple(q for q in phrases().questions if q not in asked),
            clashes=tuple(clashes),
            differences=differences,
        )

    def _question(self, question: str) -> QuestionReport:
        analysis = Analysis(self.model, question, canons=self.canons, on=self.on)
        weights = self._weights(analysis)
        words, regions = self.model.words, analysis.regions
        doubtful = [p for p in self.contract.provisions if p.question == question and p.state == "unsure"]
        listed: dict[str, list[Gap]] = {"silent": [], "conflict": [], "error": []}
        for outcome, region in analysis.outcomes:
            if outcome.verdict in listed:
                listed[outcome.verdict] += self._gaps(analysis, region, weights, doubtful)
        tested = [self._fact(at) for at in regions.axes]
        return QuestionReport(
            question=question,
            label=words.question(question).label,
            unsaid=phrases().questions.get(question, ""),
            provisions=len(analysis.book.provisions),
            left_out=len(doubtful),
            facts=tuple(words.facts[f].label for f in tested),
            events=regions.size(regions.whole),
            weighed=_rounded(weights.count) if weights else None,
            unit=self.expectation.units.get(question, "") if self.expectation and weights else "",
            silent=_part(analysis, analysis.where("silent"), weights),
            conflict=_part(analysis, analysis.where("conflict"), weights),
            error=_part(analysis, analysis.where("error"), weights),
            ruled=_part(analysis, analysis.where("ruled"), weights),
            gaps=self._first(listed["silent"]),
            conflicts=self._first(listed["conflict"] + listed["error"]),
            dead=tuple(Dead(reason=self._reason(n), by=analysis.beaten_by(n)) for n in analysis.dead),
            redundant=self._reasons(n for n in analysis.redundant if n not in analysis.dead),
            maps=tuple(self._maps(question, tested)) if self.with_maps else (),
        )

    def _weights(self, analysis: Analysis) -> Weights | None:
        given = self.expectation.occurrences.get(analysis.question) if self.expectation else None
        weights = Weights(analysis.regions, given) if given else None
        return weights if weights and weights.count else None

    def _gaps(
        self, analysis: Analysis, region: Region, weights: Weights | None, doubtful: Sequence[Provision]
    ) -> Iterable[Gap]:
        if weights:
            found = list(analysis.common(region, weights, self.most, self.by_worth))
        if not weights or not found:
            found = list(analysis.witnesses(region, self.most))
        for witness in found:
            yield self._gap(analysis, witness, weights, doubtful)

    def _gap(
        self,
        analysis: Analysis,
        witness: Witness,
        weights: Weights | None,
        doubtful: Sequence[Provision],
    ) -> Gap:
        region = analysis.regions.whole & analysis.regions.box(analysis.box_of(witness.facts))
        perhaps = [p for p in doubtful if p.kind == "rule" and p.when.holds(witness.facts)]
        perhaps.sort(key=lambda p: (-len(p.when.facts()), -p.confidence, p.id))
        return Gap(
            verdict=witness.outcome.verdict,
            facts=witness.facts,
            words=witness.words,
            values=witness.outcome.values,
            part=_part(analysis, region, weights),
            because=self._reasons(witness.outcome.because),
            nearest=self._reason(witness.nearest) if witness.nearest else None,
            lacks=tuple(self.model.words.facts[f].label for f in witness.lacks),
            doubtful=tuple(_reason(p) for p in perhaps[:2]),
        )

    def _first(self, gaps: list[Gap]) -> tuple[Gap, ...]:
        def rank(gap: Gap) -> tuple[Any, ...]:
            w = gap.part.weight
            first = (-w.worth, -w.count) if w and self.by_worth else (-w.count, -w.worth) if w else ()
            return (*first, -gap.part.events, len(gap.facts), gap.words)

        return tuple(sorted(gaps, key=rank)[: self.most])

    def _maps(self, question: str, tested: Collection[str]) -> Iterable[Map]:
        """Coverage is always drawn; of other questions what their provisions tell apart."""
        for columns, rows in PAIRS:
            if question != "coverage" and not {columns, rows} & set(tested):
                continue
            yield coverage_map(self.model, question, columns, rows, canons=self.canons, on=self.on)

    def _clashes(self) -> Iterable[ClashReport]:
        for found in incoherences(self.model, canons=self.canons, on=self.on, pick=self._pick):
            yield self._clash(found)

    def _pick(self, analysis: Analysis, region: Region) -> Witness | None:
        """The event that happens most of those that show a clash, where that is known."""
        weights = self._weights(analysis)
        common = analysis.common(region, weights, 1, self.by_worth) if weights else iter(())
        return next(iter(common), None) or analysis.witness(region)

    def _clash(self, found: Incoherence) -> ClashReport:
        return ClashReport(
            clash=found.clash.id,
            why=found.clash.why,
            words=found.words,
            facts=found.facts,
            events=found.cells,
            of=found.of,
            because=self._reasons(found.because),
        )

    def _difference(self, other: Contract, question: str) -> DifferenceReport:
        self.progress("comparing", 0, 1)
        found = Difference(self.model, model_of(other), question, canons=self.canons, on=self.named_day)
        weights = self._weights(found.first)
        words = self.model.words
        changes = []
        for change in found.changes(weights):
            facts = change.witness.facts
            after = found.second.told(facts)
            part = _part(found.first, change.region, weights)
            named = {p.id: p for p in found.second.book.provisions}
            changes.append(
                ChangeReport(
                    facts=facts,
                    words=story(words, facts),
                    before=ending(words, question, change.before),
                    after=ending(words, question, change.after),
                    part=part,
                    because_before=self._reasons(change.witness.outcome.because),
                    because_after=tuple(_reason(named[n]) for n in after.because),
                )
            )
        changes.sort(key=lambda c: (-(c.part.weight.count if c.part.weight else 0), -c.part.events))
        count = found.count
        return DifferenceReport(
            question=question,
            label=words.question(question).label,
            events=count.cells,
            of=count.of,
            weight=_weight(found.region, weights),
            changes=tuple(changes[: self.most]),
        )

    def _fact(self, at: int) -> str:
        return self.model.space.axes[at].fact

    def _reasons(self, names: Iterable[str]) -> tuple[Reason, ...]:
        return tuple(self._reason(n) for n in names)

    def _reason(self, name: str) -> Reason:
        """An amended provision stands in the contract once for each period; this is the one in effect."""
        named = [p for p in self.model.provisions if p.id == name]
        here = (p for p in named if self.on is None or _in_effect(p, self.on))
        return _reason(next(here, named[0]))


def _in_effect(p: Provision, on: date) -> bool:
    return (p.effective_from or on) <= on <= (p.effective_to or on)


def _reason(p: Provision) -> Reason:
    named = len(p.when.facts())
    return Reason(provision=p.id, value=p.value, named=named, qualifiers=p.qualifiers, **quoted(p.evidence))


def _part(analysis: Analysis, region: Region, weights: Weights | None) -> Part:
    return Part(events=analysis.regions.size(region), weight=_weight(region, weights))


def _weight(region: Region, weights: Weights | None) -> Weight | None:
    if weights is None:
        return None
    found = weights.measure(region)
    return Weight(
        share=_rounded(found.count / weights.count, 6),
        count=_rounded(found.count),
        sure=_rounded(found.sure),
        worth=_rounded(found.worth, 2),
    )


def _rounded(number: Fraction, places: int = 3) -> Decimal:
    scaled = Decimal(number.numerator * 10**places) / Decimal(number.denominator)
    return scaled.to_integral_value(ROUND_HALF_UP).scaleb(-places)
