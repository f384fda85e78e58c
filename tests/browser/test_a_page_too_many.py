"""Visitors of one server: there is a place for so many, and none has to wait for another's file."""

from __future__ import annotations

import statistics
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from chromium import Visitor, process_at, serving
from costly_files import COSTLY

from tradetalks.app.uploads import MOST_OF_A_SCENARIO

TWO = "from tradetalks.app.visitors import VISITORS\nVISITORS.most = 2"


def test_who_finds_no_place_is_told_and_has_one_once_another_has_left(browser: Any) -> None:
    with serving(first=TWO) as at:
        first, second, third = (Visitor(browser) for _ in range(3))
        first.open(at)
        second.open(at)
        third.page.goto(at)
        third.page.get_by_role("alert").get_by_text("2 pages of this server are open").wait_for()
        assert third.page.locator(".tt-where").count() == 0
        # The others go on as if nothing had been.
        for seen in (first, second):
            before = seen.where
            seen.press("Step")
            seen.wait_for_change(before)
        second.page.goto("about:blank")
        for _ in range(100):
            third.page.goto(at)
            third.page.locator(".tt-where, .tt-note").first.wait_for()
            if third.page.locator(".tt-where").count():
                break
            time.sleep(0.2)
        third.go_on()
        # Whoever loads the page again keeps the place.
        first.open(at)
        first.go_on()
        for seen in (first, second, third):
            seen.leave()


@pytest.mark.evidence
def test_a_step_takes_no_more_than_three_times_as_long_while_files_are_handed_in(browser: Any, tmp_path: Path) -> None:
    """Another visitor hands in each costly file, over and over, in a process of his own."""
    files = []
    for name, text in COSTLY.items():
        if len(text) <= MOST_OF_A_SCENARIO or name == "flow_list.yaml":
            files.append(tmp_path / name)
            files[-1].write_text(text, encoding="utf-8")
    with serving("spring_2025") as at:
        server = process_at(at)
        seen = Visitor(browser)
        seen.open(at)

        def steps(count: int) -> list[float]:
            took = []
            for _ in range(count):
                began = time.perf_counter()
                seen.go_on()
                took.append(time.perf_counter() - began)
            return took

        steps(70)
        alone = statistics.median(steps(30))
        from playwright.sync_api import sync_playwright

        stop, handed = threading.Event(), []

        def hand_in() -> None:
            from chromium import FLAGS, chromium

            with sync_playwright() as playwright:
                other = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
                visitor = Visitor(other)
                visitor.open(at)
                visitor.tab("Save and open")
                while not stop.is_set():
                    for file in files:
                        visitor.page.locator(".tt-open input[type=file]").set_input_files(files=[str(file)])
                        visitor.page.get_by_role("alert").get_by_text(file.name).first.wait_for()
                        handed.append(file.name)
                other.close()

        other = threading.Thread(target=hand_in)
        other.start()
        while not handed:
            time.sleep(0.1)
        memory = server.memory_info().rss
        meanwhile = statistics.median(steps(60))
        stop.set()
        other.join()
        grown = (server.memory_info().rss - memory) / 1e6
        print(  # noqa: T201 - this is what is measured
            f"a step takes {1000 * alone:.0f} ms, while {len(handed)} files are handed in {1000 * meanwhile:.0f} ms; "
            f"the server grew by {grown:.0f} MB"
        )
        assert meanwhile < 3 * alone
        seen.leave()
