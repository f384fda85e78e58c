"""Valuation: what every offer of a table is worth to a country, as arrays over the outcome space.

An interest reads some aspects of the world alone, so it is measured once for each combination of the
issues that touch these, and spread over the rest of the space. Nothing here knows about time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.forms.base import Form
from tradetalks.agents.interests.base import Assessment, Interest, TradeResults
from tradetalks.agents.measures import Measure, measured
from tradetalks.errors import ConvergenceError, TradetalksError
from tradetalks.model.aspects import changed_aspects
from tradetalks.model.economy.trade import FAR_FROM_BASE, TradeModel
from tradetalks.model.levers.base import Lever
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.rates import first_rates
from tradetalks.model.world import Aspect, WorldState

CACHED_TABLES = 64
"""How many tables' trade results and measures a process keeps; one is a few megabytes."""


TRADE: frozenset[Aspect] = frozenset({"trade"})

MAX_SCHEDULES = 20_000
"""How many combinations of trade issues a table may have: each is an equilibrium to solve, 6 kB to keep."""


_TRIED: set[Lever] = set()
"""Levers that were seen to change nothing but their aspect: looked at once in a process, as tables open often."""


class Stakes:
    """What is at stake at a table on a day: the worlds that its outcomes lead to.

    What an interest measures depends on the aspects that it reads alone, and is cached by their content, across
    tables and runs: a deal elsewhere that moves no tariff costs no equilibrium.

    Args:
        space: the table's outcome space.
        levers: what each issue changes, in the agenda's order.
        today: the world as it is.
        disagreement: the world that follows without a deal.
        trade_model: what trade brings in each world; None in a scenario without an economy.
        deal: the table's id and its parties, as a deal of theirs will stand in the world.

    Raises:
        TradetalksError: a lever changes more of the world than its aspect.
    """

    def __init__(
        self,
        space: OutcomeSpace,
        levers: Sequence[Lever],
        today: WorldState,
        disagreement: WorldState,
        trade_model: TradeModel | None,
        deal: tuple[str, tuple[str, ...]],
    ) -> None:
        self.space = space
        self.levers = tuple(levers)
        self.today = today
        self.disagreement = disagreement
        self.trade_model = trade_model
        self.deal = deal
        self._keys: dict[frozenset[Aspect], str] = {}
        self._readings: dict[frozenset[Aspect], _Reading] = {}
        self._check_levers()

    def _check_levers(self) -> None:
        """Refuse a lever that changes more than its aspect: who reads the rest would not see the issue."""
        for axis, lever in enumerate(self.levers):
            if lever in _TRIED:
                continue
            _, levels = self._issue(axis)
            for level in (levels[0], levels[-1]):
                changed = changed_aspects(self.today, lever.apply(self.today, float(level)))
                if more := changed - {lever.aspect}:
                    raise TradetalksError(
                        f"the lever {lever.name!r} changes {' and '.join(sorted(more))} besides its aspect "
                        f"{lever.aspect!r}: a lever changes one aspect of the world; make it two levers"
                    )
            _TRIED.add(lever)

    def key(self, reads: frozenset[Aspect]) -> str:
        """Return a text that tells apart all that a reader of these aspects could see, in every process."""
        if reads not in self._keys:
            issues = [(axis, *self._issue(axis)) for axis in self.axes(reads)]
            content = [repr((sorted(reads), issues)), self.today.setting.digest]
            content += [world.part(aspect) for aspect in sorted(reads) for world in (self.today, self.disagreement)]
            if "trade" in reads and self.trade_model is not None:
                content.append(self.trade_model.digest)
            if "deals" in reads:
                content.append(repr(self.deal))
            self._keys[reads] = hashlib.blake2b("\n".join(content).encode(), digest_size=16).hexdigest()
        return self._keys[reads]

    def reading(self, reads: frozenset[Aspect]) -> _Reading:
        """Return the stakes as a reader of these aspects sees them."""
        if reads not in self._readings:
            self._readings[reads] = _Reading(self, reads)
        return self._readings[reads]

    def _issue(self, axis: int) -> tuple[Lever, tuple[Level, ...]]:
        return self.levers[axis], self.space.issues[axis].levels

    def axes(self, aspects: Iterable[Aspect]) -> tuple[int, ...]:
        """Return the places of the issues that touch one of these aspects."""
        wanted = frozenset(aspects)
        return tuple(axis for axis, lever in enumerate(self.levers) if lever.aspect in wanted)

    def _worlds(self, axes: tuple[int, ...]) -> list[WorldState]:
        """Today's world, the disagreement's, then one for each combination of the issues at `axes`."""
        worlds = [self.today.with_deal(*self.deal)]
        # Issue by issue, so that worlds which share their first levels share the work on them.
        for axis in axes:
            lever, levels = self._issue(axis)
            worlds = [lever.apply(world, float(level)) for world in worlds for level in levels]
        return [self.today, self.disagreement, *worlds]

    def assess(self, reads: frozenset[Aspect]) -> Assessment:
        """Return the worlds that an interest with these aspects is measured on, with their trade results."""
        axes = self.axes(reads)
        worlds = self._worlds(axes)
        if "trade" not in reads:
            return Assessment(worlds, None).seen_by(reads)
        if reads == TRADE:
            return Assessment(worlds, self._solved(worlds)).seen_by(reads)
        results = _assessment(self.reading(TRADE)).economy
        # The combinations of more issues fall on those of the trade issues, in the same order.
        inner = self.axes(TRADE)
        shape = [self.space.shape[axis] for axis in axes]
        inner_shape = [self.space.shape[axis] if axis in inner else 1 for axis in axes]
        places = np.arange(int(np.prod(inner_shape))).reshape(inner_shape)
        rows = np.concatenate([[0, 1], np.broadcast_to(places, shape).reshape(-1) + 2])
        trade = TradeResults(results.income_gain[rows], results.revenue[rows], results.flows[rows])
        return Assessment(worlds, trade).seen_by(reads)

    def world_of(self, outcome: int) -> WorldState:
        """Return the world that an outcome leads to."""
        world = self.today.with_deal(*self.deal)
        for axis, position in enumerate(self.space.positions(outcome)):
            lever, levels = self._issue(axis)
            world = lever.apply(world, float(levels[position]))
        return world

    def put_back(self, outcome: int, axis: int) -> WorldState:
        """Return the world of an outcome with what one issue moves as it is without a deal."""
        return self.levers[axis].put_back(self.world_of(outcome), self.disagreement)

    def assess_beside_today(self, world: WorldState) -> Assessment:
        """Return today's world and another one, on the agenda or not, with their trade results."""
        worlds = [self.today, world]
        if self.trade_model is None:
            return Assessment(worlds, None)
        return Assessment(worlds, self._solved(worlds))

    def _solved(self, worlds: Sequence[WorldState]) -> TradeResults:
        """Solve the worlds that differ in trade: in one call, from the base, so that the bits are stable."""
        if self.trade_model is None:
            raise TypeError("this scenario has no economy")
        try:
            solved = self.trade_model.solve(
                np.array([world.tariffs for world in worlds]), np.array([world.trade_costs for world in worlds])
            )
        except ConvergenceError as error:
            raise ConvergenceError(self._without_equilibrium(worlds, error.schedules), error.schedules) from None
        return TradeResults(solved.income_gain, solved.revenue, solved.flows)

    def _without_equilibrium(self, worlds: Sequence[WorldState], places: Sequence[int]) -> str:
        """Return which of some worlds have no equilibrium, by their tariffs, written as a file writes them."""
        world = worlds[places[0]]
        rates = first_rates(world, self.today)
        if world is self.today:
            when = "as the world is"
        elif world is self.disagreement:
            when = "without a deal"
        else:
            when = "with a deal"
        complaint = f"the trade model finds no equilibrium {when} (added tariffs: {rates})"
        return f"table {self.deal[0]}: {complaint}; {FAR_FROM_BASE}"

    def measure(self, interest: Interest, country: str) -> Measure:
        """Return what an interest of a country measures over the space; cached by content, without weight."""
        kind = type(interest)
        options = tuple((name, getattr(interest, name)) for name in _unweighted(kind))
        return _measure(self.reading(interest.reads), kind, options, country)


