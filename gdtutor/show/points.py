"""The points that marks are made of: pairs, circles, intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdtutor.errors import ArgumentError


def pairs(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Join two arrays to points along a new last axis.

    >>> pairs(np.array([1.0, 2.0]), 0.0).tolist()
    [[1.0, 0.0], [2.0, 0.0]]
    """
    return np.stack(np.broadcast_arrays(x, y), axis=-1).astype(float)


def moving(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Join two arrays over the dials to one point for each dial position, shape (*dials, 1, 2).

    >>> moving(np.zeros(3), np.ones(3)).shape
    (3, 1, 2)
    """
    return pairs(x, y)[..., None, :]


def still(points: np.ndarray, dials: int) -> np.ndarray:
    """Give points that depend on no dial their leading axes of length 1.

    >>> still(np.zeros((5, 2)), 2).shape
    (1, 1, 5, 2)
    """
    return points.reshape((1,) * dials + points.shape)


def interval(name: str, value: Sequence[float]) -> tuple[float, float]:
    """Look at an interval that was given.

    Raises:
        ArgumentError: when it is not a pair low < high of finite numbers.

    >>> interval("window", (0, 2))
    (0.0, 2.0)
    """
    ends = np.asarray(value, dtype=float) if np.size(value) == 2 else np.full(2, np.nan)
    low, high = ends.ravel().tolist()
    if not (np.isfinite(ends).all() and low < high):
        raise ArgumentError(f"{name} is {value!r}: an interval (low, high) with low < high is wanted")
    return low, high


def places(low: float, high: float, count: int, among: float) -> np.ndarray:
    """Return about evenly spaced places for a slider, a given one among them.

    >>> places(0, 2, 3, 0.5).tolist()
    [0.0, 0.5, 1.0, 2.0]
    """
    return np.unique(np.round([*np.linspace(low, high, count), among], 10))


def padded(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Stack lines of different lengths; the shorter ones end with NaN.

    >>> padded([np.zeros((1, 2)), np.zeros((3, 2))]).shape
    (2, 3, 2)
    """
    whole = np.full((len(parts), max(map(len, parts)), 2), np.nan)
    for row, part in zip(whole, parts, strict=True):
        row[: len(part)] = part
    return whole


def circle(x: np.ndarray | float, y: np.ndarray | float, radius: np.ndarray | float, corners: int = 72) -> np.ndarray:
    """Return circles about points, shape (*points, corners + 1, 2), closed.

    >>> circle(0.0, 0.0, 2.0, 4).round(12).tolist()
    [[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [-0.0, -2.0], [2.0, -0.0]]
    """
    turn = np.linspace(0, 2 * np.pi, corners + 1)
    centre, reach = pairs(x, y)[..., None, :], np.asarray(radius)[..., None, None]
    return centre + reach * pairs(np.cos(turn), np.sin(turn))
