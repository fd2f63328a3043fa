"""Files become a contract: documents are read, a terms file is loaded. Both faces and `remit.read` enter here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from remit.errors import FileProblem, RequestProblem

if TYPE_CHECKING:
    from remit.contract import Contract
    from remit.document import Document

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""
_TERMS = re.compile(rb"^[\"']?schema[\"']?:\s*[\"']?remit/contract/", re.MULTILINE)
_YAML = {".yaml", ".yml"}
MAX_TERMS_BYTES = 32 * 1024 * 1024
"""Twenty times the terms of the longest agreement seen."""


@dataclass(frozen=True)
class Agreement:
    """A contract and, where it was read just now and not loaded, its documents."""

    contract: Contract
    documents: tuple[Document, ...] = ()


def is_terms_file(path: Path) -> bool:
    """Whether the file says in its first lines that it holds terms."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return bool(_TERMS.search(file.read(8192)))
    except OSError:
        return False


def load(paths: Sequence[Path], progress: Progress | None = None) -> Agreement:
    if any(is_terms_file(path) for path in paths):
        if len(paths) > 1:
            raise RequestProblem(
                "A terms file is a whole agreement; it can't be combined with other files.",
                "Give the terms file alone, or the contract's documents together.",
            )
        return Agreement(load_terms(paths[0]))
    for path in paths:
        if path.suffix.lower() in _YAML and path.is_file():
            raise FileProblem(
                f"{path} is YAML, but no terms file: it lacks the line 'schema: remit/contract/1'.",
                "Make one with `remit read CONTRACT -o terms.yaml`.",
            )
    from remit.document.open import open_documents  # noqa: PLC0415 - a terms file needs no readers

    documents = open_documents(paths, progress=progress)
    from remit.reader import read_contract  # noqa: PLC0415 - what can't be opened need not wait for it

    return Agreement(read_contract(documents, progress=progress), documents)


def load_terms(path: Path) -> Contract:
    from remit.contract.terms import load_terms as parse  # noqa: PLC0415 - documents need no YAML

    return parse(read_text(path, MAX_TERMS_BYTES), path.name)


def read_text(path: Path, limit: int) -> str:
    """A small UTF-8 text file; FileProblem where it can't be read or is none."""
    try:
        if path.is_dir():
            raise FileProblem(f"{path} is a folder.", "Give a file.")
        if path.stat().st_size > limit:
            raise FileProblem(f"{path} is larger than {limit // 1024} KB.", "Give the file that was meant.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as problem:
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from problem
    except UnicodeDecodeError as problem:
        raise FileProblem(f"{path} is no text in UTF-8.", "Save it as UTF-8.") from problem
    except OSError as problem:
        raise FileProblem(
            f"{path} can't be read ({problem.strerror}).", "Check its permissions."
        ) from problem
