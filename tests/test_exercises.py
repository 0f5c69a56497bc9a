"""Every exercise does what its author wrote down: right forms are right, wrong ones diagnosed."""

import itertools
import re
from collections import Counter
from pathlib import Path

import mpmath
import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.certified import agrees, rounded, sign
from gdtutor.tutor.collection import KINDS, question, records, unknown_fields
from gdtutor.tutor.exercises import Exercise
from gdtutor.tutor.leaks import formulas
from gdtutor.tutor.mistakes import MISTAKES

RECORDS = records()
FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = [path for path in FOLDER.glob("[0-9]*.ipynb") if path.stem != "00-map"]  # the map borrows its exercise
WITH_EXERCISES = {path.stem for path in NOTEBOOKS if "gd.card(" in path.read_text("utf-8")}
VERDICTS = {str(verdict) for verdict in gd.CheckVerdict}
RIGHT = [(id, answer) for id, record in RECORDS.items() for answer in record["right"]]
RIGHT += [
    (id, record["reference"])
    for id, record in RECORDS.items()
    if record.get("reference") and record["kind"] not in ("number", "steps", "wrong line")
]
WRONG = [(id, *pair) for id, record in RECORDS.items() for pair in record["wrong"]]


@pytest.mark.parametrize(("id", "answer"), RIGHT)
def test_right_answers_are_correct(id, answer):
    found = gd.exercise(id).check(answer)
    assert (found.verdict, found.mistake) == ("correct", ""), found.message


@pytest.mark.parametrize(("id", "answer", "expected"), WRONG)
def test_wrong_answers_get_their_diagnosis(id, answer, expected):
    found = gd.exercise(id).check(answer)
    if expected in VERDICTS:
        assert found.verdict == expected
    else:
        assert found.verdict == "wrong"
        assert expected in found.mistake.split(";")[:3]


@pytest.mark.parametrize("id", RECORDS)
def test_a_solution_is_proved(id):
    assert gd.exercise(id).is_proved()


@pytest.mark.parametrize("id", RECORDS)
def test_unanswered_is_a_friendly_verdict(id):
    for answer in ("", "  "):
        found = gd.exercise(id).check(answer)
        assert found.verdict == "unanswered"
        assert found.message.startswith("Nothing is answered yet")


def test_there_are_enough():
    per_lesson = Counter(record["lesson"] for record in RECORDS.values())
    assert len(RECORDS) >= 16
    assert min(per_lesson.values()) >= 4
    assert set(per_lesson) >= WITH_EXERCISES
    assert {record["kind"] for record in RECORDS.values()} == set(KINDS)


def test_every_lesson_has_several_kinds():
    kinds = {lesson: {r["kind"] for r in RECORDS.values() if r["lesson"] == lesson} for lesson in WITH_EXERCISES}
    assert [lesson for lesson, found in kinds.items() if len(found) < 2] == []


@pytest.mark.parametrize("id", RECORDS)
def test_an_exercise_is_complete(id):
    record = RECORDS[id]
    assert unknown_fields(record) == set()
    assert len(record["hints"]) >= 2
    assert len(set(record["hints"])) == len(record["hints"])
    assert record["right"]
    assert record["wrong"]
    named = {name for _, expected in record["wrong"] if expected not in VERDICTS for name in expected.split("+")}
    assert named <= MISTAKES.keys()


@pytest.mark.parametrize("id", [id for id, record in RECORDS.items() if record["kind"] == "derivative"])
def test_the_prompt_shows_the_function_that_is_asked_for(id):
    record = RECORDS[id]
    prompt = record["prompt"].replace("p = ", "= ")
    inner = re.search(r"\$p = (.*?)\$", record["prompt"])
    if inner:  # the neuron is defined beside the loss
        prompt = re.sub(r"(?<![\w\\])p(?![\w])", lambda _: f"({inner[1]})", prompt)
    assert any(gd.equal(record["function"], formula) for formula in formulas(prompt))


@pytest.mark.parametrize("id", [id for id, record in RECORDS.items() if record["kind"] == "choice"])
def test_a_choice_has_one_right_option_and_a_reason_for_each(id):
    options = RECORDS[id]["options"]
    assert [option["name"] for option in options if option.get("right")] == [RECORDS[id]["reference"]]
    assert all(option["why"] and option["text"] for option in options)
    for option in options:
        found = gd.exercise(id).check(option["name"])
        assert found.message.endswith(option["why"])
        assert (found.verdict == "correct") is option.get("right", False)


@pytest.mark.parametrize("id", [id for id, record in RECORDS.items() if record["kind"] == "reasoned choice"])
def test_a_reasoned_choice_judges_the_option_and_the_reason(id):
    record = RECORDS[id]
    for options in (record["options"], record["reasons"]):
        assert sum(option.get("right", False) for option in options) == 1
    for option, reason in itertools.product(record["options"], record["reasons"]):
        found = gd.exercise(id).check(f"{option['name']} because {reason['name']}")
        both = (option.get("right", False), reason.get("right", False))
        assert found.verdict == {(True, True): "correct", (True, False): "partial"}.get(both, "wrong")
        assert option["why"] in found.message or reason["why"] in found.message
        assert (reason["why"] in found.message) or both == (False, True)


