"""Thousands of descents at once, each from its own start; only where they end is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from gdtutor.descent.arguments import DIVERGENCE_BOUND, count, floats, not_negative, seeded
from gdtutor.descent.batches import Gradients
from gdtutor.descent.data_loss import DataLoss
from gdtutor.descent.engine import engine
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.run import check_run, curvature_step
from gdtutor.descent.step import Stepper
from gdtutor.descent.stopping import lengths
from gdtutor.descent.trajectory import StopReason
from gdtutor.errors import ArgumentError

_BLOCK = 4096  # descents that run together: their numbers stay in a processor's cache


@dataclass(frozen=True, eq=False, repr=False)
class Descents:
    """The ends of n descents over d parameters; the arrays cannot be written to.

    Attributes:
        starts: (n, d).
        points: (n, d), the last point of each.
        losses: (n,), the loss there.
        gradients: (n, d), the gradient there.
        updates: (n,), how many updates each made.
        stopped: (n,), the ``StopReason`` of each.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> descend_many(Loss("x²", "x"), GradientDescent(0.25), np.array([[4.0], [8.0]]), steps=2, tolerance=0.0).losses
    array([1., 4.])
    """

    starts: np.ndarray
    points: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    updates: np.ndarray
    stopped: np.ndarray

    def __post_init__(self) -> None:
        for field in fields(self):
            getattr(self, field.name).setflags(write=False)

    def __len__(self) -> int:
        """The number of descents, n."""
        return len(self.starts)

    @property
    def best(self) -> int:
        """The number of the descent with the smallest loss."""
        return int(np.argmin(np.where(np.isfinite(self.losses), self.losses, np.inf)))

    def __repr__(self) -> str:
        point = np.array2string(self.points[self.best], precision=6, separator=", ")
        return f"Descents({len(self)} starts; best={point}, loss={self.losses[self.best]:.6g})"


def start_points(starts: np.ndarray, size: int) -> np.ndarray:
    """A batch of starts, shape (n, d), each of finite numbers."""
    if starts.ndim != 2 or starts.shape[1] != size or not len(starts):
        raise ArgumentError(f"start is of shape {starts.shape}: ({size},) for one point or (n, {size}) is wanted")
    if not np.abs(starts).max() < DIVERGENCE_BOUND:  # also for NaN
        raise ArgumentError(
            f"start contains numbers that are not finite: those between ±{DIVERGENCE_BOUND:.0e} are wanted"
        )
    return np.array(starts)


def descend_many(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    starts: np.ndarray,
    steps: int,
    tolerance: float,
    gradients: Gradients | None = None,
) -> Descents:
    """Descend from each of the starts, shape (n, d), by the rules of ``descend``."""
    if gradients is not None or tolerance > 0 or not isinstance(loss, Loss):
        return Descents(starts, *_watched(loss, optimizer, starts, steps, tolerance, gradients))
    blocks = [_unwatched(loss, optimizer, starts[i : i + _BLOCK], steps) for i in range(0, len(starts), _BLOCK)]
    return Descents(starts, *(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


_Ends = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _unwatched(loss: Loss, optimizer: Optimizer, starts: np.ndarray, steps: int) -> _Ends:
    """One block in the compiled loop; those that left the numbers on the way run once more, and are watched."""
    rule, symbols, values, initial = optimizer.prepared
    size = starts.shape[1]
    state = tuple([value for value in initial for _ in range(size)])
    columns = tuple(np.ascontiguousarray(column) for column in starts.T)
    with np.errstate(all="ignore"):
        ends, reach = engine(loss, rule, symbols).last(steps, columns, state, tuple(map(np.float64, values)))
    table = np.stack([np.broadcast_to(end, len(starts)) for end in ends], axis=-1)
    points, losses, slopes = table[:, :size], table[:, size], table[:, size + 1 :]
    updates = np.full(len(starts), steps)
    stopped = np.full(len(starts), StopReason.STEPS, dtype=object)
    odd = np.flatnonzero(~(reach < DIVERGENCE_BOUND) | ~np.isfinite(table).all(axis=1))
    if odd.size:
        watched = _watched(loss, optimizer, starts[odd], steps, 0.0, None)
        for whole, part in zip((points, losses, slopes, updates, stopped), watched, strict=True):
            whole[odd] = part
    return points, losses, slopes, updates, stopped


def _watched(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    starts: np.ndarray,
    steps: int,
    tolerance: float,
    gradients: Gradients | None,
) -> _Ends:
    """All starts step by step: one that diverges stays where it was, one that settles stays where it is."""
    see, stepper = gradients or loss.gradient, Stepper(optimizer)
    points, slopes, losses = starts.copy(), see(starts), loss(starts)
    updates = np.zeros(len(starts), dtype=int)
    stopped = np.full(len(starts), StopReason.STEPS, dtype=object)
    running = np.isfinite(losses) & np.isfinite(slopes).all(axis=1)
    stopped[~running] = StopReason.DIVERGED
    for _ in range(steps):
        if not running.any():
            break
        new = stepper(points, slopes, curvature_step(loss, stepper, points, slopes))
        inside = (np.abs(new) < DIVERGENCE_BOUND).all(axis=1)
        new = np.where(inside[:, np.newaxis], new, points)
        new_slopes, new_losses = see(new), loss(new)
        known = inside & np.isfinite(new_losses) & np.isfinite(new_slopes).all(axis=1)
        stopped[running & ~known] = StopReason.DIVERGED
        running &= known
        small = running & (lengths(new - points) < tolerance)
        for old, latest in ((points, new), (slopes, new_slopes), (losses, new_losses)):
            old[running] = latest[running]
        updates[running] += 1
        stopped[small] = StopReason.SMALL_UPDATE
        running &= ~small
    return points, losses, slopes, updates, stopped


def random_restarts(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    restarts: int = 20,
    window: Sequence[Sequence[float]] | None = None,
    steps: int = 100,
    tolerance: float = 0.0,
    seed: int = 0,
) -> Descents:
    """Descend from random starts and see where each ends (CS109B, "Random restarts"); ``.best`` is the lowest.

    Args:
        loss: what is to become small.
        optimizer: makes the next point from this one and its gradient.
        restarts: the number of starts.
        window: the lowest and highest value of each parameter; a named surface has its own.
        steps: the largest number of updates of each descent.
        tolerance: a descent stops after an update shorter than this.
        seed: of the random starts.

    Raises:
        ArgumentError: for a window of the wrong shape, or as ``descend``.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> from gdtutor.descent.surfaces import surface
    >>> runs = random_restarts(surface("hopkins"), GradientDescent(0.05), restarts=40, seed=1)
    >>> sorted(set(runs.points.round(2).ravel().tolist()))
    [-7.09, -3.97, -1.28, 0.31, 2.47, 5.52]
    >>> runs
    Descents(40 starts; best=[-7.086591], loss=-3.91387)
    """
    check_run(loss, optimizer)
    borders = floats(getattr(loss, "window", None) if window is None else window)  # type: ignore[arg-type]
    size = len(loss.parameters)
    if (
        borders is None
        or borders.shape != (size, 2)
        or not np.isfinite(borders).all()
        or (borders[:, 0] > borders[:, 1]).any()
    ):
        raise ArgumentError(
            f"window is {window!r}: the lowest and highest value of each of {size} parameters are wanted"
        )
    random = np.random.default_rng(seeded(seed))
    starts = random.uniform(borders[:, 0], borders[:, 1], (count("restarts", restarts), size))
    steps, tolerance = count("steps", steps), not_negative("tolerance", tolerance)
    return descend_many(loss, optimizer, start_points(starts, size), steps, tolerance)
