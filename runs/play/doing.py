"""Doing acts: what each kind of act does to a run."""

from __future__ import annotations

from tradetalks.configs.later_parts import event_of, strategy_of
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.negotiation.moves import Move
from tradetalks.model.negotiation.transcript import Decider
from tradetalks.model.talks.interventions import MakeMove, PutIn, PutOff
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.acts import Act
from tradetalks.runs.play.moves import move_of_data

REASONS = {Decider.PERSON: "a person decided", Decider.INSTRUCTOR: "an instructor decided"}
"""Why a move from outside was made, by who decided it."""


def do(act: Act, number: int, model: TradeTalks, setup: Scenario) -> None:
    """Do an act to a run, now.

    Args:
        act: what is done.
        number: of the act in its log, from 1.
        model: the run.
        setup: its scenario.

    Raises:
        TradetalksError: it can't be done now; says why. Nothing has changed.
    """
    match act.kind:
        case "move":
            model.submit(act.table, _move(act, model), by=act.party, decider=act.decider, message=act.message)
        case "pass":
            model.pass_turn(act.table, by=act.party)
        case "seat":
            # Before its strategy is made: who doesn't sit there gets none.
            model.table(act.table).place_of(act.party)
            model.seat(act.table, act.party, strategy_of(setup, act.table, act.party, act.strategy or {}))
        case "close":
            model.close_table(act.table)
        case "event":
            model.intervene(PutIn(event_of(act.event or {}), f"put-in-{number}"))
        case "put_off":
            model.intervene(PutOff(act.table, act.days))
        case "prescribe":
            model.intervene(MakeMove(act.table, act.turn, _move(act, model)))


def _move(act: Act, model: TradeTalks) -> Move:
    return move_of_data(act.move, act.offer, model.open_table(act.table).space, REASONS.get(act.decider, ""))
