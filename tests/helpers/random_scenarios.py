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
def scored_scenarios(
    draw: st.DrawFn,
    strategies: st.SearchStrategy[dict[str, Any]] = STRATEGIES,
    rules: st.SearchStrategy[Any] = PROTOCOLS,
) -> dict[str, Any]:
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
                "protocol": draw(rules),
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


CODES = ("USA", "JPN", "VNM", "CHN")


def _share(largest: float = 1.0) -> st.SearchStrategy[float]:
    return st.floats(0, largest).map(lambda value: round(value, 3))


@st.composite
def network_scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Three or four countries at two to four tables, with events, conflicts, deadlines and spill-over at random."""
    codes = list(CODES[: draw(st.integers(3, 4))])
    pairs = [(one, other) for place, one in enumerate(codes) for other in codes[place + 1 :]]
    seated = draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=4, unique=True))
    tables = {f"{one}-{other}": draw(_network_table(one, other)) for one, other in seated}
    conflicts = {f"c{place}": draw(_conflict(*two)) for place, two in enumerate(draw(_some(seated)))}
    events = {f"e{place}": draw(_event(codes, tables, conflicts)) for place in range(draw(st.integers(0, 4)))}
    for key, part in tables.items():
        if draw(st.integers(0, 3)) == 0:
            part |= {"invited": True}
            when = draw(st.sampled_from([{"on": 12}, {"hazard": 0.1, "from": 6}]))
            one, other = part["parties"]
            events[f"visit {key}"] = {
                "event": "tour",
                "country": one,
                "host": other,
                "table": key,
                "promise": 1,
                **when,
            }
    switch = draw(st.sampled_from(["on", "on", "off"]))
    return {
        "economy": {"tariffs": "april_16"},
        "spillover": {"switch": switch, "precedent": draw(_share())},
        "markets": {"start": 1, "importer": "USA", "per_point": 0.05, "deal_relief": 0.3, "waiting": {"USA": 2}},
        "network": {
            "deal": 0.1,
            "strain": 0.02,
            "edges": {
                f"{one}-{other}": {"alliance": draw(_share()), "hostility": draw(st.sampled_from([0.4, 1]))}
                for one, other in pairs
            },
        },
        "countries": {code: draw(_network_country(code)) for code in codes},
        "conflicts": conflicts,
        "events": events,
        "tables": tables,
    }


def _some(items: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(items), max_size=2, unique=True)


@st.composite
def _network_country(draw: st.DrawFn, code: str) -> dict[str, Any]:
    interests: dict[str, Any] = {
        "real_income": {"weight": draw(_share(2))},
        "purchases": {"weight": draw(_share())},
        "alignment": {"weight": draw(_share(2)), "regard": draw(_share())},
        "first_deal": {"weight": draw(_share())},
    }
    if code != "USA":
        interests["parity"] = {"weight": draw(_share(0.2)), "importer": "USA"}
    spends = {"gdp": 4204.5, "defence": {"share": 1.8, "planned": 2.0}} if code == "JPN" else {}
    # Talks that agree at once would show little of what surrounds them.
    strategy = draw(st.one_of(st.just({"name": "hardliner"}), st.just({"name": "boulware", "e": 0.2}), STRATEGIES))
    return {"strategy": strategy, "waiting_cost": draw(_share(3)), "interests": interests, **spends}


@st.composite
def _network_table(draw: st.DrawFn, one: str, other: str) -> dict[str, Any]:
    menu: dict[str, Any] = {
        "rate": {"lever": "tariff", "importer": one, "exporter": other, "sectors": "OTH", "levels": [0, 10, 20]},
        "access": {"lever": "market_access", "market": other, "exporter": one, "sectors": "AGF", "levels": [0, 4]},
        "goods": {"lever": "purchases", "buyer": other, "seller": one, "levels": [0, 5]},
    }
    if "JPN" in {one, other}:
        menu["defence"] = {"lever": "defence", "country": "JPN", "levels": [1.8, 2.5]}
    if other == "VNM" and one == "USA":
        menu["clause"] = {"lever": "alignment", "giver": other, "receiver": one, "against": "JPN", "levels": [0, 50]}
    names = draw(st.lists(st.sampled_from(sorted(menu)), min_size=1, max_size=3, unique=True))
    deadline: dict[str, Any] = {"on": draw(st.integers(15, 40))}
    kind = draw(st.sampled_from(["hard", "extendable", "random"]))
    if kind == "extendable":
        deadline |= {"kind": kind, "days": draw(st.integers(5, 20)), "chance": 0.7, "times": draw(st.integers(1, 2))}
        deadline |= {"near": draw(st.sampled_from([0.5, 1])), "credibility": draw(_share())}
    elif kind == "random":
        deadline |= {"kind": kind, "hazard": draw(st.sampled_from([0.02, 0.2]))}
    if draw(st.booleans()):
        deadline["snap_back"] = {f"{one}.{other}": draw(st.sampled_from([24, 46]))}
    if draw(st.integers(0, 2)) == 0:
        deadline["letters"] = {"rates": {f"{one}.{other}.OTH": 33}, "after": draw(st.integers(0, 9))}
    options: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 0:
        kinds = st.sampled_from(["inside", "outside"])
        options[other] = {"kind": draw(kinds), "value": draw(st.floats(-2, 1).map(lambda value: round(value, 2)))}
    return {
        "parties": [one, other],
        "opens": draw(st.integers(0, 5)),
        "agenda": {name: menu[name] for name in names},
        "meetings": {"working": {"every_days": draw(st.integers(3, 8)), "public": draw(st.booleans())}},
        "deadline": deadline,
        "outside_options": options,
    }


@st.composite
def _event(draw: st.DrawFn, codes: list[str], tables: dict[str, Any], conflicts: dict[str, Any]) -> dict[str, Any]:
    on = {"on": draw(st.integers(0, 12))}
    when: dict[str, Any] = draw(st.sampled_from([on, {"hazard": 0.08}, {"hazard": 0.3, "from": 4, "until": 9}]))
    one, other, third = draw(st.permutations(codes))[:3]
    table = draw(st.sampled_from(sorted(tables)))
    kinds: list[dict[str, Any]] = [
        {"event": "tariff_change", "rates": {f"{one}.{other}": draw(st.sampled_from([0, 15, 60]))}},
        {"event": "court_ruling", "country": one, "leaves": {f"{one}.{other}": 5}},
        {"event": "market_shock", "size": draw(st.sampled_from([-1.0, 1.0]))},
        {"event": "central_bank_warning", "country": one, "expected": 5, "per_point": 0.1},
        {"event": "public_claim", "country": draw(st.sampled_from(tables[table]["parties"])), "table": table},
        {"event": "emergency_financing", "country": one, "relief": 1},
        {"event": "tour", "country": one, "host": other, "promise": 2, "rival": third, "urgency": 1},
    ]
    climbing = sorted({conflict["country"] for conflict in conflicts.values()})
    if climbing:
        kinds.append(
            {"event": "retaliation", "country": draw(st.sampled_from(climbing)), "switched": draw(st.booleans())}
        )
    return {**draw(st.sampled_from(kinds)), **when}


@st.composite
def _conflict(draw: st.DrawFn, one: str, other: str) -> dict[str, Any]:
    return {
        "country": one,
        "against": other,
        "rates": [30, 70],
        "threatens": draw(st.sampled_from([0.5, 1])),
        "resolve": draw(st.sampled_from([0.2, 0.8])),
        "retaliates": draw(st.booleans()),
        "provoked_by_deadline": draw(st.booleans()),
    }
