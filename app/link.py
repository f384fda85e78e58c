"""The address of the page: which run is watched and what of it is looked at, for links and reloads to show it again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from tradetalks.app.controls import Control, Value, controls_of
from tradetalks.configs.load import Source, load_scenario
from tradetalks.errors import TradetalksError


@dataclass(frozen=True, slots=True)
class Link:
    """What an address names; "" or None for what it leaves out.

    Attributes:
        scenario: by its name on the page.
        seed: the root seed.
        day: the day that is shown.
        table: the chosen table's id.
        eyes: whose, by id.
        changes: values as text, by path, in the order in which they were set.
    """

    scenario: str = ""
    seed: str = ""
    day: int | None = None
    table: str = ""
    eyes: str = ""
    changes: Sequence[tuple[str, str]] = ()

    @classmethod
    def read(cls, query: str) -> Link:
        """Read the query of an address; what else is in it is not ours.

        Raises:
            TradetalksError: the day is none.
        """
        pairs = parse_qsl(query)
        first = dict(reversed(pairs))
        day = first.get("day", "")
        if day and not (_is_whole(day) and int(day) >= -1):
            raise TradetalksError(f"the address: a day is a whole number from -1, not {day!r}")
        changes = tuple((path, text) for key, both in pairs if key == "set" for path, _, text in [both.partition("=")])
        return cls(
            scenario=first.get("scenario", ""),
            seed=first.get("seed", ""),
            day=int(day) if day else None,
            table=first.get("table", ""),
            eyes=first.get("eyes", ""),
            changes=changes,
        )

    def query(self) -> str:
        """Return the query of an address that names the same.

        >>> Link("us_japan_2025", "7", 14, changes=[("markets.start", "0.5")]).query()
        'scenario=us_japan_2025&seed=7&day=14&set=markets.start%3D0.5'
        """
        told = {key: getattr(self, key) for key in ("scenario", "seed", "day", "table", "eyes")}
        kept = [(key, str(value)) for key, value in told.items() if value not in {"", None}]
        return urlencode([*kept, *(("set", f"{path}={text}") for path, text in self.changes)])


def as_texts(changes: Mapping[str, Value]) -> Sequence[tuple[str, str]]:
    """Return changed values as an address has them."""
    return [(path, value if isinstance(value, str) else str(value).lower()) for path, value in changes.items()]


def read_changes(source: Source, changes: Sequence[tuple[str, str]]) -> dict[str, Value]:
    """Return the values that an address changes of a scenario: none but what the settings of the page can.

    Whoever makes up an address could otherwise have a file of this machine read, or its code run.

    Raises:
        TradetalksError: it names what is no setting, or a value that the setting can't have.
    """
    read: dict[str, Value] = {}
    known: Mapping[str, Control] = {}
    for path, text in changes:
        if path not in known:
            # Another strategy has settings of its own.
            known = {control.path: control for control in controls_of(load_scenario(source, overrides=read))}
        if path not in known:
            raise TradetalksError(f"the address: {path!r} is no setting of this scenario")
        read[path] = _value(known[path], text)
    return read


def _value(control: Control, text: str) -> Value:
    if control.kind == "choice" and text in control.choices:
        return text
    if control.kind == "date" and _is_date(text) and control.choices[0] <= text <= control.choices[-1]:
        return text
    if control.kind == "switch" and text in {"true", "false"}:
        return text == "true"
    if control.kind == "whole" and _is_whole(text):
        return int(text)
    if control.kind == "number":
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
    kinds = {"choice": f"one of {', '.join(control.choices)}", "switch": "true or false", "whole": "a whole number"}
    kinds["date"] = f"a date from {' to '.join(control.choices)}"
    raise TradetalksError(f"the address: {control.path} is {kinds.get(control.kind, 'a number')}, not {text!r}")


def _is_date(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return len(digits) < 10 and digits.isascii() and digits.isdecimal()
