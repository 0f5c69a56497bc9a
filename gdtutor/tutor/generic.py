"""Points at which different formulas seldom agree by chance: where to look before anything is proved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction as Rational

import sympy as sp

_VALUES = [Rational(text) for text in "1.37 2.11 0.73 0.31 5.23 -1.29 -0.47 11.17 0.019 -3.17".split()]


def generic_points(symbols: Iterable[sp.Symbol]) -> Iterator[dict[sp.Symbol, Rational]]:
    """Yield some points, the values of the symbols different at each.

    >>> [str(value) for value in next(generic_points(sp.symbols("y x"))).values()]
    ['137/100', '31/100']
    """
    ordered = sorted(symbols, key=str)
    for start in range(len(_VALUES)):
        yield {symbol: _VALUES[(start + 3 * k) % len(_VALUES)] for k, symbol in enumerate(ordered)}
