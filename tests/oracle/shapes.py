"""The shapes of formulas that come up in turn, beside every function."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.oracle.disguises import disguised
from tests.oracle.formulas import TRUE, Node, add, call, compare, const, div, mul, neg, num, piecewise, power, sub, var
from tests.oracle.functions import ONE_ARGUMENT
from tests.oracle.hard_shapes import arc_of_function, branch, hidden_zero, nested_branch, sum_of_arcs, tie
from tests.oracle.parts import ONE, SQUARE, TWO, ZERO, X, Y, line, some


def exponential(rng: random.Random) -> Node:
    base = rng.choice(
        (
            num("1/2"),
            num("0.1"),
            num(2),
            num("3/2"),
            num("1/3"),
            const("e"),
            const("pi"),
            num("0.9"),
            num(10),
            call("sqrt", num(2)),
            num("2/3"),
            num("0.5"),
        )
    )
    return power(base, rng.choice((line(rng), line(rng), SQUARE, neg(SQUARE), call("sin", X))))


def small_base(rng: random.Random) -> Node:
    base = num(rng.choice(("1/2", "0.1", "1/3", "0.9", "2/3", "0.25")))
    return rng.choice((power(base, X), power(base, line(rng)), call("log", X, base), mul(X, power(base, X))))


def power_of_letter(rng: random.Random) -> Node:
    e = rng.choice(
        (
            num("-1"),
            num("-3"),
            num("1/2"),
            num("-1/2"),
            num("3/2"),
            num("1/3"),
            num("2/3"),
            num("-2/3"),
            num("5/3"),
            num("0.5"),
            num("0.2"),
            num("1.5"),
            const("pi"),
            call("sqrt", num(2)),
            const("e"),
            ZERO,
            num("-0.5"),
            num(5),
            num(rng.choice((7, 9, 10, 13, -9))),
        )
    )
    return power(rng.choice((X, X, line(rng), SQUARE, add(SQUARE, ONE))), e)


def letter_in_both(rng: random.Random) -> Node:
    return rng.choice(
        (
            power(X, mul(TWO, X)),
            power(X, X),
            power(SQUARE, X),
            power(X, call("sin", X)),
            power(X, neg(X)),
            power(add(SQUARE, ONE), X),
            power(call("abs", X), X),
            power(X, div(ONE, X)),
            power(call("log", X), X),
        )
    )


def root_of_square(rng: random.Random) -> Node:
    u = some(rng)
    return rng.choice(
        (
            call("sqrt", power(u, TWO)),
            power(power(u, num(4)), num("1/4")),
            call("root", power(u, num(4)), num(4)),
            call("log", power(u, TWO)),
            power(power(u, TWO), num("3/2")),
            mul(u, call("abs", u)),
            call("sqrt", add(sub(SQUARE, mul(TWO, X)), ONE)),
            call("cbrt", power(u, TWO)),
            div(u, call("abs", u)),
        )
    )


def several_letters(rng: random.Random) -> Node:
    a = var("a")
    return rng.choice(
        (
            mul(X, Y),
            call("sin", mul(X, Y)),
            mul(call("abs", X), Y),
            call("max", X, Y),
            power(X, Y),
            power(Y, X),
            call("log", mul(X, Y)),
            call("sqrt", add(SQUARE, power(Y, TWO))),
            add(mul(a, SQUARE), mul(Y, X)),
            call("abs", add(X, Y)),
            piecewise(SQUARE, compare("<", X, Y), mul(Y, X), TRUE),
            mul(call("relu", Y), X),
            call("abs", mul(X, Y)),
            div(X, Y),
            call("sigmoid", add(mul(a, X), Y)),
            call("sqrt", mul(Y, X)),
            power(mul(Y, X), num("3/2")),
            call("log", X, Y),
            call("logsumexp", X, Y),
            mul(call("sign", Y), SQUARE),
            mul(call("sqrt", Y), X),
            call("atan", div(Y, X)),
            power(power(X, TWO), Y),
            call("max", mul(Y, X), X, ZERO),
            mul(call("abs", Y), call("abs", X)),
            power(add(X, Y), TWO),
            power(X, mul(TWO, Y)),
            call("min", Y, SQUARE),
        )
    )


def learning(rng: random.Random) -> Node:
    u = line(rng)
    s = call("sigmoid", u)
    return rng.choice(
        (
            neg(call("log", s)),
            neg(call("log", sub(ONE, s))),
            mul(u, s),
            call("softplus", neg(u)),
            call("logsumexp", ZERO, u),
            call("logsumexp", X, mul(TWO, X), ONE),
            call("tanh", call("softplus", X)),
            call("erf", div(X, call("sqrt", TWO))),
            sub(call("softplus", u), mul(Y, u)),
            call("log", add(ONE, call("exp", u))),
            div(call("exp", u), add(ONE, call("exp", u))),
            mul(X, call("erf", X)),
            power(sub(s, ONE), TWO),
            sub(call("softplus", u), call("softplus", neg(u))),
            div(ONE, add(ONE, call("exp", neg(u)))),
            call("relu", sub(ONE, mul(Y, X))),
            div(X, add(ONE, call("abs", X))),
            call("log", call("cosh", X)),
        )
    )


def identity(rng: random.Random) -> Node:
    """Formulas that are simpler than they look."""
    u = rng.choice((X, mul(TWO, X)))
    s, c = call("sin", u), call("cos", u)
    return rng.choice(
        (
            add(power(s, TWO), power(c, TWO)),
            div(s, c),
            sub(power(c, TWO), power(s, TWO)),
            call("log", call("exp", u)),
            call("exp", call("log", u)),
            sub(power(call("cosh", u), TWO), power(call("sinh", u), TWO)),
            div(sub(SQUARE, ONE), sub(X, ONE)),
            call("sqrt", sub(ONE, power(s, TWO))),
            power(call("sqrt", u), TWO),
            mul(call("sqrt", X), call("sqrt", sub(X, ONE))),
            sub(call("log", power(u, TWO)), call("log", u)),
            call("exp", mul(X, call("log", TWO))),
            call("sqrt", add(add(call("exp", mul(TWO, X)), mul(TWO, call("exp", X))), ONE)),
        )
    )


def with_nothing(rng: random.Random) -> Node:
    """Zero and constant parts: they may still narrow the domain."""
    u, any_function = some(rng), call(rng.choice((*ONE_ARGUMENT, "sqrt")), line(rng))
    return rng.choice(
        (
            add(u, Node("*", (ZERO, X))),
            Node("^", (u, ZERO)),
            add(u, Node("*", (ZERO, call("log", X)))),
            Node("*", (num(0), u)),
            add(u, sub(call("sqrt", X), call("sqrt", X))),
            add(u, Node("*", (ZERO, any_function))),
            add(u, sub(any_function, any_function)),
            mul(u, Node("^", (any_function, ZERO))),
            Node("+", (u, ZERO)),
            add(u, num(-3)),
            Node("/", (u, ONE)),
            mul(num("-2.5"), u),
            add(u, call("log", num("1/2"))),
        )
    )


def disguised_edge(rng: random.Random) -> Node:
    """What stands at an edge, in other words: sqrt(u^2) for |u|, max for relu, a quotient for a sign."""
    return disguised(rng, rng.choice((tie, hidden_zero, hidden_zero, branch))(rng), rng.randint(1, 2))


def number_over(rng: random.Random) -> Node:
    """A number divided by a power, a root or a function."""
    u = line(rng)
    below = rng.choice(
        (
            power(u, TWO),
            power(u, num(rng.choice((3, 4, "1/2", "2/3")))),
            call("sqrt", u),
            call(rng.choice(("exp", "sin", "log", "cosh", "cbrt")), u),
            power(call(rng.choice(("sin", "cos", "log")), u), TWO),
        )
    )
    over = div(num(rng.choice(("3", "1", "-2", "5", "1/2"))), below)
    return rng.choice((over, over, add(over, u), mul(X, over)))


def two_sided(rng: random.Random) -> Node:
    """What is one thing in the middle of the line, and another one to the left and to the right of it."""
    a, u, v = num(rng.choice(("1", "2", "4", "1/4"))), some(rng), line(rng)
    apart = sub(SQUARE, a)
    return rng.choice(
        (
            call("abs", apart),
            call("max", SQUARE, a),
            call("sign", apart),
            call("relu", apart),
            call("relu", neg(apart)),
            call("sqrt", power(apart, TWO)),
            call("min", call("abs", X), a),
            piecewise(u, compare("<", SQUARE, a), v, TRUE),
            piecewise(u, compare(">", call("abs", X), a), v, TRUE),
            piecewise(u, compare("<", X, neg(a)), v, compare("<", X, a), u, TRUE),
            mul(u, call("abs", apart)),
        )
    )


SHAPES: dict[str, Callable[[random.Random], Node]] = {
    shape.__name__.replace("_", " "): shape
    for shape in (
        exponential,
        small_base,
        power_of_letter,
        letter_in_both,
        root_of_square,
        tie,
        hidden_zero,
        arc_of_function,
        sum_of_arcs,
        branch,
        nested_branch,
        several_letters,
        learning,
        identity,
        with_nothing,
        disguised_edge,
        two_sided,
        number_over,
    )
}
_OFTEN = ("tie", "hidden zero", "branch", "nested branch", "two sided", "number over", "several letters")
for _again in (*_OFTEN, "small base", "power of letter"):
    SHAPES[_again + " 2"] = SHAPES[_again]
for _again in _OFTEN:
    SHAPES[_again + " 3"] = SHAPES[_again]
