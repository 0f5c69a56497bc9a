"""Read words: variables, constants, functions with their arguments, and what is written without signs between."""

from __future__ import annotations

from abc import abstractmethod

from gdtutor.calculus.clauses import Clauses
from gdtutor.calculus.lexer import GREEK_NAMES, Token
from gdtutor.calculus.marks import match_ratio
from gdtutor.calculus.splitting import is_differential, plain
from gdtutor.calculus.tree import Node
from gdtutor.calculus.vocabulary import (
    AMBIGUOUS_CALLS,
    CONSTANTS,
    FUNCTIONS,
    INVERSES,
    KEYWORDS,
    MANY_ARGUMENTS,
    TWO_ARGUMENTS,
    UNDEFINED_FUNCTIONS,
    is_function,
)

_POWERED = UNDEFINED_FUNCTIONS | {"sigma"}  # f^2(x) and σ^2(x)
_OPENING = {"number", "name", "(", "{", "frac", "sqrt", "∂", "cases"}
CLOSED_BY = {"(": ")", "{": "}", "|": "|"}


class Words(Clauses):
    """The part of the grammar below operators: names and what they are applied to."""

    @abstractmethod
    def signed(self) -> Node:
        """A power with its signs before it."""

    @abstractmethod
    def power(self) -> Node:
        """An atom, perhaps raised to an exponent."""

    @abstractmethod
    def exponent(self) -> Node:
        """What stands after ``^``."""

    def product(self, left: Node, right: Node, implied: bool) -> Node:
        factors = left.arguments if left.kind == "multiply" and left.implied == implied else (left,)
        return Node("multiply", "", (*factors, right), left.start, right.end, implied=implied)

    def starts_operand(self) -> bool:
        return self.token.kind in _OPENING or (self.token.kind == "|" and self.bars == 0)

    # --- words ----------------------------------------------------------------------------------------------------

    def word(self) -> Node:
        """A name: a function with its argument, a constant, a variable, or several of these run together."""
        token = self.take()
        if token.kind == "∂":
            raise self.error("a ∂ stands only in a mark such as ∂/∂x", token.start)
        name = token.text
        if plain(name) in {plain(known) for known in self.declared}:
            return self.variable(token, self.spelled(name))
        if self.is_call(name):
            return self.call(name, token)
        if name in KEYWORDS:
            return self.clause(token)
        if "d" not in self.declared and (is_differential(name) or self.is_upright_d(token)):
            shown = name if is_differential(name) else name + self.token.text
            raise self.error(f"a differential such as {shown} does not belong in a derivative", token.start)
        return self.variable(token, name)

    def is_call(self, name: str) -> bool:
        """Whether a name is a known function here."""
        return is_function(name, self.declared) or (name.startswith("log_") and name not in self.declared)

    def clause(self, token: Token) -> Node:
        if token.text == "True":
            raise self.error("a truth value is no number", token.start)
        return self.piecewise(token) if token.text == "Piecewise" else self.derivative_of(token)

    def is_upright_d(self, token: Token) -> bool:
        """``\\mathrm{d}x`` and ``dθ``: the d of a differential, whose letter is a token of its own."""
        if token.text != "d" or self.token.kind != "name":
            return False
        is_greek = self.token.start == token.end and self.token.text in GREEK_NAMES
        return self.text[token.start] == "\\" or is_greek

    def spelled(self, name: str) -> str:
        """The question's own spelling: an answer may write w1 for w_1."""
        if name in self.declared:
            return name
        return next(known for known in sorted(self.declared) if plain(known) == plain(name))

    def variable(self, token: Token, name: str) -> Node:
        if self.token.kind == "'" and name in self.quantities:
            return self.primed(token, name)
        if name in CONSTANTS and name not in self.declared:
            return Node("constant", CONSTANTS[name], (), token.start, token.end)
        if name == "I":
            raise self.error("I would be the imaginary unit: only real functions are read here", token.start)
        if self.token.kind == "^" and name in _POWERED and name not in self.declared:
            powered = self.powered_application(token, name)
            if powered is not None:
                return powered
        if self.token.text == "[" and self.token.start == token.end:
            raise self.error(f"write {name}_0 for an index, {name}*(…) for a product")
        braced = self.token.kind == "{" and self.ahead().kind == "("  # as SymPy's LaTeX has it
        if (braced or self.token.kind in {"(", "'"}) and name not in self.declared:
            if name == "sigma" and self.token.kind != "'":
                return self.sigmoid(token)
            if name in AMBIGUOUS_CALLS:
                raise self.error(f"the function {name} is not known here; write {name}*(…) for a product", token.start)
            if name in UNDEFINED_FUNCTIONS or self.token.kind == "'":
                return self.application(token, name)
            if self.applied_to_symbol():
                self.note(f"{name}( ) is read as an unknown function {name}; write {name}*( ) for a product")
                return self.application(token, name)
        if name[-1:].isdigit() and "_" not in name and name not in self.declared:
            self.note(f"{name} is read as one name; write {_as_power(name)} for a power")
        return Node("name", name, (), token.start, token.end)

    def primed(self, token: Token, name: str) -> Node:
        """``u'`` for a quantity u."""
        order = 0
        while self.token.kind == "'":
            self.take()
            order += 1
        end = self.tokens[self.index - 1].end
        quantity = Node("name", name, (), token.start, token.end)
        return Node("derivative", self.quantities[name], (quantity,), token.start, end, order=order)

    def applied_to_symbol(self) -> bool:
        """``y(x)`` is the function y at x; ``x(x + 1)`` stays a product."""
        skipped = 1 if self.token.kind == "{" else 0
        inner, after = self.ahead(skipped + 1), self.ahead(skipped + 2)
        previous = self.tokens[self.index - 1]
        return inner.kind == "name" and after.kind == ")" and inner.text != previous.text

    def powered_application(self, token: Token, name: str) -> Node | None:
        """``f^2(x)`` is (f(x))^2; without brackets after the exponent f is a number."""
        before = self.index
        self.take()
        exponent = self.exponent()
        if not (self.token.kind == "(" or (self.token.kind == "{" and self.ahead().kind == "(")):
            self.index = before
            return None
        if _is_minus_one(exponent):
            raise self.error(f"the inverse of an unknown function {name} cannot be read", token.start)
        self.note(f"{name}^2(x) is read as ({name}(x))^2")
        applied = self.sigmoid(token) if name == "sigma" else self.application(token, name)
        return Node("power", "", (applied, exponent), token.start, applied.end)

    def sigmoid(self, token: Token) -> Node:
        """``σ(z)``."""
        self.note("sigma( ) is read as the sigmoid; write sigma*( ) for a product")
        return self.call("sigmoid", token)

    def application(self, token: Token, name: str) -> Node:
        primes = 0
        while self.token.kind == "'":
            self.take()
            primes += 1
        if self.token.kind not in {"(", "{"}:
            raise self.error(f"the function {name} wants its argument in brackets: {name}(x)")
        arguments = self.arguments()
        if primes and len(arguments) > 1:
            raise self.error("a prime wants a function of one variable", token.start)
        return Node("apply", name, arguments, token.start, self.tokens[self.index - 1].end, order=primes)

    # --- functions ------------------------------------------------------------------------------------------------

    def call(self, name: str, token: Token) -> Node:
        """A known function with its argument, with or without brackets, with the power before or after it."""
        function, base = FUNCTIONS.get(name, "log"), None
        if name.startswith("log_"):
            base = self.base_of_log(name[4:], token)
        elif len(name) == 2 and function in _NAMES and self.text[token.start] != "\\":
            self.note(f"{name} is read as the {_NAMES[function]}; write a product with *")
        exponent = None
        if self.token.kind == "^":
            self.take()
            exponent = self.exponent()
        if self.token.kind in {"(", "{"}:
            several = function in MANY_ARGUMENTS or name.lower() in TWO_ARGUMENTS
            arguments = self.arguments(several)
        else:
            arguments = (self.bare_argument(name, function),)
        self.check_count(function, arguments, token)
        end = self.tokens[self.index - 1].end
        if function == "root" and len(arguments) == 1 and self.token.kind == "(":  # root(3)(x)
            self.note(f"{self.text[token.start : end]}(…) is read as a root, with the degree in the first bracket")
            arguments = (*self.arguments(), *arguments)
            end = self.tokens[self.index - 1].end
        if function == "root" and len(arguments) == 1:
            raise self.error("root wants its degree: root(x, 3)", token.start)
        if base is not None and base.kind != "constant":
            arguments = (*arguments, base)
        if name.lower() == "log" and len(arguments) == 1:
            self.note("log is read as the natural logarithm ln; write log10 or log_10 for base 10")
        if exponent is not None and _is_minus_one(exponent) and function in INVERSES:
            self.note(f"{function}^-1 is read as the inverse function")
            return Node("call", INVERSES[function], arguments, token.start, end)
        if function in {"cbrt", "root"}:
            self.note_root(arguments[1] if len(arguments) > 1 else None)
        node = Node("call", function, arguments, token.start, end)
        return node if exponent is None else Node("power", "", (node, exponent), token.start, end)

    def base_of_log(self, base: str, token: Token) -> Node:
        """The base that stands as an index; log_e is ln."""
        if base in CONSTANTS and base not in self.declared:
            return Node("constant", CONSTANTS[base], (), token.start, token.end)
        return Node("number" if base.isdigit() else "name", base, (), token.start, token.end)

    def note_root(self, degree: Node | None) -> None:
        """Roots are judged where their radicand is positive, odd ones too; only a number's odd root may be negative."""
        if degree is None or (degree.kind == "number" and degree.value[-1:] in set("13579")):
            self.note("an odd root is judged where what is under it is positive")

    def check_count(self, function: str, arguments: tuple[Node, ...], token: Token) -> None:
        two = function in TWO_ARGUMENTS and len(arguments) == 2
        allowed = function in MANY_ARGUMENTS or len(arguments) == 1 or two
        if not allowed:
            raise self.error(f"{function} takes one argument, here are {len(arguments)}", token.start)
        if two and function == "log" and all(part.kind == "number" for part in arguments):
            between = self.text[arguments[0].end : arguments[1].start]
            if between == ",":  # log(1,5)
                raise self.error("is this ',' a decimal point? write log(1.5), or log(1, 5) with a space", token.start)

    def arguments(self, several: bool = True) -> tuple[Node, ...]:
        """What stands in the brackets after a function; a ',' separates where it may take several arguments."""
        opened = self.take()
        if opened.kind == "{" and self.token.kind == "(":  # {\\left(x, y \\right)}
            found = self.arguments(several)
            self.expect("}", opened)
            return found
        bars, self.bars = self.bars, 0
        separates, self.separates = self.separates, several
        read = [self.nested(self.sum)]
        while self.token.kind == ",":
            self.take()
            read.append(self.nested(self.sum))
        self.bars, self.separates = bars, separates
        self.expect(CLOSED_BY[opened.kind], opened)
        return tuple(read)

    def bare_argument(self, name: str, function: str) -> Node:
        """``sin 2x cos x``: the argument is the run of factors up to the next function, power of e, bracket or sign."""
        if function in MANY_ARGUMENTS:
            raise self.error(f"{name} wants its arguments in brackets: {name}(x, y)")
        if self.token.kind == "-":
            return self.nested(self.signed)
        if not self.starts_operand():
            raise self.error(f"{name} wants an argument: {name}(x)")
        node = self.nested(self.power)
        while self.continues_argument(node):
            node = self.product(node, self.nested(self.power), implied=True)
        return node

    def continues_argument(self, node: Node) -> bool:
        if self.quantities and (self.ahead().kind == "'" or match_ratio(self.tokens, self.index) is not None):
            return False  # cos y y' is (cos y)·y'
        if self.token.kind in {"(", "{"}:
            return node.kind == "number"
        if self.token.kind == "name":
            is_exponential = self.token.text in {"e", "E"} and self.ahead().kind == "^" and node.kind != "number"
            return not self.is_call(self.token.text) and not is_exponential and not self.crosses_a_line()
        return self.token.kind in {"frac", "sqrt"}


_NAMES = {
    "sin": "sine", "tan": "tangent", "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent", "log10": "logarithm to base 10",
}  # fmt: skip


def _as_power(name: str) -> str:
    """``x2`` as ``x^2``."""
    head = name.rstrip("0123456789")
    return f"{head}^{name[len(head) :]}"


def _is_minus_one(node: Node) -> bool:
    return node.kind == "negative" and node.arguments[0].kind == "number" and node.arguments[0].value == "1"
