"""Mistakes in what surrounds the tables: each is named with line, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenario_files import problems

from tradetalks.configs.load import load_scenario

GOOD = """\
title: A network
start: 2025-04-02
economy: {tariffs: april_16}
layout: hub
spillover: {precedent: 0.3}
markets: {start: 1, importer: USA, per_point: 0.02, waiting: {USA: 2}}
network:
  edges:
    JPN-USA: {alliance: 0.9, hostility: 0.1}
    USA-VNM: {hostility: 0.2}
    CHN-VNM: {}
countries:
  USA: {strategy: {name: linear}, interests: {real_income: {weight: 1}}}
  JPN: {strategy: {name: linear}, interests: {real_income: {weight: 1}}}
  VNM: {strategy: {name: linear}, interests: {real_income: {weight: 1}}}
  CHN: {strategy: {name: linear}, interests: {real_income: {weight: 1}}}
coalitions:
  TWO: {members: [JPN, VNM], division: equal, strategy: {name: linear}}
conflicts:
  usa: {country: USA, against: JPN, rates: [20, 40], threatens: 0.2}
events:
  visit: {event: tour, on: 2025-04-09, country: CHN, host: VNM, table: CHN-VNM, promise: 1}
  ruling: {event: court_ruling, hazard: 0.01, from: 2025-04-16, country: USA, leaves: {USA.JPN: 0}}
  leader: {event: leader_intervention, on: 2025-04-16, country: USA, table: USA-JPN}
tables:
  USA-JPN:
    parties: [USA, JPN]
    layouts: [hub]
    opens: 2025-04-16
    agenda: {rate: {lever: tariff, importer: USA, exporter: JPN, levels: [0, 10]}}
    meetings: {working: {every_days: 7}}
    deadline: {on: 2025-07-08, kind: extendable, by: [USA], days: 21, snap_back: {USA.JPN: 24}}
    outside_options: {JPN: {kind: inside, offered_by: CHN}}
  pooled:
    parties: [USA, TWO]
    layouts: [pooled]
    agenda: {rate: {lever: tariff, importer: USA, exporter: JPN, levels: [0, 10]}}
    meetings: {working: {every_days: 7}}
    deadline: {on: 2025-07-08}
  CHN-VNM:
    parties: [CHN, VNM]
    opens: 2025-04-05
    invited: true
    agenda: {rail: {lever: investment, investor: CHN, host: VNM, levels: [0, 10]}}
    meetings: {working: {every_days: 7}}
    deadline: {on: 2025-06-30, kind: random, hazard: 0.01}
