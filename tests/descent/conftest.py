"""Optimizers with state and counters, made for the tests from the same parts as those of the package."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import pytest
import sympy as sp

from gdtutor.descent.optimizer import GRADIENT, PARAMETER, RATE, STEP, Optimizer

FRICTION, FIRST, SECOND, EPSILON = sp.symbols("beta beta_1 beta_2 epsilon")
VELOCITY, MEAN, SQUARE, UNBIASED = map(sp.IndexedBase, ("v", "m", "s", "u"))


class Velocity(NamedTuple):
    velocity: float = 0.0


class Moments(NamedTuple):
    first_moment: float = 0.0
    second_moment: float = 0.0


@dataclass(frozen=True)
class HeavyBall(Optimizer):
    """v ← βv + g, θ ← θ − ηv."""

    rate: float = 0.1
    friction: float = 0.9
    velocity: float = 0.0
    symbols: ClassVar[dict[str, sp.Symbol]] = {"rate": RATE, "friction": FRICTION}

    @property
    def initial_state(self):
        return Velocity(self.velocity)

    @property
    def update_rule(self):
        t = STEP
        return (
            sp.Eq(VELOCITY[t + 1], FRICTION * VELOCITY[t] + GRADIENT[t]),
            sp.Eq(PARAMETER[t + 1], PARAMETER[t] - RATE * VELOCITY[t + 1]),
        )


@dataclass(frozen=True)
class Moment(Optimizer):
    """Two moments, of which the first is corrected for its bias: state, an intermediate result and the step count."""

    rate: float = 0.1
    first_moment: float = 0.0
    second_moment: float = 0.0
    symbols: ClassVar[dict[str, sp.Symbol]] = {"rate": RATE}

    @property
    def initial_state(self):
        return Moments(self.first_moment, self.second_moment)

    @property
    def update_rule(self):
        t, g = STEP, GRADIENT[STEP]
        beta = sp.Rational(3, 4)
        return (
            sp.Eq(MEAN[t + 1], beta * MEAN[t] + (1 - beta) * g),
            sp.Eq(SQUARE[t + 1], beta * SQUARE[t] + (1 - beta) * g**2),
            sp.Eq(UNBIASED[t + 1], MEAN[t + 1] / (1 - beta ** (t + 1))),
            sp.Eq(PARAMETER[t + 1], PARAMETER[t] - RATE * UNBIASED[t + 1] / (sp.sqrt(SQUARE[t + 1]) + 1)),
        )


@dataclass(frozen=True)
class Pole(Optimizer):
    """θ ← θ − η/(t − 2): in the third step Python's floats raise an error and NumPy's are infinite."""

    rate: float = 0.1
    symbols: ClassVar[dict[str, sp.Symbol]] = {"rate": RATE}

    @property
    def update_rule(self):
        return (sp.Eq(PARAMETER[STEP + 1], PARAMETER[STEP] - RATE / (STEP - 2)),)


@pytest.fixture
def pole():
    return Pole


@pytest.fixture
def heavy_ball():
    return HeavyBall


@pytest.fixture
def moment():
    return Moment
