"""A forecast: contracts and needs become figures for both parties, with what they rest on said first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from remit.contract import Contract, vocabulary
from remit.errors import RequestProblem
from remit.forecast.care import Care as Response
from remit.forecast.care import respond
from remit.forecast.levers import try_levers
from remit.forecast.liability import limited_mean
from remit.forecast.needs import Needs
from remit.forecast.offer import Offer, offer, unit
from remit.forecast.pricing import cents
from remit.forecast.priors import MONTHS, Priors
from remit.forecast.record import (
    Care,
    Doubtful,
    Figure,
    Forecast,
    Limit,
    OfferForecast,
    Open,
    Rests,
    Swing,
    Tried,
)
from remit.forecast.ruled import CHARGEABLE, EXCLUDED, INCLUDED, Answering
from remit.forecast.sensitivity import tornado
from remit.forecast.simulate import Outcome, Progress, simulate
from remit.forecast.summary import a_year, error, figure, pooled, sums, years
from remit.forecast.world import World, world
from remit.ruling.plain import value_words

NOTE = "A forecast, not a promise, and no legal advice."
MOSTLY = 0.5
"""More than this part of all swings from numbers that nobody counted, and the forecast calls itself mostly assumed."""
DOUBT = 0.65
"""A reading less sure than this deserves a look."""
RESTS_ON = (
    "fee_model",
    "recurring_fee",
    "hourly_rate",
    "after_hours_rate",
    "billing_increment_minutes",
    "minimum_charge_minutes",
    "price_change",
    "service_credits",
    "liability_cap",
    "liability_cap_value",
    "consequential_loss_excluded",
    "data_loss_liability_excluded",
    "initial_term_months",
    "early_termination_fee",
    "client_may_terminate_for_convenience",
)
"""The terms that move the figures."""
YEARS = 10_000
MOST_EVENTS = 6e7
"""Events drawn at most: a large firm gets fewer futures, and each of them is steadier."""


@dataclass(frozen=True)
class Simulated:
    """A forecast with what it was made from, for those who go on from there."""

    world: World
    outcomes: tuple[Outcome, ...]
    responses: tuple[Response, ...]
    forecast: Forecast


def forecast(
    contracts: Sequence[tuple[str, Contract]],
    needs: Needs,
    *,
    known: Priors | None = None,
    years: int = YEARS,
    seed: int = 1,
    levers: bool = True,
    moved: Sequence[str] = (),
    answering: Answering | None = None,
    progress: Progress | None = None,
) -> Simulated:
    """What each of these named contracts will come to, all on the same draws.

    levers  try changes of their terms
    moved   the assumptions that the tornado moves; all, where none is named

    RequestProblem for contracts in different currencies; ModelProblem for one that states no fee.
    """
    if not contracts:
        raise RequestProblem("No contract was given.", "Give at least one file.")
    tell = progress or _quiet
    there = world(_in_its_currency(needs, contracts), known)
    offers, responses = [], []
    for number, (name, contract) in enumerate(contracts):
        tell(f"asking {name}", number, len(contracts))
        it, response = respond(there, offer(contract, name, there, answering))
        offers.append(it)
        responses.append(response)
    count = _affordable(there, offers, years)
    outcomes = simulate(there, offers, seed=seed, years=count, progress=progress)
    swings = tornado(
        there.needs, there.known, offers, lambda done, of: tell("moving the assumptions", done, of), moved
    )
    return Simulated(
        there,
        outcomes,
        tuple(responses),
        Forecast(
            schema="remit/forecast/1",
            note=NOTE,
            client=needs.client,
            currency=there.known.currency,
            minor_digits=len(str(unit(there))) - 1,
            months=there.fleet.months,
            runs=outcomes[0].runs,
            years=outcomes[0].runs * there.fleet.months // MONTHS,
            seed=seed,
            people=tuple(round(float(u)) for u in there.fleet.users[::MONTHS]),
            rests=rests(there, swings, whole=not moved),
            topics=dict(there.book.topics),
            budget=None if needs.budget is None else cents(float(needs.budget.a_year), there.known.currency),
            offers=tuple(
                _offer(
                    there,
                    found,
                    response,
                    swing,
                    try_levers(there, found.offer, seed=seed) if levers else None,
                )
                for found, response, swing in zip(outcomes, responses, swings, strict=True)
            ),
        ),
    )


def _quiet(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def _in_its_currency(needs: Needs, contracts: Sequence[tuple[str, Contract]]) -> Needs:
    """Needs that name no currency are in that of the contracts."""
    if needs.currency:
        return needs
    from remit.forecast.pricing import currency_of  # noqa: PLC0415 - needed here only

    found = {c: name for name, contract in contracts if (c := currency_of(contract))}
    if len(found) > 1:
        raise RequestProblem(
            f"The contracts are priced in {' and '.join(sorted(found))}.",
            "Bring their prices to one currency in terms files, and name it in the needs.",
        )
    return needs.model_copy(update={"currency": next(iter(found), None)})


def _affordable(there: World, offers: Sequence[Offer], years: int) -> int:
    """Fewer years for a firm with very many events, and at least two hundred runs."""
    most = np.max([there.care(it.care) for it in offers], axis=0)
    a_run = float((there.rates * most).sum())
    runs = max(200.0, MOST_EVENTS / max(a_run, 1.0))
    return max(1, min(years, int(runs * there.fleet.months / MONTHS)))


def rests(there: World, swings: Sequence[Sequence[Swing]], *, whole: bool = True) -> Rests:
    """How much of what moves the result was given, counted by somebody, or assumed.

    whole  whether every assumption was moved; else those that were not are taken to move it as well
    """
    priors = there.known.priors
    moving = {s.id for swing in swings for s in swing if s.size} if whole else set(priors)
    soft = {n for n in moving if priors[n].soft}
    given = {n for n in priors if priors[n].given}
    total = sum(s.size for swing in swings for s in swing)
    part = sum(s.size for swing in swings for s in swing if s.id in soft) / total if total else 0.0
    says = (
        f"{len(soft)} of the {len(moving)} numbers that move this forecast are assumed or rest on one voice"
    )
    says += f"; {part:.0%} of its possible error comes from them." if whole else "."
    largest = next((s for s in max(swings, key=lambda x: x[0].size if x else 0) if s.id in soft), None)
    if largest:
        says += f" The one that matters most is: {largest.label[0].lower()}{largest.label[1:]}."
    history = ""
    if there.posterior:
        p = there.posterior
        history = (
            f"Your {p.tickets:,} tickets, where {p.expected:,.0f} were expected, set the rate at {p.mean:.2f} times the "
            f"usual, give or take {p.cv:.0%}."
        )
    return Rests(
        given=len(given),
        counted=len(moving - soft - given),
        assumed=len(soft),
        swing=min(1.0, part),
        mostly_assumed=part > MOSTLY or len(soft) > MOSTLY * len(moving),
        says=says,
        history=history,
    )


def _offer(
    there: World, found: Outcome, response: Response, swing: tuple[Swing, ...], tried: Tried | None
) -> OfferForecast:
    it, all_sums = found.offer, sums(found)
    horizon = all_sums["cost"]
    term = _term(it, horizon.shape[1])
    by_year = {name: years(values) for name, values in all_sums.items()}
    cost = pooled(horizon)
    budget = there.needs.budget
    profit, bill = float(all_sums["profit"].mean()), float(all_sums["bill"].mean())
    margin = profit / bill if bill > 0 else 0.0
    return OfferForecast(
        name=it.name,
        provider=_text(it.contract.value("provider_name")),
        client=_text(it.contract.value("client_name")),
        documents=tuple(d.name for d in it.contract.documents),
        care=Care(
            chosen=it.care,
            free=response.free,
            best=response.best,
            duty=round(response.duty, 3),
            tickets_a_month=round(float(found.events.mean()) / there.fleet.months, 1),
        ),
        by_year=tuple(
            {name: figure(parts[n]) for name, parts in by_year.items()} for n in range(len(by_year["cost"]))
        ),
        a_year={name: _yearly(values) for name, values in all_sums.items()},
        term_months=term,
        term=None if term is None else figure(horizon[:, :term].sum(axis=1)),
        horizon=figure(horizon.sum(axis=1)),
        topics=_topics(there, found),
        margin=round(margin, 4),
        margin_says=_margin(there, margin, bill),
        over_budget=None
        if budget is None
        else _chance(cost > cents(float(budget.a_year), there.known.currency)),
        open=_open(there, it),
        assumed=tuple(dict.fromkeys(there.known.prior(n).label for n in it.assumed)),
        doubtful=_doubtful(it.contract),
        limits=_limits(there, it),
        tornado=swing,
        tried=tried,
    )


def _yearly(values: np.ndarray) -> Figure:
    """An average over the horizon, with the bands of single years."""
    mean, one = figure(a_year(values)), figure(pooled(values))
    return one.model_copy(update={"mean": mean.mean, "mean_error": mean.mean_error})


def _topics(there: World, found: Outcome) -> dict[str, Figure]:
    yearly = (found.topics * (MONTHS / there.fleet.months)).astype(np.float64)
    return {t: figure(yearly[:, n]) for n, t in enumerate(there.topics) if found.topics[:, n].any()}


def _term(it: Offer, months: int) -> int | None:
    """The first term in months, if it is stated, ends within the horizon, and is longer than a month."""
    term = it.contract.value("initial_term_months")
    return int(term) if isinstance(term, int | float) and 1 < term <= months else None


def _chance(hits: np.ndarray) -> tuple[float, float]:
    share = hits.astype(np.float64)
    return round(float(share.mean()), 4), round(error(share, lambda v: float(v.mean())), 4)


def _margin(there: World, margin: float, bill: float) -> str:
    """Whether the provider can live on this; a price that it can't live on will not last."""
    low, high = there.known.span("service_margin")
    if bill <= 0:
        return "The provider is paid nothing."
    if margin < low:
        return (
            f"At {margin:.0%} the provider earns less than the usual {low:.0%} to {high:.0%}. Expect it to do less, to "
            "ask for more, or to give up; or the assumptions do not fit it."
        )
    if margin > high:
        return f"At {margin:.0%} the provider earns more than the usual {low:.0%} to {high:.0%}. There is room to bargain."
    return f"At {margin:.0%} the provider earns what is usual ({low:.0%} to {high:.0%})."


