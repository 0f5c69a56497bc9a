"""Workings with vectors and matrices: ``L(w) = |Xw - y|^2``, ``∇L = 2 X^T (Xw - y)``.

Nobody writes the shapes into such a working. They are inferred: capital letters are matrices, small ones vectors or
numbers, and the reading with the most vectors counts in which the loss is a number. Each row is compared with the loss,
or with its gradient, component by component.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

import sympy as sp

from gdtutor.calculus.budget import Interruption
from gdtutor.calculus.equality.decide import Verdict
from gdtutor.calculus.language.lexer import tokenize
from gdtutor.calculus.language.vocabulary import CONSTANTS, FUNCTIONS
from gdtutor.calculus.matrices.comparison import compare
from gdtutor.calculus.matrices.gradient import as_matrices
from gdtutor.calculus.matrices.symbols import Shape
from gdtutor.errors import GdtutorError, UnreadableError
from gdtutor.tutor.check import GIVEN, Check, CheckVerdict
from gdtutor.tutor.lines import Line
from gdtutor.tutor.matrix_check import check_matrix_gradient

_TRANSPOSE = re.compile(r"\^\s*\{?\s*(?:\\(?:top|intercal|mathsf|mathrm)?\s*\{?\s*)?(?:T|⊤)\b|ᵀ|\.T\b|⊤")
_NORM = re.compile(r"(?:\\l?[Vv]ert|\\\||\|)+.*[A-Z]\s*\w.*(?:\\r?[Vv]ert|\\\||\|)+\s*(?:_2|_\{2\})?\s*(?:\^|²)")
_MATRIX_SHAPES, _VECTOR_SHAPES = ("N p", "p p", "N N"), ("p", "N", "")
_MOST_LETTERS, _SECONDS = 6, 1.0
_QUESTION = Check(CheckVerdict.CORRECT, "The question.", evidence=GIVEN)
_ZERO = Check(CheckVerdict.CORRECT, "Correct: the gradient set equal to zero.", evidence=GIVEN)


def is_about_vectors(lines: Sequence[Line]) -> bool:
    """Whether a working has transposes or lengths of vectors in its first statement.

    >>> from gdtutor.tutor.lines import split_lines
    >>> is_about_vectors(split_lines("L(w) = (Xw - y)^T (Xw - y)")), is_about_vectors(split_lines("y = x^2"))
    (True, False)
    """
    first = lines[0] if lines else None
    if first is None or first.left is None or first.left.order:
        return False
    return bool(_TRANSPOSE.search(first.text) or _NORM.search(first.text))


class VectorJudge:
    """Judges such a working line by line.

    Attributes:
        answered: whether a right or wrong gradient was stated.
    """

    def __init__(self, lines: Sequence[Line], variable: str | None) -> None:
        self.lines = lines
        left = lines[0].left
        assert left is not None
        self.name = left.name
        self.variable = variable or (left.arguments[0] if len(left.arguments) == 1 else "w")
        self.shapes = self.inferred()
        self.answered = False
        self.is_gradient = False
        self.side = ""

    def inferred(self) -> dict[str, Shape] | None:
        """The shape of each letter, where there is a reading in which the loss is a number."""
        text = self.lines[0].text
        try:
            names = {token.text for token in tokenize(text) if token.kind == "name"}
        except UnreadableError:
            return None
        letters = sorted({letter for name in names for letter in _letters(name)} - {"T"})
        capitals = [letter for letter in letters if letter.isupper()]
        small = [letter for letter in letters if not letter.isupper() and letter != self.variable]
        if len(letters) > _MOST_LETTERS:
            return None
        kinds = [*(_MATRIX_SHAPES for _ in capitals), *(_VECTOR_SHAPES for _ in small)]
        # as many vectors as can be, and matrices that need not be square
        for chosen in sorted(product(*kinds), key=lambda shapes: (shapes.count(""), sum(map(_is_square, shapes)))):
            pairs = zip((*capitals, *small), chosen, strict=True)
            shapes: dict[str, Shape] = {self.variable: "p", **{name: shape for name, shape in pairs if shape}}
            if self.is_number(text, shapes):
                return shapes
        return None

    def is_number(self, text: str, shapes: dict[str, Shape]) -> bool:
        """Whether a text says a number with these shapes."""
        try:
            found, _ = as_matrices(text, self.variable, shapes)
        except (GdtutorError, ValueError, Interruption):
            return False
        return not isinstance(found, sp.MatrixExpr) or tuple(found.shape) == (1, 1)

    def checks(self) -> Iterator[Check]:
        """One check a line."""
        for place, line in enumerate(self.lines):
            if self.shapes is None:
                yield Check(
                    CheckVerdict.UNDECIDED, "Undecided: the shapes of these vectors and matrices are not clear."
                )
            elif not place:
                yield _QUESTION
            else:
                yield self.check(line)

    def check(self, line: Line) -> Check:
        """The verdict on a line."""
        left = line.left
        if left is not None and left.name == self.name:
            self.is_gradient = bool(left.order)
        elif left is not None:
            return Check(CheckVerdict.UNDECIDED, "Undecided: solutions for vectors are not followed.")
        elif line.opens:
            self.side = line.text
            return Check(CheckVerdict.CORRECT, "One side of an equation.", evidence=GIVEN)
        if self.side:
            return self.equation(line)
        return self.gradient(line.text) if self.is_gradient else self.loss(line.text)

    def gradient(self, text: str) -> Check:
        """Whether a side is the gradient."""
        assert self.shapes is not None
        self.answered = True
        return check_matrix_gradient(self.lines[0].text, self.variable, text, **self.shapes)

    def loss(self, text: str) -> Check:
        """Whether a side is the loss itself in another form."""
        assert self.shapes is not None
        try:
            whole, _ = as_matrices(self.lines[0].text, self.variable, self.shapes)
            other, _ = as_matrices(text, self.variable, self.shapes)
            found = compare(whole, other, _SECONDS)
        except UnreadableError as problem:
            return Check(CheckVerdict.UNREADABLE, f"This cannot be read: {problem}.", position=problem.position)
        except (GdtutorError, Interruption) as problem:
            return Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.")
        if found.proved:
            return Check(CheckVerdict.CORRECT, "Correct: it follows from the line before.", evidence=found.evidence)
        if found.verdict is Verdict.REFUTED:
            return Check(CheckVerdict.WRONG, "Wrong. It is not what the first line says.", witness=found.witness)
        return Check(CheckVerdict.UNDECIDED, f"Undecided: {found.evidence}.")

    def equation(self, line: Line) -> Check:
        """``gradient = 0``, with the gradient written out."""
        side, self.side = self.side, ""
        texts = [side, line.text.strip()]
        if "0" not in texts:
            return Check(CheckVerdict.UNDECIDED, "Undecided: steps of solving for vectors are not followed.")
        found = self.gradient(texts[1 - texts.index("0")])
        return _ZERO if found.verdict is CheckVerdict.CORRECT else found


def _is_square(shape: str) -> bool:
    rows, _, columns = shape.partition(" ")
    return bool(columns) and rows == columns


def _letters(name: str) -> Iterator[str]:
    """The letters of a word that is a product, as Xw."""
    if name in FUNCTIONS or name in CONSTANTS:
        return
    yield from name if name.isascii() and name.isalpha() and len(name) <= 3 else (name,)
