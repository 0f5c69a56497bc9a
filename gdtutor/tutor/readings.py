"""Other ways to see a node than the tutor's own: a quotient as a product, a constant as one of the factors."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from gdtutor.calculus.forms import Form, Kind

_MOST_FACTORS = 6  # a longer product is not seen in two parts


def other_readings(form: Form) -> Iterator[Form]:
    """The other readings of a form, each with the same value.

    >>> from gdtutor.calculus.forms import form_of
    >>> x = sp.Symbol("x")
    >>> [str(reading.kind) for reading in other_readings(form_of(sp.sin(x) / x, x))]
    ['product']
    """
    if form.kind is Kind.POWER and _is_negative(form):
        yield _as_quotient(Form(Kind.CONSTANT, sp.Integer(1)), form)
    if form.kind is Kind.QUOTIENT:
        yield _as_product(form)
    if form.kind is Kind.MULTIPLE:
        yield from _constant_taken_in(form)
    if form.kind is Kind.PRODUCT and 2 < len(form.parts) <= _MOST_FACTORS:
        yield from _in_two(form)


def _is_negative(form: Form) -> bool:
    return form.constant is not None and bool(form.constant.is_negative)


def _reciprocal(form: Form) -> Form:
    if form.kind is Kind.POWER and form.constant is not None:
        return Form(Kind.POWER, 1 / form.expression, form.parts, -form.constant)
    return Form(Kind.POWER, 1 / form.expression, (form,), sp.Integer(-1))


def _as_product(quotient: Form) -> Form:
    return Form(Kind.PRODUCT, quotient.expression, (quotient.parts[0], _reciprocal(quotient.parts[1])))


def _as_quotient(above: Form, power: Form) -> Form:
    """``c * base^-n`` as the quotient ``c / base^n``."""
    assert power.constant is not None
    base = power.parts[0]
    below = base
    if power.constant != -1:
        below = Form(Kind.POWER, base.expression**-power.constant, power.parts, -power.constant)
    return Form(Kind.QUOTIENT, above.expression * power.expression, (above, below))


def _constant_taken_in(form: Form) -> Iterator[Form]:
    """``c*u*v`` as ``(c*u)*v`` or ``u*(c*v)``, ``c/v`` as a quotient, ``c*u`` as a product of two functions."""
    constant, inner = form.constant, form.parts[0]
    assert constant is not None
    if constant != -1:
        yield Form(Kind.PRODUCT, form.expression, (Form(Kind.CONSTANT, constant), inner))
    if inner.kind is Kind.POWER and _is_negative(inner):
        yield _as_quotient(Form(Kind.CONSTANT, constant), inner)
    if inner.kind is Kind.QUOTIENT:
        yield _with_constant(form, inner, 0, constant)
        yield _with_constant(form, _as_product(inner), 0, constant)
    if inner.kind is Kind.PRODUCT and len(inner.parts) <= _MOST_FACTORS:
        for reading in [inner] if len(inner.parts) == 2 else list(_in_two(inner)):
            yield _with_constant(form, reading, 0, constant)
            yield _with_constant(form, reading, 1, constant)


def _with_constant(whole: Form, reading: Form, place: int, constant: sp.Expr) -> Form:
    parts = list(reading.parts)
    taken = parts[place]
    parts[place] = Form(Kind.MULTIPLE, constant * taken.expression, (taken,), constant)
    return Form(reading.kind, whole.expression, tuple(parts))


def _in_two(form: Form) -> Iterator[Form]:
    """A long product as one factor times the rest."""
    for place, part in enumerate(form.parts):
        rest = form.parts[:place] + form.parts[place + 1 :]
        others = rest[0] if len(rest) == 1 else Form(Kind.PRODUCT, sp.Mul(*(p.expression for p in rest)), rest)
        yield Form(Kind.PRODUCT, form.expression, (part, others))
