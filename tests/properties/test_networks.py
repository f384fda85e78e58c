"""Laws of every run with several tables, over random scenarios of three or four countries.

The ledger of the world is kept by hand here, from what the result tells alone: deals, events, steps of conflicts,
snap-backs and letters, each in the order in which it came.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from networks import finished
from random_scenarios import network_scenarios

from tradetalks.model.talks.morning import Morning
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.result.result import EventLine, RunResult
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.single import run

GOODS = ("AGF", "TEX", "MET", "ELM", "AUT", "OTH")


class Ledger:
    """The tariffs, costs, shares and promises of a run, entered line by line."""

    def __init__(self, data: dict[str, Any], result: RunResult) -> None:
        self.data = data
        self.result = result
        before = TradeTalks(data, rng=result.seed).world
        self.setting = before.setting
        self.tariffs, self.costs = before.added_tariffs.copy(), before.trade_costs.copy()
        self.shares = dict(before.defence_pct)
        self.owed: dict[tuple[str, str, str], float] = {}
        self.steps = dict.fromkeys(data["conflicts"], 0)

    def levy(self, path: str, points: float) -> None:
        importer, exporter, *sector = path.split(".")
        places = self.setting.region(importer), self.setting.region(exporter)
        for code in sector or GOODS:
            self.tariffs[*places, self.setting.economy.sector(code)] = points / 100

    def levied(self, text: str) -> None:
        """Enter rates as they are told: "USA: 30 % on all goods from VNM, 5 % on autos from JPN; CHN: 5 % on ..."."""
        names = self.setting.economy.sector_names
        goods = {"all goods": ""} | {names[code][0].lower() + names[code][1:]: f".{code}" for code in GOODS}
        rate = rf"(?:([A-Z]{{3}}): )?([\d.]+) % on ({'|'.join(map(re.escape, goods))}) from ([A-Z]{{3}})"
        # Of a threat that is carried out its maker stands in front.
        importer = text.split(maxsplit=1)[0]
        for told, points, what, exporter in re.findall(rate, text):
            importer = told or importer
            self.levy(f"{importer}.{exporter}{goods[what]}", float(points))

    def enter(self, line: EventLine) -> None:
        if line.kind == "in_force":
            self.agree(line.table)
        elif line.kind in {"snap_back", "letters", "carry_out", "retaliate"}:
            # These lines name the rates that have come.
            self.levied(line.text.partition(": ")[2])
        elif line.kind == "event" and line.text.startswith("tariffs change"):
            self.levied(line.text)
        elif line.kind == "event" and line.text.startswith("courts strip"):
            (country,) = re.findall(r"courts strip ([A-Z]{3})", line.text)
            # An event's line doesn't name its id: of several of a country all have the same rates but for the pair.
            for key, part in self.data["events"].items():
                if part["event"] == "court_ruling" and part["country"] == country and self.came(key, line.day):
                    for path, points in part["leaves"].items():
                        self.levy(path, points)

    def came(self, key: str, day: int) -> bool:
        return any(planned.key == key and planned.day == day for planned in self.planned)

    def agree(self, key: str) -> None:
        part, deal = self.data["tables"][key], self.result.tables[key].deal
        assert deal is not None
        one, other = part["parties"]
        for issue, level in deal.items():
            assert not isinstance(level, str)
            if issue == "rate":
                self.levy(f"{one}.{other}.OTH", level)
            elif issue == "access":
                places = self.setting.region(other), self.setting.region(one), self.setting.economy.sector("AGF")
                self.costs[places] = 1 - level / 100
            elif issue == "defence":
                self.shares["JPN"] = level
            elif issue == "goods":
                self.owed["purchases", other, one] = level
            else:
                self.owed["alignment", other, one] = level

    def all(self, model: TradeTalks) -> Ledger:
        self.planned = model.surroundings.planned
        for line in self.result.events:
            self.enter(line)
        return self


def check_no_deal_below_a_reservation(model: TradeTalks) -> None:
    for live in model.tables.values():
        table = live.table
        assert table is not None
        if table.agreement is None:
            continue
        for own, rule in zip(table.preferences, table.rules, strict=True):
            floor = rule.value(own, day=live.closed or 0, offers=table.protocol.offers_made - 1)
            assert own.value(table.agreement) >= floor


@settings(max_examples=40)
@given(network_scenarios())
def test_laws_of_a_network(data: dict[str, Any]) -> None:
    model = finished(data)
    result = result_of(model)
    check_no_deal_below_a_reservation(model)
    # It ends, and not before every table has.
    assert not model.running
    assert all(not live.live for live in model.tables.values())
    latest = max(line.day for line in result.events)
    # Letters are waited for, even if the courts take away the power to act on them meanwhile.
    letters = [
        (live.closed or 0) + live.deadline.letters_after
        for live in model.tables.values()
        if live.deadline.letters and result.tables[live.key].deal is None
    ]
    assert latest <= model.day <= max([latest, *letters])
    # The world at the end is what the result tells, and nothing else.
    ledger = Ledger(data, result).all(model)
    assert np.array_equal(model.world.added_tariffs, ledger.tariffs)
    assert np.array_equal(model.world.trade_costs, ledger.costs)
    assert dict(model.world.defence_pct) == ledger.shares
    assert {(item.kind, item.giver, item.receiver): much for item, much in model.world.commitments.items()} == (
        ledger.owed
    )
    assert set(model.world.deals) == {key for key, table in result.tables.items() if table.deal is not None}
    for strength in model.world.alliances.values():
        assert 0 <= strength <= 1
    for live in model.tables.values():
        assert 0 <= live.belief <= 1
        times = [move.t for move in live.table.history if move.t < 1] if live.table else []
        assert times == sorted(times)


@settings(max_examples=15)
@given(network_scenarios())
def test_the_same_seed_gives_the_same_bytes_stepped_or_at_once(data: dict[str, Any]) -> None:
    text = run(data, seed=5).to_json()
    assert run(copy.deepcopy(data), seed=5).to_json() == text
    stepped = TradeTalks(copy.deepcopy(data), rng=5)
    while stepped.running:
        stepped.step()
    assert result_of(stepped).to_json() == text


def test_idle_days_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two meetings nothing is looked at: a calendar ten times as long costs as much as a short one."""
    lived: list[int] = []
    begin = Morning.begin
    monkeypatch.setattr(Morning, "begin", lambda self: (lived.append(self._model.day), begin(self))[1])
    counts = []
    for days in (4, 40):
        lived.clear()
        finished(
            {
                "countries": {side: {"strategy": {"name": "hardliner"}} for side in "AB"},
                "events": {"shock": {"event": "market_shock", "on": 2 * days, "size": 1}},
                "tables": {
                    "pie": {
                        "parties": ["A", "B"],
                        "agenda": {"share": {"levels": [0, 1]}},
                        "meetings": {"rare": {"every_days": days}},
                        "deadline": {"on": 5 * days + 1},
                        "horizon": 9999,
                        "score_sheets": {
                            side: {"weights": {"share": 1}, "points": {"share": points}}
                            for side, points in (("A", [0, 1]), ("B", [1, 0]))
                        },
                    }
                },
            }
        )
        counts.append(len(lived))
    assert counts == [7, 7]
