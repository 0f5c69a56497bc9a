"""Verdicts with evidence; a text never raises."""

import math
import re

import mpmath
import pytest
import sympy as sp

import gdtutor as gd

RIGHT = [
    ("sin(2t)*log(t^2)", "t", "2cos(2t)log(t^2) + 2sin(2t)/t"),
    ("sin(2t)*log(t^2)", "t", r"2\cos(2t)\ln(t^2) + \sin(2t)\cdot\frac{2t}{t^2}"),
    ("tan(x)", "x", "1 + tan^2 x"),
    ("tan(x/2)", "x", "1/(1 + cos x)"),
    ("log(x)", "x", "dy/dx = 1/x"),
    ("x^2", "x", "x + x"),
    ("log(x^2)", "x", "2/x"),
    ("log(x)", "x", "1/|x|"),  # right wherever log(x) is real
    ("sqrt(x)^2", "x", "|x|/x"),  # the text is real for x > 0 only, though SymPy makes x of it
    ("e^(ln x)", "x", "|x|/x"),
    ("sigmoid(z)", "z", "e^z/(1+e^z)^2"),
    ("x^n", "x", "n x^(n-1)"),
    ("(20-5θ)^2 + (41-12θ)^2", "θ", "338θ - 1184"),
    ("f(g(x))", "x", "f'(g(x)) g'(x)"),
    ("f(g(h(x)))", "x", "f'(g(h(x))) g'(h(x)) h'(x)"),
    ("sin(f(g(x)))", "x", "cos(f(g(x))) f'(g(x)) g'(x)"),
]


@pytest.mark.parametrize(("question", "variable", "answer"), RIGHT)
def test_right_answers_in_any_form(question, variable, answer):
    found = gd.check(question, variable, answer)
    assert found.verdict == "correct"
    assert found.evidence


def test_the_witness_shows_both_values():
    found = gd.check("sin(2t)*log(t^2)", "t", "2cos(2t)*2t/t^2")
    assert found.witness is not None
    ((name, value),) = found.witness.point
    assert name == "t"
    with mpmath.workdps(50):
        u = mpmath.mpf(sp.N(value, 50))
        slope = mpmath.diff(lambda v: mpmath.sin(2 * v) * mpmath.log(v**2), u)
        given = 2 * mpmath.cos(2 * u) * 2 / u
    assert found.witness.left == pytest.approx(float(slope), rel=1e-12)
    assert found.witness.right == pytest.approx(float(given), rel=1e-12)
    assert f"t = {value}" in found.message


@pytest.mark.parametrize(
    ("question", "answer", "domain"),
    [
        ("ln|x|", "1/|x|", "x > 0"),
        ("x^2", "2sqrt(x)^2", "x > 0"),
        ("sqrt(x^2)", "1", "x > 0"),
        ("|x|", "-1", "x < 0"),
        ("max(x, 0)", "1", "x > 0"),
    ],
)
def test_right_on_a_part_of_the_domain_only(question, answer, domain):
    found = gd.check(question, "x", answer)
    assert (found.verdict, found.domain) == ("partial", domain)


@pytest.mark.parametrize(
    ("answer", "position"), [("2x +", 4), ("(2x", 0), ("2x)", 2), ("2 $# 3", 3), ("hello", 0), ("__import__('os')", 0)]
)
def test_unreadable_answers_name_the_position(answer, position):
    found = gd.check("x^2", "x", answer)
    assert (found.verdict, found.position) == ("unreadable", position)
    assert f"position {position + 1}" in found.message


@pytest.mark.parametrize("answer", ["", "   ", "\n"])
def test_nothing_typed_is_friendly(answer):
    assert gd.check("x^2", "x", answer).verdict == "unanswered"


@pytest.mark.parametrize("answer", ["d/dx(x^2)", "d/dx x^2", "2x + d/dx(3)"])
def test_a_mark_that_is_left_is_not_finished(answer):
    assert gd.check("x^2", "x", answer).verdict == "unanswered"


def test_an_unreadable_question_is_said():
    assert gd.check("x^^2", "x", "2x").verdict == "unreadable"


@pytest.mark.parametrize("answer", ["f'(g(x))", "f'(x) g'(x)", "f'(g'(x))"])
def test_the_chain_rule_of_undefined_functions_is_not_shortened(answer):
    assert gd.check("f(g(x))", "x", answer).verdict == "wrong"


@pytest.mark.parametrize(("question", "answer"), [("sin x/2", "cos(x/2)/2"), ("e^2x", "2e^(2x)")])
def test_how_the_question_was_read_is_told_where_no_mistake_explains_the_answer(question, answer):
    found = gd.check(question, "x", answer)
    assert (found.verdict, found.diagnoses) == ("wrong", ())
    assert any(note.startswith("In the question, ") for note in found.notes)


