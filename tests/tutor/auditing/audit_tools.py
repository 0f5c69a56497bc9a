"""Facts by mpmath alone, to 50 digits: an oracle for claims that knows nothing of the package."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

import mpmath as mp

mp.mp.dps = 50


class Sides:
    """Two functions that a claim says are equal: ``above`` are the lower ends of the ranges of its arguments."""

    def __init__(self, left: Callable, right: Callable, *lows: float) -> None:
        self.left, self.right, self.lows = left, right, lows

    def points(self) -> Iterator[list[mp.mpf]]:
        draw = random.Random(1)
        yield from ([mp.mpf(draw.uniform(low, 3)) for low in self.lows] for _ in range(24))

    def verdict(self) -> str:
        found = {abs(self.left(*point) - self.right(*point)) < mp.mpf(10) ** -20 for point in self.points()}
        return {(True,): "correct", (False,): "wrong"}.get(tuple(found), "partial")


def sides(left: Callable, right: Callable, *lows: float) -> Callable[[], str]:
    return Sides(left, right, *lows).verdict


def holds(*facts: Callable[[], bool]) -> Callable[[], str]:
    """Right where every fact is true; the facts are computed when asked."""
    return lambda: "correct" if all(fact() for fact in facts) else "wrong"


def rounds(value: Callable[[], mp.mpf], number: str) -> Callable[[], str]:
    """Whether a number is the value, rounded to its places."""
    places = len(number.partition(".")[2])
    return holds(lambda: abs(value() - mp.mpf(number)) <= mp.mpf(10) ** -places / 2)


def falls(function: Callable) -> Callable[[], str]:
    """Whether a function gets smaller along its first argument."""
    grid = [mp.mpf(k) / 7 for k in range(1, 60)]
    return holds(lambda: all(function(a) > function(b) for a, b in pairwise(grid)))


def D(function: Callable, place: int = 0, order: int = 1) -> Callable:
    """A partial derivative, by mpmath's differences."""
    return lambda *at: mp.diff(lambda u: function(*at[:place], u, *at[place + 1 :]), at[place], order)


def adam(beta: mp.mpf, gradients: list[mp.mpf]) -> mp.mpf:
    moment = mp.mpf(0)
    for gradient in gradients:
        moment = beta * moment + (1 - beta) * gradient
    return moment


def square(t):
    return (20 - 5 * t) ** 2 + (41 - 12 * t) ** 2


def hopkins(t):
    return mp.sin(2 * t) * mp.log(t**2)


def bowl(x, y):
    return x**2 + y**2


def p(w, x):
    return 1 / (1 + mp.exp(-w * x))


def loss_a(w, x, y):
    return -y * mp.log(p(w, x))


def loss_b(w, x, y):
    return -(1 - y) * mp.log(1 - p(w, x))


def half_square(w, x, y):
    return (y - w * x) ** 2 / 2


def valley_update(eta):
    """How the loss 0.1x² + 2y² changes from (1, 2) by one update."""
    x, y = mp.mpf(1), mp.mpf(2)
    new = (x - eta * 0.2 * x, y - eta * 4 * y)
    return 0.1 * new[0] ** 2 + 2 * new[1] ** 2 - (0.1 * x**2 + 2 * y**2)


def up_to_small_rates():
    """Lower at small rates and higher at a large one: right under a condition."""
    return "partial" if valley_update(mp.mpf("0.01")) < 0 < valley_update(mp.mpf("0.75")) else "correct"


def first_order(f, at, step):
    """Whether f(a + tξ) − f(a) − t∇f·ξ shrinks like t²."""

    def rest(t):
        slope = sum(D(f, k)(*at) * step[k] for k in range(len(at)))
        return f(*(a + t * s for a, s in zip(at, step, strict=True))) - f(*at) - t * slope

    small, smaller = abs(rest(mp.mpf("1e-6"))), abs(rest(mp.mpf("1e-7")))
    return abs(small / smaller - 100) < 1


def layer(image, i, j, row, column):
    kernel = {(a, b): 10 * a + b + 17 for a in (-1, 0, 1) for b in (-1, 0, 1)}
    return sum(v * image[row(i, a)][column(j, b)] for (a, b), v in kernel.items())


def rms(values):
    return mp.sqrt(sum(mp.mpf(str(v)) ** 2 for v in values) / len(values))


def total(values):
    return mp.sqrt(sum(mp.mpf(str(v)) ** 2 for v in values))


def newton_is_stationary(f, x, y):
    """Whether g + H·Δ = 0 for Δ = −H⁻¹g, with derivatives by differences."""
    slopes = mp.matrix([mp.diff(f, (x, y), order) for order in ((1, 0), (0, 1))])
    mixed = mp.diff(f, (x, y), (1, 1))
    bends = mp.matrix([[mp.diff(f, (x, y), (2, 0)), mixed], [mixed, mp.diff(f, (x, y), (0, 2))]])
    step = mp.lu_solve(bends, -slopes)
    around = [mp.diff(lambda t, k=k: _model(slopes, bends, step, k, t), 0) for k in (0, 1)]
    return max(map(abs, around)) < 1e-10


def _model(slopes, bends, step, k, t):
    """s + g·Δ + ½ΔᵀHΔ, with the k-th component of Δ moved by t."""
    moved = step.copy()
    moved[k] += t
    return (slopes.T * moved)[0] + (moved.T * bends * moved)[0] / 2
