"""Links of a chain under their own letters, rewritings of a function, and errors carried through both."""

import pytest

import gdtutor as gd

RIGHT = [
    "y = sqrt(x^2+1)\nu = x^2+1\ny = sqrt(u)\ndy/du = 1/(2sqrt(u))\ndu/dx = 2x\ndy/dx = dy/du * du/dx = x/sqrt(x^2+1)",
    "y = (3x+1)^5\nu = 3x+1\ny = u^5\ndy/dx = dy/du * du/dx = 5u^4*3",
    "y = (3x+1)^5\nu = 3x+1\ndy/dx = dy/du * du/dx = 15(3x+1)^4",
    "y = sin^2(3x)\nv = 3x\nu = sin v\ny = u^2\ndy/dx = dy/du * du/dv * dv/dx = 2u*cos(v)*3 = 6sin(3x)cos(3x)",
    r"y = \sqrt{x^2+1} \\ u = x^2+1 \\ \frac{dy}{dx} = \frac{dy}{du}\cdot\frac{du}{dx} = \frac{x}{\sqrt{x^2+1}}",
    "f(u) = sqrt(u)\nu = x^2+1\nf'(u) = 1/(2 sqrt u)\nu' = 2x\nf'(x) = f'(u)*u' = x/sqrt(x^2+1)",
    "y = x^2 sin x\ny = uv, u = x^2, v = sin x\ny' = u'v + uv' = 2x sin x + x^2 cos x",
    "f(x) = (x-2)(x+3)\n= x^2 + x - 6\nf'(x) = 2x + 1",
    "f(x) = x^2\n= 2x",
    "f(x) = x^2 sin x\nf'(x) = 2x sin x + x^2 cos x\nf'(pi) = 2pi*0 + pi^2*(-1) = -pi^2",
    "f(x) = x^3\nf'(x) = 3x^2\nf'(a) = 3a^2",
    "f(x) = ln x\nf'(x) = 1/x\nf'(e) = 1/e",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_workings_are_right(text):
    working = gd.check_working(text)
    assert str(working.verdict) == "correct", str(working)
    assert working.finished


# the working, and the one line that is wrong: what follows from it is not blamed
ONCE = [
    ("f(x) = (x+1)^2 = x^2 + 1\nf'(x) = 2x", 1, "power_of_sum"),
    ("f(x) = (x+1)^2\nf(x) = x^2 + 1\nf'(x) = 2x", 1, "power_of_sum"),
    ("y = (x+1)^2\ny = x^2 + 1\ny' = 2x", 1, "power_of_sum"),
    ("f(x) = x - (x^2 - 3x) = x - x^2 - 3x\nf'(x) = 1 - 2x - 3", 1, "minus_one_term"),
    ("f(x) = (x-2)(x+3)\n= x^2 + x + 6\nf'(x) = 2x + 1", 1, "line_shifted"),
    ("f(x) = x^2(x+1)\n= x^3 + x\nf'(x) = 3x^2 + 1", 1, ""),
    ("f(x) = x^2(x+1)\n= x^3 + x\nf'(x) = 3x^2 + 2x", 1, ""),  # or the question itself, rightly
    ("y = x^2 e^(3x)\nu = x^2\nv = e^(3x)\nu' = 2x\nv' = e^(3x)\ny' = (2x + x^2)e^(3x)", 4, "chain_inner_missing"),
    ("y = 2 - 3x\n(-3x)' = -6\ny' = -3", 2, ""),
    ("y = x^2 + 1\n(x^2)' = 4x\ny' = 2x", 2, ""),
    ("y = x^2 + 1\n(x^2)' = 3x\ny' = 3x", 2, ""),
    ("y = sqrt(u), u = 1-x^2\ndu/dx = 2x\ndy/dx = 1/(2 sqrt(u)) * 2x", 2, "overall_sign"),
]


@pytest.mark.parametrize(("text", "place", "mistake"), ONCE)
def test_an_error_is_blamed_once_where_it_was_made(text, place, mistake):
    working = gd.check_working(text)
    assert [k for k, check in enumerate(working.checks) if str(check.verdict) != "correct"] == [place], str(working)
    assert working.checks[place].mistake.split(";")[0] == mistake


@pytest.mark.parametrize(
    "text",
    [
        "y = (3x+1)^5\nu = 3x+1\ny = u^5\ndy/dx = dy/du * du/dx = 5u^4",
        "y = (3x+1)^5\nu = 3x+1\ndy/dx = dy/du",
        "f(x) = (x-2)(x+3)\n= x^2 + x - 6\nf'(x) = 2x - 1",
        "f(x) = x^2 sin x\nf'(x) = 2x sin x + x^2 cos x\nf'(pi) = pi^2",
        "f(x) = x^3\nf'(x) = 3x^2\nf'(a) = 3x^2",
        "y = x^2 sin x\ny = uv, u = x, v = sin x\ny' = u'v + uv'",
        "f(x) = x^2\n= 3x",
    ],
)
def test_wrong_workings_stay_wrong(text):
    assert gd.check_working(text).first_wrong is not None


def test_what_holds_on_a_part_goes_on_from_there():
    working = gd.check_working("f(x) = ln(x^2)\n= 2 ln x\nf'(x) = 2/x")
    assert [str(check.verdict) for check in working.checks] == ["correct", "partial", "correct"]