def test_how_the_question_was_read_is_not_told_beside_a_mistake():
    assert not gd.check("sin x/2", "x", "-cos(x)/2").notes


@pytest.mark.parametrize("question", ["d/dx x^2", "x*d/dx(x^2)"])
def test_a_mark_in_the_question_is_said(question):
    found = gd.check(question, "x", "2x")
    assert (found.verdict, "d/dx mark" in found.message) == ("unreadable", True)
    with pytest.raises(gd.ArgumentError, match="d/dx mark"):
        gd.gradient(question, "x")


@pytest.mark.parametrize("answer", [None, 5, b"2x", sp.Symbol("x")])
def test_an_answer_that_is_no_text_is_an_argument_error(answer):
    with pytest.raises(gd.ArgumentError, match="answer is"):
        gd.check("x^2", "x", answer)


def test_a_question_may_be_a_number_and_not_nothing():
    assert gd.check(5, "x", "0").verdict == "correct"
    assert gd.check(None, "x", "2x").verdict == "unreadable"


def test_orders():
    assert gd.check("x^4", "x", "12x^2", order=2).verdict == "correct"
    assert gd.check("sin(x)^2", "x", "1 - cos(x)^2", order=0).verdict == "correct"
    assert gd.check("x", "x", "0", order=100_000_000).verdict == "correct"
    with pytest.raises(gd.ArgumentError, match="order is -1"):
        gd.check("x", "x", "1", order=-1)


def test_what_was_read_is_shown_with_its_ambiguities():
    found = gd.check("x/2", "x", "1/2")
    assert found.reading == r"\frac{1}{2}"
    assert any("natural logarithm" in note for note in gd.check("log(x)", "x", "1/x * log(e)").notes)


def test_the_json_has_strings_only():
    table = gd.check("x^2", "x", "x").to_dict()
    assert all(isinstance(value, str) for value in table.values())
    assert table["verdict"] == "wrong"


def test_typed_stars_are_no_emphasis_in_a_notebook():
    found = gd.check("sin(2*x)*log(x)", "x", "2*cos(2*x)*(1/x)")
    assert "*" in found.message
    assert found.message in found._repr_markdown_().replace("\\", "")
    assert not set(re.findall(r"(?<!\\)[*]", found._repr_markdown_()))


def test_the_message_speaks_of_theta_as_the_learner_does():
    assert "At θ = 1" in gd.check("sin(2θ)", "θ", "cos(2θ)").message
    assert "At theta = 1" in gd.check("sin(2theta)", "theta", "cos(2theta)").message


def test_a_function_that_nothing_was_said_about_is_no_answer():
    found = gd.check("x^2", "x", "1 + f'(2)")
    assert (found.verdict, found.position) == ("unreadable", 4)
    assert "nothing says what the function f is" in found.message
    assert gd.check("f(x)*x", "x", "f(x) + x f'(x)").verdict == "correct"


def test_a_witness_is_a_point_whose_values_can_be_written():
    found = gd.check("cosh(cosh(5*x + 15))", "x", "5*sinh(5*x + 4)*sinh(cosh(5*x + 4))")
    assert found.verdict == "wrong"
    assert math.isfinite(found.witness.left)
    assert "inf" not in found.message


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("x^2", "2x + 10^(-9)", "gives 2.000000001, the slope of the graph is 2."),
        ("x^2", "2x + 10^(-30)", "gives 2, the slope of the graph is 2, both rounded: they are not equal."),
        ("-e^(x*e^6)", "-e^(6 + x*e^7)", "gives 0, the slope of the graph is 0, both rounded"),
        ("e^(x*e^6)", "e^(6 + x*e^7)", "gives 0, the slope of the graph is 0, both rounded: they are not equal."),
    ],
)
def test_two_values_that_look_alike_are_never_shown_as_a_difference(question, answer, told):
    found = gd.check(question, "x", answer)
    assert found.verdict == "wrong"
    assert told in found.message


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("sin(asin(x))", "2"),
        ("asec(x)^0", "1"),
        ("cosh(acosh(x))", "2"),
        ("x + 0*asin(x)", "3"),
        ("x*sqrt(1-x)^0", "5"),
    ],
)
def test_a_witness_is_no_end_of_the_domain(function, answer):
    point = {name: abs(value) for name, value in gd.check(function, "x", answer).witness.point}
    assert point["x"] != 1


@pytest.mark.parametrize("answer", ["0/x", "0*x/(x-1)"])
def test_a_question_with_another_letter_has_no_single_points(answer):
    assert gd.check("y*x^2/x^2", "x", answer).verdict == "correct"
