"""Make a SymPy expression of a tree that was read, refusing what would grow without bound."""

from __future__ import annotations

from functools import reduce

import sympy as sp

from gdtutor.calculus.functions import BUILDERS
from gdtutor.calculus.limits import MAX_EXPONENT, MAX_NUMBER_BITS
from gdtutor.calculus.tree import Node
from gdtutor.errors import UnreadableError

_CONSTANTS = {"e": sp.E, "pi": sp.pi}
_BAD = (sp.zoo, sp.nan, sp.oo, -sp.oo)
_MAX_ORDER = 12


def build(node: Node, text: str) -> sp.Expr:
    """The SymPy expression of ``node``; decimals are exact.

    Raises:
        UnreadableError: for a division by zero, a number that is not real, or one that would be too large.

    >>> from gdtutor.calculus.parser import Parser
    >>> build(Parser("0.1 x").whole(), "0.1 x")
    x/10
    """
    made = _KINDS[node.kind](node, text)
    if made in _BAD:
        raise UnreadableError("this has no finite value", text, node.start)
    if made.is_number and made.has(sp.I, *_BAD):
        raise UnreadableError("this is not a real number", text, node.start)
    return made


def _number(node: Node, text: str) -> sp.Expr:
    return sp.Rational(node.value)


def _name(node: Node, text: str) -> sp.Expr:
    return sp.Symbol(node.value)


def _constant(node: Node, text: str) -> sp.Expr:
    return _CONSTANTS[node.value]


def _parts(node: Node, text: str) -> list[sp.Expr]:
    return [build(argument, text) for argument in node.arguments]


def _add(node: Node, text: str) -> sp.Expr:
    return sp.Add(*_parts(node, text))


def _multiply(node: Node, text: str) -> sp.Expr:
    return reduce(lambda left, right: left * right, _parts(node, text))


def _divide(node: Node, text: str) -> sp.Expr:
    above, below = _parts(node, text)
    if below.is_zero:
        raise UnreadableError("this divides by zero", text, node.arguments[1].start)
    return above / below


def _negative(node: Node, text: str) -> sp.Expr:
    return -build(node.arguments[0], text)


def _power(node: Node, text: str) -> sp.Expr:
    base, exponent = _parts(node, text)
    return bounded_power(base, exponent, node, text)


def bounded_power(base: sp.Expr, exponent: sp.Expr, node: Node, text: str) -> sp.Expr:
    """``base**exponent``, unless a number in it would become too large."""
    if base.is_zero and exponent.is_number and not exponent.is_positive and not exponent.is_zero:
        raise UnreadableError("this divides by zero", text, node.start)
    if exponent.is_Rational:
        if abs(exponent) > MAX_EXPONENT or exponent.q > MAX_EXPONENT:
            raise UnreadableError(f"this exponent is beyond {MAX_EXPONENT}", text, node.arguments[-1].start)
        if _bits(base) * abs(exponent) > MAX_NUMBER_BITS:
            raise UnreadableError("this number would be too large to write down", text, node.start)
        if base.is_Rational and base < 0 and exponent.q % 2 == 1:
            return (-1) ** exponent.p * (-base) ** exponent  # the real root, as in school
    return base**exponent


def _bits(base: sp.Expr) -> int:
    coefficient = base.as_coeff_Mul()[0]
    if not coefficient.is_Rational:
        return 0
    return int(max(abs(coefficient.p), coefficient.q).bit_length()) if abs(coefficient) != 1 else 0


def _call(node: Node, text: str) -> sp.Expr:
    parts = _parts(node, text)
    if node.value == "root":
        degree = parts[1] if len(parts) == 2 else sp.Integer(2)
        if degree.is_zero:
            raise UnreadableError("a root of degree zero has no meaning", text, node.start)
        return bounded_power(parts[0], 1 / degree, node, text)
    if node.value == "log" and len(parts) == 2 and parts[1] in (0, 1):
        raise UnreadableError("a logarithm wants a base other than 0 and 1", text, node.start)
    return BUILDERS[node.value](*parts)


def _apply(node: Node, text: str) -> sp.Expr:
    function = sp.Function(node.value)
    parts = _parts(node, text)
    if not node.order:
        return function(*parts)
    if node.order > _MAX_ORDER:
        raise UnreadableError(f"more than {_MAX_ORDER} primes cannot be read", text, node.start)
    if parts[0].is_Symbol:
        return sp.Derivative(function(parts[0]), (parts[0], node.order))
    dummy = sp.Symbol("_xi")
    return sp.Subs(sp.Derivative(function(dummy), (dummy, node.order)), dummy, parts[0])


def _derivative(node: Node, text: str) -> sp.Expr:
    if not 1 <= node.order <= _MAX_ORDER:
        raise UnreadableError(f"an order from 1 to {_MAX_ORDER} is wanted here", text, node.start)
    return sp.Derivative(build(node.arguments[0], text), (sp.Symbol(node.value), node.order))


_KINDS = {
    "number": _number,
    "name": _name,
    "constant": _constant,
    "add": _add,
    "multiply": _multiply,
    "divide": _divide,
    "negative": _negative,
    "power": _power,
    "call": _call,
    "apply": _apply,
    "derivative": _derivative,
}
