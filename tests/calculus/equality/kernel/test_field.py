"""The field: arithmetic modulo rⁿ = ±u and s² = 1, compared with values of the generators."""

import mpmath
import pytest
from hypothesis import given, strategies as st
from kernel_reading import X, Y, close

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Field, Relation, UndefinedError
from gdtutor.calculus.equality.kernel.tables import Tables

TERMS = st.dictionaries(st.tuples(*[st.integers(0, 3)] * 4), st.integers(-6, 6).filter(bool), min_size=1, max_size=3)


def made():
    """x, y, the cube root r of x + 1, and the sign s of y."""
    tables = Tables()
    for symbol in (X, Y):
        tables.symbol(symbol)
    unit = tables.unit({poly.monomial(0): 1, 0: 1})
    tables.root_of_unit(unit, 3)
    tables.sign_of_unit(tables.unit({poly.monomial(1): 1}))
    field = Field(tables, Budget(10))
    field.relate(2, Relation(3, {poly.monomial(0): 1, 0: 1}))
    field.relate(3, Relation(2, {0: 1}))
    return field


@pytest.fixture
def field():
    return made()


def value_of(value):
    with mpmath.workdps(60):
        root = mpmath.cbrt(mpmath.mpf(7) / 3 + 1)
        at = {0: mpmath.mpf(7) / 3, 1: mpmath.mpf(-5) / 4, 2: root, 3: mpmath.mpf(-1)}
        return mpmath.fsum(c * mpmath.fprod(at[g] ** e for g, e in poly.exponents(key)) for key, c in value.items())


def number(field, fraction):
    with mpmath.workdps(60):
        below = mpmath.fprod(value_of(field.tables.factors[place]) ** e for place, e in fraction.below)
        return value_of(fraction.numerator) / (fraction.divisor * below)


def packed(terms):
    return {sum(poly.monomial(k, e) for k, e in enumerate(powers)): c for powers, c in terms.items()}


@given(one=TERMS, other=TERMS, third=TERMS)
def test_arithmetic_is_that_of_the_values(one, other, third):
    field_ = made()
    a, b, c = (field_.of_poly(field_.reduced(packed(terms))) for terms in (one, other, third))
    with mpmath.workdps(60):
        assert close(number(field_, field_.add(a, b)), number(field_, a) + number(field_, b))
        assert close(number(field_, field_.multiply(a, b)), number(field_, a) * number(field_, b))
        assert close(number(field_, field_.subtract(a, b)), number(field_, a) - number(field_, b))
        assert close(number(field_, field_.power(a, 3)), number(field_, a) ** 3)
        if 3 not in poly.generators(c.numerator) and c.numerator:  # no sign but as a factor
            quotient = field_.multiply(field_.add(a, b), field_.inverse(c))
            wanted = (number(field_, a) + number(field_, b)) / number(field_, c)
            assert abs(number(field_, quotient) - wanted) < mpmath.mpf(10) ** -30 * (1 + abs(wanted))


@given(TERMS)
def test_no_power_stays_that_a_relation_replaces(terms):
    field_ = made()
    reduced = field_.reduced(packed(terms))
    assert all(poly.exponent_of(key, 2) < 3 and poly.exponent_of(key, 3) < 2 for key in reduced)


def test_equal_fractions_have_no_difference(field):
    x, r = field.of_generator(0), field.of_generator(2)
    one = field.constant(1)
    left = field.multiply(field.subtract(field.multiply(x, x), one), field.inverse(field.subtract(x, one)))
    assert field.subtract(left, field.add(x, one)).is_zero
    assert field.subtract(field.power(r, 3), field.add(x, one)).is_zero
    assert not field.subtract(r, field.add(x, one)).is_zero
    assert field.multiply(field.inverse(r), r) == one


def test_a_sign_is_its_own_inverse(field):
    signed = field.multiply(field.of_generator(3), field.of_generator(0))
    with mpmath.workdps(60):
        assert close(number(field, field.inverse(signed)), 1 / number(field, signed))
    assert field.multiply(field.inverse(signed), signed) == field.constant(1)


def test_zero_has_no_inverse_and_huge_powers_are_refused(field):
    with pytest.raises(UndefinedError):
        field.inverse(field.constant(0))
    with pytest.raises(OutOfBudgetError):
        field.power(field.constant(3), 1_000_000)


def test_a_new_relation_takes_the_place_of_the_one_before(field):
    s = field.of_generator(3)
    assert field.multiply(s, s) == field.constant(1)
    field.relate(3, Relation(1, {0: -1}))
    assert field.settled(s) == field.constant(-1)
