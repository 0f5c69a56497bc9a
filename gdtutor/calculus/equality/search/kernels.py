"""Functions without a form of their own, as generators that are recognised again by their arguments."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from gdtutor.calculus.equality.search import polynomial as poly
from gdtutor.calculus.equality.search.field import Field, Fraction
from gdtutor.calculus.equality.search.showing import show_fraction
from gdtutor.calculus.equality.search.signs import Signs
from gdtutor.calculus.equality.search.units import Units


class Kernels:
    """The opaque functions of one case."""

    def __init__(self, field: Field, units: Units, signs: Signs) -> None:
        self.field = field
        self.units = units
        self.signs = signs
        self._known: dict[object, list[tuple[tuple[Fraction, ...], int]]] = {}

    def odd(self, function: type[sp.Function], argument: Fraction) -> Fraction:
        """An odd function that has the sign of its argument: f(−u) = −f(u)."""
        argument = self.field.settled(argument)
        if argument.is_zero:
            return argument
        negative = poly.content(argument.numerator) < 0
        inner = self.field.negative(argument) if negative else argument
        found = self.kernel(function, (inner,), lambda shown: function(shown, evaluate=False))
        ((packed, _),) = found.numerator.items()
        self.signs.of_generator[poly.exponents(packed)[0][0]] = lambda: self.units.product(inner).parity
        return self.field.negative(found) if negative else found

    def kernel(self, head: object, arguments: tuple[Fraction, ...], show: Callable[..., sp.Expr]) -> Fraction:
        """A generator for ``head(arguments)``, the same one for arguments that are equal."""
        arguments = tuple(map(self.field.settled, arguments))
        known = self._known.setdefault(head, [])
        for others, place in known:
            if all(self._same(one, other) for one, other in zip(arguments, others, strict=True)):
                return self.field.of_generator(place)
        memory = self.field.memory
        key = ("opaque", head, tuple((frozenset(a.numerator.items()), a.divisor, a.below) for a in arguments))
        inside = set().union(*(memory.inside(a.numerator, a.below) for a in arguments))
        place = memory.generator(
            key, "opaque", lambda: show(*(show_fraction(memory, argument) for argument in arguments)), inside
        )
        known.append((arguments, place))
        return self.field.of_generator(place)

    def _same(self, one: Fraction, other: Fraction) -> bool:
        return self.field.settled(self.field.subtract(one, other)).is_zero
