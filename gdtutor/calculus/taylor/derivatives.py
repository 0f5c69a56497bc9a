"""All partial derivatives up to an order, each from the one before it, with like terms collected to keep them small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb, factorial, prod

import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.errors import TooLargeError

_MAX_OPERATIONS = 2_000  # of one derivative
_MAX_TERMS = 300

Orders = tuple[int, ...]  # how often each variable is differentiated


def orders_up_to(size: int, order: int) -> Iterator[Orders]:
    """Every choice of orders with a sum of at most ``order``, the small sums first.

    >>> list(orders_up_to(2, 2))
    [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
    """
    for total in range(order + 1):
        yield from orders_of(size, total)


def orders_of(size: int, total: int) -> Iterator[Orders]:
    """Every choice of orders with this sum.

    >>> list(orders_of(2, 1))
    [(1, 0), (0, 1)]
    """
    if size == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in orders_of(size - 1, total - first):
            yield (first, *rest)


def factorials(orders: Orders) -> int:
    """The product of the factorials of the orders, which divides the derivative in Taylor's formula.

    >>> factorials((2, 0, 3))
    12
    """
    return prod(map(factorial, orders))


class Derivatives:
    """The partial derivatives of one function, computed when they are asked for and kept."""

    def __init__(self, expression: sp.Expr, variables: Sequence[sp.Symbol]) -> None:
        self.variables = tuple(variables)
        self.known: dict[Orders, sp.Expr] = {(0,) * len(self.variables): expression}

    def before(self, orders: Orders) -> tuple[Orders, sp.Symbol]:
        """The derivative that this one is derived from, and by which variable: the last one that occurs."""
        place = max(k for k, order in enumerate(orders) if order)
        return (*orders[:place], orders[place] - 1, *orders[place + 1 :]), self.variables[place]

    def of(self, orders: Orders) -> sp.Expr:
        """The partial derivative of these orders.

        Raises:
            TooLargeError: when it grows beyond what can be shown.

        >>> x, y = sp.symbols("x y")
        >>> Derivatives(x**3 * y, (x, y)).of((2, 1))
        6*x
        """
        if orders not in self.known:
            earlier, variable = self.before(orders)
            (found,) = partials(self.of(earlier), (variable,))
            self.known[orders] = collected(found)
        return self.known[orders]


def collected(expression: sp.Expr) -> sp.Expr:
    """The expression as it is or multiplied out, whichever is shorter.

    Raises:
        TooLargeError: when both are too long.

    >>> x = sp.Symbol("x")
    >>> collected((x + 1) * x - x**2), collected((x + 1) ** 9)
    (x, (x + 1)**9)
    """
    if _size(expression) > 10 * _MAX_OPERATIONS:
        raise TooLargeError("a derivative of this order would be too large to write down")
    shorter = min(expression, sp.expand_mul(expression), key=_size)
    if _size(shorter) > _MAX_OPERATIONS:
        raise TooLargeError("a derivative of this order would be too large to write down")
    return shorter


def _size(expression: sp.Expr) -> int:
    return int(expression.count_ops())


def check_size(size: int, order: int) -> None:
    """Raise TooLargeError where a polynomial of this order in so many variables has too many terms."""
    if comb(size + order, order) > _MAX_TERMS:
        raise TooLargeError(f"order is {order}: in {size} variables this is more than {_MAX_TERMS} terms")
