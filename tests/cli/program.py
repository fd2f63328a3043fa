"""The program run as a person runs it, and a small agreement to run it on."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from remit.cli.main import run

TERMS = """\
schema: remit/contract/1
documents:
  - {name: agreement.txt, format: text, pages: 2, words: 90, sha256: ab, notices: []}
fields:
  client_name:
    value: Harbour Bakery
    quote: between Harbour Bakery and Northlight IT
    where: {document: agreement.txt, page: 1, start: 10, end: 50}
    confidence: 0.95
  payment_days:
    value: 30
    quote: Invoices are due within thirty days.
    where: {document: agreement.txt, page: 1, clause: "3", start: 60, end: 96}
    confidence: 0.5
    state: unsure
  hourly_rate: {value: null, state: blank}
provisions:
  coverage:
    - id: grant
      value: included
      when: {activity: [incident, request], hours: business}
      quote: Faults and requests in support hours are covered by the monthly fee.
      where: {document: agreement.txt, page: 1, clause: "4.1", start: 100, end: 168}
      confidence: 0.9
    - id: accident
      value: chargeable
      when: {activity: incident, cause: accident}
      quote: Damage by accident is repaired at the hourly rate.
      where: {document: agreement.txt, page: 1, clause: "4.2", start: 170, end: 220}
      overrides:
        - {id: grant, ground: drafted, reason: "except as stated in 4.2"}
      confidence: 0.8
    - id: training
      value: excluded
      when: {activity: training}
      quote: Training is not part of the services.
      where: {document: agreement.txt, page: 2, clause: "5", start: 230, end: 267}
      confidence: 0.9
  permission:
    - id: suspend
      value: allowed
      when: {days_overdue: ">= 30"}
      quote: Service may be suspended when an invoice is thirty days overdue.
      where: {document: agreement.txt, page: 2, clause: "6", start: 270, end: 334}
      confidence: 0.9
"""


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


def remit(*arguments: str | Path, stdin: str = "") -> Result:
    """The program in this process: quick, for the many cases."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with patch.multiple(sys, stdin=io.StringIO(stdin), stdout=out, stderr=err):
        try:
            run([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
    return Result(code, _held(out), _held(err))


def program(*arguments: str | Path, stdin: str = "", cwd: Path | None = None) -> Result:
    """The program in its own process, as it is installed."""
    command = [str(Path(sys.executable).with_name("remit")), *(str(argument) for argument in arguments)]
    done = subprocess.run(
        command, input=stdin, capture_output=True, encoding="utf-8", check=False, timeout=120, cwd=cwd
    )
    return Result(done.returncode, done.stdout, done.stderr)


def terms_file(folder: Path, text: str = TERMS) -> Path:
    path = folder / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(result: Result, *said: str) -> None:
    """One clear message and what to do, nothing on standard output, no traceback."""
    assert result.code == 2, result
    assert result.out == ""
    assert result.err.startswith("remit: ")
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 2, result.err
    assert len(result.err.splitlines()) == 2, "it does not say what to do"
    for part in said:
        assert part in result.err, result.err


def _held(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
