"""Whether one line of a working follows from the one before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import sympy as sp

from gdtutor.calculus.carry_out import carry_out, is_undefined_derivative
from gdtutor.calculus.certified import agrees
from gdtutor.calculus.equality.decide import Problem, Verdict, decide
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.notation import Reading
from gdtutor.tutor.check import Check, CheckVerdict, seen
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.step_diagnosis import diagnose_step


def follows(
    before: sp.Expr,
    expression: sp.Expr,
    domain: tuple[sp.Expr, ...],
    seconds: float,
    explained: Callable[[], tuple[Diagnosis, ...]] = tuple,
    demands: tuple[sp.Expr, ...] = (),
) -> Check:
    """Whether a line equals the one before, where everything in ``domain`` is real.

    Args:
        before: the line before, perhaps with marks.
        expression: the line.
        domain: what has to be real.
        seconds: a bound on the decision.
        explained: the slips of algebra that lead to the line, asked for where no wrong rule of a mark does.
        demands: what has to be real for the line itself to have a value, and no longer shows in it.

    >>> x = sp.Symbol("x")
    >>> print(follows(sp.Derivative(x**2, x), x + x, (), 1.0))
    Correct: it follows from the line before.
    """
    compared = decide(Problem(carry_out(before), carry_out(expression), domain, demands), seconds)
    evidence = compared.evidence
    if compared.verdict is Verdict.PROVED:
        return Check(CheckVerdict.CORRECT, "Correct: it follows from the line before.", evidence=evidence)
    if compared.verdict is Verdict.UNDECIDED:
        return Check(CheckVerdict.UNDECIDED, f"Undecided: {compared.evidence}.", evidence=evidence)
    told = seen(compared.witness, "this line", "the line before gives")
    if compared.verdict is Verdict.PARTLY:
        message = f"Partly right: it follows where {compared.domain} only. {told}"
        return Check(CheckVerdict.PARTIAL, message, (), compared.witness, compared.domain, evidence)
    marks = sorted(marks_of(before), key=str)
    diagnoses = (diagnose_step(before, marks, carry_out(expression)) if marks else ()) or explained()
    hint = diagnoses[0].sentence() if diagnoses else "It does not follow from the line before."
    return Check(CheckVerdict.WRONG, f"Wrong. {told} {hint}", diagnoses, compared.witness, "", evidence)


def is_rounded(before: sp.Expr, reading: Reading) -> bool:
    """Whether a line is the number before it, rounded where the learner wrote it.

    >>> from gdtutor.calculus.notation import read
    >>> is_rounded(sp.exp(2), read("7.39")), is_rounded(sp.exp(2), read("7.38"))
    (True, False)
    """
    shown = reading.tree
    while shown.kind == "negative":
        (shown,) = shown.arguments
    value = carry_out(before)
    if shown.kind != "number" or "." not in shown.value or value.free_symbols:
        return False
    exponent = Decimal(shown.value).as_tuple().exponent
    try:
        return isinstance(exponent, int) and agrees(value, reading.expression, max(0, -exponent))
    except (UncertainError, OutsideDomainError):
        return False


def marks_of(expression: sp.Expr) -> set[sp.Derivative]:
    """The d/dx marks that are still to be carried out.

    >>> x = sp.Symbol("x")
    >>> marks_of(2 * sp.Derivative(sp.sin(x), x))
    {Derivative(sin(x), x)}
    """
    return {mark for mark in expression.atoms(sp.Derivative) if not is_undefined_derivative(mark)}
