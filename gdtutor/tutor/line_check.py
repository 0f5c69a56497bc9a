"""Whether a line of a working follows from the last one of its chain, in one of the ways in which it may be meant."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.notation import Reading
from gdtutor.tutor.algebra_diagnosis import diagnose_algebra
from gdtutor.tutor.carried import as_claimed
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.lines import Line
from gdtutor.tutor.quantities import Chain, Quantities
from gdtutor.tutor.step_check import follows, is_rounded


def excused(found: Check, line: Line, is_broken: bool) -> Check:
    """What is said of a line that need not equal the one before: behind ≈, or behind what cannot be read."""
    if found.verdict not in (CheckVerdict.WRONG, CheckVerdict.PARTIAL):
        return found
    if line.is_near:
        return Check(CheckVerdict.UNDECIDED, "Undecided: it is said to be near the line before, not how near.")
    if is_broken and line.left is None:
        return Check(CheckVerdict.UNDECIDED, "Undecided: what stands before it in this line cannot be read.")
    return found


def check_line(known: Quantities, chain: Chain, reading: Reading, seconds: float) -> Check:
    """Whether a line follows from the last of a chain: in the chain's own variable, or with all names put in."""
    names = known.names
    found = _keeping(known, chain, reading, chain.kept, seconds)
    if found.verdict is not CheckVerdict.CORRECT and chain.kept & names.meanings.keys():
        fully = _keeping(known, chain, reading, frozenset(), seconds)
        found = found if found.diagnoses and fully.verdict is not CheckVerdict.CORRECT else fully
    if found.verdict is CheckVerdict.CORRECT:
        return found
    if is_rounded(names.put_in(chain.last), reading):
        return Check(CheckVerdict.CORRECT, "Correct: it is the value of the line before, rounded.")
    for own in as_claimed(known, chain):
        if own == chain.last:
            continue
        carried = _keeping(known, replace(chain, last=own), reading, frozenset(), seconds)
        if carried.verdict is CheckVerdict.CORRECT:
            return replace(carried, message="Correct: it follows from the lines before.")
    return found


def _keeping(known: Quantities, chain: Chain, reading: Reading, kept: frozenset[sp.Symbol], seconds: float) -> Check:
    """Whether a line follows, with all names but ``kept`` put in."""
    put_in = known.names.put_in
    fully = not kept and bool(chain.kept)

    def meant(before: sp.Expr) -> sp.Expr:
        return put_in(carry_out(put_in(before, chain.kept)) if fully else before, kept)

    def substituted(part: sp.Expr) -> sp.Expr:
        return put_in(put_in(part, chain.kept) if fully else part, kept)

    after = substituted(reading.expression)
    of_last = chain.written.domain if chain.written is not None and chain.written.expression == chain.last else ()
    wanted = (carry_out(substituted(part)) for part in (*chain.demands, *of_last))
    domain = (carry_out(put_in(chain.function, kept)), *wanted)
    demands = tuple(carry_out(substituted(part)) for part in reading.domain)

    def slips() -> tuple[Diagnosis, ...]:
        if chain.written is None or chain.written.expression != chain.last:
            return ()
        return diagnose_algebra(chain.written, carry_out(after), lambda before: carry_out(meant(before)))

    return follows(meant(chain.last), after, domain, seconds, slips, demands)
