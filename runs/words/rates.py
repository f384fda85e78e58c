"""Tariff rates in words."""

from __future__ import annotations

from collections.abc import Mapping

from tradetalks.model.rates import goods_label
from tradetalks.model.world import Setting


def rates_in_words(rates: Mapping[str, float], setting: Setting) -> str:
    """Write rates for people, by importer: "the United States: 10 % on all goods, 25 % on all goods from China"."""
    by_importer: dict[str, list[str]] = {}
    for path, points in rates.items():
        by_importer.setdefault(path.partition(".")[0], []).append(rate_in_words(path, points, setting))
    return "; ".join(f"{setting.named(importer)}: {', '.join(told)}" for importer, told in by_importer.items())


def rate_in_words(path: str, points: float, setting: Setting) -> str:
    """Write one rate without its importer: "25 % on motor vehicles and parts from Japan"."""
    _, exporter, *sector = path.split(".")
    goods = goods_label(setting, sector[0] if sector else None)
    if not goods.isupper():  # a code stays as it is
        goods = goods[0].lower() + goods[1:]
    return f"{points:g} % on {goods}" + ("" if exporter == "*" else f" from {setting.named(exporter)}")
