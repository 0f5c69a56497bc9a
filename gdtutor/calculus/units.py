"""The multiplicative side of the field: units, their signs, logarithms and roots.

A unit is a prime number, a generator, or a primitive square-free polynomial coprime to all other units. Every nonzero
fraction is ±1 times a product of powers of units. So log|u| is a sum of logs of units, |u|^(p/q) a product of roots of
units, and the sign of u a product of their signs. Signs are not guessed: they are assumed, one case after another.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Rational
from math import lcm
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus import factors, polynomial as poly
from gdtutor.calculus.field import Field, Fraction
from gdtutor.calculus.polynomial import ONE, OutOfBudgetError, Poly

UnitKey = tuple[str, object]  # ("prime", p), ("generator", k) or ("poly", frozenset of terms)
Powers = dict[UnitKey, Rational]


class RestartError(Exception):
    """A unit turned out to be composite or a basis too coarse: read everything again with what was learnt."""


class UndefinedError(Exception):
    """With the signs assumed, the expression is not real."""


class Product(NamedTuple):
    """A fraction as ``sign · Π unit**power``; sign 0 for zero. Units with a broken power stand for |unit|."""

    sign: int
    powers: Powers


class Learnt:
    """What survives a restart: how composite polynomials split, and the steps of the bases of exponents and angles."""

    def __init__(self) -> None:
        self.splits: dict[frozenset[tuple[int, int]], list[tuple[Poly, int]]] = {}
        self.steps: dict[object, Rational] = {}
        self.restarts = 0

    def restart(self) -> RestartError:
        self.restarts += 1
        if self.restarts > 12:
            raise OutOfBudgetError
        return RestartError()


class Units:
    """The units of one field, under one assumption about their signs.

    Attributes:
        signs: the signs assumed so far, in the order in which they were asked for.
    """

    def __init__(self, field: Field, learnt: Learnt, assumed: dict[UnitKey, int]) -> None:
        self.field = field
        self.learnt = learnt
        self.assumed = assumed
        self.signs: dict[UnitKey, int] = {}
        self.forced: set[UnitKey] = set()
        self.polynomials: list[Poly] = []
        self._logs: dict[UnitKey, int] = {}
        self._roots: dict[UnitKey, int] = {}
        self.of_root: dict[int, tuple[UnitKey, Rational]] = {}  # root generator -> (unit, its power)
        self.exponent_of: dict[int, Callable[[], Fraction]] = {}  # exp generator -> the fraction whose exp it is

    # --- factoring ----------------------------------------------------------------------------------------------------

    def product(self, value: Fraction) -> Product:
        """The fraction as a product of powers of units."""
        if not value.numerator:
            return Product(0, {})
        powers: Powers = {}
        sign = self._collect(value.numerator, 1, powers)
        self._collect_integer(value.divisor, -1, powers)
        for place, exponent in value.below:
            self._collect(self.field.factors[place], -exponent, powers)
        return Product(sign, {unit: power for unit, power in powers.items() if power})

    def _collect(self, value: Poly, exponent: int, powers: Powers) -> int:
        content, generators, primitive = self.field.parts(value)
        self._collect_integer(abs(content), exponent, powers)
        for generator, power in generators:
            unit, part = self.of_root.get(generator, (("generator", generator), Rational(1)))
            powers[unit] = powers.get(unit, Rational(0)) + power * exponent * part
        if primitive != ONE:
            for part_poly, power in self._coprime(primitive):
                unit = self._key(part_poly)
                powers[unit] = powers.get(unit, Rational(0)) + power * exponent
        return -1 if content < 0 and exponent % 2 else 1

    def _key(self, value: Poly) -> UnitKey:
        if len(value) == 1:
            ((packed, _),) = value.items()
            ((generator, _),) = poly.exponents(packed)
            return ("generator", generator)
        return ("poly", frozenset(value.items()))

    def _collect_integer(self, value: int, exponent: int, powers: Powers) -> None:
        if value.bit_length() > 400:
            raise OutOfBudgetError
        for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
            while value % prime == 0:
                value //= prime
                powers[("prime", prime)] = powers.get(("prime", prime), Rational(0)) + exponent
        if value > 1:
            for prime, times in sp.factorint(value, limit=2_000).items():
                unit: UnitKey = ("prime", int(prime))
                powers[unit] = powers.get(unit, Rational(0)) + exponent * times

    def _coprime(self, value: Poly) -> list[tuple[Poly, int]]:
        """The polynomial in the coprime basis; learns a split and restarts where it shares a factor."""
        key = frozenset(value.items())
        if key in self.learnt.splits:
            return [(p, e * k) for q, e in self.learnt.splits[key] for p, k in self._again(q)]
        if value in self.polynomials:
            return [(value, 1)]
        parts = factors.squarefree(value)
        if len(parts) > 1 or parts[0][1] > 1:
            self.learnt.splits[key] = parts
            return [(p, e * k) for q, e in parts for p, k in self._again(q)]
        for known in self.polynomials:
            self.field.budget.spend(100)  # about what a small common factor costs
            found = factors.split(value, known)
            if found:
                self._learn(value, found[0], found[1])
                self._learn(known, found[0], found[2])
                raise self.learnt.restart()
        self.polynomials.append(value)
        return [(value, 1)]

    def _again(self, value: Poly) -> list[tuple[Poly, int]]:
        return self._coprime(value) if len(value) > 1 else [(value, 1)] if value != ONE else []

    def _learn(self, value: Poly, common: Poly, rest: Poly) -> None:
        if len(rest) > 1 or max(rest) > 0:
            self.learnt.splits[frozenset(value.items())] = [(common, 1), (rest, 1)]

    # --- signs --------------------------------------------------------------------------------------------------------

    def unit_poly(self, unit: UnitKey) -> Poly:
        kind, what = unit
        if kind == "prime":
            return {0: what}  # type: ignore[dict-item]
        if kind == "generator":
            return {poly.monomial(what): 1}  # type: ignore[arg-type]
        return dict(what)  # type: ignore[call-overload, no-any-return]

    def sign(self, unit: UnitKey) -> int:
        """The sign of a unit in the case at hand: known by its form, or assumed."""
        if unit not in self.signs:
            known = self._evident_sign(self.unit_poly(unit))
            if known:
                return known
            self.signs[unit] = self.assumed.get(unit, 1)
        return self.signs[unit]

    def _evident_sign(self, value: Poly) -> int:
        """+1 or -1 where every term has the same sign by its form: even powers and positive generators."""
        signs = set()
        for packed, coefficient in value.items():
            odd = [k for k, e in poly.exponents(packed) if e % 2 and not self._positive(k)]
            signs.add(0 if odd else (1 if coefficient > 0 else -1))
        return signs.pop() if len(signs) == 1 else 0

    def _positive(self, generator: int) -> bool:
        kind, expression = self.field.generators[generator]
        return kind in {"exp", "root"} or expression is sp.pi

    def sign_of(self, value: Product) -> int:
        """The sign of a product in the case at hand."""
        sign = value.sign
        for unit, power in value.powers.items():
            if power.denominator == 1 and power % 2:
                sign *= self.sign(unit)
        return sign

    def require_positive(self, value: Product) -> None:
        """Keep to the cases in which the product is positive; a single unit is forced, several are cases."""
        if value.sign and self.sign_of(value) < 0 or not value.sign:
            raise UndefinedError
        odd = [unit for unit, power in value.powers.items() if power.denominator == 1 and power % 2]
        if len(odd) == 1:
            self.forced.add(odd[0])

    # --- logarithms and powers ------------------------------------------------------------------------------------------

    def log(self, value: Product) -> Fraction:
        """log of a product: the sum of the logs of its units."""
        total = self.field.constant(0)
        for unit, power in value.powers.items():
            total = self.field.add(total, self.field.multiply(self.field.constant(power), self._log_unit(unit)))
        return total

    def _log_unit(self, unit: UnitKey) -> Fraction:
        kind, what = unit
        if kind == "generator" and what in self.exponent_of:
            return self.exponent_of[what]()  # type: ignore[index]
        if unit not in self._logs:
            self._logs[unit] = self.field.new_generator("log", sp.log(sp.Abs(self.expression(unit), evaluate=False)))
        return self.field.of_generator(self._logs[unit])

    def unit_of_log(self, generator: int) -> UnitKey | None:
        """The unit whose log a generator is, or ``None``."""
        return next((unit for unit, place in self._logs.items() if place == generator), None)

    def power(self, value: Product, exponent: Rational, exp_power: Callable[[int, Rational], Fraction]) -> Fraction:
        """A broken power of a product of units, each taken by its absolute value."""
        total = self.field.constant(1)
        for unit, power in value.powers.items():
            total = self.field.multiply(total, self.absolute_power(unit, power * exponent, exp_power))
        return total

    def absolute_power(
        self, unit: UnitKey, power: Rational, exp_power: Callable[[int, Rational], Fraction]
    ) -> Fraction:
        """|unit|**power, through a root generator where the power is broken."""
        kind, what = unit
        if kind == "generator" and what in self.exponent_of:
            return exp_power(what, power)  # type: ignore[arg-type]
        if power.denominator == 1 and unit not in self._roots:
            base = self.field.of_poly(poly.scale(self.unit_poly(unit), self.sign(unit) if power % 2 else 1))
            return self.field.power(base, int(power))
        step = self.learnt.steps.get(("root", unit), Rational(1, power.denominator))
        if (power / step).denominator != 1:
            self.learnt.steps["root", unit] = Rational(1, lcm(step.denominator, power.denominator))
            raise self.learnt.restart()
        self.learnt.steps["root", unit] = step
        return self.field.of_generator(self._root(unit, step.denominator), int(power / step))

    def _root(self, unit: UnitKey, degree: int) -> int:
        if unit not in self._roots:
            shown = sp.Abs(self.expression(unit), evaluate=False) ** sp.Rational(1, degree)
            place = self.field.new_generator("root", shown)
            self._roots[unit] = place
            self.field.relations[place] = (degree, poly.scale(self.unit_poly(unit), self.sign(unit)))
            self.of_root[place] = (unit, Rational(1, degree))
        return self._roots[unit]

    # --- showing --------------------------------------------------------------------------------------------------------

    def expression(self, unit: UnitKey) -> sp.Expr:
        """The unit as a SymPy expression."""
        terms = []
        for packed, coefficient in self.unit_poly(unit).items():
            factors_of = [self.field.generators[k].expression ** e for k, e in poly.exponents(packed)]
            terms.append(sp.Mul(coefficient, *factors_of))
        return sp.Add(*terms)
