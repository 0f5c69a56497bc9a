"""One step of an update rule on arrays: for losses that are no formula, and to look at what an optimizer remembers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import floats
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.rule import Rule, carried, fill, update, uses_curvature
from gdtutor.descent.source import function
from gdtutor.errors import ArgumentError

_STEP = """\
def step(t, w0, g0, n0, state, settings):
    ({s}) = state
    ({h}) = settings
    {update}
    return ({results})
"""


@lru_cache(maxsize=64)
def _step(rule: Rule, settings: tuple[sp.Symbol, ...]) -> Callable[..., tuple[np.ndarray, ...]]:
    parts: dict[str, str | list[str]] = {
        "s": "".join(f"old{k}_0, " for k in carried(rule)),
        "h": "".join(f"h{k}, " for k in range(len(settings))),
        "update": update(rule, 1, settings, batch=True),
        "results": "".join(f"new{k}_0, " for k in range(len(rule))),
    }
    return function("step", fill(_STEP, parts), "numpy")


class Stepper:
    """An optimizer on its way: its state, and the step compiled from its rule for arrays of any shape.

    Args:
        optimizer: gives the rule, and the value of each symbol in it.
        settings: values for some of the symbols in place of the optimizer's own; arrays, where points differ in them.

    >>> from gdtutor.descent.momentum import Momentum
    >>> stepper = Stepper(Momentum(rate=0.5, decay=0.5))
    >>> [stepper(np.array([0.0]), np.array([1.0])).item() for _ in range(3)]
    [-0.5, -0.75, -0.875]
    """

    def __init__(self, optimizer: Optimizer, settings: Mapping[sp.Symbol, np.ndarray] | None = None) -> None:
        self.rule, values = optimizer.update_rule, optimizer.settings | dict(settings or {})
        self._values = tuple(np.asarray(value, dtype=float)[()] for value in values.values())
        self._run = _step(self.rule, tuple(values))
        self._carried = carried(self.rule)
        self._state: tuple[Any, ...] = tuple(map(np.float64, optimizer.initial_state))
        self.updates = 0
        self.results: tuple[Any, ...] = ()  # of each equation, in the last step

    @property
    def uses_curvature(self) -> bool:
        """Whether a step needs the solution of H x = g."""
        return uses_curvature(self.rule)

    def __call__(self, w: np.ndarray, gradient: np.ndarray, curvature_step: Any = np.nan) -> np.ndarray:
        """The next point; w, gradient and (for Newton) the solution of H x = g have one shape."""
        with np.errstate(all="ignore"):
            self.results = self._run(self.updates, w, gradient, curvature_step, self._state, self._values)
        self._state = tuple(self.results[k] for k in self._carried)
        self.updates += 1
        return self.results[-1]


def trace(optimizer: Optimizer, gradients: ArrayLike) -> dict[str, np.ndarray]:
    """What an optimizer computes from given gradients, step by step: its state, its rates, its updates.

    Args:
        optimizer: any but Newton's method, which asks for more than gradients.
        gradients: shape (T,) or (T, d), such as ``trajectory.gradients[:-1]``.

    Returns:
        Arrays of the shape of ``gradients``: "rate" for a schedule, then what the optimizer remembers after each step
        ("velocity", "first_moment", …; "parameter_rate" for AdaGrad and RMSProp), and "update", θ_{t+1} − θ_t.

    Raises:
        ArgumentError: if the gradients are no numbers, or the optimizer needs the Hessian.

    >>> from gdtutor.descent.adaptive import AdaGrad
    >>> surprise = trace(AdaGrad(rate=1.0, epsilon=0.0), [10.8, 20.9, 31.7, 12.1, 0.1])  # Lee, "How surprise it is"
    >>> surprise["parameter_rate"].round(4), surprise["update"].round(4)
    (array([0.0926, 0.0425, 0.0253, 0.0242, 0.0242]), array([-1.    , -0.8884, -0.803 , -0.2931, -0.0024]))
    """
    slopes, stepper = floats(gradients), Stepper(optimizer)
    if slopes is None or slopes.ndim not in (1, 2):
        raise ArgumentError(f"gradients is {gradients!r}: numbers of shape (T,) or (T, d) are wanted")
    if stepper.uses_curvature:
        raise ArgumentError(f"optimizer is {optimizer!r}: one that needs gradients only is wanted")
    still, rows = np.zeros(slopes.shape[1:]), []
    for slope in slopes:
        stepper(still, slope)
        rows.append([np.broadcast_to(result, still.shape) for result in stepper.results])
    names = [_word(optimizer, equation.lhs.base) for equation in stepper.rule]
    return {name: np.array([row[k] for row in rows]).reshape(slopes.shape) for k, name in enumerate(names)}


def _word(optimizer: Optimizer, base: sp.IndexedBase) -> str:
    known = {"theta": "update", "eta": "rate"} | dict(optimizer.words)
    return known.get(str(base.label), str(base.label))
