"""Take an argument apart into rational multiples of basis terms, as exponentials and angles need it."""

from __future__ import annotations

from fractions import Fraction as Rational
from math import gcd, lcm
from typing import NamedTuple

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Below, Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.search.memory import Memory
from gdtutor.calculus.equality.search.proper_parts import proper_parts


class Term(NamedTuple):
    """``coefficient · body / below`` with a primitive body, nearly always one monomial."""

    coefficient: Rational
    body: Poly
    below: Below

    @property
    def key(self) -> tuple[frozenset[tuple[int, int]], Below]:
        """What tells this basis term from others, whatever the coefficient."""
        return frozenset(self.body.items()), self.below

    @property
    def single(self) -> int | None:
        """The generator, where the body is one generator to the first power over 1."""
        if self.below or len(self.body) != 1:
            return None
        found = poly.exponents(next(iter(self.body)))
        return found[0][0] if len(found) == 1 and found[0][1] == 1 else None

    def multiple(self, step: Rational) -> Fraction:
        """``step · body / below`` as a fraction."""
        return Fraction(poly.scale(self.body, step.numerator), step.denominator, self.below)


def terms(value: Fraction, most: int, memory: Memory, budget: Budget) -> list[Term]:
    """The terms of a fraction over a basis; one term for the whole where there are more than ``most``."""
    if len(value.numerator) <= most:
        parts = proper_parts(value, memory, budget)
        if sum(len(numerator) for numerator, _ in parts) <= most:
            return [Term(c, {packed: 1}, below) for numerator, below in parts for packed, c in numerator.items()]
    content = poly.content(value.numerator)
    body = poly.divide_content(value.numerator, content)
    return [Term(Rational(content, value.divisor), body, value.below)]


def step_of(memory: Memory, key: object, coefficient: Rational, most: int = 10_000_000) -> tuple[object, Rational]:
    """The step of a basis term, refined so that ``coefficient`` is a whole multiple of it, and the key it is under.

    A coefficient of quite another size gets a basis of its own: independent by assumption only, which is sound.

    Raises:
        RestartError: after the step had to be refined.
    """
    step = memory.steps.setdefault(key, abs(coefficient))
    if (coefficient / step).denominator != 1:
        bottom = lcm(step.denominator, coefficient.denominator)
        finer = Rational(gcd(int(step * bottom), int(abs(coefficient) * bottom)), bottom)
        if max(step, abs(coefficient)) / finer > most:
            return (key, abs(coefficient)), abs(coefficient)
        raise memory.refine(key, finer)
    if abs(coefficient / step) > most:
        return (key, abs(coefficient)), abs(coefficient)
    return key, step
