"""Where a working is cut into lines, and where it is not."""

import pytest

import gdtutor as gd
from gdtutor.tutor.lines import split_lines


def texts(text: str) -> list[str]:
    return [" ".join(line.text.split()) for line in split_lines(text)]


def verdicts(text: str) -> list[str]:
    return [str(check.verdict) for check in gd.check_working(text).checks]


# --- lines that are broken ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "y = x^3 sin x\ny' = 3x^2 sin x\n   + x^3 cos x",
        "y = x^3 sin x\ny' = 3x^2 sin x\n+ x^3 cos x",
        "y = x^3 sin x\ny' = 3x^2 sin x +\nx^3 cos x",
        "y = x^3 sin x\ny' =\n3x^2 sin x + x^3 cos x",
        "y = x^3 sin x\ny' = 3x^2 sin x + x^3 ·\ncos x",
        "y = x^3 sin x\ny' = 3x^2 sin x + x^3\n* cos x",
        "y = x^3 sin x\ny' = x^2 (\n3 sin x + x cos x)",
        "\\begin{align}y &= x^3 \\sin x \\\\\ny' &= 3x^2 \\sin x \\\\\n&\\quad + x^3\\cos x\\end{align}",
    ],
)
def test_a_line_that_is_broken_at_a_sign_is_one_line(text):
    assert verdicts(text) == ["correct", "correct"]
    assert gd.check_working(text).finished


def test_a_broken_line_may_be_wrong_and_the_lines_after_it_are_judged_as_ever():
    assert verdicts("y = x^3 sin x\ny' = 3x^2 sin x\n   + x^3 sin x\n   = 3x^2 sin x + x^3 sin x") == [
        "correct",
        "wrong",
        "correct",
    ]


def test_a_term_that_is_subtracted_is_set_in_below_its_equation():
    assert verdicts("y = x cos x\ny' = cos x\n   - x sin x") == ["correct", "correct"]
    assert verdicts("y = x cos x\ny' = cos x -\nx sin x") == ["correct", "correct"]
    latex = r"\begin{align}y &= x \cos x\\ y' &= \cos x\\ &\quad - x\sin x\end{align}"
    assert verdicts(latex) == ["correct", "correct"]


def test_a_line_that_begins_with_its_own_minus_is_a_line():
    assert texts("d/dx cos x\n-sin x") == ["d/dx cos x", "-sin x"]
    assert texts("d/dx cos x\n   -sin x\n   - sin(x)") == ["d/dx cos x", "-sin x", "- sin(x)"]
    assert texts("x y = 1\n- y/x = y'") == ["x y", "1", "- y/x", "y'"]


def test_an_equation_that_was_left_open_does_not_take_the_next_statement():
    assert texts("d/dx x^2 =\ny' = 2x") == ["d/dx x^2", "2x"]


def test_signs_of_conditions_are_no_equals_signs():
    assert texts("y' = 1/x, x >= 1") == ["1/x, x >= 1"]
    assert texts("y = x, x <= 2") == ["x, x <= 2"]
