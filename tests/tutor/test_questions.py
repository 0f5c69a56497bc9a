"""The kinds of exercises, with questions that are made up here."""

import pytest

from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.entries import entries
from gdtutor.tutor.gradients import GradientQuestion
from gdtutor.tutor.line_question import LineQuestion
from gdtutor.tutor.reasoned_choice import ReasonedChoiceQuestion
from gdtutor.tutor.table_question import TableQuestion
from gdtutor.tutor.together import together
from gdtutor.tutor.wrong_line import WrongLineQuestion

# --- entries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2x, y", ["2x", "y"]),
        ("(2x, y)", ["2x", "y"]),
        ("[2x; f(x, y)]", ["2x", "f(x, y)"]),
        ("2x\n3y", ["2x", "3y"]),
        ("∇f = (2x, y)^T", ["2x", "y"]),
        (r"\nabla f = \left(2x, y\right)", ["2x", "y"]),
        (r"\begin{pmatrix} 2x \\ y \end{pmatrix}", ["2x", "y"]),
        ("(x + 1)(x - 1), (y + 1)", ["(x + 1)(x - 1)", "(y + 1)"]),
        ("(x + 1)", ["(x + 1)"]),
        ("df/dx = 2x, df/dy = y", ["df/dx = 2x", "df/dy = y"]),
        ("f(1, 2) = (3, 4)", ["3", "4"]),
        ("1,", ["1", ""]),
        ("", [""]),
        ("((((", ["(((("]),
    ],
)
def test_an_answer_is_cut_into_its_entries(text, wanted):
    found = entries(text)
    assert [entry for _, entry in found] == wanted
    for place, entry in found:
        assert text[place : place + len(entry)] == entry


# --- gradients --------------------------------------------------------------------------------------------------------

BOWL = GradientQuestion("x^2*y + sin(y)", ["x", "y"])


def test_each_component_is_judged_by_itself():
    found = BOWL.check("(2x*y, x^2 - cos(y))")
    assert (found.verdict, found.mistake.split(";")[0]) == ("wrong", "trig_sign")
    assert found.message.startswith("Wrong. The second component, ∂/∂y, is wrong. At ")
    assert "first" not in found.message
    both = BOWL.check("(x*y, x^2 - cos(y))")
    assert both.message.index("The first component") < both.message.index("The second component")
    assert both.mistake.split(";")[:2] == ["power_coefficient_missing", "trig_sign"]
    assert BOWL.check("(2x*y, x^2 + cos(y))").verdict == "correct"


def test_exchanged_components_and_added_ones_are_told():
    assert BOWL.check("(x^2 + cos(y), 2x*y)").mistake.split(";")[0] == "wrong_variable"
    added = BOWL.check("2x*y + x^2 + cos(y)")
    assert added.verdict == "wrong"
    assert "It seems that the partial derivatives were added" in added.message
    assert "added" not in BOWL.check("2x*y + x^2").message
    assert BOWL.check("(1, 2, 3)").message.endswith("2 are wanted, 3 are there.")


@pytest.mark.parametrize(
    ("answer", "verdict", "position"),
    [
        ("(2x*y, x^2 + )", "unreadable", 12),
        ("(2x*y, )", "unanswered", None),
        ("(2x*y, d/dy(sin(y)))", "unanswered", None),
        ("(2x*y, x^2 + cos(y)", "unreadable", 0),
        ("  ", "unanswered", None),
    ],
)
def test_what_is_no_gradient_yet_is_told_with_its_place(answer, verdict, position):
    found = BOWL.check(answer)
    assert (found.verdict, found.position) == (verdict, position)


def test_a_gradient_at_a_point_is_numbers():
    asked = GradientQuestion("x^2*y + sin(y)", ["x", "y"], at=["1", "0"])
    assert asked.values() == [0, 2]
    assert asked.check("(0, 2)").verdict == "correct"
    assert asked.check("(0, -2)").mistake == "overall_sign"
    assert asked.check("(2, 0)").mistake == "wrong_variable"
    assert asked.check("(0, x)").verdict == "unanswered"
    assert asked.example == "(1.5, -2)"
    assert r"\nabla f = \left(0, 2\right)" in asked.solution()


@pytest.mark.parametrize(
    ("function", "at"), [("|x| + y", ["0", "1"]), ("max(x, y)", ["2", "2"]), ("sqrt(x*y)", ["0", "3"])]
)
def test_no_gradient_is_asked_for_where_there_may_be_none(function, at):
    with pytest.raises(ArgumentError, match="may have no gradient"):
        GradientQuestion(function, ["x", "y"], at=at).values()


