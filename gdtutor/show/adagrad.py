"""The AdaGrad experiment: a rate of its own for each parameter, and the table in which a gradient surprises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.adaptive import AdaGrad
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.step import trace
from gdtutor.descent.surfaces import surface
from gdtutor.descent.sweep import Sweep, sweep
from gdtutor.show.contours import Window
from gdtutor.show.experiment import Experiment
from gdtutor.show.methods import tuned_rate
from gdtutor.show.numbers import letter, readable
from gdtutor.show.plane import PlaneSettings, Presets, fixed_words, plane_settings, rates_and_presets, steps_dial
from gdtutor.show.race import Runner, curves_panel, race_caption, race_panels
from gdtutor.show.scene import Dial, Plot, Preset, Scene, Table, Words
from gdtutor.show.ways import Heights, Ways

RATES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)
#: rate and why, for the valley 0.1x² + 2y²
PRESETS = {
    "right": (3.0, "Each gradient is divided by the size of those so far: flat and steep are walked alike."),
    "too small": (0.05, "The sums of squares only grow, so the rates only shrink: it stops on the way."),
    "too large": (20.0, "The first step is η long, however gentle the slope: out of the picture, and back."),
}
#: Lee, "How surprise it is": gradients whose last one is unlike those before
SURPRISES = ((0.001, 0.001, 0.003, 0.002, 0.1), (10.8, 20.9, 31.7, 12.1, 0.1))


@dataclass(frozen=True, kw_only=True)
class AdagradSettings(PlaneSettings):
    """What makes an AdaGrad experiment: all that is needed to make it again.

    ``presets`` are triples (name, rate, why), ``surprises`` the gradients of the table. Nothing here is random; every
    experiment's record has a seed.
    """

    rates: tuple[float, ...]
    rate: float
    presets: Presets = ()
    surprises: tuple[tuple[float, ...], ...] = SURPRISES


def adagrad_experiment(
    loss: Loss | None = None,
    *,
    start: ArrayLike = (-5.0, 2.0),
    steps: int = 40,
    rates: Sequence[float] = RATES,
    presets: Mapping[str, tuple[float, str]] | None = None,
    surprises: Sequence[Sequence[float]] = SURPRISES,
    window: Window | None = None,
) -> Experiment:
    """Show AdaGrad beside plain descent, the rates that it gives to each parameter, and the table of surprises.

    Args:
        loss: a loss of two parameters; by default the valley 0.1x² + 2y².
        start: where both start, two numbers.
        steps: how many updates both may make.
        rates: the grid of the slider over the learning rate η.
        presets: a name for each noteworthy rate, with the rate and a sentence that says why it is good or bad.
        surprises: rows of gradients for the table; by default those of Lee's lecture ("How surprise it is").
        window: what the picture shows; a named surface has its own.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> experiment = adagrad_experiment(steps=30).move(rate=1, step=1)
    >>> print(experiment.caption)  # the first step is η along each parameter
    η = 1, step 1 of 30: AdaGrad at (x, y) = (−4, 1), loss 3.6; plain descent at (x, y) = (−4.6, −1.2), loss 5. The
    loss is lowest with AdaGrad.
    """
    valley = surface("valley") if loss is None else loss
    grid, shown, chosen = rates_and_presets(rates, None, PRESETS if presets is None else presets)
    settings = AdagradSettings(
        **plane_settings(valley, start, steps, window),
        rates=grid,
        rate=shown,
        presets=chosen,
        surprises=tuple(tuple(map(float, row)) for row in surprises),
    )
    return Experiment(settings, adagrad_scene(settings))


def adagrad_scene(settings: AdagradSettings) -> Scene:
    """Run both methods at every rate, and turn them into a picture."""
    loss = Loss(settings.loss, settings.parameters)
    rates = settings.rates
    tuned = tuned_rate(loss, GradientDescent(), settings.start, settings.steps)
    own = sweep(loss, AdaGrad(), settings.start, settings.steps, rate=rates)
    plain = sweep(loss, GradientDescent(), settings.start, settings.steps, rate=[tuned])
    runners = (
        Runner("AdaGrad", Ways.of(own, (len(rates),))),
        Runner("plain descent", Ways.of(plain, (1,))),
    )
    dials = (Dial("rate", "learning rate η", rates), steps_dial(settings.steps))
    paths, losses = race_panels(settings, loss, runners, dials)
    where = f"the same start, plain descent at its best rate {readable(tuned)}"
    return Scene(
        name="AdaGrad's own rate for each parameter",
        panels=(paths, _own_rates(loss, own, runners[0].ways), losses, surprise_table(settings.surprises)),
        dials=dials,
        start=(dials[0].nearest(settings.rate), settings.steps),
        caption=race_caption(f"η = {{0}}, step {{1}} of {settings.steps}", loss, runners, dials),
        play=1,
        pace=150,
        presets=tuple(Preset(name, (dials[0].nearest(rate), -1), why) for name, rate, why in settings.presets),
        note=fixed_words(settings.steps, settings.seed, where),
    )


def _own_rates(loss: Loss, runs: Sweep, ways: Ways) -> Plot:
    """The rate η/√G of each parameter, which the update of step t used; the last one stays to the end."""
    rates = np.array([_rates_of(runs, row) for row in range(len(runs))])
    entries = [Runner(f"rate of {letter(symbol)}", ways) for symbol in loss.parameters]
    heights = [rates[..., k] for k in range(2)]
    first = float(np.nanmedian(rates[:, 0]))
    scale = Heights.of("own rate", rates.ravel(), first)
    return curves_panel("Own rate of each parameter", scale, entries, heights)


def _rates_of(runs: Sweep, row: int) -> np.ndarray:
    """The rates of one run, shape (T + 1, 2)."""
    run, steps = runs[row], runs.losses.shape[-1]
    if not len(run):
        return np.full((steps, 2), np.nan)
    own = trace(runs.optimizers[row], run.gradients[:-1])["parameter_rate"]
    return own[np.minimum(np.arange(steps), len(own) - 1)]


def surprise_table(rows: Sequence[Sequence[float]]) -> Table:
    """Return the table of Lee's "How surprise it is", computed: each gradient and the step it makes, over η.

    >>> surprise_table(SURPRISES).summary_at((0,))[:88]
    'Table: gradient g, 0.001, 0.001, 0.003, 0.002, 0.1; step in η, 1, 0.707, 0.905, 0.516, 0'
    """
    longest = max(map(len, rows))
    header = ("", *(f"t = {t}" for t in range(longest)))
    lines = []
    for gradients in rows:
        steps = np.abs(trace(AdaGrad(rate=1.0, epsilon=0.0), gradients)["update"])
        lines += [_line("gradient g", gradients, longest), _line("step in η", steps, longest)]
    return Table("How surprising a gradient is: g over the root of all g² so far", header, tuple(lines), total=False)


def _line(name: str, values: Sequence[float] | np.ndarray, longest: int) -> tuple[Words, ...]:
    texts = [readable(float(value)) for value in values]
    return tuple(map(Words, [name, *texts, *[""] * (longest - len(texts))]))
