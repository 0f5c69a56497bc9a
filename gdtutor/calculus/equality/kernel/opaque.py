"""Functions without a form of their own, as generators that are recognised again by their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy as sp

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.tables import opaque_key

if TYPE_CHECKING:
    from gdtutor.calculus.equality.kernel.reader import Reader


class Opaque:
    """The opaque functions of one case."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.field = reader.field
        self._known: dict[object, list[tuple[tuple[Fraction, ...], int]]] = {}

    def odd(self, function: type[sp.Function], argument: Fraction) -> Fraction:
        """An odd function that has the sign of its argument: f(−u) = −f(u)."""
        argument = self.field.settled(argument)
        if argument.is_zero:
            return argument
        negative = poly.content(argument.numerator) < 0
        inner = self.field.negative(argument) if negative else argument
        place = self._place(function, (inner,), None)
        self.reader.signs.of_generator[place] = lambda: self.reader.product(inner).parity
        found = self.field.of_generator(place)
        return self.field.negative(found) if negative else found

    def function(self, head: object, arguments: tuple[Fraction, ...], shown: sp.Expr | None = None) -> Fraction:
        """A generator for ``head(arguments)``, the same one for arguments that are equal."""
        return self.field.of_generator(self._place(head, tuple(map(self.field.settled, arguments)), shown))

    def _place(self, head: object, arguments: tuple[Fraction, ...], shown: sp.Expr | None) -> int:
        known = self._known.setdefault(head, [])
        for others, place in known:
            if all(self._same(one, other) for one, other in zip(arguments, others, strict=True)):
                return place
        tables = self.field.tables
        inside = set().union(*(tables.inside(a.numerator, a.below) for a in arguments))
        place = tables.generator(opaque_key(head, arguments), "opaque", (head, arguments, shown), inside)
        known.append((arguments, place))
        return place

    def _same(self, one: Fraction, other: Fraction) -> bool:
        return self.field.settled(self.field.subtract(one, other)).is_zero
