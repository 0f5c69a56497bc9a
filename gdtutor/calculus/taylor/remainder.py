"""The remainder of a Taylor polynomial in the form of Lagrange, and a certified bound of it on a box."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_UP, Context, Decimal
from fractions import Fraction
from math import prod

import sympy as sp

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.bounds import Sides, bounds
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.taylor.derivatives import Orders, factorials
from gdtutor.calculus.variables import as_box
from gdtutor.errors import ArgumentError

_DIGITS = 4  # of a bound that is shown
_FEWEST_PIECES, _MOST_PIECES, _WORK = 16, 400, 8_000


@dataclass(frozen=True)
class RemainderBound:
    """A bound of |f − polynomial| on a box, with what it rests on.

    Attributes:
        remainder: whose bound it is.
        sides: the box, (low, high) for each variable; the point lies in it.
        derivatives: for each choice of orders a bound of the derivative's absolute value on the box.
        radii: the largest distance from the point, for each variable.
        value: the bound.
    """

    remainder: Remainder
    sides: tuple[tuple[Fraction, Fraction], ...]
    derivatives: tuple[tuple[Orders, Fraction], ...]
    radii: tuple[Fraction, ...]
    value: Fraction

    def verify(self) -> bool:
        """Whether the bounds of the derivatives are found again by enclosures, and give the value.

        >>> from gdtutor.calculus.taylor.model import taylor
        >>> taylor("e^x", 0, 4).remainder.bound((-1, 1)).verify()
        True
        """
        box = dict(zip(self.remainder.variables, self.sides, strict=True))
        known = dict(self.derivatives)
        small = all(_magnitude(d, box) <= known[orders] for orders, d in self.remainder.derivatives)
        far = all(r >= s for r, s in zip(self.radii, _radii(self.remainder, self.sides), strict=True))
        return small and far and self.value >= _total(self.derivatives, self.radii)

    def __str__(self) -> str:
        sides = zip(self.remainder.variables, self.sides, strict=True)
        where = ", ".join(f"{low} <= {symbol} <= {high}" for symbol, (low, high) in sides)
        return f"|remainder| <= {_shown(self.value)} for {where}"

    def to_dict(self) -> dict[str, object]:
        """The bound as numbers and strings, for JSON."""
        return {
            "bound": float(self.value),
            "on": {
                str(s): [str(e) for e in ends] for s, ends in zip(self.remainder.variables, self.sides, strict=True)
            },
            "derivatives": [{"orders": list(orders), "bound": float(bound)} for orders, bound in self.derivatives],
            "verified": self.verify(),
        }


@dataclass(frozen=True)
class Remainder:
    """Lagrange's remainder: the terms of the next order, their derivatives taken at a point ξ on the way.

    Attributes:
        expression: the function.
        variables, point, order: those of the polynomial.
        derivatives: the derivatives of the next order as functions, with their orders.
        domain: what the function's text wants to be real besides.
    """

    expression: sp.Expr
    variables: tuple[sp.Symbol, ...]
    point: tuple[sp.Expr, ...]
    order: int
    derivatives: tuple[tuple[Orders, sp.Expr], ...]
    domain: tuple[sp.Expr, ...] = ()

    @property
    def places(self) -> tuple[sp.Symbol, ...]:
        """The coordinates of the point on the way: ξ, or ξ₁ … ξₙ."""
        taken = {str(symbol) for symbol in self.expression.free_symbols.union(*(a.free_symbols for a in self.point))}
        letter = next(letter for letter in ("xi", "c", "between") if not any(t.startswith(letter) for t in taken))
        if len(self.variables) == 1:
            return (sp.Symbol(letter),)
        return tuple(sp.Symbol(f"{letter}_{k}") for k in range(1, len(self.variables) + 1))

    @property
    def formula(self) -> sp.Expr:
        """The remainder in the variables and ξ.

        >>> from gdtutor.calculus.taylor.model import taylor
        >>> taylor("e^x", 0, 2).remainder.formula
        x**3*exp(xi)/6
        """
        there = dict(zip(self.variables, self.places, strict=True))
        distances = [x - a for x, a in zip(self.variables, self.point, strict=True)]
        terms = []
        for orders, derivative in self.derivatives:
            powers = (distance**order for distance, order in zip(distances, orders, strict=True))
            terms.append(derivative.subs(there) / factorials(orders) * sp.Mul(*powers))
        return sp.Add(*terms)

    def bound(self, on: object, pieces: int | None = None) -> RemainderBound:
        """A bound of the remainder for all points of a box.

        Args:
            on: ``(low, high)`` for one variable, else a mapping from names; it has to contain the point.
            pieces: into how many pieces the box may be cut, fewer for a quick and wide bound.

        Raises:
            ArgumentError: for a bad box, or one on which no bound of the derivatives is found.

        >>> from gdtutor.calculus.taylor.model import taylor
        >>> print(taylor("sin(x)", 0, 4).remainder.bound((-1, 1)))
        |remainder| <= 0.008334 for -1 <= x <= 1
        """
        sides = self._sides(on)
        box = dict(zip(self.variables, sides, strict=True))
        try:
            self._is_smooth_on(box)
            found = tuple((orders, _magnitude(d, box, pieces)) for orders, d in self.derivatives)
        except (UncertainError, OutsideDomainError):
            shown = f"an interval on which {to_text(self.expression)} is {self.order + 1} times differentiable"
            raise ArgumentError(f"on is {on!r}: {shown} is wanted, and no bound of that derivative was found") from None
        radii = _radii(self, sides)
        return RemainderBound(self, sides, found, radii, _total(found, radii))

    def _sides(self, on: object) -> tuple[tuple[Fraction, Fraction], ...]:
        box = as_box(on, self.variables)
        if set(box) != set(self.variables) or not all(side.is_finite for side in box.values()):
            names = ", ".join(map(str, self.variables))
            raise ArgumentError(f"on is {on!r}: two finite ends for each of {names} are wanted")
        if self.expression.free_symbols - set(self.variables) or any(value.free_symbols for value in self.point):
            raise ArgumentError(f"at is {self.point}: for a bound a point and a function with numbers only are wanted")
        for symbol, value in zip(self.variables, self.point, strict=True):
            inside = range_of(value)
            if box[symbol].meet(inside) is None or not (_contains(box[symbol].ends(), inside.ends())):
                raise ArgumentError(f"on is {on!r}: a box that contains the point {value} is wanted")
        return tuple(box[symbol].ends() for symbol in self.variables)

    def _is_smooth_on(self, box: Sides) -> None:
        """Raise UncertainError where a corner of |·|, max or min, or a place with no value, may lie in the box."""
        ranges = {symbol: between(*ends) for symbol, ends in box.items()}
        for part in (self.expression, *self.domain):
            range_of(part, ranges, total=True)
        if self.expression.has(sp.sign, sp.Piecewise):
            raise UncertainError("a function in pieces")
        corners = [corner.args[0] for corner in self.expression.atoms(sp.Abs)]
        for corner in self.expression.atoms(sp.Max, sp.Min):
            corners += [a - b for k, a in enumerate(corner.args) for b in corner.args[:k]]
        if any(range_of(corner, ranges, total=True).contains_zero for corner in corners):
            raise UncertainError("a corner")

    def __str__(self) -> str:
        if len(self.variables) == 1:
            between_them = f"{to_text(self.point[0])} and {self.variables[0]}"
        else:
            names = ", ".join(map(str, self.variables))
            between_them = f"({', '.join(map(to_text, self.point))}) and ({names})"
        return f"{to_text(self.formula)} with {', '.join(map(str, self.places))} between {between_them}"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle R_{{{self.order}}} = {to_latex(self.formula)}$"


def _magnitude(derivative: sp.Expr, box: Sides, pieces: int | None = None) -> Fraction:
    """A bound of the absolute value, in as many pieces as a second of work allows if their number is not given."""
    allowed = max(_FEWEST_PIECES, min(_MOST_PIECES, _WORK // max(1, derivative.count_ops())))
    return bounds(derivative, box, pieces or allowed).magnitude


def _contains(side: tuple[Fraction, Fraction], value: tuple[Fraction, Fraction]) -> bool:
    return side[0] <= value[0] and value[1] <= side[1]


def _radii(remainder: Remainder, sides: tuple[tuple[Fraction, Fraction], ...]) -> tuple[Fraction, ...]:
    """The largest distance of the box from the point in each variable, rounded up."""
    found = []
    for value, (low, high) in zip(remainder.point, sides, strict=True):
        ends = [range_of(value - sp.Rational(e.numerator, e.denominator)).ends() for e in (low, high)]
        found.append(max(abs(end) for pair in ends for end in pair))
    return tuple(found)


def _total(derivatives: tuple[tuple[Orders, Fraction], ...], radii: tuple[Fraction, ...]) -> Fraction:
    return sum(
        (
            bound / factorials(orders) * prod(radius**order for radius, order in zip(radii, orders, strict=True))
            for orders, bound in derivatives
        ),
        Fraction(0),
    )


def _shown(value: Fraction) -> str:
    """A number rounded up to a few digits."""
    if value == 0:
        return "0"
    exact = Context(prec=60, rounding=ROUND_UP).divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{Context(prec=_DIGITS, rounding=ROUND_UP).plus(exact):g}"
