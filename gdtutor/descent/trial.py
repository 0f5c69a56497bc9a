"""A learner's gradient in a descent: run it beside the right one, and say what the mistake does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
import sympy as sp

from gdtutor.calculus.equality.decide import Equality, equal
from gdtutor.calculus.notation import as_expression, read_expression
from gdtutor.descent.arguments import listed
from gdtutor.descent.data_loss import DataLoss
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.run import run
from gdtutor.descent.trajectory import StopReason, Trajectory
from gdtutor.errors import ArgumentError

_LONGEST = 20_000  # updates that are made to see where a descent ends
_NEAR = 1e-3  # of the way from the start to the end: the same place


class Effect(Enum):
    """What a learner's gradient does to a descent.

    >>> Effect("slower")
    <Effect.SLOWER: 'slower'>
    """

    RIGHT = "right"
    SAME = "same"
    SLOWER = "slower"
    FASTER = "faster"
    ANOTHER_POINT = "another point"
    DIVERGES = "diverges"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, eq=False)
class GradientTrial:
    """Two descents from one start: with the derived gradient and with the learner's.

    Attributes:
        right: the trajectory with the derived gradient.
        claimed: the trajectory with the learner's; its ``gradients`` are the learner's.
        verdicts: for each component, how the learner's compares with the derived one.
        effect: what the mistake does, from longer runs than the two that are kept.
        message: the effect as sentences for a learner, with its numbers.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> try_gradient(Loss("(θ - 3)²", "theta"), GradientDescent(0.1), (7.0,), 50, 0.0, "2(θ - 3)")
    GradientTrial(RIGHT: It is the gradient of the loss.)
    """

    right: Trajectory
    claimed: Trajectory
    verdicts: tuple[Equality, ...]
    effect: Effect
    message: str

    def __repr__(self) -> str:
        return f"GradientTrial({self.effect.name}: {self.message})"


@dataclass(frozen=True, init=False, repr=False)
class _Claimed(Loss):
    """The loss with somebody's gradient in place of its own."""

    claim: tuple[sp.Expr, ...]

    def __init__(self, loss: Loss, claim: Iterable[sp.Expr]) -> None:
        super().__init__(loss.expression, loss.parameters)
        object.__setattr__(self, "claim", tuple(claim))
        try:
            _ = self._gradient
        except ArgumentError as error:
            raise ArgumentError(f"gradient is {', '.join(map(str, self.claim))}: {error}") from None

    @cached_property
    def gradient_expressions(self) -> tuple[sp.Expr, ...]:
        """The learner's gradient."""
        return self.claim

    @cached_property
    def computed_gradient(self) -> tuple[sp.Expr, ...]:
        """The learner's gradient."""
        return self.claim

    def first_corner(self, points: np.ndarray, slopes: np.ndarray) -> None:
        """Nothing is said of somebody else's gradient."""


def try_gradient(
    loss: Loss | DataLoss,
    optimizer: Optimizer,
    position: tuple[float, ...],
    steps: int,
    tolerance: float,
    gradient: str | sp.Expr | Sequence[str | sp.Expr],
) -> GradientTrial:
    """Run both gradients and compare what becomes of them; arguments as for ``descend``.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> parabola = Loss("(θ - 3)²", "theta")
    >>> trial = try_gradient(parabola, GradientDescent(0.1), (7.0,), 50, 0.0, "θ - 3")
    >>> trial.effect.name, trial.message
    ('SLOWER', 'It ends at the same place, θ = 3, but slower: 44 updates in place of 21 for 99 % of the way.')
    """
    if not isinstance(loss, Loss):
        raise ArgumentError(f"loss is {loss!r}: a Loss is wanted to try a gradient on")
    claimed = _Claimed(loss, _components(loss, gradient))
    pairs = zip(loss.gradient_expressions, claimed.claim, strict=True)
    verdicts = tuple(equal(own, other, domain=(loss.expression,)) for own, other in pairs)
    long = max(steps, min(_LONGEST, 50 * steps))
    effect, message = _effect(loss, [run(each, optimizer, position, long, 0.0) for each in (loss, claimed)])
    if all(verdicts):
        effect, message = Effect.RIGHT, "It is the gradient of the loss."
    ways = [run(each, optimizer, position, steps, tolerance) for each in (loss, claimed)]
    return GradientTrial(ways[0], ways[1], verdicts, effect, message)


