"""Compiled expressions against mpmath with 50 digits, and the two libraries against each other."""

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, strategies as st

from gdtutor.calculus.functions import BUILDERS
from gdtutor.calculus.notation import read_expression
from gdtutor.descent.source import Program, function, statements
from gdtutor.errors import ArgumentError

X, Y = sp.symbols("x y")


def compiled(expression, library, symbols=(X,)):
    names = {symbol: f"w{index}" for index, symbol in enumerate(symbols)}
    program = Program({"y": expression}, names, "c")
    lines = [*(program.point if library == "math" else program.batch), "return y"]
    return function("f", f"def f({', '.join(names.values())}):\n    " + "\n    ".join(lines), library)


def both(expression, *values):
    symbols = (X, Y)[: len(values)]
    with np.errstate(all="raise", under="ignore"):
        one = compiled(expression, "math", symbols)(*values)
        many = compiled(expression, "numpy", symbols)(*(np.full(3, value) for value in values))
    first, *rest = np.broadcast_to(many, 3)
    assert rest == [first, first]
    return one, first


def mp_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


ORACLES = {
    "abs": abs,
    "sigmoid": mp_sigmoid,
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
    "log10": mpmath.log10,
    "log2": lambda x: mpmath.log(x, 2),
    "relu": lambda x: max(x, 0),
    "max": lambda x: x,
    "min": lambda x: x,
    "logsumexp": lambda x: x,
}
DOMAIN = {"acosh": (1.5, 4.0), "acoth": (-3.0, 2.5), "asec": (-2.0, 1.5), "acsc": (-2.0, 1.5)}
ANYWHERE = ("abs", "sign", "sigmoid", "softplus", "relu", "max", "min", "logsumexp", "exp", "erf", "sin", "cos", "tan")


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_every_function_of_the_grammar_computes_its_value(name):
    oracle = ORACLES.get(name) or getattr(mpmath, name)
    for value in DOMAIN.get(name, (0.3125, 0.703125)) + ((-1.6875, 2.3125) if name in ANYWHERE else ()):
        with mpmath.workdps(50):
            wanted = float(oracle(mpmath.mpf(value)))
        for computed in both(BUILDERS[name](X - Y), value + 0.25, 0.25):  # no rounding in the argument
            assert computed == pytest.approx(wanted, rel=4e-15, abs=0), (value, wanted)


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("x^5", 1.5, 7.59375),
        ("x^8", -2.0, 256.0),
        ("x^11", -2.0, -2048.0),
        ("x^9", 3.0, 19683.0),
        ("(x+1)^26/x^-21", 1.0, 67108864.0),
        ("x^-3", 2.0, 0.125),
        ("(x+1)^3/(x-1)^2", 3.0, 16.0),
        ("1/(x+1)^2 - 3/x", 3.0, -0.9375),
        ("x^(3/2) + x^(-1/2)", 4.0, 8.5),
        ("x^(1/4)", 16.0, 2.0),
        ("2^x - x*(-2)", 3.0, 14.0),
        ("-x^2/(-4) - -x", 2.0, 3.0),
        ("max(x, 2, 1-x)", 1.25, 2.0),
        ("min(x, 2, 1-x)", 1.25, -0.25),
        ("3", 9.0, 3.0),
    ],
)
def test_arithmetic_that_floats_do_exactly(text, value, wanted):
    one = compiled(read_expression(text), "math")(value)
    many = compiled(read_expression(text), "numpy")(np.array([value, value]))
    assert one == wanted
    assert np.all(many == wanted)


def test_constants_are_folded_into_the_nearest_float():
    (line,) = statements({"y": sp.pi * X + sp.log(10) / 3}, {X: "w0"}, "c")
    assert line == "y = 3.141592653589793*w0 + 0.7675283643313485"  # ln(10)/3 = 0.76752836433134856…


def test_integer_powers_are_products():
    # a library's power function is slower, and need not round like the other's
    lines = statements({"y": (2 * X - 1) ** 2 / (X + 3) ** 3 + (X - Y) ** 4}, {X: "w0", Y: "w1"}, "c")
    assert not any("pow(" in line or "**" in line for line in lines)


