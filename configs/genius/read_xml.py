"""GENIUS's XML read: a domain and the utility spaces of its parties, as they stand, and what can't be read of them.

GENIUS (Lin, Kraus, Baarslag, Tykhonov, Hindriks, Jonker 2014, Computational Intelligence 30) keeps a domain
in one XML file, `<negotiation_template>`, and each party's preferences in another, `<utility_space>`. What
this project can't represent is refused with the file, the issue and why.

The scoring rule is that of GENIUS, and reproduces Table 3 of Baarslag, Hindriks, Jonker (2013), "Effective
acceptance conditions in real-time automated negotiation", Decision Support Systems 60: an issue's
evaluations are divided by their maximum, after both were rounded to whole numbers (halves up) if the
maximum exceeds 1; a utility is the weighted sum.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from tradetalks.configs.genius.files import (
    MAX_DEPTH,
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

_BARE_AMPERSAND = re.compile(rb"&(?!(?:\w+|#\d+|#x[0-9a-fA-F]+);)")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NONLINEAR = {"hyperrectangle", "ufun", "utility_function", "utility", "constraint", "rule"}
_KINDS: dict[str, Kind] = {"negotiation_template": "domain", "utility_space": "profile"}


def read(path: Path) -> ET.Element:
    """Return the root of a file.

    Document types and entities are refused, so that no file can blow up or fetch another. A bare `&`, as GENIUS's
    own lenient reader lets pass and its files contain, is taken for the character.

    Raises:
        UnreadableError: it can't be opened, isn't XML, is too large or too deep.
    """

    def wrong(message: str, line: int = 0) -> UnreadableError:
        return UnreadableError(Problem(message, str(path), line, int(line > 0)))

    content = content_of(path)
    if said := wrong_encoding(content):
        raise wrong(said)
    if b"\0" in content:
        # UTF-16 without a mark: the check for document types would see nothing.
        raise wrong("is not in an encoding such as UTF-8 or Latin-1")
    if _FORBIDDEN.search(content):
        raise wrong("has a document type or entities (<!DOCTYPE, <!ENTITY), which are not read")
    try:
        root = ET.fromstring(_BARE_AMPERSAND.sub(b"&amp;", content))  # noqa: S314  # no document type, no entities
    except ET.ParseError as error:
        raise wrong(f"is not XML: {error}", error.position[0]) from None
    except (ValueError, LookupError) as error:
        raise wrong(f"is not XML: {error}") from None
    if _depth(root) > MAX_DEPTH:
        raise wrong(f"has elements more than {MAX_DEPTH} levels deep")
    return root


def _depth(root: ET.Element) -> int:
    depth, below = 0, [root]
    while below:
        depth, below = depth + 1, [child for element in below for child in element]
    return depth


def kind(root: ET.Element) -> tuple[Kind, str]:
    """Return what a file holds, and what it calls itself."""
    return _KINDS.get(root.tag, "other"), f"a <{root.tag}>"


def read_domain(path: Path, root: ET.Element, problems: list[Problem]) -> GeniusDomain:
    """Return a domain; what can't be represented is added to the problems."""
    issues: dict[str, Levels] = {}
    for issue in _issues(path, root, problems):
        name = issue.get("name", "")
        if name in issues:
            problems.append(of_issue(path, name, "is there twice"))
            continue
        issues[name] = _levels(path, issue, problems)
    check_issues(path, issues, problems)
    agents = tuple(
        (agent.get("name", ""), agent.get("utility_space", ""))
        for agent in root.iter("agent")
        if agent.get("utility_space")
    )
    return GeniusDomain(path, issues, agents)


def read_profile(path: Path, root: ET.Element, domain: GeniusDomain, problems: list[Problem]) -> GeniusProfile:
    """Return a utility space over a domain; what doesn't fit or can't be represented is added to the problems."""
    notes: list[str] = []
    before = len(problems)
    problems += _nonlinear(path, root)
    points, index = _evaluated(path, root, domain, problems)
    if len(problems) == before:
        problems += [of_issue(path, name, "is not evaluated") for name in domain.issues if name not in points]
    weights = _weights(path, root, index, problems)
    for name in domain.issues:
        if name in points and name not in weights:
            weights[name] = 0.0
            notes.append(f"{path.name}: issue {name!r} has no weight, so it weighs nothing")
    if len(problems) == before and sum(weights.values()) <= 0:
        problems.append(Problem("all weights are 0", str(path)))
    reservation = _value_of(path, root, "reservation", 0.0, problems)
    if not 0 <= reservation <= 1:
        notes.append(
            f"{path.name}: reservation {reservation:g} lies outside [0, 1], where all utilities are; it is kept"
        )
    notes += worthless(path, points)
    discount = _discount(path, root, notes, problems)
    return GeniusProfile(path, points, weights, reservation, discount, tuple(notes))


