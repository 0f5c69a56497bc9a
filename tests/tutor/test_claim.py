"""Claims about numbers: rounding as written, and how wrong numbers arise."""

import time

import mpmath
import pytest

import gdtutor as gd
from gdtutor.tutor.claim import read_claim

HOPKINS = "sin(2θ)*log(θ^2)"


def slope(u, log=mpmath.log):
    return 2 * mpmath.cos(2 * u) * log(u**2) + mpmath.sin(2 * u) * 2 / u


@pytest.mark.parametrize(
    ("claim", "order", "at", "number"),
    [
        ("dL/dθ at −5 is about −2.56", 1, "-5", "-2.56"),
        ("dL/dθ at θ = -5 ≈ -2.56", 1, "-5", "-2.56"),
        ("L'(-5) = -2.56.", 1, "-5", "-2.56"),
        ("dL(-5)/dθ ≈ −2.56", 1, "-5", "-2.56"),
        ("the slope at 0.5 is 3", 1, "0.5", "3"),
        ("d^2L/dθ^2 at 1 is 4.0", 2, "1", "4.0"),
        ("L''(1) = 4e-3", 2, "1", "0.004"),
        ("L(2.5) is about -1.757", 0, "2.5", "-1.757"),
        ("f'(1/3) = 0.67", 1, "1/3", "0.67"),
        ("the slope at -1 / 2 is 3", 1, "-1/2", "3"),
    ],
)
def test_claims_are_read(claim, order, at, number):
    found = read_claim(claim)
    assert found is not None
    assert (found.order, str(found.at), str(found.number)) == (order, at, number)


@pytest.mark.parametrize("claim", ["f'(0,5) = 1", "f'(2π) = 1", "f'(1/0) = 1", "f'(2*3) = 12", "f'(2x) = 4"])
def test_a_place_is_read_whole_or_not_at_all(claim):
    assert gd.check_claim("x^2", "x", claim).verdict == "unreadable"


def test_a_place_may_be_a_fraction():
    assert gd.check_claim("x^2", "x", "f'(1/3) = 0.67").verdict == "correct"
    assert gd.check_claim("x^2", "x", "f'(1/3) = 0.66").verdict == "wrong"


@pytest.mark.parametrize(
    ("function", "claim"),
    [
        ("ln(x)", "f'(-1) = -1"),
        ("|x|", "f'(0) = 0"),
        ("max(x, 0)", "f'(0) = 0"),
        ("x*ln(x)", "f''(-1) = -1"),
        ("sqrt(x)^2", "f'(-1) = 1"),
    ],
)
def test_no_slope_is_certified_where_the_function_has_none(function, claim):
    assert gd.check_claim(function, "x", claim).verdict == "undecided"


@pytest.mark.parametrize("place", ["1e9", "-1e9", "1e15"])
def test_a_number_beyond_any_use_is_undecided_at_once(place):
    start = time.perf_counter()
    assert gd.check_claim("e^x", "x", f"f'({place}) = 1").verdict == "undecided"
    assert time.perf_counter() - start < 2


def test_the_slope_beside_a_corner_is_certified():
    assert gd.check_claim("|x|", "x", "f'(-2) = -1").verdict == "correct"
    assert gd.check_claim("max(x, 0)", "x", "f'(2) = 1").verdict == "correct"


@pytest.mark.parametrize("places", range(6))
def test_the_rounded_value_is_right_and_its_neighbours_are_wrong(places):
    with mpmath.workdps(50):
        value = slope(mpmath.mpf(-5))
        unit = mpmath.mpf(10) ** -places
        rounded = mpmath.nint(value / unit) * unit
        for step, verdict in ((-1, "wrong"), (0, "correct"), (1, "wrong")):
            number = mpmath.nstr(rounded + step * unit, 20, strip_zeros=False)
            shown = f"{float(number):.{places}f}"
            assert gd.check_claim(HOPKINS, "θ", f"dL/dθ at -5 is about {shown}").verdict == verdict, shown


def test_the_lectures_figure_is_a_base_10_logarithm():
    with mpmath.workdps(50):
        assert mpmath.nstr(slope(mpmath.mpf(-5), mpmath.log10), 3) == "-2.56"  # as the lecture prints it
    found = gd.check_claim(HOPKINS, "θ", "dL/dθ at −5 is about −2.56")
    assert (found.verdict, found.mistake.split(";")[0]) == ("wrong", "log_base")
    assert "-5.6" not in found.message  # the right number is not given away
    assert "cos" not in found.message  # nor is the derivative


@pytest.mark.parametrize(
    ("function", "claim", "mistake"),
    [
        ("sin(x)", "f'(60) = 0.5", "degrees"),
        ("x^2*e^x", "f'(1) = -8.155", "overall_sign"),
        ("x^3", "f'(2) = 8", "wrong_order"),
        ("x^2*sin(x)", "f'(2) = -1.665", "product_of_derivatives"),
        ("sin(3x)", "f'(1) = -0.98999", "chain_inner_missing"),
    ],
)
def test_how_a_wrong_number_arises(function, claim, mistake):
    found = gd.check_claim(function, "x", claim)
    assert found.verdict == "wrong"
    assert mistake in found.mistake.split(";")[:3]


def test_function_values_and_second_derivatives():
    assert gd.check_claim("x^4", "x", "f(2) = 16").verdict == "correct"
    assert gd.check_claim("x^4", "x", "f''(2) = 48").verdict == "correct"


@pytest.mark.parametrize(
    ("function", "claim", "verdict"),
    [
        ("x^2", "", "unanswered"),
        ("x^2", "hello", "unreadable"),
        ("x^2", "f'(2) is nice", "unreadable"),
        ("a*x", "f'(2) = 1", "unreadable"),
        ("x^^2", "f'(2) = 4", "unreadable"),
        ("log(x)", "f(-2) = 0.7", "undecided"),
        ("1/x", "f'(0) = 1", "undecided"),
    ],
)
def test_bad_claims_never_raise(function, claim, verdict):
    assert gd.check_claim(function, "x", claim).verdict == verdict
