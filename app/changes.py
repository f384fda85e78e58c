"""Changes: what is set of a scenario on the page, where it is another value than the scenario's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tradetalks.app.controls import Control, Value, changes_to, controls_of
from tradetalks.configs.load import Source, load_scenario
from tradetalks.runs.play.session import Session


def with_value(session: Session, controls: Sequence[Control], path: str, value: Value | None) -> dict[str, Value]:
    """Return the changes of a run with another value at a path; None takes back what was set there.

    Shares of a whole are set, and taken back, together.
    """
    wanted: dict[str, Value | None] = {path: value}
    control = next((control for control in controls if control.path == path), None)
    if control is not None:
        wanted = dict.fromkeys([path, *(other for other, _ in control.others)])
        wanted |= {} if value is None else changes_to(control, value)
    changes: Mapping[str, Value] = session.changes
    for one in wanted:
        changes = _without(changes, one)
    own = _in_the_file(session.source, changes)
    return {**changes, **{one: new for one, new in wanted.items() if new is not None and new != own.get(one)}}


def controls_reaching(session: Session, controls: Sequence[Control]) -> Sequence[Control]:
    """Return the controls of a run, whose sliders reach as far as without its changes.

    Around a small value a slider of its own would reach no further than that, and nobody could slide back.
    """
    if not session.changes:
        return controls
    first = {control.path: control for control in controls_of(load_scenario(session.source))}
    return tuple(_reaching(control, first.get(control.path, control)) for control in controls)


def _reaching(control: Control, first: Control) -> Control:
    low, high = min(control.low, first.low), max(control.high, first.high)
    return replace(control, low=low, high=high, step=first.step)


def _in_the_file(source: Source, changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a scenario's controls have by themselves, by path.

    What is drawn has no such value, nor have options of what another part stands in for now, such as a strategy.
    """
    replaced = {_parent(path) for path in changes if path.endswith((".name", ".kind"))}
    own = controls_of(load_scenario(source))
    return {
        control.path: control.value for control in own if not control.drawn and _parent(control.path) not in replaced
    }


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _without(changes: Mapping[str, Value], path: str) -> dict[str, Value]:
    """Return changes without the one at a path; options of what it names, such as a strategy, go with it."""
    parent, _, last = path.rpartition(".")
    below = f"{parent}." if last in {"name", "kind"} else f"{path}."
    # The last day is a deadline's own, of whatever kind it is.
    return {
        key: value
        for key, value in changes.items()
        if key != path and (key.endswith(".deadline.on") or not key.startswith(below))
    }
