"""A convolution sliding over an image: the sum term by term, the same kernel everywhere, and only what is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import floats, number
from gdtutor.descent.convolution import convolve
from gdtutor.errors import ArgumentError
from gdtutor.show.experiment import Experiment
from gdtutor.show.numbers import readable
from gdtutor.show.scene import Dial, Grid, Numbers, Preset, Scene, Words

#: a bright corner on a dark ground
IMAGE = tuple(tuple(float(row > 2 and 2 < column < 6) for column in range(9)) for row in range(9))
KERNELS: Mapping[str, ArrayLike] = MappingProxyType(
    {
        "edge, 3×3": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
        "mean, 3×3": np.full((3, 3), 1 / 9),
        "mean, 5×5": np.full((5, 5), 1 / 25),
        "one pixel, 1×1": [[1]],
    }
)
_LARGEST = 12  # rows or columns of an image: more cannot be read
_MOST_TERMS = 9  # that a caption writes out

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class ConvolutionSettings:
    """What makes a convolution experiment: image, kernels and bias. Nothing here is random."""

    image: Rows
    names: tuple[str, ...]
    kernels: tuple[Rows, ...]
    bias: float
    kernel: str
    shifts: int
    seed: int = 0


def convolution_experiment(
    image: ArrayLike = IMAGE,
    kernels: Mapping[str, ArrayLike] = KERNELS,
    bias: float = 0.0,
    *,
    kernel: str | None = None,
    shifts: int = 2,
) -> Experiment:
    """Show H_ij = u + Σ_a Σ_b V_ab X_{i+a, j+b} with the kernel V sliding over the image X.

    Args:
        image: X, at most 12 rows and columns.
        kernels: a name for each kernel V, with odd sides 2Δ + 1, so that a and b run from −Δ to Δ.
        bias: u.
        kernel: the name of the kernel at first; by default the first.
        shifts: by how many columns the image can be moved to the right; the columns that come in are 0.

    Raises:
        ArgumentError: when an argument is not usable.

    Source: the adaptive-methods lecture, "Convolutional Neural Networks": translation invariance is the same V at every
    i and j, locality its small size.

    >>> experiment = convolution_experiment([[0, 0, 1], [0, 0, 1], [0, 0, 1]], {"edge": [[-1, 0, 1]]}, shifts=0)
    >>> experiment.caption
    'Kernel edge, image moved by 0, at row i = 1, column j = 2: H = u + ΣV·X = 0 + (−1)·0 + 0·0 + 1·1 = 1.'
    """
    pixels = _table("image", image)
    if max(pixels.shape) > _LARGEST:
        raise ArgumentError(f"image is of shape {pixels.shape}: at most {_LARGEST} rows and columns are wanted")
    tables = {str(name): _table(f"kernel {name}", given) for name, given in dict(kernels).items()}
    if not tables:
        raise ArgumentError("kernels is empty: one kernel or more, each with a name, is wanted")
    for name, table in tables.items():
        if any(side % 2 == 0 or side > whole for side, whole in zip(table.shape, pixels.shape, strict=True)):
            raise ArgumentError(
                f"kernel {name} is of shape {table.shape}: odd sides, at most {pixels.shape}, are wanted"
            )
    first = next(iter(tables)) if kernel is None else kernel
    if first not in tables:
        raise ArgumentError(f"kernel is {kernel!r}: one of {', '.join(tables)} is wanted")
    if isinstance(shifts, bool) or not isinstance(shifts, int) or not 0 <= shifts < pixels.shape[1]:
        raise ArgumentError(f"shifts is {shifts!r}: a whole number from 0 to {pixels.shape[1] - 1} is wanted")
    settings = ConvolutionSettings(
        _rows(pixels),
        tuple(tables),
        tuple(map(_rows, tables.values())),
        number("bias", bias, "a number"),
        first,
        shifts,
    )
    return Experiment(settings, convolution_scene(settings))


def _table(name: str, given: ArrayLike) -> np.ndarray:
    table = floats(given)
    if table is None or table.ndim != 2 or not table.size or not np.isfinite(table).all():
        raise ArgumentError(f"{name} is {given!r}: finite numbers in rows of equal length are wanted")
    return table


def _rows(table: np.ndarray) -> Rows:
    return tuple(tuple(row) for row in table.tolist())


class _Story:
    """Everything over kernels, shifts of the image, rows and columns of H."""

    def __init__(self, settings: ConvolutionSettings) -> None:
        self.settings = settings
        image, kernels = np.array(settings.image), [np.array(rows) for rows in settings.kernels]
        self.images = np.array([_moved(image, shift) for shift in range(settings.shifts + 1)])
        sides = np.array([kernel.shape for kernel in kernels]).max(axis=0)
        #: all kernels in a frame of the largest one, empty (NaN) beyond their own cells
        self.kernels = np.array([_framed(kernel, sides) for kernel in kernels])
        self.reach = tuple((sides - 1) // 2)
        filled = np.nan_to_num(self.kernels)
        self.results = np.array([[convolve(x, v, settings.bias) for x in self.images] for v in filled])
        windows = np.lib.stride_tricks.sliding_window_view(self.images, tuple(sides), axis=(1, 2))
        self.products = self.kernels[:, None, None, None] * windows[None]  # (kernels, shifts, i, j, a, b)
        self.windows = np.broadcast_to(windows[None], self.products.shape)

    def numbers(self, axis: int) -> np.ndarray:
        """The number of each row (0) or column (1) at which H has a value, counted from 1 as in the image."""
        return np.arange(self.results.shape[2 + axis]) + self.reach[axis] + 1

    def terms(self, place: tuple[int, ...]) -> str:
        """The products at one place, written out where they are not too many."""
        weights, pixels = self.kernels[place[0]], self.windows[place]
        own = ~np.isnan(weights)
        if own.sum() > _MOST_TERMS:
            return f"the sum of {own.sum()} products"
        pairs = zip(weights[own], pixels[own], strict=True)
        return " + ".join(f"{_bracketed(weight)}·{_bracketed(pixel)}" for weight, pixel in pairs)


def _bracketed(value: float) -> str:
    text = readable(float(value))
    return f"({text})" if text.startswith("−") else text


def _moved(image: np.ndarray, shift: int) -> np.ndarray:
    """The image moved to the right; what comes in is 0."""
    moved = np.zeros_like(image)
    moved[:, shift:] = image[:, : image.shape[1] - shift]
    return moved


def _framed(kernel: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """A kernel in the middle of a larger table of NaN."""
    (top, left), whole = (sides - kernel.shape) // 2, np.full(tuple(sides), np.nan)
    whole[top : top + kernel.shape[0], left : left + kernel.shape[1]] = kernel
    return whole


def convolution_scene(settings: ConvolutionSettings) -> Scene:
    """Compute H and all its terms for every kernel, shift and place."""
    story = _Story(settings)
    dials = (
        Dial("kernel", "kernel V", tuple(map(float, range(len(settings.names)))), whole=True, texts=settings.names),
        Dial("shift", "image moved by", tuple(map(float, range(settings.shifts + 1))), whole=True),
        Dial("row", "row i", tuple(map(float, story.numbers(0))), whole=True),
        Dial("column", "column j", tuple(map(float, story.numbers(1))), whole=True),
    )
    return Scene(
        name="convolution",
        panels=(_image_panel(story), _kernel_panel(story), _product_panel(story), _result_panel(story)),
        dials=dials,
        start=(settings.names.index(settings.kernel), 0, 0, 0),
        caption=_caption(story),
        play=3,
        pace=500,
        presets=_presets(story),
        note=f"H = u + ΣV·X with u = {readable(settings.bias)}, wherever the largest kernel lies on the image; rows "
        f"and columns "
        f"are those of X, from 1. Seed {settings.seed} (nothing here is random).",
    )


def _presets(story: _Story) -> tuple[Preset, ...]:
    """Where H is farthest from the bias, the same for the image moved by one, and where there is nothing to find."""
    k = story.settings.names.index(story.settings.kernel)
    strength = np.abs(story.results[k, 0] - story.settings.bias)
    width = strength.shape[1] - (1 if story.settings.shifts else 0)
    i, j = np.unravel_index(int(strength[:, :width].argmax()), strength[:, :width].shape)
    place, value = (int(i), int(j)), readable(story.results[k, 0, i, j])
    found = [
        Preset("found", (k, 0, *place), f"Good: here H is {value}, farthest from u: the window looks like the kernel.")
    ]
    if story.settings.shifts:
        moved = readable(story.results[k, 1, i, j + 1])
        values = f"{moved} one column on, as {value} before"
        why = f"Translation invariance: the image has moved by one column, and H with it: {values}."
        found.append(Preset("image moved", (k, 1, place[0], place[1] + 1), why))
    if (strength == 0).any():
        p, q = np.unravel_index(int((strength == 0).argmax()), strength.shape)
        why = "Nothing found: the products add up to 0 here, and H is u."
        found.append(Preset("nothing", (k, 0, int(p), int(q)), why))
    return tuple(found)


def _image_panel(story: _Story) -> Grid:
    kernels, _, rows, columns = story.results.shape
    frames = np.zeros((kernels, 1, rows, columns, *story.images.shape[1:]))
    own = ~np.isnan(story.kernels)
    (p, q) = own.shape[1:]
    for i, j in np.ndindex(rows, columns):
        frames[:, 0, i, j, i : i + p, j : j + q] = own
    words = Words(
        "The image X, {0} by {1}, with a frame around the cells under the kernel at row {2}, column {3}.",
        (*_sizes(story), *_place(story)),
    )
    scale = float(np.abs(story.images).max()) or 1.0
    return Grid("Image X", story.images[None, :, None, None], scale, words, frames, digits=2)


def _sizes(story: _Story) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = (np.array(str(side), dtype=object).reshape(1, 1, 1, 1) for side in story.images.shape[1:])
    return rows, columns


def _place(story: _Story) -> tuple[Numbers, Numbers]:
    """The row and the column, over the four dials."""
    return Numbers(story.numbers(0)[None, None, :, None].astype(float)), Numbers(
        story.numbers(1)[None, None, None, :].astype(float)
    )


def _names(story: _Story) -> np.ndarray:
    return np.array(story.settings.names, dtype=object)[:, None, None, None]


def _middle(largest: np.ndarray) -> float:
    """A scale for the shades of several kernels: that of the weak ones can be seen too."""
    return float(np.median(largest)) or 1.0


def _kernel_panel(story: _Story) -> Grid:
    rows = ["; ".join(", ".join(map(readable, row)) for row in kernel) for kernel in story.settings.kernels]
    weights = np.array(rows, dtype=object)[:, None, None, None]
    words = Words("The kernel V, {0}, row by row: {1}.", (_names(story), weights))
    scale = _middle(np.nanmax(np.abs(story.kernels), axis=(1, 2)))
    return Grid("Kernel V", story.kernels[:, None, None, None], scale, words, digits=2)


def _product_panel(story: _Story) -> Grid:
    words = Words("The products of kernel and image; with u they add up to {0}.", (Numbers(story.results),))
    scale = _middle(np.nanmax(np.abs(story.products), axis=(1, 2, 3, 4, 5)))
    return Grid("Products V·X", story.products, scale, words, digits=2)


def _result_panel(story: _Story) -> Grid:
    rows, columns = story.results.shape[2:]
    frames = np.zeros((rows, columns, rows, columns))
    for i, j in np.ndindex(rows, columns):
        frames[i, j, i, j] = 1
    words = Words("The result H with the value {0} at row {1}, column {2}.", (Numbers(story.results), *_place(story)))
    scale = _middle(np.abs(story.results).max(axis=(1, 2, 3)))
    values = story.results[:, :, None, None]
    return Grid("Result H", values, scale, words, frames[None, None], digits=2, follows=3, follows_down=2)


def _caption(story: _Story) -> Words:
    terms = np.empty(story.results.shape, dtype=object)
    for place in np.ndindex(terms.shape):
        terms[place] = story.terms(place)
    shifts = Numbers(np.arange(len(story.images), dtype=float)[None, :, None, None])
    text = (
        "Kernel {0}, image moved by {1}, at row i = {2}, column j = {3}: "
        f"H = u + ΣV·X = {readable(story.settings.bias)} + {{4}} = {{5}}."
    )
    return Words(text, (_names(story), shifts, *_place(story), terms, Numbers(story.results)))
