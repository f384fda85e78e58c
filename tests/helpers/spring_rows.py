"""The rows of the situation of 16 April 2025: what each is to do in `spring_2025`.

The directions are what the mechanisms should bring, each with its reason; they were written down before they were
run. tests/scenarios/test_spring_rows.py runs 40 pairs of each, `make evidence` 200 and writes
docs/explanation/spring-2025.md.
"""

from __future__ import annotations

from typing import Any

from paired import Result, Row

from tradetalks.agents.history import offers_of
from tradetalks.agents.strategies.time_dependent import TimeDependent
from tradetalks.model.markets import average_added_pct
from tradetalks.model.negotiation.status import Status
from tradetalks.model.negotiation.table import Table
from tradetalks.model.talks.open_table import OpenTable
from tradetalks.model.talks.talks import TradeTalks

SCENARIO = "spring_2025"

FIRST_TALKS, END_OF_APRIL, TENTH_OF_MAY, LATE_JUNE, END_OF_JUNE, AFTER_THE_PAUSE = 14, 28, 38, 80, 89, 98
"""Days from 2 April: of the first talks, the next ministers' round, before anybody's deal, after the first deals."""

HEDGING = ("VNM", "MYS", "KHM")
BARGAINING = ("JPN", *HEDGING, "EU27")


# ---- what results are made of


def _table(model: TradeTalks, key: str) -> Table:
    table = model.tables[key].table
    assert table is not None, f"{key} has not opened by day {model.day}"
    return table


def _place(live: OpenTable, party: str) -> int:
    return live.parties.index(party)


def _reservation(model: TradeTalks, key: str, party: str) -> float:
    """What a party wants at least on the day, USD bn a year against today."""
    table, place = _table(model, key), _place(model.tables[key], party)
    return table.rules[place].value(table.preferences[place], day=model.day, offers=0)


def _without_deal(model: TradeTalks, key: str, party: str) -> float:
    """What no deal is worth to a party as far as it believes the threats, USD bn a year against today."""
    return _table(model, key).preferences[_place(model.tables[key], party)].disagreement


def _gain(model: TradeTalks, key: str, *parties: str) -> float:
    """What some parties have of the deal over no deal, USD bn a year; 0 without one."""
    table = _table(model, key)
    if table.agreement is None:
        return 0.0
    own = [table.preferences[_place(model.tables[key], party)] for party in parties]
    return sum(each.value(table.agreement) - each.disagreement for each in own)


def _share(model: TradeTalks, key: str, party: str, other: str) -> float:
    """A party's part of what two have of the deal over no deal, %; half without a deal."""
    both = _gain(model, key, party, other)
    return 100 * _gain(model, key, party) / both if both > 0 else 50.0


def _agreed(model: TradeTalks, *keys: str) -> float:
    """Which part of some tables ended in a deal, %."""
    return 100 * sum(model.tables[key].status is Status.IN_FORCE for key in keys) / len(keys)


def _level(model: TradeTalks, key: str, issue: str, without: float = 0.0) -> float:
    """The level agreed on an issue; `without` where there is no deal or no such issue."""
    table = _table(model, key)
    if table.agreement is None:
        return without
    return float(table.space.levels(table.agreement).get(issue, without))


def _us_tariff(model: TradeTalks, *exporters: str) -> float:
    """The additional US tariff on some countries' goods, percentage points, by base imports."""
    return sum(average_added_pct(model.world, "USA", exporter) for exporter in exporters) / len(exporters)


def _stress(model: TradeTalks) -> float:
    return model.surroundings.markets.stress(model.world.climate, model.day)


def _asks(model: TradeTalks, key: str, party: str) -> float:
    """What a party's last offer is worth to itself, in % of its range."""
    live, table = model.tables[key], _table(model, key)
    place = _place(live, party)
    return 100 * table.preferences[place].utility(offers_of(table.views[place], place)[-1])


