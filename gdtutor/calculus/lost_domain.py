"""What a text wants to be real and its SymPy expression no longer shows: √x in (√x)², log x in e^(log x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sympy as sp

from gdtutor.calculus.functions import NOT_EVERYWHERE

Demand = tuple[str, sp.Expr, tuple[sp.Basic, ...]]  # what, of which quantity, under which conditions


def lost_domain(built: Iterable[sp.Expr], expression: sp.Expr) -> tuple[sp.Expr, ...]:
    """Those of the parts built on the way whose demands ``expression`` does not make.

    >>> x = sp.Symbol("x")
    >>> lost_domain([sp.sqrt(x), sp.log(x)], x + sp.log(x))
    (sqrt(x),)
    """
    candidates = [part for part in dict.fromkeys(built) if part.free_symbols]
    if not candidates:
        return ()
    made = set(_demands(expression))
    return tuple(part for part in candidates if not made.issuperset(_demands(part)))


def under_condition(part: sp.Expr, condition: sp.Basic, before: Sequence[sp.Basic]) -> sp.Expr:
    """What has to be real where a condition holds and those before it do not; elsewhere it is 0 and asks nothing.

    >>> x = sp.Symbol("x")
    >>> under_condition(sp.log(x), x > 0, [])
    Piecewise((log(x), x > 0), (0, True))
    """
    branches = [*((sp.Integer(0), other) for other in before), (part, condition)]
    rest = [] if condition is sp.true else [(sp.Integer(0), sp.true)]
    return sp.Piecewise(*branches, *rest, evaluate=False)


def _demands(expression: sp.Expr, under: tuple[sp.Basic, ...] = ()) -> Iterator[Demand]:
    """What has to be positive, not zero, or within a domain, for the expression to be real, and where."""
    if isinstance(expression, sp.Piecewise):
        conditions = tuple(condition for _, condition in expression.args)
        for place, (branch, condition) in enumerate(expression.args):
            yield from _demands(branch, (*under, *conditions[: place + 1]))
            for side in condition.atoms(sp.Rel):
                yield from _demands(side.lhs, under)
                yield from _demands(side.rhs, under)
        return
    if isinstance(expression, NOT_EVERYWHERE):
        yield type(expression).__name__, expression.args[0], under
    elif isinstance(expression, sp.Pow) and expression.base is not sp.E and expression.base.free_symbols:
        if not expression.exp.is_Integer:
            yield "positive", expression.base, under
        if not expression.exp.is_nonnegative:  # 1/√u wants more than √u, where u stays at 0
            yield "not zero", expression.base, under
    for part in expression.args:
        if isinstance(part, sp.Expr):
            yield from _demands(part, under)
