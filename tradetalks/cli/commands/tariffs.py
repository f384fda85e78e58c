"""`tradetalks tariffs`: the trade model alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    json_to,
    pairs,
    targets,
    write,
)
from tradetalks.cli.output import STANDARD_OUTPUT
from tradetalks.errors import ConfigError, Problem


def command(
    *,
    add: Annotated[
        list[str] | None,
        typer.Option(
            metavar="IMPORTER.EXPORTER[.SECTOR]=POINTS",
            help="percentage points on top of base tariffs, on goods; the more specific replaces the less "
            "specific; may be repeated",
        ),
    ] = None,
    state: Annotated[
        str,
        typer.Option("--from", metavar="STATE", help="start from a named tariff state, and replace its rates"),
    ] = "",
    rebate: Annotated[str, typer.Option(help="what tariff revenue is used for: lump_sum or income_tax")] = "lump_sum",
    elasticities: Annotated[str, typer.Option(help="set of trade elasticities: median, four or fgo")] = "median",
    json_file: Annotated[
        Path | None,
        json_to("the figures"),
    ] = None,
) -> None:
    """Ask the trade model alone: real income, prices, revenue and balances under some tariffs."""
    from tradetalks.cli.printing.grid import console
    from tradetalks.cli.printing.tariffs import print_tariffs
    from tradetalks.runs.statics.tariffs import tariff_effects

    targets(json_file)
    rates: dict[str, float] = {}
    problems: list[Problem] = []
    for path, text in pairs("--add", add).items():
        try:
            rates[path] = float(text)
        except ValueError:
            problems.append(Problem(f"points must be a number, not {text!r}", f"--add {path}={text}"))
    if problems:
        raise ConfigError(problems)
    effects = tariff_effects(rates, state=state, rebate=rebate, elasticities=elasticities)
    if json_file is not None:
        write(json_file, json.dumps(effects.to_dict(), indent=1, ensure_ascii=False) + "\n")
    if json_file != STANDARD_OUTPUT:
        print_tariffs(effects, console())
