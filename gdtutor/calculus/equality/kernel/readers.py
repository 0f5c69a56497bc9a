"""What reads each function into the field: a few by themselves, all others by the identities of their records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction as Rational
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.advice import Advice
from gdtutor.calculus.equality.kernel.alternatives import largest, piecewise, smallest
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.kernel.tables import Tables
from gdtutor.calculus.functions import RECORDS, Elementary
from gdtutor.calculus.identities import by_identity

Read = Callable[[Reader, Fraction], Fraction]


def _tan(form: Reader, u: Fraction) -> Fraction:
    turn = form.angles.turn(u)
    return form.divide(turn.sine, turn.cosine)


def _cot(form: Reader, u: Fraction) -> Fraction:
    turn = form.angles.turn(u)
    return form.divide(turn.cosine, turn.sine)


def _acot(form: Reader, u: Fraction) -> Fraction:
    """atan(1/u), and π/2 where u stays at 0."""
    value = form.simplified(u)
    return form.arcs.part_of_pi(Rational(1, 2)) if value.is_zero else form.arcs.atan(form.inverse(value))


_BY_THEMSELVES: dict[type, Read] = {
    sp.exp: lambda form, u: form.exponentials.exp(u),
    sp.log: Reader.log,
    sp.sin: lambda form, u: form.angles.turn(u).sine,
    sp.cos: lambda form, u: form.angles.turn(u).cosine,
    sp.tan: _tan,
    sp.cot: _cot,
    sp.asin: lambda form, u: form.arcs.asin(u),
    sp.acos: lambda form, u: form.arcs.acos(u),
    sp.atan: lambda form, u: form.arcs.atan(u),
    sp.acot: _acot,
    sp.Abs: lambda form, u: form.absolute(u),
    sp.sign: lambda form, u: form.sign(u),
}


class _Fractions(NamedTuple):
    """The numbers of the field, for identities to be computed with."""

    form: Reader

    def rational(self, above: int, below: int) -> Fraction:
        return self.form.field.constant(Rational(above, below))

    def constant(self, node: sp.Expr) -> Fraction:
        return self.form.read(node)

    def sum(self, terms: list[Fraction]) -> Fraction:
        total = terms[0]
        for term in terms[1:]:
            total = self.form.field.add(total, term)
        return total

    def product(self, factors: list[Fraction]) -> Fraction:
        total = factors[0]
        for factor in factors[1:]:
            total = self.form.field.multiply(total, factor)
        return total

    def integer_power(self, base: Fraction, exponent: int) -> Fraction:
        base = base if exponent > 0 else self.form.inverse(base)
        return base if abs(exponent) == 1 else self.form.field.power(base, abs(exponent))

    def square_root(self, base: Fraction) -> Fraction:
        return self.form.square_root(base)

    def apply(self, function: type, value: Fraction) -> Fraction:
        return _BY_VALUE[function](self.form, value)


def _reader(record: Elementary) -> Read:
    """By itself, by its identity, or as a generator that is recognised again by its argument."""
    function = record.function
    if function in _BY_THEMSELVES:
        return _BY_THEMSELVES[function]
    if record.identity is not None:
        return lambda form, u: by_identity(_Fractions(form), function, u)
    if record.parity == -1 and record.rises == 1:  # it has the sign of its argument
        return lambda form, u: form.opaque.odd(function, u)
    return lambda form, u: form.opaque.function(function, (u,))


def _of_expression(read: Read) -> Callable[[Reader, sp.Expr], Fraction]:
    """A reader of an expression from one of a value."""
    return lambda form, u: read(form, form.read(u))


_BY_VALUE = {record.function: _reader(record) for record in RECORDS.values()}
READERS: dict[type, Callable[..., Fraction]] = {
    **{function: _of_expression(read) for function, read in _BY_VALUE.items()},
    sp.Max: largest,
    sp.Min: smallest,
    sp.Piecewise: piecewise,
}


def reader(tables: Tables, budget: Budget, assumed: Iterable[Parity], advise: Callable[[Reader], Advice]) -> Reader:
    """A reader that knows every function, under assumptions about signs."""
    return Reader(tables, budget, assumed, advise, READERS)
