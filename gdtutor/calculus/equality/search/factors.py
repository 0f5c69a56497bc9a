"""Common and repeated factors of polynomials: excluded quickly modulo a prime, found by SymPy within bounds of size.

Values of all generators but one, modulo a prime, make polynomials of one generator. If these are coprime, so are the
polynomials themselves in that generator; nearly all comparisons end there. Only what is left goes to SymPy.
"""

from __future__ import annotations

from fractions import Fraction as Rational
from math import gcd
from typing import Any

from sympy.polys.domains import ZZ
from sympy.polys.polyerrors import HeuristicGCDFailed
from sympy.polys.rings import PolyRing

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.polynomial import ONE, Poly, checked, exponent_of, exponents, generators, monomial
from gdtutor.calculus.equality.search.memory import Split

_PRIME = 2_147_483_647
_MAX_TERMS = 60
_MAX_DEGREE = 40
_MAX_GENERATORS = 5
_MAX_BITS = 400

Dense = list[int]  # coefficients modulo the prime, highest power first, the first not zero


def split(left: Poly, right: Poly, budget: Budget) -> tuple[Poly, Poly, Poly] | None:
    """The common factor of two polynomials and both cofactors; ``None`` if there is none or they are too large.

    Treating large ones as coprime is sound: an identity may stay unproved, none is proved wrongly.
    """
    if _is_linear(left) and _is_linear(right):
        return None  # both are primitive, and they are not the same
    shared = generators(left) & generators(right)
    if not shared or all(_coprime_in(left, right, generator, budget) for generator in shared):
        return None
    used = sorted(generators(left) | generators(right))
    if len(used) > _MAX_GENERATORS or not (_small(left) and _small(right)):
        return None
    ring = _ring(used)
    budget.spend(50 * (len(left) + len(right)))
    try:
        common, one, other = _to_ring(left, used, ring).cofactors(_to_ring(right, used, ring))
    except HeuristicGCDFailed:
        return None
    if common.is_ground:
        return None
    return _from_ring(common, used), _from_ring(one, used), _from_ring(other, used)


def squarefree(value: Poly, budget: Budget) -> Split:
    """The square-free parts with their multiplicities; the polynomial itself where it is too large.

    >>> x = monomial(0)
    >>> squarefree({2 * x: 1, x: 2, 0: 1}, Budget(1.0)).parts == (({x: 1, 0: 1}, 2),)
    True
    """
    used = sorted(generators(value))
    whole = Split(1, ((value, 1),))
    if len(value) <= 2 and any(exponent == 1 for packed in value for _, exponent in exponents(packed)):
        return whole
    if all(_squarefree_in(value, generator, budget) for generator in used):
        return whole
    if len(used) > 1 and (along := _along_one_monomial(value)) is not None:
        step, powers = along
        inner = squarefree(powers, budget)
        return Split(inner.sign, tuple((_spread(part, step), power) for part, power in inner.parts))
    if len(used) > _MAX_GENERATORS or not _small(value):
        return whole
    budget.spend(100 * len(value))
    coefficient, parts = _to_ring(value, used, _ring(used)).sqf_list()
    found = [(_from_ring(part, used), int(power)) for part, power in parts]
    return Split(int(coefficient), tuple(found)) if abs(coefficient) == 1 else whole


Step = tuple[int, int]  # two monomials without a common generator


