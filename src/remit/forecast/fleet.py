"""What there is to look after in every month to come: people, sites, and devices that age and are replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from remit.errors import RequestProblem
from remit.forecast.needs import COMPUTERS, Needs
from remit.forecast.priors import MONTHS, Priors

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fleet:
    """Arrays by month; `by_age` by month and year of life (the first, the second, ..., the last and all after).

    joiners        colleagues who start or leave in the month
    new_computers  computers set up in the month
    """

    users: Floats
    sites: Floats
    laptops: Floats
    servers: Floats
    joiners: Floats
    new_computers: Floats
    by_age: Floats
    first_month: int
    warranty_years: int

    @property
    def months(self) -> int:
        return len(self.users)

    @property
    def computers(self) -> Floats:
        return np.asarray(self.by_age.sum(axis=1))

    @property
    def endpoints(self) -> Floats:
        """What preventive care is counted by: computers and servers."""
        return self.computers + self.servers

    def crowd(self, whose: int | str) -> float:
        """So many people, or as many as there are on average at a site, for a server, or in all."""
        if not isinstance(whose, str):
            return float(whose)
        parts = {"site": float(self.sites.mean()), "server": float(self.servers.mean()), "all": 1.0}
        return float(self.users.mean()) / max(1.0, parts[whose])

    def exposure(self, per: str) -> Floats:
        """How many of these there are in each month; joiners and new computers come a month at a time."""
        return {
            "user": self.users,
            "computer": self.computers,
            "laptop": self.laptops,
            "server": self.servers,
            "site": self.sites,
            "firm": np.ones(self.months),
            "joiner": self.joiners * MONTHS,
            "new_computer": self.new_computers * MONTHS,
        }[per]


def fleet(needs: Needs, known: Priors) -> Fleet:
    """What the needs describe, month by month to the horizon; what they leave out is taken from the assumptions."""
    months = needs.horizon_months
    users = _grown(needs.people, needs.growth.people, months)
    sites = _grown(needs.site_count, needs.growth.sites, months)
    ages, laptop_share, warranty = _computers(needs, known)
    refresh = needs.computers_replaced_after_years or known.value("refresh_years")
    by_age, new = _ageing(ages, refresh, users / users[0], len(known.failure_by_age))
    given = bool(needs.devices)
    servers = needs.count("server") if given else round(needs.people * known.value("servers_per_user"))
    change = np.abs(np.diff(users, prepend=users[0]))
    return Fleet(
        users=users,
        sites=sites,
        laptops=by_age.sum(axis=1) * laptop_share,
        servers=np.full(months, float(servers)),
        joiners=users * known.value("staff_turnover") * 2 / MONTHS + change,
        new_computers=new,
        by_age=by_age,
        first_month=needs.today.month - 1 if needs.today else 0,
        warranty_years=warranty,
    )


def _grown(now: float, ends: tuple[int, ...], months: int) -> Floats:
    """A number that moves evenly from each year's end to the next, and then stays."""
    known_at = [0, *(MONTHS * (n + 1) for n in range(len(ends)))]
    return np.interp(np.arange(months), known_at, [now, *ends])


def _computers(needs: Needs, known: Priors) -> tuple[Floats, float, int]:
    """The age of each computer, the part that are laptops, and the years of warranty."""
    held = [d for d in needs.devices if d.kind in COMPUTERS]
    refresh = needs.computers_replaced_after_years or known.value("refresh_years")
    if not held:
        count = max(1, round(needs.people * known.value("computers_per_user")))
        return (np.arange(count) + 0.5) * refresh / count, known.value("laptop_share"), 3
    if needs.today is None and any(d.bought and d.age is None for d in held):
        raise RequestProblem(
            "The devices say when they were bought, and the needs do not say as of which day.",
            "Write `today: 2026-11-23`, so that the same file always gives the same figures.",
        )
    today = needs.today or date(2000, 1, 1)
    parts = []
    for d in held:
        age = d.years(today)
        # Without an age they are taken to be of every age up to the one at which they are replaced.
        parts.append(
            np.full(d.count, age) if age is not None else (np.arange(d.count) + 0.5) * refresh / d.count
        )
    count = sum(d.count for d in held)
    laptops = sum(d.count for d in held if d.kind == "laptop")
    warranty = round(sum(d.warranty_years * d.count for d in held) / count)
    return np.concatenate(parts), laptops / count, warranty


def _ageing(ages: Floats, refresh: float, scale: Floats, last: int) -> tuple[Floats, Floats]:
    """Computers by year of life, and those set up, in each month. `scale` is the firm's size against today's.

    Devices past the age of replacement are replaced evenly over the first year, the oldest first.
    """
    months = len(scale)
    overdue = np.sort(ages[ages >= refresh])[::-1]
    due = np.concatenate(
        [np.arange(len(overdue)) * MONTHS / max(1, len(overdue)), (refresh - ages[ages < refresh]) * MONTHS]
    )
    start = np.concatenate([overdue, ages[ages < refresh]])
    by_age, new = np.zeros((months, last)), np.zeros(months)
    cycle = refresh * MONTHS
    for month in range(months):
        replaced = month >= np.floor(due)
        since = np.where(replaced, (month - np.floor(due)) % cycle, start * MONTHS + month) / MONTHS
        years = np.minimum(since.astype(np.int64), last - 1)
        by_age[month] += np.bincount(years, minlength=last)[:last] * min(1.0, scale[month])
        new[month] += (replaced & (np.floor((month - np.floor(due)) % cycle) < 1)).sum()
        # What came with growth is as old as the growth.
        added = np.maximum(np.diff(scale[: month + 1], prepend=1.0), 0) * len(ages)
        since_added = (np.arange(month, -1, -1) % cycle) // MONTHS
        by_age[month] += np.bincount(
            np.minimum(since_added.astype(np.int64), last - 1), weights=added, minlength=last
        )[:last]
        new[month] += added[-1]
    return by_age, new
