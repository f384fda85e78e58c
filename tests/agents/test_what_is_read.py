"""What an interest reads and what a lever changes is what they say: more is an error, never a silent 0."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.interests.base import Assessment, Interest, TradeResults, interests
from tradetalks.agents.valuation import Stakes
from tradetalks.errors import TradetalksError
from tradetalks.model.aspects import ASPECTS
from tradetalks.model.levers.base import Complaint, levers
from tradetalks.model.levers.defence import Defence
from tradetalks.model.levers.tariff import Tariff
from tradetalks.model.negotiation.issues import Issue
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.model.world import ASPECTS_OF, Commitment, Setting, WorldState
from tradetalks.registry import Registry

SCENARIO: dict[str, Any] = {
    "countries": {
        code: {
            "gdp": 1000,
            "defence": {"share": 1.5, "planned": 2.0},
            "strategy": {"name": "linear"},
            "interests": {"defence": {"weight": 1, "spender": "JPN"}},
        }
        for code in ("USA", "JPN")
    },
    "tables": {
        "talks": {
            "parties": ["USA", "JPN"],
            "agenda": {
                "defence": {"lever": "defence", "country": "JPN", "levels": [1.5, 2.0, 3.0]},
                "bases": {"lever": "base_costs", "host": "JPN", "guest": "USA", "levels": [0, 1, 2]},
            },
            "meetings": {"working": {"every_days": 10}},
            "deadline": {"on": 20},
        }
    },
}


@dataclass(frozen=True, kw_only=True)
class Bases(Interest):
    """What is paid for bases; it says that it reads defence."""

    name: ClassVar[str] = "bases"
    reads: ClassVar[Any] = frozenset({"defence"})
    unit: ClassVar[str] = "USD bn a year"
    weight: Annotated[float, Field(ge=0)] = 1.0

    def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
        return np.array([sum(world.owed("base_costs").values()) for world in assessment.worlds])

    def problems(self, country: str, setting: Setting) -> Iterator[Complaint]:
        yield from ()


@dataclass(frozen=True, kw_only=True)
class Careful(Bases):
    """The same, saying so."""

    reads: ClassVar[Any] = frozenset({"base_costs"})


def opened(name: str, kind: type[Interest]) -> TradeTalks:
    """Return the talks once their table has opened, with this one interest for the United States."""
    with interests.extended({name: kind}):
        data = SCENARIO | {"countries": dict(SCENARIO["countries"])}
        data["countries"]["USA"] = data["countries"]["USA"] | {"interests": {name: {}}}
        model = TradeTalks(data, rng=1)
    model.step()
    return model


def test_an_interest_that_reads_more_than_it_says_is_an_error() -> None:
    said = (
        r"the interest 'bases' reads world\.owed\('base_costs'\), but its `reads` doesn't name 'base_costs': "
        r'write reads = frozenset\(\{"base_costs", "defence"\}\) in .*test_what_is_read\.Bases'
    )
    with pytest.raises(TradetalksError, match=said):
        opened("bases", Bases)
    table = opened("careful", Careful).open_tables["talks"]
    assert table.table.preferences[0].value(table.space.outcome({"defence": 1.5, "bases": 2.0})) == 2.0


READS: dict[str, Callable[[WorldState], object]] = {
    "trade": lambda world: world.added_tariffs,
    "defence": lambda world: world.defence_pct,
    "base_costs": lambda world: world.owed("base_costs"),
    "purchases": lambda world: world.owed("purchases"),
    "investment": lambda world: world.owed("investment"),
    "alignment": lambda world: world.owed("alignment"),
    "deals": lambda world: world.deals,
    "alliances": lambda world: world.alliance("USA", "JPN"),
    "hostilities": lambda world: world.hostility("USA", "JPN"),
    "offers": lambda world: world.offers,
}
HIDDEN: list[Callable[[WorldState], object]] = [
    *READS.values(),
    lambda world: world.trade_costs,
    lambda world: world.commitments,
    lambda world: world.climate,
    lambda world: world.part("defence"),
    lambda world: world.with_deal("other", ("USA", "JPN")),
    lambda world: world.changed(deals={}),
]


def reader(look: Callable[[WorldState], object], *reads: str) -> Interest:
    """Return an interest that looks at each world so, and says that it reads these aspects."""

    @dataclass(frozen=True, kw_only=True)
    class Reader(Interest):
        name: ClassVar[str] = "reader"
        reads: ClassVar[Any]
        weight: float = 1.0

        def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
            del country
            return np.array([float(look(world) is None) for world in assessment.worlds])

    Reader.reads = frozenset(reads)
    return Reader()


def stakes(**facts: Any) -> Stakes:
    world = WorldState(Setting(None, {}), np.zeros((2, 2, 1)), np.ones((2, 2, 1)), {"JPN": 1.5}, **facts)
    space = OutcomeSpace([Issue("defence", (1.5, 2.0))])
    return Stakes(space, [Defence(country="JPN")], world, world, None, ("talks", ("USA", "JPN")))


def test_every_aspect_and_every_attribute_of_a_world_is_tried_here() -> None:
    assert tuple(READS) == ASPECTS
    beside = {"setting", "climate", "_parts"}
    assert {item.name for item in dataclasses.fields(WorldState)} == {*ASPECTS_OF, *beside}
    assert {aspect for aspects in ASPECTS_OF.values() for aspect in aspects} == set(ASPECTS)


@pytest.mark.parametrize("aspect", [aspect for aspect in ASPECTS if aspect != "trade"])
def test_what_is_declared_may_be_read(aspect: str) -> None:
    stakes().measure(reader(READS[aspect], aspect), "USA")


@pytest.mark.parametrize("look", HIDDEN)
def test_what_is_not_declared_may_not(look: Callable[[WorldState], object]) -> None:
    declared = "deals"
    if look in {READS["deals"], HIDDEN[-1], HIDDEN[-2]}:
        declared = "offers"
    with pytest.raises(TradetalksError, match="the interest 'reader' reads world"):
        stakes().measure(reader(look, declared), "USA")


def test_trade_results_are_read_by_who_says_so() -> None:
    class Rich(Bases):
        def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
            del country
            return assessment.economy.revenue[:, 0]

    with pytest.raises(TradetalksError, match=r"reads assessment\.economy, .* doesn't name 'trade'"):
        stakes().measure(Rich(), "USA")
    beside = stakes().assess_beside_today(stakes().today)
    whole = Assessment(beside.worlds, TradeResults(np.zeros((2, 1)), np.zeros((2, 1)), np.zeros((2, 1, 1, 1))))
    assert whole.seen_by(frozenset({"defence"})).trade is None
    assert whole.seen_by(frozenset({"trade"})).economy is whole.trade


def test_two_readers_of_different_aspects_are_kept_apart_where_neither_has_anything_to_see() -> None:
    same = stakes()
    assert same.key(frozenset({"purchases"})) != same.key(frozenset({"investment"}))


@pytest.mark.parametrize("values", [[1.0], [[1.0, 2.0]], [np.nan, 1.0, 1.0, 1.0], [1.0, np.inf, 1.0, 1.0]])
def test_an_interest_gives_a_number_for_each_world(values: list[Any]) -> None:
    class Odd(Bases):
        def measure(self, country: str, assessment: Assessment) -> NDArray[np.float64]:
            del country, assessment
            return np.array(values)

    with pytest.raises(TradetalksError, match="'bases' of USA must give a finite number for each of 4 worlds"):
        stakes().measure(Odd(), "USA")


@pytest.mark.parametrize(
    ("reads", "said"),
    [
        (
            frozenset({"defense", "trade"}),
            r"no aspect 'defense' \(did you mean 'defence'\?\); there are trade, defence",
        ),
        (frozenset({"weather"}), "no aspect 'weather'; there are trade"),
        ("trade", r"must name the aspects .* as in frozenset\(\{\"trade\"\}\), not 'trade'"),
        (frozenset(), "must name the aspects"),
        (None, "must name the aspects"),
    ],
)
def test_an_interest_that_names_what_is_not_there_is_refused(reads: object, said: str) -> None:
    class Wrong(Bases):
        pass

    Wrong.reads = reads
    with (
        pytest.raises(TradetalksError, match=f"Wrong: the interest 'wrong': `reads`.*{said}"),
        interests.extended({"wrong": Wrong}),
    ):
        pass


def test_it_is_refused_when_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "interests_of_ours"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    code = """
from tradetalks.agents.interests.base import Interest

