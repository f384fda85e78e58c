"""Fills the generated parts of the documentation from the registries, the schema and the shipped files.

    python tools/make_reference.py

A page marks such a part by a line `<!-- generated: NAME ARGUMENT -->` and a line `<!-- end -->`; what stands
between them is replaced. The names are the keys of `PARTS` below. tests/project/test_reference.py fails
if a page is not up to date.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import typer
import yaml
from pydantic import TypeAdapter

from tradetalks.agents.acceptance_conditions.base import acceptances
from tradetalks.agents.forms.base import forms
from tradetalks.agents.interests.base import interests
from tradetalks.agents.opponent_models.base import opponent_models
from tradetalks.agents.strategies.base import strategies
from tradetalks.cli import main as cli
from tradetalks.configs.experiment.cluster import SlurmCluster
from tradetalks.configs.experiment.columns import IDENTITY, ISSUE, Column
from tradetalks.configs.experiment.measures import OF_PARTY, OF_RUN, OF_TABLE, Measure
from tradetalks.configs.experiment.schema import Experiment
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.configs.parts.strategy_choice import SELECTORS
from tradetalks.configs.sections.agenda import LevelRange
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.configs.tariff_states import tariff_states
from tradetalks.configs.yaml.nodes import KeyPath
from tradetalks.configs.yaml.tree import parse_tree
from tradetalks.model.events.base import events
from tradetalks.model.levers.base import levers
from tradetalks.model.negotiation.protocols.base import protocols
from tradetalks.registry import Registry
from tradetalks.runs.batch.events import EVENT_COLUMNS
from tradetalks.runs.batch.parts import SECONDS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

_REGION = re.compile(r"(<!-- generated: ([\w ]+) -->\n).*?(^<!-- end -->$)", re.MULTILINE | re.DOTALL)

type JsonSchema = Mapping[str, Any]


# ---- Markdown


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def paragraphs(docstring: str | None) -> str:
    """Return a docstring as Markdown, without the sections that are for programmers."""
    text = inspect.cleandoc(docstring or "")
    text = re.split(r"\n\n(?:Args|Attributes|Returns|Raises|Example):\n", text)[0]
    return "\n\n".join(_filled_paragraph(part) for part in text.split("\n\n") if part.strip())


def _filled_paragraph(text: str) -> str:
    """Fill a paragraph, or each item of a list."""
    if not text.startswith("- "):
        return textwrap.fill(text, 110)
    items = re.split(r"\n(?=- )", text)
    return "\n".join(textwrap.fill(" ".join(item.split()), 110, subsequent_indent="  ") for item in items)


def capital(text: str) -> str:
    """Return a description as a sentence begins."""
    return text[:1].upper() + text[1:]


def number(value: float) -> str:
    """Write a number as a scenario file would."""
    return f"{value:g}"


# ---- types of the JSON Schema, in words


_RANGES = (("exclusiveMinimum", "> "), ("minimum", "≥ "), ("exclusiveMaximum", "< "), ("maximum", "≤ "))
_WORDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
REGISTRIES: dict[str, Registry[Any]] = {
    "strategies": strategies,
    "acceptance": acceptances,
    "opponent models": opponent_models,
    "forms": forms,
    "interests": interests,
    "levers": levers,
    "events": events,
    "protocols": protocols,
}
"""The registries by the names of their pages; a new one needs a line here and a page."""


def in_words(schema: JsonSchema, places: Mapping[str, str], key: str = "ID") -> str:
    """Return the type of a value, for people.

    Args:
        schema: of the value.
        places: under which path each section is described.
        key: what a mapping's keys are, where its keys aren't given.
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[mapping](#{anchor(places[name])})" if name in places else "mapping"
    if "const" in schema or "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return _choice(schema["anyOf"], places, key)
    if schema.get("type") == "array":
        return f"list of {in_words(schema.get('items', {}), places)}"
    if schema.get("type") == "object":
        below = schema.get("additionalProperties")
        if not isinstance(below, Mapping):
            return "mapping"
        return f"mapping from {key.lower()} to {in_words(below, places).replace('[mapping]', '[these keys]')}"
    if schema.get("format") == "date":
        return "date"
    text = _WORDS.get(str(schema.get("type")), "any value")
    bounds = [f"{sign}{number(schema[key])}" for key, sign in _RANGES if key in schema]
    return ", ".join([text, *bounds])


def _choice(options: list[JsonSchema], places: Mapping[str, str], key: str) -> str:
    # A strategy may also be of a file or of another library, in place of a name.
    titles = {option.get("title") for option in options} - {None, *SELECTORS}
    for page, registry in REGISTRIES.items():
        if titles and titles <= set(registry):
            return f"[{registry.kind}]({page.replace(' ', '-')}.md)"
    words = dict.fromkeys(in_words(option, places, key) for option in options if option.get("type") != "null")
    return "date or day number" if set(words) == {"date", "whole number, ≥ 0"} else " or ".join(words)


def anchor(path: str) -> str:
    """Return the anchor that a heading with this path gets."""
    return re.sub(r"[^\w\- ]", "", path.lower()).replace(" ", "-")


def option_rows(
    schema: JsonSchema, places: Mapping[str, str], skip: tuple[str, ...] = ()
) -> list[tuple[str, str, str, str]]:
    """Return a row for each key of a section: name, type, default, meaning."""
    rows = []
    for name, part in schema.get("properties", {}).items():
        if name in skip:
            continue
        if name in schema.get("required", ()):
            default = "required"
        else:
            default = _default(part.get("default"), whole="$ref" in part)
        kind = in_words(part, places, _KEYS.get(name, "ID"))
        rows.append((f"`{name}`", kind, default, capital(str(part.get("description", "")))))
    return rows


def _default(value: Any, *, whole: bool) -> str:
    """Return a default as a file would have it; that of a whole section is told by its keys."""
    if value in (None, "", {}, []):
        return "none"
    if whole:
        return "as its keys'"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{number(value) if isinstance(value, float) else value}`"


OPTIONS = ("key", "type", "default", "meaning")

_KEYS = {
    "countries": "COUNTRY",
    "interests": "INTEREST",
    "tables": "TABLE",
    "agenda": "ISSUE",
    "meetings": "KIND",
    "strategies": "COUNTRY",
    "score_sheets": "COUNTRY",
    "weights": "ISSUE",
    "points": "ISSUE",
    "added_tariffs": "RATE",
    "snap_back": "RATE",
    "rates": "RATE",
    "leaves": "RATE",
    "edges": "EDGE",
    "waiting": "COUNTRY",
    "coalitions": "COALITION",
    "conflicts": "CONFLICT",
    "events": "EVENT",
    "outside_options": "PARTY",
}
"""What the keys of a mapping by ids are, by the mapping's own key."""


# ---- the scenario file


def scenario_sections() -> str:
    """Describe every section of a scenario file, from the schema."""
    whole = Scenario.file_schema(draws=False)
    # A file that extends another may leave them out.
    whole["required"] = next(part["required"] for part in whole["anyOf"] if part["required"] != ["extends"])
    found = dict(_sections(whole, "", whole["$defs"]))
    places = {}
    for path, name in found.items():
        places.setdefault(name, path)
    parts = []
    for name, path in places.items():
        if not path:
            parts.append(_section("The file", whole, places))
            continue
        schema = whole["$defs"][name]
        described = str(schema.get("description", ""))
        if "properties" not in schema:
            schema = _alone(schema["anyOf"])
        parts.append(_section(f"`{path}`", {**schema, "description": described}, places))
        if name == "IssueSection":
            even = LevelRange.model_json_schema()
            parts.append(_section(f"`{path}.levels`, evenly spaced", even, places))
    return "\n\n".join(parts)


def _alone(options: list[JsonSchema]) -> JsonSchema:
    """Return the keys that stand beside the options of a kind: of an issue's lever, or of an event.

    An issue may do without a lever: these keys alone come last then. An event has a kind in any case.
    """
    kind = next((key for key, part in options[-1]["properties"].items() if "const" in part), None)
    if kind is None:
        return options[-1]
    common = set.intersection(*(set(option["properties"]) for option in options))
    beside = {key: part for key, part in options[-1]["properties"].items() if key in common}
    named = {"type": "string", "enum": [option["properties"][kind]["const"] for option in options]}
    described = f"Its kind, one of [these]({kind}s.md), whose options stand beside"
    return {**options[-1], "properties": {**beside, kind: {**named, "description": described}}}


def _section(heading: str, schema: JsonSchema, places: Mapping[str, str]) -> str:
    described = paragraphs(str(schema.get("description", "")))
    rows = []
    for key, kind, default, meaning in option_rows(schema, places):
        part = schema["properties"][key.strip("`")]
        rows.append((key, kind, default, meaning or _described_below(part)))
    return f"### {heading}\n\n{described}\n\n{table(OPTIONS, rows)}"


def _described_below(schema: JsonSchema) -> str:
    """Return what a section says of itself, for a key without a description of its own."""
    for option in (schema, *schema.get("anyOf", ()), schema.get("additionalProperties", {})):
        if isinstance(option, Mapping) and "$ref" in option:
            described = Scenario.file_schema(draws=False)["$defs"][option["$ref"].rpartition("/")[2]].get(
                "description", ""
            )
            return str(described).splitlines()[0]
    return ""


def _sections(schema: JsonSchema, path: str, defs: JsonSchema, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the name of every section that can be reached, from the top down."""
    yield path, name
    for key, part in schema.get("properties", {}).items():
        below = f"{path}.{key}" if path else key
        for reference, inner in _references(part, below, _KEYS.get(key, "ID")):
            yield from _sections(defs[reference], inner, defs, reference)


def _references(schema: JsonSchema, path: str, key: str) -> Iterator[tuple[str, str]]:
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2], path
    for option in schema.get("anyOf", ()):
        yield from _references(option, path, key)
    if isinstance(schema.get("items"), Mapping):
        yield from _references(schema["items"], path, key)
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield from _references(schema["additionalProperties"], f"{path}.{key}", key)


# ---- the experiment file


def experiment_sections() -> str:
    """Describe every section of an experiment file, and of a cluster's description, from the schema."""
    whole = Experiment.file_schema()
    places = {"SweepSection": "sweep", "SampleOfEvents": "events"}
    parts = [_section("The file", whole, places)]
    parts += [_section(f"`{path}`", whole["$defs"][name], places) for name, path in places.items()]
    return "\n\n".join([*parts, _section("A cluster under SLURM", SlurmCluster.model_json_schema(), {})])


def store_columns() -> str:
    """Describe the columns of the tables of runs and of events."""
    kinds = {"bool": "true or false", "int": "whole number", "float": "number", "text": "text"}

    def rows(columns: Iterable[Column | Measure], form: str = "`{}`") -> list[tuple[str, str, str]]:
        return [(form.format(column.name), kinds[column.kind], capital(column.meaning)) for column in columns]

    runs = rows((*IDENTITY, *OF_RUN))
    runs += rows(OF_TABLE, "`{}`, `TABLE.{}`".replace("{}", "{0}"))
    runs += rows(OF_PARTY, "`{0}.PARTY`, `TABLE.{0}.PARTY`")
    level = "The level of the issue in the deal; missing without one"
    runs += [(f"`{ISSUE}.ISSUE`, `TABLE.{ISSUE}.ISSUE`", "number or text", level), *rows([SECONDS])]
    head = ("column", "holds", "meaning")
    return f"### Runs\n\n{table(head, runs)}\n\n### Events\n\n{table(head, rows(EVENT_COLUMNS))}"


# ---- registries


def registered(registry: Registry[Any]) -> str:
    """Describe all classes of a registry: what they do, where it comes from, their options."""
    by_module: dict[str, list[str]] = {}
    for name, cls in registry.classes.items():
        by_module.setdefault(cls.__module__, []).append(name)
    parts = []
    for names in by_module.values():
        module = inspect.getmodule(registry[names[0]])
        lead, _, rest = paragraphs(module.__doc__ if module else "").partition("\n\n")
        alone = len(names) == 1
        parts.append(f"## `{names[0]}`\n\n{lead}" if alone else f"## {lead.rstrip('.')}")
        parts += [rest] * bool(rest)
        for name in names:
            parts += [f"### `{name}`"] * (not alone)
            parts += _one(registry[name])
    return "\n\n".join(parts)


def _one(cls: type) -> Iterator[str]:
    described = paragraphs(cls.__doc__)
    if described and not described.startswith("See "):
        yield described
    facts = [f"{word} {fact}" for word, fact in _facts(cls)]
    if facts:
        yield capital("; ".join(facts)) + "."
    if not dataclasses.is_dataclass(cls):
        return
    rows = option_rows(TypeAdapter(cls).json_schema(), {})
    yield table(("option", *OPTIONS[1:]), rows) if rows else "It has no options."


def _facts(cls: type) -> Iterator[tuple[str, str]]:
    if hasattr(cls, "lowest"):
        yield "unit of the levels:", f"{cls.unit}, from {number(cls.lowest)} to {number(cls.highest)}"
        yield "changes:", f"{cls.aspect}"
    if hasattr(cls, "reads"):
        yield "weight:", f"USD bn a year for each {cls.unit}"
        yield "depends on:", " and ".join(sorted(cls.reads))


# ---- shipped YAML: each value with its comment


@dataclasses.dataclass(frozen=True)
class Commented:
    """A line of a YAML file: key, value as it stands there, comment."""

    path: str
    value: str
    comment: str


def head_comment(text: str) -> list[str]:
    """Return the lines of the comment that a file begins with, without the signs."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").removeprefix(" "))
    return lines


def commented(text: str) -> list[Commented]:
    """Return the lines of a file that hold a value and a comment, comments on lines of their own included.

    Block style alone: a mapping in braces is one value.
    """
    keys: dict[int, KeyPath] = {}
    for path, mark in parse_tree(text, shown_as="").marks.items():
        keys.setdefault(mark.line, path)
    ends: dict[int, int] = {}
    for token in yaml.scan(text):
        ends[token.end_mark.line + 1] = token.end_mark.column
    found: list[Commented] = []
    pending: list[str] = []
    beside = -1  # the column of the comment in the line before
    head = len(head_comment(text))
    for number, line in enumerate(text.splitlines()[head:], start=head + 1):
        end = 0 if line.lstrip().startswith("#") else ends.get(number, 0)
        start = end + len(line[end:]) - len(line[end:].lstrip())
        comment = line[start:].lstrip("# ") if line[start:].startswith("#") else ""
        if not end and comment and start == beside and found:
            found[-1] = dataclasses.replace(found[-1], comment=f"{found[-1].comment} {comment}")
            continue
        beside = start if comment and end else -1
        if not end and comment:
            pending.append(comment)
            continue
        path = keys.get(number, ())
        if path and isinstance(path[-1], str):
            said = " ".join([*pending, comment]).strip()
            if said:
                value = line[:end].partition(":")[2].strip()
                found.append(Commented(".".join(map(str, path)), value, said))
        pending = []
    return found


def tariff_state_pages() -> str:
    """Describe each shipped tariff state: its rates and where they come from."""
    parts = []
    for name, state in tariff_states().items():
        file = ROOT / "configs" / "data" / "tariff_states" / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        said = {line.path: line.comment for line in commented(text)}
        rows = [(f"`{path}`", f"{number(rate)}", said.get(f"rates.{path}", "")) for path, rate in state.rates.items()]
        head = table(("path", "percentage points", "note"), rows)
        comment = paragraphs("\n".join(head_comment(text)))
        parts.append(f"## `{name}`\n\n{state.title}.\n\n{comment}\n\n{head}")
    return "\n\n".join(parts)


def agenda(name: str) -> str:
    """List the issues of a shipped scenario: what each changes, its levels, and their unit."""
    setup = load_scenario(name)
    parts = []
    for key, section in setup.tables.items():
        rows = []
        for issue, part in section.agenda.items():
            lever = part.lever
            kind = f"[`{lever.name}`](../reference/levers.md#{anchor(lever.name)})" if lever else "none"
            levels = [level if isinstance(level, str) else number(level) for level in part.levels]
            shown = ", ".join(levels) if len(levels) <= 12 else f"{levels[0]}, {levels[1]}, ... {levels[-1]}"
            rows.append((f"`{issue}`", part.label or issue, kind, shown, part.unit or (lever.unit if lever else "")))
        heading = f"The table `{key}`:\n\n" if len(setup.tables) > 1 else ""
        parts.append(heading + table(("issue", "what", "lever", "levels", "unit"), rows))
    return "\n\n".join(parts)


def figures(name: str) -> str:
    """List the values of a shipped scenario with their sources, as the comments in its file name them."""
    text = shipped_scenarios()[name].read_text(encoding="utf-8")
    rows = [(f"`{line.path}`", f"`{line.value}`" if line.value else "", line.comment) for line in commented(text)]
    tags: list[str] = []
    for line in head_comment(text):
        if line.startswith("["):
            tags.append("- " + " ".join(line.split()))
        elif tags and line.startswith(" "):
            tags[-1] += " " + " ".join(line.split())
    return "\n\n".join([*(["\n".join(tags)] if tags else []), table(("key", "value", "source or assumption"), rows)])


# ---- the command line


def commands() -> str:
    """Describe every command with its arguments and options, as Typer has built them."""
    parts = []
    group = typer.main.get_command(cli.app)
    for name, command in getattr(group, "commands", {}).items():
        if command.hidden:
            continue
        usage, rows = [f"tradetalks {name}"], []
        for parameter in command.params:
            if parameter.name != "help":
                usage.append(_in_usage(parameter))
                rows.append((f"`{_shown(parameter)}`", _left_out(parameter), capital(str(parameter.help))))
        body = [f"## `tradetalks {name}`", paragraphs(command.help), "```sh\n" + _usage(usage) + "\n```"]
        if rows:
            body.append(table(("argument or option", "default", "meaning"), rows))
        parts.append("\n\n".join(body))
    return "\n\n".join(parts)


def _is_option(parameter: Any) -> bool:
    return parameter.param_type_name == "option"


def _shown(parameter: Any) -> str:
    """Return an argument or option as it is named, with what it takes."""
    if not _is_option(parameter):
        return parameter.metavar or parameter.name.upper()
    words = "/".join([parameter.opts[0], *parameter.secondary_opts])
    if parameter.is_flag:
        return words
    return f"{words} {parameter.metavar or 'TEXT'}"


def _in_usage(parameter: Any) -> str:
    several = "..." if getattr(parameter, "multiple", False) or parameter.nargs == -1 else ""
    if not _is_option(parameter):
        shape = f"{_shown(parameter)}{several}"
        return shape if parameter.required else f"[{shape}]"
    return _shown(parameter) if parameter.required else f"[{_shown(parameter)}]{several}"


def _left_out(parameter: Any) -> str:
    """Return what stands where an argument or option is left out."""
    if parameter.required:
        return "required"
    if getattr(parameter, "is_flag", False):
        return "on" if parameter.default else "off"
    return "none" if parameter.default in (None, "", (), []) else f"`{parameter.default}`"


def _usage(words: list[str]) -> str:
    return "\n".join(textwrap.wrap(" ".join(words), 100, subsequent_indent="    ", break_on_hyphens=False))


# ---- pages


PARTS: dict[str, Callable[..., str]] = {
    "commands": commands,
    "scenario sections": scenario_sections,
    "experiment sections": experiment_sections,
    "store columns": store_columns,
    **{page: partial(registered, registry) for page, registry in REGISTRIES.items()},
    "tariff states": tariff_state_pages,
    "agenda": agenda,
    "figures": figures,
}


def part(words: str) -> str:
    """Return the text of a generated part, by what stands in its mark: a name, and sometimes an argument."""
    if words in PARTS:
        return PARTS[words]()
    name, _, argument = words.partition(" ")
    return PARTS[name](argument)


def filled(text: str) -> str:
    """Return a page's text with its generated parts up to date."""
    return _REGION.sub(lambda match: f"{match[1]}\n{part(match[2])}\n\n{match[3]}", text)


def marked_pages() -> dict[Path, str]:
    """Return the pages that have generated parts, with their text."""
    texts = {page: page.read_text(encoding="utf-8") for page in sorted(DOCS.rglob("*.md"))}
    return {page: text for page, text in texts.items() if "<!-- generated:" in text}


def main() -> None:
    """Fill all generated parts."""
    for page, text in marked_pages().items():
        new = filled(text)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"rewrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
