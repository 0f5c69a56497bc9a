"""The lecture's table ξ₁ … ξ_k: an expression cut into links, each with its local partial derivatives and their values.

Source: Protopapas and Glickman, CS109B, *Gradient Descent*: the derivative is the product of the column; where a link
depends on several earlier ones it is the sum of such products over all paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.boundaries import inside_link, may_stay, off_the_boundary
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.learner_rows import learner_table
from gdtutor.calculus.notation import as_expression, as_symbol
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.table_check import TableCheck, TableJudge
from gdtutor.calculus.verification import verify_equality
from gdtutor.errors import ArgumentError, TooLargeError

Rows = str | Iterable[Sequence[str] | Mapping[str, str]]

_MAX_LINKS = 60
_MAX_TIDY = 60  # operations of an expression whose fractions are still gathered


@dataclass(frozen=True)
class Local:
    """One local partial derivative of a link.

    Attributes:
        of: the earlier link (or the variable) with respect to which it is taken.
        partial: the derivative in terms of the links.
        value: the same in terms of the inputs.
    """

    of: sp.Symbol
    partial: sp.Expr
    value: sp.Expr


@dataclass(frozen=True)
class Link:
    """One row of the table.

    Attributes:
        symbol: the name of the link, ξ₁ … ξ_k or the name of the whole.
        link: its definition in terms of the links before it.
        locals: its local partial derivatives, one for each earlier link that it depends on.
        in_inputs: what it stands for in terms of the inputs.
    """

    symbol: sp.Symbol
    link: sp.Expr
    locals: tuple[Local, ...]
    in_inputs: sp.Expr

    @property
    def partial(self) -> sp.Expr:
        """The local partial derivative of a link that depends on one earlier link."""
        return self._only().partial

    @property
    def value(self) -> sp.Expr:
        """The value of that partial derivative in the inputs."""
        return self._only().value

    def _only(self) -> Local:
        if len(self.locals) != 1:
            raise ArgumentError(f"{self.symbol} depends on {len(self.locals)} links: look at its locals")
        return self.locals[0]


@dataclass(frozen=True)
class ChainTable:
    """All links of an expression, from the innermost to the whole.

    Attributes:
        expression: the whole.
        variable: the variable of the derivative.
        links: the rows.

    >>> table = chain_table("e^(-w*x)", "w")
    >>> [(row.symbol, row.link, row.partial) for row in table.links]
    [(xi_1, -w*x, -x), (L, exp(xi_1), exp(xi_1))]
    """

    expression: sp.Expr
    variable: sp.Symbol
    links: tuple[Link, ...]

    @property
    def is_chain(self) -> bool:
        """Whether every link depends on one other, so that the derivative is one product."""
        return all(len(link.locals) == 1 for link in self.links)

    @property
    def product(self) -> sp.Expr:
        """The derivative: the product of the column, or the sum of the products over all paths.

        >>> chain_table("-y*log(1/(1+e^(-w*x)))", "w").product
        -x*y/(exp(w*x) + 1)
        """
        total = {self.variable: sp.Integer(1)}
        for link in self.links:
            total[link.symbol] = sp.Add(*(local.value * total[local.of] for local in link.locals))
        return gathered(total[self.links[-1].symbol])

    def paths(self) -> Iterator[tuple[sp.Symbol, ...]]:
        """The ways from the whole down to the variable, each as the links that it passes."""
        by_name = {link.symbol: link for link in self.links}
        pending: list[tuple[sp.Symbol, ...]] = [(self.links[-1].symbol,)]
        while pending:
            path = pending.pop()
            if path[-1] == self.variable:
                yield path
            else:
                pending.extend((*path, local.of) for local in reversed(by_name[path[-1]].locals))

    def verify(self) -> bool:
        """Whether every partial, every value and the product are proved, by SymPy's differentiation.

        >>> chain_table("-y*log(1/(1+e^(-w*x)))", "w").verify()
        True
        """
        inputs = {link.symbol: link.in_inputs for link in self.links}
        for link in self.links:
            if not verify_equality(link.in_inputs, link.link.subs(inputs), [self.expression]):
                return False
            for local in link.locals:
                mark = sp.Derivative(link.link, local.of)
                if not verify_equality(mark, local.partial, [link.link]):
                    return False
                if not verify_equality(local.partial.subs(inputs), local.value, [self.expression]):
                    return False
        return bool(verify_equality(sp.Derivative(self.expression, self.variable), self.product, [self.expression]))

    def check(self, rows: Rows, product: str = "") -> TableCheck:
        """Judge a learner's own table cell by cell; only the guilty cells are blamed.

        Args:
            rows: tuples (link, partial, value), or text, see ``gdtutor.calculus.learner_rows``.
            product: the product of the column, where it is not the last row.

        Raises:
            ArgumentError: if there are no rows, or one has no link.

        >>> rows = [("u = 3w + 1", "3", "3"), ("L = u^2", "u", "2(3w + 1)")]
        >>> print(chain_table("(3w + 1)^2", "w").check(rows, product="6(3w+1)"))
        Row 2, partial: this partial is wrong
        """
        return TableJudge(self, learner_table(rows, product)).judge()

    def _cells(self, show: bool) -> list[tuple[str, str, str]]:
        write = to_latex if show else to_text
        rows = []
        for link in self.links:
            names = [_quotient(write(link.symbol), write(local.of), show) for local in link.locals]
            separator = r",\; " if show else ", "
            rows.append(
                (
                    f"{write(link.symbol)} = {write(link.link)}",
                    separator.join(f"{n} = {write(p.partial)}" for n, p in zip(names, link.locals, strict=True)),
                    separator.join(f"{n} = {write(p.value)}" for n, p in zip(names, link.locals, strict=True)),
                )
            )
        whole = _quotient(write(self.links[-1].symbol), write(self.variable), show)
        rows.append(
            ("product of the column" if self.is_chain else "sum over the paths", "", f"{whole} = {write(self.product)}")
        )
        return rows

    def __str__(self) -> str:
        rows = [("link", "local partial", "value in the inputs"), *self._cells(show=False)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([lines[0], "-" * (sum(widths) + 4), *lines[1:]])

    def _repr_markdown_(self) -> str:
        rows = self._cells(show=True)
        shown = [f"| ${a}$ | ${b}$ | ${c}$ |" for a, b, c in rows[:-1]]
        last = f"| {rows[-1][0]} | | ${rows[-1][2]}$ |"
        return "\n".join(["| link | local partial | value in the inputs |", "|---|---|---|", *shown, last])


def gathered(expression: sp.Expr) -> sp.Expr:
    """A fraction of fractions as one fraction, where it is small; anything else as it is.

    >>> x = sp.Symbol("x")
    >>> gathered(1 / (1 - 1 / (1 + x)))
    (x + 1)/x
    """
    nested = any(power.exp.is_negative and power.base.is_Add for power in expression.atoms(sp.Pow))
    if not nested or expression.count_ops() > _MAX_TIDY:
        return expression
    found = sp.factor_terms(sp.cancel(sp.together(expression)))
    return found if found.count_ops() < expression.count_ops() else expression


def _quotient(above: str, below: str, show: bool) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}" if show else f"d{above}/d{below}"


def chain_table(expression: str | sp.Expr, variable: str | sp.Symbol, name: str = "xi", whole: str = "L") -> ChainTable:
    """Cut an expression into links as CS109B does, and differentiate each link by itself.

    Args:
        expression: a text or a SymPy expression that depends on ``variable``.
        variable: the variable of the derivative.
        name: the letter of the links; ``xi`` gives ξ₁, ξ₂, …
        whole: the name of the last link.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: if the expression does not depend on the variable.
        TooLargeError: for more links than a table can show.

    Source: CS109B, the tables for L_A and L_B of logistic regression.

    >>> print(chain_table("(3w + 1)^2", "w"))
    link                   local partial      value in the inputs
    -------------------------------------------------------------
    xi_1 = 3*w + 1         dxi_1/dw = 3       dxi_1/dw = 3
    L = xi_1^2             dL/dxi_1 = 2*xi_1  dL/dxi_1 = 6*w + 2
    product of the column                     dL/dw = 18*w + 6
    """
    function, symbol = as_expression(expression), as_symbol(variable)
    if symbol not in function.free_symbols:
        raise ArgumentError(f"variable is {symbol}: a variable that occurs in {to_text(function)} is wanted")
    if function.has(sp.Derivative, sp.Subs):
        raise ArgumentError(f"expression is {to_text(function)}: expected a function without derivatives in it")
    taken = {str(used) for used in function.free_symbols}
    if name in taken or whole in taken or any(used.startswith(name + "_") for used in taken):
        raise ArgumentError(
            f"name is {name!r} and whole is {whole!r}: names that do not occur in the expression are wanted"
        )
    return _Cutter(symbol, name, whole).table(function)


class _Cutter:
    """Cuts an expression from the inside to the outside; equal parts become one link."""

    def __init__(self, variable: sp.Symbol, name: str, whole: str) -> None:
        self.variable, self.name, self.whole = variable, name, whole
        self.symbols: dict[sp.Expr, sp.Symbol] = {variable: variable}
        self.links: list[Link] = []

    def table(self, expression: sp.Expr) -> ChainTable:
        self.cut(expression, outermost=True)
        return ChainTable(expression, self.variable, tuple(self.links))

    def cut(self, expression: sp.Expr, outermost: bool = False) -> sp.Symbol:
        """The symbol of the link for ``expression``, made with all links before it where it is new."""
        if expression in self.symbols and not outermost:
            return self.symbols[expression]
        parts = self.dependent_parts(expression)
        names = {part: self.cut(part) for part in parts}
        if len(self.links) >= _MAX_LINKS:
            raise TooLargeError(f"this would be a table of more than {_MAX_LINKS} links")
        symbol = sp.Symbol(self.whole if outermost else f"{self.name}_{len(self.links) + 1}")
        link = self.written(expression, names)
        self.links.append(Link(symbol, link, self.local_partials(link, names), expression))
        self.symbols[expression] = symbol
        return symbol

    def dependent_parts(self, expression: sp.Expr) -> list[sp.Expr]:
        """The parts that become links of their own; constant factors and summands belong to the link itself."""
        if isinstance(expression, sp.Piecewise):
            return [self.variable]  # one link, for a value without its condition is none
        if expression.is_Add:
            rests = (term.as_independent(self.variable, as_Add=False)[1] for term in expression.as_ordered_terms())
            return list(dict.fromkeys(rest for rest in rests if rest != 1))
        rest = expression.as_independent(self.variable, as_Add=False)[1]
        if rest != expression or not expression.args:
            return [rest]
        return list(dict.fromkeys(part for part in expression.args if self.variable in part.free_symbols))

    def written(self, expression: sp.Expr, names: dict[sp.Expr, sp.Symbol]) -> sp.Expr:
        """The expression with its parts replaced by the names of their links, on its own level only."""
        if expression.is_Add:
            return sp.Add(*(self.written_term(term, names) for term in expression.args))
        return self.written_term(expression, names)

    def written_term(self, term: sp.Expr, names: dict[sp.Expr, sp.Symbol]) -> sp.Expr:
        constant, rest = term.as_independent(self.variable, as_Add=False)
        if rest in names:
            return constant * names[rest]
        if rest == 1:
            return term
        return term.func(*(names.get(part, part) for part in term.args))

    def local_partials(self, link: sp.Expr, names: dict[sp.Expr, sp.Symbol]) -> tuple[Local, ...]:
        inputs = {symbol: part for part, symbol in self.symbols.items()}
        parents = list(names.values())
        guard = inside_link(link, {symbol for part, symbol in names.items() if may_stay(part)})
        slopes = [off_the_boundary(slope, guard) for slope in partials(link, parents)]
        found = zip(parents, slopes, strict=True)
        return tuple(Local(parent, partial, gathered(partial.xreplace(inputs))) for parent, partial in found)
