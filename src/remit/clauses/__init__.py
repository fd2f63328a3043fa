"""Finding clauses of general kinds in any contract: parties, dates, renewal, liability, assignment, audit and others."""

from remit.clauses.finding import Clause, find

__all__ = ["Clause", "find"]
