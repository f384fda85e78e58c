"""Files of GENIUS and GeniusWeb of our own, written by hand; the standard domains themselves are not ours to ship."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
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


# ---- GeniusWeb

# By hand: tenant .6 x (.9, .5, .1) + .4 x (.25, 1), owner .5 x (.5, 1, .25) + .5 x (.8, .2).
TENANT = {"Garden": (0.6, [0.9, 0.5, 0.1]), "Moving in": (0.4, [0.25, 1])}
OWNER = {"Garden": (0.5, [0.5, 1, 0.25]), "Moving in": (0.5, [0.8, 0.2])}
LEASE = {"Garden": ["shared", "own", "none"], "Moving in": ["now", "later"]}


def web_domain(issues: Mapping[str, Sequence[str]] = LEASE, name: str = "lease") -> dict[str, Any]:
    return {"name": name, "issuesValues": {issue: {"values": list(values)} for issue, values in issues.items()}}


def web_profile(
    sheet: Mapping[str, tuple[Any, Sequence[Any]]],
    issues: Mapping[str, Sequence[str]] = LEASE,
    *,
    utilities: str = "DiscreteValueSetUtilities",
    **more: Any,
) -> dict[str, Any]:
    content = {
        "issueUtilities": {
            issue: {utilities: {"valueUtilities": dict(zip(issues[issue], numbers, strict=True))}}
            for issue, (_, numbers) in sheet.items()
        },
        "issueWeights": {issue: weight for issue, (weight, _) in sheet.items()},
        "domain": web_domain(issues),
        "name": "mine",
    }
    return {"LinearAdditiveUtilitySpace": content | more}


def write_json(folder: Path, **files: Any) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.json").write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return folder


def lease(folder: Path, *, tenant: Any = None, **more: Any) -> Path:
    files = {"lease": web_domain(), "lease_tenant": tenant or web_profile(TENANT), "lease_owner": web_profile(OWNER)}
    return write_json(folder, **files | more)
