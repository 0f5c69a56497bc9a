"""Write what stands in the field as SymPy expressions, for a learner to read and for certified evaluation."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.field import Below, Fraction
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.polynomial import Poly


def show_monomial(memory: Memory, packed: int, below: Below = ()) -> sp.Expr:
    """The monomial divided by a product of factors."""
    above = [memory.generators[place].show() ** exponent for place, exponent in poly.exponents(packed)]
    under = [show_poly(memory, memory.factors[place]) ** -exponent for place, exponent in below]
    return sp.Mul(*above, *under)


def show_poly(memory: Memory, value: Poly) -> sp.Expr:
    """The polynomial in the expressions that its generators stand for."""
    return sp.Add(*(sp.Mul(coefficient, show_monomial(memory, packed)) for packed, coefficient in value.items()))


def show_unit(memory: Memory, unit: int) -> sp.Expr:
    """A unit as a SymPy expression."""
    return show_poly(memory, memory.units[unit].value)


def show_fraction(memory: Memory, value: Fraction) -> sp.Expr:
    """A fraction as a SymPy expression."""
    above = show_poly(memory, value.numerator)
    return sp.Mul(above, sp.Rational(1, value.divisor), show_monomial(memory, 0, value.below))
