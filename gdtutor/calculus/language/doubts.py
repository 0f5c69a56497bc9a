"""Where a text could be read otherwise: joints whose binding is a convention that not everybody keeps.

The policy, in the order of the table of joints below; what is *noted* is said beside the reading wherever the other
reading has another value, the rest is common enough to be read silently. In both cases an answer that is right in the
other reading is never called wrong: the tutor asks which one is meant.

========================  ==============================  ===========================  =========
written                   read as                         the other reading            noted
========================  ==============================  ===========================  =========
``1/2x``, ``1/2 (x+1)``   (1/2)x, left to right           1/(2x)                       yes
``1/2*x``                 (1/2)*x                         1/(2*x)                      no
``e^2x``, ``2^nx``        (e^2)x, a bare exponent is one  e^(2x)                       yes
``e^x (x+1)``             (e^x)(x+1)                      --                           no
``x^1/2``, ``x^-2/3``     (x^1)/2                         x^(1/2)                      yes
``x^2/3``, ``e^-x^2/2``   (x^2)/3                         x^(2/3)                      no
``cos 2*x``, ``ln x/2``   (cos 2)*x, a sign ends it       cos(2*x)                     yes
``sin x (x+1)``           (sin x)(x+1), so does a bracket sin(x(x+1))                  yes
``sin x e^x``             (sin x)e^x, as e^x is a function sin(x e^x)                  no
``ln x y``                ln(x y), a space does not       (ln x) y                     yes
``sin x^2``               sin(x^2)                        (sin x)^2                    no
``sqrt2x``, ``√2x``       sqrt(2x), but (√2)x             sqrt(2)x, √(2x)              yes
``√x²``                   (√x)²                           √(x²)                        yes
``2\\frac{1}{2}``          2·(1/2)                         2+1/2                        yes
``x^23`` within LaTeX     x^{23}                          x^{2}3, as TeX sets it       yes
``2e3``                   2·10^3                          2·e^(3)                      yes
``log2x``                 log_2(x), but log3x = log(3x)   log(2x)                      yes
``sin2x``, ``(x+1)2``     sin(2x), (x+1)·2                sin^2x, (x+1)^2              no
``a/b+c``, ``a+b/c``      (a/b)+c                         a/(b+c), (a+b)/c             no
``√1-x``, ``x^n-1``       (√1)-x, (x^n)-1                 √(1-x), x^(n-1)              no
``2x*x+1``                (2x*x)+1                        2x*(x+1)                     no
========================  ==============================  ===========================  =========
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from gdtutor.calculus.language.tree import Node

Edit = tuple[int, str]  # what is put in, and where
_MOST = 16  # doubts of one text: those of a hostile text would be many
_LONGEST = 48  # characters of the learner's text in a sentence
_OPENS, _CLOSES = "([{", ")]}"
_LOGARITHM = re.compile(r"\\?[Ll]og(\d+)(?=[a-zA-Z])")
_ROOTS = ("sqrt", "cbrt", "√", "∛", "∜")


@dataclass(frozen=True)
class Doubt:
    """A place of a text that could be read otherwise.

    Attributes:
        kind: which joint it is; several of one kind are likely meant alike.
        note: a sentence with both readings; empty where the reading is the usual one.
        edits: the brackets that make the other reading plain, as (place, what to put in).
    """

    kind: str
    note: str
    edits: tuple[Edit, ...]


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with signs put in; what closes stands before what opens at the same place.

    >>> edited("e^2x", ((2, "("), (4, ")")))
    'e^(2x)'
    """
    pieces, last = [], 0
    for place, sign in sorted(edits, key=lambda edit: (edit[0], edit[1] not in _CLOSES)):
        pieces += [text[last:place], sign]
        last = place
    return "".join([*pieces, text[last:]])


