"""Random formulas: every readable function and every shape of rule comes up in turn."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from tests.oracle import shapes
from tests.oracle.formulas import Node, add, call, const, div, is_number, letters, mul, neg, num, power, size, sub, var
from tests.oracle.functions import NAMES, ONE_ARGUMENT

NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "7",
    "10",
    "1/2",
    "1/3",
    "2/3",
    "3/2",
    "5/4",
    "0.1",
    "0.5",
    "2.5",
    "0.25",
    "1.5",
    "100",
    "12",
)


def number(rng: random.Random, zero: bool = False) -> Node:
    """Any form of a number; zero only where it is wanted."""
    kind = rng.random()
    if kind < 0.06:
        return const(rng.choice(("e", "pi")))
    if kind < 0.1:
        return rng.choice(
            (call("sqrt", num(2)), power(const("e"), num(-1)), div(const("pi"), num(2)), call("log", num(2)))
        )
    found = num(rng.choice(NUMBERS[0 if zero else 1 :]))
    return neg(found) if rng.random() < 0.2 else found


def small(rng: random.Random) -> Node:
    return num(rng.choice(("1", "2", "3", "-1", "-2", "1/2", "5", "0.5")))


def linear(rng: random.Random, name: str = "x") -> Node:
    x = var(name)
    kind = rng.random()
    if kind < 0.4:
        return x
    scaled = mul(small(rng), x)
    return scaled if kind < 0.6 else add(scaled, small(rng)) if kind < 0.85 else sub(small(rng), x)


def inner(rng: random.Random, depth: int = 1) -> Node:
    """What stands inside a function."""
    kind = rng.random()
    if kind < 0.55 or depth <= 0:
        return linear(rng)
    if kind < 0.7:
        return power(var("x"), num(rng.choice(("2", "3", "-1", "4", "-2"))))
    if kind < 0.8:
        return add(power(linear(rng), num(2)), small(rng))
    if kind < 0.9:
        return of(rng, rng.choice(NAMES), depth - 1)
    return mul(linear(rng), of(rng, rng.choice(("exp", "sin", "log", "cos")), depth - 1))


def of(rng: random.Random, name: str, depth: int = 1) -> Node:
    """A call of that function."""
    if name in ("max", "min", "logsumexp"):
        parts = [
            inner(rng, depth),
            *(rng.choice((number(rng, True), inner(rng, depth))) for _ in range(rng.choice((1, 1, 2)))),
        ]
        rng.shuffle(parts)
        return call(name, *parts)
    if name == "root":
        return call("root", inner(rng, depth), num(rng.choice((2, 3, 4, 5))))
    if name == "log" and rng.random() < 0.25:
        return call("log", inner(rng, depth), num(rng.choice(("2", "3", "10", "1/2", "0.1", "5"))))
    if name in ("asin", "acos", "atanh", "asech") and rng.random() < 0.5:
        return call(name, rng.choice((div(var("x"), num(rng.choice((2, 3, 10)))), power(var("x"), num(2)), var("x"))))
    return call(name, inner(rng, depth))


def wrapped(rng: random.Random, node: Node) -> Node:
    """The same with something about it, or as it is."""
    kind = rng.randrange(14)
    if kind < 6:
        return node
    other = [linear(rng), power(var("x"), num(2)), of(rng, rng.choice(NAMES), 0), number(rng)][rng.randrange(4)]
    if kind == 6:
        return add(node, other)
    if kind == 7:
        return mul(other, node)
    if kind == 8:
        return sub(other, node)
    if kind == 9:
        return div(node, other)
    if kind == 10:
        return power(node, num(rng.choice(("2", "3", "-1", "1/2", "-1/2", "3/2", "2/3"))))
    if kind == 11:
        return call(rng.choice(("exp", "sin", "abs", "log", "sqrt", "sigmoid", "atan", "tanh")), node)
    return mul(number(rng, rng.random() < 0.1), node) if kind == 12 else div(other, node)


def plain(rng: random.Random) -> Node:
    """Sums, products, quotients and compositions of common functions."""
    kind = rng.randrange(6)
    a, b = (
        of(rng, rng.choice(NAMES), 1) if rng.random() < 0.6 else power(linear(rng), num(rng.randint(1, 4)))
        for _ in "ab"
    )
    if kind == 0:
        return add(a, mul(number(rng), b))
    if kind == 1:
        return mul(a, b)
    if kind == 2:
        return div(a, b)
    if kind == 3:
        return add(
            add(mul(number(rng), power(var("x"), num(rng.randint(2, 5)))), mul(number(rng), var("x"))),
            number(rng, True),
        )
    if kind == 4:
        return call(rng.choice(tuple(ONE_ARGUMENT)), a)
    return sub(power(a, num(2)), b)


Shape = Callable[[random.Random], Node]


def _function(name: str) -> Shape:
    return lambda rng: wrapped(rng, of(rng, name, rng.randrange(2)))


def _shape(build: Shape) -> Shape:
    return lambda rng: wrapped(rng, build(rng)) if rng.random() < 0.4 else build(rng)


STRATA: list[tuple[str, Shape]] = [
    *((name, _function(name)) for name in NAMES),
    *((name, _shape(build)) for name, build in shapes.SHAPES.items()),
    *((f"plain {count}", plain) for count in range(4)),
]


def order_of_strata(rng: random.Random) -> list[int]:
    """All strata once, mixed."""
    order = list(range(len(STRATA)))
    rng.shuffle(order)
    return order


def formula(rng: random.Random, stratum: int, smooth: bool = False) -> Node:
    """A formula of that stratum which contains the letter x and is not long."""
    for _ in range(30):
        found = STRATA[stratum % len(STRATA)][1](rng)
        if size(found) <= 26 and "x" in letters(found) and not hopeless(found):
            return found
    return call("sin", var("x"))


def hopeless(node: Node) -> bool:
    """Constants that are no numbers, such as 1/0 or log(0): nothing is to be judged there."""
    from mpmath import mp

    from tests.oracle.formulas import walk
    from tests.oracle.values import OpenError, UndefinedError, value

    with mp.workdps(15):
        for part in walk(node):
            if part.op in ("/", "^", "call", "+", "-", "*") and not letters(part):
                try:
                    value(part, {})
                except (UndefinedError, OpenError):
                    return True
            if part.op == "/" and is_number(part.args[1], 0):
                return True
            if part.op == "^" and not letters(part.args[0]):
                try:
                    if value(part.args[0], {}) <= 0:
                        return True
                except (UndefinedError, OpenError):
                    return True
    return False


def smooth(rng: random.Random) -> Node:
    """A formula that is smooth everywhere, for Taylor polynomials and descents."""
    x = linear(rng)
    pieces = [
        call("sin", x),
        call("cos", x),
        call("exp", neg(power(var("x"), num(2)))),
        power(x, num(2)),
        call("atan", x),
        call("sigmoid", x),
        call("softplus", x),
        call("tanh", x),
        power(x, num(rng.choice((3, 4)))),
        call("exp", x),
        call("log", add(power(var("x"), num(2)), num(1))),
        call("sqrt", add(power(var("x"), num(2)), num(1))),
        call("erf", x),
        div(num(1), add(power(var("x"), num(2)), num(1))),
        call("logsumexp", num(0), x),
        call("asinh", x),
        power(num(rng.choice(("2", "1/2", "3"))), x),
        call("cosh", x),
    ]
    first = rng.choice(pieces)
    if rng.random() < 0.5:
        return first
    second = rng.choice(pieces)
    return add(first, mul(small(rng), second)) if rng.random() < 0.6 else mul(first, second)


def rational(rng: random.Random, low: int = -3, high: int = 3) -> Fraction:
    return Fraction(rng.randint(low * 4, high * 4), 4) if rng.random() < 0.5 else Fraction(rng.randint(low, high))
