"""The result of a tournament: standings, matrix and pairings, at each table and overall.

docs/reference/tournament.md documents the JSON and CSV forms.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.streams import uniforms
from tradetalks.runs.files.csv_cells import csv_cell
from tradetalks.runs.tournament.entries import Entry, Venue
from tradetalks.runs.versions import versions_with

FORMAT = 1
"""Version of the JSON form; raised when a reader of the old one would misread the new one."""
RESAMPLES = 2000
LEVEL = 0.95
DECIMALS = 9
OVERALL = "overall"


@dataclass(frozen=True)
class Played:
    """What the runs at a table have brought; NaN where no pair has met.

    Attributes:
        utilities: shape (repetitions, entries, entries, 2), by who sat first, who second, and of whom.
        agreed: shape (repetitions, entries, entries), 1 with a deal.
        distance: likewise, from the deal to the frontier; NaN without a deal.
        faults: likewise, by who made them in the last axis, 2; see `Guarded`.
    """

    utilities: NDArray[np.float64]
    agreed: NDArray[np.float64]
    distance: NDArray[np.float64]
    faults: NDArray[np.int64]

    @staticmethod
    def empty(repetitions: int, entries: int) -> Played:
        """Return one without any run."""
        shape = (repetitions, entries, entries)
        unknown = (np.full((*shape, 2), np.nan), np.full(shape, np.nan), np.full(shape, np.nan))
        return Played(*unknown, faults=np.zeros((*shape, 2), dtype=np.int64))

    def put(self, repetition: int, one: Played) -> None:
        """Put in the runs of one repetition."""
        self.utilities[repetition] = one.utilities[0]
        self.agreed[repetition] = one.agreed[0]
        self.distance[repetition] = one.distance[0]
        self.faults[repetition] = one.faults[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a strategy has done, over all opponents, itself among them, and both seats.

    Attributes:
        rank: from 1, equal ones share it; None for one that did not play at every table.
        strategy: its label.
        runs: in how many runs it had a seat.
        utility: mean utility; every opponent and every table counts the same.
        low, high: the bootstrap interval of that mean, 95 %.
        agreement: in what part of its runs there was a deal.
        distance: mean distance of its deals from the frontier, in utilities; None without a deal.
        faults: how many it made; strategies from elsewhere alone can.
    """

    rank: int | None
    strategy: str
    runs: int
    utility: float
    low: float
    high: float
    agreement: float
    distance: float | None
    faults: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """How two strategies have done against each other in these seats.

    Attributes:
        first, second: who moved first, and who second.
        runs: how many.
        utility_first, utility_second: mean utilities.
        low_first, high_first, low_second, high_second: their bootstrap intervals, 95 %.
        agreement: in what part of the runs there was a deal.
        distance: mean distance of the deals from the frontier, in utilities; None without a deal.
    """

    first: str
    second: str
    runs: int
    utility_first: float
    low_first: float
    high_first: float
    utility_second: float
    low_second: float
    high_second: float
    agreement: float
    distance: float | None


