r"""YAML files as plain data plus the place of every key and value, with all problems found at once.

The rules are those of YAML 1.2 where YAML 1.1 surprises people:

=====================================  ==============================================================
in the file                            is read as
=====================================  ==============================================================
`no` `yes` `on` `off`                  text; only true and false (True, TRUE ...) are booleans
`1e-3` `0o10` `0x1f`                   numbers
`12:30`                                text
`2025-04-16`                           a date; a timestamp is text
`~` `null` or nothing                  None
a key                                  always its text: `on:` is 'on' and `2025:` is '2025'
`010` `1_000` `1,000` `0b1`            a problem: they mean different numbers to different readers
`.nan` `.inf` `nan` `inf` `1e999`      a problem, wherever they stand
`2025-02-30` `2025-4-16`               a problem
`!!anything`, `<<`, a second `---`     a problem
the same key twice                     a problem that names both lines
ESC, DEL, a mark of direction ...      a problem, also where an escape in quotes stands for it
=====================================  ==============================================================

In quotes everything is text. Aliases are allowed; each counts as all that it stands for. A file may have MAX_BYTES,
hold MAX_VALUES, and be MAX_DEPTH levels deep; what is wrong with it is told up to a number of problems.

    >>> tree = parse_tree("countries:\n  JPN: {gdp: 4.2}\n", shown_as="mine.yaml")
    >>> tree.data
    {'countries': {'JPN': {'gdp': 4.2}}}
    >>> print(tree.problem(("countries", "JPN", "gdp"), "must be an integer"))
    mine.yaml:2:14: countries.JPN.gdp: must be an integer
          JPN: {gdp: 4.2}
                     ^
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tradetalks.configs.yaml.nodes import Items, KeyPath, Mark, Node, branch, child_of, kind_of, plain_data, walk
from tradetalks.configs.yaml.python_data import node_of
from tradetalks.configs.yaml.reader import MAX_DEPTH, Reader, file_text
from tradetalks.configs.yaml.scalars import Scalar, plain_value
from tradetalks.errors import ConfigError, Problem, did_you_mean

__all__ = [
    "FLOW_OR_QUOTED",
    "Ids",
    "KeyPath",
    "Mark",
    "Tree",
    "merge",
    "parse_tree",
    "put_value",
    "read_tree",
    "set_value",
    "tree_of",
    "with_texts",
]

type Declared = Callable[[KeyPath], Sequence[str]]


class Ids(tuple[str, ...]):
    """What stands in place of the keys of a mapping by ids: any may be added as a whole, those it holds bit by bit."""

    __slots__ = ()


FLOW_OR_QUOTED = frozenset("[{\"'&*!|>%@`")  # what YAML doesn't read as a plain text when it comes first
_SHOWN_TEXT = 200


class Tree:
    """A mapping with the place of everything in it. It never changes: the functions here return new ones.

    Two trees are equal if data and places are.
    """

    __slots__ = ("root",)

    def __init__(self, root: Node) -> None:
        self.root = root

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tree):
            return NotImplemented
        return self.root == other.root

    def __hash__(self) -> int:
        return hash((self.root.mark, self.root.size))

    def __repr__(self) -> str:
        return f"Tree({self.data!r})"

    @property
    def data(self) -> dict[str, Any]:
        """The plain dicts, lists, str, int, float, bool, None and dates; made anew, so yours to change."""
        data: dict[str, Any] = plain_data(self.root)
        return data

    @property
    def marks(self) -> dict[KeyPath, Mark]:
        """The place of each key and of each item of a list, by path; () is the file itself."""
        return {path: node.mark for path, node in walk(self.root, ())}

    @property
    def value_marks(self) -> dict[KeyPath, Mark]:
        """The place of each value, by path: beside its key for scalars, the key's for blocks."""
        return {path: node.value_mark for path, node in walk(self.root, ())}

    def place(self, path: Sequence[str | int], *, at_key: bool = False) -> Mark:
        """Return where the value at a path stands, or the key of its nearest ancestor that exists.

        Args:
            path: keys, and for items of lists their index from 0.
            at_key: the place of its key instead (for a key that is unknown, say).
        """
        node = self.root
        for step in path:
            child = child_of(node, step)
            if child is None:
                return node.mark
            node = child
        if at_key:
            return node.mark
        return node.value_mark

    def problem(self, path: Sequence[str | int], message: str, *, at_key: bool = False) -> Problem:
        """Return a problem at `place(path)` that names the whole path.

        Where something below the path was set from outside (`--set`), the problem is there: the file was fine.
        """
        place = self.place(path, at_key=at_key)
        node: Node | None = self.root
        for step in path:
            node = node and child_of(node, step)
        if node is not None and place.line:
            outside = (below.mark for _, below in walk(node, ()) if not below.mark.line and below.mark.file)
            place = next(outside, place)
        return place.problem(message, tuple(path))


