"""What has to hold for an expression to be real: conditions on its parts, and the bounds of symbols that they imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.functions import RECORDS, Elementary
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.range import EVERYTHING, Range, between

Box = Mapping[sp.Symbol, Range]


class Condition(NamedTuple):
    """``quantity > 0``, ``quantity >= 0`` or ``quantity != 0``."""

    quantity: sp.Expr
    relation: str

    def __str__(self) -> str:
        return f"{to_text(self.quantity)} {self.relation} 0"


def conditions(expression: sp.Expr) -> Iterator[Condition]:
    """What has to hold for every part of the expression to be real; nothing is said of the branches of a Piecewise.

    >>> x = sp.Symbol("x")
    >>> [str(condition) for condition in conditions(sp.log(x) / sp.sqrt(1 - x))]
    ['1 - x > 0', 'x > 0']
    """
    found: dict[Condition, None] = {}
    parts = sp.preorder_traversal(expression)
    for part in parts:
        if isinstance(part, sp.Piecewise):
            parts.skip()  # what a branch needs, it needs only where it holds
        elif part.is_Pow and part.free_symbols:
            found |= dict.fromkeys(_of_power(*part.args))
        elif type(part) in RECORDS:
            found |= dict.fromkeys(_of_function(RECORDS[type(part)], *part.args))
    yield from sorted(found, key=str)


def _of_function(record: Elementary, u: sp.Expr) -> Iterator[Condition]:
    """What the function demands; where it jumps, both sides are apart as at a gap."""
    for demand in record.demands(u):
        yield Condition(*demand)
    for jump in record.jumps:
        yield Condition(u - jump, "!=")


def _of_power(base: sp.Expr, exponent: sp.Expr) -> Iterator[Condition]:
    if exponent.is_Integer:
        if exponent < 0:
            yield Condition(base, "!=")
    elif base.free_symbols or not base.is_positive:
        yield Condition(base, ">=" if exponent.is_Rational and exponent > 0 else ">")


def narrowed(box: Box, found: Iterable[Condition]) -> dict[sp.Symbol, Range]:
    """The box, with the bounds that conditions on single symbols imply.

    >>> x = sp.Symbol("x")
    >>> str(narrowed({}, conditions(sp.log(x) / sp.sqrt(1 - x)))[x])
    '(0, 1)'
    """
    smaller = dict(box)
    for condition in found:
        _narrow(smaller, condition)
    return smaller


def _narrow(box: dict[sp.Symbol, Range], condition: Condition) -> None:
    """Use a condition on one symbol, a·x + b > 0 with rational numbers, as a bound of this symbol."""
    quantity, relation = condition
    if relation == "!=" or len(quantity.free_symbols) != 1:
        return
    (symbol,) = quantity.free_symbols
    slope, rest = quantity.coeff(symbol), quantity.subs(symbol, 0)
    if not (slope.is_Rational and rest.is_Rational) or slope == 0 or quantity - slope * symbol - rest != 0:
        return
    border, is_open = -rest / slope, relation == ">"
    side = between(border, None)._replace(low_open=is_open)
    if slope < 0:
        side = between(None, border)._replace(high_open=is_open)
    box[symbol] = side.meet(box.get(symbol, EVERYTHING)) or side
