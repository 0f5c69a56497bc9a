"""Workings that solve equations and inequalities."""

import pytest

import gdtutor as gd

RIGHT = [
    "x^2 - 5x + 6 = 0\n(x-2)(x-3) = 0\nx = 2 or x = 3",
    "3x + 1 = 10\n⇒ 3x = 9\nso x = 3",
    "2x + 3y = 12 and x - y = 1\n2(y+1) + 3y = 12 and x = y + 1\ny = 2 and x = 3",
    "x^2 - 4 < 0\n(x-2)(x+2) < 0\nx > -2 and x < 2",
    "sqrt(x+6) = x\nx + 6 = x^2\n(x-3)(x+2) = 0\nx = 3 or x = -2",
    r"\begin{align}x^2 &= 2 \\" + "\n" + r"x &= \pm\sqrt{2}\end{align}",
    "x^2 - 2x - 1 = 0\nx = 1 ± sqrt(2)\nx = 2.41 or x = -0.41",
]
WRONG = [
    ("x^2 = 16\nx = 4", 1, "The solution x = -4"),
    ("x^2 = 3x\nx = 3", 1, "The solution x = 0"),
    ("4x = 6\nx = 2/3", 1, "does not solve the row before"),
    ("x^2 - x = 6\nx = 3 or x = 2", 1, "The value x = 2 does not solve"),
    ("2x + 1 > 5\n2x > 6\nx > 3", 1, "is lost"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_rows_are_right(text):
    found = gd.check_working(text)
    assert [check.message for check in found.checks if check.verdict != "correct"] == []
    assert found.finished


@pytest.mark.parametrize(("text", "row", "says"), WRONG)
def test_the_first_wrong_row_is_found(text, row, says):
    found = gd.check_working(text)
    assert found.first_wrong == row
    assert says in found.checks[row].message


def test_what_follows_from_a_wrong_row_is_not_blamed_again():
    found = gd.check_working("x^2 = 16\nx = 4\nx + 1 = 5\nx = 4 or x = -4")
    assert [str(check.verdict) for check in found.checks] == ["correct", "wrong", "correct", "correct"]


def test_other_workings_are_none_of_these():
    assert gd.check_working("y = x^2\ny' = 2x").checks[1].message == "Correct: it follows from the line before."
    assert gd.check_working("x^2 + y^2 = 25\n2x + 2y*y' = 0").checks[-1].verdict == "correct"
