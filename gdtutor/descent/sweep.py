"""The same descent for many values of one or two hyperparameters, in one vectorised run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import affordable, count, floats, not_negative, start_point
from gdtutor.descent.engine import engine
from gdtutor.descent.loss import Loss
from gdtutor.descent.many import start_points
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.run import check_run
from gdtutor.descent.stopping import settle
from gdtutor.descent.trajectory import Trajectory
from gdtutor.errors import ArgumentError

_START = "start"  # the axis over several starts, beside those over hyperparameters


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """Descents that differ in one or two hyperparameters, or in their starts.

    With R values of one, ``sweep[i]`` is the trajectory of ``values[i]``. With R and S values of two, ``sweep[i, j]``
    is that of ``axes[0][i]`` and ``axes[1][j]``, and (R, …) below reads (R, S, …). A descent that stopped early stays
    at its last point to the end of its row. With n starts the first axis, named "start", is over them: its values are
    0, …, n − 1.

    Attributes:
        names: the hyperparameters, such as ("rate",) or ("rate", "decay").
        axes: the values of each.
        points: (R, steps+1, d).
        losses: (R, steps+1).
        gradients: (R, steps+1, d).
        updates: (R,), how many updates each descent made before it stopped.
        stopped: (R,), the ``StopReason`` of each descent.
        optimizer: gives the hyperparameters that are not swept.
        loss: what was descended.

    >>> from gdtutor.descent.momentum import Momentum
    >>> runs = sweep(Loss("x² + y²", "x y"), Momentum(), [1, 1], 10, rate=[0.1, 0.2, 0.3], decay=[0, 0.5])
    >>> runs, runs.losses.shape, runs[2, 1]
    (Sweep(rate: 3 values from 0.1 to 0.3; decay: 2 values from 0 to 0.5, steps=10), (3, 2, 11), Trajectory(updates=10,
    last=[-0.027177, -0.027177], loss=0.0014772, stopped=STEPS))
    """

    names: tuple[str, ...]
    axes: tuple[np.ndarray, ...]
    points: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    updates: np.ndarray
    stopped: np.ndarray
    optimizer: Optimizer
    loss: Loss

    def __post_init__(self) -> None:
        for array in (*self.axes, self.points, self.losses, self.gradients, self.updates, self.stopped):
            array.setflags(write=False)

    @property
    def name(self) -> str:
        """The (first) hyperparameter."""
        return self.names[0]

    @property
    def values(self) -> np.ndarray:
        """The values of the (first) hyperparameter, shape (R,)."""
        return self.axes[0]

    @property
    def optimizers(self) -> tuple[Optimizer, ...]:
        """The optimizer of each descent; for two hyperparameters row by row."""
        return tuple(self._optimizer(index) for index in np.ndindex(self.updates.shape))

    def _optimizer(self, index: tuple[int, ...]) -> Optimizer:
        places = [place for place in zip(self.names, self.axes, index, strict=True) if place[0] != _START]
        return replace(self.optimizer, **{name: float(axis[place]) for name, axis, place in places})

    def __len__(self) -> int:
        """The number of descents."""
        return self.updates.size

    def __getitem__(self, index: int | tuple[int, ...]) -> Trajectory:
        """The trajectory of one descent, up to where it stopped."""
        place: tuple[int, ...] = index if isinstance(index, tuple) else (index,)
        if len(place) != len(self.axes):
            raise IndexError(f"{len(self.axes)} numbers are wanted, one for each of {', '.join(self.names)}")
        updates = int(self.updates[place])
        way: tuple[Any, ...] = (*place, slice(updates + 1))
        rates = self._optimizer(place).rates(updates)
        corner = self.loss.first_corner(self.points[way][:-1], self.gradients[way][:-1])
        return Trajectory(self.points[way], self.losses[way], self.gradients[way], rates, self.stopped[place], corner)

    def __iter__(self) -> Iterator[Trajectory]:
        return (self[index] for index in np.ndindex(self.updates.shape))

    def __repr__(self) -> str:
        parts = zip(self.names, self.axes, strict=True)
        spans = [f"{name}: {len(axis)} values from {axis.min():g} to {axis.max():g}" for name, axis in parts]
        return f"Sweep({'; '.join(spans)}, steps={self.losses.shape[-1] - 1})"


def sweep(
    loss: Loss,
    optimizer: Optimizer,
    start: ArrayLike,
    steps: int = 100,
    tolerance: float = 0.0,
    **hyperparameters: ArrayLike,
) -> Sweep:
    """Descend with each of several values of a hyperparameter, or of each pair of two, from one start or from several.

    One vectorised run. Row i takes the same operations in the same order as ``descend`` with that value. They agree
    to the last bit where the loss is made of + − · / and roots; an exponential or logarithm of NumPy may differ from
    the one of ``math`` in the last bit.

    Args:
        loss: what is to become small.
        optimizer: gives the hyperparameters that are not swept.
        start: a number for one parameter, or shape (d,); shape (n, d) for n starts, over which the first axis then is.
        steps: the largest number of updates of each descent.
        tolerance: a descent stops after an update shorter than this; with 0 all steps are taken.
        hyperparameters: one or two names with their values, such as ``rate=[0.1, 0.2], decay=[0.5, 0.9]``; with
            several starts there may be none.

    Raises:
        ArgumentError: as ``descend``; for other than one or two hyperparameters of the optimizer; if a value is not
            allowed; if the loss is no formula.
        TooLargeError: if the record would not fit into memory.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> valley = Loss("0.1x² + 2y²", "x y")
    >>> runs = sweep(valley, GradientDescent(), [5, 1], steps=60, rate=[0.1, 0.4, 0.6])
    >>> [trajectory.stopped.name for trajectory in runs], runs.losses[:, -1] < runs.losses[:, 0]
    (['STEPS', 'STEPS', 'STEPS'], array([ True,  True, False]))
    >>> sweep(valley, GradientDescent(), [[5, 1], [0, 2]], steps=60, rate=[0.1, 0.4, 0.6]).losses.shape
    (2, 3, 61)
    """
    check_run(loss, optimizer)
    if not isinstance(loss, Loss):
        raise ArgumentError(f"loss is {loss!r}: a Loss is wanted, such as Loss('x^2', 'x')")
    steps, tolerance, size = count("steps", steps), not_negative("tolerance", tolerance), len(loss.parameters)
    batch = floats(start)
    if batch is not None and batch.ndim == 2:
        starts = start_points(batch, size)
        axes = {_START: np.arange(len(starts)), **_axes(optimizer, hyperparameters, fewest=0)}
    else:
        starts = np.array([start_point(start, loss.parameters)])
        axes = _axes(optimizer, hyperparameters, fewest=1)
    shape = tuple(map(len, axes.values()))
    affordable(int(np.prod(shape)), steps, size)
    table = _record(loss, optimizer, starts, steps, axes)
    updates, stopped = settle(table, steps, tolerance)
    early = np.flatnonzero(updates < steps)
    # beyond its last update a row repeats its last point
    repeated = np.minimum(np.arange(steps + 1), updates[early, np.newaxis])
    table[early] = table[early[:, np.newaxis], repeated]
    grid = table.reshape(*shape, *table.shape[1:])
    parts = grid[..., :size], grid[..., size], grid[..., size + 1 :]
    ends = updates.reshape(shape), stopped.reshape(shape)
    return Sweep(tuple(axes), tuple(axes.values()), *parts, *ends, optimizer, loss)


def _axes(optimizer: Optimizer, hyperparameters: dict[str, ArrayLike], fewest: int) -> dict[str, np.ndarray]:
    """The values of each swept hyperparameter; making an optimizer of each value checks it."""
    if not fewest <= len(hyperparameters) <= 2 or not hyperparameters.keys() <= optimizer.symbols.keys():
        known, given = ", ".join(optimizer.symbols), ", ".join(hyperparameters) or "nothing"
        number = "one" if len(optimizer.symbols) == 1 else "one or two"
        raise ArgumentError(
            f"the swept hyperparameter is {given}: {number} of {known} is wanted, as in rate=[0.1, 0.2]"
        )
    axes = {}
    for name, given_values in hyperparameters.items():
        values = floats(given_values)
        if values is None or values.ndim != 1 or not values.size:
            raise ArgumentError(f"{name} is {given_values!r}: a sequence of one or more numbers is wanted")
        for value in values.tolist():
            replace(optimizer, **{name: value})
        axes[name] = values.copy()
    return axes


def _record(
    loss: Loss, optimizer: Optimizer, starts: np.ndarray, steps: int, axes: dict[str, np.ndarray]
) -> np.ndarray:
    """(R, steps+1, 2d+1): coordinates, loss and gradient of runs that go on regardless, from each of the starts."""
    swept = [name for name in axes if name != _START]
    # a schedule gives way to the swept rates
    one = replace(optimizer, **{name: float(axes[name][0]) for name in swept})
    first, *rest = np.meshgrid(np.arange(len(starts)), *(axes[name] for name in swept), indexing="ij")
    values_of = {one.symbols[name]: grid.ravel() for name, grid in zip(swept, rest, strict=True)}
    rule, symbols, values, initial = one.prepared
    settings = [values_of.get(symbol, np.float64(value)) for symbol, value in zip(symbols, values, strict=True)]
    size = starts.shape[1]
    state = tuple([value for value in initial for _ in range(size)])
    table = np.empty((steps + 1, 2 * size + 1, first.size))
    where = tuple(starts[first.ravel()].T.copy())
    with np.errstate(all="ignore"):
        engine(loss, rule, symbols).rows(steps, where, state, settings, table)
    return np.moveaxis(table, 2, 0)
