"""The comparison experiment: optimizers side by side, fairly: equal start, seed and budget, each tuned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.adaptive import AdaGrad, Adam, RMSProp
from gdtutor.descent.arguments import listed
from gdtutor.descent.loss import Loss
from gdtutor.descent.momentum import Momentum
from gdtutor.descent.optimizer import GradientDescent, Optimizer
from gdtutor.descent.surfaces import surface
from gdtutor.descent.sweep import Sweep, sweep
from gdtutor.errors import ArgumentError
from gdtutor.show.contours import Window
from gdtutor.show.experiment import Experiment
from gdtutor.show.methods import MethodRecord, method, method_name, method_record, tuned_rate
from gdtutor.show.numbers import readable
from gdtutor.show.palette import METHODS
from gdtutor.show.plane import (
    PlaneSettings,
    fixed_words,
    plane_settings,
    start_dials,
    start_grid,
    start_mark,
    steps_dial,
)
from gdtutor.show.race import Runner, heights_panel, paths_panel, race_caption
from gdtutor.show.scene import Dial, Plot, Preset, Scene
from gdtutor.show.ways import Ways

FACTORS = (0.1, 0.3, 1.0, 3.0, 10.0)
_PRESETS = (
    ("each tuned", 1.0, "Every method at its own best rate: only so is a comparison fair."),
    ("all too small", 0.1, "At a tenth of the tuned rates all are slower: see who suffers most."),
    ("all too large", 10.0, "At ten times the tuned rates: see who diverges, and who only jumps about."),
)


@dataclass(frozen=True, kw_only=True)
class ComparisonSettings(PlaneSettings):
    """What makes a comparison experiment: all that is needed to make it again.

    ``methods`` are pairs (method, tuned rate), plain descent among them. Nothing here is random; every record has a
    seed.
    """

    methods: tuple[tuple[MethodRecord, float], ...]
    starts: tuple[tuple[float, ...], tuple[float, ...]]
    factors: tuple[float, ...] = FACTORS
    presets: tuple[tuple[str, float, str], ...] = _PRESETS


def comparison_experiment(
    loss: Loss | None = None,
    optimizers: Iterable[Optimizer] | None = None,
    *,
    start: ArrayLike = (-5.0, 2.0),
    steps: int = 40,
    minima: ArrayLike | None = None,
    window: Window | None = None,
) -> Experiment:
    """Show optimizers side by side: their paths, their losses and their distances from the nearest minimum.

    All have the same start, which is dragged, the same budget and seed. Each runs at its own tuned rate: the one of
    41 between 0.001 and 10 with which its loss is lowest after the last step from the first start. A slider multiplies
    all the rates by the same factor. Plain gradient descent is always among them.

    Args:
        loss: a loss of two parameters; by default the valley 0.1x² + 2y².
        optimizers: up to five with a rate, which is replaced by the tuned one; by default momentum, AdaGrad, RMSProp
            and Adam beside plain descent.
        start: where all start at first, two numbers.
        steps: how many updates each may make.
        minima: known minima, shape (m, 2); a named surface has its own.
        window: what the picture shows; a named surface has its own.

    Raises:
        ArgumentError: when an argument is not usable, or no minimum is known.

    >>> experiment = comparison_experiment(optimizers=[Momentum()], steps=20)
    >>> [name for (name, _), _ in experiment.settings.methods]
    ['GradientDescent', 'Momentum']
    """
    valley = surface("valley") if loss is None else loss
    common = plane_settings(valley, start, steps, window)
    place, budget = common["start"], common["steps"]
    chosen = _with_plain(optimizers)
    known = np.asarray(getattr(valley, "minima", ()) if minima is None else minima, dtype=float)
    if known.ndim != 2 or known.shape[1] != 2:
        raise ArgumentError(f"minima is {minima!r}: known minima of the loss, shape (m, 2), are wanted")
    settings = ComparisonSettings(
        **common | {"minima": tuple((x, y) for x, y in known.tolist())},
        methods=tuple((method_record(each), tuned_rate(valley, each, place, budget)) for each in chosen),
        starts=start_grid(common["window"], place, 20 * len(chosen) * len(FACTORS) * (budget + 1)),
    )
    return Experiment(settings, comparison_scene(settings))


def _with_plain(optimizers: Iterable[Optimizer] | None) -> list[Optimizer]:
    usual = [Momentum(decay=0.7), AdaGrad(), RMSProp(decay=0.9), Adam()]
    chosen = usual if optimizers is None else listed("optimizers", optimizers, "a sequence of them")
    if not any(type(each) is GradientDescent for each in chosen):
        chosen.insert(0, GradientDescent())
    if len(chosen) > METHODS:
        raise ArgumentError(f"optimizers has {len(chosen)} with plain descent: at most {METHODS} can be told apart")
    return chosen


def comparison_scene(settings: ComparisonSettings) -> Scene:
    """Run every method from every start at every multiple of its rate, and turn them into a picture."""
    loss = Loss(settings.loss, settings.parameters)
    runners = _runners(settings, loss)
    dials = (
        *start_dials(loss, settings.starts),
        Dial("factor", "times the tuned rate", settings.factors),
        steps_dial(settings.steps),
    )
    head = f"start ({{0}}, {{1}}), rates {{2}} times the tuned ones, step {{3}} of {settings.steps}"
    presets = (Preset(name, (-1, -1, dials[2].nearest(factor), -1), why) for name, factor, why in settings.presets)
    start = [dial.nearest(at) for dial, at in zip(dials, settings.start, strict=False)]
    tuned = ", ".join(f"{method_name(method(record))} η = {readable(rate)}" for record, rate in settings.methods)
    where = "the same start, which you can drag in the contours"
    losses = [runner.ways.losses for runner in runners]
    return Scene(
        name="optimizers side by side",
        panels=(
            paths_panel(
                loss, settings.window, settings.minima, runners, start_mark(settings.starts), dials, dragged=True
            ),
            heights_panel("Trace plot: loss", "loss", runners, losses, loss(settings.start)),
            _distances(settings, runners),
        ),
        dials=dials,
        start=(start[0], start[1], dials[2].nearest(1.0), settings.steps),
        caption=race_caption(head, loss, runners, dials),
        play=3,
        pace=150,
        presets=tuple(presets),
        note=f"{fixed_words(settings.steps, settings.seed, where)} Tuned for the first start: {tuned}.",
    )


def _runners(settings: ComparisonSettings, loss: Loss) -> list[Runner]:
    across, up = settings.starts
    starts = [(x, y) for x in across for y in up]
    runners = []
    for record, tuned in settings.methods:
        optimizer = replace(method(record), rate=tuned)  # type: ignore[call-arg]  # method_record saw that it has one
        rates = [tuned * factor for factor in settings.factors]
        runs: Sweep = sweep(loss, optimizer, starts, settings.steps, rate=rates)
        runners.append(Runner(method_name(optimizer), Ways.of(runs, (len(across), len(up), len(rates)))))
    return runners


def _distances(settings: ComparisonSettings, runners: list[Runner]) -> Plot:
    """The distance from the nearest known minimum."""
    minima = np.array(settings.minima)
    heights = []
    for runner in runners:
        gaps = np.stack([runner.ways.x, runner.ways.y], axis=-1)[..., None, :] - minima
        heights.append(np.linalg.norm(gaps, axis=-1).min(axis=-1))
    first = float(np.linalg.norm(np.array(settings.start) - minima, axis=-1).min())
    return heights_panel("Distance from the nearest minimum", "distance", runners, heights, first)
