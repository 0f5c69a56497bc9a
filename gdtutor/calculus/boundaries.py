"""Values at which an elementary function is real and has no derivative, and functions that may stay at such a value.

√u at u = 0 and asin u at u = ±1 are such. Where u only passes, that is a single point. Where u stays there on an
interval, as max(0, x) does, √u is constant and its derivative is 0, though the formula u′/(2√u) is 0/0.
"""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.branches import Branch, branches, has_branches, has_cases_inside, piecewise, split
from gdtutor.calculus.functions import FUNCTIONS


def _greater(u: sp.Expr, bound: int) -> sp.Basic:
    return sp.StrictGreaterThan(u, bound, evaluate=False)


# what tells the inside of the domain from its boundary, where the function is still real
BOUNDARY = {record.function: record.inside for record in FUNCTIONS if record.boundary and record.is_partial}
_PIECES = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise)
_MOST_SYMBOLS, _LARGEST_POWER = 3, 8  # of a polynomial whose factors are looked for
_ARCS = (sp.asin, sp.acos, sp.atan, sp.acot, sp.asec, sp.acsc, sp.acosh, sp.asech)


def inside(function: sp.Expr) -> sp.Basic | None:
    """Where f(u) is differentiable, if u may stay at a value where it is not; else ``None``.

    >>> x = sp.Symbol("x")
    >>> inside(sp.asin(abs(x))), inside(sp.asin(x))
    ((Abs(x) > -1) & (Abs(x) < 1), None)
    """
    condition = BOUNDARY.get(type(function))
    return condition(function.args[0]) if condition and may_stay(function.args[0]) else None


def inside_power(base: sp.Expr, exponent: sp.Expr) -> sp.Basic | None:
    """The same for a power, whose boundary is a base of 0.

    >>> x = sp.Symbol("x")
    >>> inside_power(sp.Max(0, x), sp.Rational(1, 2)), inside_power(sp.Max(0, x), sp.Rational(3, 2))
    (Max(0, x) > 0, None)
    """
    return _greater(base, 0) if _has_boundary_at_zero(exponent) and may_stay(base) else None


def _has_boundary_at_zero(exponent: sp.Expr) -> bool:
    return not exponent.is_Integer and not (exponent.is_Rational and not 0 < exponent < 1)


def inside_link(link: sp.Expr, staying: set[sp.Expr]) -> sp.Basic | None:
    """Where a link f(ξ) is differentiable, if ξ is one of those that may stay at a value where it is not.

    >>> xi = sp.Symbol("xi")
    >>> inside_link(2 * sp.sqrt(xi), {xi}), inside_link(2 * sp.sqrt(xi), set())
    (xi > 0, None)
    """
    for node in sp.preorder_traversal(link):
        if node.args and node.args[0] in staying:
            if type(node) in BOUNDARY:
                return BOUNDARY[type(node)](node.args[0])
            if node.is_Pow and _has_boundary_at_zero(node.exp):
                return _greater(node.base, 0)
    return None


def cases_of(node: sp.Expr) -> tuple[Branch, ...]:
    """The cases in which a node is differentiated: its branches, or those of a Piecewise in a root or an arc; or none.

    >>> x = sp.Symbol("x")
    >>> cases_of(sp.sqrt(sp.Piecewise((0, x < 0), (x, True)))), cases_of(sp.sqrt(x))
    (((0, x < 0), (sqrt(x), True)), ())
    """
    if has_branches(node):
        return branches(node)
    has_boundary = type(node) in BOUNDARY or (node.is_Pow and not node.exp.is_Integer)
    if not has_boundary or not has_cases_inside(node.args[0]):
        return ()
    return split(node) if (inside_power(*node.args) if node.is_Pow else inside(node)) is not None else ()


def may_stay(expression: sp.Expr) -> bool:
    """Whether an expression may be constant on an interval and not everywhere, as only corners and jumps allow.

    Corners come from |u|, sign, max, min and Piecewise; √(u²) is |u| in other letters, and asin(sin x) has corners too.

    >>> x = sp.Symbol("x")
    >>> may_stay(x + abs(x)), may_stay(x + sp.sqrt(x**2)), may_stay(1 - x**2)
    (True, True, False)
    """
    if expression.is_Symbol or expression.is_number:
        return False
    if expression.has(*_PIECES):
        return True
    if any(not power.exp.is_Integer and _is_square(power.base) for power in expression.atoms(sp.Pow)):
        return True
    return any(not _is_simple(arc.args[0]) for arc in expression.atoms(*_ARCS))


def _is_square(base: sp.Expr) -> bool:
    """Whether ``base`` may be a product with an even power in it, so that its root has corners: x² − 2x + 1 is one.

    Of a sum that is no polynomial, as 1 − cos 2x and e^(2x) − 2e^x + 1, that is not looked into.
    """
    factors = sp.Mul.make_args(base)
    if any(factor.is_Pow and factor.exp.is_Integer and factor.exp % 2 == 0 for factor in factors):
        return True
    if not base.is_Add:
        return False
    if not base.is_polynomial():
        return bool(base.free_symbols) and not _is_positive_sum(base)
    small = len(base.free_symbols) <= _MOST_SYMBOLS and all(p.exp <= _LARGEST_POWER for p in base.atoms(sp.Pow))
    return not small or not sp.Poly(base).is_sqf


def _is_positive_sum(base: sp.Expr) -> bool:
    """Whether a sum is positive by its form, as 1 + e^x and 1 + log(x)^2 are, so that its root has no corner."""

    def is_strict(factor: sp.Expr) -> bool:
        return isinstance(factor, sp.exp | sp.cosh) or bool(factor.is_Rational and factor > 0)

    def is_even(factor: sp.Expr) -> bool:
        return bool(factor.is_Pow and factor.exp.is_Integer and factor.exp % 2 == 0)

    terms = [sp.Mul.make_args(term) for term in base.args]
    strict = any(all(map(is_strict, factors)) for factors in terms)
    return strict and all(is_strict(factor) or is_even(factor) for factors in terms for factor in factors)


def _is_simple(argument: sp.Expr) -> bool:
    """Whether an arc of this has no corners: a sum of letters with numbers as factors."""
    return all(term.is_number or term.as_coeff_Mul()[1].is_Symbol for term in sp.Add.make_args(argument))


def off_the_boundary(slope: sp.Expr, condition: sp.Basic | None) -> sp.Expr:
    """A slope, and 0 where the argument stays at the boundary."""
    return slope if condition is None else piecewise([(slope, condition), (sp.Integer(0), sp.true)])