def _nonlinear(path: Path, root: ET.Element) -> list[Problem]:
    """Return the problem that a utility space is more than a weighted sum over issues, if it is."""
    odd = sorted({element.tag for element in root.iter() if str(element.tag).lower() in _NONLINEAR})
    if not odd and "nonlinear" not in root.get("type", "").lower():
        return []
    what = "a nonlinear utility space"
    if "hyperrectangle" in {tag.lower() for tag in odd}:
        what = "hyper-rectangles"
    if odd:
        what += f" (<{odd[0]}>)"
    return [Problem(f"has {what}: only weighted sums over issues can be represented", str(path))]


def _evaluated(
    path: Path, root: ET.Element, domain: GeniusDomain, problems: list[Problem]
) -> tuple[dict[str, tuple[float, ...]], dict[str, str]]:
    """Return the points of each issue's levels, and the issues' names by their numbers in the file."""
    points: dict[str, tuple[float, ...]] = {}
    index: dict[str, str] = {}
    for issue in _issues(path, root, problems):
        name = issue.get("name", "")
        index[issue.get("index", "")] = name
        if name not in domain.issues:
            problems.append(unknown_issue(path, name, domain))
        elif name in points:
            problems.append(of_issue(path, name, "is there twice"))
        else:
            points[name] = _points(path, issue, domain.issues[name], problems)
    return points, index


def _discount(path: Path, root: ET.Element, notes: list[str], problems: list[Problem]) -> float:
    discount = _value_of(path, root, "discount_factor", 1.0, problems)
    if not 0 <= discount <= 1:
        problems.append(Problem(f"discount_factor must lie in [0, 1], not {discount:g}", str(path)))
    if discount == 0:
        # A utility that is gone after the first moment is no game; GENIUS's own domains write 0 for none.
        notes.append(f"{path.name}: discount_factor 0 is read as none")
        return 1.0
    return discount


def scaled(evaluations: Sequence[float]) -> tuple[float, ...]:
    """Return evaluations divided by their maximum, by the rule at the top of this file; all 0 where that is 0.

    >>> scaled([1, 2, 4]), scaled([0.2, 0.4]), scaled([1.4, 2.5])
    ((0.25, 0.5, 1.0), (0.5, 1.0), (0.3333333333333333, 1.0))
    """
    most = max(evaluations, default=0.0)
    if most > 1:
        evaluations = [math.floor(value + 0.5) for value in evaluations]
        most = max(evaluations)
    if most <= 0:
        return tuple(0.0 for _ in evaluations)
    return tuple(value / most for value in evaluations)


def _issues(path: Path, root: ET.Element, problems: list[Problem]) -> Iterator[ET.Element]:
    for objective in root.iter("objective"):
        for below in objective.findall("objective"):
            if below.find(".//issue") is not None:
                name = below.get("name", "")
                problems.append(Problem(f"objective {name!r} lies in another: only flat agendas are read", str(path)))
    nameless = 0
    for issue in root.iter("issue"):
        if issue.get("name"):
            yield issue
        else:
            nameless += 1
    if nameless:
        problems.append(Problem("has an issue without a name", str(path)))


def _kind(issue: ET.Element) -> str:
    return (issue.get("vtype") or issue.get("type") or issue.get("etype") or "discrete").lower()


def _levels(path: Path, issue: ET.Element, problems: list[Problem]) -> Levels:
    name = issue.get("name", "")
    kind = _kind(issue)
    if kind == "integer" and issue.find("item") is None:
        return _range(path, issue, problems)
    if kind not in {"discrete", "integer"}:
        problems.append(of_issue(path, name, f"is of type {kind!r}; only discrete and integer issues have levels"))
        return ()
    values = tuple(item.get("value", "") for item in issue.findall("item"))
    check_texts(path, name, values, problems)
    return values


