"""GENIUS files of our own, written by hand; the standard domains themselves are not ours to ship."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

ORCHARD = {"Fruit": ["apple", "pear", "plum"], "Delivery": ["now", "later"]}
# By hand: grower .6 x (1, .5, .1) + .4 x (.25, 1), merchant .5 x (.5, 1, .25) + .5 x (1, 1/3).
GROWER = {"Fruit": (3, [10, 5, 1]), "Delivery": (2, [1, 4])}
MERCHANT = {"Fruit": (1, [2, 4, 1]), "Delivery": (1, [3, 1])}


def domain(issues: Mapping[str, list[str]] = ORCHARD, agents: str = "") -> str:
    body = "".join(
        f"<issue index='{place}' name={quoteattr(name)} type='discrete'>"
        + "".join(f"<item index='{at}' value={quoteattr(value)}/>" for at, value in enumerate(values, 1))
        + "</issue>"
        for place, (name, values) in enumerate(issues.items(), 1)
    )
    space = f"<utility_space><objective>{body}</objective></utility_space>"
    return f"<negotiation_template>{agents}{space}</negotiation_template>"


def profile(
    sheet: Mapping[str, tuple[object, list[object]]],
    issues: Mapping[str, list[str]] = ORCHARD,
    more: str = "",
    kind: str = "discrete",
) -> str:
    body = "".join(
        f"<issue index='{place}' name={quoteattr(name)} type='{kind}'>"
        + "".join(
            f"<item value={quoteattr(value)} evaluation='{number}'/>"
            for value, number in zip(issues.get(name, ["apple"]), numbers, strict=False)
        )
        + "</issue>"
        for place, (name, (_, numbers)) in enumerate(sheet.items(), 1)
    )
    weights = "".join(
        f"<weight index='{place}' value='{weight}'/>" for place, (weight, _) in enumerate(sheet.values(), 1)
    )
    return f"<utility_space><objective>{body}{weights}</objective>{more}</utility_space>"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.xml").write_text(text, "utf-8")
    return folder


def orchard(folder: Path, *, grower: str = "", merchant: str = "") -> Path:
    return write(
        folder,
        orchard_domain=domain(),
        orchard_grower=profile(GROWER, more=grower),
        orchard_merchant=profile(MERCHANT, more=merchant),
    )
