"""Random scenario files, small and valid, as plain data: for laws that must hold in every run."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

weights = st.one_of(
    st.floats(0, 2).map(lambda weight: round(weight, 3)),
    st.tuples(st.floats(0, 1), st.floats(1, 2)).map(lambda ends: {"uniform": [round(end, 3) for end in ends]}),
    st.just({"choice": [0.2, 0.7, 1.4]}),
)

TIME_DEPENDENT = st.one_of(
    st.just({"name": "linear"}),
    st.floats(0.05, 0.95).map(lambda e: {"name": "boulware", "e": round(e, 3)}),
    st.floats(1.05, 6).map(lambda e: {"name": "conceder", "e": round(e, 3)}),
)
STRATEGIES = st.one_of(
    TIME_DEPENDENT,
    st.sampled_from(
        [
            {"name": "linear", "opponent_model": "frequency", "acceptance": {"combi": {"time": 0.9}}},
            {"name": "boulware", "opponent_model": {"bayesian": {"sigma": 0.2}}, "acceptance": "prev"},
            {"name": "nice_tft"},
            {"name": "micro"},
            {"name": "random", "acceptance": {"const": {"value": 0.6}}},
        ]
    ),
)


PROTOCOLS = st.sampled_from(
    [
        "alternating_offers",
        "ultimatum",
        {"monotonic_concession": {"patience": 3}},
        "monotonic_concession",
        {"mediated_text": {"changes": 1}},
    ]
)

FORMS = st.sampled_from(
    [
        {"name": "additive"},
        {"name": "ces", "elasticity": 0.6, "base": 300},
        {"name": "prospect"},
        {"name": "leontief", "base": 300},
    ]
)


@st.composite
def score_sheets(draw: st.DrawFn, agenda: dict[str, Any]) -> dict[str, Any]:
    raw = [draw(st.integers(0, 5)) for _ in agenda]
    total = sum(raw) or 1
    shares = [part / total for part in raw] if sum(raw) else [1.0] + [0.0] * (len(agenda) - 1)
    points = {name: [draw(st.integers(0, 10)) / 10 for _ in issue["levels"]] for name, issue in agenda.items()}
    return {
        "weights": dict(zip(agenda, shares, strict=True)),
        "points": points,
        "reservation": draw(st.floats(-0.2, 1.1).map(lambda value: round(value, 3))),
        "discount_per_turn": draw(st.sampled_from([1.0, 0.99, 0.9])),
    }


@st.composite
def scored_scenarios(draw: st.DrawFn, strategies: st.SearchStrategy[dict[str, Any]] = STRATEGIES) -> dict[str, Any]:
    """Two or three sides with score-sheets over a small agenda."""
    parties = ["A", "B", "C"][: draw(st.integers(2, 3))]
    agenda = {
        f"issue{place}": {"levels": list(range(draw(st.integers(1, 4))))} for place in range(draw(st.integers(1, 3)))
    }
    deadline = draw(st.integers(2, 25))
    return {
        "countries": {party: {"strategy": draw(strategies)} for party in parties},
        "tables": {
            "talks": {
                "parties": parties,
                "protocol": draw(PROTOCOLS),
                "agenda": agenda,
                "meetings": {"daily": {"every_days": draw(st.integers(1, 3)), "rounds": draw(st.integers(1, 3))}},
                "deadline": {"on": deadline},
                "score_sheets": {party: draw(score_sheets(agenda)) for party in parties},
            }
        },
    }


@st.composite
def trade_scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """The United States and Japan over a random agenda of levers, with random interests."""
    menu = {
        "cars": {"lever": "tariff", "importer": "USA", "exporter": "JPN", "sectors": "AUT", "levels": [0, 10, 25]},
        "rest": {
            "lever": "tariff",
            "importer": "USA",
            "exporter": "JPN",
            "sectors": "other_goods",
            "levels": [0, 10, 24],
        },
        "access": {"lever": "market_access", "market": "JPN", "exporter": "USA", "levels": [0, 3]},
        "defence": {"lever": "defence", "country": "JPN", "levels": [1.8, 2.0, 2.6]},
        "bases": {"lever": "base_costs", "host": "JPN", "guest": "USA", "levels": [0, 1.5]},
        "goods": {"lever": "purchases", "buyer": "JPN", "seller": "USA", "levels": [0, 4, 9]},
        "plants": {"lever": "investment", "investor": "JPN", "host": "USA", "levels": [0, 30]},
    }
    names = draw(st.lists(st.sampled_from(sorted(menu)), min_size=1, max_size=5, unique=True))
    return {
        "start": "2025-04-02",
        "economy": {"tariffs": "april_16", "rebate": draw(st.sampled_from(["lump_sum", "income_tax"]))},
        "countries": {
            "USA": {
                "strategy": draw(STRATEGIES),
                "waiting_cost": draw(weights),
                "interests": {
                    "real_income": {"weight": draw(weights)},
                    "tariff_revenue": {"weight": draw(weights)},
                    "bilateral_balance": {"weight": draw(weights), "partner": "JPN"},
                    "defence": {"weight": draw(weights), "spender": "JPN"},
                    "transfers": {"weight": draw(weights)},
                    "purchases": {"weight": draw(weights)},
                    "investment": {"weight": draw(weights)},
                },
            },
            "JPN": {
                "form": draw(FORMS),
                "gdp": 4204.5,
                "defence": {"share": 1.8, "planned": 2.0},
                "strategy": draw(STRATEGIES),
                "waiting_cost": draw(weights),
                "interests": {
                    "real_income": {"weight": draw(weights)},
                    "defence": {"weight": draw(weights), "spender": "JPN"},
                    "opening": {"weight": draw(weights), "market": "JPN", "exporter": "USA"},
                    "parity": {"weight": draw(weights), "importer": "USA"},
                    "transfers": {"weight": draw(weights)},
                    "purchases": {"weight": draw(weights)},
                    "investment": {"weight": draw(weights)},
                },
            },
        },
        "tables": {
            "talks": {
                "parties": draw(st.permutations(["USA", "JPN"])),
                "protocol": draw(PROTOCOLS),
                "opens": 14,
                "agenda": {name: menu[name] for name in names},
                "meetings": {"working": {"every_days": draw(st.integers(3, 20))}},
                "deadline": {"on": 97, "snap_back": {"USA.JPN.other_goods": draw(st.sampled_from([10, 24, 60]))}},
            }
        },
    }
