"""Numbers as learners type them, and wrong ones explained by one wrong rule of the computation."""

import math

import pytest

from gdtutor.tutor.gradients import GradientQuestion
from gdtutor.tutor.number import NumberQuestion
from gdtutor.tutor.steps import StepsQuestion

ROOT = NumberQuestion("sqrt(2)", 2)  # 1.41421356…
EIGHTH = NumberQuestion("1/8", 3)
HALF_UP = NumberQuestion("2.125", 3)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *((ROOT, text) for text in ("1.41", "about 1.41", "ca. 1.41", "≈ 1.41", "x = approx. 1.414", "1.41 or so")),
        *((ROOT, text) for text in ("1.41.", "141 %", "141.4%", "1,41", "sqrt(2)", "2/sqrt(2)", "around 1.4142")),
        *((EIGHTH, text) for text in ("0.125", "1/8", "12.5%", "12.5 percent", "0.1250", "25/200", "roughly 0.125")),
        (NumberQuestion("-7/2", 2), "-3 1/2"),
        (NumberQuestion("7/2", 2), "3 1/2"),
    ],
)
def test_a_number_is_read_as_it_is_typed(question, answer):
    assert question.check(answer).verdict == "correct"


@pytest.mark.parametrize("answer", ["1.413", "1.4149", "1.4100", "1.411", "7/5 + 1/100", "141.1%"])
def test_as_many_decimals_as_are_asked_for_are_enough(answer):
    found = ROOT.check(answer)
    assert found.verdict == "correct"
    assert "right to the 2 decimals that are asked for" in found.message


@pytest.mark.parametrize("answer", ["1.4151", "1.404", "1.42", "1.40", "142%", "1.4 1/2", "7/5"])
def test_a_wrong_decimal_among_those_is_wrong(answer):
    assert ROOT.check(answer).verdict in ("wrong", "unreadable")


def test_as_many_decimals_as_asked_are_enough_and_a_whole_number_is_to_be_met():
    assert EIGHTH.check("0.1251").verdict == "correct"
    assert EIGHTH.check("0.1256").verdict == "wrong"
    assert NumberQuestion("3", 0).check("3.0000001").message == "Correct. It is the exact value but for rounding."
    assert NumberQuestion("3", 0).check("3.4").verdict == "wrong"
    assert NumberQuestion("3", 0).check("10/3").verdict == "wrong"


@pytest.mark.parametrize("answer", ["0.12", "0.13", "12%", "13 %"])
def test_halfway_both_neighbours_agree_as_far_as_they_are_written(answer):
    found = EIGHTH.check(answer)
    assert (found.verdict, found.message.split("; ")[1]) == ("partial", "3 decimals are asked for.")


@pytest.mark.parametrize(
    ("question", "guess"),
    [(ROOT, "1"), (EIGHTH, "0"), (EIGHTH, "0.1"), (HALF_UP, "2"), (NumberQuestion("0.04", 2), "0.0")],
)
def test_a_bare_guess_is_never_half_right(question, guess):
    found = question.check(guess)
    assert found.verdict in ("unanswered", "wrong")
    assert "Partly" not in found.message


# --- one wrong rule ---------------------------------------------------------------------------------------------------

SLOPE = NumberQuestion("slope", 2, let=[["slope", "d/dx(sin(2x)*log(x^2))"], ["x", "3"]])
STEP = NumberQuestion("x - α*slope", 2, let=[*SLOPE.let, ["α", "0.3"]])
SPREAD = NumberQuestion("(9 - m)/sqrt(v)", 2, let=[["v", "((2-m)^2 + (4-m)^2 + (9-m)^2)/3"], ["m", "(2 + 4 + 9)/3"]])
BATCH = NumberQuestion(
    "v - η·(v·x_2 - y_2)·x_2",
    3,
    let=[["v", "-η·(0 - y_1)·x_1"], ["η", "0.1"], ["x_1", "1"], ["y_1", "2"], ["x_2", "3"], ["y_2", "5"]],
)


def slope(x, inner=2, base=math.e, sign=1):
    return inner * math.cos(2 * x) * math.log(x**2, base) + sign * math.sin(2 * x) * 2 / x


