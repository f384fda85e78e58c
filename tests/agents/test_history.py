from __future__ import annotations

from bargaining import a_view, scores, space
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.agents.history import offers_of, received
from tradetalks.model.negotiation.transcript import MoveKind, PublicMove

PIE, OWN = space(5), scores([0, 0.25, 0.5, 0.75, 1])

moves = st.builds(
    PublicMove, st.just(0), st.just(0), st.just(0.0), st.integers(0, 1), st.sampled_from(MoveKind), st.integers(0, 4)
)


@given(st.lists(st.lists(moves, max_size=4), max_size=6))
def test_a_party_that_looks_again_and_again_reads_what_one_reads_at_once(meetings: list[list[PublicMove]]) -> None:
    often = a_view(PIE, OWN)
    for meeting in meetings:
        often.history.extend(meeting)  # type: ignore[attr-defined] - the table's own list
        for party in (0, 1):
            offered = {MoveKind.OFFER, MoveKind.COUNTER_OFFER, MoveKind.DEMAND}
            expected = [move.outcome for move in often.history if move.party == party and move.kind in offered]
            assert offers_of(often, party) == expected == offers_of(a_view(PIE, OWN, moves=often.history), party)
        assert received(often) == [OWN.utility(outcome) for outcome in offers_of(often, 1)]


def test_whoever_changes_the_list_changes_no_history() -> None:
    view = a_view(PIE, OWN, moves=[PublicMove(0, 0, 0.0, 1, MoveKind.OFFER, 3)])
    offers_of(view, 1).append(4)
    assert offers_of(view, 1) == [3]
