"""Gradients by one reverse pass over the expression's graph.

What automatic differentiation does with numbers, done with symbols: every distinct part is visited once, so all
components together cost time proportional to the size of the expression, not one differentiation for each variable.

At each node one operand moves and the others are constants: its slope is a formula of ``rules``. A max, a min or a
Piecewise is passed as one node. Its branches are differentiated by themselves, each in a pass of its own, and their
derivatives stay under their conditions: a slope times 1 or 0 would be no number where another branch is not real.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.boundaries import cases_of
from gdtutor.calculus.branches import Branch, piecewise
from gdtutor.calculus.forms import Kind
from gdtutor.calculus.functions import DERIVATIVES
from gdtutor.calculus.rules import slope_of
from gdtutor.errors import ArgumentError

_UNDEFINED = (AppliedUndef, sp.Derivative, sp.Subs)
Slopes = dict[sp.Symbol, sp.Expr]  # the partial derivatives by the variables on which a part depends


def partials(expression: sp.Expr, variables: Sequence[sp.Symbol]) -> tuple[sp.Expr, ...]:
    """The partial derivatives of ``expression`` with respect to each of ``variables``.

    They hold wherever the expression is real and has a derivative. On a border, where branches meet or arguments of max
    tie, the value is that of one of them.

    Raises:
        ArgumentError: if the expression contains a function that has no entry in the table of derivatives.

    >>> x, y = sp.symbols("x y")
    >>> partials(x**2 * y, (x, y))
    (2*x*y, x**2)
    >>> partials(sp.Piecewise((x, x < 0), (sp.sqrt(x), True)), (x,))
    (Piecewise((1, x < 0), (1/(2*sqrt(x)), True)),)
    """
    slopes = _Passes(variables).through(expression)
    return tuple(slopes.get(variable, sp.Integer(0)) for variable in variables)


class _Passes:
    """Passes backwards: one through the whole, and one through each branch that a condition stands before."""

    def __init__(self, variables: Sequence[sp.Symbol]) -> None:
        self.wanted = set(variables)
        self.known: dict[sp.Expr, Slopes] = {}

    def through(self, expression: sp.Expr) -> Slopes:
        """The slopes of a whole; inner branches come first, so that nothing is nested however deep they are."""
        order = self.children_first(expression)
        apart = {node: cases for node in order if node not in self.known and (cases := cases_of(node))}
        for node, cases in apart.items():
            self.known[node] = self.by_cases(cases)
        return self.backwards(self.children_first(expression) if apart else order)

    def by_cases(self, cases: Sequence[Branch]) -> Slopes:
        slopes = [self.through(branch) for branch, _ in cases]
        found = {}
        for variable in dict.fromkeys(variable for slope in slopes for variable in slope):
            by_branch = (slope.get(variable, sp.Integer(0)) for slope in slopes)
            found[variable] = piecewise(zip(by_branch, (condition for _, condition in cases), strict=True))
        return found

    def children_first(self, expression: sp.Expr) -> list[sp.Expr]:
        """Every distinct part that depends on a variable after all of its own parts; none below what is known."""
        leaves = self.wanted.union(self.known)
        order: dict[sp.Expr, None] = {}
        seen: set[sp.Expr] = set()
        pending: list[tuple[sp.Expr, bool]] = [(expression, False)]
        while pending:
            node, expanded = pending.pop()
            if expanded:
                if any(child in order for child in operands(node)):
                    order[node] = None
            elif node in leaves:
                order[node] = None
            elif node not in seen:
                seen.add(node)
                pending.append((node, True))
                pending.extend((child, False) for child in operands(node))
        return list(order)

    def backwards(self, order: Sequence[sp.Expr]) -> Slopes:
        """What reaches each variable from the last of ``order``, whose own slope is 1."""
        received: dict[sp.Expr, list[sp.Expr]] = {order[-1]: [sp.Integer(1)]} if order else {}
        moving = set(order)
        for node in reversed(order):
            if node in self.wanted:
                continue
            adjoint = sp.Add(*received[node])
            slopes = self.known[node].items() if node in self.known else local_partials(node, moving)
            for child, slope in slopes:
                received.setdefault(child, []).append(adjoint if slope is sp.S.One else adjoint * slope)
        return {part: sp.Add(*parts) for part, parts in received.items() if part in self.wanted}


def operands(node: sp.Expr) -> Sequence[sp.Expr]:
    """The parts by which a node is differentiated: its arguments, without the conditions of its branches.

    >>> x = sp.Symbol("x")
    >>> operands(sp.Piecewise((x**2, x > 0), (1, True)))
    [x**2, 1]
    """
    if isinstance(node, sp.Piecewise):
        return [branch for branch, _ in node.args]
    if isinstance(node, sp.Derivative):
        return tuple(node.expr.args)
    return tuple(node.point) if isinstance(node, sp.Subs) else node.args


def local_partials(node: sp.Expr, moving: Collection[sp.Expr] | None = None) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Pairs (operand, partial derivative of ``node`` with respect to it) for the operands that move, or for all.

    Raises:
        ArgumentError: if no rule is known for the node.

    >>> x = sp.Symbol("x")
    >>> list(local_partials(sp.sin(x)))
    [(x, cos(x))]
    >>> list(local_partials(sp.Rational(1, 2) ** x, {x}))
    [(x, -log(2)/2**x)]
    """
    if isinstance(node, _UNDEFINED):
        yield from _undefined_partials(node)
        return
    if node.is_Add:  # all terms alike, so that long sums stay quick
        one = slope_of(Kind.SUM, node, node.args[0])
        yield from ((term, one) for term in node.args if moving is None or term in moving)
        return
    for operand, (kind, constant) in zip(operands(node), _roles(node), strict=True):
        if moving is None or operand in moving:
            yield operand, slope_of(kind, node, operand, constant)


