"""Batch, mini-batch and stochastic descent on one data set: updates an epoch, noise, another function every update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from gdtutor.descent.arguments import count, listed, positive, seeded, start_point
from gdtutor.descent.batches import batches, updates_per_epoch
from gdtutor.descent.data_loss import SquaredError
from gdtutor.descent.dataset import Dataset, dataset
from gdtutor.descent.descend import descend
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, log_axis, logarithms
from gdtutor.show.contours import level_lines, spread_levels
from gdtutor.show.experiment import Experiment
from gdtutor.show.numbers import readable
from gdtutor.show.points import moving, padded, pairs, still
from gdtutor.show.scene import Choice, Dial, Mark, Numbers, Plot, Preset, Scene, Words

RATES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
_CELLS = 30  # of the grid for the level lines of a batch
_ROLES = ("path", "second_path", "third_path", "curve")


@dataclass(frozen=True)
class StochasticSettings:
    """What makes a stochastic-descent experiment: the examples, the batches, and the seed of their order."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    batch_sizes: tuple[int, ...]
    epochs: int
    rates: tuple[float, ...]
    rate: float
    start: tuple[float, float]
    seed: int


def stochastic_experiment(
    data: Dataset | None = None,
    batch_sizes: Sequence[int] | None = None,
    *,
    start: Sequence[float] = (-1.0, 0.0),
    epochs: int = 3,
    rates: Sequence[float] = RATES,
    rate: float = 0.1,
    seed: int = 0,
) -> Experiment:
    """Show descents that look at all examples, at a few and at one before each update, beside each other.

    Args:
        data: examples with one feature; by default 20 about a line, drawn with the seed.
        batch_sizes: up to four batch sizes B; by default 1, 5 and all. The first is shown at first.
        start: the intercept b and the slope w at which every run starts.
        epochs: how often each run may look at every example.
        rates: the learning rates of the slider, the same for every batch size.
        rate: the rate at first.
        seed: of the examples' order, the same for every run, and of the default data.

    Raises:
        ArgumentError: when an argument is not usable.

    Source: Lee, "Stochastic Gradient Descent": update for each example; with 20 examples, 20 updates in place of one.

    >>> experiment = stochastic_experiment()
    >>> experiment.move(examples=20, batch=20).caption.split(". ")[0]
    'η = 0.1, B = 20: all 20 examples an update, 20 examples seen (epoch 1), updates made: 1 (1 an epoch)'
    """
    seed = seeded(seed)
    chosen = dataset("line", seed=seed) if data is None else data
    if not isinstance(chosen, Dataset) or chosen.features.shape[1] != 1:
        raise ArgumentError(f"data is {data!r}: a Dataset with one feature is wanted")
    given = (1, min(5, len(chosen)), len(chosen)) if batch_sizes is None else batch_sizes
    sizes = [count("batch_sizes", size) for size in listed("batch_sizes", given, "a sequence of batch sizes")]
    for size in sizes:
        updates_per_epoch(len(chosen), size)  # refuses a batch larger than the data
    if not 1 <= len(set(sizes)) == len(sizes) <= len(_ROLES):
        raise ArgumentError(f"batch_sizes is {batch_sizes!r}: one to {len(_ROLES)} different sizes are wanted")
    first = positive("rate", rate)
    grid = {first, *(positive("rates", each) for each in listed("rates", rates, "a sequence of rates"))}
    b, w = start_point(start, ("b", "w"))
    settings = StochasticSettings(
        x=tuple(chosen.features[:, 0].tolist()),
        y=tuple(chosen.targets.tolist()),
        batch_sizes=tuple(sizes),
        epochs=count("epochs", epochs),
        rates=tuple(sorted(grid)),
        rate=first,
        start=(b, w),
        seed=seed,
    )
    return Experiment(settings, stochastic_scene(settings))


