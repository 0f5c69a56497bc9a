"""Claims in words about gradients: the steepest direction, the chain rule over several paths, convexity, arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import sympy as sp

from gdtutor.calculus.descending.first_order import smallest_in_circle
from gdtutor.calculus.descending.newton_step import best_step, newton_step
from gdtutor.calculus.descending.problem import Problem
from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import read
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.proving.proof import Argument
from gdtutor.calculus.several.convexity import convexity
from gdtutor.calculus.several.steepest import steepest_ascent
from gdtutor.calculus.several.vector_chain import vector_chain
from gdtutor.calculus.variables import as_symbols, read_with
from gdtutor.errors import ArgumentError, TooLargeError
from gdtutor.tutor.auditing.statement import of_comparison
from gdtutor.tutor.check import Check, CheckVerdict

_MAX_OPERATIONS = 60
_MAX_VARIABLES = 3


def problem_of(loss: str, variables: str) -> Problem:
    """A loss with its derivatives, of a size that is argued about in a moment.

    Raises:
        UnreadableError, TooLargeError: for a loss that cannot be read, or is too long.
    """
    symbols = as_symbols(variables)
    function = read_with(loss, symbols)
    if len(symbols) > _MAX_VARIABLES or function.count_ops() > _MAX_OPERATIONS:
        raise TooLargeError(f"at most {_MAX_VARIABLES} variables and {_MAX_OPERATIONS} operations are argued about")
    return Problem(function, symbols)


def in_words(proved: bool, message: str, evidence: str) -> Check:
    """Correct with its reason, or undecided: an argument that is not proved says nothing against the claim."""
    if proved:
        return Check(CheckVerdict.CORRECT, f"Correct: {message}.", evidence=evidence)
    return Check(CheckVerdict.UNDECIDED, "Undecided: a line of the argument was not proved.")


@dataclass(frozen=True)
class SteepestStatement:
    """The gradient of a function always points in the direction of steepest increase, its negative in that of decrease.

    Attributes:
        function, variables: ``f(x, y)`` stands for any function.

    >>> found = SteepestStatement("x^2 + y^2", "x y").judge(1.0)
    >>> str(found.verdict), found.domain
    ('partial', 'the gradient is not zero')
    """

    function: str
    variables: str

    def judge(self, seconds: float) -> Check:
        """Proved by Cauchy and Schwarz' inequality; where the gradient is zero it has no direction."""
        problem = problem_of(self.function, self.variables)
        if not steepest_ascent(problem.loss, problem.variables).verify():
            return in_words(False, "", "")
        flat = self._flat(problem)
        if flat is None:
            return in_words(True, "proved by the Cauchy-Schwarz inequality", "Cauchy-Schwarz, every line proved")
        domain = "the gradient is not zero"
        message = f"Partly right: it holds where {domain} only. {flat} it is zero and has no direction."
        return Check(CheckVerdict.PARTIAL, message, domain=domain, evidence="Cauchy-Schwarz, every line proved")

    def _flat(self, problem: Problem) -> str | None:
        """A place where the gradient is zero."""
        generic = bool(problem.loss.atoms(sp.core.function.AppliedUndef))
        known = sp.Add(*(symbol**2 for symbol in problem.variables)) if generic else problem.loss
        origin = dict.fromkeys(problem.variables, sp.Integer(0))
        if any(slope.subs(origin) != 0 for slope in partials(known, problem.variables)):
            return None
        at = ", ".join(f"{symbol} = 0" for symbol in problem.variables)
        return f"For {to_text(known)} at {at}" if generic else f"At {at}"

    def latex(self) -> str:
        return ""


@dataclass(frozen=True)
class ChainStatement:
    """How a function of functions is differentiated: by the sum over all paths, or by the product along one path.

    Attributes:
        outer: the outermost function, of the names of the layer below.
        layers: the functions of each layer, the outermost first; ``g(x)`` stands for any function.
        variables: the variables.
        rule: ``sum over all paths`` or ``product along one path``.

    >>> ChainStatement("f(y)", [{"y": "g(x)"}], "x", "product along one path").judge(1.0).message
    'Correct: proved for each variable.'
    >>> two = ChainStatement("y*u", [{"y": "x^2", "u": "sin(x)"}], "x", "product along one path")
    >>> str(two.judge(1.0).verdict)
    'wrong'
    """

    outer: str
    layers: Sequence[Mapping[str, str]]
    variables: str
    rule: str

    def judge(self, seconds: float) -> Check:
        """The rule carried out, against the derivative with everything put in."""
        if self.rule not in ("sum over all paths", "product along one path"):
            raise ArgumentError(f"rule is {self.rule!r}: sum over all paths, or product along one path, is wanted")
        chain = vector_chain(self.outer, list(self.layers), self.variables)
        if not chain.verify():
            return in_words(False, "", "")
        if self.rule.startswith("product"):
            for variable in chain.variables:
                first = prod([term.value for term in chain.terms(variable)[:1]], start=sp.Integer(1))
                found = equal(chain.partial(variable), first, (chain.expression,), seconds)
                if found.verdict is not Verdict.PROVED:
                    return of_comparison(found, "one path alone", "the derivative is")
        return in_words(True, "proved for each variable", "every local partial, product and sum is proved")

    def latex(self) -> str:
        return ""


@dataclass(frozen=True)
class ConvexStatement:
    """A function is convex.

    Attributes:
        function, variables: the function.
        on: what is given, ``{"x": [0, 1]}``.

    >>> str(ConvexStatement("x^4 - x^2", "x").judge(1.0).verdict)
    'wrong'
    """

    function: str
    variables: str
    on: Mapping[str, Sequence[int]] | None = None

    def judge(self, seconds: float) -> Check:
        """See ``gdtutor.convexity``."""
        problem = problem_of(self.function, self.variables)
        found = convexity(problem.loss, problem.variables, self.on)
        if found.refuted and found.verify():
            return Check(CheckVerdict.WRONG, f"Wrong: not convex, {found.witness}.", evidence="a certified witness")
        return in_words(found.proved and found.verify(), "proved to be convex", "every line proved")

    def latex(self) -> str:
        return read(self.function, map(str, as_symbols(self.variables))).latex


@dataclass(frozen=True)
class ArgumentStatement:
    """A part of the lectures' argument, carried out for a loss.

    Attributes:
        part: ``smallest in the circle`` (−η∇L is where the first-order model is smallest), ``Newton's step`` (it makes
            the second-order model stationary) or ``best step`` (|f′|/f″ leads to the minimum of a parabola).
        loss, variables: ``L(x, y)`` stands for any loss.

    >>> ArgumentStatement("smallest in the circle", "f(x, y)", "x y").judge(1.0).message
    'Correct: every line of the argument is proved.'
    """

    part: str
    loss: str
    variables: str

    def judge(self, seconds: float) -> Check:
        """Whether every line of the argument is proved."""
        problem = problem_of(self.loss, self.variables)
        found = self._argument(problem)
        if found is None:
            return Check(CheckVerdict.UNDECIDED, "Undecided: there is no such argument for this loss.")
        return in_words(found.verify(), "every line of the argument is proved", found.conclusion)

    def _argument(self, problem: Problem) -> Argument | None:
        if self.part == "smallest in the circle":
            return smallest_in_circle(problem)
        if self.part == "Newton's step":
            newton = newton_step(problem)
            return newton.argument if newton else None
        if self.part == "best step":
            return best_step(problem)
        wanted = "smallest in the circle, Newton's step or best step"
        raise ArgumentError(f"part is {self.part!r}: {wanted} is wanted")

    def latex(self) -> str:
        return ""
