"""Compare two sides at points: quickly in floating point, and certified by intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction as Rational
from typing import Any

import sympy as sp
from mpmath.libmp import mpf_sign

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.case import Problem
from gdtutor.calculus.equality.verdicts import Witness
from gdtutor.calculus.evaluation import Evaluator, Floats, OutsideDomainError, Point, UncertainError
from gdtutor.calculus.intervals import Interval, Intervals, differ, is_narrow, middle

_CLOSE = 1e-9
_CLOSER = 300  # bits: enough to tell an enclosure of zero from a wide one, see is_narrow
_MOST_CONFIRMED = 8
_MOST_UNCLEAR = 40
_TO_SHOW = (240, 1_000)  # bits that are tried where an enclosure is too wide to be shown
_NUDGES = (Rational(1, 2**13), Rational(1, 2**24), Rational(1, 2**40))  # exact as floating-point numbers


class Found(Enum):
    """What is found at one point where the question is real."""

    AGREE = "agree"
    DIFFER = "differ"
    UNDEFINED = "answer undefined"
    OUTSIDE = "question undefined"
    UNKNOWN = "unknown"


@dataclass
class Samples:
    """Points where the two sides agree in floating point, differ, the answer has no value, or that is not clear."""

    agree: list[Point] = field(default_factory=list)
    differ: list[Point] = field(default_factory=list)
    undefined: list[Point] = field(default_factory=list)
    unclear: list[Point] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.agree) + len(self.differ) + len(self.undefined)


class Comparison:
    """One problem with the points looked at so far.

    Attributes:
        samples: the points where the question is real, by what doubles say of them.
        confirmed: whether the two sides are certified to be real, and not to differ, at a point at least.
    """

    def __init__(self, problem: Problem, budget: Budget) -> None:
        self.problem, self.budget = problem, budget
        self.samples = Samples()
        self.confirmed = False
        parts = (problem.question, problem.answer, *problem.domain, *problem.answer_domain)
        self.symbols = sorted(set().union(*(part.free_symbols for part in parts)), key=str)
        self.has_jumps = any(part.has(sp.sign, sp.Piecewise, sp.acot) for part in parts)

    # --- floating point -----------------------------------------------------------------------------------------------

    def sample(self, points: Iterable[Point], enough: int) -> None:
        """Look at points until ``enough`` are found where the question is real."""
        for point in points:
            if len(self.samples) >= enough or self.budget.left() == 0:
                return
            found = self.look(point)
            if found is Found.AGREE:
                self.samples.agree.append(point)
            elif found is Found.DIFFER:
                self.samples.differ.append(point)
            elif found is Found.UNDEFINED:
                self.samples.undefined.append(point)
            elif found is Found.UNKNOWN and len(self.samples.unclear) < _MOST_UNCLEAR:
                self.samples.unclear.append(point)

    def look(self, point: Point) -> Found:
        """Compare at one point, by doubles or, where they overflow, by intervals."""
        floats = Floats(point)
        try:
            left = self.question_value(floats)
        except OutsideDomainError:
            return Found.OUTSIDE
        except UncertainError:
            return self.certified(point, 80)[0]
        try:
            right = self.answer_value(floats)
        except OutsideDomainError:
            return Found.UNDEFINED
        except UncertainError:
            return self.certified(point, 80)[0]
        if not (math.isfinite(left) and math.isfinite(right)):
            return self.certified(point, 80)[0]
        close = abs(left - right) <= _CLOSE * max(abs(left), abs(right))
        return Found.AGREE if close else Found.DIFFER

    def question_value(self, numbers: Evaluator) -> Any:
        """The question's value, where its whole domain is real."""
        for part in self.problem.domain:
            numbers.value(part)
        return numbers.value(self.problem.question)

    def answer_value(self, numbers: Evaluator) -> Any:
        """The answer's value, where everything in its text is real."""
        for part in self.problem.answer_domain:
            numbers.value(part)
        return numbers.value(self.problem.answer)

    # --- intervals ----------------------------------------------------------------------------------------------------

    def certified(self, point: Point, precision: int) -> tuple[Found, Interval | None, Interval | None]:
        """What intervals prove at one point, with the enclosures of both sides."""
        return self._certified(Intervals(point, precision), precision)

    def _certified(self, numbers: Intervals, precision: int) -> tuple[Found, Interval | None, Interval | None]:
        self.budget.spend(200)
        left, right = None, None
        try:
            left = self.question_value(numbers)
        except OutsideDomainError:
            return Found.OUTSIDE, None, None
        except UncertainError:
            return Found.UNKNOWN, None, None
        try:
            right = self.answer_value(numbers)
        except OutsideDomainError:
            return Found.UNDEFINED, left, None
        except UncertainError:
            return Found.UNKNOWN, left, None
        if differ(left, right, precision):
            return Found.DIFFER, left, right
        return (Found.AGREE if is_narrow(left) and is_narrow(right) else Found.UNKNOWN), left, right

    def witness(self, points: Sequence[Point], precisions: Sequence[int] = (80, 240)) -> Witness | None:
        """A point among ``points`` at which intervals prove that the two sides differ, and not at this point alone.

        One with values beyond the range of doubles is taken only where there is no other.
        """
        beyond: Witness | None = None
        for point in points:
            for precision in precisions:
                if self.budget.left() == 0:
                    return beyond
                numbers = Intervals(point, precision)
                found, left, right = self._certified(numbers, precision)
                if found in (Found.DIFFER, Found.UNDEFINED) and left is not None and self._persists(numbers, found):
                    shown = self._shown(point, left, right)
                    if math.isfinite(shown.left) and math.isfinite(shown.right or 0.0):
                        return shown
                    beyond = beyond or shown
                    break
        return beyond

    def _persists(self, numbers: Intervals, found: Found) -> bool:
        """Whether a difference is more than a gap, a jump or a corner at a single point."""
        if not self.symbols or (found is Found.DIFFER and not self.has_jumps and not numbers.borders):
            return True
        for nudge in _NUDGES:
            beside = Intervals(self._beside(numbers.point, nudge), 160)
            near, _, _ = self._certified(beside, 160)
            if near is Found.AGREE or (near is not Found.UNKNOWN and numbers.borders - beside.borders):
                return False
            if near in (Found.DIFFER, Found.UNDEFINED):
                return True
        return False

    def _beside(self, point: Mapping[sp.Symbol, Rational], nudge: Rational) -> Point:
        return {symbol: value + nudge * (place + 1) for place, (symbol, value) in enumerate(point.items())}

    def _shown(self, point: Point, left: Interval, right: Interval | None) -> Witness:
        """The witness, with values that are known to as many digits as are shown."""
        for precision in _TO_SHOW:
            if is_narrow(left) and (right is None or is_narrow(right)):
                break
            _, finer, other = self.certified(point, precision)
            left, right = finer or left, right if other is None else other
        shown = tuple((str(symbol), sp.Rational(v.numerator, v.denominator)) for symbol, v in point.items())
        return Witness(shown, middle(left), None if right is None else middle(right))

    @property
    def seen(self) -> list[Point]:
        """All points at which the question seems to be real."""
        return [*self.samples.agree, *self.samples.differ, *self.samples.undefined, *self.samples.unclear]

    def is_real(self, point: Point) -> bool:
        """Whether the question is certified to have a value at a point."""
        return self.certified(point, 80)[1] is not None

    def may_agree_around(self, point: Point) -> bool:
        """Whether nothing certain is said against the two sides being equal at a point and a little beside it."""
        around = [point, *(self._beside(point, nudge) for nudge in _NUDGES)] if self.symbols else [point]
        return all(self.certified(near, _CLOSER)[0] in (Found.AGREE, Found.UNKNOWN) for near in around)

    def confirm(self, points: Sequence[Point]) -> Witness | None:
        """Look closely at a point where doubles agree, and at one more where both are zero, perhaps by chance.

        Sets ``confirmed`` where the two sides are certified to be real and not to differ; else finds a witness.
        """
        zeros = 0
        for point in points[:_MOST_CONFIRMED]:
            numbers = Intervals(point, _CLOSER)
            found, left, right = self._certified(numbers, _CLOSER)
            if left is not None and found in (Found.DIFFER, Found.UNDEFINED) and self._persists(numbers, found):
                return self._shown(point, left, right)
            if left is not None and found is Found.AGREE:
                self.confirmed = True
                zeros += not mpf_sign(left[0])
                if mpf_sign(left[0]) or zeros > 1:
                    return None
        return None
