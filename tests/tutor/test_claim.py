"""Claims about numbers: rounding as written, and how wrong numbers arise."""

import time

import mpmath
import pytest
import sympy as sp
from hypothesis import given, strategies as st

import gdtutor as gd
from gdtutor.tutor.claim_reading import read_claim

HOPKINS = "sin(2θ)*log(θ^2)"


def slope(u, log=mpmath.log):
    return 2 * mpmath.cos(2 * u) * log(u**2) + mpmath.sin(2 * u) * 2 / u


@pytest.mark.parametrize(
    ("claim", "order", "at", "relation", "number"),
    [
        ("dL/dθ at −5 is about −2.56", 1, "-5", "≈", "-2.56"),
        ("dL/dθ at θ = -5 ≈ -2.56", 1, "-5", "≈", "-2.56"),
        ("L'(-5) = -2.56.", 1, "-5", "=", "-2.56"),
        ("dL(-5)/dθ ≈ −2.56", 1, "-5", "≈", "-2.56"),
        ("the slope at 0.5 is 3", 1, "1/2", "=", "3"),
        ("the second derivative of L at 1 is roughly 4", 2, "1", "≈", "4"),
        ("d^2L/dθ^2 at 1 is 4.0", 2, "1", "=", "4.0"),
        (r"\frac{dL}{dθ} at 1 \approx 4.0", 1, "1", "≈", "4.0"),
        ("L''(1) = 4e-3", 2, "1", "=", "0.004"),
        ("L(2.5) is about -1.757", 0, "5/2", "≈", "-1.757"),
        ("f'(1/3) = 0.67", 1, "1/3", "=", "0.67"),
        ("the slope at -1 / 2 is 3", 1, "-1/2", "=", "3"),
        ("loss'(2) ~ 4", 1, "2", "≈", "4"),
        ("d/dθ f at 2 >= 4", 1, "2", ">=", "4"),
        ("f'(θ) at sqrt(2) != 4", 1, "sqrt(2)", "≠", "4"),
        ("f(2π) is 0", 0, "2*pi", "=", "0"),
    ],
)
def test_claims_are_read(claim, order, at, relation, number):
    found = read_claim(claim, sp.Symbol("theta"))
    (value,) = found.values.values()
    assert (value.order, str(value.place), found.relation) == (order, at, relation)
    assert str(found.right.literal) == number


@pytest.mark.parametrize(
    ("claim", "position"),
    [
        ("f'(0,5) = 1", 5),
        ("f'(1/0) = 1", 5),
        ("f'(2x) = 4", 4),
        ("f(2) = g(2)", 7),
        ("f(1) + c = 2", 7),
        ("f(2) = 4 = 4", 9),
        ("dL/dt at 2 = 4", 0),
        ("f at 2 + 1 = 9", 7),
        ("f^(2)(3) = 2", 1),
        ("f'(2) is not 4", 9),
        ("f(2)", 4),
        ("f(2) = ", 6),
        ("1 = 1", 0),
    ],
)
def test_what_cannot_be_read_is_not_judged(claim, position):
    found = gd.check_claim("x^2", "x", claim)
    assert (found.verdict, found.position) == ("unreadable", position)


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
        ("x^(3/2)", "f'(0) = 0"),
        ("Piecewise((x, x < 0), (2x, True))", "f'(0) = 2"),
        ("x*|x|", "f''(0) = 2"),
        ("sign(x)", "f'(0) = 0"),
        ("x", "sqrt(f(-2))^2 = -2"),
        ("x", "0*log(f(-2)) = 0"),
    ],
)
def test_nothing_is_right_where_there_is_no_value(function, claim):
    found = gd.check_claim(function, "x", claim)
    assert found.verdict == "undecided"
    assert "has no" in found.message


@pytest.mark.parametrize(
    ("function", "claim"),
    [
        ("x*|x|", "f'(0) = 0"),
        ("max(x^2, 2x - 1)", "f'(1) = 2"),
        ("Piecewise((x^2, x < 0), (x^3, x >= 0))", "f'(0) = 0"),
    ],
)
def test_pieces_that_meet_smoothly_have_a_slope(function, claim):
    assert gd.check_claim(function, "x", claim).verdict == "correct"


