"""From a file or a text to nodes, each with its place; `tree` is what others use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from tradetalks.characters import leaves_its_line, quoted, shortened, steering
from tradetalks.configs.yaml.nodes import Items, Mark, Node, branch
from tradetalks.configs.yaml.scalars import Scalar, check_text, plain_value
from tradetalks.encoding import wrong_encoding
from tradetalks.errors import MOST_PROBLEMS, ConfigError, Problem, did_you_mean

__all__ = [
    "MAX_DEPTH",
    "MAX_VALUES",
    "NO_NAME",
    "EnoughError",
    "Reader",
    "file_text",
]

# The largest scenario that is shipped, of eight countries at seven tables, has 29 kB and 1,400 values, the data of the
# trade model 28 kB and 2,600. A network of sixty countries has room below these bounds, and what is read at them takes
# half a second.
MAX_BYTES = 2_000_000
MAX_VALUES = 20_000
"""How many values a file may hold, each alias counted as all that it stands for."""
MAX_DEPTH = 64

_LINE_BREAK = re.compile("\r\n|[\n\r]")
_SHOWN_NAME = 80
NO_NAME = "holds a character that no name can: it must stay in its line"
_EXPLAINED = 100_000
"""Characters of a text of which is told most precisely why it is no YAML."""
# The parser of PyYAML itself would take half a minute for the largest file.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def file_text(path: Path, name: str) -> str:
    """Return a file's text.

    Raises:
        ConfigError: if it can't be read or isn't text.
    """

    def wrong(message: str, line: int = 0) -> ConfigError:
        return ConfigError([Problem(message, name, line, int(line > 0))])

    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise wrong("there is no such file") from None
    except (IsADirectoryError, PermissionError):
        # Windows lacks the permission for folders.
        if path.is_dir():
            raise wrong("this is a folder, not a file") from None
        raise wrong("no permission to read it") from None
    except (OSError, ValueError) as error:
        raise wrong(f"can't be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > MAX_BYTES:
        raise wrong(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    if said := wrong_encoding(content):
        raise wrong(said)
    if b"\0" in content:
        raise wrong("this is not a text file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + content.count(b"\n", 0, error.start)
        byte = f"byte 0x{content[error.start]:02x}"
        raise wrong(f"not UTF-8 text ({byte}); save the file as UTF-8", line) from None


class EnoughError(Exception):
    """More levels, values or problems than are read; never seen outside of what builds nodes."""


class Reader:
    """Builds nodes from PyYAML's parsing events, which know more than its nodes: quotes, tags, aliases.

    It stops where a text is deeper or holds more than is read, and after more problems than are told.

    Attributes:
        problems: everything wrong that was found, up to where it stopped.
    """

    def __init__(self, text: str, shown_as: str, *, numbered: bool = True) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._file = shown_as
        self._numbered = numbered
        self._lines = _LINE_BREAK.split(text)
        self._anchors: dict[str, Node | None] = {}  # None while the anchor's value is being read
        self._values = 0
        self._events: Iterator[Any] = iter(())

    def document(self) -> Node | None:
        """Return the text's one document, or None if there is none; problems are collected."""
        root: Node | None = None
        try:
            if self._steers():
                return None
            self._events = iter(yaml.parse(self._text, Loader=_PARSER))
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self._problem(self._mark(event.start_mark), "a second document begins; keep one a file")
                        break
                    root = self._node(next(self._events), None, 0)
        except yaml.MarkedYAMLError as error:
            message, place = _in_plain_words(_precise(error, self._text), self._lines)
            self.problems.append(self._mark(place).problem(message))
        except EnoughError:
            pass
        return root

    def _steers(self) -> bool:
        """Whether the text holds characters that no text may; each line's first is told."""
        if steering(self._text, in_a_file=True) is None:
            return False
        for line, text in enumerate(self._lines):
            odd = steering(text)
            if odd is not None:
                mark = replace(self._at(line, odd.start()), text="")
                self._problem(mark, f"the character U+{ord(odd[0]):04X} is not allowed: it steers who shows it")
        return True

    def _at(self, line: int, column: int) -> Mark:
        if not self._numbered:
            return Mark(self._file)
        text = self._lines[line] if line < len(self._lines) else ""
        return Mark(self._file, line + 1, column + 1, text)

    def _mark(self, mark: Any) -> Mark:
        return self._at(mark.line, mark.column)

    def _problem(self, mark: Mark, message: str) -> None:
        self.problems.append(mark.problem(message))
        if len(self.problems) > MOST_PROBLEMS:
            raise EnoughError

    def _count(self, values: int, place: Mark) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            self._problem(place, f"more than {MAX_VALUES:,} values, with what aliases stand for: here reading ends")
            raise EnoughError

    def _node(self, event: Any, key: Mark | None, depth: int) -> Node:
        """Return the value that begins with this event; `key` is the place of its key, if it has one."""
        place = self._mark(event.start_mark)
        if depth >= MAX_DEPTH:
            self._problem(place, f"more than {MAX_DEPTH} levels deep")
            raise EnoughError
        self._count(1, place)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), place, key or place, depth)
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            hint = "a text goes in quotes, other values as they are"
            self._problem(place, f"the tag {shortened(tag, _SHOWN_NAME)} is not used here; {hint}")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, place, key or place)
        else:
            items: Items
            if isinstance(event, yaml.SequenceStartEvent):
                items = self._list(depth)
            else:
                items = self._mapping(depth, in_braces=event.flow_style)
            # The caret of a block belongs under its key, not under the first key inside.
            caret = place if event.flow_style else key or place
            node = branch(items, key or place, caret)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _scalar(self, event: yaml.ScalarEvent, place: Mark, key: Mark) -> Node:
        value: Scalar
        try:
            if event.style or event.tag is not None:
                # In quotes an escape may stand for what the text itself can't hold.
                value = check_text(str(event.value))
            elif event.value:
                value = plain_value(event.value)
            else:
                return Node(None, key, key)
        except ValueError as error:
            self._problem(place, str(error))
            value = None
        return Node(value, key, place)

    def _list(self, depth: int) -> tuple[Node, ...]:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, None, depth + 1))
        return tuple(items)

    def _mapping(self, depth: int, *, in_braces: bool) -> dict[str, Node]:
        items: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            place = self._mark(event.start_mark)
            name = self._key(event, place, depth)
            value = self._node(next(self._events), place, depth + 1)
            if name is None:
                continue
            if name in items:
                message = f"the key {quoted(name)} stands here again"
                if first := items[name].mark.line:
                    message += f"; the first time in line {first}"
                self._problem(place, message)
                continue
            if in_braces and ":" in name and not event.style and value.value is None:
                self._problem(place, f"put a space after the colon in {quoted(name)}, or quotes around it")
            items[name] = value
        return items

    def _key(self, event: Any, place: Mark, depth: int) -> str | None:
        """Return a key's text, or None after having noted why it has none."""
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, place, depth + 1)  # steps over it
            self._problem(place, "a key must be a text, not a list, a mapping or an alias")
        elif event.tag is not None:
            self._problem(place, f"a tag on the key {quoted(event.value)}; a key is always text")
        elif event.value == "<<" and not event.style:
            self._problem(place, "the merge key << is not used here: use extends: for a file, or repeat the values")
        elif not event.value:
            self._problem(place, "a key is missing before the colon")
        elif leaves_its_line(event.value):
            self._problem(place, f"the key {quoted(event.value)} {NO_NAME}")
        else:
            return str(event.value)
        return None

    def _alias(self, name: str, place: Mark, key: Mark, depth: int) -> Node:
        """Return what an alias stands for, or an empty node after having noted what is wrong."""
        nothing = Node(None, key, place)
        if name not in self._anchors:
            hint = f"{did_you_mean(name, self._anchors)}; a text that begins with * goes in quotes"
            self._problem(place, f"no anchor &{shortened(name, _SHOWN_NAME)} stands above{hint}")
            return nothing
        node = self._anchors[name]
        if node is None:
            self._problem(place, f"the alias *{shortened(name, _SHOWN_NAME)} stands inside its own value")
            return nothing
        self._count(node.size - 1, place)
        if depth + node.height > MAX_DEPTH:
            self._problem(place, f"more than {MAX_DEPTH} levels deep")
            return nothing
        return replace(node, mark=key, value_mark=place)


