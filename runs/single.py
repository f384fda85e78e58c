"""A single run, from its start to its result."""

from __future__ import annotations

from typing import Any

from tradetalks.configs.load import Source
from tradetalks.errors import TradetalksError
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.result.result import RunResult
from tradetalks.runs.sight.record import result_of


def run(setup: Source, *, seed: int | None = None, **overrides: Any) -> RunResult:
    """Run a scenario to its end.

    Args:
        setup: a Scenario, a shipped name, a path or a dict.
        seed: the root seed; drawn, and recorded in the result, where it is None.
        overrides: values by path with `__` for the dot, such as `countries__JPN__strategy__e=0.3`.

    Returns:
        The result, the same for the same scenario, seed and versions.

    Raises:
        ConfigError: the scenario or an override is not as it must be.
        TradetalksError: a person has a seat, whose moves a run can't know.

    Example:
        >>> result = run("split_the_pie", seed=7)
        >>> result.tables["pie"].summary
        'Deal on day 10, 10 days before the deadline'
    """
    model = TradeTalks(setup, rng=seed, **overrides)
    model.run_model()
    for key, party in model.waiting:
        raise TradetalksError(
            f"{party} is a person at the table {key}: play it by `tradetalks play`, by `Game`, or step by step "
            "with TradeTalks.submit"
        )
    return result_of(model)
