"""Who plays a tournament, and where: strategies and tables, read from a list and checked before the first run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.human import Human
from tradetalks.configs.load import Source, load_scenario, shipped_scenarios
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.yaml.tree import set_value, tree_of
from tradetalks.errors import ConfigError, Problem, TradetalksError
from tradetalks.outside.files import classes_in, files_in

EVERYTHING = "all"


@dataclass(frozen=True)
class Entry:
    """A strategy that takes part.

    Attributes:
        label: what tells it from the others: its name, and the options that were given.
        given: name and options, as a scenario file has them.
        strategy: the strategy.
    """

    label: str
    given: dict[str, Any]
    strategy: Strategy


@dataclass(frozen=True)
class Venue:
    """A table of a scenario at which the entries meet; the scenario's other tables play as in the file.

    Attributes:
        label: the scenario, and the table where it has several.
        setup: the scenario.
        table: the table's id.
    """

    label: str
    setup: Scenario
    table: str

    @property
    def parties(self) -> tuple[str, str]:
        """The two countries at it, in the order of their turns."""
        first, second = self.setup.tables[self.table].parties
        return first, second

    def refuses(self, entry: Entry) -> str:
        """Return why an entry can't sit here, "" if it can."""
        return "; ".join(message for _, message in entry.strategy.problems(self.setup.tables[self.table].seat))


def split(text: str, separator: str) -> list[str]:
    """Split at a separator, but not inside brackets or quotes; without the spaces around and what is empty."""
    parts, depth, quote = [""], 0, ""
    for sign in text:
        if quote or sign in "'\"":
            quote = "" if sign == quote else quote or sign
        depth += (sign in "[{(") - (sign in ")}]") if not quote else 0
        if sign == separator and depth <= 0 and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


# ---- strategies


def folders_in(given: str | Sequence[str | Mapping[str, Any]]) -> list[str]:
    """Return the folders among what is given for the strategies; theirs must be known before it is read."""
    return [item for item in (split(given, ",") if isinstance(given, str) else given) if _is_folder(item)]


def _is_folder(item: str | Mapping[str, Any]) -> TypeGuard[str]:
    if not isinstance(item, str) or item.strip() in {EVERYTHING, *strategies}:
        return False
    return item.endswith(("/", "\\")) or Path(item).expanduser().is_dir()


def read_entries(given: str | Sequence[str | Mapping[str, Any]]) -> list[Entry]:
    """Read the strategies that take part.

    Args:
        given: a list, or its text with commas between. Each is a name; a name with options,
            "boulware:e=0.1:width=0.02"; the path of a .py file; a folder of such files, which must
            be known; "negmas:NEGOTIATOR"; "all"; or a mapping as in a scenario file.

    Raises:
        ConfigError: an entry is not as it must be; names every problem.
        TradetalksError: there is no entry.
    """
    wanted: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for item in split(given, ",") if isinstance(given, str) else given:
        try:
            found = list(_read_entry(item))
        except ConfigError as error:
            problems += error.problems
            continue
        for label, options in found:
            if label in wanted and item != EVERYTHING and not _is_folder(item):
                problems.append(Problem("is given twice", f"--strategies {label}"))
            wanted.setdefault(label, options)
    if not wanted and not problems:
        raise TradetalksError("--strategies: name at least one strategy, or `all`")
    built = _built(wanted, problems)
    if problems:
        raise ConfigError(problems)
    return [
        Entry(label, dict(options), strategy) for (label, options), strategy in zip(wanted.items(), built, strict=True)
    ]


