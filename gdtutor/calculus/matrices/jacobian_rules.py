"""The Jacobian ∂u/∂w of a vector by rules for sums, linear maps and functions of every component."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from gdtutor.calculus.matrices.componentwise import proved_by_components
from gdtutor.calculus.matrices.marks import JacobianMark, Nabla
from gdtutor.calculus.matrices.symbols import Elementwise
from gdtutor.calculus.matrices.terms import Term, gathered, terms_of, transposed_terms, written
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.errors import ArgumentError


@dataclass(frozen=True)
class MatrixStep:
    """One line with vectors and matrices: ``before = after`` by a rule.

    Attributes:
        rule: the name of the rule.
        before, after: both sides, with marks for what is still to be differentiated.
        why: the rule as a formula, or what plays its parts.
    """

    rule: str
    before: sp.Expr
    after: sp.Expr
    why: str

    def is_proved(self, seconds: float = 1.0) -> bool:
        """Whether every component is proved for small sizes."""
        return proved_by_components(self.before, self.after, seconds)

    @property
    def shape(self) -> tuple[Any, Any]:
        """The shape of both sides."""
        shape: tuple[Any, Any] = self.before.shape
        return shape

    def __str__(self) -> str:
        return f"{to_text(self.before)}\n    = {to_text(self.after)}    [{self.rule}: {self.why}; {shown(self.shape)}]"

    def latex(self) -> str:
        """The line as LaTeX with an alignment mark, without dollar signs."""
        rows, columns = map(to_latex, map(sp.sympify, self.shape))
        sides = rf"{to_latex(self.before)} &= {to_latex(self.after)}"
        return rf"{sides} && \text{{{self.rule}}},\; {rows} \times {columns}"

    def to_dict(self) -> dict[str, str]:
        """The line as strings, for JSON."""
        return {
            "rule": self.rule,
            "before": to_text(self.before),
            "after": to_text(self.after),
            "why": self.why,
            "shape": shown(self.shape),
        }


def shown(shape: tuple[Any, Any]) -> str:
    """A shape in words.

    >>> shown((sp.Symbol("N"), 1))
    'N x 1'
    """
    return f"{shape[0]} x {shape[1]}"


class JacobianRules:
    """Writes down the steps of ∂u/∂w, from the whole to its parts and back."""

    def __init__(
        self, variable: sp.MatrixSymbol, steps: list[MatrixStep], gradient: Callable[[sp.Expr], sp.MatrixExpr]
    ) -> None:
        self.variable, self.steps, self.gradient = variable, steps, gradient
        self.known: dict[sp.MatrixExpr, sp.MatrixExpr] = {}

    def mark(self, vector: sp.MatrixExpr) -> sp.MatrixExpr:
        """∂u/∂w, or what it plainly is: the identity for w itself."""
        if vector == self.variable:
            return sp.Identity(self.variable.shape[0])
        return JacobianMark(vector, self.variable)

    def of(self, vector: sp.MatrixExpr) -> sp.MatrixExpr:
        """∂u/∂w with the steps that lead to it.

        Raises:
            ArgumentError: for a vector without a rule.
        """
        if vector == self.variable:
            return self.mark(vector)
        if vector not in self.known:
            self.known[vector] = self._derive(vector)
        return self.known[vector]

    def _derive(self, vector: sp.MatrixExpr) -> sp.MatrixExpr:
        terms = [term for term in terms_of(vector) if term_has(term, self.variable)]
        mark = self.mark(vector)
        if not terms:
            return sp.ZeroMatrix(*mark.shape)
        if all(_is_linear(term, self.variable) for term in terms):
            found = self._written([Term(c, (*factors[:-1], self.mark(self.variable))) for c, factors in terms])
            self.steps.append(MatrixStep("linear map", mark, found, "d(A*w + b)/dw = A"))
            return found
        if len(terms) > 1 or terms[0].coefficient != 1 or len(terms[0].factors) > 1:
            marked = self._written([part for term in terms for part in self._outer(term, self.mark, self._nabla)])
            rule, why = "sum and multiples", "d(A*u + v)/dw = A*du/dw + dv/dw"
            if any(term.coefficient.has(self.variable) for term in terms):
                rule, why = "product rule", "d(c*u)/dw = u*grad(c)' + c*du/dw for a number c"
            self.steps.append(MatrixStep(rule, mark, marked, why))
            found = [part for term in terms for part in self._outer(term, self.of, self.gradient)]
            return self._assembled(mark, found, marked)
        return self._of_function(terms[0].factors[0], mark)

    def _nabla(self, number: sp.Expr) -> sp.MatrixExpr:
        return Nabla(number, self.variable)

    def _outer(self, term: Term, inner: Callable[[sp.MatrixExpr], sp.MatrixExpr], slope: Any) -> list[Term]:
        """c·A·(∂u/∂w) for a term c·A·u, and A·u·(∇c)ᵀ where the number c depends on w."""
        number, (*before, last) = term
        if any(part.has(self.variable) for part in before):
            raise ArgumentError(
                f"no rule is known here for {written([term])}: a constant matrix times a vector is wanted"
            )
        found = [Term(number, (*before, inner(last)))] if last.has(self.variable) else []
        if number.has(self.variable):
            rows = transposed_terms(terms_of(slope(number)))
            found += [Term(row.coefficient, (*term.factors, *row.factors)) for row in rows]
        return found

    def _of_function(self, function: sp.MatrixExpr, mark: sp.MatrixExpr) -> sp.MatrixExpr:
        if not isinstance(function, Elementwise):
            raise ArgumentError(f"no rule is known here for the Jacobian of {function}")
        slope = sp.DiagMatrix(function.derivative())
        marked = self._written([Term(sp.Integer(1), (slope, self.mark(function.vector)))])
        self.steps.append(MatrixStep("every component", mark, marked, "d f(u)/dw = diag(f'(u))*du/dw"))
        return self._assembled(mark, [Term(sp.Integer(1), (slope, self.of(function.vector)))], marked)

    def _assembled(self, mark: sp.MatrixExpr, terms: list[Term], marked: sp.MatrixExpr) -> sp.MatrixExpr:
        found = self._written(terms)
        if found != marked:
            self.steps.append(MatrixStep("assemble", mark, found, "put in the inner derivatives"))
        return found

    def _written(self, terms: list[Term]) -> sp.MatrixExpr:
        return written(gathered(term for whole in terms for term in spread(whole)))


def term_has(term: Term, variable: sp.MatrixSymbol) -> bool:
    """Whether the variable occurs in the term."""
    return bool(term.coefficient.has(variable)) or any(part.has(variable) for part in term.factors)


def _is_linear(term: Term, variable: sp.MatrixSymbol) -> bool:
    fixed = not term.coefficient.has(variable) and not any(part.has(variable) for part in term.factors[:-1])
    return fixed and term.factors[-1] == variable


def spread(term: Term) -> tuple[Term, ...]:
    """A term whose factors are products themselves, as one product.

    >>> X, w = sp.MatrixSymbol("X", 3, 2), sp.MatrixSymbol("w", 2, 1)
    >>> spread(Term(sp.Integer(2), (X.T, X * w)))
    (Term(coefficient=2, factors=(X.T, X, w)),)
    """
    return tuple(terms_of(sp.MatMul(term.coefficient, *term.factors, evaluate=False)))
