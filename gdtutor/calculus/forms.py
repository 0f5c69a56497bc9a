"""See an expression as a learner does before differentiating it: a sum, a product, a quotient, a power, f(g(x)), …"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.build import build
from gdtutor.calculus.functions import DERIVATIVES
from gdtutor.calculus.notation import Reading
from gdtutor.calculus.tree import Node
from gdtutor.errors import ArgumentError


class Kind(StrEnum):
    """The shape of an expression, which names the rule that differentiates it."""

    CONSTANT = "constant"
    VARIABLE = "variable"
    SUM = "sum"
    MULTIPLE = "constant multiple"
    PRODUCT = "product"
    QUOTIENT = "quotient"
    POWER = "power"
    EXPONENTIAL = "exponential"
    GENERAL_POWER = "general power"
    FUNCTION = "function"
    OTHER = "definition"  # max, min, Piecewise, an undefined function of one argument


@dataclass(frozen=True)
class Form:
    """An expression with its shape and the parts that its rule differentiates.

    Attributes:
        kind: the shape.
        expression: the whole.
        parts: what plays u (and v, …): terms, factors, numerator and denominator, base, exponent or inner function.
        constant: the constant factor, the exponent of a power, or the base of an exponential; else ``None``.
    """

    kind: Kind
    expression: sp.Expr
    parts: tuple[Form, ...] = ()
    constant: sp.Expr | None = None

    @property
    def is_linear(self) -> bool:
        """Whether it is the variable itself or a constant multiple of it."""
        return self.kind is Kind.VARIABLE or (self.kind is Kind.MULTIPLE and self.parts[0].kind is Kind.VARIABLE)

    @property
    def inner(self) -> Form | None:
        """The inner function of a chain: what stands inside a function, a power or an exponential."""
        chain = self.kind in (Kind.POWER, Kind.EXPONENTIAL, Kind.FUNCTION)
        return self.parts[0] if chain and self.parts[0].kind is not Kind.VARIABLE else None


def form_of(expression: sp.Expr, variable: sp.Symbol) -> Form:
    """The shape of ``expression`` as a function of ``variable``, with the shapes of its parts.

    Raises:
        ArgumentError: for a function without a rule of differentiation.

    >>> x = sp.Symbol("x")
    >>> form_of(sp.sin(x) / x, x).kind, form_of(3 / x, x).kind
    (<Kind.QUOTIENT: 'quotient'>, <Kind.MULTIPLE: 'constant multiple'>)
    """
    if expression == variable:
        return Form(Kind.VARIABLE, expression)
    if variable not in expression.free_symbols:
        return Form(Kind.CONSTANT, expression)
    if expression.is_Add:
        return _with_parts(Kind.SUM, expression, in_order(expression), variable)
    if expression.is_Mul:
        return _mul_form(expression, variable)
    if expression.is_Pow:
        return _power_form(expression, variable)
    if isinstance(expression, sp.exp):
        return Form(Kind.EXPONENTIAL, expression, (form_of(expression.args[0], variable),), sp.E)
    if type(expression) in DERIVATIVES:
        return _with_parts(Kind.FUNCTION, expression, expression.args, variable)
    if isinstance(expression, AppliedUndef | sp.Max | sp.Min | sp.Piecewise | sp.Derivative | sp.Subs):
        inner = expression.args if isinstance(expression, AppliedUndef) else ()
        return _with_parts(Kind.OTHER, expression, inner, variable)
    raise ArgumentError(f"no rule of differentiation is known here for {type(expression).__name__}")


def in_order(expression: sp.Expr) -> tuple[sp.Expr, ...]:
    """The terms or factors in the order in which they are printed."""
    if expression.is_Add:
        return tuple(expression.as_ordered_terms())
    return tuple(sp.Mul.make_args(expression)) if len(expression.args) < 2 else tuple(expression.as_ordered_factors())


def _with_parts(kind: Kind, expression: sp.Expr, parts: tuple[sp.Expr, ...], variable: sp.Symbol) -> Form:
    return Form(kind, expression, tuple(form_of(part, variable) for part in parts))


def _mul_form(expression: sp.Expr, variable: sp.Symbol) -> Form:
    constant, rest = expression.as_independent(variable, as_Add=False)
    if constant != 1:
        return Form(Kind.MULTIPLE, expression, (form_of(rest, variable),), constant)
    above, below = above_and_below(expression)
    if below == 1:
        return _with_parts(Kind.PRODUCT, expression, in_order(expression), variable)
    if above == 1:
        return Form(Kind.POWER, expression, (form_of(below, variable),), sp.Integer(-1))
    return _with_parts(Kind.QUOTIENT, expression, (above, below), variable)


def above_and_below(expression: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Numerator and denominator as they are written: only powers with a negative number go below.

    >>> x = sp.Symbol("x")
    >>> above_and_below(sp.exp(-x) / x**2)
    (exp(-x), x**2)
    """
    above: list[sp.Expr] = []
    below: list[sp.Expr] = []
    for factor in sp.Mul.make_args(expression):
        base, exponent = factor.args if factor.is_Pow else (factor, sp.Integer(1))
        negative = exponent.is_Rational and exponent < 0
        (below if negative else above).append(base**-exponent if negative else factor)
    return reduce(lambda u, v: u * v, above, sp.Integer(1)), reduce(lambda u, v: u * v, below, sp.Integer(1))


