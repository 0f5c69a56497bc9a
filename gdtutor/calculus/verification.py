"""Check an equality of a derivation against SymPy's own differentiation, which knows nothing of our table of rules."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gdtutor.calculus.carry_out import is_undefined_derivative
from gdtutor.calculus.equality.decide import Equality, equal
from gdtutor.calculus.functions import sigmoid, softplus


def differentiated_by_sympy(expression: sp.Expr) -> sp.Expr:
    """The expression with every d/dx mark carried out by ``sympy.diff`` on real symbols.

    >>> x = sp.Symbol("x")
    >>> differentiated_by_sympy(2 * sp.Derivative(sp.Abs(x), x))
    2*sign(x)
    """
    if not expression.has(sp.Derivative):
        return expression
    if isinstance(expression, sp.Derivative) and not is_undefined_derivative(expression):
        return _by_sympy(differentiated_by_sympy(expression.expr), expression.variable_count)
    if isinstance(expression, sp.Derivative | sp.Subs):
        return expression
    return expression.func(*map(differentiated_by_sympy, expression.args))


def _by_sympy(inner: sp.Expr, counts: sp.Tuple) -> sp.Expr:
    """SymPy differentiates |x| and max sensibly only for real symbols, and σ best as exponentials."""
    if inner.has(sigmoid, softplus):
        inner = inner.rewrite([sigmoid, softplus], sp.exp)
    if not inner.has(sp.Abs, sp.sign, sp.Max, sp.Min):
        return sp.diff(inner, *counts)
    real = {symbol: sp.Dummy(symbol.name, real=True) for symbol in inner.free_symbols}
    found = sp.diff(inner.xreplace(real), *((real[v], n) for v, n in counts))
    found = found.replace(sp.Heaviside, lambda u, *_: (1 + sp.sign(u)) / 2).replace(
        sp.DiracDelta, lambda *_: sp.Integer(0)
    )
    return found.xreplace({dummy: symbol for symbol, dummy in real.items()})


def verify_equality(before: sp.Expr, after: sp.Expr, domain: Sequence[sp.Expr], seconds: float = 1.0) -> Equality:
    """Whether ``before = after`` once every mark is carried out by SymPy, where all of ``domain`` is real.

    >>> x = sp.Symbol("x")
    >>> bool(verify_equality(sp.Derivative(x**2, x), 2 * x, [x**2]))
    True
    """
    return equal(differentiated_by_sympy(before), differentiated_by_sympy(after), domain, seconds)
