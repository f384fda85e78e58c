"""The command line: its commands are the files of `commands/`, found by discovery; and how errors end."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Annotated

import typer

from tradetalks.cli import commands
from tradetalks.cli.exits import BROKEN_PIPE, INTERRUPTED, REFUSED, Stopped
from tradetalks.cli.output import Output, say
from tradetalks.errors import TradetalksError

FIRST = ("run", "play", "app", "list", "validate")
"""What is listed first; all others follow by name."""

app = typer.Typer(
    help="Simulate, play and teach tariff negotiations between states.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        import tradetalks

        typer.echo(f"tradetalks {tradetalks.__version__}")
        raise typer.Exit


@app.callback()
def about(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="show the version and leave", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """Simulate, play and teach tariff negotiations between states."""


def _in_order() -> list[str]:
    """Return the names of the commands' files, in the order in which they are listed."""
    files = [info.name for info in pkgutil.iter_modules(commands.__path__)]
    return [*FIRST, *sorted(set(files) - {*FIRST})]


for _name in _in_order():
    _command = importlib.import_module(f"{commands.__name__}.{_name}").command
    app.command(name=_name.replace("_", "-"))(_command)


# What `check-part` was called while strategies alone had an exam.
app.command(name="check-strategy", hidden=True, deprecated=True)(
    importlib.import_module(f"{commands.__name__}.check_part").command
)


def main() -> None:
    """Run the command line: errors of ours end in one message and exit 2, an interrupt in 130."""
    try:
        output = Output.watched()
        code = _ended(output)
    except TradetalksError as error:
        code = REFUSED
        say(f"error: {error}")
    sys.exit(code)


def _ended(output: Output) -> int | str | None:
    """Run the command line, and return its exit code.

    Raises:
        TradetalksError: something is not as it must be, or standard output hasn't taken all.
    """
    code: int | str | None = 0
    try:
        app(standalone_mode=True)
    except Stopped as stop:
        code = INTERRUPTED
        say(stop.message)
    except (KeyboardInterrupt, SystemExit) as stop:
        code = INTERRUPTED
        if isinstance(stop, SystemExit):
            code = stop.code
        # Typer turns an interrupt into an exit without a word.
        if code == INTERRUPTED:
            say("interrupted; no file was left half written")
    except OSError as error:
        if error.filename is not None:
            # What the system won't do with a file, such as one whose name is too long.
            raise TradetalksError(f"{error.filename}: {error.strerror}") from None
        if output.failure is None:
            raise
    finally:
        failure = output.end()
    if isinstance(failure, BrokenPipeError):
        # Whoever read the output has closed it; there is nobody to tell.
        return BROKEN_PIPE
    if failure is not None:
        raise TradetalksError(f"can't write to standard output: {failure.strerror}")
    return code


if __name__ == "__main__":
    main()
