"""The wrong rule behind a wrong local partial is named; other cells and right tables are left alone."""

import pytest

import gdtutor as gd
from gdtutor.tutor.table_question import TableQuestion

ROWS = [
    ("xi_1 = -w*x", "-x", "-x"),
    ("xi_2 = e^xi_1", "e^xi_1", ""),
    ("xi_3 = 1 + xi_2", "1", ""),
    ("xi_4 = 1/xi_3", "-1/xi_3^2", ""),
]
EXPRESSION = "1/(1+e^(-w*x))"


@pytest.mark.parametrize(
    ("row", "partial", "mistake"),
    [
        (4, "1/xi_3^2", "power_negative_exponent"),
        (4, "-1/xi_3", "power_exponent_not_reduced"),
        (3, "1 + xi_2", "not_differentiated"),
        (2, "xi_1*e^(xi_1 - 1)", "exponential_as_power"),
        (1, "-w", "wrt_data"),
    ],
)
def test_the_wrong_rule_is_named(row, partial, mistake):
    rows = [(link, partial if place == row else own, value) for place, (link, own, value) in enumerate(ROWS, 1)]
    (cell,) = gd.check_chain_table(EXPRESSION, "w", rows).guilty
    assert (cell.row, cell.column) == (row, "partial")
    assert mistake in cell.mistake.split(";")[:3]


def test_a_right_table_has_no_mistakes():
    found = gd.check_chain_table(EXPRESSION, "w", ROWS)
    assert found.guilty == ()
    assert not any(cell.mistake for cell in found.cells)


CUBE = [("u = cos(t)", "-sin(t)", "-sin(t)"), ("L = u^3", "3u^2", "3cos(t)^2")]


def cube(**cells):
    """What is said of the table of cos³t with other cells in its second row, and other products."""
    link, partial, value = CUBE[1]
    row = (cells.get("link", link), cells.get("partial", partial), cells.get("value", value))
    found = gd.check_chain_table("cos(t)^3", "t", [CUBE[0], row], cells.get("product", "-3cos(t)^2*sin(t)"))
    return [cell for cell in found.cells if cell.verdict != "correct"]


def test_the_table_itself_is_right():
    assert cube() == []


@pytest.mark.parametrize("total", ["-3u^2*sin(t)", "-3cos(t)^2*sin(t)", "3cos(t)^2*(-sin(t))"])
@pytest.mark.parametrize("column", ["partial", "value"])
def test_the_total_in_place_of_a_local_partial_is_named(total, column):
    (cell,) = cube(**{column: total})
    assert (cell.verdict, cell.column, cell.mistake) == ("wrong", column, "total_for_local")
    assert "along several links, not that of L = u^3 alone" in cell.message


def test_a_part_of_the_total_is_named_too():
    rows = [("a = 2t", "2", "2"), ("b = sin(a)", "cos(a)", "cos(2t)"), ("L = b^2", "2b*cos(a)", "2sin(2t)")]
    (cell,) = gd.check_chain_table("sin(2t)^2", "t", rows, "4sin(2t)cos(2t)").guilty
    assert (cell.row, cell.column, cell.mistake) == (3, "partial", "total_for_local")


@pytest.mark.parametrize("partial", ["3L^2", "3t^2"])
def test_the_letter_of_another_row_is_named(partial):
    (cell,) = cube(partial=partial)
    assert (cell.verdict, cell.mistake) == ("wrong", "letter_of_another_row")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"partial": "3v^2"}, "Right, but the letter is u, not v"),
        ({"value": "3cos(s)^2"}, "Right, but the letter is t, not s"),
        ({"product": "-3cos(x)^2*sin(x)"}, "Right, but the letter is t, not x"),
        ({"link": "L = v^3"}, "Right, but the letter is u, not v"),
        ({"partial": "2v^2"}, "the table has no letter v"),
        ({"partial": "3v*w"}, "the table has no letters v, w"),
    ],
)
def test_letters_that_the_table_does_not_have_are_asked_for(cells, said):
    found = cube(**cells)[0]
    assert (found.verdict, found.message) == ("unreadable", said)


def test_brackets_that_were_forgotten_in_a_cell_are_asked_for():
    rows = [("u = x^2 + 1", "2x", "2x"), ("L = ln(u)", "1/u", "1/x^2+1")]
    found = gd.check_chain_table("ln(x^2+1)", "x", rows, "2x/x^2+1")
    told = [cell for cell in found.cells if cell.verdict != "correct"]
    assert [(cell.column, cell.verdict) for cell in told] == [("value", "unreadable"), ("product", "unreadable")]
    assert "is 1/(x^2+1) meant?" in told[0].message
    assert "is 2x/(x^2+1) meant?" in told[1].message


def test_a_table_question_says_what_is_not_judged():
    asked = TableQuestion("sin(2t)^2", "t", ["partial"], name="f")
    found = asked.check("2; cos(v); 2xi_2")
    assert found.message == "Not judged yet. The partial of row 2 is not judged. Right, but the letter is ξ_1, not v."
    assert asked.check("2; cos(xi_1); 2xi_2*cos(xi_1)").mistake == "total_for_local"
    assert asked.check("2; cos(xi_1); 2f").mistake == "letter_of_another_row"
