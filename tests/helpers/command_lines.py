"""Command lines from the real commands and their options, with values that fit, nearly fit, or don't at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

import typer

from tradetalks.cli.main import app

LEFT_OUT = {"app": "it serves until somebody ends it; `run` and `replay` read the same files"}
"""Commands that are not tried, and why."""
LIGHT = ("schema", "validate", "new-strategy", "check-part", "import-genius", "export-genius")
"""Commands that don't load the simulation: of these are the first tenth."""

_ODD = (
    "",
    " ",
    "-",
    "--",
    "x",
    "0",
    "-1",
    "7",
    "1e9",
    "nan",
    "9" * 30,
    "日本",
    "\x1b[5m",
    "\u202e",
    "=",
    "a=b",
    ",",
    ":",
)
_ODD_FILES = (
    *(
        "missing",
        "missing/x.json",
        ".",
        "..",
        "folder",
        "empty.yaml",
        "binary.yaml",
        "half.json",
        "zero",
        "null",
        "fifo",
    ),
    *("full", "dangling", "n" * 300, "/", "", "mine.py", "wrong.yaml", "locked.yaml", "s.yaml/x"),
)
_SCENARIOS = ("s.yaml", "s.yaml", "split_the_pie", "prisoners", "linkage", "us_japan_2025", "us_japn", "changed.yaml")
_STORES = ("store", "store", "store", "edited", "folder", "missing", "s.yaml", "zero")
_SETS = (
    *("countries.A.strategy.name=conceder", "countries.A.strategy.e=0.3", "tables.pie.deadline.on=5", "title=x"),
    *(
        "countries.A.strategy.name=human",
        "tables.pie.nothing=1",
        "countries=3",
        "=",
        "a",
        "e=0.2",
        "tables.pie.deadline.on=",
    ),
    *(
        "countries.A.strategy.width={uniform: [0, 1]}",
        "title=" + "x" * 5000,
        "a.b.c.d=[",
        "countries.A.strategy.e=1e999",
    ),
)
_COLUMNS = ("deal", "day", "gap", "status", "value.A", "nothing", "", "run", "countries.A.strategy.width")
_WHERE = ("deal", "day < 30", "deal and gap > 0", "day", "nothing == 1", "((", "status == 'agreed'", "deal " * 900, "")
_PLAYERS = (
    "linear",
    "boulware:e=0.2,linear",
    "mine.py",
    "linear,linear",
    "strategies",
    "x",
    "boulware:e=x",
    ",",
    "zero",
)
_RATES = (
    "USA.JPN=10",
    "USA.JPN.AUT=25",
    "USA.JPN=nan",
    "USA.JPN=1e300",
    "USA=1",
    "ROW.USA=-5",
    "X.Y=1",
    "=",
    "USA.JPN=",
)
_JSON = ("out.json", "out.json", "-", "r.json", "s.yaml", "missing/x.json", "folder", "full", "null", "n" * 300, "fifo")
_CSV = ("out.csv", "-", "out.json", "r.json", "folder", "full", "missing/x.csv", "s.yaml")

