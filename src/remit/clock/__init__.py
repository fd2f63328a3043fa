"""Support hours, holidays and zones: when an answer is due, how much support time has passed, which date is the last."""

from remit.clock.contract_hours import Assumption
from remit.clock.dates import Length, Step
from remit.clock.policies import Policies
from remit.clock.public_holidays import PublicHolidays
from remit.clock.support_hours import Pause, Piece, SupportHours
from remit.clock.target import Deadline, deadline
from remit.clock.term import Term, TermDates, term_dates
from remit.clock.timeline import KINDS, Kind

__all__ = [
    "KINDS",
    "Assumption",
    "Deadline",
    "Kind",
    "Length",
    "Pause",
    "Piece",
    "Policies",
    "PublicHolidays",
    "Step",
    "SupportHours",
    "Term",
    "TermDates",
    "deadline",
    "term_dates",
]
