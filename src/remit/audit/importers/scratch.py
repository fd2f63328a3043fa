"""Folders for what does not fit in memory. Each is removed with its owner, and in any case when the program ends."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class Scratch:
    """A folder of its own under the system's temporary one."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="remit-"))
        # Whoever scans a file lazily may outlive its owner by a moment; what can't be removed is left to the system.
        self._end = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def remove(self) -> None:
        self._end()
