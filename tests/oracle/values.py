"""The value of a formula at a point, with its slope along one letter (dual numbers) and a bound of the rounding error.

Every number is a triple: value, slope, error of the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from tests.oracle.formulas import Node, call, div, exact, num
from tests.oracle.functions import ONE_ARGUMENT

Triple = tuple[mpf, mpf, mpf]
Point = Mapping[str, Fraction]


class UndefinedError(ArithmeticError):
    """Not real here."""


class DoubtfulError(UndefinedError):
    """Not real here if what was rounded to zero is zero; more digits tell."""


class OpenError(ArithmeticError):
    """Not judged: a convention that is not documented, or a number too large to compute with."""


class TieError(ArithmeticError):
    """The rules of dual numbers give no slope here: something is exactly at its edge."""


_times = 1


def work_digits(count: int) -> Any:
    """So many digits, or more where a doubt is to be settled."""
    return mp.workdps(count * _times)


@contextmanager
def four_times_the_digits() -> Iterator[None]:
    global _times
    _times = 4
    try:
        yield
    finally:
        _times = 1


def value(node: Node, point: Point) -> mpf:
    return evaluated(node, point, None)[0]


def with_slope(node: Node, point: Point, name: str) -> tuple[mpf, mpf]:
    found = evaluated(node, point, name)
    return found[0], found[1]


def evaluated(node: Node, point: Point, along: str | None) -> Triple:
    """With as many digits as it takes: atanh(tanh(-41)) loses 35 of them, and 2 - erfc(-161) is no zero."""
    digits = mp.dps
    for more in MORE_DIGITS:
        is_last = more == MORE_DIGITS[-1]
        with mp.workdps(digits * more):
            evaluation = Evaluation(point, along, is_last)
            try:
                found = evaluation(node)
            except DoubtfulError:
                continue
            except UndefinedError as error:
                if evaluation.has_rounded_to_zero and any(abs(x) > FAR_OUT for x in point.values()):
                    raise OpenError("too small for all these digits, or zero") from error
                raise
            if found[2] <= mpf(10) ** -(digits - 10) * (1 + abs(found[0])):
                return found
    raise OpenError("nothing but rounding is left")


MORE_DIGITS, FAR_OUT = (1, 4, 12), 15


class Evaluation:
    """One point; ``along`` is the letter of the slope, or ``None`` where only the value is wanted.

    What is zero but for rounding counts as zero where these ``are_the_last`` digits; else it is in doubt.
    """

    def __init__(self, point: Point, along: str | None, are_the_last: bool = True) -> None:
        self.point, self.along, self.are_the_last = point, along, are_the_last
        self.eps = 4 * mp.eps
        self.has_rounded_to_zero = False

    def _is_zero(self, a: Triple) -> bool:
        if abs(a[0]) > 1000 * a[2]:
            return False
        if a[2] and not self.are_the_last:
            raise DoubtfulError("zero, or too small for these digits")
        self.has_rounded_to_zero |= bool(a[2])
        return True

    def __call__(self, node: Node) -> Triple:
        try:
            return getattr(self, "_" + _METHODS.get(node.op, node.op))(node)
        except ZeroDivisionError:
            raise UndefinedError(str(node)) from None
        except (ValueError, OverflowError, TypeError) as error:
            raise OpenError(str(error)) from None

    def _rounded(self, v: mpf, d: mpf, e: mpf) -> Triple:
        if isinstance(v, mp.mpc) or isinstance(d, mp.mpc):
            raise UndefinedError("complex")
        if not mp.isfinite(v) or not mp.isfinite(d):
            raise UndefinedError("infinite")
        return v, d, e + abs(v) * self.eps

    def _num(self, node: Node) -> Triple:
        return self._exact(Fraction(node.data), mpf(0))

    def _const(self, node: Node) -> Triple:
        return self._rounded(+mp.pi if node.data == "pi" else +mp.e, mpf(0), mpf(0))

    def _var(self, node: Node) -> Triple:
        return self._exact(self.point[node.data], mpf(node.data == self.along))

    def _exact(self, number: Fraction, slope: mpf) -> Triple:
        found = mpf(number.numerator) / number.denominator
        is_binary = number.denominator & (number.denominator - 1) == 0
        return found, slope, mpf(0) if is_binary else abs(found) * self.eps

    def _add(self, node: Node) -> Triple:
        return self._sum(self(node.args[0]), self(node.args[1]))

    def _sub(self, node: Node) -> Triple:
        a, b = self(node.args[0]), self(node.args[1])
        return self._sum(a, (-b[0], -b[1], b[2]))

    def _sum(self, a: Triple, b: Triple) -> Triple:
        found = self._rounded(a[0] + b[0], a[1] + b[1], a[2] + b[2])
        is_exact = not (a[2] or b[2]) and found[0] - a[0] == b[0] and found[0] - b[0] == a[0]
        return (found[0], found[1], mpf(0)) if is_exact else found

    def _neg(self, node: Node) -> Triple:
        a = self(node.args[0])
        return -a[0], -a[1], a[2]

    def _mul(self, node: Node) -> Triple:
        a, b = self(node.args[0]), self(node.args[1])
        found = self._rounded(a[0] * b[0], a[1] * b[0] + a[0] * b[1], abs(a[0]) * b[2] + abs(b[0]) * a[2])
        is_exact = not (a[2] or b[2]) and a[0].man_exp[0].bit_length() + b[0].man_exp[0].bit_length() <= mp.prec
        return (found[0], found[1], mpf(0)) if is_exact else found  # 2x - 2 is 0 at 1 without a doubt

    def _div(self, node: Node) -> Triple:
        a, b = self(node.args[0]), self(node.args[1])
        if self._is_zero(b):
            raise UndefinedError("division by zero")
        v = a[0] / b[0]
        return self._rounded(v, (a[1] - v * b[1]) / b[0], (a[2] + abs(v) * b[2]) / abs(b[0]))

    def _pow(self, node: Node) -> Triple:
        fixed = exact(node.args[1])
        if fixed is not None:
            return self.root(node.args[0], fixed)
        base = self(node.args[0])
        e = self(node.args[1])
        if self._is_zero(base):
            raise OpenError("a power of zero")
        if base[0] < 0:
            if any(abs(e[0] * k - mp.nint(e[0] * k)) < mpf(10) ** -9 for k in (1, 3, 5, 7)):
                raise OpenError("a whole exponent that is no number")
            raise UndefinedError("a power of a negative number")
        log = mp.log(base[0])
        if abs(e[0] * log) > 1e5:
            raise OpenError("large")
        v = mp.exp(e[0] * log)
        error = v * (abs(log) * e[2] + abs(e[0] / base[0]) * base[2])
        return self._rounded(v, v * (e[1] * log + e[0] * base[1] / base[0]), error)

    def root(self, node: Node, e: Fraction) -> Triple:
        """A product that stays at zero is not judged under a root: whether √(x·max(0, y)) is real for x < 0 is open."""
        base = self(node)
        if e.denominator > 1 and node.op in ("*", "/") and base[:2] == (0, 0):
            raise OpenError("a root of a product that is zero")
        return self.fixed_power(base, e)

    def fixed_power(self, base: Triple, e: Fraction) -> Triple:
        """A power with a rational exponent; odd roots of negative numbers are not judged."""
        if e == 0:
            return mpf(1), mpf(0), mpf(0)
        if self._is_zero(base):
            if e < 0:
                raise UndefinedError("a negative power of zero")
            if self.along and e < 1:
                raise TieError("a root of zero")
            if e.denominator == 1:
                return self._whole_power(base, int(e))
            return mpf(0), mpf(0), mp.power(base[2] * 2000, mpf(e.numerator) / e.denominator)
        if abs(e) > 5000 or abs(e * mp.mag(base[0])) > 2e5:
            raise OpenError("large")
        if e.denominator == 1:
            return self._whole_power(base, int(e))
        if base[0] < 0:
            raise (OpenError if e.denominator % 2 else UndefinedError)("a root of a negative number")
        exponent = mpf(e.numerator) / e.denominator
        v = mp.power(base[0], exponent)
        slope = exponent * v / base[0]
        return self._rounded(v, slope * base[1], abs(slope) * base[2])

    def _whole_power(self, base: Triple, n: int) -> Triple:
        slope = n * base[0] ** (n - 1)
        found = self._rounded(base[0] ** n, slope * base[1], (abs(slope) + (n > 1) * base[2]) * base[2])
        is_exact = not base[2] and n > 0 and n * base[0].man_exp[0].bit_length() <= mp.prec
        return (found[0], found[1], mpf(0)) if is_exact else found

    def _call(self, node: Node) -> Triple:
        special = getattr(self, "_call_" + node.data, None)
        if special is not None:
            return special(node)
        if node.data in ("log",) and len(node.args) == 2:
            return self(div(call("log", node.args[0]), call("log", node.args[1])))
        return self._smooth(node.data, self(node.args[0]))

    def _smooth(self, name: str, u: Triple) -> Triple:
        function = ONE_ARGUMENT[name]
        if abs(u[0]) > function.largest:
            raise OpenError("large")
        if function.inside is not None:
            room = function.inside(u[0])
            if self._is_zero((room, u[1], u[2])):  # an edge, or too near to it for these digits
                return self._edge(name, u)
            if room < 0:
                raise UndefinedError(name)
        v = function.value(u[0])
        slope = function.slope(u[0], v)
        return self._rounded(v, slope * u[1], abs(slope) * u[2])

    def _edge(self, name: str, u: Triple) -> Triple:
        function = ONE_ARGUMENT[name]
        if not function.closed or (name == "asech" and u[0] < 0.5):
            raise UndefinedError(name)
        if self.along:
            raise TieError(name)
        return function.value(u[0]), mpf(0), mp.sqrt(2000 * u[2] + self.eps)

    def _call_acot(self, node: Node) -> Triple:
        u = self(node.args[0])
        if self._is_zero(u):
            raise (TieError if self.along else OpenError)("the jump of acot")
        v = mp.atan(1 / u[0])
        slope = -1 / (1 + u[0] ** 2)
        return self._rounded(v, slope * u[1], abs(slope) * u[2])

    def _call_sqrt(self, node: Node) -> Triple:
        return self.root(node.args[0], Fraction(1, 2))

    def _call_cbrt(self, node: Node) -> Triple:
        return self.root(node.args[0], Fraction(1, 3))

    def _call_root(self, node: Node) -> Triple:
        degree = exact(node.args[1])
        if not degree:
            raise OpenError("the degree of a root")
        return self.root(node.args[0], 1 / degree)

    def _call_abs(self, node: Node) -> Triple:
        u = self(node.args[0])
        if self.along and self._is_zero(u) and u != (0, 0, 0):
            raise TieError("abs")
        return abs(u[0]), u[1] if u[0] > 0 else -u[1], u[2]

    def _call_sign(self, node: Node) -> Triple:
        u = self(node.args[0])
        if self._is_zero(u):
            if self.along:
                raise TieError("sign")
            return mpf(0), mpf(0), mpf(0)
        return mp.sign(u[0]), mpf(0), mpf(0)

    def _call_relu(self, node: Node) -> Triple:
        return self(call("max", num(0), node.args[0]))

    def _call_max(self, node: Node) -> Triple:
        parts = [self(part) for part in node.args]
        best = max(parts, key=lambda part: part[0])
        for part in parts:
            near = abs(part[0] - best[0]) <= 1000 * (part[2] + best[2])
            if self.along and near and part is not best and part != best:
                raise TieError("max")
        return best

    def _call_min(self, node: Node) -> Triple:
        v, d, e = self(call("max", *(Node("neg", (part,)) for part in node.args)))
        return -v, -d, e

    def _call_logsumexp(self, node: Node) -> Triple:
        parts = [self(part) for part in node.args]
        top = max(part[0] for part in parts)
        if abs(top) > 1e5:
            raise OpenError("large")
        weights = [mp.exp(part[0] - top) for part in parts]
        total = sum(weights)
        slope = sum(weight * part[1] for weight, part in zip(weights, parts, strict=True)) / total
        return self._rounded(top + mp.log(total), slope, max(part[2] for part in parts) + abs(top) * self.eps)

    def _piecewise(self, node: Node) -> Triple:
        for branch, condition in zip(node.args[::2], node.args[1::2], strict=True):
            if self.holds(condition):
                return self(branch)
        raise UndefinedError("no branch")

    def holds(self, condition: Node) -> bool:
        if condition.op == "true":
            return True
        if condition.op == "not":
            return not self.holds(condition.args[0])
        if condition.op in ("and", "or"):
            parts = [self.holds(part) for part in condition.args]
            return all(parts) if condition.op == "and" else any(parts)
        if condition.op == "between":
            low, middle, high = condition.args
            both = [self.holds(Node("<", (low, middle))), self.holds(Node("<", (middle, high)))]
            return all(both)  # each side has to be real
        try:
            gap = self._sub(condition)
        except UndefinedError as error:
            raise OpenError(f"a condition that is not real: {error}") from None
        if self._is_zero(gap):
            if self.along:
                raise TieError("a condition")
            return condition.op in ("<=", ">=")
        return (gap[0] > 0) == (condition.op in (">", ">="))

    def _diff(self, node: Node) -> Triple:
        from tests.oracle.slopes import NoSlopeError, derivative

        if self.along:
            raise OpenError("a slope of a slope")
        inner, order = node, 0
        while inner.op == "diff" and inner.data == node.data:
            inner, order = inner.args[0], order + 1
        try:
            found = derivative(inner, self.point, node.data, order).number
        except NoSlopeError:
            raise UndefinedError("no slope") from None
        return self._rounded(found, mpf(0), mpf(0))


_METHODS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow"}
