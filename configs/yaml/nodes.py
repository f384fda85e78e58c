"""The nodes of a tree: a value, its place in a file, and the nodes below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tradetalks.configs.yaml.scalars import Scalar
from tradetalks.errors import Problem

__all__ = ["Items", "KeyPath", "Mark", "Node", "branch", "child_of", "kind_of", "plain_data", "walk"]

_SHOWN_LINE = 200

type KeyPath = tuple[str | int, ...]
type Items = dict[str, Node] | tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file.

    Attributes:
        file: the file's name as the user gave it, or "--set ...".
        line: from 1; 0 if the value has no line (the whole file, a dict, a `--set`).
        column: from 1; 0 likewise.
        text: the line's text.
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""

    def problem(self, message: str, path: KeyPath = ()) -> Problem:
        """Return a problem at this place."""
        shown = ""
        if self.column < _SHOWN_LINE:
            # A caret under the 5,000th character helps nobody, and a tab would shift it.
            shown = self.text[:_SHOWN_LINE].replace("\t", " ")
        return Problem(message, self.file, self.line, self.column, ".".join(map(str, path)), shown)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its places; never changed, so that trees may share it.

    Attributes:
        value: a scalar, or the children.
        mark: the place of its key, or of the item itself in a list.
        value_mark: the place of the value.
        size: the number of values in it, aliases expanded.
        height: the number of levels in it.
    """

    value: Scalar | Items
    mark: Mark
    value_mark: Mark
    size: int = 1
    height: int = 1


def branch(items: Items, mark: Mark, value_mark: Mark) -> Node:
    """Return the node of a mapping or a list."""
    children = items.values() if isinstance(items, dict) else items
    size = 1 + sum(child.size for child in children)
    height = 1 + max((child.height for child in children), default=0)
    return Node(items, mark, value_mark, size, height)


def child_of(node: Node, step: str | int) -> Node | None:
    """Return the node below by its key, or by its place in a list; None if there is none."""
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, tuple) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step]
    return None


def walk(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    """Yield a node and all below it with their paths."""
    yield path, node
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from walk(child, (*path, key))
    elif isinstance(node.value, tuple):
        for index, child in enumerate(node.value):
            yield from walk(child, (*path, index))


def plain_data(node: Node) -> Any:
    """Return what a node holds, without the places."""
    if isinstance(node.value, dict):
        return {key: plain_data(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain_data(child) for child in node.value]
    return node.value


def kind_of(node: Node) -> str:
    """Return what kind of value a node holds, in words."""
    match node.value:
        case dict():
            return "a mapping"
        case tuple():
            return "a list"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case dt.date():
            return "a date"
    return "text"
