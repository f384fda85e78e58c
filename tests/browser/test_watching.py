"""Watching in a real browser: stepping, choosing, looking through one country's eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from chromium import Visitor

from tradetalks.model.talks.talks import TradeTalks
from tradetalks.runs.sight.look import look
from tradetalks.runs.single import run

type Visiting = Callable[..., Visitor]


def unfold(settings: Any, group: str) -> None:
    """Open a group of settings by keyboard: a click could miss it, while pictures above it change their height."""
    button = settings.get_by_role("button", name=re.compile(group))
    button.press("Enter")
    settings.locator("[aria-expanded=true]", has_text=re.compile(group)).wait_for()
    settings.page.wait_for_timeout(500)


def in_spring(seen: Visitor, date: str = "before the first day") -> Visitor:
    """Let a visitor watch spring 2025, from a date on."""
    seen.choose("Scenario", "spring_2025")
    seen.wait_for("Spring 2025")
    while date not in seen.where:
        seen.go_on()
    return seen


def test_the_page_shows_the_talks_before_their_first_day(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    assert seen.where.startswith("US-Japan talks · before the first day")
    for panel in ("network", "agenda", "transcript", "tariffs"):
        assert seen.page.locator(f".tt-{panel}").is_visible()
    assert seen.page.get_by_role("button", name="Back").is_disabled()
    assert seen.page.title() == "Tradetalks"


def test_step_back_play_to_the_end_and_reset(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    first = seen.where
    seen.press("Step")
    seen.wait_for("16 Apr, day 14 · 83 days to the deadline")
    seen.page.locator(".tt-lines li").nth(4).wait_for()  # it opens, and two rounds of two
    seen.press("Step")
    seen.wait_for("18 Apr, day 16")
    seen.press("Back")
    seen.wait_for("16 Apr, day 14")
    seen.choose("Speed", "fast")
    before = seen.where
    seen.press("Play")
    seen.wait_for_change(before)
    seen.press("Pause")
    seen.page.get_by_role("button", name="Play", exact=True).wait_for()
    paused = seen.where
    seen.page.wait_for_timeout(800)
    assert seen.where == paused
    seen.press("Play")
    seen.wait_for("Deal on day 84, 13 days before the deadline")
    seen.page.get_by_role("button", name="Step", disabled=True).wait_for()
    seen.press("Reset")
    seen.wait_for("before the first day")
    assert seen.where == first
    seen.press("To the end")
    seen.wait_for("Deal on day 84")


def test_a_run_that_plays_by_itself_stops_at_once(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    seen.choose("Speed", "fast")
    before = seen.where
    for button in ("Reset", "Scenario"):
        seen.press("Play")
        seen.wait_for_change(before)
        if button == "Reset":
            seen.press("Reset")
        else:
            seen.choose("Scenario", "spring_2025")
        seen.wait_for("before the first day")
        seen.page.wait_for_timeout(700)
        assert "before the first day" in seen.where


def test_the_slider_of_days_goes_anywhere(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    seen.press("To the end")
    seen.wait_for("day 84")
    seen.page.locator(".tt-days .v-input--is-disabled").wait_for(state="detached")
    days = seen.page.locator(".tt-days").get_by_role("slider")
    days.focus()
    days.press("Home")
    seen.wait_for("before the first day")
    for _ in range(16):
        days.press("ArrowRight")
    seen.wait_for("day 15")


def test_a_run_that_is_over_keeps_the_focus_and_has_no_days_after_it(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    end = seen.page.get_by_role("button", name="To the end")
    end.focus()
    end.press("Enter")
    seen.wait_for("Deal on day 84")
    seen.page.get_by_role("button", name="Step", disabled=True).wait_for()
    assert end.evaluate("button => button === document.activeElement")
    end.press("Enter")
    days = seen.page.locator(".tt-days").get_by_role("slider")
    seen.page.locator(".tt-days", has_text="Day 84 of 84").wait_for()
    seen.page.locator(".tt-days .v-input--is-disabled").wait_for(state="detached")
    days.press("ArrowRight")
    days.press("ArrowLeft")
    seen.wait_for("day 83")
    assert days.get_attribute("aria-valuenow") == "83"


def test_another_seed_runs_anew_up_to_the_same_day(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    seen.press("To the end")
    seen.wait_for("Deal on day 84")
    seed = seen.page.get_by_label("Seed")
    seed.fill("8")
    seed.press("Enter")
    seen.wait_for(run("us_japan_2025", seed=8).tables["USA-JPN"].summary)


def test_a_seed_that_is_being_written_outlasts_the_days_that_pass_meanwhile(address: str, visitor: Visiting) -> None:
    seen = in_spring(visitor(address))
    seen.choose("Speed", "fast")
    seen.press("Play")
    seed = seen.page.get_by_label("Seed")
    seed.fill("8")
    for _ in range(3):
        seen.wait_for_change(seen.where)
    assert seed.input_value() == "8"
    seed.press("Enter")
    seen.page.locator('.tt-seen[data-caption*="seed 8"]').wait_for(state="attached")
    assert seed.input_value() == "8"


def test_each_kind_of_control_changes_the_run(address: str, visitor: Visiting) -> None:
    """A slider of numbers, one of whole numbers, and a choice; each change can be taken back."""
    seen = visitor(address)
    seen.press("To the end")
    seen.wait_for("Deal on day 84")
    seen.tab("Settings")
    settings = seen.page.locator(".tt-settings")
    changes: dict[str, object] = {}

    def told() -> None:
        seen.wait_for(run("us_japan_2025", seed=7, **changes).tables["USA-JPN"].summary)

    unfold(settings, "Japan \\(")
    slider = settings.get_by_label("exponent of concession e").and_(settings.get_by_role("slider"))
    slider.wait_for()
    assert "changed" not in settings.inner_text()
    slider.focus()
    slider.press("Home")
    changes["countries__JPN__strategy__e"] = 0.005
    told()
    unfold(settings, "Table US-Japan")
    rounds = settings.get_by_label("rounds of working meetings").and_(settings.get_by_role("spinbutton"))
    rounds.fill("2")
    rounds.press("Enter")
    changes["tables__USA-JPN__meetings__working__rounds"] = 2
    told()
    unfold(settings, "United States \\(")
    settings.get_by_label("weight of tariff revenue").and_(settings.get_by_role("spinbutton")).wait_for()
    settings.locator(".tt-control", has_text="strategy").first.locator(".v-select__slot").click()
    seen.page.get_by_role("option", name="linear", exact=True).click()
    changes["countries__USA__strategy__name"] = "linear"
    told()
    seen.tab("Save and open")
    command = seen.page.locator(".tt-save-panel pre")
    for change in ("countries.JPN.strategy.e=0.005", "countries.USA.strategy.name=linear"):
        command.filter(has_text=f"--set {change}").wait_for()
    seen.tab("Settings")
    settings.get_by_role("button", name="Take all changes back").press("Enter")
    seen.wait_for("Deal on day 84")


def test_a_refused_number_is_told_in_sight_and_put_back(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    seen.tab("Settings")
    settings = seen.page.locator(".tt-settings")
    unfold(settings, "Japan \\(")
    cost = settings.get_by_label("waiting cost", exact=True).and_(settings.get_by_role("spinbutton"))
    before = cost.input_value()
    cost.fill("-9")
    cost.press("Enter")
    told = seen.page.get_by_role("alert")
    told.get_by_text("countries.JPN.waiting_cost: must be").wait_for()
    assert told.evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }")
    seen.page.wait_for_function(
        "before => [...document.querySelectorAll('input')].some("
        "e => e.type == 'number' && e.ariaLabel == 'waiting cost' && e.value == before)",
        arg=before,
    )


def test_a_key_that_is_held_down_moves_a_slider_by_all_its_steps(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    seen.press("To the end")
    seen.wait_for("Deal on day 84")
    seen.tab("Settings")
    settings = seen.page.locator(".tt-settings")
    unfold(settings, "Rules")
    slider = settings.locator("input[type=range]").first
    number = settings.locator("input[type=number]").first
    step, before = float(slider.get_attribute("step") or 0), float(number.input_value())
    slider.focus()
    for _ in range(20):
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_timeout(33)
    settings.get_by_role("button", name=re.compile("Rules.*1 changed")).wait_for()
    seen.page.wait_for_timeout(500)
    assert float(number.input_value()) == round(before + 20 * step, 6)


def test_a_deadline_is_written_as_a_date_and_what_cannot_be_is_told(address: str, visitor: Visiting) -> None:
    seen = visitor(f"{address}/?scenario=us_japan_2025&day=20")
    seen.tab("Settings")
    settings = seen.page.locator(".tt-settings")
    unfold(settings, "Table US-Japan talks \\(")
    field = settings.get_by_label("deadline", exact=True)

    def write(day: str, end: str) -> None:
        field.click(position={"x": 12, "y": 8})
        seen.page.keyboard.type(day, delay=30)
        seen.page.keyboard.press(end)

    def holds(day: str) -> None:
        seen.page.wait_for_function("([field, day]) => field.value == day", arg=[field.element_handle(), day])

    write("07102025", "Enter")
    seen.wait_for("79 days to the deadline")
    holds("2025-07-10")
    write("12312026", "Tab")
    seen.page.get_by_role("alert").get_by_text("horizon").wait_for()
    holds("2025-07-10")
    write("0711", "Escape")
    holds("2025-07-10")
    assert "79 days" in seen.where


def test_layout_spill_over_and_a_switch_are_settings(address: str, visitor: Visiting) -> None:
    seen = in_spring(visitor(address))
    seen.tab("Settings")
    settings = seen.page.locator(".tt-settings")
    unfold(settings, "Rules \\(")
    for label, value in (("layout", "pooled"), ("spill-over: switch", "off")):
        settings.locator(".tt-control", has_text=label).first.locator(".v-select__slot").click()
        seen.page.get_by_role("option", name=value, exact=True).click()
        settings.locator(".tt-control", has_text=label).get_by_role("button", name="Take back").wait_for()
        seen.page.wait_for_timeout(500)
    unfold(settings, "Events \\(")
    settings.get_by_label("japan turns: retaliation on the table").press("Space")
    seen.tab("Save and open")
    command = seen.page.locator(".tt-save-panel pre")
    for change in ("layout=pooled", "spillover.switch=off", "events.japan_turns.switched=false"):
        command.filter(has_text=f"--set {change}").wait_for()
    seen.tab("Calendar")
    seen.page.locator(".tt-wide", has_text="US-Southeast Asia").wait_for()


def test_a_seed_that_is_no_number_is_told_and_changes_nothing(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    seen.press("Step")
    seen.wait_for("day 14")
    seed = seen.page.get_by_label("Seed")
    for wrong in ("seven", "-1", "7.5", ""):
        seed.fill(wrong)
        seed.press("Enter")
        seen.page.get_by_role("alert").get_by_text(f"not '{wrong}'").wait_for()
        assert "day 14" in seen.where
    seen.page.wait_for_function("document.querySelector('.tt-seed input').value == '7'")
    seed.fill("7")
    seed.press("Enter")
    seen.page.get_by_role("alert").wait_for(state="detached")


def test_a_table_is_picked_on_the_network(address: str, visitor: Visiting) -> None:
    seen = in_spring(visitor(address))
    seen.page.locator(".tt-agenda", has_text="US-Japan").wait_for()
    seen.page.locator('.tt-network [data-pick="USA-VNM"]').first.click(force=True)
    seen.page.locator(".tt-agenda", has_text="US-Vietnam").wait_for()
    picked = seen.page.locator('.tt-network [data-pick="CHN-MYS"]').first
    picked.focus()
    picked.press("Enter")
    seen.page.locator(".tt-agenda", has_text="China-Malaysia").wait_for()
    # Who picks by keyboard stays where he was, though the picture has been drawn anew.
    seen.page.wait_for_function("() => document.activeElement.getAttribute('aria-label')?.includes('China-Malaysia')")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.getAttribute('data-pick')") == "CHN-KHM"


def test_light_and_dark_are_chosen_and_kept(address: str, visitor: Visiting) -> None:
    seen = visitor(address)
    dark = seen.page.locator(".v-application.theme--dark").first
    ink = "getComputedStyle(document.querySelector('.tt-where')).color"
    by_day = seen.page.evaluate(ink)
    assert not dark.count()
    seen.page.get_by_label("Colours").select_option("dark")
    dark.wait_for()
    assert seen.page.evaluate(ink) != by_day
    seen.page.reload()
    dark.wait_for()
    seen.page.get_by_label("Colours").select_option("auto")
    dark.wait_for(state="detached")
    seen.page.emulate_media(color_scheme="dark")
    seen.page.reload()
    dark.wait_for()


def test_a_click_holds_though_the_picture_is_drawn_anew_under_it(address: str, visitor: Visiting) -> None:
    # On the next day a table opens, which changes the network.
    seen = in_spring(visitor(address), "11 Apr")
    edge = seen.page.locator('.tt-network [data-pick="USA-VNM"]').first
    edge.scroll_into_view_if_needed()
    box = edge.bounding_box()
    assert box is not None
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.mouse.down()
    pressed = seen.page.locator(".tt-network svg").element_handle()
    seen.page.get_by_role("button", name="Step", exact=True).evaluate("button => button.click()")
    seen.page.wait_for_function("pressed => !pressed.isConnected", arg=pressed)
    seen.page.mouse.up()
    seen.page.locator(".tt-agenda", has_text="US-Vietnam").wait_for()


def test_what_a_country_does_not_know_is_nowhere_in_the_page(address: str, visitor: Visiting) -> None:
    model = TradeTalks("us_japan_2025", rng=7)
    while model.day < 40:
        model.step()
    said = look(model).table.said
    own = {item.reason for item in said if item.party == "JPN"}
    theirs = {item.reason for item in said if item.party == "USA"}
    secrets = {reason for reason in theirs if not any(reason in mine for mine in own)}
    seen = visitor(address)
    while "12 May" not in seen.where:
        before = seen.where
        seen.press("Step")
        seen.wait_for_change(before)
    whole = unescape(seen.page.content())
    shown = [reason for reason in secrets if reason in whole]
    assert len(shown) > 5
    worth = look(model).table.stakes["USA"]
    assert f"{worth.no_deal:+.1f} bn" in whole
    assert "worth to the United States" in whole
    seen.choose("Whose eyes", "Japan's")
    for panel, words in (("network", "JPN's eyes"), ("plane", "What offers are worth to Japan")):
        seen.page.locator(f".tt-{panel}", has_text=words).wait_for()
    seen.page.locator(".tt-transcript", has_not_text=shown[-1]).wait_for()
    seen.page.locator(".tt-interests", has_not_text="United States").wait_for()
    hidden = unescape(seen.page.content())
    assert not [reason for reason in shown if reason in hidden]
    assert [reason for reason in own if reason in hidden]
    assert "worth to the United States" not in hidden
    seen.tab("Settings")
    groups = seen.page.locator(".tt-settings [aria-expanded]")
    groups.first.wait_for()
    assert [words.split(" (")[0] for words in groups.all_inner_texts()] == [
        "▸ Table US-Japan talks",
        "▸ Japan",
    ]
    seen.tab("Save and open")
    seen.page.locator(".tt-save-panel").wait_for()
    assert seen.page.locator(".tt-save-panel pre").count() == 0


def test_a_reload_and_a_link_show_the_same_again(address: str, visitor: Visiting) -> None:
    seen = in_spring(visitor(address), "14 Apr")
    seen.choose("Whose eyes", "Vietnam's")
    seen.page.locator(".tt-agenda svg", has_text="US-Vietnam").wait_for()
    seen.choose("Which table", "China-Vietnam (CHN-VNM)")
    seen.page.locator(".tt-agenda svg", has_text="China-Vietnam").wait_for()
    before = seen.where
    seen.page.wait_for_function("() => location.search.includes('table=CHN-VNM')")
    link = seen.page.url
    seen.page.reload()
    for one in (seen, visitor(link)):
        one.wait_for("14 Apr")
        assert one.where == before
        one.page.locator(".tt-agenda svg", has_text="China-Vietnam").wait_for()
        one.page.locator(".tt-network", has_text="VNM's eyes").wait_for()
        assert one.page.url == link
    # The days are no pages of their own: Back leaves.
    assert seen.page.evaluate("history.length") == 2
    wrong = visitor(f"{address}/?scenario=../secrets.yaml")
    wrong.page.get_by_role("alert").get_by_text("there is no scenario '../secrets.yaml' here").wait_for()
    assert wrong.where.startswith("US-Japan talks")


def test_two_visitors_do_not_see_each_other(address: str, visitor: Visiting) -> None:
    one, other = visitor(address), visitor(address, width=390)
    one.choose("Scenario", "split_the_pie")
    one.wait_for("pie")
    other.press("Step")
    other.wait_for("16 Apr, day 14")
    one.press("To the end")
    one.wait_for("Deal on day 10")
    assert "US-Japan talks · 16 Apr, day 14" in other.where
    assert other.page.evaluate("document.documentElement.scrollWidth") <= 390
