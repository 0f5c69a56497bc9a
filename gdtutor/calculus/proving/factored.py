"""An expression as a product of powers of coprime parts, cancelled: the form in which its sign can be seen."""

from __future__ import annotations

import sympy as sp

from gdtutor.calculus.normal_form import NormalForm, Unreadable
from gdtutor.calculus.polynomial import Budget, OutOfBudgetError
from gdtutor.calculus.units import Learnt, RestartError, UndefinedError


def factored(expression: sp.Expr, seconds: float = 0.5) -> sp.Expr | None:
    """The normal form of the equality engine as a product; ``None`` where there is none, or it depends on signs.

    >>> x = sp.Symbol("x")
    >>> factored(sp.exp(x) - 2 + sp.exp(-x))
    (exp(x) - 1)**2*exp(-x)
    """
    learnt, budget = Learnt(), Budget(seconds)
    try:
        while True:
            form = NormalForm(budget, learnt, {})
            try:
                product = form.units.product(form.read(expression))
                break
            except RestartError:
                continue
    except (OutOfBudgetError, Unreadable, UndefinedError, ZeroDivisionError):
        return None
    if set(form.units.signs) - form.units.forced:
        return None
    powers = [(form.units.expression(unit), power) for unit, power in product.powers.items()]
    return sp.Mul(product.sign, *(base ** sp.Rational(p.numerator, p.denominator) for base, p in powers))
