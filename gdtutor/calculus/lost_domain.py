"""What a text wants to be real and its SymPy expression no longer shows: √x in (√x)², log x in e^(log x)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sympy as sp

from gdtutor.calculus.functions import NOT_EVERYWHERE

Demand = tuple[str, sp.Expr]


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


def _demands(expression: sp.Expr) -> Iterator[Demand]:
    """What has to be positive, not zero, or within a domain, for the expression to be real."""
    for node in sp.preorder_traversal(expression):
        if isinstance(node, NOT_EVERYWHERE):
            yield type(node).__name__, node.args[0]
        elif isinstance(node, sp.Pow) and node.base is not sp.E and node.base.free_symbols:
            if not node.exp.is_Integer:
                yield "positive", node.base
            elif node.exp < 0:
                yield "not zero", node.base
