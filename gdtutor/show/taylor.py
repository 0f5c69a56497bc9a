"""The Taylor experiment: a polynomial that grows with its order, what it leaves out, and a certified bound of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.notation import as_expression
from gdtutor.calculus.taylor.model import Taylor, taylor
from gdtutor.calculus.taylor.remainder import Remainder
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits, log_axis, logarithms
from gdtutor.show.evaluate import on_grid
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable, rounded_up
from gdtutor.show.points import interval, moving, pairs, still
from gdtutor.show.scene import Choice, Dial, Mark, Numbers, Plot, Preset, Scene, Words

_CURVE_POINTS = 200
_MOST_PIECES, _FEWEST_PIECES, _WORK = 12, 4, 120  # of the search for a bound: half a second for all orders
_EPS = 4 * np.finfo(float).eps


@dataclass(frozen=True)
class TaylorSettings:
    """What makes a Taylor experiment: all that is needed to make it again. Nothing here is random."""

    expression: str
    variable: str
    at: str
    order: int
    low: float
    high: float
    points: int
    start: float
    start_order: int
    seed: int = 0


def taylor_experiment(
    expression: str | sp.Expr,
    at: str | sp.Expr | float = 0,
    order: int = 8,
    *,
    window: Sequence[float] | None = None,
    start: float | None = None,
    start_order: int = 1,
    points: int = 81,
) -> Experiment:
    """Show a function with its Taylor polynomial, whose order is a slider, and the error with its certified bound.

    Args:
        expression: a function of one variable.
        at: the point a about which it is developed.
        order: the highest order, from 1 to 20.
        window: the interval that is shown; by default 4 to both sides of a.
        start: the place x at first; by default somewhat less than half of the way from a to the right-hand end.
        start_order: the order at first.
        points: how many places the slider has.

    Raises:
        ArgumentError: when an argument is not usable, or a is not inside the window.
        UnreadableError: when a text is not mathematics.

    Source: Lee, "Taylor Series": sin x about π/4, order by order.

    >>> experiment = taylor_experiment("sin(x)", 0, 5, window=(-4, 4), start=2)
    >>> experiment.move(order=3).caption
    'Order 3 about a = 0: at x = 2 the polynomial is 0.667, sin(x) is 0.909. What is left out: |R| = 0.243, certified
    at most 0.667, for |f⁽⁴⁾| ≤ 1 on the whole interval.'
    """
    if isinstance(order, bool) or not isinstance(order, int) or not 1 <= order <= 20:
        raise ArgumentError(f"order is {order!r}: a whole number from 1 to 20 is wanted")
    model = taylor(expression, at, 0)
    if model.point[0].free_symbols:
        raise ArgumentError(f"at is {at!r}: expected a number")
    centre = float(model.point[0])
    low, high = interval("window", (centre - 4, centre + 4) if window is None else window)
    if not low < centre < high:
        raise ArgumentError(f"window is {window!r}: an interval with the point {readable(centre)} inside is wanted")
    settings = TaylorSettings(
        expression=str(model.expression),
        variable=str(model.variables[0]),
        at=str(model.point[0]),
        order=order,
        low=low,
        high=high,
        points=int(points),
        start=centre + 0.45 * (high - centre) if start is None else float(start),
        start_order=min(int(start_order), order),
    )
    return Experiment(settings, taylor_scene(settings))


class _Story:
    """The numbers of the experiment over orders n (rows) and places x (columns)."""

    def __init__(self, settings: TaylorSettings) -> None:
        self.model = taylor(as_expression(settings.expression), as_expression(settings.at), settings.order)
        for term in self.model.terms:
            if term.coefficient.free_symbols or term.coefficient.has(AppliedUndef, sp.Derivative, sp.Subs):
                raise ArgumentError(f"a coefficient is {term.coefficient}: expected a function with numbers only")
        (self.variable,), self.centre = self.model.variables, float(self.model.point[0])
        self.grid = np.round(np.linspace(settings.low, settings.high, settings.points), 10)
        self.coefficients = np.array([float(term.coefficient) for term in self.model.terms])
        self.values = on_grid([self.model.expression], self.variable, self.grid)[0]
        self.polynomials = self.polynomial(self.grid)
        self.rest = np.abs(self.values - self.polynomials)
        powers = np.abs(self.coefficients)[:, None] * np.abs(self.distance(self.grid)) ** self.orders[:, None]
        #: what rounding may make of a zero
        self.noise = _EPS * (np.cumsum(powers, axis=0) + np.abs(self.values))
        self.largest = np.array(_largest(self.model, (settings.low, settings.high)))
        factorials = np.array([float(sp.factorial(n + 1)) for n in self.orders])
        reach = np.abs(self.distance(self.grid)) ** (self.orders[:, None] + 1.0)
        self.bounds = self.largest[:, None] / factorials[:, None] * reach

    @property
    def orders(self) -> np.ndarray:
        return np.arange(self.model.order + 1)

    def distance(self, grid: np.ndarray) -> np.ndarray:
        return grid - self.centre

    def polynomial(self, grid: np.ndarray) -> np.ndarray:
        """The polynomials of all orders, shape (orders, places)."""
        return np.cumsum(self.coefficients[:, None] * self.distance(grid) ** self.orders[:, None], axis=0)


def _largest(model: Taylor, window: tuple[float, float]) -> list[float]:
    """A proved bound of |f⁽ⁿ⁺¹⁾| on the window for each order n; NaN where none was found.

    Derivatives that come again, as those of the sine do up to their sign, are bounded once.
    """
    known: dict[sp.Expr, float] = {}
    for order in range(model.order + 1):
        remainder = replace(model, order=order, terms=model.terms[: order + 1]).remainder
        derivative = remainder.derivatives[0][1]
        if derivative not in known:
            known[derivative] = known[-derivative] = _bounded(remainder, window)
    derivatives = [*(term.derivative for term in model.terms[1:]), derivative]
    return [known[derivative] for derivative in derivatives]


def _bounded(remainder: Remainder, window: tuple[float, float]) -> float:
    work = max(1, remainder.derivatives[0][1].count_ops())
    pieces = max(_FEWEST_PIECES, min(_MOST_PIECES, _WORK // work))
    try:
        largest = remainder.bound(window, pieces).derivatives[0][1]
    except ArgumentError:
        return float("nan")  # the picture says that there is none
    return float(largest) if float(largest) >= largest else float(np.nextafter(float(largest), np.inf))


def taylor_scene(settings: TaylorSettings) -> Scene:
    """Compute all polynomials at all places."""
    story = _Story(settings)
    order_dial = Dial("order", "order n", tuple(map(float, story.orders)), whole=True)
    place_dial = Dial(settings.variable, f"place {letter(settings.variable)}", tuple(story.grid.tolist()))
    return Scene(
        name="Taylor polynomial",
        panels=(_curve_panel(settings, story), _error_panel(story)),
        dials=(order_dial, place_dial),
        start=(settings.start_order, place_dial.nearest(settings.start)),
        caption=_caption(settings, story),
        pace=900,
        presets=_presets(story),
        note=f"Developed about a = {settings.at.replace('pi', 'π')}, orders 0 to "
        f"{settings.order}, seed {settings.seed} "
        "(nothing here is random). A certified bound is proved by interval arithmetic and rounded up.",
    )


def _presets(story: _Story) -> tuple[Preset, ...]:
    """A place where a line will do, the farthest place with the same line, and the highest order there."""
    known = np.flatnonzero(np.isfinite(story.rest[0]))
    near = int(known[np.argmin(np.abs(story.distance(story.grid[known]) - 0.1 * (story.grid[-1] - story.centre)))])
    far = int(known[np.argmax(np.abs(story.distance(story.grid[known])))])
    top, x = len(story.orders) - 1, letter(story.variable)
    first, second = story.rest[1, near], story.rest[1, far]
    third = story.rest[top, far]
    better = (
        "higher orders reach farther" if third < second else "so far away more terms have not helped yet, or never do"
    )
    places = [f"{x} = {readable(story.grid[k])}" for k in (near, far)]
    why = "it knows the value and the slope at a, no more"
    return (
        Preset("near a", (1, near), f"Good: at {places[0]} the line is off by {readable(first)} only."),
        Preset("far away", (1, far), f"Bad: at {places[1]} the same line is off by {readable(second)}: {why}."),
        Preset("high order", (top, far), f"Order {top} at the same place is off by {readable(third)}: {better}."),
    )


def _curve_panel(settings: TaylorSettings, story: _Story) -> Plot:
    x, fine = letter(settings.variable), np.linspace(settings.low, settings.high, _CURVE_POINTS)
    (curve,) = on_grid([story.model.expression], story.variable, fine)
    (height,) = on_grid([story.model.expression], story.variable, np.array([story.centre]))
    gaps = np.stack(
        [pairs(story.grid, story.values)[None] + 0 * story.rest[..., None], pairs(story.grid, story.polynomials)],
        axis=-2,
    )
    marks = (
        Mark("curve", "function", still(pairs(fine, curve), 2)),
        Mark("tangent", "polynomial", pairs(fine, story.polynomial(fine))[:, None]),
        Mark("rest", "what is left out", gaps),
        Mark("start", "a", still(pairs(np.array([story.centre]), height), 2)),
        Mark("here", "polynomial at the place", moving(story.grid, story.polynomials)),
    )
    title = formula(story.model.expression, f"f({x})", f"f({sp.latex(story.variable)})")
    words = f"Curve of {title.text} with its Taylor polynomial of order {{0}} about {readable(story.centre)}; "
    slots = (_order_texts(story), Numbers(story.grid[None]), Numbers(story.polynomials))
    summary = Words(f"{words}at {x} = {{1}} the polynomial is {{2}}.", slots)
    low, high = limits(curve, pad=0.35)
    return Plot(title, axis(x, settings.low, settings.high), axis(f"f({x})", low, high), marks, summary, follows=1)


def _order_texts(story: _Story) -> np.ndarray:
    return np.array([[str(n)] for n in story.orders], dtype=object)


def _error_panel(story: _Story) -> Plot:
    """Errors and bounds over the orders, for the place on the dial; as logarithms, which no error of 0 has."""
    seen = np.where(story.rest > story.noise, story.rest, np.nan)
    columns = np.broadcast_to(story.orders[:, None], seen.shape)
    marks = (
        Mark("path", "|R| at the place", pairs(columns, logarithms(seen)).swapaxes(0, 1)[None]),
        Mark("tangent", "certified bound", pairs(columns, logarithms(story.bounds)).swapaxes(0, 1)[None]),
        Mark("here", "this order", moving(columns, logarithms(seen))),
    )
    shown = np.concatenate([seen, story.bounds])
    shown = shown[np.isfinite(shown) & (shown > 0)]
    low, high = (1e-3, 1.0) if not shown.size else (max(shown.min(), 1e-6), shown.max())
    words = Words("What is left out, against the order: at order {0} it is {1}{2}.", _rest_slots(story))
    across = axis("order n", -0.5, len(story.orders) - 0.5, min(10, len(story.orders)))
    up = log_axis("|R|", low, max(high, 10 * low))
    return Plot("What is left out, |R| = |f − polynomial|", across, up, marks, words)


def _rest_slots(story: _Story) -> tuple[np.ndarray, Choice, Choice]:
    """The order, what is left out there, and what is certified about that."""
    rest = Choice(
        np.where(story.rest <= story.noise, 1, 0),
        (Words("{0}", (Numbers(story.rest),)), Words("0 up to rounding")),
    )
    above = np.vectorize(rounded_up)
    bounds, largest = Numbers(above(story.bounds)), Numbers(above(story.largest)[:, None])
    marks = np.array([[_raised(n + 1)] for n in story.orders], dtype=object)
    known = Words(", certified at most {0}, for |f{1}| ≤ {2} on the whole interval", (bounds, marks, largest))
    unknown = Words("; no bound of |f{0}| on the whole interval was found", (marks,))
    return _order_texts(story), rest, Choice(np.isnan(story.largest).astype(int)[:, None], (known, unknown))


def _caption(settings: TaylorSettings, story: _Story) -> Words:
    x, f = letter(settings.variable), formula(story.model.expression).text
    text = f"Order {{0}} about a = {readable(story.centre)}: at {x} = {{3}} the polynomial is {{4}}, {f} is {{5}}. "
    numbers = (Numbers(story.grid[None]), Numbers(story.polynomials), Numbers(story.values[None]))
    return Words(f"{text}What is left out: |R| = {{1}}{{2}}.", (*_rest_slots(story), *numbers))


def _raised(n: int) -> str:
    """⁽ⁿ⁾, the mark of the nth derivative."""
    return "⁽" + str(n).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")) + "⁾"
