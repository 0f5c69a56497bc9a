"""The same descent for many values of one hyperparameter, in one vectorised run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import affordable, count, floats, not_negative, start_point
from gdtutor.descent.engine import engine
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.run import check_run
from gdtutor.descent.stopping import settle
from gdtutor.descent.trajectory import Trajectory
from gdtutor.errors import ArgumentError


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """R descents that differ in one hyperparameter; ``sweep[i]`` is the trajectory of ``values[i]``.

    A descent that stopped early stays at its last point to the end of its row.

    Attributes:
        name: the hyperparameter, such as "rate".
        values: (R,), its values.
        points: (R, steps+1, d).
        losses: (R, steps+1).
        gradients: (R, steps+1, d).
        updates: (R,), how many updates each descent made before it stopped.
        stopped: (R,), the ``StopReason`` of each descent.
        optimizers: the R optimizers.

    >>> from gdtutor.descent.loss import Loss
    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> found = sweep(Loss("x^2", "x"), GradientDescent(), 1.0, 2, rate=[0.25, 0.5])
    >>> found.losses[:, -1].tolist(), len(found[0])
    ([0.0625, 0.0], 2)
    """

    name: str
    values: np.ndarray
    points: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    updates: np.ndarray
    stopped: np.ndarray
    optimizers: tuple[Optimizer, ...]

    def __post_init__(self) -> None:
        for array in (self.values, self.points, self.losses, self.gradients, self.updates, self.stopped):
            array.setflags(write=False)

    def __len__(self) -> int:
        """The number of descents, R."""
        return len(self.values)

    def __getitem__(self, index: int) -> Trajectory:
        """The trajectory of ``values[index]``, up to where it stopped."""
        updates = int(self.updates[index])
        way = slice(updates + 1)
        return Trajectory(
            self.points[index, way],
            self.losses[index, way],
            self.gradients[index, way],
            self.optimizers[index].rates(updates),
            self.stopped[index],
        )

    def __iter__(self) -> Iterator[Trajectory]:
        return (self[index] for index in range(len(self)))

    def __repr__(self) -> str:
        low, high = self.values.min(), self.values.max()
        return f"Sweep({self.name}: {len(self)} values from {low:g} to {high:g}, steps={self.losses.shape[1] - 1})"


def sweep(
    loss: Loss,
    optimizer: Optimizer,
    start: ArrayLike,
    steps: int = 100,
    tolerance: float = 0.0,
    **hyperparameter: ArrayLike,
) -> Sweep:
    """Descend from one start with each of several values of a hyperparameter.

    One vectorised run. Row i takes the same operations in the same order as ``descend`` with that value. They agree
    to the last bit where the loss is made of + − · / and roots; an exponential or logarithm of NumPy may differ from
    the one of ``math`` in the last bit.

    Args:
        loss: what is to become small.
        optimizer: gives the hyperparameters that are not swept.
        start: a number for one parameter, or shape (d,).
        steps: the largest number of updates of each descent.
        tolerance: a descent stops after an update shorter than this; with 0 all steps are taken.
        hyperparameter: one name with its values, such as ``rate=[0.1, 0.2]``.

    Raises:
        ArgumentError: as ``descend``; if it is not one hyperparameter of the optimizer; if a value is not allowed.
        TooLargeError: if the record would not fit into memory.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> valley = Loss("0.1x² + 2y²", "x y")
    >>> runs = sweep(valley, GradientDescent(), [5, 1], steps=60, rate=[0.1, 0.4, 0.6])
    >>> [trajectory.stopped.name for trajectory in runs], runs.losses[:, -1] < runs.losses[:, 0]
    (['STEPS', 'STEPS', 'STEPS'], array([ True,  True, False]))
    """
    check_run(loss, optimizer)
    position = start_point(start, loss.parameters)
    steps, tolerance = count("steps", steps), not_negative("tolerance", tolerance)
    name, values, optimizers = _values(optimizer, hyperparameter)
    affordable(len(values), steps, len(position))
    table = _record(loss, optimizer, position, steps, {name: values})
    updates, stopped = settle(table, steps, tolerance)
    early = np.flatnonzero(updates < steps)
    # beyond its last update a row repeats its last point
    repeated = np.minimum(np.arange(steps + 1), updates[early, np.newaxis])
    table[early] = table[early[:, np.newaxis], repeated]
    size = len(position)
    return Sweep(
        name, values, table[..., :size], table[..., size], table[..., size + 1 :], updates, stopped, optimizers
    )


def _values(
    optimizer: Optimizer, hyperparameter: dict[str, ArrayLike]
) -> tuple[str, np.ndarray, tuple[Optimizer, ...]]:
    """The name, its values, and an optimizer for each of them: making it checks the value."""
    known = ", ".join(optimizer.symbols)
    if len(hyperparameter) != 1 or not hyperparameter.keys() <= optimizer.symbols.keys():
        given = ", ".join(hyperparameter) or "nothing"
        raise ArgumentError(f"the swept hyperparameter is {given}: one of {known} is wanted, as in rate=[0.1, 0.2]")
    [(name, given_values)] = hyperparameter.items()
    values = floats(given_values)
    if values is None or values.ndim != 1 or not values.size:
        raise ArgumentError(f"{name} is {given_values!r}: a sequence of one or more numbers is wanted")
    return name, values.copy(), tuple(replace(optimizer, **{name: value}) for value in values.tolist())


def _record(
    loss: Loss, optimizer: Optimizer, position: tuple[float, ...], steps: int, swept: dict[str, np.ndarray]
) -> np.ndarray:
    """(R, steps+1, 2d+1): coordinates, loss and gradient of runs that go on regardless."""
    [(name, values)] = swept.items()
    settings = {symbol: np.float64(value) for symbol, value in optimizer.settings.items()}
    settings |= {optimizer.symbols[name]: values}
    loops = engine(loss, optimizer.update_rule, tuple(settings))
    state = tuple(value for value in optimizer.initial_state for _ in position)
    table = np.empty((steps + 1, 2 * len(position) + 1, len(values)))
    where = tuple(np.full(len(values), coordinate) for coordinate in position)
    with np.errstate(all="ignore"):
        loops.rows(steps, where, state, tuple(settings.values()), table)
    return np.moveaxis(table, 2, 0)
