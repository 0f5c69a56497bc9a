"""Side by side in one run: Adam, many starts, a sweep over a grid, logistic regression, compiling, importing.

    python benchmarks/optimizers.py

Each row is the median of several rounds, in which the contenders take turns; read the ratios, not the times. Where
autograd or PyTorch is installed it takes part in the race of single steps.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

import mygrad
import numpy as np

import gdtutor as gd

LOSS, START, RATE = gd.surface("hopkins"), -5.0, 0.01
FIRST, SECOND, EPSILON = 0.9, 0.999, 1e-8


def adam_by_hand(steps: int) -> tuple[np.ndarray, ...]:
    """The lecture's Adam in a plain loop by someone who computes the sine and the logarithm once."""
    sin, cos, log, sqrt = math.sin, math.cos, math.log, math.sqrt
    theta, first, second = START, 0.0, 0.0
    points, losses, slopes = [], [], []
    for t in range(1, steps + 2):
        double = 2.0 * theta
        sine, logarithm = sin(double), log(theta * theta)
        slope = 2.0 * (cos(double) * logarithm + sine / theta)
        points.append(theta)
        losses.append(sine * logarithm)
        slopes.append(slope)
        first = FIRST * first + (1.0 - FIRST) * slope
        second = SECOND * second + (1.0 - SECOND) * slope * slope
        theta = theta - RATE * (first / (1.0 - FIRST**t)) / (sqrt(second / (1.0 - SECOND**t)) + EPSILON)
    return np.array(points), np.array(losses), np.array(slopes)


def slope_by_mygrad(theta: float) -> float:
    """The gradient by MyGrad."""
    tensor = mygrad.tensor(theta)
    (mygrad.sin(2 * tensor) * mygrad.log(tensor**2)).backward()
    return float(tensor.grad)


def slope_by_autograd() -> Callable[[float], float]:
    """The gradient by autograd, which is imported only here."""
    import autograd
    import autograd.numpy as anp

    return autograd.grad(lambda theta: anp.sin(2 * theta) * anp.log(theta**2))


def slope_by_torch() -> Callable[[float], float]:
    """The gradient by PyTorch, which is imported only here."""
    import torch

    def slope(theta: float) -> float:
        tensor = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
        (torch.sin(2 * tensor) * torch.log(tensor**2)).backward()
        return float(tensor.grad)

    return slope


def descent_with(slope: Callable[[float], float], steps: int) -> float:
    """Plain descent with somebody's gradient; nothing is recorded."""
    theta = START
    for _ in range(steps):
        theta = theta - RATE * float(slope(theta))
    return theta


def starts_by_hand(starts: np.ndarray, steps: int) -> np.ndarray:
    """Many starts at once in NumPy, with the lecture's formula."""
    theta = starts
    for _ in range(steps):
        theta = theta - RATE * (2 * np.cos(2 * theta) * np.log(theta**2) + np.sin(2 * theta) * 2 / theta)
    return theta


