"""The gradient ∇_w s of a number s by rules for norms, quadratic forms, inner products and sums over components.

Each rule is a line of the books: Petersen and Pedersen, *The Matrix Cookbook*, sections 2.4 and 2.6. Where the variable
is a matrix, or occurs more than twice, every place is differentiated in turn with the others held fixed.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.matrices.jacobian_rules import JacobianRules, MatrixStep, spread, term_has
from gdtutor.calculus.matrices.marks import Nabla
from gdtutor.calculus.matrices.numbers_of import Number
from gdtutor.calculus.matrices.places import by_places
from gdtutor.calculus.matrices.symbols import Elementwise
from gdtutor.calculus.matrices.terms import (
    Factors,
    Term,
    as_number,
    common_factor,
    gathered,
    same,
    terms_of,
    transposed,
    transposed_terms,
    written,
)

_ONE = sp.Integer(1)


class GradientRules:
    """Writes down the steps of ∇_w s, term by term."""

    def __init__(self, variable: sp.MatrixSymbol) -> None:
        self.variable = variable
        self.steps: list[MatrixStep] = []
        self.jacobians = JacobianRules(variable, self.steps, self.of)

    def of(self, scalar: sp.MatrixExpr) -> sp.MatrixExpr:
        """∇_w s with the steps that lead to it."""
        terms = terms_of(scalar)
        mark = Nabla(scalar, self.variable)
        moving = [term for term in terms if term_has(term, self.variable)]
        if not moving:
            found = sp.ZeroMatrix(*self.variable.shape)
            self.steps.append(MatrixStep("constant", mark, found, "it does not depend on the variable"))
            return found
        if any(term.coefficient.has(self.variable) for term in moving):
            return self.of_function(sp.Add(*map(as_number, terms)))
        if len(terms) == 1 and moving[0].coefficient == 1:
            return self.written(self.of_term(moving[0]))
        marked = written([Term(term.coefficient, (Nabla(_plain(term), self.variable),)) for term in moving])
        self.steps.append(MatrixStep("sum and multiples", mark, marked, "grad(c*s + t) = c*grad(s) + grad(t)"))
        found = self.written([part for term in moving for part in self.of_term(term)])
        if found != marked:
            self.steps.append(MatrixStep("assemble", mark, found, "put in the gradients of the terms"))
        shorter = common_factor(found)
        if shorter != found:
            self.steps.append(MatrixStep("common factor", found, shorter, "A*u + A*v = A*(u + v)"))
        return shorter

    def of_function(self, number: sp.Expr) -> sp.MatrixExpr:
        """∇g(s, t, …) = ∂g/∂s·∇s + ∂g/∂t·∇t + … for an ordinary function of numbers s, t, …"""
        numbers = sorted((part for part in _outermost(number) if part.has(self.variable)), key=str)
        names = {part: sp.Dummy(f"s_{place}") for place, part in enumerate(numbers)}
        back = {name: part for part, name in names.items()}
        slopes = partials(number.xreplace(names), tuple(names.values()))
        mark = Nabla(number, self.variable)
        pairs = [(slope.xreplace(back), part) for slope, part in zip(slopes, numbers, strict=True)]
        marked = written([Term(slope, (Nabla(part.matrix, self.variable),)) for slope, part in pairs])
        why = "grad g(s, t) = dg/ds*grad(s) + dg/dt*grad(t), for numbers s, t"
        self.steps.append(MatrixStep("chain rule", mark, marked, why))
        found = [(slope, term) for slope, part in pairs for term in terms_of(self.of(part.matrix))]
        result = self.written([Term(slope * term.coefficient, term.factors) for slope, term in found])
        if result != marked:
            self.steps.append(MatrixStep("assemble", mark, result, "put in the gradients of the numbers"))
        return result

    def written(self, terms: Sequence[Term]) -> sp.MatrixExpr:
        return written(gathered(term for whole in terms for term in spread(whole)))

    def of_term(self, term: Term) -> list[Term]:
        """The gradient of one term, its coefficient included."""
        found = self._rule(term) if self.variable.shape[1] == 1 else None
        if found is None:
            found = by_places(term.factors, self.variable)
            why = "every place of the variable in turn, the others held fixed"
            self._note("place by place", term, found, why)
        return [Term(term.coefficient * part.coefficient, part.factors) for part in found]

    def _rule(self, term: Term) -> list[Term] | None:
        places = [k for k, part in enumerate(term.factors) if part.has(self.variable)]
        if len(places) == 1:
            return self._linear(term, places[0])
        if len(places) == 2:
            return self._bilinear(term, *places)
        return None

    def _linear(self, term: Term, place: int) -> list[Term] | None:
        """aᵀu with a constant a, or Σ f(uᵢ)."""
        before, part, after = term.factors[:place], term.factors[place], term.factors[place + 1 :]
        if part.shape[1] == 1:
            u, weights = part, _transposed(before) + _transposed(after)
        elif part.shape[0] == 1:
            u, weights = transposed(part), (*after, *before)
        else:
            return None
        if isinstance(u, Elementwise):
            return self._sum_of_function(term, u, weights)
        if not weights:
            return None
        return self._with_jacobian("linear", term, u, [(_ONE, weights)], "grad(a'*u) = (du/dw)'*a")

    def _sum_of_function(self, term: Term, u: Elementwise, weights: Factors) -> list[Term] | None:
        slope = u.derivative()
        if len(weights) == 1 and isinstance(weights[0], sp.OneMatrix):
            why = "grad(sum f(u_i)) = (du/dw)'*f'(u)"
            return self._with_jacobian("sum over components", term, u.vector, [(_ONE, (slope,))], why)
        weight = written([Term(_ONE, weights)])
        product = sp.HadamardProduct(weight, slope)
        why = "grad(sum a_i*f(u_i)) = (du/dw)'*(a o f'(u)), o for component by component"
        return self._with_jacobian("sum over components", term, u.vector, [(_ONE, (product,))], why)

    def _bilinear(self, term: Term, first: int, second: int) -> list[Term] | None:
        """uᵀAv with a constant A; u and v may be the same."""
        row, column = term.factors[first], term.factors[second]
        around = term.factors[:first] + term.factors[second + 1 :]
        if row.shape[0] != 1 or column.shape[1] != 1 or around:
            return None
        u, v, middle = transposed(row), column, term.factors[first + 1 : second]
        if same(u, v):
            return self._form(term, v, middle)
        one = self._with_jacobian("inner product", term, u, [(_ONE, (*middle, v))], "", note=False)
        other = self._with_jacobian("inner product", term, v, [(_ONE, (*_transposed(middle), u))], "", note=False)
        why = "grad(u'*A*v) = (du/dw)'*A*v + (dv/dw)'*A'*u"
        return self._noted("inner product", term, [(u, (*middle, v)), (v, (*_transposed(middle), u))], one + other, why)

    def _form(self, term: Term, u: sp.MatrixExpr, middle: Factors) -> list[Term]:
        if not middle:
            why = "grad(u'*u) = 2*(du/dw)'*u"
            return self._with_jacobian("squared norm", term, u, [(sp.Integer(2), (u,))], why)
        why = "grad(u'*A*u) = (du/dw)'*(A + A')*u"
        pulled = [(_ONE, (*middle, u)), (_ONE, (*_transposed(middle), u))]
        return self._with_jacobian("quadratic form", term, u, pulled, why)

    def _with_jacobian(
        self,
        rule: str,
        term: Term,
        u: sp.MatrixExpr,
        pulled: list[tuple[sp.Expr, Factors]],
        why: str,
        note: bool = True,
    ) -> list[Term]:
        """(∂u/∂w)ᵀ times what is pulled back, first with a mark and then with the Jacobian."""
        if note:
            mark = transposed(self.jacobians.mark(u))
            marked = [Term(c, (mark, *factors)) for c, factors in pulled]
            self._note(rule, term, marked, why)
        jacobian = self.jacobians.of(u)
        rows = transposed_terms(terms_of(jacobian))
        found = [Term(c * row.coefficient, (*row.factors, *factors)) for c, factors in pulled for row in rows]
        found = [_with_hadamard(part) for part in found]
        if note and u != self.variable:
            self._note("assemble", term, found, "put in the Jacobian")
        return found

    def _noted(
        self, rule: str, term: Term, pairs: list[tuple[sp.MatrixExpr, Factors]], found: list[Term], why: str
    ) -> list[Term]:
        marked = [Term(_ONE, (transposed(self.jacobians.mark(u)), *factors)) for u, factors in pairs]
        self._note(rule, term, marked, why)
        self._note("assemble", term, found, "put in the Jacobians")
        return found

    def _note(self, rule: str, term: Term, after: list[Term], why: str) -> None:
        step = MatrixStep(rule, Nabla(_plain(term), self.variable), self.written(after), why)
        if step.before != step.after and not (self.steps and self.steps[-1].after == step.after and rule == "assemble"):
            self.steps.append(step)


def _outermost(number: sp.Expr) -> set[Number]:
    """The numbers made of matrices, without those inside others."""
    if isinstance(number, Number):
        return {number}
    return set().union(*map(_outermost, number.args))


def _plain(term: Term) -> sp.MatrixExpr:
    """The term without its coefficient."""
    return written([Term(_ONE, term.factors)])


def _transposed(factors: Factors) -> Factors:
    return tuple(transposed(part) for part in reversed(factors))


def _with_hadamard(term: Term) -> Term:
    """diag(f′(u))·v written component by component: f′(u) ∘ v."""
    factors = list(term.factors)
    for place in range(len(factors) - 2, -1, -1):
        part, following = factors[place], factors[place + 1 :]
        column = following[-1].shape[1] == 1
        if isinstance(part, sp.DiagMatrix) and column:
            rest = written([Term(_ONE, tuple(following))])
            factors[place:] = [sp.HadamardProduct(part.args[0], rest)]
    return Term(term.coefficient, tuple(factors))
