"""The exam of every kind of part: all that is shipped passes it, and what it is meant to find it finds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from calls import call

from tradetalks.agents.kinds import KINDS, parts_in
from tradetalks.agents.strategies.base import strategies
from tradetalks.errors import PartError
from tradetalks.registry import Registry
from tradetalks.runs.exam.exam import EXAMS, examine, tried_elsewhere
from tradetalks.runs.exam.examples import example_of

SHIPPED = [(registry, name) for registry in KINDS if registry is not strategies for name in registry]
IDS = [f"{registry.kind} {name}" for registry, name in SHIPPED]


@lru_cache(maxsize=1)
def elsewhere() -> dict[tuple[Registry[Any], str], list[str]]:
    """Return what all do in another process: one process for all, as it takes seconds to start."""
    parts = [(registry, example_of(registry, registry[name])) for registry, name in SHIPPED]
    return dict(zip(SHIPPED, tried_elsewhere(parts), strict=True))


def test_every_kind_has_an_exam() -> None:
    assert {*EXAMS} | {strategies} == {*KINDS}


@pytest.mark.parametrize(("registry", "name"), SHIPPED, ids=IDS)
def test_every_shipped_part_passes(registry: Registry[Any], name: str) -> None:
    part = example_of(registry, registry[name])
    checks = list(examine(registry, part, elsewhere()[registry, name]))
    assert [f"{check.name}: {check.text}" for check in checks if not check.passed] == []
    assert len(checks) >= 6


TOP = """from typing import Annotated, ClassVar
import numpy as np
from pydantic import Field
from pydantic.dataclasses import dataclass
from tradetalks.agents.acceptance_conditions.base import Acceptance
from tradetalks.agents.forms.base import Form
from tradetalks.agents.interests.base import Interest, Weight
from tradetalks.agents.opponent_models.base import Estimate, OpponentModel
from tradetalks.model.deadlines.base import Deadline
from tradetalks.model.events.base import Event
from tradetalks.model.levers.defence import Defence
from tradetalks.model.negotiation.protocols.alternating_offers import AlternatingOffers, AlternatingOffersRules
from tradetalks.quantities import Days, Share

COUNT = [0]


