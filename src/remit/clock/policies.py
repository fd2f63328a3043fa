"""Where clocks disagree: every such choice is a named option with a stated default. docs/clock.md says who does what.

The defaults are those that contracts read most naturally as, and that no deadline can be gamed by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Boundary = Literal["close", "next_open"]
Reversed = Literal["negative", "zero", "refuse"]
Daylight = Literal["physical", "wall"]
Gap = Literal["shift", "forward", "drop"]
Fold = Literal["first", "second", "widest"]
Closing = Literal["date", "shift"]
Pausing = Literal["open_time", "wall_clock"]
Paused = Literal["resolution", "both", "none"]
Unstated = Literal["business", "continuous"]
Days = Literal["keep_time", "snap", "end_of_day", "open_time"]
Rounding = Literal["exact", "second", "second_up", "minute", "minute_up"]


@dataclass(frozen=True, slots=True)
class Policies:
    """One choice each.

    boundary  an amount that ends exactly at closing time is due at `close`, or at the `next_open`ing
    reversed  elapsed time of a range whose end is before its start: `negative`, `zero`, or `refuse`d
    daylight  hours are `physical` (a day has 23 or 25 when clocks change), or as the `wall` clock shows them
    gap       an opening time that the clocks skip `shift`s by the skipped hour (02:30 is then 03:30), moves `forward`
              to the first moment after (03:00), or `drop`s the whole window
    fold      a time that clocks show twice is meant the `first` time, the `second`, or as whatever makes the window
              `widest`
    closing   a holiday closes the local `date` from midnight to midnight, or the `shift`s that begin on it
    pausing   a pause moves a deadline by the `open_time` in it, or by its length on the `wall_clock`
    paused    which targets a pause stops: `resolution` only, `both` (response too), or `none`
    unstated  a target whose clock is not stated counts `business` hours, or `continuous`ly
    days      working days keep the time of day (`keep_time`), move it on to the opening (`snap`), run to the
              `end_of_day`, or are 24 hours of `open_time`
    rounding  of results: `exact`, down or up to a whole `second` or `minute`
    """

    boundary: Boundary = "close"
    reversed: Reversed = "negative"
    daylight: Daylight = "physical"
    gap: Gap = "shift"
    fold: Fold = "first"
    closing: Closing = "date"
    pausing: Pausing = "open_time"
    paused: Paused = "resolution"
    unstated: Unstated = "business"
    days: Days = "keep_time"
    rounding: Rounding = "exact"


DEFAULT = Policies()
