"""Matrix expressions as sums of coefficients times products, so that nothing is reordered or multiplied out unasked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import sympy as sp

from gdtutor.calculus.matrices.marks import JacobianMark, Nabla
from gdtutor.calculus.matrices.numbers_of import as_terms, number_of
from gdtutor.calculus.matrices.symbols import Elementwise, TraceOf
from gdtutor.errors import ArgumentError

Factors = tuple[sp.MatrixExpr, ...]


class Term(NamedTuple):
    """``coefficient · factor · factor · …``; no factors stand for the number itself (a 1 × 1 matrix).

    What is 1 × 1 beside other factors belongs to the coefficient, as a ``Number``: in (wᵀx)·x the factor is x.
    """

    coefficient: sp.Expr
    factors: Factors

    @property
    def shape(self) -> tuple[Any, Any]:
        """The shape of the product."""
        return (self.factors[0].shape[0], self.factors[-1].shape[1]) if self.factors else (sp.Integer(1),) * 2


def terms_of(expression: sp.MatrixExpr) -> tuple[Term, ...]:
    """The summands of an expression, with shapes checked and equal ones gathered.

    Raises:
        ArgumentError: where shapes do not fit, or a part is of a kind without rules.

    >>> X, w = sp.MatrixSymbol("X", 3, 2), sp.MatrixSymbol("w", 2, 1)
    >>> terms_of(X * w / 2 + X * w)
    (Term(coefficient=3/2, factors=(X, w)),)
    """
    return gathered(_read(expression))


def _read(node: Any) -> list[Term]:
    if isinstance(node, sp.MatAdd):
        found = [term for part in node.args for term in _read(part)]
        if len({term.shape for term in found}) > 1:
            shapes = ", ".join(f"{rows} x {columns}" for rows, columns in dict.fromkeys(term.shape for term in found))
            raise ArgumentError(f"a sum is {node}: terms of one shape are wanted, here are {shapes}")
        return found
    if isinstance(node, sp.MatMul):
        return _product(node)
    if isinstance(node, sp.MatPow) and node.args[1].is_Integer and int(node.args[1]) > 0:
        return _product(sp.MatMul(*[node.args[0]] * int(node.args[1]), evaluate=False))
    if isinstance(node, sp.Trace):
        return [Term(sp.Integer(1), (TraceOf(node.arg),))]
    if not isinstance(node, sp.MatrixExpr):
        return _of_number(sp.sympify(node))
    if isinstance(node, Elementwise | sp.HadamardProduct) and node.shape == (1, 1):
        return _of_number(number_of(node))
    if isinstance(node, sp.ZeroMatrix):
        return [Term(sp.Integer(0), (node,))]
    return [Term(sp.Integer(1), (factor(node),))]


def _of_number(number: sp.Expr) -> list[Term]:
    """The summands of a number; a multiple of a single product of vectors keeps it as factors."""
    found = []
    for coefficient, matrix in as_terms(number):
        inner = terms_of(matrix) if matrix is not None else (Term(sp.Integer(1), ()),)
        found += [Term(coefficient * term.coefficient, term.factors) for term in inner]
    return found


def _product(node: sp.MatMul) -> list[Term]:
    coefficient: sp.Expr = sp.Integer(1)
    factors: list[sp.MatrixExpr] = []
    matrices = [part for part in node.args if isinstance(part, sp.MatrixExpr)]
    for part in node.args:
        if not isinstance(part, sp.MatrixExpr):
            coefficient = coefficient * part
            continue
        if part.shape == (1, 1) and len(matrices) > 1:
            coefficient = coefficient * number_of(part)
            continue
        inner = terms_of(part)
        if len(inner) == 1:
            coefficient = coefficient * inner[0].coefficient
            factors += inner[0].factors
        else:
            factors.append(factor(part))
    for left, right in pairwise(factors):
        if left.shape[1] != right.shape[0]:
            shapes = f"{left.shape[0]} x {left.shape[1]} and {right.shape[0]} x {right.shape[1]}"
            raise ArgumentError(f"a product is {node}: shapes that fit are wanted, {left} and {right} have {shapes}")
    if not factors:
        return _of_number(coefficient)
    return [Term(coefficient, tuple(factors))]


def factor(node: sp.MatrixExpr) -> sp.MatrixExpr:
    """A part that is no product, in the form in which it is compared: a row that is a sum is a transposed column."""
    if isinstance(node, sp.Transpose):
        return transposed(factor(node.args[0])) if not isinstance(node.args[0], sp.MatMul) else node
    if isinstance(node, sp.MatAdd):
        terms = terms_of(node)
        turned = transposed_terms(terms)
        is_row = node.shape[0] == 1 != node.shape[1]
        is_turned = 1 not in node.shape and _transposes(turned) < _transposes(terms)
        return sp.Transpose(written(turned)) if is_row or is_turned else written(terms)
    if isinstance(node, Elementwise):
        return Elementwise(node.function, written(terms_of(node.vector)))
    if isinstance(node, sp.HadamardProduct):
        return sp.HadamardProduct(*(written(terms_of(part)) for part in node.args))
    if isinstance(node, TraceOf):
        return TraceOf(written(terms_of(node.args[0])))
    if isinstance(node, Nabla):
        return node
    if isinstance(node, sp.MatrixSymbol | sp.Identity | sp.OneMatrix | sp.ZeroMatrix | sp.DiagMatrix | JacobianMark):
        return node
    raise ArgumentError(f"no rule is known here for {type(node).__name__} in {node}")


def _transposes(terms: Iterable[Term]) -> int:
    return sum(isinstance(part, sp.Transpose) for term in terms for part in term.factors)


def gathered(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Equal products with their coefficients added; those that are zero are left out."""
    found: dict[Factors, sp.Expr] = {}
    shown = list(terms)
    for coefficient, factors in shown:
        kept = tuple(part for part in factors if not isinstance(part, sp.Identity)) or factors[:1]
        found[kept] = found.get(kept, sp.Integer(0)) + coefficient
    left = tuple(Term(coefficient, factors) for factors, coefficient in found.items() if coefficient != 0)
    return left or tuple(Term(sp.Integer(0), (sp.ZeroMatrix(*term.shape),)) for term in shown[:1])


