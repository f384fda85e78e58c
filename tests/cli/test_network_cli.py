"""A run with many tables as a user meets it: the overview, one table in detail, the JSON form."""

from __future__ import annotations

import io
import json
import re

import pytest
from calls import call
from rich.console import Console

from tradetalks.cli.printing.network import print_run
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.result.result import Change, RunResult
from tradetalks.runs.single import run
from tradetalks.runs.statics.nash_in_nash import NashInNash

AGREEING = {
    "hub_and_spoke": ("USA-CHN", "USA-JPN", "USA-EU27"),
    "pooled": ("USA-SEA3", "USA-JPN"),
    "multilateral": ("common",),
}
LAYOUTS = tuple(AGREEING)


def first_with_deals(layout: str) -> RunResult:
    """Return the first run of a layout in which these tables agree, and no court takes tariffs away."""
    runs = (run("spring_2025", seed=seed, layout=layout) for seed in range(100))
    return next(
        result
        for result in runs
        if all(result.tables[key].deal for key in AGREEING[layout]) and not result.world.powerless
    )


RESULTS = {layout: first_with_deals(layout) for layout in LAYOUTS}


def shown(result: RunResult, *, whole: bool = False, table: str | None = None, nash: NashInNash | None = None) -> str:
    out = Console(file=io.StringIO(), width=80, soft_wrap=True, highlight=False)
    print_run(result, out, repeat="again", whole=whole, table=table, benchmark=nash)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    return str(text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_overview_has_each_table_once_in_the_order_of_ending(layout: str) -> None:
    result = RESULTS[layout]
    text = shown(result, nash=result.nash_in_nash())
    head = text.partition("what happened")[0]
    titles = [table.title for table in result.tables.values()]
    found = re.findall(rf"^ +\d+ \w+  ({'|'.join(titles)}) ", head, flags=re.MULTILINE)
    assert sorted(found) == sorted(titles)
    by_title = {table.title: table for table in result.tables.values()}
    days = [by_title[title].closed for title in found]
    assert days == sorted(days)
    assert max(map(len, text.splitlines())) <= 80
    assert "market stress" in text
    assert "Nash-in-Nash" in text
    # Nine full tables would be too much.
    assert "gains, USD bn" not in text
    assert "details: --table" in text


def test_what_is_said_of_a_table_is_what_the_result_says() -> None:
    result = RESULTS["hub_and_spoke"]
    lines = " ".join(shown(result).split())
    for table in result.tables.values():
        if table.deal is None:
            assert table.summary[1:] in lines
            continue
        days = table.deadline - table.closed
        when = "on the last day" if days == 0 else f"{days} day{'s' * (days != 1)} before the deadline"
        assert f"{table.title} {'partial ' * table.partial}deal {when}" in lines
        for party, side in table.sides.items():
            gain = (side.total.deal or 0.0) - side.total.without_deal
            assert f"{party} {round(gain, 1) + 0.0:+.1f}" in lines


def test_one_table_is_shown_in_detail() -> None:
    result = RESULTS["pooled"]
    text = shown(result, table="USA-SEA3")
    assert text.startswith("US-Southeast Asia, ")
    assert "gains, USD bn a year" in text
    assert "what happened" not in text
    assert "US-Japan" not in text
    assert "within SEA3, divided alike: VNM " in text


def test_a_table_of_six_fits_the_terminal() -> None:
    text = shown(RESULTS["multilateral"], table="common")
    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"gains against no deal, bn a year +USA +JPN +EU27 +VNM +MYS +KHM", text)


def test_the_transcript_shows_everything() -> None:
    result = RESULTS["pooled"]
    text = shown(result, whole=True)
    for table in result.tables.values():
        assert f"\n{table.title}, " in text
    moves = len(re.findall(r"^ +\d+ \w+  (?:working|ministers) ", text, flags=re.MULTILINE))
    assert moves == len(result.transcript)
    assert "(hidden from the parties)" in text or not any(event.hidden for event in result.events)


def test_one_table_alone_is_shown_as_ever() -> None:
    result = run("split_the_pie", seed=7)
    assert shown(result) == shown(result, table="pie")
    assert "details:" not in shown(result)
    assert shown(result, nash=result.nash_in_nash()).startswith(shown(result).removesuffix("repeat: again\n"))


def test_the_command_line_names_tables_that_there_are() -> None:
    done = call("run", "spring_2025", "--seed", "7", "--table", "USA-JPM")
    assert (done.returncode, done.stdout) == (2, "")
    assert "spring_2025 has no table 'USA-JPM' (did you mean 'USA-JPN'?)" in done.stderr
    done = call("run", "spring_2025", "--seed", "7", "--table", "USA-JPN", "--nash-in-nash", "--json", "-")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert list(data["nash_in_nash"]["tables"]) == list(data["tables"])
    assert data["series"]["day"] == sorted(set(data["series"]["day"]))


# ---- the world at the end, and what was recorded on the way


def test_the_world_at_the_end_is_what_deals_have_made_it() -> None:
    result = RESULTS["hub_and_spoke"]
    deal = result.tables["USA-CHN"].deal
    assert deal is not None
    world = result.world
    # On 2 April the US taxed China's goods by 20 points more, China those of the US not yet.
    assert (world.tariffs["USA.CHN"].before, world.tariffs["USA.CHN"].after) == (20.0, deal["us_tariff"])
    assert world.tariffs.get("CHN.USA", Change(0.0, 0.0)) == Change(0.0, deal["cn_tariff"])
    japan = result.tables["USA-JPN"].deal
    assert japan is not None
    assert world.defence.get("JPN", Change(1.8, 1.8)).after == japan["defence"]
    assert world.access.get("JPN.USA", Change(0, 0)).after == pytest.approx(japan["access"])
    owed = {(item.kind, item.giver, item.receiver): item.amount for item in world.owed}
    assert owed.get(("investment", "JPN", "USA"), 0.0) == japan["investment"]
    assert world.alliances["EU27-USA"].after == pytest.approx(0.8)


def test_nothing_has_changed_where_nothing_can() -> None:
    world = run("split_the_pie", seed=7).world
    assert (world.tariffs, world.access, world.owed, world.market_stress) == ({}, {}, (), 0.0)


def test_the_network_is_recorded_day_by_day() -> None:
    model = TradeTalks("spring_2025", rng=RESULTS["hub_and_spoke"].seed)
    model.run_model()
    frame = model.datacollector.get_model_vars_dataframe()
    assert set(model.series) <= set(frame.columns)
    assert {"market stress", "deals", "alliance JPN-USA", "credibility USA"} <= set(model.series)
    assert frame["market stress"].iloc[0] == 1.0
    assert frame["deals"].is_monotonic_increasing
    assert frame["deals"].iloc[-1] == len(model.world.deals)
    assert frame["alliance JPN-USA"].iloc[-1] == pytest.approx(model.world.alliance("USA", "JPN"))
    assert RESULTS["hub_and_spoke"].series["market stress"] == tuple(frame["market stress"])
