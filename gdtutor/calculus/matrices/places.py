"""The general rule: a number is differentiated by a matrix at every place where it occurs, the others held fixed."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.matrices.symbols import Elementwise, TraceOf
from gdtutor.calculus.matrices.terms import Factors, Term, terms_of, transposed, written
from gdtutor.errors import ArgumentError

_ONE = sp.Integer(1)


def by_places(factors: Factors, variable: sp.MatrixSymbol) -> list[Term]:
    """∇ of the number ``factors``: for each place L·F·R the contribution of F with the weight LᵀRᵀ.

    Raises:
        ArgumentError: for a part without a rule.

    >>> W, a, b = sp.MatrixSymbol("W", 2, 3), sp.MatrixSymbol("a", 2, 1), sp.MatrixSymbol("b", 3, 1)
    >>> by_places((a.T, W, b), W)
    [Term(coefficient=1, factors=(a, b.T))]
    """
    if len(factors) == 1 and isinstance(factors[0], TraceOf):
        return _of_trace(factors[0], variable)
    found = []
    for place, part in enumerate(factors):
        if part.has(variable):
            before, after = (tuple(transposed(f) for f in reversed(side)) for side in _sides(factors, place))
            found += _pulled(part, (*before, *after), variable)
    return found


def _sides(factors: Factors, place: int) -> tuple[Factors, Factors]:
    return factors[:place], factors[place + 1 :]


def _of_trace(trace: TraceOf, variable: sp.MatrixSymbol) -> list[Term]:
    """tr(A·F·B) = ⟨(B·A)ᵀ, F⟩ for every place F."""
    found = []
    for coefficient, factors in terms_of(trace.args[0]):
        _require_fixed(coefficient, variable)
        for place, part in enumerate(factors):
            if part.has(variable):
                before, after = _sides(factors, place)
                weight = tuple(transposed(f) for f in reversed((*after, *before)))
                weight = weight or (sp.Identity(part.shape[0]),)
                found += [Term(coefficient * c, f) for c, f in _pulled(part, weight, variable)]
    return found


def _pulled(part: sp.MatrixExpr, weight: Factors, variable: sp.MatrixSymbol) -> list[Term]:
    """The gradient of ⟨weight, part⟩ with the weight held fixed; no weight stands for the number 1."""
    if not part.has(variable):
        return []
    if part == variable:
        return [Term(_ONE, weight or (sp.Identity(1),))]
    if isinstance(part, sp.Transpose):
        return _pulled(part.args[0], tuple(transposed(f) for f in reversed(weight)), variable)
    if isinstance(part, Elementwise):
        slope = part.derivative()
        product = sp.HadamardProduct(written([Term(_ONE, weight)]), slope) if weight else slope
        return _pulled_sum(part.vector, (product,), variable)
    if isinstance(part, sp.MatAdd | sp.MatMul):
        return _pulled_sum(part, weight, variable)
    raise ArgumentError(f"no rule is known here for {type(part).__name__} in {part}")


def _pulled_sum(whole: sp.MatrixExpr, weight: Factors, variable: sp.MatrixSymbol) -> list[Term]:
    found = []
    for coefficient, factors in terms_of(whole):
        _require_fixed(coefficient, variable)
        for place, part in enumerate(factors):
            before, after = (tuple(transposed(f) for f in reversed(side)) for side in _sides(factors, place))
            pulled = _pulled(part, (*before, *weight, *after), variable)
            found += [Term(coefficient * c, f) for c, f in pulled]
    return found


def _require_fixed(coefficient: sp.Expr, variable: sp.MatrixSymbol) -> None:
    if coefficient.has(variable):
        raise ArgumentError(f"no rule is known here for the factor {coefficient}, in which {variable} occurs")
