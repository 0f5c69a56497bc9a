"""What must never be said: a wrong line correct, or a right line wrong. Each was said once."""

import pytest

import gdtutor as gd


def verdicts(text: str, variable=None) -> list[str]:
    return [str(check.verdict) for check in gd.check_working(text, variable).checks]


@pytest.mark.parametrize(
    "text",
    [
        "u = x^2\nv = sin x\ny = u v\ny' = u'v + uv'\n= 2x",
        "u = 2x\ny = e^u\ny' = e^u * 2\n= 2",
        "f(x) = x^3\nf'(2) = 12\n= 3x^2",
        "f(x,y) = x^2 + y\n∂/∂y x^2 = 0\n∂f/∂x = 0",
        "f(x,y) = x^2 y\n∂/∂y x^2 = 0\n∂f/∂x = 0",
        "y = x + u^3, u = x^2\nd/du u^3 = 3u^2\ndy/dx = 1",
        "u = x^2\ny = x u^2\nd/du u^2 = 2u\ny' = u^2",
        "y = sin(x^2)\nu = x^2\ny = sin(u)\ndy/dx = dy/du + 2x cos(x^2)",
        "d/dx f(x) = f''(x)",
        "(x^2)' sin x = 2x sin x + x^2 cos x",
        "(x^2)' x = 3x^2",
        "((x^2)')^2 = 4x^3",
        "(d/dx x^2)^2 = 4x^3",
        "(d/dx x^2) x = 3x^2",
        "(a t^2)' = 0",
    ],
)
def test_a_wrong_line_is_not_called_correct(text):
    assert verdicts(text)[-1] != "correct", str(gd.check_working(text))


@pytest.mark.parametrize(
    "text",
    [
        "x^2 + y^2 = 25\n2x + 2y dy/dx = 0\n2y dy/dx = -2x\ndy/dx = -x/y",
        "x^2 + x*y + y^2 = 7\n2x + y + x y' + 2y y' = 0\n(x + 2y) y' = -2x - y\ny' = (-2x - y)/(x + 2y)",
        "y = x^3\nln y = 3 ln x\n1/y dy/dx = 3/x\ndy/dx = 3x^2",
        "f(x) = x sin x\n(x)' = 1\nf'(x) = sin x + x cos x",
        "f(x) = x sin x\nx' = 1\nf'(x) = sin x + x cos x",
        "f(x) = x sin x\nd/dx x = 1\nf'(x) = sin x + x cos x",
        "f(x) = a x^2\na' = 0\nf'(x) = 2a x",
        "(a t^2)' = 2 a t",
        "d/dx f(x) = f'(x)",
        "f(u) = u^2\nu = sin x\ndf/dx = f'(u) u' = 2u cos x",
        "f(x) = x^2 + sin x + 1\nd/dx 1 = 0\nd/dx x^2 = 2x\nf'(x) = 2x + cos x",
        "d/dx (x^2+1)\nd/dx 1 = 0\n= 2x + 1 - 1",
        "y = arctan x\nx = tan y\n1 = sec^2 y * y'\ny' = 1/(1+tan^2 y) = 1/(1+x^2)",
        "s(t) = 5t^2 - 3t\nv(t) = s'(t) = 10t - 3\na(t) = v'(t) = 10",
        "u = x^2, v = sin x\ny = u v\ny' = u'v + uv'\n= 2x sin x + x^2 cos x",
        "d/dx x^2 sin x\nu = x^2, v = sin x\nu' = 2x, v' = cos x\n= 2x sin x + x^2 cos x",
    ],
)
def test_a_right_line_is_not_called_wrong(text):
    assert set(verdicts(text)) == {"correct"}, str(gd.check_working(text))


def test_a_pattern_of_a_composition_may_be_filled():
    assert "wrong" not in verdicts("h(x) = f(g(x)) = sin(x^2)\nh'(x) = 2x cos(x^2)")
    assert verdicts("h(x) = f(g(x)) = sin(x^2)\nh'(x) = cos(x^2)")[-1] == "wrong"
    found = verdicts("h(x) = f(g(x)) = sin(x^2)\nh'(x) = f'(g(x)) g'(x) = cos(x^2) * 2x")
    assert found[2:] == ["undecided", "correct"]


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        ("(x^2+1)/(3)", "x^2/3 + 1", "in (x^2+1)/(3) only"),
        ("(x+1)(x-2)", "x*(x-2) + 1", "in (x+1)(x-2) only"),
        (r"5\left(x+1\right)^{2}", "5(x^2 + 1)", r"in \left(x+1\right)^{2} the"),
    ],
)
def test_a_part_is_quoted_with_its_own_brackets(before, after, quoted):
    message = gd.check_working(f"y = {before}\n= {after}\ny' = 1").checks[1].message
    assert quoted in message, message


