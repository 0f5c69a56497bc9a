"""Descend from one point and record the way, or from thousands at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, overload

from numpy.typing import ArrayLike

from gdtutor.descent.arguments import affordable, count, floats, not_negative, start_point
from gdtutor.descent.batches import gradients
from gdtutor.descent.data_loss import DataLoss
from gdtutor.descent.loss import Loss
from gdtutor.descent.many import Descents, descend_many, start_points
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.run import check_run, run
from gdtutor.descent.trajectory import Trajectory
from gdtutor.descent.trial import GradientTrial, try_gradient
from gdtutor.errors import ArgumentError

Claim: TypeAlias = "str | Sequence[Any]"  # SymPy expressions too


@overload
def descend(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    start: ArrayLike,
    steps: int = ...,
    tolerance: float = ...,
    *,
    gradient: Claim,
) -> GradientTrial: ...
@overload
def descend(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    start: float | Sequence[float],
    steps: int = ...,
    tolerance: float = ...,
    *,
    batch_size: int | None = ...,
    replacement: bool = ...,
    noise: float = ...,
    seed: int = ...,
) -> Trajectory: ...
@overload
def descend(
    loss: Loss | DataLoss, optimizer: Optimizer, start: ArrayLike, steps: int = ..., tolerance: float = ..., *,
    batch_size: int | None = ..., replacement: bool = ..., noise: float = ..., seed: int = ...,
) -> Any: ...  # fmt: skip


def descend(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    start: ArrayLike,
    steps: int = 100,
    tolerance: float = 0.0,
    *,
    batch_size: int | None = None,
    replacement: bool = False,
    noise: float = 0.0,
    seed: int = 0,
    gradient: Claim | None = None,
) -> Trajectory | Descents | GradientTrial:
    """Descend from ``start`` until an update is smaller than ``tolerance``, or ``steps`` updates are made (Hopkins 12).

    The length of an update is ``|θ_{t+1} − θ_t|``, Euclidean for more parameters; the small update
    itself is still made.
    A run diverges when the next point, its loss or its gradient is not finite (also outside the domain of the loss,
    as log 0), or a parameter passes ±1e12; it then ends at the last point before, and says so.
    At a corner of the loss, where max or min tie or |u| has u = 0, there is no gradient: the update uses the slope of
    one side, a subgradient (``Loss`` says which); the trajectory says so once, in its ``corner`` and its ``note``.

    Args:
        loss: what is to become small.
        optimizer: makes the next point from this one and its gradient.
        start: a number for one parameter, or shape (d,); shape (n, d) for n descents at once.
        steps: the largest number T of updates, at least 1.
        tolerance: ε; with 0 all steps are taken.
        batch_size: for a loss over data, how many examples each update looks at (1: stochastic descent); all if
            ``None``. The losses of the trajectory are those of all examples, its gradients those of the batches.
        replacement: whether the examples of each update are drawn anew, or an epoch goes through all of them.
        noise: the standard deviation of a random tilt that is added to the loss at each update.
        seed: of the batches and the noise: the same seed, the same trajectory.
        gradient: a learner's gradient, one text a parameter: it is run beside the right one.

    Returns:
        A ``Trajectory``; ``Descents`` for n starts; a ``GradientTrial`` for a learner's gradient.

    Raises:
        ArgumentError: if the start has another shape or is not finite, ``steps`` < 1 or ``tolerance`` < 0; if the batch
            is larger than the data, or the loss has none; if the noise or the seed is negative.
        UnreadableError: if a learner's gradient cannot be read as mathematics.
        TooLargeError: if the record of so many steps would not fit into memory.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> run = descend(Loss("(θ - 3)²", "theta"), GradientDescent(rate=0.25), start=7, steps=3)
    >>> run.points[:, 0]
    array([7. , 5. , 4. , 3.5])
    >>> descend(Loss("(θ - 3)²", "theta"), GradientDescent(rate=0.25), start=7, tolerance=0.01)
    Trajectory(updates=9, last=[3.007812], loss=6.10352e-05, stopped=SMALL_UPDATE)
    >>> descend(Loss("(θ - 3)²", "theta"), GradientDescent(rate=0.25), start=[[7], [8]]).points.round(6).tolist()
    [[3.0], [3.0]]
    """
    check_run(loss, optimizer)
    steps, tolerance = count("steps", steps), not_negative("tolerance", tolerance)
    plain = batch_size is None and noise == 0 and seed == 0
    source = None if plain else gradients(loss, batch_size, replacement, noise, seed)
    if gradient is not None and source is not None:
        raise ArgumentError(f"gradient is {gradient!r}: None is wanted together with batch_size or noise")
    several = None if isinstance(start, (float, int)) else floats(start)
    if gradient is None and several is not None and several.ndim == 2:
        return descend_many(loss, optimizer, start_points(several, len(loss.parameters)), steps, tolerance, source)
    position = start_point(start, loss.parameters)
    affordable(1, steps, len(position))
    if gradient is not None:
        return try_gradient(loss, optimizer, position, steps, tolerance, gradient)
    return run(loss, optimizer, position, steps, tolerance, source)
