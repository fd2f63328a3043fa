"""Whatever a person or a program hands in: one message, exit 2, nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import bad_files
import pytest
from program import program, refused, remit

Maker = Callable[[Path], Path]
BAD: list[tuple[str, Maker, str]] = [
    ("empty file", bad_files.empty, "empty"),
    ("locked PDF", bad_files.locked_pdf, "password"),
    ("truncated Word file", bad_files.truncated_docx, "damaged"),
    ("two gigabytes", bad_files.huge, "too large"),
    ("picture of a cat", bad_files.cat, "no text"),
    ("zip bomb", bad_files.zip_bomb, "unpacked"),
    ("program named .pdf", bad_files.program_file, "is a program"),
    ("folder", lambda folder: folder, "is a folder"),
    ("missing file", lambda folder: folder / "none.pdf", "There is no file"),
    ("German contract", lambda f: bad_files.text(f, "vertrag.txt", bad_files.GERMAN * 2), "vertrag.txt"),
    ("recipe", lambda f: bad_files.text(f, "pie.txt", bad_files.RECIPE), "pie.txt"),
    ("other YAML", lambda f: bad_files.text(f, "x.yaml", "a: 1\n"), "no terms file"),
    (
        "broken terms file",
        lambda f: bad_files.text(f, "t.yaml", "schema: remit/contract/1\nfields: [\n"),
        "line",
    ),
    (
        "terms file with an unknown fact",
        lambda f: bad_files.text(
            f,
            "t.yaml",
            "schema: remit/contract/1\nprovisions:\n  coverage:\n    - {id: a, value: included, when: {colour: red}}\n",
        ),
        "t.yaml, line 4: 'colour' is no fact",
    ),
]


@pytest.mark.parametrize("command", ["review", "read", "ask"])
@pytest.mark.parametrize(("make", "said"), [pytest.param(m, s, id=name) for name, m, s in BAD])
def test_bad_input_is_refused(tmp_path: Path, command: str, make: Maker, said: str) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    target = tmp_path / "out.file"
    output: tuple[str | Path, ...] = {"review": ("--html", target), "read": ("-o", target)}.get(command, ())
    refused(remit(command, make(inputs), *output), said)
    assert not target.exists()
    assert list(tmp_path.iterdir()) == [inputs]


def test_bad_input_is_refused_by_the_installed_program_too(tmp_path: Path) -> None:
    refused(program("review", bad_files.truncated_docx(tmp_path)), "damaged")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bad_files.text(tmp_path, "secret.txt", "AGREEMENT")
    opened = os.open

    # The superuser may read everything, so a mode of 000 would show nothing here.
    def forbidden(name: str | Path, *rest: int, **more: int) -> int:
        if str(name).endswith("secret.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(name, *rest, **more)

    monkeypatch.setattr(os, "open", forbidden)
    refused(remit("read", path), "secret.txt", "permission")
