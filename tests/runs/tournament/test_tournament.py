"""Tournaments: every pair in both seats, figures worked by hand, the same bytes however it is run."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from strategy_files import linear

import tradetalks as tt
from tradetalks.configs.load import load_scenario
from tradetalks.runs.single import run
from tradetalks.runs.tournament.result import Played, TournamentResult, _section

TRADETALKS = Path(sys.executable).with_name("tradetalks")

THREE = """
countries:
  A: {strategy: {name: linear}}
  B: {strategy: {name: linear}}
  C: {strategy: {name: linear}}
tables:
  all:
    parties: [A, B, C]
    agenda: {x: {levels: [0, 1]}}
    meetings: {daily: {every_days: 1}}
    deadline: {on: 5}
    score_sheets:
      A: {weights: {x: 1}, points: {x: [0, 1]}}
      B: {weights: {x: 1}, points: {x: [0, 1]}}
      C: {weights: {x: 1}, points: {x: [0, 1]}}
"""


def call(*words: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "80", **env}
    return subprocess.run(
        [TRADETALKS, "tournament", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


def small(**more: Any) -> TournamentResult:
    return tt.tournament("linear,boulware,boulware:e=0.5", "linkage,split_the_pie", repetitions=3, seed=4, **more)


# ---- what it says is what single runs say


def test_every_ordered_pair_meets_and_each_run_can_be_repeated() -> None:
    done = tt.tournament("linear,micro", "linkage", repetitions=2, seed=4)
    pairs = {(one.first, one.second): one for one in done.sections["linkage"].pairings}
    assert list(pairs) == [*itertools.product(("linear", "micro"), repeat=2)]
    assert done.runs == 8
    for (first, second), pairing in pairs.items():
        seats: dict[str, Any] = {
            "countries__A__strategy": {"name": first},
            "countries__B__strategy": {"name": second},
        }
        runs = [run("linkage", seed=seed, **seats).tables["package"] for seed in done.seeds]
        got = [
            [
                side.utility.without_deal if side.utility.deal is None else side.utility.deal
                for side in one.sides.values()
            ]
            for one in runs
        ]
        assert [pairing.utility_first, pairing.utility_second] == pytest.approx(np.mean(got, axis=0))
        assert pairing.agreement == np.mean([one.deal is not None for one in runs])
        assert pairing.runs == 2


def test_the_pie_by_hand() -> None:
    """Linear sides halve the pie of 20 days on day 10; a hardliner gives nothing, and gets all from who gives."""
    done = tt.tournament("linear,hardliner", "split_the_pie", repetitions=2)
    overall = done.overall
    assert overall.matrix["linear"]["linear"] == 0.5
    assert overall.matrix["hardliner"]["hardliner"] == 0.0
    # In its last round linear takes whatever is no worse than nothing, unless nobody is left to answer.
    assert overall.matrix["hardliner"]["linear"] == 1.0
    assert overall.matrix["linear"]["hardliner"] == 0.0
    by_name = {one.strategy: one for one in overall.standings}
    assert by_name["hardliner"].utility == 0.5
    assert by_name["linear"].utility == 0.25
    assert [one.rank for one in overall.standings] == [1, 2]
    assert by_name["linear"].agreement == 1.0
    assert by_name["hardliner"].agreement == pytest.approx(2 / 3)
    assert (by_name["hardliner"].low, by_name["hardliner"].high) == (0.5, 0.5)
    assert by_name["hardliner"].distance == 0.0
    pair = next(one for one in overall.pairings if one.first == one.second == "hardliner")
    assert (pair.agreement, pair.distance) == (0.0, None)


def test_no_deal_counts_the_reservation() -> None:
    floors = {f"tables.pie.score_sheets.{side}.reservation": floor for side, floor in (("A", 0.3), ("B", 0.2))}
    pie = load_scenario("split_the_pie", overrides=floors)
    done = tt.tournament("hardliner", [pie], repetitions=1)
    (pairing,) = done.overall.pairings
    assert (pairing.utility_first, pairing.utility_second) == (0.3, 0.2)
    assert done.overall.standings[0].utility == 0.25


def test_distance_is_to_the_frontier_of_utilities() -> None:
    # B's favourite, 0, is dominated by 2 for both: from (.2, .5) the nearest on the frontier is (.5, .9).
    sheet = {"weights": {"x": 1}, "reservation": 0}
    data = {
        "countries": {party: {"strategy": {"name": "linear"}} for party in "AB"},
        "tables": {
            "t": {
                "parties": ["A", "B"],
                "agenda": {"x": {"levels": [0, 1, 2]}},
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 3},
                "score_sheets": {
                    "A": sheet | {"points": {"x": [0.2, 1.0, 0.5]}},
                    "B": sheet | {"points": {"x": [0.5, 0.0, 0.9]}},
                },
            }
        },
    }
    script = {"name": "scripted", "offers": [{"x": 0}], "accepts": [0]}
    done = tt.tournament([script], [data], repetitions=1)
    assert done.overall.standings[0].agreement == 1
    assert done.overall.standings[0].distance == pytest.approx(0.5)


def test_all_pairs_meet_the_same_draws() -> None:
    """Against itself a hardliner gets its reservation, which is drawn: the same as the pair of two other names."""
    done = tt.tournament("hardliner,boulware:e=0.000001", "linkage", repetitions=3)
    got = {(one.first, one.second): (one.utility_first, one.utility_second) for one in done.overall.pairings}
    assert got["hardliner", "hardliner"] == got["boulware:e=1e-06", "hardliner"]
    assert done.overall.standings[0].low < done.overall.standings[0].high


# ---- statistics


def test_matrix_standing_and_overall_by_hand() -> None:
    one, two = Played.empty(1, 2), Played.empty(1, 2)
    #                 first seat, second seat of (0, 0), (0, 1), (1, 0), (1, 1)
    one.utilities[0] = np.array([[[0.4, 0.6], [0.8, 0.1]], [[0.3, 0.5], [0.2, 0.4]]])
    two.utilities[0, 0, 0] = [1.0, 0.0]  # the second strategy does not sit at this table
    one.agreed[0], two.agreed[0, 0, 0] = 1, 0
    draws = [np.ones((2000, 1))] * 2
    alone = _section(["x", "y"], [one], draws[:1])
    assert alone.matrix == {"x": {"x": 0.5, "y": 0.65}, "y": {"x": 0.2, "y": 0.3}}
    assert [(row.rank, row.strategy, row.utility, row.runs) for row in alone.standings] == [
        (1, "x", 0.575, 3),
        (2, "y", 0.25, 3),
    ]
    both = _section(["x", "y"], [one, two], draws)
    assert both.matrix["x"] == {"x": 0.5, "y": 0.65}
    ranks = {row.strategy: (row.rank, row.utility, row.runs, row.agreement) for row in both.standings}
    assert ranks["x"] == (1, (0.575 + 0.5) / 2, 4, 0.5)
    assert ranks["y"] == (None, 0.25, 3, 1.0)


def test_the_interval_is_that_of_a_bootstrap_over_repetitions() -> None:
    done = tt.tournament("linear,boulware", "linkage", repetitions=40, seed=2)
    for one in done.overall.standings:
        assert one.low < one.utility < one.high
    more = tt.tournament("linear,boulware", "linkage", repetitions=160, seed=2)
    widths = [sum(one.high - one.low for one in part.overall.standings) for part in (done, more)]
    assert widths[1] == pytest.approx(widths[0] / 2, rel=0.3)


# ---- the same result


def test_the_same_bytes_for_any_number_of_workers_and_hash_seed(tmp_path: Path) -> None:
    given = ("--strategies", "linear,random,boulware:e=0.5", "--scenarios", "linkage,us_japan_2025")
    given = (*given, "--repetitions", "2", "--seed", "4", "--json", "t.json", "--csv", "t.csv")
    texts = set()
    for workers, hash_seed in (("1", "0"), ("2", "1")):
        done = call(*given, "--workers", workers, cwd=tmp_path, PYTHONHASHSEED=hash_seed)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        texts.add((done.stdout, (tmp_path / "t.json").read_text("utf-8"), (tmp_path / "t.csv").read_text("utf-8")))
    assert len(texts) == 1
    shown, data, table = texts.pop()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 3 * 9
    assert {row["scenario"] for row in rows} == {"linkage", "us_japan_2025", "overall"}
    result = json.loads(data)
    assert result["format"] == 1
    assert result["scenarios"]["us_japan_2025"]["unit"] == "mapped"
    assert "1 boulware:e=0.5" in shown
    assert max(map(len, shown.splitlines()[:-1])) <= 80


def test_another_seed_is_another_tournament() -> None:
    assert small().to_json() == small().to_json()
    assert small().seeds != tt.tournament("linear", "linkage", repetitions=3, seed=5).seeds


def test_progress_counts_all_runs() -> None:
    told: list[tuple[int, int]] = []
    small(progress=lambda over, runs: told.append((over, runs)))
    assert told[-1] == (54, 54)
    assert [over for over, _ in told] == sorted(over for over, _ in told)


def test_an_interrupt_ends_workers_too_and_writes_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [TRADETALKS, "tournament", "--repetitions", "5000", "--workers", "2", "--json", tmp_path / "t.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(5)
    # As Ctrl-C does: to the whole group, workers included. A worker that has just started takes its time.
    os.killpg(process.pid, signal.SIGINT)
    try:
        output, errors = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    assert process.returncode == 130
    assert errors == "interrupted; no file was left half written\n"
    assert output == ""
    assert not list(tmp_path.iterdir())
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a worker is still there")


# ---- who and where


def test_strategies_by_all_and_what_sits_out() -> None:
    done = tt.tournament("all", "split_the_pie", repetitions=1)
    played = {one.strategy for one in done.overall.standings}
    assert {"boulware", "micro", "random", "nice_tft"} <= played
    assert not played & {"human", "scripted", "zeuthen", "rubinstein"}
    assert {one.strategy for one in done.sitting_out} >= {"zeuthen", "rubinstein"}
    assert "information: complete" in done.sitting_out[0].reason


def test_a_strategy_that_sits_out_somewhere_has_no_rank() -> None:
    told = load_scenario("split_the_pie", overrides={"tables.pie.information": "complete"})
    done = tt.tournament("linear,zeuthen", [told, "linkage"], repetitions=1)
    assert [(one.strategy, one.rank) for one in done.overall.standings] == [("linear", 1), ("zeuthen", None)]
    assert set(done.sections["linkage"].matrix) == {"linear"}


def test_all_scenarios_are_the_tables_of_two() -> None:
    done = tt.tournament("linear", "all", repetitions=1)
    assert {"us_japan_2025", "linkage", "linkage_separate:cars", "linkage_separate:rice"} <= set(done.scenarios)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_stands_for_all_strategies_of_its_files(workers: int, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    both = linear("ours") + linear("yours").replace("class Mine", "class Yours")
    (tmp_path / "class" / "both.py").write_text(both, encoding="utf-8")
    words = ("--scenarios", "split_the_pie", "--repetitions", "2", "--workers", str(workers), "--json", "-")
    done = call("--strategies", "linear,class/", *words, cwd=tmp_path)
    assert done.stderr == ""
    standings = json.loads(done.stdout)["overall"]["standings"]
    assert {one["strategy"] for one in standings} == {"linear", "ours", "yours"}
    assert len({one["utility"] for one in standings}) == 1
    done = call("--strategies", "class/both.py", *words, cwd=tmp_path)
    assert "take them by their names from the folder class" in done.stderr
    assert call("--strategies", "nowhere/", *words, cwd=tmp_path).stderr == "error: nowhere/: there is no such folder\n"


def test_a_table_of_several_is_named_and_the_others_play_as_in_the_file() -> None:
    done = tt.tournament("hardliner,linear", "linkage_separate:rice", repetitions=1)
    assert list(done.sections) == ["linkage_separate:rice"]
    assert done.scenarios["linkage_separate:rice"].table == "rice"


def test_mappings_and_nested_options() -> None:
    words = "linear:acceptance={combi: {time: 0.9, window: max}}"
    done = tt.tournament(
        [{"name": "linear", "acceptance": {"combi": {"time": 0.9, "window": "max"}}}, "linear"], "linkage"
    )
    assert list(done.strategies) == [words, "linear"]
    assert list(tt.tournament(f"{words},linear", "linkage", repetitions=1).strategies) == [words, "linear"]


OUTSIDE = """
from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.agents.strategies.base import Strategy
from tradetalks.model.negotiation.moves import Accept, Offer, Response
from tradetalks.model.negotiation.players import View


