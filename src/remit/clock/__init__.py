"""Support hours, holidays and zones: when an answer is due, how much support time has passed, which date is the last."""

from remit.clock.policies import Policies
from remit.clock.support_hours import Pause, Piece, SupportHours
from remit.clock.timeline import KINDS, Kind

__all__ = ["KINDS", "Kind", "Pause", "Piece", "Policies", "SupportHours"]
