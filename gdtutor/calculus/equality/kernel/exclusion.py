"""Check that the signs of a case exclude one another, by the evidence that was found for it.

On a line: all conditions speak of one generator, and at no point between the zeros of their units do all of them hold.
Sturm's theorem counts the zeros, so that none is missed. By rows: a sum of quantities that would all be positive, each
a non-negative number of times, is a number that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction as Rational
from itertools import pairwise

from sympy.polys.domains import ZZ
from sympy.polys.euclidtools import dup_inner_gcd
from sympy.polys.rootisolation import dup_count_real_roots
from sympy.polys.sqfreetools import dup_sqf_part

from gdtutor.calculus.budget import Budget, Interruption, OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.definite import is_positive
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.signs import Parity, determined, units_of
from gdtutor.calculus.equality.kernel.tables import Tables
from gdtutor.calculus.equality.kernel.values import Values
from gdtutor.calculus.intervals import Intervals, certain_sign

LINES = frozenset({"symbol", "exp", "log", "angle"})  # kinds of generators whose values fill a line or half of one
_PRECISION = 240
LARGEST_DEGREE = 30
Dense = list[int]  # integer coefficients, the highest power first
Cut = tuple[Rational, Rational]


@dataclass(frozen=True)
class OnLine:
    """One generator, and intervals in ascending order that each contain one zero."""

    generator: int
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class ByRows:
    """How often each unit (with its sign) and each monomial is taken."""

    units: tuple[tuple[int, int], ...]
    monomials: tuple[tuple[int, int], ...]


def excludes(evidence: OnLine | ByRows, conditions: Sequence[Parity], tables: Tables, budget: Budget) -> bool:
    """Whether the evidence shows that the conditions hold together at no point, but at most at zeros of units."""
    if isinstance(evidence, ByRows):
        return _rows_exclude(evidence, determined(conditions), tables)
    try:
        return _line_excludes(evidence, conditions, tables, budget)
    except Interruption:
        return False


# --- rows -------------------------------------------------------------------------------------------------------------


def sign_of_monomial(packed: int, known: dict[int, int], tables: Tables) -> int:
    """The sign of a monomial, by what is positive by its kind and by known signs of generators; 0 where it is open."""
    signs = {tables.units[unit].generator: sign for unit, sign in known.items() if tables.units[unit].generator >= 0}
    sign = 1
    for generator, exponent in poly.exponents(packed):
        if exponent % 2 and not is_positive(tables, generator):
            sign *= signs.get(generator, 0)
    return sign


def _rows_exclude(evidence: ByRows, known: dict[int, int], tables: Tables) -> bool:
    total: Poly = {}
    for unit, times in evidence.units:
        if unit not in known or times < 0:
            return False
        total = poly.add(total, poly.scale(tables.units[unit].value, known[unit] * times))
    for packed, times in evidence.monomials:
        sign = sign_of_monomial(packed, known, tables)
        if not sign or not packed or times < 0:
            return False
        total = poly.add(total, {packed: sign * times} if times else {})
    taken = any(times for _, times in (*evidence.units, *evidence.monomials))
    return taken and not any(total) and total.get(0, 0) <= 0


# --- lines ------------------------------------------------------------------------------------------------------------


def _line_excludes(evidence: OnLine, conditions: Sequence[Parity], tables: Tables, budget: Budget) -> bool:
    units = units_of(conditions)
    generator = evidence.generator
    below = {g for unit in units for g in below_roots(tables, tables.units[unit].value)}
    if below != {generator} or tables.generators[generator].kind not in LINES:
        return False
    polynomials: list[Dense] = []
    for unit in units:
        changes = changes_of(tables.units[unit].value, tables, budget)
        if changes is None:
            return False
        polynomials += [dense(change, generator) for change in changes if poly.generators(change)]
    if not _hold_all_zeros(evidence.cuts, polynomials):
        return False
    half = is_positive(tables, generator)
    for point in between(evidence.cuts):
        if half and point <= 0:
            continue
        signs = {unit: sign_at(unit, point, generator, tables) for unit in units}
        if any(not sign for sign in signs.values()) or _all_hold(conditions, signs):
            return False
    return not half or (Rational(0), Rational(0)) in evidence.cuts


def _hold_all_zeros(cuts: Sequence[Cut], polynomials: Sequence[Dense]) -> bool:
    """Whether every real zero is in a cut, and zeros in the same cut are the same one."""
    if any(low > high for low, high in cuts) or any(one[1] >= other[0] for one, other in pairwise(cuts)):
        return False
    inside: dict[Cut, Dense] = {}
    for polynomial in polynomials:
        simple = [int(c) for c in dup_sqf_part([ZZ(c) for c in polynomial], ZZ)]  # else double zeros change no sign
        held = [cut for cut in cuts if _has_zero(simple, cut)]
        if dup_count_real_roots([ZZ(c) for c in simple], ZZ) != len(held):
            return False
        for cut in held:
            if cut[0] < cut[1]:
                inside[cut] = _shared(inside.get(cut, simple), simple)
                if not _has_zero(inside[cut], cut):
                    return False
    return True


def _shared(one: Dense, other: Dense) -> Dense:
    return [int(c) for c in dup_inner_gcd([ZZ(c) for c in one], [ZZ(c) for c in other], ZZ)[0]]


def _has_zero(polynomial: Dense, cut: Cut) -> bool:
    low, high = (value_at(polynomial, end) for end in cut)
    return low == 0 if cut[0] == cut[1] else low * high < 0


def _all_hold(conditions: Iterable[Parity], signs: dict[int, int]) -> bool:
    for sign, units in conditions:
        for unit in units:
            sign *= signs[unit]
        if sign <= 0:
            return False
    return True


def between(cuts: Sequence[Cut]) -> list[Rational]:
    """A point before, between and after the zeros.

    >>> between([(Rational(1), Rational(1)), (Rational(2), Rational(3))])
    [Fraction(0, 1), Fraction(3, 2), Fraction(4, 1)]
    """
    if not cuts:
        return [Rational(1)]
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(cuts)]
    return [cuts[0][0] - 1, *inner, cuts[-1][1] + 1]


def value_at(polynomial: Dense, point: Rational) -> Rational:
    """The value of a polynomial, by Horner's rule."""
    total = Rational(0)
    for coefficient in polynomial:
        total = total * point + coefficient
    return total


