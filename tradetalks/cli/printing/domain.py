"""What the terminal shows of a domain: size, frontier, solutions, oppositions."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text

from tradetalks.model.negotiation.solutions import TOLERANCE
from tradetalks.runs.statics.domain import Domain

WIDTH = 80


def print_domain(shown: Domain, out: Console) -> None:
    """Print a domain."""

    def line(text: str = "", style: str = "") -> None:
        out.print(Text(text.rstrip(), style=style))

    decimals = 4 if shown.unit == "score" else 2
    head = f"{shown.scenario}, table {shown.table}   {' / '.join(shown.parties)} · {shown.unit}"
    line(head, "bold")
    line()
    rows = {
        "possible deals": f"{len(shown.values):,}",
        "mean utility": f"{shown.mean_utility:.{decimals}f}",
        "no deal": _numbers(shown.disagreement.tolist(), decimals),
        "zone of agreement": f"{len(shown.solutions.zone):,} deals",
        "Pareto frontier": f"{len(shown.solutions.frontier):,} deals",
    }
    for name, outcomes in shown.selected.items():
        if len(outcomes):
            ties = f"   {len(outcomes)} tie" if len(outcomes) > 1 else ""
            values = _numbers(shown.values[outcomes[0]].tolist(), decimals)
            rows[name.replace("_", "-").title()] = f"{values}{ties}"
    if shown.opposition is not None:
        rows["opposition"] = f"{shown.opposition:.4f}"
    if shown.min_distance_opposition is not None:
        rows["min-distance opposition"] = f"{shown.min_distance_opposition:.4f}"
    for name, value in rows.items():
        line(f" {name:<24}{value}")
    for note in _notes(shown):
        line()
        line(textwrap.fill(note, WIDTH, initial_indent=" ", subsequent_indent=" "))


def _notes(shown: Domain) -> list[str]:
    found = shown.solutions
    if not len(found.zone):
        return ["There is no zone of agreement: no offer is at least as good as no deal for everyone."]
    notes = []
    if not found.mutual_gain:
        notes.append(
            "No deal is better than no deal for everyone at once: the zone of agreement holds only deals that leave "
            "someone no gain, and the Nash product is 0 on all of it."
        )
    point = shown.selected.get("equal_utility", found.nash)
    name = "equal-utility point" if "equal_utility" in shown.selected else "Nash solution"
    if len(point):
        notes.append(f"The {name}: {shown.write(int(point[0]))}")
    if shown.equal_utility is not None and len(found.kalai_smorodinsky):
        gap = shown.values[found.kalai_smorodinsky[0]] - shown.values[shown.equal_utility[0]]
        if abs(gap).max() > TOLERANCE:
            notes.append("Some literature calls the equal-utility point Kalai-Smorodinsky; here they differ.")
    return notes


def _numbers(values: list[float], decimals: int) -> str:
    return " / ".join(f"{round(value, decimals) + 0.0:.{decimals}f}" for value in values)
