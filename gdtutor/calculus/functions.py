"""The functions that a learner of machine learning writes and SymPy does not have, and the table of all that are known.

Each is a SymPy function with its derivative, so that a derivation can speak of σ and not only of 1/(1 + e⁻ᶻ).
"""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp


class sigmoid(sp.Function):
    """The logistic function σ(z) = 1/(1 + e⁻ᶻ), with σ′ = σ(1 − σ).

    >>> sigmoid(sp.Symbol("z")).rewrite(sp.exp)
    1/(1 + exp(-z))
    """

    nargs = 1

    @classmethod
    def eval(cls, z: sp.Expr) -> sp.Expr | None:
        return sp.Rational(1, 2) if z.is_zero else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return self * (1 - self)

    def _eval_rewrite_as_exp(self, z: sp.Expr, **_: object) -> sp.Expr:
        return 1 / (1 + sp.exp(-z))

    def _eval_evalf(self, precision: int) -> sp.Expr:
        return self.rewrite(sp.exp)._eval_evalf(precision)

    def _latex(self, printer: object, exp: str | None = None) -> str:
        name = r"\sigma" if exp is None else rf"\sigma^{{{exp}}}"
        return rf"{name}{{\left({printer._print(self.args[0])} \right)}}"  # type: ignore[attr-defined]


class softplus(sp.Function):
    """The smooth ReLU log(1 + eᶻ); its derivative is σ(z).

    >>> softplus(sp.Symbol("z")).diff()
    sigmoid(z)
    """

    nargs = 1

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sigmoid(self.args[0])

    def _eval_rewrite_as_exp(self, z: sp.Expr, **_: object) -> sp.Expr:
        return sp.log(1 + sp.exp(z))

    def _eval_evalf(self, precision: int) -> sp.Expr:
        return self.rewrite(sp.exp)._eval_evalf(precision)


def _log(argument: sp.Expr, base: sp.Expr | None = None) -> sp.Expr:
    return sp.log(argument) if base is None else sp.log(argument) / sp.log(base)


def _unevaluated(function: type[sp.Function]) -> Callable[..., sp.Expr]:
    """SymPy's abs, max and min try to decide signs, which may take long; ours are decided by the equality engine."""

    def build(*arguments: sp.Expr) -> sp.Expr:
        numeric = all(argument.is_Rational for argument in arguments)
        return function(*arguments) if numeric else function(*arguments, evaluate=False)

    return build


def _maximum(*arguments: sp.Expr) -> sp.Expr:
    return arguments[0] if len(arguments) == 1 else _unevaluated(sp.Max)(*arguments)


def _minimum(*arguments: sp.Expr) -> sp.Expr:
    return arguments[0] if len(arguments) == 1 else _unevaluated(sp.Min)(*arguments)


BUILDERS: dict[str, Callable[..., sp.Expr]] = {
    name: getattr(sp, name)
    for name in (
        "sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech csch asinh acosh atanh acoth "
        "asech acsch exp sqrt cbrt erf".split()
    )
} | {
    "log": _log,
    "log10": lambda argument: _log(argument, sp.Integer(10)),
    "log2": lambda argument: _log(argument, sp.Integer(2)),
    "abs": _unevaluated(sp.Abs),
    "sign": _unevaluated(sp.sign),
    "max": _maximum,
    "min": _minimum,
    "relu": lambda argument: _maximum(sp.Integer(0), argument),
    "sigmoid": sigmoid,
    "softplus": softplus,
    "logsumexp": lambda *arguments: sp.log(sp.Add(*map(sp.exp, arguments))),
}