def sign_at(unit: int, point: Rational, generator: int, tables: Tables) -> int:
    """The sign of a unit where the generator has a value; 0 where it is not certain."""
    value = tables.units[unit].value
    if poly.generators(value) == {generator}:
        at = value_at(dense(value, generator), point)
        return (at > 0) - (at < 0)
    found = tables.generators[generator]
    if found.kind != "symbol":
        return 0
    try:
        return certain_sign(Values(tables, Intervals({found.meaning[0]: point}, _PRECISION)).unit(unit))
    except Interruption:
        return 0


def is_low(value: Poly, generator: int) -> bool:
    """Whether the degree in a generator is small enough for zeros to be looked for."""
    return max(poly.exponent_of(packed, generator) for packed in value) <= LARGEST_DEGREE


def dense(value: Poly, generator: int) -> Dense:
    """A polynomial in one generator by its coefficients, the highest power first.

    Raises:
        OutOfBudgetError: for a degree beyond ``LARGEST_DEGREE``.
    """
    if not is_low(value, generator):
        raise OutOfBudgetError
    powers = {poly.exponent_of(packed, generator): c for packed, c in value.items()}
    return [powers.get(power, 0) for power in range(max(powers), -1, -1)]


def below_roots(tables: Tables, value: Poly) -> set[int]:
    """The generators of a polynomial, those within roots in place of the roots."""
    found = set()
    for generator in poly.generators(value):
        inside = tables.generators[generator]
        if inside.kind == "root":
            found |= below_roots(tables, {sum(map(poly.monomial, inside.inside)): 1})
        else:
            found.add(generator)
    return found


def changes_of(value: Poly, tables: Tables, budget: Budget) -> list[Poly] | None:
    """Polynomials without roots among whose zeros all changes of sign are; ``None`` for other than square roots."""
    roots = [g for g in poly.generators(value) if tables.generators[g].kind == "root"]
    if not roots:
        return [value]
    unit, degree = tables.generators[max(roots)].meaning
    if degree != 2:
        return None
    found = [tables.units[unit].value]
    for sign in (-1, 1):
        norm = _norm(value, max(roots), poly.scale(tables.units[unit].value, sign), budget)
        inner = changes_of(norm, tables, budget) if norm else None
        if inner is None:
            return None
        found += inner
    return found


def _norm(value: Poly, root: int, radicand: Poly, budget: Budget) -> Poly:
    """(a + b·r)(a − b·r) for the square root r of ``radicand``, or a where b is zero."""
    even: Poly = {}
    odd: Poly = {}
    for power, coefficient in poly.collected(value, root).items():
        for _ in range(power // 2):
            coefficient = poly.multiply(coefficient, radicand, budget)
        even, odd = (even, poly.add(odd, coefficient)) if power % 2 else (poly.add(even, coefficient), odd)
    if not odd:
        return even
    lost = poly.multiply(poly.multiply(odd, odd, budget), radicand, budget)
    return poly.add(poly.multiply(even, even, budget), poly.scale(lost, -1))
