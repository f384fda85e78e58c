"""Quantities: what numbers in a scenario may be, each with its range and its unit, described here once.

An option of a part and a value of a section are declared by one of these, with what the number is:
`days: Annotated[Days, Field(description="by how many days each time")]`; a narrower range stands beside the
description. Whatever sets, draws, sweeps, shows or explains a value reads its JSON Schema, where the unit stands under
`unit`: "" is that of a pure number.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Pure = Annotated[float, Field(json_schema_extra={"unit": ""})]
"""A number without a unit, of any size."""
Factor = Annotated[float, Field(ge=0, le=10, json_schema_extra={"unit": ""})]
"""What something is multiplied by."""
Count = Annotated[int, Field(ge=1, json_schema_extra={"unit": ""})]
"""How many, from 1."""
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": ""})]
"""A part of a whole."""
PositiveShare = Annotated[float, Field(gt=0, le=1, json_schema_extra={"unit": ""})]
"""A part of a whole that is not nothing."""
Utility = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "utility"})]
"""A utility, or a difference of two."""
PositiveUtility = Annotated[float, Field(gt=0, le=1, json_schema_extra={"unit": "utility"})]
"""A difference of two utilities that is not nothing."""
Score = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"unit": "score"})]
"""A score, of any size."""
Chance = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "chance"})]
"""A probability."""
DailyChance = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "chance of a day"})]
"""The probability that something happens on a day, if it hasn't happened before."""
PositiveDailyChance = Annotated[float, Field(gt=0, le=1, json_schema_extra={"unit": "chance of a day"})]
"""The same, where it must be able to happen."""
Days = Annotated[int, Field(ge=1, le=3650, json_schema_extra={"unit": "days"})]
"""A stretch of days, ten years at most."""
DayNumber = Annotated[int, Field(ge=0, json_schema_extra={"unit": "day"})]
"""A day of the calendar, a date or a number in a file; days from the scenario's start once read."""
Span = Annotated[float, Field(gt=0, json_schema_extra={"unit": "days"})]
"""A stretch of days of any length, parts of a day too."""
Money = Annotated[float, Field(ge=0, json_schema_extra={"unit": "USD bn a year"})]
"""An amount of money a year."""
PositiveMoney = Annotated[float, Field(gt=0, json_schema_extra={"unit": "USD bn a year"})]
"""An amount of money a year that is not nothing."""
Balance = Annotated[float, Field(json_schema_extra={"unit": "USD bn a year"})]
"""An amount of money a year, of either sign."""
Points = Annotated[float, Field(ge=0, le=500, json_schema_extra={"unit": "percentage points"})]
"""A tariff rate, in percentage points."""
PercentOfGdp = Annotated[float, Field(ge=0, le=10, json_schema_extra={"unit": "% of GDP"})]
"""A share of GDP, in percent."""
Stress = Annotated[float, Field(ge=0, le=10, json_schema_extra={"unit": "stress"})]
"""Stress of markets: 1 is the day of the announcement of April 2025."""
