"""`directional_derivative` and `steepest_ascent`, held against the slopes along the letters."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from tests.oracle.cases import FINE, SKIPPED, Case, Outcome, ask, failure
from tests.oracle.formulas import text
from tests.oracle.from_sympy import NotConvertedError, convert
from tests.oracle.generate import rational
from tests.oracle.sampling import anywhere
from tests.oracle.slopes import NoSlopeError, derivative
from tests.oracle.trials.derive import asked_for, formula_of_several
from tests.oracle.values import OpenError, UndefinedError, value, work_digits


def _gradient(case: Case, point: dict[str, Fraction]) -> list[mpf] | None:
    try:
        return [derivative(case.formulas[0], point, name).number for name in asked_for(case)]
    except (UndefinedError, NoSlopeError, OpenError):
        return None


def _agrees(truth: mpf, given: Any, point: dict[str, Fraction]) -> bool | None:
    try:
        found = value(convert(given), point)
    except (OpenError, NotConvertedError):
        return None
    except UndefinedError:
        return False
    return abs(found - truth) <= mpf(10) ** -12 * (1 + abs(truth))


class Direction:
    """The slope in a direction, as a formula and at a point."""

    name = "directional_derivative"
    share = 0.25

    def draw(self, rng: random.Random, number: int) -> Case:
        return Case(
            (formula_of_several(rng, number),), tuple(rng.choice((-3, -1, 1, 2, 4, Fraction(1, 2))) for _ in range(4))
        )

    def judge(self, api: Any, case: Case) -> Outcome:
        names = asked_for(case)
        direction = [Fraction(part) for part in case.data[: len(names)]]
        found = ask(
            api,
            lambda: api.directional_derivative(text(case.formulas[0]), " ".join(names), [str(d) for d in direction]),
        )
        rng = case.rng()
        for _ in range(10):
            point = {name: anywhere(rng) for name in names}
            with work_digits(40):
                slopes = _gradient(case, point)
                if slopes is None:
                    continue
                length = mp.sqrt(sum(mpf(d.numerator) ** 2 / d.denominator**2 for d in direction))
                truth = sum(g * d.numerator / d.denominator for g, d in zip(slopes, direction, strict=True)) / length
                if _agrees(truth, found.result, point) is False:
                    return failure(
                        "a slope in a direction is wrong",
                        f"{found.result} at {point}: the slope is {mp.nstr(truth, 12)}",
                    )
        return FINE

    def line(self, case: Case) -> str:
        names = asked_for(case)
        return (
            f"gd.directional_derivative({text(case.formulas[0])!r}, {' '.join(names)!r}, "
            f"{[str(part) for part in case.data[: len(names)]]})"
        )


class Steepest:
    """The direction and the slope of steepest ascent at a rational point."""

    name = "steepest_ascent"
    share = 0.25

    def draw(self, rng: random.Random, number: int) -> Case:
        return Case((formula_of_several(rng, number),), tuple(rational(rng) for _ in range(4)))

    def judge(self, api: Any, case: Case) -> Outcome:
        names = asked_for(case)
        point = dict(zip(names, case.data, strict=False))
        with work_digits(40):
            slopes = _gradient(case, point)
            if slopes is None or all(abs(slope) < 1e-30 for slope in slopes):
                return SKIPPED
            at = tuple(str(part) for part in case.data[: len(names)])
            found = ask(api, lambda: api.steepest_ascent(text(case.formulas[0]), " ".join(names), at))
            length = mp.sqrt(sum(slope**2 for slope in slopes))
            if _agrees(length, found.slope, point) is False:
                return failure("the steepest slope is wrong", f"{found.slope}, the truth is {mp.nstr(length, 12)}")
            for slope, given in zip(slopes, found.direction, strict=True):
                if _agrees(slope / length, given, point) is False:
                    return failure(
                        "the steepest direction is wrong", f"{found.direction}: {mp.nstr(slope / length, 12)} is right"
                    )
        return FINE

    def line(self, case: Case) -> str:
        names = asked_for(case)
        at = tuple(str(part) for part in case.data[: len(names)])
        return f"gd.steepest_ascent({text(case.formulas[0])!r}, {' '.join(names)!r}, {at})"
