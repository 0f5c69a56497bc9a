"""What a comparison finds: a verdict with its evidence, and a witness where the two sides differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import sympy as sp

from gdtutor.calculus.equality.kernel.certificate import Certificate


class Verdict(StrEnum):
    """How two expressions compare."""

    PROVED = "proved"
    PARTLY = "partly"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Witness:
    """A point at which the two sides differ, with certified values.

    Attributes:
        point: the value of each symbol, exact.
        left: the value of the first expression there.
        right: the value of the second, or ``None`` where it is not a real number.
    """

    point: tuple[tuple[str, sp.Rational], ...]
    left: float
    right: float | None

    def __str__(self) -> str:
        at = ", ".join(f"{name} = {value}" for name, value in self.point) or "every point"
        return (
            f"at {at}: {self.left:.6g} against {'no real value' if self.right is None else format(self.right, '.6g')}"
        )


@dataclass(frozen=True)
class Equality:
    """The outcome of a comparison.

    Attributes:
        verdict: proved, partly (on a proper part of the question's domain), refuted or undecided.
        witness: a point where they differ, for ``refuted`` and ``partly``.
        domain: for ``partly``, where they are equal, in words.
        evidence: what the verdict rests on, in words.
        certificate: for ``proved``, what the proof rests on; its ``check()`` goes through all of it again.

    >>> from gdtutor.calculus.equality.decide import equal
    >>> bool(equal("tan(x)*cos(x)", "sin(x)")), equal("x^2", "x^3").refuted
    (True, True)
    """

    verdict: Verdict
    witness: Witness | None = None
    domain: str = ""
    evidence: str = ""
    certificate: Certificate | None = field(default=None, repr=False, compare=False)

    @property
    def proved(self) -> bool:
        """Whether equality is proved wherever the first expression is defined."""
        return self.verdict is Verdict.PROVED

    @property
    def refuted(self) -> bool:
        """Whether a certified witness shows that they are not equal."""
        return self.verdict is Verdict.REFUTED

    def __bool__(self) -> bool:
        return self.proved
