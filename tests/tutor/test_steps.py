"""Questions about the steps of a descent, against the same steps made by hand."""

import mpmath
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.tutor.steps import StepsQuestion

X, Y = sp.symbols("x y")

ADAM = StepsQuestion(
    state=[
        ("k", "0", "k + 1"),
        ("m", "0", "0.9·m + 0.1·g"),
        ("v", "0", "0.999·v + 0.001·g^2"),
        ("θ", "1", "θ - 0.1·(m/(1 - 0.9^k))/(sqrt(v/(1 - 0.999^k)) + 0.00000001)"),
    ],
    let=[("g", "d/dθ(L)"), ("L", "cos(2θ)·θ")],
    steps=3,
    ask="θ",
    decimals=4,
    slips=[{"put": [("m", "g")], "mistake": "", "why": "No mean."}],
)


def adam_by_hand(steps):
    """Adam as its paper writes it, with numbers of 40 digits."""
    slope = lambda t: mpmath.cos(2 * t) - 2 * t * mpmath.sin(2 * t)  # noqa: E731
    m = v = mpmath.mpf(0)
    theta = mpmath.mpf(1)
    for k in range(1, steps + 1):
        g = slope(theta)
        m, v = m * 9 / 10 + g / 10, v * 999 / 1000 + g**2 / 1000
        first, second = m / (1 - mpmath.mpf("0.9") ** k), v / (1 - mpmath.mpf("0.999") ** k)
        theta -= first / (mpmath.sqrt(second) + mpmath.mpf("1e-8")) / 10
    return theta


def test_the_steps_are_those_of_the_update_rule():
    with mpmath.workdps(40):
        right = adam_by_hand(3)
    assert ADAM.check(mpmath.nstr(right, 8)).verdict == "correct"
    assert ADAM.check(mpmath.nstr(right + mpmath.mpf("1e-4"), 8)).verdict == "wrong"


def test_definitions_hold_at_the_old_values_and_the_state_is_new():
    """Momentum moves by the new velocity; the gradient of the second parameter is not that at the new first one."""
    moved = StepsQuestion([("v", "0", "v/2 + g"), ("x", "1", "x - v")], 2, "x", 2, [("g", "d/dx(x^2)")])
    assert moved.rows()[1:] == [{sp.Symbol("v"): 2, X: -1}, {sp.Symbol("v"): -1, X: 0}]
    both = StepsQuestion(
        [("x", "1", "x - a"), ("y", "2", "y - b")], 1, "y", 2, [("a", "d/dx(L)"), ("b", "d/dy(L)"), ("L", "x*y")]
    )
    assert both.rows()[1] == {X: -1, Y: 1}


def test_a_slip_is_carried_through_all_steps():
    way = {"state": [("x", "1", "x - r·g")], "let": [("g", "d/dx(x^2)"), ("r", "0.25")], "steps": 3, "decimals": 3}
    slips = [
        {"put": [("x", "x + r·g")], "mistake": "overall_sign", "why": "Uphill."},
        {"put": [("g", "x")], "mistake": "power_coefficient_missing", "why": "The 2."},
        {"steps": 2, "mistake": "", "why": "One step short."},
        {"ask": "x^2", "mistake": "", "why": "The loss."},
    ]
    asked = StepsQuestion(**way, ask="x", slips=slips, claims=[("x - r·g", "=", "x/2")])
    assert [value for value, _ in asked._slips()] == [
        sp.Rational(27, 8),
        sp.Rational(27, 64),
        sp.Rational(1, 4),
        sp.Rational(1, 64),
    ]
    assert asked.check("3.375").mistake == "overall_sign"
    assert asked.check("0.25").message == "Wrong. One step short."
    assert asked.is_proved()
    assert not StepsQuestion(**way, ask="x", claims=[("x - r·g", "=", "x/3")]).is_proved()
    assert "| 3 | 0.125 |" in asked.solution()


def walked(gradient, start, rate, steps):
    """Gradient descent with numbers of 40 digits and a gradient written out by hand."""
    point = [mpmath.mpf(x) for x in start]
    for _ in range(steps):
        point = [x - mpmath.mpf(rate) * g for x, g in zip(point, gradient(*point), strict=True)]
    return point


def hopkins(t):
    return [2 * mpmath.cos(2 * t) * mpmath.log(t**2) + 2 * mpmath.sin(2 * t) / t]


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("step-1", lambda: walked(hopkins, [-5], "0.1", 2)[0]),
        ("step-2", lambda: walked(lambda a, b: (2 * a + b, a + 4 * b), [1, 1], "0.1", 2)[1]),
        ("walk-1", lambda: walked(lambda a, b: (2 * a, 8 * b), [2, 1], "0.1", 2)[0]),
        ("trace-1", lambda: walked(lambda a: [2 * a], [1], "0.9", 3)[0] ** 2),
    ],
)
def test_the_exercises_agree_with_steps_by_hand(id, value):
    with mpmath.workdps(40):
        right = value()
        assert gd.exercise(id).check(mpmath.nstr(right, 10)).verdict == "correct"
        assert gd.exercise(id).check(mpmath.nstr(right + mpmath.mpf("0.011"), 10)).verdict == "wrong"
