"""A page on paper: PDF made by a browser that is installed, for a page that we wrote ourselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from remit.errors import RequestProblem

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "brave-browser",
)
SECONDS = 90
"""A browser that takes longer has lost its way."""


def browser() -> str | None:
    """The program to start: the one that CHROMIUM names, or the first that is found."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def check_browser() -> str:
    """RequestProblem where there is none, before any work is done."""
    found = browser()
    if found is None:
        raise RequestProblem(
            "A PDF is made by Chromium or Chrome, and none was found.",
            "Install one, name it in the variable CHROMIUM, or write --html and print that from any browser.",
        )
    return found


def write_pdf(html: str, target: Path) -> None:
    """The page as a PDF file; there whole, or not at all."""
    program = check_browser()
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        # The superuser's browser refuses its own sandbox; the page is ours and asks nothing of the network.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [
            program, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
            *root, f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)  # noqa: S603 - a browser, our page
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise _failed(program) from problem
        if not made.is_file() or not made.stat().st_size:
            raise _failed(program)
        draft = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(made, draft)
            draft.replace(target)
        except OSError as problem:
            raise RequestProblem(
                f"{target} can't be written ({problem.strerror or problem}).", "Choose another place."
            ) from problem
        finally:
            draft.unlink(missing_ok=True)


def _failed(program: str) -> RequestProblem:
    return RequestProblem(
        f"{program} made no PDF.",
        "Write --html and print that from any browser, or name another in CHROMIUM.",
    )
