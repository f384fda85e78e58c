"""What a form is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tradetalks.parts import Options
from tradetalks.registry import Registry


class Form(Options, ABC):
    """How the terms of a country's utility combine, in USD bn a year.

    Write one as a frozen pydantic dataclass with a `name`; its fields are its options in a scenario file.
    """

    name: ClassVar[str]
    is_sum: ClassVar[bool] = False
    """Whether the value is the plain sum of weights times terms, which is worked out faster."""

    @abstractmethod
    def combine(
        self, weights: NDArray[np.float64], terms: NDArray[np.float64], disagreement: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the value of some worlds.

        Args:
            weights: of the K interests, from 0, shape (K,).
            terms: what they measure relative to today, USD bn a year before weights, shape (K, W).
            disagreement: the same in the world without a deal, shape (K,).

        Returns:
            USD bn a year, shape (W,). Near today all forms agree with the sum of weights times terms, but for
            prospect theory's, which has a kink there.

        Raises:
            NegotiationError: a term leaves the range in which the form is defined.
        """


forms: Registry[Form] = Registry("form", "tradetalks.agents.forms", Form)
