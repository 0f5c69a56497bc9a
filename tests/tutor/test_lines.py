"""Where a working is cut into lines, and where it is not."""

from time import perf_counter

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


# --- several statements in a line -------------------------------------------------------------------------------------


ARROWS = ["=>", "==>", "⇒", "⟹", "→", "->", "∴", "<=>", "⇔", r"\Rightarrow", r"\implies", r"\therefore", r"\iff"]


@pytest.mark.parametrize("arrow", ARROWS)
def test_an_arrow_stands_between_two_statements_or_before_one(arrow):
    assert texts(f"y = ln(3x) {arrow} y' = 1/x") == ["ln(3x)", "1/x"]
    assert texts(f"y = ln(3x)\n{arrow} y' = 1/x") == ["ln(3x)", "1/x"]
    assert verdicts(f"y = ln(3x) {arrow} y' = 1/x") == ["correct", "correct"]


def test_an_arrow_may_lead_from_a_question_to_its_answer():
    assert verdicts("d/dx x^2 => 2x") == ["correct", "correct"]
    assert verdicts("d/dx x^2 => 3x")[1] == "wrong"


def test_arrows_in_limits_and_in_brackets_are_left_alone():
    assert texts("lim h->0 h") == ["lim h->0 h"]
    assert texts(r"\lim_{h \to 0} h") == [r"\lim_{h \to 0} h"]
    assert texts("(x -> 2x)") == ["(x -> 2x)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y = (3x+1)^5. Let u = 3x+1, so y = u^5.", ["(3x+1)^5", "3x+1", "u^5"]),
        ("f(x) = x^2. f'(x) = 2x.", ["x^2", "2x"]),
        ("f(x) = x^2; f'(x) = 2x", ["x^2", "2x"]),
        ("y = x + 3. Then y' = 1", ["x + 3", "1"]),
        ("y = x^2. d/dx x^2 = 2x", ["x^2", "d/dx x^2", "2x"]),
        ("y = sqrt(u) where u = 1 - x^2", ["sqrt(u)", "1 - x^2"]),
        (r"y = \sqrt{u} \text{ with } u = 1 - x^2", [r"\sqrt{u}", "1 - x^2"]),
        ("y = u^2 with u = 2x so y' = 8x", ["u^2", "2x", "8x"]),
    ],
)
def test_full_stops_and_words_end_a_statement(text, expected):
    assert texts(text) == expected
    assert set(verdicts(text)) == {"correct"}


@pytest.mark.parametrize("text", ["2.5 x", "2. x", r"x\;y", r"x\,y", "3 x^2.5"])
def test_decimals_and_spaces_end_nothing(text):
    assert texts(f"y = {text}") == [text]


def test_numbers_before_lines_are_dropped():
    assert texts("1. y = x^2\n2. y' = 2x\n3) y'' = 2") == ["x^2", "2x", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "\\[\ny = x^2\n\\]\n\\[\ny' = 2x\n\\]",
        "\\(y = x^2\\)\n\\(y' = 2x\\)",
        "\\[\n\\begin{aligned}\ny &= x^2 \\\\\ny' &= 2x\n\\end{aligned}\n\\]",
        "$$y = x^2$$\n$$y' = 2x$$",
    ],
)
def test_layout_vanishes(text):
    assert verdicts(text) == ["correct", "correct"]


def test_statements_of_one_line_are_judged_as_those_of_several_lines_are():
    assert verdicts("y = x^2; d/dx x^2 = 2x; y'' = 2") == verdicts("y = x^2\nd/dx x^2 = 2x\ny'' = 2") == ["correct"] * 4


# --- remarks, bullets and headings ------------------------------------------------------------------------------------


REMARKS = [
    "(product rule)",
    "  (by the product rule).",
    "[power rule]",
    "(product rule, u = x)",
    "(since sin' = cos)",
    "# by the product rule",
    "# (product rule)",
    "% product rule",
    r"\text{(product rule)}",
    r"\quad\text{by the product rule}",
    r"\qquad \text{product rule} \\",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_at_the_end_of_a_line_says_nothing(remark):
    assert texts(f"y = x sin x\ny' = sin x + x cos x {remark}") == ["x sin x", "sin x + x cos x"]
    assert verdicts(f"y = x sin x\ny' = sin x + x cos x {remark}\n= x cos x + sin x") == ["correct"] * 3
    assert verdicts(f"y = x sin x\ny' = cos x {remark}") == ["correct", "wrong"]


@pytest.mark.parametrize(
    "line",
    ["2 (x sin x)", "2 (x + 1)", "2 (alpha)", "2 (sin x)", "x (x times y)", "2 [x + 1]", "3 (abc)", "x % 2"],
)
def test_brackets_with_mathematics_are_no_remarks(line):
    assert texts(f"y = {line}") == [line]


def test_brackets_with_a_name_of_the_working_are_no_remark():
    assert texts("width = 3t\ny = 2 (width)") == ["3t", "2 (width)"]


def test_a_remark_does_not_hide_that_a_line_is_broken():
    assert texts("y' = 3x^2 sin x (product rule)\n + x^3 cos x") == ["3x^2 sin x + x^3 cos x"]


@pytest.mark.parametrize(
    "text",
    [
        "- y = x^2\n- y' = 2x",
        "* y = x^2\n* y' = 2x",
        "y = x^2\n* y' = 2x",
        "• y = x^2\n• y' = 2x",
        "a) y = x^2\nb) y' = 2x",
        "(a) y = x^2\n(b) y' = 2x",
        "y = x^2, so\ny' = 2x",
        "y = x^2\nBy the power rule, y' = 2x",
        "Step 1: y = x^2\nStep 2: y' = 2x",
        "Solution:\ny = x^2\nPower rule: y' = 2x",
    ],
)
def test_bullets_and_headings_are_dropped(text):
    assert texts(text) == ["x^2", "2x"]
    assert verdicts(text) == ["correct", "correct"]


def test_a_letter_in_brackets_before_an_expression_is_a_factor():
    assert texts("y = x\n= (a) x") == ["x", "(a) x"]
    assert texts("(a) x^2\n(b) x") == ["(a) x^2", "(b) x"]
    assert texts("where u, v = x") == ["u, v", "x"]


def test_a_remark_may_stand_before_an_equals_sign():
    text = "d/dx (x+1)^2 = 2(x+1) (chain rule) = 2x + 2 (expanded)"
    assert texts(text) == ["d/dx (x+1)^2", "2(x+1)", "2x + 2"]
    assert split_lines("cost (price) = 3")[0].left.is_function


def test_a_long_line_costs_little():
    start = perf_counter()
    for piece in ("so ", r"\quad", "(", "y=x, ", "x. so ", "# ", "- "):
        split_lines(piece * 4000)
    assert perf_counter() - start < 2  # it took ten times as long where such lines were cut


def test_a_minus_before_one_statement_of_several_is_a_minus():
    assert texts("x y = 1\n- y = x y'") == ["x y", "1", "- y", "x y'"]
    assert texts("- y = x") == ["- y", "x"]
    assert texts("- x = y\n- 2x = 2y") == ["- x", "y", "- 2x", "2y"]
