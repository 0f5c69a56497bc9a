"""How learners write a working: d/dx without brackets, primes on brackets, parts worked out beside the question."""

import pytest

import gdtutor as gd


def verdicts(text: str) -> list[str]:
    return [str(check.verdict) for check in gd.check_working(text).checks]


# --- d/dx before a sum, or before brackets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "d/dx x^2 + x\n= 2x + 1",
        "d/dx 3x + 5 = 3",
        "d/dx sin x + cos x = cos x - sin x",
        "d/dx (x^2+1)(x-1) = 2x(x-1) + (x^2+1) = 3x^2 - 2x + 1",
        "d/dx (x^2+1)/x\n= (2x*x - (x^2+1))/x^2",
        "d/dt t^3 - 4t + 1 = 3t^2 - 4",
        r"\frac{d}{dx} x^2 + x \\ = 2x + 1",
        "d/dx x^2 + 3x\n= d/dx x^2 + d/dx 3x\n= 2x + 3",
        "d^2/dx^2 x^3 + x^2 = 6x + 2",
    ],
)
def test_the_mark_of_a_question_reaches_to_the_end_of_its_line(text):
    working = gd.check_working(text)
    assert str(working.verdict) == "correct"
    assert working.finished
    assert any("reaching to the end of the line" in note for note in working.checks[0].notes)


def test_the_question_is_shown_as_it_was_read():
    assert gd.check_working("d/dx x^2 + x = 2x + 1").checks[0].reading == r"\frac{d}{dx}\left(x^{2} + x\right)"


def test_what_was_written_to_the_letter_is_right_too_and_says_so():
    working = gd.check_working("d/dx x^2 + x\n= 2x + x\n= 3x")
    assert [str(check.verdict) for check in working.checks] == ["correct"] * 3
    assert working.checks[1].message.endswith("with d/dx meant for the first part of that.")


def test_brackets_say_what_the_mark_is_for_but_a_sum_behind_them_may_be_meant():
    assert gd.check_working("d/dx (x^2) + x = 2x + x").checks[1].message == "Correct: it follows from the line before."
    assert "meant for the whole of that" in gd.check_working("d/dx (x^2) + x = 2x + 1").checks[1].message
    assert gd.check_working("d/dx (x^2 + x) = 2x + 1").checks[0].notes == ()


def test_a_wrong_line_is_wrong_in_both_readings():
    assert verdicts("d/dx x^2 + x\n= 2x + 2\n= 2(x + 1)") == ["correct", "wrong", "correct"]
    assert gd.check_working("d/dx x*sin(x) + x = cos(x) + 1").checks[1].mistake.startswith("product_of_derivatives")


def test_only_the_next_line_decides():
    assert verdicts("d/dx x^2 + x\n= 2x + 1\n= 2x + x") == ["correct", "correct", "wrong"]


# --- parts beside the question ----------------------------------------------------------------------------------------

PRODUCT = "f(x) = x^2*sin(x)\n"


@pytest.mark.parametrize(
    "text",
    [
        PRODUCT + "d/dx x^2 = 2x\nd/dx sin x = cos x\nf'(x) = 2x sin x + x^2 cos x",
        PRODUCT + "(x^2)' = 2x\n(sin x)' = cos x\nf'(x) = 2x sin x + x^2 cos x",
        "d/dx x^2*sin(x)\nd/dx x^2 = 2x\n= 2x sin x + x^2 cos x",
        PRODUCT + "f'(x) = (x^2)' sin x + x^2 (sin x)' = 2x sin x + x^2 cos x",
        PRODUCT + "(x^2)'' = 2\nf'(x) = 2x sin x + x^2 cos x",
        "y = x^2*sin(x)\nd/dx e^x = e^x\ny' = 2x sin x + x^2 cos x",
    ],
)
def test_a_derivative_of_its_own_is_judged_by_itself(text):
    working = gd.check_working(text)
    assert str(working.verdict) == "correct", str(working)
    assert working.finished


def test_a_wrong_one_is_named_and_carried_into_the_whole():
    working = gd.check_working(PRODUCT + "(x^2)' = 2x\n(sin x)' = -cos x\nf'(x) = 2x sin x - x^2 cos x")
    assert [str(check.verdict) for check in working.checks] == ["correct"] * 4 + ["wrong", "correct"]
    assert working.checks[4].mistake.startswith("trig_sign")
    assert working.checks[5].message == "Correct: it follows from the lines before."


def test_one_that_was_right_excuses_nothing():
    text = PRODUCT + "(x^2)' = 2x\n(sin x)' = cos x\nf'(x) = 2x*cos(x)"
    working = gd.check_working(text)
    assert working.first_wrong == 5
    assert working.checks[5].mistake.startswith("product_of_derivatives")


@pytest.mark.parametrize("question", ["y = x^2 + x", "f(x) = x^2 + x", "d/dx (x^2 + x)"])
def test_the_derivative_of_something_else_answers_nothing(question):
    working = gd.check_working(f"{question}\nd/dx x^3 = 3x^2")
    assert str(working.verdict) == "unanswered"


def test_a_line_that_goes_on_is_no_part_beside():
    assert verdicts("d/dx x^2 + 1\n= d/dx x^3\n= 3x^2") == ["correct", "wrong", "correct"]


# --- primes on brackets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "(x^2 + x)' = 2x + 1",
        "(t^2 + t)' = 2t + 1",
        "(t^3)'' = 6t",
        "(x^2 sin x)' = (x^2)' sin x + x^2 (sin x)' = 2x sin x + x^2 cos x",
        r"\left(x^2\right)^{\prime} = 2x",
    ],
)
def test_a_prime_on_a_bracket_is_a_derivative(text):
    assert str(gd.check_working(text).verdict) == "correct"


def test_a_prime_on_a_bracket_is_no_answer_to_a_question():
    found = gd.check("x^2", "x", "(x^2)'")
    assert (str(found.verdict), found.position) == ("unreadable", 5)
    assert str(gd.check_working("(x^2 + x)'").verdict) == "unanswered"


def test_with_several_letters_the_variable_is_asked_for():
    assert str(gd.check_working("(a*x^2)' = 2a*x").verdict) == "correct"
    assert str(gd.check_working("(a*t^2)' = 2a*t", "t").verdict) == "correct"
