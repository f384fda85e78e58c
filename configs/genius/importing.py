"""Standard domains: from a folder of files of GENIUS (XML) or GeniusWeb (JSON) to a scenario with score-sheets.

How a file is read and scored stands where its form is read; here weights are rescaled to sum to 1.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tradetalks.configs.genius.files import GeniusDomain, GeniusProfile, Levels, Steps, few
from tradetalks.configs.genius.folder import Folder, form_of
from tradetalks.configs.load import load_scenario
from tradetalks.configs.yaml.reader import MAX_BYTES
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.errors import ConfigError, Problem, TradetalksError, did_you_mean
from tradetalks.model.negotiation.outcomes import MAX_OUTCOMES

ROUNDS = 100
"""Length of an imported table: the files say nothing of rounds, their literature often takes 100 or more."""
TABLE = "talks"
STRATEGY = {"name": "boulware", "e": 0.2}


@dataclass(frozen=True)
class Imported:
    """A domain as a scenario.

    Attributes:
        data: the scenario as plain data.
        text: the same as a YAML file.
        parties: the seats with the file of each.
        outcomes: how many deals are possible.
        notes: what people should know of how it was read.
    """

    data: dict[str, Any]
    text: str
    parties: dict[str, str]
    outcomes: int
    notes: tuple[str, ...]


def import_genius(folder: str | Path, parties: Mapping[str, str] | None = None, *, domain: str = "") -> Imported:
    """Read a folder with a domain and the profiles of its parties, in the files of GENIUS or GeniusWeb.

    Args:
        folder: where the files are: a domain, and a profile (GENIUS: a utility space) for each party.
        parties: names and files of the parties, in the order of their turns. Left out, every profile of
            the folder takes a seat; for order and names see `seats`.
        domain: the domain's file, where the folder has several.

    Raises:
        ConfigError: something can't be read or represented; names every file, issue and reason.
    """
    files = Folder.read(folder)
    chosen = files.domain_file(domain)
    form, problems = form_of(chosen), list[Problem]()
    agenda = form.domain(chosen, files.contents[chosen], problems)
    outcomes = math.prod(map(len, agenda.issues.values()))
    if not problems and outcomes > MAX_OUTCOMES:
        sizes = few([f"{name} {len(levels)}" for name, levels in agenda.issues.items()])
        message = f"has {outcomes:,} possible deals; at most {MAX_OUTCOMES:,} are evaluated (levels: {sizes})"
        problems.append(Problem(message, str(chosen)))
    if problems:
        raise ConfigError(problems)
    profiled = files.own_profiles(agenda)
    notes = files.passed_over(agenda, profiled)
    seated = _named(files.place, files.profiles(agenda), parties) if parties else seats(agenda, profiled)
    if len(seated) < 2:
        seen = ", ".join(file.name for file in seated.values()) or "none"
        raise ConfigError([Problem(f"a negotiation has two parties or more; profiles: {seen}", str(folder))])
    profiles = {party: form.profile(file, files.contents[file], agenda, problems) for party, file in seated.items()}
    if problems:
        raise ConfigError(problems)
    notes += [note for profile in profiles.values() for note in profile.notes]
    data = _scenario(files.place, agenda, profiles)
    text = _written(data, agenda, profiles)
    if len(text.encode()) > MAX_BYTES:
        raise ConfigError([Problem(f"makes a scenario file of more than {MAX_BYTES // 1_000_000} MB", str(folder))])
    # Not written unless it runs, and says what the data say.
    if parse_tree(text, shown_as=str(folder)).data != data:
        raise TradetalksError(f"{folder} can't be written as YAML: please report its files")
    load_scenario(data)
    seating = {party: profile.file.name for party, profile in profiles.items()}
    return Imported(data, text, seating, outcomes, tuple(notes))


def seats(domain: GeniusDomain, spaces: Sequence[Path]) -> dict[str, Path]:
    """Return the parties by name, in the order of their turns.

    The domain file may name agents with their files: then these, in its order. Else a party is named by what
    tells its file's name from the others', and the order is that in which the name of the domain's file or
    folder begins with all of them ("ItexvsCypress": Itex, Cypress); else that of the file names, numbers by size.
    """
    by_name = {file.name: file for file in spaces}
    agents = {name: by_name[Path(file).name] for name, file in domain.agents if name and Path(file).name in by_name}
    if len(agents) == len(set(agents.values())) == len(spaces):
        return agents
    files = sorted(spaces, key=lambda file: [int(p) if p.isdigit() else p.lower() for p in _runs(file.stem)])
    names = _telling_parts([file.stem for file in files])
    for title in (domain.file.stem, domain.file.parent.resolve().name):
        order = _leading(title, names)
        if order:
            return {name: files[names.index(name)] for name in order}
    return dict(zip(names, files, strict=True))


def _leading(title: str, names: Sequence[str]) -> list[str]:
    """Return all names in the order in which a title begins with them, "vs" or the like between; none if it doesn't."""
    rest, order = title.lower(), []
    left = sorted(names, key=len, reverse=True)
    while left:
        first = next((name for name in left if rest.startswith(name.lower())), None)
        if first is None:
            return []
        order.append(first)
        left.remove(first)
        rest = re.sub(r"^[\W_]*(?:versus|vs|and)?[\W_]*", "", rest[len(first) :])
    return order


def _runs(stem: str) -> list[str]:
    # Texts and numbers in turn, from a text on, so that any two names compare.
    return re.split(r"(\d+)", stem)


