"""Where an expression is real, as conditions on its parts, and the proof that this domain is a convex set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.signs import nonnegative, positive
from gdtutor.calculus.several.composition import shape
from gdtutor.calculus.several.conditions import Condition, conditions, narrowed
from gdtutor.calculus.several.shape import Shape

Box = Mapping[sp.Symbol, Range]


@dataclass(frozen=True)
class Domain:
    """Where an expression is real.

    Attributes:
        conditions: those that are not met everywhere.
        proofs: for each, that its quantity is concave, so that the condition describes a convex set; else ``None``.
        box: what was given, narrowed by the conditions on single symbols.
    """

    conditions: tuple[Condition, ...]
    proofs: tuple[Shape | None, ...]
    box: Box

    @property
    def is_convex(self) -> bool:
        """Whether it was proved to be a convex set."""
        return None not in self.proofs

    def verify(self) -> bool:
        """Whether the proofs of convexity hold."""
        return all(
            proof is not None and proof.sense <= 0 and proof.expression == condition.quantity and proof.is_proved()
            for condition, proof in zip(self.conditions, self.proofs, strict=True)
        )

    def __str__(self) -> str:
        return " and ".join(map(str, self.conditions)) or "everywhere"


def domain_of(expression: sp.Expr, symbols: Sequence[sp.Symbol], box: Box) -> Domain:
    """The domain within a box; a set {u > 0} or {u ≥ 0} is convex where u is concave.

    >>> x = sp.Symbol("x")
    >>> found = domain_of(x * sp.log(x), [x], {})
    >>> str(found), found.is_convex, str(found.box[x])
    ('x > 0', True, '(0, ∞)')
    >>> domain_of(1 / x, [x], {}).is_convex
    False
    """
    open_conditions = [condition for condition in conditions(expression) if not _always(condition, box)]
    kept = tuple(_settled(condition, box) for condition in open_conditions)
    proofs = tuple(None if c.relation == "!=" else shape(c.quantity, symbols, -1, box) for c in kept)
    return Domain(kept, proofs, narrowed(box, open_conditions))


def _always(condition: Condition, box: Box) -> bool:
    if condition.relation == ">=":
        return nonnegative(condition.quantity, box) is not None
    if positive(condition.quantity, box) is not None:
        return True
    return condition.relation == "!=" and positive(-condition.quantity, box) is not None


def _settled(condition: Condition, box: Box) -> Condition:
    """A quantity that cannot be negative is not zero where it is positive."""
    if condition.relation == "!=" and nonnegative(condition.quantity, box):
        return condition._replace(relation=">")
    return condition
