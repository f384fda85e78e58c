"""The trade model: data, equations, solver. A library of its own: numpy only, no countries, no negotiation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradetalks.model.economy.calibration import Calibration
    from tradetalks.model.economy.trade import Equilibrium, TradeModel

__all__ = ["Calibration", "Equilibrium", "TradeModel"]


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562), so that importing a file beside it loads nothing else."""
    if name == "Calibration":
        from tradetalks.model.economy.calibration import Calibration

        return Calibration
    if name in __all__:
        from tradetalks.model.economy import trade

        return getattr(trade, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