def written(terms: Iterable[Term]) -> sp.MatrixExpr:
    """The terms as one expression.

    >>> X, w = sp.MatrixSymbol("X", 3, 2), sp.MatrixSymbol("w", 2, 1)
    >>> written([Term(sp.Rational(1, 2), (X, w))])
    (1/2)*X*w
    """
    terms = list(terms)
    if not all(term.factors for term in terms):
        return sp.Add(*map(as_number, terms))
    ordered = sorted(terms, key=lambda term: (term.coefficient.could_extract_minus_sign(), str(term.factors)))
    shown = [_written_term(term) for term in ordered]
    return shown[0] if len(shown) == 1 else sp.MatAdd(*shown, evaluate=False)


def as_number(term: Term) -> sp.Expr:
    """A term that is 1 × 1 as an ordinary expression."""
    if not term.factors:
        return term.coefficient
    return term.coefficient * number_of(_written_term(Term(sp.Integer(1), term.factors)))


def _written_term(term: Term) -> sp.MatrixExpr:
    coefficient, factors = term
    if coefficient == 1 and len(factors) == 1:
        return factors[0]
    parts = factors if coefficient == 1 else (coefficient, *factors)
    return sp.MatMul(*parts, evaluate=False)


def transposed(node: sp.MatrixExpr) -> sp.MatrixExpr:
    """The transpose of one factor.

    >>> transposed(transposed(sp.MatrixSymbol("X", 3, 2)))
    X
    """
    if isinstance(node, sp.Transpose):
        return node.args[0]
    if isinstance(node, sp.Identity | sp.DiagMatrix):
        return node
    if isinstance(node, sp.OneMatrix | sp.ZeroMatrix):
        return type(node)(node.shape[1], node.shape[0])
    if node.shape == (1, 1):
        return node
    return sp.Transpose(node)


def transposed_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The transposes of all terms: products turned round."""
    return tuple(Term(c, tuple(transposed(part) for part in reversed(factors))) for c, factors in terms)


def same(left: sp.MatrixExpr, right: sp.MatrixExpr) -> bool:
    """Whether two expressions have the same terms.

    >>> X, w = sp.MatrixSymbol("X", 3, 2), sp.MatrixSymbol("w", 2, 1)
    >>> same((X * w).T, w.T * X.T)
    True
    """
    one, other = ({term.factors: term.coefficient for term in terms_of(side)} for side in (left, right))
    return bool(one == other)


def common_factor(expression: sp.MatrixExpr) -> sp.MatrixExpr:
    """A sum whose terms begin alike, with that taken out to the left; anything else as it is.

    >>> X, u, v = (sp.MatrixSymbol(name, *shape) for name, shape in (("X", (3, 2)), ("u", (2, 1)), ("v", (2, 1))))
    >>> common_factor(X * u - X * v)
    X*(u - v)
    """
    terms = terms_of(expression)
    shared = len(_common([term.factors for term in terms]))
    if len(terms) < 2 or shared == 0 or any(len(term.factors) <= shared for term in terms):
        return expression
    inner = written(gathered(Term(term.coefficient, term.factors[shared:]) for term in terms))
    return sp.MatMul(*terms[0].factors[:shared], inner, evaluate=False)


def _common(rows: list[Factors]) -> Factors:
    first, *others = rows
    place = 0
    while place < len(first) and all(place < len(row) and row[place] == first[place] for row in others):
        place += 1
    return first[:place]
