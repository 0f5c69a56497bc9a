"""Functions with corners, ties and boundaries, each also for mpmath, with points beside its corners."""

from collections.abc import Callable
from typing import NamedTuple

from mpmath import mp

mpf = mp.mpf
HALVES = ("-2.3", "-1.25", "-0.4", "0.3", "0.7", "1.6", "2.9")
POSITIVE = ("0.3", "0.7", "1.6", "2.9")


class Case(NamedTuple):
    """A text, the same function of x for mpmath, and points where it has a derivative."""

    text: str
    function: Callable
    points: tuple[str, ...] = HALVES


def root(u):
    return mp.sqrt(u)


def relu(u):
    return max(mpf(0), u)


def clipped(u):
    return max(mpf(-1), min(u, mpf(1)))


def leaky(u):
    return u if u > 0 else u / 100


def elu(u):
    return u if u > 0 else mp.exp(u) - 1


def plogp(u):
    return -u * mp.log(u) if u > 0 else mpf(0)


def nested(u):
    if u < -1:
        return u**2
    return (mp.sin(u) if u < 0 else root(u)) if u < 1 else 1 / u


BASES_BELOW_ONE = [
    Case("(1/2)^x", lambda u: mpf(1) / 2**u),
    Case("0.1^x", lambda u: mpf("0.1") ** u),
    Case("(1/3)^(x^2)", lambda u: (mpf(1) / 3) ** (u**2)),
    Case("x*(1/2)^x", lambda u: u * (mpf(1) / 2) ** u),
    Case("(2/3)^x", lambda u: (mpf(2) / 3) ** u),
    Case("1 - 0.5^(2x)", lambda u: 1 - mpf("0.5") ** (2 * u)),
    Case("sin((1/2)^x)", lambda u: mp.sin(mpf(1) / 2**u)),
    Case("e^(-x) + (1/e)^x", lambda u: 2 * mp.exp(-u)),
    Case("0.25^sin(x)/x", lambda u: mpf("0.25") ** mp.sin(u) / u),
    Case("sigmoid(0.2^x)", lambda u: 1 / (1 + mp.exp(-(mpf("0.2") ** u)))),
]
BRANCHES = [
    Case("Piecewise((x, x < 0), (sqrt(x), True))", lambda u: u if u < 0 else root(u)),
    Case("Piecewise((-x*log(x), x > 0), (0, True))", plogp),
    Case("Piecewise((0, x < -1), (asin(x), x < 1), (7, True))", lambda u: 0 if u < -1 else mp.asin(u) if u < 1 else 7),
    Case("Piecewise((acosh(x), x > 1), (x^2, True))", lambda u: mp.acosh(u) if u > 1 else u**2),
    Case("Piecewise((x^(3/2), x > 0), (-x, True))", lambda u: u ** mpf("1.5") if u > 0 else -u),
    Case("Piecewise((x, x > 0), (x/100, True))", leaky),
    Case("Piecewise((x, x > 0), (e^x - 1, True))", elu),
    Case("sin(Piecewise((x, x > 0), (e^x - 1, True)))*x", lambda u: mp.sin(elu(u)) * u),
    Case(
        "Piecewise((x^2, x < -1), (Piecewise((sin(x), x < 0), (sqrt(x), True)), x < 1), (1/x, True))", nested
    ),
    Case("Piecewise((log(x), 0 < x < 1), (x - 1, x >= 1), (x^3, True))",
         lambda u: mp.log(u) if 0 < u < 1 else u - 1 if u >= 1 else u**3),
]  # fmt: skip
TIES = [
    Case("max(x, |x|)", abs),
    Case("max((x+1)^2, x^2 + 2x + 1)", lambda u: (u + 1) ** 2),
    Case("min(x, |x|)", lambda u: u),
    Case("max(x, x, 2x - x)", lambda u: u),
    Case("max(x, -x, |x|)*x", lambda u: abs(u) * u),
    Case("max(x, min(x, 1), relu(x))", lambda u: max(u, relu(u))),
    Case("min(sin(x)^2, 1 - cos(x)^2, 2)", lambda u: mp.sin(u) ** 2),
    Case("max(x, x^2, 1)", lambda u: max(u, u**2, mpf(1))),
    Case("|x| - max(x, -x) + x^2", lambda u: u**2),
]
BOUNDARIES = [
    Case("sqrt(max(0, x))", lambda u: root(relu(u))),
    Case("sqrt(relu(x))*x", lambda u: root(relu(u)) * u),
    Case("sqrt(x + |x|)", lambda u: root(u + abs(u))),
    Case("sqrt(x + sqrt(x^2))", lambda u: root(u + abs(u))),
    Case("sqrt(sqrt(x^2 - 2x + 1) - x + 1)", lambda u: root(abs(u - 1) - u + 1)),
    Case("asin(max(-1, min(x, 1)))", lambda u: mp.asin(clipped(u))),
    Case("acos(max(-1, min(x, 1)))", lambda u: mp.acos(clipped(u))),
    Case("acosh(max(x, 1))", lambda u: mp.acosh(max(u, mpf(1)))),
    Case("asec(max(x, 1))", lambda u: mp.asec(max(u, mpf(1)))),
    Case("acsc(min(x, -1))", lambda u: mp.acsc(min(u, mpf(-1)))),
    Case("asech(min(|x|, 1))", lambda u: mp.asech(min(abs(u), mpf(1)))),
    Case("relu(x)^(3/2)", lambda u: relu(u) ** mpf("1.5")),
    Case("relu(x)^0.3", lambda u: relu(u) ** mpf("0.3")),
    Case("cbrt(relu(x))", lambda u: mp.cbrt(relu(u))),
    Case("relu(x)^pi", lambda u: relu(u) ** mp.pi),
    Case("|relu(x)|", relu),
    Case("relu(x)^(1 + x^2)", lambda u: relu(u) ** (1 + u**2)),
    Case("sqrt(1 - sign(x))", lambda u: root(1 - mp.sign(u))),
    Case("sqrt(Piecewise((0, x < 0), (sin(x)^2, True)))", lambda u: mpf(0) if u < 0 else abs(mp.sin(u))),
    Case("sqrt(2*Piecewise((0, x < 0), (sqrt(x), True)))", lambda u: root(2 * root(relu(u)))),
    Case(
        "max(Piecewise((x, x < 0), (sqrt(x), True)), -1, x/2)", lambda u: max(u if u < 0 else root(u), -mpf(1), u / 2)
    ),
    Case("acosh(1 + |Piecewise((0, x < 0), (x^2, True))|)", lambda u: mp.acosh(1 + relu(u) ** 2)),
    Case("e^(sqrt(max(0, x - 1)))*(1/2)^x", lambda u: mp.exp(root(relu(u - 1))) / 2**u),
]
ALL = [*BASES_BELOW_ONE, *BRANCHES, *TIES, *BOUNDARIES]
