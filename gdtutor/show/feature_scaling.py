"""Feature scaling: the same loss before and after (x − m)/σ, and the same descent on both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdtutor.descent.arguments import count, start_point
from gdtutor.descent.data_loss import SquaredError, condition_number
from gdtutor.descent.dataset import Dataset, dataset
from gdtutor.descent.descend import descend
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, log_axis, logarithms
from gdtutor.show.contours import level_lines
from gdtutor.show.experiment import Experiment
from gdtutor.show.numbers import readable
from gdtutor.show.points import moving, pairs, still
from gdtutor.show.scene import Dial, Mark, Numbers, Plot, Preset, Scene, Words

SHARES = tuple(round(0.05 * k, 2) for k in range(1, 22))  # of the largest safe rate
_LEVELS = np.array([0.02, 0.08, 0.2, 0.4, 0.7, 1.1, 1.6, 2.4])  # of the loss at the start, above the least


@dataclass(frozen=True)
class FeatureScalingSettings:
    """What makes a feature-scaling experiment: the examples, and where both descents start. Nothing here is random."""

    features: tuple[tuple[float, float], ...]
    targets: tuple[float, ...]
    names: tuple[str, str]
    start: tuple[float, float]
    steps: int
    share: float
    seed: int


def feature_scaling_experiment(
    data: Dataset | None = None,
    *,
    start: Sequence[float] | None = None,
    steps: int = 40,
    share: float = 0.9,
    seed: int = 0,
) -> Experiment:
    """Show the level lines of a squared error before and after its features are scaled, and a descent on each.

    Both descents begin at the same model and make as many updates, each with the same share of its own largest safe
    rate 2/λ, with λ the largest eigenvalue of the Hessian.

    Args:
        data: examples with two features; by default 100 whose second feature has five times the scale of the first.
        start: the weights (w₁, w₂), before scaling, at which both begin; by default well off the best.
        steps: how many updates each makes.
        share: the share of the largest safe rate at first.
        seed: of the default data.

    Raises:
        ArgumentError: when an argument is not usable.

    Source: Lee, "Feature Scaling": y = b + w₁x₁ + w₂x₂, x ← (x − m)/σ.

    >>> experiment = feature_scaling_experiment()
    >>> experiment.scene.panels[1].title
    'After (x − m)/σ: condition number 1.32'
    """
    chosen = _unequal(seed) if data is None else data
    if not isinstance(chosen, Dataset) or chosen.features.shape[1] != 2:
        raise ArgumentError(f"data is {data!r}: a Dataset with two features is wanted")
    chosen.scaled()  # refuses a feature that does not vary
    best, deviations = _best(chosen), chosen.features.std(axis=0)
    begin = best + np.array([-2.5, 1.0]) / deviations if start is None else np.array(start_point(start, ("w_1", "w_2")))
    settings = FeatureScalingSettings(
        features=tuple((float(p), float(q)) for p, q in chosen.features),
        targets=tuple(chosen.targets.tolist()),
        names=(chosen.names[0], chosen.names[1]),
        start=(float(begin[0]), float(begin[1])),
        steps=count("steps", steps),
        share=SHARES[Dial("share", "", SHARES).nearest(float(share))],
        seed=int(seed),
    )
    return Experiment(settings, feature_scaling_scene(settings))


def _unequal(seed: int) -> Dataset:
    """A hundred examples; a second scale of five, for at a hundred the level lines could not be told from straight."""
    data = dataset("unequal_scales", seed=seed)
    return Dataset(data.features * [1.0, 0.05], data.targets, data.names)


def _best(data: Dataset) -> np.ndarray:
    """The weights of the least squared error."""
    x, y = data.features - data.features.mean(axis=0), data.targets - data.targets.mean()
    return np.linalg.lstsq(x, y, rcond=None)[0]


class _Side:
    """The loss before or after scaling, with b at its best for every (w₁, w₂), which centres the features."""

    def __init__(self, settings: FeatureScalingSettings, scaled: bool) -> None:
        x, y = np.array(settings.features), np.array(settings.targets)
        self.units = x.std(axis=0) if scaled else np.ones(2)  # what a weight is multiplied by
        self.data = Dataset((x - x.mean(axis=0)) / self.units, y - y.mean(), settings.names)
        self.loss = SquaredError(self.data, intercept=False)
        self.start = np.array(settings.start) * self.units
        self.best = _best(self.data)
        hessian = self.loss.hessian(self.best)
        values = np.linalg.eigvalsh(hessian)
        self.condition, self.safe = condition_number(self.loss), 2 / values[-1]
        runs = [descend(self.loss, GradientDescent(share * self.safe), self.start, settings.steps) for share in SHARES]
        ways = [np.pad(run.points, ((0, settings.steps + 1 - len(run.points)), (0, 0)), mode="edge") for run in runs]
        self.points = np.array(ways)  # (shares, steps + 1, 2)
        self.losses = self.loss(self.points)
        away = self.points - self.best
        self.above = np.einsum("...i,ij,...j", away, hessian, away) / 2  # the loss above its least value

    def heights(self, points: np.ndarray) -> np.ndarray:
        return self.loss(points.reshape(-1, 2)).reshape(points.shape[:-1])


def feature_scaling_scene(settings: FeatureScalingSettings) -> Scene:
    """Run the descent on both losses with every share of the largest safe rate."""
    before, after = (_Side(settings, scaled) for scaled in (False, True))
    share_dial = Dial("share", "share of the safe rate", SHARES)
    step_dial = Dial("step", "step", tuple(map(float, range(settings.steps + 1))), whole=True)
    panels = (
        _map_panel(before, "path", "Before scaling"),
        _map_panel(after, "second_path", "After (x − m)/σ"),
        _trace_panel(before, after),
    )
    return Scene(
        name="feature scaling",
        panels=panels,
        dials=(share_dial, step_dial),
        start=(share_dial.nearest(settings.share), settings.steps),
        caption=_caption(settings, before, after),
        play=1,
        presets=_presets(settings, before, after),
        note=f"The same start, {len(settings.targets)} examples and {settings.steps} updates; each rate is the same "
        f"share "
        "of its loss's largest safe rate 2/λ. b is at its best for every (w₁, w₂). A descent needs about as many steps "
        f"as the condition number says. Seed {settings.seed}.",
    )


def _presets(settings: FeatureScalingSettings, before: _Side, after: _Side) -> tuple[Preset, ...]:
    """Half of the safe rate, nearly all of it, and more than it."""
    half, most, last = (Dial("share", "", SHARES).nearest(share) for share in (0.5, 0.9, 1.05))
    left = [
        [readable(100 * side.above[k, -1] / side.above[k, 0]) for side in (before, after)] for k in (half, most, last)
    ]
    text = (
        f"after {settings.steps} steps {{}} % of what is above the least loss is left before scaling, {{}} % after it"
    )
    return (
        Preset("half of it", (half, -1), f"Good for the scaled features: {text.format(*left[0])}."),
        Preset(
            "nearly all", (most, -1), f"Before scaling the path zigzags across the valley: {text.format(*left[1])}."
        ),
        Preset(
            "too much",
            (last, -1),
            f"Bad: in the steepest direction every step is larger than the last, scaled or not: "
            f"{text.format(*left[2])}.",
        ),
    )


def _map_panel(side: _Side, role: str, title: str) -> Plot:
    reach = 1.25 * np.abs(side.start - side.best).max()
    across, up = ((float(middle - reach), float(middle + reach)) for middle in side.best)
    levels = side.loss(side.best) + side.above[0, 0] * _LEVELS
    marks = (
        Mark("contour", "loss", still(level_lines(side.heights, across, up, levels.tolist()), 2)),
        Mark(role, "path", side.points[:, None], upto=1),
        Mark("start", "start", still(side.start[None], 2)),
        Mark("here", "now", side.points[..., None, :]),
    )
    words = Words(
        f"{title}: level lines of the loss, whose longest axis is {readable(np.sqrt(side.condition))} times its "
        f"shortest, "
        "with the path of the descent to ({0}, {1}).",
        tuple(map(Numbers, np.moveaxis(side.points, -1, 0))),
    )
    whole = f"{title}: condition number {readable(side.condition)}"
    return Plot(whole, axis("w₁", *across), axis("w₂", *up), marks, words, equal=True)


def _trace_panel(before: _Side, after: _Side) -> Plot:
    steps = np.broadcast_to(np.arange(before.losses.shape[1], dtype=float), before.losses.shape)
    logs = [logarithms(side.above / before.above[0, 0]) for side in (before, after)]
    marks = (
        Mark("path", "before scaling", pairs(steps, logs[0])[:, None], upto=1),
        Mark("second_path", "after scaling", pairs(steps, logs[1])[:, None], upto=1),
        Mark("second_here", "", moving(steps, logs[1])),
        Mark("here", "", moving(steps, logs[0])),
    )
    words = Words(
        "What is left of the loss above its least value, against the step: {0} before scaling, {1} after it.",
        tuple(Numbers(side.above / before.above[0, 0]) for side in (before, after)),
    )
    across = axis("step", -0.03 * steps[0, -1], 1.03 * steps[0, -1])
    return Plot("Part of the loss that is left", across, log_axis("", 1e-8, 10.0), marks, words)


def _caption(settings: FeatureScalingSettings, before: _Side, after: _Side) -> Words:
    shares, steps = Numbers(np.array(SHARES)[:, None]), Numbers(np.arange(settings.steps + 1.0)[None])
    places = [Numbers(values) for side in (before, after) for values in (*np.moveaxis(side.points, -1, 0), side.losses)]
    rates = [Numbers(side.safe * np.array(SHARES)[:, None]) for side in (before, after)]
    text = (
        f"Step {{0}} of {settings.steps} with {{1}} of the safe rate. Before scaling, rate {{2}}: w₁ = {{4}}, w₂ = "
        f"{{5}}, loss "
        "{6}. After scaling, rate {3}: w₁ = {7}, w₂ = {8}, loss {9}."
    )
    return Words(text, (steps, shares, *rates, *places))
