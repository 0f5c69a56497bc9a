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


def log_axis(label: str, low: float, high: float, count: int = 7) -> Axis:
    """Return an axis for marks that hold base-10 logarithms: from ``low`` to ``high``, both positive, ticks at powers.

    >>> log_axis("loss", 0.01, 10).ticks
    ((-2.0, '0.01'), (-1.0, '0.1'), (0.0, '1'), (1.0, '10'))
    """
    ends = np.log10([low, high])
    first, last = (int(round_(end)) for round_, end in zip((np.ceil, np.floor), ends + [-1e-9, 1e-9], strict=True))
    every = max(1, -(-(last - first + 1) // count))
    places = range(first + (-first) % every, last + 1, every)
    pad = 0.04 * (ends[1] - ends[0])
    return Axis(
        label, ends[0] - pad, ends[1] + pad, tuple((float(k), readable(10.0**k).removeprefix("1×")) for k in places)
    )


def logarithms(values: np.ndarray) -> np.ndarray:
    """Return base-10 logarithms; NaN, a gap in a line, where there is none.

    >>> logarithms(np.array([100.0, 0.0]))
    array([ 2., nan])
    """
    values = np.asarray(values, dtype=float)
    return np.log10(values, where=values > 0, out=np.full(values.shape, np.nan))
