"""Generated exercises: the same seed gives the same one, every mistake on it is named, its hints do not leak."""

import itertools
import os
import statistics
import time

import pytest
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.forms import form_of, form_of_reading
from gdtutor.calculus.notation import read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.tutor.apart import predictions
from gdtutor.tutor.leaks import says
from gdtutor.tutor.mistakes import MISTAKES
from gdtutor.tutor.practice import LEVELS, item
from gdtutor.tutor.practice_topics import TOPICS

X = sp.Symbol("x")
LONG = os.environ.get("GDTUTOR_PROFILE") == "long"  # as in make fuzz
SEEDS = range(40) if LONG else (11,)
MOST = 1000 if LONG else 4  # predictions that are typed in for one function
CASES = list(itertools.product([*TOPICS, "mixed"], LEVELS))


def questions(made):
    """Each derivative that is asked for: its variable, its right answer, its expected wrong ones."""
    return zip(made.variables, made.answers, made.expected, strict=True)


@pytest.mark.parametrize(("topic", "level"), CASES)
def test_every_wrong_rule_is_named_first(topic, level):
    for seed in SEEDS:
        made = item(topic, level, seed)
        for variable, _, expected in questions(made):
            chosen = expected[:: max(1, len(expected) // MOST)]
            for found in chosen:
                checked = gd.check(made.function, variable, to_text(found.expression), made.order)
                assert checked.verdict == "wrong", (made.function, found)
                assert checked.mistake.split(";")[0] == found.mistake, (made.function, found)


@pytest.mark.parametrize(("topic", "level"), CASES)
def test_the_right_answer_is_accepted_in_several_forms(topic, level):
    for seed in SEEDS:
        made, asked = item(topic, level, seed), gd.practice(topic, level, seed)
        forms = [to_text, str, to_latex, lambda e: to_text(sp.expand(e)), lambda e: to_text(sp.factor(e))]
        for form in forms:
            answer = "; ".join(form(answer) for answer in made.answers)
            assert asked.check(answer).verdict == "correct", (made.function, answer)
        for variable, answer in zip(made.variables, made.answers, strict=True):
            wanted = sp.diff(
                read(made.function, [variable]).expression, sp.Symbol(str(read(variable).expression)), made.order
            )
            assert sp.simplify(wanted - answer) == 0  # SymPy's own differentiation agrees


@pytest.mark.parametrize(("topic", "level"), CASES)
def test_hints_grow_and_do_not_leak(topic, level):
    for seed in SEEDS:
        made = item(topic, level, seed)
        assert 2 <= len(made.hints) == len(set(made.hints))
        for hint in made.hints:
            assert not any(says(hint, answer) for answer in made.answers), hint


@pytest.mark.parametrize("topic", TOPICS)
def test_a_solution_is_proved(topic):
    asked = gd.practice(topic, 2, 3)
    assert asked.is_proved()
    assert asked.solution().count("$$") >= 2


def test_predictions_differ_as_numbers_do():
    """At a point that the generator does not use, with SymPy's own evaluation."""
    for seed in range(6):
        made = item("mixed", 2, seed)
        ((variable, right, expected),) = questions(made)
        symbol = sp.Symbol(str(read(variable).expression))
        values = [
            complex(e.subs(symbol, sp.Rational(83, 64)).evalf(30)) for e in (right, *(f.expression for f in expected))
        ]
        gaps = [abs(a - b) for a, b in itertools.combinations(values, 2)]
        assert min(gaps) > 1e-12
        assert {found.mistake for found in expected} <= MISTAKES.keys()


@pytest.mark.parametrize("function", ["2x^2", "x^2*e^x", "(2x + 1)^4", "1/x^3"])
def test_a_function_on_which_two_mistakes_coincide_is_not_used(function):
    assert predictions(form_of_reading(read(function), X), X) is None


def test_a_rule_that_leads_to_the_right_answer_is_no_mistake():
    expected = predictions(form_of(sp.sin(X + 3), X), X)
    assert expected is not None
    assert "chain_inner_missing" not in {found.mistake for found in expected}


def test_the_same_seed_gives_the_same_exercise():
    asked = gd.practice("product", level=2, seed=5)
    assert (asked.id, asked.lesson) == ("practice-product-2-5", "practice")
    assert asked.prompt == gd.exercise("practice-product-2-5").prompt
    assert item("product", 2, 5) == item("product", 2, 5)
    assert len({item("product", 2, seed).function for seed in range(12)}) > 6


def test_a_seed_means_the_same_on_every_machine():
    """Ids are kept in a learner's progress, so what a seed gives may not change."""
    assert [item(topic, 1, 1).function for topic in ("chain", "quotient", "sum")] == FIXED


FIXED = ["sin(2t)", "w^2/(w + 1)", "x^6 + 8x + 5"]


def test_without_a_seed_it_is_a_new_one_that_can_be_found_again():
    asked = gd.practice("chain", 1)
    assert gd.exercise(asked.id).prompt == asked.prompt
    assert len({gd.practice("product", 2).id for _ in range(8)}) > 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"topic": "integral"}, "topic is 'integral': one of power, sum"),
        ({"topic": "chain", "level": 4}, "level is 4"),
        ({"topic": "chain", "level": True}, "level is True"),
        ({"topic": "chain", "seed": -1}, "seed is -1"),
        ({"topic": "chain", "seed": 1.5}, "seed is 1.5"),
    ],
)
def test_bad_arguments_say_what_is_wanted(wrong, told):
    with pytest.raises(gd.ArgumentError, match=told):
        gd.practice(**wrong)
    with pytest.raises(gd.ArgumentError, match="no such exercise"):
        gd.exercise("practice-integral-1-1")


def test_it_takes_no_time():
    seconds = []
    for topic, level in CASES:
        start = time.process_time()
        item(topic, level, 1000)
        seconds.append(time.process_time() - start)
    assert statistics.median(seconds) < 0.3
