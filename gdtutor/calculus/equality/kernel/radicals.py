"""Show that roots are roots: that none of them is an element of the field that the others generate.

Where u is no ℓ-th power in a field K for a prime ℓ that divides n, and positive, K(ⁿ√u) has the degree n over K
(Capelli), and the formal relation rⁿ = u says all that is true of r. (2 + √5)^(1/3) is no such root, for it is
(1 + √5)/2. That u is no ℓ-th power in K is seen modulo primes p with ℓ | p − 1: a power would be one at all values that
the elements of K take there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from sympy import factorint, isprime, nthroot_mod

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.tables import Tables

_TRIES = 400
_PRIMES = 60  # different ones for each ℓ, so that numbers such as √2 take different values
_BITS = 61
_LARGEST_DEGREE = 1_000_000


def are_roots(roots: Sequence[int], tables: Tables, sign_of: Callable[[int], int], budget: Budget) -> bool:
    """Whether each root, the inner ones first, has its degree over the field of those before it.

    Args:
        roots: the generators; what else their units speak of counts as independent.
        tables: what they mean.
        sign_of: the sign of a unit, whose absolute value the root is taken of.
        budget: what the work is counted in.
    """
    for place, root in enumerate(roots):
        degree = tables.generators[root].meaning[1]
        if degree > _LARGEST_DEGREE:
            return False
        if not all(_is_no_power(roots[: place + 1], prime, tables, sign_of, budget) for prime in factorint(degree)):
            return False
    return True


def _is_no_power(
    roots: Sequence[int], exponent: int, tables: Tables, sign_of: Callable[[int], int], budget: Budget
) -> bool:
    """Whether values modulo primes show that what the last root is a root of is no such power."""
    chance = Random(5)  # the same values every time
    for attempt in range(_TRIES):
        budget.spend(50 * len(roots))
        values = _Values(tables, _prime(exponent, attempt % _PRIMES), sign_of, chance)
        if all(map(values.add_root, roots[:-1])):
            radicand = values.radicand(roots[-1])
            if radicand and pow(radicand, (values.prime - 1) // exponent, values.prime) != 1:
                return True
    return False


@cache
def _prime(divisor: int, number: int) -> int:
    """A prime p with p − 1 divisible by ``divisor``, the same one every time."""
    chance = Random(f"{divisor}, {number}")
    while True:
        candidate = divisor * chance.getrandbits(_BITS - divisor.bit_length()) + 1
        if candidate > 1 << 20 and isprime(candidate):
            return candidate


class _Values:
    """Values of generators modulo a prime: roots by their definition, all others at random."""

    def __init__(self, tables: Tables, prime: int, sign_of: Callable[[int], int], chance: Random) -> None:
        self.tables, self.prime, self.sign_of, self.chance = tables, prime, sign_of, chance
        self._known: dict[int, int] = {}

    def add_root(self, root: int) -> bool:
        """Find a value of a root; false where it has none."""
        found = nthroot_mod(self.radicand(root), self.tables.generators[root].meaning[1], self.prime)
        self._known[root] = int(found or 0)
        return bool(found)

    def radicand(self, root: int) -> int:
        """The value of |unit|."""
        unit = self.tables.generators[root].meaning[0]
        return self.sign_of(unit) * self._poly(self.tables.units[unit].value) % self.prime

    def _poly(self, value: Poly) -> int:
        total = 0
        for packed, coefficient in value.items():
            for generator, exponent in poly.exponents(packed):
                coefficient = coefficient * pow(self._generator(generator), exponent, self.prime) % self.prime
            total += coefficient
        return total % self.prime

    def _generator(self, generator: int) -> int:
        if generator not in self._known:
            kind, meaning, *_ = self.tables.generators[generator]
            if kind == "sign":
                self._known[generator] = self.sign_of(meaning[0])
            elif kind == "power":
                self._known[generator] = pow(self._poly(self.tables.units[meaning[0]].value), meaning[1], self.prime)
            else:
                self._known[generator] = self.chance.randrange(1, self.prime)
        return self._known[generator]
