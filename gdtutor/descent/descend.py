"""Descend from one point, and record the way."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import DIVERGENCE_BOUND, affordable, count, not_negative, start_point
from gdtutor.descent.engine import engine
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.stopping import lengths, settle
from gdtutor.descent.trajectory import StopReason, Trajectory
from gdtutor.errors import ArgumentError


def descend(loss: Loss, optimizer: Optimizer, start: ArrayLike, steps: int = 100, tolerance: float = 0.0) -> Trajectory:
    """Descend from ``start`` until an update is smaller than ``tolerance``, or ``steps`` updates are made (Hopkins 12).

    The length of an update is |θ_{t+1} − θ_t|, Euclidean for more parameters; the small update itself is still made.
    A run diverges when the next point, its loss or its gradient is not finite (also outside the domain of the loss,
    as log 0), or a parameter passes ±1e12; it then ends at the last point before, and says so.

    Args:
        loss: what is to become small.
        optimizer: makes the next point from this one and its gradient.
        start: a number for one parameter, or shape (d,).
        steps: the largest number T of updates, at least 1.
        tolerance: ε; with 0 all steps are taken.

    Raises:
        ArgumentError: if the start has another shape or is not finite, ``steps`` < 1 or ``tolerance`` < 0.
        TooLargeError: if the record of so many steps would not fit into memory.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> run = descend(Loss("(θ - 3)²", "theta"), GradientDescent(rate=0.25), start=7, steps=3)
    >>> run.points[:, 0]
    array([7. , 5. , 4. , 3.5])
    >>> descend(Loss("(θ - 3)²", "theta"), GradientDescent(rate=0.25), start=7, tolerance=0.01)
    Trajectory(updates=9, last=[3.007812], loss=6.10352e-05, stopped=SMALL_UPDATE)
    """
    check_run(loss, optimizer)
    position = start_point(start, loss.parameters)
    steps, tolerance = count("steps", steps), not_negative("tolerance", tolerance)
    affordable(1, steps, len(position))
    table = _record(loss, optimizer, position, steps, tolerance)
    size = len(position)
    updates, stopped = _stop(table, size, steps, tolerance)
    way = table.T[: updates + 1]
    return Trajectory(way[:, :size], way[:, size], way[:, size + 1 :], optimizer.rates(updates), stopped)


def check_run(loss: object, optimizer: object) -> None:
    """Refuse what is no loss or no optimizer."""
    if not isinstance(loss, Loss):
        raise ArgumentError(f"loss is {loss!r}: a Loss is wanted, such as Loss('x^2', 'x')")
    if not isinstance(optimizer, Optimizer):
        raise ArgumentError(f"optimizer is {optimizer!r}: an Optimizer is wanted, such as GradientDescent(rate=0.1)")


def _record(loss: Loss, optimizer: Optimizer, position: tuple[float, ...], steps: int, tolerance: float) -> np.ndarray:
    """One row a recorded quantity (coordinates, loss, gradient), one column a point of the way."""
    settings = optimizer.settings
    loops = engine(loss, optimizer.update_rule, tuple(settings))
    state = tuple(value for value in optimizer.initial_state for _ in position)
    columns: list[list[float]] = [[] for _ in range(2 * len(position) + 1)]
    appends, values = [column.append for column in columns], tuple(settings.values())
    interrupted = loops.point(0, steps, tolerance, position, state, values, appends)
    if interrupted is not None:
        first, *where = interrupted
        for column in columns:
            del column[first:]
        # with NumPy's floats 1/0 is infinite and log(0) too, as in a batch
        position, state, values = (tuple(map(np.float64, part)) for part in (*where, values))
        with np.errstate(all="ignore"):
            unfinished = loops.careful(first, steps, tolerance, position, state, values, appends)
        assert unfinished is None, "NumPy's floats raise nothing"
    return np.array(columns)


def _stop(table: np.ndarray, size: int, steps: int, tolerance: float) -> tuple[int, StopReason]:
    """How many updates count, and why there are no more."""
    updates = table.shape[1] - 1
    if not np.abs(table).max() < DIVERGENCE_BOUND:  # also for NaN: look closer
        counts, reasons = settle(table.T[np.newaxis], steps, tolerance)
        return int(counts[0]), reasons[0]
    last_move = table[:size, -1] - table[:size, -2]
    small = updates < steps or lengths(last_move) < tolerance
    return updates, StopReason.SMALL_UPDATE if small else StopReason.STEPS
