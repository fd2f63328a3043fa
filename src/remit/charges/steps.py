"""The steps of a charge in words and numbers, told from the sums that were reckoned; nothing is reckoned anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from remit.charges.lines import Line
from remit.charges.money import show
from remit.charges.numbers import METRES, Doubt
from remit.charges.reckon import Sum
from remit.charges.record import Basis, Step
from remit.charges.tariff import Said
from remit.charges.terms import PriceTerms
from remit.contract import vocabulary
from remit.ruling.plain import number_words, value_words

KINDS = {
    "business": "in support hours",
    "after_hours": "after hours",
    "weekend": "at the weekend",
    "holiday": "on a holiday",
}


def duration(seconds: int) -> str:
    """Such as 1 h 20 min, 45 min, 30 s."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (left, "s")) if n]
    return " ".join(parts) or "0 min"


def steps(terms: PriceTerms, sums: Sequence[Sum]) -> list[Step]:
    """Of one entry, whose sums these are."""
    told = [*_worked(terms, sums), *_coverage(sums)]
    live = [s for s in sums if s.charged]
    if live:
        told += [*_tickets(live), *_time(live), *_stocks(live), *_prices(live), *_limits(live)]
    told += _doubts(sums)
    return told


def _worked(terms: PriceTerms, sums: Sequence[Sum]) -> Iterator[Step]:
    entry, first = sums[0].line.entry, sums[0].line
    worked = sum(s.line.seconds for s in sums)
    what = "Travelled" if entry.travel else "Worked"
    if entry.timed and first.start is not None:
        end = sums[-1].line.end
        text = f"{what} from {first.start:%Y-%m-%d %H:%M} to {_clock(first.start, end)}: {duration(worked)}."
    else:
        text = f"{what} on {first.date}: {duration(worked)}."
    if entry.distance_m is not None:
        text = f"{text.removesuffix('.')}; {number_words(Decimal(entry.distance_m) / 1000)} km."
    yield Step("worked", text, basis="given")
    if len(sums) > 1 or (first.kind is not None and "hours" not in entry.facts):
        parts = [
            f"{duration(s.line.seconds)} {KINDS.get(s.line.kind or '', 'at times of no known kind')}"
            + (f" on {s.line.date}" if len({x.line.date for x in sums}) > 1 else "")
            for s in sums
        ]
        field = terms.contract.fields.get("support_hours")
        because = ("field:support_hours",) if field and field.evidence and terms.hours else ()
        yield Step("kind_of_hours", f"By the support hours: {', '.join(parts)}.", because=because)


def _clock(start: Any, end: Any) -> str:  # noqa: ANN401
    return f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"


def _coverage(sums: Sequence[Sum]) -> Iterator[Step]:
    for said, lines in _by_said(
        sums, lambda s: s.line.tariff["travel_charged"] if s.numbers.travel else s.line.coverage
    ):
        part = _part(lines, sums)
        match said.verdict:
            case "ruled":
                word = str(said.value)
                plain = {"yes": "travel is charged", "no": "travel is not charged"}.get(word)
                text = plain or vocabulary().answers[word].plain
                given = "" if said.because else ", as decided for this entry"
                yield Step(
                    "coverage",
                    f"{part}{text}{given}.",
                    because=said.because,
                    basis="stated" if said.because else "given",
                )
            case "silent" if all(s.charged for s in lines):
                continue
            case "silent":
                what = "travel" if lines[0].numbers.travel else "it"
                yield Step(
                    "coverage", f"{part}The contract does not say whether {what} is charged.", basis="silent"
                )
            case _:
                continue


def _by_said(sums: Sequence[Sum], of: Any) -> list[tuple[Said, list[Sum]]]:  # noqa: ANN401
    found: dict[tuple[object, ...], tuple[Said, list[Sum]]] = {}
    for s in sums:
        said: Said = of(s)
        found.setdefault((said.verdict, said.because, repr(said.values)), (said, []))[1].append(s)
    return list(found.values())


def _part(lines: Sequence[Sum], sums: Sequence[Sum]) -> str:
    return "" if len(lines) == len(sums) else f"{_name(lines[0].line)}: "


def _name(line: Line) -> str:
    return f"{duration(line.seconds)} {KINDS.get(line.kind or '', '')}".strip()


def _tickets(live: Sequence[Sum]) -> Iterator[Step]:
    first = live[0]
    if first.excess_ticket:
        said = first.line.tariff["included_tickets"]
        yield Step(
            "fair_use",
            "The tickets included for this period are used up.",
            because=said.because,
            basis="stated",
        )


