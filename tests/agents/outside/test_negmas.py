"""NegMAS negotiators at our tables: the moves that they make in NegMAS's own mechanism."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from bargaining import Script, played, random_domain, scores, space

from tradetalks.agents.outside.guard import Guarded
from tradetalks.agents.outside.negmas_bridge import NegmasPlayer
from tradetalks.agents.strategies.time_dependent import Linear
from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError, PartError
from tradetalks.model.negotiation.moves import Offer
from tradetalks.model.negotiation.outcomes import OutcomeSpace
from tradetalks.model.negotiation.preferences import Preferences
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.model.negotiation.transcript import OFFERS
from tradetalks.outside.origin import Origin
from tradetalks.runs.exam.strategies import examine
from tradetalks.runs.play.replay import replay
from tradetalks.runs.single import run

installed = importlib.util.find_spec("negmas") is not None
needs_negmas = pytest.mark.skipif(not installed, reason='NegMAS is not installed: pip install -e ".[peers]"')
DETERMINISTIC = [
    "AspirationNegotiator",
    "NiceTitForTatNegotiator",
    "NaiveTitForTatNegotiator",
    "ConcederTBNegotiator",
    "HybridNegotiator",
    "ToughNegotiator",
]


@pytest.fixture
def without_negmas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of NegMAS be found, as where it isn't installed."""
    for name in [name for name in sys.modules if name.split(".")[0] == "negmas"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "negmas", None)


@pytest.mark.usefixtures("without_negmas")
def test_where_it_is_missing_the_install_line_is_told() -> None:
    line = r'NegMAS is not installed: pip install -e ".\[peers\]"'
    with pytest.raises(PartError, match=line):
        NegmasPlayer(negmas="AspirationNegotiator")
    with pytest.raises(ConfigError, match=line):
        load_scenario("split_the_pie", overrides={"countries.A.strategy": {"negmas": "AspirationNegotiator"}})


