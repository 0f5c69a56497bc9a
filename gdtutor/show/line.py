"""What the experiments on a line share: two descents on a loss of one parameter, from a start on a slider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdtutor.descent.arguments import count, positive, start_point
from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import interval, moving, pairs
from gdtutor.show.scene import Dial, Mark, Plot, Words

CURVE_POINTS = 400


@dataclass(frozen=True, kw_only=True)
class LineSettings:
    """What every record of descents on a line holds. Nothing here is random; the seed is there all the same."""

    loss: str
    parameter: str
    low: float
    high: float
    starts: int
    start: float
    steps: int
    rate: float
    seed: int = 0

    @property
    def fine(self) -> np.ndarray:
        """Places close together, for curves."""
        return np.linspace(self.low, self.high, CURVE_POINTS)


def line_settings(
    loss: Loss, start: float, window: Sequence[float] | None, starts: int, steps: int, rate: float
) -> dict[str, Any]:
    """Return what a ``LineSettings`` is made of, looked at; without a window 4 to both sides of the start are shown.

    Raises:
        ArgumentError: when the loss has not one parameter, or an argument is not usable.

    >>> LineSettings(**line_settings(Loss("t^2", "t"), 1, None, 81, 5, 0.1)).high
    5.0
    """
    if len(loss.parameters) != 1:
        wanted = "this picture wants a loss of one; contour_experiment shows descents on a loss of two"
        raise ArgumentError(f"loss has {len(loss.parameters)} parameters: {wanted}")
    (first,) = start_point(start, loss.parameters)
    low, high = interval("window", (first - 4, first + 4) if window is None else window)
    if not low <= first <= high:
        raise ArgumentError(
            f"start is {start!r}: a number in the window from {readable(low)} to {readable(high)} is wanted"
        )
    return {
        "loss": str(loss.expression),
        "parameter": str(loss.parameters[0]),
        "low": low,
        "high": high,
        "starts": count("starts", starts),
        "start": first,
        "steps": count("steps", steps),
        "rate": positive("rate", rate),
    }


def line_dials(settings: LineSettings, starts: np.ndarray) -> tuple[Dial, Dial]:
    """Return the dials over the starts and over the steps."""
    steps = tuple(map(float, range(settings.steps + 1)))
    start = Dial("start", f"start {letter(settings.parameter)}₀", tuple(starts.tolist()))
    return start, Dial("step", "step", steps, whole=True)


def growing(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return whole ways, of which the step dial shows the beginning: shape (starts, 1, steps + 1, 2).

    >>> growing(np.zeros((3, 5)), np.zeros((3, 5))).shape
    (3, 1, 5, 2)
    """
    return pairs(x, y)[:, None]


def two_traces(
    settings: LineSettings,
    loss: Loss,
    names: tuple[str, str],
    heights: tuple[np.ndarray, np.ndarray],
    summary: Words,
    pad: float,
) -> Plot:
    """Return the trace plot of two descents: their losses, shape (starts, steps + 1), against the step."""
    first, second = heights
    steps = np.broadcast_to(np.arange(settings.steps + 1.0), first.shape)
    marks = (
        Mark("path", names[0], growing(steps, first), upto=1),
        Mark("second_path", names[1], growing(steps, second), upto=1),
        Mark("second_here", "", moving(steps, second)),
        Mark("here", "", moving(steps, first)),
    )
    across = axis("step", -0.03 * settings.steps, 1.03 * settings.steps)
    up = axis("loss", *limits(loss(settings.fine[:, None]), pad))
    return Plot("Trace plot", across, up, marks, summary)
