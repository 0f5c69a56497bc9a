"""Functions computed through others, for whatever numbers are: intervals have exp, log, sin, cos and atan only.

Each entry maps an evaluator and the value of the argument to the value of the function. They are identities between
real functions, so that what is not real raises an error on the way and never becomes a complex number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from gdtutor.calculus.functions import sigmoid, softplus

Numbers = Any  # an evaluator: it says what sums, products and powers are


def _inverse(numbers: Numbers, u: Any) -> Any:
    return numbers.integer_power(u, -1)


def _negative(numbers: Numbers, u: Any) -> Any:
    return numbers.product([numbers.rational(-1, 1), u])


def _plus(numbers: Numbers, u: Any, whole: int) -> Any:
    return numbers.sum([u, numbers.rational(whole, 1)])


def _halved(numbers: Numbers, u: Any) -> Any:
    return numbers.product([numbers.rational(1, 2), u])


def _over(above: type, below: type) -> Callable[[Numbers, Any], Any]:
    def quotient(numbers: Numbers, u: Any) -> Any:
        return numbers.product([numbers.apply(above, u), _inverse(numbers, numbers.apply(below, u))])

    return quotient


def _one_over(function: type) -> Callable[[Numbers, Any], Any]:
    return lambda numbers, u: _inverse(numbers, numbers.apply(function, u))


def _of_inverse(function: type) -> Callable[[Numbers, Any], Any]:
    return lambda numbers, u: numbers.apply(function, _inverse(numbers, u))


def _exponentials(sign: int) -> Callable[[Numbers, Any], Any]:
    """(eᵘ ± e⁻ᵘ)/2."""

    def half_sum(numbers: Numbers, u: Any) -> Any:
        down = numbers.apply(sp.exp, _negative(numbers, u))
        down = down if sign > 0 else _negative(numbers, down)
        return _halved(numbers, numbers.sum([numbers.apply(sp.exp, u), down]))

    return half_sum


def _tanh(numbers: Numbers, u: Any) -> Any:
    """1 − 2/(e²ᵘ + 1)."""
    twice = numbers.apply(sp.exp, numbers.sum([u, u]))
    return _plus(numbers, numbers.product([numbers.rational(-2, 1), _inverse(numbers, _plus(numbers, twice, 1))]), 1)


def _coth(numbers: Numbers, u: Any) -> Any:
    """1 + 2/(e²ᵘ − 1)."""
    twice = numbers.apply(sp.exp, numbers.sum([u, u]))
    return _plus(numbers, numbers.product([numbers.rational(2, 1), _inverse(numbers, _plus(numbers, twice, -1))]), 1)


def _asin(numbers: Numbers, u: Any) -> Any:
    """atan(u/√(1 − u²))."""
    rest = _plus(numbers, _negative(numbers, numbers.integer_power(u, 2)), 1)
    return numbers.apply(sp.atan, numbers.product([u, _inverse(numbers, numbers.square_root(rest))]))


def _acos(numbers: Numbers, u: Any) -> Any:
    right_angle = _halved(numbers, numbers.constant(sp.pi))
    return numbers.sum([right_angle, _negative(numbers, numbers.apply(sp.asin, u))])


def _asinh(numbers: Numbers, u: Any) -> Any:
    root = numbers.square_root(_plus(numbers, numbers.integer_power(u, 2), 1))
    return numbers.apply(sp.log, numbers.sum([u, root]))


def _acosh(numbers: Numbers, u: Any) -> Any:
    roots = [numbers.square_root(_plus(numbers, u, -1)), numbers.square_root(_plus(numbers, u, 1))]
    return numbers.apply(sp.log, numbers.sum([u, numbers.product(roots)]))


def _atanh(numbers: Numbers, u: Any) -> Any:
    up = numbers.apply(sp.log, _plus(numbers, u, 1))
    down = numbers.apply(sp.log, _plus(numbers, _negative(numbers, u), 1))
    return _halved(numbers, numbers.sum([up, _negative(numbers, down)]))


def _sigmoid(numbers: Numbers, u: Any) -> Any:
    return _inverse(numbers, _plus(numbers, numbers.apply(sp.exp, _negative(numbers, u)), 1))


def _softplus(numbers: Numbers, u: Any) -> Any:
    return numbers.apply(sp.log, _plus(numbers, numbers.apply(sp.exp, u), 1))


DERIVED: dict[type, Callable[[Numbers, Any], Any]] = {
    sp.sec: _one_over(sp.cos),
    sp.csc: _one_over(sp.sin),
    sp.cot: _over(sp.cos, sp.sin),
    sp.tan: _over(sp.sin, sp.cos),
    sp.acot: _of_inverse(sp.atan),
    sp.asec: _of_inverse(sp.acos),
    sp.acsc: _of_inverse(sp.asin),
    sp.sinh: _exponentials(-1),
    sp.cosh: _exponentials(1),
    sp.tanh: _tanh,
    sp.coth: _coth,
    sp.sech: _one_over(sp.cosh),
    sp.csch: _one_over(sp.sinh),
    sp.asin: _asin,
    sp.acos: _acos,
    sp.asinh: _asinh,
    sp.acosh: _acosh,
    sp.atanh: _atanh,
    sp.acoth: _of_inverse(sp.atanh),
    sp.asech: _of_inverse(sp.acosh),
    sp.acsch: _of_inverse(sp.asinh),
    sigmoid: _sigmoid,
    softplus: _softplus,
}
