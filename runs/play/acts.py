"""Acts: the entries of a session's log, as data. Made again one after the other they give the same run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Any, Literal

from pydantic import Field

from tradetalks.model.negotiation.transcript import LONGEST_MESSAGE, Decider
from tradetalks.runs.files.forms import Form, Levels

type Kind = Literal["move", "pass", "seat", "close", "event", "put_off", "prescribe"]


class Act(Form):
    """Something that somebody has done in a session.

    Attributes:
        kind: a "move"; a "pass", a turn that time has taken; a "seat" that a person or a strategy takes; a table's
            "close"; an "event" put in; a deadline "put_off"; a move "prescribe"d for a later turn.
        day: the day of the run on which it was done.
        decider: who did it.
        table, party: at which table, and for which party; "" where it is about none.
        round, answers: of a move and a pass, the table's round from 0 and the levels of the offer that stood.
        move, offer, message: of a move, as `tradetalks.runs.play.moves` has it.
        strategy: of a seat, who takes it, as in a scenario file.
        event: what is put in, as in a scenario file.
        days: by how many days a deadline is put off.
        turn: at which turn of the table a prescribed move is made, from 0.
    """

    kind: Kind
    day: Annotated[int, Field(ge=-1)]
    decider: Annotated[Decider, Field(strict=False)] = Decider.PERSON
    table: str = ""
    party: str = ""
    round: Annotated[int, Field(ge=0)] | None = None
    answers: Levels | None = None
    move: str = ""
    offer: Levels | None = None
    message: Annotated[str, Field(max_length=LONGEST_MESSAGE)] = ""
    strategy: dict[str, Any] | None = None
    event: dict[str, Any] | None = None
    days: int = 0
    turn: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, without what it is not about."""
        return self.model_dump(mode="json", exclude_defaults=True)


def in_table_order(log: Iterable[Act], tables: Sequence[str]) -> list[Act]:
    """Return acts in an order that doesn't tell which of several tables of a day was the quicker one.

    Moves and passes between two other acts are put in the tables' order: made again so they give the same run.

    Args:
        log: the acts.
        tables: all tables by id, in the network's order.
    """
    ordered: list[Act] = []
    for (_, moved), together in groupby(log, key=lambda act: (act.day, act.kind in {"move", "pass"})):
        acts = [*together]
        if moved:
            acts.sort(key=lambda act: tables.index(act.table))
        ordered += acts
    return ordered
