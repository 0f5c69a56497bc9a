"""Check an equality of a derivation against SymPy's own differentiation, which knows nothing of our table of rules."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gdtutor.calculus.branches import rebuilt
from gdtutor.calculus.by_sympy import sympy_derivative
from gdtutor.calculus.carry_out import is_undefined_derivative
from gdtutor.calculus.equality.decide import Equality, equal


def differentiated_by_sympy(expression: sp.Expr) -> sp.Expr:
    """The expression with every d/dx mark carried out by ``sympy.diff``, see ``by_sympy``.

    >>> x = sp.Symbol("x")
    >>> differentiated_by_sympy(2 * sp.Derivative(sp.Abs(x), x))
    2*sign(x)
    """
    if not expression.has(sp.Derivative):
        return expression
    if isinstance(expression, sp.Derivative) and not is_undefined_derivative(expression):
        inner = differentiated_by_sympy(expression.expr)
        for variable, count in expression.variable_count:
            inner = sympy_derivative(inner, variable, int(count))
        return inner
    if isinstance(expression, sp.Derivative | sp.Subs):
        return expression
    return rebuilt(expression, differentiated_by_sympy)


def verify_equality(
    before: sp.Expr, after: sp.Expr, domain: Sequence[sp.Expr], seconds: float = 1.0, is_derivative: bool = False
) -> Equality:
    """Whether ``before = after`` once every mark is carried out by SymPy, where all of ``domain`` is real.

    Args:
        before: a line with marks.
        after: the next one.
        domain: what has to be real.
        seconds: a bound on the decision.
        is_derivative: whether ``before`` is the derivative of ``domain``, see ``equal``.

    >>> x = sp.Symbol("x")
    >>> bool(verify_equality(sp.Derivative(x**2, x), 2 * x, [x**2]))
    True
    """
    left, right = differentiated_by_sympy(before), differentiated_by_sympy(after)
    return equal(left, right, domain, seconds, is_derivative)
