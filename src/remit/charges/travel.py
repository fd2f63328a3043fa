"""What travel costs: the time of it, the distance, or a flat charge, as the contract has it."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from remit.charges.numbers import OPEN, Doubt, Numbers, Prices, work_numbers
from remit.charges.tariff import OF_TRAVEL, Price, Reading, Tariff
from remit.charges.units import Unit

METRES: Final = {"kilometre": Fraction(1000), "mile": Fraction(1609344, 1000)}


class Travel:
    """The prices of travel under one reading. `charged` is None where the contract does not say whether it is."""

    def __init__(self, tariff: Tariff, reading: Reading) -> None:
        read = Prices(tariff, reading)
        work = work_numbers(tariff, reading)
        said = tariff["travel_charged"]
        time, distance, flat = (read.price(q) for q in ("travel_time", "travel_distance", "travel_flat"))
        priced = time is not None or distance is not None or flat is not None
        self.doubts: tuple[Doubt, ...] = ()
        self.charged: bool | None
        if said.verdict == "ruled":
            self.charged = said.value == "yes"
        elif said.verdict == "silent":
            self.charged = True if priced else None
        else:
            self.charged = reading == "most"
        free = tariff.number_of("travel_free", reading) or Fraction(0)
        self.per_metre: Fraction | None = None
        self.free_metres = Fraction(0)
        if distance is not None:
            length = METRES.get(distance.unit.of)
            if length is None:
                read.doubts.append(
                    Doubt(tariff["travel_distance"], "A distance is charged by kilometre or mile.")
                )
            else:
                self.per_metre, self.free_metres = distance.minor / length, free * length
        self.distance = distance
        self.flat = (
            flat if flat is None or flat.unit.of else Price(flat.minor, flat.currency, Unit(of="visit"))
        )
        base: Fraction | None = None
        if time is not None and time.times is not None:
            base = work.rate * time.times if work.rate is not None else None
            if base is None:
                read.doubts.append(
                    Doubt(tariff["rate"], "" if tariff["rate"].verdict in OPEN else "No rate is settled.")
                )
        elif time is not None:
            base = read.hourly("travel_time", time)
        if self.charged and not priced:
            read.doubts.append(Doubt(tariff["travel_time"]))
        if self.charged is None:
            read.doubts.append(Doubt(said))
        currencies = {p.currency for p in (time, distance, flat) if p is not None and p.currency}
        currencies |= (
            {work.currency} if time is not None and time.times is not None and work.currency else set()
        )
        if len(currencies) > 1:
            read.doubts.append(Doubt(said, f"Prices of travel are in {' and '.join(sorted(currencies))}."))
        self.time = time
        self.numbers = Numbers(
            step=work.step,
            step_scope=work.step_scope,
            rounding=work.rounding,
            least=0,
            base=base,
            currency=min(currencies, default=""),
            cap=work.cap,
            approval=work.approval,
            unapproved=work.unapproved,
            amount_rounding=work.amount_rounding,
            amount_scope=work.amount_scope,
            doubts=(
                *read.doubts,
                *(Doubt(s) for q, s in tariff.said.items() if q in OF_TRAVEL and s.verdict in OPEN),
            ),
        )
