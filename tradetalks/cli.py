"""The command line: one function a command, and how its errors end."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tradetalks import cli_analysis, cli_batch
from tradetalks.errors import ConfigError, Problem, TradetalksError, UnknownName, did_you_mean
from tradetalks.output import STANDARD_OUTPUT, Output, say, write_data

app = typer.Typer(
    help="Simulate, play and teach tariff negotiations between states.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

FAILED = 1
REFUSED = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="set a value of the scenario; may be repeated"),
]


def _add_strategies(context: typer.Context, folders: list[Path] | None) -> list[Path] | None:
    if folders:
        from tradetalks.agents.strategy_files import strategies_from

        context.with_resource(strategies_from(folders))
    return folders


Strategies = Annotated[
    list[Path] | None,
    typer.Option(
        "--strategies",
        metavar="DIR",
        callback=_add_strategies,
        help="also know the strategies of all .py files in a folder, whose code runs; may be repeated",
    ),
]
"""The strategies of a command's folders are known until the command ends."""


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


@app.command(name="run")
def run_command(
    scenario: Annotated[str, typer.Argument(help="a shipped scenario (see `list`) or the path of a .yaml file")],
    *,
    seed: Annotated[int | None, typer.Option(min=0, help="root seed; drawn, and shown, if left out")] = None,
    sets: Sets = None,
    strategies: Strategies = None,
    transcript: Annotated[bool, typer.Option("--transcript", help="show every move with its reason")] = False,
    table: Annotated[
        str | None, typer.Option(metavar="TABLE", help="of many tables show this one alone, in detail")
    ] = None,
    nash_in_nash: Annotated[
        bool,
        typer.Option(
            "--nash-in-nash", help="show the benchmark: each table at the Nash solution, given all other deals"
        ),
    ] = False,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="write the result as JSON; - for standard output"),
    ] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="write the transcript as a table; - likewise")
    ] = None,
) -> None:
    """Run a scenario, and show who agreed to what, what it is worth to each side, and why."""
    from tradetalks.configs.load import load_scenario

    targets = _targets(json_file, csv_file)
    setup = load_scenario(scenario, sets=_pairs("--set", sets))
    shown = None if table is None else setup.chosen_table(table)
    # Mesa takes a second to import: what is wrong in a file is told before.
    from tradetalks.runs.single import run
    from tradetalks.terminal import console
    from tradetalks.terminal_network import print_run

    result = run(setup, seed=seed)
    benchmark = result.nash_in_nash() if nash_in_nash else None
    if json_file is not None:
        _write(json_file, result.to_json(benchmark))
    if csv_file is not None:
        _write(csv_file, result.to_csv())
    if STANDARD_OUTPUT not in targets:
        words = ["tradetalks", "run", scenario, "--seed", str(result.seed)]
        words += [word for given in sets or [] for word in ("--set", given)]
        words += [word for folder in strategies or [] for word in ("--strategies", str(folder))]
        words += ["--transcript"] * transcript
        words += [] if table is None else ["--table", table]
        words += ["--nash-in-nash"] * nash_in_nash
        print_run(result, console(), repeat=shlex.join(words), whole=transcript, table=shown, benchmark=benchmark)


@app.command(name="replay")
def replay_command(
    file: Annotated[Path, typer.Argument(help="a result, as `run --json` writes it")],
    *,
    _strategies: Strategies = None,
) -> None:
    """Run a result again, and verify that every move is the same."""
    from tradetalks.runs.play.replay import read_result, replay

    done = replay(read_result(file))
    if done.same:
        typer.echo(f"{file}: the same, move by move ({done.moves} moves)")
    for name, (then, now) in sorted(done.other_versions.items()):
        typer.echo(f"{name} was {then}, is {now}")
    if not done.same:
        raise TradetalksError(f"{file}: not the same: {done.difference}")


@app.command(name="app")
def app_command(
    scenario: Annotated[
        str | None, typer.Argument(help="a shipped scenario (see `list`) or the path of a .yaml file")
    ] = None,
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="to serve on; 0 for any that is free")] = 8765,
    host: Annotated[str, typer.Option(help="the address to listen on; 0.0.0.0 for the whole network")] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="also answer to this name of the machine or a proxy; may be repeated"),
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="replay a result, as `run --json` writes it")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open a browser")] = True,
    _strategies: Strategies = None,
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


