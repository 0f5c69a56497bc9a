"""The readable functions of one argument: where each is real, its value, its slope (mpmath)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mpmath import mp, mpf


@dataclass(frozen=True)
class Function:
    """``inside`` is 1 inside the domain, 0 at an edge that belongs to it, and -1 outside, as a distance."""

    value: Callable[[mpf], mpf]
    slope: Callable[[mpf, mpf], mpf]
    inside: Callable[[mpf], mpf] | None = None
    closed: bool = True
    largest: float = 1e30


def _softplus(u: mpf) -> mpf:
    return u + mp.log1p(mp.exp(-u)) if u > 0 else mp.log1p(mp.exp(u))


def _sigmoid(u: mpf) -> mpf:
    return 1 / (1 + mp.exp(-u))


def _in_one(u: mpf) -> mpf:
    return 1 - abs(u)


def _out_of_one(u: mpf) -> mpf:
    return abs(u) - 1


def _clamped(f: Callable[[mpf], mpf]) -> Callable[[mpf], mpf]:
    """For arguments that noise may have moved out of [-1, 1]."""
    return lambda u: f(max(mpf(-1), min(mpf(1), u)))


_acos, _asin = _clamped(mp.acos), _clamped(mp.asin)


def _acosh(u: mpf) -> mpf:
    return mp.acosh(max(mpf(1), u))


def _root(u: mpf) -> mpf:
    return mp.sqrt(u)


BIG = 1e4
ONE_ARGUMENT: dict[str, Function] = {
    "sin": Function(mp.sin, lambda u, v: mp.cos(u)),
    "cos": Function(mp.cos, lambda u, v: -mp.sin(u)),
    "tan": Function(mp.tan, lambda u, v: 1 + v * v),
    "cot": Function(mp.cot, lambda u, v: -1 - v * v),
    "sec": Function(mp.sec, lambda u, v: v * mp.tan(u)),
    "csc": Function(mp.csc, lambda u, v: -v * mp.cot(u)),
    "asin": Function(_asin, lambda u, v: 1 / _root(1 - u * u), _in_one),
    "acos": Function(_acos, lambda u, v: -1 / _root(1 - u * u), _in_one),
    "atan": Function(mp.atan, lambda u, v: 1 / (1 + u * u)),
    "asec": Function(lambda u: _acos(1 / u), lambda u, v: 1 / (abs(u) * _root(u * u - 1)), _out_of_one),
    "acsc": Function(lambda u: _asin(1 / u), lambda u, v: -1 / (abs(u) * _root(u * u - 1)), _out_of_one),
    "sinh": Function(mp.sinh, lambda u, v: mp.cosh(u), largest=BIG),
    "cosh": Function(mp.cosh, lambda u, v: mp.sinh(u), largest=BIG),
    "tanh": Function(mp.tanh, lambda u, v: mp.sech(u) ** 2, largest=BIG),
    "coth": Function(mp.coth, lambda u, v: -(mp.csch(u) ** 2), largest=BIG),
    "sech": Function(mp.sech, lambda u, v: -v * mp.tanh(u), largest=BIG),
    "csch": Function(mp.csch, lambda u, v: -v * mp.coth(u), largest=BIG),
    "asinh": Function(mp.asinh, lambda u, v: 1 / _root(1 + u * u)),
    "acosh": Function(_acosh, lambda u, v: 1 / _root(u * u - 1), lambda u: u - 1),
    "atanh": Function(mp.atanh, lambda u, v: 1 / (1 - u * u), _in_one, closed=False),
    "acoth": Function(lambda u: mp.atanh(1 / u), lambda u, v: 1 / (1 - u * u), _out_of_one, closed=False),
    "asech": Function(
        lambda u: _acosh(1 / u), lambda u, v: -1 / (u * _root(1 - u * u)), lambda u: min(u, 1 - u) if u > 0 else u
    ),
    "acsch": Function(
        lambda u: mp.asinh(1 / u), lambda u, v: -1 / (abs(u) * _root(1 + u * u)), lambda u: abs(u), closed=False
    ),
    "exp": Function(mp.exp, lambda u, v: v, largest=BIG),
    "log": Function(mp.log, lambda u, v: 1 / u, lambda u: u, closed=False),
    "ln": Function(mp.log, lambda u, v: 1 / u, lambda u: u, closed=False),
    "log10": Function(lambda u: mp.log(u) / mp.log(10), lambda u, v: 1 / (u * mp.log(10)), lambda u: u, closed=False),
    "log2": Function(lambda u: mp.log(u) / mp.log(2), lambda u, v: 1 / (u * mp.log(2)), lambda u: u, closed=False),
    "sigmoid": Function(_sigmoid, lambda u, v: _sigmoid(u) * _sigmoid(-u), largest=BIG),
    "softplus": Function(_softplus, lambda u, v: _sigmoid(u), largest=BIG),
    "erf": Function(mp.erf, lambda u, v: 2 / mp.sqrt(mp.pi) * mp.exp(-u * u), largest=1000),
    "erfc": Function(mp.erfc, lambda u, v: -2 / mp.sqrt(mp.pi) * mp.exp(-u * u), largest=1000),
}
OTHERS = ("acot", "sqrt", "cbrt", "root", "abs", "sign", "max", "min", "relu", "logsumexp")
NAMES = tuple(name for name in ONE_ARGUMENT if name != "ln") + OTHERS
