"""The search's advice to the kernel: products of coprime units, terms over a basis, sums of arcs worth adding up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction as Rational
from math import lcm

import sympy as sp

from gdtutor.calculus.equality.kernel.advice import Part, Product
from gdtutor.calculus.equality.kernel.angles import has_turn
from gdtutor.calculus.equality.kernel.arcs import Counts
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.relations import sums_of_arcs
from gdtutor.calculus.equality.search.terms import Term, step_of, terms
from gdtutor.calculus.equality.search.units import Units
from gdtutor.calculus.evaluation import Point

_MOST_EXPONENT_TERMS = 24  # each with an exponential of its own
_MOST_ANGLE_TERMS = 8
_MOST_MULTIPLE = 128  # of a basis angle
_MOST_ARCS = 8
_LARGE = 32  # what is left of a large power is multiplied out up to this one


class Advisor:
    """Advice for one reading."""

    def __init__(self, memory: Memory, reader: Reader, points: Sequence[Point]) -> None:
        self.memory, self.reader, self.points = memory, reader, points
        self.units = Units(memory, reader)

    def product(self, value: Fraction) -> Product:
        """A product of powers of units of the coprime basis."""
        return self.units.product(value)

    # --- exponents and angles -----------------------------------------------------------------------------------------

    def exponent(self, value: Fraction) -> tuple[Part, ...]:
        """The terms of an exponent: multiples of basis terms, and of logs of units."""
        return tuple(self._exponent_part(term) for term in self._terms(value, _MOST_EXPONENT_TERMS))

    def _terms(self, value: Fraction, most: int) -> list[Term]:
        return terms(self.units.lowest(value), most, self.memory, self.reader.field.budget)

    def _exponent_part(self, term: Term) -> Part:
        if term.single is not None and self.memory.generators[term.single].kind == "log":
            return Part("log", self.memory.generators[term.single].meaning[0], term.coefficient)
        key, step = step_of(self.memory, ("exp", *term.key), term.coefficient)
        return Part("exp", self._basis_term("exp", key, term, step), term.coefficient / step)

    def _basis_term(self, kind: str, key: object, term: Term, step: Rational) -> int:
        inside = self.memory.inside(term.body, term.below)
        return self.memory.generator((key, step), kind, (term.multiple(step),), inside)

    def angle(self, value: Fraction) -> tuple[Part, ...]:
        """The terms of an angle: multiples of basis terms, arcs, and parts of π whose cosine is known in roots."""
        return tuple(self._angle_part(term) for term in self._terms(value, _MOST_ANGLE_TERMS))

    def _angle_part(self, term: Term) -> Part:
        generator, times = term.single, term.coefficient
        if generator is not None:
            if generator == self.memory.symbol(sp.pi) and has_turn(times.denominator):
                return Part("pi", 0, times)
            if generator in self.memory.arcs and times.denominator == 1 and abs(times) <= _MOST_ARCS:
                return Part("arc", generator, times)
        key, step = step_of(self.memory, ("angle", *term.key), times, _MOST_MULTIPLE)
        return Part("angle", self._basis_term("angle", key, term, step), times / step)

    # --- powers -------------------------------------------------------------------------------------------------------

    def degree(self, unit: int, denominator: int) -> int:
        """One root for each unit, of a degree that all its powers share.

        Raises:
            RestartError: after a degree had to be raised.
        """
        step = self.memory.steps.setdefault(("root", unit), Rational(1, denominator))
        if step.denominator % denominator:
            raise self.memory.refine(("root", unit), Rational(1, lcm(step.denominator, denominator)))
        return step.denominator

    def step(self, unit: int, power: int) -> int:
        """One large power for each unit, near all that occur."""
        step = int(self.memory.steps.setdefault(("power", unit), Rational(abs(power))))
        rest = power - round(Rational(power, step)) * step
        if abs(rest) > _LARGE:
            raise self.memory.refine(("power", unit), Rational(abs(rest)))
        return step

    # --- arcs ---------------------------------------------------------------------------------------------------------

    def arcs(self, value: Fraction) -> Iterable[Counts]:
        """Sums that are multiples of π/24 at some points."""
        return sums_of_arcs(self.reader, value, self.points)


def advisor(memory: Memory, points: Sequence[Point] = ()) -> Callable[[Reader], Advisor]:
    """Makes the advisor of each reading that uses the memory."""
    return lambda reader: Advisor(memory, reader, points)
