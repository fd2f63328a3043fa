"""Progress is for people who wait at a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from remit.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("remit.cli.progress._PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as report:
        report("reading page 1", 1, 9)
        report("reading page 2", 2, 9)
    return stream.getvalue()


def test_whoever_waits_at_a_terminal_sees_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "reading page" in shown(monkeypatch, Terminal(), 0)


def test_a_quick_command_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 60) == ""


def test_a_file_or_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), 0) == ""