@pytest.mark.parametrize(("place", "verdict"), [("1e9", "undecided"), ("-1e9", "wrong"), ("1e15", "undecided")])
def test_a_number_beyond_any_use_is_judged_or_not_at_once(place, verdict):
    start = time.perf_counter()
    assert gd.check_claim("e^x", "x", f"f'({place}) = 1").verdict == verdict
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


@pytest.mark.parametrize(
    ("function", "claim", "verdict"),
    [
        ("sin(x)", "f(1) <= 0.84", "wrong"),
        ("sin(x)", "f(1) < 0.85", "correct"),
        ("sin(x)", "f(1) != 0.84", "undecided"),
        ("sin(x)", "f(1) != 0.85", "correct"),
        ("x^2", "f(1/2) != 0.25", "wrong"),
        ("x^2", "2f(3) = 9", "wrong"),
        ("x^2", "2f(3) = 18", "correct"),
        ("x^2", "f(f(2)) = 4", "wrong"),
        ("x^2", "f(f(2)) = 16", "correct"),
        ("x^2", "f(1/2) = 0.25", "correct"),
        ("x^2", "f(sqrt(2)) = 2", "correct"),
        ("x^2", "f(3)-f(2) = 5", "correct"),
        ("x^2", "|f'(-3)| = 6", "correct"),
        ("x^2", "f(1/4) = 0.0625", "correct"),
        ("x^2", "0.06 = f(1/4)", "correct"),
        ("x^2", "f(1/4) = 0", "wrong"),
        ("x^2", "f(1/4) ≈ 0", "correct"),
        ("x^2", "f(2) = f'(2)", "correct"),
        ("sin(x)", "f(x) at π/6 = 1/2", "correct"),
        ("sin(x)", "f(1) ≈ 21/25", "undecided"),
        ("sin(x)", "2*0.42 = f(1)", "undecided"),
        ("sin(x)", "2*0.32 = f(1)", "wrong"),
        ("x^2", "f^2(2) = 16", "correct"),
        ("sin(x)^2 + cos(x)^2", "f(sqrt(2)) <= 1", "correct"),
        ("sin(x)^2 + cos(x)^2", "f(sqrt(2)) < 1", "wrong"),
    ],
)
def test_both_sides_are_read_through_the_grammar(function, claim, verdict):
    assert gd.check_claim(function, "x", claim).verdict == verdict


FUNCTIONS = {
    "x^2": (lambda x: x**2, lambda x: 2 * x),
    "sin(x)": (mpmath.sin, mpmath.cos),
    "e^(-x)": (lambda x: mpmath.exp(-x), lambda x: -mpmath.exp(-x)),
    "x^3 - 2x": (lambda x: x**3 - 2 * x, lambda x: 3 * x**2 - 2),
    "1/(1+x^2)": (lambda x: 1 / (1 + x**2), lambda x: -2 * x / (1 + x**2) ** 2),
}
PLACES = {
    "2": lambda: mpmath.mpf(2),
    "-1": lambda: mpmath.mpf(-1),
    "1/2": lambda: mpmath.mpf(1) / 2,
    "0.25": lambda: mpmath.mpf(1) / 4,
    "sqrt(2)": lambda: mpmath.sqrt(2),
    "π": lambda: +mpmath.pi,
}
OPERATIONS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
HOLDS = {"<": lambda d: d < 0, "<=": lambda d: d <= 0, ">": lambda d: d > 0, ">=": lambda d: d >= 0,
         "=": lambda d: d == 0, "!=": lambda d: d != 0}  # fmt: skip


@st.composite
def sides(draw, function):
    """A side of a claim with its value."""
    value, slope = FUNCTIONS[function]
    with mpmath.workdps(60):
        place = draw(st.sampled_from(sorted(PLACES)))
        text, number = f"f({place})", value(PLACES[place]())
        kind = draw(st.sampled_from(["value", "slope", "nested", "number", "two"]))
        if kind == "slope":
            text, number = f"f'({place})", slope(PLACES[place]())
        elif kind == "nested":
            text, number = f"f(f({place}))", value(number)
        elif kind == "number":
            text, number = place, PLACES[place]()
        elif kind == "two":
            sign = draw(st.sampled_from(sorted(OPERATIONS)))
            text, number = f"{text} {sign} f(1)", OPERATIONS[sign](number, value(mpmath.mpf(1)))
        return text, number


