"""`tradetalks domain`: a table before anyone has spoken."""

from __future__ import annotations

from typing import Annotated

import typer

from tradetalks.cli.options import (
    PARTS,
    SCENARIO,
    SETS,
    TABLE,
    pairs,
)
from tradetalks.cli.output import write_data


def command(
    scenario: SCENARIO,
    *,
    table: TABLE = None,
    sets: SETS = None,
    _parts: PARTS = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the figures as JSON")] = False,
) -> None:
    """Describe a table before anyone has spoken: size, frontier, solutions, oppositions."""
    from tradetalks.configs.load import load_scenario

    setup = load_scenario(scenario, sets=pairs("--set", sets))
    from tradetalks.cli.printing.domain import print_domain
    from tradetalks.cli.printing.grid import console
    from tradetalks.runs.statics.domain import domain as describe

    found = describe(setup, table)
    if as_json:
        write_data(found.to_json())
    else:
        print_domain(found, console())
