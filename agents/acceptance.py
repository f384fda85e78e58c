"""Acceptance: when a standing offer is good enough."""

from __future__ import annotations

from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response
from tradetalks.model.negotiation.players import View


def accept_next(view: View, offer: int) -> Response:
    """AC_next: accept what is at least as good as the own next offer, never below the reservation.

    Also known as AC_next(1, 0). Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in
    real-time automated negotiation", Decision Support Systems 60 (2014), 68-77.
    """
    utility = view.preferences.utility(offer)
    reservation = view.reservation
    if utility < reservation:
        return Reject(("{:.2f} is below its reservation {:.2f} at t = {:.2f}", utility, reservation, view.t))
    proposal = view.next_offer
    planned = view.preferences.utility(proposal.outcome) if isinstance(proposal, Offer) else reservation
    if utility >= planned:
        return Accept(("accepts: {:.2f} >= its next offer's {:.2f} at t = {:.2f}", utility, planned, view.t))
    return Reject(("{:.2f} < its next offer's {:.2f}", utility, planned))
