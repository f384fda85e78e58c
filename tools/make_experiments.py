"""Runs the shipped experiments and writes their tables and figures into docs/explanation/experiments.md.

    python tools/make_experiments.py [--workers N] [--stores DIR]

It takes some minutes of two cores. Runs that stand in DIR already, `results/` by default, are not run again.
The prose beside the numbers is written by hand: read the difference before you keep it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from tradetalks.runs.analysis import figures
from tradetalks.runs.analysis.summary import Mean, Measured
from tradetalks.runs.batch.batch import Batch
from tradetalks.runs.batch.running import run_batch

DOCS = Path(__file__).resolve().parents[1] / "docs" / "explanation"
PAGE = DOCS / "experiments.md"

_OVER = "over no deal, bn a year"
SHOWN: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "deadlines": (
        ("pause of 30 days", "60 days", "90 days", "120 days"),
        {"gain.USA": f"US gain {_OVER}", "gain.JPN": f"Japan's gain {_OVER}", "deal": "deals, share of runs"},
    ),
    "defence_linkage": (
        ("in the package", "at a table of its own"),
        {
            "spending": "Japan's defence spending, % of GDP",
            "above_plan": "above the planned 2 %, share of runs",
            "autos": "US tariff on cars, points",
            "gain.USA": f"US gain {_OVER}",
            "gain.JPN": f"Japan's gain {_OVER}",
        },
    ),
    "china_outreach": (
        ("nothing to offer", "as in spring_2025", "three times that"),
        {
            "turning": "turning from China agreed with the US, mean of three, %",
            "access": "market access for US goods, mean of three, %",
            "us_deals": "deals with the US, of three",
            "china_deals": "deals with China, of three",
        },
    ),
    "court_ruling": (
        ("no case", "0.3 % a day", "1 % a day"),
        {
            "us_deals": "deals of the US, of five",
            "gain.USA": f"US gain at the table with Japan {_OVER}",
            "gain.JPN": f"Japan's gain {_OVER}",
            "spending": "Japan's defence spending, % of GDP",
        },
    ),
    "rebate": (
        ("lump sum", "income tax"),
        {
            "no_deal_usa": "no deal, worth to the US, bn a year",
            "autos": "US tariff on cars, points",
            "rest": "US tariff on other goods, points",
            "gain.USA": f"US gain {_OVER}",
            "gain.JPN": f"Japan's gain {_OVER}",
            "deal": "deals, share of runs",
        },
    ),
}
"""By experiment: how its design points are called, and the columns that are shown, with what they are."""


def table(batch: Batch, name: str) -> str:
    """Return an experiment's means by design point as a Markdown table, with differences from the first."""
    points, columns = SHOWN[name]
    measured = Measured(batch, list(columns))
    differences = {(item.point, item.column): item.mean for item in measured.differences(list(columns), 0)}
    lines = [["", *points], ["---"] * (len(points) + 1)]
    for column, label in columns.items():
        means = [_short(measured.mean(column, point)) for point in measured.points]
        lines += [
            [label, *means],
            ["difference", "", *(_short(differences[p, column], "+") for p in measured.points[1:])],
        ]
    rows = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    versions = batch.manifest["versions"]
    return (
        f"{rows}\n\n{batch.done:,} runs, seed {batch.manifest['experiment']['seed']}, tradetalks "
        f"{versions['tradetalks']}, mesa {versions['mesa']}, numpy {versions['numpy']}; digest `{batch.digest()}`.\n"
    )


def _short(mean: Mean, sign: str = "") -> str:
    return f"{mean.mean:{sign}.2f} [{mean.low:{sign}.2f}, {mean.high:{sign}.2f}]"


def figure(batch: Batch, name: str) -> str:
    """Return an experiment's means as SVG."""
    points, columns = SHOWN[name]
    measured = Measured(batch, list(columns))
    means = {label: [measured.mean(column, point) for point in measured.points] for column, label in columns.items()}
    svg = figures.bars(means, points, "")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def main() -> None:
    """Run what is missing, and write the page's tables and the figures beside it."""
    parser = argparse.ArgumentParser(description="Writes the tables and figures of the shipped experiments.")
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--stores", type=Path, default=Path("results"))
    given = parser.parse_args()
    text = PAGE.read_text("utf-8")
    for name in SHOWN:
        batch = run_batch(name, workers=given.workers, folder=given.stores / name, resume=True)
        region = re.compile(rf"(<!-- experiment: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        new = f"\n![{batch.manifest['title']}](experiments/{name}.svg)\n\n{table(batch, name)}\n"
        text = region.sub(lambda found, new=new: found[1] + new + found[2], text)  # type: ignore[misc]
        (DOCS / "experiments").mkdir(exist_ok=True)
        (DOCS / "experiments" / f"{name}.svg").write_text(figure(batch, name), "utf-8")
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
