"""Points to look at: many scales, and close to every place where something switches."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from fractions import Fraction

from tests.oracle.floats import quick
from tests.oracle.formulas import CONDITIONS, Node, letters, walk

FAR = (4.5, 6.0, 10.0, 30.0, 1000.0)
GRID = sorted(x + 0.01171875 for x in [x / 4 for x in range(-14, 15)] + [sign * x for x in FAR for sign in (-1, 1)])


def fraction(x: float) -> Fraction:
    """A dyadic number close by, so that mpmath has it exactly."""
    return Fraction(round(x * 2**44), 2**44)


def anywhere(rng: random.Random) -> Fraction:
    """A number of some scale, never a round one."""
    kind = rng.random()
    if kind < 0.5:
        return fraction(rng.uniform(-3, 3))
    if kind < 0.65:
        return fraction(rng.uniform(-1, 1))
    if kind < 0.75:
        return fraction(rng.uniform(0, 2))
    return fraction(rng.choice((-1, 1)) * 10 ** rng.uniform(-3, 2.3))


def switches(*nodes: Node) -> Iterator[Node]:
    """The quantities at whose zeros a formula may change its form."""
    for node in nodes:
        for part in walk(node):
            if part.op == "call" and part.data in ("abs", "sign", "relu", "acot", "sqrt", "log", "ln", "cbrt"):
                yield part.args[0]
            elif part.op == "call" and part.data in ("max", "min"):
                for other in part.args[1:]:
                    yield Node("-", (part.args[0], other))
            elif part.op in CONDITIONS and part.op not in ("true", "and", "or", "not"):
                for left, right in zip(part.args, part.args[1:], strict=False):
                    yield Node("-", (left, right))


def zeros(quantity: Node, name: str, others: dict[str, Fraction]) -> list[Fraction]:
    """Places on a grid, refined, at which the quantity changes its sign or its being real."""
    if name not in letters(quantity) or any(part.op == "diff" for part in walk(quantity)):
        return []
    point = {other: float(x) for other, x in others.items()}

    def sign(x: float) -> int | None:
        point[name] = x
        height = quick(quantity, point)
        return None if math.isnan(height) else (height > 0) - (height < 0)

    found = []
    signs = [sign(x) for x in GRID]
    for number in range(1, len(GRID)):
        low, high, below = GRID[number - 1], GRID[number], signs[number - 1]
        if below == signs[number]:
            continue
        for _ in range(24):
            middle = (low + high) / 2
            if sign(middle) != below:
                high = middle
            else:
                low = middle
        found.append(fraction(high))
    return found[:6]


def points(rng: random.Random, names: Iterable[str], near: Iterable[Node], count: int) -> list[dict[str, Fraction]]:
    """``count`` points anywhere, and some beside each switch."""
    names = list(names)
    found = [{name: anywhere(rng) for name in names} for _ in range(count)]
    seen: set[Node] = set()
    for quantity in near:
        if quantity in seen or len(seen) >= 6:
            continue
        seen.add(quantity)
        for name in names:
            base = {other: anywhere(rng) for other in names}
            for zero in zeros(quantity, name, base):
                for gap in (0.01, 0.2):
                    for side in (-1, 1):
                        found.append({**base, name: zero + side * fraction(gap * rng.uniform(0.5, 1.5))})
    return found
