"""Rates in a scenario file, checked against the regions and sectors of its economy."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from tradetalks.configs.problems.complaints import Complaints
from tradetalks.configs.sections.base import Finite, context_of
from tradetalks.errors import EconomyError
from tradetalks.model.rates import RatePath, check_points


def _check_rates(rates: dict[str, float], info: ValidationInfo) -> dict[str, float]:
    """Return rates whose every path and number is allowed; else name each that is not."""
    calibration = context_of(info).setting.calibration
    complaints = Complaints()
    for path, points in rates.items():
        if calibration is None:
            complaints.add((path,), "needs the trade model: give the scenario an `economy`", at_key=True)
            continue
        try:
            with complaints.collecting((path,)):
                RatePath.parse(path, calibration)
        except EconomyError as error:
            complaints.add((path,), str(error), at_key=True)
        try:
            check_points(path, points)
        except EconomyError as error:
            complaints.add((path,), str(error))
    complaints.check("rates")
    return rates


Rates = Annotated[dict[str, Finite], AfterValidator(_check_rates)]
"""Percentage points on top of base tariffs, by IMPORTER.EXPORTER[.SECTOR]."""
