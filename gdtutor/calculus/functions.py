"""The elementary functions: one record each, in which everything that is known about a function stands together.

A function is added by one entry of ``FUNCTIONS`` and, in the tests, by its line in a table of oracles. Whatever the
package does with functions follows from the record: the words that are read and how they are typeset, the derivative,
where a value exists, values in floating point and enclosed by intervals, the normal form, ranges, compiled code.

A record says what a function *is* by its ``identity``, through functions that are simpler and real at the same places.
Enclosures, normal forms and compiled code are computed by it. What has none is known to the parts that compute
(``intervals``, ``equality.kernel.readers``, ``proving.ranges``): exp, log, sin, cos, atan, abs and sign, and some that
they can do better than by their identity. What is not known there either is a generator of the normal form.

The functions that a learner of machine learning writes and SymPy does not have, σ and softplus, are defined here too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sympy as sp
from mpmath.libmp import mpf_erf, mpf_erfc


class sigmoid(sp.Function):
    """The logistic function σ(z) = 1/(1 + e⁻ᶻ), with σ′ = σ(1 − σ).

    >>> sigmoid(sp.Symbol("z")).rewrite(sp.exp)
    1/(1 + exp(-z))
    """

    nargs = 1

    @classmethod
    def eval(cls, z: sp.Expr) -> sp.Expr | None:
        return sp.Rational(1, 2) if z.is_zero else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return self * (1 - self)

    def _eval_rewrite_as_exp(self, z: sp.Expr, **_: object) -> sp.Expr:
        return 1 / (1 + sp.exp(-z))

    def _eval_evalf(self, precision: int) -> sp.Expr:
        return self.rewrite(sp.exp)._eval_evalf(precision)

    def _latex(self, printer: object, exp: str | None = None) -> str:
        raised = "" if exp is None else rf"^{{{exp}}}"  # after the brackets: σ²(z) would be a product
        return rf"\sigma{{\left({printer._print(self.args[0])} \right)}}{raised}"  # type: ignore[attr-defined]


class softplus(sp.Function):
    """The smooth ReLU log(1 + eᶻ); its derivative is σ(z).

    >>> softplus(sp.Symbol("z")).diff()
    sigmoid(z)
    """

    nargs = 1

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return sigmoid(self.args[0])

    def _eval_rewrite_as_exp(self, z: sp.Expr, **_: object) -> sp.Expr:
        return sp.log(1 + sp.exp(z))

    def _eval_evalf(self, precision: int) -> sp.Expr:
        return self.rewrite(sp.exp)._eval_evalf(precision)


# --- what a record consists of ----------------------------------------------------------------------------------------


class Demand(NamedTuple):
    """``quantity > 0``, ``quantity >= 0`` or ``quantity != 0``: what has to hold for a value to exist."""

    quantity: sp.Expr
    relation: str


class Interval(NamedTuple):
    """The numbers from ``low`` to ``high``, each end a number of it unless it is open; ``None`` for no end."""

    low: int | None = None
    high: int | None = None
    low_open: bool = True
    high_open: bool = True

    def demands(self, u: sp.Expr) -> list[Demand]:
        """What has to hold for u to lie in it."""
        below = [] if self.low is None else [Demand(u - self.low, ">" if self.low_open else ">=")]
        above = [] if self.high is None else [Demand(self.high - u, ">" if self.high_open else ">=")]
        return below + above


Formula = Callable[[sp.Expr], sp.Expr]


class Gap(NamedTuple):
    """What a function demands besides an interval: a quantity of u, and its relation to zero."""

    quantity: Formula
    relation: str


Limits = tuple[sp.Expr, sp.Expr]
_LINE = Interval()
_ANY_VALUE: Limits = (-sp.oo, sp.oo)


@dataclass(frozen=True, kw_only=True)
class Elementary:
    """Everything that is known about one real function of one argument u.

    Attributes:
        function: the SymPy class.
        spellings: the words a learner may write; the first one is the function's name here.
        latex: how its name is typeset.
        derivative: f′(u), where it exists.
        floating: the value in double precision; a ``ValueError`` or ``ZeroDivisionError`` where none exists.
        identity: f(u) through simpler functions, real wherever f is (except at a jump) and nowhere else; ``None``
            for what is known to the parts that compute.
        rounded: mpmath's value at a binary number, for a monotone function whose enclosure is better found by it
            than by the identity: so many bits, and how to round.
        interval: the interval on which it is real.
        gap: what has to hold besides, for a function that is not real on the whole of an interval.
        boundary: the arguments at which it is real and has no derivative.
        jumps: those of them at which it is not even continuous.
        parity: 1 for an even function, −1 for an odd one (except at a jump), else 0.
        rises: 1 where it is strictly increasing on its interval, −1 where decreasing, else 0; of an even function
            what holds for u ≥ 0.
        limits: what it tends to at both ends of this interval, and attains where the interval does.
        exponent: for values of the size of e^(±v), v: what says whether a number is too large to be looked at.
        inverse: the function that f⁻¹ is the name of.

    >>> record = RECORDS[sp.acosh]
    >>> record.name, record.interval.low, record.boundary, record.is_partial
    ('acosh', 1, (1,), True)
    """

    function: type[sp.Function]
    spellings: str
    derivative: Formula
    floating: Callable[[float], float]
    latex: str = ""
    identity: Formula | None = None
    rounded: Callable[[Any, int, str], Any] | None = None
    interval: Interval = _LINE
    gap: Gap | None = None
    boundary: tuple[int, ...] = ()
    jumps: tuple[int, ...] = ()
    parity: int = 0
    rises: int = 0
    limits: Limits = _ANY_VALUE
    exponent: Formula | None = None
    inverse: type[sp.Function] | None = None

    @property
    def name(self) -> str:
        """The word by which the package knows it."""
        return self.spellings.split()[0]

    @property
    def typeset(self) -> str:
        """Its name in LaTeX."""
        return self.latex or rf"\operatorname{{{self.name}}}"

    def demands(self, u: sp.Expr) -> list[Demand]:
        """What has to hold for f(u) to be real, where u is.

        >>> RECORDS[sp.asech].demands(sp.Symbol("x"))
        [Demand(quantity=x, relation='>'), Demand(quantity=1 - x, relation='>=')]
        """
        besides = [Demand(self.gap.quantity(u), self.gap.relation)] if self.gap else []
        return self.interval.demands(u) + besides

    def inside(self, u: sp.Expr) -> sp.Basic | None:
        """What has to hold for f(u) to have a derivative where it is real; ``None`` where nothing has to.

        >>> x = sp.Symbol("x")
        >>> RECORDS[sp.asin].inside(x), RECORDS[sp.asec].inside(x), RECORDS[sp.log].inside(x)
        ((x > -1) & (x < 1), Abs(x) > 1, None)
        """
        if not self.boundary:
            return None
        if not self.is_partial:
            (corner,) = self.boundary
            return sp.Unequality(u, corner, evaluate=False)
        if self.gap:  # real outside of an interval
            return sp.StrictGreaterThan(sp.Abs(u, evaluate=False), max(self.boundary), evaluate=False)
        above = [sp.StrictGreaterThan(u, end, evaluate=False) for end in self.boundary if end == self.interval.low]
        below = [sp.StrictLessThan(u, end, evaluate=False) for end in self.boundary if end == self.interval.high]
        return sp.And(*above, *below, evaluate=False) if above and below else (*above, *below)[0]

    @property
    def is_partial(self) -> bool:
        """Whether it is not real on a whole interval of arguments, and not only at single ones."""
        return self.interval != _LINE or (self.gap is not None and self.gap.relation != "!=")

    @property
    def is_broken(self) -> bool:
        """Whether there may be a gap or a jump between two arguments at which it is real."""
        return bool(self.gap or self.jumps)


def _logistic(u: float) -> float:
    """By the exponential that cannot overflow."""
    small = math.exp(-abs(u))
    return (1.0 if u >= 0 else small) / (1.0 + small)


_CLOSED_UNIT = Interval(-1, 1, low_open=False, high_open=False)
_RIGHT_ANGLE = sp.pi / 2

# --- the table --------------------------------------------------------------------------------------------------------

FUNCTIONS: tuple[Elementary, ...] = (
    Elementary(
        function=sp.exp,
        spellings="exp",
        latex=r"\exp",
        derivative=lambda u: sp.exp(u),
        floating=math.exp,
        rises=1,
        limits=(sp.Integer(0), sp.oo),
        exponent=lambda u: u,
    ),
    Elementary(
        function=sp.log,
        spellings="log ln",
        latex=r"\ln",
        derivative=lambda u: 1 / u,
        floating=math.log,
        interval=Interval(low=0),
        rises=1,
    ),
    # --- trigonometric ------------------------------------------------------------------------------------------------
    Elementary(
        function=sp.sin,
        spellings="sin",
        latex=r"\sin",
        derivative=lambda u: sp.cos(u),
        floating=math.sin,
        parity=-1,
        inverse=sp.asin,
    ),
    Elementary(
        function=sp.cos,
        spellings="cos",
        latex=r"\cos",
        derivative=lambda u: -sp.sin(u),
        floating=math.cos,
        parity=1,
        inverse=sp.acos,
    ),
    Elementary(
        function=sp.tan,
        spellings="tan",
        latex=r"\tan",
        derivative=lambda u: 1 / sp.cos(u) ** 2,
        floating=math.tan,
        identity=lambda u: sp.sin(u) / sp.cos(u),
        gap=Gap(sp.cos, "!="),
        parity=-1,
        inverse=sp.atan,
    ),
    Elementary(
        function=sp.cot,
        spellings="cot",
        latex=r"\cot",
        derivative=lambda u: -1 / sp.sin(u) ** 2,
        floating=lambda u: math.cos(u) / math.sin(u),
        identity=lambda u: sp.cos(u) / sp.sin(u),
        gap=Gap(sp.sin, "!="),
        parity=-1,
        inverse=sp.acot,
    ),
    Elementary(
        function=sp.sec,
        spellings="sec",
        latex=r"\sec",
        derivative=lambda u: sp.sec(u) * sp.tan(u),
        floating=lambda u: 1 / math.cos(u),
        identity=lambda u: 1 / sp.cos(u),
        gap=Gap(sp.cos, "!="),
        parity=1,
        inverse=sp.asec,
    ),
    Elementary(
        function=sp.csc,
        spellings="csc cosec",
        latex=r"\csc",
        derivative=lambda u: -sp.csc(u) * sp.cot(u),
        floating=lambda u: 1 / math.sin(u),
        identity=lambda u: 1 / sp.sin(u),
        gap=Gap(sp.sin, "!="),
        parity=-1,
        inverse=sp.acsc,
    ),
    # --- arcs ---------------------------------------------------------------------------------------------------------
    Elementary(
        function=sp.asin,
        spellings="asin arcsin",
        latex=r"\arcsin",
        derivative=lambda u: 1 / sp.sqrt(1 - u**2),
        floating=math.asin,
        identity=lambda u: 2 * sp.atan(u / (1 + sp.sqrt(1 - u**2))),  # for ±1 too, unlike atan(u/√(1 − u²))
        interval=_CLOSED_UNIT,
        boundary=(-1, 1),
        parity=-1,
        rises=1,
        limits=(-_RIGHT_ANGLE, _RIGHT_ANGLE),
    ),
    Elementary(
        function=sp.acos,
        spellings="acos arccos",
        latex=r"\arccos",
        derivative=lambda u: -1 / sp.sqrt(1 - u**2),
        floating=math.acos,
        identity=lambda u: 2 * sp.asin(sp.sqrt((1 - u) / 2)),  # exactly 0 at 1, unlike π/2 − asin u
        interval=_CLOSED_UNIT,
        boundary=(-1, 1),
        rises=-1,
        limits=(sp.pi, sp.Integer(0)),
    ),
    Elementary(
        function=sp.atan,
        spellings="atan arctan",
        latex=r"\arctan",
        derivative=lambda u: 1 / (1 + u**2),
        floating=math.atan,
        parity=-1,
        rises=1,
        limits=(-_RIGHT_ANGLE, _RIGHT_ANGLE),
    ),
    Elementary(  # as SymPy has it: odd, with a jump at 0, where it is π/2
        function=sp.acot,
        spellings="acot arccot",
        derivative=lambda u: -1 / (1 + u**2),
        floating=lambda u: math.atan(1 / u) if u else math.pi / 2,
        identity=lambda u: sp.atan(1 / u),
        boundary=(0,),
        jumps=(0,),
        parity=-1,
    ),
    Elementary(
        function=sp.asec,
        spellings="asec arcsec",
        derivative=lambda u: 1 / (u**2 * sp.sqrt(1 - 1 / u**2)),
        floating=lambda u: math.acos(1 / u),
        identity=lambda u: sp.acos(1 / u),
        gap=Gap(lambda u: u**2 - 1, ">="),
        boundary=(-1, 1),
    ),
    Elementary(
        function=sp.acsc,
        spellings="acsc arccsc",
        derivative=lambda u: -1 / (u**2 * sp.sqrt(1 - 1 / u**2)),
        floating=lambda u: math.asin(1 / u),
        identity=lambda u: sp.asin(1 / u),
        gap=Gap(lambda u: u**2 - 1, ">="),
        boundary=(-1, 1),
        parity=-1,
    ),
    # --- hyperbolic ---------------------------------------------------------------------------------------------------
    Elementary(
        function=sp.sinh,
        spellings="sinh",
        latex=r"\sinh",
        derivative=lambda u: sp.cosh(u),
        floating=math.sinh,
        identity=lambda u: (sp.exp(u) - sp.exp(-u)) / 2,
        parity=-1,
        rises=1,
        exponent=lambda u: u,
        inverse=sp.asinh,
    ),
    Elementary(
        function=sp.cosh,
        spellings="cosh",
        latex=r"\cosh",
        derivative=lambda u: sp.sinh(u),
        floating=math.cosh,
        identity=lambda u: (sp.exp(u) + sp.exp(-u)) / 2,
        parity=1,
        rises=1,
        limits=(sp.Integer(1), sp.oo),
        exponent=lambda u: u,
        inverse=sp.acosh,
    ),
    Elementary(
        function=sp.tanh,
        spellings="tanh",
        latex=r"\tanh",
        derivative=lambda u: 1 - sp.tanh(u) ** 2,
        floating=math.tanh,
        identity=lambda u: 1 - 2 / (sp.exp(2 * u) + 1),
        parity=-1,
        rises=1,
        limits=(sp.Integer(-1), sp.Integer(1)),
        inverse=sp.atanh,
    ),
    Elementary(
        function=sp.coth,
        spellings="coth",
        latex=r"\coth",
        derivative=lambda u: -1 / sp.sinh(u) ** 2,
        floating=lambda u: 1 / math.tanh(u),
        identity=lambda u: 1 / sp.tanh(u),
        gap=Gap(lambda u: u, "!="),
        parity=-1,
        inverse=sp.acoth,
    ),
    Elementary(
        function=sp.sech,
        spellings="sech",
        derivative=lambda u: -sp.sech(u) * sp.tanh(u),
        floating=lambda u: 1 / math.cosh(u),
        identity=lambda u: 1 / sp.cosh(u),
        parity=1,
        rises=-1,
        limits=(sp.Integer(1), sp.Integer(0)),
        exponent=lambda u: u,
        inverse=sp.asech,
    ),
    Elementary(
        function=sp.csch,
        spellings="csch",
        derivative=lambda u: -sp.csch(u) * sp.coth(u),
        floating=lambda u: 1 / math.sinh(u),
        identity=lambda u: 1 / sp.sinh(u),
        gap=Gap(lambda u: u, "!="),
        parity=-1,
        exponent=lambda u: u,
        inverse=sp.acsch,
    ),
    Elementary(
        function=sp.asinh,
        spellings="asinh arcsinh arsinh",
        derivative=lambda u: 1 / sp.sqrt(u**2 + 1),
        floating=math.asinh,
        identity=lambda u: sp.log(u + sp.sqrt(u**2 + 1)),
        parity=-1,
        rises=1,
    ),
    Elementary(
        function=sp.acosh,
        spellings="acosh arccosh arcosh",
        derivative=lambda u: 1 / (sp.sqrt(u - 1) * sp.sqrt(u + 1)),
        floating=math.acosh,
        identity=lambda u: sp.log(u + sp.sqrt(u - 1) * sp.sqrt(u + 1)),
        interval=Interval(low=1, low_open=False),
        boundary=(1,),
        rises=1,
        limits=(sp.Integer(0), sp.oo),
    ),
    Elementary(
        function=sp.atanh,
        spellings="atanh arctanh artanh",
        derivative=lambda u: 1 / (1 - u**2),
        floating=math.atanh,
        identity=lambda u: (sp.log(1 + u) - sp.log(1 - u)) / 2,
        interval=Interval(-1, 1),
        parity=-1,
        rises=1,
    ),
    Elementary(
        function=sp.acoth,
        spellings="acoth arccoth",
        derivative=lambda u: 1 / (1 - u**2),
        floating=lambda u: math.atanh(1 / u),
        identity=lambda u: sp.log(1 + 2 / (u - 1)) / 2,
        gap=Gap(lambda u: u**2 - 1, ">"),
        parity=-1,
    ),
    Elementary(
        function=sp.asech,
        spellings="asech arcsech",
        derivative=lambda u: -1 / (u * sp.sqrt(1 - u**2)),
        floating=lambda u: math.acosh(1 / u),
        identity=lambda u: sp.acosh(1 / u),
        interval=Interval(0, 1, high_open=False),
        boundary=(1,),
        rises=-1,
        limits=(sp.oo, sp.Integer(0)),
    ),
    Elementary(
        function=sp.acsch,
        spellings="acsch arccsch",
        derivative=lambda u: -1 / (u**2 * sp.sqrt(1 + 1 / u**2)),
        floating=lambda u: math.asinh(1 / u),
        identity=lambda u: sp.asinh(1 / u),
        gap=Gap(lambda u: u, "!="),
        parity=-1,
    ),
    # --- with corners -------------------------------------------------------------------------------------------------
    Elementary(
        function=sp.Abs,
        spellings="abs Abs",
        derivative=lambda u: sp.sign(u),
        floating=abs,
        boundary=(0,),
        parity=1,
        rises=1,
        limits=(sp.Integer(0), sp.oo),
    ),
    Elementary(
        function=sp.sign,
        spellings="sign sgn",
        derivative=lambda u: sp.Integer(0),
        floating=lambda u: float(u > 0) - float(u < 0),
        boundary=(0,),
        jumps=(0,),
        parity=-1,
    ),
    # --- of probability and machine learning --------------------------------------------------------------------------
    Elementary(
        function=sp.erf,
        spellings="erf",
        derivative=lambda u: 2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi),
        floating=math.erf,
        rounded=mpf_erf,
        parity=-1,
        rises=1,
        limits=(sp.Integer(-1), sp.Integer(1)),
    ),
    Elementary(
        function=sp.erfc,
        spellings="erfc",
        derivative=lambda u: -2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi),
        floating=math.erfc,
        identity=lambda u: 1 - sp.erf(u),
        rounded=mpf_erfc,  # the difference keeps no digit of a small value
        rises=-1,
        limits=(sp.Integer(2), sp.Integer(0)),
        exponent=lambda u: u**2,
    ),
    Elementary(
        function=sigmoid,
        spellings="sigmoid logistic",
        latex=r"\sigma",
        derivative=lambda u: sigmoid(u) * (1 - sigmoid(u)),
        floating=_logistic,
        identity=lambda u: 1 / (1 + sp.exp(-u)),
        rises=1,
        limits=(sp.Integer(0), sp.Integer(1)),
        exponent=lambda u: u,
    ),
    Elementary(
        function=softplus,
        spellings="softplus",
        derivative=lambda u: sigmoid(u),
        floating=lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u))),
        identity=lambda u: sp.log(1 + sp.exp(u)),
        rises=1,
        limits=(sp.Integer(0), sp.oo),
        exponent=lambda u: u,
    ),
)

# --- the same by function and by name ---------------------------------------------------------------------------------

RECORDS: dict[type[sp.Expr], Elementary] = {record.function: record for record in FUNCTIONS}
NAMED: dict[str, Elementary] = {record.name: record for record in FUNCTIONS}
DERIVATIVES: dict[type[sp.Expr], Formula] = {record.function: record.derivative for record in FUNCTIONS}
NOT_EVERYWHERE = tuple(record.function for record in FUNCTIONS if record.is_partial or record.gap)
BROKEN = tuple(record.function for record in FUNCTIONS if record.is_broken)


def _log(argument: sp.Expr, base: sp.Expr | None = None) -> sp.Expr:
    return sp.log(argument) if base is None else sp.log(argument) / sp.log(base)


def _unevaluated(function: type[sp.Function]) -> Callable[..., sp.Expr]:
    """SymPy's abs, max and min try to decide signs, which may take long; ours are decided by the equality engine."""

    def build(*arguments: sp.Expr) -> sp.Expr:
        numeric = all(argument.is_Rational for argument in arguments)
        return function(*arguments) if numeric else function(*arguments, evaluate=False)

    return build