def _components(loss: Loss, gradient: str | sp.Expr | Sequence[str | sp.Expr]) -> list[sp.Expr]:
    """One expression a parameter, in symbols of the loss only."""
    one = isinstance(gradient, (str, sp.Expr))
    given = [gradient] if one else listed("gradient", gradient, "a text for each parameter")
    if len(given) != len(loss.parameters):
        wanted = f"one component for each parameter ({', '.join(map(str, loss.parameters))})"
        raise ArgumentError(f"gradient is {gradient!r}: {wanted} is wanted")
    names = [symbol.name for symbol in loss.parameters]
    read = [read_expression(each, names) if isinstance(each, str) else as_expression(each) for each in given]
    for expression in read:
        if unknown := expression.free_symbols - set(loss.parameters):
            raise ArgumentError(f"gradient contains {unknown}: only the parameters ({', '.join(names)}) are wanted")
    return read


def _effect(loss: Loss, ways: list[Trajectory]) -> tuple[Effect, str]:
    """The effect and its sentences, from two long runs."""
    right, claimed = ways
    if claimed.stopped is StopReason.DIVERGED:
        also = " The right gradient diverges too: a smaller rate is needed." if _lost(right) else ""
        return Effect.DIVERGES, f"It diverges: the run ends after {_updates(len(claimed))}.{also}"
    if _lost(right):
        return Effect.UNSETTLED, "With the right gradient this descent diverges: try a smaller rate."
    end, other = right.points[-1], claimed.points[-1]
    if np.array_equal(right.points, claimed.points):
        return Effect.SAME, "It takes the same way, step for step, from this start."
    scale = np.linalg.norm(end - right.points[0]) or 1.0
    if np.linalg.norm(other - end) <= _NEAR * scale:
        return _speed(loss, right, claimed)
    if not _settled(claimed):
        return Effect.UNSETTLED, (
            f"After {_updates(len(claimed))} it is at {_place(loss, other)} and still moves, "
            f"where the right gradient leads to {_place(loss, end)}."
        )
    slope = ", ".join(f"{value:.3g}" for value in np.atleast_1d(loss.gradient(other)))
    uphill = " It went uphill." if claimed.losses[-1] > claimed.losses[0] else ""
    return Effect.ANOTHER_POINT, (
        f"It ends at another point, {_place(loss, other)}, where the gradient of the loss is {slope}; "
        f"the right one leads to {_place(loss, end)}.{uphill}"
    )


def _speed(loss: Loss, right: Trajectory, claimed: Trajectory) -> tuple[Effect, str]:
    """Both end at the same place: how many updates does each take for 99 % of the way?"""
    counts = [_arrival(way, right.points[-1]) for way in (right, claimed)]
    place, numbers = (
        _place(loss, right.points[-1]),
        f"{_updates(counts[1])} in place of {counts[0]} for 99 % of the way",
    )
    if counts[0] == counts[1]:
        return (
            Effect.SAME,
            f"It ends at the same place, {place}, after as many updates ({counts[0]} for 99 % of the way).",
        )
    slower = counts[1] > counts[0]
    word = "slower" if slower else "faster, by luck"
    return (Effect.SLOWER if slower else Effect.FASTER), f"It ends at the same place, {place}, but {word}: {numbers}."


def _arrival(way: Trajectory, end: np.ndarray) -> int:
    """The first update after which the way stays within 1 % of its whole length around the end."""
    distances = np.linalg.norm(way.points - end, axis=1)
    outside = np.flatnonzero(distances > 0.01 * distances[0])
    return int(outside[-1]) + 1 if outside.size else 0


def _lost(way: Trajectory) -> bool:
    return way.stopped is StopReason.DIVERGED


def _settled(way: Trajectory) -> bool:
    """Whether the last updates are small beside the way."""
    last = np.linalg.norm(way.points[-10:] - way.points[-1], axis=1).max()
    return bool(last <= 1e-6 * (np.linalg.norm(way.points[-1] - way.points[0]) + np.linalg.norm(way.points[-1])))


def _updates(number: int) -> str:
    return f"{number} update" if number == 1 else f"{number} updates"


def _place(loss: Loss, point: np.ndarray) -> str:
    names = ["θ" if symbol.name == "theta" else symbol.name for symbol in loss.parameters]
    return ", ".join(f"{name} = {round(value, 9) + 0.0:.4g}" for name, value in zip(names, point, strict=True))
