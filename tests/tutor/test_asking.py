"""What could be meant otherwise is asked back and never called wrong; what cannot is still judged."""

import pytest

import gdtutor as gd

ASKED = [
    # letters that the question does not have, and words that are none
    ("x^2", "2X", "Right, but the letter is x, not X: type 2x."),
    ("x^2", "3X", "did you mean 3x?"),
    ("x^2", "2x + y", "no letter y"),
    ("sin(x)", "cso x", "did you mean cos x?"),
    ("cos(x)", "-sn x", "did you mean -sin x?"),
    ("ln(θ^2 + 1)", "2x/(x^2 + 1)", "Right, but the letter is θ, not x: type 2θ/(θ^2 + 1)."),
    ("ln(θ^2 + 1)", "3x/(x^2 + 1)", "did you mean 3θ/(θ^2 + 1)?"),
    ("sin(5x)", "5cos(u)", "put in what it stands for"),
    ("x^2", "2x [Ans]", "'Ans' is not known"),
    ("x^3", r"3x^2\,\mathrm{d}x", "differential"),
    ("x^2/2", "x.2", "within a number"),
    ("sin(x)^2", "sin2(x)", "could be sin(2*(…)) or sin(…)^2"),
    # a text pasted twice, raised signs lost, several lines
    ("x^2", "2x2x2x", "did you mean 2x?"),
    ("x^2", "2x 2x", "is 2x meant?"),
    ("x^3", "3x2", "did you mean 3x^2?"),
    ("tan(x)", "sec2x", "is sec^2x meant?"),
    ("x/(x + 1)", "1/(x+1)2", "is 1/(x+1)^2 meant?"),
    ("x^2", "2x\n3x", "which one is the answer?"),
    ("x^2", "2x\nlet it be\n", "not known"),
    # brackets forgotten
    ("ln(x^2 + 1)", "2x/x^2+1", "is 2x/(x^2+1) meant?"),
    ("x/(x^2 + 1)", "1-x^2 / (x^2+1)^2", "is (1-x^2) / (x^2+1)^2 meant?"),
    ("x*e^(-2x)", "e^-2x(1-2x)", "is e^(-2x)(1-2x) meant?"),
    ("sin(2x)", "2cos 2*x", "is 2cos (2*x) meant?"),
    ("sqrt(x)", "1/2x^-1/2", "is 1/2x^(-1/2) meant?"),
    ("asin(x)", "1/√1-x^2", "is 1/√(1-x^2) meant?"),
    ("x^5", "5x^5-1", "is 5x^(5-1) meant?"),
    ("sin(x)^3", "3 sin x^2 cos x", "is 3 (sin x)^2 cos x meant?"),
    ("x^3*ln(x)", r"x^23\ln x + x^2", r"is x^{2}3\ln x + x^2 meant?"),
    ("e^(2x)", "2e2x", "is 2e^(2x) meant?"),
]


@pytest.mark.parametrize(("question", "answer", "words"), ASKED)
def test_what_could_be_meant_otherwise_is_asked(question, answer, words):
    variable = "θ" if "θ" in question else "x"
    found = gd.check(question, variable, answer)
    assert found.verdict == "unreadable"
    assert words in found.message
    assert not found.diagnoses


JUDGED = [
    ("x^2", "2x/x^2+1", "wrong"),  # no brackets make it right
    ("x^2", "3x\n4x", "wrong"),
    ("sin(x)", "cos(x) + C", "wrong"),  # a known mistake explains the letter
    ("7x + x^7", "7x^6 + 1", "wrong"),  # the 7 was dropped; 7(x^6 + 1) would be right
    ("e^(2x)", "e^2x", "wrong"),  # with brackets it would be wrong too
    ("x^2", "2x\n2x", "correct"),
    ("x^2*sin(x)", "2x sin x\n+ x^2 cos x", "correct"),
    ("x^3", "3 x^2\n= 3*x*x", "correct"),
    ("a*x^2", "2ax", "correct"),
    ("n*a*x", "n a", "correct"),
    ("c*h*x", "ch", "correct"),  # the question's letters come before a spelling of cosh
    ("cosh(x)", "sh x", "correct"),
    ("x^2", "n/a", "unanswered"),
    ("x^2", "I don't know", "unanswered"),
    ("x^2", "-", "unanswered"),
]