class _Reading:
    """Stakes as a reader of some aspects sees them: equal where it could see no difference."""

    def __init__(self, stakes: Stakes, reads: frozenset[Aspect]) -> None:
        self.stakes = stakes
        self.reads = reads
        self.key = stakes.key(reads)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reading) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=CACHED_TABLES)
def _assessment(reading: _Reading) -> Assessment:
    """Assess once what many interests read alike."""
    return reading.stakes.assess(reading.reads)


@cache
def _unweighted(kind: type[Interest]) -> tuple[str, ...]:
    """The options of an interest that change what it measures: all but its weight."""
    return tuple(option.name for option in fields(cast("Any", kind)) if option.name != "weight")


@lru_cache(maxsize=16 * CACHED_TABLES)
def _measure(reading: _Reading, kind: type[Interest], options: tuple[tuple[str, Any], ...], country: str) -> Measure:
    stakes = reading.stakes
    interest = cast("Any", kind)(weight=1.0, **dict(options))
    values = measured(interest, country, _assessment(reading))
    grid = values[2:] - values[0]
    grid.setflags(write=False)
    return Measure(grid, stakes.axes(interest.reads), float(values[1] - values[0]))


def _sum(space: OutcomeSpace, weights: NDArray[np.float64], measures: Sequence[Measure]) -> NDArray[np.float64]:
    """Return sum_k w_k x_k over the space, shape (size,): first over what shares its issues, then over the rest."""
    together: dict[tuple[int, ...], NDArray[np.float64]] = {}
    for weight, measure in zip(weights, measures, strict=True):
        part = weight * measure.grid
        if measure.axes in together:
            part = together[measure.axes] + part
        together[measure.axes] = part
    total = np.zeros([1] * len(space.shape))
    # Few issues first: only the last sums are as large as the space.
    for axes in sorted(together, key=lambda axes: together[axes].size):
        total = total + together[axes].reshape([n if axis in axes else 1 for axis, n in enumerate(space.shape)])
    return np.broadcast_to(total, space.shape).reshape(-1)


