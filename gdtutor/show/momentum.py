"""The momentum experiment: what a velocity does in a valley, beside plain descent at the same rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from gdtutor.descent.loss import Loss
from gdtutor.descent.momentum import Momentum
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.surfaces import surface
from gdtutor.descent.sweep import sweep
from gdtutor.show.contours import Window
from gdtutor.show.experiment import Experiment
from gdtutor.show.plane import (
    PairPresets,
    PlaneSettings,
    fixed_words,
    grids_and_presets,
    pair_presets,
    plane_settings,
    steps_dial,
)
from gdtutor.show.race import Runner, race_caption, race_panels
from gdtutor.show.scene import Dial, Scene
from gdtutor.show.ways import Ways

RATES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.7)
DECAYS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
#: rate, decay and why, for the valley 0.1x² + 2y²
PRESETS = {
    "no momentum": (0.1, 0.0, "β = 0 is plain descent: it creeps along the floor of the valley."),
    "right": (0.1, 0.7, "Along the floor the steps add up to η/(1 − β); across it they cancel."),
    "too much": (0.1, 0.98, "It remembers for too long, and runs past the minimum and back."),
    "too large a rate": (0.55, 0.0, "Beyond η = 0.5 plain descent grows across the valley; raise β and see it settle."),
}


@dataclass(frozen=True, kw_only=True)
class MomentumSettings(PlaneSettings):
    """What makes a momentum experiment: all that is needed to make it again.

    ``presets`` are quadruples (name, rate, decay, why). Nothing here is random; every experiment's record has a seed.
    """

    rates: tuple[float, ...]
    decays: tuple[float, ...]
    rate: float
    decay: float
    presets: PairPresets = ()


def momentum_experiment(
    loss: Loss | None = None,
    *,
    start: ArrayLike = (-5.0, 2.0),
    steps: int = 60,
    rates: Sequence[float] = RATES,
    decays: Sequence[float] = DECAYS,
    presets: Mapping[str, tuple[float, float, str]] | None = None,
    window: Window | None = None,
) -> Experiment:
    """Show momentum beside plain descent, with sliders over the learning rate η, the decay β and the step.

    Args:
        loss: a loss of two parameters; by default the valley 0.1x² + 2y².
        start: where both start, two numbers.
        steps: how many updates both may make.
        rates: the grid of the slider over η.
        decays: the grid of the slider over β: how much of the velocity is kept; with 0 there is no momentum.
        presets: a name for each noteworthy pair, with rate, decay and a sentence that says why it is good or bad.
        window: what the picture shows; a named surface has its own.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> experiment = momentum_experiment(steps=30).move(rate=0.1, decay=0.7)
    >>> experiment.caption.endswith("The loss is lowest with momentum.")
    True
    """
    valley = surface("valley") if loss is None else loss
    given = PRESETS if presets is None else presets
    rates, decays, chosen = grids_and_presets(rates, decays, given, "decay")
    _, rate, decay, _ = chosen[min(1, len(chosen) - 1)] if chosen else ("", rates[0], decays[0], "")
    settings = MomentumSettings(
        **plane_settings(valley, start, steps, window),
        rates=rates,
        decays=decays,
        rate=rate,
        decay=decay,
        presets=chosen,
    )
    return Experiment(settings, momentum_scene(settings))


def momentum_scene(settings: MomentumSettings) -> Scene:
    """Run both methods over the grid, and turn them into a picture."""
    loss = Loss(settings.loss, settings.parameters)
    rates, decays = settings.rates, settings.decays
    fast = sweep(loss, Momentum(), settings.start, settings.steps, rate=rates, decay=decays)
    plain = sweep(loss, GradientDescent(), settings.start, settings.steps, rate=rates)
    runners = (
        Runner("momentum", Ways.of(fast, (len(rates), len(decays)))),
        Runner("plain descent", Ways.of(plain, (len(rates), 1))),
    )
    dials = (
        Dial("rate", "learning rate η", rates),
        Dial("decay", "decay β", decays),
        steps_dial(settings.steps),
    )
    head = f"η = {{0}}, β = {{1}}, step {{2}} of {settings.steps}"
    return Scene(
        name="momentum in a valley",
        panels=tuple(race_panels(settings, loss, runners, dials)),
        dials=dials,
        start=(dials[0].nearest(settings.rate), dials[1].nearest(settings.decay), settings.steps),
        caption=race_caption(head, loss, runners, dials),
        play=2,
        pace=120,
        presets=pair_presets(settings.presets, dials[0], dials[1]),
        note=fixed_words(settings.steps, settings.seed, "the same start, both methods at the same rate"),
    )
