"""A working line by line: the first wrong line, errors carried forward, marks, layouts, bad input."""

import re

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


NOTED = "d/dx x^2/2\n= 2x/2x*x"  # 2x/2x is (2x/2)·x: a reader has to be told


def test_what_was_ambiguous_in_a_line_is_said_below_its_verdict():
    found = gd.check_working(NOTED)
    (note,) = found.checks[1].notes
    last = str(found).splitlines()[-1]
    assert last == f"   Note: {note}."
    shown = found._repr_markdown_()
    assert "<br>*Note: " in shown
    assert shown.count("\n") == 3  # a table of two lines, and nothing below it


def test_a_note_is_said_once():
    found = gd.check_working("d/dt t*log(t)\n= log(t) + t/t\n= log(t) + 1")
    assert [len(check.notes) for check in found.checks] == [1, 1, 1]
    assert str(found).count("Note: log is read as") == found._repr_markdown_().count("Note: log is read as") == 1


def test_a_verdict_in_a_table_is_no_markup():
    shown = gd.check_working("d/dx |x|*x\n= u*v*|x|")._repr_markdown_().split("\n\n")[0]
    for row in shown.splitlines():
        assert re.sub(r"\\.|\$[^$]*\$", "", row).count("|") == 4  # no cell ends early
    told = gd.check_working("d/dx x^2*sin(x)\n= 2x*cos(x)")._repr_markdown_().splitlines()[-1].split("|")[-2]
    assert r"(u\*v)' = u'\*v + u\*v'" in told


def test_what_is_left_to_do_is_said_as_it_is():
    marked = gd.check_working("d/dx x^2*sin(x)\n= d/dx(x^2)*sin(x) + x^2*d/dx(sin(x))")
    assert str(marked).endswith("\nNot finished: a derivative is left to be carried out.")
    beside = gd.check_working("d/dx x^2*sin(x)\nu = x^2\ndu/dx = 2x")
    assert not beside.finished
    for shown in (str(beside), beside._repr_markdown_()):
        assert shown.endswith("\nNot finished: the derivative that was asked for is not there yet.")
    assert gd.check_working("d/dx x^2\n= 2x").missing == ""


def test_an_unreadable_question_leaves_the_rest_undecided():
    found = gd.check_working("d/dx x^^2\n= 2x")
    assert [str(check.verdict) for check in found.checks] == ["unreadable", "undecided"]


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("", "unanswered", "Nothing is written yet"),
        (" \n\n", "unanswered", "Nothing is written yet"),
        ("f'(x) = 2x", "undecided", "begins with a derivative"),
        ("y = a x", "unanswered", "the derivative that was asked for is not there yet"),
        ("x\n" * 80, "unreadable", "it has 80 lines; at most 60 are read"),
    ],
)
def test_a_text_that_is_no_working_gets_a_verdict(text, verdict, words):
    found = gd.check_working(text)
    assert (found.verdict, words in str(found), found.first_wrong) == (verdict, True, None)
    assert not found.finished
    assert found._repr_markdown_()


