"""Generated exercises: the same seed gives the same one, and on each the usual mistakes can be told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random, SystemRandom

import sympy as sp

from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.derivation import derive
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.forms import form_of, form_of_reading
from gdtutor.calculus.notation import Reading, as_symbol, read
from gdtutor.calculus.printing import to_text
from gdtutor.errors import ArgumentError, GdtutorError
from gdtutor.tutor.apart import Prediction, predictions
from gdtutor.tutor.collection import Record
from gdtutor.tutor.exercises import Exercise
from gdtutor.tutor.practice_hints import hints
from gdtutor.tutor.practice_topics import MIXED, TOPICS
from gdtutor.tutor.questions import DerivativeQuestion

_ATTEMPTS = 80
_MOST_SEED = 10**9
LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class Item:
    """A function to be differentiated, with the wrong answers to be expected.

    Attributes:
        function: as it is typed.
        variables: with respect to which.
        order: of the derivative.
        answers: the right derivative, or the components of the gradient.
        expected: for each of them, what each wrong rule makes of it; any two of these differ, which is proved.
        hints: at least two, none of which says the answer.
    """

    function: str
    variables: tuple[str, ...]
    order: int
    answers: tuple[sp.Expr, ...]
    expected: tuple[tuple[Prediction, ...], ...]
    hints: tuple[str, ...]


def practice(topic: str = "mixed", level: int = 1, seed: int | None = None) -> Exercise:
    """An exercise made for practice, with a check, hints and a solution like any other.

    On it the wrong rules of differentiation lead to different answers, so that a mistake can be named.

    Args:
        topic: one of power, sum, product, quotient, chain, exponential, logarithm, trigonometry, gradient,
            second derivative, mixed.
        level: 1, 2 or 3.
        seed: a whole number from 0 on; the same one gives the same exercise. Without it each call gives a new one.

    Raises:
        ArgumentError: for another topic, level or seed.

    >>> asked = practice("chain", level=2, seed=7)
    >>> asked.id, asked.is_proved()
    ('practice-chain-2-7', True)
    >>> asked.prompt == practice("chain", level=2, seed=7).prompt
    True
    """
    name = str(topic).strip().lower().replace("-", " ")
    if name not in (*TOPICS, "mixed"):
        raise ArgumentError(f"topic is {topic!r}: one of {', '.join([*TOPICS, 'mixed'])} is wanted")
    if isinstance(level, bool) or level not in LEVELS:
        raise ArgumentError(f"level is {level!r}: 1, 2 or 3 is wanted")
    if seed is None:
        seed = SystemRandom().randrange(10_000)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= _MOST_SEED:
        raise ArgumentError(f"seed is {seed!r}: a whole number from 0 to {_MOST_SEED} is wanted")
    return _exercise(name, level, seed)


def practice_of(id: str) -> Exercise | None:
    """The generated exercise of that id, or ``None`` where it names none.

    >>> practice_of("practice-second-derivative-1-3").id, practice_of("chain-1")
    ('practice-second-derivative-1-3', None)
    """
    found = re.fullmatch(r"practice-([a-z-]+)-([123])-(\d{1,10})", str(id))
    if not found or found[1].replace("-", " ") not in (*TOPICS, "mixed") or int(found[3]) > _MOST_SEED:
        return None
    return practice(found[1], int(found[2]), int(found[3]))


@lru_cache(maxsize=256)
def _exercise(topic: str, level: int, seed: int) -> Exercise:
    made = item(topic, level, seed)
    id = f"practice-{topic.replace(' ', '-')}-{level}-{seed}"
    return Exercise(id, _record(id, made))


def item(topic: str, level: int, seed: int) -> Item:
    """Draw functions until one is found on which the mistakes can be told apart.

    >>> made = item("product", 1, 3)
    >>> len({found.mistake for found in made.expected[0]}) > 6
    True
    """
    rng = Random(f"{topic}/{level}/{seed}")
    for _ in range(_ATTEMPTS):
        drawn = rng.choice(MIXED) if topic == "mixed" else topic
        variable = rng.choice(["x", "t", "θ", "w"])
        found = _item(drawn, TOPICS[drawn][level - 1](rng, variable), variable)
        if found is not None:
            return found
    raise GdtutorError(f"no exercise of topic {topic!r}, level {level}, was found for the seed {seed}")


def _item(topic: str, function: str, variable: str) -> Item | None:
    variables = ("x", "y") if topic == "gradient" else (variable,)
    order = 2 if topic == "second derivative" else 1
    reading = read(function, variables)
    answers = tuple(derivative(reading.expression, as_symbol(name), order) for name in variables)
    if any(_is_shown(answer) for answer in answers):
        return None
    expected = [_predictions(reading, as_symbol(name), order) for name in variables]
    if any(found is None for found in expected):
        return None
    told = _hints(reading, variables, order, answers)
    return Item(function, variables, order, answers, tuple(f for f in expected if f), told) if len(told) > 1 else None


def _predictions(reading: Reading, variable: sp.Symbol, order: int) -> tuple[Prediction, ...] | None:
    if order == 1:
        return predictions(form_of_reading(reading, variable), variable)
    first = derivative(reading.expression, variable)
    return predictions(form_of(first, variable), variable, [reading.expression])


def _is_shown(answer: sp.Expr) -> bool:
    """Whether the card's example of an answer happens to be this one."""
    return bool(equal(answer, read(DerivativeQuestion.example)))


def _hints(reading: Reading, variables: Sequence[str], order: int, answers: Sequence[sp.Expr]) -> tuple[str, ...]:
    found: list[str] = []
    if len(variables) > 1:
        found.append(f"Two components: first ${variables[1]}$ is held fixed, then ${variables[0]}$.")
    if order == 2:
        found.append("Find the first derivative, tidy it up, then differentiate once more.")
    for name in variables:
        symbol = as_symbol(name)
        told = hints(form_of_reading(reading, symbol), derive(reading, symbol), answers)
        found += [f"With respect to ${name}$. {hint}" if len(variables) > 1 else hint for hint in told]
    return tuple(dict.fromkeys(found))


def _record(id: str, made: Item) -> Record:
    """The exercise as data, like those of the bank."""
    names = [read(name).latex for name in made.variables]
    shown = f"f({', '.join(names)}) = {read(made.function, made.variables).latex}"
    common = {"id": id, "lesson": "practice", "function": made.function, "hints": made.hints}
    if len(names) > 1:
        reference = f"({', '.join(map(to_text, made.answers))})"
        prompt = f"Find the gradient of ${shown}$."
        return {**common, "kind": "gradient", "variables": made.variables, "reference": reference, "prompt": prompt}
    what = "Find the second derivative of" if made.order == 2 else "Differentiate"
    prompt = f"{what} ${shown}$ with respect to ${names[0]}$."
    return {**common, "kind": "derivative", "variable": made.variables[0], "order": made.order, "prompt": prompt}