def _telling_parts(stems: Sequence[str]) -> list[str]:
    """Return what is left of names without the words that all begin and end with."""
    words = [[word for word in re.split(r"[\W_]+", stem) if word] or [stem] for stem in stems]
    for end in (0, -1):
        while len(stems) > 1 and min(map(len, words)) > 1 and len({parts[end] for parts in words}) == 1:
            for parts in words:
                parts.pop(end)
    names = ["_".join(parts) for parts in words]
    if len(set(names)) < len(names):
        return list(stems)
    return names


def _named(folder: Path, spaces: Sequence[Path], parties: Mapping[str, str]) -> dict[str, Path]:
    profiles = {file.name: file for file in spaces}
    profiles |= {file.stem: file for file in spaces}
    problems = [
        Problem(f"{party}: there is no profile {file!r}{did_you_mean(file, profiles)}", str(folder))
        for party, file in parties.items()
        if file not in profiles
    ]
    if problems:
        raise ConfigError(problems)
    return {party: profiles[file] for party, file in parties.items()}


def _scenario(folder: Path, domain: GeniusDomain, profiles: Mapping[str, GeniusProfile]) -> dict[str, Any]:
    ids = _ids(list(domain.issues), "issue")
    codes = _ids(list(profiles), "party", lower=False)
    offers = ROUNDS * len(profiles) - len(profiles) + 1
    agenda = {ids[name]: _issue(name, ids[name], levels) for name, levels in domain.issues.items()}
    return {
        "title": folder.resolve().name,
        "description": f"Imported from the {form_of(domain.file).name} domain {domain.file.name}.",
        "countries": {codes[party]: {"name": party, "strategy": dict(STRATEGY)} for party in profiles},
        "tables": {
            TABLE: {
                "parties": [codes[party] for party in profiles],
                "agenda": agenda,
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": ROUNDS - 1},
                "score_sheets": {codes[party]: _sheet(profile, ids, offers) for party, profile in profiles.items()},
            }
        },
    }


def _issue(name: str, key: str, levels: Levels) -> dict[str, Any]:
    issue: dict[str, Any] = {}
    if name != key:
        issue["label"] = name
    if isinstance(levels, Steps) and levels.count > 2:
        ends = {"from": levels.low, "to": levels.high, "step": levels.step}
        return {**issue, "levels": {end: _plain(number) for end, number in ends.items()}}
    return {**issue, "levels": [_plain(level) for level in levels]}


def _plain(level: Decimal | str) -> float | int | str:
    if isinstance(level, str):
        return level
    if level == int(level):
        return int(level)
    return float(level)


def _sheet(profile: GeniusProfile, ids: Mapping[str, str], offers: int) -> dict[str, Any]:
    total = math.fsum(profile.weights.values())
    sheet: dict[str, Any] = {
        "weights": {key: profile.weights[name] / total for name, key in ids.items()},
        "points": {key: list(profile.points[name]) for name, key in ids.items()},
        "reservation": profile.reservation,
    }
    if profile.discount < 1:
        # GENIUS: u D^t, t from 0 to 1 over the session. Ours: delta^k u on the k-th offer, delta^n d after all n.
        sheet["discount_per_turn"] = profile.discount ** (1 / offers)
    return sheet


def _ids(names: Sequence[str], kind: str, *, lower: bool = True) -> dict[str, str]:
    """Return an id for each name that can stand in a path of `--set`: words joined by underscores."""
    ids: dict[str, str] = {}
    for place, name in enumerate(names, start=1):
        words = "_".join(re.findall(r"\w+", name.lower() if lower else name)).strip("_")
        key = words or str(place)
        if key[0].isdigit():
            key = f"{kind}_{key}"
        while key in ids.values():
            key += "_"
        ids[name] = key
    return ids


def _written(data: Mapping[str, Any], domain: GeniusDomain, profiles: Mapping[str, GeniusProfile]) -> str:
    files = ", ".join([domain.file.name, *(profile.file.name for profile in profiles.values())])
    head = [
        f"# Imported from {form_of(domain.file).name} files: {files}",
        f"# Points are {form_of(domain.file).points}, weights are rescaled to sum to 1.",
        "# Strategies, meetings and the deadline are not in such files: change them as you like.",
    ]
    for party, profile in profiles.items():
        if profile.discount < 1:
            left = f"leaves {profile.discount:g} of a score at the end, as its discount_factor does"
            head.append(f"# {party}: discount_per_turn {left}")
    return "\n".join(line.replace("\r", " ").replace("\n", " ") for line in head) + "\n" + _block(data, 0)


def _block(data: Mapping[str, Any], depth: int) -> str:
    lines = []
    for key, value in data.items():
        # Mappings of mappings take lines of their own, others one line.
        if isinstance(value, Mapping) and any(isinstance(item, (Mapping, list)) for item in value.values()):
            lines.append(f"{'  ' * depth}{_scalar(key)}:\n{_block(value, depth + 1)}")
        else:
            lines.append(f"{'  ' * depth}{_scalar(key)}: {_flow(value)}\n")
    return "".join(lines)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, str):
        return _scalar(value)
    return repr(value)


def _scalar(text: str) -> str:
    """Write a text so that it stays one: bare where it is a word, else in quotes, whose escapes JSON shares."""
    if re.fullmatch(r"[A-Za-z_]\w*", text, re.ASCII) and text.lower() not in {"true", "false", "null", "nan", "inf"}:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # Not JSON's escapes for these: YAML knows no surrogate pairs.
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in quoted)
