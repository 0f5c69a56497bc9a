"""Contours and arrows as lines: what a plot of a function of two variables is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import contourpy
import numpy as np

from gdtutor.descent.arguments import floats
from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError
from gdtutor.show.scene import Mark

Window = tuple[tuple[float, float], tuple[float, float]]

_SIDE = 121  # grid points along each axis
_LEVELS = 12
_CELLS = 80  # of the grid on which level lines are looked for, a side, where nothing else is wanted
_GAP = np.full((1, 2), np.nan)


def window_of(loss: Loss, window: Any) -> Window:
    """Return the window that was given, or else the loss's own, as two intervals.

    Raises:
        ArgumentError: when the loss has not two parameters, or neither window is two intervals.

    >>> from gdtutor.descent.surfaces import surface
    >>> window_of(surface("valley"), None)
    ((-6.0, 6.0), (-3.0, 3.0))
    """
    if len(loss.parameters) != 2:
        raise ArgumentError(f"loss has {len(loss.parameters)} parameters: this picture wants a loss of two")
    chosen: Any = getattr(loss, "window", None) if window is None else window
    ends = floats(chosen)
    if ends is None or ends.shape != (2, 2) or not np.isfinite(ends).all() or not (ends[:, 0] < ends[:, 1]).all():
        raise ArgumentError(f"window is {window!r}: two intervals ((low, high), (low, high)) are wanted")
    (left, right), (low, high) = ends.tolist()
    return (left, right), (low, high)


def contour_mark(loss: Loss, window: Window, dials: int, label: str = "contours of the loss") -> Mark:
    """Return the contours of a loss of two parameters as a mark that depends on no dial.

    The levels lie closer together near the lowest value, so that a valley shows its shape.

    >>> from gdtutor.descent.surfaces import surface
    >>> lines = contour_mark(surface("bowl"), ((-1, 1), (-1, 1)), dials=1).data[0]
    >>> radii = np.hypot(*lines[~np.isnan(lines[:, 0])].T)
    >>> len(np.unique(radii.round(2)))
    12
    """
    xs, ys = (np.linspace(low, high, _SIDE) for low, high in window)
    heights = loss(np.stack(np.meshgrid(xs, ys), axis=-1))
    finite = heights[np.isfinite(heights)]
    if not finite.size:
        raise ArgumentError(f"window is {window!r}: the loss has no value there")
    lowest, highest = np.quantile(finite, [0.0, 0.99])
    levels = lowest + (highest - lowest) * ((np.arange(_LEVELS) + 0.6) / _LEVELS) ** 2.5
    lines = level_lines(loss, window[0], window[1], levels.tolist(), _SIDE - 1)
    return Mark("contour", label, lines.reshape(*[1] * dials, -1, 2))


def level_lines(
    heights: Callable[[np.ndarray], np.ndarray],
    x: tuple[float, float],
    y: tuple[float, float],
    levels: Sequence[float],
    cells: int = _CELLS,
) -> np.ndarray:
    """Return the lines on which a function of two variables has the given values: shape (n, 2), NaN between lines.

    Args:
        heights: takes points of shape (..., 2) to values of shape (...).
        x: one side of the rectangle in which they are looked for.
        y: the other side.
        levels: the values.
        cells: the grid's cells on each side.

    >>> line = level_lines(lambda p: p[..., 0] + p[..., 1], (0, 1), (0, 1), [1.0], cells=4)
    >>> np.allclose(np.nansum(line, axis=-1)[~np.isnan(line[:, 0])], 1)
    True
    """
    across, up = np.linspace(*x, cells + 1), np.linspace(*y, cells + 1)
    values = heights(np.stack(np.meshgrid(across, up), axis=-1))
    maker = contourpy.contour_generator(across, up, np.ma.masked_invalid(values))
    return joined([np.asarray(line) for level in levels for line in maker.lines(float(level))])


def spread_levels(values: np.ndarray, count: int = 12) -> list[float]:
    """Return values for level lines that lie about equally dense over a picture.

    >>> spread_levels(np.arange(101.0), 3)
    [2.0, 48.5, 95.0]
    """
    finite = np.asarray(values)[np.isfinite(values)]
    return np.unique(np.quantile(finite, np.linspace(0.02, 0.95, count))).tolist() if finite.size else []


def joined(lines: list[np.ndarray]) -> np.ndarray:
    """Return lines, each of shape (n, 2), as one, with NaN between them.

    >>> joined([np.zeros((2, 2)), np.ones((1, 2))])[:, 0].tolist()
    [0.0, 0.0, nan, 1.0]
    """
    parts = [part for line in lines for part in (_GAP, line)]
    return np.concatenate(parts[1:]) if parts else _GAP


def arrows(tails: np.ndarray, vectors: np.ndarray, head: float) -> np.ndarray:
    """Return arrows as lines, shape (..., 6, 2): the shaft, and a head whose barbs are at most ``head`` long.

    >>> arrows(np.array([0.0, 0.0]), np.array([1.0, 0.0]), 0.2).round(2).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.83, 0.1], [1.0, 0.0], [0.83, -0.1], [nan, nan]]
    """
    tips = tails + vectors
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        back = -vectors / lengths * np.minimum(head, 0.4 * lengths)
    turned = np.stack([-back[..., 1], back[..., 0]], axis=-1)
    barbs = [tips + np.cos(np.pi / 6) * back + side * np.sin(np.pi / 6) * turned for side in (-1, 1)]
    points = (tails, tips, barbs[0], tips, barbs[1], np.full_like(tips, np.nan))
    return np.stack(np.broadcast_arrays(*points), axis=-2)
