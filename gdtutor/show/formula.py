"""A SymPy expression as the formula of a picture."""

from __future__ import annotations

import re

import sympy
from sympy.printing.mathml import mathml

from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.show.numbers import letter
from gdtutor.show.scene import Formula

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def formula(expression: sympy.Expr, name: str = "", latex_name: str = "") -> Formula:
    """Write ``name = expression``, or the expression alone, as LaTeX, MathML and text.

    >>> t = sympy.Symbol("theta")
    >>> formula(2 * t, "L(θ)", "L").latex
    'L = 2 \\\\theta'
    >>> formula(2 * t, "L(θ)").text
    'L(θ) = 2·θ'
    """
    readable = expression.xreplace({s: sympy.Symbol(letter(s)) for s in expression.free_symbols})
    page = (
        mathml(expression, printer="presentation", ln_notation=True)
        .replace("&ExponentialE;", "e")
        .replace("<mo>-</mo>", "<mo>−</mo>")
    )
    latex, text = to_latex(expression), _plain(to_text(readable))
    if not name:
        return Formula(latex, page, text)
    named = f"<mrow><mi>{name}</mi><mo>=</mo>{page}</mrow>"
    return Formula(f"{latex_name or name} = {latex}", named, f"{name} = {text}")


def derivative_formula(above: str, below: str) -> Formula:
    """Write ∂above/∂below.

    >>> derivative_formula("xi_2", "xi_1").text
    '∂ξ₂/∂ξ₁'
    """
    top, bottom = sympy.Symbol(above), sympy.Symbol(below)
    latex = rf"\frac{{\partial {sympy.latex(top)}}}{{\partial {sympy.latex(bottom)}}}"
    parts = [f"<mrow><mo>∂</mo>{mathml(s, printer='presentation')}</mrow>" for s in (top, bottom)]
    return Formula(latex, f"<mfrac>{''.join(parts)}</mfrac>", f"∂{letter(above)}/∂{letter(below)}")


def equation(left: Formula, right: Formula) -> Formula:
    """Write ``left = right``.

    >>> equation(formula(sympy.Symbol("xi_1")), formula(-sympy.Symbol("w"))).text
    'ξ₁ = −w'
    """
    page = f"<mrow>{left.mathml}<mo>=</mo>{right.mathml}</mrow>"
    return Formula(f"{left.latex} = {right.latex}", page, f"{left.text} = {right.text}")


def product_formula(u: sympy.Expr, v: sympy.Expr, name: str, latex_name: str) -> Formula:
    """Write ``name = u · v`` with the factors in the order given, which SymPy does not keep.

    >>> t = sympy.Symbol("t")
    >>> product_formula(sympy.sin(t), sympy.log(t), "f", "f").text
    'f = sin(t)·ln(t)'
    """
    parts = [formula(factor) for factor in (u, v)]
    wrapped = [_bracketed(part) if factor.is_Add else part for part, factor in zip(parts, (u, v), strict=True)]
    page = "<mo>·</mo>".join(part.mathml for part in wrapped)
    return Formula(
        f"{latex_name} = " + r" \cdot ".join(part.latex for part in wrapped),
        f"<mrow><mi>{name}</mi><mo>=</mo>{page}</mrow>",
        f"{name} = " + "·".join(part.text for part in wrapped),
    )


def _bracketed(part: Formula) -> Formula:
    page = f"<mrow><mo>(</mo>{part.mathml}<mo>)</mo></mrow>"
    return Formula(rf"\left({part.latex}\right)", page, f"({part.text})")


def _plain(text: str) -> str:
    """A typed expression as a reader writes it."""
    raised = re.sub(r"\^(\d+)", lambda power: power[1].translate(_SUPERSCRIPT), text)
    return raised.replace("*", "·").replace("-", "−").replace("log(", "ln(")
