"""What can go wrong, drawn as one tree.

    RemitError            the request can't be served; one message, one hint, exit 2
    ├── FileProblem       a document can't be read (missing, empty, encrypted, too large, not a contract)
    ├── ModelProblem      a contract as data is inconsistent (circle of overrides, unknown fact)
    └── RequestProblem    the arguments don't make sense

Findings about a contract are values (`remit.contract.Finding`), never exceptions.
"""

from __future__ import annotations


class RemitError(Exception):
    """`message` says what is wrong, `hint` what the person can do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class FileProblem(RemitError):
    pass


class ModelProblem(RemitError):
    pass


class RequestProblem(RemitError):
    pass
