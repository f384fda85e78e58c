"""Take the pictures of the page in docs/images/watch: `python tools/make_screenshots.py`; it needs Chromium.

Each panel at the width of a phone and of a desk; always the same days of the same runs.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))

from chromium import FLAGS, Visitor, chromium, serving  # noqa: E402

FOLDER = ROOT / "docs" / "images" / "watch"
WIDTHS = (390, 1440)
COLOURS = 256
"""Enough for charts, at a third of the size."""
COMMON = 64
"""So many of them are those that cover most, as they are: papers and panels keep their tone."""

type Shot = tuple[str, str]
"""A picture's name, and what of the page it shows; "" for all of it."""


def with_fewer_colours(image: Image.Image) -> Image.Image:
    """Return a picture in a palette: the colours that cover most, and others so that none is far from its own.

    Pillow's median cut drops what covers little, and so turns one country's colour into another's.
    """
    pixels, where, counts = np.unique(np.asarray(image).reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    common = pixels[np.argsort(-counts, kind="stable")[:COMMON]]
    spread = image.quantize(COLOURS - len(common), Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = np.vstack([common, np.reshape(spread, (-1, 3))]).astype(int)
    nearest = np.array([np.argmin(((palette - pixel) ** 2).sum(axis=1)) for pixel in pixels.astype(int)])
    reduced = Image.fromarray(nearest[where].reshape(image.height, image.width).astype(np.uint8)).convert("P")
    reduced.putpalette(palette.flatten().tolist())
    return reduced


def once_still(visitor: Visitor, part: str) -> bytes:
    """Return a PNG of a part of the page, once it is as it was half a second before: a pressed button takes a while."""
    page = visitor.page
    before, shot = b"", b"not yet"
    while shot != before:
        page.wait_for_timeout(500)
        before, shot = shot, page.locator(part).first.screenshot() if part else page.screenshot(full_page=True)
    return shot


def take(visitor: Visitor, name: str, part: str, width: int) -> None:
    """Take one picture of the page as it is now."""
    page = visitor.page
    page.mouse.click(1, 1)  # beside everything: a list that was chosen from lets go of the focus
    page.evaluate("document.activeElement.blur()")
    image = with_fewer_colours(Image.open(io.BytesIO(once_still(visitor, part))).convert("RGB"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    image.save(FOLDER / f"{name}-{width}.png", optimize=True)
    print(f"{name}-{width}.png  {image.width} x {image.height}")


def tab(visitor: Visitor, name: str, width: int) -> None:
    """Show a tab, by its name or by the menu."""
    if width > 900:
        visitor.tab(name)
    else:
        visitor.choose("Show", name)


def to_date(visitor: Visitor, date: str) -> None:
    """Step to a date."""
    while date not in visitor.where:
        before = visitor.where
        visitor.press("Step")
        visitor.wait_for_change(before)


def the_network(visitor: Visitor, width: int) -> Iterator[Shot]:
    """Spring 2025 in June, when much is going on, through one country's eyes, and at its end."""
    visitor.choose("Scenario", "spring_2025")
    visitor.wait_for("Spring 2025")
    to_date(visitor, "11 Jun")
    yield "spring", ""
    yield "network", ".tt-network"
    tab(visitor, "Calendar", width)
    yield "calendar", ".tt-calendar"
    visitor.choose("Whose eyes", "Japan's")
    visitor.page.locator(".tt-network", has_text="JPN's eyes").wait_for()
    tab(visitor, "Economy", width)
    yield "eyes", ""
    visitor.choose("Whose eyes", "everybody's")
    visitor.page.locator(".tt-network", has_text="JPN's eyes").wait_for(state="detached")
    visitor.press("To the end")
    visitor.page.get_by_role("button", name="Step", disabled=True).wait_for()
    yield "end", ""


def the_talks(visitor: Visitor, width: int) -> Iterator[Shot]:
    """The US-Japan talks at their end."""
    visitor.press("To the end")
    visitor.wait_for("Deal on day 84")
    yield "talks", ""
    for panel in ("agenda", "plane", "transcript", "interests", "tariffs", "incomes", "prices"):
        yield panel, f".tt-{panel}"
    tab(visitor, "Settings", width)
    visitor.page.get_by_role("button", name="Japan (").click()
    visitor.page.locator(".tt-number").first.wait_for()
    yield "settings", ".tt-settings"
    tab(visitor, "Save and open", width)
    yield "save", ".tt-row"
    seed = visitor.page.get_by_label("Seed")
    seed.fill("seven")
    seed.press("Enter")
    visitor.page.get_by_role("alert").wait_for()
    yield "problem", ".tt-problems"
    seed.fill("7")
    seed.press("Enter")
    visitor.page.get_by_role("alert").wait_for(state="detached")
    tab(visitor, "Economy", width)
    visitor.page.get_by_label("Colours").select_option("dark")
    visitor.page.locator(".v-application.theme--dark").first.wait_for()
    yield "dark", ""


def main(browser: Any, address: str) -> None:
    """Take all pictures."""
    stories: tuple[Callable[[Visitor, int], Iterator[Shot]], ...] = (the_network, the_talks)
    for width in WIDTHS:
        for story in stories:
            visitor = Visitor(browser, width, 900)
            visitor.open(address)
            for name, part in story(visitor, width):
                take(visitor, name, part, width)
            visitor.leave()


if __name__ == "__main__":
    with sync_playwright() as playwright, serving() as at:
        started = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        main(started, at)
        started.close()
