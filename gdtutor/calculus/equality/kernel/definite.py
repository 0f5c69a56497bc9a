"""Polynomials that have one sign only, seen by their form: even powers, quadratics without real zeros, constants."""

from __future__ import annotations

from gdtutor.calculus.budget import OutOfBudgetError
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Field
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.tables import Tables
from gdtutor.calculus.equality.kernel.values import Values
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.intervals import Intervals, certain_sign

_MAX_TERMS = 16
_PRECISIONS = (80, 400, 2_000)


def is_positive(tables: Tables, generator: int) -> bool:
    """Whether a generator is positive by its kind: an exponential, a root, π."""
    found = tables.generators[generator]
    return found.kind in {"exp", "root"} or (found.kind == "symbol" and found.constant)


def definite_sign(value: Poly, field: Field) -> int:
    """+1 or −1 where the polynomial has this sign but on a set without interior, 0 where that is not seen."""
    if field.tables.is_constant(value):
        return constant_sign(value, field)
    return _form_sign(value, field, 3)


def _form_sign(value: Poly, field: Field, depth: int) -> int:
    sign = _evident_sign(value, field.tables) or sign_of_arcs(value, field.tables)
    if sign or not depth or len(value) > _MAX_TERMS or len(value) < 2:
        return sign
    for generator in sorted(poly.generators(value)):
        by_power = poly.collected(value, generator)
        if max(by_power) == 2 and field.tables.generators[generator].kind != "sign":
            return _quadratic_sign(by_power, field, depth - 1)
    return 0


def _evident_sign(value: Poly, tables: Tables) -> int:
    """The sign that every term has."""
    signs = set()
    for packed, coefficient in value.items():
        odd = any(exponent % 2 and not is_positive(tables, g) for g, exponent in poly.exponents(packed))
        signs.add(0 if odd else (1 if coefficient > 0 else -1))
    return signs.pop() if len(signs) == 1 else 0


def sign_of_arcs(value: Poly, tables: Tables) -> int:
    """π/2 − atan(u) is positive: a multiple of π that the arcs cannot outweigh."""
    most, turn = 0, 0
    for packed, coefficient in value.items():
        generators = poly.exponents(packed)
        if len(generators) != 1 or generators[0][1] != 1:
            return 0
        generator = tables.generators[generators[0][0]]
        if generator.kind == "symbol" and generator.constant:
            turn += coefficient
        elif generators[0][0] in tables.arcs:
            most += abs(coefficient)
        else:
            return 0
    return 0 if 2 * abs(turn) < most else (1 if turn > 0 else -1)


def _quadratic_sign(by_power: dict[int, Poly], field: Field, depth: int) -> int:
    """a·v² + b·v + c has the sign of a where b² − 4ac is negative."""
    sign = _form_sign(by_power[2], field, depth)
    if not sign:
        return 0
    slope, rest = by_power.get(1, {}), by_power.get(0, {})
    square = field.times(slope, slope) if slope else {}
    product = field.times(by_power[2], rest) if rest else {}
    discriminant = poly.add(square, poly.scale(product, -4))
    return sign if not discriminant or _form_sign(discriminant, field, depth) < 0 else 0


def constant_sign(value: Poly, field: Field) -> int:
    """The certified sign of a number; raises OutOfBudgetError where it cannot be told from zero."""
    sign = certified_sign(value, field)
    if not sign:
        raise OutOfBudgetError
    return sign


def certified_sign(value: Poly, field: Field) -> int:
    """The certified sign of a number, 0 where it cannot be told from zero."""
    for precision in _PRECISIONS:
        field.budget.spend(1_000)
        try:
            sign = certain_sign(Values(field.tables, Intervals({}, precision)).poly(value))
        except (OutsideDomainError, UncertainError):
            continue
        if sign:
            return sign
    return 0
