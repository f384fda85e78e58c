"""Events in words: what has happened outside, in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tradetalks.model.events.base import Figure
from tradetalks.model.world import Setting
from tradetalks.runs.words.rates import rates_in_words

SENTENCES: Mapping[str, Callable[..., str]] = {
    "central_bank_warning": lambda setting, country: (
        f"the central bank of {setting.named(country)} warns: tariffs are larger than expected"
    ),
    "court_ruling": lambda setting, country: f"courts strip {setting.named(country)} of its country-specific tariffs",
    "emergency_financing": lambda setting, country: f"{setting.named(country)} helps those at home who are hit",
    "leader_intervention": lambda setting, country, table: (
        f"the leader of {setting.named(country)} joins the talks {setting.title(table)}"
    ),
    "market_shock": lambda setting, size: "markets fall" if size > 0 else "markets recover",  # noqa: ARG005
    "public_claim": lambda setting, country, table: (
        f"{setting.named(country)} claims progress at {setting.title(table)} in public"
    ),
    "retaliation": lambda setting, country, switched: (
        f"{setting.named(country)}: retaliation is {'on' if switched else 'off'} the table"
    ),
    "tariff_change": lambda setting, rates: f"tariffs change ({rates_in_words(rates, setting)})",
    "tour": lambda setting, country, host: f"{setting.named(country)} visits {setting.named(host)} with an offer",
}
"""By kind of event, a sentence of its public options."""


def event_in_words(figures: Mapping[str, Figure], setting: Setting) -> str:
    """Write an event from what everyone sees of it; one without a sentence of its own by its name and options."""
    options = {name: figure for name, figure in figures.items() if name != "event"}
    kind = str(figures["event"])
    if kind in SENTENCES:
        return SENTENCES[kind](setting, **options)
    told = ", ".join(f"{name.replace('_', ' ')} {_shown(figure, setting)}" for name, figure in options.items())
    if told:
        return f"{kind.replace('_', ' ')}: {told}"
    return kind.replace("_", " ")


def _shown(figure: Figure, setting: Setting) -> str:
    match figure:
        case bool():
            if figure:
                return "yes"
            return "no"
        case float() | int():
            return f"{figure:g}"
        case str():
            return setting.named(figure)
    return rates_in_words(figure, setting)
