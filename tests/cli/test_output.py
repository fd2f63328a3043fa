"""Files are written whole or not at all, and never over what was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import TERMS, refused, remit, terms_file

from remit.cli.output import save
from remit.errors import RequestProblem


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("old")
    target.chmod(0o640)
    save(target, "neu: größer\n")
    assert target.read_text(encoding="utf-8") == "neu: größer\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_when_writing_fails_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RequestProblem, match="No space left on device"):
        save(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    refused(remit("read", terms_file(tmp_path), "-o", tmp_path), "is a folder")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    refused(remit("read", terms_file(tmp_path), "-o", tmp_path / "no" / "x.yaml"), "does not exist")


def test_the_file_read_is_not_overwritten(tmp_path: Path) -> None:
    path = terms_file(tmp_path)
    (tmp_path / "link.yaml").symlink_to(path)
    for target in (path, tmp_path / "link.yaml"):
        refused(remit("read", path, "-o", target), "is one of the files to read")
    assert path.read_text() == TERMS


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", forbidden)
    refused(
        remit("read", terms_file(tmp_path), "-o", tmp_path / "x.yaml"), "can't be written (Permission denied)"
    )
    assert not (tmp_path / "x.yaml").exists()
