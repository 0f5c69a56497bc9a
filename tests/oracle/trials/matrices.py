"""`matrix_gradient` at random shapes and entries, against differences computed with NumPy."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.oracle.cases import FINE, Case, Outcome, StoppedError, ask, failure

Arrays = dict[str, np.ndarray]
F = Callable[[Arrays], Any]
#: text, variable, shapes, and the same as a function of arrays
LOSSES: tuple[tuple[str, str, dict[str, str], F], ...] = (
    ("1/2*|X*w - y|^2", "w", {"X": "N p", "w": "p", "y": "N"}, lambda m: 0.5 * np.sum((m["X"] @ m["w"] - m["y"]) ** 2)),
    (
        "|X*w - y|^2 + 3*|w|^2",
        "w",
        {"X": "N p", "w": "p", "y": "N"},
        lambda m: np.sum((m["X"] @ m["w"] - m["y"]) ** 2) + 3 * np.sum(m["w"] ** 2),
    ),
    ("w^T A w", "w", {"A": "p p", "w": "p"}, lambda m: m["w"].T @ m["A"] @ m["w"]),
    ("a^T w", "w", {"a": "p", "w": "p"}, lambda m: m["a"].T @ m["w"]),
    ("(a^T w)^2", "w", {"a": "p", "w": "p"}, lambda m: (m["a"].T @ m["w"]) ** 2),
    ("(a^T w)*(b^T w)", "w", {"a": "p", "b": "p", "w": "p"}, lambda m: (m["a"].T @ m["w"]) * (m["b"].T @ m["w"])),
    ("(a^T w)^3", "w", {"a": "p", "w": "p"}, lambda m: (m["a"].T @ m["w"]) ** 3),
    ("|w - a|^2", "a", {"a": "p", "w": "p"}, lambda m: np.sum((m["w"] - m["a"]) ** 2)),
    (
        "(w-a)^T A (w-a)",
        "w",
        {"A": "p p", "w": "p", "a": "p"},
        lambda m: (m["w"] - m["a"]).T @ m["A"] @ (m["w"] - m["a"]),
    ),
    ("a^T A^T B w", "w", {"a": "k", "A": "n k", "B": "n p", "w": "p"}, lambda m: m["a"].T @ m["A"].T @ m["B"] @ m["w"]),
    ("a^T W b", "W", {"a": "n", "W": "n m", "b": "m"}, lambda m: m["a"].T @ m["W"] @ m["b"]),
    ("1/2*|W*x - y|^2", "W", {"W": "n m", "x": "m", "y": "n"}, lambda m: 0.5 * np.sum((m["W"] @ m["x"] - m["y"]) ** 2)),
    ("tr(A^T W)", "W", {"A": "n m", "W": "n m"}, lambda m: np.trace(m["A"].T @ m["W"])),
    ("tr(W^T A W)", "W", {"A": "n n", "W": "n m"}, lambda m: np.trace(m["W"].T @ m["A"] @ m["W"])),
    ("|A*W - B|^2", "W", {"A": "k n", "W": "n m", "B": "k m"}, lambda m: np.sum((m["A"] @ m["W"] - m["B"]) ** 2)),
    ("|W|^2", "W", {"W": "n m"}, lambda m: np.sum(m["W"] ** 2)),
    ("x^T W^T W x", "W", {"W": "n m", "x": "m"}, lambda m: m["x"].T @ m["W"].T @ m["W"] @ m["x"]),
    (
        "|X*w|^2 - 2*y^T X w",
        "w",
        {"X": "N p", "w": "p", "y": "N"},
        lambda m: np.sum((m["X"] @ m["w"]) ** 2) - 2 * m["y"].T @ m["X"] @ m["w"],
    ),
    (
        "1/2*|A*W*x - y|^2",
        "W",
        {"A": "k n", "W": "n m", "x": "m", "y": "k"},
        lambda m: 0.5 * np.sum((m["A"] @ m["W"] @ m["x"] - m["y"]) ** 2),
    ),
    (
        "1/2*|A*W*x - y|^2",
        "x",
        {"A": "k n", "W": "n m", "x": "m", "y": "k"},
        lambda m: 0.5 * np.sum((m["A"] @ m["W"] @ m["x"] - m["y"]) ** 2),
    ),
    (
        "1/2*|A*W*x - y|^2",
        "A",
        {"A": "k n", "W": "n m", "x": "m", "y": "k"},
        lambda m: 0.5 * np.sum((m["A"] @ m["W"] @ m["x"] - m["y"]) ** 2),
    ),
    ("sigmoid(w^T x)", "w", {"w": "p", "x": "p"}, lambda m: 1 / (1 + np.exp(-m["w"].T @ m["x"]))),
    ("log(1 + e^(a^T w))", "w", {"a": "p", "w": "p"}, lambda m: np.log(1 + np.exp(m["a"].T @ m["w"]))),
    ("softplus(w^T x)", "w", {"w": "p", "x": "p"}, lambda m: np.log(1 + np.exp(m["w"].T @ m["x"]))),
    ("e^(a^T w)", "w", {"a": "p", "w": "p"}, lambda m: np.exp(m["a"].T @ m["w"])),
    ("sin(a^T w)", "w", {"a": "p", "w": "p"}, lambda m: np.sin(m["a"].T @ m["w"])),
    (
        "a^T A W B b",
        "W",
        {"a": "k", "A": "k n", "W": "n m", "B": "m p", "b": "p"},
        lambda m: m["a"].T @ m["A"] @ m["W"] @ m["B"] @ m["b"],
    ),
    (
        "tr(A*W*B)",
        "W",
        {"A": "k n", "W": "n m", "B": "m k"},
        lambda m: np.trace(m["A"] @ m["W"] @ m["B"]),
    ),
    (
        "tr(A*W*B*W^T)",
        "W",
        {"A": "n n", "W": "n n", "B": "n n"},
        lambda m: np.trace(m["A"] @ m["W"] @ m["B"] @ m["W"].T),
    ),
    (
        "tr(A*B*W^T*C)",
        "W",
        {"A": "k p", "B": "p m", "W": "n m", "C": "n k"},
        lambda m: np.trace(m["A"] @ m["B"] @ m["W"].T @ m["C"]),
    ),
)


class Matrices:
    """Data: which loss, and the sizes of the dimensions."""

    name = "matrix_gradient"
    share = 0.12

    def draw(self, rng: random.Random, number: int) -> Case:
        which = number % len(LOSSES)
        sizes = {letter: rng.randint(1, 4) for letter in "Npknm"}
        return Case((), (which, tuple(sorted(sizes.items())), rng.randrange(10**6)))

    def judge(self, api: Any, case: Case) -> Outcome:
        which, sizes, seed = case.data
        written, variable, shapes, function = LOSSES[which]
        try:
            found = ask(api, lambda: api.matrix_gradient(written, variable, **shapes))
        except StoppedError as stopped:
            if stopped.outcome.status == "refused":  # there is a rule for each of these
                return failure("a gradient by a matrix is refused", stopped.outcome.truth)
            raise
        known = dict(sizes)
        rng = np.random.default_rng(seed)
        arrays = {
            name: rng.normal(
                size=[known[part] for part in (shape.split() + ["one"])[:2] if part != "one"]
                + [1] * (len(shape.split()) == 1)
            )
            for name, shape in shapes.items()
        }
        truth = _differences(function, arrays, variable)
        try:
            given = np.asarray(_array(found.result, arrays, known), dtype=float)
        except _UnknownError as error:
            return Outcome("fine", notes=(f"not converted: {error}",))
        given = np.broadcast_to(given, truth.shape) if given.size == 1 else given
        if given.shape != truth.shape:
            return failure("a gradient of another shape", f"{given.shape}, not {truth.shape}: {found.result}")
        # central differences of step 1e-5 on numbers of the size of 10 leave some 1e-6
        if not np.allclose(given, truth, rtol=1e-5, atol=1e-5 * (1 + np.abs(truth).max())):
            return failure("a gradient by a matrix is wrong", f"{found.result}: {given.tolist()}, not {truth.tolist()}")
        return FINE

    def line(self, case: Case) -> str:
        written, variable, shapes, _ = LOSSES[case.data[0]]
        return f"gd.matrix_gradient({written!r}, {variable!r}, {', '.join(f'{k}={v!r}' for k, v in shapes.items())})"


class _UnknownError(ValueError):
    pass


def _differences(function: F, arrays: Arrays, variable: str, step: float = 1e-5) -> np.ndarray:
    found = np.zeros_like(arrays[variable])
    for place in np.ndindex(*found.shape):
        heights = []
        for sign in (1, -1):
            moved = {name: array.copy() for name, array in arrays.items()}
            moved[variable][place] += sign * step
            heights.append(float(np.asarray(function(moved)).sum()))
        found[place] = (heights[0] - heights[1]) / (2 * step)
    return found


def _array(expression: Any, arrays: Arrays, sizes: dict[str, int]) -> Any:
    """A matrix expression in NumPy, by walking its tree."""
    name = type(expression).__name__
    if name == "MatrixSymbol":
        return arrays[str(expression.name)]
    if getattr(expression, "is_Number", False):
        return float(expression)
    if getattr(expression, "is_Symbol", False):
        return float(sizes[str(expression.name)])
    if name == "Identity":
        return np.eye(sizes[str(expression.args[0])])
    if name == "MatrixElement":
        return _array(expression.args[0], arrays, sizes)[int(expression.args[1]), int(expression.args[2])]
    if name == "Exp1":
        return float(np.e)
    parts = [_array(part, arrays, sizes) for part in expression.args]
    if name in ("MatMul", "Mul"):
        product: Any = 1.0
        for part in parts:
            scalar = (
                np.ndim(part) == 0 or np.ndim(product) == 0 or np.shape(part) == (1, 1) or np.shape(product) == (1, 1)
            )
            product = product * part if scalar else product @ part
        return product
    simple: dict[str, Callable[..., Any]] = {
        "MatAdd": lambda *args: sum(args[1:], args[0]),
        "Add": lambda *args: sum(args[1:], args[0]),
        "Transpose": np.transpose,
        "Trace": np.trace,
        "exp": np.exp,
        "log": np.log,
        "sin": np.sin,
        "cos": np.cos,
        "MatPow": lambda a, b: a**b,
        "Pow": lambda a, b: a**b,
        "sigmoid": lambda u: 1 / (1 + np.exp(-u)),
    }
    if name not in simple:
        raise _UnknownError(f"{name}: {expression}"[:80])
    return simple[name](*parts)
