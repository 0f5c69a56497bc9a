"""What a rule's formula is written in: the parts of one node and their derivatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class Parts:
    """What a formula may use at one node: numbers, or expressions, throughout.

    Attributes:
        us: the values of the parts.
        ds: the derivatives of the parts.
        whole: the value of the node.
        constant: the constant factor, exponent or base of the node.
        variable: the value of the variable.
        slope: the outer function's derivative as a function of its argument.
        outer: the outer function.
        log: the natural logarithm, for this kind of quantity.
        pi: the number π, for this kind of quantity.
    """

    us: list[Any]
    ds: list[Any]
    whole: Any
    constant: Any
    variable: Any
    slope: Callable[[Any], Any]
    outer: Callable[[Any], Any]
    log: Callable[[Any], Any]
    pi: Any

    @property
    def u(self) -> Any:
        """The first part."""
        return self.us[0]

    @property
    def v(self) -> Any:
        """The second part."""
        return self.us[1]

    @property
    def du(self) -> Any:
        """The derivative of the first part."""
        return self.ds[0]

    @property
    def dv(self) -> Any:
        """The derivative of the second part."""
        return self.ds[1]
