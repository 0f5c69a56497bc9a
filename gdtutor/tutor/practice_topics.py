"""Functions to be differentiated for practice, drawn by chance: for each topic three levels."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Draw = Callable[[Random, str], str]


def _number(rng: Random, least: int = 2, most: int = 7) -> int:
    return rng.randint(least, most)


def _basic(rng: Random, inner: str) -> str:
    """A basic function of the inner one."""
    return rng.choice(["sin({})", "cos({})", "e^({})", "log({})"]).format(inner)


def _wave(rng: Random, v: str) -> str:
    """A function that is defined everywhere, of a multiple of the variable."""
    return rng.choice(["sin({})", "cos({})", "e^({})", "e^(-{})"]).format(_times(rng, v))


def _linear(rng: Random, v: str) -> str:
    return f"{_number(rng)}{v} {rng.choice('+-')} {_number(rng, 1, 9)}"


def _square(rng: Random, v: str) -> str:
    return f"{v}^2 + {_number(rng, 1, 9)}"


def _times(rng: Random, v: str) -> str:
    return f"{_number(rng)}{v}"


def _power(rng: Random, v: str, least: int = 2, most: int = 5) -> str:
    return f"{v}^{_number(rng, least, most)}"


TOPICS: dict[str, tuple[Draw, Draw, Draw]] = {
    "power": (
        lambda r, v: f"{_number(r, 3, 9)}{_power(r, v, 3, 8)}",
        lambda r, v: f"{_number(r, 3, 9)}{_power(r, v, 3, 6)} - {_number(r, 3, 9)}·sqrt({v})",
        lambda r, v: r.choice([f"({_square(r, v)})^{_number(r, 3, 8)}", f"sqrt({_square(r, v)})"]),
    ),
    "sum": (
        lambda r, v: f"{_power(r, v, 3, 7)} {r.choice('+-')} {_number(r, 3, 9)}{v} + {_number(r, 2, 9)}",
        lambda r, v: f"{_number(r, 4, 9)}{_power(r, v)} {r.choice('+-')} {_number(r)}·{_basic(r, v)}",
        lambda r, v: f"{_power(r, v, 3, 6)} - {_wave(r, v)} + {_number(r)}·log({v})",
    ),
    "product": (
        lambda r, v: f"{_power(r, v)}·{r.choice(['sin', 'cos', 'log'])}({v})",
        lambda r, v: f"{_power(r, v)}·{_wave(r, v)}",
        lambda r, v: f"{_wave(r, v)}·({_square(r, v)})^{_number(r, 3, 6)}",
    ),
    "quotient": (
        lambda r, v: f"{_power(r, v, 2, 6)}/({v} + {_number(r, 1, 9)})",
        lambda r, v: f"{_basic(r, v)}/({_square(r, v)})",
        lambda r, v: f"{_wave(r, v)}/({_square(r, v)})",
    ),
    "chain": (
        lambda r, v: _wave(r, v),
        lambda r, v: r.choice([f"({_square(r, v)})^{_number(r, 3, 7)}", _basic(r, _square(r, v))]),
        lambda r, v: r.choice(
            [
                f"{r.choice(['sin', 'cos'])}({_times(r, v)})^{_number(r, 3, 5)}",
                f"e^({r.choice(['sin', 'cos'])}({_times(r, v)}))",
                f"log({r.choice(['sin', 'cos'])}({_times(r, v)}) + {_number(r, 2, 9)})",
            ]
        ),
    ),
    "exponential": (
        lambda r, v: f"{_number(r, 2, 9)}e^({r.choice(['', '-'])}{_times(r, v)})",
        lambda r, v: r.choice([f"{_number(r, 2, 9)}^({_times(r, v)})", f"e^({_square(r, v)})"]),
        lambda r, v: f"({_linear(r, v)})·e^({r.choice(['', '-'])}{_times(r, v)})",
    ),
    "logarithm": (
        lambda r, v: f"log({_square(r, v)})",
        lambda r, v: f"{_power(r, v)}·log({v})",
        lambda r, v: f"log({_power(r, v, 3, 5)} + {_number(r, 2, 9)}{v})",
    ),
    "trigonometry": (
        lambda r, v: f"{r.choice(['sin', 'cos'])}({_times(r, v)})",
        lambda r, v: f"{_number(r)}sin({_times(r, v)}) {r.choice('+-')} {_number(r)}cos({_times(r, v)})",
        lambda r, v: f"{r.choice(['sin', 'cos'])}({_square(r, v)})^{_number(r, 2, 4)}",
    ),
    "second derivative": (
        lambda r, v: f"{_power(r, v, 4, 7)} {r.choice('+-')} {_number(r, 2, 9)}{_power(r, v, 2, 3)}",
        lambda r, v: r.choice([f"log({_square(r, v)})", f"({_square(r, v)})^{_number(r, 3, 5)}"]),
        lambda r, v: f"{_power(r, v)}·{r.choice(['sin', 'cos', 'log'])}({v})",
    ),
    "gradient": (
        lambda r, v: f"{_number(r, 3, 9)}x^{_number(r, 3, 5)} + {_number(r, 2, 9)}x·y + y^{_number(r, 3, 4)}",
        lambda r, v: f"x^{_number(r, 2, 4)}·y^{_number(r, 2, 4)} + {_wave(r, 'y')}",
        lambda r, v: f"{r.choice(['sin', 'cos'])}(x·y) + {_power(r, 'x', 3, 5)}·y^{_number(r, 2, 4)}",
    ),
}
MIXED = ("product", "quotient", "chain", "exponential", "logarithm", "trigonometry")
