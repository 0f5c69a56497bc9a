"""Which examples each update looks at, and noise on the loss: the gradient of one update after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gdtutor.descent.arguments import count, not_negative, seeded
from gdtutor.descent.data_loss import DataLoss
from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError

Gradients = Callable[[np.ndarray], np.ndarray]


def batches(examples: int, size: int, seed: int = 0, replacement: bool = False) -> Iterator[np.ndarray]:
    """The numbers of the examples of one update after another, without end.

    Without replacement an epoch goes through all examples in a new random order, in ceil(N/B) updates, the last of
    which may look at fewer (Lee: 20 examples, 20 updates; PyTorch's ``DataLoader(shuffle=True)``). With replacement
    each update draws B examples anew, as the adaptive-methods lecture does: i ~ uniform(n).

    Args:
        examples: N.
        size: B; 1 for stochastic descent, N for the whole batch.
        seed: the same seed, the same examples.
        replacement: whether examples are drawn anew each time.

    Raises:
        ArgumentError: if a number is below 1, the size is above N or the seed is no whole number from 0.

    >>> from itertools import islice
    >>> epoch = list(islice(batches(20, 1), 20))  # 20 examples, 20 updates
    >>> sorted(np.concatenate(epoch).tolist()) == list(range(20))
    True
    """
    if count("batch_size", size) > count("examples", examples):
        raise ArgumentError(f"batch_size is {size}: at most {examples}, the number of examples, is wanted")
    return _batches(examples, size, np.random.default_rng(seeded(seed)), replacement)


def _batches(examples: int, size: int, random: np.random.Generator, replacement: bool) -> Iterator[np.ndarray]:
    while True:
        if replacement:
            yield random.integers(0, examples, size)
        else:
            order = random.permutation(examples)
            yield from (order[first : first + size] for first in range(0, examples, size))


def updates_per_epoch(examples: int, batch_size: int | None = None) -> int:
    """How many updates look at every example once: 1 for the whole batch, N for stochastic descent.

    >>> updates_per_epoch(20), updates_per_epoch(20, 1), updates_per_epoch(20, 8)
    (1, 20, 3)
    """
    size = examples if batch_size is None else batch_size
    if count("batch_size", size) > count("examples", examples):
        raise ArgumentError(f"batch_size is {size}: at most {examples}, the number of examples, is wanted")
    return -(-examples // size)


def gradients(
    loss: Loss | DataLoss, batch_size: int | None, replacement: bool, noise: float, seed: int, shared: bool = False
) -> Gradients | None:
    """The gradient as one update after another sees it; ``None`` if that is simply the loss's own.

    Noise adds a random tilt ξ·w to the loss at each update (CS109B, "Add noise to the loss function"), with ξ normal
    of standard deviation ``noise`` in each component, and so ξ to its gradient. Of points that are asked about together
    each has a ξ of its own, or all have the same one where it is ``shared``.

    Raises:
        ArgumentError: as ``batches``; if the loss has no data but a batch size is given; if the noise is negative.
    """
    noise, random = not_negative("noise", noise), np.random.default_rng(seeded(seed))
    if batch_size is None and not noise:
        return None
    whole: Gradients = lambda w: np.asarray(loss.gradient(w))  # noqa: E731
    if batch_size is not None:
        if not isinstance(loss, DataLoss):
            raise ArgumentError(f"batch_size is {batch_size!r}: None is wanted, for {loss!r} has no data")
        whole = _over_batches(loss, batches(len(loss.dataset), batch_size, seed, replacement))
    if not noise:
        return whole
    return lambda w: whole(w) + random.normal(0, noise, w.shape[-1:] if shared else w.shape)


def _over_batches(loss: DataLoss, examples: Iterator[np.ndarray]) -> Gradients:
    return lambda w: loss.gradient(w, next(examples))
