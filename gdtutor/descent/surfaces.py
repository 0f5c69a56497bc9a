"""Named loss surfaces, each for one lesson, with its minima known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sympy as sp

from gdtutor.descent.loss import Loss
from gdtutor.errors import ArgumentError


@dataclass(frozen=True, init=False, repr=False)
class Surface(Loss):
    """A loss with what is known about it.

    Attributes:
        name: its name.
        minima: its local minima inside the window, each a point.
        window: the lowest and highest value of each parameter in a picture.
        about: one sentence: what it is there to show.
    """

    name: str
    minima: tuple[tuple[float, ...], ...]
    window: tuple[tuple[float, float], ...]
    about: str

    def __init__(
        self,
        name: str,
        expression: str | sp.Expr,
        parameters: str | Sequence[str],
        minima: Sequence[tuple[float, ...]],
        window: Sequence[tuple[float, float]],
        about: str,
    ) -> None:
        super().__init__(expression, parameters)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "minima", tuple(minima))
        object.__setattr__(self, "window", tuple(window))
        object.__setattr__(self, "about", about)

    def __repr__(self) -> str:
        return f"surface({self.name!r})"


# expression, parameters, minima, window, about. Minima without a closed form are rounded to the nearest float.
_SURFACES: dict[str, tuple[str, str, list[tuple[float, ...]], list[tuple[float, float]], str]] = {
    "hopkins": (
        "sin(2θ)·log(θ²)",
        "theta",
        [
            (-3.9724884133209946,),
            (-1.284768825558029,),
            (0.3145090519732282,),
            (2.4666224618240604,),
            (5.524240624725996,),
        ],
        [(-6.0, 6.0)],
        "Hopkins 2: a zero of its derivative has no closed form, so it takes a descent to find a minimum.",
    ),
    "two_squares": (
        "(20 - 5θ)² + (41 - 12θ)²",
        "theta",
        [(1184 / 338,)],
        [(0.0, 7.0)],
        "Hopkins 1: the derivative 338θ − 1184 is zero at θ = 1184/338; no descent is needed.",
    ),
    "double_well": (
        "(θ² - 1)²",
        "theta",
        [(-1.0,), (1.0,)],
        [(-1.8, 1.8)],
        "Two minima of equal depth: the start decides which of them is found.",
    ),
    "plateau": (
        "θ²/(1 + θ²)",
        "theta",
        [(0.0,)],
        [(-8.0, 8.0)],
        "Flat far from its minimum: the gradient is small there, and so is every step.",
    ),
    "bowl": (
        "x² + y²",
        "x y",
        [(0.0, 0.0)],
        [(-3.0, 3.0), (-3.0, 3.0)],
        "Round: the negative gradient points straight at the minimum.",
    ),
    "valley": (
        "0.1x² + 2y²",
        "x y",
        [(0.0, 0.0)],
        [(-6.0, 6.0), (-3.0, 3.0)],
        "Twenty times as steep across as along: one rate is too large for y or too small for x.",
    ),
    "saddle": (
        "x² - y²",
        "x y",
        [],
        [(-2.0, 2.0), (-2.0, 2.0)],
        "The gradient is zero at (0, 0), which is a minimum along x and a maximum along y.",
    ),
    "rosenbrock": (
        "(1 - x)² + 100(y - x²)²",
        "x y",
        [(1.0, 1.0)],
        [(-2.0, 2.0), (-1.0, 3.0)],
        "A curved valley, easy to reach and slow to follow (Rosenbrock 1960).",
    ),
    "himmelblau": (
        "(x² + y - 11)² + (x + y² - 7)²",
        "x y",
        [
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644036),
        ],
        [(-5.0, 5.0), (-5.0, 5.0)],
        "Four minima, all of them zero (Himmelblau 1972).",
    ),
    "beale": (
        "(1.5 - x + xy)² + (2.25 - x + xy²)² + (2.625 - x + xy³)²",
        "x y",
        [(3.0, 0.5)],
        [(-4.5, 4.5), (-4.5, 4.5)],
        "Nearly flat in the middle and steep at the corners (Beale 1958).",
    ),
}


def surfaces() -> tuple[str, ...]:
    """The names of the surfaces.

    >>> surfaces()[:3]
    ('hopkins', 'two_squares', 'double_well')
    """
    return tuple(_SURFACES)


@cache
def surface(name: str) -> Surface:
    """A surface by its name.

    Raises:
        ArgumentError: if no surface has this name.

    >>> valley = surface("valley")
    >>> valley.expression, valley.minima
    (x**2/10 + 2*y**2, ((0.0, 0.0),))
    """
    if name not in _SURFACES:
        raise ArgumentError(f"name is {name!r}: one of {', '.join(surfaces())} is wanted")
    return Surface(name, *_SURFACES[name])
