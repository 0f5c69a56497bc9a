"""The red circle of Lee's lecture: how well the first-order model tells where a loss is least near a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdtutor.descent.arguments import count, positive, start_point
from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.contours import level_lines, spread_levels
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import circle, interval, moving, padded, pairs, still
from gdtutor.show.scene import Axis, Dial, Mark, Numbers, Plot, Preset, Scene, Words

_REACH = 1.3  # of the magnified picture, in radii
_CELLS = 30  # of the grid for its level lines


@dataclass(frozen=True)
class RedCircleSettings:
    """What makes a red-circle experiment: all that is needed to make it again. Nothing here is random."""

    loss: str
    parameters: tuple[str, str]
    at: tuple[float, float]
    radius: float
    radii: tuple[float, ...]
    across: tuple[float, float]
    up: tuple[float, float]
    seed: int = 0


def red_circle_experiment(
    loss: Loss,
    at: Sequence[float],
    *,
    radius: float = 1.0,
    smallest: float | None = None,
    largest: float | None = None,
    places: int = 41,
    window: Sequence[Sequence[float]] | None = None,
) -> Experiment:
    """Show where the first-order model is least in a circle about a point, where the loss is, and how much each falls.

    Args:
        loss: the loss, of two parameters.
        at: the point (a, b), where the gradient (u, v) is not zero.
        radius: the circle's radius d at first.
        smallest: the smallest radius of the slider; by default a fiftieth of the first one.
        largest: the largest; by default twice the first one.
        places: how many radii the slider has.
        window: the interval of each parameter that is shown; by default around the largest circle.

    Raises:
        ArgumentError: when an argument is not usable.

    Source: Lee, "Formal Derivation" and "Back to Formal Derivation": the red circle, s + uΔθ₁ + vΔθ₂ and −η(u, v).

    >>> experiment = red_circle_experiment(Loss("x^2 + 2y^2", "x y"), (2, 1), radius=0.5)
    >>> experiment.caption
    'Radius d = 0.5: the model is least at x = 1.65, y = 0.646, the step −η(u, v) with η = d/|∇L| = 0.0884.
    It predicts a decrease of 2.83; the loss falls by 2.45, which is 86.7 % of it. The loss itself is least at
    (1.62, 0.679) in the circle, lower by 2.46: 4.99° from the step.'
    """
    if len(loss.parameters) != 2:
        raise ArgumentError(f"loss has {len(loss.parameters)} parameters: this picture wants a loss of two")
    a, b = start_point(at, loss.parameters)
    if not (np.isfinite(loss([a, b])) and 0 < np.linalg.norm(loss.gradient([a, b])) < np.inf):
        raise ArgumentError(f"at is {at!r}: a point with a loss and a gradient, the gradient not zero, is wanted")
    first = positive("radius", radius)
    ends = (positive("smallest", smallest or first / 50), positive("largest", largest or 2 * first))
    grid = np.geomspace(*ends, count("places", places))
    radii = sorted({first, *(float(f"{d:.3g}") for d in grid)})
    reach = 1.25 * radii[-1]
    sides = ((a - reach, a + reach), (b - reach, b + reach)) if window is None else window
    names = tuple(map(str, loss.parameters))
    across, up = (interval("window", side) for side in sides)
    return Experiment(
        settings := RedCircleSettings(
            str(loss.expression), (names[0], names[1]), (a, b), first, tuple(radii), across, up
        ),
        red_circle_scene(settings),
    )


class _Story:
    """The numbers of the experiment, one row for each radius."""

    def __init__(self, settings: RedCircleSettings) -> None:
        self.loss = Loss(settings.loss, settings.parameters)
        self.at, self.radii = np.array(settings.at), np.array(settings.radii)
        self.level, self.gradient = self.loss(self.at), self.loss.gradient(self.at)
        self.slope = float(np.linalg.norm(self.gradient))
        self.rates = self.radii / self.slope
        self.chosen = self.at - self.rates[:, None] * self.gradient
        self.predicted = self.radii * self.slope
        self.actual = self.level - self.loss(self.chosen)
        self.least = _least_inside(self.loss, self.at, self.radii)
        self.best = self.level - self.loss(self.least)
        self.share = self.actual / self.predicted

    @property
    def angle(self) -> np.ndarray:
        """How far the directions of the two points differ, in degrees."""
        (x, y), (p, q) = (self.least - self.at).T, (self.chosen - self.at).T
        return np.degrees(np.abs(np.arctan2(x * q - y * p, x * p + y * q)))


def _least_inside(loss: Loss, at: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Where the loss is least in each circle, shape (radii, 2): on a polar grid, refined about its best point."""
    turn, part = np.zeros(len(radii)), np.full(len(radii), 0.5)
    turns, parts = np.linspace(-np.pi, np.pi, 73), np.linspace(-0.5, 0.5, 25)
    best = np.repeat(at[None], len(radii), axis=0)
    for _ in range(6):
        angles = turn[:, None, None] + turns[:, None]
        share = np.clip(part[:, None, None] + parts, 0, 1)
        points = at + (radii[:, None, None] * share)[..., None] * pairs(np.cos(angles), np.sin(angles))
        heights = np.where(np.isfinite(values := loss(points)), values, np.inf).reshape(len(radii), -1)
        rows, found = np.arange(len(radii)), heights.argmin(axis=1)
        best = points.reshape(len(radii), -1, 2)[rows, found]
        turn = np.broadcast_to(angles, values.shape).reshape(len(radii), -1)[rows, found]
        part = np.broadcast_to(share, values.shape).reshape(len(radii), -1)[rows, found]
        turns, parts = turns / 8, parts / 8
    return best


