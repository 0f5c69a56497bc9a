"""The oracle against published values and identities."""

from __future__ import annotations

from fractions import Fraction

import pytest
from mpmath import mp, mpf

from tests.oracle.cases import Case
from tests.oracle.comparing import Question, places_for, relation, survey
from tests.oracle.formulas import letters, text, walk
from tests.oracle.functions import NAMES
from tests.oracle.generate import STRATA, formula, order_of_strata
from tests.oracle.judging import holds
from tests.oracle.reading import read, read_domain
from tests.oracle.rules import differentiate
from tests.oracle.runner import fresh_seed
from tests.oracle.slopes import NoSlopeError, derivative, mixed, one_sided
from tests.oracle.values import OpenError, UndefinedError, value, with_slope

AT = {"x": Fraction(1, 2), "y": Fraction(3)}
#: f'(1/2), each from a table of derivatives (NIST DLMF 4 and 7), as an expression of mpmath
TABLE = {
    "sin(x)": "cos(0.5)",
    "cos(x)": "-sin(0.5)",
    "tan(x)": "sec(0.5)**2",
    "cot(x)": "-csc(0.5)**2",
    "sec(x)": "sec(0.5)*tan(0.5)",
    "csc(x)": "-csc(0.5)*cot(0.5)",
    "asin(x)": "1/sqrt(0.75)",
    "acos(x)": "-1/sqrt(0.75)",
    "atan(x)": "0.8",
    "acot(x)": "-0.8",
    "asec(x+1)": "1/(1.5*sqrt(1.25))",
    "acsc(x+1)": "-1/(1.5*sqrt(1.25))",
    "sinh(x)": "cosh(0.5)",
    "cosh(x)": "sinh(0.5)",
    "tanh(x)": "sech(0.5)**2",
    "coth(x)": "-csch(0.5)**2",
    "sech(x)": "-sech(0.5)*tanh(0.5)",
    "csch(x)": "-csch(0.5)*coth(0.5)",
    "asinh(x)": "1/sqrt(1.25)",
    "acosh(x+1)": "1/sqrt(1.25)",
    "atanh(x)": "mpf(4)/3",
    "acoth(x+1)": "-0.8",
    "asech(x)": "-2/sqrt(0.75)",
    "acsch(x)": "-2/sqrt(1.25)",
    "exp(x)": "exp(0.5)",
    "log(x)": "2",
    "log10(x)": "2/log(10)",
    "log2(x)": "2/log(2)",
    "log(x, 1/2)": "-2/log(2)",
    "sqrt(x)": "1/sqrt(2)",
    "cbrt(x)": "power(0.5, mpf(-2)/3)/3",
    "root(x, 4)": "power(0.5, -0.75)/4",
    "abs(x)": "1",
    "sign(x)": "0",
    "max(x, 1)": "0",
    "min(x, 1)": "1",
    "relu(x)": "1",
    "erf(x)": "2/sqrt(pi)*exp(-0.25)",
    "erfc(x)": "-2/sqrt(pi)*exp(-0.25)",
    "sigmoid(x)": "exp(-0.5)/(1+exp(-0.5))**2",
    "softplus(x)": "1/(1+exp(-0.5))",
    "logsumexp(x, 0)": "1/(1+exp(-0.5))",
    "(1/2)^x": "-log(2)/sqrt(2)",
    "0.1^x": "-log(10)/sqrt(10)",
    "x^(2*x)": "log(0.5)+1",
    "x^pi": "pi*power(0.5, pi-1)",
    "asin(sin(x))": "1",
    "sqrt(max(0, x))": "1/sqrt(2)",
    "Piecewise((x^2, x < 1), (log(x), True))": "1",
    "x*y": "3",
}


