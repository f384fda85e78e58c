"""Runs what the documentation shows; tests/project/test_docs.py checks it, tools/refresh_docs.py rewrites it.

What a page may hold, in fences that begin at the margin:

- ```python    runs; the blocks of a page share their names, in order. What it prints stands in a ```text
               block right below it. With a first line such as `# mine.py` it becomes that file instead.
- ```console   lines with `$ command` run, the lines below each are its output, errors included. A command
               goes on after a backslash at the end of a line, on a line with `> `. `$ echo $?` shows the last
               exit code, and `$ make TARGET` what that target's recipe in the Makefile calls.
- ```yaml      is read by the rules of scenario files; with a first line such as `# mine.yaml` it becomes that
               file, for the blocks below.
- anything else is only shown: ```sh for commands that make no sense in a test.

Everything of a page runs in one new folder. A line `...` alone stands for any number of lines, and spaces at the
ends of lines don't count.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import linecache
import os
import re
import shlex
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ANY = "..."
WIDTH = "80"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w.-]+\.(?:yaml|py))\b")


class DocsError(Exception):
    """A page that shows what doesn't run, or that can't be read."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page.

    Attributes:
        language: the word behind the fence, "" without one.
        body: its text, each line ending in a newline.
        start, end: where the body stands in the page's text.
        line: the number of its first line, from 1.
    """

    language: str
    body: str
    start: int
    end: int
    line: int


@dataclass
class Shown:
    """Something that ran: what the page shows of it, and what came out.

    Attributes:
        what: the command, or "python".
        line: the line of the page, from 1.
        start, end: where the shown output stands in the page's text.
        expected: the shown output.
        actual: the output.
    """

    what: str
    line: int
    start: int
    end: int
    expected: str
    actual: str

    @property
    def matches(self) -> bool:
        """Whether the page shows what came out."""
        return matches(self.expected, self.actual)


@dataclass
class _Session:
    """The state that the blocks of a page share."""

    page: str
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__docs__"})
    exit_code: int = 0


def pages() -> list[Path]:
    """Return the pages whose blocks run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page.

    Raises:
        DocsError: a fence doesn't begin at the margin or isn't closed.
    """
    found = [
        Block(match[1], match[2], match.start(2), match.end(2), text.count("\n", 0, match.start(2)) + 1)
        for match in _FENCE.finditer(text)
    ]
    fences = len(re.findall(r"^\s*```", text, re.MULTILINE))
    if fences != 2 * len(found):
        raise DocsError(f"{fences} lines begin with a fence, but {len(found)} blocks at the margin were found")
    return found


def run_page(page: Path) -> list[Shown]:
    """Run a page's blocks, and return what it shows beside what came out.

    Raises:
        DocsError: a block can't be run; names the page and the line.
    """
    text = page.read_text(encoding="utf-8")
    name = str(page.relative_to(ROOT)) if page.is_relative_to(ROOT) else page.name
    session = _Session(name)
    shown: list[Shown] = []
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _plain_terminal():
        found = blocks(text)
        for place, block in enumerate(found):
            below = found[place + 1] if place + 1 < len(found) else None
            match block.language:
                case "yaml":
                    _yaml(block, session)
                case "console":
                    shown += _console(block, session)
                case "python" if not _written(block):
                    follows = below is not None and below.language == "text"
                    gap = text[block.end : below.start] if below is not None else ""
                    output = below if follows and gap.split() == ["```", "```text"] else None
                    shown += _python(block, output, session)
    return shown


# ---- running


@contextlib.contextmanager
def _plain_terminal() -> Iterator[None]:
    before = dict(os.environ)
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"):
        os.environ.pop(name, None)
    os.environ.update(COLUMNS=WIDTH, NO_COLOR="1", TERM="dumb")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _written(block: Block) -> bool:
    """Write the file whose name a block begins with; return whether it does."""
    named = _FILE.match(block.body)
    if named:
        Path(named[1]).write_text(block.body, encoding="utf-8")
    return named is not None


def _yaml(block: Block, session: _Session) -> None:
    from tradetalks.configs.yaml.tree import parse_tree
    from tradetalks.errors import ConfigError

    named = _written(block)
    try:
        parse_tree(block.body, shown_as=session.page)
    except ConfigError as error:
        if not named:  # a file may be wrong on purpose, to show what is said of it
            raise DocsError(f"{session.page}:{block.line}: {error}") from None


def _python(block: Block, output: Block | None, session: _Session) -> list[Shown]:
    # Blank lines in front give tracebacks and warnings the page's line numbers.
    source = "\n" * (block.line - 1) + block.body
    printed = io.StringIO()
    # A library that reads a function's source, as Solara does of a component, finds it here.
    linecache.cache[session.page] = (len(source), None, source.splitlines(keepends=True), session.page)
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(source, session.page, "exec"), session.names)  # noqa: S102 - our own pages
    except BaseException as error:
        where = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == session.page]
        line = where[-1] if where else block.line
        raise DocsError(f"{session.page}:{line}: {type(error).__name__}: {error}") from error
    actual = printed.getvalue()
    if output is None:
        if actual:
            raise DocsError(f"{session.page}:{block.line}: prints, but no ```text block follows:\n{actual}")
        return []
    return [Shown("python", output.line, output.start, output.end, output.body, actual)]


def _console(block: Block, session: _Session) -> list[Shown]:
    shown: list[Shown] = []
    lines = block.body.splitlines(keepends=True)
    if not lines or not lines[0].startswith("$ "):
        raise DocsError(f"{session.page}:{block.line}: a console block begins with `$ command`")
    at, offset = 0, block.start
    while at < len(lines):
        first = at
        command = lines[at][2:].strip()
        offset += len(lines[at])
        at += 1
        while command.endswith("\\"):
            if at == len(lines) or not lines[at].startswith("> "):
                raise DocsError(f"{session.page}:{block.line + at}: after a backslash a line with `> ` is needed")
            command = command[:-1] + lines[at][2:].strip()
            offset += len(lines[at])
            at += 1
        start = offset
        while at < len(lines) and not lines[at].startswith("$ "):
            offset += len(lines[at])
            at += 1
        expected = block.body[start - block.start : offset - block.start]
        actual = _command(command, session)
        shown.append(Shown(command, block.line + first, start, offset, expected, actual))
    return shown


def _command(command: str, session: _Session) -> str:
    if command == "echo $?":
        return f"{session.exit_code}\n"
    words = shlex.split(command)
    if words[0] == "make":
        words = recipe(words[1])
    if words[0] == "tradetalks":
        output, session.exit_code = call(words[1:])
        return output
    done = subprocess.run(
        ["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    session.exit_code = done.returncode
    return done.stdout


def recipe(target: str) -> list[str]:
    """Return the one command that a target of the Makefile calls, as words, without the path of .venv."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    match = re.search(rf"^{re.escape(target)}:.*\n\t@?(?:\.venv/bin/)?(.*)\n(?!\t)", makefile, re.MULTILINE)
    if match is None:
        raise DocsError(f"the Makefile has no target {target!r} of one line")
    return shlex.split(match[1])


