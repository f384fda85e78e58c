"""What a party reads in the moves so far: who offered what, in which order."""

from __future__ import annotations

from tradetalks.model.negotiation.players import View
from tradetalks.model.negotiation.transcript import OFFERS, PublicMove


def offers_of(view: View, party: int) -> list[int]:
    """Return the outcomes that a party has offered, in their order, repeated ones included."""
    return view.offers_of(party)


def offers_of_others(view: View) -> list[PublicMove]:
    """Return the moves in which anyone else has offered something, in their order."""
    party = view.party
    return [move for move in view.history if move.party != party and move.kind in OFFERS]


def others(view: View) -> list[int]:
    """Return the places of the other parties."""
    return [place for place in range(len(view.parties)) if place != view.party]


def received(view: View) -> list[float]:
    """Return the own utility of the others' first offers, second offers and so on.

    With more than one other party it is the mean over them, as far as all have made so many offers.
    """
    each = [view.preferences.utilities_of(offers_of(view, place)) for place in others(view)]
    if len(each) == 1:
        return each[0]
    return [sum(same) / len(same) for same in zip(*each, strict=False)]
