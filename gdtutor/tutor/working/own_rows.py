"""Errors carried forward: whether a statement follows from earlier rows of the learner that are wrong or open."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.equality.decide import equal
from gdtutor.errors import GdtutorError
from gdtutor.tutor.check import FOLLOWS, Check, CheckVerdict
from gdtutor.tutor.working.chains import Chain, Fact, Side
from gdtutor.tutor.working.context import Context
from gdtutor.tutor.working.identity import Identity
from gdtutor.tutor.working.scan import Scan

_RIGHT = CheckVerdict.CORRECT
_MOST_FACTS = 8  # earlier statements from which a row may follow
CARRIED = Check(_RIGHT, "Correct: it follows from the lines before.", evidence=FOLLOWS)


class OwnRows:
    """Takes the learner's own rows for true, one after another.

    Attributes:
        known: what was said.
        scan: by which letter a prime differentiates.
        facts: the equations that were stated.
        identity: compares numbers as they were rounded.
        used: the rows that the line at hand needs.
    """

    def __init__(self, known: Context, scan: Scan, facts: list[Fact], identity: Identity) -> None:
        self.known, self.scan, self.facts, self.identity = known, scan, facts, identity
        self.used: set[int] = set()

    def judge(self, chain: Chain, side: Side) -> Check | None:
        """Whether a statement follows from earlier ones that are wrong or open, so that an error is carried forward."""
        own = [fact for fact in self.facts if not fact.is_right][-_MOST_FACTS:]
        if not own:
            return None
        if chain.last is not chain.head and self.known.equations and self.goes_on(chain, side):
            return CARRIED
        if self.carried(chain, side, own):
            self.used |= {fact.right.row for fact in own if isinstance(fact.left.raw, sp.Derivative)}
            return CARRIED
        for fact in reversed(own):
            names = {
                name for name in self.known.meanings if name in fact.left.raw.free_symbols | fact.right.raw.free_symbols
            }
            if fact.left.raw in names and not fact.left.raw.free_symbols & fact.right.raw.free_symbols:
                meanings = {**self.known.meanings, fact.left.raw: fact.right.raw}
                if self.holds_with(chain, side, meanings=meanings, equations=[]):
                    return CARRIED
            # the row alone: what it names varies, and nothing else is known of it
            by = frozenset({sp.Symbol(self.scan.variable)})
            free = {name: meaning for name, meaning in self.known.meanings.items() if name not in names}
            varies = {**self.known.varies, **dict.fromkeys(names, by)}
            with (
                contextlib.suppress(GdtutorError),
                self.known.assuming(meanings=free, varies=varies, equations=[]) as alone,
            ):
                relation = alone.value(fact.left.raw) - alone.value(fact.right.raw)
                residual = alone.value(chain.head.raw) - alone.value(side.raw)
                if alone.jets_in(relation):
                    if self.same_equation(relation, residual, alone):
                        return CARRIED
                    continue
                alone.equations.append(relation)
                is_tied = any(map(alone.depends, relation.free_symbols))  # else it is no equation but a false identity
                if side.reading is not None and side.reading.domain:
                    continue
                if is_tied and relation.free_symbols & residual.free_symbols and alone.vanishes(residual, (), 0.3):
                    return CARRIED
        return None

    def same_equation(self, relation: sp.Expr, residual: sp.Expr, known: Context) -> bool:
        """Whether an equation with derivatives is another one, solved for a derivative or multiplied by something."""
        for jet in known.jets_in(relation):
            factor = relation.diff(jet)
            if factor == 0 or jet in factor.free_symbols:
                continue
            solved = -relation.xreplace({jet: sp.Integer(0)}) / factor
            if jet in residual.free_symbols and known.vanishes(residual.xreplace({jet: solved}), (), 0.3):
                return True
        return False

    def goes_on(self, chain: Chain, side: Side) -> bool:
        """Whether a side equals the one before it along the curve."""
        with contextlib.suppress(GdtutorError, Interruption):
            return self.agree(self.known, self.known.value(chain.last.raw), self.known.value(side.raw), side)
        return False

    def agree(self, known: Context, left: sp.Expr, right: sp.Expr, side: Side) -> bool:
        """Whether two values agree wherever the first is real, also what the text of the second wants to be real."""
        if side.reading is not None and side.reading.domain:
            return False
        if known.equations or known.jets_in(left - right):
            return known.vanishes(left - right, (), 0.5)
        return bool(equal(left, right, seconds=0.5).proved)

    def carried(self, chain: Chain, side: Side, own: Sequence[Fact]) -> bool:
        """Whether a statement follows with derivatives as the learner has them, also those of parts."""
        claims: dict[tuple[sp.Symbol, tuple[sp.Symbol, ...]], sp.Expr] = {}
        parts: list[tuple[sp.Expr, sp.Expr, sp.Symbol]] = []
        for fact in own:
            head = fact.left.raw
            if isinstance(head, sp.Derivative):
                if head.expr.is_Symbol:
                    claims[head.expr, tuple(head.variables)] = fact.right.raw
                if len(head.variables) == 1:
                    parts.append((head.expr, fact.right.raw, head.variables[0]))
        if not parts and not claims:
            return False
        with contextlib.suppress(GdtutorError, Interruption), self.known.assuming(claims=claims) as other:
            right = other.value(side.raw)
            if chain.sides and self.agree(other, other.value(chain.last.raw), right, side):
                return True
            head = chain.head.raw
            if isinstance(head, sp.Derivative):
                whole = other.value(head.expr, frozenset(head.variables))
                lower = (head.expr, tuple(head.variables[:-1]))
                if len(head.variables) > 1 and lower in claims:
                    whole = other.value(claims[lower])
                elif len(head.variables) > 1:
                    return self.agree(other, other.value(head), right, side)
                lefts = self.with_parts(whole, head.variables[-1], parts, other), other.value(head)
                at = [] if right.free_symbols else [other.at_the_moment(left - right) for left in lefts]
                if any(self.identity.is_zero(gap, side) for gap in at):
                    return True
                return any(self.agree(other, left, right, side) for left in lefts)
            return self.agree(other, other.value(head), right, side)
        return False

    def with_parts(
        self, whole: sp.Expr, by: sp.Symbol, parts: Sequence[tuple[sp.Expr, sp.Expr, sp.Symbol]], known: Context
    ) -> sp.Expr:
        """The derivative of a whole in which parts have the derivatives that the learner gave them."""
        letters: dict[sp.Symbol, tuple[sp.Expr, sp.Expr]] = {}
        for part, claim, own_by in parts:
            value = known.value(part, frozenset({own_by}))
            if own_by == by and value.free_symbols and value != whole:
                letters[sp.Symbol(f"part{len(letters)}")] = (value, known.value(claim))
        folded = whole.subs({value: letter for letter, (value, _) in letters.items()})
        names = sorted(letters, key=str)
        slopes = [known.total(folded, by), *(folded.diff(name) for name in names)]
        made = slopes[0] + sp.Add(*(slope * letters[n][1] for slope, n in zip(slopes[1:], names, strict=True)))
        return known.value(made.xreplace({letter: value for letter, (value, _) in letters.items()}))

    def holds_with(self, chain: Chain, side: Side, **changes: object) -> bool:
        """Whether a statement is proved with other facts."""
        with contextlib.suppress(GdtutorError, Interruption), self.known.assuming(**changes) as other:
            left, right = other.value(chain.head.raw), other.value(side.raw)
            residual = left - right
            if not side.raw.free_symbols and self.identity.is_zero(other.at_the_moment(residual), side):
                return True
            return self.agree(other, left, right, side)
        return False
