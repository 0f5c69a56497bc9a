"""What is asked instead of judged: brackets that were forgotten, another letter, letters that the question defines."""

import random

import pytest

import gdtutor as gd

# --- brackets ---------------------------------------------------------------------------------------------------------

PARTS = {
    "x": "1", "x^2": "2x", "x+1": "1", "x^2+1": "2x", "2x-3": "2", "sin(x)": "cos(x)", "e^(2x)": "2e^(2x)",
    "e^(-x)": "-e^(-x)", "ln(x)": "1/x", "x^3": "3x^2", "3x+2": "3", "cos(2x)": "-2sin(2x)",
}  # fmt: skip


def careless(seed):
    """A quotient or a product, and its derivative by the rule with some of the brackets forgotten."""
    chance = random.Random(seed)
    u, v = chance.sample(list(PARTS), 2)

    def written(part):
        needed = any(sign in part for sign in "+-/")
        return f"({part})" if needed and chance.random() < 0.5 else part

    first = [written(PARTS[u]), written(v)]
    second = [written(u), written(PARTS[v])]
    if chance.random() < 0.3:
        return f"({u})*({v})", f"{'*'.join(first)} + {'*'.join(second)}"
    above = f"{'*'.join(first)}-{'*'.join(second)}"
    above = f"({above})" if chance.random() < 0.5 else above
    below = f"({v})^2" if chance.random() < 0.7 else f"{v}^2"
    if v.startswith(("sin", "cos", "ln")):
        below = f"({v})^2"
    return f"({u})/({v})", f"{above}/{below}"


def test_no_right_rule_with_forgotten_brackets_is_called_wrong():
    found = [(*careless(seed), gd.check(careless(seed)[0], "x", careless(seed)[1])) for seed in range(1000, 1150)]
    assert [(q, a) for q, a, check in found if check.verdict not in ("correct", "unreadable")] == []
    asked = [check.message for _, _, check in found if check.verdict == "unreadable"]
    assert len(asked) > 50
    assert all(message.startswith("This can be read in two ways: is ") for message in asked)


@pytest.mark.parametrize(
    ("question", "variable", "answer", "meant"),
    [
        ("ln(t^2+1)", "t", "2t/t^2+1", "2t/(t^2+1)"),
        ("x/(x^2+1)", "x", "1-x^2 / (x^2+1)^2", "(1-x^2) / (x^2+1)^2"),
        ("x^2/(x+1)", "x", "2x(x+1)-x^2/(x+1)^2", "(2x(x+1)-x^2)/(x+1)^2"),
        ("x^2/(x+1)", "x", "2x*x+1-x^2/x+1^2", "(2x*(x+1)-x^2)/(x+1)^2"),
        ("t*e^(-2t)", "t", "e^-2t(1-2t)", "e^(-2t)(1-2t)"),
        ("(x+1)*sin(x)", "x", "sin(x)+x+1*cos(x)", "sin(x)+(x+1)*cos(x)"),
        ("1/x^3", "x", "-3x^2/x^3^2", "-3x^2/(x^3)^2"),
        ("sqrt(x^2+1)", "x", "2x/2*sqrt(x^2+1)", "2x/(2*sqrt(x^2+1))"),
    ],
)
def test_brackets_that_would_make_it_right_are_asked_for(question, variable, answer, meant):
    found = gd.check(question, variable, answer)
    assert found.verdict == "unreadable"
    assert f"is {meant} meant?" in found.message
    assert gd.check(question, variable, meant).verdict == "correct"


@pytest.mark.parametrize(
    ("question", "answer", "mistake", "meant"),
    [
        ("ln(x^2+1)", "1/x^2+1", "chain_inner_missing", "1/(x^2+1)"),
        ("x^2/(x+1)", "2x(x+1)+x^2/(x+1)^2", "quotient_plus", "(2x(x+1)+x^2)/(x+1)^2"),
    ],
)
def test_a_mistake_in_the_text_with_brackets_is_named_with_them(question, answer, mistake, meant):
    found = gd.check(question, "x", answer)
    assert (found.verdict, found.mistake.split(";")[0]) == ("wrong", mistake)
    assert f"With brackets, {meant}, it is not right either. It seems that" in found.message


@pytest.mark.parametrize(
    ("question", "answer", "mistake"),
    [
        ("x^7+7x", "7x^6+1", "constant_multiple_dropped"),
        ("x^2*sin(x)", "2x*cos(x)", "product_of_derivatives"),
        ("sin(3x)", "cos(3x)", "chain_inner_missing"),
    ],
)
def test_what_no_brackets_make_right_is_wrong(question, answer, mistake):
    found = gd.check(question, "x", answer)
    assert found.verdict == "wrong"
    assert mistake in found.mistake


