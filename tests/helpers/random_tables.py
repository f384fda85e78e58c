"""Tables over random domains with random strategies: for laws that all strategies and protocols must keep."""

from __future__ import annotations

from functools import partial

from bargaining import random_domain, stream
from hypothesis import strategies as st

from tradetalks.agents.acceptance_conditions.base import acceptances
from tradetalks.agents.opponent_models.base import opponent_models
from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.model.negotiation.protocols.base import Rules, protocols
from tradetalks.model.negotiation.reservation import DiscountReservation
from tradetalks.model.negotiation.table import Table

NAMES = [name for name in strategies if name != "human"]
OPTIONS = {"scripted": {"offers": (1.0, 0.7, 0.4), "accepts": (0.9, 0.3)}}


@st.composite
def a_strategy(draw: st.DrawFn, name: str | None = None) -> Strategy:
    name = name or draw(st.sampled_from(NAMES))
    options = dict(OPTIONS.get(name, {}))
    fields = strategies[name].__dataclass_fields__  # type: ignore[attr-defined]
    if "acceptance" in fields and draw(st.booleans()):
        chosen = draw(st.sampled_from(sorted(acceptances)))
        options["acceptance"] = {"const": {"value": 0.6}} if chosen == "const" else chosen  # type: ignore[assignment]
    if "opponent_model" in fields and draw(st.booleans()):
        options["opponent_model"] = draw(st.sampled_from(sorted(opponent_models)))  # type: ignore[assignment]
    return strategies[name](**options)


def seated(
    players: list[Strategy],
    seed: int,
    shape: list[int],
    floors: list[float],
    rounds: int,
    discount: float,
    protocol: str | Rules = "alternating_offers",
) -> Table:
    """Return a table over a random domain, not yet played."""
    outcomes, sides = random_domain(seed, shape, sides=len(players))
    preferences = [type(own)(own.values, disagreement=floor, mapped=False) for own, floor in zip(sides, floors)]  # noqa: B905
    count = len(players)
    chosen = protocols[protocol]() if isinstance(protocol, str) else protocol
    rules = [DiscountReservation(discount, chosen.offers(count, rounds))] * count
    return Table(
        list("ABC"[:count]), outcomes, preferences, players, rounds=rounds, complete=True, rules=rules,
        stream=partial(stream, seed), protocol=chosen,
    )  # fmt: skip
