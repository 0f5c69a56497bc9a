"""Newton's method against gradient descent: the parabola at the point, and the best step |f′|/f″."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from gdtutor.descent.loss import Loss
from gdtutor.descent.newton import Newton
from gdtutor.descent.optimizer import GradientDescent, Optimizer
from gdtutor.descent.sweep import sweep
from gdtutor.show.axes import axis, limits
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.line import LineSettings, growing, line_dials, line_settings, two_traces
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import moving, pairs, places, still
from gdtutor.show.scene import Choice, Mark, Numbers, Plot, Preset, Scene, Words

_PARABOLA_POINTS = 61


@dataclass(frozen=True, kw_only=True)
class NewtonSettings(LineSettings):
    """What makes a Newton experiment: all that is needed to make it again. Nothing here is random."""


def newton_experiment(
    loss: Loss,
    start: float,
    *,
    steps: int = 8,
    rate: float = 0.1,
    window: Sequence[float] | None = None,
    starts: int = 81,
) -> Experiment:
    """Show Newton's method and gradient descent from one start, with the parabola that Newton's step minimises.

    Args:
        loss: the loss, of one parameter.
        start: where both start at first; a slider moves it over the window.
        steps: how many updates each may make.
        rate: the learning rate of the descent.
        window: the interval of the parameter that is shown; by default 4 to both sides of the start.
        starts: how many starts the slider has.

    Raises:
        ArgumentError: when an argument is not usable.

    Source: Lee: the best step of y = ax² + bx + c is |2ax₀ + b|/2a, the first derivative over the second; "You can
    consider the second order term, e.g. Newton's method".

    >>> experiment = newton_experiment(Loss("(t-3)^2 + 1", "t"), 5, steps=3)
    >>> experiment.caption
    'Step 0 of 3 from t = 5: Newton is at t = 5, loss 5; descent at t = 5, loss 5. There f′ = 4, f″ = 2: the parabola is
    least after the best step |f′|/f″ = 2, at 3. Descent with the rate 0.1 goes 0.4.'
    """
    settings = NewtonSettings(**line_settings(loss, start, window, starts, steps, rate))
    return Experiment(settings, newton_scene(settings))


class _Story:
    """The points of both methods, shape (starts, steps + 1); a run that ended stays where it was."""

    def __init__(self, settings: NewtonSettings) -> None:
        self.settings, self.loss = settings, Loss(settings.loss, settings.parameter)
        self.starts = places(settings.low, settings.high, settings.starts, settings.start)
        self.newton, self.updates = self._ways(Newton())
        self.descent, _ = self._ways(GradientDescent(settings.rate))
        self.heights, self.below = (self.loss(way[..., None]) for way in (self.newton, self.descent))
        self.slopes = self.loss.gradient(self.newton[..., None])[..., 0]
        self.bends = self.loss.hessian(self.newton[..., None])[..., 0, 0]
        self.slopes_of_descent = self.loss.gradient(self.descent[..., None])[..., 0]

    def _ways(self, optimizer: Optimizer) -> tuple[np.ndarray, np.ndarray]:
        runs = sweep(self.loss, optimizer, self.starts[:, None], self.settings.steps)
        return runs.points[..., 0], runs.updates

    @property
    def best(self) -> np.ndarray:
        """The best step |f′|/f″ at each of Newton's points; NaN where the parabola has no minimum."""
        return np.where(self.bends > 0, np.abs(self.slopes), np.nan) / np.where(self.bends > 0, self.bends, 1.0)

    @property
    def ends(self) -> np.ndarray:
        """Where Newton's step leads: the vertex of the parabola, least or greatest; NaN where there is none."""
        bends = np.where(self.bends == 0, np.nan, self.bends)
        with np.errstate(all="ignore"):  # where the loss is infinite there is no parabola
            return self.newton - self.slopes / bends


def newton_scene(settings: NewtonSettings) -> Scene:
    """Run both methods from every start."""
    story = _Story(settings)
    dials = line_dials(settings, story.starts)
    return Scene(
        name="Newton against descent",
        panels=(_curve_panel(story), _trace_panel(story)),
        dials=dials,
        start=(dials[0].nearest(settings.start), 0),
        caption=_caption(story),
        play=1,
        pace=700,
        presets=_presets(story),
        note=f"Both from the same start, at most {settings.steps} updates each; descent with the rate "
        f"{readable(settings.rate)}; seed {settings.seed} (nothing here is random).",
    )


