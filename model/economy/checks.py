"""What is wrong with an array, said in words: region, sector, value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradetalks.errors import EconomyError, did_you_mean

__all__ = ["check_codes", "first_few", "name_cells", "numbers", "position", "raise_all"]

Floats = NDArray[np.float64]

SHOWN = 4
"""So many cells are named in a message; the rest are counted."""


def numbers(values: ArrayLike, what: str, shape: tuple[int, ...] | None = None) -> Floats:
    """Return `values` as an array of floats in C order, of its own memory.

    Args:
        values: anything that numpy makes an array of.
        what: what it is, for the message.
        shape: what its shape must be; None accepts any.

    Raises:
        EconomyError: not numbers, or not of that shape.
    """
    try:
        array = np.array(values, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        raise EconomyError(f"{what} must be an array of numbers, all rows of the same length") from None
    if shape is not None and array.shape != shape:
        raise EconomyError(f"{what} must have the shape {shape}, not {array.shape}")
    return array


def position(name: str, names: Sequence[str], kind: str) -> int:
    """Return the place of a region or sector, from 0.

    Raises:
        EconomyError: there is none of that name; says which there are and what may be meant.
    """
    try:
        return names.index(name)
    except ValueError:
        hint = did_you_mean(name, names)
        raise EconomyError(f"there is no {kind} {name!r}{hint}; there are {first_few(names, 12)}") from None


def first_few(items: Iterable[Any], shown: int = SHOWN) -> str:
    """Return some of the items, and how many more there are."""
    listed = [str(item) for item in items]
    if len(listed) <= shown:
        return ", ".join(listed)
    return f"{', '.join(listed[:shown])} and {len(listed) - shown} more"


def name_cells(wrong: NDArray[np.bool_], values: Floats, axes: Sequence[Sequence[str]], shown: int = SHOWN) -> str:
    """Return the cells that are wrong with their values, such as "USA <- JPN, AUT: -0.5".

    Args:
        wrong: where something is wrong; the shape of `values`.
        values: the figures.
        axes: the labels of each axis; two axes of regions are importer and exporter. With one axis more
            in the array, its first axis is the schedule.
        shown: how many are named; the rest are counted.
    """
    cells = np.argwhere(wrong)
    texts = []
    for cell in cells[:shown]:
        place = ""
        if len(cell) > len(axes):
            place = f"schedule {cell[0]}, "
        labels = [axis[index] for axis, index in zip(axes, cell[len(cell) - len(axes) :], strict=True)]
        trade = len(labels) > 1 and axes[0] is axes[1]
        where = f"{labels[0]} <- {', '.join(labels[1:])}" if trade else ", ".join(labels)
        texts.append(f"{place}{where}: {values[tuple(cell)]:g}")
    if len(cells) > shown:
        texts.append(f"and {len(cells) - shown} more")
    return "; ".join(texts)


def raise_all(problems: Sequence[str], what: str) -> None:
    """Raise one error for all problems, if there are any.

    Raises:
        EconomyError: `problems` is not empty.
    """
    if len(problems) == 1:
        raise EconomyError(f"{what}: {problems[0]}")
    if problems:
        raise EconomyError("\n  ".join([f"{what}:", *problems]))


def check_codes(codes: Sequence[str], kind: str) -> tuple[str, ...]:
    """Return the codes of regions or sectors.

    Raises:
        EconomyError: none, not words, or one of them twice.
    """
    names = tuple(codes)
    if isinstance(codes, str) or not names:
        raise EconomyError(f"the {kind}s must be a list of at least one code, not {codes!r}")
    for code in names:
        if not isinstance(code, str) or not code:
            hint = " (write it in quotes)" if isinstance(code, bool) else ""
            raise EconomyError(f"the code of a {kind} must be a word, not {code!r}{hint}")
    if twice := sorted({code for code in names if names.count(code) > 1}):
        raise EconomyError(f"a {kind} appears twice: {first_few(twice)}")
    return names
