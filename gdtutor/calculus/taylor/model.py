"""The Taylor polynomial of a function about a point: the polynomial with the same derivatives there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.functions import softplus
from gdtutor.calculus.notation import as_expression, read
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.taylor.derivatives import Derivatives, Orders, check_size, factorials, orders_of, orders_up_to
from gdtutor.calculus.taylor.point import check_derivatives, check_real, where
from gdtutor.calculus.taylor.remainder import Remainder
from gdtutor.calculus.variables import as_point, as_symbols
from gdtutor.errors import ArgumentError

_MAX_ORDER = 60
_PLACE = "\N{WHITE SQUARE}"  # marks where a distance is to stand


@dataclass(frozen=True)
class Term:
    """One term of a Taylor polynomial.

    Attributes:
        orders: how often each variable is differentiated.
        derivative: the partial derivative as a function.
        value: the same at the point.
        coefficient: the value divided by the factorials of the orders.
    """

    orders: Orders
    derivative: sp.Expr
    value: sp.Expr
    coefficient: sp.Expr


@dataclass(frozen=True)
class Taylor:
    """A Taylor polynomial with its table of derivatives and its remainder.

    Attributes:
        expression: the function.
        variables: its variables.
        point: the point about which it is developed, one value for each variable.
        order: the highest total order of the terms.
        terms: every term, those that are zero too, the low orders first.
        domain: what the function's text wants to be real besides.

    >>> model = taylor("e^x", 0, 2)
    >>> model.polynomial, model.verify()
    (x**2/2 + x + 1, True)
    """

    expression: sp.Expr
    variables: tuple[sp.Symbol, ...]
    point: tuple[sp.Expr, ...]
    order: int
    terms: tuple[Term, ...]
    domain: tuple[sp.Expr, ...] = ()

    @property
    def polynomial(self) -> sp.Expr:
        """The polynomial, in powers of the distances from the point.

        >>> taylor("e^x", 0, 3).polynomial
        x**3/6 + x**2/2 + x + 1
        """
        return sp.Add(*(term.coefficient * self.power(term.orders) for term in self.terms))

    def power(self, orders: Orders) -> sp.Expr:
        """The product of the powers (x − a)ⁿ."""
        distances = (x - a for x, a in zip(self.variables, self.point, strict=True))
        return sp.Mul(*(distance**order for distance, order in zip(distances, orders, strict=True)))

    @cached_property
    def remainder(self) -> Remainder:
        """What the polynomial leaves out, in the form of Lagrange.

        Raises:
            TooLargeError: when the next derivatives are too long to write down.

        >>> print(taylor("sin(x)", 0, 2).remainder)
        -x^3*cos(xi)/6 with xi between 0 and x
        """
        derivatives = Derivatives(self.expression, self.variables)
        derivatives.known.update({term.orders: term.derivative for term in self.terms})
        orders = tuple(orders_of(len(self.variables), self.order + 1))
        nexts = tuple((one, derivatives.of(one)) for one in orders)
        return Remainder(self.expression, self.variables, self.point, self.order, nexts, self.domain)

    @property
    def steps(self) -> tuple[ProofStep, ...]:
        """Each derivative of the table from the one before it."""
        known = {term.orders: term.derivative for term in self.terms}
        derivatives = Derivatives(self.expression, self.variables)
        steps = []
        for term in self.terms[1:]:
            earlier, variable = derivatives.before(term.orders)
            mark = sp.Derivative(known[earlier], variable, evaluate=False)
            why = f"order {sum(term.orders)}"
            steps.append(ProofStep("differentiate again", mark, term.derivative, why, domain=(self.expression,)))
        return tuple(steps)

    def unproved(self, seconds: float = 1.0) -> tuple[ProofStep | Term, ...]:
        """The steps that are not proved, and the terms whose value or coefficient is not that of the derivative."""
        steps = [step for step in self.steps if not step.is_proved(seconds)]
        return (*steps, *(term for term in self.terms if not self._is_right(term, seconds)))

    def _is_right(self, term: Term, seconds: float) -> bool:
        value = term.derivative.subs(dict(zip(self.variables, self.point, strict=True)))
        is_value = equal(value, term.value, seconds=seconds).proved
        return is_value and equal(term.value, factorials(term.orders) * term.coefficient, seconds=seconds).proved

    def verify(self) -> bool:
        """Whether the derivatives, their values and the coefficients are all proved.

        >>> taylor("sin(x)*e^y", (0, 0), 3, "x y").verify()
        True
        """
        return self.terms[0].derivative == self.expression and not self.unproved()

    def __str__(self) -> str:
        rows = [["order", "derivative", "at the point", "coefficient"], *(self._row(term) for term in self.terms)]
        widths = [max(len(row[k]) for row in rows) for k in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([lines[0], "-" * (sum(widths) + 6), *lines[1:], f"Polynomial: {self.text()}"])

    def _row(self, term: Term) -> list[str]:
        orders = ",".join(map(str, term.orders))
        return [orders, *map(to_text, (term.derivative, term.value, term.coefficient))]

    def text(self) -> str:
        """The polynomial in ascending powers as plain text.

        >>> taylor("sin(x)", "pi/4", 2).text()
        'sqrt(2)/2 + sqrt(2)*(x - pi/4)/2 - sqrt(2)*(x - pi/4)^2/4'
        """
        return self._ascending(to_text)

    def latex(self) -> str:
        """The polynomial in ascending powers as LaTeX, without dollar signs."""
        return self._ascending(to_latex)

    def _ascending(self, write: Callable[[sp.Expr], str]) -> str:
        text = ""
        for term in self.terms:
            if term.coefficient != 0:
                shown = self._shown(term, write)
                text += f" - {shown.removeprefix('-').strip()}" if shown.startswith("-") else f" + {shown}"
        text = text.removeprefix(" + ")
        return f"-{text[3:]}" if text.startswith(" - ") else text or "0"

    def _shown(self, term: Term, write: Callable[[sp.Expr], str]) -> str:
        """One term with its distances as brackets (x - a), which SymPy would multiply out or turn round."""
        names = [sp.Symbol(f"{_PLACE}{k}{_PLACE}") for k in range(len(self.variables))]
        powers = sp.Mul(*(name**order for name, order in zip(names, term.orders, strict=True)))
        text = write(term.coefficient * powers)
        for name, variable, value in zip(names, self.variables, self.point, strict=True):
            text = text.replace(write(name), _distance(variable, value, write))
        return text

    def _repr_markdown_(self) -> str:
        head = ["| order | derivative | at the point | coefficient |", "|---|---|---|---|"]
        for term in self.terms:
            cells = (to_latex(part).replace("|", r"\vert ") for part in (term.derivative, term.value, term.coefficient))
            head.append(f"| {','.join(map(str, term.orders))} | {' | '.join(f'${cell}$' for cell in cells)} |")
        return "\n".join([*head, "", f"$$\n{to_latex(self.expression)} \\approx {self.latex()}\n$$"])

    def to_dict(self) -> dict[str, object]:
        """The polynomial and its table as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "expression": to_text(self.expression),
            "variables": [str(variable) for variable in self.variables],
            "point": [to_text(value) for value in self.point],
            "order": self.order,
            "polynomial": self.text(),
            "verified": self.verify(),
            "terms": [
                {"orders": list(term.orders), "derivative": row[1], "value": row[2], "coefficient": row[3]}
                for term, row in zip(self.terms, map(self._row, self.terms), strict=True)
            ],
        }