def test_no_command_imports_it_unasked(tmp_path: Path) -> None:
    code = (
        "import sys; from tradetalks.configs.load import load_scenario; load_scenario('split_the_pie')\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'negmas'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "[]\n"


def ours(names: tuple[str, ...], outcomes: OutcomeSpace, sides: list[Preferences], rounds: int) -> Table:
    return played([NegmasPlayer(negmas=name) for name in names], outcomes, sides, rounds=rounds, complete=False)


def offers(table: Table) -> list[int | None]:
    return [move.outcome for move in table.history if move.kind in OFFERS]


def theirs(
    names: tuple[str, ...], outcomes: OutcomeSpace, sides: list[Preferences], rounds: int
) -> tuple[list[int], int | None]:
    """Return the offers and the agreement of NegMAS's own mechanism."""
    from negmas.outcomes import make_issue
    from negmas.preferences import MappingUtilityFunction
    from negmas.sao import SAOMechanism, negotiators

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        issues = [make_issue(name=issue.name, values=list(range(len(issue)))) for issue in outcomes.issues]
        mechanism = SAOMechanism(issues=issues, n_steps=rounds)
        for name, own in zip(names, sides, strict=True):
            ufun = MappingUtilityFunction(
                lambda outcome, own=own: float(own.utilities[outcomes.at(outcome)]),
                outcome_space=mechanism.outcome_space,
                reserved_value=own.utility_of(own.disagreement),
            )
            mechanism.add(getattr(negotiators, name)(), ufun=ufun)
        agreement = mechanism.run().agreement
        made = [outcomes.at(outcome) for _, outcome in mechanism.trace]
    return made, None if agreement is None else outcomes.at(agreement)


@needs_negmas
@pytest.mark.parametrize("first", DETERMINISTIC)
@pytest.mark.parametrize("second", DETERMINISTIC[:3])
def test_the_moves_are_those_of_negmas(first: str, second: str) -> None:
    outcomes, sides = random_domain(3, reservation=0.1)
    table = ours((first, second), outcomes, sides, 20)
    made, agreement = theirs((first, second), outcomes, sides, 20)
    # Our last offer may be answered, never countered: after it NegMAS may have made one more.
    assert offers(table) == made[: len(offers(table))]
    assert len(made) - len(offers(table)) <= 1
    assert table.agreement == agreement


@needs_negmas
def test_with_three_parties_too() -> None:
    outcomes, sides = random_domain(5, sides=3)
    names = ("AspirationNegotiator", "NaiveTitForTatNegotiator", "ConcederTBNegotiator")
    table = ours(names, outcomes, sides, 20)
    made, agreement = theirs(names, outcomes, sides, 20)
    assert offers(table) == made
    assert table.agreement == agreement


@needs_negmas
@pytest.mark.parametrize("name", ["RandomNegotiator", "MiCRONegotiator"])
def test_who_draws_at_random_follows_the_seed_alone(name: str) -> None:
    data = {"countries.A.strategy": {"negmas": name}, "countries.B.strategy": {"name": "hardliner"}}
    setup = load_scenario("linkage", overrides=data)
    random.seed(1)
    before = random.getstate()
    first = run(setup, seed=1)
    assert random.getstate() == before
    random.seed(2)
    assert run(setup, seed=1).to_json() == first.to_json()
    assert replay(first.to_dict()).same
    assert "negmas" in first.versions[name]
    if name == "RandomNegotiator":
        assert run(setup, seed=2).transcript != first.transcript


@needs_negmas
def test_one_object_for_each_seat_and_run() -> None:
    """The same strategy sits on both sides, and in one run after another."""
    outcomes, sides = random_domain(4)
    player = NegmasPlayer(negmas="MiCRONegotiator")
    tables = [played([player, player], outcomes, sides, rounds=20) for _ in range(2)]
    assert tables[0].history == tables[1].history
    assert tables[0].views[0].memory is not tables[0].views[1].memory


@needs_negmas
def test_it_passes_the_exam() -> None:
    strategy = Guarded(NegmasPlayer(negmas="AspirationNegotiator"), Origin("AspirationNegotiator", "", ""))
    failed = [check for check in examine(strategy) if not check.passed]
    assert failed == []


@needs_negmas
def test_nobody_is_bound_to_less_than_no_deal() -> None:
    pie = space(11)
    sides = [scores([x / 10 for x in range(11)]), scores([1 - x / 10 for x in range(11)], 0.6)]
    eager = NegmasPlayer(negmas=f"{__name__}.Eager")
    table = played([Script(Offer(9), Offer(2)), eager], pie, sides, rounds=3)
    assert table.transcript[1].reason == (
        "Eager would accept, but 0.10 is below its reservation 0.60; Eager offers 1.00 at t = 0.00"
    )
    assert table.agreement == 2
    assert table.transcript[-1].reason == "accepts: 0.80, says Eager"


@needs_negmas
@pytest.mark.parametrize(("name", "reason"), [("Silent", "Silent makes no offer"), ("Leaver", "Leaver ends the talks")])
def test_who_has_nothing_to_offer_walks_away(name: str, reason: str) -> None:
    pie = space(3)
    sides = [scores([0, 0.5, 1]), scores([1, 0.5, 0])]
    player = NegmasPlayer(negmas=f"{__name__}.{name}")
    table = played([Script(Offer(2)), player], pie, sides, rounds=4)
    assert table.status is Status.WALKED_AWAY
    assert table.transcript[-1].reason == reason


@needs_negmas
def test_another_world_is_told() -> None:
    outcomes, sides = random_domain(4)
    players = [NegmasPlayer(negmas="AspirationNegotiator"), Linear()]
    table = Table(["A", "B"], outcomes, sides, players, rounds=10)
    table.meet(0, 1)
    other = Preferences(sides[0].values[::-1], mapped=False)
    table.revalue([other, sides[1]])
    table.meet(1, 1)
    assert other.utility(offers(table)[2] or 0) > 0.8  # its best but for a little, in the new world


@needs_negmas
def test_faults_of_theirs_follow_the_rule() -> None:
    strategy: dict[str, Any] = {"negmas": f"{__name__}.Broken", "limits": {"faults": 2}}
    result = run("split_the_pie", seed=1, countries__A__strategy=strategy)
    assert result.tables["pie"].summary == "No deal: A lost the table on day 1, by faults of its strategy"
    assert "raises RuntimeError: broken (" in result.transcript[0].reason


@needs_negmas
@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        (
            {"negmas": "AspirationNegotiatr"},
            r"strategy.negmas: .*\(did you mean 'AspirationNegotiator'\?\); there are ",
        ),
        ({"negmas": "nosuch.module.Thing"}, "there is no negotiator 'nosuch.module.Thing': No module named 'nosuch'"),
        ({"negmas": "ResponseType"}, "NegMAS has no negotiator 'ResponseType'"),
        ({"negmas": f"{__name__}.Eager", "params": {"size": -1}}, "can't be made with size=-1: ValueError: no size"),
        ({"negmas": "AspirationNegotiator", "parms": {}}, r"has no option 'parms' \(did you mean 'params'\?\)"),
    ],
)
def test_what_can_not_be_used_is_told(strategy: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_scenario("split_the_pie", overrides={"countries.A.strategy": strategy})


if installed:
    from negmas.sao import ResponseType, SAONegotiator

    class Broken(SAONegotiator):
        """Somebody's own negotiator, which fails."""

        def propose(self, state: Any, dest: str | None = None) -> Any:
            raise RuntimeError("broken")

    class Eager(SAONegotiator):
        """Accepts everything, and asks for its best."""

        def __init__(self, *args: Any, size: int = 0, **kwargs: Any) -> None:
            if size < 0:
                raise ValueError("no size")
            super().__init__(*args, **kwargs)

        def propose(self, state: Any, dest: str | None = None) -> Any:
            return self.ufun.best()

        def respond(self, state: Any, source: str | None = None) -> Any:
            return ResponseType.ACCEPT_OFFER

    class Silent(SAONegotiator):
        """Offers nothing."""

        def propose(self, state: Any, dest: str | None = None) -> Any:
            return None

        def respond(self, state: Any, source: str | None = None) -> Any:
            return ResponseType.REJECT_OFFER

    class Leaver(Silent):
        """Leaves."""

        def respond(self, state: Any, source: str | None = None) -> Any:
            return ResponseType.END_NEGOTIATION
