"""What the eyes see: everything, or what one country can know."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from sights import words_of

from tradetalks.app.charts.agenda import agenda
from tradetalks.configs.load import load_scenario, shipped_scenarios
from tradetalks.model.talks.happenings import EVERYONE, Happening
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.eyes import EVERYBODY, seats
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.record import result_of
from tradetalks.runs.sight.sight import Sight
from tradetalks.runs.single import run


def played(name: str, until: int | None = None, **overrides: Any) -> TradeTalks:
    """Return a run, to its end or a day."""
    model = TradeTalks(name, rng=7, **overrides)
    while model.running and (until is None or model.day < until):
        model.step()
    return model


def leaves(value: object) -> Iterator[object]:
    """Yield all values inside of what is seen."""
    if dataclasses.is_dataclass(value):
        for item in dataclasses.fields(value):
            yield from leaves(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from leaves(item)
    elif isinstance(value, np.ndarray):
        yield from value.ravel().tolist()
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@pytest.mark.parametrize("name", [*shipped_scenarios()])
def test_looking_changes_nothing(name: str) -> None:
    watched = TradeTalks(name, rng=3)
    while watched.running:
        for eyes in (EVERYBODY, *seats(watched)):
            for table in watched.tables:
                look(watched, table, eyes)
        watched.step()
    assert result_of(watched).to_json() == run(name, seed=3).to_json()


def test_everybody_sees_values_reasons_and_solutions() -> None:
    model = played("us_japan_2025")
    table = look(model).table
    assert [*table.stakes] == ["USA", "JPN"]
    assert set(table.solutions) == {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}
    assert all(said.reason for said in table.said if said.is_move)
    result = result_of(model).tables["USA-JPN"]
    assert table.ending == result.summary
    assert table.zone == result.zone
    for party, side in result.sides.items():
        assert sum(table.stakes[party].interests.values()) == pytest.approx(side.total.deal)
        assert sum(table.stakes[party].without.values()) == pytest.approx(side.total.without_deal)
    deal = {row.issue.name: row.deal for row in table.rows}
    assert deal == result.deal
    assert {row.issue.name: row.today for row in table.rows} == {k: v.today for k, v in result.issues.items()}


@pytest.mark.parametrize("day", [14, 30, 60, None])
@pytest.mark.parametrize("name", ["us_japan_2025", "spring_2025"])
def test_a_country_never_sees_what_an_offer_is_worth_to_another(name: str, day: int | None) -> None:
    model = played(name, day)
    for eyes in seats(model):
        for key, live in model.open_tables.items():
            seen = {value for value in leaves(look(model, key, eyes)) if isinstance(value, float)}
            own = (
                set()
                if eyes not in live.parties
                else set(live.table.views[live.parties.index(eyes)].preferences.values)
            )
            for place, party in enumerate(live.parties):
                if party == eyes:
                    continue
                theirs = live.table.preferences[place]
                offered = [move.outcome for move in live.table.history if move.outcome is not None]
                secret = {theirs.value(outcome) for outcome in offered} | {theirs.disagreement}
                # A value that both share, or a plain 0, tells nothing.
                assert not (secret - own - {0.0}) & seen
                reasons = {e.reason for e in live.table.transcript if e.move.party == place and e.reason}
                assert not reasons & {said.reason for said in look(model, key, eyes).table.said}


def test_a_country_sees_its_own_table_and_only_how_others_stand() -> None:
    model = played("spring_2025", 60)
    japan = look(model, eyes="JPN")
    assert japan.table.key == "USA-JPN"
    assert [*japan.table.stakes] == ["JPN"]
    assert japan.table.zone is None
    assert not len(japan.table.frontier)
    assert not any(said.hidden for said in japan.table.said)
    assert japan.table.offers == look(model, "USA-JPN").table.offers
    other = look(model, "USA-VNM", "JPN").table
    assert other.opened is not None
    assert other.offers == ()
    assert not any(said.is_move for said in other.said)
    assert not other.stakes
    assert [row.offers for row in other.rows] == [{}] * len(other.rows)
    assert other.status == look(model, "USA-VNM").table.status


def test_a_deal_in_force_is_known_to_all() -> None:
    model = played("spring_2025")
    key = next(key for key, live in model.open_tables.items() if live.table.agreement is not None)
    outsider = next(code for code in seats(model) if code not in model.tables[key].parties)
    assert {row.deal for row in look(model, key, outsider).table.rows} == {
        row.deal for row in look(model, key).table.rows
    }


def test_that_no_deal_was_possible_is_told_to_everybody_alone() -> None:
    model = TradeTalks(
        {
            "countries": {code: {"strategy": {"name": "linear"}} for code in ("A", "B")},
            "tables": {
                "pie": {
                    "parties": ["A", "B"],
                    "agenda": {"share": {"levels": [0, 50, 100]}},
                    "score_sheets": {
                        "A": {"weights": {"share": 1}, "points": {"share": [0, 0.5, 1]}, "reservation": 0.8},
                        "B": {"weights": {"share": 1}, "points": {"share": [1, 0.5, 0]}, "reservation": 0.8},
                    },
                    "meetings": {"daily": {"every_days": 1}},
                    "deadline": {"on": 10, "kind": "hard"},
                }
            },
        },
        rng=1,
    )
    model.run_model()
    everybody, one = look(model), look(model, eyes="A")
    assert everybody.table.status == "no_zone"
    assert "no zone of agreement" in everybody.table.ending
    assert one.table.status == "expired"
    assert one.calendar[0].status == one.ties[0].statuses[0] == "expired"
    assert "zone" not in one.table.ending
    assert not {said.kind for said in one.table.said} & {"no_zone", "zone"}


def test_complete_information_shows_the_others_values() -> None:
    model = played("split_the_pie", 3, tables__pie__information="complete")
    assert look(model, eyes="A").table.all_known
    assert not look(played("split_the_pie", 3), eyes="A").table.all_known


def test_what_is_planned_is_everybodys_to_see_and_what_comes_at_random_nobodys() -> None:
    model = played("spring_2025", 10)
    dated = {event.text for event in look(model).events if event.day > model.day}
    assert dated
    assert not [text for text in dated if "strip" in text]
    assert not [event for event in look(model, eyes="CHN").events if event.day > model.day]


def test_the_economy_is_the_trade_models() -> None:
    model = played("us_japan_2025")
    seen: Sight = look(model)
    assert seen.economy is not None
    place = [*seen.economy.regions]
    usa, chn = place.index("USA"), place.index("CHN")
    assert seen.economy.tariffs[usa, chn] == pytest.approx(145, abs=1)
    assert np.isnan(np.diag(seen.economy.tariffs)).all()
    gain = result_of(model).tables["USA-JPN"].sides["JPN"].interests["real_income"].deal
    assert seen.economy.offer_income["JPN"] == pytest.approx(gain, abs=1e-6)
    assert [*(look(model, eyes="JPN").economy or seen.economy).offer_income] == ["JPN"]


def public(model: TradeTalks) -> list[Happening]:
    """Return what happened for all to see."""
    return [item for item in model.happenings if item.audience == EVERYONE]


def shown(model: TradeTalks, eyes: str) -> list[tuple[object, ...]]:
    """Return all that is seen of every table through some eyes."""
    return [tuple(map(repr, leaves(look(model, key, eyes)))) for key in model.tables]


PRIVATE: dict[str, dict[str, Any]] = {
    "strategies": {
        "tables.USA-JPN.strategies.USA": {"name": "conceder"},
        "countries.JPN.strategy": {"name": "linear"},
    },
    "interests": {"countries.JPN.interests.opening.weight": 4.0, "countries.JPN.waiting_cost": 9.0},
}
"""What a stranger to the US-Japan talks can't know."""


