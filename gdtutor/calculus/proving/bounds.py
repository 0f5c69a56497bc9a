"""Certified bounds of an expression on a box: the box is cut where the bound is worst, until it is sharp.

On a piece the bound is the better one of two enclosures: the natural one, node by node, and the mean value form
f(m) + f′(piece)·(x − m); a variable in which f is monotone on the piece is set to its better end.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import count

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.evaluation import Floats, OutsideDomainError, UncertainError
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.proving.bernstein import univariate_product
from gdtutor.calculus.proving.range import EVERYTHING, Range, add, between, multiply
from gdtutor.calculus.proving.ranges import range_of

_PIECES = 400
_WORK = 12_000  # distinct parts that are bounded for one sign
_NOISE = Fraction(1, 10**9)  # what rounding may make of a zero in floating point
_SHARP = Fraction(1, 1000)  # how far a bound may be off, relative to its own size

Sides = Mapping[sp.Symbol, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Bounds:
    """Numbers that an expression is proved to stay between on a box.

    Attributes:
        low, high: the bounds.
        pieces: into how many boxes the box was cut.
    """

    low: Fraction
    high: Fraction
    pieces: int

    @property
    def magnitude(self) -> Fraction:
        """A bound of the absolute value."""
        return max(abs(self.low), abs(self.high))


def bounds(expression: sp.Expr, sides: Sides, pieces: int = _PIECES, budget: Budget | None = None) -> Bounds:
    """Bounds of an expression on the box ``sides`` (symbol -> its ends), on all of which it has to be real.

    Args:
        expression: the expression.
        sides: the ends for each symbol.
        pieces: into how many boxes it may be cut for each of the two bounds.
        budget: the work allowed.

    Raises:
        UncertainError: where this cannot be seen, so that there may be no bound.
        OutOfBudgetError: when the work allowed is used up.

    >>> x = sp.Symbol("x")
    >>> found = bounds(x - x**2, {x: (Fraction(0), Fraction(1))})
    >>> 0.25 <= found.high < 0.2503, -0.0003 < found.low <= 0
    (True, True)
    """
    top, cut_above = upper_bound(expression, sides, pieces, budget)
    bottom, cut_below = upper_bound(-expression, sides, pieces, budget)
    return Bounds(-bottom, top, cut_above + cut_below)


def upper_bound(
    expression: sp.Expr, sides: Sides, pieces: int = _PIECES, budget: Budget | None = None
) -> tuple[Fraction, int]:
    """An upper bound on the box, and the number of pieces it took.

    Raises:
        UncertainError: where none was found.
        OutOfBudgetError: when the work allowed is used up.
    """
    function = _Function(expression)
    heap: list[tuple[Fraction, int, Sides]] = []
    best: Fraction | None = None
    order = count()
    pending: list[Sides] = [{symbol: ends for symbol, ends in sides.items() if symbol in expression.free_symbols}]
    for _ in range(pieces):
        if budget is not None:
            budget.spend(1)
        if pending:
            piece = pending.pop()
        else:
            top = -heap[0][0]
            if best is not None and top - best <= _SHARP * abs(top):
                break
            pending.extend(_halves(heapq.heappop(heap)[2]))
            continue
        found = function.top(piece)
        if found is None:
            pending.extend(_halves(piece))
            continue
        heapq.heappush(heap, (-found, next(order), piece))
        best = _better(best, function.sample(piece))
    return _of_all(heap, [*pending], function, expression)


def _of_all(
    heap: list[tuple[Fraction, int, Sides]], pending: list[Sides], function: _Function, expression: sp.Expr
) -> tuple[Fraction, int]:
    """The largest bound of any piece, those that were still waiting too."""
    rest = [function.top(piece) for piece in pending]
    known = [top for top in rest if top is not None] + [-top for top, _, _ in heap[:1]]
    if not known or len(known) < len(rest) + bool(heap):
        raise UncertainError(f"no bound was found for {expression}")
    return max(known), len(heap) + len(rest)


def _better(best: Fraction | None, value: Fraction | None) -> Fraction | None:
    return best if value is None or (best is not None and best >= value) else value


class _Function:
    """An expression with its slopes, enclosed on one piece of the box after another."""

    def __init__(self, expression: sp.Expr) -> None:
        self.expression = expression
        self.symbols = sorted(expression.free_symbols, key=str)
        jumps = expression.has(sp.sign, sp.Piecewise, sp.Derivative, sp.Subs)
        self.slopes = None if jumps else dict(zip(self.symbols, partials(expression, self.symbols), strict=True))
        self.product = univariate_product(expression)

    def top(self, piece: Sides) -> Fraction | None:
        """An upper bound on the piece; ``None`` where no finite one is seen."""
        found = self.range(piece)
        return found.ends()[1] if found is not None and found.is_finite else None

    def range(self, piece: Sides) -> Range | None:
        """An enclosure on the piece, as good as the slopes allow; the lower end may be that of a part only."""
        natural = _range(self.expression, piece)
        product = self.product.range({s: between(*ends) for s, ends in piece.items()}) if self.product else None
        if natural is None or self.slopes is None:
            return natural
        natural = natural if product is None else _lower(natural, product)
        slopes = {symbol: _range(self.slopes[symbol], piece) or EVERYTHING for symbol in piece}
        raised = {symbol: _raised(ends, slopes[symbol]) for symbol, ends in piece.items()}
        mean = _range(self.expression, {symbol: _middle(ends) for symbol, ends in raised.items()})
        natural = _lower(_range(self.expression, raised) or natural, natural)
        if mean is None:
            return natural
        for symbol, (low, high) in raised.items():
            if low < high:
                middle = (low + high) / 2
                mean = add(mean, multiply(slopes[symbol], between(low - middle, high - middle)))
        return _lower(natural, mean)

    def sample(self, piece: Sides) -> Fraction | None:
        """The value in the middle in floating point: it only says when to stop cutting."""
        try:
            return Fraction(Floats({s: _middle(ends)[0] for s, ends in piece.items()}).value(self.expression))
        except (OutsideDomainError, UncertainError, ValueError, OverflowError):
            return None


def _lower(one: Range, other: Range) -> Range:
    """The enclosure with the lower upper end."""
    if one.is_finite and other.is_finite:
        return one if one.ends()[1] <= other.ends()[1] else other
    return one if one.is_finite else other


def _middle(ends: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    middle = (ends[0] + ends[1]) / 2
    return middle, middle


def _raised(ends: tuple[Fraction, Fraction], slope: Range) -> tuple[Fraction, Fraction]:
    """The end at which a monotone function is largest; both ends where it is not seen to be monotone."""
    low, high = ends
    if slope.is_nonnegative:
        return high, high
    return (low, low) if multiply(slope, between(-1, -1)).is_nonnegative else ends


def _range(expression: sp.Expr, piece: Sides) -> Range | None:
    try:
        return range_of(expression, {symbol: between(*ends) for symbol, ends in piece.items()}, total=True)
    except OutsideDomainError:
        raise UncertainError(f"{expression} is not real everywhere") from None
    except UncertainError:
        return None


def _halves(piece: Sides) -> Iterator[Sides]:
    symbol = max(piece, key=lambda name: piece[name][1] - piece[name][0], default=None)
    if symbol is None or piece[symbol][0] == piece[symbol][1]:
        raise UncertainError("a point has no halves")
    low, high = piece[symbol]
    middle = (low + high) / 2
    yield {**piece, symbol: (low, middle)}
    yield {**piece, symbol: (middle, high)}


def is_positive_on(expression: sp.Expr, sides: Sides, strict: bool = True, pieces: int | None = None) -> bool:
    """Whether an expression is proved positive (or, not ``strict``, at least zero) on the whole box.

    It is cut into as many pieces as half a second of work allows, if their number is not given.

    >>> x = sp.Symbol("x")
    >>> is_positive_on(x**2 - x + 1, {x: (Fraction(-3), Fraction(3))})
    True
    """
    used = tuple((s, sides[s]) for s in sorted(expression.free_symbols & sides.keys(), key=str))
    found = _least(expression, used, pieces or min(_PIECES, _WORK // len(set(sp.preorder_traversal(expression)))))
    return found is not None and (found or not strict)


@lru_cache(maxsize=64)  # one asks for a positive expression, and another for one that is not negative
def _least(
    expression: sp.Expr, sides: tuple[tuple[sp.Symbol, tuple[Fraction, Fraction]], ...], pieces: int
) -> bool | None:
    """Whether an expression is positive (true), at least zero (false), or neither was proved."""
    function = _Function(-expression)
    pending: deque[Sides] = deque([dict(sides)])
    is_positive = True
    for _ in range(pieces):
        if not pending:
            return is_positive
        piece = pending.popleft()  # broad before deep: a negative value is found soon
        middle = function.sample(piece)
        if middle is not None and middle > _NOISE:
            return None
        try:
            top = function.top(piece)
            is_positive &= top != 0
            if top is None or top > 0:
                pending.extend(_halves(piece))
        except UncertainError:
            return None
    return None if pending else is_positive
