"""Functions of one affine quantity: pieces in w and b that depend on y − w·x − b alone, such as Huber's loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp

from gdtutor.calculus.branches import branches, has_branches
from gdtutor.calculus.proving.small_polynomial import small_polynomial

_RELATIONS = (sp.Eq, sp.Ne, sp.Ge, sp.Gt, sp.Le, sp.Lt)


def affine_quantities(expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> Iterator[sp.Expr]:
    """Quantities by whose signs the pieces are chosen, without constant terms: affine in the symbols, no symbol alone.

    >>> w, x, y = sp.symbols("w x y")
    >>> list(affine_quantities(sp.Piecewise((0, abs(y - w * x) < 1), (1, True)), [w]))
    [w*x - y]
    """
    found: dict[sp.Expr, None] = {}
    for node in sp.preorder_traversal(expression):
        for quantity in _deciding(node):
            polynomial = small_polynomial(quantity, sorted(quantity.free_symbols, key=str))
            if polynomial is None or polynomial.is_ground:
                continue
            for factor, _ in polynomial.factor_list()[1]:
                bare = factor.as_expr() - factor.coeff_monomial(1)
                used = [symbol for symbol in symbols if symbol in bare.free_symbols]
                if used and not bare.is_Symbol and sp.Poly(bare, *used).total_degree() == 1:
                    found.setdefault(bare)
    yield from found


def _deciding(node: sp.Basic) -> Iterator[sp.Expr]:
    if isinstance(node, _RELATIONS):
        yield node.lhs - node.rhs
    elif isinstance(node, sp.Abs | sp.sign):
        yield node.args[0]
    elif isinstance(node, sp.Max | sp.Min):
        for _, condition in branches(node):
            if isinstance(condition, _RELATIONS):
                yield condition.lhs - condition.rhs


def along(expression: sp.Basic, quantity: sp.Expr, place: sp.Symbol) -> sp.Basic | None:
    """The expression with a symbol for a quantity that is a polynomial; ``None`` where it depends on more than that.

    Every polynomial in it is divided by the quantity again and again: all remainders have to be free of its symbols.

    >>> w, x, z = sp.symbols("w x z")
    >>> along(abs(w * x - 1) + (1 - w * x) ** 2, w * x, z)
    z**2 - 2*z + Abs(z - 1) + 1
    >>> along(abs(w * x) + w, w * x, z) is None
    True
    """
    symbols = quantity.free_symbols
    if not expression.free_symbols & symbols:
        return expression
    if isinstance(expression, _RELATIONS):
        side = along(expression.lhs - expression.rhs, quantity, place)
        return None if side is None else expression.func(side, 0, evaluate=False)
    if isinstance(expression, sp.Expr) and expression.is_polynomial():
        return _by_division(expression, quantity, place)
    parts = []
    for part in _parts(expression):
        parts.append(along(part, quantity, place))
        if parts[-1] is None:
            return None
    return expression.func(*parts, evaluate=False) if has_branches(expression) else expression.func(*parts)


def _parts(expression: sp.Basic) -> list[sp.Basic]:
    """The arguments; of a sum the polynomial terms together, as w·x and y may be no functions of the quantity alone."""
    if not expression.is_Add:
        return list(expression.args)
    polynomial = [term for term in expression.args if term.is_polynomial()]
    return [sp.Add(*polynomial), *(term for term in expression.args if not term.is_polynomial())]


def _by_division(expression: sp.Expr, quantity: sp.Expr, place: sp.Symbol) -> sp.Expr | None:
    symbols = sorted((expression.free_symbols | quantity.free_symbols), key=str)
    rest, divisor = small_polynomial(expression, symbols), small_polynomial(quantity, symbols)
    if rest is None or divisor is None:
        return None
    found, power = sp.Integer(0), 0
    while not rest.is_zero:
        rest, digit = rest.div(divisor)
        term = digit.as_expr()
        if term.free_symbols & quantity.free_symbols:
            return None
        found += term * place**power
        power += 1
    return found
