"""Carry out the d/dx marks of an expression, so that lines with and without marks can be compared."""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.branches import rebuilt
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


def is_undefined_derivative(mark: sp.Derivative) -> bool:
    """Whether a mark stands for a function of its own: f′(x), or f′(g(x)), the derivative by the argument itself.

    >>> x, f, g = sp.Symbol("x"), sp.Function("f"), sp.Function("g")
    >>> is_undefined_derivative(f(x).diff(x)), is_undefined_derivative(sp.Derivative(f(2 * x), x))
    (True, False)
    >>> is_undefined_derivative(sp.Derivative(f(g(x)), g(x)))
    True
    """
    if not isinstance(mark.expr, AppliedUndef):
        return False
    by_argument = not any(variable.is_Symbol for variable in mark.variables)
    return by_argument or all(argument.is_Symbol for argument in mark.expr.args)


def carry_out(expression: sp.Expr) -> sp.Expr:
    """The expression with every mark d/dx of a known function carried out.

    >>> x = sp.Symbol("x")
    >>> carry_out(2 * sp.Derivative(x**2, x))
    4*x
    """
    if not expression.has(sp.Derivative):
        return expression
    if isinstance(expression, sp.Derivative) and not is_undefined_derivative(expression):
        inner = carry_out(expression.expr)
        for variable, count in expression.variable_count:
            inner = derivative(inner, variable, int(count))
        return inner
    if isinstance(expression, sp.Derivative | sp.Subs):
        return expression
    return rebuilt(expression, carry_out)