def logistic_by_hand(features: np.ndarray, targets: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The gradient of the logistic loss in one line of NumPy."""
    return features.T @ (1 / (1 + np.exp(-(features @ w))) - targets) / len(targets)


def race(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each contender in seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            contender()
            begin = perf_counter()
            contender()
            seconds[name].append(perf_counter() - begin)
    return {name: median(taken) for name, taken in seconds.items()}


def table(title: str, seconds: Mapping[str, float], per: float) -> None:
    """Print microseconds for one of ``per`` parts of the work, and the ratio to the first contender."""
    print(f"\n{title:<50}{'µs':>12}{'ratio':>9}")
    first = next(iter(seconds.values()))
    for name, taken in seconds.items():
        print(f"  {name:<48}{taken / per * 1e6:>12.4f}{taken / first:>9.2f}")


def compare_steps(steps: int, rounds: int) -> None:
    """One step of plain descent beside those who differentiate automatically; ours is recorded, theirs are not."""
    contenders: dict[str, Callable[[], object]] = {
        "gdtutor.descend": partial(gd.descend, LOSS, gd.GradientDescent(RATE), START, steps),
        "MyGrad": partial(descent_with, slope_by_mygrad, steps),
    }
    for name, slope in (("autograd", slope_by_autograd), ("torch", slope_by_torch)):
        if find_spec(name):
            contenders[name] = partial(descent_with, slope(), steps)
        else:
            print(f"{name} is not installed and does not take part")
    table(f"one step of {steps}", race(contenders, rounds), steps)


def compare_adam(steps: int, rounds: int) -> None:
    """Adam, recorded."""
    contenders: dict[str, Callable[[], object]] = {
        "written by hand, with care": partial(adam_by_hand, steps),
        "gdtutor.descend": partial(gd.descend, LOSS, gd.Adam(RATE), START, steps),
    }
    table(f"one recorded step of Adam of {steps}", race(contenders, rounds), steps)


def compare_starts(steps: int, starts: int, rounds: int) -> None:
    """Many starts at once."""
    points = np.random.default_rng(0).uniform(-6, 6, (starts, 1))
    contenders: dict[str, Callable[[], object]] = {
        "NumPy written by hand": partial(starts_by_hand, points[:, 0], steps),
        "gdtutor.descend": partial(gd.descend, LOSS, gd.GradientDescent(RATE), points, steps),
    }
    table(f"one step of one of {starts:,} starts, {steps} steps", race(contenders, rounds), starts * steps)


def compare_logistic(examples: int, rounds: int) -> None:
    """The gradient of a logistic regression, and the memory that it takes beside the data."""
    random = np.random.default_rng(0)
    features, w = random.normal(size=(examples, 20)), random.normal(size=20) / 10
    targets = random.integers(0, 2, examples).astype(float)
    loss = gd.LogisticLoss(gd.Dataset(features, targets), intercept=False)
    contenders: dict[str, Callable[[], object]] = {
        "NumPy written by hand": partial(logistic_by_hand, features, targets, w),
        "gdtutor LogisticLoss.gradient": partial(loss.gradient, w),
    }
    table(f"gradient over {examples:,} × 20", race(contenders, rounds), 1)
    tracemalloc.start()
    loss.gradient(w)
    print(f"  memory beside the data: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB")
    tracemalloc.stop()


def sweep_grid(steps: int, rounds: int) -> None:
    """A grid of 64 × 32 descents by Adam, all of them recorded."""
    grid: dict[str, Any] = {"rate": np.geomspace(0.001, 1, 64), "first_decay": np.linspace(0, 0.99, 32)}
    sweep = partial(gd.sweep, gd.surface("valley"), gd.Adam(), (5, 1), steps, **grid)
    table(f"64 × 32 sweep of {steps} steps of Adam", race({"gdtutor.sweep": sweep}, rounds), 1)


_COMPILE = """
from time import perf_counter
import gdtutor as gd
gd.descend(gd.Loss("x^2", "x"), gd.GradientDescent(), 1.0, 1)
begin = perf_counter()
loss = gd.Loss("sin(2θ)·log(θ²)", "theta")
loss(-5.0), loss.gradient(-5.0), gd.descend(loss, gd.GradientDescent(), -5.0, 1)
print(perf_counter() - begin)
"""
_IMPORT = "from time import perf_counter\nbegin = perf_counter()\nimport {}\nprint(perf_counter() - begin)\n"


def in_new_processes(code: str, rounds: int) -> float:
    """The median of what the code prints, each time in a new process."""
    command = [sys.executable, "-c", code]
    return median(
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(rounds)
    )


def compare_beginnings(rounds: int) -> None:
    """What has to be waited for once."""
    names = ["sympy", "gdtutor"]
    table("import", {name: in_new_processes(_IMPORT.format(name), rounds) for name in names}, 1)
    table("Hopkins' loss, its gradient and first descent", {"gdtutor": in_new_processes(_COMPILE, rounds)}, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every comparison and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args(arguments)
    size = 2000 * options.steps  # 200,000 examples where it counts, few where it only has to run
    compare_steps(options.steps, options.rounds)
    compare_adam(options.steps, options.rounds)
    compare_starts(options.steps, size // 2, min(5, options.rounds))
    compare_logistic(size, options.rounds)
    sweep_grid(options.steps, options.rounds)
    compare_beginnings(min(7, options.rounds))


if __name__ == "__main__":
    main()
