"""Many descents at once with any gradient, and every point of every one kept."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gdtutor.descent.arguments import DIVERGENCE_BOUND
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.step import Stepper

Gradient = Callable[[np.ndarray], np.ndarray]


def runs_from(
    starts: np.ndarray, loss: Loss, optimizer: Optimizer, steps: int, gradient: Gradient | None = None
) -> np.ndarray:
    """Return the points of a descent from each start, shape (steps + 1, n, d).

    A descent whose next point or its loss is no number stays where it is, as in ``descend``.

    Args:
        starts: shape (n, d).
        loss: what is to become small.
        optimizer: makes the next point; one that needs no Hessian.
        steps: the number of updates.
        gradient: what the optimizer sees in place of the gradient of the loss.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> runs_from(np.array([[4.0], [8.0]]), Loss("x^2", "x"), GradientDescent(0.25), 2)[:, :, 0].tolist()
    [[4.0, 8.0], [2.0, 4.0], [1.0, 2.0]]
    """
    see, stepper, points = gradient or loss.gradient, Stepper(optimizer), [np.array(starts, dtype=float)]
    running = np.ones(len(starts), dtype=bool)
    for _ in range(steps):
        old = points[-1]
        new = stepper(old, see(old))
        running &= (np.abs(new) < DIVERGENCE_BOUND).all(axis=1) & np.isfinite(loss(new))
        points.append(np.where(running[:, None], new, old))
    return np.array(points)
