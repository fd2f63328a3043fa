"""Remit: the system that an IT support contract describes, running.

import remit

contract = remit.read("agreement.pdf")
ruling = contract.rule({"activity": "incident", "subject": "laptop", "cause": "accident"})
print(ruling.verdict, ruling.value, ruling.because)
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from remit.errors import FileProblem, ModelProblem, RemitError, RequestProblem

if TYPE_CHECKING:
    from remit.contract import Contract

__all__ = ["FileProblem", "ModelProblem", "RemitError", "RequestProblem", "read"]


def read(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> Contract:
    """The contract in a file or several: documents that are one agreement, or a terms file.

    Raises FileProblem where a file can't be read. Importing remit stays quick: the readers load on the first call.
    """
    from remit.files import load  # noqa: PLC0415 - see above

    several = [paths] if isinstance(paths, str | PathLike) else list(paths)
    if not several:
        raise RequestProblem("No contract was given.", "Give at least one file.")
    return load([Path(path) for path in several]).contract
