"""Reports: one page that loads nothing, escapes what comes from files, and repeats the experiment it tells of."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from batches import pie, spoiled

from tradetalks.runs.analysis.report import as_file, page
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.plan import Plan
from tradetalks.runs.batch.running import run_batch
from tradetalks.runs.batch.store import Store

EVIL = '<script>alert("x")</script>'


class Tags(HTMLParser):
    """Checks that tags close in order, and keeps what is shown and what is linked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.captions: list[str] = []
        self.seen: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.captions += [value or "" for name, value in attrs if name == "alt"]
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(batch: Batch) -> tuple[Tags, list[str]]:
    text = page(batch)
    found = Tags(text)
    assert found.open == []
    assert "script" not in found.seen
    assert all(link.startswith("data:image/svg+xml;base64,") for link in found.links)
    svgs = [base64.b64decode(link.partition(",")[2]).decode() for link in found.links]
    for svg in svgs:
        root = ET.fromstring(svg)  # noqa: S314
        assert root.tag.endswith("svg")
        hrefs = [value for node in root.iter() for name, value in node.attrib.items() if name.endswith("href")]
        assert all(value.startswith("#") for value in hrefs)
        assert not re.search(r"url\((?!#)|<image|<script", svg)
    return found, svgs


def test_the_page_loads_nothing_and_is_the_same_each_time(tmp_path: Path) -> None:
    batch = run_batch(pie(20, title="Who waits"), workers=0, folder=tmp_path / "store")
    found, svgs = read(batch)
    # Agreement, the share that deals hold, utilities, surplus, timing.
    assert len(svgs) == 5
    assert "Who waits" in found.text
    assert f"{batch.runs()['lead'][:20].mean():.2f} [" in found.text
    assert batch.digest() in found.text
    assert page(batch) == page(batch)


def test_what_comes_from_files_is_escaped(tmp_path: Path) -> None:
    scenario = {
        "extends": "split_the_pie",
        "tables": {"pie": {"title": EVIL, "agenda": {"share": {"label": f"{EVIL} $x^$"}}}},
    }
    more = {"title": EVIL, "description": f"</p>{EVIL}", "scenario": scenario}
    found, _ = read(run_batch(pie(4, **more), workers=0, folder=tmp_path / "store"))
    assert EVIL in found.text


NAMED = "<img src=x onerror=alert(1)>"
"""A name that a country, an issue or a table may have."""


def hostile(**sweep: Any) -> dict[str, Any]:
    """Return an experiment in which whatever may be named is named so that it would run in a browser."""
    sheet = {"weights": {NAMED: 1}, "points": {NAMED: [0, 1]}}
    table = {
        "title": EVIL,
        "parties": [NAMED, "B"],
        "agenda": {NAMED: {"label": EVIL, "levels": [EVIL, f"{EVIL}2"]}},
        "meetings": {"daily": {"every_days": 1}},
        "deadline": {"on": 9},
        "score_sheets": {NAMED: sheet, "B": sheet},
    }
    other = table | {"title": f"{EVIL} again"}
    country = {"name": EVIL, "strategy": {"name": "linear"}}
    scenario = {"countries": {NAMED: country, "B": dict(country)}, "tables": {NAMED: table, "other": other}}
    return pie(2, scenario=scenario, outcomes={}, fixed={}, sweep={"method": "grid", "over": sweep})


@pytest.mark.parametrize(
    "over",
    [
        {"title": [EVIL, f"{EVIL}3"]},
        {f"countries.{NAMED}.name": [f"{EVIL}{place}" for place in range(12)]},
        {f"countries.{code}.strategy.e": [0.2, 0.4, 0.6, 0.8] for code in (NAMED, "B")},
    ],
)
def test_names_and_values_are_only_text_wherever_they_stand(over: dict[str, list[Any]], tmp_path: Path) -> None:
    experiment = hostile(**over)
    for country in experiment["scenario"]["countries"].values():
        country["strategy"] = {"name": "boulware", "e": 0.5}
    found, _ = read(run_batch(experiment, workers=0, folder=tmp_path / "store"))
    assert EVIL in found.text
    assert NAMED in found.text
    assert found.captions
    assert all("&lt;" not in caption for caption in found.captions)


