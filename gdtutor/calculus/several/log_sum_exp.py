"""The logarithm of a sum of exponentials is convex: its curvature is a sum of squares with positive weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import sympy as sp

from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.several.second_order import curvature_mark, directions


class LogSumExp(NamedTuple):
    """log(c₀ + Σ cᵢ exp(zᵢ)) with what stands for zᵢ.

    Attributes:
        outer: the function in the places.
        places: z₁, z₂, …
        weights: c₁, c₂, … and, where there is one, c₀.
        inner: what the places stand for.
    """

    outer: sp.Expr
    places: tuple[sp.Symbol, ...]
    weights: tuple[sp.Expr, ...]
    inner: tuple[sp.Expr, ...]


def log_sum_exp(expression: sp.Expr, symbols: Sequence[sp.Symbol]) -> LogSumExp | None:
    """The expression as log(c₀ + Σ cᵢ exp(uᵢ)); ``None`` where it is none.

    >>> x, y = sp.symbols("x y")
    >>> log_sum_exp(sp.log(1 + sp.exp(x) + 2 * sp.exp(3 * y)), (x, y)).outer
    log(exp(z_1) + 2*exp(z_2) + 1)
    """
    if not isinstance(expression, sp.log) or not expression.args[0].is_Add:
        return None
    inner, weights, constant = [], [], sp.Integer(0)
    for term in expression.args[0].as_ordered_terms():
        weight, rest = term.as_independent(*symbols, as_Add=False)
        if rest == 1:
            constant += weight
        elif isinstance(rest, sp.exp):
            weights.append(weight)
            inner.append(rest.args[0])
        else:
            return None
    taken = {str(symbol) for symbol in expression.free_symbols}
    letter = next(name for name in ("z", "u", "q", "inner") if not any(t.startswith(name) for t in taken))
    places = tuple(sp.Symbol(f"{letter}_{k}") for k in range(1, len(inner) + 1))
    total = sp.Add(constant, *(weight * sp.exp(place) for weight, place in zip(weights, places, strict=True)))
    return LogSumExp(sp.log(total), places, (*weights, *([constant] if constant != 0 else [])), tuple(inner))


def log_sum_exp_step(taken: LogSumExp, box: Mapping[sp.Symbol, Range]) -> ProofStep:
    """vᵀHv = (Σ_{i<j} eᵢeⱼ(vᵢ − vⱼ)² + c₀ Σ eᵢvᵢ²) / (c₀ + Σ eᵢ)² with eᵢ = cᵢ exp(zᵢ).

    >>> x, y, z = sp.symbols("x y z")
    >>> log_sum_exp_step(log_sum_exp(sp.log(sp.exp(x) + sp.exp(y) + sp.exp(z)), (x, y, z)), {}).is_proved()
    True
    """
    names = directions(taken.places, taken.outer) if len(taken.places) > 1 else (sp.Integer(1),)
    weights = zip(taken.weights, taken.places, strict=False)
    shares = [(weight * sp.exp(place), v) for (weight, place), v in zip(weights, names, strict=True)]
    constant = taken.weights[-1] if len(taken.weights) > len(taken.places) else sp.Integer(0)
    above = [e * f * (v - w) ** 2 for (e, v), (f, w) in combinations(shares, 2)]
    above += [constant * e * v**2 for e, v in shares]
    mark = curvature_mark(taken.outer, taken.places, names)
    certificate = sp.Add(*above) / taken.outer.args[0] ** 2
    why = "squares with positive weights"
    return ProofStep("curvature", mark, sp.Integer(0), why, ">=", certificate, (), tuple(box.items()))
