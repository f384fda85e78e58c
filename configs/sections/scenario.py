"""The schema of scenario files. Descriptions and units stand here; `tradetalks schema scenario` prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from tradetalks.agents.strategies.base import Strategy
from tradetalks.configs.problems.complaints import Complaints, Path
from tradetalks.configs.problems.soundness import if_sound
from tradetalks.configs.sections.base import Section, as_date, check, context_of
from tradetalks.configs.sections.country import CountrySection, EconomySection
from tradetalks.configs.sections.event import EventSection
from tradetalks.configs.sections.json_schema import DRAWN_SCHEMA, or_drawn
from tradetalks.configs.sections.table import TableSection
from tradetalks.configs.sections.world import (
    CoalitionSection,
    ConflictSection,
    MarketsSection,
    NetworkSection,
    SpilloverSection,
)
from tradetalks.configs.sections.world_checks import check_surroundings
from tradetalks.configs.yaml.draws import Distribution
from tradetalks.configs.yaml.tree import KeyPath, Tree
from tradetalks.errors import UnknownName, did_you_mean


def _by_code(data: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> dict[str, CountrySection]:
    """Read each country knowing which it is."""
    if not isinstance(data, Mapping) or not data:
        return dict(handler(data))
    countries: dict[str, CountrySection] = {}
    for code, section in data.items():
        context = replace(context_of(info), country=code)
        countries[code] = CountrySection.model_validate(section, context=context)
    return countries


class Scenario(Section):
    """A scenario: countries, economy, tables and their calendar. Read one with `load_scenario`."""

    title: Annotated[str, Field(description="one line for people")] = ""
    description: Annotated[str, Field(description="what it is about, and what to look for")] = ""
    start: Annotated[
        date | None, BeforeValidator(as_date), Field(description="the date of day 0; without, days are numbers")
    ] = None
    economy: EconomySection | None = None
    countries: Annotated[dict[str, CountrySection], WrapValidator(_by_code), Field(min_length=1)]
    coalitions: Annotated[
        dict[str, CoalitionSection], Field(description="countries that sit at some table as one party, by id")
    ] = {}
    tables: Annotated[dict[str, TableSection], Field(min_length=1)]
    layout: Annotated[
        str, Field(description="which tables are held: those that name it under `layouts`, or name none")
    ] = "hub_and_spoke"
    network: Annotated[
        NetworkSection | None, Field(description="who is tied to whom; without, all who share a table are")
    ] = None
    spillover: Annotated[SpilloverSection, Field(description="how tables affect each other")] = (
        SpilloverSection.model_construct()
    )
    markets: Annotated[MarketsSection, Field(description="how markets react, and whom that presses")] = (
        MarketsSection.model_construct()
    )
    conflicts: Annotated[
        dict[str, ConflictSection], Field(description="tariffs that may rise between meetings, by id")
    ] = {}
    events: Annotated[dict[str, EventSection], Field(description="changes from outside, by id")] = {}

    _name: str = PrivateAttr("scenario")
    _tree: Tree | None = PrivateAttr(None)
    _content: dict[str, Any] = PrivateAttr(default_factory=dict)
    _draws: Mapping[KeyPath, Distribution] = PrivateAttr(default_factory=dict)
    _layouts: Mapping[str, int] = PrivateAttr(default_factory=dict)

    @classmethod
    def allowed_keys(cls) -> tuple[str, ...]:
        """Return the keys that a file may have: it may extend another."""
        return ("extends", *super().allowed_keys())

    @check
    def _check_coalitions(self, complaints: Complaints) -> None:
        for key, group in self.coalitions.items():
            if key in self.countries:
                complaints.add(("coalitions", key), "is a country's code, too: give it another id", at_key=True)
            for table, section in self.tables.items():
                with if_sound():
                    both = [code for code in group.members if code in section.parties]
                    if key in section.parties and both:
                        complaints.add(
                            ("tables", table, "parties"),
                            f"{', '.join(both)} can't sit there beside {key}, of which it is one",
                        )
            with if_sound():
                for code in group.members if group.division == "gdp" else ():
                    with if_sound():
                        if self.countries[code].gdp is None:
                            message = f"needs a `gdp`: {key} divides by the size of economies"
                            complaints.add(("countries", code), message, about=("countries", code, "gdp"))

    @check
    def _check_wants(self, complaints: Complaints) -> None:
        """Note whom no interests and no score-sheet drive, and for whom no strategy decides: once for each."""
        wanting: dict[Path, str] = {}
        for key, table in self.tables.items():
            with if_sound():
                for party in table.parties:
                    for code in self.countries_of(party):
                        with if_sound():
                            if party not in table.score_sheets and not self.countries[code].interests:
                                message = f"needs `interests`, or a score-sheet at the table {key}"
                                wanting.setdefault(("countries", code, "interests"), message)
                    with if_sound():
                        if party not in table.strategies and self.seat(party).strategy is None:
                            message = f"needs a `strategy`, here or under tables.{key}.strategies"
                            wanting.setdefault((self._group(party), party, "strategy"), message)
        for path, message in wanting.items():
            complaints.add(path[:-1], message, about=path)

    @check
    def _check_seats(self, complaints: Complaints) -> None:
        """Note strategies that can't sit where they do: of several tables the first is enough."""
        seated: dict[Path, str] = {}
        for key, table in self.tables.items():
            with if_sound():
                seat = table.seat
                for party in table.parties:
                    with if_sound():
                        own = party in table.strategies
                        strategy = table.strategies[party] if own else self.seat(party).strategy
                        at = ("tables", key, "strategies", party) if own else (self._group(party), party, "strategy")
                        for option, message in strategy.problems(seat) if strategy is not None else ():
                            where = "" if own else f" (it plays at the table {key})"
                            seated.setdefault((*at, option) if option else at, f"{message}{where}")
        for path, message in seated.items():
            complaints.add(path, message)

    @check
    def _check_surroundings(self, complaints: Complaints) -> None:
        check_surroundings(self, complaints)

    def seat(self, party: str) -> CountrySection | CoalitionSection:
        """Return the section of a party, a country or a coalition."""
        if party in self.coalitions:
            return self.coalitions[party]
        return self.countries[party]

    def in_layout(self) -> Scenario:
        """Return the scenario with the tables that its layout holds alone, and what happens without any or at these."""
        held = {key: table for key, table in self.tables.items() if table.in_layout(self.layout)}
        if len(held) == len(self.tables):
            return self
        events = {key: part for key, part in self.events.items() if part.event.held_at in {"", *held}}
        known = self.model_copy(update={"tables": held, "events": events})
        named = dict.fromkeys(layout for table in self.tables.values() for layout in table.layouts)
        known._layouts = {layout: sum(table.in_layout(layout) for table in self.tables.values()) for layout in named}
        return known

    def countries_of(self, party: str) -> tuple[str, ...]:
        """Return the countries behind a party: itself, or a coalition's members."""
        if party in self.coalitions:
            return tuple(self.coalitions[party].members)
        return (party,)

    def _group(self, party: str) -> str:
        """Return under which key of the file a party stands."""
        if party in self.coalitions:
            return "coalitions"
        return "countries"

    @classmethod
    def file_schema(cls, *, draws: bool = True) -> dict[str, Any]:
        """Return the JSON Schema of scenario files, `extends` included; with or without what may be drawn."""
        schema = cls.model_json_schema()
        extends = {"type": "string", "description": "a shipped scenario, or the path of one from this file"}
        schema["properties"] = {"extends": extends, **schema["properties"]}
        if draws:
            schema["$defs"] = {**or_drawn(schema["$defs"]), "drawn": DRAWN_SCHEMA}
        # What a file leaves out may come from the one that it extends.
        schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["extends"]}]
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

    @property
    def name(self) -> str:
        """The shipped name or the file's stem."""
        return self._name

    @property
    def tree(self) -> Tree:
        """The file's content with the places of everything in it, `extends` and `--set` included."""
        if self._tree is None:
            raise TypeError("a Scenario is made by load_scenario")
        return self._tree

    @property
    def content(self) -> dict[str, Any]:
        """The tree's plain data; shared, so not to be changed."""
        return self._content

    @property
    def draws(self) -> Mapping[KeyPath, Distribution]:
        """What is drawn per run, by path. The fields hold the middle of each distribution."""
        return self._draws

    @property
    def layouts(self) -> Mapping[str, int]:
        """How many tables each layout of the file holds; empty where all of them hold all tables."""
        return self._layouts

    def with_origin(self, name: str, tree: Tree, draws: Mapping[KeyPath, Distribution]) -> Scenario:
        """Return the scenario with where it comes from."""
        known = self.model_copy()
        known._name = name
        known._tree = tree
        known._content = tree.data
        known._draws = draws
        return known

    def with_strategies(self, table: str, seated: Mapping[str, Strategy]) -> Scenario:
        """Return the scenario with other strategies at a table, by country; nothing is checked anew.

        `content` and `draws` still tell of what it was made from: draw first what is drawn per run.
        """
        section = self.tables[table]
        changed = section.model_copy(update={"strategies": {**section.strategies, **seated}})
        return self.model_copy(update={"tables": {**self.tables, table: changed}})

    def without_draws(self) -> Scenario:
        """Return the scenario as its fields are now, with nothing left to be drawn."""
        known = self.model_copy()
        known._draws = {}
        return known

    def with_values(self, content: dict[str, Any], draws: Mapping[KeyPath, Distribution]) -> Scenario:
        """Return the scenario with other content and draws, which its fields hold already."""
        known = self.model_copy()
        known._content = content
        known._draws = draws
        return known

    def table_title(self, table: str) -> str:
        """Return what a table is called: by its title, that of the scenario if it is the only one, or its id."""
        return self.tables[table].title or (self.title if len(self.tables) == 1 else "") or table

    def chosen_table(self, table: str | None) -> str:
        """Return the id of the table that is meant: the named one, or the only one.

        Raises:
            UnknownName: there is no such table, or several and none was named.
        """
        names = ", ".join(self.tables)
        if table is None and len(self.tables) > 1:
            raise UnknownName(f"{self.name} has several tables: name one with --table; there are {names}")
        key = next(iter(self.tables)) if table is None else table
        if key not in self.tables:
            raise UnknownName(f"{self.name} has no table {key!r}{did_you_mean(key, self.tables)}; there are {names}")
        return key

    def date_of(self, day: int) -> date | None:
        """Return the date of a day; None in a scenario without dates."""
        if self.start is None:
            return None
        return self.start + timedelta(days=day)
