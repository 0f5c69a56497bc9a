"""The rules that stop a descent, applied to what it recorded."""

from __future__ import annotations

import numpy as np

from gdtutor.descent.arguments import DIVERGENCE_BOUND
from gdtutor.descent.trajectory import StopReason


def settle(
    points: np.ndarray, losses: np.ndarray, gradients: np.ndarray, steps: int, tolerance: float
) -> tuple[np.ndarray, np.ndarray]:
    """How many updates count in each of R recorded runs, and why there are no more.

    Args:
        points: (R, T+1, d), the record of runs that went on regardless.
        losses: (R, T+1).
        gradients: (R, T+1, d).
        steps: the number of updates that were asked for.
        tolerance: an update shorter than this is the last one.

    Returns:
        The updates (R,), and the reasons (R,) as an array of ``StopReason``.
    """
    sound = (np.abs(points) < DIVERGENCE_BOUND).all(axis=-1) & np.isfinite(losses) & np.isfinite(gradients).all(axis=-1)
    with np.errstate(all="ignore"):  # between points that are lost anyway
        moves = np.diff(points, axis=1)
        small = np.sqrt((moves * moves).sum(axis=-1)) < tolerance
    lost, settled = _first(~sound), _first(small) + 1
    updates = np.minimum(np.minimum(lost - 1, settled), steps).clip(min=0)
    stopped = np.full(len(points), StopReason.STEPS, dtype=object)
    stopped[settled <= steps] = StopReason.SMALL_UPDATE
    stopped[lost <= np.minimum(settled, steps)] = StopReason.DIVERGED
    return updates, stopped


def _first(marks: np.ndarray) -> np.ndarray:
    """Where each row has its first mark; beyond every step if it has none."""
    return np.where(marks.any(axis=1), marks.argmax(axis=1), np.iinfo(np.int64).max - 1)