def taylor(
    expression: str | sp.Expr,
    at: object,
    order: int,
    variables: str | sp.Symbol | Sequence[str | sp.Symbol] | None = None,
) -> Taylor:
    """The Taylor polynomial of a function about a point.

    Args:
        expression: a text or a SymPy expression.
        at: the point: one value, a sequence with one for each variable, or a mapping from names; also symbols.
        order: the highest total order, from 0 to 60.
        variables: needed where the function has several symbols.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for a bad order, or a point where the function or a derivative has no value.
        TooLargeError: when there are too many terms or a derivative grows beyond what can be shown.

    Source: Lee's lecture, sin x about π/4 to the 10th order.

    >>> print(taylor("sin(x)", "pi/4", 2))
    order  derivative  at the point  coefficient
    --------------------------------------------
    0      sin(x)      sqrt(2)/2     sqrt(2)/2
    1      cos(x)      sqrt(2)/2     sqrt(2)/2
    2      -sin(x)     -sqrt(2)/2    -sqrt(2)/4
    Polynomial: sqrt(2)/2 + sqrt(2)*(x - pi/4)/2 - sqrt(2)*(x - pi/4)^2/4
    """
    if isinstance(order, bool) or not isinstance(order, int) or not 0 <= order <= _MAX_ORDER:
        raise ArgumentError(f"order is {order!r}: a whole number from 0 to {_MAX_ORDER} is wanted")
    symbols = as_symbols(variables) if variables is not None else None
    function, domain = _read(expression, symbols or ())
    symbols = symbols or _only(function)
    check_size(len(symbols), order)
    point = as_point(at, symbols)
    check_real((function, *domain), point)
    derivatives = Derivatives(function, symbols)
    terms = tuple(_term(derivatives, orders, point) for orders in orders_up_to(len(symbols), order))
    check_derivatives({term.orders: term.value for term in terms}, derivatives, point)
    return Taylor(function, symbols, tuple(point[symbol] for symbol in symbols), order, terms, domain)


def _read(expression: str | sp.Expr, symbols: Sequence[sp.Symbol]) -> tuple[sp.Expr, tuple[sp.Expr, ...]]:
    """The function, and what its text wants to be real besides."""
    if not isinstance(expression, str):
        return carry_out(as_expression(expression)), ()
    reading = read(expression, [str(symbol) for symbol in symbols])
    return carry_out(reading.expression), reading.domain


def _only(function: sp.Expr) -> tuple[sp.Symbol, ...]:
    if len(function.free_symbols) != 1:
        names = ", ".join(sorted(map(str, function.free_symbols))) or "none"
        raise ArgumentError(f"variables is None, and the function has the symbols {names}: say which are its variables")
    return tuple(function.free_symbols)


def _term(derivatives: Derivatives, orders: Orders, point: dict[sp.Symbol, sp.Expr]) -> Term:
    derivative = derivatives.of(orders)
    value = derivative.subs(point)
    value = value.replace(lambda part: isinstance(part, softplus) and part.is_number, lambda part: part.rewrite(sp.exp))
    if value.has(sp.nan, sp.zoo, sp.oo, sp.I):
        raise ArgumentError(f"at is {where(point)}: a point where {to_text(derivative)} has a real value is wanted")
    return Term(orders, derivative, value, value / factorials(orders))


def _distance(variable: sp.Symbol, value: sp.Expr, write: Callable[[sp.Expr], str]) -> str:
    if value == 0:
        return write(variable)
    shown = write(value)
    if value.is_Add:
        shown = f"({shown})"
    sign = "+" if shown.startswith("-") else "-"
    text = f"{write(variable)} {sign} {shown.removeprefix('-').strip()}"
    return rf"\left({text}\right)" if write is to_latex else f"({text})"
