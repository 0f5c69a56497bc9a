"""The vector chain rule: z depends on y₁ … yₘ, each of which depends on x₁ … xₙ; long chains sum over all paths.

Source: CS109B: ∂z/∂xᵢ = Σⱼ ∂z/∂yⱼ · ∂yⱼ/∂xᵢ, and for longer chains the sum over j₁ … jₘ of the products along the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import sympy as sp

from gdtutor.calculus.chain_table import gathered
from gdtutor.calculus.notation import as_symbol
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.calculus.proving.proof import ProofStep
from gdtutor.calculus.several.gradient import Gradient, gradient
from gdtutor.calculus.variables import as_symbols, read_with
from gdtutor.errors import ArgumentError, TooLargeError

_MAX_PATHS = 200

Layer = tuple[Gradient, ...]


@dataclass(frozen=True)
class PathTerm:
    """One summand of the chain rule: the product of the local partial derivatives along a path.

    Attributes:
        path: from the name of the whole down to the variable.
        partials: the local partial derivative of each link of the path with respect to the next.
        value: their product in terms of the inputs.
    """

    path: tuple[sp.Symbol, ...]
    partials: tuple[sp.Expr, ...]
    value: sp.Expr


@dataclass(frozen=True)
class VectorChain:
    """A function of functions of several variables, and its derivatives by the chain rule.

    Attributes:
        whole: the name of the outermost function.
        names: the names of each layer, the outermost first; the last ones are the variables.
        layers: the gradients of the functions, those of the outermost layer first.

    >>> vector_chain("y_1*y_2", {"y_1": "x", "y_2": "x^2"}, "x").verify()
    True
    """

    whole: sp.Symbol
    names: tuple[tuple[sp.Symbol, ...], ...]
    layers: tuple[Layer, ...]

    @property
    def variables(self) -> tuple[sp.Symbol, ...]:
        """x₁ … xₙ."""
        return self.names[-1]

    @property
    def expression(self) -> sp.Expr:
        """The whole in terms of the variables.

        >>> vector_chain("y_1*y_2", {"y_1": "x^2", "y_2": "sin(x)"}, "x").expression
        x**2*sin(x)
        """
        return self._in_inputs(self.layers[0][0].expression, 0)

    def _in_inputs(self, expression: sp.Expr, level: int) -> sp.Expr:
        """What stands in the names of a layer, with all lower layers put in."""
        for names, layer in zip(self.names[level:-1], self.layers[level + 1 :], strict=True):
            put_in = {name: link.expression for name, link in zip(names, layer, strict=True)}
            expression = expression.xreplace(put_in)
        return expression

    def terms(self, variable: str | sp.Symbol) -> tuple[PathTerm, ...]:
        """The summands of the derivative with respect to a variable; those that are zero are left out.

        >>> [str(term.value) for term in vector_chain("y_1*y_2", {"y_1": "x^2", "y_2": "sin(x)"}, "x").terms("x")]
        ['2*x*sin(x)', 'x**2*cos(x)']
        """
        symbol = as_symbol(variable)
        if symbol not in self.variables:
            raise ArgumentError(f"variable is {symbol}: one of {', '.join(map(str, self.variables))} is wanted")
        return tuple(self._paths((self.whole,), (), self.layers[0][0], 0, symbol))

    def _paths(
        self, path: tuple[sp.Symbol, ...], partials: tuple[sp.Expr, ...], link: Gradient, level: int, end: sp.Symbol
    ) -> Iterator[PathTerm]:
        for place, (name, component) in enumerate(zip(link.variables, link.components, strict=True)):
            if component.result == 0 or (level == len(self.layers) - 1 and name != end):
                continue
            longer, more = (*path, name), (*partials, component.result)
            if level == len(self.layers) - 1:
                value = prod((self._in_inputs(p, k) for k, p in enumerate(more)), start=sp.Integer(1))
                yield PathTerm(longer, more, gathered(value))
            else:
                yield from self._paths(longer, more, self.layers[level + 1][place], level + 1, end)

    def partial(self, variable: str | sp.Symbol) -> sp.Expr:
        """The derivative with respect to a variable, in terms of the variables: the sum over the paths.

        >>> vector_chain("y_1*y_2", {"y_1": "x^2", "y_2": "sin(x)"}, "x").partial("x")
        x**2*cos(x) + 2*x*sin(x)
        """
        return sp.Add(*(term.value for term in self.terms(variable)))

    @property
    def steps(self) -> tuple[ProofStep, ...]:
        """For each variable: the derivative of the whole is the sum over the paths, and each value its product."""
        steps, domain = [], (self.expression,)
        for variable in self.variables:
            for term in self.terms(variable):
                product = prod((self._in_inputs(p, k) for k, p in enumerate(term.partials)), start=sp.Integer(1))
                steps.append(ProofStep(_along(term.path), product, term.value, "in the inputs", domain=domain))
            mark, found = sp.Derivative(self.expression, variable, evaluate=False), self.partial(variable)
            steps.append(ProofStep("chain rule", mark, found, "the sum over all paths", domain=domain))
        return tuple(steps)

    def verify(self) -> bool:
        """Whether every local partial derivative, every product and every sum is proved.

        >>> vector_chain("y_1*y_2", {"y_1": "x^2", "y_2": "sin(x)"}, "x").verify()
        True
        """
        links = all(link.verify() for layer in self.layers for link in layer)
        return links and all(step.is_proved() for step in self.steps)

    def __str__(self) -> str:
        lines = [f"{self.whole} = {to_text(self.layers[0][0].expression)}"]
        for names, layer in zip(self.names[:-1], self.layers[1:], strict=True):
            lines += [f"{name} = {to_text(link.expression)}" for name, link in zip(names, layer, strict=True)]
        for variable in self.variables:
            lines += ["", f"d{self.whole}/d{variable} = {' + '.join(map(_quotients, self.terms(variable))) or '0'}"]
            lines += [f"  {_quotients(t)} = {_product(t)} = {to_text(t.value)}" for t in self.terms(variable)]
            lines.append(f"  sum: {to_text(self.partial(variable))}")
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        parts = []
        for variable in self.variables:
            rows = [
                f"| ${_quotients(term, show=True)}$ | ${_product(term, show=True)}$ | ${to_latex(term.value)}$ |"
                for term in self.terms(variable)
            ]
            whole = rf"\frac{{\partial {to_latex(self.whole)}}}{{\partial {to_latex(variable)}}}"
            last = f"| sum over the paths | | ${whole} = {to_latex(self.partial(variable))}$ |"
            parts.append("\n".join(["| path | local partials | value in the inputs |", "|---|---|---|", *rows, last]))
        return "\n\n".join(parts)

    def to_dict(self) -> dict[str, object]:
        """The paths and sums as strings, for JSON; ``verified`` is what ``verify()`` finds."""
        return {
            "expression": to_text(self.expression),
            "verified": self.verify(),
            "derivatives": {
                str(variable): {
                    "paths": [
                        {
                            "path": [str(name) for name in term.path],
                            "partials": [to_text(p) for p in term.partials],
                            "value": to_text(term.value),
                        }
                        for term in self.terms(variable)
                    ],
                    "sum": to_text(self.partial(variable)),
                }
                for variable in self.variables
            },
        }


def _along(path: tuple[sp.Symbol, ...]) -> str:
    return "path " + " -> ".join(map(str, path))


def _quotients(term: PathTerm, show: bool = False) -> str:
    pairs = zip(term.path, term.path[1:], strict=False)
    if show:
        return r" \cdot ".join(rf"\frac{{\partial {to_latex(a)}}}{{\partial {to_latex(b)}}}" for a, b in pairs)
    return "*".join(f"d{a}/d{b}" for a, b in pairs)


def _product(term: PathTerm, show: bool = False) -> str:
    if show:
        return r" \cdot ".join(rf"\left({to_latex(p)}\right)" if p.is_Add else to_latex(p) for p in term.partials)
    return " * ".join(f"({to_text(p)})" if p.is_Add else to_text(p) for p in term.partials)


def vector_chain(
    outer: str | sp.Expr,
    layers: Mapping[str, str | sp.Expr] | Sequence[Mapping[str, str | sp.Expr]],
    variables: str | sp.Symbol | Sequence[str | sp.Symbol],
    whole: str = "z",
) -> VectorChain:
    """Differentiate a function of functions by the vector chain rule, path by path.

    Args:
        outer: the outermost function, in the names of the first layer.
        layers: for each name of a layer its function, in the names of the next layer, or of the variables at the end;
            one mapping, or a sequence of them from the outside to the inside.
        variables: x₁ … xₙ.
        whole: the name of the outermost function.

    Raises:
        UnreadableError: if a text cannot be read.
        ArgumentError: for a layer without names, or a name that is used twice.
        TooLargeError: for more paths than can be written down.

    Source: CS109B, the chain rule for vectors and for longer chains.

    >>> print(vector_chain("y_1^2*y_2", {"y_1": "x_1 + x_2", "y_2": "x_1*x_2"}, "x_1"))
    z = y_1^2*y_2
    y_1 = x_1 + x_2
    y_2 = x_1*x_2
    <BLANKLINE>
    dz/dx_1 = dz/dy_1*dy_1/dx_1 + dz/dy_2*dy_2/dx_1
      dz/dy_1*dy_1/dx_1 = 2*y_1*y_2 * 1 = 2*x_1*x_2*(x_1 + x_2)
      dz/dy_2*dy_2/dx_1 = y_1^2 * x_2 = x_2*(x_1 + x_2)^2
      sum: 2*x_1*x_2*(x_1 + x_2) + x_2*(x_1 + x_2)^2
    """
    if not isinstance(layers, Iterable):
        raise ArgumentError(f"layers is {layers!r}: expected mappings from names to functions")
    given = [layers] if isinstance(layers, Mapping) else list(layers)
    if not given or not all(isinstance(layer, Mapping) and layer for layer in given):
        raise ArgumentError(f"layers is {layers!r}: one or more mappings from names to functions are wanted")
    names = (*(as_symbols(list(layer)) for layer in given), as_symbols(variables))
    flat = [as_symbol(whole), *(name for layer in names for name in layer)]
    if len(set(flat)) < len(flat):
        raise ArgumentError(f"the names are {', '.join(map(str, flat))}: every name once is wanted")
    if prod(map(len, names)) > _MAX_PATHS:
        raise TooLargeError(f"a chain of more than {_MAX_PATHS} paths is not written down")
    functions = [[outer], *(layer.values() for layer in given)]
    found = tuple(
        tuple(gradient(read_with(function, below), below) for function in layer)
        for layer, below in zip(functions, names, strict=True)
    )
    _check_names(found, names)
    return VectorChain(as_symbol(whole), names, found)


def _check_names(layers: tuple[Layer, ...], names: tuple[tuple[sp.Symbol, ...], ...]) -> None:
    """Every layer may speak of the next one, and of letters that are no names at all, but not of other layers."""
    everything = {name for layer in names for name in layer}
    for layer, below in zip(layers, names, strict=True):
        for link in layer:
            strange = (link.expression.free_symbols & everything) - set(below)
            if strange:
                name, known = to_text(link.expression), ", ".join(map(str, below))
                raise ArgumentError(f"a function is {name}: only names of the next layer ({known}) are wanted")
