"""Carry out the d/dx marks of an expression, so that lines with and without marks can be compared."""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.gradient import partials
from gdtutor.errors import TooLargeError

_MAX_PARTS = 20_000


def derivative(expression: sp.Expr, variable: sp.Symbol, order: int = 1) -> sp.Expr:
    """The derivative of any order; a polynomial's vanishes at once beyond its degree.

    Raises:
        TooLargeError: when the result grows beyond what can be shown.

    >>> x = sp.Symbol("x")
    >>> derivative(x**3, x, 2), derivative(x, x, 100_000_000)
    (6*x, 0)
    """
    for _ in range(order):
        if not expression.free_symbols & {variable}:
            return sp.Integer(0)
        (expression,) = partials(expression, (variable,))
        if _is_larger_than(expression, _MAX_PARTS):
            raise TooLargeError(f"a derivative of order {order} of this would be too large to write down")
    return expression


def _is_larger_than(expression: sp.Expr, limit: int) -> bool:
    return any(count > limit for count, _ in enumerate(sp.preorder_traversal(expression)))


def carry_out(expression: sp.Expr) -> sp.Expr:
    """The expression with every mark d/dx of a known function carried out.

    >>> x = sp.Symbol("x")
    >>> carry_out(2 * sp.Derivative(x**2, x))
    4*x
    """
    if not expression.has(sp.Derivative):
        return expression
    if isinstance(expression, sp.Derivative) and not isinstance(expression.expr, AppliedUndef):
        inner = carry_out(expression.expr)
        for variable, count in expression.variable_count:
            inner = derivative(inner, variable, int(count))
        return inner
    if isinstance(expression, sp.Derivative | sp.Subs):
        return expression
    return expression.func(*map(carry_out, expression.args))
