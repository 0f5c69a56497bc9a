"""Errors carried forward: what a line would say if the learner's own earlier results were right."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.equality.decide import equal
from gdtutor.tutor.quantities import Chain, Quantities


def as_claimed(known: Quantities, chain: Chain) -> Iterator[sp.Expr]:
    """The last line of a chain with the learner's own results in it, in the ways in which they may be meant."""
    (variable, *_) = (*chain.kept, sp.Dummy())
    is_mark = isinstance(chain.last, sp.Derivative) and chain.order == 1
    if is_mark and chain.name is not None:
        if slope := _slope(known, chain.name, variable, frozenset()):
            yield slope
        if chain.name in known.rewritings:
            yield sp.Derivative(known.rewritings[chain.name].last, variable)
    own = {sp.Derivative(name, by): slope for (name, by), slope in known.claimed.items()}
    yield _with_parts(known, chain.last.xreplace(own), chain)


def _with_parts(known: Quantities, expression: sp.Expr, chain: Chain) -> sp.Expr:
    """An expression with its marks carried out, parts in them having the derivatives that the learner gave them."""
    claimed = dict(known.asides)
    for (name, by), slope in known.claimed.items():
        meaning = known.names.put_in(name, frozenset({by}))
        if name != chain.name and not slope.has(sp.Derivative):
            claimed.setdefault(sp.Derivative(meaning, by), slope)
    wrong = {mark: slope for mark, slope in claimed.items() if _is_part(mark, chain) and not _is_right(mark, slope)}
    if not wrong:
        return expression
    letters = {mark: sorted(mark.expr.free_symbols, key=str) for mark in wrong}
    parts = {mark: sp.Function(f"part_{k}")(*letters[mark]) for k, mark in enumerate(wrong)}
    hidden = {mark.expr: part for mark, part in parts.items()}
    marks = expression.atoms(sp.Derivative)
    inside = {mark: mark.func(mark.expr.xreplace(hidden), *mark.variable_count) for mark in marks}
    slopes = {sp.Derivative(part, *mark.variables): wrong[mark] for mark, part in parts.items()}
    shown = {part: expression for expression, part in hidden.items()}
    return carry_out(carry_out(expression.xreplace(inside)).xreplace(slopes).xreplace(shown))


def _is_part(mark: sp.Derivative, chain: Chain) -> bool:
    """Whether a derivative can be of a part of what a chain is about, by the same variable."""
    return set(mark.variables) == chain.kept and bool(mark.expr.free_symbols) and not mark.expr.is_Symbol


def _is_right(mark: sp.Derivative, slope: sp.Expr) -> bool:
    """Whether the learner's derivative of a part is right: it excuses nothing then."""
    return equal(carry_out(mark), slope, seconds=0.3).proved


def _slope(known: Quantities, name: sp.Symbol, variable: sp.Symbol, seen: frozenset[sp.Symbol]) -> sp.Expr | None:
    """The chain rule with what the learner has for its links; ``None`` where nothing was said about them."""
    if (name, variable) in known.claimed:
        return known.claimed[name, variable]
    links = {by: slope for (of, by), slope in known.claimed.items() if of == name and by in known.forms}
    if name in seen:
        return None
    if not links:
        links = _links_of_form(known, name, variable)
    if not links:
        return None
    total: sp.Expr = sp.Integer(0)
    for by, slope in links.items():
        inner = _slope(known, by, variable, seen | {name})
        if inner is None:
            inner = carry_out(sp.Derivative(known.names.put_in(by, frozenset({variable})), variable))
        total += slope * inner
    return total


def _links_of_form(known: Quantities, name: sp.Symbol, variable: sp.Symbol) -> dict[sp.Symbol, sp.Expr]:
    """dy/du for the letters u in y = √u, where the learner has a derivative of one of them."""
    for form in reversed(known.forms.get(name, [])):
        letters = sorted(form.free_symbols & known.forms.keys(), key=str)
        if any((letter, variable) in known.claimed for letter in letters) and variable not in form.free_symbols:
            return {letter: carry_out(sp.Derivative(form, letter)) for letter in letters}
    return {}
