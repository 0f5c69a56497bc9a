"""Shapes at an edge: ties, hidden zeros, arcs of arcs, branches."""

from __future__ import annotations

import random
from fractions import Fraction

from mpmath import mpf

from tests.oracle.formulas import TRUE, Node, add, call, compare, div, mul, neg, num, piecewise, power, sub
from tests.oracle.functions import ONE_ARGUMENT
from tests.oracle.parts import ONE, SQUARE, TWO, ZERO, X, line, small_number, some

#: functions that have a value at an edge of their domain, and no slope
EDGES = tuple(
    (name, edge)
    for name, function in ONE_ARGUMENT.items()
    if function.inside is not None and function.closed
    for edge in (-1, 1)
    if function.inside(mpf(edge)) == 0
)


def tie(rng: random.Random) -> Node:
    u, name = some(rng), rng.choice(("max", "min"))
    expanded = add(add(SQUARE, mul(TWO, X)), ONE)
    pairs = [
        (X, call("abs", X)),
        (power(add(X, ONE), TWO), expanded),
        (u, u),
        (mul(TWO, X), add(X, X)),
        (neg(call("abs", X)), X),
        (u, call("abs", u)),
        (call("sqrt", SQUARE), X),
        (call("relu", X), X),
        (X, call("max", X, ONE)),
        (ZERO, call("relu", u)),
        (call("sin", mul(TWO, X)), mul(mul(TWO, call("sin", X)), call("cos", X))),
        (mul(X, X), SQUARE),
        (call("log", SQUARE), mul(TWO, call("log", call("abs", X)))),
        (num(1), call("sign", X)),
        (X, mul(num("2/2"), X)),
    ]
    a, b = rng.choice(pairs)
    if rng.random() < 0.3:
        return call(name, a, b, line(rng))
    return call(name, b, a) if rng.random() < 0.5 else call(name, a, b)


def bent_at(rng: random.Random, at: Fraction) -> Node:
    """What has a corner, a jump or a higher derivative without a value at this point, or only seems to."""
    u = sub(X, num(at))
    square = power(u, TWO)
    return rng.choice(
        (
            call("abs", u),
            call("max", X, num(at)),
            call("relu", neg(u)),
            mul(u, call("abs", u)),
            power(call("abs", u), num(3)),
            call("sqrt", square),
            call("max", square, u),
            call("min", mul(TWO, u), square),
            call("abs", square),
            call("max", square, neg(square)),
        )
    )


def hidden_zero(rng: random.Random) -> Node:
    """Something that vanishes, or is one, on a whole interval, under a function that has an edge there."""
    u = line(rng)
    bars = rng.choice((call("abs", u), call("abs", u), call("sqrt", power(u, TWO)), call("max", u, neg(u))))
    nothing = rng.choice(
        (
            call("max", ZERO, u),
            add(u, bars),
            call("relu", u),
            sub(bars, u),
            sub(u, call("min", u, ZERO)),
            sub(ONE, call("sign", u)),
            piecewise(ZERO, compare("<", u, ZERO), power(u, TWO), TRUE),
        )
    )
    clamp = call("max", num(-1), call("min", u, ONE))
    name, edge = rng.choice(EDGES)
    return rng.choice(
        (
            call(name, add(num(edge), nothing)),
            call(name, sub(num(edge), nothing)),
            call(name, mul(num(edge), add(ONE, nothing))),
            call("sqrt", nothing),
            call("sqrt", nothing),
            power(nothing, num("3/2")),
            call("asin", clamp),
            call("acos", clamp),
            call("abs", nothing),
            call("sign", nothing),
            call("cbrt", nothing),
            power(nothing, TWO),
            call("log", add(ONE, nothing)),
            call("acosh", add(ONE, nothing)),
            call("root", nothing, num(4)),
            call("max", nothing, ZERO),
            mul(u, call("sqrt", nothing)),
            call("sqrt", mul(TWO, nothing)),
        )
    )