"""


def test_it_is_fine_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, encoding="utf-8")
    held = {layout: list(load_scenario(file, overrides={"layout": layout}).tables) for layout in ("hub", "pooled")}
    assert held == {"hub": ["USA-JPN", "CHN-VNM"], "pooled": ["pooled", "CHN-VNM"]}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # events
        ("country: CHN, host: VNM", "country: CHM, host: VNM", "22: events.visit.country: there is no country 'CHM' ("),
        ("host: VNM, table", "host: CHN, table", "22: events.visit.host: must be another country than CHN itself"),
        ("table: CHN-VNM,", "table: CHN-VMN,", "22: events.visit.table: there is no table 'CHN-VMN' (did you mean 'CH"),
        ("event: tour", "event: tuor", "22: events.visit.event: there is no event 'tuor' (did you mean 'tour'?); ther"),
        ("event: tour", "event: market_shock, size: 1", "the event 'market_shock' has no option 'country'"),
        ("promise: 1", "promises: 1", "the event 'tour' has no option 'promises' (did you mean 'promise'?)"),
        ("promise: 1", "promise: -1", "22: events.visit.promise: must be greater than or equal to 0, not -1"),
        ("on: 2025-04-09", "on: 2025-08-09", "22: events.visit.on: is after the end: nothing follows from any table a"),
        ("on: 2025-04-09", "on: 2025-03-09", "22: events.visit.on: 2025-03-09 is before the scenario's start, 2025-04"),
        ("on: 2025-04-09", "on: 2025-07-03", "22: events.visit.on: is not between the first day and the deadline of t"),
        ("tour, on: 2025-04-09", "tour, hazard: 0.1", "22: events.visit: is not between the first day and the deadlin"),
        ("on: 2025-04-09, country", "country", "22: events.visit: give either `on` (a day) or `hazard` (a chance of a"),
        ("hazard: 0.01, from", "hazard: 1.2, from", "23: events.ruling.hazard: must be less than or equal to 1, not 1"),
        ("hazard: 0.01, from", "hazard: -0.1, from", "23: events.ruling.hazard: must be greater than or equal to 0, n"),
        ("hazard: 0.01, from", "on: 2025-04-16, from", "23: events.ruling.from: goes with `hazard`"),
        ("from: 2025-04-16", "from: 2025-09-16", "23: events.ruling.from: is after the end"),
        ("from: 2025-04-16", "from: 2025-04-16, until: 2025-04-15", "23: events.ruling.until: is before `from`"),
        ("leaves: {USA.JPN: 0}", "leaves: {USA.JAP: 0}", "23: events.ruling.leaves: there is no region 'JAP' (did you"),
        ("leaves: {USA.JPN: 0}", "leaves: {}", "23: events.ruling.leaves: needs at least 1, has 0"),
        ("country: USA, table: USA-JPN", "country: VNM, table: USA-JPN", "24: events.leader.country: VNM doesn't sit"),
        (
            "leader_intervention, on: 2025-04-16",
            "leader_intervention, on: 2025-04-17",
            "24: events.leader.on: the table USA-JPN doesn't meet on that day",
        ),
        ("from: 2025-04-16, country", "until: 2026-07-08, country", "23: events.ruling.until: is after the end: no"),
        ("leaves: {USA.JPN: 0}", "leaves: {JPN.USA: 0}", "23: events.ruling.leaves: JPN.USA is no rate of USA, whos"),
        ("host: VNM, table", "host: JPN, table", "22: events.visit.host: JPN doesn't sit at CHN-VNM; CHN, VNM do"),
        ("promise: 1}", "rival: CHN, urgency: 1}", "22: events.visit.rival: must be another country than CHN and VN"),
        ("tour, on: 2025-04-09", "tour, hazard: 0.01", "is not between the first day and the deadline of the table it"),
        (
            "event: leader_intervention, on: 2025-04-16, country: USA, table: USA-JPN",
            "event: retaliation, on: 2025-04-16, country: JPN",
            "24: events.leader.country: JPN has no conflict in which it could retaliate",
        ),
        # network
        ("USA-VNM: {hostility: 0.2}", "USA-VMN: {}", "10: network.edges.USA-VMN: there is no country 'VMN' (did you m"),
        ("USA-VNM: {hostility: 0.2}", "USA.VNM: {}", "10: network.edges.USA.VNM: must be two codes with a dash betwee"),
        ("USA-VNM: {hostility: 0.2}", "USA-JPN: {}", "10: network.edges.USA-JPN: is the same edge as JPN-USA"),
        ("hostility: 0.2}", "hostility: 2}", "10: network.edges.USA-VNM.hostility: must be less than or equal to 1, n"),
        ("    CHN-VNM: {}\n", "", "tables.CHN-VNM.parties: CHN has no edge to the others at the table: add one under"),
        # conflicts
        ("rates: [20, 40]", "rates: [40, 20]", "20: conflicts.usa.rates: must rise from step to step"),
        ("rates: [20, 40]", "rates: [20, 20]", "20: conflicts.usa.rates: must rise from step to step"),
        ("rates: [20, 40]", "rates: [20, 4000]", "20: conflicts.usa.rates: a step: 4000 percentage points are out of"),
        ("country: USA, against: JPN", "country: USA, against: JAP", "20: conflicts.usa.against: there is no country"),
        ("country: USA, against: JPN", "country: USA, against: USA", "20: conflicts.usa.against: must be another coun"),
        ("against: JPN, rates", "against: CHN, rates", "20: conflicts.usa.threatens: USA and CHN have no edge, whose"),
        ("threatens: 0.2", "threatens: 2", "20: conflicts.usa.threatens: must be less than or equal to 1, not 2"),
        ("rates: [20, 40]", "sectors: SRV, rates: [20, 40]", "20: conflicts.usa.sectors: 'SRV' is not a good; allowed"),
        ("rates: [20, 40]", "rates: [-5, 40]", "20: conflicts.usa.rates.0: must be above 0: a step of -5 points is n"),
        (
            "threatens: 0.2}",
            "threatens: 0.2}\n  again: {country: USA, against: JPN, rates: [9]}",
            "21: conflicts.again: usa is a ladder of USA against JPN, too",
        ),
        # deadlines
        ("kind: extendable, ", "", "32: tables.USA-JPN.deadline.by: goes with `kind: extendable`"),
        ("by: [USA]", "by: [VNM]", "32: tables.USA-JPN.deadline.by.0: VNM doesn't sit at this table; USA, JPN do"),
        ("by: [USA]", "hazard: 0.1", "32: tables.USA-JPN.deadline.hazard: goes with `kind: random`"),
        ("kind: random, hazard: 0.01", "kind: random", "46: tables.CHN-VNM.deadline.kind: `random` needs a `hazard`"),
        ("hazard: 0.01}", "hazard: 0}", "46: tables.CHN-VNM.deadline.hazard: must be greater than 0, not 0"),
        ("hazard: 0.01}", "hazard: 0.01, from: 2025-04-03}", "46: tables.CHN-VNM.deadline.from: is not between the ta"),
        ("days: 21", "days: 400", "tables.USA-JPN.horizon: must exceed the 483 days from the opening to the last dead"),
        ("snap_back: {USA.JPN: 24}", "letters: {rates: {USA.JAP: 3}, after: 2}", "there is no region 'JAP'"),
        ("snap_back: {USA.JPN: 24}", "letters: {rates: {USA.JPN: 3}}", "32: tables.USA-JPN.deadline.letters.after: is"),
        # invitations, options, coalitions, layouts, the rest
        (" table: CHN-VNM,", "", "43: tables.CHN-VNM.invited: no event invites to it: let a `tour` name it as its `ta"),
        ("    invited: true\n", "", "22: events.visit.table: opens by itself: set `invited: true` there, or name no t"),
        ("offered_by: CHN", "offered_by: CHM", "33: tables.USA-JPN.outside_options.JPN.offered_by: there is no countr"),
        ("offered_by: CHN", "offered_by: JPN", "33: tables.USA-JPN.outside_options.JPN.offered_by: must be another c"),
        ("{JPN: {kind: inside", "{VNM: {kind: inside", "33: tables.USA-JPN.outside_options.VNM: doesn't sit at this t"),
        ("kind: inside", "kind: beside", "33: tables.USA-JPN.outside_options.JPN.kind: must be 'inside' or 'outside',"),
        (" division: equal,", "", "18: coalitions.TWO: needs a `division` of what it gains: own, equal or gdp"),
        ("division: equal", "division: gdp", "14: countries.JPN: needs a `gdp`: TWO divides by the size of economies"),
        ("members: [JPN, VNM]", "members: [JPN, JPN]", "18: coalitions.TWO.members.1: JPN is a member twice"),
        ("members: [JPN, VNM]", "members: [JPN, USA]", "35: tables.pooled.parties: USA can't sit there beside TWO"),
        ("layout: hub", "layout: hubb", "4: layout: no table is held in the layout 'hubb' (did you mean 'hub'?)"),
        ("    invited: true\n", "    invited: true\n    instead_of: [USA-JAP]\n", "there is no other table 'USA-JAP'"),
        ("spillover: {precedent: 0.3}", "spillover: none", "5: spillover: must be 'on' or 'off', or a mapping"),
        ("importer: USA, per_point", "per_point", "6: markets.importer: must be named: `per_point` watches its tariff"),
        ("importer: USA, per_point", "importer: USE, per_point", "6: markets.importer: USE is no region of the trade"),
        ("waiting: {USA: 2}", "waiting: {USE: 2}", "6: markets.waiting.USE: there is no country 'USE' (did you mean '"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_where_it_stands(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert GOOD.count(old) == 1, old
    found = problems(GOOD.replace(old, new), tmp_path)
    assert any(expected in problem for problem in found), found


def test_one_mistake_is_one_message(tmp_path: Path) -> None:
    """What follows from a mistake elsewhere is not told as well."""
    assert len(problems(GOOD.replace("event: tour", "event: tuor"), tmp_path)) == 1
    assert len(problems(GOOD.replace("hazard: 0.01, from", "hazard: 7, from"), tmp_path)) == 1


def test_another_kind_of_deadline_drops_the_options_of_the_former(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, encoding="utf-8")
    deadline = load_scenario(file, sets={"tables.USA-JPN.deadline.kind": "hard"}).tables["USA-JPN"].deadline
    assert (deadline.kind, deadline.snap_back, deadline.days) == ("hard", {"USA.JPN": 24}, 30)
