"""Small expressions in one symbol as plain Python functions of a float, put together once and called often."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import sympy as sp

from gdtutor.calculus.evaluation import Floats, UncertainError

U = sp.Symbol("_u")
Closure = Callable[[float], float]


@lru_cache(maxsize=512)
def closure(expression: sp.Expr) -> Closure:
    """The function u -> value of an expression in ``U``.

    >>> closure(2 * U + 1)(3.0)
    7.0
    """
    if expression == U:
        return lambda u: u
    if expression.is_number:
        value = float(expression)
        return lambda u: value
    if expression.is_Add or expression.is_Mul:
        parts = [closure(part) for part in expression.args]
        gather = math.fsum if expression.is_Add else math.prod
        return lambda u: gather([part(u) for part in parts])
    if expression.is_Pow:
        return _power(*expression.args)
    if type(expression) in Floats.functions:
        function, inner = Floats.functions[type(expression)], closure(expression.args[0])
        return lambda u: function(inner(u))
    raise UncertainError(type(expression).__name__)


def _power(base: sp.Expr, exponent: sp.Expr) -> Closure:
    below = closure(base)
    if exponent.is_number:
        power = float(exponent) if not exponent.is_Integer else int(exponent)
        return lambda u: below(u) ** power
    above = closure(exponent)
    return lambda u: below(u) ** above(u)
