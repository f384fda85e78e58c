"""Whether what surrounds the tables fits them: layouts, edges, events, conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradetalks.configs.sections import Complaints
from tradetalks.errors import did_you_mean
from tradetalks.model.events.retaliation import Retaliation
from tradetalks.model.world import pair

if TYPE_CHECKING:
    from tradetalks.configs.event_section import EventSection
    from tradetalks.configs.schema import Scenario
    from tradetalks.configs.table_section import TableSection


def check_surroundings(setup: Scenario, complaints: Complaints) -> None:
    """Note all that doesn't fit."""
    _check_layouts(setup, complaints)
    _check_edges(setup, complaints)
    _check_conflicts(setup, complaints)
    last = max(table.ends for table in setup.tables.values())
    for key, event in setup.events.items():
        _check_event(setup, key, event, last, complaints)
    inviting = {event.event.opens for event in setup.events.values()}
    for key, table in setup.tables.items():
        if table.invited and key not in inviting:
            complaints.add(("tables", key, "invited"), "no event invites to it: let a `tour` name it as its `table`")
        _check_instead(setup, key, table, complaints)


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
    import networkx as nx

    edges = setup.network.by_pair()
    for key, table in setup.tables.items():
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(table.parties)
        for place, one in enumerate(table.parties):
            for other in table.parties[place + 1 :]:
                pairs = [pair(a, b) for a in setup.countries_of(one) for b in setup.countries_of(other)]
                if any(each in edges for each in pairs):
                    graph.add_edge(one, other)
        if not nx.is_connected(graph):
            parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=len)
            lonely = " and ".join(parts[0])
            complaints.add(
                ("tables", key, "parties"),
                f"{lonely} has no edge to the others at the table: add one under network.edges",
            )


def _check_conflicts(setup: Scenario, complaints: Complaints) -> None:
    """Note ladders that would mix, and conflicts that could never begin: their chance is the edge's hostility's."""
    seen: dict[tuple[str, str], str] = {}
    for key, conflict in setup.conflicts.items():
        first = seen.setdefault((conflict.country, conflict.against), key)
        if first != key:
            complaints.add(
                ("conflicts", key), f"{first} is a ladder of {conflict.country} against {conflict.against}, too"
            )
    climbing = {conflict.country for conflict in setup.conflicts.values()}
    for key, event in setup.events.items():
        if isinstance(event.event, Retaliation) and event.event.country not in climbing:
            complaints.add(
                ("events", key, "country"), f"{event.event.country} has no conflict in which it could retaliate"
            )
    if setup.network is None:
        return
    edges = setup.network.by_pair()
    for key, conflict in setup.conflicts.items():
        if conflict.threatens and pair(conflict.country, conflict.against) not in edges:
            complaints.add(
                ("conflicts", key, "threatens"),
                f"{conflict.country} and {conflict.against} have no edge, whose hostility it is multiplied by: add "
                "one under network.edges",
            )


def _check_event(setup: Scenario, key: str, event: EventSection, last: int, complaints: Complaints) -> None:
    for name, day in (("on", event.on), ("from", event.start), ("until", event.until)):
        if day is not None and day > last:
            complaints.add(("events", key, name), f"is after the end: nothing follows from any table after day {last}")
    table = setup.tables.get(event.event.opens)
    if table is not None and not table.invited:
        complaints.add(("events", key, "table"), "opens by itself: set `invited: true` there, or name no table here")
    elif table is not None:
        # A hazard may come too late: then nobody is invited in that run.
        name, first = ("from", event.start or 0) if event.on is None else ("on", event.on)
        if not table.opens <= first <= table.deadline.on:
            where = ("events", key, name) if name == "on" or event.start is not None else ("events", key)
            held = f"day {table.opens} and day {table.deadline.on}"
            first_day = "" if name == "on" else ": give it a `from`"
            complaints.add(
                where, f"is not between the first day and the deadline of the table it opens, {held}{first_day}"
            )
    named = event.event.opens or event.event.held_at
    for option, country in event.event.parties.items() if named in setup.tables else ():
        seated = [code for party in setup.tables[named].parties for code in (party, *setup.countries_of(party))]
        if country not in seated:
            complaints.add(
                ("events", key, option),
                f"{country} doesn't sit at {named}; {', '.join(setup.tables[named].parties)} do",
            )
    salience = event.event.salience
    if salience is None or salience.table not in setup.tables:
        return
    visited = setup.tables[salience.table]
    days = {meeting.day for meeting in visited.calendar}
    if event.on is not None and event.on not in days and visited.deadline.on >= event.on:
        complaints.add(("events", key, "on"), f"the table {salience.table} doesn't meet on that day")


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