def _open(there: World, it: Offer) -> tuple[Open, ...]:
    """What was drawn by chance for want of an answer, the kinds once each."""
    found: dict[str, Open] = {}
    for n, c in enumerate(there.classes):
        if it.ruled.open[n] and c.kind.id not in found:
            inside, billed, left = (
                round(float(it.ruled.chances[n, k]), 3) for k in (INCLUDED, CHARGEABLE, EXCLUDED)
            )
            given = it.ruled.answers[n]
            found[c.kind.id] = Open(
                label=c.kind.label,
                answer=given.answer,
                sure=not given.unsure,
                included=inside,
                chargeable=billed,
                excluded=left,
            )
    return tuple(found.values())


def _doubtful(contract: Contract) -> tuple[Doubtful, ...]:
    """The terms of money and binding whose reading deserves a look before the figures are believed."""
    words = vocabulary()
    found = []
    for name in RESTS_ON:
        held = contract.fields.get(name)
        if held is None or held.value is None or held.state in ("confirmed", "edited"):
            continue
        if held.state == "unsure" or held.confidence < DOUBT:
            found.append(
                Doubtful(
                    field=name,
                    label=words.fields[name].label,
                    says=("yes" if held.value else "no")
                    if isinstance(held.value, bool)
                    else value_words(words, held.value),
                    confidence=held.confidence,
                    evidence=held.evidence,
                )
            )
    return tuple(found)


def _limits(there: World, it: Offer) -> tuple[Limit, ...]:
    """For each large loss the part of its mean that the provider pays where it is at fault."""
    found = []
    fee = float(it.prices.a_month(there.fleet.users, there.fleet.endpoints)[0])
    cap = it.liability.cap(fee, fee * MONTHS)
    for loss in there.book.losses:
        mean = there.known.value(loss.mean) * unit(there)
        business = there.known.value("loss_business_part") * it.liability.without_business
        data = there.known.value("loss_data_part") * it.liability.without_data * bool(loss.backup)
        part = limited_mean(mean * (1 - business - data), there.known.value(loss.spread), cap)
        part *= it.ruled.bears[loss.id]
        found.append(
            Limit(
                label=loss.label,
                loss=round(mean),
                provider=round(part),
                client_share=round(1 - part / mean, 4) if mean else 0.0,
            )
        )
    return tuple(found)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
