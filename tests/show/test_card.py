"""Exercise cards, with an exercise that is made up here."""

import math
from types import SimpleNamespace

import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError
from gdtutor.show import card as module
from gdtutor.show.numbers import readable

OPENINGS = {
    "correct": "Correct",
    "partial": "Partly right",
    "wrong": "Wrong",
    "undecided": "Undecided",
    "unreadable": "This cannot be read",
    "unanswered": "Nothing is answered yet",
}


class Exercise:
    """Judges by a table, and has two hints."""

    def __init__(self, name="made-up", verdict="wrong"):
        self.id, self.verdict = name, verdict
        self.prompt = "Differentiate $x^2$."
        self.asked = []
        self.hints = iter(["Which power?", "It comes down.", "It comes down."])

    def check(self, answer):
        self.asked.append(answer)
        verdict = "unanswered" if not answer else "correct" if answer == "2x" else self.verdict
        reading = "" if verdict in ("unreadable", "unanswered") else "2 x"
        return SimpleNamespace(verdict=verdict, message="Because of this.", reading=reading)

    def hint(self):
        return next(self.hints)

    def solution(self):
        return "$2x$"


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(module, "_MEMORIES", {})


def text(output):
    return "".join(item["data"].get("text/markdown", "") for item in output.outputs)


def test_the_prompt_is_shown_as_mathematics_and_nothing_is_judged_yet():
    exercise = Exercise()
    card = gd.card(exercise)
    assert text(card.prompt) == "Differentiate $x^2$."
    assert (exercise.asked, card.result.outputs) == ([], ())
    assert [button.description for button in card.buttons] == ["Check", "Hint", "Solution"]
    assert card.answer.description == "Your answer:"


@pytest.mark.parametrize(("verdict", "opening"), OPENINGS.items())
def test_the_result_begins_with_the_verdict_in_words_and_is_spoken(verdict, opening):
    card = gd.card(Exercise(verdict=verdict))
    card.answer.value = {"correct": "2x", "unanswered": ""}.get(verdict, "x")
    card.buttons[0].click()
    assert text(card.result).startswith(f"**{opening}**. Because of this.")
    assert card.spoken.text == f"{opening}. Because of this."
    assert (r"read as $\displaystyle 2 x$" in text(card.result)) == (verdict not in ("unreadable", "unanswered"))


def test_enter_checks():
    exercise = Exercise()
    card = gd.card(exercise)
    card.answer.value = "2x"
    card.answer._handle_custom_msg({"event": "submit"}, [])  # what the page sends
    assert exercise.asked == ["2x"]
    assert text(card.result).startswith("**Correct**")


@pytest.mark.parametrize("control", ["Enter", "Check"])
def test_a_defect_of_ours_is_said_on_the_card_and_costs_nothing(control):
    exercise = Exercise()
    card = gd.card(exercise)
    card.answer.value = "2x"
    exercise.check = lambda answer: {}["broken"]
    if control == "Check":
        card.buttons[0].click()
    else:
        card.answer._handle_custom_msg({"event": "submit"}, [])
    assert text(card.result).startswith("**Not judged**: gdtutor itself failed here (KeyError: 'broken'); your answer")
    assert card.spoken.text.endswith("your answer was kept, not judged.")
    assert card.answer.value == "2x"
    del exercise.check
    card.buttons[0].click()
    assert text(card.result).startswith("**Correct**")


def test_hints_grow_and_none_is_shown_twice():
    card = gd.card(Exercise())
    for _ in range(3):
        card.buttons[1].click()
    assert text(card.help) == "**Hint 1.** Which power?\n\n**Hint 2.** It comes down."
    card.buttons[2].click()
    assert text(card.help).endswith("**Solution.**\n\n$2x$")


def test_running_the_cell_again_loses_nothing():
    card = gd.card(Exercise())
    card.answer.value = "x"
    for button in card.buttons:
        button.click()
    again = gd.card(Exercise())
    assert again.answer.value == "x"
    assert (text(again.result), text(again.help)) == (text(card.result), text(card.help))
    assert gd.card(Exercise("another")).answer.value == ""


def test_without_a_kernel_the_question_is_shown():
    assert gd.card(Exercise())._repr_mimebundle_()["text/markdown"] == "Differentiate $x^2$."


def test_a_message_that_says_the_verdict_is_not_said_twice_and_its_stars_stay_stars():
    said = SimpleNamespace(verdict="wrong", message="Wrong. (u*v)' = u'*v.", reading="", notes=["log is ln"])
    assert module.verdict_text(said) == "**Wrong**. (u\\*v)' = u'\\*v.\n\nNote: log is ln."


def test_a_card_of_an_exercise_of_the_lessons_by_its_id():
    card = gd.card("product-1")
    card.answer.value = "2θ·3cos(3θ)"
    card.buttons[0].click()
    assert text(card.result).startswith("**Wrong**. At")
    assert "derivatives of the factors were multiplied" in text(card.result)
    with pytest.raises(ArgumentError, match="the nearest is 'product-1'"):
        gd.card("product1")


def test_the_box_shows_what_an_answer_looks_like():
    assert gd.card("descent-1").answer.placeholder == "12.34"
    assert gd.card("product-1").answer.placeholder == "2x*cos(x^2)"
    assert gd.card("rate-3").answer.placeholder == "one of the words in bold"


def test_a_wrong_answer_is_drawn_beside_the_slope_and_the_picture_is_kept():
    card = gd.card("product-1")
    card.answer.value = "2θ·3cos(3θ)"
    witness = dict(card.check().witness.point)
    (_, picture) = card.result.outputs
    shown = picture["data"]["text/html"]
    at = float(witness["theta"])
    slope = 2 * at * math.sin(3 * at) + 3 * at**2 * math.cos(3 * at)  # of θ²·sin 3θ
    assert f"At θ = {readable(at)} the slope is {readable(slope)}," in shown
    assert f"your answer gives {readable(6 * at * math.cos(3 * at))}." in shown
    assert "data:image/png;base64,iVBOR" in shown
    assert gd.card("product-1").result.outputs[1] == picture  # its cell ran again
    card.answer.value = "2θ·sin(3θ) + 3θ²·cos(3θ)"
    card.check()
    assert len(card.result.outputs) == 1


def test_what_cannot_be_drawn_leaves_the_verdict_alone():
    card = gd.card("product-1")
    card.answer.value = "2a*θ"
    card.check()
    assert card._memory.verdict in ("wrong", "undecided", "unreadable")
    assert len(card.result.outputs) == 1


@pytest.mark.parametrize(
    ("verdict", "message", "begins"),
    [
        ("unreadable", "This can be read in two ways: is (x+1)/2 meant?", "**This can be read in two ways**:"),
        ("unreadable", "Right, but the letter is θ, not x: type 2θ.", "**Right, but the letter is θ, not x**:"),
        ("unreadable", "Is (1, 2) meant? Type it so.", "**Is (1, 2) meant?** Type"),
        ("unreadable", "This cannot be read: a ')' is missing.", "**This cannot be read**:"),
        ("unanswered", "Not finished: a number is wanted.", "**Not finished**:"),
    ],
)
def test_a_question_back_begins_with_itself(verdict, message, begins):
    assert module.verdict_text(SimpleNamespace(verdict=verdict, message=message, reading="")).startswith(begins)