@pytest.mark.parametrize(
    ("function", "answer", "mistake"),
    [
        ("x^2 + 5x*y - 3x + 4y^2", "(2x - 3, 5x + 8y)", "term_lost"),
        ("x^2*y + 25x + 12y", "(2x*y + 24, x^2 + 12)", "arithmetic_slip"),
        ("(x + 2y)^2", "(2x, 8y)", "term_lost"),
        ("x*e^(-3y) + y", "(e^(-3y), 3x*e^(-3y) + 1)", "exp_sign"),
    ],
)
def test_no_story_is_told_of_a_component(function, answer, mistake):
    assert GradientQuestion(function, ["x", "y"]).check(answer).mistake.split(";")[0] == mistake


def test_a_wrong_reference_is_not_proved():
    assert GradientQuestion("x*y", ["x", "y"], "(y, x)").is_proved()
    assert not GradientQuestion("x*y", ["x", "y"], "(x, y)").is_proved()


# --- together ---------------------------------------------------------------------------------------------------------


def test_the_worst_verdict_decides_and_the_others_are_told_too():
    made = [Check(CheckVerdict(name), f"{name.title()}. Why.") for name in ("correct", "partial", "wrong", "undecided")]
    names = [f"Entry {k}" for k in range(4)]
    found = together(made, names, "")
    assert found.verdict == "wrong"
    assert "Entry 0" not in found.message
    assert [f"Entry {k}" in found.message for k in (1, 2, 3)] == [True] * 3
    assert together(made[:2], names[:2], "").verdict == "partial"
    assert together(made[:1], names[:1], "All of it.").message == "Correct. All of it."


# --- a line -----------------------------------------------------------------------------------------------------------

GAP = LineQuestion(["d/dx(x^2*sin(x))", "d/dx(x^2)*sin(x) + x^2*d/dx(sin(x))", "?*sin(x) + x^2*cos(x)"], "x", "2x")


def test_the_gap_is_judged_in_its_line():
    assert GAP.check("2x").verdict == GAP.check("= x + x").verdict == GAP.check("gap = 2*x").verdict == "correct"
    assert GAP.check("x").mistake.split(";")[0] == "power_coefficient_missing"
    assert GAP.check("x").message.startswith("Wrong. At x = ")
    assert "the line with your answer gives" in GAP.check("x").message
    assert GAP.is_proved()
    assert r"\boxed{\;?\;}" in GAP.asked
    assert r"\boxed{2 \, x}" in GAP.solution()


@pytest.mark.parametrize("hostile", ["2x) + (0", "2x)*(1", ")", "(", "2x\n= 5", "?", "2x = ", "x" * 5000])
def test_an_answer_cannot_break_out_of_its_gap(hostile):
    assert GAP.check(hostile).verdict in {"unreadable", "wrong", "unanswered", "correct"}
    assert GAP.check("2x) + (0").verdict == "unreadable"


def test_a_mark_is_no_answer_unless_it_is_wanted():
    lines = ["d/dx(sin(2x))", "cos(2x)*?", "2cos(2x)"]
    assert LineQuestion(lines, "x", "2").check("d/dx(2x)").verdict == "unanswered"
    assert LineQuestion(lines, "x", "d/dx(2x)", marks=True).check("d/dx(2x)").verdict == "correct"
    assert LineQuestion(lines, "x", "d/dx(2x)", marks=True).check("d/dx(x)").verdict == "wrong"


def test_a_whole_line_is_not_copied_from_its_neighbours():
    asked = LineQuestion(["d/dx(x*sin(x))", "?", "x*cos(x) + sin(x)"], "x", "1*sin(x) + x*cos(x)", marks=True)
    assert asked.check("x*cos(x) + sin(x)").verdict == "unanswered"
    assert asked.check("d/dx(x)*sin(x) + x*d/dx(sin(x))").verdict == "correct"
    assert asked.check("d/dx(x)*d/dx(sin(x))").verdict == "wrong"


# --- the wrong line ---------------------------------------------------------------------------------------------------

SUSPECT = WrongLineQuestion(["d/dx(x*sin(x))", "sin(x) - x*cos(x)", "sin(x) - cos(x)*x"], "x")


def test_the_checker_finds_the_wrong_line():
    assert SUSPECT.wrong == 2
    found = SUSPECT.check("2")
    assert found.message.startswith("Correct. Line 2 does not follow from line 1: at x = ")
    assert "subtracted" in found.message
    assert SUSPECT.check("3").message == "Wrong. Line 3 follows from line 2, though an error may have been made before."
    assert SUSPECT.check("none").verdict == "wrong"
    right = WrongLineQuestion(["d/dx(x*sin(x))", "sin(x) + x*cos(x)"], "x")
    assert (right.wrong, str(right.check("none").verdict), str(right.check("2").verdict)) == (None, "correct", "wrong")


