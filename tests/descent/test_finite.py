"""The usual losses far out: loss, gradient and second derivative against mpmath, from formulas written once more.

The oracle's formulas are for 60 digits and exponents without a limit, where nothing overflows; they are derived by
hand.
"""

import math

import mpmath
import pytest
import sympy as sp
from mpmath import cosh, erf, exp, log1p, mpf, pi, sqrt, tanh

from gdtutor.calculus.notation import read_expression
from gdtutor.descent.loss import Loss

POINTS = [0.0, *(sign * size for size in (1e-8, 1.0, 30.0, 700.0, 1000.0, 1e8) for sign in (1, -1))]
X = sp.Symbol("x")


def s(z):
    return 1 / (1 + exp(-z))


def plus(z):
    return max(z, 0) + log1p(exp(-abs(z)))


SOFTPLUS = (plus, s, lambda x: s(x) * s(-x))
MIRRORED = (lambda x: plus(-x), lambda x: -s(-x), lambda x: s(x) * s(-x))
HALF = (lambda x: (plus(-x) + 3 * plus(x)) / 4, lambda x: (3 * s(x) - s(-x)) / 4, lambda x: s(x) * s(-x))
TANH = (tanh, lambda x: 4 * s(2 * x) * s(-2 * x), lambda x: -8 * s(2 * x) * s(-2 * x) * tanh(x))
LOG_COSH = (lambda x: plus(2 * x) - x - mpmath.log(2), tanh, lambda x: 1 / cosh(x) ** 2)
SWISH = (
    lambda x: x * s(x),
    lambda x: s(x) + x * s(x) * s(-x),
    lambda x: s(x) * s(-x) * (2 + x * (s(-x) - s(x))),
)
BELL = (lambda x: x * exp(-x), lambda x: (1 - x) * exp(-x), lambda x: (x - 2) * exp(-x))
ROOT = (
    lambda x: sqrt(1 + x * x),
    lambda x: x / sqrt(1 + x * x),
    lambda x: 1 / sqrt(1 + x * x) - x * x / sqrt(1 + x * x) ** 3,
)
GELU = (
    lambda x: x * mpmath.erfc(-x / sqrt(2)) / 2,
    lambda x: mpmath.erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi),
    lambda x: (2 - x * x) * exp(-x * x / 2) / sqrt(2 * pi),
)
PHI = (erf, lambda x: 2 * exp(-x * x) / sqrt(pi), lambda x: -4 * x * exp(-x * x) / sqrt(pi))
ELU = (
    lambda x: x if x > 0 else mpmath.expm1(x),
    lambda x: mpf(1) if x > 0 else exp(x),
    lambda x: mpf(0) if x > 0 else exp(x),
)
LAMBDA, ALPHA = mpf("1.0507"), mpf("1.67326")
SELU = (
    lambda x: LAMBDA * (x if x > 0 else ALPHA * mpmath.expm1(x)),
    lambda x: LAMBDA * (1 if x > 0 else ALPHA * exp(x)),
    lambda x: LAMBDA * (0 if x > 0 else ALPHA * exp(x)),
)
HUBER = (
    lambda x: x * x / 2 if abs(x) <= 1 else abs(x) - mpf(1) / 2,
    lambda x: x if abs(x) <= 1 else mpmath.sign(x),
    lambda x: mpf(abs(x) <= 1),
)
HINGE2 = (
    lambda x: max(1 - x, 0) ** 2,
    lambda x: -2 * max(1 - x, 0),
    lambda x: mpf(2 * (x < 1)),
)
ENTROPY = (
    lambda x: x * mpmath.log(x) if x > 0 else mpf(0),
    lambda x: mpmath.log(x) + 1 if x > 0 else mpf(0),
    lambda x: 1 / x if x > 0 else mpf(0),
)

