"""Make a question about any number one about a finite box, where it can be answered by enclosures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp
from mpmath.libmp import mpf_sign

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.proving.bounds import Sides
from gdtutor.calculus.proving.factored import factored
from gdtutor.calculus.proving.quantities import named_quantities
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.ranges import range_of

Box = Mapping[sp.Symbol, Range]


def on_finite_box(expression: sp.Expr, box: Box) -> tuple[sp.Expr, Sides] | None:
    """The expression over finite sides only; ``None`` where something unbounded is left.

    Functions of unbounded symbols that are bounded become unknowns, and an exponential with values in (0, ∞) is written
    as s/(1 − s) with s between 0 and 1.

    >>> x = sp.Symbol("x")
    >>> found, sides = on_finite_box(sp.tanh(x) * (1 - sp.tanh(x)), {})
    >>> [(str(low), str(high)) for low, high in sides.values()]
    [('-1', '1')]
    >>> found, sides = on_finite_box(sp.exp(x) / (1 + sp.exp(x)) ** 2, {})
    >>> found.subs(list(sides)[0], sp.Rational(1, 2))
    1/4
    """
    if all(s in box and box[s].is_finite for s in expression.free_symbols):
        return expression, {s: box[s].ends() for s in expression.free_symbols}
    return _bounded_functions(expression, box) or _compact(expression, box)


def _bounded_functions(expression: sp.Expr, box: Box) -> tuple[sp.Expr, Sides] | None:
    endless = {s for s in expression.free_symbols if s not in box or not box[s].is_finite}
    unknowns: dict[sp.Expr, sp.Symbol] = {}
    sides = {s: box[s].ends() for s in expression.free_symbols - endless}

    def cut(node: sp.Expr) -> sp.Expr:
        if not node.free_symbols & endless:
            return node
        if isinstance(node, sp.Function) and (found := _range_or_none(node, box)) and found.is_finite:
            symbol = unknowns.setdefault(node, sp.Dummy())
            sides[symbol] = found.ends()
            return symbol
        return node.func(*map(cut, node.args)) if node.args else node

    shown = cut(expression)
    return None if shown.free_symbols & endless else (shown, sides)


def _compact(expression: sp.Expr, box: Box) -> tuple[sp.Expr, Sides] | None:
    """Every quantity becomes an unknown with finite sides; what cancels at the ends is cancelled."""
    named, meant = named_quantities(expression)
    sides, put_in = {}, {}
    for name, quantity in meant.items():
        found = _range_or_none(quantity, box)
        if found is not None and found.is_finite:
            sides[name] = found.ends()
        elif found is not None and mpf_sign(found.low) >= 0 and isinstance(quantity, sp.exp):
            sides[name] = (Fraction(0), Fraction(1))
            put_in[name] = name / (1 - name)
        else:
            return None
    product = factored(named.xreplace(put_in))
    return None if product is None else (product, sides)


def _range_or_none(expression: sp.Expr, box: Box) -> Range | None:
    try:
        return range_of(expression, box)
    except (UncertainError, OutsideDomainError):
        return None
