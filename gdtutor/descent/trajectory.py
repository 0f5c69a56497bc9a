"""What a descent leaves behind: where it went, and why it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np


class StopReason(Enum):
    """Why a descent stopped.

    >>> print(StopReason.DIVERGED.sentence)
    The next step would have left the numbers for which the loss can be computed: it diverged.
    """

    STEPS = "steps"
    SMALL_UPDATE = "small_update"
    DIVERGED = "diverged"

    @property
    def sentence(self) -> str:
        """The reason as a sentence for a learner."""
        return _SENTENCES[self]


_SENTENCES = {
    StopReason.STEPS: "All steps were taken.",
    StopReason.SMALL_UPDATE: "The last update was smaller than the tolerance: it barely moved at all.",
    StopReason.DIVERGED: "The next step would have left the numbers for which the loss can be computed: it diverged.",
}


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """One descent of T updates over d parameters; the arrays cannot be written to.

    Attributes:
        points: (T+1, d), the start first. All are finite, and so are their losses and gradients, with one exception:
            a start where the loss itself cannot be computed is kept with its ``nan``, and T is 0.
        losses: (T+1,), the loss at each point.
        gradients: (T+1, d), the gradient at each point.
        rates: (T,), the learning rate of each update.
        stopped: why there were no more updates.
        corner: the number of the first point whose update used the slope of one side, a subgradient, because max, min
            or |u| ties there and has no gradient; ``None`` if there is none. ``note`` says so in a sentence.

    >>> from gdtutor.descent.descend import descend
    >>> from gdtutor.descent.loss import Loss
    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> found = descend(Loss("x^2", "x"), GradientDescent(0.25), 1.0, steps=2)
    >>> found.points[:, 0].tolist(), found.stopped.name
    ([1.0, 0.5, 0.25], 'STEPS')
    """

    points: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    rates: np.ndarray
    stopped: StopReason
    corner: int | None = None

    def __post_init__(self) -> None:
        for array in (self.points, self.losses, self.gradients, self.rates):
            array.setflags(write=False)

    def __len__(self) -> int:
        """The number of updates, T."""
        return len(self.rates)

    @property
    def note(self) -> str:
        """What the learner is to know of the gradients, as a sentence; empty if there is nothing.

        >>> from gdtutor.descent.descend import descend
        >>> from gdtutor.descent.loss import Loss
        >>> from gdtutor.descent.optimizer import GradientDescent
        >>> descend(Loss("|x|", "x"), GradientDescent(0.5), 1.0, steps=4).note
        'At point 2 a max, min or |u| has a tie and no gradient: the slope of one side was used, a subgradient.'
        """
        if self.corner is None:
            return ""
        return (
            f"At point {self.corner} a max, min or |u| has a tie and no gradient: "
            "the slope of one side was used, a subgradient."
        )

    def __repr__(self) -> str:
        last = np.array2string(self.points[-1], precision=6, separator=", ")
        corner = "" if self.corner is None else f", corner={self.corner}"
        return (
            f"Trajectory(updates={len(self)}, last={last}, loss={self.losses[-1]:.6g}, "
            f"stopped={self.stopped.name}{corner})"
        )
