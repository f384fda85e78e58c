"""GENIUS files read: a domain and the utility spaces of its parties, as they stand, and what can't be read of them.

GENIUS (Lin, Kraus, Baarslag, Tykhonov, Hindriks, Jonker 2014, Computational Intelligence 30) keeps a domain
in one XML file, `<negotiation_template>`, and each party's preferences in another, `<utility_space>`. What
this project can't represent is refused with the file, the issue and why.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tradetalks.errors import Problem, did_you_mean

MAX_BYTES = 20_000_000

_BARE_AMPERSAND = re.compile(rb"&(?!(?:\w+|#\d+|#x[0-9a-fA-F]+);)")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NONLINEAR = {"hyperrectangle", "ufun", "utility_function", "utility", "constraint", "rule"}

type Levels = tuple[str, ...] | range
"""The values of an issue: texts in their order, or whole numbers."""


class UnreadableError(Exception):
    """A file can't be read at all; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True)
class GeniusDomain:
    """A domain file: its issues with their values in the file's order, and the agents that it names.

    Attributes:
        file: its path.
        issues: values by the issue's name.
        agents: (name, utility-space file) as far as the file names them; many don't.
    """

    file: Path
    issues: dict[str, Levels]
    agents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class GeniusProfile:
    """A utility-space file.

    Attributes:
        file: its path.
        evaluations: by issue, one number for each value in the domain's order, as they stand in the file.
        weights: by issue, as they stand in the file.
        reservation: the utility of no deal.
        discount: what is left of a utility at the end of the session, in (0, 1]; 1 is no discount.
        notes: what was read in a way that people should know of.
    """

    file: Path
    evaluations: dict[str, tuple[float, ...]]
    weights: dict[str, float]
    reservation: float
    discount: float
    notes: tuple[str, ...] = field(default=())