LOSSES = {
    "log(1 + e^x)": SOFTPLUS,
    "softplus(x)": SOFTPLUS,
    "-log(1/(1 + e^x))": SOFTPLUS,
    "-log(1 - sigmoid(x))": SOFTPLUS,
    "-log(1 - 1/(1 + e^(-x)))": SOFTPLUS,
    "-log(1 - e^x/(1 + e^x))": SOFTPLUS,
    "x + log(1 + e^(-x))": SOFTPLUS,
    "logsumexp(0, x)": SOFTPLUS,
    "log(e^(x/2) + e^(-x/2)) + x/2": SOFTPLUS,
    "log(2 + 2e^x) - log(2)": SOFTPLUS,
    "log(sqrt((1 + e^x)^2))": SOFTPLUS,
    "-log(sigmoid(x))": MIRRORED,
    "-log(1/(1 + e^(-x)))": MIRRORED,
    "-log(e^x/(1 + e^x))": MIRRORED,
    "log(1 + e^(-x))": MIRRORED,
    "-1/4*log(sigmoid(x)) - 3/4*log(1 - sigmoid(x))": HALF,
    "-1/4*log(1/(1+e^(-x))) - (1-1/4)*log(1 - 1/(1+e^(-x)))": HALF,
    "1/4*log(1+e^(-x)) + 3/4*log(1 + e^x)": HALF,
    "log(1 + e^x) - x/4": HALF,
    "tanh(x)": TANH,
    "2sigmoid(2x) - 1": TANH,
    "(e^x - e^(-x))/(e^x + e^(-x))": TANH,
    "(e^(2x) - 1)/(e^(2x) + 1)": TANH,
    "sinh(x)/cosh(x)": TANH,
    "log(cosh(x))": LOG_COSH,
    "log((e^x + e^(-x))/2)": LOG_COSH,
    "x*sigmoid(x)": SWISH,
    "x/(1 + e^(-x))": SWISH,
    "x*e^x/(1 + e^x)": SWISH,
    "x*e^(-x)": BELL,
    "sqrt(1 + x^2)": ROOT,
    "x/2*(1 + erf(x/sqrt(2)))": GELU,
    "erf(x)": PHI,
    "max(0, 1 - x)^2": HINGE2,
}
PIECES = {
    "elu": (sp.Piecewise((X, X > 0), (sp.exp(X) - 1, True)), ELU),
    "selu": (
        read_expression("1.0507") * sp.Piecewise((X, X > 0), (read_expression("1.67326") * (sp.exp(X) - 1), True)),
        SELU,
    ),
    "huber": (sp.Piecewise((X**2 / 2, sp.Abs(X) <= 1), (sp.Abs(X) - sp.S.Half, True)), HUBER),
    "huber_apart": (
        sp.Piecewise((-X - sp.S.Half, X < -1), (X**2 / 2, X <= 1), (X - sp.S.Half, True)),
        HUBER,
    ),
    "squared_hinge": (sp.Piecewise(((1 - X) ** 2, X < 1), (0, True)), HINGE2),
    "entropy": (sp.Piecewise((X * sp.log(X), X > 0), (0, True)), ENTROPY),
    "softplus_above": (
        sp.Piecewise((X + sp.log(1 + sp.exp(-X)), X > 0), (sp.log(1 + sp.exp(X)), True)),
        SOFTPLUS,
    ),
}
# Where a value is the difference of much larger ones, so many of their last digits are all that is asked for.
CANCELS = {
    "sqrt(1 + x^2)",
    "log(cosh(x))",
    "log((e^x + e^(-x))/2)",
    "log(e^(x/2) + e^(-x/2)) + x/2",
    "x + log(1 + e^(-x))",
}


def nearest(oracle, x):
    with mpmath.workdps(60):
        value = oracle(mpf(x))
        if abs(value) > mpf(2) ** 1024:
            return math.copysign(math.inf, value)
        return float(value)


def agree(loss, oracles, point, spare):
    for compute, oracle in zip((loss, loss.gradient, loss.hessian), oracles, strict=True):
        wanted = nearest(oracle, point)
        near = pytest.approx(wanted, rel=1e-12, abs=spare * max(1.0, abs(point)) if spare else 1e-300)
        found = [compute(point), compute([[point]]).item(), compute([[point], [0.5]]).ravel()[0]]
        assert found == [near] * 3, (compute, point, wanted, found)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("text", LOSSES)
def test_a_loss_is_finite_with_its_derivatives_wherever_its_value_is(text, point):
    agree(Loss(text, "x"), LOSSES[text], point, 4e-16 if text in CANCELS else 0.0)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", PIECES)
def test_a_branch_that_does_not_hold_is_not_seen(name, point):
    expression, oracles = PIECES[name]
    agree(Loss(expression, "x"), oracles, point, 0.0)


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("shift", [0.0, 1000.0, -1000.0, 1e8])
@pytest.mark.parametrize("first", [0.0, 1e-8, -1.0, 30.0, -700.0, 1000.0])
@pytest.mark.parametrize("cross", [False, True])
def test_logsumexp_and_cross_entropy_of_several_scores(count, shift, first, cross):
    names = "a b c d f".split()[:count]
    total = "+".join(f"e^{name}" for name in names)
    loss = Loss(f"-log(e^a/({total}))" if cross else f"log({total})", names)
    scores = [first + shift, *(shift - 0.75 * place for place in range(1, count))]
    with mpmath.workdps(60):
        largest = max(map(mpf, scores))
        parts = [exp(mpf(score) - largest) for score in scores]
        shares = [part / mpmath.fsum(parts) for part in parts]
        # a share's complement is the sum of the others, lest it cancel
        rests = [mpmath.fsum(parts[:i] + parts[i + 1 :]) / mpmath.fsum(parts) for i in range(count)]
        value = -mpmath.log(shares[0]) if cross else largest + mpmath.log(mpmath.fsum(parts))
        slopes = [-rests[0] if cross and i == 0 else shares[i] for i in range(count)]
        bends = [
            [shares[i] * rests[i] if i == j else -shares[i] * shares[j] for j in range(count)] for i in range(count)
        ]
        wanted = float(value), [float(each) for each in slopes], [[float(each) for each in row] for row in bends]
    spare = 4e-16 if cross else 0.0
    assert loss(scores) == pytest.approx(wanted[0], rel=1e-13, abs=spare)
    assert loss.gradient(scores) == pytest.approx(wanted[1], rel=1e-13, abs=1e-300)
    for row, bent in zip(loss.hessian(scores), wanted[2], strict=True):
        assert row == pytest.approx(bent, rel=1e-12, abs=1e-300)