def test_the_search_for_brackets_is_bounded():
    long = "+".join(f"x*{k}" for k in range(2, 200))
    assert gd.check("x^2", "x", long).verdict == "wrong"
    assert gd.check("x^2", "x", "x*2+" * 19 + "x").verdict in ("wrong", "unreadable")


# --- letters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "variable", "answer", "said"),
    [
        ("log(θ^2+1)", "θ", "2x/(x^2+1)", "Right, but the letter is θ, not x: type 2θ/(θ^2+1)."),
        ("x^2", "x", "2X", "Right, but the letter is x, not X: type 2x."),
        ("x^2*y^3", "y", "3x^2*z^2", "Right, but the letter is y, not z: type 3x^2*y^2."),
    ],
)
def test_what_is_right_in_another_letter_is_right_but_for_the_letter(question, variable, answer, said):
    found = gd.check(question, variable, answer)
    assert (found.verdict, found.message) == ("unreadable", said)


@pytest.mark.parametrize(
    ("question", "variable", "answer"),
    [("(w*x-y)^2", "w", "2a(a w - b)"), ("x*y", "x", "z"), ("x^2*y", "x", "2ab"), ("ln(2x)", "x", "1/x2")],
)
def test_letters_of_ones_own_choice_unlock_no_answer(question, variable, answer):
    found = gd.check(question, variable, answer)
    assert (found.verdict, "the question has no letter" in found.message) == ("unreadable", True)


@pytest.mark.parametrize("answer", ["2x/(x+1)", "1/(x^2+1)", "x"])
def test_what_is_wrong_in_another_letter_is_not_called_right(answer):
    found = gd.check("log(t^2+1)", "t", answer)
    assert found.verdict == "unreadable"
    assert "ight, but" not in found.message
    assert "the question has no letter x" in found.message


SIGMOID = {"p": "1/(1+e^(-w*x))"}


@pytest.mark.parametrize(
    ("question", "variable", "where", "right", "wrong"),
    [
        ("1/(1+e^(-w*x))", "w", SIGMOID, ["x*p*(1-p)", "p(1-p)x", "x*(p-p^2)"], ["x*p", "p(1-p)", "w*p*(1-p)"]),
        ("-y*log(p) - (1-y)*log(1-p)", "w", SIGMOID, ["(p-y)*x", "x p - x y"], ["(y-p)*x", "p-y"]),
        ("(y - w*x)^2", "w", {"ŷ": "w*x"}, ["-2x(y-ŷ)", r"-2x(y-\hat y)", "2x(w x - y)"], ["-2(y-ŷ)", "-2x(ŷ-y)"]),
        ("cos(t)*t^2", "t", {"x": "cos(t)", "y": "t^2"}, ["y*(-sin t)+x*2t", "2t x - y sin(t)"], ["y*sin t+x*2t"]),
        ("r^2/2", "w", {"r": "z^2-z", "z": "w*x"}, ["r*(2z-1)*x", "dL/dw = r(2w x - 1)x"], ["r*(2z-1)", "r*2z*x"]),
    ],
)  # fmt: skip
def test_answers_in_letters_that_the_question_defines_are_judged(question, variable, where, right, wrong):
    for answer in right:
        assert gd.check(question, variable, answer, where=where).verdict == "correct", answer
    for answer in wrong:
        assert gd.check(question, variable, answer, where=where).verdict == "wrong", answer


def test_a_mistake_in_a_defined_letter_has_its_name():
    assert "chain_inner_missing" in gd.check("1/(1+e^(-w*x))", "w", "p*(1-p)", where=SIGMOID).mistake
    assert "residual_sign" in gd.check("(y-w*x)^2", "w", "-2x(ŷ-y)", where={"ŷ": "w*x"}).mistake.split(";")[:2]


def test_brackets_are_asked_for_in_defined_letters_too():
    found = gd.check("-y*log(p) - (1-y)*log(1-p)", "w", "p-y*x", where=SIGMOID)
    assert (found.verdict, "(p-y)*x" in found.message) == ("unreadable", True)


@pytest.mark.parametrize("where", [{"x": "y", "y": "x"}, {"t": "y"}, {"p": "2+"}, {"p": "p+1"}, {"2": "t"}])
def test_letters_that_cannot_be_defined_so_make_the_question_unreadable(where):
    found = gd.check("x*t", "t", "x", where=where)
    assert (found.verdict, found.message[:27]) == ("unreadable", "The question cannot be read")
