"""From SymPy expressions to Python functions: one source text, run by ``math`` for a point, by NumPy for batches.

SymPy's ``lambdify`` makes a separate text for each library. Here both run the same text, in which integer powers are
products and numbers are floats, so that a point and a batch go through the same operations in the same order. Only at
a condition the two part: a point takes one of its ways, a batch goes both (``branches``). Formulas that overflow on the
way to a finite value are computed otherwise (``stable``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.codeprinter import PrintMethodNotImplementedError
from sympy.printing.pycode import PythonCodePrinter

from gdtutor.calculus.functions import FUNCTIONS, RECORDS
from gdtutor.descent.branches import Assign, conditions, steps, written
from gdtutor.descent.opaque import Largest, Smallest, opaque, rebuilt
from gdtutor.descent.stable import stable
from gdtutor.errors import ArgumentError

_LONGEST_PRODUCT = 8  # x**8 as a product of eight
_LARGEST_POWER = 64  # beyond, the library's power function, which need not round like the other's

# The functions that are called, by what they are called; all others are computed by their identities.
_CALLED = {record.function.__name__: record.name for record in FUNCTIONS if hasattr(math, record.name)} | {
    "sigmoid": "sigmoid", "softplus": "softplus", "Magnitude": "abs", "Signum": "sign",
    "expm1": "expm1", "log1p": "log1p", "Erfc": "erfc",
}  # fmt: skip
_NESTED = {Largest: "maximum", Smallest: "minimum"}
_PRINTABLE = (sp.Add, sp.Mul, sp.Pow, sp.Symbol, sp.core.relational.Relational, sp.logic.boolalg.Boolean)


class _Printer(PythonCodePrinter):
    """Prints numbers as floats, integer powers as products, and everything else as calls of the two libraries."""

    def __init__(self, batch: bool) -> None:
        super().__init__({"fully_qualified_modules": False})
        self.batch = batch  # whether conditions are arrays

    def _print(self, expr: Any, **settings: Any) -> str:
        if isinstance(expr, sp.Expr) and expr.is_number:
            return _float(expr)
        if isinstance(expr, sp.Function):
            return self._print_Function(expr)
        if not isinstance(expr, _PRINTABLE):  # the parent would write Python that NumPy cannot run
            return self._print_not_supported(expr)
        return super()._print(expr, **settings)

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return expr.name

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        base, exponent = self._print(expr.base), expr.exp
        if exponent.is_Integer and exponent < 0:
            return f"(1.0/{self._print_Pow(sp.Pow(expr.base, -exponent, evaluate=False))})"
        if exponent.is_Integer and expr.base.is_Symbol and exponent <= _LONGEST_PRODUCT:
            return f"({'*'.join([base] * int(exponent))})"
        if exponent.is_Integer and exponent <= _LARGEST_POWER:
            return f"power({base}, {int(exponent)})"
        if exponent in (sp.S.Half, -sp.S.Half):
            return f"sqrt({base})" if exponent > 0 else f"(1.0/sqrt({base}))"
        return f"pow({base}, {self._print(exponent)})"

    def _print_Function(self, expr: sp.Function) -> str:
        if (function := _NESTED.get(type(expr))) is not None:
            return self._nested(function, expr.args)
        called = _CALLED.get(type(expr).__name__)
        if called is None or len(expr.args) != 1:
            return self._print_not_supported(expr)
        return f"{called}({self._print(expr.args[0])})"

    def _print_And(self, expr: sp.And) -> str:
        return self._joined(expr, "both", " and ")

    def _print_Or(self, expr: sp.Or) -> str:
        return self._joined(expr, "either", " or ")

    def _print_Not(self, expr: sp.Not) -> str:
        return f"{'opposite' if self.batch else 'not '}({self._print(expr.args[0])})"

    def _print_BooleanTrue(self, expr: sp.Basic) -> str:
        return "True"

    def _print_BooleanFalse(self, expr: sp.Basic) -> str:
        return "False"

    def _joined(self, expr: sp.Basic, function: str, word: str) -> str:
        arguments = conditions(expr)
        if self.batch:
            return self._nested(function, arguments)
        return f"({word.join(self._print(argument) for argument in arguments)})"

    def _nested(self, function: str, arguments: Iterable[sp.Basic]) -> str:
        first, *rest = (self._print(argument) for argument in arguments)
        for other in rest:
            first = f"{function}({first}, {other})"
        return first


def _float(value: sp.Expr) -> str:
    """The float nearest to an exact real number, as text."""
    try:
        nearest = float(value)
    except (TypeError, OverflowError):
        nearest = math.nan
    if not math.isfinite(nearest):
        raise ArgumentError(f"the expression contains {value}: real numbers that fit into a float are wanted")
    return repr(nearest)


class Program:
    """Assignments that compute every output; what several of them need is computed once.

    The same steps are written twice: for one point only the branch that holds is computed, for an array of points all
    are, and each point is given what its own branch has made.

    Args:
        outputs: what each variable of the program is to hold.
        names: which variable of the program holds each symbol of the expressions.
        prefix: begins the names of the intermediate results.

    Raises:
        ArgumentError: for a function that has no floating-point counterpart here, a number that is not real, or
            conditions that are nested too deep.

    >>> x = sp.Symbol("x")
    >>> program = Program({"y": sp.Piecewise((sp.log(x), x > 1), (x - 1, True))}, {x: "w0"}, "c")
    >>> print(*program.point, sep="\\n")
    if (w0 > 1.0):
        y = log(w0)
    else:
        y = w0 - 1.0
    >>> print(*program.batch, sep="\\n")
    y = select((w0 > 1.0), log(w0), w0 - 1.0)
    """

    def __init__(self, outputs: Mapping[str, sp.Expr], names: Mapping[sp.Basic, str], prefix: str) -> None:
        symbols = {symbol: sp.Symbol(name) for symbol, name in names.items()}
        known: dict[sp.Basic, sp.Basic] = dict(symbols)
        wanted = {name: opaque(_by_called_functions(stable(sp.sympify(each))), known) for name, each in outputs.items()}
        self._steps = steps(wanted, prefix)
        self.batch = self._written(batch=True)
        # without a branch the two are one text
        self.point = self.batch if all(isinstance(step, Assign) for step in self._steps) else self._written(batch=False)

    def _written(self, batch: bool) -> list[str]:
        try:
            return written(self._steps, _Printer(batch).doprint, batch)
        except PrintMethodNotImplementedError as error:
            raise ArgumentError(f"this cannot be computed in floating point: {error}") from None


def _by_called_functions(expression: sp.Basic) -> sp.Basic:
    """The expression without functions that are not called: sec u is 1/cos u."""
    if not expression.args:
        return expression
    record = RECORDS.get(type(expression))
    if record is not None and record.identity is not None and record.function.__name__ not in _CALLED:
        return _by_called_functions(record.identity(expression.args[0]))
    return rebuilt(expression, [_by_called_functions(argument) for argument in expression.args])


def statements(outputs: Mapping[str, sp.Expr], names: Mapping[sp.Basic, str], prefix: str) -> list[str]:
    """The assignments of a ``Program`` for arrays.

    >>> x = sp.Symbol("x")
    >>> print(*statements({"y": (2 * x - 1) ** 2, "z": sp.sin(2 * x - 1)}, {x: "w0"}, "c"), sep="\\n")
    c0 = 2.0*w0 - 1.0
    y = (c0*c0)
    z = sin(c0)
    """
    return Program(outputs, names, prefix).batch


def _power(base: Any, exponent: int) -> Any:
    """A power by squaring, of floats and arrays alike."""
    if exponent == 1:
        return base
    half = _power(base, exponent // 2)
    return half * half * base if exponent % 2 else half * half


def _sigmoid(z: float) -> float:
    """1/(1 + e⁻ᶻ) by the exponential that cannot overflow."""
    small = math.exp(-abs(z))
    return (1.0 if z >= 0 else small) / (1.0 + small)


def _sigmoids(z: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def solve(entries: Sequence[Any], right: Sequence[Any]) -> np.ndarray:
    """The solution of a linear system for each of many rows, shape (d, rows); NaN where the matrix is singular.

    Args:
        entries: the d² entries of the matrix, row by row, each a number or shape (rows,).
        right: the d entries of the right side.

    >>> solve((2.0, 0.0, 0.0, 4.0), (1.0, np.array([1.0, 2.0])))
    array([[0.5 , 0.5 ],
           [0.25, 0.5 ]])
    """
    size = len(right)
    values = np.stack(np.broadcast_arrays(*entries, *right), axis=-1).astype(float)
    matrices = values[..., : size * size].reshape(*values.shape[:-1], size, size)
    unknown = ~np.isfinite(matrices).all(axis=(-2, -1))
    matrices[unknown] = np.eye(size)
    with np.errstate(all="ignore"):
        singular = np.linalg.det(matrices) == 0
    matrices[singular] = np.eye(size)
    solution = np.linalg.solve(matrices, values[..., size * size :, np.newaxis])[..., 0]
    solution[singular | unknown] = np.nan
    return np.moveaxis(solution, -1, 0)


_SHARED = [name for name in (*_CALLED.values(), "sqrt", "pow") if hasattr(math, name) and hasattr(np, name)]
_ONLY_MATH = [name for name in _CALLED.values() if hasattr(math, name) and not hasattr(np, name)]
_LIBRARIES: dict[str, dict[str, Any]] = {
    "math": {name: getattr(math, name) for name in (*_SHARED, *_ONLY_MATH)} | {
        "real": float, "power": _power,
        "nan": math.nan, "inf": math.inf, "abs": abs, "hypot": math.hypot,
        "sign": lambda u: float(u > 0) - float(u < 0),
        "sigmoid": _sigmoid,
        "softplus": lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))),
        "maximum": max, "minimum": min, "solve": lambda entries, right: solve(entries, right).tolist(),
    },
    "numpy": {name: getattr(np, name) for name in _SHARED}
    | {name: np.vectorize(getattr(math, name), otypes=[float]) for name in _ONLY_MATH} | {
        "real": np.float64, "power": _power, "nan": math.nan, "inf": math.inf, "abs": np.abs,
        "hypot": lambda *lengths: reduce(np.hypot, lengths),
        "sign": np.sign,
        "sigmoid": _sigmoids,
        "softplus": lambda z: np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z))),
        "maximum": np.maximum, "minimum": np.minimum, "both": np.logical_and, "either": np.logical_or,
        "opposite": np.logical_not, "select": np.where,
        "solve": solve,
    },
}  # fmt: skip


def function(name: str, source: str, library: str) -> Callable[..., Any]:
    """The function ``name`` that ``source`` defines, run by ``"math"`` or ``"numpy"``.

    The source is made from expressions by ``statements``, with names of our own: no text of a learner is in it.

    >>> function("double", "def double(x): return 2.0*x", "math")(21.0)
    42.0
    """
    scope = dict(_LIBRARIES[library])
    exec(compile(source, f"<gdtutor {name}>", "exec"), scope)
    return scope[name]