class {name}(Interest):
    name = "{name}"
    reads = frozenset({{"{aspect}"}})
"""
    for name, aspect in (("one", "tarde"), ("two", "ofers"), ("three", "trade")):
        (folder / f"{name}.py").write_text(code.format(name=name, aspect=aspect))
    monkeypatch.syspath_prepend(tmp_path)
    found: Registry[Interest] = Registry("interest", folder.name, Interest, interests.complaints)
    with pytest.raises(TradetalksError) as raised:
        _ = found.classes
    assert str(raised.value).splitlines() == [
        f"interests_of_ours.{name}.{name}: the interest '{name}': `reads`: there is no aspect '{aspect}' "
        f"(did you mean '{meant}'?); there are {', '.join(ASPECTS)}"
        for name, aspect, meant in (("one", "tarde", "trade"), ("two", "ofers", "offers"))
    ]
    for name in ("one", "two", "three"):
        monkeypatch.delitem(sys.modules, f"interests_of_ours.{name}")


class Deployment(Defence):
    """It pays for bases as well as for defence."""

    def apply(self, world: WorldState, level: float) -> WorldState:
        return super().apply(world, level).with_commitment(Commitment("base_costs", "JPN", "USA"), level)


def test_a_lever_that_changes_more_than_its_aspect_is_an_error() -> None:
    world = WorldState(Setting(None, {}), defence_pct={"JPN": 1.5})
    space = OutcomeSpace([Issue("defence", (1.5, 2.0))])
    with pytest.raises(TradetalksError, match="the lever 'defence' changes base_costs besides its aspect 'defence'"):
        Stakes(space, [Deployment(country="JPN")], world, world, None, ("talks", ("USA", "JPN")))


def test_a_lever_of_an_unknown_aspect_is_refused() -> None:
    class Sanctions(Tariff):
        aspect: ClassVar[Any] = "trad"

    with (
        pytest.raises(TradetalksError, match=r"the lever 'sanctions': `aspect`: .* \(did you mean 'trade'\?\)"),
        levers.extended({"sanctions": Sanctions}),
    ):
        pass
