"""GeniusWeb's JSON read: a domain and the profiles of its parties, as they stand, and what can't be read of them.

GeniusWeb has been the platform of the negotiation competition ANAC since 2020. A domain is `{"name", "issuesValues"}`;
a profile is `{CLASS: {...}}` with its own copy of the domain. Of the classes only `LinearAdditiveUtilitySpace` is a
weighted sum over issues; any other is refused by its name. Unlike GENIUS, GeniusWeb takes utilities as they stand:
nothing is divided by a maximum. Utilities of numbers lie on a straight line, rounded to eight decimals, halves up.

Source: the classes of GeniusWeb's packages `issuevalue` and `profile` (Delft University of Technology); older files
call utilities `discreteutils` and `numberutils`, newer ones `DiscreteValueSetUtilities` and `NumberValueSetUtilities`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from tradetalks.configs.genius.files import (
    SHOWN,
    GeniusDomain,
    GeniusProfile,
    Kind,
    Levels,
    Steps,
    UnreadableError,
    check_evaluated,
    check_issues,
    check_texts,
    content_of,
    few,
    of_issue,
    steps,
    unknown_issue,
    worthless,
)
from tradetalks.encoding import wrong_encoding
from tradetalks.errors import Problem

LINEAR = "LinearAdditiveUtilitySpace"
_CLASSES = frozenset({LINEAR, "SumOfGroupsUtilitySpace", "DefaultPartialOrdering"})
_DISCRETE = ("DiscreteValueSetUtilities", "discreteutils")
_NUMBER = ("NumberValueSetUtilities", "numberutils")
_KIND = {_DISCRETE: "texts", _NUMBER: "numbers"}
_ENDS = ("lowValue", "highValue", "lowUtility", "highUtility")
_AS_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_EIGHT_DECIMALS = Decimal("1e-8")
SUM_TOLERANCE = 1e-9
"""How far weights may sum to something else than 1 before it is said."""

type Json = dict[str, Any]


def read(path: Path) -> Json:
    """Return what stands in a file; numbers are texts, so that none is rounded or too long before it is checked.

    Raises:
        UnreadableError: it can't be opened, isn't JSON, is too large or too deep, or has a key twice.
    """

    def wrong(message: str, line: int = 0, column: int = 0) -> UnreadableError:
        return UnreadableError(Problem(message, str(path), line, column))

    def pairs(items: list[tuple[str, Any]]) -> Json:
        whole = dict(items)
        if len(whole) < len(items):
            [(repeated, _)] = Counter(key for key, _ in items).most_common(1)
            raise wrong(f"has the key {repeated!r} twice in one place")
        return whole

    content = content_of(path)
    if said := wrong_encoding(content):
        raise wrong(said)
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=pairs, parse_float=str, parse_int=str)
    except UnicodeDecodeError:
        raise wrong("is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise wrong(f"is not JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise wrong("has brackets too deep inside one another") from None
    return _mapping(data)


def kind(data: Json) -> tuple[Kind, str]:
    """Return what a file holds, and what it calls itself."""
    if "issuesValues" in data:
        return "domain", "a domain"
    if name := _class(data):
        return "profile", f"a {name}"
    return "other", "neither a domain nor a profile of GeniusWeb"


def _mapping(data: Any) -> Json:
    """Return a mapping as it is, {} in place of anything else."""
    if isinstance(data, dict):
        return data
    return {}


def _class(data: Json) -> str:
    """Return the class of a profile, also of one that isn't known here; "" if this is no profile."""
    for name, content in data.items():
        if name in _CLASSES or (len(data) == 1 and isinstance(content, dict) and "domain" in content):
            return name
    return ""


def read_domain(path: Path, data: Json, problems: list[Problem]) -> GeniusDomain:
    """Return a domain; what can't be represented is added to the problems."""
    content = data.get("issuesValues")
    if not isinstance(content, dict):
        problems.append(Problem("issuesValues must be {ISSUE: {values: [...]}} or {ISSUE: {range: ...}}", str(path)))
        return GeniusDomain(path, {})
    issues = {name: _levels(path, name, values, problems) for name, values in content.items()}
    if "" in issues:
        problems.append(Problem("has an issue without a name", str(path)))
    check_issues(path, issues, problems)
    return GeniusDomain(path, issues)