class _Story:
    """The numbers of the experiment over rates, batch sizes and examples seen (0 to epochs·N)."""

    def __init__(self, settings: StochasticSettings) -> None:
        self.settings = settings
        self.loss = SquaredError(Dataset(np.array(settings.x)[:, None], np.array(settings.y), ["x"]))
        self.examples = len(settings.y)
        self.seen = np.arange(settings.epochs * self.examples + 1)
        orders = [self._batches(size) for size in settings.batch_sizes]
        #: for each batch size, how many updates are made when so many examples were seen
        self.updates = np.array([np.searchsorted(np.cumsum([len(b) for b in o]), self.seen, "right") for o in orders])
        #: for each batch size and number of examples seen, the examples of the last update (at first: of the first)
        self.batches = [[order[max(0, n - 1)] for n in row] for order, row in zip(orders, self.updates, strict=True)]
        self.points = np.array([[self._way(rate, k) for k in range(len(orders))] for rate in settings.rates])
        self.losses = self.loss(self.points)

    def _batches(self, size: int) -> list[np.ndarray]:
        total = self.settings.epochs * updates_per_epoch(self.examples, size)
        return list(islice(batches(self.examples, size, self.settings.seed), total))

    def _way(self, rate: float, k: int) -> np.ndarray:
        """The points of one run at each number of examples seen, shape (examples seen, 2)."""
        settings, steps = self.settings, int(self.updates[k, -1])
        size, start = settings.batch_sizes[k], list(settings.start)
        run = descend(self.loss, GradientDescent(rate), start, steps, batch_size=size, seed=settings.seed)
        return run.points[np.minimum(self.updates[k], len(run))]

    @property
    def window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """A square about the best point in which the start is seen."""
        settings = self.settings
        columns = np.stack([np.ones(self.examples), settings.x], axis=1)
        best = np.linalg.lstsq(columns, np.array(settings.y), rcond=None)[0]
        reach = 1.35 * max(np.abs(best - settings.start).max(), 0.5)
        (b, w) = best.tolist()
        return (b - reach, b + reach), (w - reach, w + reach)


def stochastic_scene(settings: StochasticSettings) -> Scene:
    """Run every batch size with every rate."""
    story = _Story(settings)
    rate_dial = Dial("rate", "learning rate η", settings.rates)
    size_dial = Dial("batch", "batch size B", tuple(map(float, settings.batch_sizes)), whole=True)
    seen_dial = Dial("examples", "examples seen", tuple(map(float, story.seen)), whole=True)
    return Scene(
        name="batch, mini-batch and stochastic descent",
        panels=(_map_panel(story), _trace_panel(story)),
        dials=(rate_dial, size_dial, seen_dial),
        start=(rate_dial.nearest(settings.rate), 0, min(story.examples, len(story.seen) - 1)),
        caption=_caption(story),
        play=2,
        pace=250,
        presets=_presets(story, rate_dial),
        note=f"Every run: start b = {readable(settings.start[0])}, w = {readable(settings.start[1])}, "
        f"{settings.epochs} "
        f"epochs of {story.examples} examples, the same order of the examples, seed {settings.seed}. The loss is "
        f"the mean "
        "of ½(b + w·x − y)².",
    )


def _presets(story: _Story, rates: Dial) -> tuple[Preset, ...]:
    """One epoch with the smallest and the largest batch, and the largest rate with the smallest batch."""
    settings, n = story.settings, story.examples
    small, large = int(np.argmin(settings.batch_sizes)), int(np.argmax(settings.batch_sizes))
    r, last = rates.nearest(settings.rate), len(story.seen) - 1
    whys = []
    for k in (small, large):
        updates = "1 update" if story.updates[k, n] == 1 else f"{story.updates[k, n]} updates"
        whys.append(f"after one epoch it made {updates} and is at loss {readable(story.losses[r, k, n])}")
    top, tail = len(settings.rates) - 1, story.losses[-1, small, n:]
    noisy = f"after the first epoch the loss lies between {readable(tail.min())} and {readable(tail.max())}"
    strong = f"with the rate {readable(settings.rates[top])} every update is drawn to another function"
    return (
        Preset("small batches", (r, small, n), f"Good: {whys[0]}."),
        Preset("large batches", (r, large, n), f"Slow: {whys[1]}, on a path without noise."),
        Preset("too noisy", (top, small, last), f"Bad: {strong}: {noisy}."),
    )


def _map_panel(story: _Story) -> Plot:
    across, up = story.window
    heights = story.loss(pairs(*np.meshgrid(np.linspace(*across, 60), np.linspace(*up, 60))).reshape(-1, 2))
    lines = level_lines(
        lambda p: story.loss(p.reshape(-1, 2)).reshape(p.shape[:-1]), across, up, spread_levels(heights, 9)
    )
    marks = (
        Mark("contour", "loss of all examples", still(lines, 3)),
        Mark("model", "loss of this update's batch", _batch_lines(story)),
        Mark("path", "path", story.points[..., None, :, :], upto=2),
        Mark("start", "start", still(np.array([story.settings.start]), 3)),
        Mark("here", "now", story.points[..., None, :]),
    )
    words = Words(
        "Level lines of the loss over intercept b and slope w, with the path of the descent to ({0}, {1}), and the "
        "level lines of the loss of the examples that the last update looked at.",
        (Numbers(story.points[..., 0]), Numbers(story.points[..., 1])),
    )
    return Plot("Loss over b and w", axis("b", *across), axis("w", *up), marks, words, equal=True)


