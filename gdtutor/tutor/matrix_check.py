"""Check a learner's gradient by a vector or a matrix, and name the mistake that explains a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from gdtutor.calculus.equality.decide import Equality, Verdict
from gdtutor.calculus.language.lexer import tokenize
from gdtutor.calculus.matrices.comparison import compare
from gdtutor.calculus.matrices.componentwise import letters
from gdtutor.calculus.matrices.gradient import MatrixDerivation, as_matrices, matrix_gradient
from gdtutor.calculus.matrices.places import by_places
from gdtutor.calculus.matrices.symbols import Shape
from gdtutor.calculus.matrices.terms import Term, gathered, terms_of, written
from gdtutor.calculus.printing import to_latex, to_text
from gdtutor.errors import GdtutorError, TooLargeError, UnreadableError
from gdtutor.tutor.check import Check, CheckVerdict, seen
from gdtutor.tutor.diagnosis import Diagnosis


def check_matrix_gradient(
    expression: str | sp.MatrixExpr, variable: str | sp.MatrixSymbol, answer: str, **shapes: Shape
) -> Check:
    """Check an answer to "what is the gradient of ``expression`` with respect to the vector or matrix ``variable``".

    A text never raises: what cannot be read becomes ``unreadable`` with the position. A gradient has the shape of the
    variable. Right where a square matrix is symmetric only is ``partial``.

    Args:
        expression: a number made of matrices, as in ``matrix_gradient``.
        variable: the letter to differentiate by.
        answer: what the learner wrote.
        shapes: the shape of every vector and matrix: ``X="N p"``, ``w="p"``.

    Source: the linear neuron of CS109B and of the lecture on adaptive methods.

    >>> shapes = {"X": "N p", "w": "p", "y": "N"}
    >>> print(check_matrix_gradient("1/2*|X w - y|^2", "w", "X^T X w - X^T y", **shapes))
    Correct: proved for every component, for N = 1, p = 1; N = 2, p = 3; N = 3, p = 2; N = 3, p = 3.
    >>> print(check_matrix_gradient("w^T A w", "w", "2 A w", A="p p", w="p").domain)
    A is symmetric
    """
    try:
        given, symbol = as_matrices(expression, variable, shapes)
        question = matrix_gradient(given, symbol)
    except GdtutorError as problem:
        return _unreadable("The question cannot be read", problem)
    if not answer.strip():
        return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type your gradient.")
    try:
        read, _ = as_matrices(answer, symbol if isinstance(variable, sp.MatrixSymbol) else variable, shapes)
    except UnreadableError as problem:
        strange = _other_capitals(answer, set(shapes))
        return strange or _unreadable("This cannot be read", problem)
    return _judged(question, read)


def _other_capitals(answer: str, letters: set[str]) -> Check | None:
    """What to say where an answer that cannot be read has W for w."""
    try:
        names = [token for token in tokenize(answer) if token.kind == "name"]
    except UnreadableError:
        return None
    wrong = [token for token in names if token.text not in letters and token.text.swapcase() in letters]
    if not wrong:
        return None
    name = wrong[0].text
    message = f"This cannot be read: the question has no letter {name}; did you mean {name.swapcase()}?"
    return Check(CheckVerdict.UNREADABLE, message, position=wrong[0].start)


def _unreadable(what: str, problem: GdtutorError) -> Check:
    position = problem.position if isinstance(problem, UnreadableError) else None
    return Check(CheckVerdict.UNREADABLE, f"{what}: {problem}.", position=position)


def _judged(question: MatrixDerivation, answer: Any) -> Check:
    answer = _of_shape(answer, question.shape)
    shown: dict[str, Any] = {"reading": to_latex(answer)}
    known = {
        str(letter)
        for letter in (*question.whole.args[0].free_symbols, *question.shape, *letters(question.whole.args[0]))
    }
    if strange := sorted({str(letter) for letter in answer.free_symbols} - known):
        which = "letter" if len(strange) == 1 else "letters"
        message = f"This cannot be judged: the question has no {which} {', '.join(strange)}."
        return Check(CheckVerdict.UNREADABLE, message, **shown)
    if answer.shape != question.shape:
        return Check(CheckVerdict.WRONG, _shape_message(question, answer), **shown)
    try:
        found = compare(question.result, answer)
    except TooLargeError as problem:
        return Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.", **shown)
    shown["evidence"] = found.evidence
    if found.proved:
        return Check(CheckVerdict.CORRECT, f"Correct: proved for {found.evidence}.", **shown)
    if found.verdict is Verdict.UNDECIDED:
        message = f"Undecided: {found.evidence}. This is no verdict on your answer."
        return Check(CheckVerdict.UNDECIDED, message, **shown)
    return _refuted(question, answer, found, shown)


def _refuted(question: MatrixDerivation, answer: Any, found: Equality, shown: dict[str, Any]) -> Check:
    component = found.evidence.removesuffix(" differs there")
    told = seen(found.witness, f"{component} of your answer", "that of the gradient is")
    if found.verdict is Verdict.PARTLY:
        message = f"Partly right: it holds where {found.domain} only. {told}"
        return Check(CheckVerdict.PARTIAL, message, (), found.witness, found.domain, **shown)
    mistakes = dict.fromkeys(mistake for mistake, wrong in _predictions(question) if _is_same(wrong, answer))
    diagnoses = tuple(Diagnosis((mistake,), (to_text(question.whole.args[0]),)) for mistake in mistakes)
    reason = f" {diagnoses[0].sentence()}" if diagnoses else ""
    return Check(CheckVerdict.WRONG, f"Wrong. {told}{reason}", diagnoses, found.witness, **shown)


def _of_shape(answer: Any, shape: tuple[Any, Any]) -> sp.MatrixExpr:
    """A number as a 1 × 1 matrix, and 0 as the zero of the wanted shape."""
    if isinstance(answer, sp.MatrixExpr):
        return answer
    if answer == 0:
        return sp.ZeroMatrix(*shape)
    return sp.MatMul(answer, sp.Identity(1), evaluate=False)


def _shape_message(question: MatrixDerivation, answer: sp.MatrixExpr) -> str:
    wanted, got = (f"{rows} x {columns}" for rows, columns in (question.shape, answer.shape))
    variable = to_text(question.whole.args[1])
    message = f"Wrong. The gradient has the shape of {variable}, {wanted}; your answer is {got}."
    if answer.shape == question.shape[::-1] and _is_same(question.result, sp.Transpose(answer)):
        return f"{message} It is the transpose of the gradient."
    return message


def _is_same(one: sp.MatrixExpr, other: sp.MatrixExpr) -> bool:
    return one.shape == other.shape and compare(one, other, 1.0).proved


def _predictions(question: MatrixDerivation) -> Iterator[tuple[str, sp.MatrixExpr]]:
    """What wrong rules lead to, the likeliest first."""
    scalar, variable = question.whole.args
    right = terms_of(question.result)
    yield "overall_sign", _multiple(right, sp.Integer(-1))
    sizes = letters(scalar)
    for factor in (sp.Integer(2), sp.Rational(1, 2), *sizes, *(1 / size for size in sizes)):
        yield "loss_factor", _multiple(right, factor)
        for term in right if len(right) > 1 else ():
            more = Term(term.coefficient * (factor - 1), term.factors)
            yield "loss_factor", written(gathered([*right, more]))
    for term in terms_of(scalar):
        places = by_places(term.factors, variable) if any(part.has(variable) for part in term.factors) else []
        for place in places if len(places) > 1 else []:
            lost = Term(-term.coefficient * place.coefficient, place.factors)
            yield "product_one_term", written(gathered([*right, lost]))
    for other in sorted(scalar.atoms(sp.MatrixSymbol) - {variable}, key=str):
        if other.shape == variable.shape:
            yield "wrong_variable", matrix_gradient(scalar, other).result


def _multiple(terms: tuple[Term, ...], factor: sp.Expr) -> sp.MatrixExpr:
    return written(Term(term.coefficient * factor, term.factors) for term in terms)
