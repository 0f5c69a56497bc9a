"""The product rule as a rectangle: two strips are the two terms, and the corner vanishes with h."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from gdtutor.calculus.gradient import partials
from gdtutor.calculus.notation import as_expression, as_symbol
from gdtutor.descent.arguments import count, positive
from gdtutor.show.axes import axis, limits
from gdtutor.show.evaluate import on_grid
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula, product_formula
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import interval, moving, pairs, places
from gdtutor.show.scene import Axis, Dial, Mark, Numbers, Plot, Preset, Scene, Table, Words

STEPS = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001)


@dataclass(frozen=True)
class ProductRuleSettings:
    """What makes a product-rule experiment: all that is needed to make it again. Nothing here is random."""

    u: str
    v: str
    variable: str
    low: float
    high: float
    points: int
    start: float
    steps: tuple[float, ...]
    h: float
    seed: int = 0


def product_rule_experiment(
    u: str | sp.Expr,
    v: str | sp.Expr,
    variable: str | sp.Symbol,
    at: Sequence[float] = (0.5, 2.5),
    *,
    start: float | None = None,
    h: float = 0.5,
    points: int = 81,
) -> Experiment:
    """Show u·v as a rectangle that grows by Δu and Δv: the strips v·Δu and u·Δv, and the corner Δu·Δv.

    Args:
        u: the first factor, the width.
        v: the second factor, the height.
        variable: their variable x.
        at: the interval over which x moves.
        start: x at first; by default the middle.
        h: the step Δx at first; the slider has steps from 1 to 0.001.
        points: how many places the slider over x has.

    Raises:
        ArgumentError: when an argument is not usable.
        UnreadableError: when a text is not mathematics.

    Source: Hopkins, the product rule (uv)′ = u′v + uv′.

    >>> experiment = product_rule_experiment("x", "x^2", "x", start=1, h=0.1)
    >>> experiment.caption
    'At x = 1 with h = 0.1: u = 1, v = 1. The product grows by v·Δu + u·Δv + Δu·Δv = 0.1 + 0.21 + 0.021 = 0.331. Divided
    by h: 1 + 2.1 + 0.21 = 3.31. The corner goes with h; what stays is (uv)′ = u′v + uv′ = 1 + 2 = 3.'
    """
    first, second, x = as_expression(u), as_expression(v), as_symbol(variable)
    low, high = interval("at", at)
    steps = sorted({positive("h", h), *STEPS}, reverse=True)
    begin = (low + high) / 2 if start is None else float(start)
    settings = ProductRuleSettings(
        str(first), str(second), str(x), low, high, count("points", points), begin, tuple(steps), float(h)
    )
    return Experiment(settings, product_rule_scene(settings))


class _Story:
    """The numbers over places (rows) and steps h (columns)."""

    def __init__(self, settings: ProductRuleSettings) -> None:
        self.settings = settings
        self.factors = [as_expression(text) for text in (settings.u, settings.v)]
        self.x = as_symbol(settings.variable)
        rates = [partials(factor, (self.x,))[0] for factor in self.factors]
        self.places = places(settings.low, settings.high, settings.points, settings.start)
        self.steps = np.array(settings.steps)
        columns = on_grid([*self.factors, *rates], self.x, self.places)
        self.u, self.v, self.du, self.dv = (column[:, None] for column in columns)
        after = on_grid(self.factors, self.x, self.places[:, None] + self.steps)
        self.wider, self.higher = after[0] - self.u, after[1] - self.v  # Δu and Δv
        self.parts = (self.v * self.wider, self.u * self.higher, self.wider * self.higher)

    @property
    def whole(self) -> np.ndarray:
        """Δ(uv), from the two products and not from the parts."""
        return (self.u + self.wider) * (self.v + self.higher) - self.u * self.v

    @property
    def terms(self) -> tuple[np.ndarray, np.ndarray]:
        """u′v and uv′."""
        return self.du * self.v, self.u * self.dv


def product_rule_scene(settings: ProductRuleSettings) -> Scene:
    """Compute the rectangle for all places and steps."""
    story = _Story(settings)
    x = letter(story.x)
    place_dial = Dial(settings.variable, f"place {x}", tuple(story.places.tolist()))
    step_dial = Dial("h", "step h", settings.steps)
    return Scene(
        name="product rule",
        panels=(_rectangle_panel(story), _table(story), _quotient_panel(story)),
        dials=(place_dial, step_dial),
        start=(place_dial.nearest(settings.start), step_dial.nearest(settings.h)),
        caption=_caption(story),
        play=1,
        pace=900,
        presets=_presets(story, place_dial, step_dial),
        note="A side that shrinks, or lies left of or below zero, counts with its sign: so do the strips. Δ(uv) is the "
        f"difference of the two products. Seed {settings.seed} (nothing here is random).",
    )


def _presets(story: _Story, places: Dial, steps: Dial) -> tuple[Preset, ...]:
    """The same place with a small and a large step."""
    k, found = places.nearest(story.settings.start), []
    rate = story.terms[0][k, 0] + story.terms[1][k, 0]
    for name, word, h in (("small step", "Good", 0.01), ("large step", "Bad", 1.0)):
        n = steps.nearest(h)
        corner, whole = (readable(part[k, n] / story.steps[n]) for part in (story.parts[2], story.whole))
        text = f"the corner adds {corner} to the quotient, {whole} against the slope {readable(rate)}"
        found.append(Preset(name, (k, n), f"{word}: with h = {readable(story.steps[n])} {text}."))
    return tuple(found)


def _box(x: tuple[np.ndarray, np.ndarray], y: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The corners of rectangles, shape (places, steps, 4, 2)."""
    (left, right), (bottom, top) = np.broadcast_arrays(*x), np.broadcast_arrays(*y)
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    return np.stack([pairs(*corner) for corner in corners], axis=-2)


