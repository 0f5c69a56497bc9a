"""What was read: a small tree that remembers where in the text each part stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """One part of an expression.

    Attributes:
        kind: ``number``, ``name``, ``constant``, ``add``, ``multiply``, ``hadamard`` (u ∘ v), ``divide``, ``power``,
            ``negative``, ``call`` (a known function), ``apply`` (an undefined function, with ``order`` primes),
            ``derivative`` (d/dx), ``limit`` (of its first argument, for the letter ``value`` going to the second) or
            ``piecewise`` (values and conditions in turn; a condition is a ``relation``,
            ``all`` or ``otherwise``).
        value: the digits, the name, or the variable of a d/dx mark.
        arguments: the parts.
        start, end: the part of the text, ``text[start:end]``.
        order: primes of an undefined function, or order of a d/dx mark.
        implied: for a product, whether the sign of multiplication was left out.
        bracketed: whether it stands in brackets of its own; they lie outside of ``text[start:end]``.
    """

    kind: str
    value: str = ""
    arguments: tuple[Node, ...] = ()
    start: int = 0
    end: int = 0
    order: int = 0
    implied: bool = False
    bracketed: bool = False

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.arguments))