def test_the_name_of_an_experiment_is_only_text(tmp_path: Path) -> None:
    file = tmp_path / f"{NAMED}.yaml"
    file.write_text(as_file({"experiment": pie(2)}), encoding="utf-8")
    found, _ = read(run_batch(file, workers=0, folder=tmp_path / "store"))
    assert found.text.count(NAMED) > 4


def test_why_there_is_no_sensitivity_is_only_text(tmp_path: Path) -> None:
    sweep = {"method": "morris", "size": 2, "over": {"countries.A.strategy.e": {"uniform": [0.2, 0.9]}}}
    fixed = {"countries.A.strategy": {"name": "boulware", "e": 0.5}}
    batch = run_batch(pie(1, fixed=fixed, outcomes={}, sweep=sweep), workers=0, folder=tmp_path / "store")
    batch.manifest["versions"]["SALib"] = EVIL
    batch.manifest["experiment"]["seed"] += 1
    found, _ = read(batch)
    assert f"was made with SALib {EVIL}" in found.text


@pytest.mark.usefixtures("troublesome")
def test_failed_runs_are_told_with_reasons(tmp_path: Path) -> None:
    batch = run_batch(spoiled("raise", 0.3), workers=0, folder=tmp_path / "store")
    assert batch.summary().failed
    found, _ = read(batch)
    assert "Runs that failed" in found.text
    assert all(reason in found.text for reason in batch.summary().reasons)


@pytest.mark.usefixtures("troublesome")
def test_a_page_where_all_runs_failed(tmp_path: Path) -> None:
    found, svgs = read(run_batch(spoiled("raise", 2, 3), workers=0, folder=tmp_path / "store"))
    assert svgs == []
    assert "3 of 3" in found.text


def test_an_unfinished_batch_says_so(tmp_path: Path) -> None:
    run_batch(pie(20), workers=0, folder=tmp_path / "store", shard=(1, 2))
    found, _ = read(Batch(tmp_path / "store"))
    assert "20 of 40 runs" in found.text
    assert "Not all runs are done" in found.text


@pytest.mark.parametrize(
    ("method", "size", "shown"), [("morris", 4, "elementary effects"), ("saltelli", 4, "Sobol indices")]
)
def test_sensitivities_are_drawn(method: str, size: int, shown: str, tmp_path: Path) -> None:
    over = {f"countries.{side}.strategy": {"name": "boulware"} for side in "AB"}
    factors = {f"countries.{side}.strategy.e": {"uniform": [0.1, 0.9]} for side in "AB"}
    experiment = pie(2, fixed=over, sweep={"method": method, "size": size, "over": factors})
    found, _ = read(run_batch(experiment, workers=0, folder=tmp_path / "store"))
    assert f"value.A: {shown}" in found.text
    assert "with like values of a factor" in found.text


def test_columns_that_were_not_kept_are_left_out(tmp_path: Path) -> None:
    found, svgs = read(run_batch(pie(4, columns=["value.*"]), workers=0, folder=tmp_path / "store"))
    assert svgs == []
    assert "value.A" in found.text


@pytest.mark.parametrize("source", [pie(3), "deadlines", "defence_linkage"], ids=lambda source: str(source)[:20])
def test_the_file_of_the_page_is_the_experiment(source: Any, tmp_path: Path) -> None:
    plan = Plan.of(source)
    store = Store.create(tmp_path / "store", plan.experiment, plan.design, plan.job.row_columns, 1)
    file = tmp_path / "again.yaml"
    file.write_text(as_file(store.manifest), "utf-8")
    again = Plan.of(str(file))
    assert again.job.mark == plan.job.mark
