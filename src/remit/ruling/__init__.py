"""Rulings on events: what a contract says, exactly, and where it says nothing or two things."""

from remit.ruling.meaning import rule
from remit.ruling.model import Model
from remit.ruling.record import Nearest, Outcome, Overridden, Ruling

__all__ = ["Model", "Nearest", "Outcome", "Overridden", "Ruling", "rule"]
