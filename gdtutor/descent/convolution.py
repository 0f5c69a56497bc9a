"""The convolution of the lecture, H = u + ΣV·X, with its gradients; the same code runs on numbers and on symbols."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from gdtutor.calculus.gradient import partials
from gdtutor.descent.arguments import floats
from gdtutor.descent.proof import Fact, fact
from gdtutor.errors import ArgumentError


class ConvolutionGradients(NamedTuple):
    """The gradient of a loss with respect to each part of a convolution.

    >>> convolution_gradients([[1, 2], [3, 4]], [[5]], [[1, 0], [0, 1]]).kernel
    array([[5.]])
    """

    bias: Any
    kernel: np.ndarray
    image: np.ndarray


def convolve(image: ArrayLike, kernel: ArrayLike, bias: float = 0.0) -> np.ndarray:
    """H_ij = u + Σ_a Σ_b V_ab X_{i+a, j+b} wherever the whole kernel lies on the image (the adaptive-methods lecture).

    The kernel is not turned around: what a signal processor would call a cross-correlation, as in PyTorch's
    ``Conv2d``. The same V at every i and j is translation invariance, its small size is locality.

    Args:
        image: X, shape (h, w).
        kernel: V, shape (p, q); with a = −Δ, …, Δ of the lecture p = 2Δ + 1, but any size is allowed.
        bias: u.

    Returns:
        H, shape (h − p + 1, w − q + 1).

    Raises:
        ArgumentError: if one of them is no table of finite numbers, or the kernel is larger than the image.

    >>> convolve([[0, 0, 1], [0, 0, 1]], [[-1, 1]])  # finds the edge
    array([[0., 1.],
           [0., 1.]])
    """
    pixels, weights = _table("image", image), _table("kernel", kernel)
    if any([weight > pixel for weight, pixel in zip(weights.shape, pixels.shape, strict=True)]):
        raise ArgumentError(f"kernel is of shape {weights.shape}: at most {pixels.shape}, that of the image, is wanted")
    (added,) = _table("bias", [[bias]]).ravel()
    return _convolved(pixels, weights, added)


def convolution_gradients(image: ArrayLike, kernel: ArrayLike, upstream: ArrayLike) -> ConvolutionGradients:
    """The gradients of a loss L with respect to u, V and X, from that with respect to H (``upstream``, G).

    By the chain rule, a sum over all paths: ∂L/∂u = Σ G_ij, ∂L/∂V_ab = Σ_ij G_ij X_{i+a, j+b}, which is a convolution
    of the image with G, and ∂L/∂X_kl = Σ_ab V_ab G_{k−a, l−b}.

    Raises:
        ArgumentError: if one of them is no table of finite numbers, or the shape of ``upstream`` is not that of H.

    >>> convolution_gradients([[1, 2, 3]], [[5, 7]], [[1, 10]])
    ConvolutionGradients(bias=np.float64(11.0), kernel=array([[21., 32.]]), image=array([[ 5., 57., 70.]]))
    """
    pixels, weights, slopes = _table("image", image), _table("kernel", kernel), _table("upstream", upstream)
    wanted = tuple(np.subtract(pixels.shape, weights.shape) + 1)
    if slopes.shape != wanted:
        raise ArgumentError(f"upstream is of shape {slopes.shape}: {tuple(map(int, wanted))}, that of H, is wanted")
    return _gradients(pixels, weights, slopes)


def _table(name: str, value: ArrayLike) -> np.ndarray:
    table = floats(value)
    if table is None or table.ndim != 2 or not table.size or not np.isfinite(table).all():
        what = f"{value!r}" if table is None or table.size < 5 else f"an array of shape {table.shape}"
        raise ArgumentError(f"{name} is {what}: finite numbers, in two dimensions, are wanted")
    return table


def _convolved(image: np.ndarray, kernel: np.ndarray, bias: Any) -> np.ndarray:
    height, width = np.subtract(image.shape, kernel.shape) + 1
    moved = [weight * image[a : a + height, b : b + width] for (a, b), weight in np.ndenumerate(kernel)]
    return sum(moved[1:], moved[0]) + bias


def _gradients(image: np.ndarray, kernel: np.ndarray, upstream: np.ndarray) -> ConvolutionGradients:
    height, width = upstream.shape
    in_image = image * 0
    for (a, b), weight in np.ndenumerate(kernel):
        in_image[a : a + height, b : b + width] = in_image[a : a + height, b : b + width] + weight * upstream
    return ConvolutionGradients(upstream.sum(), _convolved(image, upstream, 0), in_image)


def _symbols(name: str, height: int, width: int) -> np.ndarray:
    return np.array(sp.symbols(f"{name}_(:{height})_(:{width})")).reshape(height, width)


def convolution_facts() -> tuple[Fact, ...]:
    """The gradients against those derived by the rules of calculus, and H of a moved image against the moved H."""
    image, kernel, slopes, bias = _symbols("X", 4, 5), _symbols("V", 3, 3), _symbols("G", 2, 3), sp.Symbol("u")
    loss = (slopes * _convolved(image, kernel, bias)).sum()  # of which G is the gradient in H
    parts = [bias, *kernel.flat, *image.flat]
    gradients = _gradients(image, kernel, slopes)
    ours = [gradients.bias, *gradients.kernel.flat, *gradients.image.flat]
    derived = partials(loss, parts)
    facts = [fact(f"∂L/∂{part}", own, right) for part, own, right in zip(parts, ours, derived, strict=True)]
    moved, whole = _convolved(image[1:, 1:], kernel, bias), _convolved(image, kernel, bias)[1:, 1:]
    for own, right in zip(moved.flat, whole.flat, strict=True):
        facts.append(fact("H of the image moved by (1, 1) is H moved by (1, 1)", own, right))
    return tuple(facts)