@app.command(name="play")
def play_command(
    scenario: Annotated[
        str | None, typer.Argument(help="a shipped scenario (see `list`) or the path of a .yaml file")
    ] = None,
    *,
    country: Annotated[
        str | None, typer.Option("--as", metavar="COUNTRY", help="whose seat you take, by code or name")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="root seed; drawn and shown without")] = None,
    sets: Sets = None,
    strategies: Strategies = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="save the game to a new file, after every move")
    ] = None,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="FILE", help="go on with a saved game")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="write the result as JSON at the end")
    ] = None,
) -> None:
    """Take a seat at a table: see offers, make your own, accept or walk away; a debrief follows."""
    from tradetalks.play import play

    play(
        scenario,
        country,
        seed=seed,
        sets=_pairs("--set", sets),
        folders=strategies or [],
        save=save,
        resume=resume,
        json_file=json_file,
    )


@app.command(name="tournament")
def tournament_command(
    *,
    strategies: Annotated[
        str,
        typer.Option(
            metavar="NAME[:OPTION=VALUE...],...",
            help="who plays: strategies with their options, paths of .py files or of folders of them, or `all`",
        ),
    ] = "all",
    scenarios: Annotated[
        str,
        typer.Option(
            metavar="NAME[:TABLE],...",
            help="where: shipped scenarios or paths of .yaml files with a table of two, or `all`",
        ),
    ] = "all",
    repetitions: Annotated[int, typer.Option(min=1, help="how often each ordered pair meets at each table")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="root seed")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="in how many processes; the result is the same")] = 1,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="write the result as JSON; - for standard output"),
    ] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="write all pairings as a table; - likewise")
    ] = None,
) -> None:
    """Let strategies meet, every pair in both seats and each against itself, and rank them."""
    targets = _targets(json_file, csv_file)
    from tradetalks.runs.tournament import tournament
    from tradetalks.terminal import console
    from tradetalks.terminal_tournament import print_tournament, progress_line

    with progress_line(console(stderr=True)) as told:
        result = tournament(strategies, scenarios, repetitions=repetitions, seed=seed, workers=workers, progress=told)
    if json_file is not None:
        _write(json_file, result.to_json())
    if csv_file is not None:
        _write(csv_file, result.to_csv())
    if STANDARD_OUTPUT not in targets:
        words = ["tradetalks", "tournament", "--strategies", strategies, "--scenarios", scenarios]
        words += ["--repetitions", str(repetitions), "--seed", str(seed)]
        print_tournament(result, console(), repeat=shlex.join(words))


@app.command(name="theory")
def theory_command(
    predictions: Annotated[list[str] | None, typer.Argument(help="which predictions, by name; all if left out")] = None,
    *,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="write the scorecard as JSON; - for standard output"),
    ] = None,
) -> None:
    """Run what bargaining theory predicts, and show expected, got, source and pass; exit 1 if one fails."""
    targets = _targets(json_file)
    from tradetalks.runs.scorecard import chosen, scorecard_json
    from tradetalks.terminal import console
    from tradetalks.terminal_theory import TheoryReport

    report = None if STANDARD_OUTPUT in targets else TheoryReport(console())
    findings = []
    for prediction in chosen(predictions or []):
        findings.append(prediction.run())
        if report is not None:
            report.show(findings[-1])
    if json_file is not None:
        _write(json_file, scorecard_json(findings))
    if report is not None:
        report.sum_up(findings)
    if any(finding.failed for finding in findings):
        raise typer.Exit(FAILED)


@app.command()
def tariffs(
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
        typer.Option("--json", metavar="FILE", help="write the figures as JSON; - for standard output"),
    ] = None,
) -> None:
    """Ask the trade model alone: real income, prices, revenue and balances under some tariffs."""
    from tradetalks.runs.tariffs import tariff_effects
    from tradetalks.terminal import console, print_tariffs

    if json_file is not None:
        _check_writable(json_file)
    rates: dict[str, float] = {}
    problems: list[Problem] = []
    for path, text in _pairs("--add", add).items():
        try:
            rates[path] = float(text)
        except ValueError:
            problems.append(Problem(f"points must be a number, not {text!r}", f"--add {path}={text}"))
    if problems:
        raise ConfigError(problems)
    effects = tariff_effects(rates, state=state, rebate=rebate, elasticities=elasticities)
    if json_file is not None:
        _write(json_file, json.dumps(effects.to_dict(), indent=1, ensure_ascii=False) + "\n")
    if json_file != STANDARD_OUTPUT:
        print_tariffs(effects, console())