@pytest.mark.parametrize(
    ("question", "number", "mistake", "said"),
    [
        (SLOPE, slope(3, inner=1), "chain_inner_missing", "the derivative of the inner function is missing"),
        (SLOPE, slope(3, sign=-1), "log_sign", "in log(x^2)"),
        (SLOPE, slope(3) - 2 * math.sin(6) / 3, "product_one_term", "one of the two terms"),
        (SLOPE, slope(3, base=10), "log_base", "to base 10"),
        (SLOPE, -slope(3), "overall_sign", "the sign is not"),
        (STEP, 3 + 0.3 * slope(3), "sum_sign", "a sign is wrong"),
        (STEP, 3 - slope(3), "constant_multiple_dropped", "the factor α is missing"),
        (STEP, slope(3), "", "a number on the way"),
        (SPREAD, 4 / math.sqrt(26), "", "a sum in place of a mean"),
        (SPREAD, 4 / (26 / 3), "", "a root is missing"),
        (SPREAD, math.sqrt(26 / 3) / 4, "quotient_inverted", "upside down"),
        (BATCH, 0.2 - 0.1 * (0.2 - 2), "", "the other example"),
        (BATCH, 1.5 - 0.1 * (1.5 - 2), "", "exchanged"),
    ],
)
def test_a_wrong_number_is_explained_by_one_wrong_rule(question, number, mistake, said):
    found = question.check(f"{number:.3f}")
    assert found.verdict == "wrong"
    assert mistake in found.mistake
    assert said in found.message
    assert "too large" not in found.message
    assert "too small" not in found.message


WALK = StepsQuestion([["θ", "3", "θ - α·g"]], 2, "θ", 2, [["g", "d/dθ(θ^3)"], ["α", "0.05"]])


def walked(steps, rate=0.05, power=3):
    place = 3.0
    for _ in range(steps):
        place -= rate * power * place**2
    return place


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (walked(1), "this is the number after one step"),
        (walked(3), "this is the number after 3 steps"),
        (walked(2, power=1), "in θ^3"),
        (walked(2, rate=-0.05), "a sign is wrong"),
        (walked(2, rate=1), "the factor α is missing"),
    ],
)
def test_a_wrong_number_after_some_steps_is_explained(number, said):
    found = WALK.check(f"{number:.3f}")
    assert (found.verdict, said in found.message) == ("wrong", True), found.message


def test_a_number_of_few_digits_is_explained_by_likely_slips_only():
    assert "too" in SLOPE.check("3").message
    assert "sum in place of a mean" in SPREAD.check(f"{4 / math.sqrt(26):.2f}").message


def test_a_component_at_a_point_is_explained():
    asked = GradientQuestion("x^2*y + sin(3y)", ["x", "y"], at=["2", "1"])
    found = asked.check(f"(4, {4 + math.cos(3):.3f})")
    assert found.mistake.split(";")[0] == "chain_inner_missing"
    assert found.message.startswith("Wrong. The second component, ∂/∂y, is wrong. It seems that in sin(3*y)")


@pytest.mark.parametrize("answer", ["|d/dx (1e-30)|", "d/dx 3", "2 + d/dt (5)"])
def test_a_derivative_is_no_number_yet(answer):
    found = SLOPE.check(answer)
    assert (found.verdict, "a derivative still stands in it" in found.message) == ("unanswered", True)


@pytest.mark.parametrize(
    ("answer", "meant"), [("1/2*3", "1/(2*3)"), ("2+1/2*3", ""), ("1/2/3", ""), ("1+1/12", "(1+1)/12")]
)
def test_a_number_that_is_right_with_brackets_is_asked_back(answer, meant):
    found = NumberQuestion("sixth", 2, let=[["sixth", "1/6"]]).check(answer)
    if meant:
        assert (found.verdict, f"is {meant} meant?" in found.message) == ("unreadable", True)
    else:
        assert found.verdict == ("correct" if answer == "1/2/3" else "wrong")


@pytest.mark.parametrize(
    ("answer", "verdict", "says"),
    [
        ("three", "unanswered", "'three' is a word"),
        ("minus 5", "wrong", ""),
        ("1.5 rad", "wrong", "the unit rad is not judged"),
        ("2 pi", "wrong", ""),
        ("it is 3", "wrong", ""),
        (" " * 9000 + "3", "wrong", ""),
    ],
)
def test_words_and_units_around_a_number(answer, verdict, says):
    found = SLOPE.check(answer)
    assert (found.verdict, says in str(found)) == (verdict, True), found
    assert "unit" not in str(found) or "rad" in answer
