"""Laws that hold under every protocol, whoever sits at the table, on random domains."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import partial
from itertools import groupby, pairwise
from typing import Any

import pytest
from bargaining import stream
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_tables import NAMES, a_strategy, seated

from tradetalks.agents.strategies.rubinstein import PROTOCOLS as OF_RUBINSTEIN
from tradetalks.model.negotiation.moves import Accept, Reject, Vote
from tradetalks.model.negotiation.protocols.base import End, Rules, protocols
from tradetalks.model.negotiation.protocols.mediated_text import MediatedTextRules
from tradetalks.model.negotiation.protocols.monotonic_concession import MonotonicConcessionRules
from tradetalks.model.negotiation.referee import Referee
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import OFFERS, MoveKind, PublicMove

OTHERS = [name for name in protocols if name != "alternating_offers"]  # its laws are in test_strategy_laws.py
SEATS = [(protocol, name) for protocol in OTHERS for name in NAMES if name != "rubinstein" or protocol in OF_RUBINSTEIN]
FLOORS = [0.0, 0.3, 0.6, 1.2]
VOTES = {MoveKind.VOTE_YES, MoveKind.VOTE_NO}


@st.composite
def rules_of(draw: st.DrawFn, protocol: str) -> Rules:
    match protocol:
        case "monotonic_concession":
            return MonotonicConcessionRules(patience=draw(st.sampled_from([None, 1, 3])))
        case "mediated_text":
            return MediatedTextRules(changes=draw(st.integers(1, 4)))
        case _:
            return protocols[protocol]()


@st.composite
def settings_of(draw: st.DrawFn, protocol: str, name: str | None = None) -> dict[str, Any]:
    """What `seated` needs: two or three strategies, the named one among them, over a random domain."""
    count = 2 if name == "rubinstein" else draw(st.integers(2, 3))
    allowed = [known for known in NAMES if known != "rubinstein" or (count == 2 and protocol in OF_RUBINSTEIN)]
    names = [name or draw(st.sampled_from(allowed)), *(draw(st.sampled_from(allowed)) for _ in range(count - 1))]
    players = [draw(a_strategy(known)) for known in names]
    return {
        "players": draw(st.permutations(players)),
        "seed": draw(st.integers(0, 10_000)),
        "shape": draw(st.lists(st.integers(1, 5), min_size=1, max_size=3)),
        "floors": [draw(st.sampled_from(FLOORS)) for _ in players],
        "rounds": draw(st.integers(1, 25)),
        "discount": draw(st.sampled_from([1.0, 0.95])),
        "protocol": draw(rules_of(protocol)),
    }


def played(given: dict[str, Any], **changed: Any) -> Table:
    table = seated(**(given | changed))
    table.play()
    return table


def by_round(table: Table) -> Iterator[list[PublicMove]]:
    for _, moves in groupby(table.history, key=lambda move: move.round):
        yield list(moves)


@pytest.mark.parametrize(("protocol", "name"), SEATS)
@settings(max_examples=8)
@given(data=st.data())
def test_nobody_is_bound_to_a_loss_and_all_ends_in_time(protocol: str, name: str, data: st.DataObject) -> None:
    """A move that isn't allowed raises: so every strategy plays by the rules, too."""
    given_ = data.draw(settings_of(protocol, name))
    table = played(given_)
    assert table.protocol.finished
    assert table.history == [entry.move for entry in table.transcript]
    assert all(move.round < table.clock.rounds and 0 <= move.t <= 1 for move in table.history)
    assert all(one.round <= other.round for one, other in pairwise(table.history))
    if table.agreement is not None:
        number = table.protocol.offers_made - 1
        assert 0 <= number < table.length
        assert not any(view.prefers_no_deal(table.agreement, number) for view in table.views)
    # The same again, from strategies that went through a pickle.
    again = played(given_, players=pickle.loads(pickle.dumps(given_["players"])))  # noqa: S301
    assert again.transcript == table.transcript


# ---- monotonic concession


