"""The wrong rules as formulas, in the same quantities as the right ones, for numbers and for expressions alike.

A formula takes ``Parts``: u, v and their derivatives du, dv at one node. With floats it predicts the value that a
mistake leads to, with SymPy expressions the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import sympy as sp

from gdtutor.calculus.forms import Form, Kind
from gdtutor.tutor.closures import U
from gdtutor.tutor.parts import Parts
from gdtutor.tutor.slopes import evaluated, wrong_slopes

Formula = Callable[[Parts], Any]


class WrongRule(NamedTuple):
    """A wrong rule at one node: the ids of the mistakes in it (none for the right rule) and its formula.

    ``place`` is the part that it is about, where it is about one part of a sum. ``strain`` is negative where a minus is
    lost that stands there, which is likelier than most other slips, and positive where the rule is far-fetched.
    """

    mistakes: tuple[str, ...]
    formula: Formula
    place: int | None = None
    strain: int = 0


def _rules(*rows: tuple[str, Formula]) -> list[WrongRule]:
    return [WrongRule(tuple(name.split("+")) if name else (), formula) for name, formula in rows]


PRODUCT = _rules(
    ("", lambda p: p.du * p.v + p.u * p.dv),
    ("product_of_derivatives", lambda p: p.du * p.dv),
    ("product_wrong_pairing", lambda p: p.u * p.du + p.v * p.dv),
    ("product_minus", lambda p: p.du * p.v - p.u * p.dv),
    ("product_minus", lambda p: p.u * p.dv - p.du * p.v),
    ("product_as_sum", lambda p: p.du + p.dv),
    ("product_one_term", lambda p: p.du * p.v),
    ("product_one_term", lambda p: p.u * p.dv),
)
QUOTIENT = _rules(
    ("", lambda p: (p.du * p.v - p.u * p.dv) / p.v**2),
    ("quotient_of_derivatives", lambda p: p.du / p.dv),
    ("quotient_denominator_wrong_square", lambda p: (p.du * p.v - p.u * p.dv) / p.u**2),
    ("quotient_denominator_not_squared", lambda p: (p.du * p.v - p.u * p.dv) / p.v),
    ("quotient_plus", lambda p: (p.du * p.v + p.u * p.dv) / p.v**2),
    ("quotient_order_swapped", lambda p: (p.u * p.dv - p.du * p.v) / p.v**2),
    ("quotient_inverted", lambda p: (p.dv * p.u - p.v * p.du) / p.u**2),
)
GENERAL_POWER = _rules(
    ("", lambda p: p.whole * (p.dv * p.log(p.u) + p.v * p.du / p.u)),
    ("power_variable_exponent", lambda p: p.v * p.u ** (p.v - 1) * p.du),
)
# What becomes of the outer derivative and the inner one; the outer derivative itself may be wrong as well.
CHAIN = _rules(
    ("", lambda p: p.slope(p.u) * p.du),
    ("chain_inner_missing", lambda p: p.slope(p.u)),
    ("chain_inner_kept", lambda p: p.slope(p.u) * p.u),
    ("chain_argument_replaced", lambda p: p.du * p.slope(p.variable)),
    ("chain_outer_at_inner_derivative", lambda p: p.slope(p.du)),
    ("chain_only_inner", lambda p: p.du),
    ("chain_inner_missing+chain_argument_replaced", lambda p: p.slope(p.variable)),
)
_INNER_SIGN = [WrongRule(("inner_sign",), lambda p: -p.slope(p.u) * p.du, strain=-1)]
_INNER_SIGN_KEPT = _rules(("chain_inner_missing", lambda p: -p.slope(p.u)))
_ONE_LEVEL_SHORT = _rules(("chain_one_level_short", lambda p: p.slope(p.u)))
_IMPLICIT = _rules(("implicit_factor_missing", lambda p: p.slope(p.u)))
_LOG_OF_MULTIPLE = _rules(
    ("log_constant_factor", lambda p: p.du / p.variable),
    ("log_constant_factor", lambda p: 1 / p.u),
)

_ANTIDERIVATIVES: dict[type, sp.Expr] = {
    sp.sin: -sp.cos(U), sp.cos: sp.sin(U), sp.tan: -sp.log(sp.cos(U)), sp.log: U * sp.log(U) - U,
    sp.sinh: sp.cosh(U), sp.cosh: sp.sinh(U),
}  # fmt: skip


def _antiderivative(form: Form) -> Formula | None:
    if form.kind is Kind.POWER and form.constant == -1:
        return lambda p: p.log(p.u)
    if form.kind is Kind.POWER:
        return lambda p: p.u ** (p.constant + 1) / (p.constant + 1)
    if form.kind is Kind.EXPONENTIAL:
        return lambda p: p.whole / p.log(p.constant)
    if type(form.expression) in _ANTIDERIVATIVES:
        found = _ANTIDERIVATIVES[type(form.expression)]
        return lambda p: evaluated(found, p.u)
    return None


def _integrated(form: Form) -> Iterator[WrongRule]:
    """The outer function integrated, by substitution for a linear inner function, or with the factor forgotten."""
    whole = _antiderivative(form)
    if whole is None:
        return
    if form.inner is None:
        yield WrongRule(("integrated",), whole)
    elif form.inner.is_linear:
        yield WrongRule(("integrated",), lambda p: whole(p) / p.du)
        yield WrongRule(("integrated", "chain_inner_missing"), whole)


def falls(form: Form) -> bool:
    """Whether a minus before everything that varies makes the derivative negative: -2x, 1 - x^2."""
    if form.kind is Kind.MULTIPLE and form.constant is not None:
        return form.constant.could_extract_minus_sign()
    moving = [part for part in form.parts if part.kind is not Kind.CONSTANT] if form.kind is Kind.SUM else []
    return bool(moving) and all(map(falls, moving))


def _slope_is_minus_one(form: Form) -> bool:
    """-x, 1 - x."""
    if form.kind is Kind.SUM:
        moving = [part for part in form.parts if part.kind is not Kind.CONSTANT]
        return len(moving) == 1 and _slope_is_minus_one(moving[0])
    return form.is_linear and form.constant == -1


def _loses_a_minus(name: str, form: Form) -> bool:
    """Whether the wrong derivative of the outer function has lost a minus that the right one shows."""
    if name == "exp_sign":
        return falls(form.parts[0])
    return name == "trig_sign" and type(form.expression) in (sp.cos, sp.cot, sp.csc)


def _far_fetched(rule: WrongRule) -> WrongRule:
    """The argument of f(m*x) is replaced; that of f(a + b) seldom is."""
    return rule._replace(strain=1) if rule.mistakes == ("chain_argument_replaced",) else rule


def _chain(form: Form, nested: bool) -> list[WrongRule]:
    inner = form.inner
    if inner is None:
        return CHAIN[:1]
    rules = list(CHAIN) if inner.kind is Kind.MULTIPLE else [*map(_far_fetched, CHAIN)]
    if inner.kind is Kind.OTHER and inner.parts:
        rules[1:1] = _IMPLICIT
    if inner.kind is Kind.MULTIPLE and inner.constant is not None and inner.constant.could_extract_minus_sign():
        rules += _INNER_SIGN_KEPT
    if type(form.expression) is sp.log and inner.is_linear:
        rules += _LOG_OF_MULTIPLE
    return rules + (_ONE_LEVEL_SHORT if nested else [])


def _chain_with_slopes(form: Form, nested: bool) -> Iterator[WrongRule]:
    rules = _chain(form, nested)
    yield from rules
    falling = form.inner is not None and falls(form.inner)
    for name, make in wrong_slopes(form):
        if falling and name == "log_sign":  # the minus that is lost stands inside
            continue
        for rule in rules:
            lost = not rule.mistakes and _loses_a_minus(name, form)
            strain = -1 if lost else max(rule.strain, 0)
            yield WrongRule((name, *rule.mistakes), _with_slope(rule.formula, make), strain=strain)
    if falling and not _slope_is_minus_one(form.parts[0]):
        yield from _INNER_SIGN  # of the slope -1 there is more lost than a sign: the inner derivative
    yield from _integrated(form)


def _with_slope(formula: Formula, make: Callable[[Parts], Callable[[Any], Any]]) -> Formula:
    return lambda parts: formula(replace(parts, slope=make(parts)))


def _sum(form: Form) -> Iterator[WrongRule]:
    """The right rule, one term lost or with its sign changed, and a constant that survives."""
    yield WrongRule((), lambda p: sum(p.ds))
    moving = sum(part.kind is not Kind.CONSTANT for part in form.parts)
    for place, part in enumerate(form.parts):
        if part.kind is Kind.CONSTANT:
            yield WrongRule(("constant_survives",), _constant_kept(place), place)
            yield WrongRule(("constant_survives",), lambda p: sum(p.ds) + 1, place)
        else:
            yield WrongRule(("sum_sign",), _sign_changed(place), strain=-1 if falls(part) else 0)
            if moving > 1:
                yield WrongRule(("term_lost",), _without(place), place)


def _constant_kept(place: int) -> Formula:
    return lambda p: sum(p.ds) + p.us[place]


def _without(place: int) -> Formula:
    return lambda p: sum(slope for other, slope in enumerate(p.ds) if other != place)


def _sign_changed(place: int) -> Formula:
    return lambda p: sum(p.ds) - 2 * p.ds[place]


def _multiple(form: Form, nested: bool) -> Iterator[WrongRule]:
    """The right rule, and the constant dropped with its sign or without."""
    constant = form.constant
    assert constant is not None
    yield WrongRule((), lambda p: p.constant * p.du)
    if nested and form.is_linear:
        return  # a lost inner coefficient is a matter of the chain rule
    if constant == -1:
        yield WrongRule(("sum_sign",), lambda p: p.du)
        return
    of_log = type(form.parts[0].expression) is sp.log and constant.has(sp.log)
    name = "log_base" if of_log else "constant_multiple_dropped"
    yield WrongRule((name,), lambda p: p.du)
    if constant.could_extract_minus_sign():
        yield WrongRule((name,), lambda p: -p.du)
        yield WrongRule(("sum_sign",), lambda p: -p.constant * p.du)


def _product(form: Form) -> Iterator[WrongRule]:
    """Of two factors; where one is a constant there is one term, which can be neither lost nor subtracted."""
    if len(form.parts) > 2:
        yield WrongRule((), _long_product)
        return
    with_constant = any(part.kind is Kind.CONSTANT for part in form.parts)
    for rule in PRODUCT:
        if not (with_constant and rule.mistakes in (("product_minus",), ("product_one_term",))):
            yield rule


def _long_product(parts: Parts) -> Any:
    total = 0
    for place, slope in enumerate(parts.ds):
        term = slope
        for other, value in enumerate(parts.us):
            term = term if other == place else term * value
        total = total + term
    return total


def rules_of(form: Form, nested: bool) -> Iterator[WrongRule]:
    """The right rule of a form first, then its wrong twins; ``nested`` where it stands inside another function."""
    if form.kind is Kind.SUM:
        yield from _sum(form)
    elif form.kind is Kind.MULTIPLE:
        yield from _multiple(form, nested)
    elif form.kind is Kind.PRODUCT:
        yield from _product(form)
    elif form.kind is Kind.QUOTIENT:
        yield from QUOTIENT
    elif form.kind is Kind.GENERAL_POWER:
        yield from GENERAL_POWER
    elif form.kind in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION):
        yield from _chain_with_slopes(form, nested)
    if form.kind not in (Kind.CONSTANT, Kind.VARIABLE):
        yield WrongRule(("not_differentiated",), lambda p: p.whole)
