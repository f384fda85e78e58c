"""Happenings in words: a line for each, the table first where it happened at one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tradetalks.model.talks.happenings import Happening, HappeningKind
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import Setting, the
from tradetalks.runs.words.amounts import counted
from tradetalks.runs.words.events import event_in_words
from tradetalks.runs.words.rates import rate_in_words, rates_in_words


class Names:
    """What the countries, coalitions and tables of a run are called.

    Args:
        setting: what doesn't change in the run.
        parties: names of countries and coalitions by id.
    """

    def __init__(self, setting: Setting, parties: Mapping[str, str]) -> None:
        self.setting = setting
        self.parties = parties

    @classmethod
    def of(cls, model: TradeTalks) -> Names:
        """Return the names of a run."""
        return cls(model.world.setting, {code: party.name for code, party in model.parties.items()})

    def named(self, code: str) -> str:
        """Return what a party is called in a sentence."""
        if code in self.parties:
            return the(self.parties[code])
        return self.setting.named(code)


def happening_in_words(item: Happening, names: Names) -> str:
    """Write what happened, in a line."""
    sentence = SENTENCES[item.kind](names, **item.figures)
    if item.table:
        return f"{names.setting.title(item.table)}{sentence}"
    return sentence


def _event(names: Names, key: str, **figures: Any) -> str:  # noqa: ARG001
    return event_in_words(figures, names.setting)


def _opened(names: Names) -> str:  # noqa: ARG001
    return " open"


def _no_zone(names: Names) -> str:  # noqa: ARG001
    return ": no deal is good enough for all"


def _zone(names: Names) -> str:  # noqa: ARG001
    return ": now some deal is good enough for all"


def _forfeit(names: Names, party: str, reason: str) -> str:
    return f": {names.named(party)} {reason}"


def _extended(names: Names, days: int, party: str = "") -> str:
    if not party:
        return f": the deadline is put off by {counted(days, 'day')}"
    return f": {names.named(party)} puts the deadline off by {counted(days, 'day')}"


def _agreed(names: Names) -> str:  # noqa: ARG001
    return ": a deal"


def _in_force(names: Names) -> str:  # noqa: ARG001
    return ": the deal is in force"


def _walked_away(names: Names, party: str, *, lost: bool = False) -> str:
    return f": {names.named(party)} {'has lost the table' if lost else 'walks away'}"


def _expired(names: Names, *, early: bool = False, invited: bool = True) -> str:  # noqa: ARG001
    if early:
        return ": the talks are closed without a deal"
    if not invited:
        return ": the deadline has passed, and nobody has invited to it"
    return ": the deadline has passed without a deal"


def _broken_off(names: Names, deal_at: str) -> str:
    return f": broken off, as a deal at {names.setting.title(deal_at)} was enough"


def _snap_back(names: Names, rates: Mapping[str, float]) -> str:
    return f": tariffs snap back ({rates_in_words(rates, names.setting)})"


def _letters(names: Names, rates: Mapping[str, float]) -> str:
    return f": what the letters announced is in force ({rates_in_words(rates, names.setting)})"


def _threaten(names: Names, country: str, path: str, rate: float | None = None) -> str:
    if rate is None:
        return f": {names.named(country)} threatens"
    return f": {names.named(country)} threatens a tariff of {rate_in_words(path, rate, names.setting)}"


def _carry_out(names: Names, country: str, path: str, rate: float) -> str:
    return f": {names.named(country)} carries out its threat: a tariff of {rate_in_words(path, rate, names.setting)}"


def _back_down(names: Names, country: str) -> str:
    return f": {names.named(country)} does not carry out its threat"


def _retaliate(names: Names, country: str, path: str, rate: float) -> str:
    return f": {names.named(country)} retaliates by a tariff of {rate_in_words(path, rate, names.setting)}"


def _strain(names: Names, country: str, ally: str, *, public: bool) -> str:
    where = "in public" if public else "in private"
    return f": {names.named(country)} asks {names.named(ally)} for more defence than planned, {where}"


SENTENCES: Mapping[HappeningKind, Callable[..., str]] = {
    HappeningKind.EVENT: _event,
    HappeningKind.OPENED: _opened,
    HappeningKind.NO_ZONE: _no_zone,
    HappeningKind.ZONE: _zone,
    HappeningKind.FORFEIT: _forfeit,
    HappeningKind.EXTENDED: _extended,
    HappeningKind.AGREED: _agreed,
    HappeningKind.IN_FORCE: _in_force,
    HappeningKind.WALKED_AWAY: _walked_away,
    HappeningKind.EXPIRED: _expired,
    HappeningKind.BROKEN_OFF: _broken_off,
    HappeningKind.SNAP_BACK: _snap_back,
    HappeningKind.LETTERS: _letters,
    HappeningKind.THREATEN: _threaten,
    HappeningKind.CARRY_OUT: _carry_out,
    HappeningKind.BACK_DOWN: _back_down,
    HappeningKind.RETALIATE: _retaliate,
    HappeningKind.STRAIN: _strain,
}
"""By kind, what follows the table's name."""
