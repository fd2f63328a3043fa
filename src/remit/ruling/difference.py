"""Where two contracts, or two versions of one, rule differently: exactly, with witnesses from either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from remit.contract import Contract
from remit.errors import RequestProblem
from remit.ruling.cells import Space
from remit.ruling.gaps import Analysis, Count, Witness, apart, tested_axes
from remit.ruling.model import Model, model_of
from remit.ruling.record import Outcome
from remit.ruling.regions import Region, Regions
from remit.ruling.weights import Weights


@dataclass(frozen=True)
class Change:
    """Events that the first contract rules `before` and the second `after`."""

    before: Outcome
    after: Outcome
    cells: int
    region: Region
    witness: Witness


class Difference:
    """Two contracts over one space, cut where either is cut."""

    def __init__(
        self,
        first: Contract | Model,
        second: Contract | Model,
        question: str = "coverage",
        *,
        canons: bool = True,
        on: date | None = None,
    ) -> None:
        a, b = model_of(first), model_of(second)
        if a.words != b.words:
            raise RequestProblem(
                "The contracts use different vocabularies.", "Compare contracts of one vocabulary."
            )
        space = Space.of(a.words, (p.when for p in (*a.provisions, *b.provisions)))
        models = [Model(m.provisions, a.words, space) for m in (a, b)]
        days = [on or m.latest for m in (a, b)]
        books = [m.book(question, canons, day) for m, day in zip(models, days, strict=True)]
        self.regions = Regions(space, tested_axes(books))
        self.first, self.second = (
            Analysis(m, question, canons=canons, on=day, regions=self.regions)
            for m, day in zip(models, days, strict=True)
        )
        self.region = apart(self.first.outcomes, self.second.outcomes, self.regions)

    @property
    def count(self) -> Count:
        return self.first.count(self.region)

    def changes(self, weights: Weights | None = None) -> Iterator[Change]:
        """Each kind of change with an event, the most events first; with weights, the event that happens most."""
        found = []
        for before, one in self.first.outcomes:
            for after, other in self.second.outcomes:
                both = one & other
                if before.key != after.key and both != self.regions.nothing:
                    found.append((self.regions.size(both), before, after, both))
        for cells, before, after, both in sorted(
            found, key=lambda c: (-c[0], repr(c[1].key), repr(c[2].key))
        ):
            common = self.first.common(both, weights, 1) if weights else iter(())
            witness = next(common, None) or self.first.witness(both)
            if witness:
                yield Change(before=before, after=after, cells=cells, region=both, witness=witness)
