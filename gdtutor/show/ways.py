"""Descents in the plane as marks and words: over whatever dials they were run, the steps last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdtutor.descent.loss import Loss
from gdtutor.descent.sweep import Sweep
from gdtutor.descent.trajectory import StopReason
from gdtutor.show.axes import axis, limits, log_axis, logarithms
from gdtutor.show.runs import Runs
from gdtutor.show.scene import Axis, Choice, Mark, Numbers, Words

_REASONS = list(StopReason)
_DECADES = 8  # a logarithmic trace shows this much of a fall


@dataclass(frozen=True, eq=False)
class Ways:
    """Descents on a loss of two parameters.

    Attributes:
        x, y, losses: the ways, shape (*dials before the steps, T + 1).
        updates: how many updates each made.
        reasons: why each ended: the number of its ``StopReason``.
    """

    x: np.ndarray
    y: np.ndarray
    losses: np.ndarray
    updates: np.ndarray
    reasons: np.ndarray

    @classmethod
    def of(cls, runs: Sweep, shape: tuple[int, ...]) -> Ways:
        """Return the runs of a sweep, its axes as those dials.

        >>> from gdtutor.descent.optimizer import GradientDescent
        >>> from gdtutor.descent.surfaces import surface
        >>> from gdtutor.descent.sweep import sweep
        >>> runs = sweep(surface("bowl"), GradientDescent(), [[1, 1], [2, 0]], 3, rate=[0.1])
        >>> Ways.of(runs, (2, 1, 1)).losses.shape
        (2, 1, 1, 4)
        """
        points = runs.points.reshape(*shape, -1, 2)
        reasons = np.array([_REASONS.index(reason) for reason in runs.stopped.ravel()])
        losses = runs.losses.reshape(*shape, -1)
        return cls(points[..., 0], points[..., 1], losses, runs.updates.reshape(shape), reasons.reshape(shape))

    @classmethod
    def each(cls, groups: Sequence[Runs], loss: Loss) -> Ways:
        """Return groups of equally many runs, as two dials: over the groups, and over the runs of each.

        >>> from gdtutor.descent.optimizer import GradientDescent
        >>> from gdtutor.descent.surfaces import surface
        >>> from gdtutor.show.runs import runs_from
        >>> starts = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 3.0]])
        >>> groups = [runs_from(starts, surface("bowl"), GradientDescent(rate), 5) for rate in (0.1, 0.2)]
        >>> Ways.each(groups, surface("bowl")).losses.shape
        (2, 3, 6)
        """
        points = np.array([runs.points for runs in groups]).swapaxes(1, 2)
        updates = np.array([runs.updates for runs in groups])
        steps, diverged = _REASONS.index(StopReason.STEPS), _REASONS.index(StopReason.DIVERGED)
        reasons = np.where(updates < points.shape[2] - 1, diverged, steps)
        return cls(points[..., 0], points[..., 1], loss(points), updates, reasons)

    @property
    def step_dial(self) -> int:
        """The place of the dial over the steps."""
        return self.x.ndim - 1

    @property
    def steps(self) -> int:
        """The largest number of updates."""
        return self.x.shape[-1] - 1

    def path(self, role: str, label: str) -> Mark:
        """Return the way so far."""
        return self._growing(self.x, self.y, role, label)

    def here(self, role: str = "here", label: str = "now") -> Mark:
        """Return where the descent is."""
        return Mark(role, label, np.stack([self.x, self.y], axis=-1)[..., None, :])

    def trace(self, heights: np.ndarray, role: str, label: str) -> Mark:
        """Return heights, shaped as the losses, against the step, so far."""
        return self._growing(self._counts(heights), heights, role, label)

    def trace_here(self, heights: np.ndarray, role: str = "here", label: str = "now") -> Mark:
        """Return the last point of such a trace."""
        return Mark(role, label, np.stack([self._counts(heights), heights], axis=-1)[..., None, :])

    def ending(self) -> Choice:
        """Return why there are no more updates, once there are none; nothing before."""
        ended = np.arange(self.steps + 1) >= self.updates[..., None]
        which = np.where(ended, 1 + self.reasons[..., None], 0)
        return Choice(which, (Words(""), *(Words(f" {reason.sentence}") for reason in _REASONS)))

    def place(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return both coordinates and the loss as slots of a sentence."""
        return Numbers(self.x), Numbers(self.y), Numbers(self.losses)

    def _counts(self, heights: np.ndarray) -> np.ndarray:
        return np.broadcast_to(np.arange(self.steps + 1.0), heights.shape)

    def _growing(self, x: np.ndarray, y: np.ndarray, role: str, label: str) -> Mark:
        return Mark(role, label, np.stack([x, y], axis=-1)[..., None, :, :], upto=self.step_dial)


@dataclass(frozen=True, eq=False)
class Heights:
    """A vertical axis for traces, logarithmic where that shows more: the axis, and how numbers are put on it.

    >>> Heights.of("loss", np.array([100.0, 1e-3]), 100.0).logarithmic
    True
    """

    axis: Axis
    logarithmic: bool

    @classmethod
    def of(cls, label: str, values: np.ndarray, first: float) -> Heights:
        """Return the axis for values that begin near ``first``; one that runs away does not squash the rest."""
        finite = values[np.isfinite(values)]
        top = 20 * abs(first)
        inside = finite[np.abs(finite) <= top]
        if inside.size and (finite >= 0).all() and inside.max() > 100 * inside.min():
            highest = float(inside.max())
            positive = inside[inside > 0]
            return cls(log_axis(label, max(float(positive.min()), highest * 10.0**-_DECADES), highest), True)
        return cls(axis(label, *limits(inside)), False)

    def on(self, values: np.ndarray) -> np.ndarray:
        """Return values as they are put on the axis."""
        return logarithms(values) if self.logarithmic else values


def steps_axis(steps: int) -> Axis:
    """Return a horizontal axis over the steps.

    >>> steps_axis(100).label
    'step t'
    """
    return axis("step t", -0.03 * steps, 1.03 * steps)
