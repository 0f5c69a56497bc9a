"""Limits and round ticks of an axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.ticker import MaxNLocator

from gdtutor.show.numbers import readable
from gdtutor.show.scene import Axis


def ticks(low: float, high: float, count: int = 6) -> tuple[tuple[float, str], ...]:
    """Return round tick places within the limits, with their texts.

    >>> [text for _, text in ticks(-5, 5, 5)]
    ['−4', '−2', '0', '2', '4']
    """
    places = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    margin = 1e-9 * (high - low)
    return tuple((float(p), readable(float(p), 4)) for p in places if low - margin <= p <= high + margin)


def limits(values: np.ndarray | Sequence[float], pad: float = 0.08) -> tuple[float, float]:
    """Return axis limits that show the values with a margin, and do not let a pole squash the rest.

    >>> limits(np.array([0.0, 1.0]), pad=0.1)
    (-0.1, 1.1)
    """
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    if finite.size == 0:
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    inner_low, inner_high = (float(q) for q in np.quantile(finite, [0.02, 0.98]))
    inner = inner_high - inner_low
    if inner > 0 and high - low > 2.5 * inner:
        low, high = max(low, inner_low - 0.3 * inner), min(high, inner_high + 0.3 * inner)
    span = high - low or max(abs(high), 1.0)
    return low - pad * span, high + pad * span


def axis(label: str, low: float, high: float, count: int = 6) -> Axis:
    """Return an axis with round ticks.

    >>> axis("t", 0, 10).label
    't'
    """
    return Axis(label, float(low), float(high), ticks(low, high, count))
