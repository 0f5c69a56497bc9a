"""Arguments as data: each step an equality or an inequality that proves itself.

An equality is proved by the equality engine, after SymPy has carried out its d/dx marks. An inequality is proved by
writing the difference of its sides as a certificate, an expression whose sign is plain; that the certificate equals the
difference is again left to the equality engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.signs import is_plain, nonnegative, positive
from gdtutor.calculus.verification import differentiated_by_sympy, verify_equality

Box = Mapping[sp.Symbol, Range]
_LATEX_RELATIONS = {"=": "=", ">=": r"\ge", "<=": r"\le", ">": ">", "<": "<"}


@dataclass(frozen=True)
class ProofStep:
    """One line of an argument: ``before (relation) after``.

    Attributes:
        rule: what is done, or what is claimed.
        before, after: both sides, with d/dx marks for what is to be differentiated.
        why: the reason in words.
        relation: ``=``, ``>=``, ``<=``, ``>`` or ``<``.
        certificate: for an inequality, the difference (larger side minus smaller) in a form whose sign is plain.
        domain: expressions that have to be real where the line counts.
        box: what is given about the symbols, as (symbol, range) pairs.
    """

    rule: str
    before: sp.Expr
    after: sp.Expr
    why: str
    relation: str = "="
    certificate: sp.Expr | None = None
    domain: tuple[sp.Expr, ...] = ()
    box: tuple[tuple[sp.Symbol, Range], ...] = ()

    @property
    def difference(self) -> sp.Expr:
        """The larger side minus the smaller one."""
        before, after = differentiated_by_sympy(self.before), differentiated_by_sympy(self.after)
        return before - after if self.relation in (">=", ">") else after - before

    def is_proved(self, seconds: float = 1.0) -> bool:
        """Whether the line is proved.

        >>> x = sp.Symbol("x")
        >>> ProofStep("square", x**2 + 1, 2 * x, "(x - 1)² ≥ 0", ">=", (x - 1) ** 2).is_proved()
        True
        >>> ProofStep("square", x**2 + 1, 2 * x, "(x - 1)² > 0?", ">", (x - 1) ** 2).is_proved()
        False
        """
        domain = [*self.domain, *_real_within(self.box)]
        if self.relation == "=":
            return bool(verify_equality(self.before, self.after, domain, seconds))
        shown = self.difference if self.certificate is None else self.certificate
        if not is_plain(shown, dict(self.box), strict=self.relation in (">", "<")):
            return False
        return shown is self.difference or bool(verify_equality(self.difference, shown, domain, seconds))

    def __str__(self) -> str:
        return f"{to_text(self.before)}\n    {self.relation} {to_text(self.after)}    [{self.rule}: {self.why}]"

    def latex(self) -> str:
        """The line as LaTeX with an alignment mark, without dollar signs."""
        relation = _LATEX_RELATIONS[self.relation]
        return rf"{to_latex(self.before)} &{relation} {to_latex(self.after)} && \text{{{self.rule}}}"

    def to_dict(self) -> dict[str, str]:
        """The line as strings, for JSON."""
        return {
            "rule": self.rule,
            "before": to_text(self.before),
            "relation": self.relation,
            "after": to_text(self.after),
            "why": self.why,
        }


def _real_within(box: tuple[tuple[sp.Symbol, Range], ...]) -> list[sp.Expr]:
    """Expressions that are real just inside the box, to tell the equality engine where it counts."""
    found = []
    for symbol, (low, high, *_) in box:
        inside = Range(low, high)
        if inside.is_nonnegative:
            found.append(sp.log(symbol))
    return found


def at_least(
    rule: str, larger: sp.Expr, smaller: sp.Expr, why: str, box: Box | None = None, strict: bool = False
) -> ProofStep | None:
    """The line ``larger >= smaller`` (or ``>``) with a certificate; ``None`` where no proof is found.

    >>> x = sp.Symbol("x")
    >>> at_least("two squares", x**2 + 4, 4 * x, "a square is never negative").certificate
    (x - 2)**2
    """
    proof = (positive if strict else nonnegative)(larger - smaller, box)
    if proof is None:
        return None
    given = tuple((box or {}).items())
    return ProofStep(
        rule, larger, smaller, f"{why}: {proof.why}", ">" if strict else ">=", proof.certificate, (), given
    )


@dataclass(frozen=True)
class Argument:
    """A chain of proved lines under a heading, with what follows from them.

    Attributes:
        title: what is shown.
        steps: the lines.
        conclusion: what follows, in words.
    """

    title: str
    steps: tuple[ProofStep, ...]
    conclusion: str = ""

    def unproved(self, seconds: float = 1.0) -> tuple[ProofStep, ...]:
        """The lines that are not proved."""
        return tuple(step for step in self.steps if not step.is_proved(seconds))

    def verify(self) -> bool:
        """Whether every line is proved.

        >>> x = sp.Symbol("x")
        >>> Argument("binomial", (ProofStep("expand", (x + 1) ** 2, x**2 + 2 * x + 1, "multiply out"),)).verify()
        True
        """
        return not self.unproved()

    def __str__(self) -> str:
        return "\n".join([self.title, *map(str, self.steps), *([self.conclusion] if self.conclusion else [])])

    def latex(self) -> str:
        """All lines as one aligned block of LaTeX, without dollar signs."""
        return r"\begin{aligned}" + r" \\[4pt] ".join(step.latex() for step in self.steps) + r"\end{aligned}"

    def _repr_markdown_(self) -> str:
        body = [f"**{self.title}**", f"$$\n{self.latex()}\n$$", self.conclusion]
        return "\n\n".join(part for part in body if part)

    def to_dict(self) -> dict[str, object]:
        """The argument as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "title": self.title,
            "verified": self.verify(),
            "steps": [step.to_dict() for step in self.steps],
            "conclusion": self.conclusion,
        }
