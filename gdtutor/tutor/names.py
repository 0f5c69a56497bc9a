"""What the names of a working stand for: u = x^2, f(x) = sin x, x = 2; and how they are put into its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.notation import as_symbol, read
from gdtutor.errors import ArgumentError

_SEPARATOR = re.compile(r"[;\n]")
_NOTHING: frozenset[sp.Symbol] = frozenset()


def definitions(text: str) -> dict[str, str]:
    """What letters stand for, from a text: each letter with its formula, separated by ``;`` or by lines.

    Raises:
        ArgumentError: for what is no definition, and for a letter that is defined twice.

    >>> definitions("p = 1/(1+e^(-z)); z = w*x")
    {'p': '1/(1+e^(-z))', 'z': 'w*x'}
    """
    found: dict[str, str] = {}
    for part in filter(str.strip, _SEPARATOR.split(text)):
        letter, sign, formula = (piece.strip() for piece in part.partition("="))
        if not (letter and sign and formula):
            raise ArgumentError(f"where has {part.strip()!r}: a letter and its formula are wanted, such as p = 2x")
        if letter in found:
            raise ArgumentError(f"where defines {letter} twice")
        found[letter] = formula
    return found


@dataclass
class Names:
    """The definitions of one working, in their order.

    Attributes:
        meanings: each name with what it stands for, as it was written.
        parameters: for a name that is a function, f(x), the letter of its argument.

    >>> x, u, y = sp.symbols("x u y")
    >>> names = Names({u: x**2, y: sp.sin(u)})
    >>> names.put_in(y * x), names.put_in(sp.Derivative(y, u))
    (x*sin(x**2), cos(x**2))
    """

    meanings: dict[sp.Symbol, sp.Expr] = field(default_factory=dict)
    parameters: dict[sp.Symbol, sp.Symbol] = field(default_factory=dict)

    @classmethod
    def defined(cls, where: Mapping[str, str]) -> Names:
        """What a question's letters stand for, as texts.

        Raises:
            ArgumentError: for what is no letter, and for letters that are defined through each other.
            UnreadableError: for a definition that cannot be read.

        >>> Names.defined({"r": "z^2 - z", "z": "w*x"}).put_in(sp.Symbol("r"))
        w**2*x**2 - w*x
        """
        letters = [as_symbol(letter) for letter in where]
        formulas = (read(formula, map(str, letters)).expression for formula in where.values())
        names = cls(dict(zip(letters, formulas, strict=True)))
        for letter in letters:
            names.put_in(letter)
        return names

    def put_in(self, expression: sp.Expr, kept: frozenset[sp.Symbol] = _NOTHING) -> sp.Expr:
        """The expression with everything that names stand for put in; the names ``kept`` stay.

        A mark d/dx stays a mark where x is no name that is put in; d/du of something is carried out first.

        Raises:
            ArgumentError: for names that are defined through each other.
        """
        if not self.meanings:
            return expression
        return self._put_in(expression, kept, len(self.meanings) + 1)

    def _put_in(self, node: sp.Expr, kept: frozenset[sp.Symbol], depth: int) -> sp.Expr:
        if depth < 0:
            letters = ", ".join(map(str, self.meanings))
            how = "are defined through each other" if len(self.meanings) > 1 else "is defined through itself"
            raise ArgumentError(f"{letters} {how}")
        if node.is_Symbol:
            return node if node in kept or node not in self.meanings else self._meaning(node, kept, depth)
        if isinstance(node, sp.Derivative):
            return self._mark(node, kept, depth)
        if isinstance(node, sp.Subs):
            inner = carry_out(self._put_in(node.expr, kept | set(node.variables), depth))
            places = [self._put_in(place, kept, depth) for place in node.point]
            if inner.has(sp.Derivative):  # of a function that nothing was said about
                return sp.Subs(inner, node.variables, places)
            return inner.xreplace(dict(zip(node.variables, places, strict=True)))
        if isinstance(node, AppliedUndef):
            return self._applied(node, kept, depth)
        if not node.args:
            return node
        return node.func(*(self._put_in(part, kept, depth) for part in node.args))

    def _meaning(self, name: sp.Symbol, kept: frozenset[sp.Symbol], depth: int) -> sp.Expr:
        return self._put_in(self.meanings[name], kept, depth - 1)

    def _mark(self, mark: sp.Derivative, kept: frozenset[sp.Symbol], depth: int) -> sp.Expr:
        variables = {variable for variable in mark.variables if variable.is_Symbol}
        inner = self._put_in(mark.expr, kept | variables, depth)
        made = sp.Derivative(inner, *mark.variable_count, evaluate=False)
        if not variables & (self.meanings.keys() - kept):
            return made
        if len(mark.variables) == 1 and not variables & inner.free_symbols:
            return self._ratio(mark, kept, depth)
        return self._put_in(carry_out(made), kept, depth - 1)

    def _ratio(self, mark: sp.Derivative, kept: frozenset[sp.Symbol], depth: int) -> sp.Expr:
        """dy/du for a y that was given in x, as u is too: dy/dx over du/dx; 0 where they have no variable in common."""
        above, below = (self._put_in(side, kept, depth) for side in (mark.expr, *mark.variables))
        shared = sorted(above.free_symbols & below.free_symbols, key=str)
        if len(shared) != 1:
            return sp.Integer(0)
        slopes = [carry_out(sp.Derivative(side, *shared)) for side in (above, below)]
        return slopes[0] / slopes[1] if slopes[1] != 0 else sp.Integer(0)

    def _applied(self, node: AppliedUndef, kept: frozenset[sp.Symbol], depth: int) -> sp.Expr:
        """f(u) for a function that was given: its formula with u in place of its argument."""
        name = sp.Symbol(node.func.__name__)
        arguments = [self._put_in(part, kept, depth) for part in node.args]
        if name not in self.parameters or len(arguments) != 1:
            return node.func(*arguments)
        parameter = self.parameters[name]
        return self._put_in(self.meanings[name], kept | {parameter}, depth - 1).xreplace({parameter: arguments[0]})
