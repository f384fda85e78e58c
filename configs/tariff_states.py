"""Named tariff states: which additional tariffs were in force, or announced, on a day."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Annotated

from pydantic import Field

from tradetalks.configs.sections.base import Finite, Section
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.errors import UnknownName, did_you_mean


class TariffState(Section):
    """Additional tariffs under one name."""

    title: str
    rates: Annotated[
        dict[str, Finite],
        Field(description="IMPORTER.EXPORTER[.SECTOR]: percentage points on top of base tariffs"),
    ]


@lru_cache(maxsize=1)
def tariff_states() -> dict[str, TariffState]:
    """Return the shipped tariff states by name."""
    folder = resources.files("tradetalks.configs") / "data" / "tariff_states"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    return {
        item.name.removesuffix(".yaml"): TariffState.model_validate(
            parse_tree(item.read_text(encoding="utf-8"), shown_as=item.name).data
        )
        for item in files
    }


def tariff_state(name: str) -> TariffState:
    """Return a tariff state.

    Raises:
        UnknownName: there is none of this name.
    """
    known = tariff_states()
    if name not in known:
        raise UnknownName(f"there is no tariff state {name!r}{did_you_mean(name, known)}; there are {', '.join(known)}")
    return known[name]