def _maximum(*arguments: sp.Expr) -> sp.Expr:
    return arguments[0] if len(arguments) == 1 else _unevaluated(sp.Max)(*arguments)


def _minimum(*arguments: sp.Expr) -> sp.Expr:
    return arguments[0] if len(arguments) == 1 else _unevaluated(sp.Min)(*arguments)


def _hyperbolic(function: type[sp.Function]) -> Callable[..., sp.Expr]:
    """SymPy's cosh(acoth u) is u/(√(u − 1)·√(u + 1)), which is not real for u < −1; acoth u is atanh(1/u)."""

    def build(argument: sp.Expr) -> sp.Expr:
        return function(sp.atanh(1 / argument.args[0]) if isinstance(argument, sp.acoth) else argument)

    return build


BUILDERS: dict[str, Callable[..., sp.Expr]] = {name: record.function for name, record in NAMED.items()} | {
    "log": _log,
    "log10": lambda argument: _log(argument, sp.Integer(10)),
    "log2": lambda argument: _log(argument, sp.Integer(2)),
    **{name: _hyperbolic(NAMED[name].function) for name in ("sinh", "cosh", "csch", "sech")},
    "sqrt": sp.sqrt,
    "cbrt": sp.cbrt,
    "abs": _unevaluated(sp.Abs),
    "sign": _unevaluated(sp.sign),
    "max": _maximum,
    "min": _minimum,
    "relu": lambda argument: _maximum(sp.Integer(0), argument),
    "logsumexp": lambda *arguments: sp.log(sp.Add(*map(sp.exp, arguments))),
}