def read_xml(path: Path) -> ET.Element:
    """Return the root of a file.

    Document types and entities are refused, so that no file can blow up or fetch another. A bare `&`, as GENIUS's
    own lenient reader lets pass and its files contain, is taken for the character.

    Raises:
        UnreadableError: it can't be opened, isn't XML, or is too large.
    """

    def wrong(message: str, line: int = 0) -> UnreadableError:
        return UnreadableError(Problem(message, str(path), line, 1 if line else 0))

    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise wrong(f"can't be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise wrong(f"is larger than {MAX_BYTES // 1_000_000} MB")
    # In UTF-16 the check for document types would see nothing.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise wrong("is not in an encoding such as UTF-8 or Latin-1")
    if _FORBIDDEN.search(content):
        raise wrong("has a document type or entities (<!DOCTYPE, <!ENTITY), which are not read")
    try:
        return ET.fromstring(_BARE_AMPERSAND.sub(b"&amp;", content))  # noqa: S314  # no document type, no entities
    except (ET.ParseError, ValueError, LookupError) as error:
        line = error.position[0] if isinstance(error, ET.ParseError) else 0
        raise wrong(f"is not XML: {error}", line) from None


def read_domain(path: Path, root: ET.Element, problems: list[Problem]) -> GeniusDomain:
    """Return a domain; what can't be represented is added to the problems."""
    issues: dict[str, Levels] = {}
    for issue in _issues(path, root, problems):
        name = issue.get("name", "")
        if name in issues:
            problems.append(_problem(path, name, "is there twice"))
            continue
        issues[name] = _levels(path, issue, problems)
    if not issues and not problems:
        problems.append(Problem("has no issue", str(path)))
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
    odd = sorted({element.tag for element in root.iter() if str(element.tag).lower() in _NONLINEAR})
    if odd or "nonlinear" in root.get("type", "").lower():
        shown = f" (<{odd[0]}>)" if odd else ""
        what = "hyper-rectangles" if "hyperrectangle" in {tag.lower() for tag in odd} else "a nonlinear utility space"
        message = f"has {what}{shown}: only weighted sums over issues can be represented"
        problems.append(Problem(message, str(path)))
    evaluations: dict[str, tuple[float, ...]] = {}
    index: dict[str, str] = {}
    for issue in _issues(path, root, problems):
        name = issue.get("name", "")
        index[issue.get("index", "")] = name
        if name not in domain.issues:
            known = f"{did_you_mean(name, domain.issues)}; it has {', '.join(domain.issues)}"
            problems.append(_problem(path, name, f"the domain {domain.file.name} has no such issue{known}"))
        elif name in evaluations:
            problems.append(_problem(path, name, "is there twice"))
        else:
            evaluations[name] = _evaluations(path, issue, domain.issues[name], problems)
    if len(problems) == before:
        problems += [_problem(path, name, "is not evaluated") for name in domain.issues if name not in evaluations]
    weights = _weights(path, root, index, problems)
    for name in set(domain.issues) & set(evaluations) - set(weights):
        weights[name] = 0.0
        notes.append(f"{path.name}: issue {name!r} has no weight, so it weighs nothing")
    if len(problems) == before and sum(weights.values()) <= 0:
        problems.append(Problem("all weights are 0", str(path)))
    reservation = _value_of(path, root, "reservation", 0.0, problems)
    if not 0 <= reservation <= 1:
        notes.append(
            f"{path.name}: reservation {reservation:g} lies outside [0, 1], where all utilities are; it is kept"
        )
    notes += [
        f"{path.name}: issue {name!r} is evaluated 0 throughout, so it adds nothing"
        for name, values in evaluations.items()
        if values and max(values) <= 0
    ]
    discount = _value_of(path, root, "discount_factor", 1.0, problems)
    if not 0 <= discount <= 1:
        problems.append(Problem(f"discount_factor must lie in [0, 1], not {discount:g}", str(path)))
    if discount == 0:
        # A utility that is gone after the first moment is no game; GENIUS's own domains write 0 for none.
        notes.append(f"{path.name}: discount_factor 0 is read as none")
        discount = 1.0
    return GeniusProfile(path, evaluations, weights, reservation, discount, tuple(notes))


def _problem(path: Path, issue: str, message: str) -> Problem:
    return Problem(f"issue {issue!r}: {message}", str(path))


def _issues(path: Path, root: ET.Element, problems: list[Problem]) -> Iterator[ET.Element]:
    for objective in root.iter("objective"):
        for below in objective.findall("objective"):
            if below.find(".//issue") is not None:
                name = below.get("name", "")
                problems.append(Problem(f"objective {name!r} lies in another: only flat agendas are read", str(path)))
    for issue in root.iter("issue"):
        if issue.get("name"):
            yield issue
        else:
            problems.append(Problem("has an issue without a name", str(path)))


def _kind(issue: ET.Element) -> str:
    return (issue.get("vtype") or issue.get("type") or issue.get("etype") or "discrete").lower()


def _levels(path: Path, issue: ET.Element, problems: list[Problem]) -> Levels:
    name = issue.get("name", "")
    kind = _kind(issue)
    if kind == "integer" and issue.find("item") is None:
        return _range(path, issue, problems)
    if kind not in {"discrete", "integer"}:
        problems.append(_problem(path, name, f"is of type {kind!r}; only discrete and integer issues have levels"))
        return ()
    values = tuple(item.get("value", "") for item in issue.findall("item"))
    if not values:
        problems.append(_problem(path, name, "has no value"))
    for value in dict.fromkeys(values):
        if not value:
            problems.append(_problem(path, name, "has an item without a value"))
        elif values.count(value) > 1:
            problems.append(_problem(path, name, f"has the value {value!r} twice"))
    return values


def _range(path: Path, issue: ET.Element, problems: list[Problem]) -> range:
    name = issue.get("name", "")
    given = issue.find("range")
    ends = [None, None] if given is None else [given.get("lowerbound"), given.get("upperbound")]
    try:
        low, high = (int(str(end)) for end in ends)
    except ValueError:
        problems.append(_problem(path, name, f"needs a range of whole numbers, not {ends[0]} to {ends[1]}"))
        return range(0)
    if low > high:
        problems.append(_problem(path, name, f"has an empty range, {low} to {high}"))
    return range(low, high + 1)


def _evaluations(path: Path, issue: ET.Element, levels: Levels, problems: list[Problem]) -> tuple[float, ...]:
    name = issue.get("name", "")
    kind = _kind(issue)
    if kind not in {"discrete", "integer"}:
        problems.append(_problem(path, name, f"is of type {kind!r}; only discrete and integer issues have levels"))
        return ()
    if isinstance(levels, range) and issue.find("item") is None:
        return _linear(path, issue, levels, problems)
    known = {str(level): place for place, level in enumerate(levels)}
    found: dict[int, float] = {}
    for item in issue.findall("item"):
        value = item.get("value", "")
        if value not in known:
            shown = ", ".join(list(known)[:12])
            hint = did_you_mean(value, known)
            problems.append(_problem(path, name, f"the domain has no value {value!r}{hint}; it has {shown}"))
            continue
        if known[value] in found:
            problems.append(_problem(path, name, f"evaluates {value!r} twice"))
        number = _number(item.get("evaluation"))
        found[known[value]] = number if number is not None else 0.0
        if number is None or number < 0:
            given = item.get("evaluation")
            said = f"the evaluation of {value!r} must be a number from 0, not {given}"
            problems.append(_problem(path, name, said))
    for value, place in known.items():
        if place not in found:
            problems.append(_problem(path, name, f"doesn't evaluate {value!r}"))
    return tuple(found.get(place, 0.0) for place in range(len(levels)))


def _linear(path: Path, issue: ET.Element, levels: range, problems: list[Problem]) -> tuple[float, ...]:
    """Evaluate whole numbers along a straight line from the lowest, cut off at 0 and 1, as GENIUS does."""
    name = issue.get("name", "")
    line = issue.find("evaluator")
    given = {} if line is None else dict(line.attrib)
    if line is None or given.get("ftype", "linear").lower() != "linear":
        what = "no evaluator" if line is None else f"an evaluator of type {given['ftype']!r}"
        problems.append(_problem(path, name, f"has {what}; whole numbers need a linear one"))
        return ()
    own = issue.find("range")
    if own is not None and (own.get("lowerbound"), own.get("upperbound")) != (str(levels[0]), str(levels[-1])):
        said = f"has the range {own.get('lowerbound')} to {own.get('upperbound')}; the domain's is {levels[0]} to "
        problems.append(_problem(path, name, f"{said}{levels[-1]}"))
    slope = _number(given.get("slope", given.get("parameter1")))
    offset = _number(given.get("offset", given.get("parameter0")))
    if slope is None or offset is None:
        problems.append(_problem(path, name, "its evaluator needs two numbers, slope and offset"))
        return ()
    return tuple(min(max(offset + slope * place, 0.0), 1.0) for place in range(len(levels)))


def _weights(path: Path, root: ET.Element, index: dict[str, str], problems: list[Problem]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for element in root.iter("weight"):
        place = element.get("index", "")
        weight = _number(element.get("value"))
        name = index.get(place, "")
        if not name:
            problems.append(Problem(f"has a weight for issue number {place!r}, which it doesn't have", str(path)))
        elif name in weights:
            problems.append(_problem(path, name, "has two weights"))
        elif weight is None or weight < 0:
            problems.append(_problem(path, name, f"a weight must be a number from 0, not {element.get('value')}"))
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
    return number if math.isfinite(number) else None
