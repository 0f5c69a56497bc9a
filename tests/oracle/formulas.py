"""A formula as a tree, and its text in the learner's syntax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Node:
    """One node: an operation, its parts, and a name or a number written as text."""

    op: str
    args: tuple[Node, ...] = ()
    data: str = ""

    def __str__(self) -> str:
        return text(self)


CONDITIONS = frozenset(["<", "<=", ">", ">=", "between", "true", "and", "or", "not"])
_STRENGTH = {"+": 1, "-": 1, "neg": 1, "*": 2, "/": 2, "^": 4}


def num(value: int | str | Fraction) -> Node:
    return Node("num", (), str(value))


def var(name: str) -> Node:
    return Node("var", (), name)


def const(name: str) -> Node:
    return Node("const", (), name)


def call(name: str, *args: Node) -> Node:
    return Node("call", args, name)


def is_number(node: Node, value: int | Fraction) -> bool:
    return node.op == "num" and Fraction(node.data) == value


def add(a: Node, b: Node) -> Node:
    if is_number(a, 0):
        return b
    return a if is_number(b, 0) else Node("+", (a, b))


def sub(a: Node, b: Node) -> Node:
    if is_number(a, 0):
        return neg(b)
    return a if is_number(b, 0) else Node("-", (a, b))


def neg(a: Node) -> Node:
    if a.op == "neg":
        return a.args[0]
    return num(-Fraction(a.data)) if a.op == "num" else Node("neg", (a,))


def mul(a: Node, b: Node) -> Node:
    if is_number(a, 0) or is_number(b, 0):
        return num(0)
    if is_number(a, 1):
        return b
    return a if is_number(b, 1) else Node("*", (a, b))


def div(a: Node, b: Node) -> Node:
    if is_number(a, 0):
        return num(0)
    return a if is_number(b, 1) else Node("/", (a, b))


def power(a: Node, b: Node) -> Node:
    if is_number(b, 1):
        return a
    return num(1) if is_number(b, 0) else Node("^", (a, b))


def compare(op: str, a: Node, b: Node) -> Node:
    return Node(op, (a, b))


TRUE = Node("true")


def piecewise(*parts: Node) -> Node:
    """Value, condition, value, condition, …; the last condition is ``TRUE``."""
    return Node("piecewise", parts)


def walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.args:
        yield from walk(part)


def size(node: Node) -> int:
    return sum(1 for _ in walk(node))


def letters(*nodes: Node) -> list[str]:
    return sorted({part.data for node in nodes for part in walk(node) if part.op == "var"})


def replace_at(node: Node, path: tuple[int, ...], new: Node) -> Node:
    if not path:
        return new
    args = list(node.args)
    args[path[0]] = replace_at(args[path[0]], path[1:], new)
    return Node(node.op, tuple(args), node.data)


def paths(node: Node, here: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    yield here, node
    for number, part in enumerate(node.args):
        yield from paths(part, (*here, number))


def substitute(node: Node, name: str, new: Node) -> Node:
    if node.op == "var" and node.data == name:
        return new
    return Node(node.op, tuple(substitute(part, name, new) for part in node.args), node.data)


def exact(node: Node) -> Fraction | None:
    """The value of a constant made of numbers by the four operations and whole powers."""
    if node.op == "num":
        return Fraction(node.data)
    if node.op not in ("+", "-", "*", "/", "^", "neg"):
        return None
    values = [exact(part) for part in node.args]
    if any(value is None for value in values):
        return None
    a, b = values[0], values[-1]
    assert a is not None and b is not None
    if node.op in ("/", "^") and (a if node.op == "^" else b) == 0:
        return None
    if node.op == "^":
        return a ** int(b) if b.denominator == 1 and abs(b) < 100 else None
    return {"+": a + b, "-": a - b, "*": a * b, "neg": -a, "/": a / b if b else None}[node.op]


def _strength(node: Node) -> int:
    if node.op == "num":
        return 1 if node.data.startswith("-") else 2 if "/" in node.data else 5
    return _STRENGTH.get(node.op, 5)


def text(node: Node, least: int = 0) -> str:
    """The learner's syntax; ``least`` is how tightly it has to hold together."""
    written = _text(node)
    return f"({written})" if _strength(node) < least else written


def _text(node: Node) -> str:
    args = node.args
    if node.op in ("num", "var", "const"):
        return node.data
    if node.op == "call":
        return f"{node.data}({', '.join(text(part) for part in args)})"
    if node.op == "piecewise":
        pairs = zip(args[::2], args[1::2], strict=True)
        return f"Piecewise({', '.join(f'({text(value)}, {text(condition)})' for value, condition in pairs)})"
    if node.op == "not":
        return f"not ({text(args[0])})"
    if node.op == "true":
        return "True"
    if node.op == "between":
        return " < ".join(text(part) for part in args)
    if node.op == "diff":
        return f"d/d{node.data}({text(args[0])})"
    if node.op == "neg":
        return "-" + text(args[0], 2)
    if node.op in CONDITIONS:
        return f" {node.op} ".join(text(part) for part in args)
    mine = _STRENGTH[node.op]
    left, right = text(args[0], mine + (node.op == "^")), text(args[1], mine + 1)
    return f"{left} {node.op} {right}" if mine == 1 else f"{left}{node.op}{right}"
