"""Optimizers: update rules as equations, which are shown, proved about and compiled.

The symbols of a rule are those of the lectures: θ_t the parameters before step t = 0, 1, 2, …, g_t the gradient there,
θ_{t+1} the parameters after it. A rule holds for each parameter on its own. To add an optimizer, subclass
``Optimizer``: its fields are the hyperparameters, its rule may carry further state from one step to the next.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import sympy as sp

from gdtutor.descent.schedule import RATE, STEP, Schedule, apart, becomes, rate_or_schedule, scheduled

__all__ = ["CURVATURE_STEP", "GRADIENT", "PARAMETER", "RATE", "STEP", "GradientDescent", "Optimizer"]

PARAMETER = sp.IndexedBase("theta")
GRADIENT = sp.IndexedBase("g")
CURVATURE_STEP = sp.IndexedBase("H^{-1}g")  # the solution x of H_t x = g_t, where H_t is the Hessian at θ_t


@dataclass(frozen=True)
class Optimizer(ABC):
    """A rule that makes the next point from this one and its gradient; the fields are its hyperparameters.

    >>> isinstance(GradientDescent(rate=0.5), Optimizer)
    True
    """

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({})  # field -> symbol in the rule
    words: ClassVar[Mapping[str, str]] = MappingProxyType({})  # base in the rule -> what it is called

    @property
    @abstractmethod
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """The equations of one step, in the order in which they are computed; the last one gives θ_{t+1}.

        A left side is ``base[index]``. Where a right side also speaks of ``base[index - 1]``, the base is state that
        is carried from step to step, beginning with ``initial_state``.
        """

    @property
    def initial_state(self) -> tuple[float, ...]:
        """The state before the first step, a NamedTuple with one field for each carried base, in the rule's order."""
        return ()

    @property
    def settings(self) -> dict[sp.Symbol, float]:
        """The value of each hyperparameter by its symbol; those of a schedule in place of its rate."""
        values = {symbol: getattr(self, field) for field, symbol in self.symbols.items()}
        schedule = values.get(RATE)
        if not isinstance(schedule, Schedule):
            return values
        del values[RATE]
        names = apart(set(schedule.settings), tuple(self.update_rule[1:]))
        return {names.get(symbol, symbol): value for symbol, value in schedule.settings.items()} | values

    @cached_property
    def prepared(self) -> tuple[tuple[sp.Eq, ...], tuple[sp.Symbol, ...], tuple[float, ...], tuple[float, ...]]:
        """What a run asks for, put together once: the rule, the symbols and values of its settings, the first state."""
        settings = self.settings
        return self.update_rule, tuple(settings), tuple(settings.values()), self.initial_state

    def rates(self, updates: int) -> np.ndarray:
        """The learning rate of each update, shape (updates,)."""
        rate = getattr(self, "rate", np.nan)
        return rate(np.arange(updates)) if isinstance(rate, Schedule) else np.full(updates, rate)

    def _repr_latex_(self) -> str:
        # in this order θ_t comes first and what is subtracted after it, as in the lectures
        sides = [(sp.latex(rule.lhs), sp.latex(rule.rhs, order="rev-lex")) for rule in self.update_rule]
        lines = r" \\ ".join(f"{left} &= {right.replace('1 + t', 't + 1')}" for left, right in sides)
        values = [f"{sp.latex(symbol)} = {_typeset(value)}" for symbol, value in self.settings.items()]
        hessian = [r"H_{t} = \nabla^{2} L(\theta_{t})"] if _uses_curvature(self.update_rule) else []
        where = r",\quad ".join([r"g_{t} = \nabla L(\theta_{t})", *hessian, *values])
        return rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}} \qquad {where}$"


def _typeset(value: float) -> str:
    mantissa, _, exponent = f"{value:g}".partition("e")
    power = f"10^{{{int(exponent)}}}" if exponent else ""
    return power if power and mantissa == "1" else mantissa + (rf" \cdot {power}" if power else "")


def _uses_curvature(rule: tuple[sp.Eq, ...]) -> bool:
    return any(equation.rhs.has(CURVATURE_STEP) for equation in rule)


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """Gradient descent: θ_{t+1} = θ_t − η g_t (Hopkins 8 and 12; CS109B "Learning Rate"; Lee "Gradient Descent").

    Args:
        rate: the learning rate η > 0 (Hopkins writes α), a number or a ``Schedule``.

    Raises:
        ArgumentError: if the rate is neither a positive number nor a schedule.

    >>> GradientDescent(rate=0.5).update_rule
    (Eq(theta[t + 1], -eta*g[t] + theta[t]),)
    """

    rate: float | Schedule = 0.1

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": RATE})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", rate_or_schedule(self.rate))

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """θ_{t+1} = θ_t − η g_t."""
        return scheduled(_gradient_descent, self.rate)


@cache  # making SymPy equations takes longer than a hundred steps of the descent
def _gradient_descent() -> tuple[sp.Eq, ...]:
    return (becomes(PARAMETER[STEP + 1], PARAMETER[STEP] - RATE * GRADIENT[STEP]),)
