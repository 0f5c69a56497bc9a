"""`descent_argument`: a safe rate has to lower the loss wherever it is tried, a counterexample has to raise it."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from tests.oracle.cases import Case, Outcome, as_fraction, as_point, ask, close, failure
from tests.oracle.formulas import Node, add, call, letters, mul, power, text, var
from tests.oracle.from_sympy import NotConvertedError, convert
from tests.oracle.generate import formula, small, smooth
from tests.oracle.sampling import anywhere
from tests.oracle.slopes import NoSlopeError, derivative
from tests.oracle.values import OpenError, UndefinedError, value, work_digits


def loss_of(rng: random.Random, number: int) -> Node:
    kind = number % 4
    if kind == 0:
        return formula(rng, number)
    if kind == 1:
        x, y = var("x"), var("y")
        quadratic = add(
            add(mul(small(rng), power(x, _two())), mul(small(rng), mul(x, y))), mul(small(rng), power(y, _two()))
        )
        return rng.choice((quadratic, add(quadratic, call("softplus", x)), power(add(x, mul(small(rng), y)), _two())))
    return add(mul(small(rng), power(var("x"), _two())), smooth(rng)) if kind == 2 else smooth(rng)


def _two() -> Node:
    return Node("num", (), "2")


class Descent:
    """With a box now and then; there only steps inside it are promised."""

    name = "descent_argument"
    share = 0.6

    def draw(self, rng: random.Random, number: int) -> Case:
        return Case((loss_of(rng, number),), ((-1, rng.choice((1, 2))),) if rng.random() < 0.3 else ())

    def judge(self, api: Any, case: Case) -> Outcome:
        (loss,) = case.formulas
        names = letters(loss) or ["x"]
        box = dict.fromkeys(names, case.data[0]) if case.data else None
        more = {"on": box} if box else {}
        found = ask(api, lambda: api.descent_argument(text(loss), " ".join(names), **more), 5.0)
        notes = () if found.safe_rate is not None else ("no safe rate",)
        with work_digits(40):
            if (
                found.safe_rate is not None
                and (bad := self._safe(found.safe_rate, loss, names, box, case.rng())) is not None
            ):
                return bad
            if (
                found.counterexample is not None
                and (bad := self._raises(found.counterexample, loss, names)) is not None
            ):
                return bad
        if found.safe_rate is None and found.counterexample is None:
            return Outcome("undecided")
        return Outcome("fine", notes=notes)

    def _safe(self, safe: Any, loss: Node, names: list[str], box: Any, rng: random.Random) -> Outcome | None:
        try:
            limit = None if str(safe.limit) == "oo" else value(convert(safe.limit), {})
        except (NotConvertedError, UndefinedError, OpenError):
            return None
        for number in range(40):
            if box:
                low, high = box[names[0]]
                point = {name: Fraction(rng.randint(low * 2**30, high * 2**30), 2**30) for name in names}
            else:
                point = {name: anywhere(rng) for name in names}
            share = Fraction(rng.randint(1, 2**20 - 1), 2**20) if number % 3 else Fraction(999999, 1000000)
            rate = (limit if limit is not None else mpf(10) ** rng.randint(-2, 3)) * share.numerator / share.denominator
            moved = self._step(loss, names, point, rate)
            if moved is None or (box and any(not box[n][0] <= x <= box[n][1] for n, x in moved.items())):
                continue
            try:
                before, after = value(loss, point), value(loss, moved)
            except OpenError:
                continue
            except UndefinedError:
                return failure("a safe rate leaves the domain", f"from {_shown(point)} with eta = {mp.nstr(rate, 8)}")
            if after >= before + mpf(10) ** -25 * (1 + abs(before)):
                return failure(
                    "a safe rate raises the loss",
                    f"limit {safe.limit}, {safe.where}; from {_shown(point)} with eta = "
                    f"{mp.nstr(rate, 8)}: {mp.nstr(before, 12)} to {mp.nstr(after, 12)}",
                )
        return None

    def _step(self, loss: Node, names: list[str], point: dict[str, Fraction], rate: mpf) -> dict[str, Fraction] | None:
        try:
            slopes = {name: derivative(loss, point, name).number for name in names}
        except (UndefinedError, NoSlopeError, OpenError):
            return None
        if sum(abs(slope) for slope in slopes.values()) < mpf(10) ** -12:
            return None
        return {name: point[name] - _fraction(rate * slope) for name, slope in slopes.items()}

    def _raises(self, overshoot: Any, loss: Node, names: list[str]) -> Outcome | None:
        point = as_point(overshoot.point)
        rate = as_fraction(overshoot.rate)
        moved = self._step(loss, names, point, mpf(rate.numerator) / rate.denominator)
        if moved is None:
            try:
                slopes = [derivative(loss, point, name).number for name in names]
            except OpenError:
                return None
            except (UndefinedError, NoSlopeError):
                slopes = []
            return failure("a counterexample without a slope", f"at {_shown(point)}: {slopes}")
        try:
            before, after = value(loss, point), value(loss, moved)
        except (UndefinedError, OpenError):
            return None
        if (
            after <= before
            or not close(overshoot.before, before, 1e-9, 1e-12)
            or not close(overshoot.after, after, 1e-6, 1e-12)
        ):
            return failure(
                "a counterexample that does not raise the loss as said",
                f"at {_shown(point)}, eta = {rate}: {mp.nstr(before, 12)} to {mp.nstr(after, 12)}, "
                f"said {overshoot.before} to {overshoot.after}",
            )
        return None

    def line(self, case: Case) -> str:
        names = letters(case.formulas[0]) or ["x"]
        more = f", on={(dict.fromkeys(names, case.data[0]))}" if case.data else ""
        return f"gd.descent_argument({text(case.formulas[0])!r}, {' '.join(names)!r}{more})"


def _fraction(number: mpf) -> Fraction:
    sign, mantissa, exponent, _ = number._mpf_
    return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _shown(point: dict[str, Fraction]) -> str:
    return ", ".join(f"{name} = {float(x):.10g}" for name, x in point.items())
