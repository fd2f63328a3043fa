"""What happens to the parties of a contract: tickets that were given, or what a forecast expects of a year."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from remit.contract import vocabulary
from remit.ruling.gap_report import Expectation
from remit.ruling.tickets import read_tickets
from remit.ruling.weights import Occurrence

if TYPE_CHECKING:
    from remit.forecast.events import EventClass
    from remit.forecast.world import World

LOSSES = "loss"
TURNS_ON = {LOSSES: "outcome", "permission": "days_overdue", "suspension": "days_overdue"}
"""Questions that events of work say nothing of, and the fact that says that something else happened."""
PEOPLE = 100


def from_tickets(path: Path) -> Expectation:
    """FileProblem where the table can't be read."""
    given = read_tickets(path)
    notes = [f"Columns that were not used: {', '.join(given.unused)}."] if given.unused else []
    return Expectation(
        source="tickets",
        told=f"{given.rows:,} tickets of {path.name}",
        occurrences={
            q: tuple(o for o in given.occurrences if TURNS_ON.get(q, "") in {"", *o.facts})
            for q in vocabulary().questions
        },
        units=dict.fromkeys(vocabulary().questions, given.unit),
        notes=tuple(notes),
    )


def expected(needs: Path | None) -> Expectation:
    """A year of the client that the file describes, or of an office of a hundred people."""
    from remit.forecast.needs import Needs, load_needs
    from remit.forecast.world import world

    there = world(load_needs(needs) if needs else Needs(people=PEOPLE))
    whose = f"of the client of {needs.name}" if needs else f"of an office of {PEOPLE} people"
    work = tuple(_work(there))
    losses = tuple(_losses(there))
    questions = [q for q in vocabulary().questions if q not in TURNS_ON]
    return Expectation(
        source="expected",
        told=f"a year {whose}, by the usual frequencies",
        occurrences=dict.fromkeys(questions, work) | {LOSSES: losses},
        units=dict.fromkeys(questions, "hours") | {LOSSES: there.known.currency},
        notes=("Many of these frequencies are assumptions; give tickets, or needs, for your own.",),
    )


def _work(there: World) -> list[Occurrence]:
    months = len(there.rates)
    found = []
    for c, total, minutes in zip(
        there.classes, there.rates.sum(axis=0).tolist(), there.minutes.tolist(), strict=True
    ):
        count = _fraction(total * 12 / months)
        found.append(Occurrence(_known(there, c), count, count * _fraction(minutes) / 60))
    # Regular work, told once a month; nobody counts its hours.
    found += [Occurrence({"cause": "unknown", **u.facts}, Fraction(12)) for u in there.book.upkeep]
    return found


def _losses(there: World) -> list[Occurrence]:
    found = []
    for loss in there.book.losses:
        count = _fraction(there.known.value(loss.often))
        found.append(Occurrence(loss.facts, count, count * _fraction(there.known.value(loss.mean))))
    fails = _fraction(there.known.value("restore_fails_untested"))
    for c, total in zip(there.classes, there.rates.sum(axis=0).tolist(), strict=True):
        if c.kind.restores:
            count = _fraction(total * 12 / len(there.rates)) * fails
            worth = _fraction(there.known.value(c.kind.restores.lost))
            worth *= _fraction(float(there.fleet.crowd("server"))) if c.kind.restores.per == "server" else 1
            cause = {"cause": c.kind.facts["cause"]} if "cause" in c.kind.facts else {}
            found.append(Occurrence({**there.book.data_loss, **cause}, count, count * worth))
    return found


def _known(there: World, c: EventClass) -> dict[str, object]:
    """What is known of a class. What is merely ordinary is left open: gaps lie where things are not ordinary."""
    return {
        fact: value
        for fact, value in c.facts.items()
        if fact in c.kind.facts
        or fact in c.kind.varies
        or (c.age and fact in ("device_age_years", "in_warranty"))
        # What is planned has no cause to speak of; what goes wrong may have any.
        or (c.kind.group != "problem" and fact == "cause")
        or fact not in there.book.ordinary
    }


def _fraction(number: float) -> Fraction:
    return Fraction(number).limit_denominator(1_000_000)
