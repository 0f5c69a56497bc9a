"""Optimizers that give each parameter its own rate, from its past gradients: AdaGrad, RMSProp, Adam."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import sympy as sp

from gdtutor.descent.arguments import decay_factor, not_negative
from gdtutor.descent.optimizer import GRADIENT, PARAMETER, RATE, STEP, Optimizer
from gdtutor.descent.schedule import Schedule, becomes, rate_or_schedule, scheduled
from gdtutor.errors import ArgumentError

SQUARES, MEAN_SQUARE, OWN_RATE = map(sp.IndexedBase, ("G", "s", "a"))
FIRST, SECOND = sp.IndexedBase("v"), sp.IndexedBase("s")
FIRST_HAT, SECOND_HAT = sp.IndexedBase(r"\hat{v}"), sp.IndexedBase(r"\hat{s}")
DECAY, FIRST_DECAY, SECOND_DECAY = sp.symbols("beta beta_1 beta_2", positive=True)
EPSILON = sp.Symbol("epsilon", positive=True)


class SquaresState(NamedTuple):
    """What AdaGrad remembers of each parameter.

    >>> SquaresState()
    SquaresState(sum_of_squares=0.0)
    """

    sum_of_squares: float = 0.0


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """AdaGrad: G_{t+1} = G_t + g_t², a_t = η/(√G_{t+1} + ε), θ_{t+1} = θ_t − a_t g_t, from G_0 = 0.

    Each parameter has its own rate a_t; ``trace`` computes it as ``parameter_rate``. Lee divides η/√(t+1) by the root
    mean square of the gradients so far, g_t among them: the two √(t+1) cancel, which leaves √G_{t+1}. He has no ε.
    Hopkins 16 has a tiny constant against division by zero; it stands outside the root, as in PyTorch's ``Adagrad``,
    whose ε this is.

    Args:
        rate: the learning rate η > 0, a number or a ``Schedule``.
        epsilon: ε ≥ 0; with 0 the first step is not defined where the gradient is exactly zero.

    Raises:
        ArgumentError: if the rate is neither positive nor a schedule, or ε is negative.

    >>> for equation in AdaGrad().update_rule: print(equation)
    Eq(G[t + 1], G[t] + g[t]**2)
    Eq(a[t], eta/(epsilon + sqrt(G[t + 1])))
    Eq(theta[t + 1], -a[t]*g[t] + theta[t])
    """

    rate: float | Schedule = 0.1
    epsilon: float = 1e-10

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": RATE, "epsilon": EPSILON})
    words: ClassVar[Mapping[str, str]] = MappingProxyType({"G": "sum_of_squares", "a": "parameter_rate"})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", rate_or_schedule(self.rate))
        object.__setattr__(self, "epsilon", not_negative("epsilon", self.epsilon))

    @property
    def initial_state(self) -> SquaresState:
        """G_0 = 0."""
        return SquaresState()

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """G_{t+1} = G_t + g_t²; a_t = η/(√G_{t+1} + ε); θ_{t+1} = θ_t − a_t g_t."""
        return scheduled(_adagrad, self.rate)


def _own_rate(squares: sp.IndexedBase) -> tuple[sp.Eq, sp.Eq]:
    t = STEP
    own = becomes(OWN_RATE[t], RATE / (sp.sqrt(squares[t + 1]) + EPSILON))
    return own, becomes(PARAMETER[t + 1], PARAMETER[t] - OWN_RATE[t] * GRADIENT[t])


@cache
def _adagrad() -> tuple[sp.Eq, ...]:
    return becomes(SQUARES[STEP + 1], SQUARES[STEP] + GRADIENT[STEP] ** 2), *_own_rate(SQUARES)


class MeanSquareState(NamedTuple):
    """What RMSProp remembers of each parameter.

    >>> MeanSquareState()
    MeanSquareState(mean_square=0.0)
    """

    mean_square: float = 0.0


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """RMSProp: s_{t+1} = β s_t + (1 − β) g_t², a_t = η/(√s_{t+1} + ε), θ_{t+1} = θ_t − a_t g_t, from s_0 = 0.

    AdaGrad with a fading memory in place of a sum, so that it does not crawl to a stop. No lecture has it: defaults
    and the place of ε are those of PyTorch's ``RMSprop``, whose ``alpha`` is the decay β.

    Args:
        rate: the learning rate η > 0, a number or a ``Schedule``.
        decay: β in [0, 1).
        epsilon: ε ≥ 0.

    Raises:
        ArgumentError: if the rate is neither positive nor a schedule, the decay is outside [0, 1) or ε is negative.

    >>> RMSProp().update_rule[0]
    Eq(s[t + 1], beta*s[t] + (1 - beta)*g[t]**2)
    """

    rate: float | Schedule = 0.01
    decay: float = 0.99
    epsilon: float = 1e-8

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": RATE, "decay": DECAY, "epsilon": EPSILON})
    words: ClassVar[Mapping[str, str]] = MappingProxyType({"s": "mean_square", "a": "parameter_rate"})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", rate_or_schedule(self.rate))
        object.__setattr__(self, "decay", decay_factor("decay", self.decay))
        object.__setattr__(self, "epsilon", not_negative("epsilon", self.epsilon))

    @property
    def initial_state(self) -> MeanSquareState:
        """s_0 = 0."""
        return MeanSquareState()

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """s_{t+1} = β s_t + (1 − β) g_t²; a_t = η/(√s_{t+1} + ε); θ_{t+1} = θ_t − a_t g_t."""
        return scheduled(_rmsprop, self.rate)


@cache
def _rmsprop() -> tuple[sp.Eq, ...]:
    return _average(MEAN_SQUARE, DECAY, GRADIENT[STEP] ** 2), *_own_rate(MEAN_SQUARE)


def _average(moment: sp.IndexedBase, decay: sp.Symbol, new: sp.Expr) -> sp.Eq:
    """A moving average: m_{t+1} = β m_t + (1 − β) x."""
    return becomes(moment[STEP + 1], decay * moment[STEP] + (1 - decay) * new)


class AdamState(NamedTuple):
    """What Adam remembers of each parameter.

    >>> AdamState()
    AdamState(first_moment=0.0, second_moment=0.0)
    """

    first_moment: float = 0.0
    second_moment: float = 0.0


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam: both moments of the gradient, corrected for their bias towards zero (the adaptive-methods lecture).

    v_{t+1} = β₁v_t + (1 − β₁)g_t and s_{t+1} = β₂s_t + (1 − β₂)g_t², from v_0 = s_0 = 0; v̂ = v/(1 − β₁^{t+1}) and
    ŝ = s/(1 − β₂^{t+1}); θ_{t+1} = θ_t − η v̂_{t+1}/(√ŝ_{t+1} + ε). The lecture counts t from 1, so its 1 − βᵗ is
    1 − β^{t+1} here. ε stands outside the root, as in the lecture and in PyTorch's ``Adam``; the defaults are theirs.

    Args:
        rate: the learning rate η > 0, a number or a ``Schedule``.
        first_decay: β₁ in [0, 1).
        second_decay: β₂ in [0, 1).
        epsilon: ε ≥ 0.
        bias_correction: with ``False``, v and s take the places of v̂ and ŝ: the lecture's first form.

    Raises:
        ArgumentError: if the rate is neither positive nor a schedule, a decay is outside [0, 1), ε is negative, or
            ``bias_correction`` is neither ``True`` nor ``False``.

    >>> len(Adam().update_rule), len(Adam(bias_correction=False).update_rule)
    (5, 3)
    >>> Adam().update_rule[-1]
    Eq(theta[t + 1], -eta*\\hat{v}[t + 1]/(epsilon + sqrt(\\hat{s}[t + 1])) + theta[t])
    """

    rate: float | Schedule = 0.001
    first_decay: float = 0.9
    second_decay: float = 0.999
    epsilon: float = 1e-8
    bias_correction: bool = True

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType(
        {"rate": RATE, "first_decay": FIRST_DECAY, "second_decay": SECOND_DECAY, "epsilon": EPSILON}
    )
    words: ClassVar[Mapping[str, str]] = MappingProxyType({
        "v": "first_moment", "s": "second_moment",
        r"\hat{v}": "corrected_first_moment", r"\hat{s}": "corrected_second_moment",
    })  # fmt: skip

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", rate_or_schedule(self.rate))
        for field in ("first_decay", "second_decay"):
            object.__setattr__(self, field, decay_factor(field, getattr(self, field)))
        object.__setattr__(self, "epsilon", not_negative("epsilon", self.epsilon))
        if not isinstance(self.bias_correction, bool):
            raise ArgumentError(f"bias_correction is {self.bias_correction!r}: True or False is wanted")

    @property
    def initial_state(self) -> AdamState:
        """v_0 = s_0 = 0."""
        return AdamState()

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """Both moments, their corrections if wanted, and the step."""
        return scheduled(_adam if self.bias_correction else _adam_without_correction, self.rate)


def _moments() -> tuple[sp.Eq, sp.Eq]:
    gradient = GRADIENT[STEP]
    return _average(FIRST, FIRST_DECAY, gradient), _average(SECOND, SECOND_DECAY, gradient**2)


def _adam_step(first: sp.IndexedBase, second: sp.IndexedBase) -> sp.Eq:
    t = STEP
    return becomes(PARAMETER[t + 1], PARAMETER[t] - RATE * first[t + 1] / (sp.sqrt(second[t + 1]) + EPSILON))


@cache
def _adam() -> tuple[sp.Eq, ...]:
    after = STEP + 1
    corrected = (
        becomes(FIRST_HAT[after], FIRST[after] / (1 - FIRST_DECAY**after)),
        becomes(SECOND_HAT[after], SECOND[after] / (1 - SECOND_DECAY**after)),
    )
    return *_moments(), *corrected, _adam_step(FIRST_HAT, SECOND_HAT)


@cache
def _adam_without_correction() -> tuple[sp.Eq, ...]:
    return *_moments(), _adam_step(FIRST, SECOND)
