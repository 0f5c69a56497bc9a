"""Compute a function by its identity, for whatever numbers are: intervals, ranges, fractions of the normal form.

The identity of a record is taken apart once, into steps of which each distinct part is one; then every argument runs
through the steps. It is an identity between real functions, so that what is not real raises an error on the way and
never becomes a complex number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import sympy as sp

from gdtutor.calculus.functions import RECORDS


class Numbers(Protocol):
    """What knows sums, products, powers and functions of its numbers."""

    def rational(self, above: int, below: int, /) -> Any:
        """A fraction of whole numbers."""

    def constant(self, node: sp.Expr, /) -> Any:
        """π."""

    def sum(self, terms: list[Any], /) -> Any:
        """The sum of several numbers."""

    def product(self, factors: list[Any], /) -> Any:
        """The product of several numbers."""

    def integer_power(self, base: Any, exponent: int, /) -> Any:
        """A number to a whole power, which may be negative."""

    def square_root(self, base: Any, /) -> Any:
        """The square root of a number that may not be negative."""

    def apply(self, function: type, value: Any, /) -> Any:
        """An elementary function of a number."""


Step = Callable[[Numbers, list[Any]], Any]  # from the numbers found so far to the next one
_U = sp.Dummy("u")


def by_identity(numbers: Numbers, function: type[sp.Expr], value: Any) -> Any:
    """f(value) by the identity of f.

    Raises:
        KeyError: for a function without one.
    """
    found = [value]
    for step in _steps(function):  # type: ignore[arg-type]  # a class can be hashed
        found.append(step(numbers, found))
    return found[-1]


def has_identity(function: type[sp.Expr]) -> bool:
    """Whether a function is known through others.

    >>> has_identity(sp.cosh), has_identity(sp.exp), has_identity(sp.Max)
    (True, False, False)
    """
    return function in RECORDS and RECORDS[function].identity is not None


@cache
def _steps(function: type[sp.Expr]) -> tuple[Step, ...]:
    identity = RECORDS[function].identity
    if identity is None:
        raise KeyError(function)
    steps: list[Step] = []
    places = {_U: 0}
    _add_steps(identity(_U), steps, places)
    return tuple(steps)


def _add_steps(node: sp.Expr, steps: list[Step], places: dict[sp.Expr, int]) -> int:
    """Append what computes ``node``; where among the numbers found it will stand."""
    if node not in places:
        step = _step(node, steps, places)
        steps.append(step)
        places[node] = len(steps)
    return places[node]


def _step(node: sp.Expr, steps: list[Step], places: dict[sp.Expr, int]) -> Step:
    if node.is_Rational:
        above, below = int(node.p), int(node.q)
        return lambda numbers, found: numbers.rational(above, below)
    if node is sp.pi:
        return lambda numbers, found: numbers.constant(node)
    if node.is_Add or node.is_Mul:
        parts = [_add_steps(part, steps, places) for part in node.args]
        if node.is_Add:
            return lambda numbers, found: numbers.sum([found[part] for part in parts])
        return lambda numbers, found: numbers.product([found[part] for part in parts])
    first = _add_steps(node.args[0], steps, places)
    if not node.is_Pow:
        function = type(node)
        return lambda numbers, found: numbers.apply(function, found[first])
    if node.exp is sp.S.Half:
        return lambda numbers, found: numbers.square_root(found[first])
    if not node.exp.is_Integer:
        raise ValueError(f"{node} in an identity: only whole powers and square roots are known to all numbers")
    exponent = int(node.exp)
    return lambda numbers, found: numbers.integer_power(found[first], exponent)