_FITTING: dict[str, Sequence[str]] = {
    "scenario": _SCENARIOS,
    "files": (*_SCENARIOS, "e.yaml", "deadlines"),
    "experiment": ("e.yaml", "e.yaml", "e.yaml", "wrong.yaml", "s.yaml", "nothing"),
    "kind": ("scenario", "experiment", "cluster", "scenari"),
    "name": ("mine", "yours", "linear", "9", "a b", "../x", "class", "n" * 300, "Ünder"),
    "folder": _STORES,
    "file": ("r.json", "r.json", "half.json", "g.json", "mine.py", "mine.py", "broken.py"),
    "predictions": ("rubinstein", "domain_figures", "x", ""),
    "--set": _SETS,
    "--parts": ("strategies", "folder", "missing", "mine.py"),
    "--strategies": ("strategies", "folder", "missing", "mine.py"),
    "--seed": ("1", "2", str(2**64), "1.5"),
    "--table": ("pie", "talks", "x"),
    "--json": _JSON,
    "--csv": _CSV,
    "--as": ("A", "B", "JPN", "Japan"),
    "--save": ("new.json", "g.json", *_JSON),
    "--resume": ("g.json", "g.json", "half.json", "r.json"),
    "--add": _RATES,
    "--from": ("april_16", "april_17"),
    "--rebate": ("lump_sum", "income_tax", "x"),
    "--elasticities": ("median", "four", "fgo", "x"),
    "--workers": ("0", "1", "1", "2"),
    "--shard": ("1/2", "2/2", "3/2", "0/0", "x/y", "9" * 400 + "/1"),
    "--cluster": ("cluster.yaml", "s.yaml", "tcp://", "x"),
    "--chunk": ("1", "3", "0"),
    "--outcome": _COLUMNS,
    "--where": _WHERE,
    "--against": ("0", "1", "99"),
    "--parties": ("grower=orchard_grower.xml", "a=x,b=y", "a=orchard_grower.xml,b=orchard_merchant.xml", "=", "a"),
    "--domain": ("orchard_domain.xml", "x.xml", "orchard_grower.xml"),
    "--scenarios": ("split_the_pie", "s.yaml", "prisoners:x", "split_the_pie,linkage", ","),
    "--repetitions": ("1", "2"),
}
"""What fits an argument or an option of this name, or nearly does."""
_OF_COMMANDS: dict[tuple[str, str], Sequence[str]] = {
    ("tournament", "--parts"): _PLAYERS,
    ("import-genius", "folder"): ("genius", "genius", "folder", "missing", "s.yaml"),
    ("import-genius", "--output"): ("out.yaml", "-", "s.yaml", "folder", "full", "missing/x.yaml"),
    ("export-genius", "--output"): ("new", "folder", "store", "s.yaml", "missing/new", "full", "dangling"),
    ("new-strategy", "--output"): (".", "folder", "missing", "s.yaml", "null"),
    ("report", "--output"): ("out.html", "out.html", "out.pdf", "missing/x.html", "folder.html", "full.html"),
    ("batch", "--output"): ("new", "store", "folder", "s.yaml", "missing/new", "dangling", "full"),
    ("check-part", "file"): ("mine.py", "broken.py", "zero", "s.yaml", "strategies"),
}
"""The same where a command means something else by the name."""
_LARGE_WITHOUT = {
    "theory": {"predictions"},
    "tournament": {"--parts", "--scenarios", "--repetitions"},
}
"""What is always there, and fits: all predictions, or all strategies everywhere, take minutes, as they should."""


@cache
def commands() -> dict[str, Any]:
    """Return the commands that are tried, by name."""
    every: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return {name: command for name, command in every.items() if name not in LEFT_OUT}


def any_line(random: Random, *, light: bool) -> list[str]:
    """Return the words of a command line; the first is the command in most."""
    known = commands()
    name = random.choice(LIGHT if light else sorted(known))
    words = [name]
    for parameter in known[name].params:
        words += _words(name, parameter, random)
    if name not in _LARGE_WITHOUT and random.random() < 0.15:
        place = random.randrange(len(words) + 1)
        words[place:place] = [random.choice((*_ODD, "--help", "-h", "--version", "--sed", "-o", "--json", name))]
    if light and random.random() < 0.3:
        words += ["--no-such-option"]
    return words


def _words(command: str, parameter: Any, random: Random) -> Iterator[str]:
    option = max(parameter.opts, key=len)
    if option == "--help":
        return
    is_argument = not option.startswith("-")
    needed = option in _LARGE_WITHOUT.get(command, ())
    likely = 0.95 if is_argument or parameter.required else 0.35
    times = 1 + (parameter.multiple and random.random() < 0.3) if needed or random.random() < likely else 0
    for _ in range(times):
        if not is_argument:
            yield random.choice(parameter.opts)
        if not getattr(parameter, "is_flag", False):
            yield _value(command, option, random, mild=needed)


def _value(command: str, option: str, random: Random, *, mild: bool) -> str:
    fitting = _OF_COMMANDS.get((command, option)) or _FITTING.get(option, ())
    if fitting and (mild or random.random() < 0.75):
        return random.choice(fitting)
    return random.choice(_ODD_FILES if option in {"scenario", "files", "folder", "file"} else (*_ODD, *_ODD_FILES))
