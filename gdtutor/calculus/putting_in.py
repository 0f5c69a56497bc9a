"""Put expressions in for symbols, as ``xreplace`` does, without SymPy's decisions about signs.

SymPy evaluates max, min, |u| and conditions whenever it makes them anew, and compares signs for that, which may take
seconds. Here they stay as they are written; what they are is for the equality engine to say.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp
from sympy.core.relational import Relational

_UNDECIDED = (sp.Max, sp.Min, sp.Abs, sp.sign, Relational, sp.And, sp.Or)


def put_in(expression: sp.Expr, meanings: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """The expression with what the symbols mean in their places, all at once.

    >>> x, y = sp.symbols("x y")
    >>> put_in(sp.Max(x, y, evaluate=False) * x, {x: y + 1})
    (y + 1)*Max(y, y + 1)
    """
    known: dict[sp.Basic, sp.Basic] = dict(meanings)

    def meant(node: sp.Basic) -> sp.Basic:
        if node not in known:
            known[node] = made(node)
        return known[node]

    def made(node: sp.Basic) -> sp.Basic:
        if not node.args or not node.free_symbols & meanings.keys():
            return node
        if isinstance(node, sp.Derivative | sp.Subs):  # f'(x) becomes a derivative at a place
            return node.subs(meanings, simultaneous=True)
        parts = [meant(part) for part in node.args]
        if isinstance(node, sp.Piecewise):
            return sp.Piecewise(*parts, evaluate=False)
        if isinstance(node, _UNDECIDED) and not all(part.is_Rational for part in parts if isinstance(part, sp.Expr)):
            return node.func(*parts, evaluate=False)
        return node.func(*parts)

    return meant(expression)
