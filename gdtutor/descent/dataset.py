"""Data to learn from: features and a target, from seeded generators of our own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import count, floats, seeded
from gdtutor.errors import ArgumentError


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """N examples with d features each, and a target for each; the arrays cannot be written to.

    Attributes:
        features: X, shape (N, d).
        targets: y, shape (N,); 0 or 1 for a classification.
        names: the d names of the features.
        about: one sentence: what the data are like.

    Raises:
        ArgumentError: if the shapes do not fit, there is no example, or a number is not finite.

    >>> Dataset([[1, 2], [3, 4], [5, 6]], [0, 1, 1], ["age", "weight"])
    Dataset(3 examples; age, weight)
    """

    features: np.ndarray
    targets: np.ndarray
    names: tuple[str, ...]
    about: str = ""

    def __init__(self, features: ArrayLike, targets: ArrayLike, names: Sequence[str] = (), about: str = "") -> None:
        x = _finite("features", features, "numbers of shape (N, d), N and d at least 1,", 2)
        y = _finite("targets", targets, f"{len(x)} numbers, one for each example,", 1)
        names = tuple(names) or tuple(f"x_{i}" for i in range(1, x.shape[1] + 1))
        if len(y) != len(x):
            raise ArgumentError(f"targets is of shape {y.shape}: {len(x)} numbers, one for each example, are wanted")
        if len(names) != x.shape[1]:
            raise ArgumentError(f"names is {names!r}: {x.shape[1]} names, one for each feature, are wanted")
        for field, value in zip(("features", "targets", "names", "about"), (x, y, names, about), strict=True):
            object.__setattr__(self, field, value)
        for array in (x, y):
            array.setflags(write=False)

    def __len__(self) -> int:
        """The number of examples, N."""
        return len(self.targets)

    def __repr__(self) -> str:
        return f"Dataset({len(self)} examples; {', '.join(self.names)})"

    def scaled(self) -> Dataset:
        """The same data with each feature x replaced by (x − m)/σ, with its mean m and standard deviation σ.

        σ is that of NumPy's ``std``, which divides by N (Lee, "Feature Scaling").

        Raises:
            ArgumentError: if a feature is the same for every example: its σ is zero.

        >>> data = dataset("unequal_scales").scaled()
        >>> data.features.mean(axis=0).round(12) + 0, data.features.std(axis=0).round(12)
        (array([0., 0.]), array([1., 1.]))
        """
        deviations = self.features.std(axis=0)
        if not deviations.all():
            same = self.names[int(np.argmin(deviations))]
            raise ArgumentError(f"features has {same} with the same value everywhere: features that vary are wanted")
        about = f"{self.about} Each feature is scaled to mean 0 and standard deviation 1.".strip()
        return Dataset((self.features - self.features.mean(axis=0)) / deviations, self.targets, self.names, about)

    def first(self, size: int) -> Dataset:
        """The first examples.

        >>> len(dataset("heart").first(20))
        20
        """
        if count("size", size) > len(self):
            raise ArgumentError(f"size is {size}: at most {len(self)}, the number of examples, is wanted")
        return Dataset(self.features[:size], self.targets[:size], self.names, self.about)


def _finite(name: str, value: ArrayLike, wanted: str, dimensions: int) -> np.ndarray:
    given = floats(value)
    if given is None or given.ndim != dimensions or not given.size or not np.isfinite(given).all():
        what = f"{value!r}" if given is None else f"an array of shape {given.shape}"
        raise ArgumentError(f"{name} is {what}: {wanted} all of them finite, are wanted")
    return np.array(given, order="C") if given.flags.writeable else given


def _line(random: np.random.Generator, size: int) -> Dataset:
    x = random.uniform(-2, 2, size)
    y = 1 + 2 * x + random.normal(0, 0.5, size)
    return Dataset(x[:, np.newaxis], y, ["x"], "Points about the line y = 1 + 2x.")


def _unequal_scales(random: np.random.Generator, size: int) -> Dataset:
    x = random.normal([0, 0], [1, 100], (size, 2))
    y = 1 + 2 * x[:, 0] + 0.02 * x[:, 1] + random.normal(0, 0.5, size)
    return Dataset(x, y, ["x_1", "x_2"], "Both features matter as much; the second has a hundred times the scale.")


def _two_clouds(random: np.random.Generator, size: int) -> Dataset:
    y = random.integers(0, 2, size).astype(float)
    x = random.normal(0, 1, (size, 2)) + np.where(y > 0, 1.0, -1.0)[:, np.newaxis]
    return Dataset(x, y, ["x_1", "x_2"], "Two overlapping clouds of points, to be told apart.")


def _heart(random: np.random.Generator, size: int) -> Dataset:
    """Invented patients with the means and spreads of people who are sent to a heart clinic."""
    scores = random.normal(0, 1, (size, 4))
    scores[:, 1] -= 0.4 * scores[:, 0]  # the older, the lower the highest heart rate
    odds = 0.3 * scores[:, 0] - 1.1 * scores[:, 1] + 0.3 * scores[:, 2] + 0.2 * scores[:, 3] - 0.2
    y = (random.uniform(0, 1, size) < 1 / (1 + np.exp(-odds))).astype(float)
    x = np.round(scores * [9, 22, 17, 50] + [54, 150, 132, 247])
    names = ["age", "max_heart_rate", "resting_blood_pressure", "cholesterol"]
    return Dataset(x, y, names, "Invented patients; the target says who has heart disease.")


_SETS: dict[str, tuple[Callable[[np.random.Generator, int], Dataset], int]] = {
    "line": (_line, 20),
    "unequal_scales": (_unequal_scales, 100),
    "two_clouds": (_two_clouds, 200),
    "heart": (_heart, 303),
}


def datasets() -> tuple[str, ...]:
    """The names of the data sets.

    >>> datasets()
    ('line', 'unequal_scales', 'two_clouds', 'heart')
    """
    return tuple(_SETS)


def dataset(name: str, size: int | None = None, seed: int = 0) -> Dataset:
    """A synthetic data set by its name: the same size and seed, the same data.

    Args:
        name: "line" and "unequal_scales" for regression, "two_clouds" and "heart" (one like the data of CS109B, with
            four features and yes or no) for classification.
        size: the number of examples; each set has its own default.
        seed: of the random numbers.

    Raises:
        ArgumentError: if no set has this name, the size is below 1 or the seed is no whole number from 0.

    >>> dataset("heart")
    Dataset(303 examples; age, max_heart_rate, resting_blood_pressure, cholesterol)
    """
    if name not in _SETS:
        raise ArgumentError(f"name is {name!r}: one of {', '.join(datasets())} is wanted")
    make, usual = _SETS[name]
    return make(np.random.default_rng(seeded(seed)), usual if size is None else count("size", size))