@pytest.mark.parametrize("answer", ["2", " line 2 ", "Line 2.", "(2)", "the second line", "second one", "row no. 2"])
def test_a_line_may_be_named_in_many_ways(answer):
    assert SUSPECT.check(answer).verdict == "correct"


@pytest.mark.parametrize("answer", ["1", "4", "-2", "2 or 3", "x", "²", "second third"])
def test_what_names_no_line_is_unreadable(answer):
    assert SUSPECT.check(answer).verdict == "unreadable"


def test_a_working_with_two_wrong_lines_is_no_exercise():
    assert SUSPECT.is_proved()
    assert not WrongLineQuestion(["d/dx(x*sin(x))", "sin(x) - x*cos(x)", "sin(x) - 2cos(x)*x"], "x").is_proved()


# --- a table ----------------------------------------------------------------------------------------------------------


def test_what_follows_from_a_wrong_cell_is_right():
    asked = TableQuestion("sin(x^2)", "x", ["partial", "product"])
    found = asked.check("x; cos(xi_1); x*cos(x^2)")
    assert found.message.startswith("Wrong. The partial of row 1 is wrong. It seems that in x^2 the exponent")
    assert "product" not in found.message
    assert asked.check("2x; cos(xi_1); 2x*cos(x^2)").verdict == "correct"
    assert asked.check("2x; cos(xi_1); x*cos(x^2)").message.startswith("Wrong. The product is wrong.")


def test_one_cell_may_be_asked_for():
    asked = TableQuestion("sin(x^2)", "x", ["partial 2"])
    assert asked.places == [(2, "partial")]
    assert asked.asked.count("?") == 1
    assert asked.check("d sin/d xi_1 = cos(xi_1)").verdict == "correct"
    assert asked.check("-cos(xi_1)").mistake.split(";")[0] == "trig_sign"
    assert "?" not in asked.solution()
    assert TableQuestion("sin(x^2)", "x", ["link 1"]).check("x^2").verdict == "correct"
    assert TableQuestion("sin(x^2)", "x", ["link 1"]).check("x^3").verdict == "wrong"


def test_the_table_shows_no_cell_that_tells_an_empty_one():
    table = TableQuestion("sin(x^2)", "x", ["partial"])
    assert "cos" not in table.asked
    assert "2 x" not in table.asked
    assert "cos" in TableQuestion("sin(x^2)", "x", ["value"]).asked


def test_a_link_with_two_parents_is_no_exercise():
    assert not TableQuestion("x*sin(x)", "x", ["product"]).is_proved()


# --- a choice with its reason -----------------------------------------------------------------------------------------


def test_names_that_begin_alike_are_told_apart():
    options = [{"name": name, "text": "", "why": f"{name}!", "right": name == "0.12"} for name in ("0.1", "0.12")]
    reasons = [{"name": name, "text": "", "why": f"{name}!", "right": name == "slope"} for name in ("slope", "speed")]
    asked = ReasonedChoiceQuestion(options, reasons, [])
    assert asked.check("0.12 because of slope.").verdict == "correct"
    assert asked.check("0.1 because slope").verdict == "wrong"
    assert asked.check("0.12, speed").message == "Partly right. The choice is right, the reason is not: speed!"
    assert asked.check("0.123 slope").verdict == "unreadable"
    assert asked.check("slope because 0.12").verdict == "unreadable"


@pytest.mark.parametrize(
    "answer",
    ["(2x-2+y)i+(x+4y)j", r"(2x-2+y)\hat i+(x+4y)\hat j", "(2x-2+y)e_1 + (x+4y)e_2", "<2x-2+y, x+4y>",
     "fx = 2x-2+y; fy = x+4y", r"\langle 2x-2+y,\;x+4y\rangle", r"\left(2x-2+y,\;x+4y\right)"],
)  # fmt: skip
def test_a_vector_is_read_in_every_usual_writing(answer):
    asked = GradientQuestion("x^2 - 2x + x*y + 2y^2", ["x", "y"])
    assert asked.check(answer).verdict == "correct"
    assert asked.check(answer.replace("4y", "5y")).verdict == "wrong"


def test_numbers_without_commas_are_asked_back():
    found = GradientQuestion("x^2 + y^3", ["x", "y"], at=["1", "1"]).check("2 3")
    assert (found.verdict, "Is (2, 3) meant?" in found.message) == ("unreadable", True)
