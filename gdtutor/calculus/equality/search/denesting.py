"""Products of units hidden in sums with roots: 3 + 2√2 = (1 + √2)², and √(x²+1) − x = 1/(√(x²+1) + x)."""

from __future__ import annotations

from fractions import Fraction as Rational
from typing import Protocol

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import NOTHING, Product
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.kernel.signs import POSITIVE
from gdtutor.calculus.equality.search.memory import Memory

_MOST_TERMS = 12
_HALF = Rational(1, 2)


class Factoring(Protocol):
    """What makes products of units, by which what is found is written."""

    def product(self, value: Fraction) -> Product:
        """A fraction that is not zero."""

    def of_poly(self, value: Poly) -> Product:
        """A polynomial that is not zero."""

    def irreducible(self, value: Poly) -> Product:
        """A polynomial that is taken for a unit of its own."""


class Denesting:
    """Looks at every new unit that contains roots."""

    def __init__(self, memory: Memory, reader: Reader, units: Factoring) -> None:
        self.memory, self.units = memory, units
        self.field, self.signs, self.exponentials = reader.field, reader.signs, reader.exponentials
        self._seen: list[Poly] = []

    def product(self, value: Poly) -> Product | None:
        """The polynomial as a product of simpler units, or ``None``."""
        roots = self._roots(value)
        if not roots or len(value) > _MOST_TERMS:
            return None
        found = self._by_known(value, roots) or self._as_square(value, max(roots))
        if found is None:
            self._seen.append(value)
        return found

    def _roots(self, value: Poly) -> set[int]:
        return {g for g in poly.generators(value) if self.memory.generators[g].kind == "root"}

    # --- one known unit times another simpler thing -------------------------------------------------------------------

    def _by_known(self, value: Poly, roots: set[int]) -> Product | None:
        """``value = (value · known) / known`` where the product is simpler."""
        for known in self._seen:
            if known == value or not roots & self._roots(known):
                continue
            other = self.field.times(value, known)
            if other and self._measure(other) < self._measure(value):
                return self._product(other).times(self.units.irreducible(known), -1)
            if (found := self._divided(value, known)) is not None:
                return found
        return None

    def _divided(self, value: Poly, known: Poly) -> Product | None:
        """``value = known · (value · conjugate) / norm`` where the norm is a number."""
        root = max(self._roots(known))
        conjugate = self._conjugate(known, root)
        if conjugate is None:
            return None
        norm = self.field.times(known, conjugate)
        other = self.field.times(value, conjugate)
        if set(norm) != {0} or not other:
            return None
        if self._measure(poly.divide_content(other, poly.content(other))) >= self._measure(value):
            return None
        quotient = self._product(other).times(self._product(norm), -1)
        return quotient.times(self.units.irreducible(known))

    def _measure(self, value: Poly) -> tuple[int, int, int]:
        """How complicated a polynomial is: roots, degree, size."""
        degree = max(sum(e for g, e in poly.exponents(packed)) for packed in value)
        return len(self._roots(value)), degree, sum(abs(c).bit_length() for c in value.values())

    def _conjugate(self, value: Poly, root: int) -> Poly | None:
        if self.field.relations[root].degree != 2:
            return None
        return {packed: -c if poly.exponent_of(packed, root) else c for packed, c in value.items()}

    def _product(self, value: Poly) -> Product:
        return self.units.of_poly(value)

    # --- squares ------------------------------------------------------------------------------------------------------

    def _as_square(self, value: Poly, root: int) -> Product | None:
        """a + b√c with a² − b²c = s² is ±(√|A| ± √|B|)² for A, B = (a ± s)/2, which have the same sign."""
        degree, radicand = self.field.relations[root]
        by_power = poly.collected(value, root)
        if degree != 2 or self._has_signs(radicand) or 0 not in by_power:
            return None
        above, beside = by_power[0], by_power[1]
        lost = self.field.times(self.field.times(beside, beside), radicand)
        norm = poly.add(self.field.times(above, above), poly.scale(lost, -1))
        if not norm:
            return None
        squared = self._product(norm)
        if self.signs.reduced(squared.parity) != POSITIVE or any(p % 2 for p in squared.powers.values()):
            return None
        side = self._square_root(squared)
        halves = [self._half(above, side), self._half(above, self.field.negative(side))]
        if any(half.is_zero or self._has_signs(half.numerator) for half in halves):
            return None
        return self._square(value, halves, beside)

    def _square_root(self, squared: Product) -> Fraction:
        """One of the two square roots of a product of even powers; either will do."""
        total = self.field.constant(1)
        for unit, power in squared.powers.items():
            total = self.field.multiply(total, self.exponentials.integer_power(unit, int(power / 2)))
        return total

    def _half(self, above: Poly, side: Fraction) -> Fraction:
        total = self.field.add(self.field.of_poly(above), side)
        return self.field.settled(self.field.multiply(self.field.constant(_HALF), total))

    def _square(self, value: Poly, halves: list[Fraction], beside: Poly) -> Product | None:
        one, other = map(self._product_of, halves)
        if self._depth_of_roots(one, other) > max(self._depth(g) for g in self._roots(value)):
            return None
        first, second = (self.exponentials.power(product, _HALF) for product in (one, other))
        sign = self.signs.poly(one.parity.times(self._product(beside).parity))
        total = self.field.add(first, self.field.multiply(second, self.field.of_poly(sign)))
        if self._has_signs(total.numerator):
            return None
        squared = self._product_of(total).times(self._product_of(total))
        return squared._replace(parity=one.parity)

    def _product_of(self, value: Fraction) -> Product:
        value = self.field.settled(value)
        return NOTHING if value.is_zero else self.units.product(value)

    def _has_signs(self, value: Poly) -> bool:
        return any(self.memory.generators[g].kind == "sign" for g in poly.generators(value))

    def _depth_of_roots(self, *products: Product) -> int:
        """How deep roots would be nested in the roots of these products."""
        odd = {unit for product in products for unit, power in product.powers.items() if power % 2}
        return max((1 + self._depth_in(self.memory.units[unit].value) for unit in odd), default=0)

    def _depth_in(self, value: Poly) -> int:
        return max((self._depth(g) for g in poly.generators(value)), default=0)

    def _depth(self, generator: int) -> int:
        found = self.memory.generators[generator]
        return (found.kind == "root") + max((self._depth(g) for g in found.inside), default=0)
