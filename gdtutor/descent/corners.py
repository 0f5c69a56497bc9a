"""Corners of a loss: points where arguments of max or min tie, or |u| has u = 0, and no gradient exists.

Near a tie the loss is one of its selections: the same formula with one of the tied arguments in place of the max. If
all selections have one gradient at the point, as those of max(0, x)² at 0, it is the gradient of the loss; else the
point is a corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.descent.opaque import replaced
from gdtutor.descent.source import function, statements
from gdtutor.descent.stable import stable_formula

_SAME = 1e-9  # relative difference of gradients that are one: they were computed in two ways
_MOST_SELECTIONS = 64  # beyond, a point where so much ties is taken for a corner


class _Kink(NamedTuple):
    """A max, min or |u|, and the expressions of which it is one."""

    node: sp.Expr
    choices: tuple[sp.Expr, ...]


def first_corner(expression: sp.Expr, parameters: tuple[sp.Symbol, ...], points: np.ndarray) -> int | None:
    """The number of the first of the points, shape (n, d), that is a corner.

    >>> x = sp.Symbol("x")
    >>> where = np.array([[1.0], [0.0]])
    >>> first_corner(abs(x), (x,), where), first_corner(x * abs(x), (x,), where)
    (1, None)
    """
    kinks = _kinks(expression)
    if not kinks or not len(points):
        return None
    ties = _ties(kinks, parameters, points)
    tied = np.flatnonzero(ties.any(axis=0))
    patterns, belongs = np.unique(ties[:, tied], axis=1, return_inverse=True)
    found = []
    for number, pattern in enumerate(patterns.T):
        places = tied[belongs.ravel() == number]
        found += places[_differ(expression, kinks, pattern, parameters, points[places])].tolist()
    return min(found, default=None)


@lru_cache(maxsize=64)
def _kinks(expression: sp.Expr) -> tuple[_Kink, ...]:
    """Wholes before their parts."""
    nodes = [node for node in sp.preorder_traversal(expression) if isinstance(node, sp.Max | sp.Min | sp.Abs)]
    choices = [(*node.args, -node.args[0]) if isinstance(node, sp.Abs) else node.args for node in nodes]
    return tuple(dict.fromkeys(map(_Kink, nodes, choices)))


def _ties(kinks: Sequence[_Kink], parameters: Sequence[sp.Symbol], points: np.ndarray) -> np.ndarray:
    """One row a choice of a kink, one column a point: whether the choice is among those that tie there."""
    values = _values([part for kink in kinks for part in (kink.node, *kink.choices)], parameters, points)
    rows, at = [], 0
    for kink in kinks:
        whole, chosen = values[at], values[at + 1 : at + 1 + len(kink.choices)]
        at += 1 + len(kink.choices)
        active = chosen == whole
        rows.append(active & (active.sum(axis=0) > 1))
    return np.concatenate(rows)


def _differ(
    expression: sp.Expr,
    kinks: Sequence[_Kink],
    pattern: np.ndarray,
    parameters: tuple[sp.Symbol, ...],
    points: np.ndarray,
) -> np.ndarray:
    """Which of the points, where the same choices tie, have selections of different gradients."""
    marks = iter(pattern)
    tied = [(kink.node, [choice for choice in kink.choices if next(marks)]) for kink in kinks]
    tied = [(node, choices) for node, choices in tied if choices]
    if np.prod([len(choices) for _, choices in tied], dtype=float) > _MOST_SELECTIONS:
        return np.full(len(points), True)
    slopes = [_slopes(selection, parameters, points) for selection in _selections(expression, tied)]
    low, high = np.min(slopes, axis=0), np.max(slopes, axis=0)
    size = np.abs(slopes).max(axis=(0, 1))
    return (high - low > _SAME * size).any(axis=0)


def _selections(expression: sp.Expr, tied: Sequence[tuple[sp.Expr, list[sp.Expr]]]) -> Iterator[sp.Expr]:
    nodes = [node for node, _ in tied]
    for chosen in product(*(choices for _, choices in tied)):
        known: dict[sp.Basic, sp.Basic] = {}
        for node, choice in reversed(list(zip(nodes, chosen, strict=True))):
            known[node] = replaced(choice, known)  # parts first: a choice may hold one
        yield replaced(expression, known)


def _slopes(selection: sp.Expr, parameters: tuple[sp.Symbol, ...], points: np.ndarray) -> np.ndarray:
    return _values(partials(stable_formula(selection), parameters), parameters, points)


def _values(expressions: Sequence[sp.Expr], parameters: Sequence[sp.Symbol], points: np.ndarray) -> np.ndarray:
    """One row an expression, one column a point."""
    compute = _compiled(tuple(expressions), tuple(parameters))
    with np.errstate(all="ignore"):
        results = compute(*points.T)
    return np.array([np.broadcast_to(result, len(points)) for result in results])


@lru_cache(maxsize=64)
def _compiled(expressions: tuple[sp.Expr, ...], parameters: tuple[sp.Symbol, ...]):  # type: ignore[no-untyped-def]
    names = {parameter: f"w{index}" for index, parameter in enumerate(parameters)}
    outputs = {f"y{index}": expression for index, expression in enumerate(expressions)}
    lines = [*statements(outputs, names, "c"), f"return ({', '.join(outputs)}, )"]
    return function("values", f"def values({', '.join(names.values())}):\n    " + "\n    ".join(lines) + "\n", "numpy")
