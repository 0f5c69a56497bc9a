"""The shapes of formulas that are hard to judge: ties, hidden zeros, arcs of arcs, branches, bases below one."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.oracle.formulas import TRUE, Node, add, call, compare, const, div, mul, neg, num, piecewise, power, sub, var

X, Y, ZERO, ONE, TWO = var("x"), var("y"), num(0), num(1), num(2)
SQUARE = power(X, TWO)


def _small(rng: random.Random) -> Node:
    return num(rng.choice(("1", "2", "3", "-1", "1/2", "-2")))


def _line(rng: random.Random) -> Node:
    return rng.choice((X, X, mul(TWO, X), neg(X), add(X, ONE), sub(X, TWO), sub(ONE, X), mul(num("1/2"), X)))


def _some(rng: random.Random) -> Node:
    u = _line(rng)
    return rng.choice((u, u, SQUARE, power(X, num(3)), call("sin", X), call("exp", u), call("cos", u), mul(X, u)))


def exponential(rng: random.Random) -> Node:
    base = rng.choice((num("1/2"), num("0.1"), num(2), num("3/2"), num("1/3"), const("e"), const("pi"), num("0.9"), num(10),
                       call("sqrt", num(2)), num("2/3"), num("0.5")))
    return power(base, rng.choice((_line(rng), _line(rng), SQUARE, neg(SQUARE), call("sin", X))))


def small_base(rng: random.Random) -> Node:
    base = num(rng.choice(("1/2", "0.1", "1/3", "0.9", "2/3", "0.25")))
    return rng.choice((power(base, X), power(base, _line(rng)), call("log", X, base), mul(X, power(base, X))))


def power_of_letter(rng: random.Random) -> Node:
    e = rng.choice((num("-1"), num("-3"), num("1/2"), num("-1/2"), num("3/2"), num("1/3"), num("2/3"), num("-2/3"), num("5/3"),
                    num("0.5"), num("0.2"), num("1.5"), const("pi"), call("sqrt", num(2)), const("e"), ZERO, num("-0.5"), num(5)))
    return power(rng.choice((X, X, _line(rng), SQUARE, add(SQUARE, ONE))), e)


def letter_in_both(rng: random.Random) -> Node:
    return rng.choice((power(X, mul(TWO, X)), power(X, X), power(SQUARE, X), power(X, call("sin", X)), power(X, neg(X)),
                       power(add(SQUARE, ONE), X), power(call("abs", X), X), power(X, div(ONE, X)), power(call("log", X), X)))


def root_of_square(rng: random.Random) -> Node:
    u = _some(rng)
    return rng.choice((call("sqrt", power(u, TWO)), power(power(u, num(4)), num("1/4")), call("root", power(u, num(4)), num(4)),
                       call("log", power(u, TWO)), power(power(u, TWO), num("3/2")), mul(u, call("abs", u)),
                       call("sqrt", add(sub(SQUARE, mul(TWO, X)), ONE)), call("cbrt", power(u, TWO)), div(u, call("abs", u))))


def tie(rng: random.Random) -> Node:
    u, name = _some(rng), rng.choice(("max", "min"))
    expanded = add(add(SQUARE, mul(TWO, X)), ONE)
    pairs = [(X, call("abs", X)), (power(add(X, ONE), TWO), expanded), (u, u), (mul(TWO, X), add(X, X)), (neg(call("abs", X)), X),
             (u, call("abs", u)), (call("sqrt", SQUARE), X), (call("relu", X), X), (X, call("max", X, ONE)), (ZERO, call("relu", u)),
             (call("sin", mul(TWO, X)), mul(mul(TWO, call("sin", X)), call("cos", X))), (mul(X, X), SQUARE),
             (call("log", SQUARE), mul(TWO, call("log", call("abs", X)))), (num(1), call("sign", X)), (X, mul(num("2/2"), X))]
    a, b = rng.choice(pairs)
    if rng.random() < 0.3:
        return call(name, a, b, _line(rng))
    return call(name, b, a) if rng.random() < 0.5 else call(name, a, b)


def hidden_zero(rng: random.Random) -> Node:
    """Something that vanishes, or is one, on a whole interval, under a function that has an edge there."""
    u = _line(rng)
    nothing = rng.choice((call("max", ZERO, u), add(u, call("abs", u)), call("relu", u), sub(call("abs", u), u),
                          sub(u, call("min", u, ZERO)), sub(ONE, call("sign", u)),
                          piecewise(ZERO, compare("<", u, ZERO), power(u, TWO), TRUE)))
    clamp = call("max", num(-1), call("min", u, ONE))
    return rng.choice((call("sqrt", nothing), call("sqrt", nothing), power(nothing, num("3/2")), call("asin", clamp),
                       call("acos", clamp), call("abs", nothing), call("sign", nothing), call("cbrt", nothing), power(nothing, TWO),
                       call("log", add(ONE, nothing)), call("acosh", add(ONE, nothing)), call("root", nothing, num(4)),
                       call("max", nothing, ZERO), mul(u, call("sqrt", nothing)), call("sqrt", mul(TWO, nothing))))


def arc_of_function(rng: random.Random) -> Node:
    u = rng.choice((X, X, mul(TWO, X), add(X, ONE)))
    pairs = [("asin", "sin"), ("acos", "cos"), ("atan", "tan"), ("acot", "cot"), ("asin", "cos"), ("acos", "sin"), ("asec", "sec"),
             ("acsc", "csc"), ("atan", "cot"), ("sin", "asin"), ("cos", "asin"), ("tan", "acos"), ("sin", "acos"), ("cos", "atan"),
             ("acosh", "cosh"), ("asinh", "sinh"), ("atanh", "tanh"), ("cosh", "acosh"), ("sinh", "acosh"), ("asech", "sech"),
             ("acsch", "csch"), ("acoth", "coth"), ("sin", "acot"), ("sec", "atan"), ("tan", "asec")]
    outer, inside = rng.choice(pairs)
    return call(outer, call(inside, u))


def sum_of_arcs(rng: random.Random) -> Node:
    over = div(ONE, X)
    return rng.choice((add(call("atan", X), call("atan", over)), add(call("asin", X), call("acos", X)),
                       add(call("atan", X), call("acot", X)), call("asin", div(mul(TWO, X), add(ONE, SQUARE))),
                       call("acos", div(sub(ONE, SQUARE), add(ONE, SQUARE))), call("atan", div(mul(TWO, X), sub(ONE, SQUARE))),
                       call("atan", div(add(ONE, X), sub(ONE, X))), add(call("asec", X), call("acsc", X)),
                       sub(call("acot", X), call("atan", over)), call("acosh", over), call("atanh", div(ONE, X)),
                       call("asin", call("sqrt", sub(ONE, SQUARE))), call("atan", call("sqrt", SQUARE)), call("acot", over)))


def branch(rng: random.Random) -> Node:
    """Pieces whose parts are not real everywhere, and the losses of machine learning."""
    u = _line(rng)
    partial = rng.choice((call("sqrt", X), call("log", X), div(ONE, X), power(X, num("3/2")), call("asin", X), power(X, X)))
    less = rng.choice(("<", "<=", ">", ">="))
    choices = [piecewise(X, compare("<", X, ZERO), call("sqrt", X), TRUE),
               piecewise(partial, compare(">", X, ZERO), u, TRUE),
               piecewise(_some(rng), compare(less, X, _small(rng)), partial, TRUE),
               piecewise(X, compare(">", X, ZERO), sub(call("exp", X), ONE), TRUE),
               piecewise(mul(num("1/2"), SQUARE), compare("<", call("abs", X), ONE), sub(call("abs", X), num("1/2")), TRUE),
               piecewise(_some(rng), compare(less, X, _small(rng)), _some(rng), TRUE),
               piecewise(u, compare("<", SQUARE, ONE), _some(rng), TRUE),
               piecewise(u, compare(">", call("sin", X), ZERO), neg(u), TRUE),
               piecewise(_some(rng), compare("<", X, num(-1)), _some(rng), compare("<=", X, TWO), _some(rng), TRUE),
               piecewise(_some(rng), Node("between", (num(-1), X, ONE)), _some(rng), TRUE),
               piecewise(u, compare(">", power(num("1/2"), X), ONE), _some(rng), TRUE)]
    return rng.choice(choices)


def nested_branch(rng: random.Random) -> Node:
    first, second = branch(rng), branch(rng)
    return rng.choice((piecewise(first, compare("<", X, _small(rng)), _some(rng), TRUE), call("max", first, _small(rng)),
                       call("abs", first), mul(X, first), piecewise(X, compare(">", call("abs", X), TWO), second, TRUE),
                       call("sqrt", first), power(first, TWO), call("relu", sub(call("abs", X), ONE))))


def several_letters(rng: random.Random) -> Node:
    a = var("a")
    return rng.choice((mul(X, Y), call("sin", mul(X, Y)), mul(call("abs", X), Y), call("max", X, Y), power(X, Y), power(Y, X),
                       call("log", mul(X, Y)), call("sqrt", add(SQUARE, power(Y, TWO))), add(mul(a, SQUARE), mul(Y, X)),
                       call("abs", add(X, Y)), piecewise(SQUARE, compare("<", X, Y), mul(Y, X), TRUE), mul(call("relu", Y), X),
                       call("abs", mul(X, Y)), div(X, Y), call("sigmoid", add(mul(a, X), Y)), call("sqrt", mul(Y, X)),
                       power(mul(Y, X), num("3/2")), call("log", X, Y), call("logsumexp", X, Y), mul(call("sign", Y), SQUARE),
                       mul(call("sqrt", Y), X), call("atan", div(Y, X)), power(power(X, TWO), Y), call("max", mul(Y, X), X, ZERO),
                       mul(call("abs", Y), call("abs", X)), power(add(X, Y), TWO), power(X, mul(TWO, Y)), call("min", Y, SQUARE)))


def learning(rng: random.Random) -> Node:
    u = _line(rng)
    s = call("sigmoid", u)
    return rng.choice((neg(call("log", s)), neg(call("log", sub(ONE, s))), mul(u, s), call("softplus", neg(u)),
                       call("logsumexp", ZERO, u), call("logsumexp", X, mul(TWO, X), ONE), call("tanh", call("softplus", X)),
                       call("erf", div(X, call("sqrt", TWO))), sub(call("softplus", u), mul(Y, u)), call("log", add(ONE, call("exp", u))),
                       div(call("exp", u), add(ONE, call("exp", u))), mul(X, call("erf", X)), power(sub(s, ONE), TWO),
                       sub(call("softplus", u), call("softplus", neg(u))), div(ONE, add(ONE, call("exp", neg(u)))),
                       call("relu", sub(ONE, mul(Y, X))), div(X, add(ONE, call("abs", X))), call("log", call("cosh", X))))


def identity(rng: random.Random) -> Node:
    """Formulas that are simpler than they look."""
    u = rng.choice((X, mul(TWO, X)))
    s, c = call("sin", u), call("cos", u)
    return rng.choice((add(power(s, TWO), power(c, TWO)), div(s, c), sub(power(c, TWO), power(s, TWO)), call("log", call("exp", u)),
                       call("exp", call("log", u)), sub(power(call("cosh", u), TWO), power(call("sinh", u), TWO)),
                       div(sub(SQUARE, ONE), sub(X, ONE)), call("sqrt", sub(ONE, power(s, TWO))), power(call("sqrt", u), TWO),
                       mul(call("sqrt", X), call("sqrt", sub(X, ONE))), sub(call("log", power(u, TWO)), call("log", u)),
                       call("exp", mul(X, call("log", TWO))), call("sqrt", add(add(call("exp", mul(TWO, X)), mul(TWO, call("exp", X))), ONE))))


def with_nothing(rng: random.Random) -> Node:
    """Zero and constant parts: they may still narrow the domain."""
    u = _some(rng)
    return rng.choice((add(u, Node("*", (ZERO, X))), Node("^", (u, ZERO)), add(u, Node("*", (ZERO, call("log", X)))),
                       Node("*", (num(0), u)), add(u, sub(call("sqrt", X), call("sqrt", X))), Node("+", (u, ZERO)),
                       add(u, num(-3)), Node("/", (u, ONE)), mul(num("-2.5"), u), add(u, call("log", num("1/2")))))


SHAPES: dict[str, Callable[[random.Random], Node]] = {
    shape.__name__.replace("_", " "): shape
    for shape in (exponential, small_base, power_of_letter, letter_in_both, root_of_square, tie, hidden_zero, arc_of_function,
                  sum_of_arcs, branch, nested_branch, several_letters, learning, identity, with_nothing)
}
for _again in ("tie", "hidden zero", "branch", "several letters", "small base", "power of letter"):
    SHAPES[_again + " 2"] = SHAPES[_again]
