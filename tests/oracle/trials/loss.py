"""`Loss`: values and gradients as floats, finite and right, also far out."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from tests.oracle.cases import FINE, Case, Outcome, ask, failure
from tests.oracle.formulas import (
    TRUE,
    Node,
    add,
    call,
    compare,
    letters,
    mul,
    neg,
    num,
    piecewise,
    power,
    sub,
    text,
    var,
)
from tests.oracle.generate import formula, linear
from tests.oracle.slopes import NoSlopeError, derivative
from tests.oracle.values import Evaluation, OpenError, UndefinedError, value, work_digits

FAR = (-1000.0, 1000.0, -745.5, 710.0, -40.25, 36.5)


def stable(rng: random.Random) -> Node:
    """Losses that are written to be computed far out as well."""
    u = linear(rng)
    s = call("sigmoid", u)
    elu = piecewise(var("x"), compare(">", var("x"), num(0)), sub(call("exp", var("x")), num(1)), TRUE)
    return rng.choice(
        (
            call("softplus", u),
            call("logsumexp", num(0), u),
            neg(call("log", s)),
            elu,
            s,
            call("tanh", u),
            neg(call("log", sub(num(1), s))),
            call("logsumexp", var("x"), mul(num(2), var("x"))),
            call("erf", u),
            sub(call("softplus", u), mul(num("1/2"), u)),
            mul(u, s),
            call("softplus", neg(u)),
            call("relu", u),
            power(u, num(rng.choice((7, 9, 10, 13)))),
            call(rng.choice(("log", "sqrt", "atan")), add(num(1), power(u, num(2)))),
        )
    )


class Loss:
    """A case says at which points; far ones only for losses that are stable."""

    name = "Loss"
    share = 1.0

    def draw(self, rng: random.Random, number: int) -> Case:
        if number % 4 == 0:
            return Case((stable(rng),), tuple(rng.sample(FAR, 4)))
        return Case((formula(rng, number),), tuple(round(rng.uniform(-4, 4), 3) for _ in range(5)))

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,) = case.formulas
        names = letters(function) or ["x"]
        loss = ask(api, lambda: api.Loss(text(function), " ".join(names)))
        for x in case.data:
            place = [x + 0.37 * number * (-1) ** number for number in range(len(names))]
            point = {name: Fraction(number) for name, number in zip(names, place, strict=True)}
            bad = self._point(api, function, loss, names, point, place[0] if len(names) == 1 else place)
            if bad is not None:
                return bad
        return FINE

    def _point(
        self, api: Any, function: Node, loss: Any, names: list[str], point: dict[str, Fraction], at: Any
    ) -> Outcome | None:
        try:
            with work_digits(40):
                height = value(function, point)
                slopes = [derivative(function, point, name).number for name in names]
            with mp.workprec(53):
                error = max(Evaluation(point, name)(function)[2] for name in names)
        except (UndefinedError, NoSlopeError, OpenError, ArithmeticError):
            return None
        if not mp.isfinite(error) or error > 1e-3 * (1 + abs(height)):
            return None
        said = float(ask(api, lambda: loss(at)))
        if abs(height) < 1e290 and not _near(said, height, error):
            return failure("a value of a loss is wrong", f"at {at}: {said}, not {mp.nstr(height, 15)}")
        raw = ask(api, lambda: loss.gradient(at))
        given = [float(raw)] if len(names) == 1 else [float(part) for part in raw]
        for name, slope, number in zip(names, slopes, given, strict=True):
            if abs(slope) < 1e290 and not _near(number, slope, self._noise(function, point, name)):
                return failure(
                    "a gradient of a loss is wrong", f"at {at}, d/d{name}: {number}, not {mp.nstr(slope, 15)}"
                )
        return None

    def _noise(self, function: Node, point: dict[str, Fraction], name: str) -> mpf:
        """How far the slope moves when the coordinates move by a few units of the last place."""
        try:
            with work_digits(40):
                here = derivative(function, point, name).number
                beside = [
                    derivative(function, {k: v * (1 + s * Fraction(1, 2**40)) for k, v in point.items()}, name).number
                    for s in (-1, 1)
                ]
        except (UndefinedError, NoSlopeError, OpenError):
            return mpf("inf")
        return max(abs(other - here) for other in beside)

    def line(self, case: Case) -> str:
        names = " ".join(letters(case.formulas[0]) or ["x"])
        return f"gd.Loss({text(case.formulas[0])!r}, {names!r})  # at {case.data}"


def _near(said: float, truth: mpf, error: mpf) -> bool:
    return math.isfinite(said) and bool(abs(mpf(said) - truth) <= 1e-7 * (1 + abs(truth)) + 1e4 * error)
