"""Sparse polynomials with integer coefficients, as dictionaries from packed exponents to coefficients.

A monomial is one Python integer: the exponent of generator k stands in its bits 40k … 40k+39, so that multiplying
monomials is adding integers. Generators can be added at any time without touching what is already there.
"""

from __future__ import annotations

import time
from functools import reduce
from math import gcd

Poly = dict[int, int]

_BITS = 40
_MASK = (1 << _BITS) - 1
_MAX_EXPONENT = 1_000_000
ONE: Poly = {0: 1}


class OutOfBudgetError(Exception):
    """The work allowed for one question is used up. Caught by the equality engine, which then says undecided."""


class Budget:
    """Counts work, so that it can be bounded without signals or threads.

    Attributes:
        steps: multiplications of terms that are left.
        deadline: the time, by ``time.monotonic()``, after which nothing more is begun.
    """

    __slots__ = ("deadline", "steps")

    def __init__(self, seconds: float, steps: int = 2_000_000) -> None:
        self.deadline = time.monotonic() + seconds
        self.steps = steps

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0 or time.monotonic() > self.deadline:
            raise OutOfBudgetError

    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(0.0, self.deadline - time.monotonic())


def monomial(generator: int, exponent: int = 1) -> int:
    """The packed monomial ``generator**exponent``."""
    if not 0 <= exponent <= _MAX_EXPONENT:
        raise OutOfBudgetError
    return exponent << (_BITS * generator)


def exponent_of(packed: int, generator: int) -> int:
    """The exponent of ``generator`` in a packed monomial."""
    return (packed >> (_BITS * generator)) & _MASK


def exponents(packed: int) -> list[tuple[int, int]]:
    """The pairs (generator, exponent) of a packed monomial, exponents above zero only."""
    found = []
    generator = 0
    while packed:
        if exponent := packed & _MASK:
            found.append((generator, exponent))
        packed >>= _BITS
        generator += 1
    return found


def add(left: Poly, right: Poly) -> Poly:
    """The sum of two polynomials."""
    if len(left) < len(right):
        left, right = right, left
    total = dict(left)
    for packed, coefficient in right.items():
        value = total.get(packed, 0) + coefficient
        if value:
            total[packed] = value
        else:
            del total[packed]
    return total


def scale(poly: Poly, factor: int) -> Poly:
    """The polynomial times an integer."""
    if factor == 1:
        return poly
    return {packed: coefficient * factor for packed, coefficient in poly.items()} if factor else {}


def multiply(left: Poly, right: Poly, budget: Budget) -> Poly:
    """The product of two polynomials."""
    budget.spend(len(left) * len(right) + 1)
    if len(left) > len(right):
        left, right = right, left
    total: Poly = {}
    get = total.get
    for packed, coefficient in left.items():
        for other, factor in right.items():
            key = packed + other
            total[key] = get(key, 0) + coefficient * factor
    return {packed: coefficient for packed, coefficient in total.items() if coefficient}


def content(poly: Poly) -> int:
    """The greatest common divisor of the coefficients, with the sign of the leading one."""
    divisor = reduce(gcd, poly.values(), 0)
    return -divisor if poly[max(poly)] < 0 else divisor


def common_monomial(poly: Poly) -> int:
    """The packed monomial of the greatest power of each generator that divides every term."""
    keys = iter(poly)
    common = dict(exponents(next(keys)))
    for packed in keys:
        common = {k: min(e, exponent_of(packed, k)) for k, e in common.items() if exponent_of(packed, k)}
        if not common:
            return 0
    return sum(monomial(k, e) for k, e in common.items())


def divide_content(poly: Poly, divisor: int, packed: int = 0) -> Poly:
    """The polynomial divided by an integer and a monomial that divide it."""
    return {key - packed: coefficient // divisor for key, coefficient in poly.items()}


def generators(poly: Poly) -> set[int]:
    """The generators that occur."""
    return {generator for packed in poly for generator, _ in exponents(packed)}
