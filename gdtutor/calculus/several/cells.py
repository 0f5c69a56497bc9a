"""A function of one variable cut at the borders of its pieces: open cells without corners, and exact points between.

A |u|, sign, max, min or Piecewise is decided here by the signs of polynomials. Between two neighbouring roots of all of
them no sign changes, so that the sign at one rational number is the sign in the whole cell. At a root, a polynomial is
zero exactly where the irreducible polynomial of the root divides it, and else has the sign that it has beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import sympy as sp

from gdtutor.calculus.branches import has_branches
from gdtutor.calculus.proving.range import Range, between
from gdtutor.calculus.proving.signs import positive
from gdtutor.calculus.proving.small_polynomial import small_polynomial

_MAX_DEGREE = 40  # of the product of all polynomials
_MAX_ROUNDS = 12  # pieces inside conditions of pieces
_NARROW = sp.Rational(1, 2**100)


@dataclass(frozen=True)
class Border:
    """A point where two cells meet.

    Attributes:
        value: the exact number.
        modulus: its irreducible polynomial over the rational numbers.
        low, high: rational numbers around it, with no other border between them.
        branch: the function there, without corners.
    """

    value: sp.Expr
    modulus: sp.Poly
    low: sp.Rational
    high: sp.Rational
    branch: sp.Expr

    @property
    def is_closed_form(self) -> bool:
        """Whether the number can be written with square roots."""
        return not self.value.has(sp.CRootOf)

    def enclosed(self, eps: sp.Rational = _NARROW) -> tuple[sp.Rational, sp.Rational]:
        """Rational numbers around it, at most ``eps`` apart."""
        if self.value.is_Rational:
            return self.value, self.value
        low, high, left = self.low, self.high, self.modulus.eval(self.low)
        while high - low > eps:  # of an irreducible polynomial no rational number is a root
            middle = (low + high) / 2
            low, high = (middle, high) if self.modulus.eval(middle) * left > 0 else (low, middle)
        return low, high


@dataclass(frozen=True)
class Cell:
    """An open interval between two borders or ends, and the function on it, without corners.

    Attributes:
        low, high: the exact ends, ``None`` where there is none.
        inside: a range that contains the cell, rounded outward where an end is no binary number.
        branch: the function on it.
    """

    low: sp.Expr | None
    high: sp.Expr | None
    inside: Range
    branch: sp.Expr

    @property
    def is_exact(self) -> bool:
        """Whether ``inside`` is the cell and not larger."""
        bounds = self.inside.bounds()
        ends = [None if end is None or not end.is_Rational else Fraction(int(end.p), int(end.q)) for end in self.ends]
        return tuple(ends) == bounds and not any(end is not None and not end.is_Rational for end in self.ends)

    def moved(self, symbol: sp.Symbol) -> tuple[sp.Expr, Range]:
        """What stands for the variable so that the cell has ends that are whole numbers, and the range between these.

        >>> x = sp.Symbol("x")
        >>> moved, where = Cell(sp.Rational(1, 3), sp.Integer(1), between(0, 1), x).moved(x)
        >>> print(moved, where)
        2*x/3 + 1/3 (0, 1)
        """
        unit = between(0, None if self.low is None or self.high is None else 1)
        unit = unit._replace(low_open=True, high_open=True)
        if self.low is not None and self.high is not None:
            return self.low + (self.high - self.low) * symbol, unit
        if self.low is not None:
            return self.low + symbol, unit
        return (symbol if self.high is None else self.high - symbol), unit

    @property
    def ends(self) -> tuple[sp.Expr | None, sp.Expr | None]:
        """Both ends."""
        return self.low, self.high


@dataclass(frozen=True)
class Cells:
    """The cells from left to right, the borders between them, and the function at the ends that are attained."""

    cells: tuple[Cell, ...]
    borders: tuple[Border, ...]
    ends: tuple[Border, ...]


@lru_cache(maxsize=64)
def cells_of(expression: sp.Expr, symbol: sp.Symbol, within: Range) -> Cells | None:
    """The function in pieces, within a range of its variable.

    Returns:
        ``None`` where a piece is not decided by quotients of polynomials with rational coefficients, or by what has one
        sign everywhere, and where no branch holds somewhere.

    >>> from gdtutor.calculus.proving.range import EVERYTHING
    >>> x = sp.Symbol("x")
    >>> found = cells_of(sp.Max(x, x**2 - 2 * x), x, EVERYTHING)
    >>> [cell.branch for cell in found.cells], [border.value for border in found.borders]
    ([x**2 - 2*x, x, x**2 - 2*x], [0, 3])
    """
    low, high = within.bounds()
    if low is not None and low == high:
        return None
    deciding: dict[sp.Poly, None] = {}
    for bound in (low, high):
        if bound is not None:
            end = sp.Poly(symbol - sp.Rational(bound.numerator, bound.denominator), symbol, domain="QQ")
            deciding[end] = None
    for _ in range(_MAX_ROUNDS):
        line = _Line(symbol, tuple(deciding), within)
        try:
            return line.cut(expression)
        except _NotYetDecidedError as more:
            deciding[more.polynomial] = None
        except _NotInPiecesError:
            return None
        if sum(polynomial.degree() for polynomial in deciding) > _MAX_DEGREE:
            return None
    return None


class _NotYetDecidedError(Exception):
    """The line has to be cut at the roots of one more polynomial."""

    def __init__(self, polynomial: sp.Poly) -> None:
        super().__init__()
        self.polynomial = polynomial


class _NotInPiecesError(Exception):
    """Something that no polynomial decides."""


class _Line:
    """The line with the real roots of some polynomials as its borders."""

    def __init__(self, symbol: sp.Symbol, deciding: tuple[sp.Poly, ...], within: Range) -> None:
        self.symbol, self.deciding, self.within = symbol, set(deciding), within
        product = sp.Poly(1, symbol, domain="QQ")
        for polynomial in deciding:
            product *= polynomial
        self.factors = [factor for factor, _ in product.factor_list()[1]]
        self.samples = _samples(product.sqf_part()) if self.factors else [sp.Integer(0)]

    def cut(self, expression: sp.Expr) -> Cells:
        """The cells within the range; a polynomial that is still missing is asked for by an exception."""
        low, high = (None if end is None else sp.Rational(end.numerator, end.denominator) for end in self.ends())
        kept = [k for k, s in enumerate(self.samples) if (low is None or low < s) and (high is None or s < high)]
        ends = []
        if low is not None and not self.within.low_open:
            ends.append(self.border(expression, kept[0] - 1))
        if high is not None and not self.within.high_open:
            ends.append(self.border(expression, kept[-1]))
        borders, branches = [], [self.branch(expression, kept[0])]
        for k in kept[1:]:
            border, branch = self.border(expression, k - 1), self.branch(expression, k)
            if not branch == border.branch == branches[-1]:  # else nothing changes here
                borders.append(border)
                branches.append(branch)
        marks = [low, *(border.value for border in borders), high]
        around = [(low, low), *(border.enclosed() for border in borders), (high, high)]
        cells = []
        for place, branch in enumerate(branches):
            inside = between(around[place][0], around[place + 1][1])._replace(low_open=True, high_open=True)
            cells.append(Cell(marks[place], marks[place + 1], inside, branch))
        return Cells(tuple(cells), tuple(borders), tuple(ends))

    def ends(self) -> tuple[Fraction | None, Fraction | None]:
        return self.within.bounds()

    def branch(self, expression: sp.Expr, k: int) -> sp.Expr:
        return _Decided(self, self.samples[k], None).branch(expression)

    def border(self, expression: sp.Expr, k: int) -> Border:
        """The only root between the sample of a cell and that of the next one."""
        low, high = self.samples[k], self.samples[k + 1]
        (modulus,) = [factor for factor in self.factors if factor.count_roots(low, high)]
        branch = _Decided(self, low, modulus).branch(expression)
        return Border(_number(modulus, low, high), modulus, low, high, branch)


def _samples(product: sp.Poly) -> list[sp.Rational]:
    """A rational number before, between and after all real roots, itself no root."""
    eps = sp.Rational(1, 4)
    while True:
        around = [ends for ends, _ in product.intervals(eps=eps)]
        if not around:
            return [sp.Integer(0)]
        inner = [sp.Rational(one[1] + other[0]) / 2 for one, other in pairwise(around)]
        found = [sp.floor(around[0][0]) - 1, *inner, sp.ceiling(around[-1][1]) + 1]
        if all(product.eval(sample) != 0 for sample in found):
            return found
        eps /= 16


def _number(modulus: sp.Poly, low: sp.Rational, high: sp.Rational) -> sp.Expr:
    """The root of an irreducible polynomial between two rational numbers that are no roots."""
    if modulus.degree() == 1:
        slope, rest = modulus.all_coeffs()
        return -rest / slope
    if modulus.degree() == 2:
        a, b, c = modulus.all_coeffs()
        side = 1 if modulus.count_roots(None, low) else -1
        return -b / (2 * a) + side * sp.sqrt(b**2 - 4 * a * c) / (2 * abs(a))
    return sp.CRootOf(modulus.as_expr(), modulus.count_roots(None, low))


class _Decided:
    """A function without its corners, in one cell or at one border."""

    def __init__(self, line: _Line, sample: sp.Rational, modulus: sp.Poly | None) -> None:
        self.line, self.sample, self.modulus = line, sample, modulus

    def branch(self, node: sp.Expr) -> sp.Expr:
        if not node.args:
            return node
        if isinstance(node, sp.Piecewise):
            for value, condition in node.args:
                if self.holds(condition):
                    return self.branch(value)
            raise _NotInPiecesError
        parts = [self.branch(part) for part in node.args]
        if isinstance(node, sp.Abs | sp.sign):
            side = self.sign(parts[0])
            return (parts[0] if side >= 0 else -parts[0]) if isinstance(node, sp.Abs) else sp.Integer(side)
        if has_branches(node):
            return self.extremum(parts, 1 if isinstance(node, sp.Max) else -1)
        return node.func(*parts)

    def extremum(self, parts: Sequence[sp.Expr], sense: int) -> sp.Expr:
        best = parts[0]
        for part in parts[1:]:
            best = part if sense * self.sign(part - best) > 0 else best
        return best

    def holds(self, condition: sp.Basic) -> bool:
        if condition in (sp.true, sp.false):
            return condition is sp.true
        if isinstance(condition, sp.And):
            return all([self.holds(part) for part in condition.args])
        if isinstance(condition, sp.Or):
            return any([self.holds(part) for part in condition.args])
        if isinstance(condition, sp.Not):
            return not self.holds(condition.args[0])
        if isinstance(condition, sp.Eq | sp.Ne):
            same = self.sign(self.branch(condition.lhs) - self.branch(condition.rhs)) == 0
            return same == isinstance(condition, sp.Eq)
        if isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
            side = self.sign(self.branch(condition.gts) - self.branch(condition.lts))
            return side > 0 or (side == 0 and isinstance(condition, sp.Ge | sp.Le))
        raise _NotInPiecesError

    def sign(self, quantity: sp.Expr) -> int:
        """The sign of a polynomial, of a quotient of two, or of what has one sign within the whole range."""
        polynomial = small_polynomial(quantity, [self.line.symbol])
        if polynomial is None and quantity.is_rational_function(self.line.symbol):
            above, below = sp.together(quantity).as_numer_denom()
            side = 0 if below == 1 else self.sign(below)
            if side == 0:
                raise _NotInPiecesError
            return side * self.sign(above)
        if polynomial is None:
            for side in (1, -1):
                if positive(side * quantity, {self.line.symbol: self.line.within}):
                    return side
            raise _NotInPiecesError
        if polynomial.is_ground:
            return int(sp.sign(polynomial.LC()))
        if polynomial not in self.line.deciding:
            raise _NotYetDecidedError(polynomial)
        if self.modulus is not None and polynomial.rem(self.modulus).is_zero:
            return 0
        return int(sp.sign(polynomial.eval(self.sample)))
