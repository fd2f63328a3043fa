"""The steps of a charge in words and numbers, told from the sums that were reckoned; nothing is reckoned anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from remit.charges.lines import Line
from remit.charges.price_steps import limit_steps, price_steps
from remit.charges.record import Step
from remit.charges.sums import Sum
from remit.charges.tariff import Said
from remit.charges.terms import HOURS, PriceTerms
from remit.charges.words import KINDS, by_canon, doubt_step, duration, plain
from remit.contract import vocabulary
from remit.ruling.plain import number_words


def steps(terms: PriceTerms, sums: Sequence[Sum]) -> list[Step]:
    """Of one entry, whose sums these are."""
    told = [_worked(sums), *_kinds(terms, sums), *_coverage(sums), *_tickets(sums)]
    live = [s for s in sums if s.charged]
    if live:
        told += [*_time(live), *_included(live), *_prepaid(live), *price_steps(live), *limit_steps(live)]
    told += _doubts(terms, sums)
    return [_qualified(terms, step, sums[0].line) for step in told]


def _qualified(terms: PriceTerms, step: Step, line: Line) -> Step:
    """What the contract adds in words that no fact expresses is shown with every step that rests on it."""
    added = [q for name in step.because for q in _qualifiers(terms, name, line)]
    return replace(step, says=f"{step.says} The contract adds: {'; '.join(added)}.") if added else step


def _qualifiers(terms: PriceTerms, name: str, line: Line) -> tuple[str, ...]:
    return terms.provision(name, line.date).qualifiers if name in terms.provisions else ()


def _worked(sums: Sequence[Sum]) -> Step:
    entry, first = sums[0].line.entry, sums[0].line
    what, worked = "Travelled" if entry.travel else "Worked", duration(sum(s.line.seconds for s in sums))
    if first.start is not None and sums[-1].line.end is not None:
        text = (
            f"{what} from {first.start:%Y-%m-%d %H:%M} to {_clock(first.start, sums[-1].line.end)}: {worked}"
        )
    else:
        text = f"{what} on {first.date}: {worked}"
    if entry.distance_m is not None:
        text += f", {number_words(Decimal(entry.distance_m) / 1000)} km"
    return Step("worked", f"{text}.", basis="given")


def _clock(start: datetime, end: datetime) -> str:
    return f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"


def _kinds(terms: PriceTerms, sums: Sequence[Sum]) -> Iterator[Step]:
    first = sums[0].line
    if len(sums) == 1 and (first.kind is None or "hours" in first.entry.facts):
        return
    several = len({s.line.date for s in sums}) > 1
    parts = [
        f"{duration(s.line.seconds)} {KINDS.get(s.line.kind or '', '')}".rstrip()
        + (f" on {s.line.date}" if several else "")
        for s in sums
    ]
    by = "By the support hours" if terms.hours is not None else "By the day"
    because = (HOURS,) if terms.hours is not None and HOURS in terms.fields else ()
    assumed = terms.hours.assumptions if terms.hours is not None else ()
    text = f"{by}: {', '.join(parts)}." + "".join(f" Assumed: {a.assumed}, for {a.because}." for a in assumed)
    yield Step(
        "kind_of_hours",
        text,
        because=because,
        basis="silent" if assumed else "stated" if because else "arithmetic",
    )


def _coverage(sums: Sequence[Sum]) -> Iterator[Step]:
    def of(s: Sum) -> Said:
        return s.line.tariff["travel_charged"] if s.numbers.travel else s.line.coverage

    for said, some in by_said(sums, of):
        if said.verdict == "ruled":
            word = str(said.value)
            text = {"yes": "travel is charged", "no": "travel is not charged"}.get(
                word
            ) or vocabulary().answers[word].plain
            text = f"{part(some, sums)}{text}" + ("" if said.because else ", as decided for this entry")
            yield Step(
                "coverage",
                f"{text[:1].upper()}{text[1:]}{by_canon(said)}.",
                because=said.because,
                basis="stated" if said.because else "given",
            )


def _tickets(sums: Sequence[Sum]) -> Iterator[Step]:
    for flag, text in (
        ("free_ticket", "The ticket is one of those"),
        ("excess_ticket", "The ticket is beyond those"),
    ):
        if found := next((s for s in sums if getattr(s, flag)), None):
            said = found.line.tariff["included_tickets"]
            each = "" if found.numbers.each == "agreement" else f" for each {found.numbers.each}"
            count = f"{plain(found.numbers.tickets or Fraction(0))}{each} in a {found.numbers.period}"
            yield Step(
                "included_tickets",
                f"{text} included in the fee ({count}).",
                because=said.because,
                basis="stated",
            )


def _time(live: Sequence[Sum]) -> Iterator[Step]:
    timed = [
        s
        for s in live
        if s.line.seconds and s.numbers.flat is None and (not s.numbers.travel or s.numbers.base is not None)
    ]
    for said, some in by_said(timed, lambda s: s.line.tariff["increment"]):
        yield from _increment(said, some, part(some, timed))
    for said, some in by_said([s for s in timed if not s.numbers.travel], lambda s: s.line.tariff["minimum"]):
        yield from _minimum(said, some, part(some, timed))


def _increment(said: Said, some: Sequence[Sum], start: str) -> Iterator[Step]:
    n, tariff = some[0].numbers, some[0].line.tariff
    if said.verdict == "silent":
        text = "The contract does not say in which steps time is counted; the exact time is taken."
        yield Step("increment", start + text, basis="silent")
    elif n.step:
        scope, way = tariff["increment_scope"], tariff["rounding"]
        change = _change(sum(s.line.seconds for s in some), sum(s.counted for s in some))
        text = f"Time is counted in steps of {duration(n.step)}, rounded {n.rounding}, for each {n.step_scope}: {change}."
        yield Step(
            "increment", start + text, because=(*said.because, *scope.because, *way.because), basis="stated"
        )
        if scope.verdict != "ruled":
            text = (
                f"The contract does not say for what the steps are counted; taken: for each {n.step_scope}."
            )
            yield Step("increment_scope", start + text, basis="silent")
        if way.verdict != "ruled" and n.step != 1:
            text = f"The contract does not say how time is rounded to a step; taken: {n.rounding}."
            yield Step("rounding", start + text, basis="silent")


def _minimum(said: Said, some: Sequence[Sum], start: str) -> Iterator[Step]:
    n, scope = some[0].numbers, some[0].line.tariff["minimum_scope"]
    if said.verdict != "ruled" or not n.least:
        return
    change = _change(sum(s.counted for s in some), sum(s.billed for s in some))
    text = f"At least {duration(n.least)} are charged for each {n.least_scope}: {change}."
    yield Step("minimum", start + text, because=(*said.because, *scope.because), basis="stated")
    if scope.verdict != "ruled":
        text = f"The contract does not say for what the least time counts; taken: for each {n.least_scope}."
        yield Step("minimum_scope", start + text, basis="silent")


def _change(before: int, after: int) -> str:
    """What the entry itself gains or loses; in a ticket or a day other entries may bear the rest."""
    return f"{duration(before)} stay" if before == after else f"{duration(before)} count as {duration(after)}"


def _included(live: Sequence[Sum]) -> Iterator[Step]:
    some = [s for s in live if s.numbers.grant is not None and s.billed and not s.numbers.travel]
    for said, group in by_said(some, lambda s: s.line.tariff["included_time"]):
        first, n = group[0], group[0].numbers
        seconds, whole = sum(s.included for s in group), sum(s.billed for s in group)
        over = f" and {duration(int(first.carried))} carried over" if first.carried else ""
        each = "" if n.each == "agreement" else f", {duration(int(n.grant or 0))} for each {n.each}"
        stock = f"{duration(int(first.granted))} are included in this {n.period}{each}{over}"
        left = f"; {duration(whole - seconds)} are beyond" if seconds < whole else ""
        yield Step(
            "included_time",
            f"{part(group, live)}{stock}: of {duration(whole)} {duration(seconds)} are covered{_weight(first)}{left}.",
            because=(
                *said.because,
                *first.line.tariff["rollover"].because,
                *first.line.tariff["draw"].because,
            ),
            basis="stated",
        )


def _prepaid(live: Sequence[Sum]) -> Iterator[Step]:
    if some := [s for s in live if s.prepaid]:
        seconds = sum(s.prepaid for s in some)
        whole = sum(s.billed - s.included for s in live if not s.numbers.travel)
        left = f"; {duration(whole - seconds)} are beyond" if seconds < whole else ""
        text = (
            f"Of {duration(whole)} {duration(seconds)} are covered by prepaid time{_weight(some[0])}{left}."
        )
        tariff = some[0].line.tariff
        yield Step(
            "block", text, because=(*tariff["block_expiry"].because, *tariff["draw"].because), basis="given"
        )


def _weight(s: Sum) -> str:
    return f" (each counts {plain(s.numbers.draw)} times)" if s.numbers.draw != 1 else ""


def _doubts(terms: PriceTerms, sums: Iterable[Sum]) -> Iterator[Step]:
    seen: set[tuple[object, ...]] = set()
    for s in sums:
        for doubt in s.doubts:
            key = (doubt.said.question, doubt.said.verdict, doubt.said.because, doubt.message)
            if key not in seen:
                seen.add(key)
                yield _unsure(terms, doubt_step(doubt))


def _unsure(terms: PriceTerms, step: Step) -> Step:
    """Where the contract is silent only because a passage was read unsurely, the passage is named."""
    maybe = tuple(p.id for p in terms.contract.provisions if p.question == step.what and p.state == "unsure")
    if step.basis != "silent" or not maybe:
        return step
    says = f"{step.says} A passage that was read unsurely may say it: confirm or correct it in the terms."
    return replace(step, says=says, because=maybe)


def by_said(sums: Iterable[Sum], of: Callable[[Sum], Said]) -> list[tuple[Said, list[Sum]]]:
    """The sums by what the contract says of them."""
    found: dict[tuple[object, ...], tuple[Said, list[Sum]]] = {}
    for s in sums:
        said = of(s)
        found.setdefault((said.verdict, said.because, repr(said.values)), (said, []))[1].append(s)
    return list(found.values())


def part(some: Sequence[Sum], sums: Sequence[Sum]) -> str:
    """Which of the entry's parts a step speaks of; nothing where it is all of them."""
    if len(some) == len(sums):
        return ""
    return (
        f"{duration(sum(s.line.seconds for s in some))} {KINDS.get(some[0].line.kind or '', '')}".rstrip()
        + ": "
    )
