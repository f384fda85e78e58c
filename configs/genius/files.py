"""What files of GENIUS and of GeniusWeb have in common: their bounds, and what a domain and a profile are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from tradetalks.errors import Problem, did_you_mean
from tradetalks.model.negotiation.outcomes import MAX_OUTCOMES

MAX_BYTES = 5_000_000
"""How large one file may be."""
MAX_DEPTH = 64
"""How many levels of elements, or of brackets, a file may have."""
MAX_ISSUES = 200
MOST, DECIMALS = 1_000_000_000_000, 9
"""How large the numbers of an issue may be, and how fine: what levels hold without rounding."""
SHOWN = 12
"""So many names are listed in a message; the rest are counted."""

type Kind = Literal["domain", "profile", "other"]


class UnreadableError(Exception):
    """A file can't be read at all; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True)
class Steps:
    """Evenly spaced numbers.

    Attributes:
        low: the first.
        step: from one to the next.
        count: how many.
    """

    low: Decimal
    step: Decimal
    count: int

    @property
    def high(self) -> Decimal:
        """The last."""
        return self.low + (self.count - 1) * self.step

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Decimal]:
        return (self.low + place * self.step for place in range(self.count))


type Levels = tuple[str, ...] | Steps
"""The values of an issue: texts in their order, or numbers."""


@dataclass(frozen=True)
class GeniusDomain:
    """A domain: its issues with their values in the file's order, and the agents that it names.

    Attributes:
        file: its path.
        issues: values by the issue's name.
        agents: (name, profile's file) as far as the file names them; many don't.
    """

    file: Path
    issues: dict[str, Levels]
    agents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GeniusProfile:
    """What a party wants of a domain.

    Attributes:
        file: its path.
        points: by issue, what each value is worth, in the domain's order, from 0 to 1.
        weights: by issue, as they stand in the file.
        reservation: the utility of no deal.
        discount: what is left of a utility at the end of the session, in (0, 1]; 1 is no discount.
        notes: what was read in a way that people should know of.
    """

    file: Path
    points: dict[str, tuple[float, ...]]
    weights: dict[str, float]
    reservation: float
    discount: float = 1.0
    notes: tuple[str, ...] = field(default=())


def content_of(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        UnreadableError: it can't be opened, or is too large.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(Problem(f"can't be read: {error.strerror}", str(path))) from None
    if len(content) > MAX_BYTES:
        raise UnreadableError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB", str(path)))
    return content


def of_issue(path: Path, issue: str, message: str) -> Problem:
    """Return a problem of one issue in a file."""
    return Problem(f"issue {issue!r}: {message}", str(path))


def few(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    listed = ", ".join(names[:SHOWN])
    if len(names) > SHOWN:
        listed += f" and {len(names) - SHOWN:,} more"
    return listed


def check_issues(path: Path, issues: Mapping[str, Levels], problems: list[Problem]) -> None:
    """Note that a domain has no issue, or too many."""
    if not issues and not problems:
        problems.append(Problem("has no issue", str(path)))
    if len(issues) > MAX_ISSUES:
        problems.append(Problem(f"has {len(issues):,} issues; at most {MAX_ISSUES} are read", str(path)))


def steps(path: Path, issue: str, span: tuple[Decimal, Decimal, Decimal], problems: list[Problem]) -> Steps:
    """Return the numbers of an issue; those that can't be levels are added to the problems.

    Args:
        path: the file.
        issue: whose numbers they are.
        span: the lowest, one that none exceeds, and the step between two.
        problems: what is wrong so far.
    """
    low, high, step = span
    nothing = Steps(low, step, 0)
    text = f"{low:.12g} to {high:.12g} in steps of {step:.12g}"
    if low > high or step <= 0:
        problems.append(of_issue(path, issue, f"has an empty range, {text}"))
        return nothing
    # Not abs, nor anything else that computes: an exponent may be a billion.
    if any(number.copy_abs() > MOST or round(number, DECIMALS) != number for number in span):
        problems.append(of_issue(path, issue, f"has numbers beyond {MOST:,} or finer than {DECIMALS} decimals, {text}"))
        return nothing
    count = int((high - low) // step) + 1
    if count > MAX_OUTCOMES:
        problems.append(of_issue(path, issue, f"has {count:,} values; at most {MAX_OUTCOMES:,} deals are evaluated"))
        return nothing
    return Steps(low, step, count)


def check_texts(path: Path, issue: str, values: Sequence[str], problems: list[Problem]) -> None:
    """Note that an issue has no value, one without a text, or some twice."""
    if not values:
        problems.append(of_issue(path, issue, "has no value"))
    repeated = [value for value, times in Counter(values).items() if value and times > 1]
    if "" in values:
        problems.append(of_issue(path, issue, "has a value without a text"))
    if repeated:
        problems.append(of_issue(path, issue, f"has the value {few([repr(value) for value in repeated])} twice"))


def check_evaluated(
    path: Path, issue: str, values: Mapping[str, int], evaluated: Mapping[str, object], problems: list[Problem]
) -> None:
    """Note values that the domain doesn't have, and those that aren't evaluated.

    Args:
        path: the profile.
        issue: whose values they are.
        values: the domain's, with their places.
        evaluated: the profile's.
        problems: what is wrong so far.
    """
    strangers = [value for value in evaluated if value not in values]
    if strangers:
        # One hint: each is a search through all values.
        hint = did_you_mean(strangers[0], list(values)[:MAX_ISSUES])
        named = few([repr(value) for value in strangers])
        problems.append(of_issue(path, issue, f"the domain has no value {named}{hint}; it has {few(list(values))}"))
    missing = [repr(value) for value in values if value not in evaluated]
    if missing:
        problems.append(of_issue(path, issue, f"doesn't evaluate {few(missing)}"))


def unknown_issue(path: Path, issue: str, domain: GeniusDomain) -> Problem:
    """Return the problem that a domain has no such issue."""
    listed = f"{did_you_mean(issue, domain.issues)}; it has {few(list(domain.issues))}"
    return of_issue(path, issue, f"the domain {domain.file.name} has no such issue{listed}")


def worthless(path: Path, points: Mapping[str, Sequence[float]]) -> list[str]:
    """Return notes of the issues whose values are all worth nothing."""
    return [
        f"{path.name}: issue {name!r} is evaluated 0 throughout, so it adds nothing"
        for name, values in points.items()
        if values and max(values) <= 0
    ]
