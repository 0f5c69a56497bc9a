"""Read a claim: two expressions in values of the given function, with a sign or words of comparison between them.

``f'(2) = 7``, ``f(3) - f(2) = 5``, ``f(f(2)) <= 16``, ``dL/dθ at −5 is about −2.56``, ``the slope at 1/2 is 3``. It is
the grammar of ``calculus.parser`` with one more kind of atom: f, f′, f″ or dL/dθ at a place. What the function is
called does not matter, as it is the only one; every other letter is refused, for a claim is about numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.doubts import Doubt, doubts, edited
from gdtutor.calculus.language.grammar import Parser
from gdtutor.calculus.language.lexer import Token, tokenize
from gdtutor.calculus.language.marks import match_mark, match_ratio
from gdtutor.calculus.language.splitting import plain, split_words
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.language.typeset import typeset
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS, cut_word
from gdtutor.errors import UnreadableError

_RELATIONS = frozenset({"=", "≈", "≠", "<", ">", "<=", ">="})
_GOES_ON = re.compile(r"(?<=\d)(?:\.{2,}|…)")
_VERBS = {"is": "=", "equals": "="}
_COMPARED = {
    "greater": ">", "larger": ">", "more": ">", "bigger": ">", "above": ">",
    "less": "<", "smaller": "<", "below": "<", "equal": "=",
}  # fmt: skip
_BOUNDED = {"least": ">=", "most": "<="}  # at least, at most
_NEARLY = frozenset({"about", "approximately", "roughly", "nearly", "almost", "around"})
_ARTICLES = frozenset({"the", "its"})
_ORDERS = {"first": 1, "second": 2, "third": 3}
_NOUNS = {"slope": 1, "derivative": 1, "gradient": 1, "value": 0}
_WORDS = frozenset({"at", "of", "than", "to", *_COMPARED, *_BOUNDED, *_VERBS, *_NEARLY, *_ARTICLES, *_ORDERS, *_NOUNS})
_BETWEEN = frozenset({"at", "of", *_VERBS, *_NEARLY})
_MAX_ORDER = 12
_MAX_LENGTH = 400


@dataclass(frozen=True)
class Value:
    """A value of the function or of one of its derivatives, for which a symbol stands in the sides of a claim.

    Attributes:
        order: how often the function is differentiated; 0 for the function itself.
        place: where; an expression in the symbols of values that were read before it.
    """

    order: int
    place: sp.Expr


@dataclass(frozen=True)
class Side:
    """One side of a claim.

    Attributes:
        tree: what was read.
        expression: the same, with a symbol for each value of the function; decimals exact.
    """

    tree: Node
    expression: sp.Expr

    @property
    def literal(self) -> Decimal | None:
        """The side as a plain number, as it was written; ``None`` for anything else."""
        node, is_negative = self.tree, False
        while node.kind == "negative":
            (node,), is_negative = node.arguments, not is_negative
        if node.kind != "number":
            return None
        number = Decimal(node.value)
        return number.copy_negate() if is_negative else number  # -number would be rounded

    @property
    def has_decimals(self) -> bool:
        """Whether a decimal stands in it outside the places of the function: a place is meant exactly."""
        return self.loosened().ends != {}

    def loosened(self) -> Loosened:
        """The side with a symbol for each decimal, which was perhaps rounded to the places that are written."""
        ends: dict[sp.Symbol, tuple[Fraction, Fraction]] = {}

        def loosened(node: Node) -> Node:
            if node.kind == "apply":
                return node
            if node.kind != "number" or node.value.isdigit():
                return replace(node, arguments=tuple(map(loosened, node.arguments)))
            exponent = Decimal(node.value).as_tuple().exponent
            half = Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2
            symbol = sp.Symbol(f"decimal at {node.start}")
            ends[symbol] = (Fraction(node.value) - half, Fraction(node.value) + half)
            return replace(node, kind="name", value=symbol.name)

        return Loosened(_ClaimBuilder("").build(loosened(self.tree)), ends)


class Loosened(NamedTuple):
    """An expression with symbols for decimals, and between which ends each lies."""

    expression: sp.Expr
    ends: dict[sp.Symbol, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Claim:
    """``left relation right``, with the values of the function that stand in it.

    Attributes:
        left, right: the sides.
        relation: ``=``, ``≈``, ``≠``, ``<``, ``<=``, ``>`` or ``>=``.
        values: for each symbol in the sides what it stands for, those in its place before it.
        demands: what the text wants to be real, and the expressions may no longer show.
        notes: a sentence for everything that was ambiguous.
        doubts: where the text could be read otherwise.
    """

    left: Side
    relation: str
    right: Side
    values: dict[sp.Symbol, Value]
    demands: tuple[sp.Expr, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def says(self, other: Claim) -> bool:
        """Whether another claim says the same."""
        one, two = ((c.left.expression, c.relation, c.right.expression, c.values) for c in (self, other))
        return one == two

    @property
    def latex(self) -> str:
        """What was read."""
        sign = {"≈": r"\approx", "≠": r"\ne", "<=": r"\le", ">=": r"\ge"}.get(self.relation, self.relation)
        return f"{typeset(self.left.tree)} {sign} {typeset(self.right.tree)}"


def read_claim(text: str, variable: sp.Symbol) -> Claim:
    """The claim that a sentence makes about a function of ``variable``.

    Raises:
        UnreadableError: with a sentence and the position.

    >>> found = read_claim("dL/dθ at −5 is about −2.56", sp.Symbol("theta"))
    >>> list(found.values.values()), found.relation, found.right.literal
    ([Value(order=1, place=-5)], '≈', Decimal('-2.56'))
    >>> found = read_claim("f(f(2)) - 1 <= 2f''(1/2)", sp.Symbol("x"))
    >>> found.left.expression, list(found.values.values())
    (f(f(2)) - 1, [Value(order=0, place=2), Value(order=0, place=f(2)), Value(order=2, place=1/2)])
    """
    text = _plain(text)
    read_as = _read_claim(text, variable)
    found = (*doubts(read_as.left.tree, text), *doubts(read_as.right.tree, text))

    def differs(doubt: Doubt) -> bool:
        try:
            return not read_as.says(_read_claim(edited(text, doubt.edits), variable))
        except UnreadableError:
            return False  # there is no other reading

    notes = dict.fromkeys([*read_as.notes, *(doubt.note for doubt in found if doubt.note and differs(doubt))])
    return replace(read_as, notes=tuple(notes), doubts=found)


def _plain(text: str) -> str:
    """A claim without its full stop, with ≈ for ~, and 0.333 for 0.333…"""
    text = text[: len(text.rstrip())]
    while text.endswith((".", "…")):
        text = text[:-1]
    return _GOES_ON.sub(lambda found: " " * len(found[0]), text.replace("~", "≈"))


def _read_claim(text: str, variable: sp.Symbol) -> Claim:
    if len(text) > _MAX_LENGTH:
        raise UnreadableError(f"this is {len(text)} characters long; at most {_MAX_LENGTH} are read as a claim", text)
    parser = _ClaimParser(text, variable)
    builder = _ClaimBuilder(text)
    try:
        left, relation, right = parser.claim()
        sides = [Side(tree, builder.build(tree)) for tree in (left, right)]
    except RecursionError:
        raise UnreadableError("this is nested too deep", text) from None
    if not builder.values:
        raise UnreadableError("this says nothing about the function: expected a value of it such as f(2)", text)
    return Claim(sides[0], relation, sides[1], builder.values, tuple(builder.partial), tuple(parser.notes))


def _in_small_letters(token: Token) -> Token:
    """A word of the sentence, which may begin with a capital: The slope at 3 is 6."""
    small = token.text.lower()
    return token._replace(text=small) if token.kind == "name" and len(small) > 1 and small in _WORDS else token


class _ClaimParser(Parser):
    """The grammar of expressions with values of one function, which may be called anything."""

    def __init__(self, text: str, variable: sp.Symbol) -> None:
        tokens = [_in_small_letters(token) for token in tokenize(text)]
        called = {token.text for place, token in enumerate(tokens) if _is_called(token, tokens[place + 1 :])}
        super().__init__("", _WORDS | called | {str(variable)})
        self.text, self.variable_name = text, str(variable)
        self.tokens = split_words(tokens, self.declared, text)
        self.called = called
        self.function = ""

    def claim(self) -> tuple[Node, str, Node]:
        """Both sides and what stands between them."""
        left = self.sum()
        relation = self.relation()
        right = self.sum()
        if self.token.kind in _RELATIONS or self.word_here() in _VERBS:
            raise self.error("a claim has one sign of comparison")
        if self.token.kind != "end":
            raise self.error(self.unexpected())
        for node in (*left.walk(), *right.walk()):
            if node.kind == "name":
                raise self.error(self.about(node.value), node.start)
        return left, relation, right

    def about(self, name: str) -> str:
        if name == self.variable_name:
            return f"a claim is about numbers: expected a value for {name}, as in f(2)"
        return f"nothing says what {name} is: expected values of the function such as f(2)"

    def relation(self) -> str:
        """A sign, or words for it."""
        if self.token.kind == "end":
            raise self.error("nothing is claimed here: expected a comparison such as f(2) = 4")
        found = self.take().kind if self.token.kind in _RELATIONS else _VERBS.get(self.word_here(), "")
        if found and self.word_here() in _VERBS:
            self.take()
        if self.word_here() in _NEARLY and found in ("", "=", "≈"):
            self.take()
            return "≈"
        if found == "=" and (compared := self.compared()):
            return compared
        if not found:
            raise self.error(f"expected a sign such as = or ≈ here, not {self.token.text!r}")
        return found

    def compared(self) -> str:
        """``greater than``, ``at least``, ``equal to`` behind "is"; empty where there is none of them."""
        if self.word_here() == "at" and self.ahead().text in _BOUNDED:
            self.take()
            return _BOUNDED[self.take().text]
        if self.word_here() not in _COMPARED:
            return ""
        found = _COMPARED[self.take().text]
        if self.word_here() in ("than", "to"):
            self.take()
        return found

    def word_here(self) -> str:
        return self.token.text if self.token.kind == "name" else ""

    def starts_operand(self) -> bool:
        """A word of the sentence ends a product."""
        return self.word_here() not in _BETWEEN and super().starts_operand()

    # --- values of the function ---------------------------------------------------------------------------------------

    def atom(self) -> Node:
        """An atom of the grammar, or a value of the function."""
        if self.token.kind in {"name", "∂", "frac"}:
            return self.value() or super().atom()
        return super().atom()

    def value(self) -> Node | None:
        """The function or a derivative of it at a place; ``None`` for anything else."""
        start, name = self.token, self.word_here()
        if name in _ARTICLES | _ORDERS.keys() | _NOUNS.keys():
            return self.in_words()
        if name in _WORDS:
            raise self.error(f"expected a number or a value of the function here, not {name!r}")
        if ratio := match_ratio(self.tokens, self.index):
            self.index = ratio.next_index
            return self.at_place(start, self.named(ratio.name, start), self.checked(ratio.order, ratio.variable, start))
        if self.is_differential_of_value():
            return self.ratio_of_value()
        if mark := match_mark(self.tokens, self.index, frozenset()):
            return self.marked(mark.variables, mark.next_index)
        if name and self.is_function(name):
            return self.called_value()
        return None

    def is_function(self, name: str) -> bool:
        """Whether a name here is that of the function: with a place in brackets, primes or "at" after it."""
        if name == self.variable_name or name in CONSTANTS or (name in FUNCTIONS and name not in self.called):
            return False
        if name == "sigma" and self.ahead().kind == "(":
            return False
        after = self.ahead()
        return after.kind in {"(", "'"} or after.text == "at" or name in self.called

    def called_value(self) -> Node:
        """``f(2)``, ``f'(x) at 2``, ``f'' at 2``; ``f^2(3)`` for (f(3))^2 comes here by the grammar of powers."""
        token = self.take()
        return self.application(token, token.text)

    def powered_application(self, token: Token, name: str) -> Node | None:
        if any(self.ahead(k).kind == "(" for k in (1, 2)) and self.ahead().kind in {"(", "{"}:
            raise self.error(f"it is open whether this is a derivative or a power: write {name}''(2) or ({name}(2))^2")
        return super().powered_application(token, name)

    def application(self, token: Token, name: str) -> Node:
        order = 0
        while self.token.kind == "'":
            self.take()
            order += 1
        return self.at_place(token, self.named(name, token), self.checked(order, self.variable_name, token))

    def marked(self, variables: tuple[tuple[str, int], ...], after: int) -> Node:
        """``d/dx f at 2`` and ``d/dx at 2``."""
        start = self.token
        self.index = after
        ((variable, order), *others) = variables
        if others:
            raise self.error("one variable is expected in this mark", start.start)
        order = self.checked(order, variable, start)
        name = self.function
        if self.token.kind == "name" and self.token.text != "at":
            name = self.named(self.take().text, start)
            self.at_variable()
        if self.word_here() != "at":
            raise self.error("the place is missing: expected at and a number, as in d/dx f at 2")
        return self.at_place(start, name, order)

    def is_differential_of_value(self) -> bool:
        """Whether ``dL(−5)/dθ`` begins here."""
        name = self.word_here()
        return len(name) > 1 and name.startswith("d") and self.ahead().kind == "(" and name not in FUNCTIONS

    def ratio_of_value(self) -> Node:
        start = self.take()
        place = self.bracket()
        below = self.ahead().text
        if self.token.kind != "/" or not below.startswith("d"):
            raise self.error("expected a quotient such as dL(2)/dx", start.start)
        self.take()
        token = self.take()
        variable = token.text[1:] or self.take().text
        order = self.checked(1, variable, token)
        return self.finished(start, self.named(start.text[1:], start), order, place)

    def in_words(self) -> Node:
        """``the slope at 2``, ``the second derivative of L at 2``."""
        start = self.token
        if self.word_here() in _ARTICLES:
            self.take()
        times = _ORDERS.get(self.word_here())
        if times is not None:
            self.take()
        noun = self.word_here()
        if noun not in _NOUNS:
            raise self.error("expected a word such as slope or derivative here")
        self.take()
        order = _NOUNS[noun] if times is None else times
        name = self.function
        if self.word_here() == "of":
            self.take()
            name = self.named(self.take().text, start)
            self.at_variable()
        return self.at_place(start, name, order)

    def at_place(self, start: Token, name: str, order: int) -> Node:
        """The value with its place: in brackets, or behind "at"."""
        if self.token.kind in {"(", "{"} and not self.at_variable():
            places = self.arguments()
            if len(places) != 1:
                raise self.error("one place is expected here; write a decimal with a point", places[1].start)
            return self.finished(start, name, order, places[0])
        if self.word_here() != "at":
            raise self.error("the place is missing: expected a number in brackets, or at and a number", start.start)
        self.take()
        if self.token.kind == "name" and self.ahead().kind == "=":
            letter = self.take()
            if letter.text != self.variable_name:
                raise self.error(f"the variable here is {self.variable_name}", letter.start)
            self.take()
        place = self.nested(self.term)
        if self.token.kind in {"+", "-"}:
            raise self.error("it is open whether this belongs to the place: write at (2 + 1)")
        return self.finished(start, name, order, place)

    def at_variable(self) -> bool:
        """Take ``(x)`` before "at", which names the variable only."""
        tokens = [self.ahead(k).text for k in range(4)]
        if tokens[:1] == ["("] and tokens[1] == self.variable_name and tokens[2:] == [")", "at"]:
            self.index += 3
            return True
        return False

    def finished(self, start: Token, name: str, order: int, place: Node) -> Node:
        return Node("apply", name or "f", (place,), start.start, self.tokens[self.index - 1].end, order=order)

    def named(self, name: str, token: Token) -> str:
        """The name of the function, which stays the same."""
        if self.function and name != self.function:
            raise self.error(f"{self.function} and {name} are two functions: one is given here", token.start)
        self.function = name
        return name

    def checked(self, order: int, variable: str, token: Token) -> int:
        if plain(variable) != plain(self.variable_name):
            raise self.error(f"the variable here is {self.variable_name}, not {variable}", token.start)
        if order > _MAX_ORDER:
            raise self.error(f"at most {_MAX_ORDER} derivatives are taken here", token.start)
        return order


def _is_called(token: Token, after: list[Token]) -> bool:
    """Whether a word of several letters is the name of the function: it is called, and no product of known words."""
    name = token.text
    if token.kind != "name" or len(name) < 2 or name in FUNCTIONS or name in _WORDS or name.startswith("log_"):
        return False
    if after[0].kind not in {"(", "'"} and not (name.startswith("d") and after[0].kind == "/" and len(name) > 2):
        return after[0].text == "at" and cut_word(name) is None
    pieces = cut_word(name)
    return pieces is None or pieces[-1] not in FUNCTIONS


class _ClaimBuilder(Builder):
    """Builds the sides with a symbol for each value of the function."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.values: dict[sp.Symbol, Value] = {}

    def build(self, node: Node) -> sp.Expr:
        """The expression of ``node``."""
        if node.kind != "apply":
            return super().build(node)
        place = self.build(node.arguments[0])
        symbol = sp.Symbol(f"{node.value}{chr(39) * node.order}({place})")
        self.values.setdefault(symbol, Value(node.order, place))
        return symbol
