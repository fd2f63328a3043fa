"""A ruling as a record: the verdict and, from the same pass, the reasons for it."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from remit.contract.provision import Ground
from remit.contract.vocabulary import Record
from remit.ruling.values import key

Verdict = Literal["ruled", "silent", "conflict", "needs_fact", "error"]


class Overridden(Record):
    """The condition of provision `id` held, but `by` was in force against it."""

    id: str
    by: str
    ground: Ground
    reason: str = ""
    canon: str = ""


class Nearest(Record):
    """A rule that did not speak, and the facts that kept it from speaking."""

    id: str
    facts: tuple[str, ...]


class Outcome(Record):
    """One way in which the ruling can come out: `facts` is the least that brings it about."""

    verdict: Verdict
    values: tuple[Any, ...] = ()
    because: tuple[str, ...] = ()
    overridden: tuple[Overridden, ...] = ()
    facts: dict[str, Any] = Field(default_factory=dict)
    message: str = ""

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Outcomes of equal keys are one outcome, whatever led to them."""
        return (self.verdict, *(key(v) for v in self.values), self.message)

    @property
    def value(self) -> Any:  # noqa: ANN401 - each question has its own form of value
        return self.values[0] if self.verdict == "ruled" else None


class Ruling(Outcome):
    """`facts` are those of the event; `needs` is a smallest set of facts that decides; `canons` were needed.

    `interpreted` says whether canons were allowed.
    Where facts decide that are missing, `because` holds what is in force whatever they are, and `outcomes` lists the
    cases that differ, each with its own reasons.
    """

    question: str
    on: date | None = None
    nearest: Nearest | None = None
    needs: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    canons: tuple[str, ...] = ()
    interpreted: bool = True
