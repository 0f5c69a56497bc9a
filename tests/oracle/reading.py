"""A small parser for the oracle's own syntax and for the domains that a verdict names."""

from __future__ import annotations

import re

from tests.oracle.formulas import TRUE, Node, call, const, num, piecewise, var
from tests.oracle.functions import NAMES

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(\*\*|<=|>=|[-+*/^()<>,|≤≥&∧∨]))")
SAME = {"**": "^", "≤": "<=", "≥": ">=", "&": "and", "∧": "and", "∨": "or", "Abs": "abs", "Max": "max", "Min": "min"}
LOOSE = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan"}


class NotReadError(ValueError):
    """The text is none that this parser knows."""


def read(text: str) -> Node:
    """A formula."""
    return _Reader(text).whole(_Reader.sum)


def read_domain(text: str) -> Node:
    """A condition such as ``x > 0``, ``0 < x < 1``, ``x > 1 or x < -1`` or ``sin(x) > 0 and y < 0``, or ``all x``."""
    if re.fullmatch(r"all \w+", text):
        return TRUE
    return _Reader(text).whole(_Reader.either)


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            if found is None:
                raise NotReadError(f"{text!r} at {place}")
            token = found.group(0).strip()
            self.tokens.append(SAME.get(token, token))
            place = found.end()
        self.at = 0
        self.bars = 0

    def whole(self, rule) -> Node:
        found = rule(self)
        if self.at < len(self.tokens):
            raise NotReadError(f"{self.tokens[self.at]!r} is left over")
        return found

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        if self.peek() and (not wanted or self.peek() in wanted):
            self.at += 1
            return self.tokens[self.at - 1]
        return ""

    def need(self, token: str) -> None:
        if not self.take(token):
            raise NotReadError(f"{token!r} is wanted, not {self.peek()!r}")

    def either(self) -> Node:
        found = self.both()
        while self.take("or"):
            found = Node("or", (found, self.both()))
        return found

    def both(self) -> Node:
        found = self.relation()
        while self.take("and"):
            found = Node("and", (found, self.relation()))
        return found

    def relation(self) -> Node:
        if self.take("True", "everywhere"):
            return Node("true")
        start = self.at
        try:
            return self._chain()
        except NotReadError:
            self.at = start
            self.need("(")
            found = self.either()
            self.need(")")
            return found

    def _chain(self) -> Node:
        sides, signs = [self.sum()], []
        while sign := self.take("<", "<=", ">", ">="):
            signs.append(sign)
            sides.append(self.sum())
        if not signs:
            raise NotReadError("a sign of comparison is wanted")
        if signs == ["<", "<"]:
            return Node("between", tuple(sides))
        found = Node(signs[0], (sides[0], sides[1]))
        for number, sign in enumerate(signs[1:], 1):
            found = Node("and", (found, Node(sign, (sides[number], sides[number + 1]))))
        return found

    def sum(self) -> Node:
        found = self.product()
        while sign := self.take("+", "-"):
            found = Node(sign, (found, self.product()))
        return found

    def product(self) -> Node:
        if self.take("-"):
            return Node("neg", (self.product(),))
        self.take("+")
        found = self.power()
        while sign := self.take("*", "/"):
            right = Node("neg", (self.power(),)) if self.take("-") else self.power()
            found = Node(sign, (found, right))
        return found

    def power(self) -> Node:
        base = self.atom()
        if not self.take("^"):
            return base
        exponent = Node("neg", (self.power(),)) if self.take("-") else self.power()
        return Node("^", (base, exponent))

    def atom(self) -> Node:
        if self.take("("):
            found = self.sum()
            self.need(")")
            return found
        if self.take("|"):
            found = self.sum()
            self.need("|")
            return call("abs", found)
        token = self.take()
        if not token:
            raise NotReadError("something is missing at the end")
        if token[0].isdigit():
            return num(token)
        if token == "Piecewise":
            return self.branches()
        name = LOOSE.get(token, token)
        if name in NAMES and self.peek() == "(":
            return call(name, *self.arguments())
        if token in ("e", "E", "pi", "π"):
            return const("e" if token in "eE" else "pi")
        if not re.fullmatch(r"[A-Za-z](_\w+|\d*)", token) or token in ("d",):
            raise NotReadError(f"the name {token!r}")
        return var(token)

    def arguments(self) -> list[Node]:
        self.need("(")
        found = [self.sum()]
        while self.take(","):
            found.append(self.sum())
        self.need(")")
        return found

    def branches(self) -> Node:
        self.need("(")
        parts: list[Node] = []
        while not parts or self.take(","):
            self.need("(")
            parts.append(self.sum())
            self.need(",")
            parts.append(self.either())
            self.need(")")
        self.need(")")
        return piecewise(*parts)
