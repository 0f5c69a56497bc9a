"""Hints for a generated exercise, taken from the rules that its derivation uses: each says more, none the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp

from gdtutor.calculus.derivation import Derivation
from gdtutor.calculus.forms import Form, Kind
from gdtutor.calculus.printing import to_latex
from gdtutor.calculus.rules import RULES, outer_function
from gdtutor.tutor.leaks import says

_SEVERAL = {Kind.PRODUCT: "factors", Kind.QUOTIENT: "parts, above and below the line,", Kind.SUM: "terms"}


def hints(form: Form, derivation: Derivation, answers: Sequence[sp.Expr]) -> list[str]:
    """The outermost rule, what plays its parts, then the derivative of one part; none that says one of the answers.

    >>> from gdtutor.calculus.derivation import derive
    >>> from gdtutor.calculus.forms import form_of_reading
    >>> from gdtutor.calculus.notation import read
    >>> asked, found = read("x^2·sin(3x)"), derive("x^2·sin(3x)", "x")
    >>> for hint in hints(form_of_reading(asked, found.variable), found, [found.result]):
    ...     print(hint)
    From the outside: the product rule, $(u*v)' = u'*v + u*v'$.
    The factors are $x^{2}$ and $\\sin{\\left(3 x \\right)}$.
    One part of it: $\\frac{d}{dx}\\left[x^{2}\\right] = 2 x$.
    """
    found = [*_of_form(form), *_of_parts(derivation)]
    return [hint for hint in dict.fromkeys(found) if not any(says(hint, answer) for answer in answers)]


def _of_form(form: Form) -> Iterator[str]:
    rule = RULES[form.kind]
    name = "chain rule" if form.inner is not None else rule.name
    statement = RULES[Kind.FUNCTION].statement if form.inner is not None else rule.statement
    yield (
        f"From the outside: the {name}, ${statement}$."
        if form.kind is not Kind.FUNCTION or form.inner is not None
        else (f"From the outside: the derivative of {type(form.expression).__name__}, from the table of derivatives.")
    )
    if form.kind is Kind.MULTIPLE:
        yield f"The factor ${to_latex(form.constant)}$ stays as it is. Look at what it multiplies."
        yield from _of_form(form.parts[0])
    elif form.inner is not None:
        outer, inner = to_latex(outer_function(form)), to_latex(form.inner.expression)
        yield f"The outer function is ${outer}$, the inner one $u = {inner}$."
        yield from (f"Inside: {hint[0].lower()}{hint[1:]}" for hint in _first(form.inner))
    elif form.kind in _SEVERAL:
        named = [f"${to_latex(part.expression)}$" for part in form.parts]
        yield f"The {_SEVERAL[form.kind]} are {', '.join(named[:-1])} and {named[-1]}."
    elif form.kind is Kind.POWER:
        yield f"The exponent is ${to_latex(form.constant)}$. Where does it go, and what stands in its place?"


def _first(form: Form) -> list[str]:
    return list(_of_form(form))[:1]


def _of_parts(derivation: Derivation) -> Iterator[str]:
    """What the derivation finds for one part, and that there is a term for it."""
    whole = derivation.expression
    for step in derivation.all_steps:
        mark = step.before
        if isinstance(mark, sp.Derivative) and mark.expr != whole and not step.after.has(sp.Derivative):
            yield f"One part of it: ${to_latex(mark)} = {to_latex(step.after)}$."
            return
