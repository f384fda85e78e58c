"""A real browser against the served page, with no route to the outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever is not on this machine has no address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE = 30_000
"""Milliseconds to wait for what should come at once: this machine may be busy."""


def chromium() -> str | None:
    """Return where Chromium is, None if it is not installed."""
    named = os.environ.get("CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def serving(*arguments: str, first: str = "") -> Iterator[str]:
    """Serve the page as a user does, on a free port of this machine, and yield its address.

    Args:
        arguments: of the command.
        first: Python that is run in the server's process before anything else.
    """
    tradetalks = [str(Path(sys.executable).with_name("tradetalks"))]
    if first:
        tradetalks = [sys.executable, "-c", f"{first}\nfrom tradetalks.cli.main import main\nmain()"]
    command = [*tradetalks, "app", *arguments, "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            found = re.match(r"http://127\.0\.0\.1:\d+", said)
            assert found, said
            yield found[0]
        finally:
            server.terminate()


def process_at(address: str) -> Any:
    """Return psutil's process of what is served at an address by `serving`."""
    import psutil

    port = urlsplit(address).port
    return next(
        child
        for child in psutil.Process().children()
        if any(found.laddr.port == port for found in child.net_connections() if found.status == psutil.CONN_LISTEN)
    )


class Visitor:
    """A visitor with a browser of his own: what it asks for elsewhere, and every error, is kept.

    Attributes:
        page: Playwright's page.
        outside: what was asked for from elsewhere.
        errors: errors of scripts and of the console.
    """

    def __init__(self, browser: Any, width: int = 1440, height: int = 1000) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._keep_outside)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _keep_outside(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def open(self, address: str) -> None:
        """Open the page, and wait until it can be used."""
        self.page.goto(address)
        self.page.locator(".tt-where").wait_for()

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def where(self) -> str:
        """The line that says where the run stands."""
        return str(self.page.locator(".tt-where").inner_text())

    def wait_for(self, words: str) -> None:
        """Wait until the line that says where the run stands holds some words."""
        self.page.locator(".tt-where", has_text=words).wait_for()

    def wait_for_change(self, before: str) -> None:
        """Wait until that line is another."""
        self.page.wait_for_function("before => document.querySelector('.tt-where').innerText != before", arg=before)

    def go_on(self) -> None:
        """Step to the next day; a run that is over starts again before its first."""
        before = self.where
        over = self.page.get_by_role("button", name="Step", exact=True).is_disabled()
        self.press("Reset" if over else "Step")
        self.wait_for_change(before)
        if over:
            self.go_on()

    def choose(self, label: str, value: str) -> None:
        """Choose a value of a list that drops down."""
        self.page.get_by_label(label, exact=True).first.click(force=True)
        self.page.get_by_role("option", name=value, exact=True).click()

    def tab(self, name: str) -> None:
        """Show a tab, by keyboard: a click could miss it, while pictures above change their height."""
        self.page.locator(".tt-tab-names").get_by_role("button", name=name).press("Enter")

    def leave(self) -> None:
        """Close the browser; nothing may have been asked for from elsewhere, and no script may have failed."""
        self.context.close()
        assert self.outside == []
        assert self.errors == []
