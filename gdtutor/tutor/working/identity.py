"""Whether a side equals what it is said to equal: proved, refuted with a witness and a mistake, or open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.certified import sign
from gdtutor.calculus.equality.decide import Problem, Verdict, decide
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.notation import Reading
from gdtutor.calculus.printing import to_text
from gdtutor.errors import ArgumentError, UnreadableError
from gdtutor.tutor.algebra_diagnosis import diagnose_algebra
from gdtutor.tutor.check import FOLLOWS, Check, CheckVerdict, seen
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.step_check import follows, is_rounded, marks_of
from gdtutor.tutor.working.chains import Chain, Side
from gdtutor.tutor.working.context import Context, linear_letters
from gdtutor.tutor.working.implicit import diagnosed
from gdtutor.tutor.working.limits import limit_of
from gdtutor.tutor.working.reader import Reader

_RIGHT, _WRONG, _PARTIAL = CheckVerdict.CORRECT, CheckVerdict.WRONG, CheckVerdict.PARTIAL
NEXT = "Correct: it follows from the line before."


class Identity:
    """Compares sides by their values.

    Attributes:
        known: what was said.
        reader: reads a text that a slip of the learner is looked for in.
        latest: for each head, the last side that it was said to equal.
        seconds: a bound on the work for one line.
    """

    def __init__(self, known: Context, reader: Reader, latest: dict[sp.Expr, Side], seconds: float) -> None:
        self.known, self.reader, self.latest, self.seconds = known, reader, latest, seconds

    def proved(self) -> Check:
        """What is said of a statement that is proved."""
        is_curve = bool(self.known.equations) and not self.known.meanings
        return Check(_RIGHT, "Correct: it holds along the curve." if is_curve else NEXT)

    def domain_of(self, chain: Chain) -> tuple[sp.Expr, ...]:
        """What has to be real where a statement is judged."""
        wanted: list[sp.Expr] = []
        name = chain.name
        if name is not None and name in self.known.meanings:
            wanted.append(self.known.meanings[name])
        elif isinstance(chain.head.raw, sp.Derivative):
            wanted.append(chain.head.raw.expr)
        if chain.head.reading is not None:
            wanted += chain.head.reading.domain
        return tuple(self.known.value(part) for part in wanted)

    def judge(self, left: sp.Expr, side: Side, domain: tuple[sp.Expr, ...], chain: Chain | None = None) -> Check:
        """Whether a side is identical with a value."""
        right = self.known.value(side.raw)
        demands = tuple(self.known.value(part) for part in side.reading.domain) if side.reading else ()
        before = self.marked(chain.head.raw) if chain is not None else left
        found = follows(before, right, domain, self.seconds, self.slips(chain, right), demands)
        if found.verdict is _RIGHT:
            return found
        is_logarithm = (
            chain is not None and chain.opens and bool(chain.head.raw.free_symbols & self.known.meanings.keys())
        )
        if found.verdict is _PARTIAL and is_logarithm and left.has(sp.log) and right.has(sp.log):
            # ln y = 3 ln(x + 1) - ln(x - 2): what is derived from it holds wherever y has a derivative
            return replace(found, verdict=_RIGHT, message=f"Correct where {found.domain}.")
        if not found.diagnoses and chain is not None and (kept := self.by_a_name(chain, side)) is not None:
            found = kept
        if side.reading is not None and is_rounded(self.known.at_the_moment(left), side.reading):
            return Check(_RIGHT, "Correct: it is the value of the line before, rounded.")
        return found

    def number(self, gap: sp.Expr) -> Check:
        """What is said of a number that is not what the data give; ``gap`` is the data's less the learner's."""
        try:
            found = sign(gap)
        except (UncertainError, OutsideDomainError):
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this number is right is open.")
        if not found:
            return Check(_RIGHT, "Correct: it holds for the values given.")
        named = Diagnosis(("arithmetic_slip",), ("here",))
        off = "small" if found > 0 else "large"
        return Check(_WRONG, f"Wrong. For the values given this number is too {off}.", (named,))

    def by_a_name(self, chain: Chain, side: Side) -> Check | None:
        """The verdict with u left in, where a derivative by u is stated: dy/du = -cos u."""
        head = chain.head.raw
        if (
            not isinstance(head, sp.Derivative)
            or len(head.variables) != 1
            or head.variables[0] not in self.known.meanings
        ):
            return None
        kept = frozenset(head.variables)
        inner = self.known.value(head.expr, kept)
        if head.variables[0] not in inner.free_symbols:
            return None
        found = follows(sp.Derivative(inner, *head.variables), self.known.value(side.raw, kept), (inner,), self.seconds)
        return found if found.verdict is _WRONG else None

    def marked(self, raw: sp.Expr) -> sp.Expr:
        """A side with its marks left in it where they are marks of known functions, so that a mistake can be named."""
        if isinstance(raw, sp.Derivative) and len(set(raw.variables)) == 1:
            (by,) = set(raw.variables)
            inner = self.known.value(raw.expr, frozenset({by}))
            is_plain = by in inner.free_symbols and not any(by in self.known.depends(w) for w in inner.free_symbols)
            overlaid = raw.expr.is_Symbol and (raw.expr, (by,)) in self.known.claims
            if is_plain and not overlaid and (by not in self.known.meanings):
                for _ in range(int(raw.derivative_count) - 1):
                    inner = self.known.total(inner, by)
                return sp.Derivative(inner, by)
            return self.known.value(raw)
        if not raw.args or not raw.has(sp.Derivative):
            return self.known.value(raw)
        if isinstance(raw, sp.Subs | AppliedUndef | sp.Limit):
            return self.known.value(raw)
        return raw.func(*(self.marked(part) if isinstance(part, sp.Expr) else part for part in raw.args))

    def slips(self, chain: Chain | None, after: sp.Expr) -> Callable[[], tuple[Diagnosis, ...]]:
        """What a slip of algebra explains, from the side before."""

        def found() -> tuple[Diagnosis, ...]:
            if chain is None:
                return ()
            reading = chain.last.reading
            named = diagnose_algebra(reading, after, self.meaning) if reading is not None else ()
            if not named and (written := self.written_out(chain)) is not None:
                named = diagnose_algebra(written, after, self.meaning)
            if named or after.free_symbols or chain.order or marks_of(chain.last.raw):
                return named
            return (Diagnosis(("arithmetic_slip",), (to_text(after),)),)

        return found

    def written_out(self, chain: Chain) -> Reading | None:
        """The head with what its names stand for in their places: ln y is ln(x^(sin x))."""
        reading = chain.head.reading
        if reading is None or chain.head.raw.has(sp.Derivative, sp.Limit):
            return None
        names = [node for node in reading.tree.walk() if node.kind == "name" and sp.Symbol(node.value) in self.latest]
        text = reading.text
        for node in sorted(names, key=lambda node: -node.start):
            meant = self.latest[sp.Symbol(node.value)].reading
            if meant is None:
                return None
            text = f"{text[: node.start]}({meant.text.strip()}){text[node.end :]}"
        try:
            return self.reader.read(text) if names else None
        except UnreadableError:
            return None

    def meaning(self, made: sp.Expr) -> sp.Expr:
        """What a slip has made of a side, as a value."""
        try:
            return carry_out(self.known.value(made))
        except ArgumentError as problem:
            raise UnreadableError(str(problem), "") from None

    def from_last(self, chain: Chain, side: Side, domain: tuple[sp.Expr, ...]) -> Check | None:
        """The verdict beside the side before, which is what the learner went on from."""
        if chain.last is chain.head:
            return None
        before = self.marked(chain.last.raw)
        if chain.last.reading is not None:  # what the text before wants to be real is asked of its value
            domain = (*domain, *(self.known.value(part) for part in chain.last.reading.domain))
        right = self.known.value(side.raw)
        demands = tuple(self.known.value(part) for part in side.reading.domain) if side.reading else ()
        found = follows(before, right, domain, self.seconds, self.slips(chain, right), demands)
        if found.verdict is _RIGHT or (side.reading is not None and is_rounded(carry_out(before), side.reading)):
            return Check(_RIGHT, NEXT, evidence=found.evidence if chain.is_right else FOLLOWS)
        return found

    def refuted(self, chain: Chain, side: Side, residual: sp.Expr) -> Check:
        """A statement about a curve that is not proved: a place on the curve at which it is wrong, or nothing."""
        before = self.from_last(chain, side, ())
        if before is not None and before.verdict is _RIGHT:
            return before
        reduced = self.known.reduced(residual)
        relations = [r for r in self.known.equations if r.free_symbols & (residual.free_symbols | reduced.free_symbols)]
        named = diagnosed(self.known, chain.head.raw, side.raw) or (before.diagnoses if before is not None else ())
        named = named or self.slips(chain, self.known.value(side.raw))()
        why = named[0].sentence() if named else ""
        known = self.known.meanings.keys() | {letter for r in self.known.equations for letter in r.free_symbols}
        named_letters = chain.head.raw.free_symbols | side.raw.free_symbols
        if not relations and not named_letters & known and self.known.jets_in(reduced):
            return Check(CheckVerdict.UNDECIDED, "Undecided: nothing says how these letters belong together.")
        is_slope = isinstance(chain.head.raw, sp.Derivative) and chain.head.raw.expr.is_Symbol
        if relations and is_slope and not self.known.value(side.raw).free_symbols and reduced.free_symbols:
            return Check(CheckVerdict.UNDECIDED, "Undecided: a number is the slope at one place; say at which.")
        if not relations and not chain.head.raw.free_symbols and self.known.jets_in(reduced):
            return Check(CheckVerdict.UNDECIDED, "Undecided: the values that are put in are not said.")
        if not relations:
            compared = decide(Problem(reduced, sp.Integer(0), self.domain_of(chain)), self.seconds)
            if compared.verdict is Verdict.REFUTED:
                left, right = self.known.value(chain.head.raw), self.known.value(side.raw)
                both = decide(Problem(self.known.reduced(left), self.known.reduced(right)), self.seconds)
                told = seen(both.witness, "this line", "the line before gives") if both.witness else ""
                why = why or "It does not follow from the lines before."
                return Check(_WRONG, f"Wrong. {told} {why}".replace("  ", " "), named, both.witness)
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this holds is open.")
        if len(relations) > 1:
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this follows from the equations is open.")
        for letter, solution in linear_letters(relations[0]):
            if letter in reduced.free_symbols and letter not in self.known.jets:
                put_in = self.known.reduced(reduced.xreplace({letter: solution}))
                compared = decide(Problem(put_in, sp.Integer(0)), self.seconds)
                if compared.verdict is Verdict.REFUTED and compared.witness is not None:
                    at = ", ".join(f"{name} = {value}" for name, value in compared.witness.point)
                    where = f"It does not hold at {at}, where the equation holds." if at else "It holds nowhere."
                    return Check(_WRONG, f"Wrong. {where} {why}".strip(), named, compared.witness)
        curve = self.known.curve(relations[0])
        if curve is None:
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this follows from the equation is open.")
        places = curve.places(reduced)
        if not places.off:
            return Check(CheckVerdict.UNDECIDED, "Undecided: no place on the curve was found that decides it.")
        if len(places.on) > max(1, len(places.off) // 3):  # a branch, and not single places
            return Check(_PARTIAL, f"Partly right: it holds on a part of the curve at most, not at {places.off[0]}.")
        why = why or f"Differentiate both sides; {curve.y} changes as well."
        return Check(_WRONG, f"Wrong. It does not hold at {places.off[0]}, a place on the curve. {why}", named)

    def of_limits(self, chain: Chain, side: Side) -> Check | None:
        """A side with a limit, or a side behind one: equal for h ≠ 0, or with the same limit."""
        last = chain.last.raw
        limits = [raw for raw in (last, side.raw) if isinstance(raw, sp.Limit)]
        if not limits:
            return None
        letter = limits[0].args[1]
        bodies = [raw.args[0] if isinstance(raw, sp.Limit) else raw for raw in (last, side.raw)]
        if all(isinstance(raw, sp.Limit) for raw in (last, side.raw)) or letter in side.raw.free_symbols:
            before, after = (self.known.value(body, frozenset({letter})) for body in bodies)
            if self.known.vanishes(before - after, (), self.seconds):
                if isinstance(side.raw, sp.Limit):
                    return Check(_RIGHT, NEXT)
                return Check(CheckVerdict.UNDECIDED, f"Undecided: is lim missing? {letter} still stands here.")
        if isinstance(side.raw, sp.Limit):
            body, _, to = side.raw.args[:3]
            if limit_of(self.known.value(body, frozenset({letter})), letter, self.known.value(to)) is sp.zoo:
                return Check(_WRONG, f"Wrong. This grows without bound as {letter} goes to {to}.")
        left, right = self.known.value(chain.head.raw), self.known.value(side.raw)
        if self.known.vanishes(left - right, self.domain_of(chain), self.seconds):
            return Check(_RIGHT, NEXT)
        own = self.known.value(last)
        if own != left and self.known.vanishes(own - right, (), self.seconds):
            return Check(_RIGHT, NEXT)
        return follows(own, right, self.domain_of(chain), self.seconds, self.slips(chain, right))

    def is_zero(self, value: sp.Expr, side: Side) -> bool:
        """Whether a number is 0, or a decimal as it was rounded."""
        if self.known.vanishes(value, (), 0.3):
            return True
        return side.reading is not None and is_rounded(value + self.known.value(side.raw), side.reading)
