"""Claims that are formulas: a derivative, a gradient, an equality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.language.typeset import typeset
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.calculus.printing import to_latex
from gdtutor.calculus.several.gradient import gradient
from gdtutor.calculus.variables import as_point, as_symbols
from gdtutor.errors import ArgumentError
from gdtutor.tutor.auditing.statement import box_of, of_comparison, real_within, worst
from gdtutor.tutor.check import Check, CheckVerdict, check, seen
from gdtutor.tutor.definitions import Definitions


@dataclass(frozen=True)
class DerivativeStatement:
    """The derivative of a function is what the claim says.

    Attributes:
        function, variable, order: what is differentiated, with respect to what, how often.
        answer: the derivative as the author has it.

    >>> DerivativeStatement("(y - w*x)^2/2", "w", "(y - w*x)*x").judge(1.0).mistake.split(";")[0]
    'residual_sign'
    """

    function: str
    variable: str
    answer: str
    order: int = 1

    def judge(self, seconds: float) -> Check:
        """See ``gdtutor.check``."""
        found = check(self.function, self.variable, self.answer, self.order, seconds)
        if found.verdict is CheckVerdict.WRONG:
            what = "the derivative is" if self.order == 1 else f"derivative {self.order} is"
            told = seen(found.witness, "the claim", what)
            why = f" {found.diagnoses[0].sentence()}" if found.diagnoses else ""
            return replace(found, message=f"Wrong. {told}{why}")
        if found.verdict is CheckVerdict.CORRECT:
            return replace(found, message="Correct: proved equal to the derivative.")
        return replace(found, message=found.message.replace("your answer", "the claim"))

    def latex(self) -> str:
        names = [str(as_symbol(self.variable))]
        power = f"^{{{self.order}}}" if self.order != 1 else ""
        mark = rf"\frac{{d{power}}}{{d{to_latex(as_symbol(self.variable))}{power}}}"
        return rf"{mark}\left[{read(self.function, names).latex}\right] = {read(self.answer, names).latex}"


@dataclass(frozen=True)
class GradientStatement:
    """The gradient of a function, as a formula or at a point.

    Attributes:
        function, variables: whose gradient.
        components: one text a variable.
        at: the point, one value a variable; without it the components are formulas.

    >>> GradientStatement("x^2 + y^2", "x y", ["2", "-4"], at=["1", "-2"]).judge(1.0).message
    'Correct: every component is proved.'
    """

    function: str
    variables: str
    components: Sequence[str]
    at: Sequence[str] = ()

    def judge(self, seconds: float) -> Check:
        """Component by component; a point is put into the derived gradient."""
        symbols = as_symbols(self.variables)
        if len(self.components) != len(symbols):
            raise ArgumentError(f"components are {len(self.components)}: one for each of {self.variables} is wanted")
        if self.at:
            values = gradient(self.function, symbols).at(as_point(self.at, symbols))
            pairs = zip(values, self.components, strict=True)
            found = [
                of_comparison(equal(value, given, (), seconds), "the claim", "the component is")
                for value, given in pairs
            ]
        else:
            pairs = zip(symbols, self.components, strict=True)
            found = [DerivativeStatement(self.function, str(x), given).judge(seconds) for x, given in pairs]
        if all(each.verdict is CheckVerdict.CORRECT for each in found):
            return replace(found[0], message="Correct: every component is proved.")
        return worst(found)

    def latex(self) -> str:
        names = list(map(str, as_symbols(self.variables)))
        column = r" \\ ".join(read(part, names).latex for part in self.components)
        point = ", ".join(read(value).latex for value in self.at)
        where = rf"\Big|_{{({point})}}" if self.at else ""
        shown = read(self.function, names).latex
        return rf"\nabla\left[{shown}\right]{where} = \begin{{bmatrix}}{column}\end{{bmatrix}}"


@dataclass(frozen=True)
class EqualityStatement:
    """Two expressions are equal wherever the first is real; d/dx marks are carried out.

    Attributes:
        left, right: the sides.
        let: pairs (name, formula), put in one after the other, see ``Definitions``.
        on: what is given about symbols, such as ``S > 0``.

    >>> found = EqualityStatement("abs(x + b/(2a))", "abs(2a*x + b)/(2a)").judge(1.0)
    >>> str(found.verdict), found.domain
    ('partial', 'a > 0')
    """

    left: str
    right: str
    let: Sequence[Sequence[str]] = ()
    on: Sequence[str] = ()

    def judge(self, seconds: float) -> Check:
        """See ``gdtutor.equal``."""
        known = Definitions(self.let)
        domain = real_within(box_of(self.on))
        if not self.let:
            domain += known.reading(self.left).domain
        found = equal(known.value(self.left), known.value(self.right), domain, seconds)
        return of_comparison(found, "the right side", "the left side is")

    def latex(self) -> str:
        known = Definitions(self.let)
        shown = known.claim_latex(self.left, "=", self.right)
        given = r",\; ".join(f"{known.latex(name)} = {known.latex(formula)}" for name, formula in self.let)
        return rf"{shown} \quad\text{{with}}\quad {given}" if given else shown


def plain_latex(text: str) -> str:
    """A text as LaTeX as it is written.

    >>> plain_latex("x^2/2")
    '\\\\frac{x^{2}}{2}'
    """
    return typeset(read(text).tree)
