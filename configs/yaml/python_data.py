"""From data given in Python to nodes, by the rules that files have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tradetalks.characters import leaves_its_line, quoted
from tradetalks.configs.yaml.nodes import KeyPath, Mark, Node, branch
from tradetalks.configs.yaml.reader import MAX_DEPTH, MAX_VALUES, NO_NAME, EnoughError
from tradetalks.configs.yaml.scalars import python_value
from tradetalks.errors import MOST_PROBLEMS, ConfigError, Problem
from tradetalks.wording import as_written

__all__ = ["node_of"]


def _not_a_key(key: object) -> str:
    """Return what stands in place of a key, with what is meant where another reader of YAML has taken it for that."""
    if not isinstance(key, bool):
        return as_written(key)
    bare = "`on` or `yes`" if key else "`off` or `no`"
    return f"{as_written(key)}: PyYAML reads a bare {bare} so; give the file's path, or put the key in quotes"


def node_of(data: object, shown_as: str, path: KeyPath = ()) -> Node:
    """Return the node of a value given in Python; `path` is where it will stand.

    Raises:
        ConfigError: with each value that YAML could not have given.
    """
    maker = _Maker(Mark(shown_as))
    try:
        node = maker.node(data, path)
    except EnoughError:
        node = Node(None, maker.mark, maker.mark)
    if maker.problems:
        raise ConfigError(maker.problems)
    return node


class _Maker:
    """Builds nodes from Python's data, within the bounds that files have.

    Attributes:
        mark: the place of all of them.
        problems: everything wrong that was found, up to where it stopped.
    """

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.problems: list[Problem] = []
        self._values = 0

    def node(self, value: object, path: KeyPath) -> Node:
        """Return the node of a value; problems are collected.

        Raises:
            EnoughError: there are more values than a file may hold, or more problems than are told.
        """
        self._values += 1
        if self._values > MAX_VALUES:
            self._problem(f"more than {MAX_VALUES:,} values", path)
            raise EnoughError
        if len(path) > MAX_DEPTH:
            self._problem(f"more than {MAX_DEPTH} levels deep", path[:3])
        elif isinstance(value, Mapping):
            return branch(self._items(value, path), self.mark, self.mark)
        elif isinstance(value, list | tuple):
            parts = tuple(self.node(item, (*path, place)) for place, item in enumerate(value))
            return branch(parts, self.mark, self.mark)
        else:
            try:
                return Node(python_value(value), self.mark, self.mark)
            except ValueError as error:
                self._problem(str(error), path)
        return Node(None, self.mark, self.mark)

    def _items(self, data: Mapping[Any, Any], path: KeyPath) -> dict[str, Node]:
        items: dict[str, Node] = {}
        for key, child in data.items():
            name = str(key)
            if isinstance(key, bool) or not isinstance(key, str | int | dt.date):
                self._problem(f"a key must be text, not {_not_a_key(key)}", path)
            elif name in items:
                self._problem("the key stands twice, as text and as number", (*path, name))
            elif leaves_its_line(name):
                self._problem(f"the key {quoted(name)} {NO_NAME}", path)
            else:
                items[name] = self.node(child, (*path, name))
        return items

    def _problem(self, message: str, path: KeyPath) -> None:
        self.problems.append(self.mark.problem(message, path))
        if len(self.problems) > MOST_PROBLEMS:
            raise EnoughError
