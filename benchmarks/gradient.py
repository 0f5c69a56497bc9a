"""The gradient of the n-dimensional Rosenbrock function: one reverse pass beside ``sympy.diff`` for each variable.

Run: python benchmarks/gradient.py [--sizes 50 100 200 1000] [--most N]
``sympy.diff`` is left out above --most variables, where it takes minutes. SymPy's cache is emptied before every run.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import sympy as sp
from sympy.core.cache import clear_cache

from gdtutor.calculus.gradient import partials

Gradient = tuple[sp.Expr, ...]


def rosenbrock(count: int) -> tuple[sp.Expr, list[sp.Symbol]]:
    """Σ 100·(x_{k+1} − x_k²)² + (1 − x_k)² and its variables."""
    variables = [sp.Symbol(f"x_{place}") for place in range(count)]
    terms = (100 * (after - before**2) ** 2 + (1 - before) ** 2 for before, after in pairwise(variables))
    return sp.Add(*terms), variables


def one_by_one(expression: sp.Expr, variables: Sequence[sp.Symbol]) -> Gradient:
    """What most people write."""
    return tuple(sp.diff(expression, variable) for variable in variables)


def seconds(gradient: Callable[..., Gradient], count: int, rounds: int) -> tuple[float, Gradient]:
    """The median time of some runs, each with an empty cache, and the gradient."""
    times = []
    for _ in range(rounds):
        clear_cache()
        expression, variables = rosenbrock(count)
        start = time.perf_counter()
        found = gradient(expression, variables)
        times.append(time.perf_counter() - start)
    return statistics.median(times), found


def main(arguments: list[str] | None = None) -> None:
    """Print the table: seconds, the ratio, and how ours grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 100, 200, 1000], help="numbers of variables")
    parser.add_argument("--most", type=int, default=200, help="the largest size for sympy.diff")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run")
    parser.add_argument("--steps", type=int, help="the largest size, in place of all")
    options = parser.parse_args(arguments)
    print(f"{'n':>6} {'gdtutor s':>10} {'sympy.diff s':>13} {'ratio':>7} {'growth':>7}")
    before = 0.0
    for count in [2, options.steps] if options.steps else options.sizes:
        ours, found = seconds(partials, count, options.rounds)
        line = f"{count:>6} {ours:>10.4f}"
        if count <= options.most:
            theirs, wanted = seconds(one_by_one, count, 1)
            assert [sp.expand(one - other) for one, other in zip(found, wanted, strict=True)] == [0] * count
            line += f" {theirs:>13.3f} {theirs / ours:>7.1f}"
        else:
            line += " " * 22
        print(line + (f" {ours / before:>7.1f}" if before else ""))
        before = ours


if __name__ == "__main__":
    main()
