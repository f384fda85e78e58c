"""Standard domains: from a table with score-sheets to GENIUS files, a domain and a utility space for each party."""

from __future__ import annotations

import re
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path

from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.sections.table import TableSection
from tradetalks.errors import ConfigError, Problem, TradetalksError
from tradetalks.model.negotiation.issues import Level
from tradetalks.model.negotiation.outcomes import outcome_space
from tradetalks.model.negotiation.score_sheet import ScoreSheet

TOLERANCE = 1e-9

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_genius(setup: Scenario, table: str) -> dict[str, str]:
    """Return a table as GENIUS files, text by file name; reading them again gives the same utilities.

    The domain file names the parties with their files, so that names and order are kept. All issues are
    discrete. What a scenario draws per run takes the middle of its distribution.

    Args:
        setup: the scenario.
        table: the table's id.

    Raises:
        ConfigError: a party without a score-sheet; a score-sheet whose best level of an issue isn't worth 1, as
            GENIUS scales every issue so; a text that XML can't hold. Names every table, party and issue.
    """
    section = setup.tables[table]
    missing = [party for party in section.parties if party not in section.score_sheets]
    if missing:
        message = f"no score-sheet for {', '.join(missing)}: interests are no weighted sum over issues"
        raise ConfigError([Problem(message, setup.name, path=f"tables.{table}")])
    space = outcome_space(tuple(part.issue(name, "", "") for name, part in section.agenda.items()))
    sheets = {party: section.score_sheets[party].sheet(space) for party in section.parties}
    problems = [
        Problem(
            f"the best level of an issue must be worth 1, as GENIUS scales it so, not {max(sheet.points[name]):g}",
            setup.name,
            path=f"tables.{table}.score_sheets.{party}.points.{name}",
        )
        for party, sheet in sheets.items()
        for name, weight in sheet.weights.items()
        # Where all levels are worth nothing there is nothing to scale.
        if weight > 0 and TOLERANCE < max(sheet.points[name]) < 1 - TOLERANCE
    ]
    problems += _unwritable(setup.name, table, section)
    if problems:
        raise ConfigError(problems)
    stem = _stem(setup.name)
    names = {party: f"{stem}_{_stem(party)}_{place}.xml" for place, party in enumerate(section.parties, start=1)}
    titles = {party: setup.countries[party].name or party for party in section.parties}
    if len(set(titles.values())) < len(titles):
        titles = {party: party for party in section.parties}
    files = {f"{stem}_domain.xml": _domain(section, titles, names)}
    offers = section.length or sum(m.rounds for m in section.calendar) * len(names) - len(names) + 1
    for party, sheet in sheets.items():
        discount = section.score_sheets[party].discount_per_turn ** offers
        files[names[party]] = _profile(section, sheet, discount)
    return files


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a new folder, all of them or none.

    Raises:
        TradetalksError: the folder exists and isn't empty, or can't be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise TradetalksError(f"can't write {folder}: it exists and is not an empty folder")
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as part:
            whole = Path(part) / folder.name
            whole.mkdir()
            for name, text in files.items():
                (whole / name).write_text(text, encoding="utf-8", newline="\n")
            if folder.exists():
                folder.rmdir()
            whole.rename(folder)
    except OSError as error:
        raise TradetalksError(f"can't write {folder}: {error.strerror}") from None


def _unwritable(file: str, table: str, section: TableSection) -> list[Problem]:
    problems = []
    for name, part in section.agenda.items():
        texts = [_text(level) for level in part.levels]
        path = f"tables.{table}.agenda.{name}"
        if len(set(texts)) < len(texts):
            problems.append(Problem("a number and a text among its levels read the same", file, path=path))
        problems += [
            Problem(f"XML can't hold the text {text!r}", file, path=path)
            for text in (_title(section, name), *texts)
            if not text or _NOT_IN_XML.search(text)
        ]
    return problems


def _stem(name: str) -> str:
    return "_".join(re.findall(r"\w+", name)) or "domain"


def _title(section: TableSection, name: str) -> str:
    titles = [part.label or key for key, part in section.agenda.items()]
    title = section.agenda[name].label or name
    if titles.count(title) > 1:
        return name
    return title


def _text(level: Level) -> str:
    if isinstance(level, str):
        return level
    return f"{level:.15g}"


def _domain(section: TableSection, titles: Mapping[str, str], files: Mapping[str, str]) -> str:
    root = ET.Element("negotiation_template")
    for party, file in files.items():
        ET.SubElement(root, "agent", {"name": titles[party], "utility_space": file})
    space = ET.SubElement(root, "utility_space", {"number_of_issues": str(len(section.agenda))})
    _issues(space, section, None)
    return _as_text(root)


def _profile(section: TableSection, sheet: ScoreSheet, discount: float) -> str:
    root = ET.Element("utility_space", {"number_of_issues": str(len(section.agenda))})
    objective = _issues(root, section, sheet)
    for place, name in enumerate(section.agenda, start=1):
        weight = sheet.weights.get(name, 0.0)
        ET.SubElement(objective, "weight", {"index": str(place), "value": repr(float(weight))})
    # Rounded, as the n-th power of an n-th root has dust in its last digits.
    ET.SubElement(root, "discount_factor", {"value": f"{discount:.12g}"})
    ET.SubElement(root, "reservation", {"value": repr(float(sheet.reservation))})
    return _as_text(root)


def _issues(root: ET.Element, section: TableSection, sheet: ScoreSheet | None) -> ET.Element:
    facts = {"index": "0", "name": "root", "description": "", "type": "objective", "etype": "objective"}
    objective = ET.SubElement(root, "objective", facts)
    for place, (name, part) in enumerate(section.agenda.items(), start=1):
        facts = {"index": str(place), "name": _title(section, name)}
        issue = ET.SubElement(objective, "issue", facts | dict.fromkeys(("type", "etype", "vtype"), "discrete"))
        points: Sequence[float] = [0.0] * len(part.levels)
        if sheet is not None:
            points = sheet.points.get(name, points)
        for number, (level, worth) in enumerate(zip(part.levels, points, strict=True), start=1):
            item = {"index": str(number), "value": _text(level)}
            if sheet is not None:
                item["evaluation"] = repr(float(worth))
            ET.SubElement(issue, "item", item)
    return objective


def _as_text(root: ET.Element) -> str:
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"
