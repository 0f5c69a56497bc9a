"""Other ways to write a formula, and small ways to spoil one; what comes out is judged by its values alone."""

from __future__ import annotations

import random

from tests.oracle.formulas import (
    CONDITIONS,
    Node,
    add,
    call,
    const,
    div,
    is_number,
    mul,
    neg,
    num,
    paths,
    piecewise,
    power,
    replace_at,
    sub,
)
from tests.oracle.functions import ONE_ARGUMENT

ONE, TWO = num(1), num(2)


def _hidden_zero(rng: random.Random, node: Node) -> Node:
    """What is zero on a part of the line, or nowhere, and does not look like it."""
    letter = _letter(node)
    inverse = rng.choice((("asin", "sin"), ("acos", "cos"), ("atan", "tan"), ("acosh", "cosh")))
    arcs = add(call("atan", letter), call("atan", div(ONE, letter)))
    return rng.choice(
        (
            sub(call(inverse[0], call(inverse[1], letter)), letter),
            sub(arcs, div(const("pi"), TWO)),
            sub(call("abs", letter), letter),
            call("relu", letter),
            add(ONE, call("sign", letter)),
        )
    )


def _narrower(rng: random.Random, node: Node) -> list[Node]:
    """The same values, and real where something else is real and not zero besides."""
    other = call(rng.choice((*ONE_ARGUMENT, "sqrt")), _letter(node))
    zero = _hidden_zero(rng, node)
    return [
        Node("+", (node, Node("*", (num(0), other)))),
        Node("*", (node, Node("^", (other, num(0))))),
        Node("/", (Node("*", (node, zero)), zero)),
    ]


def _same(rng: random.Random, node: Node) -> list[Node]:
    """Formulas with the same values as this one, at least where both are real."""
    sine, cosine = call("sin", node), call("cos", node)
    found = [
        rng.choice(_narrower(rng, node)),
        Node("-", (Node("+", (node, ONE)), ONE)),
        neg(neg(node)) if node.op != "neg" else node,
        Node("*", (node, add(power(sine, TWO), power(cosine, TWO)))),
        div(mul(TWO, node), TWO),
    ]
    if node.op == "+":
        a, b = node.args
        found += [add(b, a)] * 2
    if node.op == "*":
        a, b = node.args
        found += [mul(b, a)] * 2
        for first, second in ((a, b), (b, a)):
            if second.op in ("+", "-"):
                found += [Node(second.op, (mul(first, second.args[0]), mul(first, second.args[1])))] * 3
    if node.op == "/":
        a, b = node.args
        found += [mul(a, power(b, num(-1))), div(neg(a), neg(b)), mul(a, div(ONE, b))]
    if node.op == "^" and is_number(node.args[1], 2):
        found += [Node("*", (node.args[0], node.args[0])), power(call("abs", node.args[0]), TWO)]
    if node.op == "num" and "." in node.data:
        from fractions import Fraction

        found += [num(Fraction(node.data))] * 3
    if node.op == "call":
        found += _same_call(node) * 3
    return found


def _same_call(node: Node) -> list[Node]:
    u, name = node.args[0], node.data
    e, s, c = const("e"), call("sin", u), call("cos", u)
    table = {
        "sin": [mul(TWO, mul(call("sin", div(u, TWO)), call("cos", div(u, TWO))))],
        "cos": [sub(ONE, mul(TWO, power(call("sin", div(u, TWO)), TWO)))],
        "tan": [div(s, c), div(ONE, call("cot", u))],
        "sec": [div(ONE, c)],
        "csc": [div(ONE, s)],
        "cot": [div(c, s)],
        "exp": [power(e, u), div(ONE, call("exp", neg(u)))],
        "sqrt": [power(u, num("1/2"))],
        "cosh": [div(add(power(e, u), power(e, neg(u))), TWO)],
        "sinh": [div(sub(power(e, u), power(e, neg(u))), TWO)],
        "tanh": [div(sub(power(e, mul(TWO, u)), ONE), add(power(e, mul(TWO, u)), ONE))],
        "sech": [div(ONE, call("cosh", u))],
        "sigmoid": [div(ONE, add(ONE, power(e, neg(u)))), div(call("exp", u), add(ONE, call("exp", u)))],
        "softplus": [call("log", add(ONE, call("exp", u)))],
        "abs": [call("sqrt", power(u, TWO)), call("max", u, neg(u))],
        "sign": [div(u, call("abs", u)), div(call("abs", u), u)],
        "relu": [div(add(u, call("abs", u)), TWO)],
        "log": [call("ln", u), div(call("log", power(u, TWO)), TWO)] if len(node.args) == 1 else [],
        "asin": [sub(div(const("pi"), TWO), call("acos", u))],
    }
    if name in ("max", "min") and len(node.args) == 2:
        a, b = node.args
        gap = call("abs", sub(a, b))
        return [div((add if name == "max" else sub)(add(a, b), gap), TWO), call(name, b, a)]
    return table.get(name, [])


