"""Values of generators, units and fractions at a point, for whatever numbers are: doubles, or intervals."""

from __future__ import annotations

from typing import Any

import sympy as sp

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.tables import Tables
from gdtutor.calculus.evaluation import Evaluator


class Values:
    """The values that the entries of tables have at the point of an evaluator; each is computed once.

    >>> from gdtutor.calculus.evaluation import Floats
    >>> x, tables = sp.Symbol("x"), Tables()
    >>> Values(tables, Floats({x: sp.Rational(3)})).poly({poly.monomial(tables.symbol(x), 2): 2, 0: 1})
    19.0
    """

    def __init__(self, tables: Tables, numbers: Evaluator) -> None:
        self.tables, self.numbers = tables, numbers
        self._generators: dict[int, Any] = {}

    def generator(self, place: int) -> Any:
        """The value of a generator.

        Raises:
            OutsideDomainError, UncertainError: where it has none, or none is found.
        """
        if place not in self._generators:
            self._generators[place] = self._generator(place)
        return self._generators[place]

    def _generator(self, place: int) -> Any:
        kind, meaning, *_ = self.tables.generators[place]
        numbers = self.numbers
        if kind == "symbol":
            return numbers.value(meaning[0])
        if kind == "exp":
            return numbers.apply(sp.exp, self.fraction(meaning[0]))
        if kind == "angle":
            return numbers.apply(sp.tan, numbers.product([numbers.rational(1, 2), self.fraction(meaning[0])]))
        if kind == "opaque":
            head, arguments, shown = meaning
            given = not isinstance(head, tuple)
            return numbers.apply(head, self.fraction(arguments[0])) if given else numbers.value(shown)
        unit = self.unit(meaning[0])
        if kind == "sign":
            return numbers.apply(sp.sign, unit)
        if kind == "power":
            return numbers.integer_power(unit, meaning[1])
        size = numbers.apply(sp.Abs, unit)
        if kind == "log":
            return numbers.apply(sp.log, size)
        return numbers.square_root(size) if meaning[1] == 2 else numbers.power(size, numbers.rational(1, meaning[1]))

    def unit(self, unit: int) -> Any:
        """The value of a unit."""
        return self.poly(self.tables.units[unit].value)

    def poly(self, value: Poly) -> Any:
        """The value of a polynomial."""
        numbers = self.numbers
        terms = [
            numbers.product(
                [
                    numbers.rational(coefficient, 1),
                    *(numbers.integer_power(self.generator(g), exponent) for g, exponent in poly.exponents(packed)),
                ]
            )
            for packed, coefficient in value.items()
        ]
        return numbers.sum(terms) if terms else numbers.rational(0, 1)

    def fraction(self, value: Fraction) -> Any:
        """The value of a fraction."""
        numbers = self.numbers
        below = [numbers.integer_power(self.poly(self.tables.factors[place]), -power) for place, power in value.below]
        return numbers.product([self.poly(value.numerator), numbers.rational(1, value.divisor), *below])
