"""The values of expressions over a slider's grid: computed once, all together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy

from gdtutor.descent.source import function, statements
from gdtutor.errors import ArgumentError


def on_grid(expressions: Sequence[sympy.Expr], variable: sympy.Symbol, grid: np.ndarray) -> list[np.ndarray]:
    """Return each expression's values at every place of the grid; NaN where it has no real value.

    Raises:
        ArgumentError: when an expression has another free symbol than the variable.

    >>> t = sympy.Symbol("t")
    >>> [values.tolist() for values in on_grid([t**2, 2 * t], t, np.array([1.0, 3.0]))]
    [[1.0, 9.0], [2.0, 6.0]]
    """
    others = sorted({str(s) for e in expressions for s in e.free_symbols} - {variable.name})
    if others:
        raise ArgumentError(f"{', '.join(others)} has no value: give a number for every symbol but {variable}")
    names = [f"out{k}" for k in range(len(expressions))]
    lines = statements(dict(zip(names, expressions, strict=True)), {variable: "place"}, "part")
    source = "\n    ".join(["def values(place):", *lines, f"return [{', '.join(names)}]"])
    with np.errstate(all="ignore"):
        results = function("values", source, "numpy")(grid)
    return [_finite(np.broadcast_to(result, grid.shape)) for result in results]


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)
