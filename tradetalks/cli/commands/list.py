"""`tradetalks list`: all that is shipped."""

from __future__ import annotations

from tradetalks.cli.options import (
    PARTS,
)


def command(*, _parts: PARTS = None) -> None:
    """List the shipped scenarios, experiments, parts of every kind, and tariff states."""
    from rich.text import Text

    from tradetalks.agents.kinds import KINDS
    from tradetalks.cli.printing.grid import console
    from tradetalks.configs.experiment.load import shipped_experiments, title_of
    from tradetalks.configs.load import load_scenario, shipped_scenarios
    from tradetalks.configs.tariff_states import tariff_states
    from tradetalks.registry import about

    out = console()
    rows = {
        "scenarios": {name: load_scenario(name).title for name in shipped_scenarios()},
        "experiments": {name: title_of(file) for name, file in shipped_experiments().items()},
    }
    for registry in KINDS:
        rows[registry.plural] = {name: about(cls) for name, cls in registry.classes.items()}
    rows["tariff states"] = {name: state.title for name, state in tariff_states().items()}
    for title, items in rows.items():
        out.print(Text(title, style="bold"))
        for name, text in items.items():
            out.print(Text(f"  {name:<21}{text}"))
