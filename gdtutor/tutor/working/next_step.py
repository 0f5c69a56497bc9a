"""What comes next in a working: a rule and what it applies to, never a result."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.derivation import derive
from gdtutor.calculus.printing import to_text
from gdtutor.errors import GdtutorError

_CARRIED_OUT = ("assemble", "tidy")


def rule_for(function: sp.Expr, variable: sp.Symbol) -> str:
    """The rule with which the derivative of a function begins, and what it applies to.

    >>> x = sp.Symbol("x")
    >>> rule_for(x**2 * sp.sin(x), x)
    'Use the product rule on x^2*sin(x).'
    """
    try:
        steps = derive(function, variable).steps
    except GdtutorError:
        return f"Differentiate {to_text(function)} by {variable}."
    first = next((step for step in steps if step.rule not in _CARRIED_OUT), None)
    if first is None:
        return f"Differentiate {to_text(function)} by {variable}."
    part = first.before.expr if isinstance(first.before, sp.Derivative) else first.before
    return f"Use the {first.rule} on {to_text(part)}."


def for_limit(expression: sp.Expr, letter: sp.Symbol) -> str:
    """What to do with a quotient under a limit.

    >>> x, h = sp.symbols("x h")
    >>> for_limit(((x + h) ** 2 - x**2) / h, h), for_limit(2 * x + h, h)
    ('Make the quotient simpler until h can be cancelled.', 'Let h go to its limit.')
    """
    if sp.together(expression).as_numer_denom()[1].has(letter):
        return f"Make the quotient simpler until {letter} can be cancelled."
    return f"Let {letter} go to its limit."
