"""Optimizers as plain records, and what they are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import Optimizer
from gdtutor.descent.sweep import sweep
from gdtutor.errors import ArgumentError

#: a class's name and its hyperparameters, apart from the rate
MethodRecord = tuple[str, tuple[tuple[str, float], ...]]

#: the rates among which a method's own is found
TRIED = tuple(float(f"{rate:.2g}") for rate in np.geomspace(1e-3, 10.0, 41))
_NAMES = {
    "GradientDescent": "gradient descent",
    "Momentum": "momentum",
    "Nesterov": "Nesterov's momentum",
    "Newton": "Newton's method",
}


def method_name(optimizer: Optimizer) -> str:
    """Return what an optimizer is called in a sentence.

    >>> from gdtutor.descent.momentum import Momentum
    >>> method_name(Momentum())
    'momentum'
    """
    kind = type(optimizer).__name__
    return _NAMES.get(kind, kind)


def method_record(optimizer: Optimizer) -> MethodRecord:
    """Return what makes an optimizer again, whatever its rate.

    Raises:
        ArgumentError: when it is none, or has no rate.

    >>> from gdtutor.descent.momentum import Momentum
    >>> method_record(Momentum(decay=0.5))
    ('Momentum', (('decay', 0.5),))
    """
    if not isinstance(optimizer, Optimizer) or not hasattr(optimizer, "rate"):
        raise ArgumentError(f"optimizer is {optimizer!r}: an Optimizer with a rate is wanted, such as Momentum()")
    names = [field.name for field in fields(optimizer) if field.name != "rate"]
    return type(optimizer).__name__, tuple((name, getattr(optimizer, name)) for name in names)


def method(record: MethodRecord) -> Optimizer:
    """Return the optimizer of a record.

    >>> from gdtutor.descent.momentum import Momentum
    >>> method(("Momentum", (("decay", 0.5),)))
    Momentum(rate=0.01, decay=0.5)
    """
    name, settings = record
    (kind,) = [kind for kind in _kinds(Optimizer) if kind.__name__ == name][-1:]
    return kind(**dict(settings))


def tuned_rate(loss: Loss, optimizer: Optimizer, start: tuple[float, float], steps: int) -> float:
    """Return the rate, of those tried, with which the loss is lowest after the last step.

    >>> from gdtutor.descent.optimizer import GradientDescent
    >>> from gdtutor.descent.surfaces import surface
    >>> tuned_rate(surface("bowl"), GradientDescent(), (3.0, 4.0), 40)
    0.5
    """
    runs = sweep(loss, optimizer, start, steps, rate=TRIED)
    whole = np.where(runs.updates == steps, runs.losses[:, -1], np.inf)  # one that diverged is no candidate
    return TRIED[int(np.argmin(whole))]


def _kinds(kind: Any) -> Iterator[Any]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)
