"""Draws the rooms of the code and the ways through it, for docs/explanation/architecture.md.

    python tools/make_architecture.py

The rooms and what each imports are read from the code, what a room is from its docstring; the ways are the numbered
lists of the page. tests/project/test_architecture.py fails where page or pictures are not up to date, or a way names
what isn't there.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "project"))

from test_layout import SETUPTOOLS, SOURCES, all_imports, level  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "architecture.md"
IMAGES = ROOT / "docs" / "images" / "architecture"
TABLE = re.compile(r"(<!-- rooms -->\n).*?(^<!-- end -->$)", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^\d+\. `([\w./]+\.py)`(?:, `([\w.]+)`)?: (.*(?:\n   .*)*)", re.MULTILINE)

STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1c1c1c } .dim { fill: #6b6b6b } .box { fill: #f6f6f4; stroke: #c9c9c4 }
.on { fill: #0072b2 } .self { fill: #dcdcd7 } .line { stroke: #e4e4e0 } .arrow { stroke: #8a8a85; fill: none }
.mono { font-family: ui-monospace, monospace; font-size: 12px } .page { fill: #ffffff }
@media (prefers-color-scheme: dark) { text { fill: #ececec } .dim { fill: #a0a0a0 }
.box { fill: #262626; stroke: #4a4a4a } .on { fill: #56b4e9 } .self { fill: #3d3d3d } .line { stroke: #333333 }
.page { fill: #171717 } }
</style>"""


WHOLE = ("tradetalks.cli", "tradetalks.app", "tradetalks.agents", "tradetalks.model.negotiation")
"""Rooms that are drawn as one, with all that they hold."""
APART = ("tradetalks", "tradetalks.runs", "tradetalks.configs")
"""Rooms whose files beside the folders are drawn one by one: some stand above the folders, some below."""


def room_of(module: str) -> str:
    """Return the room of a module: the longest package that it stands in."""
    package = max((name for name in SETUPTOOLS["packages"] if f"{module}.".startswith(f"{name}.")), key=len)
    if package in APART and module != package:
        return module
    return next((whole for whole in WHOLE if f"{package}.".startswith(f"{whole}.")), package)


def about(room: str) -> str:
    """Return what a room says of itself: the first line of its docstring."""
    tree = ast.parse(SOURCES[room].read_bytes())
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def arrows() -> dict[str, set[str]]:
    """Return for each room which others it imports; of the public face, which resolves names on first use, nothing."""
    rooms: dict[str, set[str]] = {room_of(module): set() for module in SOURCES if module not in APART}
    for importer, imported, _, _ in all_imports():
        above, below = room_of(importer), room_of(imported) if imported.startswith("tradetalks") else ""
        if below in rooms and above in rooms and above != below:
            rooms[above].add(below)
    return rooms


def in_order(rooms: dict[str, set[str]]) -> list[str]:
    """Return the rooms so that each stands above all that it imports, in the order of the levels."""
    order: list[str] = []
    waiting = sorted(rooms, key=lambda room: (level(room), room), reverse=True)
    while waiting:
        lowest = next(room for room in waiting if rooms[room] - {room} <= {*order})
        waiting.remove(lowest)
        order.append(lowest)
    return order[::-1]


def short(room: str) -> str:
    """Return a room as its folder or its file in the checkout."""
    if any(room.startswith(f"{above}.") and room not in SETUPTOOLS["packages"] for above in APART):
        return SOURCES[room].relative_to(ROOT).as_posix()
    top = room.split(".")[1]
    folder = room.removeprefix("tradetalks.").replace(".", "/")
    return f"tradetalks/{folder}" if (ROOT / "tradetalks" / top).is_dir() and not (ROOT / top).is_dir() else folder


