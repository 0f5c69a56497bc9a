"""max, min and Piecewise as branches, each under its condition.

A derivative keeps the conditions: what a branch needs to be real, it needs only where the branch holds. Borders, where
two branches meet, are single points or curves, and say nothing about a derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sympy as sp

Branch = tuple[sp.Expr, sp.Basic]
_BRANCHING = (sp.Max, sp.Min, sp.Piecewise)
_MOST_TO_SPLIT = 4


def has_branches(node: sp.Basic) -> bool:
    """Whether a node is a max, a min or a Piecewise."""
    return isinstance(node, _BRANCHING)


def branches(node: sp.Expr) -> tuple[Branch, ...]:
    """The branches of a max, a min or a Piecewise; the first whose condition holds is the value.

    An argument of max is its value where it exceeds every later one. Where some tie the last of them is taken: on an
    open set they have one derivative, and at a single tie every choice is a subgradient.

    >>> x = sp.Symbol("x")
    >>> branches(sp.Max(0, x))
    ((x, x > 0), (0, True))
    """
    if isinstance(node, sp.Piecewise):
        return tuple((branch, condition) for branch, condition in node.args)
    if has_cases_inside(node):
        return split(node)
    exceeds = sp.StrictGreaterThan if isinstance(node, sp.Max) else sp.StrictLessThan
    arguments = sorted(node.args, key=lambda argument: bool(argument.is_Number))  # x > 0, and not 0 > x
    found = []
    for place, argument in enumerate(arguments):
        rivals = [exceeds(argument, later, evaluate=False) for later in arguments[place + 1 :]]
        found.append((argument, rivals[0] if len(rivals) == 1 else sp.And(*rivals, evaluate=False)))
    return tuple(found)


def has_cases_inside(node: sp.Expr) -> bool:
    """Whether a Piecewise stands inside, so that the node should be split before a condition speaks of its parts.

    SymPy makes a puzzle of a condition that has a Piecewise in it, and what a branch needs to be real would be needed
    by the condition. Of many cases inside one part there would be too many together.
    """
    return 0 < len(node.atoms(sp.Piecewise)) <= _MOST_TO_SPLIT


def split(node: sp.Expr) -> tuple[Branch, ...]:
    """A node with the cases of the first Piecewise inside it as its own.

    >>> x = sp.Symbol("x")
    >>> split(sp.sqrt(sp.Piecewise((0, x < 0), (x, True))))
    ((0, x < 0), (sqrt(x), True))
    """
    inner = next(part for part in sp.preorder_traversal(node) if isinstance(part, sp.Piecewise))
    return tuple((put_in(node, inner, branch), condition) for branch, condition in inner.args)


def put_in(expression: sp.Basic, part: sp.Expr, value: sp.Expr) -> sp.Basic:
    """The expression with a value for one part; SymPy's own replacement would also look into inequalities for long.

    >>> x = sp.Symbol("x")
    >>> put_in(sp.Max(abs(x), 1), abs(x), -x)
    Max(1, -x)
    """
    if expression == part:
        return value
    if not expression.args:
        return expression
    parts = [put_in(one, part, value) for one in expression.args]
    if isinstance(expression, _BRANCHING):
        return expression.func(*parts, evaluate=False)
    return expression.func(*parts)


def piecewise(parts: Iterable[Branch]) -> sp.Expr:
    """One expression of branches; conditions stay as they are, and a condition that decides nothing is left out.

    >>> x = sp.Symbol("x")
    >>> piecewise([(1, x > 2), (0, x > 0), (0, True)]), piecewise([(2 * x, x > 0), (2 * x, True)])
    (Piecewise((1, x > 2), (0, True)), 2*x)
    """
    kept = [(sp.sympify(branch), sp.sympify(condition)) for branch, condition in parts]
    while len(kept) > 1 and kept[-1][1] is sp.true and kept[-2][0] == kept[-1][0]:
        kept[-2:] = [(kept[-1][0], sp.true)]
    return sp.Piecewise(*kept, evaluate=False)


def rebuilt(node: sp.Expr, change: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """A node with its parts changed; SymPy would also rewrite the conditions of branches, or look for the largest one.

    >>> x = sp.Symbol("x")
    >>> rebuilt(sp.Piecewise((x, x > 0), (0, True)), lambda part: part + 1)
    Piecewise((x + 1, x > 0), (1, True))
    """
    if isinstance(node, sp.Piecewise):
        return piecewise((change(branch), condition) for branch, condition in node.args)
    parts = map(change, node.args)
    return node.func(*parts, evaluate=False) if isinstance(node, sp.Max | sp.Min) else node.func(*parts)
