"""Whether a function has a value at a point, and whether it has derivatives there: part by part, each sign proved.

Near a point a function put together from pieces is one of a few smooth functions: |u| is u where u > 0, −u where u < 0,
and may be either where u = 0. It has a derivative there if all of them have the same value and the same derivatives.
A smooth function has them inside its domain, which is told by the conditions on its parts; on the border of the domain
(√x at 0) there is at most a slope from one side, which is no derivative.

A formula alone cannot tell: y/x is the formula for ∂/∂x of y·log x at x = −1 too, where y·log x has no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.carry_out import carry_out, derivative
from gdtutor.calculus.certified import sign
from gdtutor.calculus.language.limits import MAX_NUMBER_BITS
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.several.conditions import conditions
from gdtutor.errors import ArgumentError, TooLargeError

Point = Mapping[sp.Symbol, sp.Expr]
_MOST_BRANCHES = 24


class NoValueError(ArgumentError):
    """The function has no real value, or no derivative, at the point that was asked for; the message says which."""


def value_at(expression: sp.Expr, point: Point) -> sp.Expr:
    """The exact value at a point; where symbols are left, what stands there with the point put in.

    Raises:
        NoValueError: where a part has no real value, or this cannot be told.
        TooLargeError: where a number would be too large to write down.

    >>> x = sp.Symbol("x")
    >>> value_at(sp.Abs(x) / sp.sqrt(x + 3), {x: sp.Integer(-2)})
    2
    >>> value_at(sp.log(x) * x, {x: sp.Integer(-1)})
    Traceback (most recent call last):
    gdtutor.calculus.several.at_point.NoValueError: x*log(x) has no real value at x = -1
    """
    near = _Near(expression, point)
    (branch,) = near.branches(smooth=False)
    near.require_real(branch, inside=False)
    return near.put_in(branch)


def smooth_form(
    expression: sp.Expr, variables: Sequence[sp.Symbol], point: Point, order: int = 1, domain: Sequence[sp.Expr] = ()
) -> sp.Expr:
    """A function without pieces that has the value and the derivatives of the given one at a point, up to an order.

    The expression itself, where it has no pieces. A point at which it has no derivatives is refused.

    Args:
        expression: the function.
        variables: by which it is differentiated.
        point: a number for each symbol; what still has symbols in it afterwards is not looked at.
        order: of the derivatives; 0 asks for the value only.
        domain: what has to be real besides.

    Raises:
        NoValueError: where the function has none, or this cannot be told.
        TooLargeError: where a number would be too large to write down.

    >>> x, y = sp.symbols("x y")
    >>> smooth_form(sp.Max(x, y) * y, (x, y), {x: sp.Integer(1), y: sp.Integer(2)})
    y**2
    >>> smooth_form(sp.Max(x, y) * y, (x, y), {x: sp.Integer(1), y: sp.Integer(1)})
    Traceback (most recent call last):
    gdtutor.calculus.several.at_point.NoValueError: y*Max(x, y) has no derivative at x = 1, y = 1: it has a corner ...
    """
    for part in (*domain, expression):
        value_at(part, point)
    near = _Near(expression, point, order)
    if not order:
        return near.branches(smooth=False)[0]
    branches = near.branches(smooth=True)
    for branch in branches:
        near.require_real(branch, inside=True)
    first, *others = branches
    for other in others:
        for one, two in zip(_jet(first, variables, order), _jet(other, variables, order), strict=True):
            if near.sign(one - two) != 0:
                raise near.no_derivative("it has a corner or a jump there")
    return first


def _jet(expression: sp.Expr, variables: Sequence[sp.Symbol], order: int) -> Iterator[sp.Expr]:
    """The value and all derivatives up to an order."""
    level = [expression]
    yield expression
    for _ in range(order):
        level = [derivative(part, variable) for part in level for variable in variables]
        yield from level


def _largest_bits(expression: sp.Expr, point: Point) -> int:
    """How many bits the largest number in it may need with the point put in, by the powers that stand there."""
    known: dict[sp.Basic, int] = {symbol: _bits(value) for symbol, value in point.items()}
    largest = 0
    for node in sp.postorder_traversal(expression):
        if node in known:
            continue
        parts = [known.get(part, 0) for part in node.args]
        if node.is_Pow and node.exp.is_Rational:
            known[node] = int(parts[0] * abs(node.exp)) + 1
        elif node.is_Mul:
            known[node] = sum(parts)
        else:
            known[node] = max(parts, default=_bits(node)) + len(parts) * bool(node.is_Add)
        largest = max(largest, known[node])
        if largest > MAX_NUMBER_BITS:
            break
    return largest


def _bits(node: sp.Basic) -> int:
    return int(max(abs(node.p), node.q).bit_length()) if node.is_Rational else 1


class _Near:
    """A function near one point."""

    def __init__(self, expression: sp.Expr, point: Point, order: int = 0) -> None:
        self.expression, self.point, self.order = carry_out(expression), dict(point), order
        if _largest_bits(self.expression, self.point) > MAX_NUMBER_BITS:
            raise TooLargeError(f"a number in this would be too large to write down at {self.place}")

    def put_in(self, part: sp.Expr) -> sp.Expr:
        """A part at the point; a derivative of a function that is not given becomes one at a place."""
        return part.subs(self.point) if part.has(sp.Derivative, sp.Subs) else part.xreplace(self.point)

    # --- what is said -------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        return ", ".join(f"{symbol} = {to_text(value)}" for symbol, value in self.point.items())

    def no_value(self) -> NoValueError:
        return NoValueError(f"{to_text(self.expression)} has no real value at {self.place}")

    def no_derivative(self, why: str) -> NoValueError:
        which = "second derivative" if self.order == 2 else f"derivative of order {self.order}"
        which = "derivative" if self.order < 2 else which
        return NoValueError(f"{to_text(self.expression)} has no {which} at {self.place}: {why}")

    # --- signs --------------------------------------------------------------------------------------------------------

    def sign(self, quantity: sp.Expr) -> int | None:
        """The sign at the point; ``None`` where symbols are left, or functions that are not given."""
        there = self.put_in(quantity)
        if there.free_symbols or there.has(AppliedUndef, sp.Derivative, sp.Subs):
            return None
        if there.has(sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo):
            raise self.no_value()
        try:
            return sign(there)
        except Interruption:
            what = f"whether {to_text(self.expression)} has a value at {self.place}"
            raise NoValueError(f"it cannot be told {what}: a part cannot be computed there") from None

    def require_real(self, branch: sp.Expr, inside: bool) -> None:
        """Refuse the point where a part of a smooth function is not real; with ``inside``, on the border of the domain.

        Inner parts first: the sign of a quantity is asked for once all that stands in it is known to be real.
        """
        open_parts = {part: sp.Dummy() for part in branch.atoms(sp.Piecewise)}
        found = sorted(conditions(branch.xreplace(open_parts)), key=lambda c: (c.quantity.count_ops(), str(c.quantity)))
        for quantity, relation in found:
            here = self.sign(quantity)
            if here is None:
                continue
            if (here < 0 and relation != "!=") or (here == 0 and relation != ">="):
                raise self.no_value()
            if here == 0 and inside:
                raise self.no_derivative("it has a corner there, or is on the border of its domain")
        there = self.put_in(branch)
        if there.has(sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo):
            raise self.no_value()

    # --- pieces -------------------------------------------------------------------------------------------------------

    def branches(self, smooth: bool) -> tuple[sp.Expr, ...]:
        """The functions without pieces that the function may be: near the point where ``smooth``, else at it."""
        return self._of(self.expression, smooth)

    def _of(self, node: sp.Expr, smooth: bool) -> tuple[sp.Expr, ...]:
        if not node.has(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise):
            return (node,)
        if isinstance(node, sp.Piecewise):
            return self._of_pieces(node, smooth)
        found: dict[sp.Expr, None] = {}
        for parts in product(*(self._of(part, smooth) for part in node.args)):
            found |= dict.fromkeys(self._resolved(node, parts, smooth))
            if len(found) > _MOST_BRANCHES:
                raise NoValueError(f"it cannot be told whether this has a derivative at {self.place}: too many corners")
        return tuple(found)

    def _resolved(self, node: sp.Expr, parts: tuple[sp.Expr, ...], smooth: bool) -> list[sp.Expr]:
        """A node with its parts resolved, as the functions that it may be."""
        if isinstance(node, sp.Abs | sp.sign):
            (inner,) = parts
            here = self._sign_of_real(inner)
            if here is None:
                return [node.func(inner, evaluate=False)]
            if isinstance(node, sp.sign):
                if here == 0 and smooth:
                    raise self.no_derivative("it has a jump there")
                return [sp.Integer(here)]
            return [here * inner] if here else [inner, -inner][: 1 + smooth]
        if isinstance(node, sp.Max | sp.Min):
            return self._extreme(node, parts)[: None if smooth else 1]
        for part in parts:  # a factor that is 0 would hide that another one has no value
            self.require_real(part, inside=smooth)
        return [node.func(*parts)]

    def _sign_of_real(self, quantity: sp.Expr) -> int | None:
        self.require_real(quantity, inside=False)
        return self.sign(quantity)

    def _extreme(self, node: sp.Expr, parts: tuple[sp.Expr, ...]) -> list[sp.Expr]:
        """The arguments that are the largest, or the smallest, there."""
        sense = 1 if isinstance(node, sp.Max) else -1
        best: list[sp.Expr] = []
        for part in parts:
            self.require_real(part, inside=False)
            here = self.sign(sense * (part - best[0])) if best else 1
            if here is None:
                return [node.func(*parts, evaluate=False)]
            best = [part] if here > 0 else [*best, part] if here == 0 else best
        return best

    def _of_pieces(self, node: sp.Piecewise, smooth: bool) -> tuple[sp.Expr, ...]:
        found: dict[sp.Expr, None] = {}
        borders: list[sp.Basic] = []
        for branch, condition in node.args:
            held = self._holds(condition, smooth)
            if held is None:
                return (node,)
            if held >= 0:
                found |= dict.fromkeys(self._of(branch, smooth))
            if held > 0:
                return tuple(found)
            borders += [condition] if held == 0 else []
        if not found:
            raise self.no_value()
        if not any(one == sp.Not(other) for one, other in product(borders, repeat=2)):
            raise self.no_derivative("it has a corner there, or is on the border of its domain")
        return tuple(found)

    def _holds(self, condition: sp.Basic, smooth: bool) -> int | None:
        """1 where it holds, -1 where it does not, 0 on its border; ``None`` where symbols are left."""
        if condition in (sp.true, sp.false):
            return 1 if condition is sp.true else -1
        if isinstance(condition, sp.And | sp.Or):
            held = [self._holds(part, smooth) for part in condition.args]
            settled = max if isinstance(condition, sp.Or) else min  # an And is as true as its least part
            return None if None in held else settled(part for part in held if part is not None)
        if not isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
            raise NoValueError(f"it cannot be told whether {condition} holds at {self.place}")
        signs = set()
        for larger in self._of(condition.gts, smooth):
            for smaller in self._of(condition.lts, smooth):
                for side in (larger, smaller):
                    self.require_real(side, inside=False)
                here = self.sign(larger - smaller)
                if here is None:
                    return None
                signs.add(here)
        if signs == {0} and not smooth:
            return 1 if isinstance(condition, sp.Ge | sp.Le) else -1
        return signs.pop() if len(signs) == 1 else 0
