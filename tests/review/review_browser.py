"""A real browser where there is one: chromium from CHROMIUM or its usual place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

USUAL = ("/usr/bin/chromium", "/usr/bin/chromium-browser")


def chromium() -> str | None:
    """The program to start, or None: then the tests read the page without a browser."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((p for p in USUAL if Path(p).exists()), None) or shutil.which("chromium")


@contextmanager
def opened(page: Path, **context: Any) -> Iterator[tuple[Any, list[str]]]:
    """The page in a fresh window, and the list of what it asks for and says."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is there

    program = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        window = browser.new_context(**context).new_page()
        heard: list[str] = []
        window.on("console", lambda message: heard.append(message.text))
        window.on("request", lambda request: heard.append(request.url))
        window.on("pageerror", lambda error: heard.append(str(error)))
        window.on("dialog", lambda dialog: heard.append(f"dialog {dialog.message}"))
        window.goto(page.as_uri())
        yield window, heard
        browser.close()