def doubts(tree: Node, text: str) -> tuple[Doubt, ...]:
    """The places of a text that could be read otherwise, from left to right.

    >>> from gdtutor.calculus.language.grammar import Parser
    >>> [doubt.note for doubt in doubts(Parser("cos 2*x").whole(), "cos 2*x")]
    ['cos 2*x is read as (cos 2)*x; write cos (2*x) for the other']
    """
    return tuple(islice(_Joints(text).all(tree), _MOST))


class _Joints:
    """The joints of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def all(self, tree: Node) -> Iterator[Doubt]:
        for node in tree.walk():
            if node.kind == "multiply":
                yield from self.product(node)
            elif node.kind == "divide" and self.has_slash(node):
                yield from self.quotient(node)
            elif node.kind == "call":
                yield from self.bare_call(node)
            elif node.kind == "add":
                yield from self.sum(node)
            elif node.kind == "power":
                yield from self.digits(node)
                yield from self.raised_root(node)
            elif node.kind == "number":
                yield from self.scientific(node)

    # --- what the text has at a place -----------------------------------------------------------------------------

    def span(self, node: Node) -> tuple[int, int]:
        """Where a part begins and ends, with the brackets that belong to it."""
        start, end = self.balanced(node.start, node.end)
        if not node.bracketed or self.has_own_brackets(node):
            return start, end
        return self.widened(start, end)

    def balanced(self, start: int, end: int) -> tuple[int, int]:
        """A stretch with the brackets that are open in it closed, and those closed in it opened."""
        depth = lowest = 0
        for sign in self.text[start:end]:
            depth += (sign in _OPENS) - (sign in _CLOSES)
            lowest = min(lowest, depth)
        for _ in range(depth - lowest):
            end = self.after_closing(end)
        for _ in range(-lowest):
            start = self.before_opening(start)
        return start, end

    def widened(self, start: int, end: int) -> tuple[int, int]:
        return self.before_opening(start), self.after_closing(end)

    def after_closing(self, end: int) -> int:
        while end < len(self.text) and self.text[end] not in _CLOSES:
            end += 1
        return min(end + 1, len(self.text))

    def before_opening(self, start: int) -> int:
        while start > 0 and self.text[start - 1] not in _OPENS:
            start -= 1
        start = max(0, start - 1)
        return start - 5 if self.text[:start].endswith("\\left") else start

    def has_own_brackets(self, node: Node) -> bool:
        """½ stands for itself."""
        return node.kind == "divide" and len(node.arguments) == 2 and node.arguments[0].end == node.end

    def has_slash(self, node: Node) -> bool:
        """Whether a quotient was written with a ``/``, so that it does not show how far it reaches."""
        if node.kind != "divide" or self.has_own_brackets(node):
            return False
        between = self.text[node.arguments[0].end : node.arguments[1].start]
        return any(sign in between for sign in "/÷∕⁄:") or "\\div" in between

    def is_bare(self, call: Node) -> bool:
        """Whether a function has its argument without brackets."""
        if call.kind != "call" or call.value == "abs" or not call.arguments:
            return False
        before = self.text[call.start : call.arguments[0].start].rstrip()
        return bool(before) and before[-1] not in "([{|"

    def bare_exponent(self, power: Node) -> Node | None:
        """An exponent without brackets, such as the 2 of ``e^2``; ``None`` where there is none."""
        if power.kind != "power" or power.bracketed:
            return None
        exponent = power.arguments[1]
        between = self.text[power.arguments[0].end : exponent.start].strip(" )]}")
        inner = exponent.arguments[0] if exponent.kind == "negative" else exponent
        return None if between not in {"^", "**", "ˆ"} or exponent.bracketed or inner.bracketed else exponent

    def last(self, node: Node) -> Node:
        """The factor that a part ends with."""
        while not node.bracketed:
            if node.kind == "multiply" or (node.kind == "divide" and self.has_slash(node)):
                node = node.arguments[-1]
            elif node.kind == "negative":
                node = node.arguments[0]
            elif node.kind == "power" and self.is_bare(node.arguments[0]) and node.end == node.arguments[0].end:
                node = node.arguments[0]  # sin^2 x
            else:
                break
        return node

    def touch(self, one: Node, other: Node) -> bool:
        """Whether nothing, not even a space, stands between two parts."""
        return self.span(one)[1] == self.span(other)[0]

    def doubt(
        self, kind: str, over: tuple[int, int], read: tuple[Edit, ...], other: tuple[Edit, ...], noted: bool
    ) -> Doubt:
        """A doubt about a stretch of the text, with the brackets of this reading and of the other one."""
        if not noted:
            return Doubt(kind, "", other)
        start, end = over
        stretch = self.text[start:end]

        def shown(edits: tuple[Edit, ...]) -> str:
            made = " ".join(edited(stretch, tuple((place - start, sign) for place, sign in edits)).split())
            return made if len(made) <= _LONGEST else made[: _LONGEST - 1] + "…"

        return Doubt(kind, f"{shown(())} is read as {shown(read)}; write {shown(other)} for the other", other)

    # --- joints ---------------------------------------------------------------------------------------------------

    def product(self, node: Node) -> Iterator[Doubt]:
        first = node.arguments[0]
        while first.kind == "multiply" and not first.bracketed:
            first = first.arguments[0]
        if self.has_slash(first) and not first.bracketed:
            below = self.span(first.arguments[1])
            start, end = self.span(first)[0], self.span(node.arguments[-1])[1]
            as_read, otherwise = _brackets(start, below[1]), _brackets(below[0], end)
            yield self.doubt("quotient", (start, end), as_read, otherwise, node.implied)
        for left, right in pairwise(node.arguments):
            last = self.last(left)
            if node.implied and right.kind == "number" and self.text[self.span(last)[1] - 1] in _CLOSES:
                yield self.raised(right)
            yield from self.after_exponent(node, last, right)
            if self.is_bare(last) and not last.bracketed:
                yield from self.after_argument(node, last, right)
            if node.implied and left.kind == "number" and right.kind == "divide" and not self.has_slash(right):
                yield from self.mixed(left, right)

    def raised(self, number: Node) -> Doubt:
        """``(x+1)2`` and ``sin2x``, as a text that was copied without its raised signs has them."""
        return Doubt("raised", "", ((number.start, "^"),))

    def after_exponent(self, node: Node, last: Node, right: Node) -> Iterator[Doubt]:
        """``e^2x`` and ``e^-2t(1-2t)``."""
        exponent = self.bare_exponent(last)
        if exponent is None or last.arguments[0].kind not in {"number", "constant"}:
            return
        inner = exponent.arguments[0] if exponent.kind == "negative" else exponent
        plain = inner.kind in {"number", "name"} and _is_letter(right)
        noted = node.implied and plain and (inner.kind == "number" or self.touch(last, right))
        if not (plain or (inner.kind == "number" and right.bracketed)):
            return
        start, end = self.span(last)[0], self.span(right)[1]
        other = _brackets(exponent.start, end)
        yield self.doubt("exponent", (start, end), _brackets(start, exponent.end), other, noted)

    def after_argument(self, node: Node, call: Node, right: Node) -> Iterator[Doubt]:
        """``cos 2*x``, ``√2x``, ``sin x (x+1)``; a function behind it begins a factor of its own."""
        first = right
        while first.kind == "multiply" and not first.bracketed:
            first = first.arguments[0]
        is_root = self.text[call.start] in "√∛∜"
        if is_root and not (node.implied and _is_letter(right)):
            return
        ends = first.bracketed and not node.implied
        if ends or _is_function(first):
            return
        start, end = call.start, self.span(first)[1]
        argument = call.arguments[0]
        read = _brackets(start, self.span(argument)[1])
        # sin x e^x and ln x d/dx (x^2)
        clear = first.kind == "derivative" or (first.kind == "power" and first.arguments[0].kind == "constant")
        clear |= is_root and not self.touch(call, right)
        noted = not clear and not self.text.startswith("\\sqrt", start)  # TeX says where \\sqrt2 x ends
        yield self.doubt("argument", (start, end), read, _brackets(argument.start, end), noted)

    def mixed(self, number: Node, fraction: Node) -> Iterator[Doubt]:
        """``2\\frac{1}{2}``: a product as everywhere else, or a mixed number."""
        above, below = fraction.arguments
        if not (number.value.isdigit() and above.value.isdigit() and below.value.isdigit()):
            return
        if above.kind == below.kind == "number" and int(above.value) < int(below.value):
            start, (middle, end) = number.start, self.fraction_span(fraction)
            other = ((start, "("), (middle, "+"), (end, ")"))
            yield self.doubt("mixed", (start, end), ((middle, "*"),), other, True)

    def fraction_span(self, fraction: Node) -> tuple[int, int]:
        return fraction.start, max(fraction.end, self.balanced(fraction.start, fraction.end)[1])

    def quotient(self, node: Node) -> Iterator[Doubt]:
        """``sin x/2`` and ``x^1/2``."""
        left, right = node.arguments
        last = self.last(left)
        end = self.span(right)[1]
        start = self.span(last)[0]
        is_word = self.is_bare(last) and not last.bracketed and self.text[last.start] not in "√∛∜"
        if is_word and not _is_function(right):
            argument = last.arguments[0]
            read, other = _brackets(start, self.span(argument)[1]), _brackets(argument.start, end)
            yield self.doubt("argument", (start, end), read, other, not right.bracketed)
        exponent = self.bare_exponent(last)
        if exponent is not None:
            unusual = right.kind == "number" and (exponent.value == "1" or _is_negative_number(exponent))
            read, other = _brackets(start, exponent.end), _brackets(exponent.start, end)
            yield self.doubt("exponent", (start, end), read, other, unusual)

    def bare_call(self, call: Node) -> Iterator[Doubt]:
        """``ln x y``, ``sqrt2x`` and ``sin x^2``."""
        if not self.is_bare(call):
            return
        argument = call.arguments[0]
        start = call.start
        factors = argument.arguments if argument.kind == "multiply" else (argument,)
        if len(factors) > 1 and factors[0].kind == "number" and self.text[factors[0].start - 1].isalpha():
            yield self.raised(factors[0])
        end = self.span(argument)[1]
        is_root = self.text.startswith(_ROOTS, start)
        for place, (left, right) in enumerate(pairwise(factors)):
            begun = any(part.kind not in {"number", "constant"} for part in factors[: place + 1])
            apart = not self.touch(left, right) or right.kind in {"divide", "call"}
            noted = (begun and apart) or (is_root and not begun)
            if noted or apart or not begun:  # ln 10 x
                read = _brackets(argument.start, end)
                yield self.doubt("factor", (start, end), read, _brackets(start, self.span(left)[1]), noted)
        base = _LOGARITHM.match(self.text, start)
        if base and base.end() == argument.start:  # log2x, written together
            read, other = ((base.start(1), "_"),), _brackets(base.start(1), end)
            yield self.doubt("base", (start, end), read, other, True)
        power = factors[-1]
        if power.kind == "power" and power.arguments[0].kind == "name" and not power.bracketed:
            yield self.doubt("power", (start, end), (), _brackets(start, power.arguments[0].end), False)

    def sum(self, node: Node) -> Iterator[Doubt]:
        """``a/b+c`` and ``a+b/c``: the brackets that a printed fraction does not need."""
        terms = node.arguments
        start, end = self.span(terms[0])[0], self.span(terms[-1])[1]
        for place, term in enumerate(terms):
            inner = term.arguments[0] if term.kind == "negative" and not term.bracketed else term
            if place < len(terms) - 1:
                yield from self.reach(inner, self.span(terms[place + 1])[1])
                if inner.kind == "multiply" and not inner.bracketed:
                    factor = self.span(inner.arguments[-1])[0]
                    for stop in sorted({self.span(terms[place + 1])[1], end}):
                        yield self.doubt("summand", (start, end), (), _brackets(factor, stop), False)
            if not self.has_slash(inner) or inner.bracketed:
                continue
            above, below = (self.span(part) for part in inner.arguments)
            if place < len(terms) - 1:
                yield self.doubt("below", (start, end), (), _brackets(below[0], end), False)
            if place:
                yield self.doubt("above", (start, end), (), _brackets(start, above[1]), False)

    def reach(self, term: Node, end: int) -> Iterator[Doubt]:
        """``√1-x^2``, ``ln x+1`` and ``x^n-1``: a function or an exponent that is meant to reach over the sign."""
        last = self.last(term)
        exponent = self.bare_exponent(last)
        root = last.arguments[0] if last.kind == "power" and not last.bracketed else last  # √x²+1
        if self.is_bare(root) and not root.bracketed:
            exponent = root.arguments[0]
        if exponent is not None:
            yield self.doubt("reach", (last.start, end), (), _brackets(self.span(exponent)[0], end), False)

    def raised_root(self, node: Node) -> Iterator[Doubt]:
        """``√x²``, where the root ends before the power."""
        root = node.arguments[0]
        if (
            self.is_bare(root)
            and not root.bracketed
            and self.text[root.start] in "√∛∜"
            and root.end <= root.arguments[0].end
        ):
            start, end, argument = root.start, self.span(node)[1], root.arguments[0]
            read, other = _brackets(start, self.span(argument)[1]), _brackets(argument.start, end)
            yield self.doubt("root", (start, end), read, other, True)

    def digits(self, node: Node) -> Iterator[Doubt]:
        """``x^23`` among LaTeX commands: TeX raises the first digit only."""
        exponent = self.bare_exponent(node)
        if exponent is not None and exponent.kind == "number" and "\\" in self.text and exponent.value[1:].isdigit():
            start, end = exponent.start, exponent.end
            read, other = ((start, "{"), (end, "}")), ((start, "{"), (start + 1, "}"))
            yield self.doubt("digits", (self.span(node)[0], end), read, other, True)

    def scientific(self, node: Node) -> Iterator[Doubt]:
        """``2e3``: a number of a calculator, or an exponential whose ``^`` was lost."""
        mantissa, e, _ = node.value.partition("e")
        if not e:
            return
        place, end = node.start + len(mantissa) + 1, node.end
        while end < len(self.text) and self.text[end].isalpha():
            end += 1
        written, behind = self.text[node.start : end], self.text[node.end : end]
        if mantissa == "1" and not behind:
            return  # 1e-9: nobody writes 1 times e
        read = f"{mantissa}*10^{self.text[place : node.end]}" + (f"·{behind}" if behind else "")
        other = f"{mantissa}*e^({self.text[place:end]})"
        note = f"{written} is read as {read}; write {other} for the other"
        yield Doubt("scientific", note, ((place, "^("), (end, ")")))


def _brackets(start: int, end: int) -> tuple[Edit, ...]:
    return (start, "("), (end, ")")


def _is_function(node: Node) -> bool:
    """A function, perhaps with a power."""
    return node.kind == "call" or (node.kind == "power" and node.arguments[0].kind == "call")


def _is_letter(node: Node) -> bool:
    """A letter, perhaps with a power."""
    return not node.bracketed and (
        node.kind in {"name", "constant"}
        or (node.kind == "power" and node.arguments[0].kind == "name" and not node.arguments[0].bracketed)
    )


def _is_negative_number(node: Node) -> bool:
    return node.kind == "negative" and node.arguments[0].kind == "number"