def _aspires(model: TradeTalks, key: str, party: str) -> float:
    """What a party that bids by time aspires to on the day, in % of its range."""
    view = _table(model, key).views[_place(model.tables[key], party)]
    player = model.countries[party].strategy
    assert isinstance(player, TimeDependent)
    return 100 * player.aspiration(view)


def _closed(model: TradeTalks, key: str) -> float:
    return float(model.tables[key].closed or 0)


# ---- named results

US_JAPAN = "USA-JPN"
us_deals = tuple(f"USA-{code}" for code in (*HEDGING, "EU27"))

JAPAN_WANTS = Result(
    "Japan's reservation on 30 April", "bn a year", lambda m: _reservation(m, US_JAPAN, "JPN"), END_OF_APRIL
)
US_WANTS = Result(
    "US reservation towards Japan on 30 April", "bn a year", lambda m: _reservation(m, US_JAPAN, "USA"), END_OF_APRIL
)
JAPAN_WITHOUT = Result(
    "no deal, worth to Japan on 16 April", "bn a year", lambda m: _without_deal(m, US_JAPAN, "JPN"), FIRST_TALKS
)
VIETNAM_WITHOUT = Result(
    "no deal with the US, worth to Vietnam on 10 May",
    "bn a year",
    lambda m: _without_deal(m, "USA-VNM", "VNM"),
    TENTH_OF_MAY,
)
VIETNAM_WANTS = Result(
    "Vietnam's reservation towards the US on 10 May",
    "bn a year",
    lambda m: _reservation(m, "USA-VNM", "VNM"),
    TENTH_OF_MAY,
)
EU_WITHOUT = Result(
    "no deal, worth to the EU on 21 June", "bn a year", lambda m: _without_deal(m, "USA-EU27", "EU27"), LATE_JUNE
)
JAPAN_DEALS = Result("US-Japan deals", "%", lambda m: _agreed(m, US_JAPAN))
OTHER_DEALS = Result("US deals with Vietnam, Malaysia, Cambodia, EU", "%", lambda m: _agreed(m, *us_deals))
US_GAIN = Result("US gain over no deal, US-Japan", "bn a year", lambda m: _gain(m, US_JAPAN, "USA"))
JOINT_GAIN = Result("joint gain over no deal, US-Japan", "bn a year", lambda m: _gain(m, US_JAPAN, "USA", "JPN"))
JAPAN_TARIFF = Result("US tariff on Japan in the end", "points", lambda m: _us_tariff(m, "JPN"))
US_TARIFFS = Result("US tariffs on its five partners in the end", "points", lambda m: _us_tariff(m, *BARGAINING))
OPENING = Result(
    "market access agreed with the US, mean of five",
    "% of trade cost cut",
    lambda m: sum(_level(m, f"USA-{code}", "access") for code in BARGAINING) / len(BARGAINING),
)
TURNING = Result(
    "turning from China agreed with the US, mean of three",
    "%",
    lambda m: sum(_level(m, f"USA-{code}", "alignment") for code in HEDGING) / len(HEDGING),
)
DEFENCE = Result("Japan's defence spending in the end", "% of GDP", lambda m: m.world.defence_pct["JPN"])
ZONE = Result(
    "possible US-Japan deals that suit both on 16 April",
    "%",
    lambda m: 100 * float(_table(m, US_JAPAN).zone().mean()),
    FIRST_TALKS,
)
ENDS = Result("day on which US-Japan ends", "day", lambda m: _closed(m, US_JAPAN))
STILL_OPEN = Result(
    "US-Japan talks still open on 9 July", "%", lambda m: 100 * m.tables[US_JAPAN].live, AFTER_THE_PAUSE
)
EU_ASPIRES = Result(
    "what the EU aspires to on 21 June", "% of its range", lambda m: _aspires(m, "USA-EU27", "EU27"), LATE_JUNE
)
US_ASKS = Result(
    "what the US asks of Japan on 16 April", "% of its range", lambda m: _asks(m, US_JAPAN, "USA"), FIRST_TALKS
)
US_SHARE = Result("US share of what both gain by US-Japan", "%", lambda m: _share(m, US_JAPAN, "USA", "JPN"))
JAPAN_GAIN = Result("Japan's gain over no deal, US-Japan", "bn a year", lambda m: _gain(m, US_JAPAN, "JPN"))
ZONE_IN_THE_END = Result(
    "possible US-Japan deals that suit both in the end", "%", lambda m: 100 * float(_table(m, US_JAPAN).zone().mean())
)
STRESS = Result("market stress on 30 June", "1 is 2 April", _stress, END_OF_JUNE)
ALLIES = Result("US-Japan alliance in the end", "0 to 1", lambda m: m.world.alliance("USA", "JPN"))
CHINA_TARIFF = Result("US tariff on China in the end", "points", lambda m: _us_tariff(m, "CHN"))


