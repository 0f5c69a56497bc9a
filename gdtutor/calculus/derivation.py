"""A derivation is data: a sequence of steps, each an equality that the equality engine has to prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.boundaries import cases_of
from gdtutor.calculus.branches import Branch, piecewise, rebuilt
from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.forms import Form, Kind, form_of, form_of_reading
from gdtutor.calculus.gradient import local_partials
from gdtutor.calculus.notation import Reading, as_expression, as_symbol, read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.rules import FORMULAS, RULES, outer_function
from gdtutor.calculus.verification import verify_equality
from gdtutor.errors import ArgumentError, TooLargeError

_MAX_STEPS = 400
_PUT_IN = "put in the derivatives of the parts"
_BRANCH_BY_BRANCH = "each branch by itself; none where two branches meet"


@dataclass(frozen=True)
class Step:
    """One line of a derivation: ``before = after`` by ``rule``.

    Attributes:
        rule: the name of the rule.
        before, after: both sides, with d/dx marks for what is still to be differentiated.
        why: the rule as a formula and what plays its parts.
        trivial: whether a practised reader would leave the line out.

    >>> derive("x*sin(x)", "x").steps[0].rule
    'product rule'
    """

    rule: str
    before: sp.Expr
    after: sp.Expr
    why: str
    trivial: bool = False

    def __str__(self) -> str:
        return f"{to_text(self.before)}\n    = {to_text(self.after)}    [{self.rule}: {self.why}]"

    def to_dict(self) -> dict[str, str]:
        """The step as strings, for JSON."""
        return {"rule": self.rule, "before": to_text(self.before), "after": to_text(self.after), "why": self.why}


@dataclass(frozen=True)
class Derivation:
    """A derivative with the steps that lead to it.

    Attributes:
        expression: the function that is differentiated.
        variable: with respect to which symbol.
        all_steps: every step, the trivial ones too.
        result: the derivative.
        order: the order of the derivative.

    >>> derivation = derive("x*sin(x)", "x")
    >>> derivation.result, len(derivation.steps), derivation.verify()
    (x*cos(x) + sin(x), 3, True)
    """

    expression: sp.Expr
    variable: sp.Symbol
    all_steps: tuple[Step, ...]
    result: sp.Expr
    order: int = 1

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a good lecture writes down; the trivial ones are folded."""
        return tuple(step for step in self.all_steps if not step.trivial)

    def unproved(self, seconds: float = 1.0) -> tuple[Step, ...]:
        """The steps that are not proved equal, judged by SymPy's differentiation and the equality engine.

        >>> derive("x^2", "x").unproved()
        ()
        """
        whole = Step("result", sp.Derivative(self.expression, (self.variable, self.order)), self.result, "the whole")
        lines = (*self.all_steps, whole)
        domain = self._domain()
        return tuple(s for s in lines if not verify_equality(s.before, s.after, domain, seconds, s is whole))

    def _domain(self) -> list[sp.Expr]:
        """The function, and the parts that were typed but that SymPy's arithmetic made vanish from it."""
        marks = {mark.expr for step in self.all_steps for mark in step.before.atoms(sp.Derivative)}
        return [self.expression, *sorted((part for part in marks if not self.expression.has(part)), key=str)]

    def verify(self) -> bool:
        """Whether every step and the result as a whole are proved.

        >>> derive("sin(2t)*log(t^2)", "t").verify()
        True
        """
        return not self.unproved()

    def __str__(self) -> str:
        lines = [str(step) for step in self.steps]
        return "\n".join([*lines, f"Result: {to_text(self.result)}"])

    def to_dict(self) -> dict[str, object]:
        """The derivation as strings, for JSON; ``verified`` is what ``verify()`` finds.

        >>> derive("x^2", "x").to_dict()["result"]
        '2*x'
        """
        return {
            "expression": to_text(self.expression),
            "variable": str(self.variable),
            "result": to_text(self.result),
            "verified": self.verify(),
            "steps": [step.to_dict() for step in self.steps],
        }

    def latex(self) -> str:
        """All steps as one aligned block of LaTeX, without dollar signs."""
        lines = [rf"{to_latex(step.before)} &= {to_latex(step.after)} && \text{{{step.rule}}}" for step in self.steps]
        return r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"