def _rectangle_panel(story: _Story) -> Plot:
    u, v, zero = story.u, story.v, np.zeros_like(story.u)
    wide, high = u + story.wider, v + story.higher
    marks = (
        Mark("third_area", "u·v", _box((zero, u), (zero, v)), "area"),
        Mark("first_area", "v·Δu", _box((u, wide), (zero, v)), "area"),
        Mark("second_area", "u·Δv", _box((zero, u), (v, high)), "area"),
        Mark("corner", "Δu·Δv", _box((u, wide), (v, high)), "area"),
        Mark("here", "(u, v)", moving(u, v)),
    )
    across, up = (limits(np.append(side, 0.0)) for side in (wide, high))
    names = [formula(factor).text for factor in story.factors]
    words = Words(
        f"A rectangle of width u = {names[0]} = {{0}} and height v = {names[1]} = {{1}} with a strip of area {{2}} "
        f"at its side, a "
        "strip of area {3} on top and a corner of area {4}.",
        tuple(map(Numbers, (u, v, *story.parts))),
    )
    x = letter(story.x)
    title = product_formula(story.factors[0], story.factors[1], "u·v", r"u \cdot v")
    return Plot(title, axis(f"u({x})", *across), axis(f"v({x})", *up), marks, words)


def _table(story: _Story) -> Table:
    h = story.steps[None]
    terms = (*story.terms, np.zeros_like(story.u))
    names = (("strip at the side", "v·Δu", "u′v"), ("strip on top", "u·Δv", "uv′"), ("corner", "Δu·Δv", "nothing"))
    rows = [
        (
            Words(f"{name}, {area}"),
            *_numbers_as_words(part, part / h),
            Words(f"{term} = {{0}}" if k < 2 else "0", _numbers(limit)),
        )
        for k, ((name, area, term), part, limit) in enumerate(zip(names, story.parts, terms, strict=True))
    ]
    total = Words("(uv)′ = {0}", _numbers(terms[0] + terms[1]))
    rows.append((Words("all, Δ(uv)"), *_numbers_as_words(story.whole, story.whole / h), total))
    return Table("What the product grows by", ("part", "area", "area ÷ h", "as h → 0"), tuple(rows))


def _numbers(*columns: np.ndarray) -> tuple[Numbers, ...]:
    return tuple(map(Numbers, columns))


def _numbers_as_words(*columns: np.ndarray) -> tuple[Words, ...]:
    return tuple(Words("{0}", (Numbers(column),)) for column in columns)


def _quotient_panel(story: _Story) -> Plot:
    places, h = np.log10(story.steps), story.steps
    whole, corner = story.whole / h, story.parts[2] / h
    rates = (story.terms[0] + story.terms[1])[:, 0]
    ends = np.array([places.min() - 1, places.max() + 1])
    marks = (
        Mark("guide", "(uv)′ and 0", _level_pair(rates, ends)),
        Mark("curve", "Δ(uv) ÷ h", pairs(places, whole)[:, None]),
        Mark("rest", "corner ÷ h", pairs(places, corner)[:, None]),
        Mark("second_here", "", moving(places, corner)),
        Mark("here", "this step", moving(places, whole)),
    )
    ticks = tuple((float(p), readable(step)) for p, step in zip(places, h, strict=True) if np.isclose(p, round(p)))
    pad = 0.05 * np.ptp(places)
    across = Axis("step h", float(places.min() - pad), float(places.max() + pad), ticks)
    words = Words(
        "The quotient Δ(uv) ÷ h against h: {0} at h = {1}; the corner's share in it is {2}.",
        (*_numbers(whole), Numbers(h[None]), *_numbers(corner)),
    )
    up = axis("", *limits(np.concatenate([whole.ravel(), corner.ravel(), rates])))
    return Plot("The corner vanishes with h", across, up, marks, words)


def _level_pair(rates: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The level of the rate and that of zero as two lines, shape (places, 1, 5, 2)."""
    gap = np.full((len(rates), 1, 2), np.nan)
    level, zero = pairs(ends, rates[:, None]), np.broadcast_to(pairs(ends, 0.0), (len(rates), 2, 2))
    return np.concatenate([level, gap, zero], axis=1)[:, None]


def _caption(story: _Story) -> Words:
    x, h = letter(story.x), story.steps[None]
    terms = story.terms
    head = (Numbers(story.places[:, None]), Numbers(h), Numbers(story.u), Numbers(story.v))
    groups = (
        (*story.parts, story.whole),
        tuple(part / h for part in (*story.parts, story.whole)),
        (*terms, sum(terms)),
    )
    slots = [Numbers(v, brackets=0 < k < len(group) - 1) for group in groups for k, v in enumerate(group)]
    text = (
        f"At {x} = {{0}} with h = {{1}}: u = {{2}}, v = {{3}}. The product grows by v·Δu + u·Δv + Δu·Δv = {{4}} + "
        f"{{5}} + {{6}} = "
        "{7}. Divided by h: {8} + {9} + {10} = {11}. The corner goes with h; what stays is (uv)′ = u′v + uv′ = {12} "
        "+ {13} = "
        "{14}."
    )
    return Words(text, (*head, *slots))