@pytest.mark.parametrize("id", [id for id, record in RECORDS.items() if record["kind"] == "wrong line"])
def test_a_wrong_line_is_found_by_the_checker_alone(id):
    asked = question(RECORDS[id])
    verdicts = {k: str(asked.check(str(k)).verdict) for k in range(2, len(asked.working) + 1)}
    verdicts[None] = str(asked.check("none").verdict)
    assert [place for place, verdict in verdicts.items() if verdict == "correct"] == [asked.wrong]


@pytest.mark.parametrize("id", [id for id, record in RECORDS.items() if record.get("slips")])
def test_each_slip_is_recognised_from_its_rounded_number(id):
    asked = question(RECORDS[id])
    for slip, (value, _) in zip(RECORDS[id]["slips"], asked._slips(), strict=True):
        found = asked.check(rounded(value, asked.decimals))
        assert found.verdict == "wrong"
        assert slip["mistake"] in found.mistake.split(";")
        assert found.message.endswith(slip["why"])


# --- the objects ------------------------------------------------------------------------------------------------------


def test_hints_grow_and_end():
    asked = Exercise("product-1")
    hints = [asked.hint() for _ in RECORDS["product-1"]["hints"]]
    assert hints == RECORDS["product-1"]["hints"]
    assert asked.hint() == asked.hint() == "There are no more hints: try again, or look at the solution."
    assert gd.exercise("chain-1") is gd.exercise("chain-1")


def test_an_exercise_shows_itself_as_markdown():
    asked = gd.exercise("rate-3")
    for shown in (asked, asked.prompt, asked.solution(), Exercise("rate-3").hint()):
        assert shown._repr_markdown_().strip()
    assert "- **diverges**:" in asked.prompt
    assert 'gd.exercise("rate-3")' in asked._repr_markdown_()


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(gd.ArgumentError, match=r"id is 'prodct-1'.*nearest is 'product-1'"):
        gd.exercise("prodct-1")
    with pytest.raises(gd.ArgumentError, match="no such exercise"):
        gd.exercise(7)


def test_exercises_of_a_lesson():
    assert gd.exercises() == list(RECORDS)
    assert gd.exercises("06") == [id for id, record in RECORDS.items() if record["lesson"] == "06-gradient-descent"]
    for strange in ("99", ""):
        with pytest.raises(gd.ArgumentError, match="lesson is"):
            gd.exercises(strange)


@pytest.mark.parametrize(
    "answer", ["-5.62.", "2 +", "θ", "x", "0/0", "log(0)", "10^10^10", "d/dx", "−5,62,1", "e^(e^(e^9))"]
)
def test_no_answer_raises(answer):
    for id in ("descent-1", "rate-1", "square-2"):
        assert gd.exercise(id).check(answer).verdict in {"wrong", "unreadable", "unanswered", "undecided"}


def test_a_number_may_be_written_in_many_ways():
    asked = gd.exercise("descent-1")
    for answer in ["−5.62", "−5,62", "≈ -5.62", "L'(-5) = -5.62", "-5.62e0", "-562/100 + 0.00"]:
        assert asked.check(answer).verdict == "correct", answer
    for answer in ["-5.63", "-5.61", "-5.6194", "-281/50"]:
        assert asked.check(answer).verdict == "wrong", answer
    assert "cut off" in asked.check("-5.61").message


# --- numbers ----------------------------------------------------------------------------------------------------------


def hopkins_slope(theta):
    """The derivative of sin 2θ · ln θ², written out by hand for mpmath."""
    return 2 * mpmath.cos(2 * theta) * mpmath.log(theta**2) + mpmath.sin(2 * theta) * 2 / theta


def hopkins_curvature(theta):
    return mpmath.diff(hopkins_slope, theta)


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("square-2", lambda: mpmath.mpf(1184) / 338),
        ("slope-1", lambda: 2 / (1 + mpmath.exp(-1))),
        ("descent-1", lambda: hopkins_slope(-5)),
        ("descent-2", lambda: -5 - hopkins_slope(-5) / 2),
        ("descent-4", lambda: hopkins_slope(mpmath.mpf("-3.72")) / 2),
        ("rate-1", lambda: mpmath.mpf(1) / 2),
        ("rate-2", lambda: mpmath.mpf(1) / 3),
        ("rate-6", lambda: 2 / hopkins_curvature(mpmath.mpf("-3.9725"))),
    ],
)
def test_the_numbers_agree_with_mpmath(id, value):
    with mpmath.workdps(50):
        written = mpmath.nstr(value(), 15)
    assert gd.exercise(id).check(written).verdict == "correct"


def test_signs_are_certified():
    tiny = sp.exp(-200) - sp.Rational(1, 10**90)
    assert sign(tiny) == (1 if mpmath.exp(-200) > mpmath.mpf(10) ** -90 else -1)
    assert sign(sp.sqrt(3) * sp.sqrt(5) - sp.sqrt(15)) == 0
    assert sign(sp.Rational(-1, 10**400)) == -1


def test_rounding_at_a_half_takes_both_neighbours():
    half = sp.Rational("0.125")
    assert agrees(half, sp.Rational("0.12"), 2)
    assert agrees(half, sp.Rational("0.13"), 2)
    assert not agrees(half, sp.Rational("0.12"), 2, strictly=True)
    assert not agrees(half, sp.Rational("0.14"), 2)
    assert rounded(sp.pi, 10) == "3.1415926536"
    assert rounded(sp.Integer(-2), 3) == "-2.000"
