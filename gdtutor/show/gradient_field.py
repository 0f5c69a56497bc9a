"""The gradient field experiment: arrows of the gradient, and the slope in a direction that the learner turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import ArrayLike

from gdtutor.descent.loss import Loss
from gdtutor.show.axes import axis, limits
from gdtutor.show.contours import Window, arrows, window_of
from gdtutor.show.experiment import Experiment
from gdtutor.show.numbers import letter
from gdtutor.show.plane import in_plane, own_slots, place_words, plane_plot, start_grid
from gdtutor.show.scene import Axis, Choice, Dial, Mark, Numbers, Plot, Preset, Scene, Words

_TURN = 5  # degrees between two directions
_ANGLES = tuple(float(angle) for angle in range(0, 361, _TURN))
_COST = 80 * len(_ANGLES)  # bytes that one point takes
_ARROWS = 13


@dataclass(frozen=True)
class GradientFieldSettings:
    """What makes a gradient field experiment: all that is needed to make it again.

    ``points`` are the coordinates along each axis that the point can have. Nothing here is random; every record has a
    seed.
    """

    expression: str
    variables: tuple[str, ...]
    start: tuple[float, float]
    points: tuple[tuple[float, ...], tuple[float, ...]]
    angle: float
    window: Window
    name: str = "f"
    seed: int = 0


def gradient_field_experiment(
    expression: str | sympy.Expr,
    variables: str | tuple[str, str],
    window: Window = ((-3.0, 3.0), (-3.0, 3.0)),
    *,
    start: ArrayLike = (1.0, 1.0),
    angle: float = 0.0,
    name: str = "f",
) -> Experiment:
    """Show the gradient of a function of two variables as arrows, and its slope in a direction that is turned.

    The slope along a unit vector u is ∇f·u (``directional_derivative`` proves it), so it is largest along the
    gradient, where it is |∇f| (``steepest_ascent`` proves that).

    Args:
        expression: the function.
        variables: its two variables.
        window: what the picture shows, an interval for each variable.
        start: the point at first; it is dragged among the arrows.
        angle: the direction at first, in degrees, counted from the first variable's axis towards the second's.
        name: what the function is called.

    Raises:
        ArgumentError: when an argument is not usable.
        UnreadableError: when a text is not mathematics.

    >>> experiment = gradient_field_experiment("x^2 + y^2", "x y", start=(1, 1)).move(angle=45)
    >>> print(experiment.caption)
    Point (x, y) = (1, 1): gradient (2, 2), of length 2.83. In the direction 45°: slope 2.83. It points along the
    gradient, where the slope is largest.
    """
    function = Loss(expression, variables)
    frame = window_of(function, window)
    place = in_plane(function, start)
    settings = GradientFieldSettings(
        expression=str(function.expression),
        variables=tuple(map(str, function.parameters)),
        start=place,
        points=start_grid(frame, place, _COST),
        angle=float(angle) % 360,
        window=frame,
        name=name,
    )
    return Experiment(settings, gradient_field_scene(settings))


class _Field:
    """The gradients at the points that can be reached, and the slopes in all directions; axes (x, y, angle)."""

    def __init__(self, settings: GradientFieldSettings, function: Loss) -> None:
        self.points = np.stack(np.meshgrid(*settings.points, indexing="ij"), axis=-1)[:, :, None]
        self.gradients = function.gradient(self.points)
        self.heights = function(self.points)
        self.lengths = np.linalg.norm(self.gradients, axis=-1)
        turns = np.radians(_ANGLES)
        self.units = np.stack([np.cos(turns), np.sin(turns)], axis=-1)[None, None]
        self.slopes = (self.gradients * self.units).sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            self.unit_gradients = self.gradients / self.lengths[..., None]
        self.steepest = np.degrees(np.arctan2(self.gradients[..., 1], self.gradients[..., 0])) % 360


def gradient_field_scene(settings: GradientFieldSettings) -> Scene:
    """Compute the field and every slope, and turn them into a picture."""
    function = Loss(settings.expression, settings.variables)
    names = [str(symbol) for symbol in function.parameters]
    across, up = (Dial(name, letter(name), grid) for name, grid in zip(names, settings.points, strict=True))
    dials = (across, up, Dial("angle", "direction in °", _ANGLES, whole=True))
    field = _Field(settings, function)
    start = (across.nearest(settings.start[0]), up.nearest(settings.start[1]))
    at = dials[2].nearest
    best = float(field.steepest[(*start, 0)])
    presets = (
        ()
        if not np.isfinite(best) or field.lengths[(*start, 0)] == 0
        else (
            Preset("uphill", (*start, at(best)), "Along the gradient the slope is largest: steepest ascent."),
            Preset("downhill", (*start, at((best + 180) % 360)), "Against the gradient: where gradient descent goes."),
            Preset(
                "along the contour", (*start, at((best + 90) % 360)), "Across the gradient the height does not change."
            ),
        )
    )
    return Scene(
        name="gradient field and steepest ascent",
        panels=(_arrows_panel(settings, function, field, dials), _slopes_panel(settings, field, dials)),
        dials=dials,
        start=(*start, dials[2].nearest(settings.angle)),
        caption=_caption(settings, field, dials),
        play=2,
        pace=60,
        presets=presets,
        note=f"Drag the point among the arrows, or turn the direction. Seed {settings.seed} (nothing here is random).",
    )


def _caption(settings: GradientFieldSettings, field: _Field, dials: tuple[Dial, ...]) -> Words:
    gradient = [Numbers(field.gradients[..., k]) for k in range(2)]
    place = place_words(settings.variables, "{0}", "{1}")
    text = f"Point {place}: gradient ({{3}}, {{4}}), of length {{5}}. In the direction {{2}}°: slope {{6}}.{{7}}"
    slots = (*own_slots(dials), *gradient, Numbers(field.lengths), Numbers(field.slopes), _verdict(field))
    return Words(text, slots)


def _verdict(field: _Field) -> Choice:
    """What is special about the direction, to the nearest place of the dial."""
    away = np.abs((np.array(_ANGLES) - field.steepest + 180) % 360 - 180)
    near = _TURN / 2
    cases = [field.lengths == 0, away <= near, away >= 180 - near, np.abs(away - 90) <= near]
    which = np.select([np.broadcast_to(case, away.shape) for case in cases], [1, 2, 3, 4], 0)
    sentences = (
        "",
        " The gradient is zero here: to first order every direction is level.",
        " It points along the gradient, where the slope is largest.",
        " It points against the gradient, where the slope is smallest: steepest descent.",
        " It points along the contour, where the slope is zero.",
    )
    return Choice(which, tuple(map(Words, sentences)))


def _arrows_panel(settings: GradientFieldSettings, function: Loss, field: _Field, dials: tuple[Dial, ...]) -> Plot:
    width = settings.window[0][1] - settings.window[0][0]
    reach = 0.2 * min(width, settings.window[1][1] - settings.window[1][0])
    gradient = arrows(field.points, field.unit_gradients * reach, 0.3 * reach)
    turned = arrows(field.points, field.units * reach, 0.3 * reach)
    marks = (
        Mark("field", "gradients", _field_arrows(settings, function)),
        Mark("arrow", "gradient here", gradient),
        Mark("direction", "direction u", turned),
        Mark("here", "the point", field.points[..., None, :]),
    )
    place = place_words(settings.variables, "{0}", "{1}")
    text = f"Contours with arrows of the gradient, which cross them at right angles. Point {place}, direction {{2}}°."
    return plane_plot(function, settings.window, marks, Words(text, own_slots(dials)), 3, name=settings.name)


def _field_arrows(settings: GradientFieldSettings, function: Loss) -> np.ndarray:
    """Arrows on an even grid; a longer one has a larger gradient, less than in proportion, so that all are seen."""
    (left, right), (low, high) = settings.window
    spacing = max(right - left, high - low) / _ARROWS
    columns, rows = (max(2, int((end - begin) / spacing)) for begin, end in settings.window)
    xs, ys = (
        begin + (np.arange(count) + 0.5) * (end - begin) / count
        for (begin, end), count in zip(settings.window, (columns, rows), strict=True)
    )
    places = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    vectors = function.gradient(places)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.sqrt(lengths / np.nanquantile(lengths[np.isfinite(lengths)], 0.95)).clip(0.15, 1)
        drawn = np.where(lengths > 0, vectors / lengths, np.nan) * shares * spacing * 0.85
    return arrows(places - drawn / 2, drawn, 0.35 * spacing).reshape(1, 1, 1, -1, 2)


def _slopes_panel(settings: GradientFieldSettings, field: _Field, dials: tuple[Dial, ...]) -> Plot:
    curve = np.stack(np.broadcast_arrays(np.array(_ANGLES), field.slopes), axis=-1)
    low, high = limits(field.slopes)
    guide = np.stack(np.broadcast_arrays(field.steepest[..., None], np.array([low, high])), axis=-1)
    level = np.array([[0.0, 0.0], [360.0, 0.0]]).reshape(1, 1, 1, 2, 2)
    marks = (
        Mark("guide", "", level),
        Mark("derivative", "slope in each direction", curve[:, :, None]),
        Mark("tangent", "direction of the gradient", guide),
        Mark("here", "direction u", curve[:, :, :, None]),
    )
    ticks = tuple((float(angle), f"{angle}°") for angle in range(0, 361, 90))
    text = (
        "Slope against direction: a wave whose top, {0}, is the length of the gradient, at {1}°. "
        "In the direction {2}°, the slope is {3}."
    )
    slots = (Numbers(field.lengths), Numbers(field.steepest), own_slots(dials)[2], Numbers(field.slopes))
    across = Axis("direction", -10.0, 370.0, ticks)
    return Plot(
        f"Slope in the direction u: ∇{settings.name}·u",
        across,
        axis("slope", low, high),
        marks,
        Words(text, slots),
        follows=2,
    )