def _read_entry(item: str | Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(item, Mapping):
        yield _label(item), item
    elif _is_folder(item):
        yield from ((name, {"name": name}) for file in files_in(item) for name in classes_in(strategies, file))
    elif item.strip() == EVERYTHING:
        # Those that must be told what to do, or who to be, can't be meant.
        yield from ((name, {"name": name}) for name, cls in strategies.classes.items() if _plays_alone(cls))
    else:
        options = _read_text(item.strip())
        yield _label(options), options


def _read_text(text: str) -> dict[str, Any]:
    words = split(text, ":")
    # What stands before the options may hold a colon itself: the path of a file.
    known = 1 if words[:1] and words[0] in strategies else len(words)
    first = next((place for place, word in enumerate(words) if "=" in word), known)
    head = ":".join(words[:first])
    options: dict[str, Any] = {}
    problems = []
    place = f"--strategies {text}"
    for word in words[first:]:
        key, _, value = (part.strip() for part in word.partition("="))
        if not (key and value) or key in options:
            problems.append(Problem(f"{word!r} must be OPTION=VALUE, each once, as in boulware:e=0.1", place))
            continue
        try:
            options[key] = set_value(tree_of({"value": 0}), "value", value).data.get("value")
        except ConfigError as error:
            problems += [Problem(problem.message, place, path=key) for problem in error.problems]
    if problems:
        raise ConfigError(problems)
    if head.startswith("negmas:"):
        return {"negmas": head.removeprefix("negmas:"), **options}
    return {"file" if head.endswith(".py") else "name": head, **options}


def _label(given: Mapping[str, Any]) -> str:
    """Write an entry so that it can be read again."""
    head = next((key for key in ("file", "negmas") if key in given), "name")
    who = str(given.get(head, ""))
    if head == "negmas":
        who = f"negmas:{who}"
    return ":".join([who, *(f"{key}={_flow(value)}" for key, value in given.items() if key != head)])


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None or isinstance(value, bool):
        if value is None:
            return "null"
        return str(value).lower()
    return str(value)


def _plays_alone(cls: type[Strategy]) -> bool:
    if issubclass(cls, Human):
        return False
    try:
        cls()
    except (TypeError, ValueError):
        return False
    return True


def _built(wanted: Mapping[str, Mapping[str, Any]], problems: list[Problem]) -> list[Strategy]:
    """Make the strategies as a scenario file does, each in a country that sits at no table; note what is wrong."""
    codes = {f"ENTRY{place}": label for place, label in enumerate(wanted)}
    seats = {code: {"strategy": dict(wanted[label])} for code, label in codes.items()}
    try:
        setup = load_scenario({"extends": "split_the_pie", "countries": seats})
    except ConfigError as error:
        for problem in error.problems:
            where = re.sub(r"^countries\.(ENTRY\d+)\.strategy\.?", r"\1:", problem.path)
            code, _, path = where.partition(":")
            place = f"--strategies {codes[code]}" if code in codes else problem.file
            known = replace(problem, file=place, path="" if path in {"name", "file", "negmas"} else path)
            problems.append(replace(known, line=0, column=0, source_line=""))
        return []
    for drawn_at in setup.draws:
        label = codes[str(drawn_at[1])]
        problems.append(
            Problem("is drawn; an entry's options must be fixed", f"--strategies {label}", path=str(drawn_at[3]))
        )
    for code, label in codes.items():
        if isinstance(setup.countries[code].strategy, Human):
            problems.append(Problem("a person can't play a tournament", f"--strategies {label}"))
    return [strategy for code in codes if (strategy := setup.countries[code].strategy) is not None]


# ---- tables


def read_venues(given: str | Sequence[Source]) -> tuple[list[Venue], dict[str, str]]:
    """Read the tables at which the strategies meet.

    Args:
        given: a list, or its text with commas between. Each is a shipped scenario or the path of one, with
            ":TABLE" behind it where it has several tables; "all", every table of two of the shipped ones; or a
            Scenario or a dict with one table.

    Returns:
        The tables, and of those that "all" leaves out why, by label.

    Raises:
        ConfigError, UnknownName: a scenario is not as it must be, or isn't there.
        TradetalksError: a table that can't be played: of more than two, unnamed among several, with a person.
    """
    found: dict[str, Venue] = {}
    left_out: dict[str, str] = {}
    for item in split(given, ",") if isinstance(given, str) else given:
        if item == EVERYTHING:
            for name in shipped_scenarios():
                setup = load_scenario(name)
                for key in setup.tables:
                    venue = Venue(name if len(setup.tables) == 1 else f"{name}:{key}", setup, key)
                    reason = _unfit(venue)
                    if reason:
                        left_out[venue.label] = reason
                    else:
                        found.setdefault(venue.label, venue)
            continue
        venue = _read_venue(item)
        reason = _unfit(venue)
        if reason:
            raise TradetalksError(f"--scenarios {venue.label}: {reason}")
        if venue.label in found:
            raise TradetalksError(f"--scenarios {venue.label}: is given twice")
        found[venue.label] = venue
    if not found:
        raise TradetalksError("--scenarios: name at least one scenario, or `all`")
    return list(found.values()), left_out


def _read_venue(item: Source) -> Venue:
    if isinstance(item, Scenario | Mapping):
        setup, label, table = load_scenario(item), "", ""
        label = setup.name
    else:
        label = str(item)
        source, _, table = label.rpartition(":")
        # A drive's letter before a path is no scenario with a table.
        if not source or "/" in table or "\\" in table:
            source, table = label, ""
        setup = load_scenario(source)
    if not table and len(setup.tables) > 1:
        named = ", ".join(f"{label}:{key}" for key in setup.tables)
        raise TradetalksError(f"--scenarios {label}: has several tables: name one of {named}")
    return Venue(label, setup, setup.chosen_table(table or None))


def _unfit(venue: Venue) -> str:
    """Return why no tournament can be held at a table, "" if one can."""
    setup, table = venue.setup, venue.setup.tables[venue.table]
    if len(table.parties) != 2:
        seated = ", ".join(table.parties)
        return f"at the table {venue.table} sit {len(table.parties)} ({seated}); a tournament is for tables of two"
    for key, other in setup.tables.items():
        for party in other.parties:
            if key != venue.table and isinstance(other.strategies.get(party, setup.countries[party].strategy), Human):
                return f"{party} is a person at the table {key}"
    return ""


def check_seats(entries: Sequence[Entry], venues: Sequence[Venue]) -> list[tuple[str, str, str]]:
    """Return which entries sit out where: entry, venue and why.

    Raises:
        TradetalksError: nobody can sit at one of the tables.
    """
    out = [
        (entry.label, venue.label, reason) for venue in venues for entry in entries if (reason := venue.refuses(entry))
    ]
    for venue in venues:
        reasons = [f"{label}: {reason}" for label, place, reason in out if place == venue.label]
        if len(reasons) == len(entries):
            raise TradetalksError(
                f"--scenarios {venue.label}: none of the strategies can sit there\n" + "\n".join(reasons)
            )
    return out