def red_circle_scene(settings: RedCircleSettings) -> Scene:
    """Compute everything for all radii."""
    story = _Story(settings)
    dial = Dial("radius", "radius d", settings.radii)
    start = dial.nearest(settings.radius)
    return Scene(
        name="red circle",
        panels=(_map_panel(settings, story), _magnified_panel(settings, story), _share_panel(settings, story)),
        dials=(dial,),
        start=(start,),
        caption=_caption(settings, story),
        pace=200,
        presets=_presets(story),
        note=f"Point ({readable(settings.at[0])}, {readable(settings.at[1])}) with L = {readable(story.level)} and "
        f"(u, v) = ({readable(story.gradient[0])}, {readable(story.gradient[1])}); {len(settings.radii)} radii, "
        f"seed {settings.seed} (nothing here is random).",
    )


def _presets(story: _Story) -> tuple[Preset, ...]:
    """The smallest and the largest circle."""
    last = len(story.radii) - 1
    fate = "the step goes uphill" if story.actual[last] < 0 else "the model no longer tells what the loss does"
    parts = [f"the loss falls by {readable(100 * story.share[k])} % of what the model predicts" for k in (0, last)]
    return (
        Preset("small circle", (0,), f"Good: in this circle {parts[0]}, in nearly the best direction."),
        Preset("large circle", (last,), f"Bad: {parts[1]}: {fate}."),
    )


def _steps(story: _Story, scale: np.ndarray | float, origin: np.ndarray) -> tuple[Mark, ...]:
    """The step of the model, where the loss is least, and where the step ends; measured in ``scale`` from an origin."""
    chosen, least = ((points - origin) / np.asarray(scale)[..., None] for points in (story.chosen, story.least))
    begin = (story.at - origin) / np.asarray(scale)[..., None] + 0 * chosen
    return (
        Mark("tangent", "step −η(u, v)", np.stack([begin, chosen], axis=1)),
        Mark("start", "point", begin[:, None]),
        Mark("second_here", "loss least", least[:, None]),
        Mark("here", "model least", chosen[:, None]),
    )


