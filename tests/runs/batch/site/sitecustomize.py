"""Lets every Python that has this folder on its path find the strategies of these tests."""

from pathlib import Path

import tradetalks.agents.strategies

tradetalks.agents.strategies.__path__.append(str(Path(__file__).parents[1] / "strategies"))
