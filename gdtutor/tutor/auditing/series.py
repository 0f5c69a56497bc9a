"""Claims about sequences: the terms of a Taylor series, and update rules carried out step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.carry_out import carry_out, derivative
from gdtutor.calculus.certified import sign
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.notation import as_expression, as_symbol, read
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.taylor.model import taylor
from gdtutor.calculus.variables import as_symbols
from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.statement import box_of, of_comparison, real_within
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis

_MAX_ORDER = 20
_MAX_STEPS = 8


@dataclass(frozen=True)
class TaylorStatement:
    """The Taylor polynomial of a function, or one of its terms, is what the claim says.

    Attributes:
        function, variables: what is developed; ``f(x, y)`` stands for any function.
        at: the point, one value a variable.
        order: of the polynomial, or of the term.
        term: the term of this order; or
        polynomial: the whole polynomial.

    >>> TaylorStatement("sin(x)", "x", ["pi/4"], 2, term="(x - pi/4)^2/(2sqrt(2))").judge(1.0).mistake
    'overall_sign'
    """

    function: str
    variables: str
    at: Sequence[str]
    order: int
    term: str = ""
    polynomial: str = ""

    def judge(self, seconds: float) -> Check:
        """See ``gdtutor.taylor``, whose derivatives are proved one from the other."""
        if not 0 <= self.order <= _MAX_ORDER or bool(self.term) == bool(self.polynomial):
            raise ArgumentError(f"order is {self.order}: up to {_MAX_ORDER}, with a term or a polynomial, is wanted")
        symbols = as_symbols(self.variables)
        model = taylor(self.function, self.at, self.order, symbols)
        exact = model.polynomial
        if self.term:
            exact = sp.Add(*(t.coefficient * model.power(t.orders) for t in model.terms if sum(t.orders) == self.order))
        given = carry_out(read(self.term or self.polynomial, map(str, symbols)).expression)
        found = equal(exact, given, (), seconds)
        what = "the term is" if self.term else "the polynomial is"
        return of_comparison(found, "the claim", what, sign_lost(exact, given) if found.refuted else ())

    def latex(self) -> str:
        names = list(map(str, as_symbols(self.variables)))
        shown = read(self.function, names).latex
        if self.polynomial:
            return rf"{shown} \approx {read(self.polynomial, names).latex}"
        return rf"{shown} = \dots + \left({read(self.term, names).latex}\right) + \dots"


def sign_lost(exact: sp.Expr, given: sp.Expr) -> Sequence[Diagnosis]:
    """The diagnosis of a side that is right up to its sign."""
    return (Diagnosis(("overall_sign",), ("",)),) if equal(exact, -given).proved else ()


@dataclass(frozen=True)
class RecursionStatement:
    """What becomes of a quantity under an update rule: after some steps, or after any number of steps.

    Attributes:
        state: its name.
        rule: the new value, in the old one and in ``g``.
        start: the value before the first step.
        after: how many steps, or the name of their number; then ``result`` is proved by induction.
        result: the value after them.
        varying: whether ``g`` is ``g_1``, ``g_2``, … in the steps; else it is the same in all.
        on: what is given about symbols.

    >>> RecursionStatement("v", "β*v + (1-β)*g", "0", "t", "(1 - β^t)*g").judge(1.0).message
    'Correct: proved by induction.'
    """

    state: str
    rule: str
    start: str
    after: str
    result: str
    varying: bool = False
    on: Sequence[str] = ()

    def judge(self, seconds: float) -> Check:
        """Step by step, or the start and the step from t to t + 1."""
        rule, result = self._read(self.rule), self._read(self.result)
        start, state = self._read(self.start), as_symbol(self.state)
        domain = real_within(box_of(self.on))
        if self.after.isdigit():
            if not 1 <= int(self.after) <= _MAX_STEPS:
                raise ArgumentError(f"after is {self.after}: between 1 and {_MAX_STEPS} steps are wanted")
            value = start
            for step in range(1, int(self.after) + 1):
                g = as_symbol(f"g_{step}" if self.varying else "g")
                value = rule.xreplace({state: value, as_symbol("g"): g})
            return of_comparison(equal(value, result, domain, seconds), "the claim", "carried out it is")
        if self.varying:
            raise ArgumentError("varying is true: a number of steps is wanted for it in after")
        return self._by_induction(rule, start, result, domain, seconds)

    def _by_induction(
        self, rule: sp.Expr, start: sp.Expr, result: sp.Expr, domain: list[sp.Expr], seconds: float
    ) -> Check:
        steps = as_symbol(self.after)
        first = equal(start, result.xreplace({steps: sp.Integer(0)}), domain, seconds)
        if not first.proved:
            return of_comparison(first, "the claim at the start", "the start is")
        stepped = rule.xreplace({as_symbol(self.state): result})
        found = equal(stepped, result.xreplace({steps: steps + 1}), domain, seconds)
        if not found.proved:
            return of_comparison(found, "the claim for the next step", "the step gives")
        return Check(CheckVerdict.CORRECT, "Correct: proved by induction.", evidence="start and step are proved")

    def _read(self, text: str) -> sp.Expr:
        return as_expression(read(text, (self.state, "g")).expression)

    def latex(self) -> str:
        state, rule = (read(text, (self.state, "g")).latex for text in (self.state, self.rule))
        result, start = (read(text, (self.state, "g")).latex for text in (self.result, self.start))
        return rf"{state} \leftarrow {rule},\; {state}_0 = {start} \;\Rightarrow\; {state}_{{{self.after}}} = {result}"


@dataclass(frozen=True)
class SeriesStatement:
    """A function equals its Taylor series, wherever it is developed.

    Attributes:
        function, variable: one whose derivatives repeat and are bounded, as those of sin x; or one that is flat at 0,
            e^(-1/x^2) with the value 0 there.

    >>> SeriesStatement("sin(x)", "x").judge(1.0).message
    'Correct: its derivatives repeat and stay between bounds, so the remainder goes to zero.'
    >>> str(SeriesStatement("e^(-1/x^2)", "x").judge(1.0).verdict)
    'wrong'
    """

    function: str
    variable: str

    def judge(self, seconds: float) -> Check:
        """By the remainder M·|x - a|^(n+1)/(n+1)!, or by derivatives that are all zero at 0."""
        x = as_symbol(self.variable)
        function = read(self.function, (str(x),)).expression
        chain = [derivative(function, x, order) for order in range(5)]
        if equal(chain[0], chain[4], (), seconds).proved and all(map(_is_bounded, chain[:4])):
            message = "Correct: its derivatives repeat and stay between bounds, so the remainder goes to zero."
            return Check(CheckVerdict.CORRECT, message, evidence="the fourth derivative is f; all four are enclosed")
        if equal(chain[1], 2 / x**3 * function, (), seconds).proved and sign(function.subs(x, 1)) > 0:
            why = "every derivative is a polynomial in 1/x times it, which goes to zero at 0"
            series = "Completed by 0 at 0 it has the series 0 + 0 + 0 + … there"
            message = f"Wrong. {series} ({why}), but its value at 1 is above 0."
            return Check(CheckVerdict.WRONG, message, evidence="f' = 2/x^3*f is proved, and f(1) > 0 certified")
        return Check(
            CheckVerdict.UNDECIDED, "Undecided: neither a bound of its derivatives nor a flat point was found."
        )

    def latex(self) -> str:
        return ""


def _is_bounded(expression: sp.Expr) -> bool:
    try:
        return range_of(expression, {}).is_finite
    except (UncertainError, OutsideDomainError):
        return False
