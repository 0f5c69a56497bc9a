"""One descent from one point: in a compiled loop for a formula, step by step for anything else."""

from __future__ import annotations

import numpy as np

from gdtutor.descent.arguments import DIVERGENCE_BOUND
from gdtutor.descent.batches import Gradients
from gdtutor.descent.data_loss import DataLoss
from gdtutor.descent.engine import engine
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.source import solve
from gdtutor.descent.step import Stepper
from gdtutor.descent.stopping import lengths, settle
from gdtutor.descent.trajectory import StopReason, Trajectory
from gdtutor.errors import ArgumentError


def run(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    position: tuple[float, ...],
    steps: int,
    tolerance: float,
    gradients: Gradients | None = None,
) -> Trajectory:
    """The trajectory of arguments that are in order; ``gradients`` in place of the loss's own, if there are any."""
    if gradients is None and isinstance(loss, Loss):
        table = _record(loss, optimizer, position, steps, tolerance)
    else:
        table = _follow(loss, optimizer, np.array(position), steps, tolerance, gradients)
    size = len(position)
    updates, stopped = _stop(table, size, steps, tolerance)
    way = table.T[: updates + 1]
    corner = None
    if gradients is None and isinstance(loss, Loss):  # slopes with noise are no gradients anyway
        corner = loss.first_corner(way[:-1, :size], way[:-1, size + 1 :])
    return Trajectory(way[:, :size], way[:, size], way[:, size + 1 :], optimizer.rates(updates), stopped, corner)


def check_run(loss: object, optimizer: object) -> None:
    """Refuse what is no loss or no optimizer."""
    if not isinstance(loss, (Loss, DataLoss)):
        raise ArgumentError(f"loss is {loss!r}: a Loss is wanted, such as Loss('x^2', 'x')")
    if not isinstance(optimizer, Optimizer):
        raise ArgumentError(f"optimizer is {optimizer!r}: an Optimizer is wanted, such as GradientDescent(rate=0.1)")


def _record(loss: Loss, optimizer: Optimizer, position: tuple[float, ...], steps: int, tolerance: float) -> np.ndarray:
    """One row a recorded quantity (coordinates, loss, gradient), one column a point of the way."""
    rule, symbols, values, initial = optimizer.prepared
    loops = engine(loss, rule, symbols)
    state = tuple([value for value in initial for _ in position])
    columns: list[list[float]] = [[] for _ in range(2 * len(position) + 1)]
    appends = [column.append for column in columns]
    loop = loops.point if tolerance else loops.plain
    interrupted = loop(0, steps, tolerance, position, state, values, appends)
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


def _follow(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    w: np.ndarray,
    steps: int,
    tolerance: float,
    gradients: Gradients | None,
) -> np.ndarray:
    """The same table, whatever the gradients are made of; the losses are those of the whole loss."""
    see, stepper = gradients or loss.gradient, Stepper(optimizer)
    points, slopes = [w], [see(w)]
    for _ in range(steps):
        new = stepper(w, slopes[-1], curvature_step(loss, stepper, w, slopes[-1]))
        points.append(new)
        distance = lengths(new - w)
        if not np.abs(new).max() < DIVERGENCE_BOUND:
            slopes.append(np.full_like(w, np.nan))
            break
        slopes.append(see(new))
        if distance < tolerance:
            break
        w = new
    way = np.array(points)
    return np.column_stack([way, loss(way), np.array(slopes)]).T


def curvature_step(loss: Loss | DataLoss, stepper: Stepper, w: np.ndarray, gradient: np.ndarray) -> np.ndarray | float:
    """The solution of H x = g at a point or at each of a batch, if the optimizer asks for one."""
    if not stepper.uses_curvature:
        return np.nan
    if w.ndim == 1 or isinstance(loss, Loss):
        hessians = np.asarray(loss.hessian(w))
    else:
        hessians = np.array([loss.hessian(point) for point in w])
    entries = np.moveaxis(hessians.reshape(*w.shape[:-1], -1), -1, 0)
    return np.moveaxis(solve(tuple(entries), tuple(np.moveaxis(gradient, -1, 0))), 0, -1)


def _stop(table: np.ndarray, size: int, steps: int, tolerance: float) -> tuple[int, StopReason]:
    """How many updates count, and why there are no more."""
    updates = table.shape[1] - 1
    if not np.abs(table).max() < DIVERGENCE_BOUND:  # also for NaN: look closer
        counts, reasons = settle(table.T[np.newaxis], steps, tolerance)
        return int(counts[0]), reasons[0]
    if updates < steps:
        return updates, StopReason.SMALL_UPDATE
    small = tolerance > 0 and lengths(table[:size, -1] - table[:size, -2]) < tolerance
    return updates, StopReason.SMALL_UPDATE if small else StopReason.STEPS
