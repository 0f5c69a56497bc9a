"""Decide equality symbolically: once for all signs where that is enough, else one case of signs after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import sympy as sp

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.equality.search.feasibility import is_feasible
from gdtutor.calculus.equality.search.field import Fraction, UndefinedError
from gdtutor.calculus.equality.search.memory import Memory, RestartError
from gdtutor.calculus.equality.search.normal_form import NoNormalFormError
from gdtutor.calculus.equality.search.readers import NormalForm
from gdtutor.calculus.equality.search.relations import without_arcs
from gdtutor.calculus.equality.search.signs import Parity, SignNeededError, StaleError
from gdtutor.calculus.evaluation import Point

_MOST_CASES = 400


class Outcome(Enum):
    """What holds in one case of signs."""

    EQUAL = "equal"
    DIFFERENT = "different"
    ANSWER_UNDEFINED = "answer undefined"
    QUESTION_UNDEFINED = "question undefined"


@dataclass(frozen=True)
class Case:
    """One assumption about signs, and what holds under it.

    Attributes:
        assumed: the parities that are taken to be +1.
        asked: the parities that have to be +1 for the question to be real.
        outcome: what holds then.
    """

    assumed: tuple[Parity, ...]
    asked: tuple[Parity, ...]
    outcome: Outcome

    @property
    def conditions(self) -> tuple[Parity, ...]:
        """Everything that is +1 in this case."""
        return (*self.assumed, *self.asked)


@dataclass(frozen=True)
class Problem:
    """What is compared: a question where it and its domain are real, and an answer with the domain of its text."""

    question: sp.Expr
    answer: sp.Expr
    domain: tuple[sp.Expr, ...] = ()
    answer_domain: tuple[sp.Expr, ...] = ()


@dataclass(frozen=True)
class Cases:
    """All cases that can occur; ``obstacle`` says what is missing where not all were decided."""

    cases: tuple[Case, ...]
    memory: Memory
    obstacle: str = ""

    @property
    def defined(self) -> tuple[Case, ...]:
        """The cases in which the question is real."""
        return tuple(case for case in self.cases if case.outcome is not Outcome.QUESTION_UNDEFINED)

    def with_outcome(self, *outcomes: Outcome) -> tuple[Case, ...]:
        """The cases with one of these outcomes."""
        return tuple(case for case in self.cases if case.outcome in outcomes)

    @property
    def bad(self) -> tuple[Case, ...]:
        """The cases in which the answer is not right."""
        return self.with_outcome(Outcome.DIFFERENT, Outcome.ANSWER_UNDEFINED)

    def all_equal(self) -> bool:
        """Whether the two sides are equal wherever the question is real, whatever the signs."""
        return not self.obstacle and bool(self.defined) and all(c.outcome is Outcome.EQUAL for c in self.defined)


def decide_cases(problem: Problem, budget: Budget, points: Sequence[Point] = ()) -> Cases:
    """Compare the two sides in every case of signs that can occur.

    >>> x = sp.Symbol("x")
    >>> decide_cases(Problem(x / sp.Abs(x), sp.sign(x)), Budget(1.0)).all_equal()
    True
    """
    return _Decision(problem, budget, points).run()


class _Decision:
    """The cases that are decided and those that wait."""

    def __init__(self, problem: Problem, budget: Budget, points: Sequence[Point]) -> None:
        self.problem, self.budget, self.points = problem, budget, points
        self.memory = Memory()
        self.found: list[Case] = []
        self.pending: list[tuple[Parity, ...]] = [()]

    def run(self) -> Cases:
        obstacle = ""
        try:
            while self.pending:
                self.budget.spend(20)
                if len(self.found) + len(self.pending) > _MOST_CASES:
                    raise OutOfBudgetError
                self.step(self.pending.pop())
        except OutOfBudgetError:
            obstacle = "the work allowed was used up"
        except NoNormalFormError as missing:
            obstacle = f"no normal form is known for {missing}"
        return Cases(tuple(self.found), self.memory, obstacle)

    def step(self, assumed: tuple[Parity, ...]) -> None:
        """Decide one case, or split it, or begin anew with what was learnt."""
        try:
            case = self.decided(assumed)
        except RestartError:
            self.found, self.pending = [], [()]
        except SignNeededError as needed:
            split = [(*assumed, Parity(sign, needed.units)) for sign in (-1, 1)]
            self.pending += [conditions for conditions in split if is_feasible(conditions, self.memory, self.budget)]
        else:
            if case.outcome is Outcome.EQUAL or is_feasible(case.conditions, self.memory, self.budget):
                self.found.append(case)

    def decided(self, assumed: tuple[Parity, ...]) -> Case:
        """The outcome under the signs assumed; read again where a sign came up after it had been used."""
        known: tuple[Parity, ...] = ()
        while True:
            form = NormalForm(self.memory, self.budget, (*assumed, *known))
            try:
                outcome = self.outcome(form)
            except StaleError:
                outcome = None
            asked = tuple(Parity(p.sign, p.units | {unit}) for unit, p in form.signs.links.items())
            if outcome is not None:
                return Case(assumed, asked, outcome)
            if asked == known:
                raise OutOfBudgetError
            known = asked

    def outcome(self, form: NormalForm) -> Outcome:
        """What holds under the assumptions of a form."""
        try:
            for part in self.problem.domain:
                form.read(part)
            question = form.read(self.problem.question)
        except UndefinedError:
            return Outcome.QUESTION_UNDEFINED
        form.signs.fixed = True
        try:
            return Outcome.EQUAL if self.is_zero(form, question) else Outcome.DIFFERENT
        except UndefinedError:
            return Outcome.ANSWER_UNDEFINED

    def is_zero(self, form: NormalForm, question: Fraction) -> bool:
        """Whether the difference of the two sides is zero; asks for signs on which that depends."""
        for part in self.problem.answer_domain:
            form.read(part)
        difference = form.field.settled(form.field.subtract(question, form.read(self.problem.answer)))
        if difference.is_zero:
            return True
        difference = without_arcs(form, difference, self.points)
        if difference.is_zero:
            return True
        form.signs.as_factor(difference.numerator)
        form.signs.ask(self.memory.hidden_signs(difference.numerator))
        return False
