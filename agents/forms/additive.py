"""The additive form: a dollar is a dollar, whatever it comes from."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass

from tradetalks.agents.forms.base import Form


@dataclass(frozen=True, kw_only=True)
class Additive(Form):
    """The sum of weights times terms: interests are perfect substitutes."""

    name: ClassVar[str] = "additive"
    is_sum: ClassVar[bool] = True

    def combine(
        self,
        weights: NDArray[np.float64],
        terms: NDArray[np.float64],
        disagreement: NDArray[np.float64],  # noqa: ARG002
    ) -> NDArray[np.float64]:
        """Return sum_k w_k x_k."""
        return np.asarray(weights @ terms)
