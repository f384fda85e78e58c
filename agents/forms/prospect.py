"""Prospect theory: losses loom larger than gains, around a reference.

The value is sum_k w_k phi(x_k - r_k) with phi(z) = z^a for gains and -lambda (-z)^a for losses, in USD bn a
year; r is today (all zero) or the disagreement outcome.

Source: Tversky, Kahneman, "Advances in prospect theory", Journal of Risk and Uncertainty 5 (1992), 297-323,
with their estimates a = 0.88 and lambda = 2.25 as defaults; without probability weighting, as outcomes of
talks are not lotteries here.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.forms.base import Form
from tradetalks.quantities import Factor, PositiveShare


@dataclass(frozen=True, kw_only=True)
class Prospect(Form):
    """Loss-averse around a reference, interest by interest."""

    name: ClassVar[str] = "prospect"
    loss_aversion: Annotated[Factor, Field(ge=1, description="lambda: how much more a loss counts")] = 2.25
    exponent: Annotated[PositiveShare, Field(description="a: diminishing sensitivity; 1 for none")] = 0.88
    reference: Annotated[
        Literal["today", "disagreement"], Field(description="what gains and losses are counted from")
    ] = "today"

    def combine(
        self, weights: NDArray[np.float64], terms: NDArray[np.float64], disagreement: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return sum_k w_k phi(x_k - r_k)."""
        moved = terms
        if self.reference == "disagreement":
            moved = terms - disagreement[:, None]
        sizes = np.abs(moved) ** self.exponent
        return np.asarray(weights @ np.where(moved < 0, -self.loss_aversion * sizes, sizes))