@settings(max_examples=80)
@given(settings_of("monotonic_concession"))
def test_nobody_goes_back_and_the_first_proposal_that_suits_all_is_the_deal(given: dict[str, Any]) -> None:
    table = played(given)
    last: dict[int, float] = {}
    for moves in by_round(table):
        proposals = {move.party: move.outcome for move in moves if move.kind in OFFERS and move.outcome is not None}
        assert len(proposals) == len(table.parties)
        number = moves[0].round
        floors = [view.reservation_value(number) for view in table.views]
        values = {party: table.preferences[party].value(outcome) for party, outcome in proposals.items()}
        for party, value in values.items():
            assert value <= last.get(party, value) or last[party] < floors[party]
        suiting = {
            outcome
            for outcome in proposals.values()
            if all(own.value(outcome) >= max(values[at], floors[at]) for at, own in enumerate(table.preferences))
        }
        agreed = {move.outcome for move in moves if move.kind is MoveKind.ACCEPT}
        assert bool(suiting) == (number == table.history[-1].round and table.agreement is not None)
        if suiting:
            assert table.agreement in suiting
            assert agreed <= {table.agreement}
            assert table.protocol.lots == len(suiting)
        last = values


@settings(max_examples=60)
@given(settings_of("monotonic_concession"), st.integers(1, 3))
def test_talks_end_in_conflict_after_so_many_rounds_without_a_concession(given: dict[str, Any], patience: int) -> None:
    long = played(given, protocol=MonotonicConcessionRules())
    short = played(given, protocol=MonotonicConcessionRules(patience=patience))
    # Parties propose in their order; acceptances follow.
    worth = [
        [own.value(move.outcome) for own, move in zip(long.preferences, moves, strict=False)]  # type: ignore[arg-type]
        for moves in by_round(long)
    ]
    # The first round in which nobody has conceded for the patience-th time in a row ends the talks.
    still, end = 0, len(worth)
    for number, (before, after) in enumerate(pairwise(worth), 1):
        still = 0 if any(now < then for then, now in zip(before, after, strict=True)) else still + 1
        agreed = long.agreement is not None and number == len(worth) - 1
        if still == patience and not agreed:
            end = number + 1
            break
    assert short.transcript == [entry for entry in long.transcript if entry.move.round < end]
    assert (short.protocol.end is End.CONFLICT) == (short.agreement is None and still == patience)


# ---- mediated text


@settings(max_examples=80)
@given(settings_of("mediated_text"))
def test_the_text_never_gets_worse_for_anyone(given: dict[str, Any]) -> None:
    table = played(given)
    texts: list[int] = []
    for moves in by_round(table):
        if moves[0].kind in VOTES:
            assert len({move.outcome for move in moves}) == 1, "all vote on the same candidate"
            if all(move.kind is MoveKind.VOTE_YES for move in moves) and moves[0].outcome is not None:
                texts.append(moves[0].outcome)
    for before, after in pairwise(texts):
        assert all(own.value(after) >= own.value(before) for own in table.preferences)
    if texts:
        # The first text was no worse to anyone than no deal, and what is agreed is the last.
        assert table.agreement in {None, texts[-1]}
    elif table.clock.rounds > 1:
        assert table.agreement is None
        assert table.protocol.end is End.NO_CONSENT


@settings(max_examples=80)
@given(settings_of("mediated_text"), st.integers(1, 25))
def test_more_rounds_never_hurt(given: dict[str, Any], more: int) -> None:
    """Without a discount: a deal stays one, and is no worse for anyone."""
    short = played(given, discount=1.0)
    assume(short.agreement is not None)
    long = played(given, discount=1.0, rounds=given["rounds"] + more)
    assert long.agreement is not None
    assert short.agreement is not None
    for own in long.preferences:
        assert own.value(long.agreement) >= own.value(short.agreement)


@settings(max_examples=80)
@given(settings_of("mediated_text"))
def test_candidates_follow_from_the_votes_alone(given: dict[str, Any]) -> None:
    """A mediator that sees nobody at the table makes the same candidates of the same votes."""
    table, rules = played(given), given["protocol"]
    count = len(table.parties)
    blind = rules.start(count, table.length, Referee(table.space, [], partial(stream, given["seed"])))
    movable = sum(levels > 1 for levels in table.space.shape)
    for move in table.history:
        assert (blind.standing, blind.voting) == (move.outcome, move.kind in VOTES)
        if blind.voting and blind.text is not None:
            pairs = zip(table.space.positions(blind.text), table.space.positions(blind.standing), strict=True)
            assert min(1, movable) <= sum(one != other for one, other in pairs) <= min(rules.changes, movable)
        if move.kind in VOTES:
            blind.apply(Vote(move.kind is MoveKind.VOTE_YES))
        else:
            blind.apply(Accept() if move.kind is MoveKind.ACCEPT else Reject())
    assert (blind.agreement, blind.finished) == (table.agreement, True)
