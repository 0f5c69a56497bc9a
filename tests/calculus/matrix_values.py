"""Vectors and matrices as numbers: an evaluator of its own, with NumPy, that knows nothing of the rules."""

import numpy as np
import sympy as sp

from gdtutor.calculus.matrices.numbers_of import Number
from gdtutor.calculus.matrices.symbols import Elementwise, TraceOf

SIZES = {"N": 5, "p": 4, "q": 3}  # other than those for which components are proved


def values_of(shapes, seed=0):
    """Random numbers in the shapes that are given as text."""
    generator = np.random.default_rng(seed)
    sizes = {name: [SIZES.get(size, size) for size in str(shape).split()] for name, shape in shapes.items()}
    return {name: generator.uniform(0.2, 1.5, ([*map(int, size), 1])[:2]) for name, size in sizes.items()}


def value(node, values):
    """A matrix expression as an array of two dimensions."""
    if isinstance(node, sp.MatrixSymbol):
        return values[node.name]
    if not isinstance(node, sp.MatrixExpr):
        node = node.xreplace({n: sp.Float(value(n.matrix, values)[0, 0]) for n in node.atoms(Number)})
        return np.array([[float(node.xreplace({s: SIZES.get(str(s), 0.3) for s in node.free_symbols}))]])
    if isinstance(node, Elementwise):
        return sp.lambdify(node.function.variables, node.function.expr.rewrite(sp.exp), "numpy")(
            value(node.vector, values)
        )
    shape = [int(sp.sympify(size).subs(SIZES)) for size in node.shape]
    fixed = {sp.OneMatrix: np.ones, sp.ZeroMatrix: np.zeros, sp.Identity: lambda s: np.eye(s[0])}
    if type(node) in fixed:
        return fixed[type(node)](shape)
    parts = [value(part, values) for part in node.args]
    if isinstance(node, sp.MatAdd):
        return sum(parts)
    if isinstance(node, sp.HadamardProduct):
        return np.multiply(*parts)
    if isinstance(node, sp.Transpose):
        return parts[0].T
    if isinstance(node, TraceOf):
        return np.array([[np.trace(parts[0])]])
    if isinstance(node, sp.DiagMatrix):
        return np.diag(parts[0][:, 0])
    made = parts[0]
    for part in parts[1:]:
        made = made * part if (1, 1) in (made.shape, part.shape) else made @ part
    return made


def slope(loss, values, name, step=1e-6):
    """∂loss/∂name, component by component, by central differences."""
    found = np.zeros_like(values[name])
    for place in np.ndindex(found.shape):
        ends = []
        for sign in (1, -1):
            moved = {**values, name: values[name].copy()}
            moved[name][place] += sign * step
            ends.append(loss(moved))
        found[place] = (ends[0] - ends[1]) / (2 * step)
    return found