@app.command(name="list")
def list_command(*, _strategies: Strategies = None) -> None:
    """List the shipped scenarios, experiments, strategies, interests, levers, events, protocols and tariff states."""
    from rich.text import Text

    from tradetalks.agents.interests.base import interests
    from tradetalks.agents.strategies.base import strategies
    from tradetalks.configs.load import load_scenario, shipped_scenarios
    from tradetalks.configs.load_experiment import shipped_experiments, title_of
    from tradetalks.configs.tariff_states import tariff_states
    from tradetalks.model.events.base import events
    from tradetalks.model.levers.base import levers
    from tradetalks.model.negotiation.protocols.base import protocols
    from tradetalks.registry import about
    from tradetalks.terminal import console

    out = console()
    rows = {
        "scenarios": {name: load_scenario(name).title for name in shipped_scenarios()},
        "experiments": {name: title_of(file) for name, file in shipped_experiments().items()},
    }
    for title, registry in (
        ("strategies", strategies),
        ("interests", interests),
        ("levers", levers),
        ("events", events),
        ("protocols", protocols),
    ):
        classes: dict[str, type[Any]] = dict(registry.classes)
        rows[title] = {name: about(cls) for name, cls in classes.items()}
    rows["tariff states"] = {name: state.title for name, state in tariff_states().items()}
    for title, items in rows.items():
        out.print(Text(title, style="bold"))
        for name, text in items.items():
            out.print(Text(f"  {name:<21}{text}"))


@app.command()
def validate(
    files: Annotated[
        list[str], typer.Argument(help="scenario or experiment files, or shipped scenarios and experiments by name")
    ],
    *,
    _strategies: Strategies = None,
) -> None:
    """Check scenario and experiment files, and show everything that is wrong with file, line and key."""
    from tradetalks.configs.load import load_scenario
    from tradetalks.configs.load_experiment import is_experiment, load_experiment
    from tradetalks.runs.equilibria import without_equilibrium

    problems: list[Problem] = []
    for file in files:
        try:
            if is_experiment(file):
                experiment = load_experiment(file)
                setup, of = experiment.base, f"an experiment with {experiment.base.name}, "
            else:
                setup, of = load_scenario(file), ""
            unsolved = without_equilibrium(setup)
        except ConfigError as error:
            problems += error.problems
        except UnknownName as error:
            problems.append(Problem(str(error)))
        else:
            problems += unsolved
            if unsolved:
                continue
            tables = ", ".join(setup.tables)
            layouts = ", ".join(f"{name} ({count} tables)" for name, count in setup.layouts.items())
            others = f"; layouts: {layouts}" if layouts else ""
            typer.echo(f"{file}: fine ({of}{len(setup.countries)} countries; tables: {tables}{others})")
    if problems:
        raise ConfigError(problems)


@app.command()
def schema(kind: Annotated[str, typer.Argument(help="what to describe: scenario, experiment or cluster")]) -> None:
    """Print the JSON Schema of a kind of file, for editors."""
    from tradetalks.configs.cluster_section import SlurmCluster
    from tradetalks.configs.experiment import Experiment
    from tradetalks.configs.schema import Scenario

    known = {
        "scenario": Scenario.file_schema,
        "experiment": Experiment.file_schema,
        "cluster": SlurmCluster.model_json_schema,
    }
    if kind not in known:
        raise UnknownName(f"there is no schema {kind!r}{did_you_mean(kind, known)}; there are {', '.join(known)}")
    write_data(json.dumps(known[kind](), indent=1) + "\n")


app.command()(cli_batch.batch)
app.command()(cli_batch.results)
app.command()(cli_analysis.compare)
app.command()(cli_analysis.sensitivity)
app.command()(cli_analysis.report)


@app.command()
def domain(
    scenario: Annotated[str, typer.Argument(help="a shipped scenario (see `list`) or the path of a .yaml file")],
    *,
    table: Annotated[str | None, typer.Option(help="which table, where the scenario has several")] = None,
    sets: Sets = None,
    _strategies: Strategies = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the figures as JSON")] = False,
) -> None:
    """Describe a table before anyone has spoken: size, frontier, solutions, oppositions."""
    from tradetalks.configs.load import load_scenario

    setup = load_scenario(scenario, sets=_pairs("--set", sets))
    from tradetalks.runs.domain import domain as describe
    from tradetalks.terminal import console
    from tradetalks.terminal_domain import print_domain

    found = describe(setup, table)
    if as_json:
        write_data(found.to_json())
    else:
        print_domain(found, console())