def _published(written: str) -> mpf:
    names = {name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")}
    return mpf(eval(written, {"__builtins__": {}}, names))


@pytest.mark.parametrize("written", TABLE)
def test_slopes_are_those_of_the_tables(written: str) -> None:
    node = read(written)
    with mp.workdps(50):
        truth = _published(TABLE[written])
        by_rule = value(differentiate(node, "x"), AT)
        ahead, behind = (one_sided(node, AT, "x", side) for side in (1, -1))
        for found in (derivative(node, AT, "x").number, by_rule, ahead, behind):
            # the differences keep 15 digits, and the table's decimals are exact binary numbers
            assert found is not None and abs(found - truth) < mpf(10) ** -14 * (1 + abs(truth))


def test_the_table_has_every_function() -> None:
    assert {part.data for written in TABLE for part in walk(read(written)) if part.op == "call"} == set(NAMES)


IDENTITIES = [
    ("sin(x)^2 + cos(x)^2", "1"),
    ("sec(x)", "1/cos(x)"),
    ("csc(x)", "1/sin(x)"),
    ("cot(x)", "cos(x)/sin(x)"),
    ("acot(x)", "atan(1/x)"),
    ("asec(x)", "acos(1/x)"),
    ("acsc(x)", "asin(1/x)"),
    ("acoth(x)", "atanh(1/x)"),
    ("asech(x)", "acosh(1/x)"),
    ("acsch(x)", "asinh(1/x)"),
    ("asinh(x)", "log(x + sqrt(x^2 + 1))"),
    ("atanh(x)", "log((1 + x)/(1 - x))/2"),
    ("softplus(x) - softplus(-x)", "x"),
    ("sigmoid(x)", "1 - sigmoid(-x)"),
    ("logsumexp(x, y, 1)", "log(exp(x) + exp(y) + exp(1))"),
    ("root(x, 4)", "sqrt(sqrt(x))"),
    ("log10(x)", "log(x)/log(10)"),
    ("log2(x)", "log(x, 2)"),
    ("tanh(x)", "sinh(x)/cosh(x)"),
    ("sech(x)", "1/cosh(x)"),
    ("csch(x)", "1/sinh(x)"),
    ("coth(x)", "1/tanh(x)"),
    ("relu(x)", "max(x, 0)"),
    ("min(x, y)", "-max(-x, -y)"),
    ("abs(x)", "sqrt(x^2)"),
    ("sign(x)", "x/abs(x)"),
    ("(1/2)^x", "2^(-x)"),
    ("x^(1/2)", "sqrt(x)"),
    ("x^x", "exp(x*log(x))"),
    ("acosh(x)", "log(x + sqrt(x^2 - 1))"),
    ("asin(x) + acos(x)", "pi/2"),
    ("log(x^2)", "2*log(abs(x))"),
    ("Piecewise((-x, x < 0), (x, True))", "abs(x)"),
    ("erf(x)", "-erf(-x)"),
    ("erfc(x)", "1 - erf(x)"),
    ("cbrt(x)", "exp(log(x)/3)"),
]


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identities_hold(left: str, right: str) -> None:
    question, answer = Question(read(left), "x", 0), read(right)
    seen = survey(question, answer, places_for(Case((answer,)).rng(), question, answer, 60))
    assert len(seen.equal) > 5 and not seen.different


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sqrt(x^2)", "x"),
        ("log(x^2)", "2*log(x)"),
        ("x", "x + 10^(-40)"),
        ("acot(x)", "pi/2 - atan(x)"),
        ("x", "x + 0*log(x)"),
        ("asin(sin(x))", "x"),
        ("abs(x + 20) - 20", "x"),
    ],
)
def test_differences_are_seen(left: str, right: str) -> None:
    question, answer = Question(read(left), "x", 0), read(right)
    assert survey(question, answer, places_for(Case((answer,)).rng(), question, answer)).different


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("log(-x)", UndefinedError),
        ("asin(x + 2)", UndefinedError),
        ("sqrt(-x)", UndefinedError),
        ("1/(x - x)", UndefinedError),
        ("cbrt(-x)", OpenError),
        ("(-x)^x", UndefinedError),
    ],
)
def test_what_is_not_real_has_no_value(written: str, error: type[Exception]) -> None:
    with pytest.raises(error), mp.workdps(30):
        value(read(written), AT)


