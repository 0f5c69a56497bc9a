"""Places where a function may have no derivative: outside its domain, and at the corners of |u|, sign, max and min."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.certified import sign
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError


def corners(function: sp.Expr) -> Iterator[sp.Expr]:
    """What is zero where |u|, sign, max or min may have a corner or a jump."""
    for part in function.atoms(sp.Abs, sp.sign):
        yield part.args[0]
    for part in function.atoms(sp.Max, sp.Min):
        yield from (one - other for one, other in combinations(part.args, 2))


def may_have_no_derivative(function: sp.Expr, variable: sp.Symbol, at: sp.Expr) -> bool:
    """Whether a function of one variable may have no derivative at a number.

    >>> x = sp.Symbol("x")
    >>> [may_have_no_derivative(abs(x), x, sp.Integer(n)) for n in (0, 1)]
    [True, False]
    """
    if function.free_symbols != {variable} or at.free_symbols or function.has(AppliedUndef):
        return False
    try:
        sign(function.xreplace({variable: at}))
        return any(sign(part.xreplace({variable: at})) == 0 for part in corners(function))
    except (OutsideDomainError, UncertainError):
        return True
