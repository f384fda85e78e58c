"""A hard deadline."""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass

from tradetalks.model.deadlines.base import Deadline


@dataclass(frozen=True, kw_only=True)
class HardDeadline(Deadline):
    """It is never put off."""

    name: ClassVar[str] = "hard"
