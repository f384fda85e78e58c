"""What visitors hand in: a scenario or a result, read without running any code of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.configs.schema import Scenario
from tradetalks.configs.yaml_tree import parse_tree
from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.files import parse_json
from tradetalks.runs.replay import checked_result

MOST_BYTES = 10_000_000
"""How large a file may be; a message to the server holds half as much again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was handed in: a scenario or a result, one of them."""

    scenario: Scenario | None = None
    result: Mapping[str, Any] | None = None


def opened(name: str, content: bytes) -> Opened:
    """Read a file that was handed in.

    Raises:
        ConfigError: the scenario is not as it must be; with lines.
        TradetalksError: it is neither a scenario nor a result, too large, or names files of this machine.
    """
    if len(content) > MOST_BYTES:
        raise TradetalksError(f"{name} has {len(content) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} are read")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise TradetalksError(f"{name} is neither a scenario nor a result: it is not text") from None
    if name.lower().endswith((".yaml", ".yml")):
        return Opened(scenario=_scenario(name, text))
    if name.lower().endswith(".json"):
        data = checked_result(parse_json(text, name, "result"), name)
        _refuse_files(name, data["content"])
        return Opened(result=data)
    raise TradetalksError(f"{name}: a scenario's file ends in .yaml, a result's in .json")


def _scenario(name: str, text: str) -> Scenario:
    tree = parse_tree(text, shown_as=name)
    base = tree.data.get("extends")
    if base is not None and base not in shipped_scenarios():
        allowed = ", ".join(shipped_scenarios())
        raise ConfigError([tree.problem(["extends"], f"on this page can only be a shipped scenario: {allowed}")])
    _refuse_files(name, tree.data)
    scenario = load_scenario(tree)
    return scenario.with_origin(PurePath(name).stem, scenario.tree, scenario.draws)


def _refuse_files(name: str, data: Mapping[str, Any]) -> None:
    """Whoever can reach the page could otherwise run code on this machine, or read its files."""
    for file in _named_files(data):
        raise TradetalksError(
            f"{name} names a file, {file!r}: this page reads none but the one that is handed in, and runs no code from "
            "it; start it on your own machine, `tradetalks app FILE`"
        )


def _named_files(data: object) -> Iterator[object]:
    """Yield the files that a scenario names: of strategies, and of an economy's data."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "file" or (key in {"data", "elasticities"} and isinstance(value, str) and PurePath(value).suffix):
                yield value
            yield from _named_files(value)
    elif isinstance(data, list):
        for value in data:
            yield from _named_files(value)