@dataclass(frozen=True, kw_only=True)
"""
INTEREST = '''class Mine(Interest):
    """Mine."""
    name: ClassVar[str] = "mine"
    reads: ClassVar = frozenset({READS})
    unit: ClassVar[str] = "USD bn a year"
    weight: Weight = 1.0
    def measure(self, country, assessment):
        """Measure."""
        BODY
'''
SPENT = 'return np.array([world.defence_pct["JPN"] for world in assessment.worlds])'
EVENT = '''class Mine(Event):
    """Mine."""
    name: ClassVar[str] = "mine"
    public: ClassVar = (PUBLIC)
    size: Annotated[Share, Field(description="how much")] = 0.5
    def apply(self, world, markets, key, day):
        """Apply."""
        BODY
'''
RULES = '''class Rules(AlternatingOffersRules):
    """Mine."""
    name: ClassVar[str] = "mine"
    def start(self, parties, length, referee):
        """Start."""
        return Mine(parties, length + parties - 1)


class Mine(AlternatingOffers):
    """Mine."""
    BODY
'''


def interest(body: str, reads: str = '"defence"') -> str:
    return INTEREST.replace("READS", reads).replace("BODY", body)


def event(body: str = "return markets.shaken(world, day, self.size)", public: str = '"size",') -> str:
    return EVENT.replace("PUBLIC", public).replace("BODY", body)


COMBINE = "combine(self, weights, terms, disagreement)"


def part(base: str, method: str, body: str) -> str:
    head = f'class Mine({base}):\n    """Mine."""\n    name: ClassVar[str] = "mine"\n\n'
    return f'{head}    def {method}:\n        """Do it."""\n        {body}\n'


def failed(folder: Path, code: str) -> dict[str, str]:
    """Return what fails when a part of a file sits the exam, by check; not in another process."""
    (folder / "mine.py").write_text(TOP + code, encoding="utf-8")
    ((registry, classes),) = parts_in(folder / "mine.py").items()
    ((_, cls),) = classes.items()
    part = example_of(registry, cls)
    checks = list(examine(registry, part, []))
    return {check.name: check.text for check in checks if not check.passed and check.name != "reproducible"}


@pytest.mark.parametrize("code", [interest(SPENT), event(), RULES.replace("BODY", "pass")])
def test_what_is_fine_passes(code: str, tmp_path: Path) -> None:
    assert failed(tmp_path, code) == {}


@pytest.mark.parametrize(
    ("code", "check", "said"),
    [
        (
            interest('return np.array([sum(world.owed("purchases").values()) for world in assessment.worlds])'),
            "reads",
            "reads world.owed('purchases'), for which 'purchases' must stand in `reads`",
        ),
        (
            interest(SPENT, '"defence", "deals"'),
            "reads",
            "says that it reads 'deals', and doesn't: it would be measured again for nothing",
        ),
        (interest("return np.ones(3)"), "numbers", "gives USA numbers of the shape (3,) for"),
        (interest(SPENT.replace('["JPN"]', '["JPN"] / 0')), "numbers", "mine.py:"),
        (
            interest(SPENT.replace("return ", "return np.cumsum(") + ")"),
            "batches",
            "more than today among all worlds, and",
        ),
        (
            interest(SPENT).replace('"USD bn a year"', '""'),
            "numbers",
            "says no `unit`",
        ),
        (
            interest(f"COUNT[0] += 1\n        {SPENT} * COUNT[0]"),
            "pure",
            "it was ",
        ),
        (interest(SPENT).replace('"mine"', '"defence"'), "options", "'defence' is that of a shipped interest"),
        (interest(SPENT).replace('    """Mine."""\n', ""), "options", "the class Mine has no docstring"),
        (event("return None"), "worlds", "`apply` returns a NoneType, not a world"),
        (event(public='"sise",'), "figures", "lists 'sise' as `public`, and has no such option"),
        (
            event().replace(
                "    def apply",
                '    @property\n    def figures(self):\n        """All."""\n'
                '        return {"event": "mine", "secret": 1}\n    def apply',
            ),
            "figures",
            "shows 'secret' to everyone, and doesn't list it",
        ),
        (event().replace("Share, Field", "float, Field"), "options", "takes any number: give it a range"),
        (event().replace("Share, Field(", "float, Field(ge=0, le=1, "), "options", "a number without a unit"),
        (event().replace('Annotated[Share, Field(description="how much")]', "Share"), "options", "says not what it is"),
        (
            part("Defence", "apply(self, world, level)", 'return super().apply(world, level).with_deal("x", ("USA",))'),
            "changes",
            "it changes deals as well, and says it changes 'defence'",
        ),
        (part("Defence", "today(self, world)", "return 1.0"), "levels", "`today` says 1.0"),
        (part("Defence", "put_back(self, world, source)", "return world"), "way back", "'defence' is not as it was"),
        (
            part("Deadline", "closes(self, u)", "return self.on + 3"),
            "times",
            "passes on day 33, not between its opening, day 4, and day 30",
        ),
        (part("Form", COMBINE, "return -terms[0]"), "numbers", "gives less where the interest 0 has more"),
        (part("Form", COMBINE, "return terms[0] - terms[0].min()"), "batches", "among all, and 0 alone"),
        (part("Acceptance", "judge(self, view, utility)", "return utility / 0"), "answers", "ZeroDivisionError"),
        (
            part("OpponentModel", "learn(self, space, offers, progress)", "return Estimate(())"),
            "guesses",
            "IndexError|guesses at",
        ),
        (
            RULES.replace("BODY", 'def check(self, move):\n        """Check."""\n'),
            "moves",
            "`check` allows a move that `apply` refuses|goes on for ever|allows a move once it has finished",
        ),
        (
            RULES.replace(
                "BODY",
                'def apply(self, move):\n        """Apply."""\n        self.turn += 1\n        super().apply(move)\n',
            ),
            "moves",
            "an illegal .* changes the talks|ends",
        ),
    ],
)
def test_what_is_wrong_is_named(code: str, check: str, said: str, tmp_path: Path) -> None:
    wrong = failed(tmp_path, code)
    assert check in wrong
    with pytest.raises(PartError, match=said if "|" in said or ".*" in said else None):
        raise PartError(wrong[check])
    assert "|" in said or ".*" in said or said in wrong[check]


def test_the_command_puts_all_parts_of_a_file_to_the_exam(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(TOP + interest(SPENT), encoding="utf-8")
    done = call("check-part", "mine.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("mine.py: the interest mine\n  pass  options       ")
    assert done.stdout.count("\n  pass  ") == 8
    done = call("check-part", "mine.py", "--set", "weight=-1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--set weight=-1: weight: must be greater than or equal to 0, not -1" in done.stderr
    (tmp_path / "mine.py").write_text(TOP + interest(SPENT, '"deals"'), encoding="utf-8")
    done = call("check-part", "mine.py", cwd=tmp_path)
    assert done.returncode == 1
    assert "  FAIL  reads         reads world.defence_pct, for which 'defence' must stand in `reads`\n" in done.stdout
    (tmp_path / "empty.py").write_text("", encoding="utf-8")
    done = call("check-part", "empty.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "empty.py: holds no part" in done.stderr
