"""Side by side in one run: a loop written by hand, gdtutor, and MyGrad, on Hopkins' loss.

    python benchmarks/descent.py

Each row is the median of several rounds, in which the contenders take turns, so that a busy machine slows all alike:
read the ratios, not the times. Everything that is recorded is recorded by all: points, losses and gradients as arrays.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median
from time import perf_counter

import mygrad
import numpy as np

import gdtutor as gd

LOSS, START, RATE = gd.surface("hopkins"), -5.0, 0.01


def slope_by_hand(theta: float) -> float:
    """The gradient as the lecture writes it."""
    return 2 * math.cos(2 * theta) * math.log(theta**2) + math.sin(2 * theta) * 2 / theta


def slope_by_mygrad(theta: float) -> float:
    """The same by automatic differentiation."""
    tensor = mygrad.tensor(theta)
    (mygrad.sin(2 * tensor) * mygrad.log(tensor**2)).backward()
    return float(tensor.grad)


def descent_by_hand(steps: int) -> tuple[np.ndarray, ...]:
    """The lecture's formulas in a plain loop."""
    theta, points, losses, slopes = START, [], [], []
    for _ in range(steps + 1):
        slope = 2 * math.cos(2 * theta) * math.log(theta**2) + math.sin(2 * theta) * 2 / theta
        points.append(theta)
        losses.append(math.sin(2 * theta) * math.log(theta**2))
        slopes.append(slope)
        theta = theta - RATE * slope
    return np.array(points), np.array(losses), np.array(slopes)


def descent_by_hand_with_care(steps: int) -> tuple[np.ndarray, ...]:
    """The same by someone who computes the sine and the logarithm once, and names the functions locally."""
    sin, cos, log = math.sin, math.cos, math.log
    theta, points, losses, slopes = START, [], [], []
    for _ in range(steps + 1):
        double = 2.0 * theta
        sine, logarithm = sin(double), log(theta * theta)
        slope = 2.0 * (cos(double) * logarithm + sine / theta)
        points.append(theta)
        losses.append(sine * logarithm)
        slopes.append(slope)
        theta = theta - RATE * slope
    return np.array(points), np.array(losses), np.array(slopes)


def descent_by_mygrad(steps: int) -> tuple[np.ndarray, ...]:
    """The same with MyGrad's gradient."""
    theta, points, losses, slopes = START, [], [], []
    for _ in range(steps + 1):
        tensor = mygrad.tensor(theta)
        loss = mygrad.sin(2 * tensor) * mygrad.log(tensor**2)
        loss.backward()
        points.append(theta)
        losses.append(float(loss))
        slopes.append(float(tensor.grad))
        theta = theta - RATE * slopes[-1]
    return np.array(points), np.array(losses), np.array(slopes)


def sweep_by_hand(rates: np.ndarray, steps: int) -> np.ndarray:
    """All rates at once in NumPy; records the same three things."""
    theta = np.full(len(rates), START)
    record = np.empty((steps + 1, 3, len(rates)))
    for step in range(steps + 1):
        slope = 2 * np.cos(2 * theta) * np.log(theta**2) + np.sin(2 * theta) * 2 / theta
        record[step] = theta, np.sin(2 * theta) * np.log(theta**2), slope
        theta = theta - rates * slope
    return record


def race(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each contender in seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            contender()  # not timed: each finds the processor's caches as warm as the others do
            begin = perf_counter()
            contender()
            seconds[name].append(perf_counter() - begin)
    return {name: median(taken) for name, taken in seconds.items()}


def repeated(function: Callable[[float], float], times: int) -> None:
    """Call the function at one point, many times."""
    for _ in range(times):
        function(START)


def table(title: str, seconds: Mapping[str, float], per: int) -> None:
    """Print microseconds for one of ``per`` parts of the work, and the ratio to the first contender."""
    print(f"\n{title:<44}{'µs':>10}{'ratio':>9}")
    first = next(iter(seconds.values()))
    for name, taken in seconds.items():
        print(f"  {name:<42}{taken / per * 1e6:>10.3f}{taken / first:>9.2f}")


def compare_gradients(times: int, rounds: int) -> None:
    """The gradient at one point, through the public call."""
    slopes = {"written by hand": slope_by_hand, "gdtutor Loss.gradient": LOSS.gradient, "MyGrad": slope_by_mygrad}
    contenders = {name: partial(repeated, slope, times) for name, slope in slopes.items()}
    table("gradient at a point", race(contenders, rounds), times)


def compare_descents(steps: int, rounds: int) -> None:
    """One descent, recorded."""
    contenders: dict[str, Callable[[], object]] = {
        "written by hand": partial(descent_by_hand, steps),
        "written by hand, with care": partial(descent_by_hand_with_care, steps),
        "gdtutor.descend": partial(gd.descend, LOSS, gd.GradientDescent(RATE), START, steps),
    }
    if steps <= 1000:  # else it would take seconds a round
        contenders["MyGrad"] = partial(descent_by_mygrad, steps)
    table(f"one recorded step of {steps}", race(contenders, rounds), steps)


def compare_sweeps(steps: int, rounds: int) -> None:
    """Many rates at once."""
    rates = np.geomspace(1e-3, 0.17, 200)
    contenders = {
        "NumPy written by hand": partial(sweep_by_hand, rates, steps),
        "gdtutor.sweep": partial(gd.sweep, LOSS, gd.GradientDescent(), START, steps, rate=rates),
    }
    table(f"one step of one of {len(rates)} rates, {steps} steps", race(contenders, rounds), len(rates) * steps)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every comparison and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=10_000, help="length of the long descent")
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args(arguments)
    short = min(100, options.steps)
    compare_gradients(options.steps, options.rounds)
    for steps in sorted({short, options.steps}):
        compare_descents(steps, options.rounds)
    compare_sweeps(short, options.rounds)


if __name__ == "__main__":
    main()
