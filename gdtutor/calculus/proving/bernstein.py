"""Sharp ranges of polynomials in one quantity: in Bernstein's form the coefficients enclose the values.

Natural enclosures lose when large terms cancel, as in high derivatives of σ or tanh. Where an expression is a product
of polynomials, each in one quantity of its own, every factor is enclosed by its Bernstein coefficients instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import sympy as sp

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.proving.factored import factored
from gdtutor.calculus.proving.quantities import named_quantities
from gdtutor.calculus.proving.range import Range, between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.proving.small_polynomial import small_polynomial

_MAX_DEGREE = 80
_MAX_OPERATIONS = 2_000
_BITS = 40  # to which the ends of a quantity's range are rounded outward


def polynomial_range(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of Σ cₖ tᵏ for low ≤ t ≤ high: the least and the largest Bernstein coefficient.

    >>> polynomial_range([Fraction(0), Fraction(1), Fraction(-1)], Fraction(0), Fraction(1))
    (Fraction(0, 1), Fraction(1, 2))
    """
    degree = len(coefficients) - 1
    shifted = list(coefficients)
    for start in range(degree):  # t = low + (high - low)·s, by Horner's scheme
        for k in range(degree - 1, start - 1, -1):
            shifted[k] += low * shifted[k + 1]
    width = high - low
    scaled = [coefficient * width**k for k, coefficient in enumerate(shifted)]
    bernstein = [
        sum((Fraction(comb(j, k), comb(degree, k)) * scaled[k] for k in range(j + 1)), Fraction(0))
        for j in range(degree + 1)
    ]
    return min(bernstein), max(bernstein)


@dataclass(frozen=True)
class UnivariateProduct:
    """A product of powers of polynomials, each in one quantity.

    Attributes:
        skeleton: the product with a name for every polynomial.
        factors: for each name the quantity and the polynomial's coefficients, lowest first.
    """

    skeleton: sp.Expr
    factors: tuple[tuple[sp.Symbol, sp.Expr, tuple[Fraction, ...]], ...]

    def range(self, box: Mapping[sp.Symbol, Range]) -> Range | None:
        """An enclosure on a finite box; ``None`` where a quantity has no finite range."""
        named = {}
        try:
            for name, quantity, coefficients in self.factors:
                found = range_of(quantity, box, total=True)
                if not found.is_finite:
                    return None
                named[name] = between(*polynomial_range(coefficients, *_rounded(*found.ends())))
            return range_of(self.skeleton, named, total=True)
        except (UncertainError, OutsideDomainError):
            return None


def univariate_product(expression: sp.Expr) -> UnivariateProduct | None:
    """The expression in this form; ``None`` where its normal form is none.

    >>> x = sp.Symbol("x")
    >>> univariate_product(sp.tanh(x) - sp.tanh(x) ** 3) is None
    False
    """
    if expression.count_ops() > _MAX_OPERATIONS:
        return None
    product = factored(expression)
    if product is None:
        return None
    parts, factors = [], []
    for factor in sp.Mul.make_args(product):
        base, exponent = factor.args if factor.is_Pow else (factor, sp.Integer(1))
        if not factor.free_symbols:
            parts.append(factor)
            continue
        polynomial = _polynomial(base)
        if polynomial is None or exponent.free_symbols:
            return None
        factors.append((sp.Dummy(), *polynomial))
        parts.append(factors[-1][0] ** exponent)
    return UnivariateProduct(sp.Mul(*parts), tuple(factors))


def _polynomial(base: sp.Expr) -> tuple[sp.Expr, tuple[Fraction, ...]] | None:
    """The one quantity of which the factor is a polynomial, and its coefficients."""
    named, meant = named_quantities(base)
    if len(meant) != 1:
        return None
    ((unknown, quantity),) = meant.items()
    found = small_polynomial(named, [unknown], max_degree=_MAX_DEGREE)
    if found is None:
        return None
    return quantity, tuple(Fraction(int(c.p), int(c.q)) for c in reversed(found.all_coeffs()))


def _rounded(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    scale = 1 << _BITS
    return Fraction(low * scale // 1, scale), Fraction(-(-high * scale // 1), scale)
