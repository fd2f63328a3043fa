"""A region's share is what its events add up to, whether they are listed or weighed, and whatever is left open."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from ruling_models import Event, completes, events, models, whole_events

from remit.contract import vocabulary
from remit.ruling import Model, rule
from remit.ruling.cells import Axis
from remit.ruling.gaps import Analysis
from remit.ruling.spreads import Spread, cell_weights, spreads
from remit.ruling.weights import Occurrence, Weights

SPREADS: Mapping[str, Spread] = {
    "activity": Spread(confidence="assumed", parts={"x": Decimal("0.5"), "y": Decimal(3), "z": Decimal(1)}),
    "warranty": Spread(confidence="assumed", parts={"yes": Decimal(1), "no": Decimal(4)}),
    "age": Spread(confidence="assumed", parts=((Decimal(2), Decimal(5)), (Decimal(9), Decimal(2)))),
}


@given(
    model=models(), counted=st.lists(st.tuples(events(), st.integers(1, 9), st.integers(0, 99)), max_size=4)
)
def test_measure_is_that_of_listing_every_event(model: Model, counted: list[tuple[Event, int, int]]) -> None:
    analysis = Analysis(model)
    axes = [model.space.axes[at] for at in analysis.regions.axes]
    facts = {axis.fact for axis in axes}
    # One event for each combination of the facts that count; the others may be anything that is possible.
    listed = {tuple(str(e[axis.fact]) for axis in axes): e for e in whole_events(model)}
    occurrences = [Occurrence(e, Fraction(n), Fraction(w)) for e, n, w in counted]
    weights = Weights(analysis.regions, occurrences, SPREADS)
    silent = analysis.where("silent")
    expected = worth = sure = Fraction(0)
    for o in occurrences:
        known = {f: v for f, v in o.facts.items() if f in facts}
        cases = [e for e in listed.values() if completes(e, known, model)]
        total = sum((_known(e, known, axes) for e in cases), Fraction(0))
        part = sum(
            (_known(e, known, axes) for e in cases if rule(model, "coverage", e).verdict == "silent"),
            Fraction(0),
        )
        expected += o.count * part / total
        worth += o.worth * part / total
        sure += o.count * (part == total)
    found = weights.measure(silent)
    assert (found.count, found.worth, found.sure) == (expected, worth, sure)


def _known(event: Event, known: Event, axes: list[Axis]) -> Fraction:
    """The event's weight among those that the known facts leave: what is known counts as certain, however rare."""
    product = Fraction(1)
    for axis in axes:
        weights = cell_weights(axis, SPREADS)
        cell = axis.known(event[axis.fact]).bit_length() - 1
        if axis.fact in known:
            mask = axis.known(known[axis.fact])
            weights = tuple(w if mask >> c & 1 else 0 for c, w in enumerate(weights))
            weights = weights if any(weights) else tuple(mask >> c & 1 for c in range(axis.size))
        product *= weights[cell]
    return product


@given(model=models(), counted=st.lists(events(), min_size=1, max_size=4))
def test_common_witnesses_lie_in_the_region_and_begin_apart(model: Model, counted: list[Event]) -> None:
    analysis = Analysis(model)
    weights = Weights(analysis.regions, [Occurrence(e, Fraction(1)) for e in counted], SPREADS)
    for outcome, region in analysis.outcomes:
        for witness in analysis.common(region, weights, 3):
            assert rule(model, "coverage", witness.facts).key == outcome.key


def test_every_spread_is_of_a_fact_with_all_its_values() -> None:
    words = vocabulary()
    for name, spread in spreads().spreads.items():
        spec = words.fact(name)
        if isinstance(spread.parts, dict):
            parents = {v.under for v in spec.values.values()}
            leaves = {v for v in spec.values if v not in parents} or {"yes", "no"}
            assert set(spread.parts) == leaves, name
        else:
            ends = [end for end, _ in spread.parts]
            assert ends == sorted(ends), name
            assert ends[-1] == spec.max, name
        assert spread.sources or spread.confidence == "assumed", name
