"""A small network whose tables never agree by themselves, for tests of what surrounds them."""

from __future__ import annotations

from typing import Any

from tradetalks.model.negotiation.table import Table
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks

HARD = {"name": "hardliner"}


def network(**parts: Any) -> dict[str, Any]:
    """Return a scenario with the United States, Japan, Vietnam and China, whose day 0 is that of the tables.

    Japan's and Vietnam's tables meet on days 0, 5, 10, 15 and 20, a round each, and end on day 20; nobody concedes.
    `parts` are put beside these: sections of the scenario.
    """
    return {
        "economy": {"tariffs": "april_16"},
        "countries": {
            code: {"strategy": HARD, "interests": {"real_income": {"weight": 1}}}
            for code in ("USA", "JPN", "VNM", "CHN")
        },
        "tables": {
            "USA-JPN": table("JPN", 24),
            "USA-VNM": table("VNM", 46),
        },
        **parts,
    }


def table(partner: str, snap_back: float, **more: Any) -> dict[str, Any]:
    """Return a table of the United States and a partner about a tariff and purchases."""
    return {
        "parties": ["USA", partner],
        "agenda": {
            "rate": {
                "lever": "tariff",
                "importer": "USA",
                "exporter": partner,
                "sectors": "other_goods",
                "levels": [0, 10, 20],
            },
            "goods": {"lever": "purchases", "buyer": partner, "seller": "USA", "levels": [0, 5]},
        },
        "meetings": {"weekly": {"every_days": 5}},
        "deadline": {"on": 20, "snap_back": {f"USA.{partner}.other_goods": snap_back}},
        **more,
    }


def alone(**parts: Any) -> dict[str, Any]:
    """Return the same with Japan's table alone."""
    data = network(**parts)
    if "tables" not in parts:
        del data["tables"]["USA-VNM"]
    return data


def agreeing(data: dict[str, Any], key: str, turn: int = 1, **levels: float) -> dict[str, Any]:
    """Let the United States offer these levels at a table from the first turn on, and the partner accept in a turn."""
    part = data["tables"][key]
    usa, partner = part["parties"]
    part["strategies"] = {
        usa: {"name": "scripted", "offers": [levels]},
        partner: {"name": "scripted", "offers": [1.0], "accepts": [1.0] * (turn - 1) + [0.0]},
    }
    return data


def model_on(data: dict[str, Any], day: int, seed: int = 1, **overrides: Any) -> TradeTalks:
    """Return a run that has lived through a day."""
    model = TradeTalks(data, rng=seed, **overrides)
    go_to(model, day)
    return model


def go_to(model: TradeTalks, day: int) -> None:
    while model.day < day:
        model.step()


def finished(data: dict[str, Any], seed: int = 1, **overrides: Any) -> TradeTalks:
    model = TradeTalks(data, rng=seed, **overrides)
    model.run_model()
    return model


def opened(model: TradeTalks, key: str = "USA-JPN") -> tuple[OpenTable, Table]:
    live = model.open_tables[key]
    return live, live.table


def rate(model: TradeTalks, importer: str, exporter: str, sector: str = "OTH") -> float:
    """Return an additional tariff of the day, in percentage points."""
    setting = model.world.setting
    places = setting.region(importer), setting.region(exporter), setting.economy.sector(sector)
    return round(100 * float(model.world.added_tariffs[places]), 9)


def told(model: TradeTalks, *kinds: str, key: str | None = None) -> list[tuple[int, str]]:
    """Return the day and kind of what has happened, of some kinds, at one table or anywhere."""
    return [
        (item.day, item.kind) for item in model.happenings if item.kind in kinds and (key is None or item.table == key)
    ]
