"""Whether a side is an earlier one with numbers put in for letters: ``4π (5)^2 (dr/dt)`` beside ``4π r^2 dr/dt``."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

import sympy as sp

from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading
from gdtutor.errors import UnreadableError

Bindings = dict[sp.Expr, sp.Expr]
_MOST_PARTS = 60


class _Side(Protocol):
    @property
    def raw(self) -> sp.Expr: ...
    @property
    def reading(self) -> Reading | None: ...


def instance(fact: _Side, row: _Side, before: Bindings) -> Bindings | None:
    """What was put in for the letters of a side to get another one; ``None`` where it is no such one.

    Args:
        fact: the earlier side.
        row: the one with numbers.
        before: what is known to be put in already.

    >>> from collections import namedtuple
    >>> from gdtutor.calculus.notation import read
    >>> Side = namedtuple("Side", "raw reading")
    >>> def side(text):
    ...     return Side(read(text).expression, read(text))
    >>> instance(side("pi*r^2*h"), side("pi*(3)^2*(4)"), {})
    {r: 3, h: 4}
    >>> instance(side("pi*r^2"), side("pi*3"), {}) is None
    True
    """
    if fact.reading is None or row.reading is None:
        return _of_values(fact.raw, row.raw, before)
    nodes = fact.reading.tree, row.reading.tree
    if any(sum(1 for _ in node.walk()) > _MOST_PARTS for node in nodes):
        return None
    return _Match(fact.reading.text, row.reading.text).nodes(*nodes, before)


def _of_values(fact: sp.Expr, row: sp.Expr, before: Bindings) -> Bindings | None:
    """A whole side that is a letter or a derivative: it stays, or a number is put in for it."""
    if fact == row:
        return before
    if row.free_symbols or not (fact.is_Symbol or isinstance(fact, sp.Derivative)):
        return None
    return None if before.get(fact, row) != row else {**before, fact: row}


class _Match:
    """Two texts side by side."""

    def __init__(self, fact: str, row: str) -> None:
        self.fact, self.row = Builder(fact), Builder(row)

    def nodes(self, one: Node, other: Node, before: Bindings) -> Bindings | None:
        """What a part has put in to become the other one."""
        if _key(one) == _key(other):
            return before
        if one.kind in ("name", "derivative", "apply"):
            return self.bound(one, other, before)
        above, below = _parts(one), _parts(other)
        if one.kind == other.kind and len(above) == len(below) and one.value == other.value:
            found: Bindings | None = before
            for left, right in zip(above, below, strict=True):
                found = self.nodes(left, right, found) if found is not None else None
            if found is not None:
                return found
        return self.worked_out(one, other, before) if one.kind == "power" else None

    def worked_out(self, one: Node, other: Node, before: Bindings) -> Bindings | None:
        """25 for r^2 is 5 for r; 5 for r^2 is rather a square that was forgotten."""
        base, exponent = one.arguments
        if base.kind not in ("name", "apply") or exponent.kind != "number" or other.kind != "number":
            return None
        try:
            letter, power, number = self.fact.build(base), self.fact.build(exponent), self.row.build(other)
        except UnreadableError:
            return None
        root = number ** (1 / power) if power.is_Integer and power > 0 else None
        if root is None or not root.is_Rational:
            return None
        return None if before.get(letter, root) != root else {**before, letter: root}

    def bound(self, one: Node, other: Node, before: Bindings) -> Bindings | None:
        """A number for a letter, the same wherever it stands."""
        if any(node.kind in ("name", "derivative", "apply") for node in other.walk()):
            return None
        try:
            letter, number = self.fact.build(one), self.row.build(other)
        except UnreadableError:
            return None
        return None if before.get(letter, number) != number else {**before, letter: number}


def _parts(node: Node) -> list[Node]:
    """The parts of a node, nested products and sums flattened."""
    if node.kind not in ("multiply", "add"):
        return list(node.arguments)
    found: list[Node] = []
    for argument in node.arguments:
        goes_on = argument.kind == node.kind and not argument.bracketed
        found += _parts(argument) if goes_on else [argument]
    return found


def _key(node: Node) -> tuple[object, ...]:
    """What a node says, wherever it stands."""
    parts = tuple(map(_key, _parts(node)))
    if node.kind in ("multiply", "add"):
        return node.kind, frozenset(Counter(parts).items())
    return node.kind, node.value, node.order, parts
