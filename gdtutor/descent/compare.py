"""Several optimizers from one start, with the same seed and as many updates; plain descent is always among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import floats, listed
from gdtutor.descent.data_loss import DataLoss
from gdtutor.descent.descend import descend
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent, Optimizer
from gdtutor.descent.trajectory import Trajectory
from gdtutor.errors import ArgumentError


class Row(NamedTuple):
    """What became of one optimizer.

    >>> Row("Newton()", 1, 0.0, 0.0, "STEPS").updates
    1
    """

    optimizer: str
    updates: int
    loss: float
    distance: float  # to the nearest known minimum; NaN if none is known
    stopped: str


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Trajectories side by side, in the order of ``optimizers``.

    Attributes:
        optimizers: the optimizers; plain gradient descent is always one of them.
        trajectories: the trajectory of each.
        minima: the known minima, shape (m, d); m may be 0.

    >>> from gdtutor.descent.surfaces import surface
    >>> result = compare(surface("bowl"), GradientDescent(0.25), [3, 4], steps=2)
    >>> result.distances(0)
    array([5.  , 2.5 , 1.25])
    """

    optimizers: tuple[Optimizer, ...]
    trajectories: tuple[Trajectory, ...]
    minima: np.ndarray

    def __len__(self) -> int:
        """The number of optimizers."""
        return len(self.optimizers)

    def __iter__(self) -> Iterator[tuple[Optimizer, Trajectory]]:
        return zip(self.optimizers, self.trajectories, strict=True)

    def distances(self, index: int) -> np.ndarray:
        """The distance to the nearest known minimum at each point of one trajectory, shape (T+1,); NaN without one."""
        points = self.trajectories[index].points
        if not len(self.minima):
            return np.full(len(points), np.nan)
        return np.linalg.norm(points[:, np.newaxis] - self.minima, axis=-1).min(axis=1)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Where each ended."""
        return tuple(
            Row(repr(optimizer), len(way), float(way.losses[-1]), float(self.distances(i)[-1]), way.stopped.name)
            for i, (optimizer, way) in enumerate(self)
        )

    def __repr__(self) -> str:
        width = max(len(row.optimizer) for row in self.rows)
        lines = [f"{'optimizer':<{width}}  updates        loss    distance  stopped"]
        lines += [
            f"{row.optimizer:<{width}}  {row.updates:>7}  {row.loss:>10.4g}  {row.distance:>10.4g}  {row.stopped}"
            for row in self.rows
        ]
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        cells = [
            f"| `{r.optimizer}` | {r.updates} | {r.loss:.4g} | {r.distance:.4g} | {r.stopped} |" for r in self.rows
        ]
        return "\n".join(["| optimizer | updates | loss | distance | stopped |", "|---|--:|--:|--:|---|", *cells])


def compare(
    loss: Loss | DataLoss,
    optimizers: Optimizer | Iterable[Optimizer],
    start: ArrayLike,
    steps: int = 100,
    tolerance: float = 0.0,
    *,
    minima: ArrayLike | None = None,
    **options: Any,
) -> Comparison:
    """Run several optimizers from the same start with the same seed and budget.

    Args:
        loss: what is to become small.
        optimizers: one or more; if none is plain ``GradientDescent``, the default one is put before them.
        start: a number for one parameter, or shape (d,).
        steps: the largest number of updates of each.
        tolerance: each stops after an update shorter than this.
        minima: known minima, shape (m, d), to tell the distance; a named surface has its own.
        options: ``batch_size``, ``replacement``, ``noise`` and ``seed`` of ``descend``, the same for all.

    Raises:
        ArgumentError: as ``descend``; if the minima have another shape.

    >>> from gdtutor.descent.newton import Newton
    >>> from gdtutor.descent.surfaces import surface
    >>> compare(surface("valley"), Newton(), [5, 1], steps=20)
    optimizer                  updates        loss    distance  stopped
    GradientDescent(rate=0.1)       20       1.114       3.338  STEPS
    Newton(rate=1.0)                20           0           0  STEPS
    """
    chosen = (
        [optimizers] if isinstance(optimizers, Optimizer) else listed("optimizers", optimizers, "a sequence of them")
    )
    if not any(type(optimizer) is GradientDescent for optimizer in chosen):
        chosen.insert(0, GradientDescent())
    if unknown := options.keys() - {"batch_size", "replacement", "noise", "seed"}:
        raise ArgumentError(f"options has {', '.join(unknown)}: batch_size, replacement, noise or seed is wanted")
    point: Sequence[float] = start  # type: ignore[assignment]  # a batch is refused below
    ways = [descend(loss, optimizer, point, steps, tolerance, **options) for optimizer in chosen]
    if not all([isinstance(way, Trajectory) for way in ways]):
        raise ArgumentError(f"start is {start!r}: one point is wanted")
    known = getattr(loss, "minima", ()) if minima is None else minima
    places = np.empty((0, len(loss.parameters))) if not np.size(known) else floats(known)
    if places is None or places.ndim != 2 or places.shape[1] != len(loss.parameters):
        raise ArgumentError(f"minima is {minima!r}: points of shape (m, {len(loss.parameters)}) are wanted")
    return Comparison(tuple(chosen), tuple(ways), places)
