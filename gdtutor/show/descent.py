"""The descent experiment: a path on the loss curve and its trace plot, over the steps and over learning rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sympy

from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.sweep import Sweep, sweep
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable, readable_all
from gdtutor.show.scene import Dial, Mark, Plot, Preset, Scene, Words

#: learning rates from 0.001 to 1, evenly spaced in their logarithm
RATES = tuple(float(f"{rate:.3g}") for rate in np.geomspace(0.001, 1.0, 61))
_CURVE_POINTS = 600


@dataclass(frozen=True)
class DescentSettings:
    """What makes a descent experiment: all that is needed to make it again.

    ``presets`` are triples (name, rate, why). Plain descent draws no random numbers; the seed is kept so that every
    experiment's record has one.
    """

    loss: str
    parameter: str
    start: float
    steps: int
    rates: tuple[float, ...]
    rate: float
    low: float
    high: float
    presets: tuple[tuple[str, float, str], ...] = ()
    rate_letter: str = "α"
    seed: int = 0


def descent_experiment(
    loss: Loss,
    rates: float | Sequence[float] = RATES,
    *,
    start: float,
    steps: int,
    presets: Mapping[str, tuple[float, str]] | None = None,
    rate: float | None = None,
    window: tuple[float, float] | None = None,
    rate_letter: str = "α",
) -> Experiment:
    """Show gradient descent on a loss of one parameter: the path on the curve, and the loss against the step.

    Args:
        loss: the loss, of one parameter.
        rates: one learning rate, or the grid of the slider over the learning rate.
        start: where every run starts.
        steps: how many updates every run may make; the last slider moves through them.
        presets: a name for each noteworthy rate, with the rate and a sentence that says why it is good or bad.
        rate: the rate shown at first; by default the first preset's, else the middle of the grid.
        window: the interval of the parameter that the picture shows; by default where the runs go.
        rate_letter: what the learning rate is called.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> experiment = descent_experiment(Loss("(t-3)^2", "t"), 0.25, start=-1, steps=4)
    >>> experiment.move(step=1).caption
    'α = 0.25, step 1 of 4: t = 1, loss 4, slope −4. Next: t = 1 − 0.25·(−4) = 2.'
    """
    if len(loss.parameters) != 1:
        raise ArgumentError(f"loss has {len(loss.parameters)} parameters: this picture wants a loss of one")
    chosen = {name: (float(value), why) for name, (value, why) in (presets or {}).items()}
    wanted = (
        [value for value, _ in chosen.values()] if rate is None else [float(rate), *(v for v, _ in chosen.values())]
    )
    grid = sorted({*(float(value) for value in np.atleast_1d(rates)), *wanted})
    low, high = limits(_runs(loss, start, steps, grid).points) if window is None else window
    if not low < high:
        raise ArgumentError(f"window is {window!r}: an interval (low, high) with low < high is wanted")
    first = wanted[0] if wanted else grid[len(grid) // 2]
    settings = DescentSettings(
        loss=str(loss.expression),
        parameter=str(loss.parameters[0]),
        start=float(start),
        steps=steps,
        rates=tuple(grid),
        rate=float(first),
        low=float(low),
        high=float(high),
        presets=tuple((name, value, why) for name, (value, why) in chosen.items()),
        rate_letter=rate_letter,
    )
    return Experiment(settings, descent_scene(settings))


def _runs(loss: Loss, start: float, steps: int, rates: Sequence[float]) -> Sweep:
    return sweep(loss, GradientDescent(), start, steps, rate=rates)


def descent_scene(settings: DescentSettings) -> Scene:
    """Run the whole sweep and turn it into a picture; with a single rate there is no slider over it."""
    loss = Loss(settings.loss, settings.parameter)
    runs = _runs(loss, settings.start, settings.steps, settings.rates)
    step_dial = Dial("step", "step t", tuple(float(t) for t in range(settings.steps + 1)), whole=True)
    rate_dial = Dial("rate", f"learning rate {settings.rate_letter}", settings.rates)
    single = len(settings.rates) == 1
    at_rate = rate_dial.nearest(settings.rate)
    presets = tuple(Preset(name, (rate_dial.nearest(rate), -1), why) for name, rate, why in settings.presets)
    story = _Story(settings, runs)
    curve = _curve_panel(settings, loss, story)
    return Scene(
        name="gradient descent",
        panels=(curve, _trace_panel(settings, story, curve)),
        dials=(step_dial,) if single else (rate_dial, step_dial),
        start=(0,) if single else (at_rate, settings.steps),
        caption=story.caption(),
        play=0 if single else 1,
        presets=() if single else presets,
        note=_note(settings),
    )


def _note(settings: DescentSettings) -> str:
    start = f"{letter(settings.parameter)} = {readable(settings.start)}"
    return f"Every run: start {start}, at most {settings.steps} steps, seed {settings.seed} (nothing here is random)."


class _Story:
    """The numbers of a sweep, shaped for the dials: (rates, steps + 1), or (steps + 1,) for a single rate."""

    def __init__(self, settings: DescentSettings, runs: Sweep) -> None:
        self.settings = settings
        self.runs = runs
        self.step_axis = 0 if len(settings.rates) == 1 else 1
        self.points = self.shaped(runs.points[:, :, 0])
        self.losses = self.shaped(runs.losses)
        self.slopes = self.shaped(runs.gradients[:, :, 0])

    def shaped(self, table: np.ndarray) -> np.ndarray:
        return table if self.step_axis else table[0]

    def moving(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return one point for each dial position, shape (*dials, 1, 2)."""
        return np.stack([x, y], axis=-1)[..., None, :]

    def growing(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return a whole path for each rate, of which the step dial shows the beginning: shape (*dials, T + 1, 2)."""
        paths = np.stack([x, y], axis=-1)
        return np.expand_dims(paths, -3)

    def caption(self) -> Words:
        settings, name = self.settings, letter(self.settings.parameter)
        rates = np.array([[readable(rate)] for rate in settings.rates], dtype=object)
        steps = np.array([[str(step) for step in range(settings.steps + 1)]], dtype=object)
        tail = self._tails(rates)
        slots = [self.shaped(slot) for slot in (rates, steps)] if self.step_axis else [rates[0], steps[0]]
        slots += [readable_all(table) for table in (self.points, self.losses, self.slopes)]
        where = f"{settings.rate_letter} = {{0}}, step {{1}} of {settings.steps}"
        text = f"{where}: {name} = {{2}}, loss {{3}}, slope {{4}}. {{5}}"
        return Words(text, (*slots, self.shaped(tail)))

    def _tails(self, rates: np.ndarray) -> np.ndarray:
        """Say at each step what comes next, or why there is nothing more."""
        name = letter(self.settings.parameter)
        points = readable_all(self.runs.points[:, :, 0])
        slopes = readable_all(self.runs.gradients[:, :, 0])
        tails = np.empty(points.shape, dtype=object)
        for row, rate in enumerate(rates[:, 0]):
            run = self.runs[row]
            tails[row, len(run) :] = run.stopped.sentence
            for step in range(len(run)):
                slope = f"({slopes[row, step]})" if slopes[row, step].startswith("−") else slopes[row, step]
                tails[row, step] = f"Next: {name} = {points[row, step]} − {rate}·{slope} = {points[row, step + 1]}."
        return tails


def _curve_panel(settings: DescentSettings, loss: Loss, story: _Story) -> Plot:
    x, grid = letter(settings.parameter), np.linspace(settings.low, settings.high, _CURVE_POINTS)
    heights = loss(grid[:, None])
    reach = (settings.high - settings.low) * 0.1 * np.array([-1.0, 1.0])
    rises = story.losses[..., None] + story.slopes[..., None] * reach
    tangents = np.stack([story.points[..., None] + reach, rises], -1)
    lead = (1,) * (story.step_axis + 1)
    start = np.array([settings.start, loss(settings.start)]).reshape(*lead, 1, 2)
    marks = (
        Mark("curve", "loss", np.stack([grid, heights], -1).reshape(*lead, -1, 2)),
        Mark("path", "path", story.growing(story.points, story.losses), upto=story.step_axis),
        Mark("tangent", "slope", tangents),
        Mark("start", "start", start),
        Mark("here", "now", story.moving(story.points, story.losses)),
    )
    latex = sympy.latex(loss.parameters[0])
    title = formula(loss.expression, f"L({x})", f"L({latex})")
    slots = story.caption().slots
    text = f"Curve of the loss {title.text} with the path of gradient descent from {x} = {readable(settings.start)}, "
    summary = Words(f"{text}{settings.rate_letter} = {{0}}, after {{1}} steps at {x} = {{2}}.", slots[:3])
    across = axis(x, settings.low, settings.high)
    return Plot(title, across, axis(f"L({x})", *limits(heights)), marks, summary)


def _trace_panel(settings: DescentSettings, story: _Story, curve: Plot) -> Plot:
    steps = np.broadcast_to(np.arange(settings.steps + 1.0), story.losses.shape)
    marks = (
        Mark("path", "loss at each step", story.growing(steps, story.losses), upto=story.step_axis),
        Mark("here", "now", story.moving(steps, story.losses)),
    )
    slots = story.caption().slots
    text = f"Trace plot, loss against step: {readable(float(story.losses.flat[0]))} at the start, {{1}} at step {{0}}."
    summary = Words(text, (slots[1], slots[3]))
    across = axis("step t", -0.03 * settings.steps, 1.03 * settings.steps)
    return Plot("Trace plot", across, curve.y, marks, summary)
