"""Whether what surrounds the tables fits them: layouts, edges, events, conflicts."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.problems.soundness import if_sound
from tradetalks.errors import did_you_mean
from tradetalks.model.events.retaliation import Retaliation
from tradetalks.model.world import Pair, pair

if TYPE_CHECKING:
    from tradetalks.configs.sections.event import EventSection
    from tradetalks.configs.sections.scenario import Scenario
    from tradetalks.configs.sections.table import TableSection


def check_surroundings(setup: Scenario, complaints: Complaints) -> None:
    """Note all that doesn't fit."""
    for check_one in (_check_layouts, _check_edges, _check_ladders, _check_retaliation, _check_threats, _check_ends):
        with if_sound():
            check_one(setup, complaints)
    for key, event in setup.events.items():
        for check_event in (_check_opening, _check_parties, _check_salience):
            with if_sound():
                check_event(setup, key, event, complaints)
    for key, table in setup.tables.items():
        for check_table in (_check_invited, _check_instead):
            with if_sound():
                check_table(setup, key, table, complaints)


def _check_layouts(setup: Scenario, complaints: Complaints) -> None:
    named = {layout for table in setup.tables.values() for layout in table.layouts}
    known = sorted(named | {"hub_and_spoke"})
    if setup.layout not in known:
        hint = did_you_mean(setup.layout, known)
        complaints.add(
            ("layout",), f"no table is held in the layout {setup.layout!r}{hint}; there are {', '.join(known)}"
        )
    elif not any(not table.layouts or setup.layout in table.layouts for table in setup.tables.values()):
        complaints.add(("layout",), f"no table is held in the layout {setup.layout!r}")


def _check_edges(setup: Scenario, complaints: Complaints) -> None:
    """Note tables whose parties are not tied: each must reach all others at it over edges among them."""
    if setup.network is None:
        return
    edges = setup.network.pairs()
    for key, table in setup.tables.items():
        with if_sound():
            lonely = _lonely(setup, table, edges)
            if lonely:
                complaints.add(
                    ("tables", key, "parties"),
                    f"{' and '.join(lonely)} has no edge to the others at the table: add one under network.edges",
                )


def _lonely(setup: Scenario, table: TableSection, edges: AbstractSet[Pair]) -> list[str]:
    """Return the parties at a table that are tied to none of the others there."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(table.parties)
    for place, one in enumerate(table.parties):
        for other in table.parties[place + 1 :]:
            pairs = [pair(a, b) for a in setup.countries_of(one) for b in setup.countries_of(other)]
            if any(each in edges for each in pairs):
                graph.add_edge(one, other)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=len)
    if len(parts) > 1:
        return parts[0]
    return []


def _check_ladders(setup: Scenario, complaints: Complaints) -> None:
    """Note ladders that would mix."""
    seen: dict[tuple[str, str], str] = {}
    for key, conflict in setup.conflicts.items():
        with if_sound():
            first = seen.setdefault((conflict.country, conflict.against), key)
            if first != key:
                message = f"{first} is a ladder of {conflict.country} against {conflict.against}, too"
                complaints.add(("conflicts", key), message, about=("conflicts", key, "country"))


def _check_retaliation(setup: Scenario, complaints: Complaints) -> None:
    climbing = {conflict.country for conflict in setup.conflicts.values()}
    for key, event in setup.events.items():
        with if_sound():
            if isinstance(event.event, Retaliation) and event.event.country not in climbing:
                complaints.add(
                    ("events", key, "country"), f"{event.event.country} has no conflict in which it could retaliate"
                )


def _check_threats(setup: Scenario, complaints: Complaints) -> None:
    """Note conflicts that could never begin: their chance is multiplied by the edge's hostility."""
    if setup.network is None:
        return
    edges = setup.network.pairs()
    for key, conflict in setup.conflicts.items():
        with if_sound():
            if conflict.threatens and pair(conflict.country, conflict.against) not in edges:
                complaints.add(
                    ("conflicts", key, "threatens"),
                    f"{conflict.country} and {conflict.against} have no edge, whose hostility it is multiplied by: add "
                    "one under network.edges",
                )


def _check_ends(setup: Scenario, complaints: Complaints) -> None:
    last = max(table.ends for table in setup.tables.values())
    for key, event in setup.events.items():
        for name, field in (("on", "on"), ("from", "start"), ("until", "until")):
            with if_sound():
                day = getattr(event, field)
                if day is not None and day > last:
                    message = f"is after the end: nothing follows from any table after day {last}"
                    complaints.add(("events", key, name), message)


def _check_opening(setup: Scenario, key: str, event: EventSection, complaints: Complaints) -> None:
    table = setup.tables.get(event.event.opens)
    if table is None:
        return
    if not table.invited:
        complaints.add(("events", key, "table"), "opens by itself: set `invited: true` there, or name no table here")
        return
    # A hazard may come too late: then nobody is invited in that run.
    name, first = ("from", event.start or 0) if event.on is None else ("on", event.on)
    if not table.opens <= first <= table.deadline.on:
        where = ("events", key, name) if name == "on" or event.start is not None else ("events", key)
        held = f"day {table.opens} and day {table.deadline.on}"
        first_day = "" if name == "on" else ": give it a `from`"
        complaints.add(where, f"is not between the first day and the deadline of the table it opens, {held}{first_day}")


def _check_parties(setup: Scenario, key: str, event: EventSection, complaints: Complaints) -> None:
    table = setup.tables.get(event.event.opens or event.event.held_at)
    if table is None:
        return
    seated = [code for party in table.parties for code in (party, *setup.countries_of(party))]
    for option, country in event.event.parties.items():
        if country not in seated:
            name = event.event.opens or event.event.held_at
            message = f"{country} doesn't sit at {name}; {', '.join(table.parties)} do"
            complaints.add(("events", key, option), message)


def _check_salience(setup: Scenario, key: str, event: EventSection, complaints: Complaints) -> None:
    salience = event.event.salience
    if salience is None or salience.table not in setup.tables or event.on is None:
        return
    visited = setup.tables[salience.table]
    days = {meeting.day for meeting in visited.calendar}
    if event.on not in days and visited.deadline.on >= event.on:
        complaints.add(("events", key, "on"), f"the table {salience.table} doesn't meet on that day")


def _check_invited(setup: Scenario, key: str, table: TableSection, complaints: Complaints) -> None:
    inviting = {event.event.opens for event in setup.events.values()}
    if table.invited and key not in inviting:
        complaints.add(("tables", key, "invited"), "no event invites to it: let a `tour` name it as its `table`")


def _check_instead(setup: Scenario, key: str, table: TableSection, complaints: Complaints) -> None:
    for place, other in enumerate(table.instead_of):
        if other not in setup.tables or other == key:
            known = ", ".join(name for name in setup.tables if name != key)
            complaints.add(
                ("tables", key, "instead_of", place), f"there is no other table {other!r}; there are {known}"
            )
        elif table.layouts and setup.tables[other].layouts and not {*table.layouts} & {*setup.tables[other].layouts}:
            complaints.add(
                ("tables", key, "instead_of", place), f"{other} is held in other layouts than {key}, never beside it"
            )
