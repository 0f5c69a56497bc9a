"""The exercises of the lessons: a prompt, a check, hints that grow, and a solution."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, cached_property

import sympy as sp

from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check
from gdtutor.tutor.collection import Record, question, records
from gdtutor.tutor.markdown import Markdown
from gdtutor.tutor.progress import progress
from gdtutor.tutor.questions import DerivativeQuestion, Question


class Exercise:
    """One exercise of a lesson; ``gdtutor.card`` shows it with a text box.

    What is answered and shown is kept in ``gdtutor.progress()``.

    Attributes:
        id: its name, such as ``product-1``.
        lesson: the lesson that it belongs to.
        prompt: the question, as Markdown.
        example: what an answer to such a question may look like.

    Raises:
        ArgumentError: for an id that there is not.

    >>> asked = exercise("product-1")
    >>> print(asked.check("2θ·3cos(3θ)").mistake)
    product_of_derivatives
    """

    def __init__(self, id: str, record: Record | None = None) -> None:
        record = record or _record(id)
        self.id = id
        self.lesson: str = record["lesson"]
        self._question: Question = question(record)
        self.example = self._question.example
        self._hints: tuple[str, ...] = tuple(record["hints"])
        self._given = 0
        self.prompt = Markdown("\n\n".join(filter(None, [record["prompt"].strip(), self._question.asked])))

    def check(self, answer: str = "") -> Check:
        """The verdict on an answer. An empty or unreadable one gets a verdict too, never an exception.

        >>> print(exercise("product-1").check())
        Nothing is answered yet: type your derivative.
        """
        found = self._question.check(str(answer))
        progress().answered(self.id, found.verdict, found.mistake)
        return found

    def slopes(self, answer: str) -> tuple[sp.Expr, sp.Expr, sp.Symbol] | None:
        """The derivative that is asked for and the answer, as functions of one variable that can be drawn.

        ``None`` where the exercise asks for something else, or the answer is no such function.

        >>> exercise("chain-1").slopes("cos(2t") is None
        True
        """
        return self._question.slopes(answer) if isinstance(self._question, DerivativeQuestion) else None

    def hint(self) -> Markdown:
        """The next hint; each says more than the one before, and none says the answer.

        >>> Exercise("chain-1").hint()
        Which function is applied last? That is the outer one.
        """
        self._given += 1
        progress().shown(self.id, "hint")
        if self._given <= len(self._hints):
            return Markdown(self._hints[self._given - 1])
        return Markdown("There are no more hints: try again, or look at the solution.")

    def solution(self) -> Markdown:
        """The whole working, made by the rules that check the answer."""
        progress().shown(self.id, "solution")
        return self._solution

    @cached_property
    def _solution(self) -> Markdown:
        return Markdown(self._question.solution())

    def is_proved(self) -> bool:
        """Whether every step of the solution is proved.

        >>> exercise("product-1").is_proved()
        True
        """
        return self._question.is_proved()

    def __repr__(self) -> str:
        return f"Exercise({self.id!r})\n{self.prompt}"

    def _repr_markdown_(self) -> str:
        use = f'`gd.exercise("{self.id}")` has `.check("your answer")`, `.hint()` and `.solution()`.'
        return f"{self.prompt}\n\n*{use}*"


def exercises(lesson: str | None = None) -> list[str]:
    """The ids of all exercises, or of one lesson's.

    Args:
        lesson: a lesson's number, such as ``"03"``, or the beginning of its name.

    Raises:
        ArgumentError: when there is no such lesson.

    >>> exercises("02")[:2]
    ['product-1', 'product-2']
    """
    lessons = {id: str(record["lesson"]) for id, record in records().items()}
    found = [id for id, name in lessons.items() if lesson is None or name.startswith(str(lesson))]
    if not found or lesson == "":
        known = ", ".join(dict.fromkeys(lessons.values()))
        raise ArgumentError(f"lesson is {lesson!r}: the beginning of one of {known} is wanted")
    return found


def exercise(id: str) -> Exercise:
    """The exercise of that id, also of a generated one; the same object each time, so that its hints go on growing.

    Raises:
        ArgumentError: when there is no such exercise; the message names the nearest id.

    >>> exercise("product-1").lesson
    '02-product-and-chain-rule'
    """
    from gdtutor.tutor.practice import practice_of  # it makes exercises, so it stands above this module

    made = practice_of(id) if id not in records() else None
    return _made(id) if made is None else made


def _record(id: str) -> Record:
    """The record of an exercise in the bank."""
    if id not in records():
        (nearest,) = get_close_matches(str(id), records(), n=1, cutoff=0)
        raise ArgumentError(f"id is {id!r}: there is no such exercise; the nearest is {nearest!r}")
    return records()[id]


@cache
def _made(id: str) -> Exercise:
    return Exercise(id)