def test_the_answer_is_not_told_as_a_multiple():
    assert "times the line before" not in gd.check_working("(x^2)' = 3x").checks[1].message


@pytest.mark.parametrize(
    "text",
    [
        "f(x) = |x|\nf'(0) = 0",
        "f(x) = log(x)\nf'(-2) = -1/2",
        "f(x) = max(x,0)\nf'(0) = 0",
        "f(x) = x + sqrt(x)\nf'(0) = 3",
        "f(x) = (x-2)^(1/3)\nf'(2) = 0",
        "f(x) = asin(x)\nf'(1) = 5",
        "f(x) = relu(3-x)\nf'(3) = -1",
        "d/dx (f(x) x) = f'(x) x + f(x)\nf'(0) = 1",
    ],
)
def test_where_no_derivative_is_known_no_value_is_judged(text):
    assert verdicts(text)[-1] == "undecided"


def test_a_pole_is_no_root():
    assert verdicts("L(θ) = log|θ-0.1|\nL'(θ) = 1/(θ-0.1)\nL'(θ) = 0\nθ = 0.1")[-1] != "correct"
    assert verdicts("L(θ) = θ^3 - θ\nL'(θ) = 3θ^2 - 1\nL'(θ) = 0\nθ = 0.58")[-1] == "correct"


def test_steps_of_solving_are_judged():
    found = verdicts("L(θ) = θ^2 - 4θ\nL'(θ) = 2θ - 4 = 0\n2θ = 4\nθ = 2")
    assert found == ["correct"] * 6
    assert verdicts("L(θ) = θ^2 - 4θ\nL'(θ) = 2θ - 4 = 0\n2θ = 5\nθ = 5/2")[3:] == ["correct", "wrong", "correct"]


def test_behind_a_part_that_cannot_be_read_nothing_is_wrong():
    assert verdicts("y = (x^2+1)^2\ny' = 2(x^2+1)*2x ∫ = 4x")[1:] == ["unreadable", "undecided"]


@pytest.mark.parametrize(
    "text",
    [
        "f(x) = x^2 + x\nf'(x) = d/dx x^2 + x = 2x + 1",
        "y = ln u, u = x^2 + 1\n(u)' = 2x\ny' = 2x/(x^2+1)",
        "y = x^3\ny' = 3x^2\n(y')' = 6x",
        "f(x) = x^3\nf'(x) = 3x^2\n(f'(x))' = 6x",
        "x^2 + y(x)^2 = 25\n2x + 2 y(x) y'(x) = 0\ny'(x) = -x/y(x)",
        "d/dx (x+1)^2 =\n2(x+1) =\n2x + 2",
    ],
)
def test_other_ways_of_writing_are_right(text):
    assert set(verdicts(text)) == {"correct"}, str(gd.check_working(text))


def test_what_is_only_near_is_not_called_wrong():
    assert verdicts("f(x) = x^2/3\nf'(x) = 2x/3 ≈ 0.667x")[-1] == "undecided"
    assert verdicts("f(x) = x^2/3\nf'(x) = 0.667x")[-1] == "wrong"


@pytest.mark.parametrize("text", ["x = sin y\n1 = cos y y'\ny' = 1/cos y", "x = y^2\n1 = 2y dy/dx\ndy/dx = 1/(2y)"])
def test_a_curve_may_be_given_by_x(text):
    assert set(verdicts(text)) == {"correct"}


def test_a_line_is_judged_where_the_text_of_the_line_before_is_real():
    found = gd.check_working("d/dx (x^2)\n= 2x + (sqrt(x) - sqrt(x))\n= (sqrt(x) - sqrt(x)) + 2x\n= x + x\n= 3x")
    assert [str(check.verdict) for check in found.checks] == ["correct", "partial", "correct", "correct", "wrong"]
    assert found.checks[1].domain == "x > 0"
