"""`tradetalks app`: the talks in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradetalks.cli.options import (
    ANY_SCENARIO,
    PARTS,
)
from tradetalks.errors import ConfigError, TradetalksError


def command(
    scenario: ANY_SCENARIO = None,
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="to serve on; 0 for any that is free")
    ] = 8765,
    host: Annotated[str, typer.Option(help="the address to listen on; 0.0.0.0 for the whole network")] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="also answer to this name of the machine or a proxy; may be repeated"),
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="replay a result, as `run --json` writes it")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open a browser")] = True,
    _parts: PARTS = None,
) -> None:
    """Watch the talks in a browser, day by day; Ctrl-C ends it."""
    from tradetalks.app.launch import DEFAULT
    from tradetalks.app.server import serve
    from tradetalks.configs.load import load_scenario
    from tradetalks.runs.play.replay import read_result

    if scenario is not None and replay is not None:
        raise TradetalksError("a result holds its scenario: give either a scenario or --replay")
    if replay is not None:
        read_result(replay)
    try:
        load_scenario(scenario or DEFAULT)
    except ConfigError as error:
        if not Path(scenario or DEFAULT).is_file():
            raise
        # The page shows it with its lines, and reads the file again once it has been mended.
        typer.echo(f"error: {error}", err=True)
    try:
        serve(
            scenario or DEFAULT,
            replay=replay,
            host=host,
            port=port,
            names=allow_host or [],
            browser=browser,
            say=typer.echo,
            warn=lambda text: typer.echo(f"warning: {text}", err=True),
        )
    except KeyboardInterrupt:
        # This is how it is ended: nothing was interrupted.
        raise typer.Exit from None
