"""Max, Min and Piecewise in the field, with a sign for every comparison."""

from __future__ import annotations

from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.equality.kernel.field import Fraction, UndefinedError
from gdtutor.calculus.equality.kernel.reader import NoNormalFormError, Reader

_HALF = Rational(1, 2)


def largest(form: Reader, *arguments: sp.Expr) -> Fraction:
    """max(a, b) = (a + b + |a − b|)/2."""
    return _extremum(form, arguments, 1)


def smallest(form: Reader, *arguments: sp.Expr) -> Fraction:
    """min(a, b) = (a + b − |a − b|)/2."""
    return _extremum(form, arguments, -1)


def _extremum(form: Reader, arguments: tuple[sp.Expr, ...], sense: int) -> Fraction:
    field = form.field
    ordered = sorted(arguments, key=sp.default_sort_key)  # a set of arguments has no order of its own
    best = form.read(ordered[0])
    for argument in ordered[1:]:
        value = form.read(argument)
        apart = form.absolute(field.subtract(best, value))
        total = field.add(field.add(best, value), apart if sense > 0 else field.negative(apart))
        best = field.multiply(field.constant(_HALF), total)
    return best


def piecewise(form: Reader, *branches: tuple[sp.Expr, sp.Basic]) -> Fraction:
    """The first branch whose condition holds; borders, where two sides of a condition are equal, are left out.

    A branch, and the conditions behind it, count only where no condition before it holds. So what may have no value is
    read only in a case in which it counts.
    """
    field = form.field
    total, before = field.constant(0), field.constant(1)
    for branch, condition in branches:
        if not all(_is_polynomial(side) for relation in condition.atoms(sp.Rel) for side in relation.args):
            _ask_for_signs(form, before)
        holds = field.settled(field.multiply(before, _indicator(form, condition)))
        if holds.is_zero:
            continue
        if not _is_polynomial(branch):
            _ask_for_signs(form, holds)
        total = field.add(total, field.multiply(holds, form.read(branch)))
        before = field.settled(field.subtract(before, holds))
        if before.is_zero:
            return total
    _ask_for_signs(form, before)
    raise UndefinedError


def _ask_for_signs(form: Reader, value: Fraction) -> None:
    """Ask for the signs on which a value depends, if it depends on any."""
    form.signs.as_factor(value.numerator)


def _is_polynomial(expression: sp.Expr) -> bool:
    """Whether an expression has a value everywhere, as is seen at once."""
    if expression.is_Rational or expression.is_Symbol:
        return True
    if expression.is_Pow:
        return bool(expression.exp.is_Integer and expression.exp > 0) and _is_polynomial(expression.base)
    return (expression.is_Add or expression.is_Mul) and all(map(_is_polynomial, expression.args))


def _indicator(form: Reader, condition: sp.Basic) -> Fraction:
    """1 where the condition holds and 0 where it does not, as a polynomial in signs."""
    field = form.field
    if condition in (sp.true, sp.false):
        return field.constant(int(condition is sp.true))
    if isinstance(condition, sp.And):
        return _all_of(form, [_indicator(form, part) for part in condition.args])
    if isinstance(condition, sp.Or):
        none = _all_of(form, [_complement(form, _indicator(form, part)) for part in condition.args])
        return _complement(form, none)
    if isinstance(condition, sp.Not):
        return _complement(form, _indicator(form, condition.args[0]))
    if isinstance(condition, sp.Eq | sp.Ne):
        difference = field.subtract(form.read(condition.lhs), form.read(condition.rhs))
        same = form.is_zero(difference)
        if not same:
            form.inverse(difference)  # raises where it is not clear that the two sides differ nearly everywhere
        return field.constant(int(same == isinstance(condition, sp.Eq)))
    if isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
        return _inequality(form, condition)
    raise NoNormalFormError(type(condition).__name__)


def _all_of(form: Reader, indicators: list[Fraction]) -> Fraction:
    total = form.field.constant(1)
    for indicator in indicators:
        total = form.field.multiply(total, indicator)
    return total


def _complement(form: Reader, indicator: Fraction) -> Fraction:
    return form.field.subtract(form.field.constant(1), indicator)


def _inequality(form: Reader, condition: sp.Rel) -> Fraction:
    """(1 + sign(greater − lesser))/2."""
    field = form.field
    sign = form.sign(field.subtract(form.read(condition.gts), form.read(condition.lts)))
    if sign.is_zero:
        return field.constant(int(not isinstance(condition, sp.Gt | sp.Lt)))
    return field.multiply(field.constant(_HALF), field.add(field.constant(1), sign))
