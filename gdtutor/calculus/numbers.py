"""Look at a number before SymPy does: how large it is, which sign it has, whether it is zero in disguise.

Enclosures come from interval arithmetic at a fixed precision, so that the work is bounded whatever the number is.
"""

from __future__ import annotations

import math

import sympy as sp
from mpmath.libmp import to_float

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.equality.kernel.readers import reader
from gdtutor.calculus.equality.search.advisor import advisor
from gdtutor.calculus.equality.search.memory import Memory, RestartError
from gdtutor.calculus.evaluation import UncertainError
from gdtutor.calculus.intervals import Interval, Intervals, certain_sign, middle

LARGEST_LOGARITHM = 1e5  # of a number: e^100000 has 43,430 digits
_PRECISION = 300


class Numbers:
    """The numbers of one text; each part is enclosed once."""

    def __init__(self) -> None:
        self._intervals = Intervals({}, _PRECISION)

    def enclosure(self, number: sp.Expr) -> Interval | None:
        """An interval that contains the number; ``None`` where none can be found.

        Raises:
            OutsideDomainError: where it is not real.
        """
        try:
            return self._intervals.value(number)
        except UncertainError:
            return None

    def sign(self, number: sp.Expr) -> int | None:
        """+1, 0 or −1; ``None`` where it cannot be told.

        Raises:
            OutsideDomainError: where the number is not real.
        """
        if number.is_Rational:
            return (number.p > 0) - (number.p < 0)
        found = self.enclosure(number)
        return (certain_sign(found) if found else 0) or (0 if is_hidden_zero(number) else None)

    def logarithm(self, number: sp.Expr) -> float | None:
        """Roughly log|number|; ``None`` where it is not known, and for zero."""
        if isinstance(number, sp.exp) or (number.is_Pow and number.base is sp.E):
            return self.size(number.exp if number.is_Pow else number.args[0])
        found = self.enclosure(number)
        if found is None or not certain_sign(found):
            return None
        size = abs(to_float(found[0]))
        return math.log(size) if 0 < size < math.inf else None

    def size(self, number: sp.Expr) -> float | None:
        """Roughly the number; ``None`` where it is not known or too large."""
        found = self.enclosure(number)
        size = None if found is None else middle(found)
        return size if size is not None and math.isfinite(size) else None


def is_hidden_zero(number: sp.Expr, seconds: float = 0.2) -> bool:
    """Whether the normal form of a number is zero: √2 + √3 − √(5 + 2√6).

    >>> is_hidden_zero(sp.sqrt(2) + sp.sqrt(3) - sp.sqrt(5 + 2 * sp.sqrt(6)))
    True
    """
    memory, budget = Memory(), Budget(seconds)
    while True:
        form = reader(memory, budget, (), advisor(memory))
        try:
            return form.is_zero(form.read(number))
        except RestartError:
            continue
        except Interruption:
            return False
