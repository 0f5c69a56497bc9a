"""Read tokens as a tree, by recursive descent. Nothing of the text is ever evaluated.

Policies for what is ambiguous, each said in a note beside the reading:
``1/2x`` is read from left to right, (1/2)·x; ``log`` is the natural logarithm; ``sin x/2`` is (sin x)/2;
``e^2x`` is (e²)·x; ``sin^-1`` is the inverse function.
"""

from __future__ import annotations

from gdtutor.calculus.marks import match_mark, match_ratio
from gdtutor.calculus.tree import Node
from gdtutor.calculus.words import CLOSED_BY, Words


class Parser(Words):
    """One pass over one text."""

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
                if node.kind == "divide":
                    self.note("a/b c is read from left to right, as (a/b)·c; write a/(b*c) for the other")
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
        bare = self.tokens[self.index - 1].kind in {"number", "name"}
        if bare and base.kind in {"number", "constant"} and self.token.kind == "name":
            self.note("a^2x is read as (a^2)·x; write a^(2x) for the other")
        if bare and self.token.kind == "/" and self.ahead().kind == "number":
            self.note("x^1/2 is read as (x^1)/2; write x^(1/2) for the other")
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
        if token.kind == "cases":
            return self.cases()
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
        self.expect(CLOSED_BY[opened.kind], opened)
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
        if opened.text == "√" and self.token.kind == "number" and self.ahead().kind == "name":
            self.note("√2x is read as (√2)·x; write √(2x) for the other")
        if self.token.kind == "(" and opened.text.startswith("\\"):  # \sqrt[3]{x}
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
