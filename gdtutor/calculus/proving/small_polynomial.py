"""Polynomials out of expressions, where they are small: nothing is expanded that explodes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import comb

import sympy as sp

MAX_DEGREE = 16
MAX_TERMS = 400


def small_polynomial(
    expression: sp.Expr, symbols: Sequence[sp.Symbol], domain: str = "QQ", max_degree: int = MAX_DEGREE
) -> sp.Poly | None:
    """The expression as a polynomial in ``symbols``; ``None`` where it is none or would be too large.

    Args:
        expression: any expression.
        symbols: the unknowns.
        domain: ``"QQ"`` for rational coefficients, ``"EX"`` for anything without the unknowns.
        max_degree: the largest degree that is still small.

    >>> x = sp.Symbol("x")
    >>> small_polynomial((x + 1) ** 2, [x]).all_coeffs()
    [1, 2, 1]
    >>> small_polynomial((x + 1) ** 10_000, [x]) is small_polynomial(sp.sin(x), [x]) is None
    True
    """
    degree = degree_bound(expression, symbols)
    if not symbols or degree is None or degree > max_degree or comb(degree + len(symbols), degree) > MAX_TERMS:
        return None
    if domain == "QQ" and not _has_rational_coefficients(expression, set(symbols)):
        return None
    try:
        return sp.Poly(expression, *symbols, domain=domain)
    except sp.PolynomialError:
        return None


def _has_rational_coefficients(node: sp.Expr, symbols: set[sp.Symbol]) -> bool:
    """Whether it is made of the symbols and rational numbers; √π and σ(2) are numbers, and no rational ones."""
    if node.is_Add or node.is_Mul:
        return all(_has_rational_coefficients(part, symbols) for part in node.args)
    if node.is_Pow:
        return bool(node.exp.is_Integer) and _has_rational_coefficients(node.base, symbols)
    return bool(node.is_Rational) or node in symbols


def degree_bound(node: sp.Expr, symbols: Collection[sp.Symbol]) -> int | None:
    """The degree as it stands, before anything cancels; ``None`` for what is no polynomial in the symbols.

    >>> x, y = sp.symbols("x y")
    >>> degree_bound((x * y + 1) ** 3, {x}), degree_bound(sp.sin(x), {x}), degree_bound(sp.sin(y), {x})
    (3, None, 0)
    """
    symbols = frozenset(symbols)
    if not node.free_symbols & symbols:
        return 0
    if node.is_Symbol:
        return 1
    if node.is_Pow and node.exp.is_Integer and node.exp > 0:
        inner = degree_bound(node.base, symbols)
        return None if inner is None else inner * int(node.exp)
    if not (node.is_Add or node.is_Mul):
        return None
    degrees = [degree_bound(part, symbols) for part in node.args]
    known = [degree for degree in degrees if degree is not None]
    if len(known) < len(degrees):
        return None
    return max(known) if node.is_Add else sum(known)
