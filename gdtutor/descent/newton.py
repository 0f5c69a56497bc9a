"""Newton's method: the step that the second derivative asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import ClassVar

import sympy as sp

from gdtutor.descent.optimizer import CURVATURE_STEP, PARAMETER, RATE, STEP, Optimizer
from gdtutor.descent.schedule import Schedule, becomes, rate_or_schedule, scheduled


@dataclass(frozen=True)
class Newton(Optimizer):
    """Newton's method: θ_{t+1} = θ_t − η H_t⁻¹ g_t with the Hessian H_t (Lee, "Formal Derivation").

    With η = 1 one step solves a quadratic; for one parameter it is Lee's best step, the size of the first derivative
    over the second derivative. It looks for a zero of the gradient, so it also walks to a maximum or a saddle point,
    and where the Hessian is singular there is no step: the run ends as diverged.

    Args:
        rate: η > 0, a number or a ``Schedule``.

    Raises:
        ArgumentError: if the rate is neither a positive number nor a schedule.

    >>> Newton().update_rule
    (Eq(theta[t + 1], -eta*H^{-1}g[t] + theta[t]),)
    """

    rate: float | Schedule = 1.0

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": RATE})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", rate_or_schedule(self.rate))

    @property
    def update_rule(self) -> tuple[sp.Eq, ...]:
        """θ_{t+1} = θ_t − η (H⁻¹g)_t."""
        return scheduled(_newton, self.rate)


@cache
def _newton() -> tuple[sp.Eq, ...]:
    return (becomes(PARAMETER[STEP + 1], PARAMETER[STEP] - RATE * CURVATURE_STEP[STEP]),)
