"""The rules that stop a descent, applied to what it recorded."""

from __future__ import annotations

import numpy as np

from gdtutor.descent.arguments import DIVERGENCE_BOUND
from gdtutor.descent.trajectory import StopReason

_NEVER = np.iinfo(np.int64).max - 1


def settle(table: np.ndarray, steps: int, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """How many updates count in each of R recorded runs, and why there are no more.

    Args:
        table: (R, T+1, 2d+1), the record of runs that went on regardless: coordinates, loss and gradient.
        steps: the number of updates that were asked for.
        tolerance: an update shorter than this is the last one.

    Returns:
        The updates (R,), and the reasons (R,) as an array of ``StopReason``.
    """
    lost, settled = _first_lost(table), _first_settled(table, tolerance)
    updates = np.minimum(np.minimum(lost - 1, settled), steps).clip(min=0)
    stopped = np.full(len(table), StopReason.STEPS, dtype=object)
    stopped[settled <= steps] = StopReason.SMALL_UPDATE
    stopped[lost <= np.minimum(settled, steps)] = StopReason.DIVERGED
    return updates, stopped


def _first_lost(table: np.ndarray) -> np.ndarray:
    """The first point of each run that is out of bounds, or whose loss or gradient is not finite."""
    if np.abs(table).max() < DIVERGENCE_BOUND:  # as almost always; not so for NaN
        return np.full(len(table), _NEVER)
    size = table.shape[-1] // 2
    near = (np.abs(table[..., :size]) < DIVERGENCE_BOUND).all(axis=-1)
    return _first(~(near & np.isfinite(table[..., size:]).all(axis=-1)))


def _first_settled(table: np.ndarray, tolerance: float) -> np.ndarray:
    """The first point of each run that is closer than the tolerance to the one before."""
    if not tolerance:
        return np.full(len(table), _NEVER)
    with np.errstate(all="ignore"):  # between points that are lost anyway
        return _first(lengths(np.diff(table[..., : table.shape[-1] // 2], axis=1)) < tolerance) + 1


def lengths(moves: np.ndarray) -> np.ndarray:
    """The Euclidean length along the last axis, also where its square would be too small or too large for a float.

    >>> lengths(np.array([[3e-200, 4e-200], [0.0, -1e200]]))
    array([5.e-200, 1.e+200])
    """
    return np.hypot.reduce(moves, axis=-1)


def _first(marks: np.ndarray) -> np.ndarray:
    """Where each row has its first mark; beyond every step if it has none."""
    return np.where(marks.any(axis=1), marks.argmax(axis=1), _NEVER)
