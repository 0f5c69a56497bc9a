"""What the search learns and keeps through one comparison: the coprime basis, and the steps of the other bases.

One comparison reads its two sides several times: once for every case of signs, and again when a unit turns out to be
composite. The tables of generators, units and factors stay the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction as Rational
from typing import Any, NamedTuple

from gdtutor.calculus.budget import Interruption, OutOfBudgetError
from gdtutor.calculus.equality.kernel.polynomial import Poly
from gdtutor.calculus.equality.kernel.tables import PolyKey, Tables

_MAX_RESTARTS = 40


class RestartError(Interruption):
    """A unit turned out to be composite or a basis too coarse: read everything again with what was learnt."""


class Split(NamedTuple):
    """``sign · Π part**power``."""

    sign: int
    parts: tuple[tuple[Poly, int], ...]


@dataclass
class Memory(Tables):
    """The tables, and everything that was learnt.

    Attributes:
        basis: the primitive polynomials met so far; no two have a common factor.
        splits: how composite polynomials are products of those.
        steps: the steps of the bases of exponents, angles, roots and large powers.
        lines: the number lines made so far, by the units that cut them (see ``number_line``).
    """

    basis: list[Poly] = field(default_factory=list)
    splits: dict[PolyKey, Split] = field(default_factory=dict)
    steps: dict[object, Rational] = field(default_factory=dict)
    lines: dict[frozenset[int], Any] = field(default_factory=dict)
    restarts: int = 0

    def restart(self) -> RestartError:
        """The error to raise after something was learnt."""
        self.restarts += 1
        if self.restarts > _MAX_RESTARTS:
            raise OutOfBudgetError
        return RestartError()

    def refine(self, key: object, step: Rational) -> RestartError:
        """Learn a finer step of a basis."""
        self.steps[key] = step
        return self.restart()
