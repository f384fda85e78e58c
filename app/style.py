"""How everything looks, in one place: colours, words and numbers, and the style sheet of page and pictures.

Colours are after Okabe and Ito, so that colour-blind readers can tell them apart; nothing is told by colour alone.
Charts name colours by CSS variables, which the page sets for light or dark; in a file of its own a picture has the
colours themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a7a00", "#7a7a7a")
"""After Okabe and Ito; their yellow, too light for lines, is an olive here."""

COUNTRY_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "USA": "#0072b2",
        "JPN": "#d55e00",
        "CHN": "#e69f00",
        "VNM": "#009e73",
        "MYS": "#cc79a7",
        "KHM": "#56b4e9",
        "EU27": "#8a7a00",
        "THA": "#9a5fb5",
        "IDN": "#a0522d",
        "ROW": "#7a7a7a",
    }
)
"""A country has the same colour everywhere."""

COALITION_COLOURS = ("#117733", "#882255", "#6f6f00", "#5566aa")
"""Of who sits beside countries and is none: after Paul Tol's muted scheme."""

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",  # behind everything
        "panel": "#f6f7f9",  # behind a panel's parts
        "ink": "#1b1f24",  # text and axes
        "faint": "#5b6570",  # second text; at least 4.5 to 1 on paper
        "rule": "#d3d8de",  # grid and borders
        "cloud": "#9fabb8",  # possible outcomes
        "good": "#00785a",
        "bad": "#b04500",
        "talk": "#0072b2",
        "glow": "#fff3c4",  # the zone of agreement, a moved level
        "land": "#e9ecef",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#15191e",
        "panel": "#1e242b",
        "ink": "#eceff3",
        "faint": "#a6b1bd",
        "rule": "#39424d",
        "cloud": "#7d8996",
        "good": "#3cc9a0",
        "bad": "#ff9a5a",
        "talk": "#6bbcf0",
        "glow": "#4a4218",
        "land": "#262d35",
    }
)
"""The variables of style sheets and charts, `var(--ink)` and so on."""


CONCEPT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "nash": "Nash",
        "kalai_smorodinsky": "Kalai-Smorodinsky",
        "egalitarian": "egalitarian",
        "utilitarian": "utilitarian",
        "equal_utility": "equal utility",
    }
)

UNIT_WORDS: Mapping[str, str] = MappingProxyType({"bn": "USD bn a year", "points": "points"})


def colours(parties: Iterable[str]) -> dict[str, str]:
    """Return a colour for each party: the countries' own, and others for those that have none.

    >>> colours(["alpha", "beta"]), colours(["USA", "SEA3"])
    ({'alpha': '#0072b2', 'beta': '#d55e00'}, {'USA': '#0072b2', 'SEA3': '#117733'})
    """
    named = list(parties)
    # Beside a country nobody has the colour of another one.
    free = COALITION_COLOURS if any(party in COUNTRY_COLOURS for party in named) else PALETTE
    found, used = {}, 0
    for party in named:
        if party in COUNTRY_COLOURS:
            found[party] = COUNTRY_COLOURS[party]
        else:
            found[party] = free[used % len(free)]
            used += 1
    return found


def percent(value: float) -> str:
    """Write a change in percent, with sign and two decimals; no minus on a zero.

    >>> percent(0.275), percent(-0.004)
    ('+0.28 %', '+0.00 %')
    """
    return f"{round(value, 2) + 0.0:+.2f} %"


def style_sheet() -> str:
    """Return the style sheet that gives the colours their names, by day and by night."""
    light = "".join(f"--{name}:{value};" for name, value in LIGHT.items())
    dark = "".join(f"--{name}:{value};" for name, value in DARK.items())
    return f".v-application{{{light}}} .v-application.theme--dark{{{dark}}}"


def coloured(picture: str, colours: Mapping[str, str] = LIGHT) -> str:
    """Return a chart's SVG with colours in place of their names, for a file: many programs know no variables.

    Args:
        picture: the text of the SVG.
        colours: by name; `LIGHT`, `DARK`, or others of the same names.

    >>> coloured('<text fill="var(--ink)"/>', DARK)
    '<text fill="#eceff3"/>'
    """
    return re.sub(r'"var\(--([a-z]+)\)"', lambda found: f'"{colours[found[1]]}"', picture)
