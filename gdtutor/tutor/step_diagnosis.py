"""Name the mistake of one line of a working: wrong rules put into the marks that the line before had left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.forms import form_of
from gdtutor.tutor.diagnosis import Diagnosis, diagnose


def diagnose_step(before: sp.Expr, marks: Sequence[sp.Derivative], after: sp.Expr) -> tuple[Diagnosis, ...]:
    """The wrong rules that lead from a line with marks to the next one, the likeliest first.

    A mark that is alone is diagnosed as a question. One among others is freed first: the line is solved for it, as it
    stands in a sum or a product with the rest carried out rightly.

    >>> x = sp.Symbol("x")
    >>> mark = sp.Derivative(sp.cos(x), x)
    >>> [str(found) for found in diagnose_step(x * mark + sp.cos(x), [mark], x * sp.sin(x) + sp.cos(x))]
    ['trig_sign', 'overall_sign', 'integrated']
    """
    found: list[Diagnosis] = []
    for mark, claimed in _claims(before, marks, after):
        if len(mark.variables) == 1:
            form = form_of(carry_out(mark.expr), mark.variables[0])
            found += [one for one in diagnose(form, mark.variables[0], claimed) if one not in found]
    return tuple(found)


def _claims(before: sp.Expr, marks: Sequence[sp.Derivative], after: sp.Expr) -> Iterator[tuple[sp.Derivative, sp.Expr]]:
    """Each mark with what the next line claims for it, if all the others were carried out rightly."""
    if before in marks:
        yield before, after
        return
    for mark in marks:
        place = sp.Dummy("mark")
        rest = carry_out(before.xreplace({mark: place}))
        factor = rest.diff(place)
        if factor != 0 and not factor.has(place):
            yield mark, (after - rest.xreplace({place: sp.Integer(0)})) / factor
