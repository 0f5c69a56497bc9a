"""Sentences about a picture: what changes in them is looked up, once for each place of the dials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from gdtutor.show.numbers import readable

Position = tuple[int, ...]


def pick(array: np.ndarray, position: Position) -> np.ndarray:
    """Take the entry of a broadcast array at a dial position.

    >>> pick(np.array([[10, 20, 30]]), (4, 2)).item()
    30
    """
    return array[tuple(min(i, length - 1) for i, length in zip(position, array.shape, strict=False))]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers, one for each dial position, that are sent as float32 and written by the page as ``readable`` does.

    They cost four bytes each, nothing where a mark is drawn from the same numbers; a text costs ten and more.
    ``brackets`` puts a negative number into brackets, as a factor of a product wants it.

    >>> Numbers(np.array([1.0, -2.5571]), brackets=True).at((1,))
    '(−2.56)'
    """

    values: np.ndarray
    digits: int = 3
    brackets: bool = False

    def at(self, position: Position) -> str:
        """Return the number at a dial position as text: what float32 holds of it, which is what the page has."""
        with np.errstate(over="ignore"):
            text = readable(float(np.float32(pick(self.values, position))), self.digits)
        return f"({text})" if self.brackets and text.startswith("−") else text


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several sentences; ``which`` holds its number for each dial position.

    >>> Choice(np.array([0, 1]), (Words("It falls."), Words("It rises."))).at((1,))
    'It rises.'
    """

    which: np.ndarray
    options: tuple[Words, ...]

    def at(self, position: Position) -> str:
        """Return the sentence at a dial position."""
        return self.options[int(pick(self.which, position))].at(position)


Slot: TypeAlias = np.ndarray | Numbers | Choice


@dataclass(frozen=True, eq=False)
class Words:
    """A sentence whose slots ``{0}``, ``{1}``, … are looked up: texts (an array of them), ``Numbers`` or a ``Choice``.

    >>> Words("step {0}: loss {1}", (np.array(["0", "1"], dtype=object), Numbers(np.array([4, 0.5])))).at((1,))
    'step 1: loss 0.5'
    """

    template: str
    slots: tuple[Slot, ...] = ()

    def at(self, position: Position) -> str:
        """Return the sentence at a dial position."""
        return self.template.format(*(_said(slot, position) for slot in self.slots))


def _said(slot: Slot, position: Position) -> str:
    return str(pick(slot, position)) if isinstance(slot, np.ndarray) else slot.at(position)
