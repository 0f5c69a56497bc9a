"""Decide equality symbolically, one case of signs after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import sympy as sp

from gdtutor.calculus.normal_form import NormalForm, Unreadable
from gdtutor.calculus.polynomial import Budget, OutOfBudgetError
from gdtutor.calculus.units import Learnt, RestartError, UndefinedError, UnitKey

_MAX_CASES = 64


class Outcome(Enum):
    """What holds in one case of signs."""

    EQUAL = "equal"
    DIFFERENT = "different"
    ANSWER_UNDEFINED = "answer undefined"
    QUESTION_UNDEFINED = "question undefined"


@dataclass(frozen=True)
class Case:
    """One assumption about the signs of some quantities, and what holds under it."""

    signs: tuple[tuple[sp.Expr, int], ...]
    outcome: Outcome


@dataclass(frozen=True)
class Cases:
    """All cases; ``complete`` is false where a normal form is missing or the budget ran out."""

    cases: tuple[Case, ...]
    complete: bool
    obstacle: str = ""

    def all_equal(self) -> bool:
        """Whether the two sides are equal wherever the question is defined, whatever the signs."""
        defined = [case for case in self.cases if case.outcome is not Outcome.QUESTION_UNDEFINED]
        return self.complete and bool(defined) and all(case.outcome is Outcome.EQUAL for case in defined)


def decide_cases(question: sp.Expr, answer: sp.Expr, domain: Sequence[sp.Expr], budget: Budget) -> Cases:
    """Compare ``question`` with ``answer`` in every case of signs that the question's own domain allows.

    >>> x = sp.Symbol("x")
    >>> found = decide_cases(x / sp.Abs(x), sp.sign(x), (), Budget(1.0))
    >>> found.all_equal(), len(found.cases)
    (True, 2)
    """
    learnt = Learnt()
    found: list[Case] = []
    pending: list[dict[UnitKey, int]] = [{}]
    obstacle = ""
    try:
        while pending:
            if len(found) >= _MAX_CASES:
                raise OutOfBudgetError
            assumed = pending.pop()
            try:
                case, more = _one_case(question, answer, domain, assumed, learnt, budget)
            except RestartError:
                found, pending = [], [{}]
                continue
            found.append(case)
            pending.extend(more)
    except OutOfBudgetError:
        obstacle = "the work allowed was used up"
    except Unreadable as missing:
        obstacle = f"no normal form is known for {missing}"
    except ZeroDivisionError:
        obstacle = "a denominator is zero"
    return Cases(tuple(found), not obstacle, obstacle)


def _one_case(
    question: sp.Expr,
    answer: sp.Expr,
    domain: Sequence[sp.Expr],
    assumed: dict[UnitKey, int],
    learnt: Learnt,
    budget: Budget,
) -> tuple[Case, list[dict[UnitKey, int]]]:
    """The outcome under the signs assumed, and the further cases that came up on the way."""
    form = NormalForm(budget, learnt, assumed)
    units = form.units
    outcome = Outcome.QUESTION_UNDEFINED
    try:
        left = [form.read(part) for part in (question, *domain)][0]
        outcome = Outcome.ANSWER_UNDEFINED
        forced = set(units.forced)
        right = form.read(answer)
        difference = form.field.add(left, form.field.negative(right))
        outcome = Outcome.DIFFERENT if difference.numerator else Outcome.EQUAL
    except UndefinedError:
        forced = set() if outcome is Outcome.QUESTION_UNDEFINED else forced
    more = []
    prefix: dict[UnitKey, int] = {}
    for unit, sign in units.signs.items():
        if unit not in assumed and unit not in forced:
            more.append({**prefix, unit: -sign})
        prefix[unit] = sign
    shown = tuple((units.expression(unit), sign) for unit, sign in units.signs.items())
    return Case(shown, outcome), more