def _map_panel(settings: RedCircleSettings, story: _Story) -> Plot:
    x, y = map(letter, settings.parameters)
    heights = story.loss(pairs(*np.meshgrid(np.linspace(*settings.across, 60), np.linspace(*settings.up, 60))))
    lines = level_lines(story.loss, settings.across, settings.up, spread_levels(heights))
    marks = (
        Mark("contour", "loss", still(lines, 1)),
        Mark("circle", "circle", circle(story.at[0], story.at[1], story.radii)),
        *_steps(story, 1.0, np.zeros(2)),
    )
    title = formula(story.loss.expression, f"L({x}, {y})", f"L({x}, {y})")
    place = ", ".join(map(readable, settings.at))
    words = Words(
        f"Level lines of the loss {title.text} with a circle of radius {{0}} about ({place}); the first-order model is "
        "least at ({1}, {2}), the loss at ({3}, {4}).",
        tuple(map(Numbers, (story.radii, *story.chosen.T, *story.least.T))),
    )
    return Plot(title, axis(x, *settings.across), axis(y, *settings.up), marks, words, equal=True)


def _magnified_panel(settings: RedCircleSettings, story: _Story) -> Plot:
    """The circle filled out: the model's level lines are straight, the loss's become so as the radius shrinks."""
    side, steps = (-_REACH, _REACH), np.arange(-4, 5) / 3
    direction = story.gradient / story.slope
    model = level_lines(lambda p: p @ direction, side, side, steps.tolist(), cells=4)
    lines = []
    for radius in story.radii:
        magnified = lambda p, d=radius: story.loss(story.at + d * p)  # noqa: E731
        levels = story.level + steps * radius * story.slope
        lines.append(level_lines(magnified, side, side, levels.tolist(), _CELLS))
    marks = (
        Mark("contour", "loss", padded(lines)),
        Mark("model", "model, same levels", still(model, 1)),
        Mark("circle", "circle", still(circle(0.0, 0.0, 1.0), 1)),
        *_steps(story, story.radii, story.at),
    )
    x, y = map(letter, settings.parameters)
    words = Words(
        "The same, magnified so that the circle of radius {0} fills the picture: the level lines of the model are "
        "straight; the point where the loss is least stands {1} degrees from the step.",
        (Numbers(story.radii), Numbers(story.angle)),
    )
    across, up = (axis(f"Δ{name}/d", *side, count=4) for name in (x, y))
    return Plot("The circle, magnified", across, up, marks, words, equal=True)


def _share_panel(settings: RedCircleSettings, story: _Story) -> Plot:
    places = np.log10(story.radii)
    ends = np.array([places[0], places[-1]])
    marks = (
        Mark("guide", "", still(pairs(ends, 1.0), 1)),
        Mark("curve", "actual / predicted", still(pairs(places, story.share), 1)),
        Mark("here", "this radius", moving(places, story.share)),
    )
    texts = [story.radii[k] for k in np.linspace(0, len(places) - 1, 5).astype(int)]
    pad = 0.04 * (ends[1] - ends[0])
    across = Axis("radius d", ends[0] - pad, ends[1] + pad, tuple((float(np.log10(d)), readable(d)) for d in texts))
    low, high = limits(np.append(story.share, [0.0, 1.0]))
    words = Words(
        "Actual over predicted decrease against the radius, near 1 where the radius is small: {0} at the radius {1}.",
        (Numbers(story.share), Numbers(story.radii)),
    )
    return Plot("Actual decrease over predicted decrease", across, axis("", low, high), marks, words)


def _caption(settings: RedCircleSettings, story: _Story) -> Words:
    x, y = map(letter, settings.parameters)
    text = (
        f"Radius d = {{0}}: the model is least at {x} = {{1}}, {y} = {{2}}, the step −η(u, v) with η = d/|∇L| = {{3}}. "
        "It predicts a decrease of {4}; the loss falls by {5}, which is {6} % of it. The loss itself is least at "
        "({7}, {8}) in the circle, lower by {9}: {10}° from the step."
    )
    numbers = (story.radii, *story.chosen.T, story.rates, story.predicted, story.actual, 100 * story.share)
    return Words(text, tuple(map(Numbers, (*numbers, *story.least.T, story.best, story.angle))))