# ---- the rows

TOURS = ("vietnam", "malaysia", "cambodia")


def _each(path: str, names: tuple[str, ...], value: Any) -> dict[str, Any]:
    return {path.format(name): value for name in names}


ROWS = (
    # -- countries
    Row(
        "United States",
        "the hub, which moves first",
        "Japan makes the first offer at its table",
        {"tables.USA-JPN.parties": ["JPN", "USA"]},
        US_SHARE,
        "higher",
        "sides that come down with time come down a round earlier where they move first (first expected: lower, as who "
        "moves first has the advantage in Rubinstein's game; but there it is impatience that gives it, not concession)",
    ),
    Row(
        "Japan",
        "emergency financing at home: no rush",
        "no financing",
        {"events.financing": None},
        JAPAN_WANTS,
        "lower",
        "help at home makes waiting cheaper, so that Japan can ask for more",
    ),
    Row(
        "retaliation",
        "Japan's retaliation is not on the table for now",
        "it is on from the start",
        {"conflicts.japan_usa.retaliates": True},
        US_WANTS,
        "lower",
        "a snap-back that is answered in kind costs the US more, so that it asks for less",
    ),
    Row(
        "tariff war",
        "the US and China are in a tariff war: 145 against 125",
        "it has not come: China pays the 30 of before, and has not answered",
        {"events.china_145": None, "events.china_answers": None},
        VIETNAM_WITHOUT,
        "higher",
        "China shut out, Vietnam sells more to the US, and has more to lose there",
    ),
    Row(
        "face",
        "the US and China each say that the other must move first",
        "backing down costs neither anything",
        {"countries.USA.interests.face.weight": 0, "countries.CHN.interests.face.weight": 0},
        CHINA_TARIFF,
        "lower",
        "by the trade model alone both win so much by ending the war that they always do",
    ),
    Row(
        "hedge",
        "Vietnam, Malaysia and Cambodia court both",
        "China has nothing to offer: no promises, no access, no investment",
        _each("events.tour_{0}.promise", TOURS, 0)
        | _each("tables.USA-{0}.outside_options", HEDGING, {})
        | _each("tables.CHN-{0}.agenda.access", HEDGING, None)
        | _each("tables.CHN-{0}.agenda.investment", HEDGING, None),
        TURNING,
        "higher",
        "the better China's offer, the less they concede to the US, and the dearer it is to turn from China (first, "
        "with the outside options alone removed, the difference was -2.1 [-8.0, +3.9])",
    ),
    Row(
        "EU",
        "the EU is queued, and looks at the deals before it",
        "it doesn't mind what others got",
        {"countries.EU27.interests.parity.weight": 0},
        EU_WITHOUT,
        "higher",
        "to be left at 20 where others have got less is worse than 20 by itself",
    ),
    Row(
        "regions",
        "Thailand, Indonesia and the rest of the world pay the baseline too",
        "they pay nothing in addition",
        {
            "events.baseline.rates": {"USA.*": 10, "USA.*.MET": 25, "USA.*.AUT": 25, "USA.CHN": 30}
            | _each("USA.{0}", ("THA", "IDN", "ROW"), 0)
        },
        VIETNAM_WITHOUT,
        "higher",
        "as in the tariff war: where rivals pay less, Vietnam sells less to the US, and has less to lose there (first "
        "expected: lower, as rivals that pay nothing take over what Vietnam loses; but they have most of it already)",
    ),
    # -- issues and figures
    Row(
        "baseline",
        "10 % on everyone are in force",
        "they are not",
        {"events.baseline.rates": {"USA.*.MET": 25, "USA.*.AUT": 25, "USA.CHN": 30}},
        JAPAN_WITHOUT,
        "lower",
        "against a world without the baseline the snap-back to 24 is the larger loss",
    ),
    Row(
        "snap-back",
        "Japan's 24 % are suspended, and come back",
        "nothing comes back",
        {"tables.USA-JPN.deadline.snap_back": {}},
        JAPAN_WANTS,
        "higher",
        "with less to fear Japan asks for more",
    ),
    Row(
        "sectors",
        "25 % on cars and metals, not suspended",
        "cars and metals pay 10 as all else",
        {"events.cars": None, "events.baseline.rates": {"USA.*": 10, "USA.CHN": 30}},
        JAPAN_GAIN,
        "lower",
        "relief for cars and metals is what Japan can win beyond being spared the snap-back (first expected: a smaller "
        "gain of the US, as Japan has less to pay for; it isn't, as cars and metals can then rise)",
    ),
    Row(
        "country rates",
        "46, 24, 49 and 20 come back for Vietnam, Malaysia, Cambodia and the EU",
        "nothing comes back for them",
        _each("tables.USA-{0}.deadline.snap_back", (*HEDGING, "EU27"), {}),
        OTHER_DEALS,
        "lower",
        "without the threat today's 10 points are good enough",
    ),
    Row(
        "linkage",
        "Japan has hardly a tariff left to cut: it pays in other coin",
        "tariffs are all that is on the table",
        _each("tables.USA-JPN.agenda.{0}", ("access", "defence", "bases", "purchases", "investment"), None),
        JOINT_GAIN,
        "lower",
        "what one gives and what the other gives are different issues; alone they can't pay for each other",
    ),
    Row(
        "deficit",
        "the US wants a smaller deficit with Japan",
        "it doesn't mind",
        {"countries.USA.interests.balance_jpn.weight": 0},
        US_WANTS,
        "lower",
        "the snap-back cuts the deficit: who minds it fears no deal less, and asks for more",
    ),
    Row(
        "defence",
        "the US wants 3 % of GDP for Japan's defence, 2 are planned",
        "it doesn't mind",
        {"countries.USA.interests.defence.weight": 0},
        DEFENCE,
        "lower",
        "nobody asks for more than is planned",
    ),
    Row(
        "bases",
        "more money for US bases in Japan is an issue",
        "it is not",
        {"tables.USA-JPN.agenda.bases": None},
        US_GAIN,
        "lower",
        "money settles what tariffs leave open, and flows to the US alone",
        idle="a transfer that one pays and the other gets adds nothing to what both can win together: what the US "
        "gets here, it gets less of elsewhere",
    ),
    Row(
        "market access",
        "the US wants markets opened",
        "it doesn't mind",
        {f"countries.USA.interests.opening_{code}.weight": 0 for code in ("jpn", "eu", "vnm", "mys", "khm")},
        OPENING,
        "lower",
        "it asks for less of what costs the others most",
    ),
    Row(
        "budget",
        "tariffs pay for the federal budget",
        "revenue has no weight of its own",
        {"countries.USA.interests.tariff_revenue.weight": 0},
        US_TARIFFS,
        "lower",
        "a tariff that earns is given up less readily",
    ),
    # -- time and events
    Row(
        "pause",
        "the pause of 90 days ends on 8 July",
        "at the US-Japan table it ends three months later",
        {"tables.USA-JPN.deadline.on": "2025-10-06"},
        ENDS,
        "higher",
        "who holds out until the end does so until a later one",
    ),
    Row(
        "calendar",
        "few ministers' rounds, working-level talks in between",
        "working-level talks are as public as the ministers'",
        {"tables.USA-JPN.meetings.working.public": True},
        ALLIES,
        "lower",
        "what is demanded behind closed doors strains an alliance less (first expected of no working level "
        "at all: later deals; they come as early, as the sides' sense of time goes by rounds)",
    ),
    Row(
        "leader",
        "the US president joins the talks, and may again",
        "he doesn't",
        {"events.leader": None, "events.leader_again": None},
        US_ASKS,
        "higher",
        "the leader's presence hurries his own side",
    ),
    Row(
        "claim",
        '"big progress", claimed in public',
        "nothing is claimed",
        {"events.claim": None},
        US_WANTS,
        "lower",
        "the claim calms the markets a little, so that waiting presses less",
    ),
    Row(
        "courts",
        "California sues: a ruling may strip the country rates, and threats weigh less while it hangs",
        "no case hangs",
        {"events.california": None},
        JAPAN_WANTS,
        "lower",
        "a threat that may not survive is worth less, so that Japan can ask for more (first measured on US tariffs in "
        "the end: +0.62 [+0.02, +1.22], too close to tell)",
    ),
    Row(
        "central bank",
        "its chair: tariffs larger than expected",
        "it keeps quiet",
        {"events.fed": None},
        US_WANTS,
        "higher",
        "a surprise in tariffs makes waiting dearer for the US",
    ),
    Row(
        "markets",
        "markets in a tailspin press for deals",
        "they press nobody",
        {"markets.waiting": {}},
        US_WANTS,
        "higher",
        "stress makes waiting dearer, for the US above all",
    ),
    Row(
        "tour",
        "China's leader travels, with promises",
        "he travels without",
        _each("events.tour_{0}.promise", TOURS, 0),
        VIETNAM_WANTS,
        "lower",
        "a promise is something to lean on",
    ),
    Row(
        "urgency",
        "China's tour presses the US at its other tables",
        "it presses nobody",
        _each("events.tour_{0}.urgency", TOURS, 0),
        US_WANTS,
        "higher",
        "a rival with offers makes waiting dearer",
    ),
    Row(
        "strain",
        "the demand for more defence strains relations, in public more than in private",
        "it doesn't",
        {"network.strain": 0, "network.public_strain": 0},
        ZONE_IN_THE_END,
        "higher",
        "a deal with a closer ally is worth more to both, so that more deals suit both (first measured on the joint "
        "gain: +0.57 [-0.60, +1.75])",
    ),
    Row(
        "deal-making",
        "a first deal would prove the US leader's method",
        "it would prove nothing",
        {"countries.USA.interests.first_deal.weight": 0},
        ZONE,
        "lower",
        "a premium on the first deal makes more deals good enough for the US",
    ),
    Row(
        "test case",
        "the first deal is a test for the others",
        "they don't look at it",
        {"spillover.precedent": 0},
        EU_ASPIRES,
        "lower",
        "who has seen what the first got hopes for as much before it comes down (first expected to show in a later end "
        "of US-EU, which meets too rarely for that)",
    ),
    Row(
        "deals ease markets",
        "a deal calms the markets",
        "it doesn't",
        {"markets.deal_relief": 0},
        STRESS,
        "higher",
        "the stress of April is left to fade by itself",
    ),
    Row(
        "deals strengthen alliances",
        "a deal brings allies closer",
        "it doesn't",
        {"network.deal": 0},
        ALLIES,
        "lower",
        "nothing makes up for the strain of the talks",
    ),
    Row(
        "unresolved",
        "all may stay open: the talks may go on beyond the pause",
        "the US puts nothing off",
        {"tables.USA-JPN.deadline.chance": 0},
        STILL_OPEN,
        "lower",
        "a deadline that can't be put off is the end (first measured on the last day of talks: -2.1 [-4.3, +0.07])",
    ),
)
