"""The wrong rules as formulas, in the same quantities as the right ones, for numbers and for expressions alike.

A formula takes ``Parts``: u, v and their derivatives du, dv at one node. With floats it predicts the value that a
mistake leads to, with SymPy expressions the formula. The first entry of every list is the right rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from gdtutor.calculus.forms import Form, Kind
from gdtutor.calculus.functions import sigmoid

RIGHT = ""


@dataclass
class Parts:
    """What a formula may use at one node: numbers, or expressions, throughout.

    Attributes:
        us: the values of the parts.
        ds: the derivatives of the parts.
        whole: the value of the node.
        constant: the constant factor, exponent or base of the node.
        variable: the value of the variable.
        slope: the outer function's derivative as a function of its argument.
        outer: the outer function.
        log: the natural logarithm, for this kind of quantity.
        pi: the number π, for this kind of quantity.
    """

    us: list[Any]
    ds: list[Any]
    whole: Any
    constant: Any
    variable: Any
    slope: Callable[[Any], Any]
    outer: Callable[[Any], Any]
    log: Callable[[Any], Any]
    pi: Any

    @property
    def u(self) -> Any:
        return self.us[0]

    @property
    def v(self) -> Any:
        return self.us[1]

    @property
    def du(self) -> Any:
        return self.ds[0]

    @property
    def dv(self) -> Any:
        return self.ds[1]


Formula = Callable[[Parts], Any]
Named = tuple[str, Formula]

PRODUCT: list[Named] = [
    (RIGHT, lambda p: p.du * p.v + p.u * p.dv),
    ("product_of_derivatives", lambda p: p.du * p.dv),
    ("product_wrong_pairing", lambda p: p.u * p.du + p.v * p.dv),
    ("product_minus", lambda p: p.du * p.v - p.u * p.dv),
    ("product_minus", lambda p: p.u * p.dv - p.du * p.v),
    ("product_as_sum", lambda p: p.du + p.dv),
    ("product_one_term", lambda p: p.du * p.v),
    ("product_one_term", lambda p: p.u * p.dv),
]

QUOTIENT: list[Named] = [
    (RIGHT, lambda p: (p.du * p.v - p.u * p.dv) / p.v**2),
    ("quotient_of_derivatives", lambda p: p.du / p.dv),
    ("quotient_denominator_wrong_square", lambda p: (p.du * p.v - p.u * p.dv) / p.u**2),
    ("quotient_denominator_not_squared", lambda p: (p.du * p.v - p.u * p.dv) / p.v),
    ("quotient_plus", lambda p: (p.du * p.v + p.u * p.dv) / p.v**2),
    ("quotient_order_swapped", lambda p: (p.u * p.dv - p.du * p.v) / p.v**2),
    ("quotient_inverted", lambda p: (p.dv * p.u - p.v * p.du) / p.u**2),
]

GENERAL_POWER: list[Named] = [
    (RIGHT, lambda p: p.whole * (p.dv * p.log(p.u) + p.v * p.du / p.u)),
    ("power_variable_exponent", lambda p: p.v * p.u ** (p.v - 1) * p.du),
    ("exponential_as_power", lambda p: p.whole * p.log(p.u) * p.dv),
]

# What becomes of the outer derivative and the inner one; the outer derivative itself may be wrong as well.
CHAIN: list[Named] = [
    (RIGHT, lambda p: p.slope(p.u) * p.du),
    ("chain_inner_missing", lambda p: p.slope(p.u)),
    ("chain_inner_kept", lambda p: p.slope(p.u) * p.u),
    ("chain_argument_replaced", lambda p: p.du * p.slope(p.variable)),
    ("chain_outer_at_inner_derivative", lambda p: p.slope(p.du)),
    ("chain_only_inner", lambda p: p.du),
]

Slopes = list[tuple[str, Callable[[Parts], Callable[[Any], Any]]]]

POWER_SLOPES: Slopes = [
    ("power_exponent_not_reduced", lambda p: lambda x: p.constant * x**p.constant),
    ("power_coefficient_missing", lambda p: lambda x: x ** (p.constant - 1)),
    ("power_exponent_increased", lambda p: lambda x: p.constant * x ** (p.constant + 1)),
    ("power_exponent_increased", lambda p: lambda x: x ** (p.constant + 1)),
]
NEGATIVE_POWER_SLOPES: Slopes = [
    ("power_negative_exponent", lambda p: lambda x: -p.constant * x ** (p.constant - 1)),
    ("power_negative_exponent", lambda p: lambda x: p.constant * x ** (p.constant + 1)),
    ("power_negative_exponent", lambda p: lambda x: -p.constant * x ** (p.constant + 1)),
    ("power_coefficient_missing", lambda p: lambda x: -(x ** (p.constant - 1))),
    ("power_negative_exponent", lambda p: lambda x: -p.constant * x ** (-p.constant - 1)),
]
EXPONENTIAL_SLOPES: Slopes = [
    ("exponential_as_power", lambda p: lambda x: x * p.constant ** (x - 1)),
]
OTHER_BASE_SLOPES: Slopes = [("exponential_ln_missing", lambda p: lambda x: p.constant**x)]
EXP_SLOPES: Slopes = [("exp_sign", lambda p: lambda x: -p.outer(x))]
LOG_SLOPES: Slopes = [
    ("log_base", lambda p: lambda x: 1 / (x * p.log(10))),
    ("log_sign", lambda p: lambda x: -1 / x),
]
SIGMOID_SLOPES: Slopes = [
    ("sigmoid_value", lambda p: lambda x: p.outer(x)),
    ("sigmoid_value", lambda p: lambda x: 1 - p.outer(x)),
]
_SIGNED: Slopes = [("trig_sign", lambda p: lambda x: -p.slope(x))]
_IN_DEGREES: Slopes = [("degrees", lambda p: lambda x: p.slope(x) * p.pi / 180)]
_UNDONE: Slopes = [("not_differentiated", lambda p: lambda x: p.outer(x))]

# The derivative of another function of the family, with either sign.
COFUNCTIONS: dict[type, list[Callable[[sp.Expr], sp.Expr]]] = {
    sp.tan: [lambda u: 1 / sp.sin(u) ** 2, lambda u: sp.sec(u) * sp.tan(u), lambda u: sp.sec(u)],
    sp.cot: [lambda u: 1 / sp.cos(u) ** 2, lambda u: sp.csc(u) * sp.cot(u)],
    sp.sec: [lambda u: 1 / sp.cos(u) ** 2, lambda u: sp.csc(u) * sp.cot(u), lambda u: sp.tan(u) ** 2],
    sp.csc: [lambda u: 1 / sp.sin(u) ** 2, lambda u: sp.sec(u) * sp.tan(u), lambda u: sp.cot(u) ** 2],
}
_TRIGONOMETRIC = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
_HYPERBOLIC = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch)


def wrong_slopes(form: Form) -> Slopes:
    """The wrong derivatives of the outer function of a power, an exponential or an elementary function."""
    if form.kind is Kind.POWER:
        negative = form.constant is not None and form.constant.is_negative
        return POWER_SLOPES + (NEGATIVE_POWER_SLOPES if negative else []) + _UNDONE
    if form.kind is Kind.EXPONENTIAL:
        return EXPONENTIAL_SLOPES + (EXP_SLOPES if form.constant is sp.E else OTHER_BASE_SLOPES)
    function = type(form.expression)
    if function is sp.log:
        return LOG_SLOPES + _UNDONE
    if function in _TRIGONOMETRIC:
        return _SIGNED + _IN_DEGREES + _UNDONE
    if function in _HYPERBOLIC:
        return _SIGNED + _UNDONE
    return (SIGMOID_SLOPES if function is sigmoid else []) + _UNDONE


ANTIDERIVATIVES: dict[type, Callable[[sp.Expr], sp.Expr]] = {
    sp.sin: lambda u: -sp.cos(u),
    sp.cos: lambda u: sp.sin(u),
    sp.tan: lambda u: -sp.log(sp.cos(u)),
    sp.log: lambda u: u * sp.log(u) - u,
    sp.sinh: lambda u: sp.cosh(u),
    sp.cosh: lambda u: sp.sinh(u),
}


def chain_rules(form: Form, nested: bool) -> list[Named]:
    """The right rule and the wrong ones for f(u); ``nested`` where f(u) itself stands inside another function."""
    inner = form.inner
    if inner is None:
        return CHAIN[:1]
    rules = list(CHAIN)
    if nested:
        rules.append(("chain_one_level_short", CHAIN[1][1]))
    if type(form.expression) is sp.log and inner.is_linear:
        rules += [("log_constant_factor", lambda p: p.du / p.variable), ("log_constant_factor", lambda p: 1 / p.u)]
    if inner.kind is Kind.OTHER and inner.parts:
        rules.insert(1, ("implicit_factor_missing", CHAIN[1][1]))
    return rules


def sum_rules(form: Form) -> list[Named]:
    """The right rule, one term's sign changed, one term left as it is, and a constant that survives."""
    rules: list[Named] = [(RIGHT, lambda p: sum(p.ds))]
    for place, part in enumerate(form.parts):
        if part.kind is Kind.CONSTANT:
            rules.append(("constant_survives", _constant_kept(place)))
            rules.append(("constant_survives", lambda p: sum(p.ds) + 1))
        else:
            rules.append(("sum_sign", _sign_changed(place)))
    return rules


def _constant_kept(place: int) -> Formula:
    return lambda p: sum(p.ds) + p.us[place]


def _sign_changed(place: int) -> Formula:
    return lambda p: sum(p.ds) - 2 * p.ds[place]


def multiple_rules(form: Form) -> list[Named]:
    """The right rule and the constant dropped, its sign kept or not."""
    constant = form.constant
    assert constant is not None
    rules: list[Named] = [(RIGHT, lambda p: p.constant * p.du)]
    if constant == -1:
        return [*rules, ("sum_sign", lambda p: p.du)]
    inner = form.parts[0]
    of_log = type(inner.expression) is sp.log and constant.has(sp.log)
    rules.append(("log_base" if of_log else "constant_multiple_dropped", lambda p: p.du))
    if constant.could_extract_minus_sign():
        rules.append(("constant_multiple_dropped", lambda p: -p.du))
        rules.append(("sum_sign", lambda p: -p.constant * p.du))
    return rules
