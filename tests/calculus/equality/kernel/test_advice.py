"""Advice that lies leads to no proof of what is not so; true advice of another kind than usual does not either."""

import runpy
from collections import Counter
from fractions import Fraction as Rational
from pathlib import Path

import pytest
from hidden_zeros import HIDDEN

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.decide import _sides
from gdtutor.calculus.equality.kernel import polynomial as poly
from gdtutor.calculus.equality.kernel.advice import Part, Product, key_of
from gdtutor.calculus.equality.kernel.case import Problem
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.search import cases
from gdtutor.calculus.equality.search.advisor import Advisor

BENCHMARK = runpy.run_path(str(Path(__file__).parents[4] / "benchmarks" / "equality.py"))
TRUE = BENCHMARK["equal_pairs"]()[::16]
FALSE = [*BENCHMARK["near_misses"](), *(("x", f"x*({zero}+|x|-x)/({zero}+|x|-x)") for zero in HIDDEN)]


class Honest(Advisor):
    """Nothing changed."""


class MoreOfAUnit(Advisor):
    def product(self, value):
        found = super().product(value)
        return found._replace(powers={unit: power + 1 for unit, power in found.powers.items()})


class WithoutAUnit(Advisor):
    def product(self, value):
        found = super().product(value)
        return found._replace(powers=dict(list(found.powers.items())[1:]))


class OtherSign(Advisor):
    def product(self, value):
        found = super().product(value)
        return found._replace(parity=Parity(-found.parity.sign, found.parity.units))


class AllPositive(Advisor):
    def product(self, value):
        return super().product(value)._replace(parity=Parity(1, frozenset()))


class AlwaysOne(Advisor):
    def product(self, value):
        return Product(Parity(1, frozenset()), {})


class WithoutTheLastTerm(Advisor):
    def exponent(self, value):
        return super().exponent(value)[:-1]

    def angle(self, value):
        return super().angle(value)[:-1]


class OneMoreTurn(Advisor):
    def exponent(self, value):
        return tuple(part._replace(times=part.times + 1) for part in super().exponent(value))

    def angle(self, value):
        return tuple(part._replace(times=-part.times) for part in super().angle(value))


class LargeRoots(Advisor):
    def degree(self, unit, denominator):
        return super().degree(unit, denominator) + 1


class NoStep(Advisor):
    def step(self, unit, power):
        return -super().step(unit, power)


class AllArcsAreOne(Advisor):
    def arcs(self, value):
        arcs = self.reader.arcs.in_value(value)
        yield tuple((arc, 1) for arc in arcs)
        yield tuple((arc, (-1) ** place) for place, arc in enumerate(arcs))
        yield from super().arcs(value)


LIARS = [
    MoreOfAUnit, WithoutAUnit, OtherSign, AllPositive, AlwaysOne, WithoutTheLastTerm, OneMoreTurn, LargeRoots, NoStep,
]  # fmt: skip


class WholeUnits(Advisor):
    """Numerators and denominators are units as they are, composite or with common factors: true, but no basis."""

    def product(self, value):
        signs, rest = self.reader.signs.as_factor(value.numerator)
        content = poly.content(rest)
        powers = Counter()
        odd = set(signs)
        for number, power in ((abs(content), 1), (value.divisor, -1)):
            if number > 1:
                powers[self.memory.prime(number)] += Rational(power)
        found = [(poly.divide_content(rest, content), 1), *((self.memory.factors[p], -n) for p, n in value.below)]
        for unit, times in self._parts(found):
            place = self.memory.unit(unit)
            powers[place] += Rational(times)
            odd ^= {place} if times % 2 else set()
        parity = Parity(1 if content > 0 else -1, frozenset(odd))
        return Product(parity, {unit: power for unit, power in powers.items() if power})

    def _parts(self, found):
        for unit, times in found:
            if len(unit) > 1:
                yield unit, times
            for generator, exponent in poly.exponents(next(iter(unit))) if len(unit) == 1 else ():
                yield {poly.monomial(generator): 1}, times * exponent


class WholeArguments(Advisor):
    """Every exponent and every angle has a generator of its own."""

    def exponent(self, value):
        return (self._whole("exp", value),)

    def angle(self, value):
        return (self._whole("angle", value),)

    def _whole(self, kind, value):
        inside = self.memory.inside(value.numerator, value.below)
        return Part(kind, self.memory.generator(((kind, key_of(value)), "whole"), kind, (value,), inside), Rational(1))


class WholeUnitsAndArguments(WholeUnits, WholeArguments):
    """Both."""


def all_equal(pair, advisor, monkeypatch):
    """Whether every case is found equal; no points are looked at, so that the kernel alone stands in the way."""
    monkeypatch.setattr(cases, "advisor", lambda memory, points=(): lambda reader: advisor(memory, reader, points))
    (question, domain), (answer, answer_domain) = map(_sides, pair)
    return cases.decide_cases(Problem(question, answer, domain, answer_domain), Budget(0.4)).all_equal()


@pytest.mark.parametrize("advisor", [Honest, *LIARS, AllArcsAreOne, WholeUnits, WholeArguments, WholeUnitsAndArguments])
def test_whatever_is_advised_nothing_wrong_is_proved(advisor, monkeypatch):
    assert [pair for pair in FALSE if all_equal(pair, advisor, monkeypatch)] == []


@pytest.mark.parametrize("advisor", LIARS)
def test_a_lie_is_seen(advisor, monkeypatch):
    """What is proved with honest advice is not, where the lie concerns it."""
    true = [
        ("sqrt((x^3 - x)^2)*x^(1/3)", "|x^3 - x|*x^(4/3)/x"), ("cosh(x)^2 - sinh(x)^2", "1"),
        ("sin(2x)*e^x", "2sin(x)*cos(x)*e^(2x)/e^x"), ("(x^2 + 2x + 1)^2500 + x", "x + (x + 1)^5000"),
    ]  # fmt: skip
    assert all(all_equal(pair, Honest, monkeypatch) for pair in true)
    assert not all(all_equal(pair, advisor, monkeypatch) for pair in true)


def test_other_advice_that_is_true_proves_many_pairs(monkeypatch):
    assert sum(all_equal(pair, WholeUnits, monkeypatch) for pair in TRUE) > len(TRUE) / 2
