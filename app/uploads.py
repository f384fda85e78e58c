"""What visitors hand in: a scenario or a result, read without running any code of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from tradetalks.app.watched import SEED, check_rounds, session_of
from tradetalks.characters import leaves_its_line, quoted
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.draws import DISTRIBUTIONS
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.encoding import wrong_encoding
from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.files.whole import parse_json
from tradetalks.runs.play.replay import checked_result, recorded, replay
from tradetalks.runs.play.saved import SavedSession

MOST_BYTES = 2_000_000
"""How large a result may be; a message to the server holds half as much again. That of spring_2025 has 164 kB."""
MOST_OF_A_SCENARIO = 500_000
"""How many bytes a scenario may have. The largest that is shipped has 29 kB."""
LONGEST_NAME = 200
"""Characters of a file's name."""

PATH = frozenset("./\\~")
"""What only paths have, and names of what is shipped never."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was handed in: a scenario or a result, one of them."""

    scenario: Scenario | None = None
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was handed in, ready to be watched: a scenario or a recording, one of them.

    Attributes:
        scenario: a scenario that has been checked.
        recording: what a result is replayed from.
        note: what the replay has found out, a sentence or two.
        same: whether it was the same, move by move.
    """

    scenario: Scenario | None = None
    recording: SavedSession | None = None
    note: str = ""
    same: bool = True


def check_name(name: str) -> None:
    """Check what a file is called.

    Raises:
        TradetalksError: its name is too long, or would not stay in its line.
    """
    if len(name) > LONGEST_NAME or leaves_its_line(name):
        raise TradetalksError(f"{quoted(name)} is no name for a file: up to {LONGEST_NAME} characters, in one line")


def check_size(name: str, size: int) -> None:
    """Check how many bytes a file has.

    Raises:
        TradetalksError: too many.
    """
    most = MOST_OF_A_SCENARIO if _is_a_scenario(name) else MOST_BYTES
    if size > most:
        raise TradetalksError(f"{name} has {size / 1e3:,.0f} kB; at most {most / 1e3:,.0f} are read")


def opened(name: str, content: bytes) -> Opened:
    """Read a file that was handed in.

    Raises:
        ConfigError: the scenario is not as it must be; with lines.
        TradetalksError: it is neither a scenario nor a result, too large, or names files of this machine.
    """
    check_size(name, len(content))
    if said := wrong_encoding(content):
        raise TradetalksError(f"can't read {name}: {said}")
    try:
        # Some editors put a mark at the beginning.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TradetalksError(f"{name} is neither a scenario nor a result: it is not text") from None
    if _is_a_scenario(name):
        return Opened(scenario=_scenario(name, text))
    if name.lower().endswith(".json"):
        data = checked_result(parse_json(text, name, "result"), name)
        _refuse_files(name, data["content"])
        # A strategy that takes a seat in the middle may be one of a file, too.
        _refuse_files(name, data.get("log", []))
        return Opened(result=data)
    raise TradetalksError(f"{name}: a scenario's file ends in .yaml, a result's in .json")


def prepared(name: str, file: Opened) -> Prepared:
    """Run what a file holds to its end, and return it ready to be watched: a result with what its replay has found out.

    Raises:
        TradetalksError: a result can't be replayed, or the tables meet for too many rounds.
    """
    if file.scenario is not None:
        session = session_of(file.scenario, SEED)
        with suppress(TradetalksError):
            # What goes wrong on some day is told on that day.
            session.run_on()
        return Prepared(scenario=file.scenario)
    result = file.result or {}
    recording = recorded(result)
    check_rounds(recording.setup)
    done = replay(result)
    note = f"A replay of {name}: the same, move by move ({done.moves} moves)."
    if not done.same:
        note = f"A replay of {name} by this version is not the same: {done.difference}."
    versions = ", ".join(f"{key} {then} (now {now})" for key, (then, now) in sorted(done.other_versions.items()))
    note += f" It was made by {versions}." if versions else ""
    return Prepared(recording=recording.saved(), note=note, same=done.same)


def _is_a_scenario(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _scenario(name: str, text: str) -> Scenario:
    tree = parse_tree(text, shown_as=name)
    base = tree.data.get("extends")
    if base is not None and not _is_shipped(base):
        allowed = ", ".join(shipped_scenarios())
        raise ConfigError([tree.problem(["extends"], f"on this page can only be a shipped scenario: {allowed}")])
    _refuse_files(name, tree.data)
    scenario = load_scenario(tree)
    return scenario.with_origin(PurePath(name).stem, scenario.tree, scenario.draws)


def _is_shipped(base: object) -> bool:
    return isinstance(base, str) and base in shipped_scenarios()


def _refuse_files(name: str, data: object) -> None:
    """Whoever can reach the page could otherwise run code on this machine, or read its files."""
    for what in _named_files(data):
        raise TradetalksError(
            f"{name} names {what}: this page reads none but the one that is handed in, and runs no code from "
            "it; start it on your own machine, `tradetalks app FILE`"
        )


def _named_files(data: object) -> Iterator[str]:
    """Yield what a scenario names of this machine: what it extends, files of strategies and data, modules."""
    base = data.get("extends") if isinstance(data, Mapping) else None
    if base is not None and not _is_shipped(base):
        yield f"a file, {base!r}"
    for key, text in _texts(data):
        if key == "file" or (key in {"data", "elasticities"} and PATH & {*text}):
            yield f"a file, {text!r}"
        elif key == "negmas" and PATH & {*text}:
            yield f"a module, {text!r}"


def _texts(data: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield all texts of plain data, each with the key that it is for: what is drawn stands a step below."""
    if isinstance(data, Mapping):
        for below, value in data.items():
            yield from _texts(value, key if below in DISTRIBUTIONS else str(below))
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, key)
    elif isinstance(data, str):
        yield key, data