@pytest.mark.parametrize("text", [None, 3, ["d/dx x^2"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(gd.ArgumentError, match="expected a text"):
        gd.check_working(text)


def test_statements_have_the_rows_of_the_text():
    lines = [
        "Find the derivative:",
        r"\begin{align}",
        r"y &= x^2 \sin x \\ ",
        r"y' &= 2x \sin x",
        r" + x^2 \cos x = 2x",
    ]
    text = "\n".join([*lines, r"\end{align}"])
    said = gd.check_working(text).to_dict()["statements"]
    assert [(one["row"], one["verdict"]) for one in said if one["verdict"] != "remark"] == [
        (2, "given"),
        (3, "correct"),
        (3, "wrong"),
    ]
    assert {one["row"] for one in said if one["verdict"] == "remark"} == {0, 1, 5}


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


# --- names for parts, values at points, equations ---------------------------------------------------------------------

NAMED = [
    "y = sin(u)\nu = x^2\ndy/du = cos u\ndu/dx = 2x\ndy/dx = dy/du * du/dx\n= cos(u)*2x\n= cos(x^2)*2x",
    r"y = \sin(u), \text{ where } u = x^2".replace(r"\text{ where }", "where") + "\ndy/dx = cos(u) u' = 2x cos(x^2)",
    "f(x) = x*sin(x)\nLet u = x and v = sin(x).\nu' = 1, v' = cos(x)\nf'(x) = u'v + uv'\n= sin(x) + x cos(x)",
    "f(x) = (2x+1)^3\nu = 2x+1\nf = u^3\ndf/du = 3u^2\nf'(x) = 3(2x+1)^2*2\n= 6(2x+1)^2",
    "L = (y - p)^2\np = w*x\ndL/dp = -2(y-p)\ndp/dw = x\ndL/dw = -2(y-p)*x\n= -2x(y-w x)",
    "L = -y*log(p) - (1-y)*log(1-p)\np = 1/(1+e^(-z))\nz = w*x\n∂L/∂p = -y/p + (1-y)/(1-p)\ndp/dz = p(1-p)\n"
    "dL/dw = (p-y)x",
    "h(x) = f(x)g(x)\nf(x) = x^2, g(x) = sin(x)\nh'(x) = f'(x)g(x) + f(x)g'(x)\n= 2x sin(x) + x^2 cos(x)",
    "f(x) = x^2+3x = x(x+3)\nf'(x) = 2x+3\nf'(2) = 2*2+3 = 7\nf(2) = 10",
    "d/dx x^2\n= 2x\nf'(3) = 6",
    "f(x) = e^x\nf'(2) = e^2 ≈ 7.39",
    "y = x^2\nx = 3\ndy/dx = 2x = 6",
    "y = x^3\ndy/dx|_{x=2} = 12",
    "f(x,y) = x*y^2\n∂f/∂x = y^2\n∂f/∂y = 2x y",
    "L(θ) = (20-5θ)^2 + (41-12θ)^2\nL'(θ) = 338θ - 1184\nL'(θ) = 0\nθ = 1184/338\n= 3.50",
    "L(θ) = (20-5θ)^2 + (41-12θ)^2\nL'(θ) = 338θ - 1184 = 0\nθ = 3.5",
    "df(x)/dx = d/dx x^2 = 2x",
]


@pytest.mark.parametrize("text", NAMED)
def test_names_for_parts_values_and_equations_are_understood(text):
    found = gd.check_working(text)
    assert [str(check.verdict) for check in found.checks] == ["correct"] * len(found.checks), str(found)
    assert found.verdict == "correct"


SLIPS = [
    ("y = sin(u)\nu = x^2\ndy/du = -cos u\ndu/dx = 2x", 2, "trig_sign"),
    ("f(x) = x sin x\nu = x, v = sin x\nu' = 1, v' = cos x\nf' = u'v' = cos x", 5, ""),
    ("f(x) = x^2+3x\nf'(x) = 2x+3\nf'(2) = 8", 2, ""),
    ("f(x) = e^x\nf'(2) = 7.38", 1, ""),
    ("f(x) = x^2 = x*x*x\nf'(x) = 2x", 1, ""),
    ("L(θ) = (20-5θ)^2\nL'(θ) = -10(20-5θ)\nL'(θ) = 0\nθ = 3.9", 3, ""),
    ("y = sin(u)\nu = x^2\ndu/dx = 2x\ndy/dx = cos(u)", 3, "chain_inner_missing"),
]


@pytest.mark.parametrize(("text", "line", "mistake"), SLIPS)
def test_a_slip_among_named_parts_is_found(text, line, mistake):
    found = gd.check_working(text)
    assert found.first_wrong == line, str(found)
    assert mistake in found.checks[line].mistake


def test_a_number_that_is_wrong_is_not_given_away():
    found = gd.check_working("f(x) = x^2+3x\nf'(2) = 5")
    assert found.checks[1].message == "Wrong. The number is too small."


def test_a_wrong_link_is_blamed_once():
    found = gd.check_working("L = (y-p)^2\np = w x\ndL/dp = 2(y-p)\ndp/dw = x\ndL/dw = 2(y-p)x\n= 2x(y-w x)")
    assert [str(check.verdict) for check in found.checks] == [*["correct"] * 2, "wrong", *["correct"] * 3]
    found = gd.check_working("f(x) = x sin x\nu = x, v = sin x\nu' = 1, v' = -cos x\nf' = u'v + uv' = sin x - x cos x")
    assert [k for k, check in enumerate(found.checks) if check.verdict == "wrong"] == [4]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("f(x) = sin(x^2)\ndy/du = cos(u)\nf'(x) = 2x cos(x^2)", 1),  # nothing says what u is
        ("L = (y - p)^2\ndL/dw = -2(y-p)x\np = w x", 1),
        ("y = x^2\nu = v + 1\nv = u + 1\ndy/dx = 2x", 2),
        ("f(x) = x^2\nθ = θ - 0.1*θ\nf'(x) = 2x", 1),
        ("f(x) = x^2\nf'(x) = g'(2)\nf'(x) = 2x", 1),
    ],
)
def test_what_cannot_be_judged_is_undecided_and_costs_only_itself(text, line):
    found = gd.check_working(text)
    assert [k for k, check in enumerate(found.checks) if check.verdict != "correct"] == [line], str(found)
    assert found.checks[line].verdict == "undecided"


def test_a_derivative_set_equal_to_zero_is_an_equation_to_be_solved():
    found = gd.check_working("f(x) = x^2\nf'(x) = 2x = 0")
    assert (found.first_wrong, found.finished) == (None, False)
    assert found.missing == "Not finished: the equation is not solved yet."
    assert gd.check_working("f(x) = x^2\nf'(x) = 2x = 0\nx = 0").finished


def test_another_function_is_no_answer_to_the_question():
    found = gd.check_working("d/dt sin(2t)*log(t^2)\nf(t) = t\nf'(t) = 1")
    assert (found.finished, found.verdict) == (False, "unanswered")
    found = gd.check_working("f(x) = x^3\ng(x) = x^2\ng'(x) = 2x")
    assert (found.finished, found.verdict) == (False, "unanswered")
    assert gd.check_working("f(x) = x^3\ng(x) = x^2\ng'(x) = 2x\nf'(x) = 3x^2").verdict == "correct"


def test_a_logarithm_run_together_with_its_letter_is_no_name():
    found = gd.check_working("y = x^(sin(x))\nlny = sin(x)+ln(x)")
    assert found.checks[-1].verdict != "correct"
    right = gd.check_working("y = x^(sin(x))\nlny = sin(x)*ln(x)")
    assert right.first_wrong is None


def test_a_derivative_by_another_letter_is_not_that_by_the_first():
    text = "x^2 + 2y^2 + 3z^2 = 1\n2x + 6z*∂z/∂x = 0\n∂z/∂x = -x/(3z)\n∂z/∂y = -x/(3z)"
    assert [str(check.verdict) for check in gd.check_working(text).checks][-1] == "wrong"
    right = text.replace("∂z/∂y = -x", "∂z/∂y = -2y")
    assert gd.check_working(right).first_wrong is None