@pytest.mark.parametrize("what", [*PRIVATE])
def test_nothing_that_a_stranger_sees_depends_on_what_is_private(what: str) -> None:
    """As long as nothing that all see differs between two runs, a stranger sees the same in both."""
    one, other = (TradeTalks(load_scenario("spring_2025", overrides=changes), rng=7) for changes in ({}, PRIVATE[what]))
    days, differed = 0, False
    while one.running and other.running:
        one.step()
        other.step()
        if public(one) != public(other):
            break
        if one.day in one.tables["USA-JPN"].meetings:
            days += 1
            differed |= look(one).table.offers != look(other).table.offers
            for eyes in ("VNM", "CHN"):
                assert shown(one, eyes) == shown(other, eyes)
    assert days >= 1
    assert differed


def test_what_allies_ask_in_private_moves_nothing_that_strangers_see() -> None:
    model = TradeTalks("spring_2025", rng=7)
    of_allies, of_strangers = set(), set()
    while model.running and model.day < 60:
        model.step()
        for eyes, seen in (("JPN", of_allies), ("", of_allies), ("VNM", of_strangers), ("EU27", of_strangers)):
            ties = {(tie.one, tie.other): tie.alliance for tie in look(model, eyes=eyes).ties}
            seen.add(ties["USA", "JPN"])
    assert len(of_allies) > 5
    assert of_strangers == {None}


