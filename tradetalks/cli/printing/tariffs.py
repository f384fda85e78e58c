"""What the terminal shows of the trade model alone."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text

from tradetalks.cli.printing.grid import WIDTH, new_grid, print_grid
from tradetalks.runs.statics.tariffs import TariffEffects


def print_tariffs(effects: TariffEffects, out: Console) -> None:
    """Print what a set of tariffs does, region by region."""
    start = f"from {effects.state}, " if effects.state else ""
    rates = ", ".join(f"{path} {points:+g}" for path, points in effects.rates.items()) or "nothing added"
    out.print(Text(f"Tariffs: {start}{rates}   {effects.calibration} · rebate {effects.rebate}", style="bold"))
    out.print()
    grid = new_grid()
    grid.add_column("region", no_wrap=True)
    heads = ["income\n%", "\nbn"]
    if effects.state:
        heads.append("since\nstate")
    heads += ["prices\n%", "jobs\n%", "revenue\nbn", "balance\nbn", "\nchange"]
    for head in heads:
        grid.add_column(head, justify="right", no_wrap=True)
    for code, region in effects.regions.items():
        state = [] if region.against_state is None else [_signed(region.against_state, 1)]
        cells = [_signed(region.real_income_pct, 2), _signed(region.real_income, 1), *state]
        cells += [
            _signed(region.prices_pct, 2),
            _signed(region.employment_pct, 2),
            _signed(region.revenue, 1),
        ]
        cells += [_signed(region.goods_balance, 1), _signed(region.goods_balance_change, 1)]
        grid.add_row(code, *cells)
    print_grid(grid, out)
    out.print()
    note = (
        "Real income, consumer prices, employment, tariff revenue and goods balance against the base year of the "
        "data; money in USD bn a year. Long-run and static, not a forecast: docs/explanation/trade-model.md."
    )
    out.print(Text(textwrap.fill(note, WIDTH), style="dim"))


def _signed(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:+.{decimals}f}"