@dataclass(frozen=True, slots=True)
class Section:
    """One table, or all together.

    Attributes:
        standings: best first.
        matrix: mean utility by strategy, then by opponent, over both seats.
        pairings: every ordered pair that met.
    """

    standings: tuple[Standing, ...]
    matrix: dict[str, dict[str, float]]
    pairings: tuple[Pairing, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A table at which the strategies met.

    Attributes:
        scenario, title, table: which.
        parties: the countries in the first seat and in the second.
        unit: "score", or "mapped": utilities from 0, the worst outcome, to 1, the best.
        draws: how many values of the scenario are drawn in each repetition.
    """

    scenario: str
    title: str
    table: str
    parties: tuple[str, str]
    unit: str
    draws: int


@dataclass(frozen=True, slots=True)
class SittingOut:
    """A strategy that could not sit at a table, or ("") a table that "all" has left out; and why."""

    strategy: str
    scenario: str
    reason: str


@dataclass(frozen=True, slots=True)
class TournamentResult:
    """A whole tournament. Deterministic: the same entries, tables, seed and versions give the same bytes.

    Attributes:
        seed, repetitions: as given.
        seeds: the root seed of each repetition, at every table; `run --seed` takes it.
        strategies: name and options by label.
        scenarios: the tables by label.
        sitting_out: who did not play where, and why.
        overall: all tables together, each with the same weight.
        sections: each table, by label.
        versions: of what the numbers depend on.
    """

    seed: int
    repetitions: int
    seeds: tuple[int, ...]
    strategies: dict[str, dict[str, Any]]
    scenarios: dict[str, Place]
    sitting_out: tuple[SittingOut, ...]
    overall: Section
    sections: dict[str, Section]
    versions: dict[str, str]

    @property
    def runs(self) -> int:
        """How many runs there were."""
        return sum(pairing.runs for pairing in self.overall.pairings)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, as in the JSON form."""
        return {"format": FORMAT, **json.loads(json.dumps(asdict(self), allow_nan=False))}

    def to_json(self) -> str:
        """Return the result as JSON text, ending in a newline."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def to_csv(self) -> str:
        """Return all pairings as a CSV table: of every table, then overall."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        names = [field.name for field in fields(Pairing)]
        writer.writerow(["scenario", *names])
        for label, section in (*self.sections.items(), (OVERALL, self.overall)):
            for pairing in section.pairings:
                writer.writerow(map(csv_cell, [label, *(getattr(pairing, name) for name in names)]))
        return text.getvalue()


def summed_up(
    entries: Sequence[Entry],
    venues: Sequence[Venue],
    played: Sequence[Played],
    *,
    seed: int,
    roots: Sequence[int],
    sitting_out: Sequence[tuple[str, str, str]],
    left_out: Mapping[str, str],
) -> TournamentResult:
    """Return the result of what was played at each table."""
    labels = [entry.label for entry in entries]
    draws = [_resamples(seed, f"tournament:bootstrap:{venue.label}", len(roots)) for venue in venues]
    away = [SittingOut(*item) for item in sitting_out]
    return TournamentResult(
        seed=seed,
        repetitions=len(roots),
        seeds=tuple(roots),
        strategies={entry.label: entry.given for entry in entries},
        scenarios={
            venue.label: Place(
                scenario=venue.setup.name,
                title=venue.setup.title or venue.setup.name,
                table=venue.table,
                parties=venue.parties,
                unit="score" if venue.setup.tables[venue.table].score_sheets else "mapped",
                draws=len(venue.setup.draws),
            )
            for venue in venues
        },
        sitting_out=(*away, *(SittingOut("", label, reason) for label, reason in left_out.items())),
        overall=_section(labels, played, draws),
        sections={
            venue.label: _section(labels, [one], [draw]) for venue, one, draw in zip(venues, played, draws, strict=True)
        },
        versions=versions_with(*(entry.strategy for entry in entries)),
    )


# ---- statistics


def _resamples(seed: int, name: str, repetitions: int) -> NDArray[np.float64]:
    """Return how much each repetition counts in each resample, shape (RESAMPLES, repetitions), rows summing to 1.

    Repetitions are drawn, not runs: all runs of one share its draws.
    """
    numbers = uniforms(seed, name, RESAMPLES * repetitions).reshape(RESAMPLES, repetitions)
    chosen = (numbers * repetitions).astype(np.int64) + repetitions * np.arange(RESAMPLES)[:, None]
    counts = np.bincount(chosen.ravel(), minlength=RESAMPLES * repetitions)
    return counts.reshape(RESAMPLES, repetitions) / repetitions


def _section(labels: Sequence[str], played: Sequence[Played], draws: Sequence[NDArray[np.float64]]) -> Section:
    """Sum up some tables, each with the same weight."""
    seated = [~np.isnan(one.utilities[0, :, :, 0]).all(axis=1) for one in played]
    everywhere = np.logical_and.reduce(seated)
    met = [one.utilities.shape[0] * (here[:, None] & here) for one, here in zip(played, seated, strict=True)]
    pair_runs = np.sum(met, axis=0)
    # u[..., i, j]: what i got against j, over both seats. Of itself it has both seats of one run.
    against = [(one.utilities[..., 0] + one.utilities[..., 1].swapaxes(1, 2)) / 2 for one in played]
    own = [_mean(table, axis=2) for table in against]
    low, high = _interval(own, draws)
    pair_low, pair_high = _interval([one.utilities.reshape(len(one.utilities), -1) for one in played], draws)
    shape = (len(labels), len(labels), 2)
    pair_low, pair_high = pair_low.reshape(shape), pair_high.reshape(shape)
    utility = _mean(np.array([_mean(one, axis=0) for one in own]), axis=0)
    means = _mean(np.array([_mean(one.utilities, axis=0) for one in played]), axis=0)
    matrix = _mean(np.array([_mean(table, axis=0) for table in against]), axis=0)
    agreed = _mean(np.array([_mean(one.agreed, axis=0) for one in played]), axis=0)
    distance = _mean(np.array([_mean(one.distance, axis=0) for one in played]), axis=0)
    of_each = [
        [_mean(np.array([_of_one(part, place) for part in parts])) for place in range(len(labels))]
        for parts in ([one.agreed for one in played], [one.distance for one in played])
    ]
    rounded = np.round(utility, DECIMALS)
    standings = [
        Standing(
            rank=int((rounded[everywhere] > rounded[place]).sum()) + 1 if everywhere[place] else None,
            strategy=label,
            runs=int(2 * pair_runs[place].sum() - pair_runs[place, place]),
            utility=_plain(utility[place]),
            low=_plain(low[place]),
            high=_plain(high[place]),
            agreement=_plain(of_each[0][place]),
            distance=_or_none(of_each[1][place]),
            faults=sum(int(one.faults[:, place, :, 0].sum() + one.faults[:, :, place, 1].sum()) for one in played),
        )
        for place, label in enumerate(labels)
        if pair_runs[place].any()
    ]
    pairs = [(row, column) for row in range(len(labels)) for column in range(len(labels)) if pair_runs[row, column]]
    return Section(
        # Stable: equal ones stay in the order in which they were named; who did not play everywhere comes last.
        standings=tuple(sorted(standings, key=lambda one: (one.rank is None, one.rank or 0, -one.utility))),
        matrix={
            label: {labels[column]: _plain(matrix[row, column]) for at, column in pairs if at == row}
            for row, label in enumerate(labels)
            if pair_runs[row].any()
        },
        pairings=tuple(
            Pairing(
                first=labels[row],
                second=labels[column],
                runs=int(pair_runs[row, column]),
                utility_first=_plain(means[row, column, 0]),
                low_first=_plain(pair_low[row, column, 0]),
                high_first=_plain(pair_high[row, column, 0]),
                utility_second=_plain(means[row, column, 1]),
                low_second=_plain(pair_low[row, column, 1]),
                high_second=_plain(pair_high[row, column, 1]),
                agreement=_plain(agreed[row, column]),
                distance=_or_none(distance[row, column]),
            )
            for row, column in pairs
        ),
    )


def _interval(
    tables: Sequence[NDArray[np.float64]], draws: Sequence[NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the interval of the mean over repetitions, then tables: each of shape (repetitions, n), NaN if absent."""
    means = np.array([weights @ np.nan_to_num(table) for weights, table in zip(draws, tables, strict=True)])
    means[:, :, :] = np.where(np.isnan([table[0] for table in tables])[:, None, :], np.nan, means)
    low, high = np.quantile(_mean(means, axis=0), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def _of_one(part: NDArray[np.float64], place: int) -> float:
    """Return the mean of what is known of each run in which an entry has a seat, by repetition, first and second."""
    return float(_mean(np.concatenate([part[:, place, :], np.delete(part[:, :, place], place, axis=1)], axis=1)))


def _mean(values: NDArray[np.float64], axis: int | None = None) -> NDArray[np.float64]:
    """Return the mean of what is known, NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _plain(value: float | NDArray[np.float64]) -> float:
    return round(float(value), DECIMALS) + 0.0


def _or_none(value: float | NDArray[np.float64]) -> float | None:
    if math.isnan(float(value)):
        return None
    return _plain(value)
