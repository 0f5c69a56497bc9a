"""Arguments that name variables, points and boxes, checked once for every function of several variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sp

from gdtutor.calculus.notation import as_expression, as_symbol, read_expression
from gdtutor.calculus.proving.range import Range, between
from gdtutor.errors import ArgumentError, TooLargeError

MAX_VARIABLES = 24


def as_symbols(variables: str | sp.Symbol | Sequence[str | sp.Symbol]) -> tuple[sp.Symbol, ...]:
    """Different symbols from ``"x y"``, ``"x, y"``, a symbol, or a sequence of names or symbols.

    Raises:
        ArgumentError: if there are none, or one occurs twice.
        TooLargeError: if there are more than can be written down.

    >>> as_symbols("θ w_1")
    (theta, w_1)
    """
    symbols = tuple(as_symbol(variable) for variable in _names(variables))
    if not symbols or len(set(symbols)) < len(symbols):
        raise ArgumentError(f"variables are {_listed(symbols)}: one or more different names are wanted")
    if len(symbols) > MAX_VARIABLES:
        raise TooLargeError(f"variables are {len(symbols)}: at most {MAX_VARIABLES} are written down")
    return symbols


def _names(variables: Any) -> Iterable[Any]:
    if isinstance(variables, str):
        return variables.replace(",", " ").split()
    if isinstance(variables, sp.Symbol):
        return [variables]
    if not isinstance(variables, Iterable):
        raise ArgumentError(f"variables is {variables!r}: names such as 'x y' are wanted")
    return variables


def read_with(expression: str | sp.Expr | float, symbols: Iterable[sp.Symbol]) -> sp.Expr:
    """The expression, in whose text every one of ``symbols`` is a name of its own.

    >>> read_with("lr*x", [sp.Symbol("lr")])
    lr*x
    """
    if isinstance(expression, str):
        return read_expression(expression, [str(symbol) for symbol in symbols])
    return as_expression(expression)


def as_point(at: object, symbols: Sequence[sp.Symbol]) -> dict[sp.Symbol, sp.Expr]:
    """A value for each symbol, exact, from one value, a sequence, or a mapping from names.

    Raises:
        ArgumentError: if values are missing or too many, or contain the variables themselves.

    >>> as_point(["1/2", 0.1], as_symbols("x y"))
    {x: 1/2, y: 1/10}
    """
    if isinstance(at, Mapping):
        given = {as_symbol(name): value for name, value in at.items()}
        values = [given[symbol] for symbol in symbols if symbol in given]
        fits = set(given) == set(symbols)
    else:
        values = list(at) if isinstance(at, Iterable) and not isinstance(at, str) else [at]
        fits = len(values) == len(symbols)
    if not fits:
        raise ArgumentError(f"at is {at!r}: one value for each of {_listed(symbols)} is wanted")
    point = {symbol: as_expression(value) for symbol, value in zip(symbols, values, strict=True)}
    if any(value.free_symbols & set(symbols) for value in point.values()):
        raise ArgumentError(f"at is {at!r}: a point without the variables {_listed(symbols)} in it is wanted")
    return point


def as_box(on: object, symbols: Sequence[sp.Symbol]) -> dict[sp.Symbol, Range]:
    """Ranges from ``(low, high)`` for one symbol, or a mapping from names to such pairs; ``None`` for no bound.

    Raises:
        ArgumentError: if it is none of these, or an end is not a rational number.

    >>> {str(symbol): str(side) for symbol, side in as_box({"x": (0, 1), "eta": (0, None)}, []).items()}
    {'x': '[0, 1]', 'eta': '[0, ∞)'}
    """
    if on is None:
        return {}
    if not isinstance(on, Mapping):
        if len(symbols) != 1:
            raise ArgumentError(f"on is {on!r}: a mapping from names to (low, high) is wanted")
        on = {symbols[0]: on}
    return {as_symbol(name): _side(side) for name, side in on.items()}


def _side(side: Any) -> Range:
    if not isinstance(side, Sequence) or isinstance(side, str) or len(side) != 2:
        raise ArgumentError(f"on has the side {side!r}: a pair (low, high) is wanted")
    ends = [None if end is None else as_expression(end) for end in side]
    if not all(end is None or end.is_Rational for end in ends):
        raise ArgumentError(f"on has the side {side!r}: rational numbers or None are wanted")
    return between(*ends)


def _listed(symbols: Iterable[sp.Symbol]) -> str:
    return ", ".join(map(str, symbols)) or "none"
