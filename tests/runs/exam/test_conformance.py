"""The exam: every shipped strategy passes it, and what it is meant to find it finds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from strategy_files import PROPOSE, RESPOND, linear, write

from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.agents.strategies.human import Human
from tradetalks.agents.strategies.scripted import Scripted
from tradetalks.configs.parts.strategy_choice import guarded
from tradetalks.errors import PartError
from tradetalks.outside.files import class_in
from tradetalks.runs.exam.strategies import Check, Played, examine, played_elsewhere

SHIPPED = [name for name in strategies if name != "human"]


def shipped(name: str) -> Strategy:
    return Scripted(offers=(1.0, 0.5, 0.3)) if name == "scripted" else strategies[name]()


@lru_cache(maxsize=1)
def elsewhere() -> dict[str, Played]:
    """Return what all play in another process: one process for all, as it takes a second to start."""
    return dict(zip(SHIPPED, played_elsewhere([shipped(name) for name in SHIPPED]), strict=True))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_strategy_passes(name: str) -> None:
    failed = [f"{check.name}: {check.text}" for check in examine(shipped(name), elsewhere()[name]) if not check.passed]
    assert failed == []


def exam(folder: Path, code: str, *, process: bool = False, **options: object) -> dict[str, Check]:
    """Return what fails when a file's strategy sits the exam, without the other process unless it is asked for."""
    made = guarded(class_in(strategies, write(folder, code)), options)
    checks = examine(made) if process else examine(made, [])
    failed = {check.name: check for check in checks if not check.passed and check.tried}
    return {name: check for name, check in failed.items() if process or name != "reproducible"}


def test_a_file_that_is_fine_passes_in_another_process_too(tmp_path: Path) -> None:
    assert exam(tmp_path, linear(), process=True) == {}


@pytest.mark.parametrize(
    ("code", "check", "said"),
    [
        (linear("linear"), "options", "its name 'linear' is that of a shipped strategy"),
        (linear("My One"), "options", "its name 'My One' is none: small letters"),
        (linear(body=f"{PROPOSE}return Offer(0, None)"), "legal moves", "gives None for a reason, not a text"),
        (linear(body="    share: float = 0.5"), "options", "'share' takes any number: give it a range"),
        (linear(body="    share: object = 0.5"), "options", "'share' takes anything: give it a type"),
        (
            linear(body=f"{PROPOSE}return 1 / 0 if view.round == 2 else super().propose(view)"),
            "legal moves",
            r"raises ZeroDivisionError: division by zero \(mine.py:\d+\) \(at the table small\); and",
        ),
        (linear(body=f"{RESPOND}return Accept('yes')"), "legal moves", "accepts what is worth less to it than no deal"),
        (linear(body=f"{PROPOSE}return Offer(view.space.size)"), "legal moves", "the space has 0 to 8"),
        (
            linear(body=f"{PROPOSE}view.last_offer = 0\n        return super().propose(view)"),
            "looks on",
            "changes view.last_offer",
        ),
        (
            linear(
                body=f"{PROPOSE}view.history.append(view.history[-1]) if view.history else 0\n        return Offer(0)"
            ),
            "looks on",
            "changes view.history",
        ),
        (
            linear(body=f"{PROPOSE}[setattr(move, 'outcome', 0) for move in view.history]\n        return Offer(0)"),
            "looks on",
            "changes view.history",
        ),
        (
            linear(top="COUNT = itertools.count()", body=f"{PROPOSE}return Offer(next(COUNT) % view.space.size)"),
            "reset",
            "move 1 at the table small was 'offer 0: ', then 'offer",
        ),
        (
            linear(body=f"{PROPOSE}return Offer(random.randrange(view.space.size))"),
            "reset",
            "at the table small was",
        ),
        (
            linear(body="    def __deepcopy__(self, memo):\n        return Mine(width=0.9)"),
            "clone",
            "what comes back is not equal to it",
        ),
        (
            linear(body="    def __reduce__(self):\n        raise TypeError('no')"),
            "pickle",
            "raises TypeError: no",
        ),
        (
            # The table is four calls up; its other view knows what the other side wants.
            linear(
                body=f"""{PROPOSE}frame = sys.modules["inspect"].currentframe()
        while "protocol" not in frame.f_locals:
            frame = frame.f_back
        table = frame.f_locals["self"]
        other = table.views[1 - view.party] if len(table.views) == 2 else view
        return Offer(int(other.preferences.order[-1]))""",
                top="import inspect",
            ),
            "fair play",
            "its moves depend on what the others want, which it can't know",
        ),
        (
            linear(body=f"{PROPOSE}view._stream\n        return super().propose(view)"),
            "fair play",
            r"its line \d+ reads 'view._stream', which is private",
        ),
    ],
)
def test_what_is_wrong_is_named(code: str, check: str, said: str, tmp_path: Path) -> None:
    failed = exam(tmp_path, code)
    assert check in failed
    with pytest.raises(PartError, match=said):
        raise PartError(failed[check].text)


def test_a_slow_move_is_named(tmp_path: Path) -> None:
    loop = "while view.round == 3 and view.space.size > 5000:\n            pass"
    body = f"{PROPOSE}{loop}\n        return super().propose(view)"
    failed = exam(tmp_path, linear(body=body), limits={"seconds": 0.05})
    assert list(failed) == ["time"]
    assert failed["time"].text.startswith("takes more than 0.05 s for a move (at the table ten thousand)")


def test_after_two_late_moves_no_more_is_tried(tmp_path: Path) -> None:
    made = guarded(
        class_in(strategies, write(tmp_path, linear(body=f"{PROPOSE}while True: pass"))), {"limits": {"seconds": 0.05}}
    )
    checks = list(examine(made, []))
    assert [check.name for check in checks if check.tried] == ["options", "time"]
    assert len(checks) == 9
    assert checks[2].text == "takes more than 0.05 s for a move, and again; it is not waited for a third time"
    assert checks[-1].text == "not tried, as its moves take too long"


def test_a_strategy_that_takes_its_time_sits_in_fewer_talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tradetalks.runs.exam.strategies.LONG", 0.2)
    monkeypatch.setattr("tradetalks.runs.exam.strategies.AGAIN", 0.05)
    code = linear(body=f"{PROPOSE}time.sleep(0.02)\n        return super().propose(view)")
    checks = list(examine(guarded(class_in(strategies, write(tmp_path, code)), {})))
    assert [check.name for check in checks if not check.passed] == []
    assert " of 32 talks, as it is slow" in checks[1].text


def test_moves_that_depend_on_the_hash_seed_are_not_reproducible(tmp_path: Path) -> None:
    names = "{'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'}"
    code = linear(body=f"{PROPOSE}return Offer(len(list({names})[0]), str(list({names})))")
    failed = exam(tmp_path, code, process=True)
    assert "move 1 at the table small was" in failed["reproducible"].text


def test_a_person_can_not_sit_the_exam() -> None:
    with pytest.raises(PartError, match="'human' can sit at none of the exam's tables"):
        next(examine(Human(), []))
