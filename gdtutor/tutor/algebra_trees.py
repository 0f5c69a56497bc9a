"""Put parts of what was read together, and take them apart: terms, factors above and below the line, signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gdtutor.calculus.language.tree import Node

ONE, TWO = Node("number", "1"), Node("number", "2")
HALF = Node("divide", arguments=(ONE, TWO))


def negative(node: Node) -> Node:
    """The same with the other sign."""
    return node.arguments[0] if node.kind == "negative" else Node("negative", arguments=(node,))


def joined(kind: str, nodes: list[Node], empty: Node) -> Node:
    """A chain of sums or products; ``empty`` where there is nothing to join."""
    made, *others = nodes or [empty]
    for other in others:
        made = Node(kind, arguments=(made, other))
    return made


def sum_of(*nodes: Node) -> Node:
    """The sum of all of them."""
    return joined("add", list(nodes), Node("number", "0"))


def times(*nodes: Node) -> Node:
    """The product of all of them."""
    return joined("multiply", list(nodes), ONE)


def over(above: Node, below: Node) -> Node:
    """A fraction."""
    return Node("divide", arguments=(above, below))


def power_of(base: Node, exponent: Node) -> Node:
    """A power."""
    return Node("power", arguments=(base, exponent))


def without_places(node: Node) -> Node:
    """The same without its place, for comparing."""
    return Node(node.kind, node.value, tuple(map(without_places, node.arguments)), order=node.order)


def terms_of(node: Node) -> list[Node]:
    """The terms of a sum."""
    return list(node.arguments) if node.kind == "add" else [node]


def factors_of(node: Node) -> tuple[list[Node], list[Node]]:
    """The factors above and below the line."""
    if node.kind == "multiply":
        sides = [factors_of(part) for part in node.arguments]
        return [one for above, _ in sides for one in above], [one for _, below in sides for one in below]
    if node.kind == "divide":
        (above, low), (other_low, high) = map(factors_of, node.arguments)
        return above + high, low + other_low
    return [node], []


def fraction(above: list[Node], below: list[Node]) -> Node:
    """The product of some factors over that of others."""
    return over(times(*above), times(*below)) if below else times(*above)


def signed(node: Node) -> tuple[bool, Node]:
    """Whether there is a minus before it, and the rest: -3*x is read as (-3)*x."""
    if node.kind == "negative":
        return True, node.arguments[0]
    if node.kind in ("multiply", "divide"):
        minus, first = signed(node.arguments[0])
        return minus, replace(node, arguments=(first, *node.arguments[1:]), start=first.start) if minus else node
    return False, node


def sum_of_each(terms: list[Node], make: Callable[[Node], Node]) -> Node:
    """A sum of what is made of every term, the signs before it kept."""
    made = []
    for term in terms:
        minus, rest = signed(term)
        made.append(negative(make(rest)) if minus else make(rest))
    return sum_of(*made)


def without(nodes: list[Node], place: int) -> list[Node]:
    """All but one of them."""
    return [*nodes[:place], *nodes[place + 1 :]]


def powers_repeated(factors: list[Node]) -> list[Node]:
    """A square as two factors and a cube as three, so that one of them can be cancelled."""
    found = []
    for factor in factors:
        exponent = factor.arguments[1].value if factor.kind == "power" else ""
        found += [factor.arguments[0]] * int(exponent) if exponent in ("2", "3") else [factor]
    return found
