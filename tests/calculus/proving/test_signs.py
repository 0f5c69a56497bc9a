"""Signs and sums of squares: certificates equal the expression; what may be negative is not proved."""

import pytest
import sympy as sp
from hypothesis import given, strategies as st

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.functions import sigmoid, softplus
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.signs import is_plain, nonnegative, positive
from gdtutor.calculus.proving.sums_of_squares import sum_of_squares

x, y, z, w = sp.symbols("x y z w")
LOGISTIC = -y * sp.log(1 / (1 + sp.exp(-w * x))) - (1 - y) * sp.log(1 - 1 / (1 + sp.exp(-w * x)))
NEVER_NEGATIVE = [
    x**2 - 2 * x * y + 3 * y**2,
    (x - y) ** 2 + (y - z) ** 2 + (z - x) ** 2,
    (x**2 + x * y + y**2) ** 2,
    x**4 - 4 * x**3 + 6 * x**2 - 4 * x + 1,
    x**4 - x + 1,
    sp.exp(x) + sp.exp(-x) - 2,
    sp.diff(LOGISTIC, w, 2),
    sp.diff(sp.sqrt(1 + x**2), x, 2),
    sp.diff(sp.log(sp.exp(x) + sp.exp(y)), x, 2),
    1 - sp.tanh(x) ** 2,
    x**2 * sigmoid(w * x) * (1 - sigmoid(w * x)),
    softplus(x),
    1 + sp.sin(x) * sp.cos(x),
]
SOMETIMES_NEGATIVE = [
    x, sp.sign(x), x / sp.Abs(x), x**2 * sp.sign(x),
    x**2 - 1, x**3, x * y, sp.sin(x), sp.log(x), 1 / x, sp.exp(x) - 1, x**2 - 3 * x * y + y**2, x**4 - x,
    -(x**2), sp.tanh(x), 1 - 2 * sigmoid(x), x**2 - sp.Rational(1, 10**12),
    x**4 * y**2 + x**2 * y**4 - sp.Rational(301, 100) * x**2 * y**2 + 1,  # Motzkin's polynomial, pushed below zero
]  # fmt: skip


@pytest.mark.parametrize("expression", NEVER_NEGATIVE, ids=str)
def test_what_is_never_negative_is_proved_by_an_equal_certificate(expression):
    proof = nonnegative(expression)
    assert equal(expression, proof.certificate).proved
    assert is_plain(proof.certificate)


@pytest.mark.parametrize("expression", SOMETIMES_NEGATIVE, ids=str)
def test_what_is_sometimes_negative_is_not_proved(expression):
    assert nonnegative(expression) is None
    assert not is_plain(expression)


@pytest.mark.parametrize(
    ("expression", "is_strict"),
    [(x**2, False), (x**2 + 1, True), (x**2 - x + 1, True), ((x - y) ** 2, False), ((x - y) ** 2 + 1, True),
     (sp.exp(x), True), (sp.cosh(x) - 1, False), (sp.Abs(x), False), (1 / x**2, True)],
)  # fmt: skip
def test_positive_is_more_than_not_negative(expression, is_strict):
    assert (positive(expression) is not None) is is_strict
    assert nonnegative(expression) is not None


def test_given_a_box():
    assert nonnegative(x * (1 - x)) is None
    assert nonnegative(x * (1 - x), {x: between(0, 1)})
    assert positive(sp.cos(x), {x: between(-1, 1)})
    assert nonnegative(x - 1, {x: between(1, None)})


ROWS = st.lists(st.lists(st.integers(-4, 4), min_size=3, max_size=3), min_size=1, max_size=4)


@given(ROWS)
def test_a_form_that_is_a_sum_of_squares_is_written_as_one(rows):
    form = sp.expand(sp.Add(*((a * x + b * y + c * z) ** 2 for a, b, c in rows)))
    found = sum_of_squares(form, [x, y, z])
    assert sp.expand(found - form) == 0
    assert all(term.as_coeff_Mul()[0] >= 0 for term in sp.Add.make_args(found))


@given(ROWS, st.lists(st.integers(-4, 4), min_size=3, max_size=3))
def test_a_form_that_is_negative_somewhere_is_no_sum_of_squares(rows, point):
    form = sp.Add(*((a * x + b * y + c * z) ** 2 for a, b, c in rows))
    value = form.subs(dict(zip((x, y, z), point, strict=True)))
    size = sum(p**2 for p in point)
    if size:
        shifted = sp.expand(form - (value / size + 1) * (x**2 + y**2 + z**2))  # -size at the point
        assert sum_of_squares(shifted, [x, y, z]) is None
