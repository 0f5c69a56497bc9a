"""Packages that lie: a false answer of each kind, which the oracle has to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace as Made
from typing import Any

import sympy as sp

from tests.oracle.cases import Case
from tests.oracle.reading import read

X, Y, ZERO = sp.Symbol("x"), sp.Symbol("y"), sp.Integer(0)


class RefusalError(Exception):
    """What the fake packages raise on purpose."""


@dataclass(frozen=True)
class Lie:
    """What the package says to one question, and the kind of failure that this is."""

    kind: str
    what: str
    case: Case
    says: Callable[..., Any]

    def api(self) -> Made:
        function = {"diagnosis": "check"}.get(self.kind, self.kind)
        return Made(GdtutorError=RefusalError, **{function: self.says})


class AlwaysRight:
    """Everything is equal to everything."""

    GdtutorError = RefusalError

    def check(self, *_: Any) -> Made:
        return Made(verdict="correct", witness=None, domain="", message="", mistake="")

    def equal(self, *_: Any) -> Made:
        return Made(verdict="proved", witness=None, domain="")


def _verdict(
    verdict: str, at: str = "", left: float | None = 0.0, right: float | None = 0.0, domain: str = "", message: str = ""
) -> Callable[..., Made]:
    witness = Made(point=[("x", Fraction(at))], left=left, right=right) if at else None
    return lambda *_, **__: Made(verdict=verdict, witness=witness, domain=domain, message=message, mistake="")


def _case(*formulas: str, data: tuple[Any, ...] = ()) -> Case:
    return Case(tuple(read(formula) for formula in formulas), data)


def _raises(*_: Any, **__: Any) -> None:
    raise ValueError("oh")


def _derivation(result: Any, before: Any = ZERO, after: Any = ZERO, expression: Any = X**2) -> Callable[..., Made]:
    step = Made(rule="sum", before=before, after=after)
    return lambda *_: Made(expression=expression, result=result, all_steps=[step], verify=lambda: True)


SQUARE = ("x^2", "2*x")
CHECK = [
    Lie("check", "a wrong answer passes", _case("x^2", "3*x", data=(1,)), _verdict("correct")),
    Lie("check", "a wrong answer passes", _case("x^2", "2*x + 10^(-38)", data=(1,)), _verdict("correct")),
    Lie("check", "a wrong answer passes", _case("abs(x)", "1", data=(1,)), _verdict("correct")),
    Lie("check", "a wrong answer passes", _case("log(x^2)", "2/sqrt(x)^2", data=(1,)), _verdict("correct")),
    Lie(
        "check",
        "a wrong answer passes",
        _case("sqrt(max(0, x))", "1/(2*sqrt(max(0, x)))", data=(1,)),
        _verdict("correct"),
    ),
    Lie("check", "a wrong answer passes", _case("x^3", "6*x + 1", data=(2,)), _verdict("correct")),
    Lie("check", "a right answer fails", _case(*SQUARE, data=(1,)), _verdict("wrong")),
    Lie(
        "check", "a witness at which both sides are equal", _case(*SQUARE, data=(1,)), _verdict("wrong", "1", 2.0, 3.0)
    ),
    Lie("check", "a witness with a false slope", _case("x^2", "3*x", data=(1,)), _verdict("wrong", "1", 2.5, 3.0)),
    Lie(
        "check",
        "a witness with a false value of the answer",
        _case("x^2", "3*x", data=(1,)),
        _verdict("wrong", "1", 2.0, 2.0),
    ),
    Lie(
        "check",
        "a witness with a false value of the answer",
        _case("x^2", "3*x", data=(1,)),
        _verdict("wrong", "1", 2.0, None),
    ),
    Lie(
        "check", "a witness where nothing is judged", _case("abs(x)", "3", data=(1,)), _verdict("wrong", "0", 0.0, 3.0)
    ),
    Lie(
        "check",
        "a witness that is a single point",
        _case("x*abs(x)", "2*x^2/abs(x)", data=(1,)),
        _verdict("wrong", "0", 0.0, None),
    ),
    Lie(
        "check",
        "a message with a false number",
        _case("x^2", "3*x", data=(1,)),
        _verdict("wrong", "1", 2.0, 3.0, message="Wrong. At x = 1 your answer gives 3, the slope of the graph is 2.5."),
    ),
    Lie(
        "check",
        "a domain in which the answer is wrong",
        _case("abs(x)", "1", data=(1,)),
        _verdict("partial", "-1", -1.0, 1.0, "x > -2"),
    ),
    Lie(
        "check",
        "a domain that leaves out where the answer is right",
        _case("abs(x)", "1", data=(1,)),
        _verdict("partial", "-1", -1.0, 1.0, "x > 1"),
    ),
    Lie("check", "an unknown verdict", _case("x^2", "3*x", data=(1,)), _verdict("maybe")),
    Lie(
        "check",
        "a formula is not read",
        _case("x^2", "3*x", data=(1,)),
        _verdict("unreadable", message="the name x is not known"),
    ),
    Lie(
        "check",
        "a right answer is asked back",
        _case("x^2", "2*x", data=(1,)),
        _verdict("unreadable", message="This can be read in two ways: is 2*(x) meant?"),
    ),
    Lie("check", "raises ValueError", _case("x^2", "3*x", data=(1,)), _raises),
    Lie("diagnosis", "a wrong answer passes", _case("x^2", "sin(x)", data=(1,)), _verdict("correct")),
    Lie("equal", "a wrong answer passes", _case("sqrt(x^2)", "x"), _verdict("proved")),
    Lie(
        "equal",
        "a domain in which the answer is wrong",
        _case("sqrt(x^2)", "x"),
        _verdict("partly", "-1", 1.0, -1.0, "x < 5"),
    ),
    Lie(
        "equal", "a witness at which both sides are equal", _case("sqrt(x^2)", "x"), _verdict("refuted", "1", 1.0, 2.0)
    ),
    Lie(
        "check_working",
        "a wrong answer passes",
        _case("x^2", "2*x", "3*x"),
        lambda *_: Made(checks=[_verdict("correct")()] * 3),
    ),
]
DERIVE = [
    Lie("derive", "the result is wrong", _case("x^2", data=(1,)), _derivation(3 * X)),
    Lie(
        "derive",
        "the result is not real where there is a slope",
        _case("x^2", data=(1,)),
        _derivation(sp.Piecewise((2 * X, X > 0), (sp.log(X), True))),
    ),
    Lie("derive", "the formula as it was read is wrong", _case("x^2", data=(1,)), _derivation(2 * X, expression=X**3)),
    Lie(
        "derive", "the step (sum) is wrong", _case("x^2", data=(1,)), _derivation(2 * X, sp.Derivative(X**2, X), 3 * X)
    ),
    Lie("gradient", "the component d/dy is wrong", _case("x^2*y"), lambda *_: Made(vector=[2 * X * Y, X])),
    Lie("hessian", "an entry is wrong", _case("x^2*y"), lambda *_: Made(matrix=sp.Matrix([[2 * Y, X], [X, 0]]))),
    Lie(
        "directional_derivative",
        "a slope in a direction is wrong",
        _case("x^2", data=(2,)),
        lambda *_: Made(result=4 * X),
    ),
    Lie(
        "steepest_ascent",
        "the steepest slope is wrong",
        _case("x^2", data=(1,)),
        lambda *_: Made(slope=ZERO, direction=[X / X]),
    ),
    Lie(
        "steepest_ascent",
        "the steepest direction is wrong",
        _case("x^2", data=(1,)),
        lambda *_: Made(slope=2 + ZERO, direction=[ZERO]),
    ),
    Lie(
        "chain_table",
        "the product is wrong",
        _case("x^2"),
        lambda *_: Made(product=X, links=[Made(symbol="L", link=X**2, in_inputs=X**2, locals=[])]),
    ),
    Lie(
        "chain_table",
        "a partial is wrong",
        _case("x^2"),
        lambda *_: Made(
            product=2 * X, links=[Made(symbol="L", link=X**2, in_inputs=X**2, locals=[Made(of=X, partial=X, value=X)])]
        ),
    ),
    Lie(
        "check_chain_table",
        "a wrong cell passes",
        _case("x^2", "u^3", "2", data=(0, "partial")),
        lambda *_: Made(cells=[Made(row=1, column="partial", verdict="correct", message="")]),
    ),
    Lie(
        "check_chain_table",
        "a right cell is called wrong",
        _case("x^2", "u^3", "2", data=(0, "partial")),
        lambda *_: Made(cells=[Made(row=2, column="value", verdict="wrong", message="")]),
    ),
]


def _loss(height: float, slope: float) -> Callable[..., Any]:
    class Loss:
        def __init__(self, *_: Any) -> None:
            pass

        def __call__(self, _: Any) -> float:
            return height

        def gradient(self, _: Any) -> float:
            return slope

    return Loss


def _taylor(coefficient: Any, bound: float) -> Callable[..., Made]:
    return lambda *_: Made(
        terms=[Made(orders=(0,), coefficient=coefficient)],
        polynomial=coefficient + ZERO,
        remainder=Made(bound=lambda *_: Made(value=bound)),
    )


def _descent(safe: Made | None, counterexample: Made | None) -> Callable[..., Made]:
    return lambda *_, **__: Made(safe_rate=safe, counterexample=counterexample)


def _convexity(proved: bool, witness: Made | None = None) -> Callable[..., Made]:
    return lambda *_, **__: Made(proved=proved, refuted=not proved, witness=witness, variables=[X])


_CLAIM = ("f({a}) {sign} {c}", "=", "2", "1", "2", 1)
NUMBERS = [
    Lie("Loss", "a value of a loss is wrong", _case("softplus(x)", data=(1000.0,)), _loss(float("inf"), 1.0)),
    Lie("Loss", "a gradient of a loss is wrong", _case("softplus(x)", data=(1000.0,)), _loss(1000.0, float("nan"))),
    Lie(
        "taylor",
        "a coefficient is wrong",
        _case("cos(x)", data=(Fraction(0), 0, Fraction(-1), Fraction(1))),
        _taylor(sp.Rational(1, 2), 9.0),
    ),
    Lie(
        "taylor",
        "a bound of the remainder does not bound",
        _case("cos(x)", data=(Fraction(0), 0, Fraction(-1), Fraction(1))),
        _taylor(sp.Integer(1), 0.01),
    ),
    Lie("check_claim", "a false claim passes", _case("x^2", data=(*_CLAIM, "off")), _verdict("correct")),
    Lie("check_claim", "a true claim is called wrong", _case("x^2", data=(*_CLAIM, "right")), _verdict("wrong")),
    Lie(
        "descent_argument",
        "a safe rate raises the loss",
        _case("x^2"),
        _descent(Made(limit=sp.Integer(2), where=""), None),
    ),
    Lie(
        "descent_argument",
        "a counterexample that does not raise the loss as said",
        _case("x^2"),
        _descent(None, Made(point=[("x", 1)], rate=Fraction(1, 2), before=1.0, after=4.0)),
    ),
    Lie("convexity", "called convex and is not", _case("x^3"), _convexity(True)),
    Lie(
        "convexity",
        "a witness against convexity is false",
        _case("x^2"),
        _convexity(False, Made(point=[("x", 1)], direction=[Fraction(1)], curvature=-1.0)),
    ),
    Lie(
        "convexity",
        "a chord against convexity is false",
        _case("x^2"),
        _convexity(False, Made(start=[("x", 1)], end=[("x", 3)], chord=3.0, middle=4.0)),
    ),
    Lie(
        "matrix_gradient",
        "a gradient by a matrix is wrong",
        _case(data=(2, (("N", 2), ("p", 3)), 1)),
        lambda *_, **__: Made(result=sp.MatMul(2, sp.MatrixSymbol("A", 3, 3), sp.MatrixSymbol("w", 3, 1))),
    ),
    Lie(
        "matrix_gradient",
        "a gradient of another shape",
        _case(data=(2, (("N", 2), ("p", 3)), 1)),
        lambda *_, **__: Made(result=sp.Transpose(sp.MatrixSymbol("w", 3, 1))),
    ),
]
LIES = [*CHECK, *DERIVE, *NUMBERS]
