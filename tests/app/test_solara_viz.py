"""The page of one's own that the documentation shows: our charts in Mesa's SolaraViz."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from mesa.experimental.scenarios import Scenario

import tradetalks as tt

solara = pytest.importorskip("solara")
ipyvuetify = pytest.importorskip("ipyvuetify")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import docs_runner  # noqa: E402

PAGE = ROOT / "docs" / "how-to" / "watch-in-a-browser.md"


class Shown:
    """The page as it is rendered, without a browser."""

    def __init__(self, page: Callable[[], Any]) -> None:
        self.box, self.context = solara.render(solara.AppLayout(children=[page()]), handle_error=False)

    def close(self) -> None:
        self.context.close()

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.context.find(ipyvuetify.Btn, children=[name]).widget.click()

    @property
    def network(self) -> str:
        """The picture of the network."""
        return str(self.context.find(solara.widgets.HTML).widget.unsafe_innerHTML)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    (block,) = [found for found in docs_runner.blocks(PAGE.read_text("utf-8")) if "SolaraViz(" in found.body]
    file = tmp_path / "own_page.py"
    file.write_text(block.body, encoding="utf-8")
    with closing(Shown(runpy.run_path(str(file))["Page"])) as page:
        yield page


def test_it_steps_and_starts_again(shown: Shown) -> None:
    first = shown.network
    assert "US-Japan talks: not open yet" in first
    for _ in range(20):  # they open on day 14
        shown.press("Step")
    assert "US-Japan talks: talking" in shown.network
    shown.press("Reset")
    assert shown.network == first


def test_mesa_s_own_scenario_is_left_out_and_another_of_that_name_refused() -> None:
    assert tt.TradeTalks("split_the_pie", rng=7, scenario=Scenario()).setup.name == "split_the_pie"
    with pytest.raises(tt.ConfigError, match="scenario"):
        tt.TradeTalks("split_the_pie", rng=7, scenario="us_japan_2025")


def test_mesa_s_word_of_old_for_the_seed_is_told_apart() -> None:
    with pytest.raises(tt.TradetalksError, match=r"the seed of TradeTalks is rng=7, not seed="):
        tt.TradeTalks("split_the_pie", seed=7)