def _places(node: Node) -> list[tuple[tuple[int, ...], Node]]:
    return [(path, part) for path, part in paths(node) if part.op not in CONDITIONS]


def disguised(rng: random.Random, node: Node, times: int) -> Node:
    for _ in range(times):
        path, part = rng.choice(_places(node))
        node = replace_at(node, path, rng.choice(_same(rng, part)))
    return node


def spoiled(rng: random.Random, node: Node) -> Node:
    """A small slip: a sign, a constant, a term, a function, a branch, or something tiny."""
    kind = rng.randrange(10)
    if kind == 0:
        tiny = power(num(10), num(rng.choice((-6, -15, -25, -38))))
        return add(node, rng.choice((tiny, mul(tiny, call("sin", _letter(node))))))
    if kind == 1:
        return rng.choice((add(node, ONE), sub(node, num("1/2")), mul(TWO, node), neg(node), add(node, _letter(node))))
    if kind == 2:
        return add(
            node,
            rng.choice(
                (
                    call("relu", _letter(node)),
                    call("relu", sub(_letter(node), num(20))),
                    sub(call("abs", _letter(node)), _letter(node)),
                )
            ),
        )
    for _ in range(8):
        path, part = rng.choice(_places(node))
        changed = _slipped(rng, part)
        if changed != part:
            return replace_at(node, path, changed)
    return add(node, ONE)


def on_one_branch(rng: random.Random, node: Node) -> Node:
    """A sign, a bar, a root of a square or a branch forgotten: right in a part of the domain at most."""
    for path, part in sorted(paths(node), key=lambda pair: rng.random()):
        if part.op == "call" and part.data == "sign":
            return replace_at(node, path, rng.choice((ONE, num(-1))))
        if part.op == "call" and part.data == "abs":
            return replace_at(node, path, rng.choice((part.args[0], neg(part.args[0]))))
        if part.op == "call" and part.data in ("max", "min", "relu"):
            return replace_at(node, path, rng.choice(part.args))
        if part.op == "piecewise":
            if rng.random() < 0.5:
                return replace_at(node, path, rng.choice(part.args[::2]))
            place = rng.randrange(0, len(part.args), 2)
            return replace_at(node, (*path, place), add(part.args[place], ONE))
    letter = _letter(node)
    return rng.choice(
        (
            add(node, call("relu", letter)),
            mul(node, call("sign", letter)),
            mul(node, div(call("sqrt", power(letter, TWO)), letter)),
            piecewise(node, Node("<", (letter, ONE)), add(node, ONE), Node("true")),
            add(node, sub(call("sqrt", letter), call("sqrt", letter))),
        )
    )


def _letter(node: Node) -> Node:
    for _, part in paths(node):
        if part.op == "var":
            return part
    return Node("var", (), "x")


def _slipped(rng: random.Random, part: Node) -> Node:
    if part.op == "num":
        return rng.choice((num(3), neg(part), add(part, ONE), num("1/2")))
    if part.op in ("+", "-"):
        return rng.choice((part.args[0], part.args[1], Node("-" if part.op == "+" else "+", part.args)))
    if part.op in ("*", "/"):
        return rng.choice((part.args[0], Node("/" if part.op == "*" else "*", part.args), neg(part)))
    if part.op == "neg":
        return part.args[0]
    if part.op == "call" and len(part.args) == 1:
        swap = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "tan": "cot", "sign": "abs", "log": "log10"}
        return rng.choice((call(swap.get(part.data, "sin"), *part.args), part.args[0], neg(part)))
    if part.op == "^":
        return rng.choice((power(part.args[0], add(part.args[1], ONE)), part.args[0], neg(part)))
    return neg(part) if part.op == "var" else part