def read_tree(path: Path, *, shown_as: str | None = None) -> Tree:
    """Read a YAML file.

    Args:
        path: the file.
        shown_as: what messages call it; by default the path as it was given.

    Raises:
        ConfigError: with everything that is wrong in it, or why it can't be read.
    """
    name = str(path) if shown_as is None else shown_as
    return parse_tree(file_text(path, name), shown_as=name)


def parse_tree(text: str, *, shown_as: str) -> Tree:
    """Read YAML text; see `read_tree`.

    Raises:
        ConfigError: with everything that is wrong in it.
    """
    reader = Reader(text.removeprefix("\ufeff"), shown_as)
    root = reader.document()
    if not reader.problems:
        if root is None or root.value is None:
            lack = "holds no values"
            if not text.strip("\ufeff \t\r\n"):
                lack = "is empty"
            reader.problems.append(Problem(f"the file {lack}; a mapping (key: value) is needed", shown_as))
        elif not isinstance(root.value, dict):
            message = f"the file must be a mapping (key: value), not {kind_of(root)}"
            reader.problems.append(root.value_mark.problem(message))
    if root is None or reader.problems:
        raise ConfigError(sorted(reader.problems, key=lambda problem: (problem.line, problem.column)))
    whole = Mark(shown_as)
    return Tree(replace(root, mark=whole, value_mark=whole))


def tree_of(data: Mapping[Any, Any], *, shown_as: str = "") -> Tree:
    """Make a tree from a dict given in Python: the same rules for values, and no lines.

    Raises:
        ConfigError: with each value that YAML could not have given: NaN, infinity, an object, a key twice.
    """
    return Tree(node_of(data, shown_as))


def merge(base: Tree, over: Tree) -> Tree:
    """Lay one tree over another, as `extends:` does: a JSON merge patch (RFC 7396).

    Mappings merge key by key; anything else, lists too, replaces; null removes the key. New keys come last.
    Fold a chain from its base: (a + b) + c. That equals a + (b + c) only without nulls and where a key
    is a mapping in all or in none of them.

        >>> base = tree_of({"calendar": {"start": "april", "days": 90}, "tables": {"autos": 1}})
        >>> merge(base, tree_of({"calendar": {"days": 30}, "tables": None})).data
        {'calendar': {'start': 'april', 'days': 30}}
    """
    return Tree(_merged(base.root, over.root))


def with_texts(tree: Tree, change: Callable[[KeyPath, str], str]) -> Tree:
    """Return the tree with each text as `change` returns it; every place stays as it is."""
    return Tree(_with_texts(tree.root, (), change))


def put_value(
    tree: Tree,
    dotted: str,
    value: object,
    *,
    shown_as: str = "",
    declared: Declared | None = None,
) -> Tree:
    """Return the tree with one value replaced.

    Args:
        tree: where.
        dotted: the path with dots, such as "countries.JPN.strategy.e"; items of lists by index from 0.
            A key that holds a dot itself is found too.
        value: plain Python data; None removes the key, as null does in `merge` (in a list it is a None).
        shown_as: what messages call the source of this value.
        declared: tells for the mapping at a path which keys it may have though it hasn't; without it only
            existing keys can be set.

    Raises:
        ConfigError: if the path doesn't exist and isn't declared, or the value isn't plain.
    """
    steps = dotted.split(".")
    place = Mark(shown_as)
    if not all(steps):
        raise ConfigError([place.problem(f"{dotted!r} is no path; a path has the form countries.JPN.strategy")])
    node = node_of(value, shown_as, (dotted,))
    if len(steps) + node.height > MAX_DEPTH:
        raise ConfigError([place.problem(f"more than {MAX_DEPTH} levels deep", (dotted,))])
    return Tree(_put(tree.root, steps, (), node, declared or (lambda _: ())))


