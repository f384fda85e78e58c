"""Acceptance: when a standing offer is good enough, and when a mediator's candidate is."""

from __future__ import annotations

from tradetalks.model.negotiation.moves import Accept, Offer, Reject, Response, Vote
from tradetalks.model.negotiation.players import View


def accept_next(view: View, offer: int) -> Response:
    """AC_next: accept what is at least as good as the own next offer, never below the reservation.

    Also known as AC_next(1, 0). Source: Baarslag, Hindriks, Jonker, "Effective acceptance conditions in
    real-time automated negotiation", Decision Support Systems 60 (2014), 68-77.
    """
    utility = view.preferences.utility(offer)
    reservation = view.reservation
    if utility < reservation:
        return Reject(("{} is below its reservation {} at t = {:.2f}", utility, reservation, view.t))
    proposal = view.next_offer
    if not isinstance(proposal, Offer):
        return Accept(("accepts: {:.2f} >= its reservation {:.2f} at t = {:.2f}", utility, reservation, view.t))
    planned = view.preferences.utility(proposal.outcome)
    if utility >= planned:
        return Accept(("accepts: {:.2f} >= its next offer's {:.2f} at t = {:.2f}", utility, planned, view.t))
    return Reject(("{} < its next offer's {}", utility, planned))


def planned_next(view: View) -> tuple[float, str]:
    """Return the utility of what a party plans next, and what that is: its next offer, or no deal where it has none."""
    proposal = view.next_offer
    if isinstance(proposal, Offer):
        return view.preferences.utility(proposal.outcome), "its next offer's"
    return view.reservation, "its reservation"


def vote_for_no_worse(view: View, candidate: int, text: int | None) -> Vote:
    """Vote honestly: yes, if a candidate is at least as good as the text so far; before there is one, as no deal.

    Source: the hill climber of Klein, Faratin, Sayama, Bar-Yam, "Negotiating complex contracts", Group Decision and
    Negotiation 12 (2003), 111-125.
    """
    utility = view.preferences.utility(candidate)
    asked, whose = view.reservation, "its reservation"
    if text is not None:
        asked, whose = view.preferences.utility(text), "the text's"
    if utility >= asked:
        return Vote(True, f"{utility:.2f} >= {whose} {asked:.2f}")
    return Vote(False, (f"{{}} < {whose} {{}}", utility, asked))
