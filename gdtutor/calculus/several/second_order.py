"""Curvature along a direction, vᵀHv, and the proof that it is never negative: the Hessian is positive semi-definite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.signs import nonnegative

_MAX_MINORS = 4  # variables for which all principal minors are tried
_MAX_OPERATIONS = 1_500

Box = Mapping[sp.Symbol, Range]


def second_partials(expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> sp.Matrix:
    """The Hessian by the rules of calculus, shape (n, n).

    >>> x, y = sp.symbols("x y")
    >>> second_partials(x**2 * y, (x, y))
    Matrix([
    [2*y, 2*x],
    [2*x,   0]])
    """
    first = partials(expression, symbols)
    rows = [partials(component, symbols[i:]) for i, component in enumerate(first)]
    size = range(len(symbols))
    return sp.ImmutableMatrix([[rows[min(i, j)][abs(i - j)] for j in size] for i in size])


def curvature_mark(expression: sp.Expr, symbols: Sequence[sp.Symbol], direction: Sequence[sp.Expr]) -> sp.Expr:
    """vᵀHv with marks for the second derivatives, still to be carried out; f″ where there is one variable."""
    if len(symbols) == 1:
        return sp.Derivative(expression, (symbols[0], 2), evaluate=False)
    terms = []
    for i, (x, v) in enumerate(zip(symbols, direction, strict=True)):
        terms.append(v**2 * sp.Derivative(expression, (x, 2), evaluate=False))
        for y, w in list(zip(symbols, direction, strict=True))[i + 1 :]:
            terms.append(2 * v * w * sp.Derivative(expression, x, y, evaluate=False))
    return sp.Add(*terms)


def directions(symbols: Sequence[sp.Symbol], expression: sp.Expr) -> tuple[sp.Symbol, ...]:
    """Names v₁ … vₙ for the components of a direction that do not occur in the expression."""
    taken = {str(symbol) for symbol in expression.free_symbols}
    letter = next(letter for letter in ("v", "h", "d", "direction") if not any(t.startswith(letter) for t in taken))
    return tuple(sp.Symbol(f"{letter}_{k}") for k in range(1, len(symbols) + 1))


def curvature_steps(
    expression: sp.Expr, symbols: Sequence[sp.Symbol], sense: int, box: Box
) -> tuple[ProofStep, ...] | None:
    """Lines that prove ``sense``·H positive semi-definite within the box; ``None`` where no proof is found.

    >>> x, y = sp.symbols("x y")
    >>> (step,) = curvature_steps(x**2 - 2 * x * y + 3 * y**2, (x, y), 1, {})
    >>> step.certificate
    4*v_2**2 + 2*(v_1 - v_2)**2
    """
    hessian = second_partials(expression, symbols)
    if sum(entry.count_ops() for entry in hessian) > _MAX_OPERATIONS:
        return None
    names = directions(symbols, expression) if len(symbols) > 1 else (sp.Integer(1),)
    mark = curvature_mark(expression, symbols, names)
    form = sp.Add(*(hessian[i, j] * v * w for i, v in enumerate(names) for j, w in enumerate(names)))
    step = _not_negative("curvature", mark, form, sense, box, expression)
    if step is not None:
        return (step,)
    if not 1 < len(symbols) <= _MAX_MINORS:
        return None
    return _minors(expression, symbols, sense * hessian, sense, box)


def _not_negative(
    rule: str, mark: sp.Expr, value: sp.Expr, sense: int, box: Box, function: sp.Expr
) -> ProofStep | None:
    proof = nonnegative(sense * value, box)
    if proof is None and any(power.exp.is_Rational and not power.exp.is_Integer for power in value.atoms(sp.Pow)):
        proof = nonnegative(sp.factor(sp.together(sense * value)), box)  # the terms have a common root
    if proof is None:
        return None
    given, relation = tuple(box.items()), ">=" if sense > 0 else "<="
    why = proof.why if sense > 0 else f"for its negative {proof.why}"
    return ProofStep(rule, mark, sp.Integer(0), why, relation, proof.certificate, (function,), given)


def minor_marks(expression: sp.Expr, symbols: Sequence[sp.Symbol], sense: int) -> list[tuple[tuple[int, ...], sp.Expr]]:
    """Every principal minor of ``sense``·H with marks for the derivatives, and the places of its rows.

    >>> x, y = sp.symbols("x y")
    >>> [len(places) for places, _ in minor_marks(x * y, (x, y), 1)]
    [1, 1, 2]
    """
    found = []
    for size in range(1, len(symbols) + 1):
        for places in combinations(range(len(symbols)), size):
            chosen = [symbols[k] for k in places]
            marks = [[sp.Derivative(expression, *sorted((x, y), key=str)) for y in chosen] for x in chosen]
            found.append((places, (sense * sp.ImmutableMatrix(marks)).det(method="berkowitz")))
    return found


def _minors(
    expression: sp.Expr, symbols: Sequence[sp.Symbol], hessian: sp.Matrix, sense: int, box: Box
) -> tuple[ProofStep, ...] | None:
    """Every principal minor of ±H is at least zero: Sylvester's criterion for semi-definite matrices."""
    steps = []
    for places, mark in minor_marks(expression, symbols, sense):
        value = hessian.extract(places, places).det(method="berkowitz")
        step = _not_negative(f"minor {', '.join(str(symbols[k]) for k in places)}", mark, value, 1, box, expression)
        if step is None:
            return None
        steps.append(step)
    return tuple(steps)
