"""Whether a function's derivative equals an answer: at one point, and over many."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from mpmath import mp, mpf

from tests.oracle.formulas import Node, letters
from tests.oracle.sampling import points, switches
from tests.oracle.slopes import NoSlopeError, Slope, derivative
from tests.oracle.values import OpenError, UndefinedError, evaluated, value, work_digits

DIGITS, MORE, MOST = 50, 130, 400


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
    """``equal``, ``different``, ``outside`` (not judged there) or ``unknown``; only ``different`` is certain."""
    try:
        with work_digits(DIGITS):
            rough = _gap(question, answer, point)
        if rough is None:
            return "different"
        gap, size, digits, _ = rough
        if digits < 40:
            limit = mpf(10) ** -(digits - 4)
            return "equal" if gap <= limit * max(1, size) else "different" if gap > 1000 * limit * size else "unknown"
        if gap <= mpf(10) ** -(DIGITS - 4) * size and size < 1e10:
            return "equal"
        with work_digits(MORE):
            fine = _gap(question, answer, point)
    except (UndefinedError, NoSlopeError):
        return "outside"
    except OpenError:
        return "unknown"
    if fine is None:
        return "different"
    if fine[0] <= gap * mpf(10) ** -(MORE - DIGITS - 20):
        return "equal" if size < 1e20 else "unknown"
    if abs(fine[0] - gap) > gap / 1000 or fine[0] <= 1000 * fine[3]:
        return "unknown"
    return "different" if gap > mpf(10) ** -40 or _surely_different(question, answer, point, gap) else "unknown"


def _surely_different(question: Question, answer: Node, point: dict[str, Fraction], gap: mpf) -> bool:
    """A tiny difference, seen again with so many digits that nothing has been rounded to zero on the way."""
    if any(abs(x) > 30 for x in point.values()):
        return False
    with mp.workdps(1500):
        found = _gap(question, answer, point)
    return found is None or bool(abs(found[0] - gap) <= gap / 1000)


def surely_equal(question: Question, answer: Node, point: dict[str, Fraction]) -> bool:
    """Equality to many digits at a point not far out, where no summand is too small to be seen."""
    if any(abs(x) > 8 for x in point.values()):
        return False
    try:
        with work_digits(MOST):
            found = _gap(question, answer, point)
    except (UndefinedError, NoSlopeError, OpenError):
        return False
    if found is None:
        return False
    gap, size, digits, _ = found
    if digits < 100 or size < mpf(10) ** -100:
        return False  # too few digits of a slope by differences, or too small to tell from 0
    return bool(gap <= mpf(10) ** -min(digits - 4, MOST - 30) * max(size, mpf(10) ** -30))


def _gap(question: Question, answer: Node, point: dict[str, Fraction]) -> tuple[mpf, mpf, int, mpf] | None:
    """|slope - answer|, the larger of both, the trusted digits, the answer's error; ``None`` where that is not real."""
    slope = question.at(point)
    try:
        given, _, error = evaluated(answer, point, None)
    except UndefinedError:
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


def places_for(
    rng: random.Random, question: Question, answer: Node, count: int = 24, domain: Node | None = None
) -> list[dict[str, Fraction]]:
    """Points for this comparison: anywhere, and beside the switches of both sides and of the domain."""
    nodes = [question.function, *question.parts, answer, *([domain] if domain else [])]
    names = letters(*nodes) or [question.name]
    if question.name not in names:
        names.append(question.name)
    return points(rng, names, switches(*reversed(nodes)), count)


def around(question: Question, answer: Node, point: dict[str, Fraction], rng: random.Random) -> list[str]:
    """How the sides compare at some points very close by, on opposite sides."""
    found = []
    for _ in range(4):
        shift = {name: Fraction(rng.randint(-(2**20), 2**20), 2**55) for name in point}
        for side in (-1, 1):
            found.append(relation(question, answer, {name: x + side * shift[name] for name, x in point.items()}))
    return found


def isolated(question: Question, answer: Node, point: dict[str, Fraction], rng: random.Random) -> bool:
    """Whether the sides are equal all around the point, so that a difference at it proves nothing."""
    found = around(question, answer, point, rng)
    return "equal" in found and "different" not in found


def show(point: dict[str, Fraction]) -> str:
    return ", ".join(f"{name} = {float(x):.12g}" for name, x in sorted(point.items()))
