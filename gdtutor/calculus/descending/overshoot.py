"""A certified counterexample: a point and a rate with which one update raises the loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.evaluation import Evaluator, Floats, OutsideDomainError, Point, UncertainError
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.intervals import Intervals, differ, middle
from gdtutor.calculus.proving.points import points_within
from gdtutor.calculus.several.at_point import NoValueError, smooth_form
from gdtutor.calculus.several.shape import has_corners

_PRECISION = 160
_RATES = [Fraction(*pair) for pair in ((1, 2), (1, 1), (2, 1), (5, 1), (10, 1), (100, 1), (1000, 1), (10**6, 1))]
_MAX_POINTS = 16


@dataclass(frozen=True)
class Overshoot:
    """One update that raises the loss.

    Attributes:
        problem: the loss.
        point: the value of every symbol before the update, exact.
        rate: the learning rate.
        before, after: the loss before and after the update, certified to have risen.
    """

    problem: Problem
    point: tuple[tuple[str, sp.Rational], ...]
    rate: sp.Rational
    before: float
    after: float

    def verify(self) -> bool:
        """Whether intervals prove that the loss rises.

        >>> x = sp.Symbol("x")
        >>> overshoot(Problem(x**2, (x,))).verify()
        True
        """
        point = {sp.Symbol(name): Fraction(int(v.p), int(v.q)) for name, v in self.point}
        return _rise(self.problem, point, Fraction(int(self.rate.p), int(self.rate.q))) is not None

    def __str__(self) -> str:
        at = ", ".join(f"{name} = {value}" for name, value in self.point)
        return f"at {at} with eta = {self.rate} the loss rises from {self.before:.6g} to {self.after:.6g}"


def overshoot(
    problem: Problem, at: Point | None = None, limit: sp.Expr | None = None, budget: Budget | None = None
) -> Overshoot | None:
    """A point and a rate with which the loss rises; ``None`` where none was found.

    Args:
        problem: the loss.
        at: a point to start from, else simple points are tried.
        limit: the safe rate, where it is known: then one and a half of it is tried first.
        budget: the work allowed.

    Raises:
        OutOfBudgetError: when the work allowed is used up.

    >>> x = sp.Symbol("x")
    >>> print(overshoot(Problem(x**2, (x,))))
    at x = 1 with eta = 2 the loss rises from 1 to 9
    """
    symbols = sorted(problem.loss.free_symbols | set(problem.variables), key=str)
    points = [at] if at is not None else list(islice(points_within(symbols, problem.box), _MAX_POINTS))
    for rate in _rates(limit):
        for point in points:
            if budget is not None:
                budget.spend(1)
            found = _rise(problem, point, rate)
            if found is not None:
                shown = tuple((str(s), sp.Rational(v.numerator, v.denominator)) for s, v in point.items())
                return Overshoot(problem, shown, sp.Rational(rate.numerator, rate.denominator), *found)
    return None


def _rates(limit: sp.Expr | None) -> Iterator[Fraction]:
    if limit is not None and limit.is_Rational:
        yield Fraction(int(limit.p), int(limit.q)) * Fraction(3, 2)
    yield from _RATES


def _rise(problem: Problem, point: Point, rate: Fraction) -> tuple[float, float] | None:
    """Both losses, where intervals prove that the second is larger."""
    gradient = problem.gradient
    try:
        before, after = _losses(problem, gradient, Floats(point), Floats({}), rate)
        if not after > before:
            return None
        if has_corners(problem.loss):
            gradient = _beside_corners(problem, point)
        before, after = _losses(problem, gradient, Intervals(point, _PRECISION), Intervals({}, _PRECISION), rate)
    except (OutsideDomainError, UncertainError, NoValueError):
        return None
    return (middle(before), middle(after)) if differ(before, after, _PRECISION) else None


def _beside_corners(problem: Problem, point: Point) -> tuple[sp.Expr, ...]:
    """The gradient at a point where the loss has one, though it is put together from pieces."""
    exact = {symbol: sp.Rational(value.numerator, value.denominator) for symbol, value in point.items()}
    return partials(smooth_form(problem.loss, problem.variables, exact), problem.variables)


def _losses(
    problem: Problem, gradient: tuple[sp.Expr, ...], here: Evaluator, there: Evaluator, rate: Fraction
) -> tuple[Any, Any]:
    """The loss before and after the update, in the numbers of two evaluators; the second knows no point yet."""
    step = here.rational(-rate.numerator, rate.denominator)
    for symbol, value in here.point.items():
        there.known[symbol] = here.rational(value.numerator, value.denominator)
    for variable, slope in zip(problem.variables, gradient, strict=True):
        there.known[variable] = here.sum([here.value(variable), here.product([step, here.value(slope)])])
    return here.value(problem.loss), there.value(problem.loss)