def test_what_overflows_itself_is_infinite_and_no_nan():
    for text in ("e^x", "x*e^x", "e^x - x", "cosh(x)", "e^(e^x)", "x^2*e^x"):
        loss = Loss(text, "x")
        assert [loss(1000.0), loss.gradient(1000.0), loss.hessian(1000.0)] == [math.inf] * 3, text


def test_a_cross_entropy_over_data_is_finite_far_out():
    from gdtutor.descent.data_loss import SCORE, TARGET, DataLoss
    from gdtutor.descent.dataset import Dataset

    p = 1 / (1 + sp.exp(-SCORE))

    class Lecture(DataLoss):
        example_loss = -TARGET * sp.log(p) - (1 - TARGET) * sp.log(1 - p)

    class Hinge(DataLoss):
        example_loss = sp.Piecewise((0, SCORE > 40), (sp.log(1 + sp.exp(sp.exp(SCORE))), True)) + 0 * TARGET

    data = Dataset([[1000.0], [-1000.0]], [0, 0])
    loss = Lecture(data, intercept=False)
    # ℓ = softplus(z) for y = 0, at z = ±1000
    assert (loss([1.0]), loss.gradient([1.0]).tolist(), loss.hessian([1.0]).tolist()) == (500.0, [500.0], [[0.0]])
    hinge = Hinge(data, intercept=False)
    # z = 1000 is in the branch 0; at z = −1000, log(1 + e^0) = log 2, with slope σ(e^z)·e^z = 0
    assert hinge([1.0]) == pytest.approx(math.log(2) / 2, rel=1e-15)
    assert hinge.gradient([1.0]).tolist() == [0.0]


@pytest.mark.parametrize("text", ["erfc(-2x)^(-1/2)", "erfc(-x)", "2 - erfc(x)", "1 - erfc(x)", "x*erfc(-x/3)"])
def test_erfc_far_to_the_left_loses_no_digits(text):
    loss = Loss(text, "x")
    functions = {
        "erfc(-2x)^(-1/2)": lambda x: mpmath.erfc(-2 * x) ** -0.5,
        "erfc(-x)": lambda x: mpmath.erfc(-x),
        "2 - erfc(x)": lambda x: mpmath.erfc(-x),
        "1 - erfc(x)": mpmath.erf,
        "x*erfc(-x/3)": lambda x: x * mpmath.erfc(-x / 3),
    }
    with mpmath.workdps(60):
        for x in (-5.25, -2.495, -1e-12, 1e-12, 3.0):
            value, slope = mpmath.taylor(functions[text], mpmath.mpf(x), 1)
            assert (loss(x), loss.gradient(x)) == (
                pytest.approx(float(value), rel=1e-12),
                pytest.approx(float(slope), rel=1e-12),
            )


@pytest.mark.parametrize(
    ("text", "function", "x"),
    [
        ("x/erfc(x^3)", lambda x: x / mpmath.erfc(x**3), 2.844),
        ("1/erfc(5x)", lambda x: 1 / mpmath.erfc(5 * x), 3.975),
        ("erfc(x^4)^(1/2)", lambda x: mpmath.sqrt(mpmath.erfc(x**4)), 2.839),
        ("(e^(-x^2))^2/x^600", lambda x: mpmath.exp(-2 * x**2) / x**600, 0.4),
    ],
)
def test_derivatives_that_overflow_on_the_way_are_finite_where_they_are(text, function, x):
    loss = Loss(text, "x")
    with mpmath.workdps(400):
        _, slope, half = mpmath.taylor(function, mpmath.mpf(x), 2)
    found = (loss.gradient(x), loss.gradient([x]).item(), loss.hessian(x), loss.hessian([x]).item())
    assert found == pytest.approx((float(slope), float(slope), float(2 * half), float(2 * half)), rel=1e-12, abs=1e-300)


def test_what_has_no_derivative_stays_so():
    assert math.isinf(Loss("1/x", "x").gradient(0.0))
    assert math.isnan(Loss("sqrt(x)", "x").gradient(-1.0))