def derive(expression: str | Reading | sp.Expr, variable: str | sp.Symbol, order: int = 1) -> Derivation:
    """Differentiate step by step.

    Args:
        expression: a text in the tutor's notation, what was read from one, or a SymPy expression.
        variable: with respect to which variable.
        order: the order of the derivative, at least 1.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for an order below 1 or a function without a rule of differentiation.
        TooLargeError: when the derivation grows beyond what can be shown.

    Source: product and chain rule as in Hopkins, *Gradient Descent*, step 2.

    >>> print(derive("sin(2t)*log(t^2)", "t").result)
    2*log(t**2)*cos(2*t) + 2*sin(2*t)/t
    >>> derive("x^3", "x", order=2).result
    6*x
    """
    symbol = as_symbol(variable)
    reading = read(expression, (str(symbol),)) if isinstance(expression, str) else expression
    typed = isinstance(reading, Reading)
    function = reading.expression if typed else as_expression(reading)
    if isinstance(order, bool) or not isinstance(order, int) or order < 1:
        raise ArgumentError(f"order is {order!r}: a whole number of at least 1 is wanted")
    steps: list[Step] = []
    current = function
    form = form_of_reading(reading, symbol) if typed else form_of(function, symbol)
    for _ in range(order):
        current = _Steps(symbol, steps).whole(form)
        if current == 0:
            break
        form = form_of(current, symbol)
    return Derivation(function, symbol, tuple(steps), current, order)


class _Steps:
    """Writes down the steps of one differentiation, from the outside to the inside and back."""

    def __init__(self, variable: sp.Symbol, steps: list[Step]) -> None:
        self.variable = variable
        self.steps = steps
        self.known: dict[sp.Expr, sp.Expr] = {}

    def whole(self, form: Form) -> sp.Expr:
        return self.result(form, outermost=True)

    def mark(self, form: Form) -> sp.Expr:
        """The part's derivative as a mark; the trivial ones of the variable and of constants stay marks as well."""
        return sp.Derivative(_as_written(form), self.variable, evaluate=False)

    def note(self, step: Step) -> None:
        if len(self.steps) >= _MAX_STEPS:
            raise TooLargeError(f"this derivation has more than {_MAX_STEPS} steps")
        self.steps.append(step)

    def result(self, form: Form, outermost: bool = False) -> sp.Expr:
        """The derivative of a form, with the steps that lead to it written down once."""
        if form.expression in self.known:
            return self.known[form.expression]
        cases = cases_of(_as_written(form))
        if cases:
            found = self.by_cases(form, cases)
        elif form.kind is Kind.OTHER:
            found = self.by_definition(form)
        elif form.is_linear or form.kind is Kind.CONSTANT:
            found = self.linear(form, outermost)
        else:
            found = self.by_rule(form, outermost)
        self.known[form.expression] = found
        return found

    def linear(self, form: Form, outermost: bool) -> sp.Expr:
        found = _slope(form)
        rule = RULES[form.kind]
        self.note(Step(rule.name, self.mark(form), found, rule.statement, trivial=not outermost))
        return found

    def by_rule(self, form: Form, outermost: bool) -> sp.Expr:
        rule, why = _named(form)
        if _in_one_line(form):
            found = _tidied(FORMULAS[form.kind](form, _slope))
            self.note(Step(rule, self.mark(form), found, why))
            return found
        self.note(Step(rule, self.mark(form), FORMULAS[form.kind](form, self.mark_of_part), why))
        for part in form.parts:
            self.result(part)
        assembled = FORMULAS[form.kind](form, self.result)
        found = _tidied(assembled)
        if outermost and to_text(assembled) != to_text(found):
            self.note(Step("assemble", self.mark(form), assembled, _PUT_IN))
            self.note(Step("tidy", assembled, found, "multiply out signs and numbers, cancel"))
        else:
            folded = form.kind is Kind.MULTIPLE and not outermost
            self.note(Step("assemble", self.mark(form), found, _PUT_IN, trivial=folded))
        return found

    def mark_of_part(self, form: Form) -> sp.Expr:
        return self.mark(form) if form.kind is not Kind.VARIABLE else sp.Integer(1)

    def by_definition(self, form: Form) -> sp.Expr:
        """An undefined function by its primes, times the derivatives of its arguments."""
        parts = [factor * derivative(operand, self.variable) for operand, factor in local_partials(form.expression)]
        found = sp.Add(*parts)
        self.note(Step("definition", self.mark(form), found, "an undefined function"))
        return found

    def by_cases(self, form: Form, cases: Sequence[Branch]) -> sp.Expr:
        """Each branch is differentiated by itself, and its derivative stays under its condition."""
        pairs = [(form_of(branch, self.variable), condition) for branch, condition in cases]
        marked = piecewise((self.mark_of_part(part), condition) for part, condition in pairs)
        in_one_line = all(part.is_linear or part.kind is Kind.CONSTANT for part, _ in pairs)
        if not in_one_line:
            self.note(Step("definition", self.mark(form), marked, _BRANCH_BY_BRANCH))
        found = piecewise((_slope(part) if in_one_line else self.result(part), condition) for part, condition in pairs)
        rule, why = ("definition", _BRANCH_BY_BRANCH) if in_one_line else ("assemble", _PUT_IN)
        self.note(Step(rule, self.mark(form), found, why))
        return found


