"""Read tokens as a tree, by recursive descent. Nothing of the text is ever evaluated.

What could be read otherwise is the matter of ``doubts``. ``log`` is the natural logarithm and ``sin^-1`` the inverse
function, both said in a note.
"""

from __future__ import annotations

from dataclasses import replace

from gdtutor.calculus.lexer import Token
from gdtutor.calculus.marks import match_mark, match_ratio, right_side_start
from gdtutor.calculus.tree import Node
from gdtutor.calculus.words import CLOSED_BY, Words

_ROOTS = {"∛": "3", "∜": "4"}


def _closes_last(tokens: list[Token]) -> bool:
    """Whether the brace that opens first closes last."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.kind, 0)
        if not depth:
            return place == len(tokens) - 2
    return False


class Parser(Words):
    """One pass over one text."""

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
            "!=": "an inequality is no answer here",
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
            return self.bracket()
        if token.kind == "|":
            return self.absolute()
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
            if token.end - token.start > 1:
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
        """``du/dx`` for a quantity u, else ``None``."""
        found = match_ratio(self.tokens, self.index) if self.quantities else None
        if found is None or found.name not in self.quantities:
            return None
        start = self.token.start
        self.index = found.next_index
        end = self.tokens[self.index - 1].end
        quantity = Node("name", found.name, (), start, end)
        return Node("derivative", found.variable, (quantity,), start, end, order=found.order)
