"""Read mathematics as learners type it. A text is hostile input: it has a grammar and bounds, it is never evaluated."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.doubts import Doubt, doubts, edited
from gdtutor.calculus.language.grammar import Parser
from gdtutor.calculus.language.lost_domain import lost_domain
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.language.typeset import typeset
from gdtutor.errors import ArgumentError, UnreadableError


@dataclass(frozen=True)
class Reading:
    """What a text was read as.

    Attributes:
        text: the text as it was given.
        tree: its parts with their places in the text.
        expression: the same as a SymPy expression, decimals exact.
        notes: a sentence for everything that was ambiguous.
        domain: what the text wants to be real and SymPy's expression has lost, as √x in (√x)², which becomes x.
        doubts: where the text could be read otherwise.
    """

    text: str
    tree: Node
    expression: sp.Expr
    notes: tuple[str, ...] = ()
    domain: tuple[sp.Expr, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def latex(self) -> str:
        """What was read, as LaTeX with every bracket that the reading implies."""
        return typeset(self.tree)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"


def read(
    text: str,
    names: Iterable[str] = (),
    quantities: Mapping[str, str] | None = None,
    primed_by: str = "",
    functions: Iterable[str] = (),
) -> Reading:
    """Read a text as mathematics.

    Args:
        text: plain text (``2x sin(x)^2``) or LaTeX (``\\frac{1}{x}``); a left side such as ``dy/dx =`` is allowed.
        names: names that are variables here, so that ``lr`` is one name and ``f`` no function.
        quantities: names that may be differentiated as a whole, each with the variable that ``u'`` means:
            with ``{"u": "x"}`` the text ``u' + du/dt`` is ``d/dx u + d/dt u``.
        primed_by: the variable that a prime on a bracket means, as in ``(x^2)'``.
        functions: names that are functions of their own before a bracket, as V in ``V(x + h)``.

    Raises:
        UnreadableError: with a sentence and the position in the text.

    >>> read("y' = 2x sin^2 x").expression
    2*x*sin(x)**2
    >>> read("1/2x").notes
    ('1/2x is read as (1/2)x; write 1/(2x) for the other',)
    """
    if not isinstance(text, str):
        raise ArgumentError(f"text is {text!r}: a string of mathematics is wanted")
    named = frozenset(functions)
    parser, tree, builder, expression = _read(text, frozenset(names), quantities, primed_by, named)
    found = doubts(tree, text)

    def differs(doubt: Doubt) -> bool:
        try:
            return bool(
                _read(edited(text, doubt.edits), parser.declared, quantities, primed_by, named)[3] != expression
            )
        except UnreadableError:
            return False  # there is no other reading

    notes = dict.fromkeys([*parser.notes, *(doubt.note for doubt in found if doubt.note and differs(doubt))])
    return Reading(text, tree, expression, tuple(notes), lost_domain(builder.partial, expression), found)


def _read(
    text: str,
    names: frozenset[str],
    quantities: Mapping[str, str] | None,
    primed_by: str,
    functions: frozenset[str] = frozenset(),
) -> tuple[Parser, Node, Builder, sp.Expr]:
    """One text, with what is known about it on the way."""
    parser = Parser(text, names, quantities, primed_by, functions)
    parser.skip_left_side()
    try:
        tree = parser.whole()
        builder = Builder(text)
        return parser, tree, builder, builder.build(tree)
    except RecursionError:
        raise UnreadableError("this is nested too deep", text) from None


def read_expression(text: str, names: Iterable[str] = ()) -> sp.Expr:
    """The SymPy expression that a text says.

    Raises:
        UnreadableError: with a sentence and the position in the text.

    >>> read_expression("sin(2t)*log(t^2)")
    log(t**2)*sin(2*t)
    """
    return read(text, names).expression


def as_expression(value: str | sp.Expr | float) -> sp.Expr:
    """A SymPy expression from a text, a number or an expression.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: if it is none of these.

    >>> as_expression("x^2") == as_expression(sp.Symbol("x") ** 2)
    True
    """
    if isinstance(value, str):
        return read_expression(value)
    if isinstance(value, sp.Expr):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        exact = Rational(repr(value)) if isinstance(value, float) else Rational(value)
        return sp.Rational(exact.numerator, exact.denominator)
    raise ArgumentError(f"expression is {value!r}: a text or a SymPy expression is wanted")


def as_symbol(value: str | sp.Symbol) -> sp.Symbol:
    """A symbol from its name, in the spelling that expressions are read with.

    Raises:
        ArgumentError: if it is not the name of one variable.

    >>> as_symbol("θ")
    theta
    """
    if isinstance(value, sp.Symbol):
        return value
    if isinstance(value, str):
        if value.isascii() and value.isidentifier() and value[0].isalpha():
            return sp.Symbol(value)
        expression = read_expression(value)
        if isinstance(expression, sp.Symbol):
            return expression
    raise ArgumentError(f"variable is {value!r}: the name of one variable is wanted, such as 't'")