def _time(live: Sequence[Sum]) -> Iterator[Step]:
    timed = [s for s in live if s.line.seconds and (not s.numbers.travel or s.numbers.base is not None)]
    if not timed or all(s.numbers.flat is not None for s in timed):
        return
    for said, lines in _by_said(timed, lambda s: s.line.tariff["increment"]):
        numbers, part = lines[0].numbers, _part(lines, timed)
        before, after = sum(s.line.seconds for s in lines), sum(s.counted for s in lines)
        if said.verdict == "ruled" and numbers.step:
            scope = lines[0].line.tariff["increment_scope"]
            way = lines[0].line.tariff["rounding"]
            change = (
                f"{duration(before)} count as {duration(after)}"
                if before != after
                else f"{duration(before)} stay"
            )
            yield Step(
                "increment",
                f"{part}Time is counted in steps of {duration(numbers.step)}, rounded {numbers.rounding}, "
                f"for each {numbers.step_scope}: {change}.",
                because=(*said.because, *scope.because, *way.because),
                basis="stated",
            )
            for question, other in (("increment_scope", scope), ("rounding", way)):
                if other.verdict != "ruled":
                    taken = numbers.step_scope if question == "increment_scope" else numbers.rounding
                    label = (
                        "for what the steps are counted"
                        if question == "increment_scope"
                        else "whether they are rounded up or down"
                    )
                    yield Step(
                        question, f"{part}The contract does not say {label}; taken: {taken}.", basis="silent"
                    )
        elif said.verdict == "silent":
            yield Step(
                "increment",
                f"{part}The contract does not say in which steps time is counted; the exact time is taken.",
                basis="silent",
            )
    for said, lines in _by_said(timed, lambda s: s.line.tariff["minimum"]):
        numbers, part = lines[0].numbers, _part(lines, timed)
        before, after = sum(s.counted for s in lines), sum(s.billed for s in lines)
        if said.verdict == "ruled" and numbers.least and not lines[0].numbers.travel:
            scope = lines[0].line.tariff["minimum_scope"]
            change = (
                f"{duration(before)} count as {duration(after)}"
                if after != before
                else f"{duration(before)} stay"
            )
            yield Step(
                "minimum",
                f"{part}At least {duration(numbers.least)} are charged for each {numbers.least_scope}: {change}.",
                because=(*said.because, *scope.because),
                basis="stated",
            )
            if scope.verdict != "ruled":
                yield Step(
                    "minimum_scope",
                    f"{part}The contract does not say for what the least time counts; taken: for each {numbers.least_scope}.",
                    basis="silent",
                )


_STOCKS: Final[tuple[tuple[str, str, Callable[[Sum], int]], ...]] = (
    ("included_time", "included in the fee", lambda s: s.included),
    ("block", "covered by prepaid time", lambda s: s.prepaid),
)


def _stocks(live: Sequence[Sum]) -> Iterator[Step]:
    for what, label, of in _STOCKS:
        some = [
            s for s in live if of(s) or (what == "included_time" and s.numbers.grant is not None and s.billed)
        ]
        if not some:
            continue
        seconds, whole = sum(of(s) for s in some), sum(s.billed for s in some)
        said = (
            some[0].line.tariff["included_time"] if what == "included_time" else some[0].line.tariff["draw"]
        )
        left = (
            f"; {duration(sum(s.rest for s in some))} are left to be charged"
            if what == "block" or seconds < whole
            else ""
        )
        weight = some[0].numbers.draw
        factor = f" (each counts {_plain(weight)} times)" if weight != 1 else ""
        yield Step(
            what,
            f"Of {duration(whole)} {duration(seconds)} are {label}{factor}{left}.",
            because=said.because,
            basis="stated" if said.because else "given",
        )


def _prices(live: Sequence[Sum]) -> Iterator[Step]:
    for s in live:
        line, numbers, currency = s.line, s.numbers, s.numbers.currency
        if numbers.travel:
            yield from _travel(s)
            continue
        for question, minor in s.flat.items():
            price = {
                "rate": numbers.flat,
                "call_out": numbers.call_out,
                "ticket_charge": numbers.ticket_charge,
            }[question]
            unit = price.unit.of if price else ""
            yield Step(
                question,
                f"{show(minor, currency)} once for each {unit}.",
                minor,
                line.tariff[question].because,
                "stated",
            )
        if numbers.flat is not None and "rate" not in s.flat:
            yield Step(
                "rate",
                "The flat charge is made once and stands with earlier work.",
                because=line.tariff["rate"].because,
                basis="stated",
            )
        if not s.time:
            continue
        question = "overage" if s.over else "rate"
        said, times = line.tariff[question], line.tariff["rate_multiplier"]
        base = numbers.overage if s.over else numbers.base
        factor, because = "", said.because
        if not s.over and numbers.times != 1:
            factor, because = f" × {_plain(numbers.times)}", (*because, *times.because)
        kind = f" {KINDS[line.kind]}" if line.kind else ""
        yield Step(
            question,
            f"{duration(s.rest)}{kind} × {show(base or 0, currency)} an hour{factor} = {show(s.time, currency)}.",
            s.time,
            because,
            "stated",
        )
    exact = sum((s.exact for s in live if s.amount is not None), Fraction(0))
    whole = sum(s.amount + s.capped + s.unapproved for s in live if s.amount is not None)
    if exact != whole:
        first = live[0]
        said, scope = first.line.tariff["amount_rounding"], first.line.tariff["amount_scope"]
        silent = "" if said.verdict == "ruled" else "; the contract does not say how"
        yield Step(
            "rounding",
            f"{show(exact, first.numbers.currency)} rounded {first.numbers.amount_rounding.replace('_', ' ')} for each "
            f"{first.numbers.amount_scope}: {show(whole, first.numbers.currency)}{silent}.",
            whole - exact,
            (*said.because, *scope.because),
            "stated" if said.because else "arithmetic",
        )


