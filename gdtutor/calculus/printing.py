"""Print expressions as plain text with d/dx marks, in the notation that the reader reads back."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter


class _AsWritten:
    """Products that were put together by hand keep their order, which SymPy's printers would sort; f′(u) has primes."""

    def _print_Subs(self, node: sp.Subs) -> Any:
        mark = node.expr
        known = isinstance(mark, sp.Derivative) and isinstance(mark.expr, AppliedUndef) and len(node.variables) == 1
        if not known or mark.expr.args != node.variables:
            return super()._print_Subs(node)  # type: ignore[misc]
        order = sum(int(count) for _, count in mark.variable_count)
        return self._print_Function(sp.Function(str(mark.expr.func) + "'" * order)(*node.point))  # type: ignore[attr-defined]

    def _print_Mul(self, node: sp.Mul) -> Any:
        if node.func(*node.args) == node:
            return super()._print_Mul(node)  # type: ignore[misc]
        before = self._settings["order"]  # type: ignore[attr-defined]
        self._settings["order"] = "none"  # type: ignore[attr-defined]
        shown = super()._print_Mul(node)  # type: ignore[misc]
        self._settings["order"] = before  # type: ignore[attr-defined]
        return shown


class _TextPrinter(_AsWritten, StrPrinter):
    def _print_Derivative(self, node: sp.Derivative) -> str:
        inner = self._print(node.expr)
        for variable, count in node.variable_count:
            power = "" if count == 1 else f"^{count}"
            inner = f"d{power}/d{variable}{power}({inner})"
        return inner

    def _print_Pow(self, node: sp.Pow, rational: bool = False) -> Any:
        return super()._print_Pow(node, rational).replace("**", "^")

    def _print_Abs(self, node: sp.Abs) -> str:
        return f"|{self._print(node.args[0])}|"

    def _print_OneMatrix(self, node: sp.OneMatrix) -> str:
        return "ones.T" if node.shape[0] == 1 else "ones"

    def _print_HadamardProduct(self, node: sp.HadamardProduct) -> str:
        return " ∘ ".join(self.parenthesize(factor, PRECEDENCE["Pow"]) for factor in node.args)

    def _print_DiagMatrix(self, node: sp.DiagMatrix) -> str:
        return f"diag({self._print(node.args[0])})"

    def _print_Sum(self, node: sp.Sum) -> str:
        counter, first, last = map(self._print, node.limits[0])
        return f"sum_({counter}={first}..{last})({self._print(node.function)})"


class _LatexPrinter(_AsWritten, LatexPrinter):
    def _print_OneMatrix(self, node: sp.OneMatrix) -> str:
        return r"\mathbf{1}^{T}" if node.shape[0] == 1 else r"\mathbf{1}"

    def _print_DiagMatrix(self, node: sp.DiagMatrix) -> str:
        return rf"\operatorname{{diag}}\left({self._print(node.args[0])}\right)"

    def _print_Derivative(self, node: sp.Derivative) -> str:
        inner = self._print(node.expr)
        for variable, count in node.variable_count:
            power = "" if count == 1 else f"^{{{count}}}"
            inner = rf"\frac{{d{power}}}{{d{self._print(variable)}{power}}}\left[{inner}\right]"
        return inner

    def _print_log(self, node: sp.log, exp: str | None = None) -> str:
        raised = "" if exp is None else f"^{{{exp}}}"
        return rf"\ln{raised}{{\left({self._print(node.args[0])} \right)}}"


def to_text(expression: sp.Expr) -> str:
    """One line of plain text.

    >>> t = sp.Symbol("t")
    >>> to_text(sp.Derivative(t**2, t) * 3)
    '3*d/dt(t^2)'
    >>> f, u = sp.Function("f"), sp.Symbol("u")
    >>> to_text(sp.Subs(sp.Derivative(f(u), u), u, t**2))
    "f'(t^2)"
    """
    return str(_TextPrinter({"order": None}).doprint(expression))


def to_latex(expression: sp.Expr) -> str:
    r"""LaTeX without dollar signs.

    >>> t = sp.Symbol("t")
    >>> to_latex(sp.Derivative(sp.log(t), t))
    '\\frac{d}{dt}\\left[\\ln{\\left(t \\right)}\\right]'
    """
    return str(_LatexPrinter({"order": None}).doprint(expression))
