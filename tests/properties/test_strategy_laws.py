"""Laws that every registered strategy keeps, against every other, on random domains."""

from __future__ import annotations

import copy
import pickle
from functools import partial

import numpy as np
import pytest
from bargaining import random_domain, stream
from hypothesis import given, settings
from hypothesis import strategies as st
from random_tables import NAMES, OPTIONS, a_strategy, seated

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import MoveKind


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30)
@given(data=st.data())
def test_every_strategy_plays_by_the_rules(name: str, data: st.DataObject) -> None:
    """A move that isn't allowed raises; so does accepting below the reservation."""
    others = 2 if data.draw(st.integers(0, 3)) == 0 and name != "rubinstein" else 1
    partners = [data.draw(a_strategy().filter(lambda x: others == 1 or x.name != "rubinstein")) for _ in range(others)]
    players = [data.draw(a_strategy(name)), *partners]
    players = players[::-1] if data.draw(st.booleans()) else players
    seed = data.draw(st.integers(0, 10_000))
    shape = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    floors = [data.draw(st.sampled_from([0.0, 0.3, 0.6, 1.2])) for _ in players]
    rounds, discount = data.draw(st.integers(1, 25)), data.draw(st.sampled_from([1.0, 0.95]))
    table = seated(players, seed, shape, floors, rounds, discount)
    table.play()
    if table.agreement is not None:
        last_offer = table.protocol.offers_made - 1
        for own, rule in zip(table.preferences, table.rules, strict=True):
            assert own.value(table.agreement) >= rule.value(own, day=0, offers=last_offer)
    # A demand, an offer below the own reservation, is made only where nothing reaches it.
    for entry in table.transcript:
        if entry.move.kind is MoveKind.DEMAND:
            own = table.preferences[entry.move.party]
            assert own.values.max() < own.disagreement or discount < 1
    # The same again, from copies that went through a pickle.
    again = seated(pickle.loads(pickle.dumps(players)), seed, shape, floors, rounds, discount)  # noqa: S301
    again.play()
    assert again.transcript == table.transcript


@pytest.mark.parametrize("name", NAMES)
def test_every_strategy_is_a_frozen_value(name: str) -> None:
    made = strategies[name](**OPTIONS.get(name, {}))  # type: ignore[arg-type]
    assert copy.deepcopy(made) == made == pickle.loads(pickle.dumps(made))  # noqa: S301
    with pytest.raises(AttributeError, match="cannot assign"):
        made.name = "x"  # type: ignore[misc]
    assert (strategies[name].__doc__ or "").splitlines()[0].endswith(".")


def test_a_party_s_random_numbers_are_its_own() -> None:
    """Another party that draws as well changes nothing; another seed changes all."""
    outcomes, _ = random_domain(1)
    sides = random_domain(1)[1]
    stubborn = [strategies["random"](floor=0.9), strategies["hardliner"]()]  # type: ignore[call-arg]
    noisy = [stubborn[0], strategies["random"](floor=0.95)]  # type: ignore[call-arg]

    def first(players: list[Strategy], seed: int) -> list[int | None]:
        table = Table(["A", "B"], outcomes, sides, players, rounds=9, stream=partial(stream, seed))
        table.play()
        return [move.outcome for move in table.history if move.party == 0][:3]

    assert first(stubborn, 5) == first(noisy, 5)
    assert len({tuple(first(stubborn, seed)) for seed in range(5)}) > 1
    assert np.array_equal(stream(5, "A", 3), stream(5, "A", 9)[:3])