@app.command(name="import-genius")
def import_genius_command(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="a folder of GENIUS or GeniusWeb: a domain, and a profile for each party"),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="the scenario to write; - for standard output")
    ],
    parties: Annotated[
        str, typer.Option(metavar="NAME=FILE,...", help="names, files and order of the parties; found without")
    ] = "",
    domain: Annotated[str, typer.Option(metavar="FILE", help="the domain's file, where the folder has several")] = "",
) -> None:
    """Make a scenario with score-sheets of a domain in the files of GENIUS (XML) or GeniusWeb (JSON)."""
    from tradetalks.configs.genius import import_genius
    from tradetalks.runs.files import check_writable

    if output != STANDARD_OUTPUT:
        check_writable(output)
        if output.exists():
            # It may be a scenario that somebody has written by hand.
            raise TradetalksError(f"{output} is there already, and is left as it is")
    seats = _pairs("--parties", [part for part in parties.split(",") if part])
    found = import_genius(folder, seats, domain=domain)
    _write(output, found.text)
    seated = ", ".join(f"{party} ({file})" for party, file in found.parties.items())
    if output != STANDARD_OUTPUT:
        typer.echo(f"{output}: {found.outcomes:,} possible deals; parties: {seated}")
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)


@app.command(name="export-genius")
def export_genius_command(
    scenario: Annotated[str, typer.Argument(help="a shipped scenario (see `list`) or the path of a .yaml file")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="the folder to make")],
    table: Annotated[str | None, typer.Option(help="which table, where the scenario has several")] = None,
) -> None:
    """Write a table with score-sheets in the files of GENIUS: a domain, and a utility space for each party."""
    from tradetalks.configs.genius_export import export_genius, write_folder
    from tradetalks.configs.load import load_scenario

    setup = load_scenario(scenario)
    files = export_genius(setup, setup.chosen_table(table))
    write_folder(files, output)
    typer.echo(f"{output}: {', '.join(files)}")


@app.command(name="new-strategy")
def new_strategy_command(
    name: Annotated[str, typer.Argument(help="what scenarios call it: small letters, digits and _")],
    *,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="where to write it")] = Path(),
) -> None:
    """Write a strategy to start from, with comments: NAME.py, which runs as it is."""
    from tradetalks.runs.new_strategy import new_strategy

    file = new_strategy(name, folder)
    typer.echo(f"{file}: written; check it by `tradetalks check-strategy {shlex.quote(str(file))}`")


@app.command(name="check-strategy")
def check_strategy_command(
    file: Annotated[Path, typer.Argument(help="a .py file with strategies, whose code runs")],
    *,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPTION=VALUE", help="set an option of the strategy; may be repeated"),
    ] = None,
) -> None:
    """Put the strategies of a file to the exam that every shipped one passes; exit code 1 if one fails."""
    from tradetalks.agents.conformance import examine
    from tradetalks.agents.strategy_files import strategies_in
    from tradetalks.configs.strategy_choice import with_set_options

    passed = True
    for name, cls in strategies_in(file).items():
        checks = examine(with_set_options(cls, _pairs("--set", sets, "OPTION=VALUE")))
        typer.echo(f"{file}: {name}")
        for check in checks:
            mark = "pass" if check.passed else "FAIL" if check.tried else "  - "
            typer.echo(f"  {mark}  {check.name:<14}{check.text}")
            sys.stdout.flush()
            passed = passed and check.passed
    if not passed:
        raise typer.Exit(1)


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
    except (KeyboardInterrupt, SystemExit) as stop:
        # Typer turns an interrupt into an exit without a word.
        code = INTERRUPTED if isinstance(stop, KeyboardInterrupt) else stop.code
        if code == INTERRUPTED:
            # A game that is left says how to go on with it.
            say(getattr(stop, "message", "interrupted; no file was left half written"))
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


def _pairs(option: str, given: list[str] | None, form: str = "PATH=VALUE") -> dict[str, str]:
    pairs: dict[str, str] = {}
    problems = []
    for text in given or []:
        path, equals, value = text.partition("=")
        if not (path.strip() and equals):
            problems.append(Problem(f"must be of the form {form}", f"{option} {text}"))
        if path.strip() in pairs:
            problems.append(Problem("is given twice", f"{option} {path.strip()}"))
        pairs[path.strip()] = value
    if problems:
        raise ConfigError(problems)
    return pairs


def _targets(*files: Path | None) -> list[Path]:
    """Return where results are to go, checked before any work is done."""
    targets = [file for file in files if file is not None]
    if len(set(targets)) < len(targets):
        raise TradetalksError("--json and --csv can't go to the same place")
    for file in targets:
        _check_writable(file)
    return targets


def _check_writable(file: Path) -> None:
    from tradetalks.runs.files import check_result_file

    if file != STANDARD_OUTPUT:
        check_result_file(file)


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    from tradetalks.runs.files import write_whole

    if file == STANDARD_OUTPUT:
        write_data(text)
    else:
        write_whole(file, text)


if __name__ == "__main__":
    main()
