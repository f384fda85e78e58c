"""Constant elasticity of substitution, with Cobb-Douglas and Leontief as its special cases.

With y_k = 1 + x_k / base, W the sum of weights and a_k = w_k / W, the value is
W base ((sum_k a_k y_k^rho)^(1/rho) - 1), rho = 1 - 1/elasticity: an elasticity of 1 is Cobb-Douglas,
prod_k y_k^a_k; of 0 Leontief, min_k y_k; infinity would be the sum. So a loss in one interest is made good
by gains in another ever less well the lower the elasticity is; near today it is the sum.

Source: Arrow, Chenery, Minhas, Solow, "Capital-labor substitution and economic efficiency", Review of
Economics and Statistics 43 (1961), 225-250; here with interests in place of factors.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from tradetalks.agents.forms.base import Form
from tradetalks.errors import NegotiationError
from tradetalks.quantities import PositiveMoney, Pure

Base = Annotated[
    PositiveMoney,
    Field(description="USD bn a year: the size of each interest today, against which changes are weighed"),
]


@dataclass(frozen=True, kw_only=True)
class CesForm(Form):
    """What the three have in common; their elasticities of substitution tell them apart."""

    base: Base = 100.0

    @property
    @abstractmethod
    def substitution(self) -> float:
        """The elasticity of substitution."""

    def combine(
        self,
        weights: NDArray[np.float64],
        terms: NDArray[np.float64],
        disagreement: NDArray[np.float64],  # noqa: ARG002
    ) -> NDArray[np.float64]:
        """Return W base ((sum_k a_k y_k^rho)^(1/rho) - 1)."""
        counted = weights > 0
        total = float(weights.sum())
        if not counted.any():
            return np.zeros(terms.shape[1])
        shares, sizes = weights[counted] / total, 1 + terms[counted] / self.base
        if sizes.min() <= 0:
            raise NegotiationError(
                f"the form {self.name!r} needs interests above -{self.base:g} USD bn a year; one falls to "
                f"{self.base * (float(sizes.min()) - 1):.1f}: give the form a larger `base`"
            )
        return np.asarray(total * self.base * (self._mean(shares, sizes) - 1))

    def _mean(self, shares: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the generalised mean of the sizes, shape (W,)."""
        if self.substitution == 0:
            return np.asarray(sizes.min(axis=0))
        if self.substitution == 1:
            return np.asarray(np.exp(shares @ np.log(sizes)))
        rho = 1 - 1 / self.substitution
        # Relative to the smallest, so that no power of a small elasticity overflows.
        least = sizes.min(axis=0)
        return np.asarray(least * (shares @ (sizes / least) ** rho) ** (1 / rho))


@dataclass(frozen=True, kw_only=True)
class Ces(CesForm):
    """Constant elasticity of substitution between interests."""

    name: ClassVar[str] = "ces"
    elasticity: Annotated[Pure, Field(ge=0, le=1000, description="of substitution; 1 Cobb-Douglas, 0 Leontief")] = 0.5

    @property
    def substitution(self) -> float:
        """The option `elasticity`."""
        return self.elasticity


@dataclass(frozen=True, kw_only=True)
class CobbDouglas(CesForm):
    """Each interest counts by its percentage change: an elasticity of substitution of 1."""

    name: ClassVar[str] = "cobb_douglas"

    @property
    def substitution(self) -> float:
        """One."""
        return 1.0


@dataclass(frozen=True, kw_only=True)
class Leontief(CesForm):
    """Only the interest that fares worst counts: an elasticity of substitution of 0."""

    name: ClassVar[str] = "leontief"

    @property
    def substitution(self) -> float:
        """Zero."""
        return 0.0
