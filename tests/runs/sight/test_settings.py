"""Settings: whose they are, and which of them the eyes may see."""

from __future__ import annotations

import pytest

from tradetalks.app.controls import Control, controls_of
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.model.events.base import events
from tradetalks.runs.sight.eyes import EVERYBODY
from tradetalks.runs.sight.settings import ACTS, PUBLIC, is_public, known_changes, may_see, may_tell


def controls(name: str, layout: str | None = None) -> dict[str, Control]:
    setup = load_scenario(name, overrides={} if layout is None else {"layout": layout})
    return {control.path: control for control in controls_of(setup)}


def seen(known: dict[str, Control], eyes: str) -> set[str]:
    return {path for path, control in known.items() if may_see(path, control.owner, eyes)}


@pytest.mark.parametrize("name", [*shipped_scenarios()])
def test_everybodys_eyes_see_all_settings_and_one_country_s_its_own_and_the_public_ones(name: str) -> None:
    known = controls(name)
    assert seen(known, EVERYBODY) == {*known}
    for eyes in {control.owner for control in known.values()} - {""}:
        for path in seen(known, eyes):
            assert known[path].owner == eyes or is_public(path)


def test_what_nobody_owns_is_nobody_s_to_see() -> None:
    known = controls("spring_2025")
    private = {
        "tables.USA-VNM.deadline.chance",
        "tables.USA-JPN.deadline.near",
        "spillover.precedent",
        "markets.start",
        "network.strain",
        "economy.rebate",
        "events.california.hazard",
        "events.fed.per_point",
        "events.announcement.size",
    }
    assert private <= {*known}
    for eyes in ("USA", "JPN", "VNM"):
        assert not private & seen(known, eyes)


def test_what_all_at_a_table_know_is_everyone_s_to_see() -> None:
    known = controls("spring_2025")
    for eyes in ("USA", "VNM"):
        assert {"layout", "tables.USA-VNM.deadline.on", "tables.USA-VNM.deadline.kind"} <= seen(known, eyes)
    rounds = [path for path in seen(known, "JPN") if path.endswith(".rounds")]
    assert rounds == [path for path in seen(known, "CHN") if path.endswith(".rounds")] or len(rounds) > 1


def test_a_country_s_own_acts_are_its_own() -> None:
    known = controls("spring_2025")
    assert "events.tour_vietnam.promise" in seen(known, "CHN")
    assert "events.tour_vietnam.promise" not in seen(known, "VNM")
    assert "conflicts.usa_china.resolve" in seen(known, "USA")
    assert "conflicts.usa_china.resolve" not in seen(known, "CHN")


def test_the_lists_name_what_there_is() -> None:
    assert {*ACTS} <= {*events}
    known = {path for layout in ("hub_and_spoke", "pooled") for path in controls("spring_2025", layout)}
    known |= {path for name in shipped_scenarios() for path in controls(name)}
    public = [path for path in known if is_public(path)]
    ends = {path.split(".")[-1] for path in public}
    assert ends <= {pattern.split(".")[-1] for pattern in PUBLIC}
    # `length` is a setting of tables that have one, which none of the shipped has.
    assert ends == {"layout", "kind", "on", "rounds"}


def test_what_has_been_set_is_told_as_far_as_the_eyes_may_know_it() -> None:
    owners = {"countries.JPN.strategy.e": "JPN", "tables.T.deadline.on": "", "markets.start": ""}
    changes = dict.fromkeys([*owners, "no.setting"], 1)
    assert [*known_changes(changes, owners, "JPN")] == ["countries.JPN.strategy.e", "tables.T.deadline.on"]
    assert [*known_changes(changes, owners, "USA")] == ["tables.T.deadline.on"]
    assert known_changes(changes, owners, EVERYBODY) == changes
    assert may_tell(["countries.JPN.strategy.e", "tables.T.deadline.on"], owners, "JPN")
    assert not may_tell(["countries.JPN.strategy.e"], owners, "USA")
    assert not may_tell(["no.setting"], owners, "USA")
    assert may_tell(changes, owners, EVERYBODY)
