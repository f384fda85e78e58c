"""The exams of what values and changes the world: interests, forms, levers, events, deadlines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tradetalks.agents.forms.base import Form
from tradetalks.agents.interests.base import Interest
from tradetalks.model.aspects import ASPECTS, UndeclaredRead, changed_aspects
from tradetalks.model.deadlines.base import Deadline
from tradetalks.model.events.base import Event, Timing
from tradetalks.model.levers.base import Lever
from tradetalks.model.markets import Markets
from tradetalks.model.world import Aspect, WorldState
from tradetalks.runs.exam.checks import written
from tradetalks.runs.exam.worlds import assessment, beside_today, setting, setup, worlds

SAME = 1e-9
"""By how much numbers may differ that are the same but for the order in which they were added up."""


# ---- interests


def countries_of(interest: Interest) -> list[str]:
    """Return the countries of the exam's scenario that can have an interest."""
    return [code for code in setup().countries if not any(True for _ in interest.problems(code, setting()))]


def measured(interest: Interest) -> list[str]:
    """Return what an interest measures in each of the exam's worlds, country by country."""
    whole = assessment().seen_by(interest.reads)
    return [written(np.asarray(interest.measure(country, whole))) for country in countries_of(interest)]


def wrong_reads(interest: Interest) -> Iterator[str]:
    """Yield what an interest reads without saying so, and what it says and doesn't read."""
    error = _undeclared(interest, interest.reads)
    if error is not None:
        missing = " and ".join(map(repr, error.missing)) or "no aspect"
        yield f"reads {error.what}, for which {missing} must stand in `reads`"
        return
    for aspect in sorted(interest.reads):
        if _undeclared(interest, interest.reads - {aspect}) is None:
            yield f"says that it reads {aspect!r}, and doesn't: it would be measured again for nothing"


def _undeclared(interest: Interest, reads: frozenset[Aspect]) -> UndeclaredRead | None:
    """Return the first read of an interest that would have to be among `reads`; None where all are."""
    for country in countries_of(interest):
        try:
            interest.measure(country, assessment().seen_by(reads))
        except UndeclaredRead as error:
            return error
    return None


def wrong_measures(interest: Interest) -> Iterator[str]:
    """Yield how what an interest measures is no finite number for each world."""
    count = len(worlds())
    for country in countries_of(interest):
        values = np.asarray(interest.measure(country, assessment().seen_by(interest.reads)), dtype=np.float64)
        if values.shape != (count,):
            yield f"gives {country} numbers of the shape {values.shape} for {count} worlds, not ({count},)"
        elif not np.isfinite(values).all():
            yield f"gives {country} {values[~np.isfinite(values)][0]} for a world"
    if not interest.unit.strip():
        yield "says no `unit`: what it measures one of"


def wrong_at_once(interest: Interest) -> Iterator[str]:
    """Yield where many worlds at once are worth something else than each beside today's alone."""
    for country in countries_of(interest):
        whole = np.asarray(interest.measure(country, assessment().seen_by(interest.reads)))
        for place in range(len(worlds())):
            alone = np.asarray(interest.measure(country, beside_today(place).seen_by(interest.reads)))
            apart, together = float(alone[1] - alone[0]), float(whole[place] - whole[0])
            if not math.isclose(apart, together, rel_tol=SAME, abs_tol=SAME):
                yield f"gives {country} {together:g} more than today among all worlds, and {apart:g} alone"


# ---- forms

_TERMS = np.random.default_rng(1).normal(0, 1, (3, 24))
_WEIGHTS = np.array([1.0, 0.5, 0.0])
_NO_DEAL = np.array([-0.5, -0.2, 0.1])


def combined(form: Form) -> NDArray[np.float64]:
    """Return what a form makes of the exam's terms, shape (W,)."""
    return np.asarray(form.combine(_WEIGHTS, _TERMS, _NO_DEAL), dtype=np.float64)


def combinations(form: Form) -> list[str]:
    """Return the values of a form."""
    return [written(value) for value in combined(form)]


def wrong_values(form: Form) -> Iterator[str]:
    """Yield how the values of a form are no finite number for each world, or fall where a term rises."""
    values, count = combined(form), _TERMS.shape[1]
    if values.shape != (count,) or not np.isfinite(values).all():
        yield f"gives {values!r} for {count} worlds, not a finite number for each"
        return
    for place in range(len(_WEIGHTS)):
        more = _TERMS.copy()
        more[place] += 0.1
        fallen = np.asarray(form.combine(_WEIGHTS, more, _NO_DEAL)) < values - SAME
        if fallen.any():
            yield f"gives less where the interest {place} has more, as in the world {int(np.argmax(fallen))}"


def wrong_combined_at_once(form: Form) -> Iterator[str]:
    """Yield where many worlds at once have other values than each alone."""
    for place, value in enumerate(combined(form)):
        alone = float(np.asarray(form.combine(_WEIGHTS, _TERMS[:, [place]], _NO_DEAL))[0])
        if not math.isclose(alone, value, rel_tol=SAME, abs_tol=SAME):
            yield f"gives the world {place} {value:g} among all, and {alone:g} alone"


