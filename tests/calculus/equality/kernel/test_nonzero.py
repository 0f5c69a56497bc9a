"""No divisor that is zero on an interval is taken for one that is not; and many that are not are seen as such.

A divisor H that is zero everywhere is caught by points. So each is zero for x > 0 only, or for x < 0 only: H + |x| ∓ x.
That it is zero says mpmath to 60 digits, and where it is not zero the answer x·H/H has points that agree.
"""

import mpmath
import pytest
import sympy as sp
from exact import NotReal, value_at
from hidden_zeros import HIDDEN

from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.notation import read_expression

X, Y = sp.symbols("x y")
POINTS = [sp.Rational(*pair) for pair in ((1, 7), (3, 8), (5, 9), (8, 9), (9, 8), (12, 7), (17, 3))]


def values(expression, points=POINTS, digits=60):
    found = []
    for point in points:
        try:
            found.append(value_at(expression, {X: point, Y: 2 - 3 * point}, digits))
        except NotReal:
            continue
    return found


@pytest.mark.parametrize("zero", HIDDEN)
def test_a_divisor_that_is_zero_on_an_interval_is_never_accepted(zero):
    hidden = f"({zero}) + |x| - x"
    seen = values(read_expression(hidden))[:3]
    assert len(seen) == 3
    assert all(abs(value) < mpmath.mpf(10) ** -50 for value in seen)
    found = equal("x", f"x*({hidden})/({hidden})", domain=[X])
    assert found.verdict is not Verdict.PROVED
    if found.verdict is Verdict.PARTLY:
        assert "x < 0" in found.domain


@pytest.mark.parametrize("zero", HIDDEN)
def test_a_unit_that_is_zero_on_an_interval_is_never_accepted(zero):
    """sign(H)² is 1 where H is not zero, and log|H| is real there."""
    hidden = f"({zero}) + |x| - x"
    assert not equal("1", f"sign({hidden})*sign({hidden})").proved
    assert not equal("x", f"x + log|{hidden}| - log|{hidden}|").proved


TRUE = """
x + cos(1)
x*cos(pi/7) - 1
x*atan(1/2) + x*atan(1/3) - 1
x*log(1+sqrt(2)) + 1
sin(1)*x + cos(1) + e
e^(x*cos(1)) - e^x
sqrt(x) + cos(1)
sqrt(x) + sqrt(x+1) - x
x^(1/3) - x^(1/2) + 1
sqrt(x + sqrt(x)) - 1
e^sqrt(x + sqrt(x+1)) - x
sqrt(1 + e^x) - e^x
sqrt(sin(x)) - x
sin(x) + cos(pi/7)
sin(x) + cos(x) - x
sin(x*sqrt(2)) - sin(x)
log(x) + x
log(log(x)) - x
log(x) + log(x+1) - 1
log(1 + e^x) - x
log(2)*x - log(3)
e^x + e^(x^2) - 3
e^(sqrt(x)) - e^x
e^(e^x) - e^x
e^(pi*x) - e^x
e^(x*sqrt(2)) - e^(x*sqrt(3))
2^x - 3^x
x^pi - x
x^e - 1
x^x - 2
erf(x) - x
erf(x) + e^x + log(x)
f(x) - f(2x)
f(x)*g(x) - 1
|x| - 2
e^|x| - 2
e^sqrt(|x|) - 2
e^(1/(1+sqrt(|x|))) - e^sqrt(|x|)
f(sqrt(|x|)) - f(x)
max(x, 1) + x^2
sigmoid(x) - softplus(x)
acosh(x) - x
atanh(x) - x
asin(x) - 2atan(x)
atan(x) - atan(2x)
atan(x) + log(x) + e^(x^2)
sqrt(x*y) - x
log(x*y) - y
e^(x*y) - x
sin(x)*y - cos(y)
x*2^(1/3) - sqrt(5)
pi*x - e
""".strip().splitlines()


@pytest.mark.parametrize("divisor", TRUE)
def test_a_divisor_with_single_zeros_is_seen_as_such(divisor):
    read = read_expression(divisor)
    assert any(abs(value) > 1e-3 for value in values(read, [*POINTS, *(-p for p in POINTS)]))
    assert equal("x", f"x*({divisor})/({divisor})", domain=[read]).proved
