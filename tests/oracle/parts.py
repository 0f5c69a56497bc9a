"""Small parts that the shapes are made of."""

from __future__ import annotations

import random

from tests.oracle.formulas import Node, add, call, mul, neg, num, power, sub, var

X, Y, ZERO, ONE, TWO = var("x"), var("y"), num(0), num(1), num(2)
SQUARE = power(X, TWO)


def small_number(rng: random.Random) -> Node:
    return num(rng.choice(("1", "2", "3", "-1", "1/2", "-2")))


def line(rng: random.Random) -> Node:
    return rng.choice((X, X, mul(TWO, X), neg(X), add(X, ONE), sub(X, TWO), sub(ONE, X), mul(num("1/2"), X)))


def some(rng: random.Random) -> Node:
    u = line(rng)
    return rng.choice((u, u, SQUARE, power(X, num(3)), call("sin", X), call("exp", u), call("cos", u), mul(X, u)))
