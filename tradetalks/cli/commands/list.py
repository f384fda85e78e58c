"""`tradetalks list`: all that is shipped."""

from __future__ import annotations

from typing import Any

from tradetalks.cli.options import (
    PARTS,
)


def command(*, _parts: PARTS = None) -> None:
    """List the shipped scenarios, experiments, strategies, interests, levers, events, protocols and tariff states."""
    from rich.text import Text

    from tradetalks.agents.interests.base import interests
    from tradetalks.agents.strategies.base import strategies
    from tradetalks.cli.printing.grid import console
    from tradetalks.configs.experiment.load import shipped_experiments, title_of
    from tradetalks.configs.load import load_scenario, shipped_scenarios
    from tradetalks.configs.tariff_states import tariff_states
    from tradetalks.model.events.base import events
    from tradetalks.model.levers.base import levers
    from tradetalks.model.negotiation.protocols.base import protocols
    from tradetalks.registry import about

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