# ---- levers


def _levels(lever: Lever) -> list[float]:
    levels = [round(float(level), 3) for level in np.linspace(lever.lowest, lever.highest, 5)]
    return [level for level in levels if not lever.level_problem(level, setting())]


def moved(lever: Lever) -> list[str]:
    """Return the world at each level, by the aspect that the lever changes."""
    today = worlds()[0]
    lines = [f"today {lever.today(today)}", f"label {lever.label(setting())}"]
    return lines + [f"{level:g}: {lever.apply(today, level).part(lever.aspect)}" for level in _levels(lever)]


def wrong_changes(lever: Lever) -> Iterator[str]:
    """Yield what a lever changes beside its aspect."""
    for world in worlds():
        for level in _levels(lever):
            changed: object = lever.apply(world, level)
            if not isinstance(changed, WorldState):
                yield f"`apply` returns a {type(changed).__name__}, not a world"
                return
            beside = sorted(changed_aspects(world, changed) - {lever.aspect})
            if beside:
                yield f"at {level:g} it changes {' and '.join(beside)} as well, and says it changes {lever.aspect!r}"
                return


def wrong_levels(lever: Lever) -> Iterator[str]:
    """Yield where a lever doesn't find again the level that it has set."""
    if not _levels(lever):
        yield f"allows none of its own levels, {lever.lowest:g} to {lever.highest:g}"
    for level in _levels(lever):
        read = lever.today(lever.apply(worlds()[0], level))
        if read is None or not math.isclose(read, level, abs_tol=1e-6):
            yield f"set to {level:g}, `today` says {read}"
    if not lever.label(setting()).strip():
        yield "has no label for people"


def wrong_way_back(lever: Lever) -> Iterator[str]:
    """Yield where a lever that is put back leaves something moved."""
    today = worlds()[0]
    # Put back from where it is, a commitment of 0 may stand where none stood.
    there = lever.put_back(today, today)
    for level in _levels(lever):
        back = lever.put_back(lever.apply(today, level), today)
        if back.part(lever.aspect) != there.part(lever.aspect):
            yield f"put back from {level:g}, {lever.aspect!r} is not as it was"


# ---- events


def _markets() -> Markets:
    return setup().markets.markets()


def _climate(world: WorldState) -> list[str]:
    """Return what presses the countries from outside; sets in an order that is the same in every process."""
    facts = ((fact.name, getattr(world.climate, fact.name)) for fact in fields(world.climate))
    return [f"{name} {sorted(value) if isinstance(value, frozenset) else value}" for name, value in facts]


def happened(event: Event) -> list[str]:
    """Return what an event makes of the exam's worlds, and what all see of it."""
    lines = [f"figures {event.figures!r}", f"opens {event.opens!r} held_at {event.held_at!r} {event.salience!r}"]
    for world in worlds()[:6]:
        left = (event.apply(world, _markets(), "exam", 3), event.pending(world, Timing(None, 0.1, 0, 9)))
        lines += [f"{[after.part(aspect) for aspect in ASPECTS]} {_climate(after)}" for after in left]
    return lines


def wrong_worlds(event: Event) -> Iterator[str]:
    """Yield how what an event leaves behind is no world."""
    for world in worlds():
        left: dict[str, object] = {
            "apply": event.apply(world, _markets(), "exam", 3),
            "pending": event.pending(world, Timing(None, 0.1, 0, 9)),
        }
        for method, after in left.items():
            if not isinstance(after, WorldState):
                yield f"`{method}` returns a {type(after).__name__}, not a world"
                return


def wrong_figures(event: Event) -> Iterator[str]:
    """Yield what an event shows everyone that it doesn't list as `public`."""
    for option in event.public:
        if not hasattr(event, option):
            yield f"lists {option!r} as `public`, and has no such option"
    for option in sorted({*event.figures} - {"event", *event.public}):
        yield f"shows {option!r} to everyone, and doesn't list it as `public`"


# ---- deadlines

_CHANCES = [place / 20 for place in range(20)] + [0.999999]


def passed(deadline: Deadline) -> list[str]:
    """Return when a deadline passes, and when it is expected to."""
    ends = [f"{deadline.expected_end(day)}" for day in range(0, 60, 3)]
    return [f"{deadline.closes(u)}" for u in _CHANCES] + ends + [f"{deadline.latest} {deadline.extension!r}"]


def wrong_times(deadline: Deadline) -> Iterator[str]:
    """Yield where a deadline passes outside of its time, or is expected ever earlier."""
    for u in _CHANCES:
        day = deadline.closes(u)
        if not deadline.opens <= day <= deadline.latest:
            yield f"passes on day {day}, not between its opening, day {deadline.opens}, and day {deadline.latest}"
    for before, after in pairwise(deadline.expected_end(day) for day in range(2 * deadline.latest)):
        if after < before:
            yield f"is expected on day {before:g}, and a day later on day {after:g}"
            return
    if deadline.stands and {deadline.closes(u) for u in _CHANCES} != {deadline.on}:
        yield "stands, and passes on another day than announced: say `is_drawn`"
