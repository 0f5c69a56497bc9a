"""A working line by line: the first wrong line, errors carried forward, marks, layouts, bad input."""

import pytest
from hypothesis import given, strategies as st

import gdtutor as gd

RIGHT = [
    "d/dt sin(2t)*log(t^2)\n= d/dt(sin(2t))*log(t^2) + sin(2t)*d/dt(log(t^2))\n= 2cos(2t)*log(t^2) + sin(2t)*2t/t^2",
    "d/dt sin(2t)*log(t^2) = 2cos(2t)log(t^2) + 2sin(2t)/t",
    "f(x) = x^2 sin(x)\nf'(x) = 2x sin(x) + x^2 cos(x) = x(2sin(x) + x cos(x))",
    r"\begin{aligned}\frac{d}{dx} e^{2x} &= e^{2x}\cdot\frac{d}{dx}(2x) \\ &= 2e^{2x}\end{aligned}",
    "y = x^3\ndy/dx = 3x^2",
    "1. d/dx(x^2)\n2. = 2x\n3) = x + x",
    "d/dx x^2\n=> 2x\n⇒ x + x",
    "d/dx (x^2+1)^3\n= 3(x^2+1)^2 * d/dx(x^2+1)\n= 3(x^2+1)^2 * 2x\n= 6x(x^2+1)^2",
    "d^2/dx^2 x^4\n= d/dx(4x^3)\n= 12x^2",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_workings_are_right_to_the_last_line(text):
    found = gd.check_working(text)
    assert [str(check.verdict) for check in found.checks] == ["correct"] * len(found.checks)
    assert (found.first_wrong, found.verdict, found.finished) == (None, "correct", True)


# working, index of the first wrong line, a mistake named there
WRONG = [
    ("d/dt sin(2t)*log(t^2)\n= 2cos(2t)*2t/t^2", 1, "product_of_derivatives"),
    ("d/dx x^2*sin(x)\n= 2x*d/dx(sin(x)) + x^2*cos(x)", 1, ""),
    ("d/dx x*cos(x)\n= cos(x) + x*d/dx(cos(x))\n= cos(x) + x*sin(x)", 2, "trig_sign"),
    ("d/dx e^(x^2)\n= e^(x^2)*d/dx(x^2)\n= e^(x^2)*x^2", 2, "not_differentiated"),
    ("f(x) = sin(x)/x\nf'(x) = (cos(x)*x - sin(x))/x", 1, "quotient_denominator_not_squared"),
]


@pytest.mark.parametrize(("text", "line", "mistake"), WRONG)
def test_the_first_wrong_line_is_found_and_named(text, line, mistake):
    found = gd.check_working(text)
    assert (found.first_wrong, found.verdict) == (line, "wrong")
    assert found.checks[line].witness is not None
    assert not mistake or mistake in found.checks[line].mistake.split(";")[:3]


def test_an_error_is_carried_forward_and_blamed_once():
    found = gd.check_working(
        "d/dt sin(2t)*t\n= cos(2t)*t + sin(2t)\n= t cos(2t) + 2 sin(t)cos(t)\n= t cos(2t) + 2 sin(t)"
    )
    assert [str(check.verdict) for check in found.checks] == ["correct", "wrong", "correct", "wrong"]


def test_one_unreadable_line_costs_only_itself():
    found = gd.check_working("d/dx x^3\n= 3*x^\n= 3x^2")
    assert [str(check.verdict) for check in found.checks] == ["correct", "unreadable", "correct"]


def test_a_working_that_stops_at_a_mark_is_not_finished():
    found = gd.check_working("d/dx x^2*sin(x)\n= d/dx(x^2)*sin(x) + x^2*d/dx(sin(x))")
    assert (found.finished, found.verdict, found.first_wrong) == (False, "unanswered", None)


def test_an_unreadable_question_leaves_the_rest_undecided():
    found = gd.check_working("d/dx x^^2\n= 2x")
    assert [str(check.verdict) for check in found.checks] == ["unreadable", "undecided"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "working is empty"),
        ("f'(x) = 2x", "begins with a derivative"),
        ("y = a x", "variable is None"),
        ("x\n" * 80, "has 80 lines"),
    ],
)
def test_bad_workings_are_named(text, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.check_working(text)


STEPS = [
    "d/dx(x^2)*sin(x) + x^2*d/dx(sin(x))",
    "2x*sin(x) + x^2*d/dx(sin(x))",
    "d/dx(x^2)*sin(x) + x^2*cos(x)",
    "2x*sin(x) + x^2*cos(x)",
]


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=4), st.integers(0, 3))
def test_any_order_of_right_lines_is_right_and_a_slip_is_found(lines, at):
    right = ["d/dx x^2*sin(x)", *lines]
    assert gd.check_working("\n=".join(right)).first_wrong is None
    place = min(at, len(lines) - 1) + 1
    slipped = [*right[:place], right[place] + " + x", *right[place + 1 :]]
    assert gd.check_working("\n=".join(slipped)).first_wrong == place


@pytest.mark.parametrize(
    "text",
    [
        "f(x) = x^2 sin x\nf'(x) = 2x sin x + x^2 cos x\nf''(x) = 2 sin x + 4x cos x - x^2 sin x",
        "y = x^3\ndy/dx = 3x^2\nd^2y/dx^2 = 6x",
        "y = x^3\ndy/dx = 3x^2\n\\frac{d^2y}{dx^2} = 6x",
        "y = x^3\ny' = 3x^2\nd²y/dx² = 6x",
        "f(x) = x^3\nf''(x) = 6x\nf'''(x) = 6",
        "f(x) = x^3\nf'(x) = 3x^2\nf''(x) = d/dx(3x^2) = 6x",
        "d^2/dx^2 (x^3)\n= d/dx(3x^2)\nf''(x) = 6x",
        "f(x) = x^3\nf'(x) = 3x^2\nf''(x) = 6x\ng(x) = x^2\ng'(x) = 2x\ng''(x) = 2",
    ],
)
def test_a_line_that_names_a_higher_derivative_goes_on_to_it(text):
    found = gd.check_working(text)
    assert found.verdict == "correct", str(found)


def test_a_slip_on_the_way_to_the_second_derivative_is_found():
    found = gd.check_working("f(x) = x^3\nf'(x) = 3x^2\nf''(x) = 3x\nf'''(x) = 3")
    assert (found.first_wrong, found.checks[2].mistake) == (2, "power_coefficient_missing")
    assert found.checks[3].verdict == "correct"


def test_the_first_line_may_name_the_derivative_and_say_of_what():
    found = gd.check_working("∂L/∂w = ∂/∂w (y-wx)^2\n= -2x(y-wx)")
    assert [str(check.verdict) for check in found.checks] == ["correct", "correct"]


def test_shown_as_a_table():
    shown = gd.check_working(RIGHT[0])._repr_markdown_()
    assert shown.count("\n| ") == 3