def _power_form(expression: sp.Expr, variable: sp.Symbol) -> Form:
    base, exponent = expression.args
    if variable not in exponent.free_symbols:
        return Form(Kind.POWER, expression, (form_of(base, variable),), exponent)
    if variable not in base.free_symbols:
        return Form(Kind.EXPONENTIAL, expression, (form_of(exponent, variable),), base)
    return _with_parts(Kind.GENERAL_POWER, expression, (base, exponent), variable)


def form_of_reading(reading: Reading, variable: sp.Symbol) -> Form:
    """The shape of what was read, with its products, quotients and powers as they were typed.

    SymPy turns ``(6x)^4`` into ``1296*x^4`` and reorders factors; a learner differentiates what stands there.

    >>> from gdtutor.calculus.notation import read
    >>> form_of_reading(read("(6x)^4"), sp.Symbol("x")).parts[0].expression
    6*x
    """
    return _TypedForms(variable, reading.text).form(reading.tree)


class _TypedForms:
    """Turns a tree into forms, node by node."""

    def __init__(self, variable: sp.Symbol, text: str) -> None:
        self.variable, self.text = variable, text

    def form(self, node: Node) -> Form:
        expression = build(node, self.text)
        if self.variable not in expression.free_symbols:
            return Form(Kind.CONSTANT, expression)
        reader = getattr(self, f"_{node.kind}", None)
        found = reader(node, expression) if reader else None
        return found or form_of(expression, self.variable)

    def _add(self, node: Node, expression: sp.Expr) -> Form:
        return Form(Kind.SUM, expression, tuple(map(self.form, node.arguments)))

    def _negative(self, node: Node, expression: sp.Expr) -> Form:
        return self.multiple(sp.Integer(-1), self.form(node.arguments[0]), expression)

    def _multiply(self, node: Node, expression: sp.Expr) -> Form:
        forms = [self.form(argument) for argument in node.arguments]
        constant = sp.Mul(*(form.expression for form in forms if form.kind is Kind.CONSTANT))
        moving = tuple(form for form in forms if form.kind is not Kind.CONSTANT)
        product = moving[0]
        if len(moving) > 1:
            product = Form(Kind.PRODUCT, sp.Mul(*(form.expression for form in moving)), moving)
        return self.multiple(constant, product, expression)

    def multiple(self, constant: sp.Expr, form: Form, expression: sp.Expr) -> Form:
        if constant == 1:
            return form
        if form.kind is Kind.MULTIPLE and form.constant is not None:
            return Form(Kind.MULTIPLE, expression, form.parts, constant * form.constant)
        return Form(Kind.MULTIPLE, expression, (form,), constant)

    def _divide(self, node: Node, expression: sp.Expr) -> Form:
        above, below = map(self.form, node.arguments)
        if below.kind is Kind.CONSTANT:
            return self.multiple(1 / below.expression, above, expression)
        if above.kind is Kind.CONSTANT:
            return self.multiple(above.expression, self.reciprocal(below), expression)
        return Form(Kind.QUOTIENT, expression, (above, below))

    def reciprocal(self, form: Form) -> Form:
        if form.kind is Kind.POWER and form.constant is not None:
            return Form(Kind.POWER, 1 / form.expression, form.parts, -form.constant)
        return Form(Kind.POWER, 1 / form.expression, (form,), sp.Integer(-1))

    def _power(self, node: Node, expression: sp.Expr) -> Form:
        base, exponent = map(self.form, node.arguments)
        if exponent.kind is Kind.CONSTANT:
            return Form(Kind.POWER, expression, (base,), exponent.expression)
        if base.kind is Kind.CONSTANT:
            return Form(Kind.EXPONENTIAL, expression, (exponent,), base.expression)
        return Form(Kind.GENERAL_POWER, expression, (base, exponent))

    def _call(self, node: Node, expression: sp.Expr) -> Form | None:
        inner = self.form(node.arguments[0])
        if node.value in ("sqrt", "cbrt"):
            return Form(Kind.POWER, expression, (inner,), sp.Rational(1, 2 if node.value == "sqrt" else 3))
        if node.value == "exp":
            return Form(Kind.EXPONENTIAL, expression, (inner,), sp.E)
        if node.value in ("log", "log10", "log2") and inner.kind is not Kind.CONSTANT:
            natural = Form(Kind.FUNCTION, sp.log(inner.expression), (inner,))
            return self.multiple(expression / natural.expression, natural, expression)
        if type(expression) in DERIVATIVES and expression.args == (inner.expression,):
            return Form(Kind.FUNCTION, expression, (inner,))
        return None
