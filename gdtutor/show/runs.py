"""Many descents at once with any gradient, and every point of every one kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import sympy as sp

from gdtutor.descent.arguments import DIVERGENCE_BOUND
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.step import Stepper

Gradient = Callable[[np.ndarray], np.ndarray]


class Runs(NamedTuple):
    """The points of n descents, shape (steps + 1, n, d), and how many updates each made, shape (n,)."""

    points: np.ndarray
    updates: np.ndarray


def runs_from(
    starts: np.ndarray,
    loss: Loss,
    optimizer: Optimizer,
    steps: int,
    gradient: Gradient | None = None,
    settings: Mapping[sp.Symbol, np.ndarray] | None = None,
) -> Runs:
    """Return the descents from given starts.

    A descent whose next point or its loss is no number stays where it is, as in ``descend``.

    Args:
        starts: shape (n, d).
        loss: what is to become small.
        optimizer: makes the next point; one that needs no Hessian.
        steps: the number of updates.
        gradient: what the optimizer sees in place of the gradient of the loss.
        settings: hyperparameters in which the descents differ, by their symbols, shape (n, 1).

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> runs_from(np.array([[4.0], [8.0]]), Loss("x^2", "x"), GradientDescent(0.25), 2).points[:, :, 0].tolist()
    [[4.0, 8.0], [2.0, 4.0], [1.0, 2.0]]
    """
    see, stepper, points = gradient or loss.gradient, Stepper(optimizer, settings), [np.array(starts, dtype=float)]
    running, updates = np.ones(len(starts), dtype=bool), np.zeros(len(starts), dtype=int)
    for _ in range(steps):
        old = points[-1]
        new = stepper(old, see(old))
        running &= (np.abs(new) < DIVERGENCE_BOUND).all(axis=1) & np.isfinite(loss(new))
        updates += running
        points.append(np.where(running[:, None], new, old))
    return Runs(np.array(points), updates)
