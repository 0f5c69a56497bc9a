"""What has to hold for convex pieces to make up a convex function, as lines to be proved.

A continuous function on an interval is convex where it is convex in every open cell, and its slope does not fall at any
border. On both sides of a border the pieces have to be real and smooth a little beyond it: then the one-sided slopes
are the derivatives of the pieces. At an end that belongs to the interval, the value is at least the limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import ProofStep, at_least
from gdtutor.calculus.proving.range import Range, between
from gdtutor.calculus.proving.small_polynomial import small_polynomial
from gdtutor.calculus.several.cells import Border, Cell, Cells
from gdtutor.calculus.several.conditions import Condition, conditions

Box = Mapping[sp.Symbol, Range]
_MOST_HALVINGS = 200
_SHORT = sp.Rational(1, 8)


class Claim(NamedTuple):
    """One line: ``before (relation) after``, for all values of the symbol within a range where one is named."""

    rule: str
    before: sp.Expr
    relation: str
    after: sp.Expr
    why: str
    within: Range | None = None

    def proved(self, symbol: sp.Symbol, box: Box) -> ProofStep | None:
        """The line as a step of a proof, or ``None`` where none is found."""
        box = {**{s: side for s, side in box.items() if s != symbol}, **({symbol: self.within} if self.within else {})}
        if self.relation == "=":
            step = ProofStep(self.rule, self.before, self.after, self.why, box=tuple(box.items()))
            return step if step.is_proved() else None
        if self.relation == "<=":
            turned = at_least(self.rule, self.after, self.before, self.why, box)
            return turned and replace(turned, before=self.before, after=self.after, relation="<=")
        return at_least(self.rule, self.before, self.after, self.why, box, strict=self.relation == ">")

    def is_made_by(self, step: ProofStep, symbol: sp.Symbol) -> bool:
        """Whether a step says this."""
        same = (step.before, step.relation, step.after) == (self.before, self.relation, self.after)
        return same and dict(step.box).get(symbol) == self.within


def claims(cells: Cells, symbol: sp.Symbol, sense: int) -> list[Claim] | None:
    """All that has to hold besides that every piece is convex (``sense`` 1) or concave (-1) in its cell.

    Returns:
        ``None`` where a border is the root of a polynomial that cannot be put in.

    >>> from gdtutor.calculus.proving.range import EVERYTHING
    >>> from gdtutor.calculus.several.cells import cells_of
    >>> x = sp.Symbol("x")
    >>> found = claims(cells_of(sp.Max(x, x**2 - 2 * x), x, EVERYTHING), x, 1)
    >>> [(claim.rule, str(claim.before), claim.relation, str(claim.after)) for claim in found if "slope" in claim.rule]
    [('slope at x = 0', '1', '>=', '-2'), ('slope at x = 3', '4', '>=', '1')]
    """
    found = [claim for cell in cells.cells for claim in _real_in(cell, symbol)]
    sides = zip(cells.cells, cells.borders, cells.cells[1:], strict=False)
    try:
        for left, border, right in sides:
            found += _at_border(border, left.branch, right.branch, symbol, sense)
    except _NoFormError:
        return None
    for end in cells.ends:
        neighbour = cells.cells[0] if end.value == cells.cells[0].low else cells.cells[-1]
        found += _at_end(end, neighbour, symbol, sense)
    return found


class _NoFormError(Exception):
    """A border that is no number of square roots, beside a piece that is no polynomial."""


def _real_in(cell: Cell, symbol: sp.Symbol) -> Iterator[Claim]:
    for condition in conditions(cell.branch):
        yield _holding(condition, f"real on {cell.inside}", cell.inside if _has(condition, symbol) else None)


def _has(condition: Condition, symbol: sp.Symbol) -> bool:
    return symbol in condition.quantity.free_symbols


def _holding(condition: Condition, rule: str, within: Range | None = None) -> Claim:
    """A condition as a line; ``u != 0`` as ``u² > 0``."""
    quantity, relation = condition
    if relation == "!=":
        quantity, relation = quantity**2, ">"
    return Claim(rule, quantity, relation, sp.Integer(0), "the piece needs it", within)


def _at_border(border: Border, left: sp.Expr, right: sp.Expr, symbol: sp.Symbol, sense: int) -> Iterator[Claim]:
    place = f"{symbol} = {to_text(border.value)}"
    slopes = [partials(branch, (symbol,))[0] for branch in (left, right)]
    before, after = slopes if sense > 0 else slopes[::-1]
    both = f"both sides at {place}"
    if not border.is_closed_form:
        yield from _at_root(border, left, right, symbol, place)
        yield _by_root(border, after, before, symbol, f"slope at {place}")
        return
    for branch in dict.fromkeys((left, right)):
        for condition in conditions(branch):
            if _has(condition, symbol):
                strict = "!=" if condition.relation == "!=" else ">"
                there = Condition(_put(condition.quantity, symbol, border.value), strict)
                yield _holding(there, f"smooth at {place}")
    from_left, value = (_put(branch, symbol, border.value) for branch in (left, right))
    yield Claim(f"continuous at {place}", from_left, "=", value, both)
    if border.branch not in (left, right):
        at_border = _put(border.branch, symbol, border.value)
        yield Claim(f"value at {place}", at_border, "=", value, f"the value at {place} and the limit")
    larger, smaller = (_put(slope, symbol, border.value) for slope in (after, before))
    yield Claim(f"slope at {place}", larger, ">=", smaller, f"the slopes of {both}")


def _put(expression: sp.Expr, symbol: sp.Symbol, value: sp.Expr) -> sp.Expr:
    return expression.subs(symbol, value)


def _at_root(border: Border, left: sp.Expr, right: sp.Expr, symbol: sp.Symbol, place: str) -> Iterator[Claim]:
    """Polynomials have one value at a root of an irreducible polynomial where it divides their difference."""
    for one in dict.fromkeys((right, border.branch)):
        if one == left:
            continue
        claim = _by_root(border, left, one, symbol, f"continuous at {place}")
        if claim.relation != "=":
            raise _NoFormError
        yield claim


def _by_root(border: Border, larger: sp.Expr, smaller: sp.Expr, symbol: sp.Symbol, rule: str) -> Claim:
    """The difference is a multiple of the polynomial of the border, or has a sign near it."""
    difference = small_polynomial(larger - smaller, [symbol])
    if difference is None:
        raise _NoFormError
    quotient, rest = difference.div(border.modulus)
    if rest.is_zero:
        zero = border.modulus.as_expr()
        multiple = quotient.as_expr() * zero
        return Claim(rule, larger - smaller, "=", multiple, f"a multiple of {to_text(zero)}, which is 0 at the border")
    eps = border.high - border.low
    low, high = border.low, border.high
    for _ in range(_MOST_HALVINGS):
        if not difference.count_roots(low, high):
            break
        eps /= 2
        low, high = border.enclosed(eps)
    return Claim(rule, larger, ">=", smaller, "both sides near the border", between(low, high))


def _at_end(end: Border, cell: Cell, symbol: sp.Symbol, sense: int) -> Iterator[Claim]:
    """A convex function may jump upwards at an end: the value is at least the limit."""
    place = f"{symbol} = {to_text(end.value)}"
    relation = ">=" if sense > 0 else "<="
    yield from _real_at(end.branch, symbol, end.value, place)
    if end.branch == cell.branch:
        return
    value = _put(end.branch, symbol, end.value)
    if _is_real_up_to(cell.branch, symbol, end.value):
        yield from _real_at(cell.branch, symbol, end.value, place)
        yield Claim(f"end {place}", value, relation, _put(cell.branch, symbol, end.value), "the value and the limit")
        return
    nearby = _beside(end, cell)
    yield Claim(f"end {place}", value, relation, cell.branch, f"so is the limit, on {nearby}", nearby)


def _real_at(branch: sp.Expr, symbol: sp.Symbol, value: sp.Expr, place: str) -> Iterator[Claim]:
    for condition in conditions(branch):
        if _has(condition, symbol):
            there = condition._replace(quantity=_put(condition.quantity, symbol, value))
            yield _holding(there, f"real at {place}")


def _is_real_up_to(branch: sp.Expr, symbol: sp.Symbol, value: sp.Expr) -> bool:
    """Whether nothing plainly forbids the end, as 0 is forbidden in x·log x."""
    forbidding = [c for c in conditions(branch) if c.relation != ">=" and _put(c.quantity, symbol, value) == 0]
    return not forbidding


def _beside(end: Border, cell: Cell) -> Range:
    """A short range in the cell that begins or ends at the end."""
    other = cell.high if end.value == cell.low else cell.low
    if other is None or not other.is_Rational or abs(other - end.value) > _SHORT:
        other = end.value + (_SHORT if end.value == cell.low else -_SHORT)
    return between(*sorted((end.value, other)))._replace(low_open=True, high_open=True)
