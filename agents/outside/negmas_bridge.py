"""NegMAS negotiators as strategies: `strategy: {negmas: NiceTitForTatNegotiator}`.

Any negotiator of NegMAS's stacked alternating offers takes a seat, where the extra `peers` is installed; NegMAS is
imported when one is named, and never before. How it is driven stands in `negmas_talk.py`. It sees our outcomes with
the positions of their levels, from 0, as values, our utilities, and our rounds as its steps.

Where we depart from NegMAS: nobody is bound to what is worth less to it than no deal, so what a negotiator accepts
below its reservation of the day is rejected for it, and what it offers below is a demand. One that makes no offer walks
away, as with NegMAS's own default. A negotiator is an object with a state of its own: there is one for each seat and
run, kept in the view's `memory`.

Source: Mohammad, Nakadai, Greenwald, "NegMAS: A platform for automated negotiations", PRIMA 2020, 343-351.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import warnings
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.outside.negmas_talk import Talk
from tradetalks.agents.strategies.base import Seat, Strategy
from tradetalks.errors import PartError, did_you_mean
from tradetalks.model.negotiation.moves import Offer, Response, WalkAway
from tradetalks.model.negotiation.players import View
from tradetalks.outside.origin import Origin

INSTALL = 'pip install -e ".[peers]"'


@dataclass(frozen=True, kw_only=True)
class NegmasPlayer(Strategy):
    """A NegMAS negotiator decides."""

    name: ClassVar[str] = "negmas"
    negmas: Annotated[
        str,
        Field(description="the negotiator: a name of negmas.sao.negotiators, or the dotted path of another class"),
    ]
    params: Annotated[
        dict[str, bool | int | float | str | None],
        Field(description="what it is made with, by the names of its own parameters"),
    ] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make one, so that what is wrong is told before the talks begin."""
        self.negotiator("a")

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Come back from another process; NegMAS is imported now, so that no move's time is taken by it."""
        self.__dict__.update(state)
        negotiator_class(self.negmas)

    def negotiator(self, party: str) -> Any:
        """Return a new negotiator for a party.

        Raises:
            PartError: there is none of this name, or it can't be made with these parameters.
        """
        cls = negotiator_class(self.negmas)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return cls(name=party, id=party, **self.params)
        except Exception as error:  # noqa: BLE001 - whatever it raises
            given = ", ".join(f"{key}={value!r}" for key, value in self.params.items()) or "no parameters"
            raise PartError(f"{self.negmas} can't be made with {given}: {type(error).__name__}: {error}") from None

    def problems(self, seat: Seat) -> Iterator[tuple[str, str]]:
        """Yield why its mechanism isn't that table's."""
        yield from super().problems(seat)
        if seat.protocol != "alternating_offers":
            yield "", f"negotiators of NegMAS play alternating_offers here, not {seat.protocol}"

    def propose(self, view: View) -> Offer | WalkAway:
        """Make the offer that the negotiator makes."""
        return self._talk(view).propose(view)

    def respond(self, view: View, offer: int) -> Response:
        """Give the negotiator's answer."""
        return self._talk(view).respond(view, offer)

    def _talk(self, view: View) -> Talk:
        if not isinstance(view.memory, Talk):
            view.memory = Talk(view, self.negotiator)
        return view.memory


def negotiator_class(name: str) -> type[Any]:
    """Return the NegMAS negotiator of a name.

    Raises:
        PartError: NegMAS isn't installed, or has none of this name.
    """
    sao = _negmas("negmas.sao")
    bases = (sao.SAONegotiator, _negmas("negmas.gb.negotiators.base").GBNegotiator)
    module, _, last = name.rpartition(".")
    home = sao.negotiators
    if module:
        try:
            home = importlib.import_module(module)
        except ImportError as error:
            raise PartError(f"there is no negotiator {name!r}: {error}") from None
    cls: Any = getattr(home, last, None)
    if _is_negotiator(cls, bases):
        return cls  # type: ignore[no-any-return]
    known = sorted(key for key, value in vars(home).items() if _is_negotiator(value, bases))
    there = f"; there are {', '.join(known)}" if known else ""
    raise PartError(f"NegMAS has no negotiator {name!r}{did_you_mean(last, known)}{there}")


def negmas_origin(name: str) -> Origin:
    """Return where a NegMAS negotiator comes from."""
    try:
        return Origin(name, "", f"negmas {importlib.metadata.version('negmas')}")
    except importlib.metadata.PackageNotFoundError:
        return Origin(name, "", "")


def _negmas(module: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "negmas":
            raise
        raise PartError(f"NegMAS is not installed: {INSTALL}") from None


def _is_negotiator(cls: object, bases: tuple[type, ...]) -> bool:
    return inspect.isclass(cls) and issubclass(cls, bases) and not inspect.isabstract(cls)
