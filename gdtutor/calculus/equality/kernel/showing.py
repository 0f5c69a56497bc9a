"""Write what stands in the field as SymPy expressions, for a learner to read and for certified evaluation."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Below, Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.tables import Tables


def show_generator(tables: Tables, place: int) -> sp.Expr:
    """What a generator stands for."""
    kind, meaning, *_ = tables.generators[place]
    if kind == "symbol":
        return meaning[0]
    if kind == "opaque":
        head, arguments, shown = meaning
        return shown if shown is not None else head(show_fraction(tables, arguments[0]), evaluate=False)
    if kind == "exp":
        return sp.exp(show_fraction(tables, meaning[0]), evaluate=False)
    if kind == "angle":
        return sp.tan(show_fraction(tables, meaning[0]) / 2, evaluate=False)
    shown = show_unit(tables, meaning[0])
    size = shown if tables.units[meaning[0]].kind == "prime" else sp.Abs(shown, evaluate=False)
    if kind == "log":
        return sp.log(size, evaluate=False)
    if kind == "root":
        return size ** sp.Rational(1, meaning[1])
    return sp.sign(shown, evaluate=False) if kind == "sign" else shown ** meaning[1]


def show_monomial(tables: Tables, packed: int, below: Below = ()) -> sp.Expr:
    """The monomial divided by a product of factors."""
    above = [show_generator(tables, place) ** exponent for place, exponent in poly.exponents(packed)]
    under = [show_poly(tables, tables.factors[place]) ** -exponent for place, exponent in below]
    return sp.Mul(*above, *under)


def show_poly(tables: Tables, value: Poly) -> sp.Expr:
    """The polynomial in the expressions that its generators stand for."""
    return sp.Add(*(sp.Mul(coefficient, show_monomial(tables, packed)) for packed, coefficient in value.items()))


def show_unit(tables: Tables, unit: int) -> sp.Expr:
    """A unit as a SymPy expression."""
    return show_poly(tables, tables.units[unit].value)


def show_fraction(tables: Tables, value: Fraction) -> sp.Expr:
    """A fraction as a SymPy expression."""
    above = show_poly(tables, value.numerator)
    return sp.Mul(above, sp.Rational(1, value.divisor), show_monomial(tables, 0, value.below))
