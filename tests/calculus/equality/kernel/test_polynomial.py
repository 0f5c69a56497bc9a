"""Packed polynomials: the same as SymPy's, and refused before an exponent runs into its neighbour."""

from functools import reduce

import pytest
import sympy as sp
from hypothesis import given, strategies as st

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly

LETTERS = sp.symbols("a b c")
TERMS = st.dictionaries(st.tuples(*[st.integers(0, 4)] * 3), st.integers(-9, 9).filter(bool), max_size=5)


def packed(terms):
    return {sum(poly.monomial(k, e) for k, e in enumerate(powers)): c for powers, c in terms.items()}


def of_sympy(terms):
    return sp.Poly.from_dict(terms or {(0, 0, 0): 0}, *LETTERS)


def as_sympy(value):
    terms = {tuple(poly.exponent_of(key, k) for k in range(3)): c for key, c in value.items()}
    return of_sympy(terms)


@given(TERMS, TERMS)
def test_sums_and_products_are_those_of_sympy(one, other):
    assert as_sympy(poly.add(packed(one), packed(other))) == of_sympy(one) + of_sympy(other)
    product = poly.multiply(packed(one), packed(other), Budget(5))
    assert as_sympy(product) == of_sympy(one) * of_sympy(other)
    assert 0 not in product.values()


@given(TERMS.filter(bool))
def test_content_and_common_monomial_leave_a_primitive_rest(terms):
    value = packed(terms)
    divisor, common = poly.content(value), poly.common_monomial(value)
    rest = poly.divide_content(value, divisor, common)
    content, primitive = of_sympy(terms).primitive()
    assert abs(divisor) == content
    assert rest[max(rest)] > 0
    assert {k: e for k, e in enumerate(sp.Poly(primitive, *LETTERS).terms_gcd()[0]) if e} == dict(
        poly.exponents(common)
    )
    assert poly.scale({key + common: c for key, c in rest.items()}, divisor) == value


@given(TERMS)
def test_a_polynomial_is_the_sum_of_what_is_collected(terms):
    value = packed(terms)
    found = [{key + poly.monomial(1, e): c for key, c in rest.items()} for e, rest in poly.collected(value, 1).items()]
    assert reduce(poly.add, found, {}) == value
    assert all(1 not in poly.generators(rest) for rest in poly.collected(value, 1).values())


def test_an_exponent_that_grows_too_large_is_refused():
    large = {poly.monomial(0, (1 << 31) - 1): 1}
    with pytest.raises(OutOfBudgetError):
        poly.multiply(large, {poly.monomial(0): 1}, Budget(5))
    with pytest.raises(OutOfBudgetError):
        poly.monomial(0, 1 << 31)
    with pytest.raises(OutOfBudgetError):
        poly.monomial(0, -1)
