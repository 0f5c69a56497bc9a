"""Plateau, saddle and local minima: many descents from random starts, with noise or without, and where each ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdtutor.descent.arguments import count, floats, listed, not_negative, positive, seeded
from gdtutor.descent.batches import gradients
from gdtutor.descent.loss import Loss
from gdtutor.descent.many import random_restarts
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.contours import level_lines, spread_levels
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import interval, pairs, still
from gdtutor.show.runs import runs_from
from gdtutor.show.scene import Axis, Choice, Dial, Mark, Numbers, Plot, Preset, Scene, Words

_CURVE_POINTS = 500
_MOST_MINIMA = 6
_NEAR = 0.05  # of the window: so near to a minimum a run counts as having found it
_FLAT = 0.02  # of the steepest slope of the starts: a slope below is hardly one
_NAMES = "ABCDEF"


@dataclass(frozen=True)
class LandscapeSettings:
    """What makes a landscape experiment: the loss, the window of the random starts, the noise, and the seed of both."""

    loss: str
    parameters: tuple[str, ...]
    window: tuple[tuple[float, float], ...]
    minima: tuple[tuple[float, ...], ...]
    runs: int
    rate: float
    steps: int
    noises: tuple[float, ...]
    noise: float
    seed: int


def landscape_experiment(
    loss: Loss,
    *,
    runs: int = 20,
    rate: float = 0.05,
    steps: int = 60,
    noises: Sequence[float] = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0),
    noise: float = 0.0,
    window: Sequence[Sequence[float]] | None = None,
    seed: int = 0,
) -> Experiment:
    """Show where descents from random starts end, without and with noise: in a minimum, on a plateau, at a saddle.

    Args:
        loss: the loss, of one or two parameters; a named surface brings its window and its minima.
        runs: how many random starts there are.
        rate: the learning rate of all runs.
        steps: how many updates each run makes.
        noises: standard deviations of the noise on each component of the gradient, the grid of its slider.
        noise: the noise at first.
        window: the lowest and highest value of each parameter, of the starts and of the picture.
        seed: of the starts and of the noise.

    Raises:
        ArgumentError: when an argument is not usable.

    Source: Lee, "More Limitation of Gradient Descent" (plateau, saddle point, local minimum); CS109B, "Random restarts"
    and "Add noise to the loss function".

    >>> from gdtutor.descent.surfaces import surface
    >>> experiment = landscape_experiment(surface("double_well"), runs=9, noises=[0], seed=1)
    >>> experiment.caption.split(". ")[1]
    'Of 9 runs 4 are at A (θ = −1), 5 at B (θ = 1), 0 on flat ground elsewhere, 0 on the way, 0 outside the picture'
    """
    size = len(loss.parameters)
    if size not in (1, 2):
        raise ArgumentError(f"loss has {size} parameters: this picture wants a loss of one or two")
    sides = floats(getattr(loss, "window", None) if window is None else window)  # type: ignore[arg-type]
    if sides is None or sides.shape != (size, 2):
        raise ArgumentError(
            f"window is {window!r}: the lowest and highest value of each of {size} parameters are wanted"
        )
    levels = {
        not_negative("noise", noise),
        *(not_negative("noises", x) for x in listed("noises", noises, "a sequence")),
    }
    borders = tuple(interval("window", side) for side in sides.tolist())
    settings = LandscapeSettings(
        loss=str(loss.expression),
        parameters=tuple(map(str, loss.parameters)),
        window=borders,
        minima=_minima(loss, borders),
        runs=count("runs", runs),
        rate=positive("rate", rate),
        steps=count("steps", steps),
        noises=tuple(sorted(levels)),
        noise=float(noise),
        seed=seeded(seed),
    )
    return Experiment(settings, landscape_scene(settings))


def _minima(loss: Loss, window: tuple[tuple[float, float], ...]) -> tuple[tuple[float, ...], ...]:
    """The minima that are known, else those that long descents from many starts find; the lowest first."""
    known = [np.array(point) for point in getattr(loss, "minima", ())]
    if not hasattr(loss, "minima"):
        ends = random_restarts(loss, GradientDescent(0.01), 60, window, steps=2000)
        level = np.linalg.norm(ends.gradients, axis=1) < 1e-4
        bent = np.linalg.eigvalsh(loss.hessian(ends.points[level]))[:, 0] > 1e-6
        for point in ends.points[level][bent]:
            if all(np.linalg.norm(point - other) > 1e-2 for other in known):
                known.append(point)
    inside = [p for p in known if all(low <= x <= high for x, (low, high) in zip(p, window, strict=True))]
    lowest = sorted(inside, key=lambda point: float(loss(point)))[:_MOST_MINIMA]
    return tuple(tuple(np.round(point, 12).tolist()) for point in sorted(lowest, key=lambda point: float(point[0])))


class _Story:
    """The points of all runs over noises and steps, shape (noises, steps + 1, runs, d), and what each has found."""

    def __init__(self, settings: LandscapeSettings) -> None:
        self.settings, self.loss = settings, Loss(settings.loss, settings.parameters)
        self.low, self.high = np.array(settings.window).T
        self.minima = np.array(settings.minima).reshape(-1, len(settings.parameters))
        random = np.random.default_rng(settings.seed)
        starts = random.uniform(self.low, self.high, (settings.runs, len(settings.parameters)))
        self.points = np.array([self._ways(starts, noise) for noise in settings.noises])
        self.heights = self.loss(self.points)
        self.found = self._found(np.linalg.norm(self.loss.gradient(self.points), axis=-1))
        kinds = np.arange(len(self.minima) + 3)
        self.counts = (self.found[..., None] == kinds).sum(axis=2)  # (noises, steps + 1, kinds)

    def _ways(self, starts: np.ndarray, noise: float) -> np.ndarray:
        settings = self.settings
        see = gradients(self.loss, None, False, noise, settings.seed)
        return runs_from(starts, self.loss, GradientDescent(settings.rate), settings.steps, see).points

    def _found(self, slopes: np.ndarray) -> np.ndarray:
        """The number of the minimum at each point; after those: flat ground, on the way, outside the picture."""
        m, span = len(self.minima), self.high - self.low
        away = np.linalg.norm((self.points[..., None, :] - self.minima) / span, axis=-1)
        near = away.min(axis=-1, initial=np.inf) < _NEAR
        outside = ((self.points < self.low - 0.02 * span) | (self.points > self.high + 0.02 * span)).any(axis=-1)
        flat = slopes < _FLAT * np.nanmax(np.where(np.isfinite(slopes[:, 0]), slopes[:, 0], np.nan))
        nearest = away.argmin(axis=-1) if m else np.zeros(near.shape, dtype=int)
        return np.select([near, outside, flat], [nearest, m + 2, m], m + 1)

    @property
    def names(self) -> list[str]:
        return [*_NAMES[: len(self.minima)], "flat", "moving", "outside"]


def landscape_scene(settings: LandscapeSettings) -> Scene:
    """Run all descents with every noise."""
    story = _Story(settings)
    noise_dial = Dial("noise", "noise σ", settings.noises)
    step_dial = Dial("step", "step", tuple(map(float, range(settings.steps + 1))), whole=True)
    ground = _curve_panel(story) if len(settings.parameters) == 1 else _map_panel(story)
    return Scene(
        name="loss landscape",
        panels=(ground, _count_panel(story)),
        dials=(noise_dial, step_dial),
        start=(noise_dial.nearest(settings.noise), settings.steps),
        caption=_caption(story),
        play=1,
        pace=150,
        presets=_presets(story, noise_dial),
        note=f"{settings.runs} random starts in the picture, {settings.steps} updates each with the rate "
        f"{readable(settings.rate)}, seed {settings.seed} for starts and noise. The noise is normal, on each "
        f"component of "
        "the gradient.",
    )


def _presets(story: _Story, noises: Dial) -> tuple[Preset, ...]:
    """No noise, the noise with which most runs are at the lowest minimum, and the most."""
    settings, last, m = story.settings, story.settings.steps, len(story.minima)
    heights = np.where(np.isfinite(story.heights[:, -1]), story.heights[:, -1], np.inf)
    inside = np.where(story.found[:, -1] == m + 2, np.inf, heights)
    means = np.median(inside, axis=1)
    best, most = int(means.argmin()), len(settings.noises) - 1
    found = [Preset("one start, no noise", (noises.nearest(0.0), last), _lottery(story, noises.nearest(0.0)))]
    if settings.noises[best] > 0:
        ends = f"half of the runs end below {readable(means[best])}, without noise below {readable(means[0])}"
        found.append(Preset("some noise", (best, last), f"Good: with σ = {readable(settings.noises[best])} {ends}."))
    if most > best:
        rest = story.counts[most, -1, m + 1] + story.counts[most, -1, m + 2]
        away = f"{rest} of {settings.runs} runs are away from every minimum, or outside the picture"
        found.append(Preset("much noise", (most, last), f"Bad: with σ = {readable(settings.noises[most])} {away}."))
    return tuple(found)


def _lottery(story: _Story, k: int) -> str:
    m, ends = len(story.minima), story.counts[k, -1]
    if not m:
        return f"No minimum was found in the picture: {int(ends[m + 2])} of {story.settings.runs} runs have left it."
    places = int(np.count_nonzero(ends[:m]))
    stuck = int(ends[m] + ends[m + 1] + ends[m + 2])
    return (
        f"The start decides: {story.settings.runs} runs end in {places} "
        f"{'minimum' if places == 1 else 'different minima'}"
        f"{f', and {stuck} in none' if stuck else ''}. Restarts keep the lowest."
    )


def _curve_panel(story: _Story) -> Plot:
    settings, x = story.settings, letter(story.settings.parameters[0])
    (low, high), fine = settings.window[0], np.linspace(*settings.window[0], _CURVE_POINTS)
    curve = story.loss(fine[:, None])
    bottom, top = limits(curve, pad=0.15)
    title = formula(story.loss.expression, f"L({x})", "L")
    heights = story.loss(story.minima) if len(story.minima) else np.zeros(0)
    spots = pairs(story.minima[:, 0], heights - 0.06 * (top - bottom))
    marks = (Mark("curve", "loss", still(pairs(fine, curve), 2)), *_run_marks(story, spots))
    return Plot(title, axis(x, low, high), axis(f"L({x})", bottom, top), marks, _summary(story, title.text))


def _map_panel(story: _Story) -> Plot:
    (x, y), (across, up) = map(letter, story.settings.parameters), story.settings.window
    grid = story.loss(pairs(*np.meshgrid(np.linspace(*across, 60), np.linspace(*up, 60))))
    lines = level_lines(story.loss, across, up, spread_levels(grid))
    title = formula(story.loss.expression, f"L({x}, {y})", "L")
    marks = (Mark("contour", "loss", still(lines, 2)), *_run_marks(story, story.minima + [0.0, 0.06 * (up[1] - up[0])]))
    return Plot(title, axis(x, *across), axis(y, *up), marks, _summary(story, title.text))


def _places(story: _Story) -> np.ndarray:
    """The points of the runs in the picture, shape (noises, steps + 1, runs, 2)."""
    return pairs(story.points[..., 0], story.heights) if story.points.shape[-1] == 1 else story.points


def _run_marks(story: _Story, spots: np.ndarray) -> tuple[Mark, ...]:
    places = _places(story)
    names = tuple(Words(name) for name in _NAMES[: len(story.minima)])
    letters = (Mark("label", "", still(spots, 2), "labels", texts=names),) if len(spots) else ()
    return (
        Mark("path", "way of run 1", places[:, None, :, 0], upto=1),
        Mark("many", "all runs", places),
        Mark("here", "run 1", places[:, :, :1]),
        *letters,
    )


def _summary(story: _Story, title: str) -> Words:
    where = "level lines" if story.points.shape[-1] == 2 else "curve"
    text = f"The {where} of the loss {title} with {story.settings.runs} descents from random starts, after {{0}} steps."
    return Words(text, (Numbers(np.arange(story.settings.steps + 1.0)[None]),))


def _count_panel(story: _Story) -> Plot:
    names, rows = story.names, np.arange(len(story.names))[::-1]
    lengths = story.counts.astype(float)
    texts = tuple(Words("{0}", (Numbers(lengths[..., k]),)) for k in range(len(names)))
    marks = (Mark("first_term", "", pairs(lengths, rows.astype(float)), "bars", texts=texts),)
    up = Axis("", -0.6, len(names) - 0.4, tuple((float(row), name) for row, name in zip(rows, names, strict=True)))
    listed_ = ", ".join(f"{name} {{{k}}}" for k, name in enumerate(names))
    words = Words(
        f"Bars with the number of runs at each minimum and elsewhere: {listed_}.", tuple(t.slots[0] for t in texts)
    )
    return Plot("Where the runs are", axis("runs", 0, story.settings.runs), up, marks, words)


def _caption(story: _Story) -> Words:
    settings, m = story.settings, len(story.minima)
    x = [letter(name) for name in settings.parameters]

    def place(point: Sequence[float]) -> str:
        return ", ".join(f"{name} = {readable(value)}" for name, value in zip(x, point, strict=True))

    parts = [
        f"{{{k + 2}}} {'are ' if k == 0 else ''}at {_NAMES[k]} ({place(p)})" for k, p in enumerate(settings.minima)
    ]
    parts += [f"{{{m + 2}}} on flat ground elsewhere", f"{{{m + 3}}} on the way", f"{{{m + 4}}} outside the picture"]
    at = m + 5
    run = ", ".join(f"{name} = {{{at + k}}}" for k, name in enumerate(x))
    text = (
        f"Step {{0}} of {settings.steps} with noise σ = {{1}}. Of {settings.runs} runs {', '.join(parts)}. "
        f"Run 1 is at {run}, loss {{{at + len(x)}}}; {{{at + len(x) + 1}}}."
    )
    steps, noises = np.arange(settings.steps + 1.0)[None], np.array(settings.noises)[:, None]
    counts = [Numbers(story.counts[..., k].astype(float)) for k in range(m + 3)]
    ones = [Numbers(story.points[:, :, 0, k]) for k in range(len(x))]
    ends = [Words(f"it has found {name}") for name in _NAMES[:m]]
    ends += [Words("its ground is nearly flat"), Words("it is on the way"), Words("it has left the picture")]
    tail = (Numbers(story.heights[:, :, 0]), Choice(story.found[:, :, 0], tuple(ends)))
    return Words(text, (Numbers(steps), Numbers(noises), *counts, *ones, *tail))