def domain_of(data: Json) -> Json:
    """Return the domain that a profile carries, {} if none."""
    return _mapping(_mapping(data.get(_class(data))).get("domain"))


def _levels(path: Path, name: str, data: Any, problems: list[Problem]) -> Levels:
    values, span = _mapping(data).get("values"), _mapping(data).get("range")
    if isinstance(values, list):
        if any(not isinstance(value, str) for value in values):
            problems.append(of_issue(path, name, "its values must be texts"))
            return ()
        check_texts(path, name, values, problems)
        return tuple(values)
    if isinstance(span, dict):
        span = [span.get(key) for key in ("low", "high", "step")]
    if not (isinstance(span, list) and len(span) == 3):
        span = [None, None, None]
    low, high, step = map(_number, span)
    if low is None or high is None or step is None:
        problems.append(of_issue(path, name, "needs values: [TEXT, ...] or range: [LOW, HIGH, STEP]"))
        return ()
    return steps(path, name, (low, high, step), problems)


def read_profile(path: Path, data: Json, domain: GeniusDomain, problems: list[Problem]) -> GeniusProfile:
    """Return a profile over a domain; what doesn't fit or can't be represented is added to the problems."""
    before = len(problems)
    name = _class(data)
    content = _mapping(data[name])
    utilities: Any = content.get("issueUtilities")
    raw_weights: Any = content.get("issueWeights")
    if name != LINEAR:
        message = f"is a {name}: only a {LINEAR}, a weighted sum over issues, can be represented"
        problems.append(Problem(message, str(path)))
    elif not isinstance(utilities, dict) or not isinstance(raw_weights, dict):
        problems.append(Problem(f"a {LINEAR} needs issueUtilities and issueWeights: {{ISSUE: ...}}", str(path)))
    else:
        problems += differences(path, data, domain)
    if len(problems) > before:
        return GeniusProfile(path, {}, {}, 0.0)
    strangers = [issue for issue in {**utilities, **raw_weights} if issue not in domain.issues]
    problems += [unknown_issue(path, issue, domain) for issue in strangers[:SHOWN]]
    points = {
        issue: _points(path, issue, utilities.get(issue), levels, problems) for issue, levels in domain.issues.items()
    }
    weights = {issue: _weight(path, issue, raw_weights.get(issue), problems) for issue in domain.issues}
    if len(problems) > before:
        return GeniusProfile(path, points, weights, 0.0)
    notes = []
    total = math.fsum(weights.values())
    if total <= 0:
        problems.append(Problem("all weights are 0", str(path)))
        return GeniusProfile(path, points, weights, 0.0)
    if abs(total - 1) > SUM_TOLERANCE:
        notes.append(f"{path.name}: the weights sum to {total:g}, not to 1; they are rescaled")
    reservation, left_out = _reservation(path, content.get("reservationBid"), domain, points, weights, problems)
    if left_out:
        notes.append(f"{path.name}: its reservationBid leaves out {few(left_out)}, which adds nothing to its utility")
    return GeniusProfile(path, points, weights, reservation, notes=(*notes, *worthless(path, points)))


def differences(path: Path, data: Json, domain: GeniusDomain) -> list[Problem]:
    """Return where a profile's own copy of the domain is another one."""
    copy = domain_of(data)
    if not copy:
        return []
    problems: list[Problem] = []
    issues = read_domain(path, copy, problems).issues
    for issue in [issue for issue in {**domain.issues, **issues} if not problems]:
        levels, copied = domain.issues.get(issue), issues.get(issue)
        same = levels == copied
        if isinstance(levels, tuple) and isinstance(copied, tuple):
            # JSON's mappings have no order, and some writers sort values too.
            same = set(levels) == set(copied)
        if not same:
            problems.append(of_issue(path, issue, f"the profile's own domain has it otherwise than {domain.file.name}"))
    return problems


