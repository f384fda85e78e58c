"""Chromium and a server for each process of tests; without Chromium these tests are skipped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chromium import FLAGS, Visitor, chromium, serving


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the page is served, with the scenario that it starts with by itself."""
    with serving() as at:
        yield at


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium."""
    where = chromium()
    if where is None:
        pytest.skip("Chromium is not installed: docs/how-to/watch-in-a-browser.md says how")
    from playwright.sync_api import sync_playwright

    # Its own driver is what is run, not what a project around may have set.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NODE_")}
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=where, args=[*FLAGS], env=environment)
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Any) -> Iterator[Callable[..., Visitor]]:
    """Visitors, each with a browser of his own; at the end none may have asked elsewhere, or met an error."""
    visitors: list[Visitor] = []

    def visit(address: str, width: int = 1440) -> Visitor:
        visitors.append(Visitor(browser, width))
        visitors[-1].open(address)
        return visitors[-1]

    yield visit
    for one in visitors:
        one.leave()