@given(st.data())
def test_random_claims_are_as_true_as_50_digits_say(data):
    function = data.draw(st.sampled_from(sorted(FUNCTIONS)))
    (left, one), (right, two) = data.draw(sides(function)), data.draw(sides(function))
    relation = data.draw(st.sampled_from(sorted(HOLDS)))
    verdict = gd.check_claim(function, "x", f"{left} {relation} {right}").verdict
    with mpmath.workdps(60):
        off = one - two
        off = mpmath.mpf(0) if abs(off) < mpmath.mpf(10) ** -50 else off
    if "0.25" in (left, right) and "f" in left + right and relation in ("=", "!="):
        rounded = abs(off) <= mpmath.mpf("0.005")
        wanted = {"=": "correct" if rounded else "wrong", "!=": "undecided" if rounded and off else None}[relation]
        wanted = wanted or ("correct" if off else "wrong")
    else:
        wanted = "correct" if HOLDS[relation](off) else "wrong"
    assert verdict == (wanted if "f" in left + right else "unreadable")


@pytest.mark.parametrize(
    ("function", "place"),
    [
        ("acsch(x)^0", "0"),
        ("0*csc(x) + 1", "0"),
        ("tan(x)/tan(x)", "pi/2"),
        ("log(x)^0", "-1"),
        ("coth(x) - coth(x)", "0"),
    ],
)
def test_nothing_is_said_where_the_text_has_no_value(function, place):
    found = gd.check_claim(function, "x", f"f({place}) = 1")
    assert (found.verdict, "no real value" in found.message) == ("undecided", True), found.message


@pytest.mark.parametrize(
    ("claim", "meant"),
    [
        ("f(1/3) = 1/3*3", "1/(3*3)"),
        ("f(1/4)=1/4*2^2", "1/(4*2^2)"),
        ("f(sqrt2) = 2*1/2*2", None),
        ("f(1/3) = 1/3*9", None),
    ],
)
def test_a_claim_that_is_right_with_brackets_is_asked_back(claim, meant):
    found = gd.check_claim("x^2", "x", claim)
    wanted = ("unreadable", True) if meant else ("correct" if "sqrt" in claim else "wrong", False)
    assert (found.verdict, f"is {claim.split('=')[0]}" in found.message) == wanted
    assert meant is None or meant in found.message


def test_an_ambiguous_claim_has_a_note():
    assert gd.check_claim("e^(x/2)", "x", "f(1) = e^1/2").notes == (
        "e^1/2 is read as (e^1)/2; write e^(1/2) for the other",
    )


@pytest.mark.parametrize(
    ("function", "claim"),
    [("max(0, -x)*sqrt(-x)", "f''(1) <= 1"), ("(1 - sign(x))/ln(-x)", "f(10) = 1"), ("relu(-x)*asin(x)", "f(3) = 0")],
)
def test_a_zero_does_not_hide_that_another_factor_has_no_value(function, claim):
    found = gd.check_claim(function, "x", claim)
    assert (found.verdict, "no real value" in found.message) == ("undecided", True), found.message


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The slope at 3 is 6", "correct"),
        ("f(2)==4", "correct"),
        ("f(3) is greater than 8", "correct"),
        ("f(3) is less than 8", "wrong"),
        ("f(2) is at least 4", "correct"),
        ("f(2) is at most 3", "wrong"),
        ("f(2) is equal to 4", "correct"),
        ("3 < f(2) < 5", "correct"),
        ("3 < f(2) <= 3.5", "wrong"),
        ("5 < f(2) < 6", "wrong"),
        ("3 < f(2) > 2", "unreadable"),
        ("f(1/3) = 0.111...", "correct"),
        ("f(0.5)~0.25", "correct"),
        ("f(1000) = 1,000,000", "unreadable"),
    ],
)
def test_claims_in_the_words_of_people(claim, verdict):
    assert gd.check_claim("x^2", "x", claim).verdict == verdict
