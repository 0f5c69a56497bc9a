"""Decide equality symbolically: once for all signs where that is enough, else one case of signs after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdtutor.calculus.budget import Budget, OutOfBudgetError
from gdtutor.calculus.equality.kernel.advice import AdviceError
from gdtutor.calculus.equality.kernel.case import Case, Outcome, Problem, examine
from gdtutor.calculus.equality.kernel.certificate import Exclusion
from gdtutor.calculus.equality.kernel.nonzero import UnclearError
from gdtutor.calculus.equality.kernel.reader import NoNormalFormError
from gdtutor.calculus.equality.kernel.signs import Parity, SignNeededError
from gdtutor.calculus.equality.search.advisor import advisor
from gdtutor.calculus.equality.search.feasibility import why_not
from gdtutor.calculus.equality.search.memory import Memory, RestartError
from gdtutor.calculus.evaluation import Point

_MOST_CASES = 400


@dataclass(frozen=True)
class Cases:
    """All cases that can occur; ``obstacle`` says what is missing where not all were decided."""

    cases: tuple[Case, ...]
    excluded: tuple[Exclusion, ...]
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
        return self.with_outcome(Outcome.DIFFERENT, Outcome.UNCLEAR, Outcome.ANSWER_UNDEFINED)

    @property
    def is_exact(self) -> bool:
        """Whether it is decided for every case whether the sides are equal in it, or differ nearly everywhere."""
        return not self.obstacle and not self.with_outcome(Outcome.UNCLEAR)

    def all_equal(self) -> bool:
        """Whether the two sides are equal wherever the question is real, whatever the signs."""
        return not self.obstacle and bool(self.defined) and all(c.outcome is Outcome.EQUAL for c in self.defined)


def decide_cases(problem: Problem, budget: Budget, points: Sequence[Point] = ()) -> Cases:
    """Compare the two sides in every case of signs that can occur.

    >>> import sympy as sp
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
        self.advise = advisor(self.memory, points)
        self.found: list[Case] = []
        self.excluded: list[Exclusion] = []
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
        except UnclearError as unclear:
            obstacle = str(unclear)
        except AdviceError:
            obstacle = "a step of the proof could not be checked"
        return Cases(tuple(self.found), tuple(self.excluded), self.memory, obstacle)

    def step(self, assumed: tuple[Parity, ...]) -> None:
        """Decide one case, or split it, or begin anew with what was learnt."""
        try:
            case = examine(self.problem, self.memory, self.budget, assumed, self.advise)
        except RestartError:
            self.found, self.excluded, self.pending = [], [], [()]
        except SignNeededError as needed:
            for sign in (-1, 1):
                conditions = (*assumed, Parity(sign, needed.units))
                if not self.is_excluded(Case(conditions, (), Outcome.NOT_EXAMINED)):
                    self.pending.append(conditions)
        else:
            if case.outcome is Outcome.EQUAL or not self.is_excluded(case):
                self.found.append(case)

    def is_excluded(self, case: Case) -> bool:
        """Whether the conditions of a case exclude one another; the evidence is kept."""
        evidence = why_not(case.conditions, self.memory, self.budget)
        if evidence is not None:
            self.excluded.append(Exclusion(case, evidence))
        return evidence is not None