@lru_cache(maxsize=CACHED_TABLES)
def _preferences(
    space: OutcomeSpace, measures: tuple[Measure, ...], weights: tuple[float, ...], form: Form
) -> Preferences:
    without = np.array([measure.disagreement for measure in measures])
    ends = np.column_stack([without, np.zeros(len(measures))])
    factors = np.array(weights)
    if form.is_sum:
        values = _sum(space, factors, measures)
    else:
        spread = np.array([space.spread(measure.grid, measure.axes) for measure in measures])
        values = form.combine(factors, spread, without)
    disagreement, today = form.combine(factors, ends, without)
    # A form may count from elsewhere (prospect theory's reference); values are told against today.
    return Preferences(values - today, disagreement=float(disagreement - today))


def preferences(stakes: Stakes, country: str, terms: Mapping[str, Interest], form: Form) -> Preferences:
    """Return a country's preferences over a table's outcomes: its interests, combined, in USD bn a year.

    Cached by content: where the world has changed in nothing that matters here, they are the same object. `terms` are
    its interests by their ids.
    """
    measures = tuple(stakes.measure(interest, country) for interest in terms.values())
    return _preferences(stakes.space, measures, tuple(interest.weight for interest in terms.values()), form)


def breakdown(
    stakes: Stakes, country: str, terms: Mapping[str, Interest], outcome: int
) -> dict[str, tuple[float, float]]:
    """Return, by interest, the weighted value of an outcome and of disagreement, USD bn a year."""
    rows = {}
    for name, interest in terms.items():
        measure = stakes.measure(interest, country)
        rows[name] = (
            interest.weight * measure.at(stakes.space, outcome),
            interest.weight * measure.disagreement,
        )
    return rows


def value_in(stakes: Stakes, country: str, terms: Mapping[str, Interest], form: Form, assessment: Assessment) -> float:
    """Return what the second of two worlds is worth to a country against the first, today's, USD bn a year."""
    weights = np.array([interest.weight for interest in terms.values()])
    figures = [measured(interest, country, assessment.seen_by(interest.reads)) for interest in terms.values()]
    values = np.array([worlds[1] - worlds[0] for worlds in figures])
    without = np.array([stakes.measure(interest, country).disagreement for interest in terms.values()])
    worth, today = form.combine(weights, np.column_stack([values, np.zeros(len(terms))]), without)
    return float(worth - today)
