"""Gradients by one reverse pass over the expression's graph.

What automatic differentiation does with numbers, done with symbols: every distinct part is visited once, so all
components together cost time proportional to the size of the expression, not one differentiation for each variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.functions import DERIVATIVES
from gdtutor.errors import ArgumentError


def partials(expression: sp.Expr, variables: Sequence[sp.Symbol]) -> tuple[sp.Expr, ...]:
    """The partial derivatives of ``expression`` with respect to each of ``variables``.

    Raises:
        ArgumentError: if the expression contains a function that has no entry in the table of derivatives.

    >>> x, y = sp.symbols("x y")
    >>> partials(x**2 * y, (x, y))
    (2*x*y, x**2)
    """
    wanted = set(variables)
    received: dict[sp.Expr, list[sp.Expr]] = {expression: [sp.Integer(1)]}
    order = _children_first(expression, wanted)
    depending = set(order)
    for node in reversed(order):
        parts = received.get(node)
        if parts is None or node in wanted:
            continue
        adjoint = sp.Add(*parts)
        for child, factor in local_partials(node):
            if child in depending:
                received.setdefault(child, []).append(adjoint * factor)
    return tuple(sp.Add(*received.get(variable, ())) for variable in variables)


def _children_first(expression: sp.Expr, wanted: set[sp.Symbol]) -> list[sp.Expr]:
    """Every distinct part that depends on a wanted variable, each after all of its own parts."""
    order: dict[sp.Expr, None] = {}
    seen: set[sp.Expr] = set()
    pending: list[tuple[sp.Expr, bool]] = [(expression, False)]
    while pending:
        node, expanded = pending.pop()
        if expanded:
            if node in wanted or any(child in order for child in _operands(node)):
                order[node] = None
        elif node not in seen:
            seen.add(node)
            pending.append((node, True))
            pending.extend((child, False) for child in _operands(node))
    return list(order)


def _operands(node: sp.Expr) -> Iterable[sp.Expr]:
    if isinstance(node, sp.Piecewise):
        return [branch for branch, _ in node.args]
    if isinstance(node, sp.Derivative):
        return node.expr.args
    return node.point if isinstance(node, sp.Subs) else node.args


def local_partials(node: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Pairs (operand, partial derivative of ``node`` with respect to that operand), from the rules of calculus.

    >>> x = sp.Symbol("x")
    >>> list(local_partials(sp.sin(x)))
    [(x, cos(x))]
    """
    if node.is_Add:
        yield from ((term, sp.Integer(1)) for term in node.args)
    elif node.is_Mul:
        yield from _product_partials(node)
    elif node.is_Pow:
        yield from _power_partials(*node.as_base_exp())
    elif type(node) in DERIVATIVES:
        yield node.args[0], DERIVATIVES[type(node)](node.args[0])
    elif isinstance(node, sp.Max | sp.Min):
        yield from _extremum_partials(node)
    elif isinstance(node, sp.Piecewise):
        yield from _piecewise_partials(node)
    elif isinstance(node, AppliedUndef):
        yield from ((argument, _slope_of_undefined(node, place)) for place, argument in enumerate(node.args))
    elif isinstance(node, sp.Derivative | sp.Subs):
        yield from _undefined_partials(node)
    elif node.args:
        raise ArgumentError(f"no rule of differentiation is known here for {type(node).__name__}")


def _product_partials(node: sp.Mul) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Each factor with the product of the others, by running products from both ends."""
    after = [sp.Integer(1)]
    for factor in reversed(node.args[1:]):
        after.append(factor * after[-1])
    before = sp.Integer(1)
    for factor, rest in zip(node.args, reversed(after), strict=True):
        yield factor, before * rest
        before = before * factor


def _power_partials(base: sp.Expr, exponent: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    if base is sp.E:
        yield exponent, sp.exp(exponent)
        return
    if base.free_symbols:
        yield base, exponent * base ** (exponent - 1)
    if exponent.free_symbols:
        yield exponent, base**exponent * sp.log(base)


def _extremum_partials(node: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """The largest (smallest) argument passes its derivative on; where two are equal there is none."""
    relation = sp.StrictGreaterThan if isinstance(node, sp.Max) else sp.StrictLessThan
    for argument in node.args:
        rivals = [relation(argument, other, evaluate=False) for other in node.args if other != argument]
        condition = rivals[0] if len(rivals) == 1 else sp.And(*rivals, evaluate=False)
        yield argument, sp.Piecewise((1, condition), (0, True), evaluate=False)


def _slope_of_undefined(node: sp.Expr, place: int) -> sp.Expr:
    """f′(u): at a plain symbol a derivative, at anything else, g(x) among them, a derivative with u put in."""
    if all(argument.is_Symbol for argument in node.args):
        return sp.Derivative(node, node.args[place])
    inner = sp.Symbol("_xi")
    arguments = [inner if at == place else argument for at, argument in enumerate(node.args)]
    return sp.Subs(sp.Derivative(node.func(*arguments), inner), inner, node.args[place])


def _undefined_partials(node: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """f′(x) and f′(u): one order more, at the same place."""
    if isinstance(node, sp.Derivative):
        if not isinstance(node.expr, AppliedUndef):
            raise ArgumentError("a d/dx mark stands in the expression: the function itself is wanted")
        yield from ((argument, sp.Derivative(node, argument)) for argument in node.expr.args)
    else:
        for variable, point in zip(node.variables, node.point, strict=True):
            yield point, sp.Subs(sp.Derivative(node.expr, variable), node.variables, node.point)


def _piecewise_partials(node: sp.Piecewise) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Inside a branch the branch's own derivative holds; at its borders there may be none."""
    for index, (branch, _) in enumerate(node.args):
        marks = [(sp.Integer(int(place == index)), condition) for place, (_, condition) in enumerate(node.args)]
        yield branch, sp.Piecewise(*marks, evaluate=False)
