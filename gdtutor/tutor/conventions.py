"""Say when a convention, and not the mathematics alone, decides a verdict.

Three are decided here once and for all. A power whose exponent is no whole number is real for a base of at least 0 only
(of a negative number, written as such, an odd root is the real one). A power with a variable exponent is real for a
positive base. Single points are not judged. Each is told where the verdict would be another one without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction as Rational
from itertools import islice

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.carry_out import carry_out, derivative
from gdtutor.calculus.equality.decide import Equality, Problem, Verdict, Witness, decide
from gdtutor.calculus.equality.sampling import simple_points
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
_TRIED, _CLOSE = 8, 1e-9
_MOST_DEGREE = 8  # of a denominator whose zeros are looked for


def conventions(
    chain: Sequence[sp.Expr], variable: sp.Symbol, reading: Reading, compared: Equality, seconds: float
) -> tuple[str, ...]:
    """A sentence for each convention without which the verdict on an answer would be another one.

    Args:
        chain: the question's function with its derivatives, up to the one that is asked for.
        variable: by which it is differentiated.
        reading: the answer.
        compared: the verdict on it.
        seconds: a bound on the decision without the convention.

    >>> from gdtutor import check
    >>> check("(x^3)^(1/3)", "x", "sign(x)").notes[-1]
    'an odd root is judged where what is under it is positive; with odd roots of negative numbers it is right on ...'
    >>> check("x^2", "x", "2x*(x-1)/(x-1)").notes
    ('at x = 1 your answer has no value; single points are not judged',)
    """
    found = [*_of_odd_roots(chain, variable, reading, compared, seconds)]
    if compared.witness is not None and compared.witness.right is None and not found:
        found += _of_powers(reading.expression, compared.witness)
    if compared.verdict is Verdict.PROVED:
        found += _of_single_points(chain, reading, variable)
    return tuple(found)


# --- odd roots --------------------------------------------------------------------------------------------------------


def _of_odd_roots(
    chain: Sequence[sp.Expr], variable: sp.Symbol, reading: Reading, compared: Equality, seconds: float
) -> Iterator[str]:
    """The verdict once more, with odd roots of negative numbers taken to be real."""
    if compared.verdict not in _WORDS or not (_has_odd_root(chain[0]) or _has_odd_root(reading.expression)):
        return
    real, answer = with_real_odd_roots(chain[0]), with_real_odd_roots(carry_out(reading.expression))
    try:
        slope = derivative(real, variable, len(chain) - 1)
    except GdtutorError:
        return
    if _seem_equal(slope, answer) is (compared.verdict is Verdict.PROVED):
        return
    other = decide(Problem(slope, answer, (real,)), seconds)
    if other.verdict in _WORDS and other.verdict is not compared.verdict:
        yield ODD_ROOTS.format(other=_WORDS[other.verdict])


def _seem_equal(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether two sides agree in floating point at the points that are tried first: quick, and no more than a hint."""
    symbols = sorted(one.free_symbols | other.free_symbols, key=str)
    for point in islice(simple_points(symbols), _TRIED):
        left, right = _value(one, point), _value(other, point)
        if left is not None and (right is None or abs(left - right) > _CLOSE * max(abs(left), abs(right))):
            return False
    return True


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


def _of_single_points(chain: Sequence[sp.Expr], reading: Reading, variable: sp.Symbol) -> Iterator[str]:
    """A rational zero of a denominator of the answer at which the function and its derivatives are real."""
    parts = (reading.expression, *reading.domain)
    if any(part.free_symbols - {variable} for part in (*parts, *chain)):
        return  # with another letter, no point is a single one
    own = _denominators(chain)
    for base in sorted(_denominators(parts) - own, key=str):
        for zero in _zeros(base, variable):
            point = {variable: zero}
            is_undefined = any(_value(part, point) is None for part in parts)
            if is_undefined and all(_value(part, point) is not None for part in chain):
                yield SINGLE_POINT.format(at=f"{variable} = {zero}")
                return


def _denominators(parts: Iterable[sp.Expr]) -> set[sp.Expr]:
    return {power.base for part in parts for power in part.atoms(sp.Pow) if power.exp.is_negative}


def _zeros(base: sp.Expr, variable: sp.Symbol) -> list[Rational]:
    if base.free_symbols != {variable} or not base.is_polynomial(variable):
        return []
    polynomial = sp.Poly(base, variable)
    if polynomial.degree() > _MOST_DEGREE or not all(c.is_Rational for c in polynomial.all_coeffs()):
        return []
    return sorted(Rational(int(zero.p), int(zero.q)) for zero in polynomial.ground_roots())
