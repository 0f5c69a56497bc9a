"""Sparse polynomials with integer coefficients, as dictionaries from packed exponents to coefficients.

A monomial is one Python integer: the exponent of generator k stands in its bits 32k … 32k+31, so that multiplying
monomials is adding integers. The highest bit of every field is a guard: an exponent that reaches it is refused before
it can run into its neighbour. Generators can be added at any time without touching what is already there.
"""

from __future__ import annotations

from functools import reduce
from math import gcd
from operator import or_

from gdtutor.calculus.budget import Budget, OutOfBudgetError

Poly = dict[int, int]

_BITS = 32
_MASK = (1 << _BITS) - 1
MAX_GENERATORS = 200
_GUARDS = sum(1 << (_BITS * generator + _BITS - 1) for generator in range(MAX_GENERATORS))
ONE: Poly = {0: 1}


def monomial(generator: int, exponent: int = 1) -> int:
    """The packed monomial ``generator**exponent``."""
    if not 0 <= exponent <= _MASK >> 1:
        raise OutOfBudgetError
    return exponent << (_BITS * generator)


def exponent_of(packed: int, generator: int) -> int:
    """The exponent of ``generator`` in a packed monomial."""
    return (packed >> (_BITS * generator)) & _MASK


def all_exponents(generator: int) -> int:
    """The bits in which the exponent of ``generator`` stands."""
    return _MASK << (_BITS * generator)


def exponents(packed: int) -> list[tuple[int, int]]:
    """The pairs (generator, exponent) of a packed monomial, exponents above zero only."""
    found = []
    while packed:
        generator = ((packed & -packed).bit_length() - 1) // _BITS
        exponent = (packed >> (_BITS * generator)) & _MASK
        found.append((generator, exponent))
        packed ^= exponent << (_BITS * generator)
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
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 1:
        ((packed, coefficient),) = left.items()
        budget.spend(len(right))
        return checked({packed + other: coefficient * factor for other, factor in right.items()})
    total: Poly = {}
    get = total.get
    for packed, coefficient in left.items():
        budget.spend(len(right))
        for other, factor in right.items():
            key = packed + other
            total[key] = get(key, 0) + coefficient * factor
    return checked({packed: coefficient for packed, coefficient in total.items() if coefficient})


def checked(poly: Poly) -> Poly:
    """The polynomial itself, unless an exponent has run into its guard."""
    if reduce(or_, poly, 0) & _GUARDS:
        raise OutOfBudgetError
    return poly


def content(poly: Poly) -> int:
    """The greatest common divisor of the coefficients, with the sign of the leading one."""
    divisor = reduce(gcd, poly.values(), 0)
    return -divisor if poly[max(poly)] < 0 else divisor


def common_monomial(poly: Poly) -> int:
    """The packed monomial of the greatest power of each generator that divides every term."""
    keys = iter(poly)
    common = dict(exponents(next(keys)))
    for packed in keys:
        if not common:
            return 0
        common = {k: min(e, exponent_of(packed, k)) for k, e in common.items() if exponent_of(packed, k)}
    return sum(monomial(k, e) for k, e in common.items())


def divide_content(poly: Poly, divisor: int, packed: int = 0) -> Poly:
    """The polynomial divided by an integer and a monomial that divide it."""
    if divisor == 1 and not packed:
        return poly
    return {key - packed: coefficient // divisor for key, coefficient in poly.items()}


def generators(poly: Poly) -> set[int]:
    """The generators that occur."""
    return {generator for generator, _ in exponents(reduce(or_, poly, 0))}


def collected(poly: Poly, generator: int) -> dict[int, Poly]:
    """The coefficients by the power of one generator, as polynomials in the others.

    >>> collected({monomial(0, 2): 5, 0: 2}, 0)
    {2: {0: 5}, 0: {0: 2}}
    """
    found: dict[int, Poly] = {}
    for packed, coefficient in poly.items():
        exponent = exponent_of(packed, generator)
        found.setdefault(exponent, {})[packed - (exponent << (_BITS * generator))] = coefficient
    return found
