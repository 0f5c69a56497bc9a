"""An expression as a polynomial in its quantities: symbols and functions become unknowns, e²ˣ the square of eˣ."""

from __future__ import annotations

from math import gcd

import sympy as sp


def named_quantities(expression: sp.Expr) -> tuple[sp.Expr, dict[sp.Symbol, sp.Expr]]:
    """The expression in unknowns, and what each unknown stands for.

    >>> x = sp.Symbol("x")
    >>> found, meant = named_quantities(sp.exp(3 * x) - sp.exp(x) * sp.sin(x))
    >>> list(meant.values())
    [exp(x), sin(x)]
    """
    steps = _steps(expression)
    names: dict[sp.Expr, sp.Symbol] = {}

    def named(node: sp.Expr) -> sp.Expr:
        if isinstance(node, sp.exp):
            factor, rest = node.args[0].as_coeff_Mul()
            if factor.is_Rational and rest in steps:
                return unknown(sp.exp(steps[rest] * rest)) ** (factor / steps[rest])
        if node.is_Symbol or isinstance(node, sp.Function) or (node.is_Pow and not node.exp.is_Integer):
            return unknown(node)
        return node.func(*map(named, node.args)) if node.args else node

    def unknown(quantity: sp.Expr) -> sp.Symbol:
        return names.setdefault(quantity, sp.Dummy(f"unknown_{len(names)}"))

    found = named(expression)
    return found, {name: quantity for quantity, name in names.items()}


def _steps(expression: sp.Expr) -> dict[sp.Expr, sp.Rational]:
    """For exponentials of multiples of the same u: the greatest number of which all of them are multiples."""
    steps: dict[sp.Expr, sp.Rational] = {}
    for power in sorted(expression.atoms(sp.exp), key=str):
        factor, rest = power.args[0].as_coeff_Mul()
        if factor.is_Rational:
            known = steps.get(rest, sp.Integer(0))
            shared = gcd(int(known.p) * int(factor.q), int(factor.p) * int(known.q))
            steps[rest] = sp.Rational(shared, int(known.q) * int(factor.q))
    return steps
