"""Read tokens as a tree, by recursive descent. Nothing of the text is ever evaluated.

Policies for what is ambiguous, each said in a note beside the reading:
``1/2x`` is read from left to right, (1/2)·x; ``log`` is the natural logarithm; ``sin x/2`` is (sin x)/2;
``e^2x`` is (e²)·x; ``sin^-1`` is the inverse function.
"""

from __future__ import annotations

from collections.abc import Callable

from gdtutor.calculus.lexer import GREEK_NAMES, Token, tokenize
from gdtutor.calculus.limits import MAX_DEPTH
from gdtutor.calculus.marks import match_mark
from gdtutor.calculus.tree import Node
from gdtutor.calculus.vocabulary import (
    AMBIGUOUS_CALLS,
    CONSTANTS,
    FUNCTIONS,
    MANY_ARGUMENTS,
    TWO_ARGUMENTS,
    UNDEFINED_FUNCTIONS,
    cut_word,
)
from gdtutor.errors import UnreadableError

_OPENING = {"number", "name", "(", "{", "frac", "sqrt", "∂"}
_CLOSED_BY = {"(": ")", "{": "}", "|": "|"}


class Parser:
    """One pass over one text. ``notes`` collects what was ambiguous and how it was read."""

    def __init__(self, text: str, declared: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.declared = declared
        self.tokens = tokenize(text)
        self.index = 0
        self.depth = 0
        self.bars = 0
        self.notes: list[str] = []

    # --- tokens ---------------------------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def expect(self, kind: str, opened: Token) -> Token:
        if self.token.kind != kind:
            raise self.error(f"a closing {kind!r} is missing for the {opened.text!r} opened before", opened.start)
        return self.take()

    def error(self, reason: str, position: int | None = None) -> UnreadableError:
        return UnreadableError(reason, self.text, self.token.start if position is None else position)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def nested(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"this is nested more than {MAX_DEPTH} deep")
        node = read()
        self.depth -= 1
        return node

    # --- sums, products, powers -----------------------------------------------------------------------------------

    def whole(self) -> Node:
        """The whole text as one expression."""
        node = self.sum()
        if self.token.kind != "end":
            raise self.error(self.unexpected())
        return node

    def unexpected(self) -> str:
        hints = {
            "=": "one expression is wanted here, without a further '='",
            ")": "this ')' closes nothing",
            "}": "this '}' closes nothing",
            ",": "a ',' stands only between the arguments of a function; write a decimal with a point",
            "!": "factorials are not part of this tutor's functions",
            "'": "a prime belongs after the name of a function, as in f'(x)",
        }
        return hints.get(self.token.kind, f"{self.token.text!r} is not expected here")

    def sum(self) -> Node:
        start = self.token.start
        terms = [self.term()]
        while self.token.kind in {"+", "-"}:
            sign = self.take()
            term = self.term()
            terms.append(term if sign.kind == "+" else Node("negative", "", (term,), sign.start, term.end))
        return terms[0] if len(terms) == 1 else Node("add", "", tuple(terms), start, terms[-1].end)

    def term(self) -> Node:
        node = self.signed()
        while True:
            if self.token.kind == "*":
                self.take()
                node = self.product(node, self.signed(), implied=False)
            elif self.token.kind == "/":
                self.take()
                right = self.signed()
                node = Node("divide", "", (node, right), node.start, right.end)
            elif self.starts_operand():
                if self.token.kind == "number" and self.tokens[self.index - 1].kind == "number":
                    raise self.error("a sign is missing between these two numbers")
                if node.kind == "divide":
                    self.note("a/b c is read from left to right, as (a/b)·c; write a/(b*c) for the other")
                node = self.product(node, self.power(), implied=True)
            else:
                return node

    def product(self, left: Node, right: Node, implied: bool) -> Node:
        factors = left.arguments if left.kind == "multiply" and left.implied == implied else (left,)
        return Node("multiply", "", (*factors, right), left.start, right.end, implied=implied)

    def starts_operand(self) -> bool:
        return self.token.kind in _OPENING or (self.token.kind == "|" and self.bars == 0)

    def signed(self) -> Node:
        if self.token.kind not in {"+", "-"}:
            return self.power()
        sign = self.take()
        node = self.nested(self.signed)
        return node if sign.kind == "+" else Node("negative", "", (node,), sign.start, node.end)

    def power(self) -> Node:
        base = self.atom()
        if self.token.kind == "'":
            raise self.error(self.unexpected())
        if self.token.kind != "^":
            return base
        self.take()
        exponent = self.exponent()
        bare = exponent.kind == "number" and self.tokens[self.index - 1].kind == "number"
        if bare and base.kind in {"number", "constant"} and self.token.kind == "name":
            self.note("a^2x is read as (a^2)·x; write a^(2x) for the other")
        return Node("power", "", (base, exponent), base.start, exponent.end)

    def exponent(self) -> Node:
        if self.token.kind in {"+", "-"}:
            sign = self.take()
            node = self.nested(self.exponent)
            return node if sign.kind == "+" else Node("negative", "", (node,), sign.start, node.end)
        return self.nested(self.power)

    # --- atoms ----------------------------------------------------------------------------------------------------

    def atom(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return Node("number", token.text, (), token.start, token.end)
        if token.kind in {"(", "{"}:
            return self.bracket()
        if token.kind == "|":
            return self.absolute()
        if token.kind == "frac":
            return self.fraction()
        if token.kind == "sqrt":
            return self.root()
        if token.kind in {"name", "∂"}:
            return self.derivative_mark() or self.word()
        if token.kind == "end":
            raise self.error("something is missing at the end" if self.index else "nothing was written")
        raise self.error(f"a number, a variable or a function is wanted here, not {token.text!r}")

    def bracket(self) -> Node:
        opened = self.take()
        bars, self.bars = self.bars, 0
        node = self.nested(self.sum)
        self.bars = bars
        self.expect(_CLOSED_BY[opened.kind], opened)
        return node

    def absolute(self) -> Node:
        opened = self.take()
        self.bars += 1
        node = self.nested(self.sum)
        self.bars -= 1
        closed = self.expect("|", opened)
        return Node("call", "abs", (node,), opened.start, closed.end)

    def fraction(self) -> Node:
        """LaTeX's two-part fraction, or a d/dx mark written so."""
        if mark := self.derivative_mark():
            return mark
        opened = self.take()
        parts = []
        for _ in range(2):
            if self.token.kind != "{":
                raise self.error("a fraction wants two groups in braces: \\frac{above}{below}", opened.start)
            parts.append(self.bracket())
        return Node("divide", "", tuple(parts), opened.start, self.tokens[self.index - 1].end)

    def root(self) -> Node:
        opened = self.take()
        if self.token.kind == "(" and opened.text.startswith("\\"):  # \sqrt[3]{x}
            degree = self.bracket()
            radicand = self.nested(self.atom)
            return Node("call", "root", (radicand, degree), opened.start, radicand.end)
        radicand = self.nested(self.atom)
        return Node("call", "sqrt", (radicand,), opened.start, radicand.end)

    # --- words ----------------------------------------------------------------------------------------------------

    def word(self) -> Node:
        """A name: a function with its argument, a constant, a variable, or several of these run together."""
        token = self.take()
        if token.kind == "∂":
            raise self.error("a ∂ stands only in a mark such as ∂/∂x", token.start)
        name = token.text
        if name in self.declared or name.replace("_", "") in {known.replace("_", "") for known in self.declared}:
            return self.variable(token, self.spelled(name))
        if FUNCTIONS.get(name) or name.startswith("log_"):
            return self.call(name, token)
        head = name.rstrip("0123456789") if "_" not in name else name.split("_")[0]
        if len(head) == 1 or head in CONSTANTS or (head in GREEK_NAMES and head != name):
            return self.variable(token, name)
        return self.run_together(token, head, name[len(head) :])

    def spelled(self, name: str) -> str:
        """The question's own spelling: an answer may write w1 for w_1."""
        if name in self.declared:
            return name
        return next(known for known in sorted(self.declared) if known.replace("_", "") == name.replace("_", ""))

    def variable(self, token: Token, name: str) -> Node:
        if name in CONSTANTS and name not in self.declared:
            return Node("constant", CONSTANTS[name], (), token.start, token.end)
        if name == "I":
            raise self.error("I would be the imaginary unit: only real functions are read here", token.start)
        if self.token.kind in {"(", "'"} and name not in self.declared:
            if name in AMBIGUOUS_CALLS:
                raise self.error(f"the function {name} is not known here; write {name}*(…) for a product", token.start)
            if name in UNDEFINED_FUNCTIONS or self.token.kind == "'" or self.applied_to_symbol():
                return self.application(token, name)
        return Node("name", name, (), token.start, token.end)

    def applied_to_symbol(self) -> bool:
        """``y(x)`` is the function y at x; ``x(x + 1)`` stays a product."""
        inner = self.ahead(1)
        previous = self.tokens[self.index - 1]
        return inner.kind == "name" and self.ahead(2).kind == ")" and inner.text != previous.text

    def application(self, token: Token, name: str) -> Node:
        primes = 0
        while self.token.kind == "'":
            self.take()
            primes += 1
        if self.token.kind != "(":
            raise self.error(f"the function {name} wants its argument in brackets: {name}(x)")
        arguments = self.arguments()
        if primes and len(arguments) > 1:
            raise self.error("a prime wants a function of one variable", token.start)
        return Node("apply", name, arguments, token.start, self.tokens[self.index - 1].end, order=primes)

    def run_together(self, token: Token, head: str, tail: str) -> Node:
        """``xsin``, ``pix``, ``sin2x``: known words and single letters without a sign between them."""
        pieces = cut_word(head, self.declared)
        calls_last = bool(pieces) and pieces is not None and pieces[-1] in FUNCTIONS
        if pieces is None or (self.token.kind == "(" and not calls_last and len(head) > 1 and head not in GREEK_NAMES):
            kind = "function" if self.token.kind == "(" else "name"
            raise self.error(f"the {kind} {head + tail!r} is not known here; write a*b for a product", token.start)
        parts = []
        at = token.start
        for piece in pieces:
            parts.append(Token("name", piece, at, at + len(piece)))
            at += len(piece)
        if tail.isdigit() and calls_last:
            parts.append(Token("number", tail, at, token.end))
        elif tail:
            parts[-1] = Token("name", parts[-1].text + tail, parts[-1].start, token.end)
        if len(parts) == 1:
            return self.variable(token, head + tail)
        self.tokens[self.index - 1 : self.index] = parts
        self.index -= 1
        node = self.power()
        while self.starts_operand() and self.token.start < token.end:
            node = self.product(node, self.power(), implied=True)
        return node

    # --- functions ------------------------------------------------------------------------------------------------

    def call(self, name: str, token: Token) -> Node:
        """A known function with its argument, with or without brackets, with the power before or after it."""
        function, base = FUNCTIONS.get(name, "log"), None
        if name.startswith("log_"):
            base = Node("number" if name[4:].isdigit() else "name", name[4:], (), token.start, token.end)
        exponent = None
        if self.token.kind == "^":
            self.take()
            exponent = self.exponent()
        arguments = self.arguments() if self.token.kind in {"(", "{"} else (self.bare_argument(name),)
        self.check_count(function, arguments, token)
        end = self.tokens[self.index - 1].end
        if base is not None:
            arguments = (*arguments, base)
        if name == "log" and len(arguments) == 1:
            self.note("log is read as the natural logarithm ln; write log10 or log_10 for base 10")
        if exponent is not None and _is_minus_one(exponent) and "a" + function in FUNCTIONS:
            self.note(f"{function}^-1 is read as the inverse function")
            return Node("call", "a" + function, arguments, token.start, end)
        node = Node("call", function, arguments, token.start, end)
        return node if exponent is None else Node("power", "", (node, exponent), token.start, end)

    def check_count(self, function: str, arguments: tuple[Node, ...], token: Token) -> None:
        allowed = function in MANY_ARGUMENTS or len(arguments) == 1 or (function in TWO_ARGUMENTS and len(arguments) == 2)
        if not allowed:
            raise self.error(f"{function} takes one argument, here are {len(arguments)}", token.start)

    def arguments(self) -> tuple[Node, ...]:
        opened = self.take()
        bars, self.bars = self.bars, 0
        found = [self.nested(self.sum)]
        while self.token.kind == ",":
            self.take()
            found.append(self.nested(self.sum))
        self.bars = bars
        self.expect(_CLOSED_BY[opened.kind], opened)
        return tuple(found)

    def bare_argument(self, name: str) -> Node:
        """``sin 2x cos x``: the argument is the run of factors up to the next function, bracket or sign."""
        if self.token.kind == "-":
            return self.nested(self.signed)
        if not self.starts_operand():
            raise self.error(f"{name} wants an argument: {name}(x)")
        node = self.nested(self.power)
        while self.continues_argument(node):
            node = self.product(node, self.nested(self.power), implied=True)
        if self.token.kind == "/":
            self.note(f"{name} x/2 is read as ({name} x)/2; write {name}(x/2) for the other")
        return node

    def continues_argument(self, node: Node) -> bool:
        if self.token.kind in {"(", "{"}:
            return node.kind == "number"
        if self.token.kind == "name":
            pieces = cut_word(self.token.text.split("_")[0].rstrip("0123456789"), self.declared)
            return bool(pieces) and not any(piece in FUNCTIONS for piece in pieces or ())
        return self.token.kind in {"frac", "sqrt"}

    # --- d/dx -----------------------------------------------------------------------------------------------------

    def derivative_mark(self) -> Node | None:
        """``d/dx …``, ``∂/∂x …``, ``d^2/dx^2 …`` or ``\\frac{d}{dx} …`` at this place, else ``None``."""
        found = match_mark(self.tokens, self.index, self.declared)
        if found is None:
            return None
        start = self.token.start
        self.index = found.next_index
        operand = self.nested(self.bracket if self.token.kind in {"(", "{"} else self.term)
        return Node("derivative", found.variable, (operand,), start, self.tokens[self.index - 1].end, order=found.order)


def _is_minus_one(node: Node) -> bool:
    return node.kind == "negative" and node.arguments[0].kind == "number" and node.arguments[0].value == "1"
