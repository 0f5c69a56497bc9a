"""One case of signs: what is compared, under which assumptions, and what holds then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import sympy as sp

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.equality.kernel.advice import Advice, Notes
from gdtutor.calculus.equality.kernel.field import UndefinedError
from gdtutor.calculus.equality.kernel.nonzero import UnclearError
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.kernel.readers import reader as reader_of
from gdtutor.calculus.equality.kernel.signs import Parity, StaleError
from gdtutor.calculus.equality.kernel.tables import Tables


@dataclass(frozen=True)
class Problem:
    """What is compared: a question where it and its domain are real, and an answer with the domain of its text.

    Attributes:
        question, answer: the two sides.
        domain: what has to be real where it counts, besides the question.
        answer_domain: what the text of the answer wants to be real, and the answer no longer shows.
        is_derivative: whether the question is the derivative of what stands in ``domain``, and so has a value nearly
            everywhere where that is real. A formula of it that has none there, as 0/0, does not tell the derivative.
    """

    question: sp.Expr
    answer: sp.Expr
    domain: tuple[sp.Expr, ...] = ()
    answer_domain: tuple[sp.Expr, ...] = ()
    is_derivative: bool = False


class Outcome(Enum):
    """What holds in one case of signs."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNCLEAR = "different as written, but perhaps equal on a part"
    NOT_EXAMINED = "not examined"
    ANSWER_UNDEFINED = "answer undefined"
    QUESTION_UNDEFINED = "question undefined"


@dataclass(frozen=True)
class Case:
    """One assumption about signs, and what holds under it.

    Attributes:
        assumed: the parities that are taken to be +1.
        asked: the parities that have to be +1 for the question to be real.
        outcome: what holds then.
        passes: the advice that was taken, each time that the sides were read.
    """

    assumed: tuple[Parity, ...]
    asked: tuple[Parity, ...]
    outcome: Outcome
    passes: tuple[Notes, ...] = ()

    @property
    def conditions(self) -> tuple[Parity, ...]:
        """Everything that is +1 in this case."""
        return (*self.assumed, *self.asked)


def examine(
    problem: Problem,
    tables: Tables,
    budget: Budget,
    assumed: tuple[Parity, ...],
    advise: Callable[[Reader], Advice],
) -> Case:
    """What holds under the signs assumed; read again where a sign came up after it had been used.

    Raises:
        AdviceError, UnclearError, NoNormalFormError, SignNeededError, OutOfBudgetError: where nothing is decided.
    """
    known: tuple[Parity, ...] = ()
    passes: list[Notes] = []
    while True:
        reader = reader_of(tables, budget, (*assumed, *known), advise)
        passes.append(reader.notes)
        try:
            outcome = _outcome(problem, reader)
        except StaleError:
            outcome = None
        asked = tuple(Parity(p.sign, p.units | {unit}) for unit, p in reader.signs.links.items())
        if outcome is not None:
            return Case(assumed, asked, outcome, tuple(passes))
        if asked == known:
            raise OutOfBudgetError
        known = asked


def _outcome(problem: Problem, reader: Reader) -> Outcome:
    try:
        for part in problem.domain:
            reader.read(part)
    except UndefinedError:
        return Outcome.QUESTION_UNDEFINED
    try:
        question = reader.read(problem.question)
    except UndefinedError:
        return Outcome.UNCLEAR if problem.is_derivative else Outcome.QUESTION_UNDEFINED
    reader.signs.fixed = True
    try:
        for part in problem.answer_domain:
            reader.read(part)
        answer = reader.read(problem.answer)
        difference = reader.field.subtract(question, answer)
        if reader.is_zero(difference):
            return Outcome.EQUAL
    except UndefinedError:
        return Outcome.ANSWER_UNDEFINED
    try:
        reader.inverse(difference)
    except UnclearError:
        return Outcome.UNCLEAR
    return Outcome.DIFFERENT
