"""A scenario that is as it must be, and mistakes that one can make in it: each alone has one message."""

from __future__ import annotations

from dataclasses import dataclass

GOOD = """\
title: A network
start: 2025-04-02
economy: {tariffs: april_16, rebate: lump_sum}
layout: hub
spillover: {precedent: 0.3}
markets: {start: 1, importer: USA, per_point: 0.02, waiting: {USA: 2}}
network:
  strain: 0.1
  edges:
    JPN-USA: {alliance: 0.9, hostility: 0.1}
    USA-VNM: {hostility: 0.2}
    CHN-VNM: {}
countries:
  USA:
    gdp: 27843.3
    strategy: {name: boulware, e: 0.3, acceptance: {combi: {time: 0.9}}}
    interests: {real_income: {weight: 1}, defence: {weight: 0.2, spender: JPN}}
  JPN:
    gdp: 4204.5
    defence: {share: 1.8, planned: 2.0}
    strategy: {name: linear, width: 0.1}
    interests: {real_income: {weight: 1.5}}
    form: {name: prospect, exponent: 0.9}
  VNM: {strategy: conceder, waiting_cost: 1, interests: {real_income: {}}}
  CHN: {strategy: {name: linear}, interests: {tariff_revenue: {weight: 0.5}}}
coalitions:
  TWO: {members: [JPN, VNM], division: equal, strategy: {name: linear}}
conflicts:
  usa: {country: USA, against: JPN, rates: [20, 40], threatens: 0.2}
events:
  visit: {event: tour, on: 2025-04-09, country: CHN, host: VNM, table: CHN-VNM, promise: 1}
  ruling: {event: court_ruling, hazard: 0.01, from: 2025-04-16, country: USA, leaves: {USA.JPN: 0}}
  leader: {event: leader_intervention, on: 2025-04-23, country: USA, table: USA-JPN}
tables:
  USA-JPN:
    parties: [USA, JPN]
    layouts: [hub]
    opens: 2025-04-16
    agenda:
      rate: {lever: tariff, importer: USA, exporter: JPN, levels: [0, 10]}
      guns: {lever: defence, country: JPN, levels: {from: 2, to: 3, step: 0.5}}
    meetings: {working: {every_days: 7, rounds: 2}}
    deadline: {on: 2025-07-08, kind: extendable, by: [USA], days: 21, snap_back: {USA.JPN: 24}}
    outside_options: {JPN: {kind: inside, offered_by: CHN}}
  pooled:
    parties: [USA, TWO]
    layouts: [pooled]
    agenda: {cars: {lever: tariff, importer: USA, exporter: VNM, levels: [0, 15]}}
    meetings: {weekly: {every_days: 7}}
    deadline: {on: 2025-08-08}
    strategies: {USA: {name: linear, width: 0.2}}
  pie:
    parties: [USA, VNM]
    layouts: [pooled]
    opens: 2025-05-01
    agenda: {share: {levels: [0, 1, 2]}, side: {levels: [low, high]}}
    meetings: {weekly: {every_days: 8}}
    deadline: {on: 2025-09-08}
    score_sheets:
      USA: {weights: {share: 0.5, side: 0.5}, points: {share: {first: 0, last: 1}, side: [0, 1]}, reservation: 0.1}
      VNM: {weights: {share: 1}, points: {share: [1, 0.5, 0]}}
  CHN-VNM:
    parties: [CHN, VNM]
    opens: 2025-04-05
    invited: true
    agenda: {rail: {lever: investment, investor: CHN, host: VNM, levels: [0, 10]}}
    meetings: {working: {on: [2025-04-10, 2025-05-20]}}
    deadline: {on: 2025-06-30, kind: random, hazard: 0.01}
"""


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Attributes:
        old, new: the text in the file, and what is written instead.
        told: what its one message begins with: the path, and what is wrong.
    """

    old: str
    new: str
    told: str


MISTAKES = (
    # keys
    Mistake("title: A network", "titel: A network", "titel: unknown key"),
    Mistake("strain: 0.1", "strane: 0.1", "network.strane: unknown key"),
    Mistake("every_days: 8", "every_day: 8", "tables.pie.meetings.weekly.every_day: unknown key"),
    Mistake("division: equal", "divison: equal", "coalitions.TWO.divison: unknown key"),
    Mistake("rates: [20, 40]", "rate: [20, 40]", "conflicts.usa.rate: unknown key"),
    Mistake("from: 2025-04-16, country", "frm: 2025-04-16, country", "events.ruling.frm: the event 'court_ruling' has"),
    Mistake("levels: [0, 15]", "levles: [0, 15]", "tables.pooled.agenda.cars.levles: the lever 'tariff' has no option"),
    # kinds of values
    Mistake("gdp: 27843.3", "gdp: much", "countries.USA.gdp: must be a number"),
    Mistake("rounds: 2", "rounds: true", "tables.USA-JPN.meetings.working.rounds: must be a whole number, not true"),
    Mistake(
        "precedent: 0.3", "precedent: 2025-01-01", "spillover.precedent: must be a number, not the date 2025-01-01"
    ),
    Mistake("invited: true", "invited: 1", "tables.CHN-VNM.invited: must be true or false, not 1"),
    Mistake(
        "side: {levels: [low, high]}", "side: {levels: [low, true]}", "tables.pie.agenda.side.levels.1: must be a nu"
    ),
    Mistake("side: [0, 1]}", "side: both}", "tables.pie.score_sheets.USA.points.side: must be a list of numbers, or"),
    Mistake("waiting_cost: 1", "waiting_cost: -1", "countries.VNM.waiting_cost: must be greater than or equal to 0"),
    Mistake("per_point: 0.02", "per_point: 20", "markets.per_point: must be less than or equal to 10"),
    Mistake("reservation: 0.1", "reservation: [1]", "tables.pie.score_sheets.USA.reservation: must be a number"),
    Mistake("rebate: lump_sum", "rebate: lump", "economy.rebate: must be 'lump_sum' or 'income_tax'"),
    # parts and their options
    Mistake("e: 0.3", "exponent: 0.3", "countries.USA.strategy.exponent: the strategy 'boulware' has no option"),
    Mistake("name: linear, width: 0.1", "name: linar", "countries.JPN.strategy.name: there is no strategy 'linar'"),
    Mistake("strategy: conceder", "strategy: concedr", "countries.VNM.strategy: there is no strategy 'concedr'"),
    Mistake("time: 0.9", "time: 9", "countries.USA.strategy.acceptance.combi.time: must be less than or equal to 1"),
    Mistake("width: 0.2", "widht: 0.2", "tables.pooled.strategies.USA.widht: the strategy 'linear' has no option"),
    Mistake("exponent: 0.9", "exponent: 9", "countries.JPN.form.exponent: must be less than or equal to 1"),
    Mistake("weight: 1.5", "wieght: 1.5", "countries.JPN.interests.real_income.wieght: the interest 'real_income' has"),
    Mistake(
        "tariff_revenue: {weight: 0.5}", "revenues: {weight: 0.5}", "countries.CHN.interests.revenues: there is no"
    ),
    # names of others
    Mistake("spender: JPN", "spender: JPM", "countries.USA.interests.defence.spender: there is no country 'JPM'"),
    Mistake("offered_by: CHN", "offered_by: CHM", "tables.USA-JPN.outside_options.JPN.offered_by: there is no country"),
    Mistake("host: VNM, table", "host: VMN, table", "events.visit.host: there is no country 'VMN'"),
    Mistake("parties: [USA, TWO]", "parties: [USA, TOW]", "tables.pooled.parties.1: there is no country 'TOW'"),
    Mistake("against: JPN", "against: JPM", "conflicts.usa.against: there is no country 'JPM'"),
    Mistake("waiting: {USA: 2}", "waiting: {USE: 2}", "markets.waiting.USE: there is no country 'USE'"),
    Mistake("{USA.JPN: 24}", "{USA.JAP: 24}", "tables.USA-JPN.deadline.snap_back.USA.JAP: there is no region 'JAP'"),
    Mistake("by: [USA]", "by: [VNM]", "tables.USA-JPN.deadline.by.0: VNM doesn't sit at this table"),
    Mistake("april_16", "april_61", "economy.tariffs: there is no tariff state 'april_61'"),
    Mistake("investor: CHN", "investor: CHM", "tables.CHN-VNM.agenda.rail.investor: there is no country 'CHM'"),
    # what doesn't fit together
    Mistake(
        "levels: [0, 10]}\n      guns", "levels: [0, 1000]}\n      guns", "tables.USA-JPN.agenda.rate.levels.1: 1000 is"
    ),
    Mistake(
        "{from: 2, to: 3, step: 0.5}", "{from: 3, to: 2, step: 0.5}", "tables.USA-JPN.agenda.guns.levels.to: must be"
    ),
    Mistake("lever: tariff, importer: USA, exporter: VNM, ", "", "tables.pooled.agenda.cars: has no lever"),
    Mistake("days: 21", "days: 400", "tables.USA-JPN.horizon: must exceed the 483 days"),
    Mistake("on: 2025-08-08", "on: 2025-04-01", "tables.pooled.deadline.on: 2025-04-01 is before the scenario's start"),
    Mistake("opens: 2025-05-01", "opens: 2025-10-01", "tables.pie.deadline.on: the deadline is before the table opens"),
    Mistake("2025-05-20", "2025-07-20", "tables.CHN-VNM.meetings.working.on.1: is not between the table's opening"),
    Mistake("share: [1, 0.5, 0]", "share: [1, 0]", "tables.pie.score_sheets.VNM.points.share: needs 3 values"),
    Mistake(
        "VNM: {weights: {share: 1}", "VNM: {weights: {share: 0.5}", "tables.pie.score_sheets.VNM.weights: the weight"
    ),
    Mistake("layout: hub\n", "layout: hubb\n", "layout: no table is held in the layout 'hubb'"),
    Mistake("    CHN-VNM: {}\n", "", "tables.CHN-VNM.parties: CHN has no edge to the others"),
    Mistake("on: 2025-04-23", "on: 2025-04-24", "events.leader.on: the table USA-JPN doesn't meet on that day"),
)

HIDDEN_BY = {
    # An issue without a lever has no options that a lever could lack.
    "levles: [0, 15]": "lever: tariff, importer: USA, exporter: VNM, ",
    # Whether a table meets on a day can't be told where its meetings can't be read.
    "on: 2025-04-24": "rounds: 2",
}
"""What is written by the mistake that another hides, whose old text it is: the place of the one is the other's."""