@pytest.mark.parametrize(("question", "answer", "verdict"), JUDGED)
def test_what_cannot_be_meant_otherwise_is_judged(question, answer, verdict):
    assert gd.check(question, "x", answer).verdict == verdict


@pytest.mark.parametrize(("question", "answer", "words"), ASKED)
def test_the_question_back_holds_no_more_than_the_learners_own_text(question, answer, words):
    """A suggestion is the answer itself with one kind of change: its own signs, brackets, ^, one word or letter."""
    message = gd.check(question, "θ" if "θ" in question else "x", answer).message
    for start in ("did you mean ", ": is "):
        if start in message:
            suggestion = message.split(start)[1].split("?")[0].removesuffix(" meant")
            added = [sign for sign in suggestion if sign not in answer + "(){}^"]
            assert len(set(added)) <= 1, suggestion


WORKINGS = [
    "d/dx ln(x^2+1)\n= 2x/x^2+1\n= 2x/(x^2+1)",
    "d/dx sqrt(x)\n1/2x^-1/2\n1/(2√x)",
    "d/dx (x/(x+1))\n1*(x+1)-x/(x+1)^2\n1/(x+1)^2",
    "f(x) = e^(2x)\nf'(x) = 2e^2x\nf''(x) = 4e^(2x)",
]


@pytest.mark.parametrize("text", WORKINGS)
def test_a_line_is_asked_too_and_the_next_one_follows_from_what_was_meant(text):
    found = gd.check_working(text)
    assert [str(check.verdict) for check in found.checks] == ["correct", "unreadable", "correct"]
    assert "meant?" in found.checks[1].message


@pytest.mark.parametrize(
    ("question", "variable", "answer", "meant"),
    [
        ("sqrt(x^2-9)", "x", "x/√x²-9", "x/√(x²-9)"),
        ("tan(3x)", "x", r"3\sec 3x^{2}", r"3(\sec 3x)^{2}"),
        ("log(x)/log(7)", "x", "1/(ln7 x)", "1/((ln7) x)"),
        ("3^x", "x", "ln 3 e^(x ln 3)", "(ln 3) e^(x ln 3)"),
        ("e^(-b*t)", "t", "-b e^-b t", "-b e^(-b t)"),
        ("3/sqrt(x)", "x", "-3/2x·√x", "-3/(2x·√x)"),
        ("sqrt(x+4)", "x", "1/2√x+4", "1/(2√(x+4))"),
        ("sqrt(7x)*sqrt(7)", "x", "7/2√x", "7/(2√x)"),
        ("b*cos(x) + a*x", "x", "-b*sin(x) + a", None),
        ("a*cos(3x)", "x", "-3asin(3x)", "-3a*sin(3x)"),
        ("A*sin(t)", "t", "Acos(t)", "A*cos(t)"),
        ("1500x^2", "x", "3,000x", "3000x"),
        ("x*asin(x)", "x", "sin-1(x)+x/√(1-x²)", "sin^-1(x)+x/√(1-x²)"),
        ("x^2*e^x", "x", "2xex+x^2ex", "2xe^(x)+x^2e^(x)"),
        ("5^x", "x", "5xln5", "5^x ln5"),
        ("(4x+1)^3", "x", "12 x (4x+1)^2", "12*(4x+1)^2"),
        ("x^(2/3)", "x", "2/(3³√x)", "2/(3*∛x)"),
        ("sin(x)^3", "x", "3 sin(x)^2\ncos(x)", "3 sin(x)^2 cos(x)"),
        # raised signs and fractions, behind which brackets are forgotten
        ("ln(x^2+1)", "x", "1/1+x²·2x", "1/(1+x^2)·2x"),
        ("e^(x/2)", "x", "½e^½x", "0.5e^(0.5x)"),
        # a point that multiplies, a fraction in lines, a program, a log of e, a paste of two kinds
        ("(x^2+1)^3", "x", "3(x²+1)².2x", "3(x²+1)²*2x"),
        ("ln(x^2+1)", "x", "2x\n---\nx^2+1", "(2x)/(x^2+1)"),
        ("sqrt(x)", "x", "1/np.sqrt(x)*2", "1/(sqrt(x)*2)"),
        ("log10(x)", "x", "log e / x", "log10(e) / x"),
        ("x*ln(x)", "x", "loge x + 1", "ln x + 1"),
        ("x^2*sin(x)", "x", "2xsin\u2061(x)+x^2cos\u2061(x)2x\\sin(x)+x^2\\cos(x)", "2x\\sin(x)+x^2\\cos(x)"),
        ("(x^2+1)^3", "x", "3\\left(x^2+1\\right)^22x", "3\\left(x^2+1\\right)^{2}2x"),
    ],
)
def test_what_a_keyboard_or_a_clipboard_has_changed_is_asked(question, variable, answer, meant):
    found = gd.check(question, variable, answer)
    if meant is None:
        assert found.verdict == "correct"
    else:
        assert (found.verdict, f"is {meant} meant?" in found.message) == ("unreadable", True), found.message


