"""A certified counterexample: a point and a rate with which one update raises the loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import sympy as sp

from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, Point, UncertainError
from gdtutor.calculus.intervals import Intervals, differ, middle
from gdtutor.calculus.proving.points import points_within

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


def overshoot(problem: Problem, at: Point | None = None, limit: sp.Expr | None = None) -> Overshoot | None:
    """A point and a rate with which the loss rises; ``None`` where none was found.

    Args:
        problem: the loss.
        at: a point to start from, else simple points are tried.
        limit: the safe rate, where it is known: then one and a half of it is tried first.

    >>> x = sp.Symbol("x")
    >>> print(overshoot(Problem(x**2, (x,))))
    at x = 1 with eta = 2 the loss rises from 1 to 9
    """
    symbols = sorted(problem.loss.free_symbols | set(problem.variables), key=str)
    points = [at] if at is not None else list(islice(points_within(symbols, problem.box), _MAX_POINTS))
    for rate in _rates(limit):
        for point in points:
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
    step = sp.Rational(rate.numerator, rate.denominator)
    new = problem.moved([-g for g in problem.gradient], step)
    try:
        floats = Floats(point)
        if not floats.value(new) > floats.value(problem.loss):
            return None
        values = Intervals(point, _PRECISION)
        before, after = values.value(problem.loss), values.value(new)
    except (OutsideDomainError, UncertainError):
        return None
    return (middle(before), middle(after)) if differ(before, after, _PRECISION) else None
