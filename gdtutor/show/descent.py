"""The descent experiment: a path on the loss curve and its trace plot, over starts, learning rates and steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import ArrayLike

from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.sweep import Sweep, sweep
from gdtutor.descent.trajectory import StopReason
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.numbers import letter, readable
from gdtutor.show.plane import steps_dial
from gdtutor.show.scene import Choice, Dial, Mark, Numbers, Plot, Preset, Scene, Words
from gdtutor.show.ways import steps_axis

#: learning rates from 0.001 to 1, ten to each power of ten
RATES = tuple(float(f"{rate:.3g}") for rate in np.geomspace(0.001, 1.0, 31))
_CURVE_POINTS = 600
_STARTS = 25  # places of a start that is dragged, where the payload allows
_WORTH = 700_000  # bytes that all runs together may take
_COST = 32  # bytes of one step of one run
_REASONS = list(StopReason)


@dataclass(frozen=True)
class DescentSettings:
    """What makes a descent experiment: all that is needed to make it again.

    ``starts`` are the places that the start can be dragged to; ``presets`` triples (name, rate, why). Plain descent
    draws no random numbers; the seed is kept so that every experiment's record has one.
    """

    loss: str
    parameter: str
    start: float
    starts: tuple[float, ...]
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
        start: where every run starts at first; it is dragged in the curve.
        steps: how many updates every run may make; the last slider moves through them.
        presets: a name for each noteworthy rate, with the rate and a sentence that says why it is good or bad.
        rate: the rate shown at first; by default the first preset's, else the middle of the grid.
        window: the interval of the parameter that the picture shows; by default where the runs go.
        rate_letter: what the learning rate is called.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> experiment = descent_experiment(Loss("(t-3)^2", "t"), 0.25, start=-1, steps=4)
    >>> experiment.move(step=1).caption
    'α = 0.25, start t = −1, step 1 of 4: t = 1, loss 4, slope −4. Next: t = 1 − 0.25·(−4) = 2.'
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
        starts=_starts(float(start), float(low), float(high), len(grid) * (steps + 1)),
        steps=steps,
        rates=tuple(grid),
        rate=float(first),
        low=float(low),
        high=float(high),
        presets=tuple((name, value, why) for name, (value, why) in chosen.items()),
        rate_letter=rate_letter,
    )
    return Experiment(settings, descent_scene(settings))


def _runs(loss: Loss, start: ArrayLike, steps: int, rates: Sequence[float]) -> Sweep:
    return sweep(loss, GradientDescent(), start, steps, rate=rates)


def _starts(start: float, low: float, high: float, cells: int) -> tuple[float, ...]:
    """The places that a start can be dragged to, the given one among them."""
    number = max(1, min(_STARTS, _WORTH // (_COST * cells)))
    places = np.round(np.linspace(low, high, number + 2)[1:-1], 2)
    places[np.argmin(np.abs(places - start))] = start
    return tuple(sorted({float(place) for place in places}))


def descent_scene(settings: DescentSettings) -> Scene:
    """Run the whole sweep and turn it into a picture; with a single rate there is no slider over it."""
    loss = Loss(settings.loss, settings.parameter)
    story = _Story(settings, _runs(loss, [[start] for start in settings.starts], settings.steps, settings.rates))
    name = letter(settings.parameter)
    dials = {
        "start": Dial("start", f"start {name}", settings.starts),
        "rate": Dial("rate", f"learning rate {settings.rate_letter}", settings.rates),
        "step": steps_dial(settings.steps),
    }
    start = {"start": settings.start, "rate": settings.rate, "step": 0.0 if story.single else float(settings.steps)}
    curve = _curve_panel(settings, loss, story)
    return Scene(
        name="gradient descent",
        panels=(curve, _trace_panel(settings, story, curve)),
        dials=tuple(dials[key] for key in story.names),
        start=tuple(dials[key].nearest(start[key]) for key in story.names),
        caption=story.caption(),
        play=story.step_axis,
        presets=()
        if story.single
        else tuple(Preset(name, (-1, dials["rate"].nearest(rate), -1), why) for name, rate, why in settings.presets),
        note=_note(settings),
    )


def _note(settings: DescentSettings) -> str:
    start = f"{letter(settings.parameter)} = {readable(settings.start)}"
    return (
        f"Every run: the same start {start}, unless you drag it in the curve, at most {settings.steps} steps, "
        f"seed {settings.seed} (nothing here is random)."
    )


class _Story:
    """The numbers of a sweep, shaped for the dials: (starts, rates, steps + 1), without rates where there is one."""

    def __init__(self, settings: DescentSettings, runs: Sweep) -> None:
        self.settings = settings
        self.single = len(settings.rates) == 1
        self.names = ("start", "step") if self.single else ("start", "rate", "step")
        self.step_axis = len(self.names) - 1
        self.points = self.shaped(runs.points[..., 0])
        self.losses = self.shaped(runs.losses)
        self.slopes = self.shaped(runs.gradients[..., 0])
        reasons = np.vectorize(_REASONS.index, otypes=[float])(runs.stopped)
        ended = np.arange(settings.steps + 1) >= runs.updates[..., None]
        self.ends = self.shaped(np.where(ended, 1 + reasons[..., None], 0))

    def shaped(self, table: np.ndarray) -> np.ndarray:
        return table[:, 0] if self.single else table

    def own(self, name: str, values: Sequence[float]) -> Numbers:
        """A dial's own values as a slot of a sentence."""
        return Numbers(np.array(values).reshape([-1 if other == name else 1 for other in self.names]))

    def moving(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return one point for each dial position, shape (*dials, 1, 2)."""
        return np.stack([x, y], axis=-1)[..., None, :]

    def growing(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return a whole path for each rate, of which the step dial shows the beginning: shape (*dials, T + 1, 2)."""
        paths = np.stack([x, y], axis=-1)
        return np.expand_dims(paths, -3)

    def slots(self) -> tuple[Numbers, ...]:
        """Start, rate, step, and the point, the loss and the slope there."""
        settings = self.settings
        rate = Numbers(np.array(settings.rates)) if self.single else self.own("rate", settings.rates)
        start = self.own("start", settings.starts)
        own = (start, rate, self.own("step", range(settings.steps + 1)))
        return (*own, Numbers(self.points), Numbers(self.losses), Numbers(self.slopes))

    def caption(self) -> Words:
        settings, name = self.settings, letter(self.settings.parameter)
        where = f"{settings.rate_letter} = {{1}}, start {name} = {{0}}, step {{2}} of {settings.steps}"
        text = f"{where}: {name} = {{3}}, loss {{4}}, slope {{5}}. {{6}}"
        return Words(text, (*self.slots(), self._tail()))

    def _tail(self) -> Choice:
        """Say at each step what comes next, or why there is nothing more."""
        name, (_, rate, _, point, _, _) = letter(self.settings.parameter), self.slots()
        after = np.concatenate([self.points[..., 1:], self.points[..., -1:]], axis=-1)
        slope = Numbers(self.slopes, brackets=True)
        ahead = Words(f"Next: {name} = {{0}} − {{1}}·{{2}} = {{3}}.", (point, rate, slope, Numbers(after)))
        return Choice(self.ends, (ahead, *(Words(reason.sentence) for reason in _REASONS)))


def _curve_panel(settings: DescentSettings, loss: Loss, story: _Story) -> Plot:
    x, grid = letter(settings.parameter), np.linspace(settings.low, settings.high, _CURVE_POINTS)
    heights = loss(grid[:, None])
    reach = (settings.high - settings.low) * 0.1 * np.array([-1.0, 1.0])
    with np.errstate(all="ignore"):  # where the loss is infinite there is no tangent
        rises = story.losses[..., None] + story.slopes[..., None] * reach
    tangents = np.stack([story.points[..., None] + reach, rises], -1)
    starts = np.array(settings.starts)
    lead = (1,) * story.step_axis
    marks = (
        Mark("curve", "loss", np.stack([grid, heights], -1).reshape(*lead, 1, -1, 2)),
        Mark("path", "path", story.growing(story.points, story.losses), upto=story.step_axis),
        Mark("tangent", "slope", tangents),
        Mark("start", "start", np.stack([starts, loss(starts[:, None])], -1).reshape(-1, *lead, 1, 2)),
        Mark("here", "now", story.moving(story.points, story.losses)),
    )
    latex = sympy.latex(loss.parameters[0])
    title = formula(loss.expression, f"L({x})", f"L({latex})")
    text = f"Curve of the loss {title.text} with the path of gradient descent from {x} = {{0}}, "
    summary = Words(f"{text}{settings.rate_letter} = {{1}}, after {{2}} steps at {x} = {{3}}.", story.slots()[:4])
    across = axis(x, settings.low, settings.high)
    return Plot(title, across, axis(f"L({x})", *limits(heights)), marks, summary, follows=0)


def _trace_panel(settings: DescentSettings, story: _Story, curve: Plot) -> Plot:
    steps = np.broadcast_to(np.arange(settings.steps + 1.0), story.losses.shape)
    marks = (
        Mark("path", "loss at each step", story.growing(steps, story.losses), upto=story.step_axis),
        Mark("here", "now", story.moving(steps, story.losses)),
    )
    slots = (story.slots()[2], story.slots()[4], Numbers(story.losses[..., :1]))
    summary = Words("Trace plot, loss against step: {2} at the start, {1} at step {0}.", slots)
    return Plot("Trace plot", steps_axis(settings.steps), curve.y, marks, summary, follows=story.step_axis)