def _batch_lines(story: _Story) -> np.ndarray:
    """Level lines of each batch's own loss, the lowest near its bottom: shape (1, sizes, examples seen, n, 2)."""
    x, y, (across, up) = np.array(story.settings.x), np.array(story.settings.y), story.window
    known: dict[bytes, np.ndarray] = {}

    def lines(batch: np.ndarray) -> np.ndarray:
        batch = np.sort(batch)
        if batch.tobytes() not in known:
            loss = SquaredError(Dataset(x[batch, None], y[batch], ["x"]))
            whole = lambda p: loss(p.reshape(-1, 2)).reshape(p.shape[:-1])  # noqa: E731
            grid = whole(pairs(*np.meshgrid(np.linspace(*across, _CELLS), np.linspace(*up, _CELLS))))
            levels = grid.min() + np.array([0.03, 0.15]) * np.ptp(grid)
            known[batch.tobytes()] = level_lines(whole, across, up, levels.tolist(), _CELLS)
        return known[batch.tobytes()]

    flat = padded([lines(batch) for row in story.batches for batch in row])
    return flat.reshape(1, len(story.batches), len(story.seen), *flat.shape[1:])


def _trace_panel(story: _Story) -> Plot:
    logs = logarithms(story.losses)
    places = np.broadcast_to(story.seen.astype(float), logs.shape)
    marks = [
        Mark(role, f"B = {size}", pairs(places, logs)[:, k, None, None], upto=2)
        for k, (role, size) in enumerate(zip(_ROLES, story.settings.batch_sizes, strict=False))
    ]
    marks.append(Mark("here", "now", moving(places, logs)))
    low, high = story.losses.min(), min(story.losses.max(), 10 * story.losses[..., 0].max())
    words = Words(
        "Loss of all examples against the number of examples seen, a line for each batch size: {0} after {1} examples.",
        (Numbers(story.losses), Numbers(places[:1, :1])),
    )
    across = axis("examples seen", -0.02 * story.seen[-1], 1.02 * story.seen[-1])
    return Plot("Loss of all examples", across, log_axis("loss", low, max(high, 10 * low)), tuple(marks), words)


def _caption(story: _Story) -> Words:
    settings, n = story.settings, story.examples
    heads = [
        "one example" if B == 1 else f"all {n} examples" if n == B else f"{B} examples" for B in settings.batch_sizes
    ]
    sizes = np.array([[[head] for head in heads]], dtype=object)
    epochs = np.maximum(1, -(-story.seen // n))[None, None].astype(float)
    shown = [[", ".join(str(i + 1) for i in sorted(batch)) for batch in row] for row in story.batches]
    which = np.array([[0 if len(b) == n else 1 for b in row] for row in story.batches])[None]
    kinds = (Words("the whole data"), Words("example {0}", (np.array(shown, dtype=object)[None],)))
    first = Choice(
        (story.updates == 0).astype(int)[None],
        (Words("The last update looked at"), Words("The first one will look at")),
    )
    text = (
        "η = {10}, B = {11}: {0} an update, {1} examples seen (epoch {2}), updates made: {3} ({4} an epoch). "
        "Now b = {5}, w = {6}, loss {7}. {8} {9}."
    )
    epoch = np.array([[[updates_per_epoch(n, size)] for size in settings.batch_sizes]], dtype=float)
    numbers = (
        story.seen[None, None],
        epochs,
        story.updates[None],
        epoch,
        *np.moveaxis(story.points, -1, 0),
        story.losses,
    )
    shape = (-1, 1, 1), (1, -1, 1)
    dials = (np.array(each).reshape(s) for each, s in zip((settings.rates, settings.batch_sizes), shape, strict=True))
    slots = (Numbers(np.asarray(each, dtype=float)) for each in numbers)
    return Words(text, (sizes, *slots, first, Choice(which, kinds), *map(Numbers, dials)))
