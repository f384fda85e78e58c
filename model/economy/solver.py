"""Solve the equilibrium conditions for many schedules at once: Broyden's method, then Newton's.

Every schedule starts from the base and takes its own path: its companions change nothing but the last
bits of its result. "Good" Broyden: the inverse of the Jacobian at the base, corrected after each step by
a rank-one update that is kept as a pair of vectors (Kelley 1995, Iterative Methods for Linear and
Nonlinear Equations, chapter 7). What doesn't converge so goes to Newton's method with the exact Jacobian.

Broyden's steps are computed in single precision, which is twice as fast; residuals in double. Nothing is
lost: a step that is off in its seventh digit is made good by the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tradetalks.model.economy.equations import Floats, Schedules, System

__all__ = ["CHUNK", "Solver"]

CHUNK = 64
"""Schedules that are solved together: their arrays fit the processor's cache."""

LARGEST_STEP = 1.0
"""No unknown moves by more in one step: they are logarithms, or relative to the base."""

MAX_STEPS = 80
MAX_PAIRS = 14
NEWTON_STEPS = 60
HALVINGS = 30

Singles = NDArray[np.float32]


class Solver:
    """Solves one system for chunks of schedules.

    Args:
        system: the equations.
        base: the base tariffs as the one schedule; its Jacobian is inverted here, once.
    """

    def __init__(self, system: System, base: Schedules) -> None:
        self.system = system
        inverse = np.linalg.inv(system.jacobian(system.start, base, 0))
        self._minus_inverse: Singles = -inverse.astype(np.float32)

    def solve(self, schedules: Schedules, count: int, tolerance: float) -> tuple[Floats, NDArray[np.intp]]:
        """Solve for all schedules of a chunk.

        Args:
            schedules: the schedules, B = `count` of them.
            count: how many.
            tolerance: the largest residual allowed, in any equation.

        Returns:
            The unknowns (N, K, B), and the steps each schedule took, (B,): negative where no equilibrium
            was found.
        """
        z, steps = self._broyden(schedules, count, tolerance)
        for column in np.flatnonzero(steps < 0):
            z[..., column], steps[column] = self._newton(schedules, int(column), tolerance)
        return z, steps

    def _residuals(self, z: Floats, schedules: Schedules) -> Floats:
        """Return the residuals of unknowns that are flat, (N K, B)."""
        system = self.system
        return system.residuals(z.reshape(system.N, system.K, -1), schedules).reshape(z.shape)

    def _broyden(self, schedules: Schedules, count: int, tolerance: float) -> tuple[Floats, NDArray[np.intp]]:
        start = self.system.start
        unknowns = np.repeat(start[..., None], count, axis=2)
        result = unknowns.reshape(-1, count)
        steps = np.full(count, -1, dtype=np.intp)
        active = np.arange(count)  # the schedules that the columns of z stand for
        z = result.copy()
        path = _Path()
        for step in range(MAX_STEPS + 1):
            F = self._residuals(z, schedules)
            f = F.astype(np.float32)
            worst = np.maximum.reduce(np.abs(f), axis=0)
            if not np.minimum.reduce(worst) > tolerance:  # some are done, or lost
                done = (worst <= tolerance) & (steps[active] < 0)
                result[:, active[done]] = z[:, done]
                steps[active[done]] = step
                going = (steps[active] < 0) & np.isfinite(worst)
                left = np.count_nonzero(going)
                if not left:
                    break
                if 2 * left <= len(active):  # the rest go on alone
                    active, schedules = active[going], schedules.take(np.flatnonzero(going))
                    z, f = z[:, going], f[:, going]
                    path.take(going)
            z += path.step(self._minus_inverse @ f)
        return unknowns, steps

    def _newton(self, schedules: Schedules, column: int, tolerance: float) -> tuple[Floats, int]:
        """Solve one schedule with the exact Jacobian; a step that makes things worse is halved."""
        system = self.system
        schedule = schedules.take(slice(column, column + 1))
        z = system.start.reshape(-1, 1).copy()
        F = self._residuals(z, schedule)
        for step in range(NEWTON_STEPS):
            worst = np.abs(F).max()
            if worst <= tolerance:
                return z.reshape(system.start.shape), MAX_STEPS + step
            try:
                d = np.linalg.solve(system.jacobian(z.reshape(system.start.shape), schedule, 0), -F)
            except np.linalg.LinAlgError:
                break
            length = min(1.0, LARGEST_STEP / np.abs(d).max())
            for _ in range(HALVINGS):
                trial = z + length * d
                F = self._residuals(trial, schedule)
                if np.abs(F).max() < worst:  # false if it is not a number
                    break
                length /= 2
            else:
                break
            z = trial
        return system.start, -1


class _Path:
    """Broyden's steps so far, for schedules side by side, and what they teach about the Jacobian."""

    def __init__(self) -> None:
        # Pairs (s, u): the inverse is the base's, times (1 + u s') for each pair in turn.
        self._pairs: list[tuple[Singles, Singles]] = []
        self._s: Singles | None = None  # the last step
        self._d: Singles | None = None  # the last direction: the same, unless the step was shortened
        self._ss: Singles | None = None  # the inner product of both

    def take(self, columns: NDArray[np.bool_]) -> None:
        """Go on with some of the schedules."""
        self._pairs = [(s[:, columns], u[:, columns]) for s, u in self._pairs]
        if self._s is not None and self._d is not None and self._ss is not None:
            same = self._s is self._d
            self._s, self._ss = self._s[:, columns], self._ss[columns]
            self._d = self._s if same else self._d[:, columns]

    def step(self, w: Singles) -> Singles:
        """Return the next step.

        Args:
            w: minus the base's inverse times the residuals where the last step led, (N K, B).
        """
        d = w
        if self._s is not None and self._d is not None and self._ss is not None:
            if len(self._pairs) == MAX_PAIRS:  # many slow us down, and old ones help little
                self._pairs.clear()
            for s, u in self._pairs:
                w += u * _dot(s, w)
            s = self._s
            sw = _dot(s, w)
            y = w if s is self._d else s - self._d + w
            u = y / (self._ss - sw)
            self._pairs.append((s, u))
            d = w + u * sw
        self._s = self._d = d
        self._ss = _dot(d, d)
        if not np.maximum.reduce(self._ss) <= LARGEST_STEP**2:  # else no component can be larger
            longest = np.abs(d).max(axis=0)
            if (longest > LARGEST_STEP).any():
                self._s = d * np.minimum(LARGEST_STEP / longest, 1)
                self._ss = _dot(self._s, d)
        return self._s


def _dot(left: Singles, right: Singles) -> Singles:
    """Return the inner product of each column."""
    product: Singles = np.add.reduce(left * right, axis=0)
    return product
