"""A loss and an update rule, compiled into one loop: gradient, loss and update share their common subexpressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import sympy as sp

from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GRADIENT, PARAMETER, STEP
from gdtutor.descent.source import function, statements
from gdtutor.errors import ArgumentError

# the step, position and state where ``math`` raised an error: from there NumPy goes on, with infinities and NaN
Interrupted = tuple[int, tuple[float, ...], tuple[float, ...]]
# first, last, tolerance, position, state, settings, one append a recorded column
PointLoop = Callable[
    [int, int, float, Sequence[float], Sequence[float], Sequence[float], Sequence[Callable[[float], None]]],
    Interrupted | None,
]
# steps, position, state, settings, table of shape (steps + 1, 2d + 1, rows)
RowsLoop = Callable[[int, Sequence[np.ndarray], Sequence[float], Sequence[float | np.ndarray], np.ndarray], None]


class Engine(NamedTuple):
    """One descent as a compiled loop, three times from the same statements.

    Each step records d coordinates, the loss and d components of the gradient. A loop over a point ends early after
    an update shorter than the tolerance, or one that is no number (NaN).
    """

    point: PointLoop  # floats through math, which raises errors where a result is undefined or too large
    careful: PointLoop  # the same through NumPy: slower, and never raises one
    rows: RowsLoop  # many descents at once, each as a row


_POINT = """\
def point(first, last, tolerance, position, state, settings, appends):
    {w} = position
    {s} = state
    {h} = settings
    {appends} = appends
    stop = False
    try:
        for t in range(first, last + 1):
            {evaluate}
            {record}
            if stop:
                return None
            {update}
            distance = {distance}
            stop = not tolerance <= distance
            {w} = {next_w}
            {s} = {next_s}
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
        {w} = {next_w}
        {s} = {next_s}
"""


@lru_cache(maxsize=256)
def engine(loss: Loss, rule: tuple[sp.Eq, ...], settings: tuple[sp.Symbol, ...]) -> Engine:
    """The compiled loops of a loss and an update rule, which are made once and kept.

    Args:
        loss: what is descended.
        rule: the equations of one step (``Optimizer.update_rule``).
        settings: the symbols of the hyperparameters, in the order in which the loops receive their values.

    Raises:
        ArgumentError: if the rule speaks of something that is not defined, or the loss cannot be compiled.
    """
    size, carried, last = len(loss.parameters), _carried(rule), len(rule) - 1
    names = {parameter: f"w{i}" for i, parameter in enumerate(loss.parameters)}
    outputs = {"loss": loss.expression} | {f"g{i}": part for i, part in enumerate(loss.gradient_expressions)}
    columns = [*names.values(), *outputs]
    moves = [f"new{last}_{i} - w{i}" for i in range(size)]
    parts: dict[str, str | list[str]] = {
        "w": _tuple(names.values()),
        "s": _tuple(f"old{k}_{i}" for k in carried for i in range(size)),
        "h": _tuple(f"h{k}" for k in range(len(settings))),
        "next_w": _tuple(f"new{last}_{i}" for i in range(size)),
        "next_s": _tuple(f"new{k}_{i}" for k in carried for i in range(size)),
        "appends": _tuple(f"append_{column}" for column in columns),
        "distance": f"abs({moves[0]})" if size == 1 else f"hypot({', '.join(moves)})",
        "evaluate": statements(outputs, names, "c"),
        "update": _update(rule, size, settings),
        "record": [f"append_{column}({column})" for column in columns],
        "table": [f"table[t, {k}] = {column}" for k, column in enumerate(columns)],
    }
    point, rows = _fill(_POINT, parts), _fill(_ROWS, parts)
    return Engine(function("point", point, "math"), function("point", point, "numpy"), function("rows", rows, "numpy"))


def _before(term: sp.Indexed) -> sp.Indexed:
    """The same quantity one step earlier: v_t for v_{t+1}."""
    return term.base[term.indices[0] - 1]


def _carried(rule: tuple[sp.Eq, ...]) -> list[int]:
    """The numbers of the equations whose result is state that a later step needs, apart from the parameters."""
    used = {term for equation in rule for term in equation.rhs.atoms(sp.Indexed)}
    return [k for k, equation in enumerate(rule[:-1]) if _before(equation.lhs) in used]


def _update(rule: tuple[sp.Eq, ...], size: int, settings: tuple[sp.Symbol, ...]) -> list[str]:
    """Assignments of one step: equation by equation, each for every parameter."""
    count = sp.Symbol("count")
    common = {STEP: count} | {symbol: sp.Symbol(f"h{k}") for k, symbol in enumerate(settings)}
    terms = [common | {PARAMETER[STEP]: sp.Symbol(f"w{i}"), GRADIENT[STEP]: sp.Symbol(f"g{i}")} for i in range(size)]
    for i, known in enumerate(terms):
        known.update({_before(rule[k].lhs): sp.Symbol(f"old{k}_{i}") for k in _carried(rule)})
    lines, counted = [], False
    for k, equation in enumerate(rule):
        outputs = {f"new{k}_{i}": _rewritten(equation.rhs, known) for i, known in enumerate(terms)}
        lines += statements(outputs, {}, f"u{k}_")
        counted |= any(count in output.free_symbols for output in outputs.values())
        for i, known in enumerate(terms):
            known[equation.lhs] = sp.Symbol(f"new{k}_{i}")
    # as a float of the library that runs the loop, so that what NumPy divides by it raises nothing
    return ["count = real(t)", *lines] if counted else lines


def _rewritten(expression: sp.Expr, known: Mapping[sp.Basic, sp.Symbol]) -> sp.Expr:
    """The expression in the variables of the program."""
    rewritten = expression.xreplace(known)
    if unknown := rewritten.free_symbols - set(known.values()):
        wanted = "a hyperparameter, t, θ_t, g_t, carried state or an earlier result"
        raise ArgumentError(f"update_rule speaks of {unknown}: {wanted} is wanted")
    return rewritten


def _tuple(names: Iterable[str]) -> str:
    return "(" + "".join(f"{name}, " for name in names) + ")"


def _fill(template: str, parts: Mapping[str, str | list[str]]) -> str:
    """Put names and blocks of statements into a template; a block keeps the indentation of its place."""
    lines = []
    for line in template.splitlines():
        place = line.strip().strip("{}")
        indent = line[: len(line) - len(line.lstrip())]
        block = parts.get(place)
        lines += [indent + statement for statement in block] if isinstance(block, list) else [line.format(**parts)]
    return "\n".join(lines) + "\n"
