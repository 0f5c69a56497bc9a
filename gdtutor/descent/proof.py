"""A proof as data: facts, each decided when it is made, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.equality.decide import equal


@dataclass(frozen=True)
class Fact:
    """One step of a proof, decided by the equality engine, or by the signs of its symbols.

    Attributes:
        why: what the step is, in words.
        left: its left side.
        right: its right side.
        relation: "=" or "≥" or ">".
        proved: whether it is decided to be true wherever the left side is defined.
    """

    why: str
    left: sp.Expr
    right: sp.Expr
    relation: str
    proved: bool

    def __str__(self) -> str:
        mark = "" if self.proved else "  (not proved)"
        return f"{self.left} {self.relation} {self.right}    {self.why}{mark}"


def fact(why: str, left: sp.Expr, right: sp.Expr) -> Fact:
    """An equality.

    >>> x = sp.Symbol("x")
    >>> fact("a square", (x + 1) ** 2, x**2 + 2 * x + 1).proved, fact("no", x, x + 1).proved
    (True, False)
    """
    return Fact(why, left, right, "=", equal(left, right).proved)


def signed(why: str, expression: sp.Expr, strict: bool = False) -> Fact:
    """That an expression is never negative (or always positive), as its symbols' own signs show.

    >>> p, q = sp.Symbol("p", positive=True), sp.Symbol("q", real=True)
    >>> signed("both factors are", p**2 * (1 + p)).proved, signed("unknown", p + q).proved
    (True, False)
    """
    proved = expression.is_positive if strict else expression.is_nonnegative
    return Fact(why, expression, sp.Integer(0), ">" if strict else "≥", proved is True)


@dataclass(frozen=True)
class Proof:
    """What is claimed, the facts that it rests on, and how it follows from them.

    Attributes:
        claim: one sentence.
        facts: the steps that were decided.
        conclusion: how the claim follows from the facts.

    >>> x = sp.Symbol("x")
    >>> bool(Proof("A square of a sum.", (fact("expanded", (x + 1) ** 2, x**2 + 2 * x + 1),), "It is so."))
    True
    """

    claim: str
    facts: tuple[Fact, ...]
    conclusion: str

    @property
    def proved(self) -> bool:
        """Whether every fact was decided to be true."""
        return all(each.proved for each in self.facts)

    def __bool__(self) -> bool:
        return self.proved

    def __str__(self) -> str:
        return "\n".join([self.claim, *(f"  {each}" for each in self.facts), self.conclusion])

    def _repr_markdown_(self) -> str:
        signs = {"=": "=", "≥": r"\ge", ">": ">"}
        lines = [
            rf"- {each.why}: $\displaystyle {sp.latex(each.left)} {signs[each.relation]} {sp.latex(each.right)}$"
            + ("" if each.proved else " **(not proved)**")
            for each in self.facts
        ]
        return "\n".join([f"**{self.claim}**", "", *lines, "", self.conclusion])
