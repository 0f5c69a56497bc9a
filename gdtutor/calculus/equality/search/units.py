"""The multiplicative side of the field: every fraction as a product of powers of units.

A unit is a prime number, a generator, or a primitive polynomial coprime to all other units. So log|u| is a sum of logs
of units, |u|^(p/q) a product of roots of units, and the sign of u a product of their signs.
"""

from __future__ import annotations

from fractions import Fraction as Rational

from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import Product
from gdtutor.calculus.equality.kernel.field import Fraction
from gdtutor.calculus.equality.kernel.polynomial import ONE, Poly
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.kernel.signs import POSITIVE, Parity
from gdtutor.calculus.equality.search import factors
from gdtutor.calculus.equality.search.denesting import Denesting
from gdtutor.calculus.equality.search.memory import Memory, Split
from gdtutor.calculus.equality.search.primes import prime_powers


class Units:
    """Products of units in one case."""

    def __init__(self, memory: Memory, reader: Reader) -> None:
        self.memory = memory
        self.field, self.signs = reader.field, reader.signs
        self.denesting = Denesting(memory, reader, self)
        self._products: dict[frozenset[tuple[int, int]], Product] = {}

    def product(self, value: Fraction) -> Product:
        """The fraction as a product of powers of units.

        Raises:
            SignNeededError: where signs decide between different products.
        """
        found = self.of_poly(value.numerator)
        found = found.times(self._integer(value.divisor), -1)
        for place, exponent in value.below:
            found = found.times(self.of_poly(self.memory.factors[place]), -exponent)
        return found

    def lowest(self, value: Fraction) -> Fraction:
        """The fraction in lowest terms, so that equal arguments of functions look the same."""
        if not value.below or len(self.signs.separated(value.numerator)) != 1:
            return value
        parity, powers, _ = self.product(value)
        odd = {unit for unit, power in powers.items() if power % 2 and self.memory.units[unit].kind != "prime"}
        if odd != parity.units or any(power.denominator > 1 for power in powers.values()):
            return value  # signs or roots are left over
        above: Poly = {0: parity.sign}
        divisor, below = 1, []
        for unit, power in powers.items():
            kind, polynomial, _ = self.memory.units[unit]
            if power > 0:
                above = self.field.times(above, self.field.power_of(polynomial, int(power)))
            elif kind == "prime":
                divisor *= int(polynomial[0] ** -power)
            else:
                below.append((self.memory.factor(polynomial), int(-power)))
        return Fraction(above, divisor, tuple(sorted(below)))

    def of_poly(self, value: Poly) -> Product:
        """A polynomial that is not zero as a product of powers of units."""
        units, value = self.signs.as_factor(value)
        content, generators, primitive = self.field.parts(value)
        found = self._integer(abs(content))
        found = found._replace(parity=Parity(-1 if content < 0 else 1, units).times(found.parity))
        for generator, exponent in generators:
            found = found.times(self.of_generator(generator), exponent)
        return found if primitive == ONE else found.times(self._primitive(primitive))

    def of_generator(self, generator: int) -> Product:
        """A generator, or the power of a unit that it stands for."""
        found = self.memory.generators[generator]
        if found.kind == "root":
            unit, degree = found.meaning
            return Product(POSITIVE, {unit: Rational(1, degree)})
        if found.kind == "power":
            unit, step = found.meaning
            parity = Parity(1, frozenset({unit})) if step % 2 else POSITIVE
            return Product(parity, {unit: Rational(step)})
        unit = self.memory.unit({poly.monomial(generator): 1})
        return Product(Parity(1, frozenset({unit})), {unit: Rational(1)})

    def _integer(self, value: int) -> Product:
        powers = {self.memory.prime(p): Rational(times) for p, times in prime_powers(value, self.field.budget).items()}
        return Product(POSITIVE, powers)

    # --- polynomials --------------------------------------------------------------------------------------------------

    def _primitive(self, value: Poly) -> Product:
        key = frozenset(value.items())
        if key not in self._products:
            self._products[key] = self._factored(value)
        return self._products[key]

    def _factored(self, value: Poly) -> Product:
        sign, parts = self._coprime(value)
        found = Product(Parity(sign, frozenset()), {})
        for part, power in parts:
            found = found.times(self.denesting.product(part) or self.irreducible(part), power)
        return found

    def irreducible(self, value: Poly) -> Product:
        """A polynomial of the coprime basis, or a generator, as a unit of its own."""
        if len(value) == 1:
            return self.of_poly(value)
        unit = self.memory.unit(value)
        return Product(Parity(1, frozenset({unit})), {unit: Rational(1)})

    def _coprime(self, value: Poly) -> Split:
        """The polynomial in the coprime basis; learns a split and restarts where it shares a factor."""
        memory = self.memory
        learnt = memory.splits.get(frozenset(value.items()))
        if learnt is not None:
            return self._again(learnt)
        if value in memory.basis:
            return Split(1, ((value, 1),))
        split = self._normal(factors.squarefree(value, self.field.budget))
        if len(split.parts) > 1 or split.parts[0][1] > 1:
            memory.splits[frozenset(value.items())] = split
            return self._again(split)
        for known in memory.basis:
            found = factors.split(value, known, self.field.budget)
            if found:
                memory.basis.remove(known)
                self._learn(value, found[0], found[1])
                self._learn(known, found[0], found[2])
                raise memory.restart()
        memory.basis.append(value)
        return Split(1, ((value, 1),))

    def _again(self, split: Split) -> Split:
        """A product whose parts are split again."""
        sign, parts = split.sign, []
        for part, power in split.parts:
            inner = self._coprime(part) if len(part) > 1 else Split(1, ((part, 1),))
            sign *= inner.sign if power % 2 else 1
            parts += [(one, times * power) for one, times in inner.parts]
        return Split(sign, tuple(parts))

    def _learn(self, value: Poly, common: Poly, rest: Poly) -> None:
        """``value = common · rest``; nothing is learnt where the rest is a number."""
        if len(rest) == 1 and 0 in rest:
            self.memory.basis.append(value)
        else:
            self.memory.splits[frozenset(value.items())] = self._normal(Split(1, ((common, 1), (rest, 1))))

    def _normal(self, split: Split) -> Split:
        """The same product of parts whose leading coefficients are positive, without monomial factors."""
        sign, parts = split.sign, []
        for part, power in split.parts:
            content, generators, primitive = self.field.parts(part)
            sign *= -1 if content < 0 and power % 2 else 1
            parts += [({poly.monomial(generator): 1}, times * power) for generator, times in generators]
            if primitive != ONE:
                parts.append((primitive, power))
        return Split(sign, tuple(parts))
