"""A loss function: one symbolic expression that is shown, differentiated and run."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from gdtutor.calculus.certified import certain
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import as_expression, as_symbol, read_expression
from gdtutor.descent.arguments import floats
from gdtutor.descent.corners import first_corner
from gdtutor.descent.source import Program, function
from gdtutor.descent.stable import stable_formula
from gdtutor.errors import ArgumentError


class _Compiled(NamedTuple):
    """The same source twice: for floats, and for arrays with one element a point."""

    point: Callable[..., Any]
    batch: Callable[..., Any]


@dataclass(frozen=True, init=False, repr=False)
class Loss:
    """A loss L(w) over one or more parameters, with its gradient and Hessian derived by the rules of calculus.

    A point is a float (one parameter) or has shape (d,); a batch has shape (n, d), or any shape (..., d).
    Outside the domain of the expression the values are ``nan`` or infinite, without a warning. Inside, gradient and
    Hessian are finite where they are in mathematics, also far out, as those of log(1 + eˣ) at ±1000; what overflows
    itself, as eˣ at 1000, is infinite. Of a loss with branches the branch that holds is computed and no other.
    Where arguments of max or min tie, the gradient is that of the last of them as the expression prints them, of a
    number before all others; that of |u| at u = 0 is 0: a subgradient, if the loss is convex.

    Args:
        expression: a text (``"sin(2θ)·log(θ²)"``, logarithms are natural) or a SymPy expression.
        parameters: the symbols to differentiate by, in order: ``"theta"``, ``"x y"`` or a sequence. One that does
            not occur in the expression is allowed: the loss is flat along it.

    Raises:
        UnreadableError: if a text cannot be read as mathematics.
        ArgumentError: if the expression has a symbol that is no parameter, is not real, or cannot be computed in
            floating point.

    >>> loss = Loss("sin(2θ)·log(θ²)", "theta")
    >>> loss.gradient_expressions
    (2*log(theta**2)*cos(2*theta) + 2*sin(2*theta)/theta,)
    >>> loss.gradient(-5.0)
    -5.61934256491...
    >>> valley = Loss("0.1x² + 2y²", "x y")
    >>> valley([[5, 1], [0, 0]])
    array([4.5, 0. ])
    >>> valley.gradient([5, 1])
    array([1., 4.])
    """

    expression: sp.Expr
    parameters: tuple[sp.Symbol, ...]

    def __init__(self, expression: str | sp.Expr, parameters: str | sp.Symbol | Sequence[str | sp.Symbol]) -> None:
        symbols = tuple(_symbols(parameters))
        names = [symbol.name for symbol in symbols]
        read = read_expression(expression, names) if isinstance(expression, str) else as_expression(expression)
        _check(read, symbols)
        object.__setattr__(self, "expression", read)
        object.__setattr__(self, "parameters", symbols)
        _ = self._value  # what cannot be computed is to be said here, and not in the middle of a descent

    @cached_property
    def gradient_expressions(self) -> tuple[sp.Expr, ...]:
        """The partial derivatives ∂L/∂wᵢ, one a parameter."""
        return partials(self.expression, self.parameters)

    @cached_property
    def hessian_expressions(self) -> tuple[tuple[sp.Expr, ...], ...]:
        """The second partial derivatives ∂²L/∂wᵢ∂wⱼ, row by row."""
        return tuple(partials(component, self.parameters) for component in self.gradient_expressions)

    @cached_property
    def computed_gradient(self) -> tuple[sp.Expr, ...]:
        """What is computed for the gradient: of equal value, derived by the same rules from a form that stays finite.

        >>> Loss("log(1 + e^x)", "x").gradient_expressions, Loss("log(1 + e^x)", "x").computed_gradient
        ((exp(x)/(exp(x) + 1),), (sigmoid(x),))
        """
        formula = stable_formula(self.expression)
        return self.gradient_expressions if formula == self.expression else partials(formula, self.parameters)

    @cached_property
    def computed_hessian(self) -> tuple[tuple[sp.Expr, ...], ...]:
        """What is computed for the Hessian, row by row."""
        formulas = tuple(map(stable_formula, self.computed_gradient))
        if formulas == self.gradient_expressions:
            return self.hessian_expressions
        return tuple(partials(formula, self.parameters) for formula in formulas)

    def __call__(self, w: ArrayLike | float) -> Any:
        """The loss: a float for a point, shape (n,) for a batch of shape (n, d)."""
        if type(w) is float:
            try:
                return self._value.point(w)
            except (ArithmeticError, ValueError, TypeError):
                pass  # outside the domain, or too few parameters: the way of arrays tells
        return self._run(self._value, w, ())

    def gradient(self, w: ArrayLike | float) -> Any:
        """The gradient ∇L: a float for a float, shape (d,) for a point, (n, d) for a batch."""
        if type(w) is float:
            try:
                slope = self._gradient.point(w)
                if math.isfinite(slope):
                    return slope
            except (ArithmeticError, ValueError, TypeError):
                pass
        return self._mended(self._run(self._gradient, w, (len(self.parameters),)), w, self.gradient_expressions)

    def hessian(self, w: ArrayLike | float) -> Any:
        """The Hessian: a float for a float, shape (d, d) for a point, (n, d, d) for a batch.

        >>> Loss("0.1x² + 2y²", "x y").hessian([5, 1])
        array([[0.2, 0. ],
               [0. , 4. ]])
        """
        entries = [entry for row in self.hessian_expressions for entry in row]
        return self._mended(self._run(self._hessian, w, (len(self.parameters),) * 2), w, entries)

    def first_corner(self, points: np.ndarray, slopes: np.ndarray) -> int | None:
        """The number of the first of the points, shape (n, d), where ``slopes``, the gradients there, are none.

        Something ties there, and the slope is that of one side: for a convex loss a subgradient.

        >>> loss, points = Loss("|x| + max(0, y)", "x y"), np.array([[1.0, 2.0], [0.0, 2.0]])
        >>> loss.first_corner(points, loss.gradient(points))
        1
        """
        return first_corner(self.expression, self.parameters, points, slopes) if self._may_tie else None

    @cached_property
    def _may_tie(self) -> bool:
        return self.expression.has(sp.Max, sp.Min, sp.Abs)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.expression)!r}, {' '.join(map(str, self.parameters))!r})"

    def __getstate__(self) -> dict[str, Any]:
        """What is copied and pickled: compiled functions cannot be, and are made anew."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _repr_latex_(self) -> str:
        arguments = ", ".join(map(sp.latex, self.parameters))
        return rf"$\displaystyle L({arguments}) = {sp.latex(self.expression)}$"

    @cached_property
    def _value(self) -> _Compiled:
        return self._compiled([self.expression])

    @cached_property
    def _gradient(self) -> _Compiled:
        return self._compiled(self.computed_gradient)

    @cached_property
    def _hessian(self) -> _Compiled:
        return self._compiled([entry for row in self.computed_hessian for entry in row])

    def _compiled(self, expressions: Sequence[sp.Expr]) -> _Compiled:
        names = {parameter: f"w{index}" for index, parameter in enumerate(self.parameters)}
        outputs = {f"y{index}": expression for index, expression in enumerate(expressions)}
        program = Program(outputs, names, "c")
        point, batch = (
            f"def values({', '.join(names.values())}):\n    "
            + "\n    ".join([*lines, f"return {', '.join(outputs)}"])
            + "\n"
            for lines in (program.point, program.batch)
        )
        return _Compiled(function("values", point, "math"), function("values", batch, "numpy"))

    def _run(self, compiled: _Compiled, w: ArrayLike, shape: tuple[int, ...]) -> Any:
        """Values of the given shape at a point, or at each point of a batch."""
        points = self._points(w)
        columns = points.reshape(1) if points.ndim == 0 else np.moveaxis(points, -1, 0)
        values = np.empty((int(np.prod(shape)), *columns.shape[1:]))
        with np.errstate(all="ignore"):
            results = compiled.batch(*columns)
        for index, result in enumerate(results if len(values) > 1 else [results]):
            values[index] = result
        if points.ndim == 0 or (points.ndim == 1 and not shape):
            return values.item()
        return np.moveaxis(values, 0, -1).reshape(points.shape[:-1] + shape)

    def _mended(self, values: Any, w: ArrayLike, expressions: Sequence[sp.Expr]) -> Any:
        """The derivatives at a single point, certified where doubles overflow on the way to a finite one.

        The slope of 1/erfc(x) has erfc(x)² below the line, which is 0 in doubles where 1/erfc(x) is still finite.
        """
        point = np.atleast_1d(self._points(w))
        if point.ndim > 1 or np.isfinite(values).all() or not np.isfinite([*point, self(w)]).all():
            return values
        place = dict(zip(self.parameters, map(Fraction, point.tolist()), strict=True))
        mended = np.array(values, dtype=float).reshape(-1)
        for index in map(int, np.flatnonzero(~np.isfinite(mended))):
            mended[index] = certain(expressions[index], place, mended[index])
        return mended.item() if np.ndim(values) == 0 else mended.reshape(np.shape(values))

    def _points(self, w: ArrayLike) -> np.ndarray:
        size, points = len(self.parameters), floats(w)
        if points is None or (points.shape[-1:] != (size,) and not (points.ndim == 0 and size == 1)):
            what = f"{w!r}" if points is None else f"an array of shape {points.shape}"
            number = "a number, " if size == 1 else ""
            raise ArgumentError(f"w is {what}: {number}a point of shape ({size},) or a batch (n, {size}) is wanted")
        return points


def _symbols(parameters: str | sp.Symbol | Sequence[str | sp.Symbol]) -> Iterator[sp.Symbol]:
    if isinstance(parameters, str):
        parameters = parameters.replace(",", " ").split()
    elif isinstance(parameters, sp.Symbol):
        parameters = [parameters]
    if not isinstance(parameters, Iterable):
        raise ArgumentError(f"parameters is {parameters!r}: expected names such as 'x y'")
    for parameter in parameters:
        yield as_symbol(parameter)


def _check(expression: sp.Expr, parameters: tuple[sp.Symbol, ...]) -> None:
    if not parameters or len(set(parameters)) < len(parameters):
        raise ArgumentError(f"parameters are {parameters}: one or more different names are wanted")
    known = ", ".join(map(str, parameters))
    if unknown := sorted(map(str, expression.free_symbols - set(parameters))):
        strange = ", ".join(unknown)
        raise ArgumentError(
            f"expression is {expression}: it contains {strange}; only the parameters ({known}) are wanted"
        )
    if expression.has(sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo):
        raise ArgumentError(f"expression is {expression}: a real and finite expression in {known} is wanted")
