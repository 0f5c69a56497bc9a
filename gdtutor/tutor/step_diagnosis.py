"""Name the mistake of one line of a working: wrong rules put into the marks that the line before had left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import Floats
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.printing import to_text
from gdtutor.tutor.diagnosis import Diagnosis, constants_added, diagnose
from gdtutor.tutor.generic import generic_points
from gdtutor.tutor.prediction import NO_VALUE
from gdtutor.tutor.slip import numbers_put_right

_OF_THE_LINE = ("constant_added", "arithmetic_slip")  # about the numbers of the line, not about what follows for a mark
_SECONDS = 0.2  # for one proof


def diagnose_step(before: sp.Expr, marks: Sequence[sp.Derivative], after: sp.Expr) -> tuple[Diagnosis, ...]:
    """The wrong rules that lead from a line with marks to the next one, the likeliest first.

    A mark that is alone is diagnosed as a question. One among others is freed first: the line is solved for it, as it
    stands in a sum or a product with the rest carried out rightly. A wrong number is looked for in the line itself.

    >>> x = sp.Symbol("x")
    >>> mark = sp.Derivative(sp.cos(x), x)
    >>> [str(found) for found in diagnose_step(x * mark + sp.cos(x), [mark], x * sp.sin(x) + sp.cos(x))]
    ['trig_sign', 'overall_sign', 'integrated']
    """
    found: list[Diagnosis] = []
    for mark, claimed in _claims(before, marks, after):
        if len(mark.variables) == 1:
            form = form_of(carry_out(mark.expr), mark.variables[0])
            named = diagnose(form, mark.variables[0], claimed)
            freed = mark is not before
            found += [one for one in named if one not in found and not (freed and set(one.mistakes) & {*_OF_THE_LINE})]
    return tuple(found) or tuple(_of_the_line(carry_out(before), after))


def _of_the_line(right: sp.Expr, after: sp.Expr) -> Iterator[Diagnosis]:
    """A constant that was added to the line, or a number in it that is wrong."""
    for constant in constants_added(after, right.free_symbols):
        if equal(right + constant, after, seconds=_SECONDS):
            yield Diagnosis(("constant_added",), ("",))
    points, values = [], []
    for point in generic_points(right.free_symbols | after.free_symbols):
        try:
            values.append(float(Floats(point).value(right)))
        except NO_VALUE:
            continue
        points.append(point)
        if len(points) == 3:
            break
    for number, mended in numbers_put_right(after, points, values) if points else ():
        if equal(mended, right, seconds=_SECONDS):
            yield Diagnosis(("arithmetic_slip",), (to_text(number),))


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
