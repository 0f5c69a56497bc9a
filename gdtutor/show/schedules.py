"""The schedule experiment: the rate over the steps, and what it does to a descent whose gradients are noisy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import not_negative, positive, seeded
from gdtutor.descent.batches import gradients
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.descent.schedule import (
    ConstantRate,
    ExponentialDecay,
    InverseSquareRoot,
    PiecewiseConstant,
    Schedule,
    TimeBasedDecay,
)
from gdtutor.descent.surfaces import surface
from gdtutor.show.axes import axis
from gdtutor.show.contour import trace_panel
from gdtutor.show.contours import Window
from gdtutor.show.experiment import Experiment
from gdtutor.show.plane import (
    PlaneSettings,
    fixed_words,
    own_slots,
    place_words,
    plane_plot,
    plane_settings,
    steps_dial,
)
from gdtutor.show.race import start_at
from gdtutor.show.runs import Runs, runs_from
from gdtutor.show.scene import Dial, Mark, Numbers, Plot, Preset, Scene, Words
from gdtutor.show.ways import Ways, steps_axis

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.48, 0.52, 0.6, 0.8, 1.0)
#: schedule, first rate and why, for the valley 0.1x² + 2y² with a little noise
PRESETS = {
    "never settles": ("constant", 0.45, "At a constant rate the noise keeps it jumping about the minimum."),
    "settles": (
        "piecewise",
        0.6,
        "Longer steps at first than a constant rate survives, then short ones: the noise dies down.",
    ),
    "freezes": ("exponential", 0.05, "The rates add up to a finite sum, here too little to get there."),
    "too large": ("constant", 0.52, "Beyond 0.5 a constant rate leaves the valley; under any decay it comes back."),
}
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (ConstantRate, PiecewiseConstant, ExponentialDecay, TimeBasedDecay, InverseSquareRoot)
}
#: what the picture calls it, the class's name, and its settings after the first rate
ScheduleRecord = tuple[str, str, tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class ScheduleSettings(PlaneSettings):
    """What makes a schedule experiment: all that is needed to make it again.

    ``schedules`` are triples (name, class, its settings for the first rate 1); ``presets`` are quadruples (name,
    schedule, first rate, why). ``seed`` is that of the noise.
    """

    schedules: tuple[ScheduleRecord, ...]
    rates: tuple[float, ...]
    schedule: str
    rate: float
    presets: tuple[tuple[str, str, float, str], ...] = ()
    noise: float = 0.0


def five_schedules(steps: int) -> dict[str, Schedule]:
    """Return the lectures' schedules with the first rate 1, decaying over so many steps.

    >>> list(five_schedules(60))
    ['constant', 'piecewise', 'exponential', 'time-based', '1/√(t + 1)']
    """
    third = max(1, steps // 3)
    return {
        "constant": ConstantRate(1.0),
        "piecewise": PiecewiseConstant([1.0, 0.25, 0.0625], [third, 2 * third]),
        "exponential": ExponentialDecay(1.0, decay=round(5 / steps, 3)),
        "time-based": TimeBasedDecay(1.0, decay=round(15 / steps, 3)),
        "1/√(t + 1)": InverseSquareRoot(1.0),
    }


def schedule_experiment(
    loss: Loss | None = None,
    *,
    start: ArrayLike = (-5.0, 2.0),
    steps: int = 60,
    rates: Sequence[float] = RATES,
    schedules: Mapping[str, Schedule] | None = None,
    presets: Mapping[str, tuple[str, float, str]] | None = None,
    noise: float = 0.6,
    seed: int = 1,
    window: Window | None = None,
) -> Experiment:
    """Show learning rate schedules: the rate over t, and what it does to a descent with noisy gradients.

    Args:
        loss: a loss of two parameters; by default the valley 0.1x² + 2y².
        start: where every run starts, two numbers.
        steps: how many updates every run may make.
        rates: the grid of the slider over the first rate; every schedule is scaled to begin with it.
        schedules: a name for each schedule; by default the lectures' five.
        presets: a name for each noteworthy pair, with schedule, first rate and a sentence that says why.
        noise: the standard deviation of the tilt that is added to the loss at each update; the same in every run.
        seed: of the noise.
        window: what the picture shows; a named surface has its own.

    Raises:
        ArgumentError: when an argument is not usable.

    >>> experiment = schedule_experiment(steps=30, noise=0).move(schedule=0, rate=0.1, step=1)
    >>> experiment.caption
    'constant, first rate 0.1, step 1 of 30: rate 0.1; (x, y) = (−4.9, 1.2), loss 5.28.'
    """
    valley = surface("valley") if loss is None else loss
    common = plane_settings(valley, start, steps, window)
    records = tuple(_record(name, each) for name, each in (schedules or five_schedules(common["steps"])).items())
    names = [name for name, _, _ in records]
    given = PRESETS if presets is None else presets
    chosen = tuple((name, which, positive("rate", rate), why) for name, (which, rate, why) in given.items())
    chosen = tuple(each for each in chosen if each[1] in names)
    shown = chosen[0] if chosen else ("", names[0], float(rates[0]), "")
    settings = ScheduleSettings(
        **common,
        schedules=records,
        rates=tuple(sorted({*map(float, rates), *(rate for _, _, rate, _ in chosen)})),
        schedule=shown[1],
        rate=shown[2],
        presets=chosen,
        noise=not_negative("noise", noise),
        seed=seeded(seed),
    )
    return Experiment(settings, schedule_scene(settings))


def _record(name: str, schedule: Schedule) -> ScheduleRecord:
    """A schedule, scaled to the first rate 1."""
    if isinstance(schedule, PiecewiseConstant):
        shares = tuple(rate / schedule.rates[0] for rate in schedule.rates)
        return name, "PiecewiseConstant", (shares, tuple(schedule.boundaries))
    return name, type(schedule).__name__, (getattr(schedule, "decay", None),)


def _begun_at(record: ScheduleRecord, rate: float) -> Schedule:
    """The schedule of a record, scaled to that first rate."""
    _, kind, settings = record
    if kind == "PiecewiseConstant":
        shares, boundaries = settings
        return PiecewiseConstant([rate * share for share in shares], boundaries)
    (decay,) = settings
    made: Schedule = _KINDS[kind](rate) if decay is None else _KINDS[kind](rate, decay)
    return made


def schedule_scene(settings: ScheduleSettings) -> Scene:
    """Run every schedule from every first rate, and turn them into a picture."""
    loss = Loss(settings.loss, settings.parameters)
    names = tuple(name for name, _, _ in settings.schedules)
    dials = (
        Dial("schedule", "schedule", tuple(map(float, range(len(names)))), texts=names),
        Dial("rate", "first rate", settings.rates),
        steps_dial(settings.steps),
    )
    begun = [[_begun_at(record, rate) for rate in settings.rates] for record in settings.schedules]
    ways = Ways.each([_runs(settings, loss, row) for row in begun], loss)
    rates = np.array([[each(np.arange(settings.steps + 1)) for each in row] for row in begun])
    presets = tuple(
        Preset(name, (names.index(which), dials[1].nearest(rate), -1), why)
        for name, which, rate, why in settings.presets
    )
    return Scene(
        name="learning rate schedules",
        panels=(
            _path(settings, loss, ways, dials),
            _rates(ways, rates, dials),
            trace_panel(ways, loss(settings.start), "loss"),
        ),
        dials=dials,
        start=(names.index(settings.schedule), dials[1].nearest(settings.rate), settings.steps),
        caption=_caption(settings, ways, rates, dials),
        play=2,
        pace=120,
        presets=presets,
        note=fixed_words(settings.steps, settings.seed, "the same start and the same noise", settings.noise),
    )


def _runs(settings: ScheduleSettings, loss: Loss, row: Sequence[Schedule]) -> Runs:
    """The descents of one schedule from every first rate, all with the same noise."""
    optimizers = [replace(GradientDescent(), rate=each) for each in row]
    table = [each.settings for each in optimizers]
    values = {symbol: np.array([[own[symbol]] for own in table]) for symbol in table[0]}
    see = gradients(loss, None, False, settings.noise, settings.seed, shared=True)
    starts = np.tile(settings.start, (len(row), 1))
    return runs_from(starts, loss, optimizers[0], settings.steps, see, values)


def _caption(settings: ScheduleSettings, ways: Ways, rates: np.ndarray, dials: tuple[Dial, ...]) -> Words:
    place = place_words(settings.parameters, "{4}", "{5}")
    text = f"{{0}}, first rate {{1}}, step {{2}} of {settings.steps}: rate {{3}}; {place}, loss {{6}}.{{7}}"
    return Words(text, (*own_slots(dials), Numbers(rates), *ways.place(), ways.ending()))


def _path(settings: ScheduleSettings, loss: Loss, ways: Ways, dials: tuple[Dial, ...]) -> Plot:
    marks = (ways.path("path", "path"), start_at(settings.start, 3), ways.here())
    place = place_words(settings.parameters, "{3}", "{4}")
    text = f"Contours of the loss with the path of the schedule {{0}}, first rate {{1}}, after {{2}} steps at {place}."
    words = Words(text, (*own_slots(dials), *ways.place()[:2]))
    return plane_plot(loss, settings.window, marks, words, 3, settings.minima, dragged=False)


def _rates(ways: Ways, rates: np.ndarray, dials: tuple[Dial, ...]) -> Plot:
    """The whole rate over t, of which the step dial marks one place."""
    steps = np.broadcast_to(np.arange(rates.shape[-1]), rates.shape)
    marks = (
        Mark("derivative", "rate at each step", np.stack([steps, rates], axis=-1)[..., None, :, :]),
        ways.trace_here(rates),
    )
    slots = (own_slots(dials)[0], own_slots(dials)[2], Numbers(rates), Numbers(rates[..., :1]))
    words = Words("The rate of the schedule {0} against the step: {3} at first, {2} at step {1}.", slots)
    up = axis("rate", -0.04 * rates.max(), 1.08 * float(rates.max()))
    return Plot("Learning rate", steps_axis(ways.steps), up, marks, words, follows=2)
