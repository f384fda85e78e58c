"""The figures of a report, drawn with Matplotlib as SVG: they need no network, and letters are drawn as outlines.

Each function takes what it shows and returns the text of an SVG file, the same for the same numbers.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradetalks.runs.analysis.sensitivity import Indices
from tradetalks.runs.analysis.summary import Mean, path_labels
from tradetalks.runs.extras import needed

WIDTH = 8.0
"""Of a figure, in inches."""
MOST_DOTS = 1_500
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#666666", "#a8a13a")
"""After Okabe and Ito: told apart by colour-blind readers as well."""
LEVELS = "viridis"

type Values = NDArray[np.float64]


def _svg(size: tuple[float, float], draw: Callable[[Any], None]) -> str:
    """Return a figure as SVG, without what changes from day to day."""
    matplotlib = needed("matplotlib", "batch", "a figure")
    figure_of = needed("matplotlib.figure", "batch", "a figure").Figure
    style = {
        "svg.hashsalt": "tradetalks",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "axes.titlelocation": "left",
        "text.parse_math": False,
        "legend.frameon": False,
        "legend.fontsize": 8,
    }
    with matplotlib.rc_context(style):
        figure = figure_of(figsize=size, layout="constrained")
        draw(figure)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


def _wrapped(text: str, width: int = 30) -> str:
    return "\n".join(textwrap.wrap(text, width, max_lines=3, placeholder=" ...")) or text


def bars(means: Mapping[str, Sequence[Mean]], names: Sequence[str], unit: str, *, most: float | None = None) -> str:
    """Return bars with 95 % intervals: a panel for each series, a bar for each name.

    Args:
        means: by series, the mean of each name.
        names: of the bars.
        unit: what the axis measures.
        most: where the axis ends.
    """

    def draw(figure: Any) -> None:
        panels = figure.subplots(-(-len(means) // columns), columns, squeeze=False, sharey=True).ravel()
        for panel, (series, row) in zip(panels, means.items(), strict=False):
            at = np.arange(len(names))
            values = np.array([mean.mean for mean in row])
            ends = np.array([[mean.mean - mean.low, mean.high - mean.mean] for mean in row]).T
            panel.barh(at, values, color=COLOURS[0], height=0.6)
            ends = np.clip(np.nan_to_num(ends), 0, None)
            panel.errorbar(values, at, xerr=ends, fmt="none", ecolor="#222", capsize=3)
            panel.set(title=_wrapped(series, 27), xlabel=unit)
            panel.set_yticks(at, [_wrapped(name) for name in names])
            if most is not None:
                panel.set_xlim(0, most)
        # The axis is shared: turned round once, it is so for all.
        panels[0].invert_yaxis()
        for panel in panels[len(means) :]:
            panel.set_axis_off()

    columns = min(len(means), 2 if max(map(len, names)) > 18 else 3)
    rows = -(-len(means) // columns)
    return _svg((WIDTH, rows * (1.0 + 0.36 * len(names))), draw)


def shares(levels: Mapping[str, Sequence[str]], parts: Mapping[str, Values], names: Sequence[str]) -> str:
    """Return, for each issue, how often each of its levels is in a deal, as bars of parts that add up to 100 %.

    Args:
        levels: by issue, its levels in order.
        parts: by issue, the shares in percent, shape (names, levels).
        names: of the bars.
    """
    matplotlib = needed("matplotlib", "batch", "a figure")

    def draw(figure: Any) -> None:
        panels = figure.subplots(len(levels), 1, squeeze=False).ravel()
        for panel, (issue, own) in zip(panels, levels.items(), strict=True):
            colours = matplotlib.colormaps[LEVELS](np.linspace(0.1, 0.95, len(own)))
            at, left = np.arange(len(names)), np.zeros(len(names))
            for place, level in enumerate(own):
                width = parts[issue][:, place]
                panel.barh(at, width, left=left, color=colours[place], height=0.7, label=level)
                left = left + width
            panel.set_yticks(at, [_wrapped(name) for name in names])
            panel.set(title=issue, xlim=(0, 100))
            panel.invert_yaxis()
            panel.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), ncols=-(-len(own) // max(3, len(names) * 2)))
        panels[-1].set_xlabel("% of deals")

    return _svg((WIDTH, len(levels) * (0.65 + 0.3 * len(names)) + 0.3), draw)


def histograms(values: Mapping[str, Mapping[str, Values]], unit: str) -> str:
    """Return, for each title, the distribution of each series of values."""

    def draw(figure: Any) -> None:
        panels = figure.subplots(len(values), 1, squeeze=False).ravel()
        for panel, (title, series) in zip(panels, values.items(), strict=True):
            together = np.concatenate(list(series.values()))
            edges = np.histogram_bin_edges(together, 24) if len(together) else np.linspace(0, 1, 3)
            for place, (name, own) in enumerate(series.items()):
                weights = np.full(len(own), 100 / max(len(own), 1))
                panel.hist(
                    own, edges, weights=weights, histtype="step", color=_colour(place), label=name, linewidth=1.5
                )
            panel.set(title=title, ylabel="%")
            if len(series) > 1:
                panel.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        panels[-1].set_xlabel(unit)

    return _svg((WIDTH, 2.2 * len(values)), draw)


def utilities(groups: Mapping[str, tuple[Values, Values]], parties: tuple[str, str]) -> str:
    """Return the ends of runs in the plane of two parties' utilities.

    Args:
        groups: by how runs ended, the utilities of both, shape (runs,) each.
        parties: their names.
    """

    def draw(figure: Any) -> None:
        panel = figure.subplots()
        for place, (name, (one, two)) in enumerate(groups.items()):
            step = max(1, -(-len(one) // MOST_DOTS))
            shown = f"{name} ({len(one):,})" if step == 1 else f"{name} (every {step}th of {len(one):,})"
            panel.scatter(one[::step], two[::step], s=10, color=_colour(place), alpha=0.5, linewidths=0, label=shown)
        panel.set(xlabel=f"utility of {parties[0]}", ylabel=f"utility of {parties[1]}")
        panel.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))

    return _svg((WIDTH, 4.2), draw)


def timing(days: Mapping[str, tuple[Values, int]], deadlines: Mapping[str, float]) -> str:
    """Return, for each series, which part of its runs had a deal by each day, and when its deadline is.

    Args:
        days: by series, the days of its deals and how many runs it has.
        deadlines: by series, the day; where it isn't fixed it is left out.
    """

    def draw(figure: Any) -> None:
        panel = figure.subplots()
        for place, (name, (own, runs)) in enumerate(days.items()):
            ordered = np.sort(own)
            if not len(ordered):
                continue
            part = 100 * np.arange(len(ordered) + 1) / runs
            panel.step(np.r_[ordered[:1], ordered], part, where="post", color=_colour(place), label=name, linewidth=1.5)
        for place, name in enumerate(days):
            # One line where all have the same deadline.
            if name in deadlines and (place == 0 or len(set(deadlines.values())) > 1):
                panel.axvline(deadlines[name], color=_colour(place), linestyle=":", linewidth=1.2)
        panel.set(xlabel="day, from the scenario's start", ylabel="% of runs with a deal", ylim=(0, 102))
        panel.set_xlim(left=0)
        panel.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))

    return _svg((WIDTH, 3.4), draw)


def effects(values: Mapping[str, Values], outcome: Values, name: str) -> str:
    """Return how an outcome goes with each factor: its mean, with 95 % intervals, in tenths of the factor's values.

    Args:
        values: by factor, its numbers, shape (points,).
        outcome: its mean at each point, shape (points,).
        name: of the outcome.
    """

    def draw(figure: Any) -> None:
        panels = figure.subplots(-(-len(values) // columns), columns, squeeze=False, sharey=True).ravel()
        for place, (panel, path) in enumerate(zip(panels, values, strict=False)):
            for part in _alike(values[path]):
                own = outcome[part][~np.isnan(outcome[part])]
                if len(own):
                    half = 1.96 * own.std() / np.sqrt(len(own))
                    panel.errorbar(values[path][part].mean(), own.mean(), yerr=half, fmt="o", ms=4, color=COLOURS[0])
            panel.set(title=_wrapped(labels[path]), ylabel=name if place % columns == 0 else "")
        for panel in panels[len(values) :]:
            panel.set_axis_off()

    columns = min(len(values), 3)
    labels = dict(zip(values, path_labels(list(values)), strict=True))
    return _svg((WIDTH, 2.4 * -(-len(values) // columns)), draw)


def _alike(values: Values) -> list[NDArray[np.intp]]:
    """Return the places of values that are the same, where there are few different ones, else of tenths of them."""
    levels = np.unique(values)
    if len(levels) <= 10:
        return [np.flatnonzero(values == level) for level in levels]
    return np.array_split(np.argsort(values, kind="stable"), min(10, max(len(values) // 5, 1)))


def sensitivities(found: Indices) -> str:
    """Return bars of a sensitivity, the factors that count most first."""
    shown = {
        "S1": "alone (S1)",
        "ST": "with interactions (ST)",
        "mu_star": "mean absolute effect (mu*)",
        "sigma": "sigma",
    }
    names = [name for name in found.names if name in shown]
    order = sorted(
        found.figures, key=lambda path: -found.of(names[-1] if found.method == "saltelli" else names[0])[path]
    )

    def draw(figure: Any) -> None:
        panel = figure.subplots()
        height = 0.8 / len(names)
        for place, name in enumerate(names):
            at = np.arange(len(order)) + (place - (len(names) - 1) / 2) * height
            which = found.names.index(name)
            halves = np.nan_to_num([found.half_widths[path][which] for path in order])
            values = [found.figures[path][which] for path in order]
            panel.barh(at, values, height, xerr=halves, color=_colour(place), label=shown[name], capsize=2)
        panel.set_yticks(np.arange(len(order)), [_wrapped(label) for label in path_labels(order)])
        panel.invert_yaxis()
        panel.axvline(0, color="#222", linewidth=0.8)
        panel.set_xlabel("part of the variance" if found.method == "saltelli" else "change over the factor's range")
        panel.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))

    return _svg((WIDTH, 1.0 + 0.45 * len(order)), draw)


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


percent_bars = partial(bars, unit="%", most=100.0)
"""Bars of shares in percent."""
