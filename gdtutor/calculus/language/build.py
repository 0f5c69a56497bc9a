"""Make a SymPy expression of a tree that was read, refusing what would grow without bound.

SymPy evaluates numbers when it asks for their signs, which takes for ever for e^(e^(e^(10))) and for sums of roots that
are zero in disguise. So every number is kept small, and every sum of numbers is shown not to be zero, before SymPy
sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction as Rational

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.evaluation import OutsideDomainError
from gdtutor.calculus.functions import BUILDERS, NAMED
from gdtutor.calculus.language.limits import MAX_EXPONENT, MAX_NUMBER_BITS
from gdtutor.calculus.language.lost_domain import under_condition
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.numbers import LARGEST_LOGARITHM, Numbers
from gdtutor.errors import UnreadableError

_CONSTANTS = {"e": sp.E, "pi": sp.pi}
_BAD = (sp.zoo, sp.nan, sp.oo, -sp.oo)
_MAX_ORDER = 12
_EASY_BITS = 32  # of a number whose factors are found at once
_MOST_ROOT_BITS = 400
_RELATIONS = {
    "<": sp.StrictLessThan,
    ">": sp.StrictGreaterThan,
    "<=": sp.LessThan,
    ">=": sp.GreaterThan,
}
# Functions with values of the size of e^(±v), and v.
_EXPONENTS = {name: record.exponent for name, record in NAMED.items() if record.exponent is not None} | {
    "logsumexp": NAMED["exp"].exponent
}


def build(node: Node, text: str) -> sp.Expr:
    """The SymPy expression of ``node``; decimals are exact.

    Raises:
        UnreadableError: for a division by zero, a number that is not real, or one that would be too large.

    >>> from gdtutor.calculus.language.grammar import Parser
    >>> build(Parser("0.1 x").whole(), "0.1 x")
    x/10
    """
    return Builder(text).build(node)


class Builder:
    """Builds the parts of one text.

    Attributes:
        partial: what was built that is not real everywhere, or divides: roots, logarithms, 1/u, …
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbers = Numbers()
        self.partial: list[sp.Expr] = []
        self.root_bits = 0

    def build(self, node: Node) -> sp.Expr:
        """The SymPy expression of ``node``."""
        made = _KINDS[node.kind](self, node)
        if made in _BAD:
            raise self.error("this has no finite value", node)
        if not made.is_Rational and _is_number(made):
            if made.has(sp.I, *_BAD):
                raise self.error("this is not a real number", node)
            self.sign_of(made, node)
        return made

    def sign_of(self, number: sp.Expr, node: Node) -> int:
        """The sign of a number, which has to be real and to be told from zero."""
        try:
            sign = self.numbers.sign(number)
        except OutsideDomainError:
            raise self.error("this is not a real number", node) from None
        if sign is None:
            raise self.error("this number is too large, or cannot be told from zero", node)
        return sign

    def error(self, reason: str, node: Node) -> UnreadableError:
        """A complaint about a part of the text."""
        return UnreadableError(reason, self.text, node.start)

    def parts(self, node: Node) -> list[sp.Expr]:
        """The expressions of the arguments."""
        return [self.build(argument) for argument in node.arguments]

    def number(self, node: Node) -> sp.Expr:
        """Digits, perhaps with a point and an exponent, as an exact fraction."""
        value = Rational(node.value)
        return sp.Rational(value.numerator, value.denominator)

    def name(self, node: Node) -> sp.Expr:
        """A variable."""
        return sp.Symbol(node.value)

    def constant(self, node: Node) -> sp.Expr:
        """e or π."""
        return _CONSTANTS[node.value]

    def add(self, node: Node) -> sp.Expr:
        """A sum."""
        total = sp.Add(*self.parts(node))
        hidden = total.is_Add and _is_number(total) and self.sign_of(total, node) == 0
        return sp.Integer(0) if hidden else total

    def multiply(self, node: Node) -> sp.Expr:
        """A product."""
        return sp.Mul(*self.parts(node))

    def hadamard(self, node: Node) -> sp.Expr:
        """A product component by component, which numbers do not have."""
        raise self.error("∘ multiplies vectors component by component; write * for a product of numbers", node)

    def divide(self, node: Node) -> sp.Expr:
        """A quotient."""
        above, below = self.parts(node)
        if below == 0:
            raise self.error("this divides by zero", node.arguments[1])
        if not below.is_Rational:
            self.partial.append(1 / below)
        return above / below

    def negative(self, node: Node) -> sp.Expr:
        """A term with a minus sign."""
        return -self.build(node.arguments[0])

    def power(self, node: Node) -> sp.Expr:
        """A power as it is written."""
        base, exponent = self.parts(node)
        return self.bounded_power(base, exponent, node)

    def bounded_power(self, base: sp.Expr, exponent: sp.Expr, node: Node) -> sp.Expr:
        """``base**exponent``, unless a number in it would become too large."""
        if base == 0:
            return self.power_of_zero(exponent, node)
        negative = _is_number(base) and self.sign_of(base, node) < 0
        if exponent.is_Rational:
            self.check_exponent(base, exponent, node)
            self.check_root(base, exponent, node)
            if negative and exponent.q % 2:
                return (-1) ** (exponent.p % 2) * (-base) ** exponent  # the real root, as in school
        elif _is_number(exponent) and _is_number(base):
            self.check_size(base, exponent, node)
        if negative and not exponent.is_Integer and _is_number(exponent):
            raise self.error("this is not a real number", node)
        made = base**exponent
        self.check_exponents(made, node)
        if not (exponent.is_Integer and exponent >= 0) and base is not sp.E and not base.is_Rational:
            self.partial.append(made)
        return made

    def power_of_zero(self, exponent: sp.Expr, node: Node) -> sp.Expr:
        """0**exponent: 1 for 0**0, as a polynomial wants it, and 0 for a positive number."""
        if not _is_number(exponent):
            raise self.error("a power of zero wants a number as its exponent", node)
        if self.sign_of(exponent, node) < 0:
            raise self.error("this divides by zero", node)
        return sp.Integer(int(exponent == 0))

    def check_exponent(self, base: sp.Expr, exponent: sp.Rational, node: Node) -> None:
        """Refuse an exponent that is large, or makes a large number."""
        if abs(exponent) > MAX_EXPONENT or exponent.q > MAX_EXPONENT:
            raise self.error(f"this exponent is beyond {MAX_EXPONENT}", node.arguments[-1])
        if _bits(base) * abs(exponent) > MAX_NUMBER_BITS:
            raise self.error("this number would be too large to write down", node)
        if not base.is_Rational and _is_number(base):
            self.check_size(base, exponent, node)

    def check_root(self, base: sp.Expr, exponent: sp.Rational, node: Node) -> None:
        """Refuse many roots of large numbers: SymPy looks for factors in each."""
        if base.is_Rational and not exponent.is_Integer:
            self.root_bits += max(0, max(abs(base.p), base.q).bit_length() - _EASY_BITS)
            if self.root_bits > _MOST_ROOT_BITS:
                raise self.error("these are too many roots of large numbers", node)

    def check_exponents(self, made: sp.Expr, node: Node) -> None:
        """Refuse what nested powers multiply up to."""
        for factor in sp.Mul.make_args(made):
            exponent = factor.as_base_exp()[1]
            if exponent.is_Rational and (abs(exponent) > MAX_EXPONENT or exponent.q > MAX_EXPONENT):
                raise self.error(f"this makes an exponent beyond {MAX_EXPONENT}", node)

    def check_size(self, base: sp.Expr, exponent: sp.Expr, node: Node) -> None:
        """Refuse ``base**exponent`` where it has too many digits."""
        logarithm, times = self.numbers.logarithm(base), self.numbers.size(exponent)
        if logarithm is None or times is None or abs(logarithm * times) > LARGEST_LOGARITHM:
            raise self.error("this number would be too large to write down", node)

    def call(self, node: Node) -> sp.Expr:
        """A known function."""
        parts = self.parts(node)
        if node.value == "root":
            degree = parts[1] if len(parts) == 2 else sp.Integer(2)
            if degree == 0:
                raise self.error("a root of degree zero has no meaning", node)
            return self.bounded_power(parts[0], 1 / degree, node)
        if node.value == "log" and len(parts) == 2 and parts[1] in (0, 1):
            raise self.error("a logarithm wants a base other than 0 and 1", node)
        exponent = _EXPONENTS.get(node.value)
        if exponent is not None:
            for part in parts:
                if _is_number(part):
                    self.check_size(sp.E, exponent(part), node)
        made = BUILDERS[node.value](*parts)
        self.partial.append(made)
        return made

    def apply(self, node: Node) -> sp.Expr:
        """An undefined function, or a derivative of one."""
        function = sp.Function(node.value)
        parts = self.parts(node)
        if not node.order:
            return function(*parts)
        if node.order > _MAX_ORDER:
            raise self.error(f"more than {_MAX_ORDER} primes cannot be read", node)
        if parts[0].is_Symbol:
            return sp.Derivative(function(parts[0]), (parts[0], node.order))
        dummy = sp.Symbol("_xi")
        return sp.Subs(sp.Derivative(function(dummy), (dummy, node.order)), dummy, parts[0])

    def piecewise(self, node: Node) -> sp.Expr:
        """A function given piece by piece; nothing is decided about its conditions but those of numbers.

        What a branch needs to be real it needs where it counts, and nowhere else.
        """
        pairs: list[tuple[sp.Expr, sp.Basic]] = []
        for value, given in _pairs(node):
            condition = self.condition(given)
            outside, self.partial = self.partial, []
            branch = self.build(value)
            if condition is sp.false or (pairs and pairs[-1][1] is sp.true):  # it never counts
                self.partial = outside
                continue
            before = [other for _, other in pairs] if self.partial else []
            self.partial = outside + [under_condition(part, condition, before) for part in self.partial]
            pairs.append((branch, condition))
        if not pairs:
            raise self.error("none of these conditions ever holds", node)
        return pairs[0][0] if pairs[0][1] is sp.true else sp.Piecewise(*pairs, evaluate=False)

    def condition(self, node: Node) -> sp.Basic:
        """An inequality, or several that all have to hold."""
        if node.kind == "otherwise":
            return sp.true
        if node.kind == "all":
            parts = {self.condition(part): None for part in node.arguments}
            if sp.false in parts:
                return sp.false
            return sp.And(*(part for part in parts if part is not sp.true), evaluate=False)
        left, right = self.parts(node)
        relation = _RELATIONS[node.value]
        if _is_number(left) and _is_number(right):
            return sp.sympify(relation(self.sign_of(left - right, node), 0))
        return relation(left, right, evaluate=False)

    def limit(self, node: Node) -> sp.Expr:
        """A limit, which is not computed here."""
        body, to = self.parts(node)
        return sp.Limit(body, sp.Symbol(node.value), to, "+-")

    def derivative(self, node: Node) -> sp.Expr:
        """A d/dx mark."""
        if not 1 <= node.order <= _MAX_ORDER:
            raise self.error(f"an order from 1 to {_MAX_ORDER} is wanted here", node)
        inner, by = self.build(node.arguments[0]), sp.Symbol(node.value)
        if isinstance(inner, sp.Derivative) and by not in inner.variables and node.arguments[0].start != node.start:
            inner = sp.Mul(1, inner, evaluate=False)  # d/dt (dy/dx): SymPy would change the order
        return sp.Derivative(inner, (by, node.order))


def _is_number(made: sp.Expr) -> bool:
    return not made.free_symbols and not made.has(AppliedUndef, sp.Derivative, sp.Limit)


def _pairs(node: Node) -> Iterator[tuple[Node, Node]]:
    yield from zip(node.arguments[::2], node.arguments[1::2], strict=True)


def _bits(base: sp.Expr) -> int:
    coefficient = base.as_coeff_Mul()[0]
    if not coefficient.is_Rational:
        return 0
    return int(max(abs(coefficient.p), coefficient.q).bit_length()) if abs(coefficient) != 1 else 0


_KINDS = {
    "number": Builder.number,
    "name": Builder.name,
    "constant": Builder.constant,
    "add": Builder.add,
    "multiply": Builder.multiply,
    "hadamard": Builder.hadamard,
    "divide": Builder.divide,
    "negative": Builder.negative,
    "power": Builder.power,
    "call": Builder.call,
    "apply": Builder.apply,
    "derivative": Builder.derivative,
    "limit": Builder.limit,
    "piecewise": Builder.piecewise,
}