def _roles(node: sp.Expr) -> Iterable[tuple[Kind, sp.Expr | None]]:
    """For each operand the rule that holds where it moves alone, with what is constant then."""
    if node.is_Mul:
        return ((Kind.MULTIPLE, others) for others in _products_of_others(node.args))
    if node.is_Pow:
        return [(Kind.POWER, node.exp), (Kind.EXPONENTIAL, node.base)]
    if type(node) in DERIVATIVES:
        return [(Kind.FUNCTION, None)]
    if node.args:
        raise ArgumentError(f"no rule of differentiation is known here for {type(node).__name__}")
    return []


def _products_of_others(factors: Sequence[sp.Expr]) -> Iterator[sp.Expr]:
    """For each factor the product of the others, by running products from both ends."""
    after = [sp.Integer(1)]
    for factor in reversed(factors[1:]):
        after.append(factor * after[-1])
    before = sp.Integer(1)
    for factor, rest in zip(factors, reversed(after), strict=True):
        yield before * rest
        before = before * factor


def _slope_of_undefined(node: sp.Expr, place: int) -> sp.Expr:
    """f′(u): at a plain symbol a derivative, at anything else, g(x) among them, a derivative with u put in."""
    if all(argument.is_Symbol for argument in node.args):
        return sp.Derivative(node, node.args[place])
    inner = sp.Symbol("_xi")
    arguments = [inner if at == place else argument for at, argument in enumerate(node.args)]
    return sp.Subs(sp.Derivative(node.func(*arguments), inner), inner, node.args[place])


def _undefined_partials(node: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """f(u), f′(x) and f′(u): one order more, at the same place."""
    if isinstance(node, AppliedUndef):
        yield from ((argument, _slope_of_undefined(node, place)) for place, argument in enumerate(node.args))
    elif isinstance(node, sp.Derivative):
        if not isinstance(node.expr, AppliedUndef):
            raise ArgumentError("a d/dx mark stands in the expression: the function itself is wanted")
        yield from ((argument, sp.Derivative(node, argument)) for argument in node.expr.args)
    else:
        for variable, point in zip(node.variables, node.point, strict=True):
            yield point, sp.Subs(sp.Derivative(node.expr, variable), node.variables, node.point)