def _travel(s: Sum) -> Iterator[Step]:
    n, tariff = s.numbers, s.line.tariff
    if s.time:
        text = f"{duration(s.rest)} of travel × {show(n.base or 0, n.currency)} an hour = {show(s.time, n.currency)}."
        yield Step("travel_time", text, s.time, tariff["travel_time"].because, "stated")
    if n.distance is not None and s.line.entry.distance_m is not None:
        unit = n.distance.unit.of
        length = METRES[unit]
        driven, free = Fraction(s.line.entry.distance_m) / length, n.free_metres / length
        charged = max(driven - free, Fraction(0))
        less = f" − {_plain(free)} free = {_plain(charged)} {unit}s" if free else f" {unit}s"
        text = (
            f"{_plain(driven)}{less} × {show(n.distance.minor, n.currency)} = {show(s.distance, n.currency)}."
        )
        because = (*tariff["travel_distance"].because, *tariff["travel_free"].because)
        yield Step("travel_distance", text, s.distance, because, "stated")
    if "travel_flat" in s.flat and n.travel_flat is not None:
        text = f"{show(n.travel_flat.minor, n.currency)} once for each {n.travel_flat.unit.of}."
        yield Step("travel_flat", text, s.flat["travel_flat"], tariff["travel_flat"].because, "stated")


def _limits(live: Sequence[Sum]) -> Iterator[Step]:
    capped, refused = sum(s.capped for s in live), sum(s.unapproved for s in live)
    first = live[0]
    if capped and (s := next(s for s in live if s.capped)).numbers.cap:
        cap = s.numbers.cap
        yield Step(
            "cap",
            f"Charges are limited to {show(cap.minor, cap.currency)} for each {cap.unit.of or 'ticket'}: "
            f"{show(capped, cap.currency)} are not charged.",
            Fraction(-capped),
            s.line.tariff["cap"].because,
            "stated",
        )
    if refused and (s := next(s for s in live if s.unapproved)).numbers.approval:
        approval = s.numbers.approval
        tariff = s.line.tariff
        yield Step(
            "approval",
            f"Above {show(approval.minor, approval.currency)} approval is needed and was not given: "
            f"{show(refused, first.numbers.currency)} are not charged.",
            Fraction(-refused),
            (*tariff["approval_above"].because, *tariff["unapproved"].because),
            "stated",
        )


def _doubts(sums: Iterable[Sum]) -> Iterator[Step]:
    seen: set[tuple[object, ...]] = set()
    for s in sums:
        for doubt in s.doubts:
            said = doubt.said
            key = (said.question, said.verdict, said.because, doubt.message)
            if key in seen or (said.question == "coverage" and said.verdict == "silent"):
                continue
            seen.add(key)
            yield Step(
                said.question, doubt_words(doubt), because=said.because, basis=_basis(doubt), needs=said.needs
            )


def _basis(doubt: Doubt) -> Basis:
    word: Basis = "error" if doubt.message else "stated"
    match doubt.said.verdict:
        case "silent" | "conflict" | "needs_fact" | "error" if not doubt.message:
            word = doubt.said.verdict
    return word


def doubt_words(doubt: Doubt) -> str:
    words = vocabulary()
    said = doubt.said
    label = words.questions[said.question].label if said.question in words.questions else said.question
    if doubt.message:
        return f"{label[:1].upper()}{label[1:]}: {doubt.message}"
    match said.verdict:
        case "silent":
            return f"The contract does not say: {label}."
        case "conflict":
            values = " / ".join(value_words(words, v) for v in said.values)
            return f"The contract contradicts itself: {label}: {values}."
        case "needs_fact":
            facts = ", ".join(words.facts[f].label for f in said.needs)
            return f"It depends on a fact that is not given ({label}): {facts}."
        case _:
            return f"{label[:1].upper()}{label[1:]}: {said.message or 'no value can be reckoned with'}"


def _plain(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return number_words(round(exact, 4))
