"""Settings: which values of a scenario the eyes may know, and so see, change, and carry in a link or a file's name.

Denied is the default. Through one country's eyes there are the settings that it owns, and those that are public by
declaration: what all who sit at a table, and all who look at the calendar, know. A setting that nobody owns is nobody's
but who studies the run: with which chance another deadline is put off, how markets react, what comes at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.eyes import EVERYBODY

PUBLIC: tuple[str, ...] = (
    "layout",
    "tables.*.deadline.kind",
    "tables.*.deadline.on",
    "tables.*.length",
    "tables.*.meetings.*.rounds",
)
"""Paths of the settings that all know; a star stands for one step, such as a table's id."""

ACTS: frozenset[str] = frozenset({"emergency_financing", "leader_intervention", "public_claim", "retaliation", "tour"})
"""Kinds of events that are a country's own act, whose settings it owns; others, such as a court's ruling, only hit
it."""


def owner_of(path: str, setup: Scenario) -> str:
    """Return the country or coalition that owns the setting at a path; "" if nobody does.

    >>> from tradetalks.configs.load import load_scenario
    >>> setup = load_scenario("spring_2025")
    >>> owner_of("countries.JPN.strategy.e", setup), owner_of("events.tour_vietnam.promise", setup)
    ('JPN', 'CHN')
    >>> owner_of("markets.start", setup), owner_of("events.court_ruling.hazard", setup)
    ('', '')
    """
    return next((owner for above, owner in _owned(setup) if path.startswith(f"{above}.") or path == above), "")


def _owned(setup: Scenario) -> Iterator[tuple[str, str]]:
    """Yield paths with the owner of all that stands there and below: an id may hold dots."""
    for code in setup.countries:
        yield f"countries.{code}", code
    for code in setup.coalitions:
        yield f"coalitions.{code}", code
    for code in setup.markets.waiting:
        yield f"markets.waiting.{code}", code
    for key, table in setup.tables.items():
        for party in table.parties:
            yield f"tables.{key}.strategies.{party}", party
            yield f"tables.{key}.score_sheets.{party}", party
    for key, conflict in setup.conflicts.items():
        yield f"conflicts.{key}", conflict.country
    for key, part in setup.events.items():
        if part.event.name in ACTS:
            yield f"events.{key}", str(getattr(part.event, "country", ""))


def is_public(path: str) -> bool:
    """Whether all know the setting at a path.

    >>> is_public("tables.USA-JPN.deadline.on"), is_public("tables.USA-JPN.deadline.chance")
    (True, False)
    """
    steps = path.split(".")
    return any(_fits(steps, pattern.split(".")) for pattern in PUBLIC)


def may_see(path: str, owner: str, eyes: str) -> bool:
    """Whether the eyes may know the setting at a path, and so change it; `owner` is "" where nobody owns it."""
    return eyes in {EVERYBODY, owner} or is_public(path)


def known_changes[Value](changes: Mapping[str, Value], owners: Mapping[str, str], eyes: str) -> dict[str, Value]:
    """Return what has been set, as far as the eyes may know it.

    Args:
        changes: values by path.
        owners: by path of each setting, who owns it; a path that doesn't stand here is no setting, and nobody's.
        eyes: whose.
    """
    return {path: value for path, value in changes.items() if may_see(path, owners.get(path, ""), eyes)}


def may_tell(changes: Iterable[str], owners: Mapping[str, str], eyes: str) -> bool:
    """Whether the eyes may know all that has been set, which a link to the same run would tell."""
    return all(may_see(path, owners.get(path, ""), eyes) for path in changes)


def drawn_value(model: TradeTalks, path: str, owner: str, eyes: str) -> float | str | None:
    """Return what a run has drawn for a setting; None where nothing is drawn, or the eyes may not know it."""
    if not may_see(path, owner, eyes):
        return None
    value: float | str | None = model.drawn.get(path)
    return value


def _fits(steps: list[str], pattern: list[str]) -> bool:
    if len(steps) != len(pattern):
        return False
    return all(wanted in {"*", step} for step, wanted in zip(steps, pattern, strict=True))
