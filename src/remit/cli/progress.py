"""A progress bar on standard error, for people only and only when they would otherwise wait in the dark."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from remit.files import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE = 2.0
"""Seconds after which a person wonders whether anything happens."""


@contextmanager
def progress() -> Iterator[Progress]:
    """A function to report progress to; it shows nothing before two seconds, and nothing off a terminal."""
    began = time.monotonic()
    shown: Bar | None = None
    task: TaskID | None = None
    watched = sys.stderr.isatty()

    def report(what: str, done: int, total: int) -> None:
        nonlocal shown, task
        if not watched or time.monotonic() - began < _PATIENCE:
            return
        if shown is None or task is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            shown = Bar(console=Console(stderr=True), transient=True)
            shown.start()
            task = shown.add_task(what, total=total)
        shown.update(task, description=what, completed=done, total=total)

    try:
        yield report
    finally:
        if shown is not None:
            shown.stop()
