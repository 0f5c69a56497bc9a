"""Claims about what gradient descent does: whether it lowers the loss, and where it comes to rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.certified import sign
from gdtutor.calculus.descending.argument import descent_argument
from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.notation import read, read_expression
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import Argument, ProofStep
from gdtutor.calculus.proving.range import between
from gdtutor.calculus.proving.signs import positive
from gdtutor.calculus.several.convexity import convexity
from gdtutor.calculus.variables import as_symbols
from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.theorems import in_words, problem_of
from gdtutor.tutor.check import Check, CheckVerdict

_MAX_DEGREE = 6


@dataclass(frozen=True)
class DescentStatement:
    """Every update of gradient descent lowers the loss.

    Attributes:
        loss, variables: the loss on which it is tried.

    >>> found = DescentStatement("0.1x^2 + 2y^2", "x y").judge(1.0)
    >>> str(found.verdict), found.domain
    ('partial', '0 < η < 1/2 and the gradient is not zero')
    """

    loss: str
    variables: str

    def judge(self, seconds: float) -> Check:
        """See ``gdtutor.descent_argument``."""
        problem = problem_of(self.loss, self.variables)
        found = descent_argument(problem.loss, problem.variables)
        if not found.verify():
            return in_words(False, "", "")
        if found.counterexample is None:
            always = found.safe_rate is not None and found.safe_rate.limit == sp.oo
            return in_words(always, "every rate lowers this loss", "every line proved")
        limit = None if found.safe_rate is None else found.safe_rate.limit
        domain = "η is small enough" if limit is None else f"0 < η < {to_text(limit)}"
        rises = str(found.counterexample).replace("eta", "η")
        message = f"Partly right: it holds where {domain} and the gradient is not zero. But {rises}."
        evidence = "φ(η) = L(θ − η∇L) has φ′(0) = −|∇L|², every line proved; the counterexample is certified"
        return Check(CheckVerdict.PARTIAL, message, domain=f"{domain} and the gradient is not zero", evidence=evidence)

    def latex(self) -> str:
        shown = read(self.loss, map(str, as_symbols(self.variables))).latex
        return rf"L(\theta^0) > L(\theta^1) > L(\theta^2) > \cdots \quad (L = {shown})"


@dataclass(frozen=True)
class GlobalStatement:
    """Every stationary point of a loss is a global minimum.

    Attributes:
        loss, variables: the loss; without one the claim is about every convex function.

    >>> GlobalStatement().judge(1.0).message
    'Correct: proved for every convex function.'
    >>> print(GlobalStatement("x^4/4 - x^3/3 - x^2", "x").judge(1.0))
    Wrong. At x = -1 the slope is zero and the loss -5/12, but at x = 2 it is -8/3.
    """

    loss: str = ""
    variables: str = ""

    def judge(self, seconds: float) -> Check:
        """By convexity; for a polynomial in one variable also by its stationary points."""
        argument = stationary_is_global()
        if not self.loss:
            return in_words(argument.verify(), "proved for every convex function", argument.conclusion)
        problem = problem_of(self.loss, self.variables)
        found = convexity(problem.loss, problem.variables)
        if found.proved:
            proved = found.verify() and argument.verify()
            return in_words(proved, "the loss is convex, and then it holds", argument.conclusion)
        message = "Undecided: the loss is not proved to be convex, and no stationary point above another was found."
        return _higher_stationary_point(problem) or Check(CheckVerdict.UNDECIDED, message)

    def latex(self) -> str:
        return read(self.loss, map(str, as_symbols(self.variables))).latex if self.loss else ""


def stationary_is_global() -> Argument:
    """A convex function lies on or below its chords; divided by t, the chord bounds the slope, which is zero.

    >>> stationary_is_global().verify()
    True
    """
    here, there, gap, t = sp.symbols("f_x f_y gap t")
    on_the_way = (1 - t) * here + t * there - gap
    box = ((gap, between(0, None)), (t, between(0, 1)._replace(low_open=True)))
    steps = (
        ProofStep(
            "chord", (on_the_way - here) / t, there - here,
            "f(x + t(y - x)) = (1 - t)f(x) + t*f(y) - gap with gap >= 0", "<=", gap / t, (), box,
        ),
    )  # fmt: skip
    conclusion = (
        "As t → 0 the left side becomes the slope ∇f(x)·(y − x), 0 at a stationary point: f(x) ≤ f(y) for all y."
    )
    return Argument("A stationary point of a convex function", steps, conclusion)


def _higher_stationary_point(problem: Problem) -> Check | None:
    """A rational stationary point of a polynomial in one variable, above another one."""
    if len(problem.variables) != 1 or not problem.loss.is_polynomial(*problem.variables):
        return None
    (x,), (slope,) = problem.variables, problem.gradient
    polynomial = sp.Poly(slope, x)
    if polynomial.degree() > _MAX_DEGREE or not all(c.is_Rational for c in polynomial.coeffs()):
        return None
    roots = sorted(polynomial.ground_roots())
    values = [(problem.loss.xreplace({x: root}), root) for root in roots]
    if len(values) < 2 or min(values)[0] == max(values)[0]:
        return None
    low, deep = min(values)
    high, place = next(pair for pair in values if pair[0] > low)
    told = f"At {x} = {place} the slope is zero and the loss {high}, but at {x} = {deep} it is {low}."
    return Check(CheckVerdict.WRONG, f"Wrong. {told}", evidence="exact values")


@dataclass(frozen=True)
class DestinationStatement:
    """Gradient descent from a start, with a rate, comes to rest at a minimum or at a stationary point.

    Attributes:
        loss, variables: the loss; a sum of parabolas, one a variable, or a loss with a slope of one sign.
        start: one number a variable.
        rate: the learning rate.
        place: ``minimum`` or ``stationary point``.

    >>> print(DestinationStatement("x^2 - y^2", "x y", ["1", "0"], "1/4", "minimum").judge(1.0))
    Wrong. It comes to rest at x = 0, y = 0, which is a saddle point.
    >>> print(DestinationStatement("e^(-x)", "x", ["0"], "1", "stationary point").judge(1.0))
    Wrong. The slope in x is below zero everywhere: there is no stationary point to come to.
    """

    loss: str
    variables: str
    start: Sequence[str]
    rate: str
    place: str

    def judge(self, seconds: float) -> Check:
        """Coordinate by coordinate: every step multiplies the distance by 1 − ηλ."""
        problem = problem_of(self.loss, self.variables)
        if self.place not in ("minimum", "stationary point") or len(self.start) != len(problem.variables):
            raise ArgumentError(f"place is {self.place!r} and start {self.start!r}: a minimum or stationary point, "
                                "and one number a variable, are wanted")  # fmt: skip
        for x, slope in zip(problem.variables, problem.gradient, strict=True):
            for sense, word in ((1, "above"), (-1, "below")):
                if positive(sense * slope) is not None:
                    why = f"The slope in {x} is {word} zero everywhere: there is no stationary point to come to."
                    return Check(CheckVerdict.WRONG, f"Wrong. {why}", evidence="the sign is proved")
        curvatures = _curvatures(problem)
        if curvatures is None:
            return Check(CheckVerdict.UNDECIDED, "Undecided: a loss that is a sum of parabolas is wanted for this.")
        return self._on_parabolas(problem, curvatures)

    def _on_parabolas(self, problem: Problem, curvatures: Sequence[sp.Expr]) -> Check:
        rate, centres = read_expression(self.rate), []
        for x, slope, bend, text in zip(problem.variables, problem.gradient, curvatures, self.start, strict=True):
            begin = read_expression(text)
            centre = begin if bend == 0 else x - slope / bend
            centres.append(f"{x} = {to_text(sp.expand(centre))}")
            rests = bend == 0 or sp.expand(begin - centre) == 0
            if not rests and sign(1 - (1 - rate * bend) ** 2) <= 0:
                return Check(CheckVerdict.WRONG, f"Wrong. In {x} every step multiplies the distance by "
                             f"{to_text(1 - rate * bend)}: it does not come to rest.", evidence="exact")  # fmt: skip
        at, saddle = ", ".join(centres), any(sign(bend) < 0 for bend in curvatures)
        if self.place == "minimum" and saddle:
            message = f"Wrong. It comes to rest at {at}, which is a saddle point."
            return Check(CheckVerdict.WRONG, message, evidence="exact")
        return Check(CheckVerdict.CORRECT, f"Correct: it comes to rest at {at}.", evidence="|1 − ηλ| < 1 is certified")

    def latex(self) -> str:
        return read(self.loss, map(str, as_symbols(self.variables))).latex


def _curvatures(problem: Problem) -> list[sp.Expr] | None:
    """λ of each variable, where the loss is a sum of parabolas with numbers as coefficients."""
    hessian = problem.hessian
    if not problem.is_quadratic or problem.loss.free_symbols - set(problem.variables):
        return None
    if any(sp.expand(hessian[i, j]) != 0 for i in range(hessian.rows) for j in range(i)):
        return None
    slopes_are_plain = all(sp.expand(hessian[i, i]) != 0 or g == 0 for i, g in enumerate(problem.gradient))
    return [sp.expand(hessian[i, i]) for i in range(hessian.rows)] if slopes_are_plain else None
