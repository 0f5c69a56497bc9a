"""Wrong derivatives of an outer function: a power, an exponential, a logarithm, a trigonometric function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from gdtutor.calculus.forms import Form, Kind
from gdtutor.calculus.functions import sigmoid
from gdtutor.tutor.closures import U, closure
from gdtutor.tutor.parts import Parts

# A wrong derivative of the outer function: the mistake, and how to make it of the parts.
Slope = tuple[str, Callable[[Parts], Callable[[Any], Any]]]

_POWER: list[Slope] = [
    ("power_exponent_not_reduced", lambda p: lambda x: p.constant * x**p.constant),
    ("power_coefficient_missing", lambda p: lambda x: x ** (p.constant - 1)),
    ("power_exponent_increased", lambda p: lambda x: p.constant * x ** (p.constant + 1)),
    ("power_exponent_increased", lambda p: lambda x: x ** (p.constant + 1)),
]
_NEGATIVE_POWER: list[Slope] = [
    ("power_negative_exponent", lambda p: lambda x: -p.constant * x ** (p.constant - 1)),
    ("power_negative_exponent", lambda p: lambda x: p.constant * x ** (p.constant + 1)),
    ("power_negative_exponent", lambda p: lambda x: -p.constant * x ** (p.constant + 1)),
    ("power_coefficient_missing", lambda p: lambda x: -(x ** (p.constant - 1))),
    ("power_negative_exponent", lambda p: lambda x: -p.constant * x ** (-p.constant - 1)),
]
_EXPONENTIAL: list[Slope] = [("exponential_as_power", lambda p: lambda x: x * p.constant ** (x - 1))]
_OTHER_BASE: list[Slope] = [("exponential_ln_missing", lambda p: lambda x: p.constant**x)]
_EXP: list[Slope] = [("exp_sign", lambda p: lambda x: -p.outer(x))]
_LOG: list[Slope] = [
    ("log_base", lambda p: lambda x: 1 / (x * p.log(10))),
    ("log_sign", lambda p: lambda x: -1 / x),
]
_SIGMOID: list[Slope] = [
    ("sigmoid_value", lambda p: lambda x: p.outer(x)),
    ("sigmoid_value", lambda p: lambda x: 1 - p.outer(x)),
]
_SIGNED: list[Slope] = [("trig_sign", lambda p: lambda x: -p.slope(x))]
_IN_DEGREES: list[Slope] = [("degrees", lambda p: lambda x: p.slope(x) * p.pi / 180)]
_UNDONE: list[Slope] = [("not_differentiated", lambda p: lambda x: p.outer(x))]

_TRIGONOMETRIC = {
    sp.sin: sp.cos(U), sp.cos: sp.sin(U), sp.tan: 1 / sp.cos(U) ** 2,
    sp.cot: 1 / sp.sin(U) ** 2, sp.sec: sp.sin(U) / sp.cos(U) ** 2, sp.csc: sp.cos(U) / sp.sin(U) ** 2,
}  # fmt: skip
_HYPERBOLIC = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch)


def evaluated(expression: sp.Expr, argument: Any) -> Any:
    """An expression in ``U`` at a number or at an expression."""
    return closure(expression)(argument) if isinstance(argument, float) else expression.xreplace({U: argument})


def _fixed(name: str, expression: sp.Expr) -> Slope:
    return name, lambda p: lambda x: evaluated(expression, x)


def _cofunctions(function: type) -> list[Slope]:
    """The derivatives of the other functions of the family, with either sign."""
    others = [slope for other, slope in _TRIGONOMETRIC.items() if other is not function]
    return [_fixed("trig_cofunction", sign * slope) for slope in others for sign in (1, -1)]


def wrong_slopes(form: Form) -> list[Slope]:
    """The wrong derivatives of the outer function of a power, an exponential or an elementary function."""
    if form.kind is Kind.POWER:
        if form.constant == -1:  # a lost factor -1 is a lost sign
            return [slope for slope in _POWER + _NEGATIVE_POWER if slope[0] != "power_coefficient_missing"] + _UNDONE
        negative = form.constant is not None and form.constant.is_negative
        return _POWER + (_NEGATIVE_POWER if negative else []) + _UNDONE
    if form.kind is Kind.EXPONENTIAL:
        return _EXPONENTIAL + (_EXP if form.constant is sp.E else _OTHER_BASE)
    function = type(form.expression)
    if function is sp.log:
        return _LOG + _UNDONE
    if function in _TRIGONOMETRIC:
        return _SIGNED + _IN_DEGREES + _UNDONE + _cofunctions(function)
    if function in _HYPERBOLIC:
        return _SIGNED + _UNDONE
    return (_SIGMOID if function is sigmoid else []) + _UNDONE
