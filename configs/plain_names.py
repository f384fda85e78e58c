"""Plain names: `strategy: boulware` is `strategy: {name: boulware}`, and so is a form.

Both are the same from here on, so that `--set` reaches into either, and a file that extends another may change one.
"""

from __future__ import annotations

from dataclasses import replace

from tradetalks.configs.paths import CHOICES, is_choice
from tradetalks.configs.yaml.draws import dotted
from tradetalks.configs.yaml.nodes import KeyPath, Node, branch
from tradetalks.configs.yaml.tree import Tree


def with_names(tree: Tree) -> Tree:
    """Return the tree in which every strategy and form that is a plain name is a mapping with it.

    The name stands where the text stood, and so does its key, which the file doesn't have.
    """
    root = _with_names(tree.root, CHOICES)
    if root is tree.root:
        return tree
    return Tree(root)


def is_plain_name(tree: Tree, path: KeyPath) -> bool:
    """Return whether at a path stands a name whose key the file doesn't have."""
    node = tree.root
    for step in path:
        child = node.value.get(str(step)) if isinstance(node.value, dict) else None
        if child is None:
            return False
        node = child
    # A name that was set has one place for key and value, too: it is written if its path is.
    unwritten = node.mark == node.value_mark and dotted(path) not in node.mark.file
    return is_choice(path[:-1]) and path[-1] == "name" and isinstance(node.value, str) and unwritten


def _with_names(node: Node, places: tuple[tuple[str, ...], ...]) -> Node:
    """Return a node in which those at some places below it have names; () is itself such a place."""
    if () in places:
        if not isinstance(node.value, str):
            return node
        return branch({"name": replace(node, mark=node.value_mark)}, node.mark, node.value_mark)
    if not isinstance(node.value, dict):
        return node
    items: dict[str, Node] = {}
    for key, child in node.value.items():
        below = tuple(place[1:] for place in places if place[0] in {"*", key})
        new = _with_names(child, below) if below else child
        if new is not child:
            items[key] = new
    if items:
        return branch(node.value | items, node.mark, node.value_mark)
    return node
