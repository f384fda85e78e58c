"""Mesa's clock, which shows the day of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradetalks.errors import TradetalksError

if TYPE_CHECKING:
    from tradetalks.model.talks.talks import TradeTalks


class MesaClock:
    """Lets Mesa step, unless a person has to move, and keeps its clock at the day.

    Args:
        model: the run.
    """

    def __init__(self, model: TradeTalks) -> None:
        self._model = model
        # Mesa has put its own wrapper in place of step(): a paused day must not move its clock on.
        self._mesa_step = model.step
        self._scheduled_until = 0.0
        model.step = self.step  # type: ignore[method-assign]

    def step(self) -> None:
        """Step once by Mesa's own wrapper.

        Raises:
            TradetalksError: a move is waited for.
        """
        model = self._model
        if model.waiting:
            who = " and ".join(f"{party} at the table {key}" for key, party in model.waiting)
            raise TradetalksError(f"a move is waited for, of {who}: submit it, then step on")
        # Mesa's schedule knows of its own steps alone: it would make up for the days that `run_model` has passed by.
        model.time = self._scheduled_until
        self._mesa_step()
        self._scheduled_until = model.time
        self.show_the_day()

    def show_the_day(self) -> None:
        """Let Mesa's clock show the day, whoever has lived through it."""
        self._model.steps = self._model.day + 1
        self._model.time = float(self._model.steps)