@dataclass(frozen=True, kw_only=True)
class Mine(Strategy):
    \"\"\"Offers what it likes best, and stumbles when it is to answer.\"\"\"

    name: ClassVar[str] = "mine"
    careful: bool = False

    def propose(self, view: View) -> Offer:
        return Offer(view.preferences.best, "my best")

    def respond(self, view: View, offer: int) -> Response:
        if not self.careful:
            raise ZeroDivisionError("oh")
        return Accept("anything")
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_strategies_of_one_s_own_take_part_and_their_faults_are_told(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text(OUTSIDE, "utf-8")
    done = tt.tournament("linear,mine.py,mine.py:careful=true", "split_the_pie", repetitions=2, workers=workers)
    standings = {one.strategy: one for one in done.overall.standings}
    assert set(standings) == {"linear", "mine.py", "mine.py:careful=true"}
    assert standings["mine.py"].faults > 0
    assert standings["linear"].faults == standings["mine.py:careful=true"].faults == 0
    # It accepts whatever is offered first: all for the other side.
    assert done.overall.matrix["mine.py:careful=true"]["linear"] < 0.1
    assert "mine.py" in done.versions


@pytest.mark.parametrize(
    ("strategies", "scenarios", "said"),
    [
        ("bulware", "all", "--strategies bulware: there is no strategy 'bulware' (did you mean 'boulware'?)"),
        ("boulware:e=7,linear:f=3", "all", "--strategies linear:f=3: f: the strategy 'linear' has no option"),
        ("boulware:e=7,linear:f=3", "all", "--strategies boulware:e=7: e: must be less than 1, not 7"),
        ("boulware:e", "all", "must be OPTION=VALUE"),
        ("boulware,boulware:e=0.10,boulware:e=0.1", "all", "--strategies boulware:e=0.1: is given twice"),
        ("human", "all", "a person can't play a tournament"),
        ("boulware:e={uniform: [0.1, 0.5]}", "all", "is drawn; an entry's options must be fixed"),
        (",", "all", "name at least one strategy"),
        ("zeuthen", "linkage", "none of the strategies can sit there"),
        ("linear", "linkage_separate", "name one of linkage_separate:cars, linkage_separate:data"),
        ("linear", "linkage:packet", "no table 'packet' (did you mean 'package'?)"),
        ("linear", "three.yaml", "at the table all sit 3 (A, B, C); a tournament is for tables of two"),
        ("linear", "linkage,linkage", "is given twice"),
        ("linear", "lonkage", "did you mean 'linkage'"),
        ("linear", "seat.yaml:data", "A is a person at the table cars"),
        ("linear", "", "name at least one scenario"),
    ],
)
def test_bad_input_is_told_before_the_first_run(
    strategies: str, scenarios: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("three.yaml").write_text(THREE, "utf-8")
    seat = "extends: linkage_separate\ntables: {cars: {strategies: {A: {name: human}}}}\n"
    Path("seat.yaml").write_text(seat, "utf-8")
    with pytest.raises(tt.TradetalksError) as refused:
        tt.tournament(strategies, scenarios)
    assert said in str(refused.value)


def test_too_many_runs_are_refused() -> None:
    with pytest.raises(tt.TradetalksError, match="at most 10,000,000"):
        tt.tournament("linear", "linkage", repetitions=10**8)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--strategies", "boulware:e=7"], "error: --strategies boulware:e=7: e: must be less than 1, not 7\n"),
        (["--repetitions", "0"], "--repetitions"),
        (["--json", "x/y.json"], "can't write x/y.json"),
        (["--json", "-", "--csv", "-"], "same place"),
    ],
)
def test_the_command_refuses_with_exit_2(words: list[str], said: str, tmp_path: Path) -> None:
    done = call(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_party_that_cares_about_nothing_on_the_agenda_is_refused() -> None:
    """China minds the US rate alone, which is not on the agenda but snaps back: no deal has no utility."""
    changes: dict[str, Any] = {
        "countries.CHN.interests": {"parity": {"weight": 1, "importer": "USA"}},
        "tables.USA-CHN.agenda.us_rate": None,
        "tables.USA-CHN.deadline.snap_back": {"USA.CHN": 200},
    }
    indifferent = load_scenario("prisoners", overrides=changes)
    with pytest.raises(tt.TradetalksError, match="all deals are worth the same to CHN"):
        tt.tournament("linear", [indifferent], repetitions=1)
