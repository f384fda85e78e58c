"""What several commands have in common: their options, what these mean, and where their results go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.output import STANDARD_OUTPUT, write_data
from tradetalks.errors import ConfigError, Problem, TradetalksError

FAILED = 1
"""The exit code of what was tried and didn't come out as it must."""

A_SCENARIO = "a shipped scenario (see `list`) or the path of a .yaml file"
SCENARIO = Annotated[str, typer.Argument(help=A_SCENARIO)]
ANY_SCENARIO = Annotated[str | None, typer.Argument(help=A_SCENARIO)]
"""A scenario that may be left out."""

TABLE = Annotated[str | None, typer.Option(help="which table, where the scenario has several")]

BATCH = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a batch")]

OUTCOMES = Annotated[
    list[str] | None,
    typer.Option("--outcome", metavar="COLUMN", help="which column; may be repeated; by default those of `results`"),
]

SETS = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="set a value of the scenario; may be repeated"),
]


def json_to(what: str) -> typer.models.OptionInfo:
    """Return the option `--json FILE` of a command that writes something as JSON."""
    option: typer.models.OptionInfo = typer.Option(
        "--json", metavar="FILE", help=f"write {what} as JSON; - for standard output"
    )
    return option


def csv_to(what: str) -> typer.models.OptionInfo:
    """Return the option `--csv FILE` of a command that writes something as a table."""
    option: typer.models.OptionInfo = typer.Option(
        "--csv", metavar="FILE", help=f"write {what} as a table; - for standard output"
    )
    return option


def _add_parts(context: typer.Context, folders: list[Path] | None) -> list[Path] | None:
    if folders:
        from tradetalks.agents.kinds import parts_from

        context.with_resource(parts_from(folders))
    return folders


PARTS = Annotated[
    list[Path] | None,
    typer.Option(
        "--parts",
        metavar="DIR",
        callback=_add_parts,
        help="also know by name all parts (strategies, interests, events ...) of the .py files in a folder, whose code "
        "runs; may be repeated",
    ),
]
"""The parts of a command's folders are known until the command ends."""


def pairs(option: str, texts: Iterable[str] | None, form: str = "PATH=VALUE") -> dict[str, str]:
    """Return what an option that is given as PATH=VALUE says, by path.

    Raises:
        ConfigError: texts are of another form, or a path is given twice; all of them at once.
    """
    by_path: dict[str, str] = {}
    problems = []
    for text in texts or []:
        path, equals, value = text.partition("=")
        if not (path.strip() and equals):
            problems.append(Problem(f"must be of the form {form}", f"{option} {text}"))
        if path.strip() in by_path:
            problems.append(Problem("is given twice", f"{option} {path.strip()}"))
        by_path[path.strip()] = value
    if problems:
        raise ConfigError(problems)
    return by_path


def targets(*files: Path | None) -> list[Path]:
    """Return where results are to go, checked before any work is done.

    Raises:
        TradetalksError: two go to one place, or one can't be written.
    """
    from tradetalks.runs.files.whole import check_result_file

    places = [file for file in files if file is not None]
    if len(set(places)) < len(places):
        raise TradetalksError("--json and --csv can't go to the same place")
    for file in places:
        if file != STANDARD_OUTPUT:
            check_result_file(file)
    return places


def write(file: Path, text: str) -> None:
    """Write a file whole or not at all, or to standard output where it is `-`."""
    from tradetalks.runs.files.whole import write_whole

    if file == STANDARD_OUTPUT:
        write_data(text)
    else:
        write_whole(file, text)