def _points(path: Path, issue: str, data: Any, levels: Levels, problems: list[Problem]) -> tuple[float, ...]:
    if data is None:
        problems.append(of_issue(path, issue, "is not evaluated"))
        return ()
    name, content = "", None
    if isinstance(data, dict) and len(data) == 1:
        [(name, content)] = data.items()
    wanted = _NUMBER if isinstance(levels, Steps) else _DISCRETE
    if name not in wanted or not isinstance(content, dict):
        message = f"has {name or 'no utilities'}; values that are {_KIND[wanted]} need {wanted[0]}"
        problems.append(of_issue(path, issue, message))
        return ()
    if isinstance(levels, Steps):
        return _on_a_line(path, issue, content, levels, problems)
    utilities = content.get("valueUtilities")
    if not isinstance(utilities, dict):
        problems.append(of_issue(path, issue, "needs valueUtilities: {VALUE: UTILITY}"))
        return ()
    check_evaluated(path, issue, {value: place for place, value in enumerate(levels)}, utilities, problems)
    numbers = [_number(utilities.get(value, "0")) for value in levels]
    wrong = [value for value, number in zip(levels, numbers, strict=True) if number is None or not 0 <= number <= 1]
    for value in wrong[:SHOWN]:
        message = f"the utility of {value!r} must be a number from 0 to 1, not {_shown(utilities[value])}"
        problems.append(of_issue(path, issue, message))
    return tuple(float(number or 0) for number in numbers)


def _on_a_line(path: Path, issue: str, data: Json, levels: Steps, problems: list[Problem]) -> tuple[float, ...]:
    """Evaluate numbers along the straight line from the lowest to the highest, as GeniusWeb does."""
    ends = [_number(data.get(key)) for key in _ENDS]
    low, high, first, last = ends
    if low is None or high is None or first is None or last is None or not (0 <= first <= 1 and 0 <= last <= 1):
        message = "needs lowValue and highValue, and lowUtility and highUtility from 0 to 1"
        problems.append(of_issue(path, issue, message))
        return ()
    # The range may end between two of its steps: where, only its own upper end tells.
    if low != levels.low or not levels.high <= high < levels.high + levels.step or high == low:
        message = f"is evaluated from {low:.12g} to {high:.12g}; the domain has {levels.low} to {levels.high}"
        problems.append(of_issue(path, issue, message))
        return ()
    slope = last - first
    return tuple(
        float((first + slope * (number - low) / (high - low)).quantize(_EIGHT_DECIMALS, ROUND_HALF_UP))
        for number in levels
    )


def _weight(path: Path, issue: str, data: Any, problems: list[Problem]) -> float:
    number = _number(data)
    if data is None:
        problems.append(of_issue(path, issue, "has no weight"))
    elif number is None or not 0 <= number <= 1:
        problems.append(of_issue(path, issue, f"a weight must be a number from 0 to 1, not {_shown(data)}"))
    return float(number or 0)


def _reservation(
    path: Path,
    bid: Any,
    domain: GeniusDomain,
    points: Mapping[str, tuple[float, ...]],
    weights: Mapping[str, float],
    problems: list[Problem],
) -> tuple[float, list[str]]:
    """Return the utility of the bid below which nothing is accepted, 0 without one, and the issues it leaves out."""
    if bid is None:
        return 0.0, []
    values = _mapping(bid).get("issuevalues")
    if not isinstance(values, dict):
        problems.append(Problem("reservationBid must be {issuevalues: {ISSUE: VALUE}}", str(path)))
        return 0.0, []
    worth = []
    for issue, value in values.items():
        if issue not in domain.issues:
            problems.append(unknown_issue(path, issue, domain))
            continue
        levels = domain.issues[issue]
        wanted = value
        if isinstance(levels, Steps):
            wanted = _number(value)
        place = next((place for place, level in enumerate(levels) if level == wanted), None)
        if place is None:
            problems.append(of_issue(path, issue, f"the domain has no value {_shown(value)}, as in the reservationBid"))
        else:
            worth.append(weights[issue] * points[issue][place])
    return math.fsum(worth) / math.fsum(weights.values()), [issue for issue in domain.issues if issue not in values]


def _number(data: Any) -> Decimal | None:
    """Return a number, which some writers put in quotes; None if it is none."""
    if isinstance(data, str) and _AS_NUMBER.fullmatch(data):
        return Decimal(data)
    return None


def _shown(data: Any) -> str:
    return repr(data)[:40]