def test_a_solution_that_is_one_of_several_is_told_as_the_result_tells_it() -> None:
    for name in ("linkage", "split_the_pie", "us_japan_2025"):
        model = played(name)
        (result,) = result_of(model).tables.values()
        table = look(model).table
        assert set(table.solutions) == set(result.benchmarks)
        for concept, benchmark in result.benchmarks.items():
            assert table.tied[concept] == len(benchmark.outcomes)
            for party, worth in benchmark.values.items():
                assert table.stakes[party].values[table.solutions[concept]] == pytest.approx(worth, abs=1e-9)
    assert look(played("split_the_pie")).table.tied["utilitarian"] == 101


def test_figures_of_an_earlier_meeting_say_so() -> None:
    model = TradeTalks("spring_2025", rng=7)
    told = {}
    while model.day < 40:
        model.step()
        told[model.day] = look(model, "USA-JPN").table.valued
    met = [meeting.day for meeting in model.tables["USA-JPN"].calendar]
    opened = model.tables["USA-JPN"].opened
    assert opened is not None
    for day, valued in told.items():
        if day < opened or day in met:
            assert valued is None
        else:
            assert valued == max(one for one in met if one <= day)


def test_a_member_knows_what_its_coalition_knows_and_no_more() -> None:
    model = played("spring_2025", 60, layout="pooled")
    member, whole = look(model, "USA-SEA3", "VNM"), look(model, "USA-SEA3", "SEA3")
    assert member.table.seat == whole.table.seat == "SEA3"
    assert [*member.table.stakes] == ["SEA3"]
    assert member.table.offers == whole.table.offers != ()
    assert member.table.said == whole.table.said
    assert (member.behind, whole.behind) == (("VNM",), ("VNM", "MYS", "KHM"))
    stranger = look(model, "USA-SEA3", "JPN").table
    assert (stranger.seat, stranger.offers, stranger.stakes) == ("", (), {})
    # A coalition doesn't sit where a member sits for itself.
    alone = next(key for key, live in model.tables.items() if "VNM" in live.parties)
    assert look(model, alone, "SEA3").table.seat == ""


def test_a_deal_that_changes_nothing_says_so() -> None:
    model = TradeTalks("spring_2025", rng=21)
    model.run_model()
    result = look(model, "USA-CHN").table.result
    assert result is not None
    assert result.changes_nothing
    assert "A deal that changes nothing: every issue stays as it is today." in words_of(agenda(look(model, "USA-CHN")))
    other = look(model, "USA-JPN").table.result
    assert other is not None
    assert not other.changes_nothing


def test_why_a_deal_came_about_is_everybodys_to_see() -> None:
    model = played("us_japan_2025")
    assert look(model).table.result == result_of(model).tables["USA-JPN"]
    assert look(model, eyes="JPN").table.result is None


def test_ties_are_those_of_the_day_and_none_is_made_up() -> None:
    assert [tie.hostility for tie in look(played("us_japan_2025", 20)).ties] == [0.0]
    model = played("spring_2025", 40)
    ties = {(tie.one, tie.other): tie for tie in look(model).ties}
    for (one, other), tie in ties.items():
        assert tie.hostility == model.world.hostility(one, other)
        assert tie.alliance == model.world.alliance(one, other)
    assert any(tie.hostility > 0.5 for tie in ties.values())
