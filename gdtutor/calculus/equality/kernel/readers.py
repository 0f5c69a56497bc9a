"""What reads each function into the field: the table behind ``Form``, with an identity for most entries."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.equality.kernel.alternatives import largest, piecewise, smallest
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.functions import sigmoid, softplus

_HALF = Rational(1, 2)


def _exponentials(form: Reader, u: Fraction) -> tuple[Fraction, Fraction]:
    return form.exponentials.exp(u), form.exponentials.exp(form.field.negative(u))


def _cosh(form: Reader, u: Fraction) -> Fraction:
    up, down = _exponentials(form, u)
    return form.field.multiply(form.field.constant(_HALF), form.field.add(up, down))


def _sinh(form: Reader, u: Fraction) -> Fraction:
    up, down = _exponentials(form, u)
    return form.field.multiply(form.field.constant(_HALF), form.field.subtract(up, down))


def _acosh(form: Reader, u: Fraction) -> Fraction:
    one = form.field.constant(1)
    lower = form.square_root(form.field.subtract(u, one))
    upper = form.square_root(form.field.add(u, one))
    return form.log(form.field.add(u, form.field.multiply(lower, upper)))


def _asinh(form: Reader, u: Fraction) -> Fraction:
    root = form.square_root(form.field.add(form.field.multiply(u, u), form.field.constant(1)))
    return form.log(form.field.add(u, root))


def _atanh(form: Reader, u: Fraction) -> Fraction:
    one = form.field.constant(1)
    difference = form.field.subtract(form.log(form.field.add(one, u)), form.log(form.field.subtract(one, u)))
    return form.field.multiply(form.field.constant(_HALF), difference)


def _acoth(form: Reader, u: Fraction) -> Fraction:
    one = form.field.constant(1)
    quotient = form.divide(form.field.add(u, one), form.field.subtract(u, one))
    return form.field.multiply(form.field.constant(_HALF), form.log(quotient))


def _sigmoid(form: Reader, u: Fraction) -> Fraction:
    return form.inverse(form.field.add(form.field.constant(1), form.exponentials.exp(form.field.negative(u))))


def _softplus(form: Reader, u: Fraction) -> Fraction:
    return form.log(form.field.add(form.field.constant(1), form.exponentials.exp(u)))


def _tan(form: Reader, u: Fraction) -> Fraction:
    turn = form.angles.turn(u)
    return form.divide(turn.sine, turn.cosine)


def _cot(form: Reader, u: Fraction) -> Fraction:
    turn = form.angles.turn(u)
    return form.divide(turn.cosine, turn.sine)


Read = Callable[[Reader, Fraction], Fraction]


def _of_value(read: Read) -> Callable[[Reader, sp.Expr], Fraction]:
    """A reader of an expression from one of a value."""
    return lambda form, u: read(form, form.read(u))


def _of_inverse(read: Read) -> Read:
    """The function of 1/u."""
    return lambda form, u: read(form, form.inverse(u))


def _inverse_of(read: Read) -> Read:
    """One over the function."""
    return lambda form, u: form.inverse(read(form, u))


_BY_VALUE: dict[type, Read] = {
    sp.exp: lambda form, u: form.exponentials.exp(u),
    sp.log: Reader.log,
    sp.sin: lambda form, u: form.angles.turn(u).sine,
    sp.cos: lambda form, u: form.angles.turn(u).cosine,
    sp.tan: _tan,
    sp.cot: _cot,
    sp.sec: lambda form, u: form.inverse(form.angles.turn(u).cosine),
    sp.csc: lambda form, u: form.inverse(form.angles.turn(u).sine),
    sp.asin: lambda form, u: form.arcs.asin(u),
    sp.acos: lambda form, u: form.arcs.acos(u),
    sp.atan: lambda form, u: form.arcs.atan(u),
    sp.acot: lambda form, u: form.arcs.atan(form.inverse(u)),
    sp.asec: lambda form, u: form.arcs.acos(form.inverse(u)),
    sp.acsc: lambda form, u: form.arcs.asin(form.inverse(u)),
    sp.sinh: _sinh,
    sp.cosh: _cosh,
    sp.tanh: lambda form, u: form.divide(_sinh(form, u), _cosh(form, u)),
    sp.coth: lambda form, u: form.divide(_cosh(form, u), _sinh(form, u)),
    sp.sech: _inverse_of(_cosh),
    sp.csch: _inverse_of(_sinh),
    sp.asinh: _asinh,
    sp.acosh: _acosh,
    sp.atanh: _atanh,
    sp.acoth: _acoth,
    sp.asech: _of_inverse(_acosh),
    sp.acsch: _of_inverse(_asinh),
    sp.Abs: lambda form, u: form.absolute(u),
    sp.sign: lambda form, u: form.sign(u),
    sp.erf: lambda form, u: form.opaque.odd(sp.erf, u),
    sigmoid: _sigmoid,
    softplus: _softplus,
}

Reader.readers = {function: _of_value(read) for function, read in _BY_VALUE.items()} | {
    sp.Max: largest,
    sp.Min: smallest,
    sp.Piecewise: piecewise,
}
