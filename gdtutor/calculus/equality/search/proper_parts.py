"""Write a fraction over a basis: t²/(1 + t²) as 1 − 1/(1 + t²), so that terms of sums are independent.

A numerator is divided by the factor below it as often as the factor occurs. What is left is a sum of proper parts over
powers of the factor, whose exponentials (or angles) have no relation between them.
"""

from __future__ import annotations

from fractions import Fraction as Rational

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Below, Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.search.memory import Memory

Numerator = dict[int, Rational]
_MOST_TERMS = 100


def proper_parts(value: Fraction, memory: Memory, budget: Budget) -> list[tuple[Numerator, Below]]:
    """Numerators with the denominators under which they are proper; the fraction itself where that is not simple."""
    parts = [({packed: Rational(c, value.divisor) for packed, c in value.numerator.items()}, value.below)]
    for place, _ in value.below:
        generator = _divisor_variable(place, value.below, memory)
        if generator is None or len(value.numerator) > _MOST_TERMS:
            continue
        parts = [
            part for numerator, below in parts for part in _divided(numerator, below, place, generator, memory, budget)
        ]
    return _gathered(parts)


def _divisor_variable(place: int, below: Below, memory: Memory) -> int | None:
    """A generator by which one can divide: of a constant leading coefficient, and in no other factor."""
    factor = memory.factors[place]
    others = set().union(*(poly.generators(memory.factors[other]) for other, _ in below if other != place))
    for generator in sorted(poly.generators(factor) - others):
        if memory.generators[generator].kind in {"root", "sign", "power"}:
            continue
        by_power = poly.collected(factor, generator)
        if set(by_power[max(by_power)]) == {0}:
            return generator
    return None


def _divided(
    numerator: Numerator, below: Below, place: int, generator: int, memory: Memory, budget: Budget
) -> list[tuple[Numerator, Below]]:
    """The numerator as Σ rₖ·factorᵏ, every rₖ of a lower degree than the factor."""
    factor, times = memory.factors[place], dict(below)[place]
    rest = tuple(pair for pair in below if pair[0] != place)
    found = []
    for left in range(times, 0, -1):
        numerator, remainder = _division(numerator, factor, generator, budget)
        if remainder:
            found.append((remainder, tuple(sorted((*rest, (place, left))))))
    return [*found, (numerator, rest)] if numerator else found


def _division(value: Numerator, factor: Poly, generator: int, budget: Budget) -> tuple[Numerator, Numerator]:
    """Quotient and remainder with respect to one generator."""
    degree = max(poly.collected(factor, generator))
    leading = factor[poly.monomial(generator, degree)]
    quotient: Numerator = {}
    rest = dict(value)
    while True:
        high = [packed for packed in rest if poly.exponent_of(packed, generator) >= degree]
        if not high:
            return quotient, rest
        budget.spend(len(high) * len(factor))
        packed = max(high, key=lambda key: poly.exponent_of(key, generator))
        by, coefficient = packed - poly.monomial(generator, degree), rest[packed] / leading
        quotient[by] = quotient.get(by, Rational(0)) + coefficient
        for other, times in factor.items():
            total = rest.get(by + other, Rational(0)) - coefficient * times
            if total:
                rest[by + other] = total
            else:
                rest.pop(by + other, None)


def _gathered(parts: list[tuple[Numerator, Below]]) -> list[tuple[Numerator, Below]]:
    """Parts over the same denominator made one."""
    found: dict[Below, Numerator] = {}
    for numerator, below in parts:
        total = found.setdefault(below, {})
        for packed, coefficient in numerator.items():
            total[packed] = total.get(packed, Rational(0)) + coefficient
    return [({p: c for p, c in numerator.items() if c}, below) for below, numerator in found.items()]
