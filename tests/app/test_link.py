"""Addresses: what is seen can be asked for again, and nothing else can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.app.controls import Control, changes_to, controls_of
from tradetalks.app.launch import Launch
from tradetalks.app.link import Link, as_texts, read_changes
from tradetalks.app.panels.address import told_changes
from tradetalks.app.visit import Visit
from tradetalks.configs.load import load_scenario
from tradetalks.errors import TradetalksError

TEXTS = st.text(min_size=1, max_size=12)


@given(
    st.builds(
        Link,
        scenario=TEXTS | st.just(""),
        seed=TEXTS | st.just(""),
        day=st.none() | st.integers(-1, 4000),
        table=TEXTS | st.just(""),
        eyes=TEXTS | st.just(""),
        changes=st.lists(st.tuples(TEXTS.filter(lambda text: "=" not in text), TEXTS), max_size=3).map(tuple),
    )
)
def test_an_address_is_read_as_it_was_written(link: Link) -> None:
    assert Link.read(link.query()) == link


def test_a_link_shows_the_same_again() -> None:
    one = Visit(Launch())
    one.choose("spring_2025")
    one.set_seed("11")
    one.set_value("countries.VNM.strategy.name", "conceder")
    one.set_value("countries.VNM.strategy.e", 2.5)
    one.to_day(30)
    one.look_through("VNM")
    one.pick("CHN-VNM")
    other = Visit(Launch(), one.link)
    assert other.problems.value == ()
    assert one.session is not None
    assert other.session is not None
    assert other.session.changes == one.session.changes
    assert other.link == one.link
    assert (other.command, other.eyes.value) == (one.command, "VNM")
    assert other.sight.value is not None
    assert (other.sight.value.day, other.sight.value.table.key) == (one.session.day, "CHN-VNM")


def test_settings_of_rules_and_tables_are_in_it() -> None:
    one = Visit(Launch(scenario="spring_2025"))
    one.set_value("tables.USA-JPN.deadline.on", "2025-07-22")
    one.set_value("spillover.switch", "off")
    other = Visit(Launch(), one.link)
    assert other.problems.value == ()
    assert (other.command, other.link) == (one.command, one.link)


@pytest.mark.parametrize("name", ["us_japan_2025", "linkage", "prisoners"])
def test_each_setting_comes_back_from_its_text(name: str) -> None:
    setup = load_scenario(name)
    for control in controls_of(setup):
        changes = changes_to(control, other_value(control))
        assert read_changes(setup, as_texts(changes)) == changes


def other_value(control: Control) -> Any:
    match control.kind:
        case "choice" | "date":
            return control.choices[-1]
        case "switch":
            return not control.value
        case "whole":
            return int(control.high)
    return control.high


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("scenario=/etc/passwd", "there is no scenario '/etc/passwd' here"),
        ("scenario=spring_2025&table=USA-ZZZ", "the address: there is no table 'USA-ZZZ'"),
        ("eyes=ZZZ", "the address: nobody 'ZZZ' sits at a table; there are USA, JPN"),
        ("day=1e3", "the address: a day is a whole number from -1, not '1e3'"),
        ("day=99999999999", "the address: a day is a whole number"),
        ("seed=-4", "a seed must be a whole number from 0, such as 7, not '-4'"),
        ("set=countries.JPN.strategy.e=x", "the address: countries.JPN.strategy.e is a number, not 'x'"),
        ("set=countries.JPN.strategy.e=inf", "the address: countries.JPN.strategy.e is a number, not 'inf'"),
        ("set=countries.JPN.strategy.e=70", "countries.JPN.strategy.e"),
        ("set=countries.JPN.strategy.name=human", "the address: countries.JPN.strategy.name is one of"),
        ("set=economy.data=/etc/passwd", "the address: 'economy.data' is no setting of this scenario"),
        ("set", ""),
        ("kernelid=abc&%ff=%00&day=&scenario", ""),
    ],
)
def test_what_is_wrong_with_an_address_is_told_and_changes_nothing(query: str, told: str) -> None:
    plain, visit = Visit(Launch()), Visit(Launch(), query)
    assert visit.link == plain.link
    assert [told in problem for problem in visit.problems.value] == ([True] if told else [])


def test_an_address_runs_no_code_of_the_server(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    file = tmp_path / "mine.py"
    file.write_text(f"from pathlib import Path\nPath({str(ran)!r}).touch()\n")
    for path in ("countries.JPN.strategy.file", "countries.JPN.strategy", "tables.USA-JPN.strategies.JPN.file"):
        visit = Visit(Launch(), f"set={path}={file}")
        assert "is no setting of this scenario" in visit.problems.value[0]
        with pytest.raises(TradetalksError, match="is no setting"):
            read_changes("us_japan_2025", [(path, str(file))])
    assert not ran.exists()


def test_through_one_country_s_eyes_the_address_tells_nothing_of_others() -> None:
    visit = Visit(Launch())
    visit.set_value("countries.JPN.strategy.e", 0.3)
    visit.look_through("JPN")
    assert "JPN.strategy.e" in visit.link
    visit.look_through("USA")
    assert visit.link == ""
    visit.look_through("")
    assert "JPN.strategy.e" in visit.link


def test_what_is_saved_and_set_through_one_country_s_eyes_tells_nothing_of_others() -> None:
    visit = Visit(Launch())
    visit.set_value("countries.JPN.strategy.e", 0.3)
    visit.set_value("tables.USA-JPN.deadline.on", "2025-07-15")
    visit.look_through("USA")
    plain = Visit(Launch())
    plain.set_value("tables.USA-JPN.deadline.on", "2025-07-15")
    plain.look_through("USA")
    assert visit.known_changes == {"tables.USA-JPN.deadline.on": "2025-07-15"}
    assert told_changes(visit) == told_changes(plain)
    assert visit.run_name == plain.run_name == "us_japan_2025-7-changed"
    # What it may not see it can't set either, nor take back.
    visit.set_value("countries.JPN.strategy.e", 0.5)
    assert visit.problems.value == ("countries.JPN.strategy.e: not to be set through the eyes of USA",)
    visit.set_value("tables.USA-JPN.deadline.on", "2025-07-22")
    assert visit.problems.value == ()
    visit.take_back()
    assert visit.session is not None
    assert visit.session.changes == {"countries.JPN.strategy.e": 0.3}
    assert (visit.run_name, told_changes(visit)) == ("us_japan_2025-7", "")
    visit.look_through("")
    assert visit.run_name == "us_japan_2025-7-changed"


def test_a_public_setting_is_in_one_country_s_address() -> None:
    visit = Visit(Launch(scenario="spring_2025"))
    visit.set_value("tables.USA-JPN.deadline.on", "2025-07-22")
    visit.look_through("VNM")
    other = Visit(Launch(), visit.link)
    assert other.link == visit.link != ""
    visit.look_through("")
    visit.set_value("tables.USA-JPN.deadline.chance", 0.5)
    visit.look_through("VNM")
    assert visit.link == ""


def test_what_only_one_visitor_has_has_no_address() -> None:
    visit = Visit(Launch())
    visit.open("mine.yaml", b"extends: split_the_pie\n")
    assert visit.problems.value == ()
    assert visit.link == ""