def _presets(story: _Story) -> tuple[Preset, ...]:
    """The start from which Newton gets lowest, and one from which it climbs."""
    x, steps = letter(story.settings.parameter), story.settings.steps
    rise = story.heights[:, -1] - story.heights[:, 0]
    inside = (story.newton[:, -1] >= story.settings.low) & (story.newton[:, -1] <= story.settings.high)
    flat = np.abs(story.slopes[:, -1]) < 1e-6
    steady = (story.bends[:, 0] > 0) & (np.diff(story.heights, axis=1).max(axis=1) <= 1e-9)
    good = np.where(inside & flat & steady & (rise < 0), -rise, np.nan)
    bad = np.where(inside & flat & (story.bends[:, 0] < 0) & (rise > 0), rise, np.nan)
    found = []
    if np.isfinite(good).any():
        k = int(np.nanargmax(good))
        end = f"at {x} = {readable(story.newton[k, -1])}, loss {readable(story.heights[k, -1])}, after {steps} steps"
        why = f"Good: from {x} = {readable(story.starts[k])} Newton is {end}; descent is at loss"
        found.append(Preset("Newton arrives", (k, steps), f"{why} {readable(story.below[k, -1])}."))
    if np.isfinite(bad).any():
        k = int(np.nanargmax(bad))
        why = (
            f"Bad: Newton looks for f′ = 0. From {x} = {readable(story.starts[k])}, where f″ < 0, it climbs to the top"
        )
        found.append(Preset("Newton climbs", (k, steps), f"{why} at {x} = {readable(story.newton[k, -1])}."))
    return tuple(found)


def _curve_panel(story: _Story) -> Plot:
    settings, x = story.settings, letter(story.settings.parameter)
    fine = settings.fine
    curve = story.loss(fine[:, None])
    across = np.linspace(settings.low, settings.high, _PARABOLA_POINTS)
    away = across - story.newton[..., None]
    with np.errstate(all="ignore"):  # where the loss is infinite there is no model
        model = story.heights[..., None] + story.slopes[..., None] * away + story.bends[..., None] / 2 * away**2
        vertex = story.heights + story.slopes * (story.ends - story.newton) / 2
    marks = (
        Mark("curve", "loss", still(pairs(fine, curve), 2)),
        Mark("tangent", "parabola", pairs(across, model)),
        Mark("path", "Newton", growing(story.newton, story.heights), upto=1),
        Mark("second_path", "descent", growing(story.descent, story.below), upto=1),
        Mark("start", "its top or bottom", moving(story.ends, vertex)),
        Mark("second_here", "descent now", moving(story.descent, story.below)),
        Mark("here", "Newton now", moving(story.newton, story.heights)),
    )
    title = formula(story.loss.expression, f"f({x})", f"f({sp.latex(story.loss.parameters[0])})")
    places = f"at {x} = {{0}} and descent at {x} = {{1}}, both from {{2}}, "
    text = f"Curve of the loss {title.text} with Newton's method {places}"
    slots = (Numbers(story.newton), Numbers(story.descent), Numbers(story.starts[:, None]))
    summary = Words(f"{text}and the parabola that touches the curve at Newton's point.", slots)
    low, high = limits(curve, pad=0.15)
    return Plot(title, axis(x, settings.low, settings.high), axis(f"f({x})", low, high), marks, summary, follows=0)


def _trace_panel(story: _Story) -> Plot:
    steps = np.arange(story.settings.steps + 1.0)[None]
    summary = Words(
        "Trace plot, loss against step: after {0} steps Newton is at {1}, descent at {2}.",
        (Numbers(steps), Numbers(story.heights), Numbers(story.below)),
    )
    heights = story.heights, story.below
    return two_traces(story.settings, story.loss, ("Newton", "descent"), heights, summary, 0.15)


def _caption(story: _Story) -> Words:
    settings, x = story.settings, letter(story.settings.parameter)
    steps = np.arange(settings.steps + 1.0)
    shown = (Numbers(story.slopes), Numbers(story.bends), Numbers(story.best), Numbers(story.ends))
    tails = (
        Words("There f′ = {0}, f″ = {1}: the parabola is least after the best step |f′|/f″ = {2}, at {3}.", shown),
        Words("There f′ = {0}, f″ = {1} is negative: Newton's step leads to the top of the parabola, at {3}.", shown),
        Words("There f″ = {1}: Newton has no step, and its run ends.", shown),
        Words("Its next step left the numbers or the function's domain: Newton's run has ended.", shown),
    )
    ended = (steps[None] >= story.updates[:, None]) & (story.updates[:, None] < settings.steps)
    no_step = ~(story.bends != 0) | ~np.isfinite(story.bends)
    which = np.select([ended & ~no_step, no_step, story.bends < 0], [3, 2, 1], 0)
    both = f"Newton is at {x} = {{1}}, loss {{2}}; descent at {x} = {{3}}, loss {{4}}"
    text = f"Step {{0}} of {settings.steps} from {x} = {{7}}: {both}. "
    goes = Numbers(settings.rate * np.abs(story.slopes_of_descent))
    numbers = map(Numbers, (steps[None], story.newton, story.heights, story.descent, story.below))
    tail = f"{{5}} Descent with the rate {readable(settings.rate)} goes {{6}}."
    return Words(text + tail, (*numbers, Choice(which, tails), goes, Numbers(story.starts[:, None])))
