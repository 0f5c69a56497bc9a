"""The derivative of a sum over data, step by step: the sum rule, the loss of one example, constants before the sum.

What is proved: the derivative of the summand as an identity in xᵢ, yᵢ, hence for every example; every line about the
whole sum for 1, 2 and 3 examples, written out. That a finite sum may be differentiated term by term is the sum rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import sympy as sp

from gdtutor.calculus.derivation import Derivation, Step, derive
from gdtutor.calculus.notation import as_symbol
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.factored import factored
from gdtutor.calculus.several.data_sum import expanded, sizes, with_named_data
from gdtutor.calculus.verification import verify_equality
from gdtutor.errors import ArgumentError

PROVED_FOR = (1, 2, 3)  # numbers of examples for which sums are written out


@dataclass(frozen=True)
class SumDerivation:
    """The derivative of an expression with sums over data.

    Attributes:
        expression: the function.
        variable: with respect to which symbol.
        all_steps: every step, the trivial ones too.
        result: the derivative.
        summands: the derivations of the summands, with plain symbols for the data.
    """

    expression: sp.Expr
    variable: sp.Symbol
    all_steps: tuple[Step, ...]
    result: sp.Expr
    summands: tuple[Derivation, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a good lecture writes down; the trivial ones are folded."""
        return tuple(step for step in self.all_steps if not step.trivial)

    def unproved(self, seconds: float = 1.0) -> tuple[Step, ...]:
        """The steps that are not proved, for some number of examples or for the summand."""
        whole = Step("result", sp.Derivative(self.expression, self.variable, evaluate=False), self.result, "the whole")
        wrong = [step for step in (*self.all_steps, whole) if not self._is_proved(step, seconds)]
        return (*wrong, *(step for part in self.summands for step in part.unproved(seconds)))

    def _is_proved(self, step: Step, seconds: float) -> bool:
        sides = step.before, step.after
        if not any(side.has(sp.Sum, *sizes(self.expression)) for side in sides):
            before, after = map(with_named_data, sides)
            return bool(verify_equality(before, after, self._domain(before), seconds))
        letters = sizes(self.expression)
        written = ([expanded(side, number, letters) for side in sides] for number in PROVED_FOR)
        return all(verify_equality(before, after, self._domain(before), seconds) for before, after in written)

    def _domain(self, before: sp.Expr) -> list[sp.Expr]:
        return sorted((mark.expr for mark in before.atoms(sp.Derivative)), key=str)

    def verify(self) -> bool:
        """Whether every step and the result are proved.

        >>> from gdtutor.calculus.several.data_sum import data_sum
        >>> derive_sum(data_sum("(y - w*x)^2", "x y"), "w").verify()
        True
        """
        return not self.unproved()

    def __str__(self) -> str:
        lines = [str(step) for step in self.steps]
        numbers = ", ".join(map(str, PROVED_FOR))
        note = f"Proved: the summand for every example, the sums for {numbers} examples written out."
        return "\n".join([*lines, f"Result: {to_text(self.result)}", note])

    def latex(self) -> str:
        """All steps as one aligned block of LaTeX, without dollar signs."""
        lines = [rf"{to_latex(step.before)} &= {to_latex(step.after)} && \text{{{step.rule}}}" for step in self.steps]
        return r"\begin{aligned}" + r" \\[4pt] ".join(lines) + r"\end{aligned}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def to_dict(self) -> dict[str, object]:
        """The derivation as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "expression": to_text(self.expression),
            "variable": str(self.variable),
            "result": to_text(self.result),
            "verified": self.verify(),
            "proved_for": list(PROVED_FOR),
            "steps": [step.to_dict() for step in self.steps],
        }


def derive_sum(expression: sp.Expr, variable: str | sp.Symbol) -> SumDerivation:
    """Differentiate an expression with sums over data, each sum alone or with a constant factor.

    Raises:
        ArgumentError: where a sum stands inside a function or a product with the variable.

    >>> from gdtutor.calculus.several.data_sum import data_sum
    >>> print(derive_sum(data_sum("(y - w*x)^2", "x y", mean=True), "w").result)
    -2*Sum((-w*x[i] + y[i])*x[i], (i, 1, N))/N
    """
    return _Writer(as_symbol(variable)).derivation(expression)


class _Writer:
    """Writes down the steps, from the whole to the summand and back."""

    def __init__(self, variable: sp.Symbol) -> None:
        self.variable = variable
        self.steps: list[Step] = []
        self.summands: list[Derivation] = []

    def mark(self, expression: sp.Expr) -> sp.Expr:
        return sp.Derivative(expression, self.variable, evaluate=False)

    def derivation(self, expression: sp.Expr) -> SumDerivation:
        terms = [self._split(term) for term in sp.Add.make_args(expression)]
        marks = [factor * self.mark(rest) for factor, rest in terms]
        if len(terms) > 1 or terms[0][0] != 1:
            why = "(u + v)' = u' + v', and constant factors stay"
            self.steps.append(Step("sum rule", self.mark(expression), sp.Add(*marks), why))
        found = [factor * self._result(rest) for factor, rest in terms]
        result = sp.Add(*found)
        if len(terms) > 1 or terms[0][0] != 1:
            self.steps.append(Step("assemble", self.mark(expression), result, "put in the derivatives of the parts"))
        return SumDerivation(expression, self.variable, tuple(self.steps), result, tuple(self.summands))

    def _split(self, term: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        """A constant factor and the rest, which is a sum over data or has none in it."""
        factor, rest = term.as_independent(self.variable, as_Add=False)
        if rest == 1:
            return rest, term
        if rest.has(sp.Sum) and not isinstance(rest, sp.Sum):
            raise ArgumentError(f"a term is {to_text(term)}: a sum over data with a constant factor is wanted")
        return factor, rest

    def _result(self, rest: sp.Expr) -> sp.Expr:
        if self.variable not in rest.free_symbols:
            self.steps.append(Step("constant rule", self.mark(rest), sp.Integer(0), "c' = 0"))
            return sp.Integer(0)
        if not isinstance(rest, sp.Sum):
            return self._plainly(rest)
        inside = sp.Sum(self.mark(rest.function), *rest.limits)
        why = "a finite sum is differentiated term by term"
        self.steps.append(Step("sum rule", self.mark(rest), inside, why))
        summand = self._plainly(rest.function)
        total = sp.Sum(summand, *rest.limits)
        self.steps.append(Step("assemble", self.mark(rest), total, "the same for every example"))
        factor, moving = _constant_factor(summand, rest)
        found = factor * (sp.Sum(moving, *rest.limits) if moving != 1 else _count(rest))
        if found != total:
            why = "common factors are taken out, before the sum where they are the same for all examples"
            self.steps.append(Step("tidy", total, found, why))
        return found

    def _plainly(self, function: sp.Expr) -> sp.Expr:
        """Differentiate what has no sum in it, with plain symbols for the data while it is done."""
        back = {with_named_data(letter): letter for letter in function.atoms(sp.Indexed)}
        found = derive(with_named_data(function), self.variable)
        self.summands.append(found)
        steps = [replace(s, before=s.before.xreplace(back), after=s.after.xreplace(back)) for s in found.all_steps]
        self.steps.extend(step for step in steps if step.before != step.after)
        return found.result.xreplace(back)


def _constant_factor(summand: sp.Expr, total: sp.Sum) -> tuple[sp.Expr, sp.Expr]:
    """The factor of the summand that does not depend on the example, and the rest, in their shortest form."""
    plain = with_named_data(summand)
    back = {with_named_data(letter): letter for letter in summand.atoms(sp.Indexed)}
    forms = [form for form in (plain, sp.factor_terms(plain), factored(plain)) if form is not None]
    pairs = [form.as_independent(total.limits[0][0], *back, as_Add=False) for form in forms]
    factor, moving = min(pairs, key=lambda pair: int(pair[1].count_ops()))
    return factor, moving.xreplace(back)


def _count(total: sp.Sum) -> sp.Expr:
    """The number of summands."""
    _, first, last = total.limits[0]
    return last - first + 1
