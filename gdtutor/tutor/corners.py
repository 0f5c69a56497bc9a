"""Places where a function may have no derivative: outside its domain, at corners and jumps, at vertical tangents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from gdtutor.calculus.certified import sign
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.functions import RECORDS


def corners(function: sp.Expr) -> Iterator[sp.Expr]:
    """What is zero where the graph may have a corner, a jump or a vertical tangent.

    >>> x = sp.Symbol("x")
    >>> list(corners(abs(x - 1) + sp.sqrt(x)))
    [x - 1, x]
    """
    for part in sorted(function.atoms(*RECORDS), key=str):
        yield from (part.args[0] - edge for edge in RECORDS[type(part)].boundary)
    for part in sorted(function.atoms(sp.Max, sp.Min), key=str):
        yield from (one - other for one, other in combinations(part.args, 2))
    for branch in function.atoms(sp.Piecewise):
        for _, condition in branch.args:
            yield from (tie.lhs - tie.rhs for tie in condition.atoms(Relational))
    for power in function.atoms(sp.Pow):
        if power.exp.is_Rational and not power.exp.is_Integer and power.exp < 1:
            yield power.base


def may_have_no_derivative(function: sp.Expr, point: Mapping[sp.Symbol, sp.Expr]) -> bool:
    """Whether a function may have no derivative, or no gradient, at a point of numbers.

    >>> x, y = sp.symbols("x y")
    >>> [may_have_no_derivative(abs(x) + y, {x: sp.Integer(n), y: sp.Integer(0)}) for n in (0, 1)]
    [True, False]
    """
    letters = set().union(*(value.free_symbols for value in point.values()))
    if not function.free_symbols <= set(point) or letters or function.has(AppliedUndef):
        return False
    try:
        sign(function.xreplace(dict(point)))
        return any(sign(part.xreplace(dict(point))) == 0 for part in corners(function))
    except (OutsideDomainError, UncertainError):
        return True
