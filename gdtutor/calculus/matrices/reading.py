"""Read mathematics of vectors and matrices: the grammar of ``notation``, with the order of factors kept.

``X^T (X w - y)`` or ``X.T*(X*w - y)`` is a product, ``|u|^2`` a squared length, ``sigmoid(X w)`` acts on every
component, ``u ∘ v`` multiplies component by component, ``sum(u)`` and ``1^T u`` add up the components, ``tr(A)`` is a
trace, ``ones`` a column of ones, ``diag(u)`` a diagonal matrix. Letters without a shape are numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from gdtutor.calculus.language.build import Builder
from gdtutor.calculus.language.grammar import Parser
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.matrices.jacobian_rules import shown
from gdtutor.calculus.matrices.numbers_of import number_of
from gdtutor.calculus.matrices.pieces import as_function, flat, is_matrix, is_single, is_transpose
from gdtutor.calculus.matrices.symbols import Elementwise, elementwise, squared_norm, total, trace
from gdtutor.errors import UnreadableError

Letters = Mapping[str, sp.MatrixSymbol]
_COMPONENT = sp.Symbol("z")
_WORDS = frozenset({"sum", "tr", "trace", "diag", "ones"})
_LEFT_SIDE = re.compile(r"\s*(?:∇|\\nabla|grad\b|[d∂]|\\frac\s*\{\s*(?:d|∂|\\partial))[^=]*=")
_APPLIED = _WORDS - {"ones"}
# other signs for transposes, ones and products; each as long as what stands for it, so that positions stay right
_OTHERWISE = {"\\top": "T   ", "\\intercal": "T        ", "^⊤": "^T", r"\mathbf{1}": "ones      ", ".T": "^T", "@": "*"}


def read_matrices(text: str, letters: Letters) -> sp.Expr:
    """The matrix expression that a text says; a number where no vector or matrix occurs in it.

    Args:
        text: plain text or LaTeX.
        letters: the vectors and matrices by name; all other names are numbers.

    Raises:
        UnreadableError: with a sentence and the position, also where shapes do not fit.

    >>> X, w, y = (sp.MatrixSymbol(*of) for of in (("X", 3, 2), ("w", 2, 1), ("y", 3, 1)))
    >>> read_matrices("X^T (Xw - y)", {"X": X, "w": w, "y": y})
    X.T*(X*w - y)
    """
    parser = _MatrixParser(_plain(text, letters), letters)
    try:
        made = _MatrixBuilder(text, letters).build(parser.whole())
    except RecursionError:
        raise UnreadableError("this is nested too deep", text) from None
    if isinstance(made, _Ones):
        raise UnreadableError("the length of these ones cannot be told here", text)
    return made


def _plain(text: str, letters: Letters) -> str:
    """The text without its left side, transposes as ``^T``; of the same length, so that positions stay right.

    ``.T`` is how NumPy, SymPy and this package's own output write a transpose, ``X'`` how statisticians do, and ``X^t``
    is usual in France; NumPy's ``@`` is a product.
    """
    left = _LEFT_SIDE.match(text)
    if left:
        text = " " * left.end() + text[left.end() :]
    for written, meant in _OTHERWISE.items():
        text = text.replace(written, meant)
    if not letters:
        return text
    text = text if "t" in letters else text.replace("ᵗ", "ᵀ")
    letter = "|".join(map(re.escape, sorted(letters, key=len, reverse=True)))
    text = re.sub(rf"((?<![A-Za-z])(?:{letter})+|\))['′’]", lambda found: found[1] + "ᵀ", text)
    return text if "t" in letters else re.sub(rf"(?<![A-Za-z])((?:{letter})+)\^t(?!\w)", r"\1^T", text)


class _MatrixParser(Parser):
    """The grammar of numbers with ``sum(u)``, ``tr(A)`` and ``diag(u)``."""

    def __init__(self, text: str, letters: Letters) -> None:
        super().__init__(text, frozenset(letters) | _WORDS | {"T"})
        self.applied = _APPLIED - letters.keys()

    def word(self) -> Node:
        token = self.token
        if token.text not in self.applied or self.ahead().kind != "(":
            return super().word()
        self.take()
        arguments = self.arguments()
        if len(arguments) != 1:
            raise self.error(f"{token.text} takes one argument, here are {len(arguments)}", token.start)
        return Node("call", token.text, arguments, token.start, arguments[0].end)


class _Ones:
    """A column of ones, or a row, whose length its neighbour in a product tells."""

    def __init__(self, is_row: bool = False) -> None:
        self.is_row = is_row


class _MatrixBuilder:
    """Builds the parts of one text."""

    def __init__(self, text: str, letters: Letters) -> None:
        self.text, self.letters = text, letters
        self.numbers = Builder(text)

    def build(self, node: Node) -> Any:
        """The expression of ``node``."""
        if not self._has_matrices(node):
            return self.numbers.build(node)
        if node.kind not in _KINDS:
            raise self.error("vectors and matrices cannot stand here", node)
        return _KINDS[node.kind](self, node)

    def error(self, reason: str, node: Node) -> UnreadableError:
        """A complaint about a part of the text."""
        return UnreadableError(reason, self.text, node.start)

    def _has_matrices(self, node: Node) -> bool:
        words = {"name": lambda part: self._is_known(part.value), "call": lambda part: part.value in _APPLIED}
        return any(is_transpose(part) or words.get(part.kind, lambda _: False)(part) for part in node.walk())

    def _is_known(self, name: str) -> bool:
        return name in self.letters or name in _WORDS

    def name(self, node: Node) -> Any:
        """A letter with a shape, or a column of ones."""
        if node.value in self.letters:
            return self.letters[node.value]
        if node.value == "ones":
            return _Ones()
        raise self.error(f"{node.value} wants its argument in brackets: {node.value}(…)", node)

    def add(self, node: Node) -> Any:
        """A sum: of one shape; a number is added to every component of a function of every component."""
        parts = [self.build(part) for part in node.arguments]
        shapes = {part.shape for part in parts if is_matrix(part)}
        if any(isinstance(part, _Ones) for part in parts) and len(shapes) == 1:
            rows, columns = shapes.pop()
            parts = [sp.OneMatrix(rows, columns) if isinstance(part, _Ones) else part for part in parts]
            shapes = {(rows, columns)}
        if all(map(is_single, parts)) and not all(map(is_matrix, parts)):
            return sp.Add(*map(number_of, parts))
        for part, written in zip(parts, node.arguments, strict=True):
            if isinstance(part, _Ones):
                raise self.error("the length of these ones cannot be told here", written)
        if len(shapes) > 1:
            here = " and ".join(map(shown, sorted(shapes, key=str)))
            raise self.error(f"a sum wants one shape, here are {here}", node)
        if all(map(is_matrix, parts)):
            return sp.MatAdd(*parts, evaluate=False)
        return self._with_numbers(parts, node)

    def _with_numbers(self, parts: list[Any], node: Node) -> Any:
        """A number and vectors: it is added to every component, as in 1 − σ(u)."""
        matrices = [part for part in parts if is_matrix(part)]
        number = sp.Add(*(part for part in parts if not is_matrix(part)))
        functions = [function for part in matrices if (function := as_function(part))]
        if len(functions) == len(matrices) and len({function.vector for function in functions}) == 1:
            bodies = [function.function.expr for function in functions]
            return elementwise(sp.Add(number, *bodies), functions[0].vector)
        shape = matrices[0].shape
        if shape[1] != 1:
            raise self.error("a number is added to a matrix here", node)
        return sp.MatAdd(*matrices, self._times([number, sp.OneMatrix(*shape)], node), evaluate=False)

    def negative(self, node: Node) -> Any:
        """A term with a minus sign."""
        return self._times([sp.Integer(-1), self.build(node.arguments[0])], node)

    def multiply(self, node: Node) -> Any:
        """A product in its order; ``sum``, ``tr`` and ``diag`` take the factor that follows."""
        factors: list[Any] = []
        parts = list(node.arguments)
        while parts[0].kind == "multiply":  # 2*tr(A) is (2*tr)(A) to the parser
            parts[:1] = parts[0].arguments
        while parts:
            part = parts.pop(0)
            if part.kind == "name" and part.value in _APPLIED and part.value not in self.letters:
                if not parts:
                    raise self.error(f"{part.value} wants its argument in brackets: {part.value}(…)", part)
                factors.append(self._applied(part.value, self.build(parts.pop(0)), part))
            else:
                factors.append(self.build(part))
        return self._times(factors, node)

    def _applied(self, word: str, value: Any, node: Node) -> Any:
        if not is_matrix(value):
            raise self.error(f"{word} wants a vector or a matrix", node)
        rows, columns = value.shape
        if word in ("tr", "trace"):
            if rows != columns:
                raise self.error(f"tr wants a square matrix, this one is {shown(value.shape)}", node)
            return trace(value)
        if columns != 1:
            raise self.error(f"{word} wants a column, this is {shown(value.shape)}", node)
        return total(value) if word == "sum" else sp.DiagMatrix(value)

    def _times(self, factors: list[Any], node: Node) -> Any:
        factors = [part for place in range(len(factors)) for part in flat(self._sized(factors, place, node))]
        numbers = [factor for factor in factors if not is_matrix(factor)]
        matrices = [factor for factor in factors if is_matrix(factor)]
        if len(matrices) > 1:  # what is 1 x 1 is a number, and commutes
            numbers += [number_of(part) for part in matrices if is_single(part)]
            matrices = [part for part in matrices if not is_single(part)]
        matrices = self._fitting(matrices, numbers, node)
        if not matrices:
            return sp.Mul(*numbers)
        number = sp.Mul(*numbers)
        if number == 1 and len(matrices) == 1:
            return matrices[0]
        return sp.MatMul(*([number] if number != 1 else []), *matrices, evaluate=False)

    def _fitting(self, matrices: list[Any], numbers: list[Any], node: Node) -> list[Any]:
        """The factors from left to right; as soon as they make a number and go no further, it is one of ``numbers``."""
        chain: list[Any] = []
        for right in matrices:
            if chain and chain[-1].shape[1] != right.shape[0]:
                if (chain[0].shape[0], chain[-1].shape[1]) != (1, 1):
                    shapes = f"{shown(chain[-1].shape)} times {shown(right.shape)}"
                    raise self.error(f"the shapes of this product do not fit: {shapes}", node)
                numbers.append(number_of(sp.MatMul(*chain, evaluate=False)))
                chain = []
            chain.append(right)
        return chain

    def _sized(self, factors: list[Any], place: int, node: Node) -> Any:
        """Ones of the length that the neighbour tells."""
        ones = factors[place]
        if not isinstance(ones, _Ones):
            return ones
        beside = factors[place + 1 : place + 2] if ones.is_row else factors[max(0, place - 1) : place]
        if not beside or not is_matrix(beside[0]):
            raise self.error("the length of these ones cannot be told here", node)
        return sp.OneMatrix(1, beside[0].shape[0]) if ones.is_row else sp.OneMatrix(beside[0].shape[1], 1)

    def hadamard(self, node: Node) -> Any:
        """A product component by component."""
        left, right = (self.build(part) for part in node.arguments)
        if not (is_matrix(left) and is_matrix(right)) or left.shape != right.shape:
            raise self.error("a product component by component wants two of one shape", node)
        return sp.HadamardProduct(left, right)

    def divide(self, node: Node) -> Any:
        """A quotient by a number, or of functions of every component."""
        above, below = (self.build(part) for part in node.arguments)
        if is_single(below):
            if below == 0:
                raise self.error("this divides by zero", node.arguments[1])
            return self._times([1 / number_of(below), above], node)
        if not is_matrix(above):
            return self._function(node, node.arguments[1], lambda z: Node("divide", "", (node.arguments[0], z)))
        one, other = as_function(above), as_function(below)
        if one is None or other is None or one.vector != other.vector:
            raise self.error("a vector or matrix cannot be divided by another", node)
        return elementwise(one.function.expr / other.function.expr, one.vector)

    def power(self, node: Node) -> Any:
        """A transpose, a squared length, or an exponential of every component."""
        base, exponent = node.arguments
        if is_transpose(node):
            return self._transposed(base)
        if base.kind == "call" and base.value == "abs" and exponent.kind == "number" and exponent.value == "2":
            inner = base.arguments[0]
            while inner.kind == "call" and inner.value == "abs":  # a length typed with two bars
                inner = inner.arguments[0]
            value = self.build(inner)
            return squared_norm(value) if is_matrix(value) else value**2
        found = self._parts(node)
        if all(map(is_single, found)):
            return self._of_numbers(node, found)
        if self._has_matrices(exponent):
            return self._function(node, exponent, lambda z: replace(node, arguments=(base, z)))
        value = found[0]
        if not is_matrix(value):
            raise self.error("the length of these ones cannot be told here", node)
        if isinstance(value, Elementwise):
            return self._function(node, base, lambda z: replace(node, arguments=(z, exponent)))
        if value.shape[0] == value.shape[1] and exponent.kind == "number" and exponent.value in {"2", "3", "4"}:
            return self._times([value] * int(exponent.value), node)
        raise self.error("a power of a vector has no meaning here; write |u|^2 for the squared length", node)

    def _transposed(self, base: Node) -> Any:
        if base.kind == "number" and base.value == "1":
            return _Ones(is_row=True)
        value = self.build(base)
        if isinstance(value, _Ones):
            return _Ones(is_row=not value.is_row)
        return sp.Transpose(value) if is_matrix(value) else value

    def call(self, node: Node) -> Any:
        """A function of numbers, or of every component; bars around a column are its length."""
        if node.value in _APPLIED:
            return self._applied(node.value, self.build(node.arguments[0]), node)
        found = self._parts(node)
        if all(map(is_single, found)):
            return self._of_numbers(node, found)
        if node.value == "abs":
            if not is_matrix(found[0]) or found[0].shape[1] != 1:
                raise self.error("a length wants a column; the squared length of a matrix is |A|^2", node)
            return sp.sqrt(number_of(squared_norm(found[0])))
        if len(node.arguments) != 1:
            raise self.error(f"{node.value} of a vector takes one argument", node)
        return self._function(node, node.arguments[0], lambda z: replace(node, arguments=(z,)))

    def _parts(self, node: Node) -> list[Any]:
        return [self.build(argument) for argument in node.arguments]

    def _of_numbers(self, node: Node, values: list[Any]) -> sp.Expr:
        """A function or a power of numbers, read like any other with a letter in the place of each."""
        letters: list[Node] = []
        meant: dict[sp.Symbol, sp.Expr] = {}
        for part, value in zip(node.arguments, values, strict=True):
            letter = Node("name", f"number_{len(meant)}", (), part.start, part.end)
            letters.append(letter if self._has_matrices(part) else part)
            meant |= {sp.Symbol(letter.value): number_of(value)} if self._has_matrices(part) else {}
        return self.numbers.build(replace(node, arguments=tuple(letters))).xreplace(meant)

    def _function(self, node: Node, argument: Node, of: Callable[[Node], Node]) -> Any:
        """``of`` applied to every component of what ``argument`` says; functions of functions become one."""
        vector = self.build(argument)
        if not is_matrix(vector) or vector.shape[1] != 1:
            raise self.error("a function of every component wants a column", node)
        body = self.numbers.build(of(Node("name", str(_COMPONENT), (), argument.start, argument.end)))
        if body.free_symbols - {_COMPONENT}:
            raise self.error("a function of every component wants numbers beside the vector", node)
        if isinstance(vector, Elementwise):
            inner = vector.function.expr
            return Elementwise(sp.Lambda(_COMPONENT, body.xreplace({_COMPONENT: inner})), vector.vector)
        return elementwise(body, vector)


_KINDS: dict[str, Callable[[_MatrixBuilder, Node], Any]] = {
    "name": _MatrixBuilder.name,
    "add": _MatrixBuilder.add,
    "multiply": _MatrixBuilder.multiply,
    "hadamard": _MatrixBuilder.hadamard,
    "divide": _MatrixBuilder.divide,
    "negative": _MatrixBuilder.negative,
    "power": _MatrixBuilder.power,
    "call": _MatrixBuilder.call,
}
