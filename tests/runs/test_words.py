"""Sentences: every kind of move, status, happening and event has its words, in one place."""

from __future__ import annotations

from typing import Annotated, ClassVar

import pytest
from networks import alone, model_on
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.model.events.base import Event, events
from tradetalks.model.markets import Markets
from tradetalks.model.negotiation.protocols.base import End, protocols
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.transcript import MoveKind
from tradetalks.model.talks.happenings import HappeningKind
from tradetalks.model.world import WorldState
from tradetalks.runs.sight.eyes import OPENED
from tradetalks.runs.words.events import SENTENCES as EVENT_SENTENCES
from tradetalks.runs.words.events import event_in_words
from tradetalks.runs.words.happenings import SENTENCES
from tradetalks.runs.words.moves import VERBS, at_the_table
from tradetalks.runs.words.rules import BRIEFS, ENDS
from tradetalks.runs.words.statuses import STATUS_WORDS, status_kind


def test_every_kind_of_move_has_its_verb_in_each_form() -> None:
    assert [*VERBS] == [*MoveKind]
    assert all(verb.short.split()[0].endswith("s") and verb.long for verb in VERBS.values())
    for field in ("short", "long"):
        forms = [getattr(verb, field) for verb in VERBS.values()]
        assert len({*forms}) == len(forms)


@pytest.mark.parametrize("kind", [*MoveKind])
def test_a_person_at_the_table_is_told_who_did_what(kind: MoveKind) -> None:
    first, later = (at_the_table(kind, "the United States", first=first) for first in (True, False))
    assert first.startswith("The United States ")
    assert (first != later) == (kind in {MoveKind.OFFER, MoveKind.COUNTER_OFFER})


def test_every_status_end_and_protocol_has_its_words() -> None:
    assert {*STATUS_WORDS} == {*map(str, Status)}
    kinds = {str(status): status_kind(status) for status in Status}
    assert {status for status, kind in kinds.items() if kind == "deal"} == {"agreed", "in_force"}
    assert kinds["expired"] == kinds["no_zone"] == kinds["walked_away"] == "none"
    assert {*ENDS} == {*End}
    assert {*BRIEFS} == {*protocols}


def test_every_kind_of_happening_has_its_sentence_and_a_rule_of_who_is_told() -> None:
    assert {*SENTENCES} == {*HappeningKind}
    assert {*OPENED} == {*HappeningKind}


def test_every_shipped_kind_of_event_has_its_sentence() -> None:
    assert {*EVENT_SENTENCES} == {*events}


@dataclass(frozen=True, kw_only=True)
class Parade(Event):
    """A parade is held."""

    name: ClassVar[str] = "grand_parade"
    public: ClassVar[tuple[str, ...]] = ("country", "size", "loud")
    country: str
    size: float
    loud: bool
    secret: Annotated[float, Field(description="known to nobody")] = 0.7317

    def apply(self, world: WorldState, markets: Markets, key: str, day: int) -> WorldState:
        """Change nothing."""
        return world


def test_an_event_of_one_s_own_is_told_by_its_public_options_alone() -> None:
    setting = model_on(alone(), 0).world.setting
    told = event_in_words(Parade(country="USA", size=3.0, loud=True).figures, setting)
    assert told == "grand parade: country USA, size 3, loud yes"
