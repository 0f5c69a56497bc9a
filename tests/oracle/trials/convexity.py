"""`convexity`: "convex" has to pass midpoint tests, and a witness against it has to be real."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from tests.oracle.cases import FINE, SKIPPED, Case, Outcome, as_fraction, as_point, ask, close, failure
from tests.oracle.formulas import Node, letters, num, power, substitute, text, var
from tests.oracle.generate import formula, linear, smooth
from tests.oracle.reading import NotReadError
from tests.oracle.sampling import anywhere
from tests.oracle.slopes import NoSlopeError, derivative, is_real
from tests.oracle.trials.descent import loss_of
from tests.oracle.values import OpenError, UndefinedError, value, work_digits


def along(node: Node, point: dict[str, Fraction], direction: dict[str, Fraction]) -> tuple[Node, dict[str, Fraction]]:
    """The function on the line point + t·direction, with t the letter of the slope, at t = 0."""

    where: dict[str, Fraction] = {"t_0": Fraction(0)}
    for name, x in point.items():
        place = Node("num", (), str(x))
        moved = Node("+", (place, Node("*", (Node("num", (), str(direction.get(name, Fraction(0)))), var("t_0")))))
        node = substitute(node, name, moved if direction.get(name) else place)
    return node, where


POWERS = ("-1", "-2", "-3", "-4", "-1/2", "1/2", "3/2", "2/3", "3")


class Convexity:
    """A function of one or two letters, on its domain or on a box."""

    name = "convexity"
    share = 1.3

    def draw(self, rng: random.Random, number: int) -> Case:
        function = (loss_of(rng, number) if number % 3 else formula(rng, number)) if rng.random() < 0.8 else smooth(rng)
        if rng.random() < 0.25:
            function = power(linear(rng), num(rng.choice(POWERS)))
        return Case((function,), ((rng.choice((-1, 0, 1)), rng.choice((2, 3))),) if rng.random() < 0.25 else ())

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,) = case.formulas
        names = letters(function) or ["x"]
        box = dict.fromkeys(names, case.data[0]) if case.data else None
        more = {"on": box} if box else {}
        found = ask(api, lambda: api.convexity(text(function), " ".join(names), **more))
        with work_digits(40):
            if found.proved:
                return self._midpoints(function, names, box, case.rng())
            if found.refuted:
                return self._witness(found, function)
        return Outcome("undecided")

    def _midpoints(self, function: Node, names: list[str], box: Any, rng: random.Random) -> Outcome:
        for _ in range(60):
            ends = [{name: _inside(rng, box[name]) if box else anywhere(rng) for name in names} for _ in range(2)]
            try:
                heights = [value(function, end) for end in ends]
            except (UndefinedError, OpenError):
                continue
            middle = {name: (ends[0][name] + ends[1][name]) / 2 for name in names}
            try:
                low = value(function, middle)
            except OpenError:
                continue
            except UndefinedError:
                return failure(
                    "called convex on a domain that is not", f"real at {ends[0]} and {ends[1]}, not in the middle"
                )
            chord = sum(heights) / 2
            if low > chord + mpf(10) ** -30 * (1 + abs(low) + abs(chord)):
                return failure(
                    "called convex and is not",
                    f"between {_shown(ends[0])} and {_shown(ends[1])}: the middle is "
                    f"{mp.nstr(low, 12)}, the chord {mp.nstr(chord, 12)}",
                )
        return FINE

    def _witness(self, found: Any, function: Node) -> Outcome:
        try:
            if hasattr(found.witness, "curvature"):
                return self._curvature(found, function)
            if hasattr(found.witness, "chord"):
                return self._chord(found.witness, function)
        except UndefinedError:
            return failure("a witness against convexity is not in the domain", str(found.witness))
        except (NoSlopeError, OpenError, NotReadError):
            pass
        return SKIPPED

    def _curvature(self, found: Any, function: Node) -> Outcome:
        witness = found.witness
        point = as_point(witness.point)
        numbers = [as_fraction(part) for part in witness.direction]
        direction = dict(zip([str(v) for v in found.variables], numbers, strict=True))
        line, where = along(function, point, direction)
        truth = derivative(line, where, "t_0", 2).number
        if truth < 0 and close(witness.curvature, truth, 1e-6):
            return FINE
        return failure(
            "a witness against convexity is false",
            f"at {_shown(point)} along {direction} the second derivative is {mp.nstr(truth, 12)}, "
            f"said {witness.curvature}",
        )

    def _chord(self, witness: Any, function: Node) -> Outcome:
        ends = [as_point(witness.start), as_point(witness.end)]
        chord = sum(value(function, end) for end in ends) / 2
        between = {name: (ends[0][name] + ends[1][name]) / 2 for name in ends[0]}
        if witness.middle is None:
            if not is_real(function, between):
                return FINE
            return failure("a domain called not convex is real in the middle", f"{ends}, {value(function, between)}")
        middle = value(function, between)
        if middle > chord and close(witness.middle, middle) and close(witness.chord, chord):
            return FINE
        return failure("a chord against convexity is false", f"{ends}: {mp.nstr(middle, 12)}, {mp.nstr(chord, 12)}")

    def line(self, case: Case) -> str:
        names = letters(case.formulas[0]) or ["x"]
        more = f", on={(dict.fromkeys(names, case.data[0]))}" if case.data else ""
        return f"gd.convexity({text(case.formulas[0])!r}, {' '.join(names)!r}{more})"


def _inside(rng: random.Random, ends: tuple[int, int]) -> Fraction:
    return Fraction(rng.randint(ends[0] * 2**30 + 1, ends[1] * 2**30 - 1), 2**30)


def _shown(point: dict[str, Fraction]) -> str:
    return ", ".join(f"{name} = {float(x):.10g}" for name, x in point.items())
