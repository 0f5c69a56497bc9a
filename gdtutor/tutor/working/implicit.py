"""Slips of implicit differentiation: the wrong equations that follow from an equation by one wrong rule."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.printing import to_text
from gdtutor.errors import GdtutorError
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.working.context import Context

_SECONDS = 0.2


def diagnosed(known: Context, left: sp.Expr, right: sp.Expr) -> tuple[Diagnosis, ...]:
    """The slips that lead from one of the equations to this one.

    >>> x, y = sp.symbols("x y")
    >>> known = Context(varies={y: frozenset({x})}, equations=[x**2 + y**2 - 25])
    >>> [str(found) for found in diagnosed(known, 2 * x + 2 * y, sp.Integer(0))]
    ['implicit_factor_missing']
    """
    try:
        one, other = known.value(left), known.value(right)
    except GdtutorError:
        return ()
    wanted: list[tuple[sp.Expr, sp.Expr]] = [
        (relation, one - other) for relation in known.equations if relation.free_symbols & (one - other).free_symbols
    ]
    if isinstance(left, sp.Derivative) and left.expr.is_Symbol and len(left.variables) == 1:
        if left.expr in known.meanings:
            wanted.append((known.value(left.expr), other))
        elif _is_by_another(known, left, other):
            return (Diagnosis(("wrong_variable",), ("",)),)
    found: dict[str, Diagnosis] = {}
    for whole, residual in wanted:
        for name, predicted, where in _predicted(known, whole):
            if name not in found and _same(predicted, residual):
                found[name] = Diagnosis((name,), (where,))
    return tuple(found.values())


def _is_by_another(known: Context, mark: sp.Derivative, claimed: sp.Expr) -> bool:
    """Whether this is the derivative by another letter."""
    letters = known.depends(mark.expr) - set(mark.variables)
    return any(known.vanishes(known.value(sp.Derivative(mark.expr, by)) - claimed, (), _SECONDS) for by in letters)


def _same(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether two equations are the same up to a sign."""
    return any(equal(one, sign * other, seconds=_SECONDS).proved for sign in (1, -1))


def _predicted(known: Context, relation: sp.Expr) -> Iterator[tuple[str, sp.Expr, str]]:
    """Each wrong rule with the equation that it leads to."""
    for by in sorted({v for letter in relation.free_symbols for v in known.depends(letter)}, key=str):
        right = known.total(relation, by)
        jets = known.jets_in(right)
        yield "implicit_factor_missing", right.xreplace(dict.fromkeys(jets, sp.Integer(1))), to_text(relation)
        terms = sp.Add.make_args(relation)
        slopes = [known.total(term, by) for term in terms]
        for place, term in enumerate(terms):
            rest = sp.Add(*slopes[:place], *slopes[place + 1 :])
            ones = dict.fromkeys(known.jets_in(slopes[place]), sp.Integer(1))
            if ones:
                yield "implicit_factor_missing", rest + slopes[place].xreplace(ones), to_text(term)
            if not term.free_symbols:
                yield "constant_survives", rest + term, to_text(term)
            factors = sp.Mul.make_args(term)
            moving = [factor for factor in factors if known.total(factor, by) != 0]
            if len(moving) > 1:
                fixed = sp.Mul(*(factor for factor in factors if factor not in moving))
                each = [known.total(factor, by) for factor in moving]
                yield "product_of_derivatives", rest + fixed * sp.Mul(*each), to_text(term)
                for kept in range(len(moving)):
                    one = sp.Mul(*moving[:kept], each[kept], *moving[kept + 1 :])
                    yield "product_one_term", rest + fixed * one, to_text(term)
            yield "term_sign", rest - slopes[place], to_text(term)
            if len(terms) > 1 and slopes[place] != 0:
                yield "term_lost", rest, to_text(term)