def call(words: list[str]) -> tuple[str, int]:
    """Run the command line in this process, as a fresh one costs seconds; return its output and exit code."""
    from tradetalks.cli import main as cli

    output = io.StringIO()
    before, sys.argv = sys.argv, ["tradetalks", *words]
    code: int | str | None = 0
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            cli.main()
    except SystemExit as stop:
        code = stop.code
    finally:
        sys.argv = before
    return output.getvalue(), code if isinstance(code, int) else int(code is not None)


# ---- comparing


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def matches(expected: str, actual: str) -> bool:
    r"""Return whether an output is as shown.

    >>> matches("a\n...\nd\n", "a\nb\nc\nd\n"), matches("a\n...\n", "b\n")
    (True, False)
    """
    pattern = "".join(r"(?:.*\n)*?" if line == ANY else re.escape(line) + r"\n" for line in _lines(expected))
    return re.fullmatch(pattern, "".join(line + "\n" for line in _lines(actual))) is not None


def difference(shown: Shown) -> str:
    """Return, for people, in what a page and an output differ."""
    return "\n".join(
        difflib.unified_diff(_lines(shown.expected), _lines(shown.actual), "shown", "comes out", lineterm="", n=1)
    )


def refreshed(expected: str, actual: str) -> str:
    r"""Return an output as the page shows it, with lines left out where they were left out before.

    The parts between two `...` keep their numbers of lines; one in the middle is put where the output is
    most like it.

    >>> print(refreshed("a 1\n...\nc 1\n...\ne 1\n", "a 2\nb 2\nc 2\nd 2\ne 2\n"), end="")
    a 2
    ...
    c 2
    ...
    e 2
    """
    if matches(expected, actual):
        return expected
    lines = _lines(actual)
    parts: list[list[str]] = [[]]
    for line in _lines(expected):
        if line == ANY:
            parts.append([])
        else:
            parts[-1].append(line)
    head, tail = len(parts[0]), len(parts[-1]) if len(parts) > 1 else 0
    if len(parts) == 1 or head + tail >= len(lines):
        return "".join(line + "\n" for line in lines)
    spans = [(0, head)]
    for part in parts[1:-1]:
        first = spans[-1][1]
        places = range(first, max(len(lines) - tail - len(part), first) + 1)
        best = max(places, key=lambda place: (_likeness(part, lines[place : place + len(part)]), -place))
        spans.append((best, best + len(part)))
    spans.append((max(len(lines) - tail, spans[-1][1]), len(lines)))
    kept: list[str] = []
    for place, (first, last) in enumerate(spans):
        if place and first > spans[place - 1][1]:
            kept.append(ANY)
        kept += lines[first:last]
    return "".join(line + "\n" for line in kept)


def _likeness(one: list[str], other: list[str]) -> float:
    def worded(lines: list[str]) -> str:
        return re.sub(r"[-+]?\d[\d.,]*", "0", "\n".join(lines))

    # What a part begins with is what people recognise it by.
    return difflib.SequenceMatcher(None, worded(one[:1]), worded(other[:1])).ratio() + 0.1 * (
        difflib.SequenceMatcher(None, worded(one), worded(other)).ratio()
    )
