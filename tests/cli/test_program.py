"""What holds for every command: help, version, exit codes, messages, pipes, and how quickly it starts."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import TERMS, program, refused, remit, terms_file

REMIT = Path(sys.executable).with_name("remit")
COMMANDS = ("review", "read", "ask", "schema")


def test_help_lists_the_commands_at_once() -> None:
    took = []
    for _ in range(3):
        began = time.perf_counter()
        done = program("--help")
        took.append(time.perf_counter() - began)
        assert done.code == 0
        assert all(f"\n  {command} " in done.out for command in COMMANDS)
    # The best of three: other work on the machine must not fail the test.
    assert min(took) < 0.5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = remit(command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: remit {command}")
    assert done.out == remit(command, "-h").out


def test_version() -> None:
    done = program("--version")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("remit 0.")


def test_starting_loads_no_readers() -> None:
    code = (
        "import sys, remit, remit.cli.main;"
        "print([m for m in ('pydantic', 'numpy', 'rich', 'lxml', 'PIL', 'pypdfium2', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("raed", "x.pdf"), "raed"),
        (("read",), "FILE"),
        (("read", "x.pdf", "--jsn"), "--jsn"),
        (("ask", "x.pdf", "--question", "price"), "price"),
        (("schema", "everything"), "everything"),
    ],
)
def test_a_mistyped_request_gets_one_message(arguments: tuple[str, ...], said: str) -> None:
    refused(remit(*arguments), said, "--help")


def test_without_a_command_the_help_is_shown() -> None:
    done = remit()
    assert done.code == 2
    assert done.err.startswith("Usage: remit")


def test_what_nobody_expected_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("remit.files.load", broken)
    path = terms_file(tmp_path)
    refused(remit("read", path), "Something unexpected happened (ZeroDivisionError", "--debug")
    with pytest.raises(ZeroDivisionError):
        remit("read", path, "--debug")


def test_stopping_with_the_keyboard_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("remit.files.load", stopped)
    done = remit("read", terms_file(tmp_path))
    assert (done.code, done.out, done.err) == (130, "", "Stopped.\n")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    many = TERMS + "findings:\n" + "  - {kind: note, message: a line that fills the pipe}\n" * 4000
    path = terms_file(tmp_path, many)
    with subprocess.Popen(
        [REMIT, "read", path, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 0


def test_output_is_utf_8_whatever_the_terminal(tmp_path: Path) -> None:
    path = terms_file(tmp_path, TERMS.replace("Harbour Bakery", "Bäckerei Zürich — 東京"))
    done = subprocess.run(
        [REMIT, "read", path],
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii"},
    )
    assert "東京" in done.stdout.decode("utf-8")
