"""Limits of quotients, as the definition of the derivative has them: proved, or not known.

For N(h)/D(h) with N(0) = D(0) = 0 and D'(0) ≠ 0 the limit is N'(0)/D'(0): both quotients N(h)/h and D(h)/h tend to the
derivatives. Where D(0) ≠ 0 the value is taken, since elementary functions are continuous where they are real.
"""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.gradient import partials

_MOST_TIMES = 3


def limit_of(expression: sp.Expr, letter: sp.Symbol, to: sp.Expr) -> sp.Expr | None:
    """The limit of an expression for a letter that goes to a place.

    It is ``None`` where it is not seen, and ``zoo`` where the expression grows without bound.

    >>> x, h = sp.symbols("x h")
    >>> limit_of(((x + h) ** 2 - x**2) / h, h, sp.Integer(0)), limit_of(sp.sin(h) / h, h, sp.Integer(0))
    (2*x, 1)
    """
    if letter not in expression.free_symbols:
        return expression
    above, below = sp.together(expression).as_numer_denom()
    for _ in range(_MOST_TIMES):
        value, under = above.xreplace({letter: to}), below.xreplace({letter: to})
        if value.has(sp.zoo, sp.nan) or under.has(sp.zoo, sp.nan):
            return None
        if not _is_zero(under):
            return value / under
        if not _is_zero(value):
            return sp.zoo if equal(value, sp.Integer(0), seconds=0.3).verdict is Verdict.REFUTED else None
        (above,), (below,) = partials(above, (letter,)), partials(below, (letter,))
    return None


def _is_zero(value: sp.Expr) -> bool:
    return value == 0 or bool(equal(value, sp.Integer(0), seconds=0.3).proved)