def set_value(tree: Tree, dotted: str, text: str, *, declared: Declared | None = None) -> Tree:
    """Return the tree with one value replaced from text, as `--set a.b.c=VALUE` does; see `put_value`.

    Args:
        tree: where.
        dotted: the path.
        text: read by the rules of the file: `5`, `on`, `2025-04-16`, `"5"`, `[1, 2]`, `{name: linear}`;
            a text without quotes may hold anything, also ": " and " #". `null` removes the key.
        declared: as in `put_value`.

    Raises:
        ConfigError: as `put_value`, or if the text isn't a value.

    >>> set_value(tree_of({"days": 90}), "days", "30").data
    {'days': 30}
    """
    short = text if len(text) <= _SHOWN_TEXT else text[:_SHOWN_TEXT] + "..."
    shown_as = f"--set {dotted}={short}"
    value: object
    if text.strip()[:1] in FLOW_OR_QUOTED:
        reader = Reader(text.strip(), shown_as, numbered=False)
        root = reader.document()
        if root is None or reader.problems:
            problems = reader.problems or [Problem("this is no value", shown_as)]
            raise ConfigError([replace(problem, path=dotted) for problem in problems])
        value = plain_data(root)
    else:
        try:
            value = plain_value(text.strip())
        except ValueError as error:
            raise ConfigError([Problem(str(error), shown_as, path=dotted)]) from None
    return put_value(tree, dotted, value, shown_as=shown_as, declared=declared)


# ---- nodes


def _merged(base: Node, over: Node) -> Node:
    if not isinstance(over.value, dict):
        return over
    items: dict[str, Node] = {}
    if isinstance(base.value, dict):
        if not over.value:
            return base  # Nothing was said, so the place stays the base's: merge(tree, empty) == tree.
        items = dict(base.value)
    for key, child in over.value.items():
        if child.value is None:
            items.pop(key, None)
        elif isinstance(child.value, dict):
            nothing = replace(child, value={})
            items[key] = _merged(items.get(key, nothing), child)
        else:
            items[key] = child
    return branch(items, over.mark, over.value_mark)


def _with_texts(node: Node, path: KeyPath, change: Callable[[KeyPath, str], str]) -> Node:
    value: Scalar | Items
    match node.value:
        case str():
            value = change(path, node.value)
        case dict():
            value = {key: _with_texts(child, (*path, key), change) for key, child in node.value.items()}
        case tuple():
            value = tuple(_with_texts(child, (*path, at), change) for at, child in enumerate(node.value))
        case _:
            return node
    if value == node.value:
        return node
    return replace(node, value=value)


def _check_addable(
    key: str, new: Node, steps: list[str], path: KeyPath, items: dict[str, Node], declared: Declared
) -> None:
    """Raise ConfigError, which says what may be there, unless a key may be put beside others."""
    allowed = declared(path)
    # Of a mapping by ids one that isn't there is added as a whole.
    is_whole = isinstance(allowed, Ids) and len(steps) == 1 and isinstance(new.value, dict)
    if key in allowed or is_whole:
        return
    keys = list(dict.fromkeys((*items, *allowed)))
    there = "there are none"
    if keys:
        there = f"there are: {', '.join(keys)}"
    if isinstance(allowed, Ids):
        there += f"; a new one is set as a whole, {'.'.join(map(str, (*path, key)))}={{...}}"
    raise ConfigError([new.mark.problem(f"no such key{did_you_mean(key, keys)}; {there}", (*path, key))])


def _put(node: Node, steps: list[str], path: KeyPath, new: Node, declared: Declared) -> Node:
    if not steps:
        return new

    def wrong(message: str, *more: str | int) -> ConfigError:
        return ConfigError([new.mark.problem(message, (*path, *more))])

    if isinstance(node.value, tuple):
        index = -1
        if steps[0].isascii() and steps[0].isdigit() and len(steps[0]) < 10:
            index = int(steps[0])
        if not 0 <= index < len(node.value):
            bounds = f"it has the items 0 to {len(node.value) - 1}" if node.value else "it is empty"
            raise wrong(f"the list has no item {steps[0]!r}; {bounds}")
        child = _put(node.value[index], steps[1:], (*path, index), new, declared)
        return branch((*node.value[:index], child, *node.value[index + 1 :]), node.mark, node.value_mark)
    if not isinstance(node.value, dict | None):
        raise wrong(f"this is {kind_of(node)} ({node.value}), it has no key {steps[0]!r}")
    items = dict(node.value or {})
    joined = ((".".join(steps[:count]), count) for count in range(1, len(steps) + 1))
    key, count = next(((name, count) for name, count in joined if name in items), (steps[0], 1))
    if key not in items:
        _check_addable(key, new, steps, path, items, declared)
    if key not in items and new.value is None:
        return node
    nothing = Node({}, new.mark, new.value_mark)
    child = _put(items.get(key, nothing), steps[count:], (*path, key), new, declared)
    if child is new and new.value is None:
        items.pop(key, None)
    else:
        items[key] = child
    return branch(items, node.mark, node.value_mark)
