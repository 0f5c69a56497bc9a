"""Optimizers with a velocity: momentum, and Nesterov's form of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import sympy as sp

from gdtutor.descent.arguments import decay_factor
from gdtutor.descent.optimizer import GRADIENT, PARAMETER, RATE, STEP, Optimizer
from gdtutor.descent.schedule import Schedule, becomes, rate_or_schedule, scheduled

VELOCITY = sp.IndexedBase("v")
DECAY = sp.Symbol("beta", positive=True)


class VelocityState(NamedTuple):
    """What momentum remembers.

    >>> VelocityState()
    VelocityState(velocity=0.0)
    """

    velocity: float = 0.0


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Momentum: v_{t+1} = β v_t + g_t, θ_{t+1} = θ_t − η v_{t+1}, from v_0 = 0 (the adaptive-methods lecture).

    The gradient enters with weight 1, not 1 − β, so that on a constant gradient the step grows to η/(1 − β). The same
    as PyTorch's ``SGD(momentum=β)`` with its dampening of 0, whose first velocity is the first gradient.

    Args:
        rate: the learning rate η > 0, a number or a ``Schedule``; 0.01/(1 − 0.9) is the 0.1 of ``GradientDescent``.
        decay: β in [0, 1): how much of the velocity is kept (PyTorch: ``momentum``).

    Raises:
        ArgumentError: if the rate is neither positive nor a schedule, or the decay is outside [0, 1).

    >>> Momentum(rate=0.5, decay=0.9).update_rule
    (Eq(v[t + 1], beta*v[t] + g[t]), Eq(theta[t + 1], -eta*v[t + 1] + theta[t]))
    """

    rate: float | Schedule = 0.01
    decay: float = 0.9

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": RATE, "decay": DECAY})
    words: ClassVar[Mapping[str, str]] = MappingProxyType({"v": "velocity"})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", rate_or_schedule(self.rate))
        object.__setattr__(self, "decay", decay_factor("decay", self.decay))

    @property
    def initial_state(self) -> VelocityState:
        """v_0 = 0."""
        return VelocityState()

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """v_{t+1} = β v_t + g_t; θ_{t+1} = θ_t − η v_{t+1}."""
        return scheduled(_momentum, self.rate)


@cache
def _velocity() -> sp.Eq:
    return becomes(VELOCITY[STEP + 1], DECAY * VELOCITY[STEP] + GRADIENT[STEP])


@cache
def _momentum() -> tuple[sp.Eq, ...]:
    return _velocity(), becomes(PARAMETER[STEP + 1], PARAMETER[STEP] - RATE * VELOCITY[STEP + 1])


@dataclass(frozen=True)
class Nesterov(Momentum):
    """Nesterov's momentum: v_{t+1} = β v_t + g_t, θ_{t+1} = θ_t − η (g_t + β v_{t+1}), from v_0 = 0.

    No lecture has it. This is the form of PyTorch's ``SGD(momentum=β, nesterov=True)``, which needs the gradient at
    θ_t only: θ is the point that the velocity alone would lead to.

    >>> Nesterov(rate=0.5).update_rule[-1]
    Eq(theta[t + 1], -eta*(beta*v[t + 1] + g[t]) + theta[t])
    """

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """v_{t+1} = β v_t + g_t; θ_{t+1} = θ_t − η (g_t + β v_{t+1})."""
        return scheduled(_nesterov, self.rate)


@cache
def _nesterov() -> tuple[sp.Eq, ...]:
    ahead = GRADIENT[STEP] + DECAY * VELOCITY[STEP + 1]
    return _velocity(), becomes(PARAMETER[STEP + 1], PARAMETER[STEP] - RATE * ahead)
