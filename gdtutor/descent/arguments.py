"""Look at the arguments of a run before it starts: an error names the argument, its value and what is wanted."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.errors import ArgumentError, TooLargeError

DIVERGENCE_BOUND = 1e12  # a parameter beyond this has left every lesson's picture: the run has diverged
MAX_RECORDED = 20_000_000  # numbers that one run may record: 160 MB, and four times that while it runs


def number(name: str, value: object, wanted: str) -> float:
    """A finite number as a float; no text, no truth value.

    >>> number("rate", "0.1", "a positive number")
    Traceback (most recent call last):
        ...
    gdtutor.errors.ArgumentError: rate is '0.1': a positive number is wanted
    """
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ArgumentError(f"{name} is {value!r}: {wanted} is wanted")
    return float(value)


def positive(name: str, value: object) -> float:
    """A number above zero."""
    if (checked := number(name, value, "a positive number")) <= 0:
        raise ArgumentError(f"{name} is {value!r}: a positive number is wanted")
    return checked


def not_negative(name: str, value: object) -> float:
    """A number that is zero or above."""
    if (checked := number(name, value, "zero or a positive number")) < 0:
        raise ArgumentError(f"{name} is {value!r}: zero or a positive number is wanted")
    return checked


def decay_factor(name: str, value: object) -> float:
    """A number in [0, 1): how much of the past is kept from one update to the next."""
    if not 0 <= (checked := number(name, value, "a number in [0, 1)")) < 1:
        raise ArgumentError(f"{name} is {value!r}: a number in [0, 1) is wanted")
    return checked


def count(name: str, value: object) -> int:
    """A whole number of at least 1."""
    try:
        checked = 0 if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        checked = 0
    if checked < 1:
        raise ArgumentError(f"{name} is {value!r}: a whole number of at least 1 is wanted")
    return checked


def floats(value: ArrayLike) -> np.ndarray | None:
    """An array of floats from numbers, nested sequences of them, or an array; ``None`` if it is none of these."""
    try:
        given = np.asarray(value)
    except (TypeError, ValueError):  # ragged sequences
        return None
    return given.astype(float, copy=False) if given.dtype.kind in "iuf" else None


def start_point(start: ArrayLike | float, parameters: Sequence[object]) -> tuple[float, ...]:
    """The point where a run starts: one finite number a parameter."""
    size = len(parameters)
    if size == 1 and isinstance(start, float) and abs(start) < DIVERGENCE_BOUND:
        return (float(start),)
    point = floats(start)
    if point is None or (point.shape != (size,) and not (point.ndim == 0 and size == 1)):
        what = f"{start!r}" if point is None else f"{start!r}, of shape {point.shape}"
        raise ArgumentError(f"start is {what}: one number for each parameter ({_listed(parameters)}) is wanted")
    coordinates = tuple(point.reshape(-1).tolist())
    if not all(abs(coordinate) < DIVERGENCE_BOUND for coordinate in coordinates):  # also for NaN
        raise ArgumentError(f"start is {start!r}: finite numbers between ±{DIVERGENCE_BOUND:.0e} are wanted")
    return coordinates


def _listed(names: Sequence[object]) -> str:
    return ", ".join(map(str, names))


def listed(name: str, value: object, wanted: str) -> list[Any]:
    """The members of a sequence; a text or a number is none.

    >>> listed("rates", 0.1, "a sequence of rates")
    Traceback (most recent call last):
        ...
    gdtutor.errors.ArgumentError: rates is 0.1: a sequence of rates is wanted
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise ArgumentError(f"{name} is {value!r}: {wanted} is wanted")
    return list(value)


def affordable(rows: int, steps: int, dimensions: int) -> None:
    """Refuse a run whose record would not fit into memory."""
    recorded = rows * (steps + 1) * (2 * dimensions + 1)
    if recorded > MAX_RECORDED:
        raise TooLargeError(f"this run would record {recorded:,} numbers; at most {MAX_RECORDED:,} are kept")


def seeded(seed: object) -> int:
    """The seed of a random generator: a whole number from 0.

    >>> seeded(7)
    7
    """
    try:
        checked = -1 if isinstance(seed, bool) else operator.index(seed)  # type: ignore[arg-type]
    except TypeError:
        checked = -1
    if checked < 0:
        raise ArgumentError(f"seed is {seed!r}: a whole number of at least 0 is wanted")
    return checked
