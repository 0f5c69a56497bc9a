"""The grammar: read tokens as a tree, by recursive descent. Nothing of the text is ever evaluated.

From the top: a sum of terms, a term of factors, a factor with its signs and powers, an atom. An atom is a number, a
bracket, a fraction, a root, a mark d/dx, a function given piece by piece, or a word: a function with its argument, a
constant, a variable. What could be read otherwise is the matter of ``doubts``. ``log`` is the natural logarithm and
``sin^-1`` the inverse function, both said in a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from gdtutor.calculus.language.characters import EATEN
from gdtutor.calculus.language.lexer import GREEK_NAMES, Token, eaten_command, tokenize
from gdtutor.calculus.language.limits import MAX_DEPTH
from gdtutor.calculus.language.marks import denominator, match_mark, match_ratio, right_side_start
from gdtutor.calculus.language.splitting import is_differential, plain, split_words
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.language.vocabulary import (
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
from gdtutor.errors import UnreadableError

RELATIONS = frozenset({"<", ">", "<=", ">=", "=", "≠"})
CLOSED_BY = {"(": ")", "{": "}", "|": "|"}
_OPENING = {"number", "name", "(", "{", "frac", "sqrt", "∂", "cases", "lim"}
_POWERED = UNDEFINED_FUNCTIONS | {"sigma"}  # f^2(x) and σ^2(x)
_ROOTS = {"∛": "3", "∜": "4"}
_NAMES = {
    "sin": "sine", "tan": "tangent", "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent", "log10": "logarithm to base 10",
}  # fmt: skip


class Parser:
    """One pass over one text. ``notes`` collects what was ambiguous and how it was read.

    Attributes:
        declared: names that are variables here, whatever else they could mean.
        quantities: those of them that may be differentiated as a whole (u′, du/dx), each with the variable of u′.
        primed_by: the variable that a prime on a bracket means, (x²)′; empty where it means nothing.
        functions: names that are functions of their own before a bracket, as V in V(x + h).
        bars: how many ``|`` are open at this place.
        separates: whether a ',' at this place stands between two parts, so that it is no decimal point.
    """

    def __init__(
        self,
        text: str,
        declared: frozenset[str] = frozenset(),
        quantities: Mapping[str, str] | None = None,
        primed_by: str = "",
        functions: frozenset[str] = frozenset(),
    ) -> None:
        self.text, self.primed_by, self.functions = text, primed_by, functions
        self.quantities = quantities or {}
        self.declared = declared = declared | frozenset(self.quantities)
        self.tokens = _with_increments(split_words(tokenize(text), declared, text), declared)
        self.index = 0
        self.depth = 0
        self.bars = 0
        self.separates = False
        self.notes: list[str] = []
        self.note_eaten()

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

    def note_eaten(self) -> None:
        r"""Say which backslashes Python has eaten: ``"\theta"`` in a cell is a tab and ``heta``."""
        if EATEN.keys().isdisjoint(self.text):
            return
        words = [eaten_command(self.text, place) for place, sign in enumerate(self.text) if sign in EATEN]
        for word in filter(None, words):
            self.note(f'Python has made one sign of the start of \\{word}; write r"\\{word}…" with an r')

    def crosses_a_line(self) -> bool:
        """Whether a new line begins between the token before and this one."""
        before = self.tokens[self.index - 1] if self.index else None
        return before is not None and "\n" in self.text[before.end : self.token.start]

    def nested(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"this is nested more than {MAX_DEPTH} deep")
        node = read()
        self.depth -= 1
        return node

    # --- sums, products, powers -----------------------------------------------------------------------------------

    def skip_left_side(self) -> None:
        """Go behind ``f'(x) =``, also within braces around the whole, as ``\\boxed{y = 2x}`` has them."""
        tokens = self.tokens
        while tokens[0].kind == "{" and tokens[-2].kind == "}" and _closes_last(tokens):
            tokens = [*tokens[1:-2], tokens[-1]]
        start = right_side_start(tokens)
        if start is not None:
            self.tokens, self.index = tokens, start

    def whole(self) -> Node:
        """The whole text as one expression."""
        node = self.quotient(self.sum())
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
            "newline": "one expression is wanted here; several lines are a working",
            "<": "an inequality is no answer here",
            ">": "an inequality is no answer here",
            "<=": "an inequality is no answer here",
            ">=": "an inequality is no answer here",
            "≠": "an inequality is no answer here",
            "≈": "one expression is wanted here, without a '≈'",
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
            elif self.token.kind == "∘":
                self.take()
                right = self.signed()
                node = Node("hadamard", "", (node, right), node.start, right.end)
            elif self.starts_operand():
                if self.token.kind == "number" and self.tokens[self.index - 1].kind == "number":
                    raise self.error("a sign is missing between these two numbers")
                if self.crosses_a_line():
                    raise self.error("one expression is wanted here; several lines are a working")
                node = self.product(node, self.power(), implied=True)
            else:
                return node

    def signed(self) -> Node:
        if self.token.kind not in {"+", "-"}:
            return self.power()
        sign = self.take()
        node = self.nested(self.signed)
        return node if sign.kind == "+" else Node("negative", "", (node,), sign.start, node.end)

    def power(self) -> Node:
        base = self.primed_bracket(self.atom())
        if self.token.kind != "^":
            return base
        self.take()
        exponent = self.exponent()
        return Node("power", "", (base, exponent), base.start, exponent.end)

    def primed_bracket(self, base: Node) -> Node:
        """``(x^2)'`` where it is said which variable a prime means; the base itself where there is no prime."""
        if self.token.kind != "'":
            return base
        if not self.primed_by or self.tokens[self.index - 1].kind not in {")", "}"}:
            raise self.error(self.unexpected())
        order = 0
        while self.token.kind == "'":
            end, order = self.take().end, order + 1
        return Node("derivative", self.primed_by, (base,), base.start, end, order=order)

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
            return self.number()
        if token.kind in {"(", "{"}:
            return self.derivative_mark() or self.bracket()
        if token.kind == "|":
            return self.absolute()
        if token.kind == "lim":
            return self.limit()
        if token.kind == "frac":
            return self.fraction()
        if token.kind == "sqrt":
            return self.root()
        if token.kind == "cases":
            return self.cases()
        if token.kind in {"name", "∂"}:
            return self.derivative_mark() or self.word()
        if token.kind == "end":
            raise self.error("something is missing at the end" if self.index else "nothing was written")
        raise self.error(f"a number, a variable or a function is wanted here, not {token.text!r}")

    def number(self) -> Node:
        """Digits; with a comma for a point where a ',' separates nothing."""
        token = self.take()
        above, _, below = token.text.partition("/")
        if below:  # ½ or 2½
            if int(above) > int(below):
                self.note(f"{self.text[token.start : token.end]} is read as a number and a fraction added")
            parts = [Node("number", digits, (), token.start, token.end) for digits in (above, below)]
            return Node("divide", "", tuple(parts), token.start, token.end, bracketed=True)
        decimals = self.ahead()
        is_decimal = self.token.kind == "," and decimals.kind == "number" and decimals.start - 1 == token.end
        if is_decimal and not self.separates and token.text.isdigit() and decimals.text.isdigit():
            self.take()
            digits = f"{token.text}.{self.take().text}"
            self.note(f"{digits.replace('.', ',')} is read as the decimal {digits}")
            return Node("number", digits, (), token.start, decimals.end)
        return Node("number", token.text, (), token.start, token.end)

    def bracket(self) -> Node:
        opened = self.take()
        bars, self.bars = self.bars, 0
        separates, self.separates = self.separates, False
        node = self.quotient(self.nested(self.sum))
        self.bars, self.separates = bars, separates
        self.expect(CLOSED_BY[opened.kind], opened)
        return replace(node, bracketed=True)

    def quotient(self, above: Node) -> Node:
        """``{a \\over b}``, as old TeX writes a fraction."""
        if self.token.kind != "over":
            return above
        self.take()
        below = self.nested(self.sum)
        return Node("divide", "", (above, below), above.start, below.end)

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
            parts.append(self.bracket() if self.token.kind == "{" else self.one_sign(opened))
        return Node("divide", "", tuple(parts), opened.start, self.tokens[self.index - 1].end)

    def one_sign(self, opened: Token) -> Node:
        """An argument of \\frac without braces: one digit or one letter."""
        token = self.token
        if token.kind == "number":
            return self.number()
        if token.kind != "name" or self.is_call(token.text):
            raise self.error("a fraction wants two groups in braces: \\frac{above}{below}", opened.start)
        return self.variable(self.take(), token.text)

    def root(self) -> Node:
        opened = self.take()
        if opened.text in _ROOTS:
            radicand = self.nested(self.atom)
            degree = Node("number", _ROOTS[opened.text], (), opened.start, opened.end)
            self.note_root(degree)
            return Node("call", "root", (radicand, degree), opened.start, radicand.end)
        if self.token.text == "[" and opened.text.startswith("\\"):  # \sqrt[3]{x}
            degree = self.bracket()
            radicand = self.nested(self.atom)
            self.note_root(degree)
            return Node("call", "root", (radicand, degree), opened.start, radicand.end)
        radicand = self.nested(self.atom)
        return Node("call", "sqrt", (radicand,), opened.start, radicand.end)

    # --- d/dx -----------------------------------------------------------------------------------------------------

    def derivative_mark(self) -> Node | None:
        """``d/dx …``, ``∂/∂x …``, ``d^2/dx^2 …`` or ``\\frac{d}{dx} …`` at this place, else ``None``."""
        found = match_mark(self.tokens, self.index, self.declared)
        if found is None:
            return self.ratio()
        start = self.token.start
        self.index = found.next_index
        operand = self.nested(self.power if self.token.kind in {"(", "{"} else self.term)
        end = self.tokens[self.index - 1].end
        for variable, order in reversed(found.variables):
            operand = Node("derivative", variable, (operand,), start, end, order=order)
        return operand

    def ratio(self) -> Node | None:
        """``du/dx`` for a quantity u, and ``d(u v)/dx``; else ``None``."""
        if not self.quantities:
            return None
        found, start = match_ratio(self.tokens, self.index), self.token.start
        if found is None or found.name not in self.quantities:
            return self.ratio_of_expression()
        self.index = found.next_index
        end = self.tokens[self.index - 1].end
        node = Node("name", found.name, (), start, end)
        for variable, order in reversed(found.variables):
            node = Node("derivative", variable, (node,), start, end, order=order)
        return node

    def ratio_of_expression(self) -> Node | None:
        r"""``\frac{d(x^2 y)}{dx}``, ``(d(x^2))/(dx)``: a whole expression behind the d; else ``None``."""
        before, tokens, start = self.index, self.tokens, self.token.start
        opened = self.index + (tokens[before].kind == "frac")
        if tokens[opened].kind not in CLOSED_BY or len(tokens) <= opened + 2:
            return None
        head = tokens[opened + 1]
        if head.kind != "∂" and not (head.kind == "name" and head.text.startswith("d") and "d" not in self.declared):
            return None
        if head.kind == "name" and (head.text in self.declared or not (head.text == "d" or is_differential(head.text))):
            return None
        self.index = opened + 2
        if head.kind == "name" and head.text != "d":  # df(g(x))
            self.tokens = [*tokens[: opened + 1], head._replace(text=head.text[1:]), *tokens[opened + 2 :]]
            self.index = opened + 1
        try:
            operand = self.nested(self.sum)
        except UnreadableError:
            operand = None
        kinds = [CLOSED_BY[tokens[opened].kind], *([] if opened > before else ["/"])]
        closes = operand is not None and self.token.kind == kinds[0]
        if closes and self.ahead(1).kind == "over":
            kinds = [kinds[0], "over"]
        if closes and all(self.ahead(k).kind == kind for k, kind in enumerate(kinds)):
            below = denominator(self.tokens, self.index + len(kinds))
            if below is not None:
                self.index = below.next_index
                node, end = operand, self.tokens[self.index - 1].end
                assert node is not None
                for variable, order in reversed(below.variables):
                    node = Node("derivative", variable, (node,), start, end, order=order)
                return node
        self.index, self.tokens = before, tokens
        return None

    def limit(self) -> Node:
        """``lim_{h→0} …``: of everything that follows."""
        token = self.take()
        letter, _, to = token.text.partition(",")
        negative = to.startswith("-")
        place = Node("number" if to.lstrip("-")[:1].isdigit() else "name", to.lstrip("-\\"), (), token.start, token.end)
        if place.kind == "name" and place.value in ("infty", "oo", "inf", "infinity"):
            raise self.error("limits at infinity are not followed", token.start)
        if negative:
            place = Node("negative", "", (place,), token.start, token.end)
        body = self.nested(self.sum)
        return Node("limit", letter, (body, place), token.start, body.end)

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
        if name in self.functions and self.is_applied():
            return self.application(token, name)
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
        if self.token.text == "[" and self.token.start == token.end and self.ahead(2).kind == ")":
            raise self.error(f"write {name}_0 for an index, {name}*(…) for a product")
        braced = self.token.kind == "{" and self.ahead().kind == "("  # as SymPy's LaTeX has it
        if (braced or self.token.kind in {"(", "'"}) and name not in self.declared:
            if name == "sigma" and self.token.kind != "'" and name not in self.functions:
                return self.sigmoid(token)
            if name in AMBIGUOUS_CALLS:
                raise self.error(f"the function {name} is not known here; write {name}*(…) for a product", token.start)
            if name in UNDEFINED_FUNCTIONS or name in self.functions or self.token.kind == "'":
                return self.application(token, name)
            if self.applied_to_symbol():
                self.note(f"{name}( ) is read as an unknown function {name}; write {name}*( ) for a product")
                return self.application(token, name)
        if name[-1:].isdigit() and "_" not in name and name not in self.declared:
            self.note(f"{name} is read as one name; write {_as_power(name)} for a power")
        return Node("name", name, (), token.start, token.end)

    def is_applied(self) -> bool:
        """Whether a bracket follows, perhaps behind primes."""
        place = self.index
        while self.tokens[place].kind == "'":
            place += 1
        return self.tokens[place].kind in {"(", "{"} and match_ratio(self.tokens, place + 1) is None  # r (dr/dt)

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
        is_square = self.token.text == "["
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
        has_degree = function == "root" or (function == "sqrt" and is_square)
        if has_degree and len(arguments) == 1 and self.token.kind in {"(", "{"}:  # root(3)(x), and LaTeX's sqrt[3](x)
            function, arguments = "root", self.degree_first(token, arguments[0])
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

    def degree_first(self, opened: Token, degree: Node) -> tuple[Node, Node]:
        """The arguments of a root whose degree stands in a bracket of its own."""
        typed = self.text[opened.start : self.tokens[self.index - 1].end]
        if opened.text.lower() == "sqrt" and degree.kind != "number":
            raise self.error(f"{typed}(…) can be read in two ways: write root(…, n) for a root", opened.start)
        self.note(f"{typed}(…) is read as a root, with the degree in the first bracket")
        arguments = self.arguments()
        self.check_count("sqrt", arguments, opened)
        return arguments[0], degree

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
        if self.token.kind in {"name", "frac"} and match_mark(self.tokens, self.index, self.declared) is not None:
            return False  # ln x d/dx (…) is (ln x)·d/dx (…)
        if self.token.kind == "name":
            is_exponential = self.token.text in {"e", "E"} and self.ahead().kind == "^" and node.kind != "number"
            return not self.is_call(self.token.text) and not is_exponential and not self.crosses_a_line()
        return self.token.kind in {"frac", "sqrt"}

    # --- pieces ---------------------------------------------------------------------------------------------------

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


def _with_increments(tokens: list[Token], declared: frozenset[str]) -> list[Token]:
    """Δx as one name where it is declared as one."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        name = f"{before.text}_{token.text}" if before is not None else ""
        if before is not None and before.text in ("Delta", "delta") and name in declared:
            found[-1] = Token("name", name, before.start, token.end)
        else:
            found.append(token)
    return found


def _closes_last(tokens: list[Token]) -> bool:
    """Whether the brace that opens first closes last."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.kind, 0)
        if not depth:
            return place == len(tokens) - 2
    return False


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


def _as_power(name: str) -> str:
    """``x2`` as ``x^2``."""
    head = name.rstrip("0123456789")
    return f"{head}^{name[len(head) :]}"


def _is_minus_one(node: Node) -> bool:
    return node.kind == "negative" and node.arguments[0].kind == "number" and node.arguments[0].value == "1"