def _range(path: Path, issue: ET.Element, problems: list[Problem]) -> Levels:
    name = issue.get("name", "")
    span = issue.find("range")
    ends: list[str | None] = [None, None]
    if span is not None:
        ends = [span.get("lowerbound"), span.get("upperbound")]
    try:
        low, high = (int(str(end)) for end in ends)
    except ValueError:
        problems.append(of_issue(path, name, f"needs a range of whole numbers, not {ends[0]} to {ends[1]}"))
        return ()
    return steps(path, name, (Decimal(low), Decimal(high), Decimal(1)), problems)


def _points(path: Path, issue: ET.Element, levels: Levels, problems: list[Problem]) -> tuple[float, ...]:
    name = issue.get("name", "")
    kind = _kind(issue)
    if kind not in {"discrete", "integer"}:
        problems.append(of_issue(path, name, f"is of type {kind!r}; only discrete and integer issues have levels"))
        return ()
    if isinstance(levels, Steps) and issue.find("item") is None:
        return scaled(_linear(path, issue, levels, problems))
    places = {str(level): place for place, level in enumerate(levels)}
    evaluations: dict[str, float] = {}
    repeated: dict[str, None] = {}
    wrong = []
    for item in issue.findall("item"):
        value, text = item.get("value", ""), item.get("evaluation")
        if value in evaluations and value in places:
            repeated[value] = None
        number = _number(text)
        evaluations[value] = 0.0 if number is None else number
        if number is None or number < 0:
            wrong.append(f"the evaluation of {value!r} must be a number from 0, not {text}")
    check_evaluated(path, name, places, evaluations, problems)
    if repeated:
        problems.append(of_issue(path, name, f"evaluates {few([repr(value) for value in repeated])} twice"))
    problems += [of_issue(path, name, message) for message in wrong[:SHOWN]]
    return scaled([evaluations.get(value, 0.0) for value in places])


def _linear(path: Path, issue: ET.Element, levels: Steps, problems: list[Problem]) -> tuple[float, ...]:
    """Evaluate whole numbers along a straight line from the lowest, cut off at 0 and 1, as GENIUS does."""
    name = issue.get("name", "")
    line = issue.find("evaluator")
    if line is None:
        problems.append(of_issue(path, name, "has no evaluator; whole numbers need a linear one"))
        return ()
    form = line.get("ftype", "linear")
    if form.lower() != "linear":
        problems.append(of_issue(path, name, f"has an evaluator of type {form!r}; whole numbers need a linear one"))
        return ()
    ends = str(levels.low), str(levels.high)
    span = issue.find("range")
    if span is not None and (span.get("lowerbound"), span.get("upperbound")) != ends:
        message = (
            f"has the range {span.get('lowerbound')} to {span.get('upperbound')}; the domain's is {' to '.join(ends)}"
        )
        problems.append(of_issue(path, name, message))
    slope = _number(line.get("slope", line.get("parameter1")))
    offset = _number(line.get("offset", line.get("parameter0")))
    if slope is None or offset is None:
        problems.append(of_issue(path, name, "its evaluator needs two numbers, slope and offset"))
        return ()
    return tuple(min(max(offset + slope * place, 0.0), 1.0) for place in range(levels.count))


def _weights(path: Path, root: ET.Element, index: dict[str, str], problems: list[Problem]) -> dict[str, float]:
    weights: dict[str, float] = {}
    # Some files weigh the objective itself, under its own number: it is all that is weighed, so that says nothing.
    objectives = {objective.get("index", "") for objective in root.iter("objective")}
    for element in root.iter("weight"):
        place = element.get("index", "")
        weight = _number(element.get("value"))
        name = index.get(place, "")
        if not name and place in objectives:
            continue
        if not name:
            problems.append(Problem(f"has a weight for issue number {place!r}, which it doesn't have", str(path)))
        elif name in weights:
            problems.append(of_issue(path, name, "has two weights"))
        elif weight is None or weight < 0:
            problems.append(of_issue(path, name, f"a weight must be a number from 0, not {element.get('value')}"))
        weights[name] = weight or 0.0
    weights.pop("", None)
    return weights


def _value_of(path: Path, root: ET.Element, tag: str, default: float, problems: list[Problem]) -> float:
    element = root.find(f".//{tag}")
    if element is None:
        return default
    number = _number(element.get("value"))
    if number is None:
        problems.append(Problem(f"{tag} must be a finite number, not {element.get('value')}", str(path)))
        return default
    return number


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return number
