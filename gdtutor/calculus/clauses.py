"""Read functions that are given piece by piece, and SymPy's way to write derivatives.

``Piecewise((x, x > 0), (0, True))`` and LaTeX's cases; ``Derivative(f(x), (x, 2))``.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from gdtutor.calculus.cursor import Cursor
from gdtutor.calculus.lexer import Token
from gdtutor.calculus.tree import Node
from gdtutor.errors import UnreadableError

RELATIONS = frozenset({"<", ">", "<=", ">=", "=", "≠"})


class Clauses(Cursor):
    """The part of the grammar that speaks of conditions."""

    @abstractmethod
    def sum(self) -> Node:
        """Terms joined by + and −."""

    # --- pieces -------------------------------------------------------------------------------------------------------

    def piecewise(self, token: Token) -> Node:
        """``Piecewise((value, condition), …)``; the word is taken already."""
        opened = self.opening(token)
        parts: list[Node] = []
        while not parts or self.token.kind == ",":
            if parts:
                self.take()
            pair = self.opening(token)
            separates, self.separates = self.separates, True
            value = self.nested(self.sum)
            self.separates = separates
            self.separator("a condition")
            parts += _clauses(value, self.condition())
            self.expect(")", pair)
        closed = self.expect(")", opened)
        return Node("piecewise", "", tuple(parts), token.start, closed.end)

    def cases(self) -> Node:
        """LaTeX's cases: a value and where it holds in every line."""
        opened = self.take()
        parts: list[Node] = []
        while self.token.kind != "end of cases":
            value = self.nested(self.sum)
            while self.token.kind in {",", "&", "if"}:
                self.take()
            parts += _clauses(value, self.condition())
            if self.token.kind == "newline":
                self.take()
            elif self.token.kind != "end of cases":
                raise self.error("the cases are not closed here", opened.start)
        closed = self.take()
        if not parts:
            raise self.error("no case is given", opened.start)
        return Node("piecewise", "", tuple(parts), opened.start, closed.end)

    def opening(self, token: Token) -> Token:
        if self.token.kind != "(":
            raise self.error(f"{token.text} wants its parts in brackets")
        return self.take()

    def separator(self, wanted: str) -> None:
        if self.token.kind != ",":
            raise self.error(f"a ',' and {wanted} are wanted here")
        self.take()

    # --- conditions ---------------------------------------------------------------------------------------------------

    def condition(self) -> Node:
        """Inequalities that all have to hold; ``True`` and ``otherwise`` always hold."""
        start = self.token.start
        found = [self.nested(self.one_condition)]
        while self.token.kind in {"(", "and"}:
            if self.token.kind == "and":
                self.take()
            found.append(self.nested(self.one_condition))
        return found[0] if len(found) == 1 else Node("all", "", tuple(found), start, found[-1].end)

    def one_condition(self) -> Node:
        token = self.token
        if token.kind == "otherwise" or (token.kind == "name" and token.text == "True"):
            self.take()
            return Node("otherwise", "", (), token.start, token.end)
        if token.kind == "(" and self.is_bracketed():
            self.take()
            inner = self.condition()
            self.expect(")", token)
            return inner
        return self.inequality()

    def is_bracketed(self) -> bool:
        """Whether the bracket here closes only after a sign of comparison."""
        depth = 0
        for token in self.tokens[self.index :]:
            depth += {"(": 1, ")": -1}.get(token.kind, 0)
            if depth == 1 and token.kind in RELATIONS:
                return True
            if depth == 0:
                return False
        return False

    def inequality(self) -> Node:
        """``a < b``, or ``a < b < c``; ``a = b`` is a ≤ b and a ≥ b."""
        sides = [self.sum()]
        signs: list[str] = []
        while self.token.kind in RELATIONS:
            signs.append(self.take().kind)
            sides.append(self.sum())
        if not signs:
            raise self.error("a condition such as x > 0 is wanted here")
        pairs = zip(sides, sides[1:], signs, strict=False)
        found = [
            Node("relation", written, (one, other), one.start, other.end)
            for one, other, sign in pairs
            for written in {"=": ("<=", ">=")}.get(sign, (sign,))
        ]
        return found[0] if len(found) == 1 else Node("all", "", tuple(found), sides[0].start, sides[-1].end)

    # --- derivatives --------------------------------------------------------------------------------------------------

    def derivative_of(self, token: Token) -> Node:
        """``Derivative(u, x, (y, 2))``; the word is taken already."""
        opened = self.opening(token)
        node = self.nested(self.sum)
        while self.token.kind == ",":
            self.take()
            variable, order = self.variable_and_order()
            node = Node("derivative", variable, (node,), token.start, self.token.end, order=order)
        self.expect(")", opened)
        if node.kind != "derivative":
            raise self.error("the variable is missing: Derivative(u, x)", token.start)
        return node

    def variable_and_order(self) -> tuple[str, int]:
        pair = self.take() if self.token.kind == "(" else None
        name = self.take()
        order = 1
        if pair is not None:
            self.separator("an order")
            number = self.take()
            order = int(number.text) if number.text.isdigit() and len(number.text) < 4 else 0
            self.expect(")", pair)
        if name.kind != "name" or not order:
            raise UnreadableError("a variable, or a variable and an order, is wanted here", self.text, name.start)
        return name.text, order


def _clauses(value: Node, condition: Node) -> list[Node]:
    """A value and its condition; ``a ≠ b`` makes two of them, for a < b and for a > b."""
    relations = condition.arguments if condition.kind == "all" else (condition,)
    for place, relation in enumerate(relations):
        if relation.kind == "relation" and relation.value == "≠":
            found = []
            for sign in "<>":
                parts = (*relations[:place], replace(relation, value=sign), *relations[place + 1 :])
                found += _clauses(value, replace(condition, kind="all", value="", arguments=parts))
            return found
        if relation.kind == "all":
            inner = (*relations[:place], *relation.arguments, *relations[place + 1 :])
            return _clauses(value, replace(condition, kind="all", value="", arguments=inner))
    return [value, condition]
