"""Losses over a data set, by the chain rule: a formula ℓ(z, y) for one example, after a linear map z = b + w·x."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from gdtutor.calculus.functions import BUILDERS
from gdtutor.calculus.gradient import partials
from gdtutor.descent.arguments import floats
from gdtutor.descent.dataset import Dataset
from gdtutor.descent.source import function, statements
from gdtutor.descent.stable import stable_formula
from gdtutor.errors import ArgumentError

SCORE, TARGET = sp.symbols("z y")
_BLOCK = 1 << 16  # numbers of X that are looked at together: 512 KB, which stay in a processor's cache


class DataLoss:
    """The mean of ℓ(zᵢ, yᵢ) over the examples of a data set, with z = Xw + b.

    By the chain rule ∂L/∂w = Xᵀℓ′(z)/N and ∂L/∂b = Σℓ′(z)/N: the symbolic part is ℓ in z alone. The data are read
    once, block by block, so that besides the data little memory is used however many examples there are. A point is
    of shape (d,), with b first; a batch of points (n, d).

    Args:
        dataset: the data.
        intercept: whether there is a b; without one z = Xw.

    Raises:
        ArgumentError: if ``dataset`` is no ``Dataset`` or its targets do not suit the loss.
    """

    example_loss: ClassVar[sp.Expr]  # ℓ in z and y

    def __init__(self, dataset: Dataset, intercept: bool = True) -> None:
        if not isinstance(dataset, Dataset):
            raise ArgumentError(f"dataset is {dataset!r}: a Dataset is wanted, such as dataset('heart')")
        self.dataset, self.intercept = dataset, bool(intercept)

    @cached_property
    def parameters(self) -> tuple[sp.Symbol, ...]:
        """The intercept b, if there is one, then a weight for each feature."""
        weights = [sp.Symbol(f"w_{i}") for i in range(1, self.dataset.features.shape[1] + 1)]
        return tuple([sp.Symbol("b")] * self.intercept + weights)

    @property
    def slope(self) -> sp.Expr:
        """ℓ′(z), derived by the rules of calculus."""
        return _derived(self.example_loss)[0]

    @property
    def curvature(self) -> sp.Expr:
        """ℓ″(z), derived by the rules of calculus."""
        return _derived(self.example_loss)[1]

    def __call__(self, w: ArrayLike) -> Any:
        """The loss: a float for a point, shape (n,) for a batch."""
        points = self._points(w)
        total = np.zeros(max(1, points.size // len(self.parameters)))
        for _, targets, z in self._blocks(points):
            total += _values(self.example_loss)(z, targets).sum(axis=0)
        mean = total / len(self.dataset)
        return float(mean[0]) if points.ndim == 1 else mean.reshape(points.shape[:-1])

    def gradient(self, w: ArrayLike, examples: np.ndarray | None = None) -> np.ndarray:
        """The gradient, of the shape of w; over the given examples (their numbers) only, if there are any."""
        points = self._points(w)
        total = np.zeros((max(1, points.size // len(self.parameters)), len(self.parameters)))
        seen = 0
        for features, targets, z in self._blocks(points, examples):
            slopes = _values(_computed(self.example_loss)[0])(z, targets)
            total[:, int(self.intercept) :] += slopes.T @ features
            if self.intercept:
                total[:, 0] += slopes.sum(axis=0)
            seen += len(targets)
        return (total / seen).reshape(points.shape)

    def hessian(self, w: ArrayLike) -> np.ndarray:
        """The Hessian Xᵀ diag(ℓ″(z)) X/N at a point, shape (d, d)."""
        points = self._points(w)
        if points.ndim != 1:
            raise ArgumentError(f"w is an array of shape {points.shape}: one point ({len(self.parameters)},) is wanted")
        total = np.zeros((len(self.parameters), len(self.parameters)))
        for features, targets, z in self._blocks(points):
            bent = np.broadcast_to(_values(_computed(self.example_loss)[1])(z, targets), z.shape)
            columns = np.hstack([np.ones((len(features), int(self.intercept))), features])
            total += columns.T @ (bent * columns)
        return total / len(self.dataset)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.dataset!r})"

    def _repr_latex_(self) -> str:
        z = r"b + w^{\top} x_i" if self.intercept else r"w^{\top} x_i"
        formula, slope = (sp.latex(part) for part in (self.example_loss, self.slope))
        return (
            rf"$\displaystyle L = \frac{{1}}{{N}} \sum_{{i=1}}^{{N}} \ell(z_i, y_i),\quad z_i = {z},\quad "
            rf"\ell = {formula},\quad \ell' = {slope},\quad \nabla_w L = \frac{{1}}{{N}} X^{{\top}} \ell'(z)$"
        )

    def _blocks(
        self, points: np.ndarray, examples: np.ndarray | None = None
    ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Features (m, d), targets (m, 1) and z (m, n) of one block of examples after another."""
        weights = points.reshape(-1, len(self.parameters)).T
        x, y = self.dataset.features, self.dataset.targets
        if examples is not None:
            x, y = x[examples], y[examples]
        rows = max(1, _BLOCK // max(x.shape[1], weights.shape[1]))
        for first in range(0, len(y), rows):
            features = x[first : first + rows]
            z = features @ weights[int(self.intercept) :]
            if self.intercept:
                z += weights[0]
            yield features, y[first : first + rows, np.newaxis], z

    def _points(self, w: ArrayLike) -> np.ndarray:
        size, points = len(self.parameters), floats(w)
        if points is not None and points.ndim == 0 and size == 1:
            points = points.reshape(1)
        if points is None or points.shape[-1:] != (size,):
            what = f"{w!r}" if points is None else f"an array of shape {points.shape}"
            raise ArgumentError(f"w is {what}: a point of shape ({size},) or a batch (n, {size}) is wanted")
        return points


@lru_cache(maxsize=16)
def _derived(example_loss: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    (slope,) = partials(example_loss, (SCORE,))
    (curvature,) = partials(slope, (SCORE,))
    return slope, curvature


@lru_cache(maxsize=16)
def _computed(example_loss: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The same two, derived from a form that stays finite."""
    (slope,) = partials(stable_formula(example_loss), (SCORE,))
    (curvature,) = partials(stable_formula(slope), (SCORE,))
    return slope, curvature


@lru_cache(maxsize=16)
def _values(expression: sp.Expr) -> Callable[..., Any]:
    lines = [*statements({"value": expression}, {SCORE: "z", TARGET: "y"}, "c"), "return value"]
    compiled = function("values", "def values(z, y):\n    " + "\n    ".join(lines) + "\n", "numpy")

    def quiet(z: np.ndarray, y: np.ndarray) -> Any:
        with np.errstate(all="ignore"):
            return compiled(z, y)

    return quiet


class SquaredError(DataLoss):
    """Half the squared error, ℓ = (z − y)²/2, over a data set (the adaptive-methods lecture; Lee, without the half).

    >>> loss = SquaredError(Dataset([[1.0], [3.0]], [2.0, 4.0]))
    >>> loss.slope, loss([1.0, 1.0]), loss.gradient([0.0, 1.0])
    (-y + z, 0.0, array([-1., -2.]))
    """

    example_loss = (SCORE - TARGET) ** 2 / 2


class LogisticLoss(DataLoss):
    """The logistic loss, ℓ = log(1 + e^z) − yz, for targets 0 and 1 (CS109B, "Logistic Regression derivatives").

    It is the lecture's −y log p − (1 − y) log(1 − p) with p = 1/(1 + e^(−z)), in a form that does not overflow; the
    lecture sums over the examples, this is their mean.

    Raises:
        ArgumentError: if a target is neither 0 nor 1.

    >>> LogisticLoss(Dataset([[1.0], [-1.0]], [1, 0])).gradient([0.0, 0.0])
    array([ 0. , -0.5])
    """

    example_loss = BUILDERS["softplus"](SCORE) - TARGET * SCORE

    def __init__(self, dataset: Dataset, intercept: bool = True) -> None:
        super().__init__(dataset, intercept)
        if not np.isin(dataset.targets, (0.0, 1.0)).all():
            strange = dataset.targets[~np.isin(dataset.targets, (0.0, 1.0))][0]
            raise ArgumentError(f"targets contains {strange}: 0 and 1 are wanted")


def condition_number(loss: Any, w: ArrayLike | None = None) -> float:
    """The largest eigenvalue of the Hessian over the smallest: how much steeper the steepest direction is.

    A descent on a quadratic needs about as many steps as this number, whatever its rate.

    Args:
        loss: a ``Loss`` or ``DataLoss``.
        w: the point; without one, zero.

    Raises:
        ArgumentError: if w is no point, or the Hessian there is not positive definite, or not finite.

    >>> from gdtutor.descent.surfaces import surface
    >>> condition_number(surface("valley"))
    20.0
    """
    size = len(loss.parameters)
    point = np.zeros(size) if w is None else floats(w)
    if point is None or point.shape not in ((size,), () if size == 1 else (size,)):
        raise ArgumentError(f"w is {w!r}: expected one number for each of the {size} parameters")
    hessian = np.atleast_2d(loss.hessian(point))
    values = np.linalg.eigvalsh(hessian) if np.isfinite(hessian).all() else np.array([np.nan])
    if not values[0] > 0:
        raise ArgumentError(f"w is {point.tolist()}: a point where the Hessian is positive definite is wanted")
    return float(values[-1] / values[0])
