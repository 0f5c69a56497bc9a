"""Powers of small primes in an integer, by trial division within bounds."""

from __future__ import annotations

from math import isqrt

from gdtutor.calculus.budget import Budget

_LIMIT = 2_000
_PRIMES = [n for n in range(2, _LIMIT) if all(n % p for p in range(2, isqrt(n) + 1))]


def prime_powers(value: int, budget: Budget) -> dict[int, int]:
    """A positive integer as a product of primes; a rest without factors below 2,000 counts as prime.

    Taking a composite rest for a prime is sound: an identity may stay unproved, none is proved wrongly.

    >>> prime_powers(360, Budget(1.0))
    {2: 3, 3: 2, 5: 1}
    """
    found: dict[int, int] = {}
    if value == 1:
        return found
    budget.spend(1 + value.bit_length() // 64)
    for prime in _PRIMES:
        if prime * prime > value:
            break
        while value % prime == 0:
            value //= prime
            found[prime] = found.get(prime, 0) + 1
    if value > 1:
        root, times = _without_power(value)
        found[root] = found.get(root, 0) + times
    return found


def _without_power(value: int) -> tuple[int, int]:
    """The smallest integer of which ``value`` is a power, and the exponent: squares and cubes only."""
    for degree in (2, 3):
        root = _integer_root(value, degree)
        if root**degree == value:
            inner, times = _without_power(root)
            return inner, times * degree
    return value, 1


def _integer_root(value: int, degree: int) -> int:
    """The largest integer whose power is at most ``value``."""
    if degree == 2:
        return isqrt(value)
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
