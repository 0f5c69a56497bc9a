"""An expression as a product of powers of coprime parts, cancelled: the form in which its sign can be seen."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.equality.kernel.advice import Product
from gdtutor.calculus.equality.kernel.reader import Reader
from gdtutor.calculus.equality.kernel.readers import reader
from gdtutor.calculus.equality.kernel.showing import show_unit
from gdtutor.calculus.equality.kernel.signs import Parity
from gdtutor.calculus.equality.search.advisor import advisor
from gdtutor.calculus.equality.search.memory import Memory, RestartError


@lru_cache(maxsize=256)
def factored(expression: sp.Expr, seconds: float = 0.2) -> sp.Expr | None:
    """The normal form of the equality engine as a product; ``None`` where there is none, or it depends on signs.

    What was written down is read once more: it is proved equal to the expression wherever that is real.

    >>> x = sp.Symbol("x")
    >>> factored(sp.exp(x) - 2 + sp.exp(-x))
    (exp(x) - 1)**2*exp(-x)
    """
    memory, budget = Memory(), Budget(seconds)
    while True:
        form = reader(memory, budget, (), advisor(memory))
        try:
            found = _written(form, form.product(form.read(expression)))
        except RestartError:
            continue
        except Interruption:
            return None
        return found if found is not None and equal(expression, found, seconds=seconds).proved else None


def _written(form: Reader, product: Product) -> sp.Expr | None:
    """The product as an expression, as long as every |unit| is known to be ±unit."""
    if product.is_zero:
        return sp.Integer(0)
    bare = form.signs.reduced(Parity(1, product.parity.units - product.powers.keys()))
    if bare.units:  # sign(u), of which nothing is known
        return None
    total = sp.Integer(product.parity.sign * bare.sign)
    for unit, power in product.powers.items():
        base, signed = show_unit(form.tables, unit), unit in product.parity.units
        if power.denominator > 1 or signed != bool(power % 2):
            known = form.signs.reduced(Parity(1, frozenset({unit})))
            if known.units:
                return None
            base, total = known.sign * base, total * (known.sign if signed else 1)
        total *= base ** sp.Rational(power.numerator, power.denominator)
    return total