# What PyYAML says; what we say; whether to show where the construct began rather than where reading stopped.
_PLAIN_WORDS = (
    ("could not find expected ':'", "this line has no ': ' after its key", True),
    ("']', but got '<stream end>'", "this bracket is never closed", True),
    ("'}', but got '<stream end>'", "this bracket is never closed", True),
    ("expected ',' or", "a ',' or the closing bracket of line {began} is missing before this", False),
    ("unexpected end of stream", "this quote is never closed", True),
    ("unexpected document separator", "this quote is never closed", True),
    ("found '<scalar>'", "text after the closing quote; put all of it in one pair of quotes", False),
    ("<block end>, but found '-'", "keys and list items ('- ') can't be mixed at one depth", False),
    ("<block end>, but found '?'", "keys and list items ('- ') can't be mixed at one depth", False),
    ("expected <block end>", "the indentation of this line fits none above it", False),
    ("did not find expected key", "the indentation of this line fits none above it, or its key has no ': '", False),
    ("did not find expected '-'", "keys and list items ('- ') can't be mixed at one depth", False),
    ("<document start>", "less indented than the first line, or text after the end", False),
    ("node content", "a key or a value is missing before this", False),
    ("unknown escape", "in double quotes \\ begins an escape; use single quotes", False),
    ("sequence entries are not allowed", "a list item ('- ') must begin on a line of its own", False),
)


def _precise(error: yaml.MarkedYAMLError, text: str) -> yaml.MarkedYAMLError:
    """Return what PyYAML's own parser has against the same line: it is slow, but says more."""
    if len(text) <= _EXPLAINED:
        try:
            # The other takes the end of a text for a line of its own.
            for _ in yaml.parse(text.removesuffix("\n") + "\n", Loader=yaml.SafeLoader):
                pass
        except yaml.MarkedYAMLError as slower:
            if _line(slower) == _line(error):
                return slower
    return error


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return -1
    return int(mark.line)


def _in_plain_words(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[str, Any]:
    """Return PyYAML's complaint for people, and the place that they should look at."""
    complaint = error.problem or "can't be read"
    place: Any = error.problem_mark or error.context_mark
    began: Any = error.context_mark or place
    line = lines[place.line] if place.line < len(lines) else ""
    before, character = line[: place.column], line[place.column : place.column + 1]
    if "that cannot start any token" in complaint:
        if character != "\t":
            return f"{character!r} can't begin a value; put the text in quotes", place
        return "a tab in the indentation; YAML takes only spaces there", place
    if "mapping values are not allowed" in complaint:
        if ": " in before:
            return "a second ': ' in this line; put a text that holds one in quotes", place
        return "this key is deeper than the line above allows, or that line has no ': '", place
    for theirs, ours, at_beginning in _PLAIN_WORDS:
        if theirs in complaint:
            if at_beginning:
                place = began
            return ours.format(began=began.line + 1), place
    return f"not valid YAML: {complaint}", place
