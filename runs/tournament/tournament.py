"""A tournament: every strategy against every other and itself, in both seats, at every table, many times.

All pairs meet the same draws: a repetition at a table has one root seed, and its draws are made once for all pairs
(common random numbers). The result is the same for any number of workers.
"""

from __future__ import annotations

import itertools
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.kinds import parts_from
from tradetalks.configs.load import Source, drawn
from tradetalks.errors import TradetalksError
from tradetalks.model.negotiation.frontier import pareto_frontier
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.model.streams import uniform
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.batch.executors.processes import check_can_start
from tradetalks.runs.tournament.entries import Entry, Venue, check_seats, folders_in, read_entries, read_venues
from tradetalks.runs.tournament.result import Played, TournamentResult, summed_up

MOST_RUNS = 10_000_000
"""More would take days, and their utilities gigabytes."""

type Progress = Callable[[int, int], None]
"""Told how many runs are over, and of how many."""


def tournament(
    strategies: str | Sequence[str | Mapping[str, Any]] = "all",
    scenarios: str | Sequence[Source] = "all",
    *,
    repetitions: int = 20,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> TournamentResult:
    """Let every strategy meet every other and itself, in both seats.

    Args:
        strategies: a list, or its text with commas between: names, names with options ("boulware:e=0.1"), paths of
            .py files, folders of such files, mappings as in a scenario file, or "all".
        scenarios: a list, or its text: shipped names, paths, Scenarios or dicts with a table of two parties;
            "NAME:TABLE" where there are several tables; or "all".
        repetitions: how often each ordered pair meets at each table.
        seed: the root seed.
        workers: in how many processes; the result is the same. A script that uses more than one must
            begin under `if __name__ == "__main__":`.
        progress: is told how many runs are over, and of how many.

    Raises:
        ConfigError, UnknownName, TradetalksError: something is not as it must be; told before the first run.

    Example:
        >>> done = tournament("linear,boulware", "split_the_pie", repetitions=1)
        >>> done.overall.standings[0].strategy
        'boulware'
    """
    for name, number in (("repetitions", repetitions), ("workers", workers)):
        if number < 1:
            raise TradetalksError(f"{name} must be 1 or more, not {number}")
    if seed < 0:
        raise TradetalksError(f"a seed must be a whole number from 0, not {seed}")
    folders = folders_in(strategies)
    with parts_from(folders):
        return _tournament(strategies, scenarios, repetitions, seed, workers, folders, progress)


def _tournament(
    strategies: str | Sequence[str | Mapping[str, Any]],
    scenarios: str | Sequence[Source],
    repetitions: int,
    seed: int,
    workers: int,
    folders: Sequence[str],
    progress: Progress | None,
) -> TournamentResult:
    entries = read_entries(strategies)
    venues, left_out = read_venues(scenarios)
    sitting_out = check_seats(entries, venues)
    absent = {(entry, venue) for entry, venue, _ in sitting_out}
    seated = [
        tuple(place for place, entry in enumerate(entries) if (entry.label, venue.label) not in absent)
        for venue in venues
    ]
    runs = repetitions * sum(len(places) ** 2 for places in seated)
    if runs > MOST_RUNS:
        raise TradetalksError(f"that makes {runs:,} runs; at most {MOST_RUNS:,}: name fewer strategies or scenarios")
    roots = [int(uniform(seed, "tournament", number) * 2**32) for number in range(repetitions)]
    jobs = [
        Job(venue, number, root, seated[venue])
        for venue, number in itertools.product(range(len(venues)), range(repetitions))
        for root in [roots[number]]
    ]
    played = [Played.empty(repetitions, len(entries)) for _ in venues]
    over = 0
    for job, found in _results(entries, venues, jobs, min(workers, len(jobs)), folders):
        played[job.venue].put(job.repetition, found)
        over += len(job.seated) ** 2
        if progress is not None:
            progress(over, runs)
    return summed_up(entries, venues, played, seed=seed, roots=roots, sitting_out=sitting_out, left_out=left_out)


@dataclass(frozen=True)
class Job:
    """All pairs of one repetition at one table.

    Attributes:
        venue: the table, by its place.
        repetition: from 0.
        root: the root seed of its runs.
        seated: the entries that sit at the table, by their places.
    """

    venue: int
    repetition: int
    root: int
    seated: tuple[int, ...]


def play(entries: Sequence[Entry], venue: Venue, job: Job, stopped: Callable[[], bool]) -> Played:
    """Play all pairs of a job; less, if told to stop in between."""
    setup = drawn(venue.setup, job.root)[0].without_draws()
    found = Played.empty(1, len(entries))
    frontiers = Frontiers()
    for first, second in itertools.product(job.seated, repeat=2):
        if stopped():
            break
        pair = (entries[first].strategy, entries[second].strategy)
        model = TradeTalks(
            setup.with_strategies(venue.table, dict(zip(venue.parties, pair, strict=True))), rng=job.root
        )
        try:
            model.run_model()
        except TradetalksError as error:
            who = f"{entries[first].label} against {entries[second].label}"
            raise TradetalksError(f"{venue.label}, {who}, seed {job.root}: {error}") from error
        table = model.open_tables[venue.table].table
        utilities, distance = scored(table, frontiers)
        found.utilities[0, first, second] = utilities
        found.distance[0, first, second] = distance
        for seat in (0, 1):
            found.faults[0, first, second, seat] = sum(
                move.kind is MoveKind.FORFEIT and move.party == seat for move in table.history
            )
        found.agreed[0, first, second] = table.agreement is not None
    return found


def scored(table: Table, frontiers: Frontiers) -> tuple[tuple[float, ...], float]:
    """Return what a closed table has brought its parties, and how far the deal is from the frontier.

    A deal counts its utility, no deal the utility of the disagreement outcome; the distance is the least in the
    space of utilities, NaN without a deal.

    Raises:
        TradetalksError: a party cares about nothing on the agenda, so that no deal has no utility.
    """
    sides = table.preferences
    for party, own in zip(table.parties, sides, strict=True):
        if not np.isfinite(own.utility_of(own.disagreement)):
            raise TradetalksError(f"all deals are worth the same to {party}: utilities can't be compared")
    if table.agreement is None:
        return tuple(own.utility_of(own.disagreement) for own in sides), np.nan
    point = np.array([own.utility(table.agreement) for own in sides])
    frontier = frontiers.of(np.column_stack([own.utilities for own in sides]))
    return tuple(point.tolist()), float(np.sqrt(((frontier - point) ** 2).sum(axis=1)).min())


class Frontiers:
    """Remembers the last frontier: in a repetition most runs have the same preferences."""

    def __init__(self) -> None:
        self._values = np.empty((0, 2))
        self._frontier = self._values

    def of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the utilities of the Pareto frontier of all outcomes, shape (n, parties)."""
        if not np.array_equal(values, self._values):
            self._values, self._frontier = values, values[pareto_frontier(values)]
        return self._frontier


# ---- in several processes


def _results(
    entries: Sequence[Entry], venues: Sequence[Venue], jobs: Sequence[Job], workers: int, folders: Sequence[str]
) -> Iterator[tuple[Job, Played]]:
    """Yield each job with its result, in whatever order they come."""
    if workers == 1:
        for job in jobs:
            yield job, play(entries, venues[job.venue], job, lambda: False)
        return
    check_can_start(without=1)
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    # Classes of outside strategies don't travel between processes: each makes its own of what was given.
    given = [entry.given for entry in entries]
    executor = ProcessPoolExecutor(workers, context, _begin, (given, list(venues), stop, folders))
    left = iter(jobs)
    waiting: dict[Future[Played], Job] = {}
    try:
        while True:
            # A few at a time: the queue of an executor is slow to fill, and slower to empty on an interrupt.
            for job in itertools.islice(left, 2 * workers - len(waiting)):
                with _no_interrupts():
                    waiting[executor.submit(_play_here, job)] = job
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
    except BrokenProcessPool:
        raise TradetalksError("a worker has ended before its time, perhaps for want of memory: try fewer") from None
    finally:
        # After an interrupt too: a worker stops after the run that it is in.
        stop.set()
        executor.shutdown(cancel_futures=True)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while a worker may start, and act on it afterwards.

    A start that is broken off would leave a process behind. A worker takes over what is blocked, so that it doesn't
    end by itself: the parent tells it to.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if held:
            signal.raise_signal(signal.SIGINT)


_here: dict[str, Any] = {}
"""What a worker knows: entries, venues, whether to stop, and the strategies of folders as long as it lives."""


def _begin(given: list[dict[str, Any]], venues: list[Venue], stop: Any, folders: Sequence[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    known = ExitStack()
    known.enter_context(parts_from(folders))
    _here.update(known=known, entries=read_entries(given), venues=venues, stopped=partial(stop.is_set))


def _play_here(job: Job) -> Played:
    return play(_here["entries"], _here["venues"][job.venue], job, _here["stopped"])
