"""Plain names: `strategy: boulware` is `strategy: {name: boulware}`, and so is a form.

Both are the same from here on, so that `--set` reaches into either, and a file that extends another may change one.
"""

from __future__ import annotations

from dataclasses import replace

from tradetalks.configs.draws import dotted
from tradetalks.configs.paths import HIGHEST_CHOICES, is_choice
from tradetalks.configs.yaml_reader import KeyPath, Node, branch
from tradetalks.configs.yaml_tree import Tree


def with_names(tree: Tree) -> Tree:
    """Return the tree in which every strategy and form that is a plain name is a mapping with it.

    The name stands where the text stood, and so does its key, which the file doesn't have.
    """
    root = _with_names(tree.root, ())
    return tree if root is tree.root else Tree(root)


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


def _with_names(node: Node, path: KeyPath) -> Node:
    if isinstance(node.value, str) and is_choice(path):
        name = replace(node, mark=node.value_mark)
        return branch({"name": name}, node.mark, node.value_mark)
    if not isinstance(node.value, dict) or is_choice(path) or (path and path[0] not in HIGHEST_CHOICES):
        return node
    items = {key: _with_names(child, (*path, key)) for key, child in node.value.items()}
    same = all(child is node.value[key] for key, child in items.items())
    return node if same else branch(items, node.mark, node.value_mark)
