"""The Adam experiment: with and without the correction of the bias, which makes the first steps too long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.adaptive import Adam
from gdtutor.descent.loss import Loss
from gdtutor.descent.surfaces import surface
from gdtutor.descent.sweep import sweep
from gdtutor.show.axes import axis
from gdtutor.show.contours import Window
from gdtutor.show.experiment import Experiment
from gdtutor.show.numbers import letter
from gdtutor.show.plane import (
    PairPresets,
    PlaneSettings,
    fixed_words,
    grids_and_presets,
    pair_presets,
    plane_settings,
    steps_dial,
)
from gdtutor.show.race import Runner, curves_panel, race_caption, race_panels
from gdtutor.show.scene import Dial, Plot, Scene
from gdtutor.show.ways import Heights, Ways

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
SECOND_DECAYS = (0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
#: rate, second decay and why, for the valley 0.1x² + 2y²
PRESETS = {
    "right": (
        0.3,
        0.99,
        "The biases cancel in the first step, 0.1/√0.01 = 1; in those after it they do not.",
    ),
    "slow memory": (
        0.3,
        0.999,
        "s starts at 0 and fills by a thousandth a step: uncorrected, the first step is 0.1/√0.001 ≈ 3 times η.",
    ),
    "quick memory": (
        0.3,
        0.8,
        "s fills faster than v: uncorrected, the first step is only 0.1/√0.2 ≈ 0.22 times η.",
    ),
    "too small": (0.01, 0.99, "However steep the loss, a step is about η long: sixty of them do not get there."),
    "too large": (1.0, 0.999, "The first steps are as long as the valley is wide: it runs past the minimum and back."),
}


@dataclass(frozen=True, kw_only=True)
class AdamSettings(PlaneSettings):
    """What makes an Adam experiment: all that is needed to make it again.

    ``presets`` are quadruples (name, rate, second decay, why). Nothing here is random; every record has a seed.
    """

    rates: tuple[float, ...]
    second_decays: tuple[float, ...]
    rate: float
    second_decay: float
    presets: PairPresets = ()


def adam_experiment(
    loss: Loss | None = None,
    *,
    start: ArrayLike = (-5.0, 2.0),
    steps: int = 60,
    rates: Sequence[float] = RATES,
    second_decays: Sequence[float] = SECOND_DECAYS,
    presets: Mapping[str, tuple[float, float, str]] | None = None,
    window: Window | None = None,
) -> Experiment:
    """Show Adam with and without bias correction: paths, losses, and how long each step is beside the rate.

    Args:
        loss: a loss of two parameters; by default the valley 0.1x² + 2y².
        start: where both start, two numbers.
        steps: how many updates both may make.
        rates: the grid of the slider over the learning rate η.
        second_decays: the grid of the slider over β₂, which says how long the squares of gradients are remembered.
        presets: a name for each noteworthy pair, with rate, second decay and a sentence that says why.
        window: what the picture shows; a named surface has its own.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> experiment = adam_experiment(steps=30).move(rate=0.3, second_decay=0.999, step=1)
    >>> print(experiment.caption)  # −5 + 0.3, and −5 + 0.3·√(0.1²/0.001)
    η = 0.3, β₂ = 0.999, step 1 of 30: corrected Adam at (x, y) = (−4.7, 1.7), loss 7.99; uncorrected Adam at (x, y) =
    (−4.05, 1.05), loss 3.85. The loss is lowest with uncorrected Adam.
    """
    valley = surface("valley") if loss is None else loss
    given = PRESETS if presets is None else presets
    rates, second_decays, chosen = grids_and_presets(rates, second_decays, given, "second_decay")
    _, rate, second_decay, _ = chosen[0] if chosen else ("", rates[0], second_decays[0], "")
    settings = AdamSettings(
        **plane_settings(valley, start, steps, window),
        rates=rates,
        second_decays=second_decays,
        rate=rate,
        second_decay=second_decay,
        presets=chosen,
    )
    return Experiment(settings, adam_scene(settings))


def adam_scene(settings: AdamSettings) -> Scene:
    """Run both forms over the grid, and turn them into a picture."""
    loss = Loss(settings.loss, settings.parameters)
    rates, decays = settings.rates, settings.second_decays
    runners = []
    for name, correction in (("corrected Adam", True), ("uncorrected Adam", False)):
        form = Adam(bias_correction=correction)
        runs = sweep(loss, form, settings.start, settings.steps, rate=rates, second_decay=decays)
        runners.append(Runner(name, Ways.of(runs, (len(rates), len(decays)))))
    dials = (
        Dial("rate", "learning rate η", rates),
        Dial("second_decay", "second decay β₂", decays),
        steps_dial(settings.steps),
    )
    head = f"η = {{0}}, β₂ = {{1}}, step {{2}} of {settings.steps}"
    return Scene(
        name="Adam with and without bias correction",
        panels=(*race_panels(settings, loss, runners, dials), _lengths(settings, loss, runners)),
        dials=dials,
        start=(dials[0].nearest(settings.rate), dials[1].nearest(settings.second_decay), settings.steps),
        caption=race_caption(head, loss, runners, dials),
        play=2,
        pace=120,
        presets=pair_presets(settings.presets, dials[0], dials[1]),
        note=fixed_words(settings.steps, settings.seed, "the same start, β₁ = 0.9, both forms at the same rate"),
    )


def _lengths(settings: AdamSettings, loss: Loss, runners: Sequence[Runner]) -> Plot:
    """How long the step along the first parameter is, in multiples of η; none before the first step."""
    x = letter(loss.parameters[0])
    lengths = []
    for runner in runners:
        moved = np.abs(np.diff(runner.ways.x, axis=-1)) / np.array(settings.rates)[:, None, None]
        lengths.append(np.concatenate([np.full_like(moved[..., :1], np.nan), moved], axis=-1))
    highest = max(1.5, float(np.nanquantile(np.concatenate([part.ravel() for part in lengths]), 0.999)))
    scale = Heights(axis(f"|Δ{x}|/η", -0.06 * highest, 1.1 * highest), logarithmic=False)
    return curves_panel(f"Step along {x}, in learning rates", scale, runners, lengths)
