"""Who knows what: what terminal and page show some eyes is theirs to know, and tells nothing of what isn't."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from frozen import setups
from rich.console import Console
from typer.testing import CliRunner

from tradetalks.app.charts.agenda import agenda
from tradetalks.app.charts.calendar import calendar
from tradetalks.app.charts.economy import incomes, prices, tariffs
from tradetalks.app.charts.interests import interests
from tradetalks.app.charts.network import network
from tradetalks.app.charts.offers import offers_over_time
from tradetalks.app.charts.plane import plane
from tradetalks.app.charts.transcript import transcript
from tradetalks.app.panels.transcript import listed
from tradetalks.cli.main import app
from tradetalks.cli.printing.game import Screens
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.model.negotiation.moves import Accept, Offer
from tradetalks.model.talks.happenings import Audience, Happening
from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.play.brief import brief_of
from tradetalks.runs.play.session import Session
from tradetalks.runs.sight.eyes import EVERYBODY, seats
from tradetalks.runs.sight.look import look
from tradetalks.runs.sight.seat import Seat
from tradetalks.runs.words.happenings import Names, happening_in_words

SETUPS = dict(setups())
SENTINEL = 0.7317


# ---- what is shown is what they may know


def those_who_look(model: TradeTalks) -> list[str]:
    """Return all eyes: countries and coalitions that sit somewhere, and members of coalitions."""
    members = (code for key in model.coalitions for code in model.setup.countries_of(key))
    return [*dict.fromkeys([*seats(model), *members])]


def may_know(item: Happening, eyes: str, model: TradeTalks) -> bool:
    """Say it once more, apart from the gate: everyone, or all that look through these eyes."""
    behind = {*model.setup.countries_of(eyes)}
    return item.audience.everyone or behind <= item.audience.countries


def check_what_is_shown(model: TradeTalks) -> int:
    """Check what page and terminal tell all eyes against what they may know; return how much is kept from some."""
    names, kept = Names.of(model), 0
    texts = [(item, item.day, happening_in_words(item, names)) for item in model.happenings]
    for eyes in those_who_look(model):
        allowed = {(day, text) for item, day, text in texts if may_know(item, eyes, model)}
        kept += len({(day, text) for _, day, text in texts} - allowed)
        for key, live in model.tables.items():
            sight = look(model, key, eyes)
            seated = any(eyes in {party, *model.setup.countries_of(party)} for party in live.parties)
            told = {(said.day, said.text) for said in sight.table.said if not said.is_move}
            told |= {(event.day, event.text) for event in sight.events}
            assert told <= allowed, (eyes, key, told - allowed)
            assert seated or not any(said.is_move for said in sight.table.said)
            if eyes in live.parties and key in model.open_tables and live.live:
                news = {(None, text) for text in Seat(model, key, eyes).news(model.happenings)}
                assert news <= {(None, text) for _, text in allowed}, (eyes, key)
    return kept


def days(setup: Scenario, seed: int, every: int) -> Iterator[TradeTalks]:
    model = TradeTalks(setup, rng=seed)
    number = 0
    while model.running:
        before = len(model.happenings)
        model.step()
        if len(model.happenings) > before:
            number += 1
            if number % every == 0 or not model.running:
                yield model


def check_all_days(setup: Scenario, seed: int, every: int) -> int:
    """Check some days of a run; return how much was kept from some eyes on these."""
    return sum(check_what_is_shown(model) for model in days(setup, seed, every))


@pytest.mark.parametrize("name", [*SETUPS])
def test_what_terminal_and_page_tell_is_theirs_to_know(name: str) -> None:
    kept = check_all_days(SETUPS[name], 7, every=12)
    assert kept or "spring" not in name


@pytest.mark.evidence
@pytest.mark.parametrize(("name", "seed"), [*product(SETUPS, range(3))])
def test_what_terminal_and_page_tell_is_theirs_to_know_on_every_day(name: str, seed: int) -> None:
    check_all_days(SETUPS[name], seed, every=1)


def test_a_gate_that_lets_a_private_happening_through_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: whoever asks is told."""
    monkeypatch.setattr(Audience, "includes", lambda *_: True)
    with pytest.raises(AssertionError, match="in private"):
        check_all_days(SETUPS["spring_2025.hub_and_spoke"], 7, every=12)


def test_the_terminal_tells_a_third_country_nothing_of_what_allies_ask_in_private() -> None:
    offer = "o\n" + "\n" * 8 + "y\n"
    done = CliRunner().invoke(app, ["play", "spring_2025", "--as", "VNM", "--seed", "7"], input=offer * 40)
    told = " ".join(done.output.split())
    assert "asks Japan for more defence than planned, in public" in told
    assert "in private" not in told


# ---- and nothing of what isn't


PRIVATE: tuple[dict[str, Any], ...] = (
    {"countries.USA.interests.opening.weight": SENTINEL},
    {"countries.USA.waiting_cost": 10 * SENTINEL},
    {"countries.USA.interests.defence.weight": SENTINEL, "countries.USA.interests.bilateral_balance.weight": SENTINEL},
)
"""What Japan can't know of the other side."""


def moved(changes: dict[str, Any]) -> Iterator[Session]:
    """Play talks in which people on both sides make the same moves whatever anything is worth to them."""
    session = Session.start("us_japan_2025", ["USA", "JPN"], seed=3, overrides=changes)
    number = 0
    while session.waiting:
        ((table, party),) = session.waiting
        live = session.model.open_tables[table]
        if number == 20:
            session.move(table, Accept(), by=party)
        else:
            session.move(table, Offer((97 * number + 13) % live.space.size), by=party)
        number += 1
        session.run_on()
        if number % 4 == 1 or session.over:
            yield session


def shown(session: Session, eyes: str) -> list[str]:
    """Return every text and picture that page and terminal have for some eyes, at the table of the two and around."""
    sight = look(session.model, "USA-JPN", eyes)
    charts = [agenda, calendar, network, transcript, tariffs, incomes, prices, interests]
    if sight.table.all_known:
        charts.append(plane)
    parts = [listed(sight), *(chart(sight) for chart in charts)]
    parts += [offers_over_time(sight, party) for party in sight.table.stakes]
    if eyes in {"USA", "JPN"}:
        out = io.StringIO()
        screens = Screens(session, Console(file=out, width=100))
        seat = session.seat("USA-JPN", eyes)
        screens.brief(brief_of(seat))
        if ("USA-JPN", eyes) in session.waiting:
            screens.turn(session.turn("USA-JPN", eyes), seat)
        parts.append(out.getvalue())
    return parts


@pytest.mark.parametrize("changes", PRIVATE)
def test_nothing_depends_on_what_the_other_side_wants(changes: dict[str, Any]) -> None:
    stands = 0
    for one, other in zip(moved({}), moved(changes), strict=True):
        stands += 1
        assert shown(one, "JPN") == shown(other, "JPN")
        assert shown(one, EVERYBODY) != shown(other, EVERYBODY)
        assert not any(str(SENTINEL) in text for text in shown(other, "JPN"))
    assert stands >= 5


def test_the_sentinel_would_be_seen() -> None:
    """A test of the test: it stands where everybody looks."""
    *_, session = moved({"countries.USA.interests.opening.weight": SENTINEL})
    assert str(SENTINEL) in session.result().to_json()
