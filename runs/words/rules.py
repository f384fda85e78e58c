"""Rules of play in words: what a person at the table is told of them, and how they ended the talks."""

from __future__ import annotations

from collections.abc import Mapping

from tradetalks.model.negotiation.protocols.base import End, Rules
from tradetalks.registry import about
from tradetalks.runs.words.amounts import counted

BRIEFS: Mapping[str, str] = {
    # These are the usual ones: the terminal's commands tell them.
    "alternating_offers": "",
    "mediated_text": (
        "A mediator alone proposes, and all vote on each change of its text; in the last round the text is accepted or "
        "rejected."
    ),
    "monotonic_concession": (
        "In every round all propose at once, and nobody may go back; a proposal that gives the others no less than "
        "their own is the deal."
    ),
    "ultimatum": "Take it or leave it: there is one offer, by the first party, and no other after a rejection.",
}

ENDS: Mapping[End, str] = {
    End.NO_OFFER: "no offer was made",
    End.OFFER_REJECTED: "the offer was rejected",
    End.OFFER_LOST: "the offer fell with a lost turn",
    End.OFFER_A_DEMAND: "the one offer was a demand",
    End.TEXT_REJECTED: "the final text was rejected",
    End.TEXT_LOST: "the final text fell with a lost turn",
    End.NO_CONSENT: "no candidate found everyone's consent",
    End.CONFLICT: "conflict, as nobody conceded",
}


def rules_in_words(rules: Rules) -> str:
    """Write rules of play for a person at the table, in a sentence or two; "" for the usual ones."""
    return BRIEFS.get(rules.name, about(type(rules)))


def end_in_words(end: End | None, rules: Rules) -> str:
    """Write why the rules ended the talks before their time; "" where they didn't."""
    if end is None:
        return ""
    patience = getattr(rules, "patience", None)
    if end is End.CONFLICT and patience is not None:
        return f"{ENDS[end]} for {'a round' if patience == 1 else counted(patience, 'round')}"
    return ENDS[end]