def _along_one_monomial(value: Poly) -> tuple[Step, Poly] | None:
    """A polynomial in one quotient of monomials, as e^4x·e^4y − 2·e^2x·e^2y + 1 is in e^2x·e^2y; else ``None``."""
    start = dict(exponents(min(value)))
    differences = []
    for packed in value:
        found = dict(exponents(packed))
        differences.append({g: found.get(g, 0) - start.get(g, 0) for g in {*found, *start}})
    first = next((d for d in differences if any(d.values())), None)
    if first is None:
        return None
    pivot = next(g for g, exponent in first.items() if exponent)
    shared = gcd(*(d.get(pivot, 0) for d in differences))
    direction = {g: Rational(exponent * shared, first[pivot]) for g, exponent in first.items() if exponent}
    if any(e.denominator > 1 for e in direction.values()) or not all(
        _is_along(d, direction, pivot) for d in differences
    ):
        return None
    places = [d.get(pivot, 0) // shared for d in differences]
    powers = {monomial(0, place - min(places)): c for place, c in zip(places, value.values(), strict=True)}
    up = sum(monomial(g, int(e)) for g, e in direction.items() if e > 0)
    down = sum(monomial(g, int(-e)) for g, e in direction.items() if e < 0)
    return (up, down), powers


def _is_along(difference: dict[int, int], direction: dict[int, Rational], pivot: int) -> bool:
    times = Rational(difference.get(pivot, 0)) / direction[pivot]
    return all(difference.get(g, 0) == times * direction.get(g, 0) for g in {*difference, *direction})


def _spread(part: Poly, step: Step) -> Poly:
    """The polynomial in one quotient of monomials, homogeneous in the two."""
    top = exponent_of(max(part), 0)
    powers = {exponent_of(key, 0): c for key, c in part.items()}
    return checked({power * step[0] + (top - power) * step[1]: c for power, c in powers.items()})


# --- modulo a prime ---------------------------------------------------------------------------------------------------


def _coprime_in(left: Poly, right: Poly, generator: int, budget: Budget) -> bool:
    """Whether no common factor contains ``generator``; false where that is not certain."""
    one, other = _image(left, generator, budget), _image(right, generator, budget)
    return one is not None and other is not None and len(_common(one, other)) == 1


def _squarefree_in(value: Poly, generator: int, budget: Budget) -> bool:
    """Whether no repeated factor contains ``generator``; false where that is not certain."""
    image = _image(value, generator, budget)
    if image is None:
        return False
    top = len(image) - 1
    slope = _stripped([c * (top - place) % _PRIME for place, c in enumerate(image[:-1])])
    return bool(slope) and len(_common(image, slope)) == 1


def _image(value: Poly, generator: int, budget: Budget) -> Dense | None:
    """The polynomial in one generator, all others replaced by fixed numbers; ``None`` where its degree drops."""
    budget.spend(len(value))
    found: dict[int, int] = {}
    for packed, coefficient in value.items():
        power = 0
        for place, exponent in exponents(packed):
            if place == generator:
                power = exponent
            else:
                coefficient = coefficient * pow(place * 65_537 + 48_271, exponent, _PRIME) % _PRIME
        found[power] = (found.get(power, 0) + coefficient) % _PRIME
    top = max(found)
    if top > 400 or not found[top]:
        return None
    return [found.get(power, 0) for power in range(top, -1, -1)]


def _stripped(dense: Dense) -> Dense:
    start = next((place for place, coefficient in enumerate(dense) if coefficient), len(dense))
    return dense[start:]


def _common(left: Dense, right: Dense) -> Dense:
    while right:
        left, right = right, _remainder(left, right)
    return left


def _remainder(left: Dense, right: Dense) -> Dense:
    inverse = pow(right[0], -1, _PRIME)
    rest = list(left)
    for place in range(len(left) - len(right) + 1):
        if factor := rest[place] * inverse % _PRIME:
            for offset, coefficient in enumerate(right):
                rest[place + offset] = (rest[place + offset] - factor * coefficient) % _PRIME
    return _stripped(rest[max(0, len(left) - len(right) + 1) :])


# --- SymPy's rings ----------------------------------------------------------------------------------------------------


def _is_linear(value: Poly) -> bool:
    return all(sum(exponent for _, exponent in exponents(packed)) <= 1 for packed in value)


def _small(value: Poly) -> bool:
    if len(value) > _MAX_TERMS or any(abs(coefficient).bit_length() > _MAX_BITS for coefficient in value.values()):
        return False
    return all(sum(exponent for _, exponent in exponents(packed)) <= _MAX_DEGREE for packed in value)


def _ring(used: list[int]) -> Any:
    return PolyRing([f"g{generator}" for generator in used], ZZ)


def _to_ring(value: Poly, used: list[int], ring: Any) -> Any:
    place = {generator: index for index, generator in enumerate(used)}
    terms = {}
    for packed, coefficient in value.items():
        powers = [0] * len(used)
        for generator, exponent in exponents(packed):
            powers[place[generator]] = exponent
        terms[tuple(powers)] = ZZ(coefficient)
    return ring.from_dict(terms)


def _from_ring(element: Any, used: list[int]) -> Poly:
    if element.is_ground:
        return {0: int(element.LC)} if element else {}
    return {
        sum(monomial(generator, exponent) for generator, exponent in zip(used, powers, strict=True)): int(coefficient)
        for powers, coefficient in element.terms()
    } or ONE
