"""Write configs/data/icio_2022.yaml from the compact aggregate of ten regions by seven sectors.

    python tools/make_icio_2022.py AGGREGATE.yaml configs/data/icio_2022.yaml

The aggregate holds flows in USD million, tariffs as fractions, input coefficients and three sets of trade
elasticities; this script lays them out for readers and adds names, units, dates, sources. No figure is
rounded or changed: flows keep the aggregate's digits, tariffs are multiplied by 100 in decimal arithmetic.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

REGIONS = {
    "USA": "United States",
    "JPN": "Japan",
    "CHN": "China",
    "VNM": "Vietnam",
    "MYS": "Malaysia",
    "KHM": "Cambodia",
    "THA": "Thailand",
    "IDN": "Indonesia",
    "EU27": "European Union",
    "ROW": "Rest of the world",
}
SECTORS = {
    "AGF": "Agriculture and food",
    "TEX": "Textiles, apparel, leather, footwear",
    "MET": "Basic and fabricated metals",
    "ELM": "Electronics, electrical equipment, machinery",
    "AUT": "Motor vehicles and parts",
    "OTH": "Mining, energy, chemicals, other goods",
    "SRV": "Services",
}
GROUPS = {
    "goods": ["AGF", "TEX", "MET", "ELM", "AUT", "OTH"],
    "cars_and_parts": ["AUT"],
    "metals": ["MET"],
    "other_goods": ["AGF", "TEX", "ELM", "OTH"],
}

HEADER = """\
# The world economy of 2022 in ten regions and seven sectors: trade, tariffs, input use.
#
# What     Flows between and within regions, base tariffs, input coefficients, trade elasticities.
# Units    Each block names its own; the program works in USD bn a year and in fractions.
# Year     2022, but US imports follow the pattern of 2024 (see `flows`).
# Written  by tools/make_icio_2022.py; edit that or copy this file, don't edit it here.
#
# Sources
#   OECD     OECD Inter-Country Input-Output tables, extended, 2022: 81 countries by 28 sectors, aggregated;
#            with the tariffs of Teti (2024, "30+ Years of Trade Policy: Evidence from 160 Countries", MFN and
#            preferential rates). Both as packed in GitHub repository ahmadlp/us-tariff, commit 2b79aa19,
#            file mat/ICIO2022.mat.
#   Census   US imports for consumption and calculated duties, 2024, at ten digits of the tariff schedule,
#            US Census Bureau; GitHub repository tradewartracker/trade-war-redux-2025, commit 726c5958.
#   Eora26   Input-output tables of 26 sectors, 2017; GitHub repository
#            YaolangZhong/volatility_analysis_fork, commit 094ca417.
#
# Licences, as far as they are known
#   OECD data may be used with attribution. US Census data are in the public domain, the repository that
#   packs them is under the MIT licence. Eora26 is made available for academic use. This file holds
#   aggregates and fitted shares only, none of the original tables. Check the terms before commercial use.
#
# The input coefficients are fitted, not observed: shapes from Eora26, scaled (RAS) until they agree with
# the OECD's gross output, uses and value added. Malaysia and Thailand borrow the average technology of
# Vietnam, Korea and Taiwan, Cambodia that of Vietnam, Indonesia the average of India and Vietnam.
#
# What is not stored follows at load, so that all accounts balance (n importer, i exporter, s, k sectors):
#   expenditure    X0[n,s] = sum_i M[n,i,s] (1 + t0[n,i,s])       output  Y0[i,s] = sum_n M[n,i,s]
#   value added    gamma[n,s] = 1 - sum_k g[n,k,s]                 factor income  V[n] = sum_s gamma Y0
#   final demand   F[n,k] = X0[n,k] - sum_s g[n,k,s] Y0[n,s]       income  I0[n] = sum_k F
#   tariff revenue R0[n] = sum_{i,s} t0 M                          deficit D[n] = I0 - V - R0
#
# Your own data: copy this file, keep its keys, change regions, sectors and figures (any number of either),
# and load it by its path: Calibration.load("my_world.yaml"). `groups` and `goods` are free; at least one
# set of elasticities is needed. To replace the fitted coefficients alone, change `input_coefficients`.
"""


def number(value: float) -> str:
    """Return a figure as the aggregate has it, without an exponent."""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float) -> str:
    """Return a fraction in percent, exactly."""
    return number(float(Decimal(str(value)) * 100)) if value else "0"


def row(key: str, figures: Sequence[str], width: int, indent: int) -> str:
    """Return one line of a table: a key and its figures, aligned."""
    return f"{' ' * indent}{key + ':':<6}[{', '.join(figure.rjust(width) for figure in figures)}]"


def table(rows: Mapping[str, Mapping[str, Sequence[str]]], comment: str) -> list[str]:
    """Return a table of tables as YAML lines under `values:`."""
    width = max(len(figure) for block in rows.values() for line in block.values() for figure in line)
    lines = [f"  values:  # {comment}"]
    for outer, block in rows.items():
        lines.append(f"    {outer}:")
        lines += [row(inner, figures, width, 6) for inner, figures in block.items()]
    return lines


def lay_out(source: Mapping[str, Any]) -> str:
    """Return the text of the data file."""
    regions, sectors = source["regions"], source["sectors"]
    if list(REGIONS) != regions or list(SECTORS) != sectors:
        raise SystemExit("the aggregate's regions or sectors are not the ones this script names")
    columns = ", ".join(sectors)
    lines = [HEADER, "format: 1", "name: icio_2022", "", "regions:"]
    lines += [f"  {code}: {name}" for code, name in REGIONS.items()]
    lines += ["", "sectors:  # in the order of all columns below"]
    lines += [f"  {code}: {name}" for code, name in SECTORS.items()]
    lines += ["", "goods: [" + ", ".join(GROUPS["goods"]) + "]", "", "groups:  # names for several sectors"]
    lines += [f"  {name}: [{', '.join(members)}]" for name, members in GROUPS.items()]

    lines += [
        "",
        "trade_elasticities:  # theta: percent more imports for one percent lower cost; try all three",
        f"  columns: [{columns}]",
        "  unit: pure number",
        "  median:",
        "    date: 2025",
        "    source: >-",
        "      Median of published estimates, as prepared with the aggregate (which estimates, sector by sector, is",
        "      not recorded there; it differs from fgo in AUT and OTH only). Services 4 by assumption.",
        f"    values: [{', '.join(map(number, source['theta_median']))}]",
        "  four:",
        "    date: 2014",
        "    source: Simonovska and Waugh (2014, Journal of International Economics 92, 34-50), one value of 4",
        f"    values: [{', '.join(map(number, source['theta_uniform4']))}]",
        "  fgo:",
        "    date: 2022",
        "    source: >-",
        "      Fontagné, Guimbard and Orefice (2022, Journal of International Economics 137, 103593), industries",
        "      averaged to these sectors. Services 4 by assumption.",
        f"    values: [{', '.join(map(number, source['theta_fgo2022']))}]",
    ]

    flows = {n: {i: [number(v) for v in line] for i, line in rows.items()} for n, rows in source["flows"].items()}
    lines += [
        "",
        "flows:  # M[importer, exporter, sector]",
        f"  columns: [{columns}]",
        "  unit: USD million a year, at producer prices, before tariff",
        "  date: 2022",
        "  source: >-",
        "    OECD. US goods imports from the nine others: Census 2024, times 25744/29185 to bring them to the scale",
        "    of 2022. An importer's own line is domestic use; it includes trade inside the EU and inside ROW.",
        *table(flows, "importer: exporter: [sectors]"),
    ]
    tariffs = {
        n: {i: [percent(v) for v in line] for i, line in rows.items()} for n, rows in source["base_tariff"].items()
    }
    lines += [
        "",
        "base_tariffs:  # t0[importer, exporter, sector]; what isn't listed (an importer's own line) is 0",
        f"  columns: [{columns}]",
        "  unit: percent of the value before tariff",
        "  date: 2022; US rates 2024",
        "  source: OECD, Teti (2024), weighted by flows. US rates are Census 2024, duties over imports.",
        *table(tariffs, "importer: exporter: [sectors]"),
    ]
    inputs = {n: {k: [f"{v:.6f}" for v in line] for k, line in rows.items()} for n, rows in source["io"].items()}
    lines += [
        "",
        "input_coefficients:  # g[region, input, using sector]",
        f"  columns: [{columns}]",
        "  unit: fraction, value of the input per unit of gross output of the using sector",
        "  date: 2017 (shapes), 2019 (value added), 2022 (output and uses)",
        "  source: >-",
        "    Fitted: shapes from Eora26, made for academic use, RAS to OECD totals (ICIO 2022 output and uses, value",
        "    added by the ratios of OECD ICIO 2019). Borrowed technology for MYS, THA (mean of VNM, KOR, TWN),",
        "    KHM (VNM), IDN (mean of IND, VNM).",
        *table(inputs, "region: input: [using sectors]"),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the aggregate named by the first argument, write the file named by the second."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    source = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(lay_out(source), encoding="utf-8")


if __name__ == "__main__":
    main()
