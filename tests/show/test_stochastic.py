"""Batch, mini-batch and stochastic descent against updates written out in NumPy."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError


def mark(experiment, panel, role):
    return next(m for m in experiment.scene.panels[panel].marks if m.role == role)


def written_out(data, order, rate, start):
    """One update for each list of examples: the mean gradient of ½(b + wx − y)²."""
    b, w = start
    x, y = data.features[:, 0], data.targets
    yield b, w
    for batch in order:
        rest = b + w * x[batch] - y[batch]
        b, w = b - rate * rest.mean(), w - rate * (rest * x[batch]).mean()
        yield b, w


def test_twenty_examples_are_twenty_updates_or_one():
    experiment = gd.stochastic_experiment(seed=3)
    updates = {}
    for size in (1, 5, 20):
        caption = experiment.move(batch=size, examples=20).caption
        updates[size] = int(caption.split("updates made: ")[1].split()[0])
    assert updates == {1: 20, 5: 4, 20: 1}


@pytest.mark.parametrize("size", [1, 5, 8, 20])
def test_the_path_is_that_of_the_updates_written_out(size):
    data = gd.dataset("line", seed=2)
    experiment = gd.stochastic_experiment(data, [size], epochs=2, rate=0.1, start=(0, -1), seed=5)
    order = gd.batches(20, size, seed=5)
    chosen = [next(order) for _ in range(2 * gd.updates_per_epoch(20, size))]
    wanted = np.array(list(written_out(data, chosen, 0.1, (0.0, -1.0))))
    place = experiment.scene.dials[0].nearest(0.1)
    path = mark(experiment, 0, "path").points((place, 0, 40))
    seen = np.cumsum([0, *map(len, chosen)])
    np.testing.assert_allclose(path[seen], wanted, rtol=1e-10)
    assert len(np.unique(path[:, 0])) == len(wanted)  # between updates the point stays


def test_the_batchs_level_lines_are_those_of_its_own_function():
    data = gd.dataset("line", seed=1)
    experiment = gd.stochastic_experiment(data, [1, 20], epochs=1, seed=1)
    example = next(gd.batches(20, 1, seed=1))[0]
    points = mark(experiment, 0, "model").points((0, 0, 1))
    b, w = points[~np.isnan(points[:, 0])].T
    heights = (b + w * data.features[example, 0] - data.targets[example]) ** 2 / 2
    levels = np.unique(heights.round(1))
    assert len(levels) <= 4  # two levels, each to the width of the grid
    assert f"looked at example {example + 1}." in experiment.move(batch=1, examples=1).caption
    order = gd.batches(20, 1, seed=1)
    for seen in range(1, 9):
        assert f"looked at example {next(order)[0] + 1}." in experiment.move(batch=1, examples=seen).caption
    assert "looked at the whole data." in experiment.move(batch=20, examples=20).caption


def test_the_losses_are_those_of_all_examples():
    data = gd.dataset("line", seed=0)
    experiment = gd.stochastic_experiment(data)
    for position in [(0, 0, 7), (3, 1, 60), (5, 2, 33)]:
        (b, w), (_, height) = (mark(experiment, panel, "here").points(position)[0] for panel in (0, 1))
        assert 10**height == pytest.approx(((b + w * data.features[:, 0] - data.targets) ** 2).mean() / 2, rel=1e-9)


def test_the_same_seed_gives_the_same_noise_and_another_another():
    one, same, other = (gd.stochastic_experiment(seed=seed) for seed in (4, 4, 5))
    assert one.view.data == same.view.data != other.view.data
    assert "seed 4" in one.scene.note


@pytest.mark.parametrize(
    ("arguments", "keywords", "says"),
    [
        ((gd.dataset("two_clouds"),), {}, "one feature"),
        ((3,), {}, "data is 3"),
        ((None, [1, 1]), {}, "different sizes"),
        ((None, [30]), {}, "batch_size is 30"),
        ((None, 5), {}, "batch_sizes is 5"),
        ((), {"rate": 0}, "rate is 0"),
        ((), {"epochs": 0}, "epochs is 0"),
        ((), {"seed": -1}, "seed is -1"),
    ],
)
def test_bad_arguments_are_named(arguments, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.stochastic_experiment(*arguments, **keywords)
