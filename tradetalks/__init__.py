"""Tradetalks: simulate, play and teach tariff negotiations between states."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tradetalks.configs.experiment.load import load_experiment, shipped_experiments
    from tradetalks.configs.experiment.schema import Experiment
    from tradetalks.configs.load import load_scenario, shipped_scenarios
    from tradetalks.configs.sections.scenario import Scenario
    from tradetalks.errors import (
        ConfigError,
        ConvergenceError,
        EconomyError,
        IllegalMove,
        NegotiationError,
        PartError,
        SpaceTooLarge,
        StoreError,
        TradetalksError,
        UnknownName,
    )
    from tradetalks.model.economy.calibration import Calibration
    from tradetalks.model.economy.trade import TradeModel
    from tradetalks.model.talks.talks import TradeTalks
    from tradetalks.runs.batch.batch import Batch
    from tradetalks.runs.batch.running import run_batch
    from tradetalks.runs.play.session import Session
    from tradetalks.runs.result.result import RunResult
    from tradetalks.runs.single import run
    from tradetalks.runs.tournament.result import TournamentResult
    from tradetalks.runs.tournament.tournament import tournament

__all__ = [
    "Batch",
    "Calibration",
    "ConfigError",
    "ConvergenceError",
    "EconomyError",
    "Experiment",
    "IllegalMove",
    "NegotiationError",
    "PartError",
    "RunResult",
    "Scenario",
    "Session",
    "SpaceTooLarge",
    "StoreError",
    "TournamentResult",
    "TradeModel",
    "TradeTalks",
    "TradetalksError",
    "UnknownName",
    "__version__",
    "load_experiment",
    "load_scenario",
    "run",
    "run_batch",
    "shipped_experiments",
    "shipped_scenarios",
    "tournament",
]

_HOMES = {
    "Batch": "tradetalks.runs.batch.batch",
    "Calibration": "tradetalks.model.economy.calibration",
    "Experiment": "tradetalks.configs.experiment.schema",
    "RunResult": "tradetalks.runs.result.result",
    "Scenario": "tradetalks.configs.sections.scenario",
    "Session": "tradetalks.runs.play.session",
    "TournamentResult": "tradetalks.runs.tournament.result",
    "TradeModel": "tradetalks.model.economy.trade",
    "TradeTalks": "tradetalks.model.talks.talks",
    "load_experiment": "tradetalks.configs.experiment.load",
    "load_scenario": "tradetalks.configs.load",
    "run": "tradetalks.runs.single",
    "run_batch": "tradetalks.runs.batch.running",
    "shipped_experiments": "tradetalks.configs.experiment.load",
    "shipped_scenarios": "tradetalks.configs.load",
    "tournament": "tradetalks.runs.tournament.tournament",
}


def __getattr__(name: str) -> Any:
    """Resolve a public name on first use, so that importing the package costs nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("tradetalks")
    if name not in __all__:
        raise AttributeError(f"module 'tradetalks' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES.get(name, "tradetalks.errors")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
