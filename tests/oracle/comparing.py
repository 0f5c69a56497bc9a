"""Whether a function's derivative equals an answer: at one point, and over many."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from mpmath import mp, mpf

from tests.oracle.formulas import Node, letters
from tests.oracle.sampling import points, switches
from tests.oracle.slopes import NoSlope, Slope, derivative
from tests.oracle.values import Evaluation, Open, Undefined, value

DIGITS, MORE = 50, 130


@dataclass(frozen=True)
class Question:
    """The derivative of that order of a function; order 0 is the function itself."""

    function: Node
    name: str = "x"
    order: int = 1
    parts: tuple[Node, ...] = ()

    def at(self, point: dict[str, Fraction]) -> Slope:
        for part in self.parts:
            value(part, point)
        return derivative(self.function, point, self.name, self.order)


@dataclass
class Survey:
    """How the two sides compare at the points where the question is real and differentiable."""

    equal: list[dict[str, Fraction]] = field(default_factory=list)
    different: list[dict[str, Fraction]] = field(default_factory=list)
    unknown: int = 0


def relation(question: Question, answer: Node, point: dict[str, Fraction]) -> str:
    """``equal``, ``different``, ``outside`` (not judged there) or ``unknown``."""
    try:
        with mp.workdps(DIGITS):
            rough = _gap(question, answer, point)
        if rough is None:
            return "different"
        gap, size, digits, _ = rough
        if digits < 40:
            limit = mpf(10) ** -(digits - 4)
            return "equal" if gap <= limit * max(1, size) else "different" if gap > 1000 * limit * size else "unknown"
        if gap <= mpf(10) ** -(DIGITS - 6) * size:
            return "equal"
        with mp.workdps(MORE):
            fine = _gap(question, answer, point)
    except (Undefined, NoSlope):
        return "outside"
    except Open:
        return "unknown"
    if fine is None:
        return "different"
    if fine[0] <= gap * mpf(10) ** -(MORE - DIGITS - 20):
        return "equal"
    return "different" if abs(fine[0] - gap) <= gap / 1000 and fine[0] > 1000 * fine[3] else "unknown"


def _gap(question: Question, answer: Node, point: dict[str, Fraction]) -> tuple[mpf, mpf, int, mpf] | None:
    """|slope - answer|, the larger of both, the trusted digits, the answer's error; ``None`` where that is not real."""
    slope = question.at(point)
    try:
        given, _, error = Evaluation(point, None)(answer)
    except Undefined:
        return None
    return abs(slope.number - given), max(abs(slope.number), abs(given)), slope.digits, error


def survey(question: Question, answer: Node, places: Iterable[dict[str, Fraction]]) -> Survey:
    found = Survey()
    for point in places:
        kind = relation(question, answer, point)
        if kind == "equal":
            found.equal.append(point)
        elif kind == "different":
            found.different.append(point)
        elif kind == "unknown":
            found.unknown += 1
    return found


def places_for(rng: random.Random, question: Question, answer: Node, count: int = 24,
               domain: Node | None = None) -> list[dict[str, Fraction]]:
    """Points for this comparison: anywhere, and beside the switches of both sides and of the domain."""
    nodes = [question.function, *question.parts, answer, *([domain] if domain else [])]
    names = letters(*nodes) or [question.name]
    if question.name not in names:
        names.append(question.name)
    return points(rng, names, switches(*reversed(nodes)), count)


def isolated(question: Question, answer: Node, point: dict[str, Fraction], rng: random.Random) -> bool:
    """Whether the sides are equal all around the point, so that a difference at it proves nothing."""
    around = []
    for _ in range(6):
        shift = {name: x + Fraction(rng.randint(-(2**20), 2**20), 2**55) for name, x in point.items()}
        around.append(relation(question, answer, shift))
    return "equal" in around and "different" not in around


def show(point: dict[str, Fraction]) -> str:
    return ", ".join(f"{name} = {float(x):.12g}" for name, x in sorted(point.items()))