def test_corners_have_no_slope_and_hidden_zeros_have_one() -> None:
    here = {"x": Fraction(0)}
    for corner in ("abs(x)", "max(x, 2*x)", "sqrt(x^2)", "relu(x)", "Piecewise((1, x < 0), (2, True))"):
        with pytest.raises(NoSlopeError), mp.workdps(30):
            derivative(read(corner), here, "x")
    for flat in ("sqrt(max(0, x))", "sqrt(x + abs(x))", "acos(max(1, -x) - 0*x)", "max(0, x)^(3/2)"):
        with mp.workdps(30):
            assert derivative(read(flat), {"x": Fraction(-1, 2)}, "x").number == 0
    with mp.workdps(30):
        assert derivative(read("x*abs(x)"), here, "x").number == 0
        assert derivative(read("max((x + 1)^2, x^2 + 2*x + 1)"), AT, "x").number == 3


def test_second_derivatives() -> None:
    with mp.workdps(40):
        assert abs(derivative(read("sin(x)"), AT, "x", 2).number + mp.sin(mpf(1) / 2)) < mpf(10) ** -30
        assert abs(mixed(read("exp(x*y)"), AT, "x", "y") - mpf(5) / 2 * mp.exp(mpf(3) / 2)) < mpf(10) ** -30


@pytest.mark.parametrize("number", range(len(STRATA)))
def test_dual_numbers_agree_with_differences(number: int) -> None:
    """On random formulas, at random points; the text of a formula is read back as the same formula."""
    rng = Case((), (number, fresh_seed())).rng()
    node = formula(rng, number)
    assert (
        relation(Question(node, "x", 0), read(text(node)), {name: Fraction(rng.random()) for name in letters(node)})
        != "different"
    )
    for _ in range(6):
        point = {name: Fraction(rng.uniform(-3, 3)) for name in letters(node)}
        try:
            with mp.workdps(40):
                slope = with_slope(node, point, "x")[1]
                sides = [one_sided(node, point, "x", side) for side in (1, -1)]
        except ArithmeticError:
            continue
        for side in sides:
            # a function that is steep on the scale of the step has fewer digits, or none
            assert side is None or abs(side - slope) < mpf(10) ** -9 * (1 + abs(slope)), (text(node), point)


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ("x > 0", "1", "-1"),
        ("0 < x < 1", "1/2", "2"),
        ("x > 1 or x < -1", "-2", "0"),
        ("sin(x) > 0", "1", "4"),
        ("(x)*(y) > 0", "1", "-1"),
        ("x > 0 and y > 0", "1", "-1"),
        ("x < 0 and (x > -1 or x < -2)", "-1/2", "-3/2"),
        ("x^2 - 1 <= 0", "1", "2"),
        ("|x| < 2", "1", "-3"),
        ("x + y ≥ 0", "-1/2", "-2"),
        ("everywhere", "1", ""),
    ],
)
def test_domains_are_read(written: str, inside: str, outside: str) -> None:
    domain = read_domain(written)
    assert holds(domain, {"x": Fraction(inside), "y": Fraction(1)})
    assert not outside or not holds(domain, {"x": Fraction(outside), "y": Fraction(1)})


def test_every_function_and_shape_comes_up() -> None:
    rng = Case(()).rng()
    drawn = [formula(rng, number) for number in order_of_strata(rng) for _ in range(3)]
    used = {part.data for node in drawn for part in walk(node) if part.op == "call"}
    assert used >= set(NAMES) and len(drawn) == 3 * len(STRATA)
    assert {part.op for node in drawn for part in walk(node)} >= {
        "+",
        "-",
        "*",
        "/",
        "^",
        "neg",
        "piecewise",
        "<",
        ">",
        "const",
    }


def test_what_rounding_hides_is_no_difference() -> None:
    question = Question(read("x - softplus(x)"))
    for x in (3, 60, 150, 390):
        assert relation(question, read("exp(-x)/(1 + exp(-x))"), {"x": Fraction(x)}) in ("equal", "unknown")
    assert relation(Question(read("x"), "x", 0), read("x + exp(-95*x)"), {"x": Fraction(1)}) == "different"
