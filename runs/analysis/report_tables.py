"""What a report shows of each table of a scenario: agreement, what deals hold, utilities, timing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from tradetalks.configs.experiment.columns import ISSUE, name_of
from tradetalks.runs.analysis import figures
from tradetalks.runs.analysis.summary import mean_of, point_labels
from tradetalks.runs.batch.batch import Batch

MOST_POINTS = 10
"""Design points that figures tell apart."""
MOST_LEVELS = 10
"""Levels of an issue that are told apart."""


@dataclass(frozen=True)
class Figure:
    """A figure, with what it shows in words.

    Attributes:
        svg: its text.
        caption: what can be seen, and how it was counted.
    """

    svg: str
    caption: str


@dataclass(frozen=True)
class TableRuns:
    """What the runs of an experiment hold of one table.

    Attributes:
        batch: the runs.
        key: of the table in the scenario.
        prefix: what the names of its columns begin with.
        section: the table in the scenario, as plain data.
    """

    batch: Batch
    key: str
    prefix: str
    section: Mapping[str, Any]

    @property
    def title(self) -> str:
        """How the table is called."""
        return str(self.section.get("title") or self.key)

    @cached_property
    def columns(self) -> dict[str, Any]:
        """The columns of this table that were kept, by their names without the prefix."""
        own = self.batch.manifest["experiment"]["outcomes"]
        found = {}
        for column in self.batch.columns:
            rest = column.name.removeprefix(self.prefix)
            if column.name.startswith(self.prefix) and column.name not in own:
                found[rest] = column
        return found

    @cached_property
    def series(self) -> dict[str, int | None]:
        """What figures tell apart: the design points where they are few, else all runs together (None)."""
        if 1 < self.batch.manifest["designs"] <= MOST_POINTS:
            return {label: point for point, label in point_labels(self.batch).items()}
        return {"all runs": None}

    def runs(self, *names: str) -> Any:
        """Return columns of this table of the runs that came to their end, named without the prefix."""
        wanted = [self.prefix + name for name in names]
        # A part at a time: of a failed run nothing is known.
        frame = self.batch.runs(["design", *wanted], where="ok")
        return frame.set_axis(["design", *names], axis=1)

    def each(self, frame: Any) -> Iterator[tuple[str, Any]]:
        """Yield each series with its rows."""
        for name, point in self.series.items():
            yield name, frame if point is None else frame[frame["design"] == point]


def tables_of(batch: Batch) -> list[TableRuns]:
    """Return the tables of which it was kept whether they ended in a deal."""
    experiment = batch.manifest["experiment"]
    names = {column.name for column in batch.columns} - set(experiment["outcomes"])
    sections = experiment["scenario"].get("tables", {})
    found = []
    for key, section in sections.items():
        prefix = "" if len(sections) == 1 else f"{name_of(key)}."
        if f"{prefix}deal" in names:
            found.append(TableRuns(batch, key, prefix, section))
    return found


def agreement(tables: list[TableRuns]) -> Figure:
    """Return how often each table ended in a deal."""
    means = {}
    for table in tables:
        rows = [group["deal"].astype(float).to_numpy() for _, group in table.each(table.runs("deal"))]
        # A table that isn't held at a design point has no deals to speak of there.
        means[table.title] = [mean_of(100 * values) for values in rows]
    return Figure(
        figures.percent_bars(means, list(tables[0].series)),
        "How often talks ended in a deal, % of the runs in which the table was held, with 95 % intervals (bootstrap).",
    )


def issues(table: TableRuns) -> list[Figure]:
    """Return what deals hold: the shares of each level of each issue; a histogram where there are many levels."""
    names = [name for name in table.columns if name.startswith(f"{ISSUE}.")]
    if not names:
        return []
    frame = table.runs(*names)
    few: dict[str, list[Any]] = {}
    many: dict[str, dict[str, Any]] = {}
    for name in names:
        levels = sorted(frame[name].dropna().unique())
        if 0 < len(levels) <= MOST_LEVELS:
            few[name] = levels
        elif levels and table.columns[name].kind != "text":
            label = table.columns[name].meaning
            many[label] = {key: group[name].dropna().to_numpy() for key, group in table.each(frame)}
    found = []
    if few:
        labels = {name: table.columns[name].meaning for name in few}
        # Labels may be alike, ids are not.
        shown = labels if len(set(labels.values())) == len(labels) else {name: name for name in few}
        texts = {shown[name]: [_level(level) for level in own] for name, own in few.items()}
        parts = {}
        for name, own in few.items():
            counts = np.array(
                [[float((group[name] == level).sum()) for level in own] for _, group in table.each(frame)]
            )
            parts[shown[name]] = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        svg = figures.shares(texts, parts, list(table.series))
        found.append(Figure(svg, "Which level of each issue deals hold, % of deals. An empty bar: no deals."))
    if many:
        svg = figures.histograms(many, "level")
        found.append(Figure(svg, "How the levels of issues are distributed over deals, % of deals."))
    return found


def utilities(table: TableRuns) -> list[Figure]:
    """Return where runs ended in the plane of the utilities of two parties, and how far from the frontier."""
    found = []
    parties = [name for name in table.columns if name.startswith("utility.")]
    if len(parties) == 2 and "on_frontier" in table.columns:
        frame = table.runs(*parties, "deal", "on_frontier").dropna(subset=parties)
        deal, best = frame["deal"].fillna(value=False), frame["on_frontier"].fillna(value=False)
        chosen = {"on the frontier": deal & best, "inside the frontier": deal & ~best, "no deal": ~deal}
        ends = {name: frame.loc[rows.astype(bool), parties].to_numpy(dtype=float) for name, rows in chosen.items()}
        groups = {name: (points[:, 0], points[:, 1]) for name, points in ends.items() if len(points)}
        names = (parties[0].partition(".")[2], parties[1].partition(".")[2])
        if groups:
            found.append(
                Figure(
                    figures.utilities(groups, names),
                    "Where runs ended: the utility of either side, 0 its worst and 1 its best outcome. On the frontier "
                    "no other outcome is better for one and no worse for the other. Each run draws stances of its own, "
                    "so that each has a frontier of its own.",
                )
            )
    if "surplus_left" in table.columns:
        frame = table.runs("surplus_left")
        rows = [mean_of(100 * group["surplus_left"].astype(float).to_numpy()) for _, group in table.each(frame)]
        if any(row.count for row in rows):
            svg = figures.percent_bars({"surplus left": rows}, list(table.series))
            caption = "What part of the largest joint gain was not realised, %, where there was a zone of agreement."
            found.append(Figure(svg, caption))
    return found


def timing(table: TableRuns) -> Figure | None:
    """Return when deals come, against the deadline."""
    if "day" not in table.columns:
        return None
    frame = table.runs("deal", "day")
    days = {}
    for name, group in table.each(frame):
        held = group[group["deal"].notna()]
        agreed = held[held["deal"].astype(bool)]
        days[name] = (agreed["day"].to_numpy(dtype=float), len(held))
    return Figure(
        figures.timing(days, _deadlines(table)),
        "Which part of the runs had a deal by each day. Dotted: the deadline, as first announced.",
    )


def _deadlines(table: TableRuns) -> dict[str, float]:
    """Return the day of the deadline of each series, where it is a fixed one."""
    start = str(table.batch.manifest["experiment"]["scenario"].get("start") or "")
    stated = table.section.get("deadline", {}).get("on")
    path = f"tables.{table.key}.deadline.on"
    design = table.batch.design().set_index("design")
    varied = path in design.columns
    found = {}
    for name, point in table.series.items():
        if varied and point is None:
            continue
        day = _day(design.loc[point, path] if varied else stated, start)
        if day is not None:
            found[name] = day
    return found


def _day(given: Any, start: str) -> float | None:
    """Return a day as a number, from a number or a date."""
    try:
        return float(given)
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        return float((date.fromisoformat(str(given)) - date.fromisoformat(start)).days)
    except ValueError:
        return None


def _level(level: Any) -> str:
    if isinstance(level, float):
        return f"{level:g}"
    return str(level)
