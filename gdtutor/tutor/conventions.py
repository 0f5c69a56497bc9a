"""Say when a convention, and not the mathematics alone, decides a verdict.

Three are decided here once and for all. A power whose exponent is no whole number is real for a base of at least 0 only
(of a negative number, written as such, an odd root is the real one). A power with a variable exponent is real for a
positive base. Single points are not judged. Each is told where the verdict would be another one without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.carry_out import carry_out, derivative
from gdtutor.calculus.equality.decide import Equality, Problem, Verdict, Witness, decide
from gdtutor.calculus.evaluation import Floats, Point
from gdtutor.calculus.notation import Reading
from gdtutor.errors import GdtutorError

ODD_ROOTS = "an odd root is judged where what is under it is positive; with odd roots of negative numbers it is {other}"
FRACTIONAL = "a power with a fractional exponent is taken to be real where its base is positive"
VARIABLE = "a power with a variable exponent is taken to be real where its base is positive"
SINGLE_POINT = "at {at} your answer has no value; single points are not judged"
_WORDS = {
    Verdict.PROVED: "right everywhere",
    Verdict.PARTLY: "right on a part only",
    Verdict.REFUTED: "wrong",
}
_MOST_DEGREE = 8  # of a denominator whose zeros are looked for


def conventions(
    function: sp.Expr, variable: sp.Symbol, order: int, reading: Reading, compared: Equality, seconds: float
) -> tuple[str, ...]:
    """A sentence for each convention without which the verdict on an answer would be another one.

    >>> from gdtutor import check
    >>> check("(x^3)^(1/3)", "x", "sign(x)").notes[-1]
    'an odd root is judged where what is under it is positive; with odd roots of negative numbers it is right on ...'
    >>> check("x^2", "x", "2x*(x-1)/(x-1)").notes
    ('at x = 1 your answer has no value; single points are not judged',)
    """
    found = [*_of_odd_roots(function, variable, order, reading, compared, seconds)]
    if compared.witness is not None and compared.witness.right is None and not found:
        found += _of_powers(reading.expression, compared.witness)
    if compared.verdict is Verdict.PROVED:
        found += _of_single_points(function, reading, variable)
    return tuple(found)


# --- odd roots --------------------------------------------------------------------------------------------------------


def _of_odd_roots(
    function: sp.Expr, variable: sp.Symbol, order: int, reading: Reading, compared: Equality, seconds: float
) -> Iterator[str]:
    """The verdict once more, with odd roots of negative numbers taken to be real."""
    answer = carry_out(reading.expression)
    if not (_has_odd_root(function) or _has_odd_root(answer)) or compared.verdict not in _WORDS:
        return
    real = with_real_odd_roots(function)
    try:
        slope = derivative(real, variable, order)
    except GdtutorError:
        return
    other = decide(Problem(slope, with_real_odd_roots(answer), (real,)), seconds)
    if other.verdict in _WORDS and other.verdict is not compared.verdict:
        yield ODD_ROOTS.format(other=_WORDS[other.verdict])


def _has_odd_root(expression: sp.Expr) -> bool:
    return any(_is_odd_root(power) for power in expression.atoms(sp.Pow))


def _is_odd_root(power: sp.Expr) -> bool:
    exponent = power.exp
    return bool(exponent.is_Rational and not exponent.is_Integer and exponent.q % 2 and power.base.free_symbols)


def with_real_odd_roots(expression: sp.Expr) -> sp.Expr:
    """The expression with u^(p/q) for odd q as sign(u)^p·|u|^(p/q), which is real for negative u too.

    >>> with_real_odd_roots(sp.Symbol("x") ** sp.Rational(2, 3))
    Abs(x)**(2/3)
    """
    if not expression.args:
        return expression
    inner = [with_real_odd_roots(part) if isinstance(part, sp.Expr) else part for part in expression.args]
    if expression.is_Pow and _is_odd_root(expression):
        size = sp.Abs(inner[0], evaluate=False) ** inner[1]
        return size * sp.sign(inner[0], evaluate=False) if inner[1].p % 2 else size
    if isinstance(expression, sp.Max | sp.Min | sp.Abs | sp.sign):
        return expression.func(*inner, evaluate=False)
    return expression.func(*inner)


# --- powers that have no value at the witness -------------------------------------------------------------------------


def _of_powers(answer: sp.Expr, witness: Witness) -> Iterator[str]:
    """Which kind of power has a negative base at the witness, where the answer has no real value."""
    point = {sp.Symbol(name): Rational(int(value.p), int(value.q)) for name, value in witness.point}
    for power in sorted(answer.atoms(sp.Pow), key=str):
        if not power.exp.is_Integer and (_value(power.base, point) or 0) < 0:
            yield VARIABLE if power.exp.free_symbols else FRACTIONAL
            return


def _value(expression: sp.Expr, point: Point) -> float | None:
    try:
        value: float = Floats(point).value(expression)
    except Interruption:
        return None
    return value


# --- single points ----------------------------------------------------------------------------------------------------


def _of_single_points(function: sp.Expr, reading: Reading, variable: sp.Symbol) -> Iterator[str]:
    """A rational zero of a denominator of the answer at which the function is real and so is its derivative."""
    parts = (reading.expression, *reading.domain)
    below = {power.base for part in parts for power in part.atoms(sp.Pow) if power.exp.is_negative}
    slope = derivative(function, variable)
    for base in sorted(below, key=str):
        for zero in _zeros(base, variable):
            point = {variable: zero}
            if _value(function, point) is not None and _value(slope, point) is not None:
                yield SINGLE_POINT.format(at=f"{variable} = {zero}")
                return


def _zeros(base: sp.Expr, variable: sp.Symbol) -> list[Rational]:
    if base.free_symbols != {variable} or not base.is_polynomial(variable):
        return []
    polynomial = sp.Poly(base, variable)
    if polynomial.degree() > _MOST_DEGREE or not all(c.is_Rational for c in polynomial.all_coeffs()):
        return []
    return sorted(Rational(int(zero.p), int(zero.q)) for zero in polynomial.ground_roots())
