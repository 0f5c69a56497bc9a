"""Write a polynomial as a sum of squares, exactly: a Gram matrix over the half-degree monomials, factored as LDLᵀ.

A quadratic form has one Gram matrix, so for it the answer is final: a sum of squares, or none exists. Above degree two
the matrix is chosen by the monomials, not searched for: a sum of squares may be missed, none is claimed wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.proving.small_polynomial import small_polynomial

_MAX_BASIS = 24

Exponents = tuple[int, ...]
Matrix = list[list[Fraction]]


class Square(NamedTuple):
    """One term ``weight · (Σ coefficients[k] · basis[k])²`` with a positive weight."""

    weight: Fraction
    coefficients: tuple[Fraction, ...]


def sum_of_squares(expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> sp.Expr | None:
    """The polynomial as a sum of squares with positive rational weights; ``None`` where none was found.

    >>> x, y = sp.symbols("x y")
    >>> sum_of_squares(2 * x**2 - 2 * x * y + y**2, [x, y])
    y**2/2 + 2*(x - y/2)**2
    >>> sum_of_squares(x**2 - 2 * y**2, [x, y]) is None
    True
    """
    polynomial = small_polynomial(expression, symbols)
    if polynomial is None:
        return None
    terms = {powers: Fraction(int(c.p), int(c.q)) for powers, c in polynomial.terms()}
    if set(terms) == {(0,) * len(symbols)}:
        return expression if terms[(0,) * len(symbols)] >= 0 else None
    basis = _half_basis(list(terms))
    if not basis or len(basis) > _MAX_BASIS:
        return None
    squares = diagonalised(_gram(terms, basis))
    return None if squares is None else _written(squares, basis, symbols)


def _half_basis(support: list[Exponents]) -> list[Exponents]:
    """The monomials that may occur inside the squares: their squares are in the polynomial, or cancel."""
    highest = [max(powers[k] for powers in support) // 2 for k in range(len(support[0]))]
    degrees = [sum(powers) for powers in support]
    low, high = (min(degrees) + 1) // 2, max(degrees) // 2
    basis = [powers for powers in _monomials(highest, high) if sum(powers) >= low]
    known = set(support)
    while True:
        kept = [one for one in basis if _added(one, one) in known or _is_sum_of_others(one, basis)]
        if kept == basis:
            return sorted(basis, key=lambda powers: (-sum(powers), [-power for power in powers]))
        basis = kept


def _monomials(highest: list[int], degree: int) -> Iterator[Exponents]:
    """All exponents up to ``highest`` whose sum is at most ``degree``."""
    if not highest:
        yield ()
        return
    for exponent in range(min(highest[0], degree) + 1):
        for rest in _monomials(highest[1:], degree - exponent):
            yield (exponent, *rest)


def _is_sum_of_others(one: Exponents, basis: list[Exponents]) -> bool:
    wanted, places = _added(one, one), set(basis)
    return any(other != one and tuple(w - o for w, o in zip(wanted, other, strict=True)) in places for other in basis)


def _added(left: Exponents, right: Exponents) -> Exponents:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def _gram(terms: dict[Exponents, Fraction], basis: list[Exponents]) -> Matrix | None:
    """A symmetric matrix G with p = zᵀGz: a square's coefficient on the diagonal, any other shared by its pairs."""
    size = len(basis)
    pairs: dict[Exponents, list[tuple[int, int]]] = {}
    for i in range(size):
        for j in range(i, size):
            pairs.setdefault(_added(basis[i], basis[j]), []).append((i, j))
    gram = [[Fraction(0)] * size for _ in range(size)]
    for powers, coefficient in terms.items():
        places = pairs.get(powers)
        if not places:
            return None
        diagonal = [place for place in places if place[0] == place[1]]
        places = diagonal or places
        for i, j in places:
            share = coefficient / len(places)
            gram[i][j] += share if i == j else share / 2
            gram[j][i] = gram[i][j]
    return gram


def diagonalised(gram: Matrix | None) -> list[Square] | None:
    """zᵀGz as a sum of weighted squares, by completing the square again and again; ``None`` where G is indefinite.

    >>> diagonalised([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(1)]]) is None
    True
    """
    if gram is None:
        return None
    rest = [row[:] for row in gram]
    open_places = list(range(len(rest)))
    squares: list[Square] = []
    while open_places:
        pivot = next((k for k in open_places if rest[k][k] != 0), open_places[0])
        weight = rest[pivot][pivot]
        if weight <= 0:
            is_zero = all(rest[i][j] == 0 for i in open_places for j in open_places)
            return squares if is_zero else None
        factors = [rest[pivot][j] / weight if j in open_places else Fraction(0) for j in range(len(rest))]
        squares.append(Square(weight, tuple(factors)))
        for i in open_places:
            for j in open_places:
                rest[i][j] -= weight * factors[i] * factors[j]
        open_places.remove(pivot)
    return squares


def _written(squares: list[Square], basis: list[Exponents], symbols: Sequence[sp.Symbol]) -> sp.Expr:
    monomials = [sp.Mul(*(s**e for s, e in zip(symbols, powers, strict=True))) for powers in basis]
    return sp.Add(*(_rational(s.weight) * _line(s, monomials) ** 2 for s in squares))


def _line(square: Square, monomials: Sequence[sp.Expr]) -> sp.Expr:
    return sp.Add(*(_rational(c) * m for c, m in zip(square.coefficients, monomials, strict=True)))


def _rational(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)
