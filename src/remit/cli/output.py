"""What leaves the program: documents on standard output, and files that are there whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from remit.errors import RequestProblem


def print_json(data: Any) -> None:  # noqa: ANN401 - any document
    print_exactly(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def print_exactly(text: str) -> None:
    """The characters as they are, in UTF-8 whatever the terminal's settings; offsets count in them."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    sys.stdout.flush()


def check_target(target: Path, inputs: Iterable[Path]) -> None:
    """Refuses before any work is done what `save` could not or must not write."""
    if target.is_dir():
        raise RequestProblem(f"{target} is a folder.", "Give the name of a file to write.")
    if not target.parent.is_dir():
        raise RequestProblem(
            f"The folder {target.parent} does not exist.", "Make it first, or write elsewhere."
        )
    for source in inputs:
        if target.exists() and source.exists() and target.samefile(source):
            raise RequestProblem(f"{target} is one of the files to read.", "Write to another name.")


def save(target: Path, content: str | bytes) -> None:
    """Writes beside the target and renames: a reader sees the old file or the new one, never half of it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as problem:
        raise _unwritable(target, problem) from problem
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's files are private; a report is as readable as any file the person makes.
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        draft.replace(target)
    except OSError as problem:
        raise _unwritable(target, problem) from problem
    finally:
        draft.unlink(missing_ok=True)


def _unwritable(target: Path, problem: OSError) -> RequestProblem:
    return RequestProblem(
        f"{target} can't be written ({problem.strerror or problem}).",
        "Choose another place with room and permission.",
    )
