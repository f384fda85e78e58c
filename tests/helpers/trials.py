"""How much is tried: a tenth in the suite, all of it in the evidence; for how long; and what may come of it."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from tradetalks.errors import TradetalksError

LONGEST_MESSAGE = 20_000
"""Characters of a message: none has as many."""
SECONDS = 10
"""Of CPU, that a trial may take."""
_PATIENCE = 120
"""Seconds that it may wait for something, on a machine that has other work."""


def in_tenths(count: int) -> pytest.MarkDecorator:
    """Give a test `numbers` of trials: the first tenth of so many in the suite, all ten in the evidence."""
    size = count // 10
    tenths = [range(size * place, size * (place + 1)) for place in range(10)]
    evidence = [
        pytest.param(numbers, id=f"tenth {place} of 10", marks=pytest.mark.evidence)
        for place, numbers in enumerate(tenths, 1)
    ]
    return pytest.mark.parametrize("numbers", [pytest.param(tenths[0], id="a tenth"), *evidence])


def seeded(seed: str) -> Random:
    """Return random numbers that a text names, the same on any machine."""
    return Random(seed)  # noqa: S311 - nothing here is secret


class HangsError(BaseException):
    """A trial takes too long. No `except Exception` of what is tried holds it up."""


@contextmanager
def in_time() -> Iterator[None]:
    """Break off, by HangsError, what takes more than SECONDS of CPU or waits for good."""

    def too_long(number: int, _frame: FrameType | None) -> None:
        raise HangsError(f"broken off after {SECONDS} s of CPU" if number == signal.SIGPROF else "it waits for good")

    limits = {signal.SIGPROF: (signal.ITIMER_PROF, SECONDS), signal.SIGALRM: (signal.ITIMER_REAL, _PATIENCE)}
    before = {number: signal.signal(number, too_long) for number in limits}
    for timer, seconds in limits.values():
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for number, (timer, _) in limits.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


def told(call: Callable[[], object]) -> str:
    """Return what an error of the family says, "" where there is none; any other error is not caught."""
    try:
        call()
    except TradetalksError as error:
        text = str(error)
        assert text, "an error says nothing"
        assert len(text) < LONGEST_MESSAGE
        return text
    return ""


def refused(numbers: Iterable[int], trial: Callable[[int], object]) -> int:
    """Make trials; return how many ended in an error of the family.

    Any other error, and what takes too long, fails the test in the end, with the number of each such trial.
    """
    count = 0
    wrong: list[str] = []
    for number in numbers:
        try:
            with in_time():
                count += bool(told(lambda number=number: trial(number)))
        except (Exception, HangsError) as error:  # noqa: BLE001 - each is told, with its trial
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(frame.filename).name}:{frame.lineno}"
            wrong.append(f"trial {number}: {type(error).__name__} in {where}: {str(error)[:300]}")
    assert not wrong, f"{len(wrong)} trials:\n" + "\n".join(wrong)
    return count


def half_written(folder: Path) -> list[str]:
    """Return the files in a folder that were begun and not brought to an end."""
    return [str(file) for file in folder.rglob("*") if file.name.startswith(".") and os.path.lexists(file)]
