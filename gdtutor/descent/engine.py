"""A loss and an update rule, compiled into one loop: gradient, loss and update share their common subexpressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import sympy as sp

from gdtutor.descent.loss import Loss
from gdtutor.descent.rule import Rule, carried, fill, update, uses_curvature
from gdtutor.descent.source import Program, function

# the step, position and state where ``math`` raised an error: from there NumPy goes on, with infinities and NaN
Interrupted = tuple[int, tuple[float, ...], tuple[float, ...]]
# first, last, tolerance, position, state, settings, one append a recorded column
PointLoop = Callable[
    [int, int, float, Sequence[float], Sequence[float], Sequence[float], Sequence[Callable[[float], None]]],
    Interrupted | None,
]
# steps, position, state, settings, table of shape (steps + 1, 2d + 1, rows)
RowsLoop = Callable[[int, Sequence[np.ndarray], Sequence[float], Sequence[float | np.ndarray], np.ndarray], None]
# steps, position, state, settings -> coordinates, loss and gradient at the end; and a number for each descent that is
# not below the bound if a coordinate passed it, or the loss was not finite on the way
LastLoop = Callable[
    [int, Sequence[np.ndarray], Sequence[float], Sequence[float]], tuple[Sequence[np.ndarray], np.ndarray]
]


class Engine(NamedTuple):
    """One descent as a compiled loop, five times from the same statements.

    Each step records d coordinates, the loss and d components of the gradient. A loop over a point ends early after
    an update shorter than the tolerance, or one that is no number (NaN).
    """

    plain: PointLoop  # as ``point`` without a tolerance: it ends early after a loss that is no number only
    point: PointLoop  # floats through math, which raises errors where a result is undefined or too large
    careful: PointLoop  # the same through NumPy: slower, and never raises one
    rows: RowsLoop  # many descents at once, each as a row
    last: LastLoop  # the same, without a record


_POINT = """\
def point(first, last, tolerance, position, state, settings, appends):
    {w} = position
    {s} = state
    {h} = settings
    {appends} = appends
    stop = False  # after a short update, once its point is recorded
    try:
        for t in range(first, last + 1):
            {evaluate}
            {record}
            {leave}
            {update}
            {watch}
            {advance}
    except (ArithmeticError, ValueError):
        return t, {w}, {s}
"""
_ROWS = """\
def rows(steps, position, state, settings, table):
    {w} = position
    {s} = state
    {h} = settings
    for t in range(steps + 1):
        {evaluate}
        {table}
        {update}
        {advance}
"""
_LAST = """\
def last(steps, position, state, settings):
    {w} = position
    {s} = state
    {h} = settings
    reach = 0.0
    for t in range(steps):
        {evaluate}
        {reach}
        reach = reach + 0.0*loss
        {update}
        {advance}
    {evaluate}
    {reach}
    return {columns}, reach
"""


@lru_cache(maxsize=256)
def engine(loss: Loss, rule: Rule, settings: tuple[sp.Symbol, ...]) -> Engine:
    """The compiled loops of a loss and an update rule, which are made once and kept.

    Args:
        loss: what is descended.
        rule: the equations of one step (``Optimizer.update_rule``).
        settings: the symbols of the hyperparameters, in the order in which the loops receive their values.

    Raises:
        ArgumentError: if the rule speaks of something that is not defined, or the loss cannot be compiled.
    """
    size, states, last = len(loss.parameters), carried(rule), len(rule) - 1
    names = {parameter: f"w{i}" for i, parameter in enumerate(loss.parameters)}
    outputs = {"loss": loss.expression} | {f"g{i}": part for i, part in enumerate(loss.computed_gradient)}
    columns = [*names.values(), *outputs]
    solving: list[str] = []
    if uses_curvature(rule):
        hessian, solving = _curvature_step(loss)
        outputs |= hessian
    program = Program(outputs, names, "c")
    moves = [f"new{last}_{i} - w{i}" for i in range(size)]
    parts: dict[str, str | list[str]] = {
        "w": _tuple(names.values()),
        "s": _tuple(f"old{k}_{i}" for k in states for i in range(size)),
        "h": _tuple(f"h{k}" for k in range(len(settings))),
        "appends": _tuple(f"append_{column}" for column in columns),
        "leave": ["if stop:", "    return None"],
        "watch": [f"distance = {_length(moves)}", "stop = not tolerance <= distance"],
        "advance": [f"{name} = new{last}_{i}" for i, name in enumerate(names.values())]
        + [f"old{k}_{i} = new{k}_{i}" for k in states for i in range(size)],
        "evaluate": [*program.batch, *solving],
        "update": update(rule, size, settings, batch=True),
        "record": [f"append_{column}({column})" for column in columns],
        "reach": [f"reach = maximum(reach, abs(w{i}))" for i in range(size)],
        "columns": _tuple(columns),
        "table": [f"table[t, {k}] = {column}" for k, column in enumerate(columns)],
    }
    alone = parts | {
        "evaluate": [*program.point, *solving],
        "update": update(rule, size, settings, batch=False),
    }
    point = fill(_POINT, alone)
    plain = fill(_POINT, alone | {"leave": ["if loss != loss:", "    return None"], "watch": []})
    return Engine(
        function("point", plain, "math"),
        function("point", point, "math"),
        function("point", point, "numpy"),
        function("rows", fill(_ROWS, parts), "numpy"),
        function("last", fill(_LAST, parts), "numpy"),
    )


def _length(moves: Sequence[str]) -> str:
    return f"abs({moves[0]})" if len(moves) == 1 else f"hypot({', '.join(moves)})"


def _tuple(names: Iterable[str]) -> str:
    return "(" + "".join(f"{name}, " for name in names) + ")"


def _curvature_step(loss: Loss) -> tuple[dict[str, sp.Expr], list[str]]:
    """The solution of H x = g: as a formula for one or two parameters, else the entries and a call that solves."""
    size, gradient, hessian = len(loss.parameters), loss.computed_gradient, loss.computed_hessian
    if size == 1 and hessian[0][0] != 0:
        return {"n0": gradient[0] / hessian[0][0]}, []
    if size == 2:
        (a, b), (c, d) = hessian
        along, across = d * gradient[0] - b * gradient[1], a * gradient[1] - c * gradient[0]
        if (determinant := a * d - b * c) != 0:
            return {"n0": along / determinant, "n1": across / determinant}, []
    entries = {f"q{i}_{j}": entry for i, row in enumerate(hessian) for j, entry in enumerate(row)}
    solution, slopes = _tuple(f"n{i}" for i in range(size)), _tuple(f"g{i}" for i in range(size))
    return entries, [f"{solution} = solve({_tuple(entries)}, {slopes})"]