def rooms_svg(order: list[str], rooms: dict[str, set[str]]) -> str:
    """Draw which room imports which: a dot in its row under the number of the other; none may stand to the left."""
    step, left, top = 18, 220, 40
    width, height = left + step * len(order) + 20, top + step * len(order) + 20
    parts = [f'<rect class="page" width="{width}" height="{height}"/>']
    for row, room in enumerate(order):
        y = top + step * row
        parts.append(f'<line class="line" x1="0" x2="{width}" y1="{y + step}" y2="{y + step}"/>')
        parts.append(f'<text class="mono" x="8" y="{y + 13}">{escape(short(room))}</text>')
        parts.append(f'<text class="dim mono" x="{left - 24}" y="{y + 13}">{row + 1}</text>')
        parts.append(f'<text class="dim mono" x="{left + step * row + 1}" y="{top - 8}">{row + 1}</text>')
        parts.append(f'<rect class="self" x="{left + step * row}" y="{y}" width="{step}" height="{step}"/>')
        parts += [
            f'<circle class="on" cx="{left + step * column + step / 2:g}" cy="{y + step / 2:g}" r="5"/>'
            for column, other in enumerate(order)
            if other in rooms[room]
        ]
    return svg(width, height, parts, "Which folder imports which: every dot stands right of the diagonal")


def way_svg(title: str, steps: list[tuple[str, str, str]]) -> str:
    """Draw a way through the code: a box for each step, the file and what is called above what happens."""
    width, left = 760, 30
    parts: list[str] = []
    y = 12
    for number, (file, name, text) in enumerate(steps):
        lines = textwrap.wrap(re.sub(r"[`\\]", "", text), 100)
        height = 30 + 17 * len(lines)
        if number:
            parts.append(f'<path class="arrow" d="M{left + 20} {y - 14} v14 m-4 -5 l4 5 l4 -5"/>')
        parts.append(f'<rect class="box" x="{left}" y="{y}" width="{width - 60}" height="{height}" rx="4"/>')
        head = f"{file}  {name}".rstrip()
        parts.append(f'<text class="mono" x="{left + 12}" y="{y + 20}">{escape(head)}</text>')
        parts += [
            f'<text class="dim" x="{left + 12}" y="{y + 38 + 17 * place}">{escape(line)}</text>'
            for place, line in enumerate(lines)
        ]
        y += height + 14
    return svg(width, y, [f'<rect class="page" width="{width}" height="{y}"/>', *parts], title)


def svg(width: int, height: int, parts: list[str], title: str) -> str:
    """Return a picture."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", STYLE, *parts, "</svg>"]) + "\n"


def ways(page: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return the ways of the page by their headings: of each step its file, what is called there, and what happens."""
    sections = re.split(r"^## (.*)\n", page, flags=re.MULTILINE)[1:]
    found = {title: STEP.findall(text) for title, text in zip(sections[::2], sections[1::2], strict=True)}
    return {
        title: [(file, name, " ".join(text.split())) for file, name, text in steps]
        for title, steps in found.items()
        if steps
    }


def table(order: list[str], rooms: dict[str, set[str]]) -> str:
    """Return the rooms as a table: the folder, what it is, and the numbers of what it imports."""
    numbers = {room: place for place, room in enumerate(order, start=1)}
    rows = ["| | room | what it holds | imports |", "| --- | --- | --- | --- |"]
    for room in order:
        imported = ", ".join(str(number) for number in sorted(numbers[other] for other in rooms[room]))
        rows.append(f"| {numbers[room]} | `{short(room)}` | {about(room)} | {imported} |")
    return "\n".join(rows) + "\n"


def made() -> Iterator[tuple[Path, str]]:
    """Yield the files with what they should hold."""
    rooms = arrows()
    order = in_order(rooms)
    page = TABLE.sub(lambda match: match[1] + table(order, rooms) + match[2], PAGE.read_text(encoding="utf-8"))
    yield PAGE, page
    yield IMAGES / "rooms.svg", rooms_svg(order, rooms)
    for title, steps in ways(page).items():
        yield IMAGES / f"{title.lower().replace(' ', '-').replace(chr(39), '')}.svg", way_svg(title, steps)


def main() -> None:
    """Write the files, and say which."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for file, text in made():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
