"""Read a row that states something: relations joined by "and" and "or", with ± for both signs at once.

``x = 2 or x = -1``, ``(x >= 3 and y = x) or x < 0``, ``x = (1 ± sqrt(5))/2``, ``1 < x <= 3``, ``x = 15.3 or 4.7``.
The grammar of each side is that of expressions; here only the signs and words between them are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.grammar import Parser
from gdtutor.calculus.language.lexer import Token, tokenize
from gdtutor.calculus.language.lost_domain import lost_domain
from gdtutor.calculus.language.splitting import split_words
from gdtutor.errors import UnreadableError

RELATIONS = frozenset({"=", "≠", "<", ">", "<=", ">="})
_MOST_RELATIONS = 40
_OPENING, _CLOSING = {"(", "{"}, {")", "}"}


@dataclass(frozen=True)
class Relation:
    """``left sign right``.

    Attributes:
        left, right: both sides.
        sign: ``=``, ``≠``, ``<``, ``>``, ``<=`` or ``>=``.
        domain: what the text of the sides wants to be real, and the sides no longer show.
    """

    left: sp.Expr
    sign: str
    right: sp.Expr
    domain: tuple[sp.Expr, ...] = ()

    @property
    def residual(self) -> sp.Expr:
        """The difference of the sides."""
        return self.left - self.right


@dataclass(frozen=True)
class Every:
    """All of the parts hold."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Some:
    """At least one of the parts holds."""

    parts: tuple[Formula, ...]


Formula = Relation | Every | Some


def relations(formula: Formula) -> Iterator[Relation]:
    """All relations in a formula, from left to right."""
    if isinstance(formula, Relation):
        yield formula
    else:
        for part in formula.parts:
            yield from relations(part)


def letters_of(formula: Formula) -> set[sp.Symbol]:
    """The letters of all relations in a formula, without those that cancel.

    >>> sorted(map(str, letters_of(read_statement("x + y = y or z > 1"))))
    ['x', 'z']
    """
    return {letter for one in relations(formula) for letter in one.residual.free_symbols}


def read_statement(text: str, names: frozenset[str] = frozenset()) -> Formula:
    """The formula that a row states.

    Raises:
        UnreadableError: with a sentence and the position; for a row without a relation too.

    >>> read_statement("x = ±2").parts[1].right
    -2
    >>> found = read_statement("1 < x <= 3 or x = 7")
    >>> [(str(one.left), one.sign, str(one.right)) for one in relations(found)]
    [('1', '<', 'x'), ('x', '<=', '3'), ('x', '=', '7')]
    """
    return _Reader(text, names).whole()


class _Reader:
    """One pass over the tokens of a row."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text, self.names = text, names
        self.tokens = [token for token in tokenize(text) if token.text.lower() != "either"]
        self.last: Relation | None = None  # whose left side and sign a bare "or 4.7" goes on with
        self.count = 0

    def whole(self) -> Formula:
        try:
            return self.some(self.tokens[:-1])
        except RecursionError:
            raise UnreadableError("this is nested too deep", self.text) from None

    def some(self, tokens: Sequence[Token]) -> Formula:
        parts = [self.every(part) for part in _split(tokens, {"or"}, self.text)]
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def every(self, tokens: Sequence[Token]) -> Formula:
        parts = [self.one(part) for part in _split(tokens, {"and"}, self.text)]
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def one(self, tokens: Sequence[Token]) -> Formula:
        """A relation, a chain of them, or a formula in brackets."""
        if not tokens:
            raise UnreadableError("something is missing here", self.text)
        if _is_bracketed(tokens) and any(_says_something(token) for token in tokens):
            return self.some(tokens[1:-1])
        if any(token.kind in {"±", "∓"} for token in tokens):
            above = [token._replace(kind={"±": "+", "∓": "-"}.get(token.kind, token.kind)) for token in tokens]
            below = [token._replace(kind={"±": "-", "∓": "+"}.get(token.kind, token.kind)) for token in tokens]
            return Some((self.one(above), self.one(below)))
        sides, signs = _sides(tokens)
        if len(sides) == 1:
            return self.going_on(tokens)
        chain = [self.relation(left, sign, right) for left, sign, right in zip(sides, signs, sides[1:], strict=False)]
        return chain[0] if len(chain) == 1 else Every(tuple(chain))

    def going_on(self, tokens: Sequence[Token]) -> Relation:
        """A value alone behind "or": x = 15.3 or 4.7."""
        if self.last is None:
            raise UnreadableError("a relation such as x = 2 is missing here", self.text, tokens[0].start)
        right, domain = self.side(tokens)
        return Relation(self.last.left, self.last.sign, right, domain)

    def relation(self, left: Sequence[Token], sign: Token, right: Sequence[Token]) -> Relation:
        self.count += 1
        if self.count > _MOST_RELATIONS:
            raise UnreadableError(f"this has more than {_MOST_RELATIONS} relations", self.text, sign.start)
        if not left or not right:
            raise UnreadableError("one side is missing here", self.text, sign.start)
        one, of_one = self.side(left)
        other, of_other = self.side(right)
        self.last = Relation(one, sign.kind, other, (*of_one, *of_other))
        return self.last

    def side(self, tokens: Sequence[Token]) -> tuple[sp.Expr, tuple[sp.Expr, ...]]:
        end = tokens[-1].end
        parser = Parser("", self.names)
        parser.text = self.text
        parser.tokens = split_words([*tokens, Token("end", "", end, end)], self.names, self.text)
        builder = Builder(self.text)
        made = builder.build(parser.whole())
        return made, lost_domain(builder.partial, made)


def _says_something(token: Token) -> bool:
    return token.kind in RELATIONS or token.text.lower() in ("and", "or") or token.kind in ("and", "or")


def _is_bracketed(tokens: Sequence[Token]) -> bool:
    """Whether one pair of brackets stands around all."""
    if tokens[0].kind not in _OPENING or tokens[-1].kind not in _CLOSING:
        return False
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
        if depth == 0:
            return place == len(tokens) - 1
    return False


def _split(tokens: Sequence[Token], words: set[str], text: str) -> list[Sequence[Token]]:
    """The tokens between words that stand outside of brackets."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
        if depth == 0 and (token.kind in words or (token.kind == "name" and token.text.lower() in words)):
            found.append([])
        else:
            found[-1].append(token)
    if any(not part for part in found):
        raise UnreadableError(f"something is missing beside {' or '.join(sorted(words))!r}", text)
    return list(found)


def _sides(tokens: Sequence[Token]) -> tuple[list[list[Token]], list[Token]]:
    """What stands between the signs of relation outside of brackets, and these."""
    sides: list[list[Token]] = [[]]
    signs = []
    depth = 0
    for token in tokens:
        depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
        if depth == 0 and token.kind in RELATIONS:
            signs.append(token)
            sides.append([])
        else:
            sides[-1].append(token)
    return sides, signs
