"""Deadlines in a scenario file: when talks end without a deal, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from tradetalks.configs.complaints import Complaints
from tradetalks.configs.rate_fields import Rates
from tradetalks.configs.sections import Day, Section, check
from tradetalks.model.deadlines import Deadline, ExtendableDeadline, HardDeadline, RandomDeadline

_OF_KIND = {
    "hard": (),
    "extendable": ("by", "times", "days", "near", "chance", "credibility"),
    "random": ("hazard", "from"),
}
"""The options of each kind of deadline."""

DEADLINES = {"hard": "never put off", "extendable": "some may put it off", "random": "it may pass on any day"}
"""What each kind of deadline is."""


def options_of_other_kinds(kind: str) -> tuple[str, ...]:
    """Return the options that go with other kinds of deadlines than this one."""
    return tuple(option for other, options in _OF_KIND.items() if other != kind for option in options)


class LettersSection(Section):
    """Letters that announce new rates once the deadline has passed."""

    rates: Annotated[
        Rates,
        Field(min_length=1, description="IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ]
    after: Annotated[int, Field(ge=0, le=3650, description="days from the deadline until they are in force")]


class DeadlineSection(Section):
    """When the talks end without a deal, who may put that off, and what follows."""

    on: Annotated[
        Day, Field(description="the last day on which the table can agree; of a random one the last possible")
    ]
    kind: Annotated[
        Literal["hard", "extendable", "random"],
        Field(description="; ".join(f"{kind}: {told}" for kind, told in DEADLINES.items())),
    ] = "hard"
    snap_back: Annotated[
        Rates,
        Field(description="tariffs that follow at once: IMPORTER.EXPORTER[.SECTOR]: points on top of base tariffs"),
    ] = {}
    letters: Annotated[LettersSection | None, Field(description="tariffs that follow some days later")] = None
    by: Annotated[list[str], Field(description="extendable: parties of which any may put it off; all if left out")] = []
    times: Annotated[int, Field(ge=1, le=100, title="times it may be put off", description="extendable: how often")] = 1
    days: Annotated[
        int, Field(ge=1, le=3650, title="days it is put off", description="extendable: by how many days each time")
    ] = 30
    near: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="nearness needed",
            description="extendable: how near the last offers must be, in the own utility of who does it",
        ),
    ] = 1.0
    chance: Annotated[
        float,
        Field(
            ge=0, le=1, title="chance of putting off", description="extendable: with which chance it is, if they are"
        ),
    ] = 1.0
    credibility: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="belief left each time",
            description="extendable: what is left of the belief in the threat each time",
        ),
    ] = 1.0
    hazard: Annotated[
        float | None, Field(gt=0, le=1, description="random: chance of a day, if it has not passed before")
    ] = None
    start: Annotated[
        Day | None, Field(alias="from", description="random: the first day on which it may; the opening if left out")
    ] = None

    @check
    def _fits_its_kind(self, complaints: Complaints) -> None:
        for kind, options in _OF_KIND.items():
            for option in options if kind != self.kind else ():
                if ("start" if option == "from" else option) in self.model_fields_set:
                    complaints.add((option,), f"goes with `kind: {kind}`", at_key=True)
        if self.kind == "random" and self.hazard is None:
            complaints.add(("kind",), "`random` needs a `hazard`, the chance of a day", about=("hazard",))

    @property
    def latest(self) -> int:
        """The last day on which the table could still be open, whatever happens."""
        if self.kind == "extendable":
            return ExtendableDeadline(on=self.on, times=self.times, days=self.days).latest
        return self.on

    def deadline(self, opens: int, parties: Sequence[str]) -> Deadline:
        """Return the deadline of a table that opens on a day."""
        letters = {} if self.letters is None else dict(self.letters.rates)
        after = 0 if self.letters is None else self.letters.after
        threat: dict[str, Any] = {
            "on": self.on,
            "snap_back": self.snap_back,
            "letters": letters,
            "letters_after": after,
        }
        if self.kind == "extendable":
            options = {key: getattr(self, key) for key in _OF_KIND["extendable"] if key != "by"}
            return ExtendableDeadline(**threat, **options, by=tuple(self.by or parties))
        if self.kind == "random":
            return RandomDeadline(
                **threat, hazard=self.hazard or 1.0, start=opens if self.start is None else self.start
            )
        return HardDeadline(**threat)