def test_what_two_outputs_need_is_computed_once():
    theta = sp.Symbol("theta")
    loss = sp.sin(2 * theta) * sp.log(theta**2)
    text = "\n".join(statements({"loss": loss, "slope": loss.diff(theta)}, {theta: "w0"}, "c"))
    assert [text.count(part) for part in ("sin(", "cos(", "log(", "**", "pow(")] == [1, 1, 1, 0, 0]


def test_a_condition_selects_in_both_libraries():
    steps = sp.Piecewise((X**2, (X > 1) & (X < 3)), (sp.Integer(7), X >= 3), (-X, True))
    points = np.array([0.5, 1.0, 2.0, 3.0, 4.0])
    assert compiled(steps, "numpy")(points).tolist() == [-0.5, -1.0, 4.0, 7.0, 7.0]
    assert [compiled(steps, "math")(value) for value in points.tolist()] == [-0.5, -1.0, 4.0, 7.0, 7.0]


def test_outside_every_branch_there_is_no_value():
    assert np.isnan(compiled(sp.Piecewise((X, X > 0)), "math")(-1.0))


@pytest.mark.parametrize("z", [-800.0, -30.0, 30.0, 800.0])
def test_sigmoid_and_softplus_do_not_overflow(z):
    with mpmath.workdps(400):
        wanted = float(mp_sigmoid(mpmath.mpf(z))), float(mpmath.log(1 + mpmath.exp(z)))
    for name, value in zip(("sigmoid", "softplus"), wanted, strict=True):
        assert both(BUILDERS[name](X), z) == pytest.approx((value, value), rel=4e-15, abs=0)


integers = st.integers(-9, 9).map(sp.Integer)
arithmetic = st.recursive(
    st.sampled_from([X, Y]) | integers | st.fractions(-3, 3, max_denominator=8).map(sp.Rational),
    lambda parts: (
        st.tuples(st.sampled_from([sp.Add, sp.Mul]), parts, parts).map(lambda t: t[0](t[1], t[2]))
        | st.tuples(parts, st.integers(-3, 5)).filter(lambda t: t[0] != 0).map(lambda t: t[0] ** t[1])
    ),
    max_leaves=12,
)
numbers = st.floats(-100, 100, allow_subnormal=False)


@given(arithmetic, numbers, numbers)
@example(X**9, 99.0, 0.0)
@example((X + Y) ** 63, 0.9, 0.05)
def test_arithmetic_is_the_same_to_the_last_bit_in_both_libraries(expression, x, y):
    if expression.has(sp.zoo, sp.nan):
        return
    try:
        one = compiled(expression, "math", (X, Y))(x, y)
    except ArithmeticError:
        return
    with np.errstate(all="ignore"):
        many = compiled(expression, "numpy", (X, Y))(np.array([x, x]), np.array([y, y]))
    assert np.array_equal(np.broadcast_to(many, 2), [one, one], equal_nan=True)


whole = st.recursive(
    st.sampled_from([X, Y]) | integers,
    lambda parts: (
        st.tuples(st.sampled_from([sp.Add, sp.Mul]), parts, parts).map(lambda t: t[0](t[1], t[2]))
        | st.tuples(parts, st.integers(0, 5)).map(lambda t: t[0] ** t[1])
    ),
    max_leaves=12,
)


@given(whole, st.integers(-9, 9), st.integers(-9, 9))
def test_whole_numbers_are_computed_exactly(expression, x, y):
    largest = expression.xreplace({number: abs(number) for number in expression.atoms(sp.Number)})
    if largest.subs({X: abs(x), Y: abs(y)}) < 2**53:  # then no operation rounds
        assert both(expression, float(x), float(y)) == (float(expression.subs({X: x, Y: y})),) * 2


@pytest.mark.parametrize(
    "expression",
    [
        sp.gamma(X),
        sp.Function("f")(X),
        sp.Integral(sp.exp(X**2), X),
        sp.Sum(X, (X, 1, Y)),
        sp.Derivative(sp.Abs(X), X),
        sp.I * X,
        sp.Integer(10) ** 400 * X,
    ],
)
def test_what_floats_cannot_compute_is_refused(expression):
    with pytest.raises(ArgumentError, match=r"cannot be computed in floating point|fit into a float"):
        statements({"y": expression}, {X: "w0"}, "c")


def test_the_name_of_a_symbol_is_never_run():
    hostile = sp.Symbol("__import__('os').abort()")
    assert compiled(hostile**2, "math", (hostile,))(3.0) == 9.0
