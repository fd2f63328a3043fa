"""An explanation can be replayed by hand: what it says holds of the event, and gives the verdict."""

from __future__ import annotations

from hypothesis import given
from ruling_models import Event, events, models

from remit.ruling import Model, rule
from remit.ruling.meaning import holds


@given(model=models(), event=events(whole=True))
def test_reasons_are_true_of_the_event(model: Model, event: Event) -> None:
    found = rule(model, "coverage", event)
    book = model.book("coverage")
    cells = model.space.read(event)
    beaten = {o.id for o in found.overridden}
    held = {p.id for p in book.provisions if holds(book.boxes[p.id], cells)}
    standing = held - beaten
    assert set(found.because) == standing & book.rules
    assert beaten <= held
    for o in found.overridden:
        assert o.by in standing
        assert any(a.by == o.by and a.ground == o.ground for a in book.attackers[o.id])
    # Nothing that stands is attacked by anything that stands.
    assert not any(a.by in standing for n in standing for a in book.attackers[n])
    assert len({book.by_id[n].value for n in found.because}) == len(found.values)


@given(model=models(), event=events(whole=True))
def test_silence_names_what_was_missing(model: Model, event: Event) -> None:
    found = rule(model, "coverage", event)
    if found.verdict == "silent" and found.nearest:
        book = model.book("coverage")
        cells = model.space.read(event)
        missing = {model.space.place[f] for f in found.nearest.facts}
        freed = [axis.full if at in missing else cells[at] for at, axis in enumerate(model.space.axes)]
        assert not holds(book.boxes[found.nearest.id], cells)
        assert holds(book.boxes[found.nearest.id], freed) is not False