def _tidied(assembled: sp.Expr) -> sp.Expr:
    """SymPy's automatic arithmetic, node by node: numbers multiplied, equal factors gathered, nothing searched."""
    return rebuilt(assembled, _tidied) if assembled.args else assembled


def _as_written(form: Form) -> sp.Expr:
    """A power as it was typed: SymPy would write 1296*t^4 for (6t)^4."""
    if form.kind is Kind.POWER and form.expression.is_Mul:
        return sp.Pow(form.parts[0].expression, form.constant, evaluate=False)
    return form.expression


def _in_one_line(form: Form) -> bool:
    """A sum of multiples of the variable, or a table entry at the variable itself, needs no inner steps."""
    if form.kind is Kind.SUM:
        return all(part.is_linear or part.kind is Kind.CONSTANT for part in form.parts)
    if form.kind in (Kind.PRODUCT, Kind.QUOTIENT):
        return False
    return all(part.kind is Kind.VARIABLE for part in form.parts)


def _slope(form: Form) -> sp.Expr:
    """The derivative of a constant, the variable, or a multiple of it."""
    if form.kind is Kind.MULTIPLE and form.constant is not None:
        return form.constant
    return sp.Integer(form.kind is Kind.VARIABLE)


def _named(form: Form) -> tuple[str, str]:
    """The name of the rule for a form, and what plays its parts."""
    rule = RULES[form.kind]
    if form.inner is not None:
        inner = to_text(form.inner.expression)
        return "chain rule", f"outer function {to_text(outer_function(form))} with inner function u = {inner}"
    if form.kind is Kind.FUNCTION:
        name = type(form.expression).__name__
        return f"derivative of {name}", "from the table of derivatives"
    if form.kind in (Kind.PRODUCT, Kind.QUOTIENT, Kind.GENERAL_POWER) and len(form.parts) == 2:
        u, v = (to_text(part.expression) for part in form.parts)
        return rule.name, f"{rule.statement} with u = {u}, v = {v}"
    if form.kind is Kind.PRODUCT:
        return rule.name, "each factor in turn is differentiated, the others stay"
    return rule.name, rule.statement
