"""Differentiation rules of the oracle's own, from which right answers and workings are written."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.formulas import Node, add, call, compare, const, div, exact, mul, neg, num, piecewise, power, sub, var

ONE, TWO = num(1), num(2)


def _square(u: Node) -> Node:
    return power(u, TWO)


def _root(u: Node) -> Node:
    return call("sqrt", u)


def _sigmoid_slope(u: Node) -> Node:
    return mul(call("sigmoid", u), sub(ONE, call("sigmoid", u)))


OUTER: dict[str, Callable[[Node], Node]] = {
    "sin": lambda u: call("cos", u),
    "cos": lambda u: neg(call("sin", u)),
    "tan": lambda u: add(ONE, _square(call("tan", u))),
    "cot": lambda u: neg(_square(call("csc", u))),
    "sec": lambda u: mul(call("sec", u), call("tan", u)),
    "csc": lambda u: neg(mul(call("csc", u), call("cot", u))),
    "asin": lambda u: div(ONE, _root(sub(ONE, _square(u)))),
    "acos": lambda u: div(num(-1), _root(sub(ONE, _square(u)))),
    "atan": lambda u: div(ONE, add(_square(u), ONE)),
    "acot": lambda u: div(num(-1), add(_square(u), ONE)),
    "asec": lambda u: div(ONE, mul(call("abs", u), _root(sub(_square(u), ONE)))),
    "acsc": lambda u: div(num(-1), mul(call("abs", u), _root(sub(_square(u), ONE)))),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "tanh": lambda u: sub(ONE, _square(call("tanh", u))),
    "coth": lambda u: sub(ONE, _square(call("coth", u))),
    "sech": lambda u: neg(mul(call("sech", u), call("tanh", u))),
    "csch": lambda u: neg(mul(call("csch", u), call("coth", u))),
    "asinh": lambda u: div(ONE, _root(add(_square(u), ONE))),
    "acosh": lambda u: div(ONE, _root(sub(_square(u), ONE))),
    "atanh": lambda u: div(ONE, sub(ONE, _square(u))),
    "acoth": lambda u: div(ONE, sub(ONE, _square(u))),
    "asech": lambda u: div(num(-1), mul(u, _root(sub(ONE, _square(u))))),
    "acsch": lambda u: div(num(-1), mul(call("abs", u), _root(add(ONE, _square(u))))),
    "exp": lambda u: call("exp", u),
    "log": lambda u: div(ONE, u),
    "ln": lambda u: div(ONE, u),
    "log10": lambda u: div(ONE, mul(u, call("ln", num(10)))),
    "log2": lambda u: div(ONE, mul(u, call("ln", TWO))),
    "sqrt": lambda u: div(ONE, mul(TWO, _root(u))),
    "abs": lambda u: call("sign", u),
    "sign": lambda u: num(0),
    "relu": lambda u: piecewise(num(0), compare("<", u, num(0)), ONE, Node("true")),
    "sigmoid": _sigmoid_slope,
    "softplus": lambda u: call("sigmoid", u),
    "erf": lambda u: div(mul(TWO, call("exp", neg(_square(u)))), _root(const("pi"))),
    "erfc": lambda u: div(mul(num(-2), call("exp", neg(_square(u)))), _root(const("pi"))),
}


def differentiate(node: Node, name: str) -> Node:
    """The derivative by the rules, with zeros and ones left out; right wherever nothing is at an edge."""
    if node.op in ("num", "const"):
        return num(0)
    if node.op == "var":
        return num(int(node.data == name))
    if node.op == "piecewise":
        parts = list(node.args)
        parts[::2] = [differentiate(part, name) for part in parts[::2]]
        return piecewise(*parts)
    if node.op == "call":
        return _of_call(node, name)
    return _of_operation(node, name)


def _of_operation(node: Node, name: str) -> Node:
    a, da = node.args[0], differentiate(node.args[0], name)
    if node.op == "neg":
        return neg(da)
    b, db = node.args[1], differentiate(node.args[1], name)
    if node.op == "+":
        return add(da, db)
    if node.op == "-":
        return sub(da, db)
    if node.op == "*":
        return add(mul(da, b), mul(a, db))
    if node.op == "/":
        if db == num(0):
            return div(da, b)
        return div(sub(mul(da, b), mul(a, db)), _square(b))
    return _of_power(a, b, da, db)


def _of_power(a: Node, b: Node, da: Node, db: Node) -> Node:
    fixed = exact(b)
    if fixed is not None:
        return mul(mul(num(fixed), power(a, num(fixed - 1))), da)
    if db == num(0):
        return mul(mul(b, power(a, sub(b, ONE))), da)
    log = ONE if a == const("e") else call("log", a)
    if da == num(0):
        return mul(mul(power(a, b), log), db)
    return mul(power(a, b), add(mul(db, log), div(mul(b, da), a)))


def _of_call(node: Node, name: str) -> Node:
    slopes = [differentiate(part, name) for part in node.args]
    u = node.args[0]
    if node.data in ("cbrt", "root"):
        degree = num(3) if node.data == "cbrt" else node.args[1]
        return _of_power(u, div(ONE, degree), slopes[0], num(0))
    if node.data == "log" and len(node.args) == 2:
        return differentiate(div(call("log", u), call("log", node.args[1])), name)
    if node.data in ("max", "min"):
        return _of_greatest(node, slopes)
    if node.data == "logsumexp":
        total = slopes[0] and num(0)
        above = num(0)
        for part, slope in zip(node.args, slopes, strict=True):
            total = add(total, call("exp", part))
            above = add(above, mul(slope, call("exp", part)))
        return div(above, total)
    return mul(OUTER[node.data](u), slopes[0])


def _of_greatest(node: Node, slopes: list[Node]) -> Node:
    if len(node.args) == 1:
        return slopes[0]
    first, rest = node.args[0], node.args[1:]
    others = rest[0] if len(rest) == 1 else call(node.data, *rest)
    tail = slopes[1] if len(rest) == 1 else _of_greatest(others, slopes[1:])
    condition = compare(">" if node.data == "max" else "<", first, others)
    return piecewise(slopes[0], condition, tail, Node("true"))


def gradient(node: Node, names: list[str]) -> list[Node]:
    return [differentiate(node, name) for name in names]


X = var("x")
