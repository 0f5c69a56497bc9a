"""The rules of differentiation, each written once as a formula in the parts and their derivatives.

The same formula is shown as a statement, is applied with d/dx marks in a derivation, and gives the local partial
derivatives of the pass backwards (see ``gradient``), where one part moves and the others are constants.

A formula says where it holds. A part may stay on an interval at a value where the outer function is real and has no
derivative, as in √max(0, x); the composite is constant there, and its derivative 0 (see ``boundaries``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.boundaries import inside, inside_power, off_the_boundary
from gdtutor.calculus.branches import piecewise
from gdtutor.calculus.forms import Form, Kind
from gdtutor.calculus.functions import DERIVATIVES

_U = sp.Symbol("u")


@dataclass(frozen=True)
class Rule:
    """A rule with a name, and its formula in u, v, u′, v′ (and a constant)."""

    name: str
    statement: str


def _unevaluated_sum(*terms: sp.Expr) -> sp.Expr:
    kept = [term for term in terms if term != 0]
    return sp.Add(*kept, evaluate=False) if len(kept) > 1 else (kept[0] if kept else sp.Integer(0))


def _unevaluated_product(*factors: sp.Expr) -> sp.Expr:
    if any(factor == 0 for factor in factors):
        return sp.Integer(0)
    kept = [factor for factor in factors if factor != 1]
    return sp.Mul(*kept, evaluate=False) if len(kept) > 1 else (kept[0] if kept else sp.Integer(1))


Inner = Callable[[Form], sp.Expr]  # how a part's derivative is written: as a mark, or as its result


def _sum(form: Form, inner: Inner) -> sp.Expr:
    return _unevaluated_sum(*map(inner, form.parts))


def _multiple(form: Form, inner: Inner) -> sp.Expr:
    assert form.constant is not None
    return _unevaluated_product(form.constant, inner(form.parts[0]))


def _product(form: Form, inner: Inner) -> sp.Expr:
    terms = []
    for place, part in enumerate(form.parts):
        factors = [inner(p) if at == place else p.expression for at, p in enumerate(form.parts)]
        terms.append(_unevaluated_product(*factors) if inner(part) != 0 else sp.Integer(0))
    return _unevaluated_sum(*terms)


def _quotient(form: Form, inner: Inner) -> sp.Expr:
    u, v = form.parts
    above = _unevaluated_sum(
        _unevaluated_product(inner(u), v.expression), _unevaluated_product(-1, u.expression, inner(v))
    )
    return _unevaluated_product(above, v.expression**-2)


def _power(form: Form, inner: Inner) -> sp.Expr:
    base, exponent = form.parts[0].expression, form.constant
    assert exponent is not None
    return _chained((exponent, base ** (exponent - 1)), inner(form.parts[0]), inside_power(base, exponent))


def _exponential(form: Form, inner: Inner) -> sp.Expr:
    base, exponent = form.constant, form.parts[0].expression
    assert base is not None
    return _chained((form.expression, sp.log(base)), inner(form.parts[0]), inside_power(base, exponent))


def _general_power(form: Form, inner: Inner) -> sp.Expr:
    u, v = form.parts
    bracket = _unevaluated_sum(
        _unevaluated_product(inner(v), sp.log(u.expression)),
        _unevaluated_product(v.expression, inner(u), 1 / u.expression),
    )
    found = _unevaluated_product(form.expression, bracket)
    return off_the_boundary(found, inside_power(u.expression, v.expression))


def _function(form: Form, inner: Inner) -> sp.Expr:
    u = form.parts[0]
    return _chained((DERIVATIVES[type(form.expression)](u.expression),), inner(u), inside(form.expression))


def _chained(slope: tuple[sp.Expr, ...], inner: sp.Expr, holds: sp.Basic | None) -> sp.Expr:
    """f′(u)·u′, with 0 for f′(u) where u stays at a value at which f has no derivative."""
    factors = slope if holds is None else (off_the_boundary(_unevaluated_product(*slope), holds),)
    return _unevaluated_product(*factors, inner)


FORMULAS: dict[Kind, Callable[[Form, Inner], sp.Expr]] = {
    Kind.CONSTANT: lambda form, inner: sp.Integer(0),
    Kind.VARIABLE: lambda form, inner: sp.Integer(1),
    Kind.SUM: _sum,
    Kind.MULTIPLE: _multiple,
    Kind.PRODUCT: _product,
    Kind.QUOTIENT: _quotient,
    Kind.POWER: _power,
    Kind.EXPONENTIAL: _exponential,
    Kind.GENERAL_POWER: _general_power,
    Kind.FUNCTION: _function,
}

RULES: dict[Kind, Rule] = {
    Kind.CONSTANT: Rule("constant rule", "c' = 0"),
    Kind.VARIABLE: Rule("variable", "x' = 1"),
    Kind.SUM: Rule("sum rule", "(u + v)' = u' + v'"),
    Kind.MULTIPLE: Rule("constant multiple", "(c*u)' = c*u'"),
    Kind.PRODUCT: Rule("product rule", "(u*v)' = u'*v + u*v'"),
    Kind.QUOTIENT: Rule("quotient rule", "(u/v)' = (u'*v - u*v')/v^2"),
    Kind.POWER: Rule("power rule", "(u^n)' = n*u^(n - 1)*u'"),
    Kind.EXPONENTIAL: Rule("exponential rule", "(a^u)' = a^u*ln(a)*u'"),
    Kind.GENERAL_POWER: Rule("general power", "(u^v)' = u^v*(v'*ln(u) + v*u'/u)"),
    Kind.FUNCTION: Rule("chain rule", "f(u)' = f'(u)*u'"),
    Kind.OTHER: Rule("definition", "as it is defined, piece by piece"),
}


def slope_of(kind: Kind, whole: sp.Expr, part: sp.Expr, constant: sp.Expr | None = None) -> sp.Expr:
    """The derivative of ``whole`` by the one part that moves, all others held: what the rule says for u′ = 1.

    >>> x = sp.Symbol("x")
    >>> slope_of(Kind.EXPONENTIAL, sp.Rational(1, 2) ** x, x, sp.Rational(1, 2))
    -log(2)/2**x
    """
    form = Form(kind, whole, (Form(Kind.VARIABLE, part),), constant)
    return _multiplied(FORMULAS[kind](form, lambda moving: sp.Integer(1)))


def _multiplied(written: sp.Expr) -> sp.Expr:
    """Factors that stand side by side, with the numbers among them multiplied."""
    if isinstance(written, sp.Piecewise):
        return piecewise((_multiplied(branch), condition) for branch, condition in written.args)
    return sp.Mul(*written.args) if written.is_Mul else written


def outer_function(form: Form, u: sp.Symbol = _U) -> sp.Expr:
    """The outer function of a chain, written with u for the inner one.

    >>> from gdtutor.calculus.forms import form_of
    >>> outer_function(form_of(sp.sin(2 * sp.Symbol("t")), sp.Symbol("t")))
    sin(u)
    """
    if form.kind is Kind.POWER:
        return u**form.constant
    if form.kind is Kind.EXPONENTIAL:
        return form.constant**u
    return form.expression.func(u)
