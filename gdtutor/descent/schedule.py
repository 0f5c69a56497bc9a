"""Learning rate schedules: the rate as a formula in the number t = 0, 1, 2, … of the update."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from gdtutor.descent.arguments import count, floats, listed, not_negative, positive
from gdtutor.descent.source import function, statements
from gdtutor.errors import ArgumentError

STEP = sp.Symbol("t", integer=True, nonnegative=True)
RATE = sp.Symbol("eta", positive=True)
RATES = sp.IndexedBase("eta")  # η_t, where the rate follows a schedule
INITIAL, DECAY = sp.symbols("alpha beta", positive=True)
_EXPONENT = sp.Symbol("lambda", positive=True)


class Schedule(ABC):
    """A learning rate that depends on the number of the update; an optimizer takes it in place of a number.

    >>> from gdtutor.descent.momentum import Momentum
    >>> Momentum(rate=InverseSquareRoot(0.5)).update_rule[0]
    Eq(eta[t], alpha/sqrt(t + 1))
    """

    symbols: ClassVar[Mapping[str, sp.Symbol]]  # field -> symbol in the formula

    @property
    @abstractmethod
    def expression(self) -> sp.Expr:
        """The rate η_t as a formula in t and the symbols of the schedule."""

    @property
    def settings(self) -> dict[sp.Symbol, float]:
        """The value of each symbol of the formula, apart from t."""
        return {symbol: getattr(self, field) for field, symbol in self.symbols.items()}

    def __call__(self, t: ArrayLike) -> Any:
        """The rate of update t: a float, or an array for an array of updates.

        Raises:
            ArgumentError: where t is no number, or below 0.
        """
        steps = floats(t)
        if steps is None or not (steps >= 0).all():  # also for NaN
            raise ArgumentError(f"t is {t!r}: expected numbers of updates, counted from 0")
        settings = self.settings
        with np.errstate(all="ignore"):  # a rate beyond what a float holds is infinite
            rates = _compiled(self.expression, tuple(settings))(steps, *settings.values())
        return np.full(steps.shape, rates) if steps.ndim else float(rates)

    def _repr_latex_(self) -> str:
        values = [rf"{sp.latex(symbol)} = {value:g}" for symbol, value in self.settings.items()]
        return r"$\displaystyle " + r",\quad ".join([rf"\eta_{{t}} = {sp.latex(self.expression)}", *values]) + "$"


@lru_cache(maxsize=64)
def _compiled(expression: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    names = {STEP: "t"} | {symbol: f"h{k}" for k, symbol in enumerate(symbols)}
    lines = [*statements({"rate": expression}, names, "c"), "return rate"]
    return function("rates", f"def rates({', '.join(names.values())}):\n    " + "\n    ".join(lines) + "\n", "numpy")


def becomes(left: sp.Indexed, right: sp.Expr) -> sp.Eq:
    """An equation of a rule; SymPy is not asked whether it holds, which takes it longer than a thousand steps.

    >>> becomes(RATES[STEP], INITIAL)
    Eq(eta[t], alpha)
    """
    return sp.Eq(left, right, evaluate=False)


def scheduled(rule: Callable[[], tuple[sp.Eq, ...]], rate: float | Schedule) -> tuple[sp.Eq, ...]:
    """The rule itself where the rate is a number; after η_t = … with η_t in place of η where it is a schedule."""
    return _scheduled(rule, rate.expression) if isinstance(rate, Schedule) else rule()


@lru_cache(maxsize=64)
def _scheduled(rule: Callable[[], tuple[sp.Eq, ...]], expression: sp.Expr) -> tuple[sp.Eq, ...]:
    renamed = expression.xreplace(apart(expression.free_symbols - {STEP}, rule()))
    equations = (becomes(equation.lhs, equation.rhs.xreplace({RATE: RATES[STEP]})) for equation in rule())
    return (becomes(RATES[STEP], renamed), *equations)


def apart(symbols: set[sp.Symbol], rule: tuple[sp.Eq, ...]) -> dict[sp.Symbol, sp.Symbol]:
    """Other names for those symbols of a schedule that the rule uses for something else: momentum has a β too."""
    taken = {symbol.name for equation in rule for symbol in equation.rhs.free_symbols}
    return {symbol: sp.Symbol(f"{symbol.name}_rate", positive=True) for symbol in symbols if symbol.name in taken}


def rate_or_schedule(value: object) -> Any:
    """A positive number as a float, or a schedule as it is."""
    return value if isinstance(value, Schedule) else positive("rate", value)


@dataclass(frozen=True)
class ConstantRate(Schedule):
    """η_t = α: the same rate at every update (the adaptive-methods lecture, "constant").

    Raises:
        ArgumentError: if the rate is not a positive number.

    >>> ConstantRate(0.5)(7)
    0.5
    """

    rate: float

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": INITIAL})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", positive("rate", self.rate))

    @property
    def expression(self) -> sp.Expr:
        """α."""
        return INITIAL


@dataclass(frozen=True)
class PiecewiseConstant(Schedule):
    """η_t = ηᵢ while tᵢ ≤ t < tᵢ₊₁ (the adaptive-methods lecture, "piecewise").

    Args:
        rates: the rates, one more than there are boundaries.
        boundaries: the updates from which the next rate holds, rising.

    Raises:
        ArgumentError: if a rate is not positive, or the boundaries do not rise or have another number.

    >>> PiecewiseConstant([0.1, 0.01], [50])([0, 49, 50, 99])
    array([0.1 , 0.1 , 0.01, 0.01])
    """

    rates: Sequence[float]
    boundaries: Sequence[int]

    def __post_init__(self) -> None:
        rates = tuple(positive("rates", rate) for rate in listed("rates", self.rates, "a sequence of rates"))
        starts = tuple(
            count("boundaries", boundary) for boundary in listed("boundaries", self.boundaries, "a sequence")
        )
        if list(starts) != sorted(set(starts)) or len(rates) != len(starts) + 1:
            wanted = f"{len(rates) - 1} rising numbers, one less than there are rates,"
            raise ArgumentError(f"boundaries is {self.boundaries!r}: {wanted} are wanted")
        object.__setattr__(self, "rates", rates)
        object.__setattr__(self, "boundaries", starts)

    @property
    def settings(self) -> dict[sp.Symbol, float]:
        """The rates η₀, η₁, … and the boundaries t₁, t₂, …."""
        rates, starts = _pieces(len(self.rates))
        return dict(zip([*rates, *starts], [*self.rates, *map(float, self.boundaries)], strict=True))

    @property
    def expression(self) -> sp.Expr:
        """η₀ if t < t₁, η₁ if t < t₂, …"""
        return _piecewise(len(self.rates))


@lru_cache(maxsize=64)
def _piecewise(size: int) -> sp.Expr:
    rates, starts = _pieces(size)
    limits = [*(sp.StrictLessThan(STEP, start) for start in starts), True]
    return sp.Piecewise(*zip(rates, limits, strict=True))


def _pieces(size: int) -> tuple[list[sp.Symbol], list[sp.Symbol]]:
    rates = [sp.Symbol(f"eta_{i}", positive=True) for i in range(size)]
    return rates, [sp.Symbol(f"t_{i}", positive=True) for i in range(1, size)]


@dataclass(frozen=True)
class _Decay(Schedule):
    """A first rate, and how fast it decays."""

    rate: float
    decay: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", positive("rate", self.rate))
        object.__setattr__(self, "decay", not_negative("decay", self.decay))


@dataclass(frozen=True)
class ExponentialDecay(_Decay):
    """η_t = α e^(−λt) (the adaptive-methods lecture, "exponential").

    Raises:
        ArgumentError: if the rate α is not a positive number or the decay λ is negative.

    >>> ExponentialDecay(0.5, decay=0.1).expression
    alpha*exp(-lambda*t)
    """

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": INITIAL, "decay": _EXPONENT})

    @property
    def expression(self) -> sp.Expr:
        """α e^(−λt)."""
        return INITIAL * sp.exp(-_EXPONENT * STEP)


@dataclass(frozen=True)
class TimeBasedDecay(_Decay):
    """η_t = α/(1 + βt) (Hopkins 14).

    Raises:
        ArgumentError: if the rate α is not a positive number or the decay β is negative.

    >>> TimeBasedDecay(0.5, decay=1)([0, 1, 4])
    array([0.5 , 0.25, 0.1 ])
    """

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": INITIAL, "decay": DECAY})

    @property
    def expression(self) -> sp.Expr:
        """α/(1 + βt)."""
        return INITIAL / (1 + DECAY * STEP)


@dataclass(frozen=True)
class InverseSquareRoot(Schedule):
    """η_t = α/√(t + 1) (Lee, "Adaptive Learning Rates", who calls it 1/t decay).

    Raises:
        ArgumentError: if the rate is not a positive number.

    >>> InverseSquareRoot(0.5)([0, 3])
    array([0.5 , 0.25])
    """

    rate: float

    symbols: ClassVar[Mapping[str, sp.Symbol]] = MappingProxyType({"rate": INITIAL})

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", positive("rate", self.rate))

    @property
    def expression(self) -> sp.Expr:
        """α/√(t + 1)."""
        return INITIAL / sp.sqrt(STEP + 1)
