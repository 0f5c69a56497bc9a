"""Errors carried forward: what a line would say if the learner's own earlier results were right."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
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
        if name != chain.name and by in chain.kept and not meaning.is_Symbol and not slope.has(sp.Derivative):
            claimed.setdefault(sp.Derivative(meaning, by), slope)
    if not claimed:
        return expression
    parts = {mark: sp.Function(f"part_{k}")(*mark.variables) for k, mark in enumerate(claimed)}
    hidden = {mark.expr: part for mark, part in parts.items()}
    inside = {mark: mark.xreplace(hidden) for mark in expression.atoms(sp.Derivative)}
    slopes = {sp.Derivative(part, *mark.variables): claimed[mark] for mark, part in parts.items()}
    shown = {part: expression for expression, part in hidden.items()}
    return carry_out(expression.xreplace(inside)).xreplace(slopes).xreplace(shown)


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
