"""Common factors of small polynomials, by SymPy's polynomial arithmetic, bounded in size so that it cannot run away."""

from __future__ import annotations

from typing import Any

from sympy.polys.domains import ZZ
from sympy.polys.rings import PolyRing

from gdtutor.calculus.polynomial import ONE, Poly, exponents, generators, monomial

_MAX_TERMS = 60
_MAX_DEGREE = 40
_MAX_GENERATORS = 5


def _small(poly: Poly) -> bool:
    if len(poly) > _MAX_TERMS:
        return False
    return all(sum(exponent for _, exponent in exponents(packed)) <= _MAX_DEGREE for packed in poly)


def _is_linear(poly: Poly) -> bool:
    return all(sum(exponent for _, exponent in exponents(packed)) <= 1 for packed in poly)


def _ring(used: list[int]) -> Any:
    return PolyRing([f"g{generator}" for generator in used], ZZ)


def _to_ring(poly: Poly, used: list[int], ring: Any) -> Any:
    place = {generator: index for index, generator in enumerate(used)}
    terms = {}
    for packed, coefficient in poly.items():
        powers = [0] * len(used)
        for generator, exponent in exponents(packed):
            powers[place[generator]] = exponent
        terms[tuple(powers)] = ZZ(coefficient)
    return ring.from_dict(terms)


def _from_ring(element: Any, used: list[int]) -> Poly:
    return {
        sum(monomial(generator, exponent) for generator, exponent in zip(used, powers, strict=True)): int(coefficient)
        for powers, coefficient in element.terms()
    }


def split(left: Poly, right: Poly) -> tuple[Poly, Poly, Poly] | None:
    """The common factor of two polynomials and both cofactors; ``None`` if there is none or they are too large.

    Treating large ones as coprime is sound: an identity may stay unproved, none is proved wrongly.
    """
    if _is_linear(left) and _is_linear(right):
        return None  # both are primitive, and they are not the same
    used = sorted(generators(left) | generators(right))
    shared = generators(left) & generators(right)
    if not shared or len(used) > _MAX_GENERATORS or not (_small(left) and _small(right)):
        return None
    ring = _ring(used)
    common, one, other = _to_ring(left, used, ring).cofactors(_to_ring(right, used, ring))
    if common.is_ground:
        return None
    return _from_ring(common, used), _from_ring(one, used), _from_ring(other, used)


def squarefree(poly: Poly) -> list[tuple[Poly, int]]:
    """The square-free parts with their multiplicities; the polynomial itself where it is too large.

    >>> from gdtutor.calculus.polynomial import monomial
    >>> x = monomial(0)
    >>> [(len(part), power) for part, power in squarefree({2 * x: 1, x: 2, 0: 1})]
    [(2, 2)]
    """
    used = sorted(generators(poly))
    if len(poly) <= 2 or len(used) > _MAX_GENERATORS or not _small(poly):
        return [(poly, 1)]
    if not used:
        return [(ONE, 1)]
    _, parts = _to_ring(poly, used, _ring(used)).sqf_list()
    return [(_from_ring(part, used), int(power)) for part, power in parts]
