"""The contour experiment: a descent on a loss of two parameters, from a start that the learner drags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent, Optimizer
from gdtutor.descent.sweep import sweep
from gdtutor.show.contours import Window
from gdtutor.show.experiment import Experiment
from gdtutor.show.methods import MethodRecord, method, method_name, method_record
from gdtutor.show.plane import (
    RATES,
    PlaneSettings,
    Presets,
    fixed_words,
    own_slots,
    place_words,
    plane_plot,
    plane_settings,
    rates_and_presets,
    start_dials,
    start_grid,
    start_mark,
    steps_dial,
)
from gdtutor.show.scene import Dial, Numbers, Plot, Preset, Scene, Words
from gdtutor.show.ways import Heights, Ways, steps_axis


@dataclass(frozen=True, kw_only=True)
class ContourSettings(PlaneSettings):
    """What makes a contour experiment: all that is needed to make it again.

    ``starts`` are the coordinates along each axis that the start can have, ``presets`` triples (name, rate, why).
    Nothing here is random; the seed is kept so that every experiment's record has one.
    """

    optimizer: MethodRecord
    starts: tuple[tuple[float, ...], tuple[float, ...]]
    rates: tuple[float, ...]
    rate: float
    presets: Presets = ()
    rate_letter: str = "η"


def contour_experiment(
    loss: Loss,
    optimizer: Optimizer | None = None,
    *,
    start: ArrayLike,
    steps: int = 40,
    rates: ArrayLike = RATES,
    rate: float | None = None,
    presets: Mapping[str, tuple[float, str]] | None = None,
    window: Window | None = None,
    rate_letter: str = "η",
) -> Experiment:
    """Show a descent in the contours of a loss of two parameters, with its trace plot; the start is dragged.

    Args:
        loss: the loss, of two parameters.
        optimizer: what descends; by default plain gradient descent. Its own rate gives way to those of the slider.
        start: where the descent starts at first, two numbers.
        steps: how many updates it may make; the last slider moves through them.
        rates: the grid of the slider over the learning rate.
        rate: the rate shown at first; by default the first preset's, else the middle of the grid.
        presets: a name for each noteworthy rate, with the rate and a sentence that says why it is good or bad.
        window: what the picture shows, an interval for each parameter; a named surface has its own.
        rate_letter: what the learning rate is called.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> from gdtutor.descent.surfaces import surface
    >>> experiment = contour_experiment(surface("valley"), start=[5, 1], rate=0.3, steps=10)
    >>> experiment.move(step=1).caption
    'gradient descent, η = 0.3, start (5, 1), step 1 of 10: (x, y) = (4.7, −0.2), loss 2.29.'
    """
    method_used = GradientDescent() if optimizer is None else optimizer
    grid, shown, chosen = rates_and_presets(rates, rate, presets)
    common = plane_settings(loss, start, steps, window)
    settings = ContourSettings(
        **common,
        optimizer=method_record(method_used),
        starts=start_grid(common["window"], common["start"], 16 * len(grid) * (common["steps"] + 1)),
        rates=grid,
        rate=shown,
        presets=chosen,
        rate_letter=rate_letter,
    )
    return Experiment(settings, contour_scene(settings))


def contour_scene(settings: ContourSettings) -> Scene:
    """Run the descents from every start at every rate, and turn them into a picture."""
    loss = Loss(settings.loss, settings.parameters)
    dials = (*start_dials(loss, settings.starts), _rate_dial(settings), steps_dial(settings.steps))
    across, up = settings.starts
    starts = [(x, y) for x in across for y in up]
    runs = sweep(loss, method(settings.optimizer), starts, settings.steps, rate=settings.rates)
    ways = Ways.of(runs, (len(across), len(up), len(settings.rates)))
    places = (dials[0].nearest(settings.start[0]), dials[1].nearest(settings.start[1]))
    presets = tuple(Preset(name, (-1, -1, dials[2].nearest(rate), -1), why) for name, rate, why in settings.presets)
    caption = _caption(settings, dials, ways)
    return Scene(
        name=f"{method_name(method(settings.optimizer))} in the contours of a loss",
        panels=(_contours(settings, loss, dials, ways), trace_panel(ways, loss(settings.start), "loss")),
        dials=dials,
        start=(*places, dials[2].nearest(settings.rate), settings.steps),
        caption=caption,
        play=3,
        pace=120,
        presets=presets,
        note=fixed_words(settings.steps, settings.seed, "the same start, which you can drag in the contours"),
    )


def _rate_dial(settings: ContourSettings) -> Dial:
    return Dial("rate", f"learning rate {settings.rate_letter}", settings.rates)


def _caption(settings: ContourSettings, dials: tuple[Dial, ...], ways: Ways) -> Words:
    name = method_name(method(settings.optimizer))
    place = place_words(settings.parameters, "{4}", "{5}")
    text = f"{name}, {settings.rate_letter} = {{2}}, start ({{0}}, {{1}}), step {{3}} of {settings.steps}: {place}"
    return Words(f"{text}, loss {{6}}.{{7}}", (*own_slots(dials), *ways.place(), ways.ending()))


def _contours(settings: ContourSettings, loss: Loss, dials: tuple[Dial, ...], ways: Ways) -> Plot:
    marks = (ways.path("path", "path"), start_mark(settings.starts), ways.here())
    name = method_name(method(settings.optimizer))
    slots = (*own_slots(dials), *ways.place()[:2])
    place = place_words(settings.parameters, "{4}", "{5}")
    text = f"Contours of the loss with the path of {name} from ({{0}}, {{1}}), {settings.rate_letter} = {{2}}"
    return plane_plot(
        loss, settings.window, marks, Words(f"{text}, after {{3}} steps at {place}.", slots), 4, settings.minima
    )


def trace_panel(ways: Ways, first: float, what: str) -> Plot:
    """Return the plot of the losses against the step; a pointer in it moves through the steps."""
    heights = Heights.of(what, ways.losses, first)
    drawn = heights.on(ways.losses)
    marks = (ways.trace(drawn, "path", f"{what} at each step"), ways.trace_here(drawn))
    lead = [1] * ways.step_dial
    slots = (
        Numbers(np.arange(ways.steps + 1.0).reshape(*lead, -1)),
        Numbers(ways.losses),
        Numbers(ways.losses[..., :1]),
    )
    scale = ", on a logarithmic scale" if heights.logarithmic else ""
    summary = Words(f"Trace plot, {what} against step{scale}: {{2}} at the start, {{1}} at step {{0}}.", slots)
    return Plot("Trace plot", steps_axis(ways.steps), heights.axis, marks, summary, follows=ways.step_dial)
