"""`taylor`: the coefficients by finite differences, and whether the bound of the remainder bounds."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb, factorial
from typing import Any

from mpmath import mp, mpf

from tests.oracle.cases import FINE, SKIPPED, Case, Outcome, StoppedError, as_fraction, ask, failure
from tests.oracle.formulas import Node, add, letters, mul, text
from tests.oracle.from_sympy import NotConvertedError, convert
from tests.oracle.generate import formula, rational, smooth
from tests.oracle.hard_shapes import bent_at
from tests.oracle.sampling import fraction
from tests.oracle.values import OpenError, UndefinedError, value, work_digits


def nth_derivative(node: Node, name: str, at: Fraction, n: int) -> mpf:
    """To some 20 digits; ``node`` has to be smooth there."""
    if n == 0:
        return value(node, {name: at})
    with mp.workdps(60 + 40 * n):
        step = Fraction(1, 2**90)
        total = mpf(0)
        for k in range(n + 1):
            total += (-1) ** (n - k) * comb(n, k) * value(node, {name: at + k * step})
        return total * mpf(2) ** (90 * n)


class Taylor:
    """Data: the point, the order, and the box of the remainder."""

    name = "taylor"
    share = 1.0

    def draw(self, rng: random.Random, number: int) -> Case:
        function = smooth(rng) if number % 3 else formula(rng, number)
        if letters(function) != ["x"]:
            function = smooth(rng)
        at = rational(rng, -2, 2)
        low, high = at - Fraction(rng.randint(1, 6), 4), at + Fraction(rng.randint(0, 6), 4)
        if rng.random() < 0.25:
            bend = rng.choice((at, (low + at) / 2, (at + high) / 2))
            function = rng.choice((add, mul))(function, bent_at(rng, bend))
        return Case((function,), (at, rng.choice((0, 1, 2, 2, 3, 4)), low, high))

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,), (at, order) = case.formulas, case.data[:2]
        found = ask(api, lambda: api.taylor(text(function), str(at), order, "x"))
        with work_digits(50):
            for term in found.terms:
                n = int(term.orders[0])
                try:
                    derivatives = [nth_derivative(function, "x", at + shift, n) for shift in (0, Fraction(-1, 2**70))]
                    given = value(convert(term.coefficient), {})
                except (UndefinedError, OpenError, NotConvertedError):
                    return SKIPPED
                truth = derivatives[0] / factorial(n)
                if abs(derivatives[0] - derivatives[1]) > mpf(10) ** -12 * (1 + abs(truth)):
                    return self._without_derivative(case, n, derivatives)
                if abs(given - truth) > mpf(10) ** -15 * (1 + abs(truth)):
                    return failure(
                        "a coefficient is wrong", f"order {n}: {term.coefficient} is not {mp.nstr(truth, 15)}"
                    )
        return self._remainder(api, case, found)

    def _without_derivative(self, case: Case, n: int, sides: list[mpf]) -> Outcome:
        """A polynomial about a point where a derivative has two values, each of which stays as it is nearer by."""
        (function,), at = case.formulas, case.data[0]
        try:
            nearer = nth_derivative(function, "x", at + Fraction(-1, 2**80), n)
        except (UndefinedError, OpenError):
            return SKIPPED
        far_apart = abs(sides[0] - sides[1]) > mpf(10) ** -6 * (1 + abs(sides[0]))
        if not far_apart or abs(nearer - sides[1]) > mpf(10) ** -12 * (1 + abs(nearer)):
            return SKIPPED
        both = ", ".join(mp.nstr(side, 12) for side in (sides[1], sides[0]))
        return failure("a polynomial about a point without derivatives", f"of order {n}, left and right: {both}")

    def _remainder(self, api: Any, case: Case, found: Any) -> Outcome:
        (function,), (low, high) = case.formulas, case.data[2:]
        try:
            said = ask(api, lambda: found.remainder.bound((str(low), str(high)), 50), 10.0)
        except StoppedError as stopped:
            return Outcome("undecided") if stopped.outcome.status == "refused" else stopped.outcome
        rng = case.rng()
        with work_digits(50):
            try:
                polynomial = convert(found.polynomial)
                exact = as_fraction(said.value)
                bound = mpf(exact.numerator) / exact.denominator
                for _ in range(16):
                    x = fraction(rng.uniform(float(low), float(high)))
                    rest = abs(value(function, {"x": x}) - value(polynomial, {"x": x}))
                    if rest > bound * (1 + mpf(10) ** -9) + mpf(10) ** -25:
                        return failure(
                            "a bound of the remainder does not bound",
                            f"at x = {float(x)} the rest is {mp.nstr(rest, 12)}, the bound on "
                            f"[{low}, {high}] {said.value}",
                        )
            except UndefinedError:
                return failure(
                    "a bound of the remainder where the function is not real", f"at x = {float(x)} in [{low}, {high}]"
                )
            except (OpenError, NotConvertedError):
                return SKIPPED
        return FINE

    def line(self, case: Case) -> str:
        at, order, low, high = case.data
        return f"gd.taylor({text(case.formulas[0])!r}, '{at}', {order}, 'x').remainder.bound(('{low}', '{high}'))"
