"""Where the slope that a descent uses is no gradient: points at which arguments of max or min tie, or |u| has u = 0.

A max of smooth functions has a derivative in every direction d, the largest of the derivatives of the arguments that
tie; so has what is made of it, by the chain rule. Where that derivative is g·d for every d, g is the gradient, though
something ties, as in max(0, x)² at 0; else g is the slope of one side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.descent.opaque import replaced
from gdtutor.descent.source import function, statements
from gdtutor.descent.stable import stable_formula

_SAME = 1e-9  # relative difference of two derivatives that are one: they were computed in two ways
_RANDOM = 4  # directions beside those of the axes


class _Kink(NamedTuple):
    """A max, min or |u|, and the expressions of which it is one."""

    node: sp.Expr
    choices: tuple[sp.Expr, ...]

    @property
    def pick(self) -> Callable[..., np.ndarray]:
        return np.fmin if isinstance(self.node, sp.Min) else np.fmax


class _Parts(NamedTuple):
    """A loss with a symbol for each kink: their values, and the slopes of all that is made of them."""

    kinks: tuple[_Kink, ...]  # parts before their wholes
    values: Callable[..., Sequence[np.ndarray]]  # of each kink and each of its choices, at a point
    slopes: Callable[..., Sequence[np.ndarray]]  # of each choice and of the loss, at a point and values of the kinks


def first_corner(
    expression: sp.Expr, parameters: tuple[sp.Symbol, ...], points: np.ndarray, slopes: np.ndarray
) -> int | None:
    """The number of the first of the points, shape (n, d), where the slope, of the same shape, is no gradient.

    >>> x = sp.Symbol("x")
    >>> where, zero = np.array([[1.0], [0.0]]), np.array([[1.0], [0.0]])
    >>> first_corner(abs(x), (x,), where, zero), first_corner(x * abs(x), (x,), where, 2 * zero)
    (1, None)
    """
    parts = _parts(expression, parameters)
    if not parts.kinks or not len(points):
        return None
    values = _rows(parts.values, [*points.T])
    wholes, active, at = [], [], 0
    for kink in parts.kinks:
        choices = values[at + 1 : at + 1 + len(kink.choices)]
        wholes.append(values[at])
        active.append(choices == values[at])
        at += 1 + len(choices)
    tied = np.flatnonzero(np.any([each.sum(axis=0) > 1 for each in active], axis=0))
    if not tied.size:
        return None
    rows = _rows(parts.slopes, [*points[tied].T, *(whole[tied] for whole in wholes)])
    wrong = np.zeros(len(tied), dtype=bool)
    with np.errstate(all="ignore"):
        for direction in _directions(len(parameters)):
            one = _derivative(parts.kinks, [each[:, tied] for each in active], rows, direction)
            other = slopes[tied] @ direction
            wrong |= np.abs(one - other) > _SAME * np.maximum(np.abs(one), np.abs(slopes[tied]).max(axis=1))
    return int(tied[wrong][0]) if wrong.any() else None


def _derivative(
    kinks: Sequence[_Kink], active: Sequence[np.ndarray], rows: np.ndarray, direction: np.ndarray
) -> np.ndarray:
    """The derivative of the loss in a direction at each point, by the chain rule over the kinks."""
    width, at = len(direction) + len(kinks), 0
    moves = np.zeros((width, rows.shape[1]))  # of the parameters, then of the kinks that are known so far
    moves[: len(direction)] = direction[:, np.newaxis]
    for number, (kink, holds) in enumerate(zip(kinks, active, strict=True)):
        found = np.full(rows.shape[1], np.nan)
        for own in holds:
            move = _moved(rows[at : at + width], moves)
            found = kink.pick(found, np.where(own, move, np.nan))  # what does not tie is no number, and is passed over
            at += width
        moves[len(direction) + number] = found
    return _moved(rows[at : at + width], moves)


def _moved(slopes: np.ndarray, moves: np.ndarray) -> np.ndarray:
    return np.where(slopes == 0, 0.0, slopes * moves).sum(axis=0)  # what is not looked at may be no number


def _directions(size: int) -> np.ndarray:
    axes = np.eye(size)
    random = np.random.default_rng(0).normal(size=(_RANDOM, size))
    return np.concatenate([axes, -axes, random, -random])


@lru_cache(maxsize=64)
def _parts(expression: sp.Expr, parameters: tuple[sp.Symbol, ...]) -> _Parts:
    nodes = [node for node in sp.postorder_traversal(expression) if isinstance(node, sp.Max | sp.Min | sp.Abs)]
    kinks = tuple(
        _Kink(node, (node.args[0], -node.args[0]) if isinstance(node, sp.Abs) else node.args)
        for node in dict.fromkeys(nodes)
    )
    symbols = {kink.node: sp.Dummy() for kink in kinks}
    variables = (*parameters, *symbols.values())
    smooth = [replaced(choice, symbols) for kink in kinks for choice in kink.choices] + [replaced(expression, symbols)]
    return _Parts(
        kinks,
        _compiled([part for kink in kinks for part in (kink.node, *kink.choices)], parameters),
        _compiled([slope for each in smooth for slope in partials(stable_formula(each), variables)], variables),
    )


def _compiled(expressions: Sequence[sp.Expr], symbols: Sequence[sp.Symbol]) -> Callable[..., Sequence[np.ndarray]]:
    names = {symbol: f"w{index}" for index, symbol in enumerate(symbols)}
    outputs = {f"y{index}": expression for index, expression in enumerate(expressions)}
    lines = [*statements(outputs, names, "c"), f"return ({', '.join(outputs)}, )"]
    return function("values", f"def values({', '.join(names.values())}):\n    " + "\n    ".join(lines) + "\n", "numpy")


def _rows(compute: Callable[..., Sequence[np.ndarray]], columns: Sequence[np.ndarray]) -> np.ndarray:
    """One row a result, one column a point."""
    with np.errstate(all="ignore"):
        results = compute(*columns)
    return np.array([np.broadcast_to(result, len(columns[0])) for result in results])
