"""What visitors hand in is read in a process of its own, which is killed once it takes too much."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time

import pytest
from costly_files import COSTLY

from tradetalks.app.launch import Launch
from tradetalks.app.reading import MEMORY, read_apart
from tradetalks.app.uploads import MOST_OF_A_SCENARIO
from tradetalks.app.visit import MOST_OPENED, Visit
from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.single import run

SMALL = b"extends: split_the_pie\n"


def test_a_scenario_comes_back_as_it_would_be_read_here() -> None:
    file = read_apart("mine.yaml", b"extends: us_japan_2025\ntitle: Mine\n")
    assert file.scenario is not None
    assert (file.scenario.name, file.scenario.title) == ("mine", "Mine")
    assert run(file.scenario, seed=7).values == run("us_japan_2025", seed=7).values


def test_a_result_comes_back_replayed() -> None:
    result = run("split_the_pie", seed=4)
    file = read_apart("a.json", result.to_json().encode())
    assert file.recording is not None
    assert (file.recording.seed, file.same) == (4, True)
    assert file.note.startswith("A replay of a.json: the same, move by move")
    data = result.to_dict()
    data["transcript"][0]["utility"] = 0.5
    file = read_apart("b.json", json.dumps(data).encode())
    assert not file.same
    assert "by this version is not the same: move 1 of" in file.note


def test_what_is_wrong_is_told_as_it_is_anywhere() -> None:
    with pytest.raises(ConfigError) as caught:
        read_apart("a.yaml", b"extends: split_the_pie\ntitel: x\n")
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [("a.yaml", 2)]
    with pytest.raises(TradetalksError, match="is no result, or a truncated one"):
        read_apart("a.json", b"{")
    for name in ("a\x1b.yaml", "a\nb.yaml", "a" * 300 + ".yaml"):
        with pytest.raises(TradetalksError, match="is no name for a file"):
            read_apart(name, SMALL)


@pytest.mark.parametrize("name", ["anchors.yaml", "fewer_countries.yaml", "draws.yaml", "flow_list.yaml"])
def test_a_costly_file_is_refused(name: str) -> None:
    with pytest.raises(TradetalksError) as caught:
        read_apart(name, COSTLY[name].encode())
    assert len(str(caught.value)) < 20_000


def large(tables: int, meetings: int) -> bytes:
    """Return a scenario whose tables have each as many possible deals as may be."""
    ends = {"A": [place / 9 for place in range(10)], "B": [1 - place / 9 for place in range(10)]}
    issues = [f"i{place}" for place in range(6)]
    sheets = {
        code: {"weights": dict.fromkeys(issues, 1 / 6), "points": dict.fromkeys(issues, points)}
        for code, points in ends.items()
    }
    made = {}
    for place in range(tables):
        # Each another, or they would share what their deals are worth.
        points = {issue: [*ends["A"][:5], 0.6 + place / 1000, *ends["A"][6:]] for issue in issues}
        made[f"t{place}"] = {
            "parties": ["A", "B"],
            "agenda": {issue: {"levels": list(range(10))} for issue in issues},
            "meetings": {"daily": {"every_days": 1}},
            "deadline": {"on": meetings},
            "score_sheets": sheets | {"A": sheets["A"] | {"points": points}},
        }
    country = {"strategy": {"name": "hardliner"}}
    content = json.dumps({"countries": {"A": country, "B": country}, "tables": made}).encode()
    assert len(content) < MOST_OF_A_SCENARIO
    return content


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process so")
def test_what_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(
        TradetalksError, match=f"takes more than {MEMORY // 1_000_000} MB of memory to be run to its end"
    ):
        read_apart("large.yaml", large(60, 3))


@pytest.mark.evidence
def test_what_takes_too_long_to_run_is_refused() -> None:
    scenario = json.loads(large(3, 360))
    for country in scenario["countries"].values():
        # On each turn it looks at a million deals anew.
        country["strategy"] = {"name": "linear", "opponent_model": "frequency"}
    for table in scenario["tables"].values():
        table["meetings"]["daily"]["rounds"] = 45
        for sheet in table["score_sheets"].values():
            sheet["reservation"] = 0.9
    with pytest.raises(TradetalksError, match="takes more than 5 seconds to be run to its end, too long here"):
        read_apart("long.yaml", json.dumps(scenario).encode())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no processor's time")
def test_a_process_that_goes_on_for_ever_is_killed() -> None:
    code = "from tradetalks.app.reading import _bound_time\n_bound_time(1)\nwhile True:\n    pass\n"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == -signal.SIGXCPU


def test_files_are_read_one_after_another_where_many_hand_them_in() -> None:
    files = []
    threads = [threading.Thread(target=lambda: files.append(read_apart("a.yaml", SMALL))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(files) == 5


def test_while_a_file_is_read_the_run_goes_on() -> None:
    visit = Visit(Launch())
    # A step that comes after it takes what was told away.
    told: list[tuple[str, ...]] = []
    visit.problems.subscribe(told.append)
    reading = threading.Thread(
        target=visit.open, args=("fewer_countries.yaml", COSTLY["fewer_countries.yaml"].encode())
    )
    reading.start()
    steps = 0
    while reading.is_alive():
        visit.step() if visit.session is not None and visit.session.can_go_on else visit.reset()
        steps += 1
        time.sleep(0.01)
    reading.join()
    assert steps > 3
    assert "and more" in [problems[-1] for problems in told if problems]


def test_a_visitor_has_three_files_open_at_most() -> None:
    visit = Visit(Launch())
    names = [f"{place}.yaml" for place in range(MOST_OPENED + 1)]
    for name in names[:-1]:
        visit.open(name, SMALL)
        assert visit.note.value == ""
    visit.choose(names[0])
    visit.open(names[0], b"extends: split_the_pie\ntitle: Again\n")
    visit.open(names[-1], SMALL)
    assert visit.problems.value == ()
    assert visit.note.value == "1.yaml is closed: 3 files can be open at once."
    assert [name for name in visit.names.value if name.endswith(".yaml")] == ["0.yaml", "2.yaml", "3.yaml"]
    visit.choose("1.yaml")
    assert "there is no scenario '1.yaml' here" in visit.problems.value[0]
    visit.choose("0.yaml")
    assert visit.sight.value is not None
    assert visit.sight.value.scenario == "0"
