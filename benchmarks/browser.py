"""What watching in a browser costs: until the page can be used, a step, what is sent for it, and memory.

Run: python benchmarks/browser.py [SCENARIO ...]    (us_japan_2025 and spring_2025 by default; needs Chromium)

A server and a browser as a visitor has them, on one machine. "Cold" is the first page of a server that has just said
its address, in a browser that has kept nothing; "another" a further visitor's with a browser of his own; "again" a
reload. A step takes from the click until the last picture that follows from it is painted. What is sent is counted
before it is compressed. CPU time is the server's; its clock counts in hundredths of a second, so it is a mean. Memory
is looked at from the second run on: the first makes what is kept for good. The page has the more nodes the longer the
transcript of the day is: us_japan_2025 has 21 steps, so that 5 and 55 steps end on different days of it.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

from chromium import FLAGS, Visitor, chromium, process_at, serving

TIMES = 5
STEPS = 30
MB = 1024 * 1024

WATCH = """
window.painted = null
// The bar is left out: where a button was pressed a ripple runs on for a while.
new MutationObserver(changes => {
  if (changes.every(change => change.target.parentElement?.closest('.tt-bar'))) return
  requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() }))
}).observe(document.querySelector('.tt'), {subtree: true, childList: true, characterData: true, attributes: true})
document.addEventListener('click', () => { window.clicked = performance.now(); window.painted = null }, true)
"""
QUIET = "window.painted !== null && performance.now() - window.painted > 250"


def median(call: Callable[[], float]) -> float:
    """Return the median of what several calls return."""
    return statistics.median(call() for _ in range(TIMES))


def opened(browser: Any, address: str) -> float:
    """Return the seconds from the request of a page, in a browser that has kept nothing, until it can be used."""
    seen = Visitor(browser)
    try:
        return shown(seen, address)
    finally:
        seen.leave()


def shown(seen: Visitor, address: str) -> float:
    """Return the seconds from the request of a page until it can be used."""
    start = time.perf_counter()
    seen.open(address)
    seen.page.locator(".tt-main svg.chart").first.wait_for()
    return time.perf_counter() - start


def print_openings(browser: Any, name: str) -> None:
    """Print how long it takes until a page can be used."""
    starts, colds = [], []
    for _ in range(TIMES):
        start = time.perf_counter()
        with serving(name) as address:
            starts.append(time.perf_counter() - start)
            colds.append(opened(browser, address))
    with serving(name) as address:
        opened(browser, address)
        another = median(lambda: opened(browser, address))
        seen = Visitor(browser)
        shown(seen, address)
        again = median(lambda: shown(seen, address))
        seen.leave()
    cells = (statistics.median(starts), statistics.median(colds), another, again)
    print(f"{name:<16}" + "".join(f"{cell:>10.2f}" for cell in cells))


class Steps:
    """Steps of one visitor, one after the other; a run that is over starts again.

    Attributes:
        sent: bytes that the server has sent so far.
        messages: how many messages they were.
    """

    def __init__(self, browser: Any, address: str) -> None:
        self.sent = self.messages = 0
        self.server = process_at(address)
        self.seen = Visitor(browser)
        self.page = self.seen.page
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        shown(self.seen, address)
        self.page.evaluate(WATCH)
        self.browser = self.seen.context.new_cdp_session(self.page)
        self.browser.send("Performance.enable")

    def _count(self, frame: str | bytes) -> None:
        self.sent += len(frame.encode() if isinstance(frame, str) else frame)
        self.messages += 1

    @property
    def over(self) -> bool:
        """Whether the run has come to its end."""
        return bool(self.page.get_by_role("button", name="Step", exact=True).is_disabled())

    def step(self) -> float:
        """Step; return the seconds from the click until all is painted."""
        if self.over:
            self.press("Reset")
        return self.press("Step")

    def press(self, name: str) -> float:
        """Press a button; return the seconds from the click until all is painted."""
        self.seen.press(name)
        self.page.wait_for_function(QUIET)
        return float(self.page.evaluate("window.painted - window.clicked")) / 1000

    def cpu(self) -> float:
        """Return the seconds of CPU time that the server has taken so far."""
        used = self.server.cpu_times()
        return float(used.user + used.system)

    def memory(self) -> tuple[float, float, float]:
        """Return the MB that the server has, those of the page's scripts, and the thousands of the page's nodes."""
        self.browser.send("HeapProfiler.collectGarbage")
        told = {one["name"]: one["value"] for one in self.browser.send("Performance.getMetrics")["metrics"]}
        return self.server.memory_info().rss / MB, told["JSHeapUsedSize"] / MB, told["Nodes"] / 1000


def print_steps(browser: Any, name: str) -> None:
    """Print what steps cost, and what is kept of them."""
    with serving(name) as address:
        steps = Steps(browser, address)
        steps.step()  # the first values outcomes, and fills caches
        used, sent, messages = steps.cpu(), steps.sent, steps.messages
        times = [steps.step() for _ in range(STEPS)]
        cells = (
            f"{statistics.median(times):>10.3f}{max(times):>10.3f}{(steps.cpu() - used) / STEPS:>10.3f}"
            f"{(steps.sent - sent) / STEPS / 1000:>10.0f}{(steps.messages - messages) / STEPS:>10.0f}"
        )
        while not steps.over:
            steps.step()
        print(f"{name:<16}{cells}" + "".join(f"{part:>22}" for part in kept(steps)))
        steps.seen.leave()


def kept(steps: Steps) -> list[str]:
    """Return what memory is after 5 steps, after 50 more, and by how much it has grown."""
    for _ in range(5):
        steps.step()
    small = steps.memory()
    for _ in range(50):
        steps.step()
    large = steps.memory()
    return [f"{old:.1f} {new:.1f} {100 * (new / old - 1):+.1f} %" for old, new in zip(small, large, strict=True)]


def main() -> None:
    """Print times, bytes and memory by scenario."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("Playwright is not installed, so nothing is measured: pip install -e '.[test]'")
        return
    where = chromium()
    if where is None:
        print("Chromium is not installed, so nothing is measured: docs/how-to/watch-in-a-browser.md says how")
        return
    names = sys.argv[1:] or ["us_japan_2025", "spring_2025"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NODE_")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=[*FLAGS], env=environment)
        print(f"seconds until the page can be used, medians of {TIMES}")
        print(f"{'':<16}{'server':>10}{'cold':>10}{'another':>10}{'again':>10}")
        for name in names:
            print_openings(browser, name)
        print(f"\na step, of {STEPS}, and memory in MB after 5 and after 55 steps of further runs")
        columns = ("median, s", "worst, s", "CPU, s", "sent, kB", "messages")
        memory = ("server", "scripts", "nodes, thousands")
        print(f"{'':<16}" + "".join(f"{it:>10}" for it in columns) + "".join(f"{it:>22}" for it in memory))
        for name in names:
            print_steps(browser, name)
        browser.close()


if __name__ == "__main__":
    main()