def arc_of_function(rng: random.Random) -> Node:
    u = rng.choice((X, X, mul(TWO, X), add(X, ONE)))
    pairs = [
        ("asin", "sin"),
        ("acos", "cos"),
        ("atan", "tan"),
        ("acot", "cot"),
        ("asin", "cos"),
        ("acos", "sin"),
        ("asec", "sec"),
        ("acsc", "csc"),
        ("atan", "cot"),
        ("sin", "asin"),
        ("cos", "asin"),
        ("tan", "acos"),
        ("sin", "acos"),
        ("cos", "atan"),
        ("acosh", "cosh"),
        ("asinh", "sinh"),
        ("atanh", "tanh"),
        ("cosh", "acosh"),
        ("sinh", "acosh"),
        ("asech", "sech"),
        ("acsch", "csch"),
        ("acoth", "coth"),
        ("sin", "acot"),
        ("sec", "atan"),
        ("tan", "asec"),
    ]
    outer, inside = rng.choice(pairs)
    return call(outer, call(inside, u))


def sum_of_arcs(rng: random.Random) -> Node:
    over = div(ONE, X)
    return rng.choice(
        (
            add(call("atan", X), call("atan", over)),
            add(call("asin", X), call("acos", X)),
            add(call("atan", X), call("acot", X)),
            call("asin", div(mul(TWO, X), add(ONE, SQUARE))),
            call("acos", div(sub(ONE, SQUARE), add(ONE, SQUARE))),
            call("atan", div(mul(TWO, X), sub(ONE, SQUARE))),
            call("atan", div(add(ONE, X), sub(ONE, X))),
            add(call("asec", X), call("acsc", X)),
            sub(call("acot", X), call("atan", over)),
            call("acosh", over),
            call("atanh", div(ONE, X)),
            call("asin", call("sqrt", sub(ONE, SQUARE))),
            call("atan", call("sqrt", SQUARE)),
            call("acot", over),
        )
    )


def branch(rng: random.Random) -> Node:
    """Pieces whose parts are not real everywhere, and the losses of machine learning."""
    u = line(rng)
    partial = rng.choice(
        (call("sqrt", X), call("log", X), div(ONE, X), power(X, num("3/2")), call("asin", X), power(X, X))
    )
    less = rng.choice(("<", "<=", ">", ">="))
    choices = [
        piecewise(X, compare("<", X, ZERO), call("sqrt", X), TRUE),
        piecewise(partial, compare(">", X, ZERO), u, TRUE),
        piecewise(some(rng), compare(less, X, small_number(rng)), partial, TRUE),
        piecewise(X, compare(">", X, ZERO), sub(call("exp", X), ONE), TRUE),
        piecewise(mul(num("1/2"), SQUARE), compare("<", call("abs", X), ONE), sub(call("abs", X), num("1/2")), TRUE),
        piecewise(some(rng), compare(less, X, small_number(rng)), some(rng), TRUE),
        piecewise(u, compare("<", SQUARE, ONE), some(rng), TRUE),
        piecewise(u, compare(">", call("sin", X), ZERO), neg(u), TRUE),
        piecewise(some(rng), compare("<", X, num(-1)), some(rng), compare("<=", X, TWO), some(rng), TRUE),
        piecewise(some(rng), Node("between", (num(-1), X, ONE)), some(rng), TRUE),
        piecewise(u, compare(">", power(num("1/2"), X), ONE), some(rng), TRUE),
    ]
    return rng.choice(choices)


def nested_branch(rng: random.Random) -> Node:
    first, second = branch(rng), branch(rng)
    return rng.choice(
        (
            piecewise(first, compare("<", X, small_number(rng)), some(rng), TRUE),
            call("max", first, small_number(rng)),
            call("abs", first),
            mul(X, first),
            piecewise(X, compare(">", call("abs", X), TWO), second, TRUE),
            call("sqrt", first),
            power(first, TWO),
            call("relu", sub(call("abs", X), ONE)),
        )
    )