@pytest.mark.parametrize(
    ("question", "answer"), [("5x^4 - 3x^2 + 7", "20x^2-6x"), ("x^3+x^2", "3x+2x"), ("x^2*y^3*x", "3x^2y^3x+1y")]
)
def test_brackets_that_nobody_forgets_give_no_answer_away(question, answer):
    assert "meant?" not in gd.check(question, "x", answer).message


AROUND = [
    "=> 3x^2", "⇒ 3x^2;", '"3x^2"', "`3x^2`", "**3x^2**", "a) 3x^2", "f'(x): 3x^2", "Answer: 3x^2.", "∴ 3x^2 ✓",
    "3.*x.^2", "3*x^2*np.cos(0)", "3x^2*math.exp(0)", "y' = 3x^(3-1) = 3x^2", "3x^2, x>0", "3x²\u200e",
]  # fmt: skip


@pytest.mark.parametrize("answer", AROUND)
def test_what_stands_around_an_answer_is_none_of_it(answer):
    assert gd.check("x^3", "x", answer).verdict == "correct"


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("x^3", "f''(x)=3x^2", True),
        ("x^3", "d^2y/dx^2 = 3x^2", True),
        ("x^3", "dx/dy=3x^2", True),
        ("x^3", "d/dx x^4 = 3x^2", True),
        ("x^3", "(x^2)'=3x^2", True),
        ("x^2+y^2", "f_y=2x", True),
        ("x^2+y^2", "∂f/∂x=2x", False),
        ("x^3", "d/dx x^3 = 3x^2", False),
        ("x^3", "y'=3x^2", False),
        ("x^3", "dy/dx=3x^2", False),
    ],
)
def test_a_left_side_that_is_not_asked_for_is_told(question, answer, told):
    found = gd.check(question, "x", answer)
    assert found.verdict == "correct"
    assert any("is not what is asked for" in note for note in found.notes) == told


@pytest.mark.parametrize(
    ("question", "variable", "answer", "says"),
    [
        ("A*sin(ω*t+φ)", "t", "Awcos(wt+φ)", "the letter is ω, not w: type Aωcos(ωt+φ)."),
        ("e^(-x^2)", "x", "-2xe⁻ˣ²", "the question has no letter x2"),
        ("pi*r^2", "r", "6.28r", "Is a number in it rounded?"),
    ],
)
def test_what_is_said_helps(question, variable, answer, says):
    assert says in gd.check(question, variable, answer).message


def test_a_colon_that_divides_and_a_relation_stay_in_the_answer() -> None:
    assert gd.check("x^2/4", "x", "x:2").verdict is gd.CheckVerdict.CORRECT
    assert gd.check("x^2", "x", "2x>0").verdict is gd.CheckVerdict.UNREADABLE
    assert gd.check("log(x)", "x", "1/x, x>0").verdict is gd.CheckVerdict.CORRECT
