"""Workings that solve equations and inequalities: each row has the solutions of the one before, or is said how not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.certified import sign
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.language.statements import Every, Formula, Relation, Some, letters_of, read_statement, relations
from gdtutor.calculus.printing import to_text
from gdtutor.calculus.solving import Change, Compared, compare, explicit, rounds_to, solutions
from gdtutor.errors import UnreadableError
from gdtutor.tutor.check import FOLLOWS, GIVEN, Check, CheckVerdict
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.layout import WholeLine

_CONNECTIVE = re.compile(
    r"^\s*(?:(?:⇒|⇔|→|⟹|⟺|∴|<=+>|=+>|\\(?:Rightarrow|Leftrightarrow|implies|iff|therefore)\b"
    r"|(?:so|thus|hence|then|therefore|either)\b)\s*[,:]?\s*)+",
    re.I,
)
_MARK = re.compile(r"['′]|d\s*/\s*d|∂|\\partial|\\frac\s*\{?\s*d|\blim\b|\\lim|\bd[a-z]\b")
_MOST_TERMS = 8
_SECONDS, _SHORTLY = 5.0, 0.4  # for all rows of a working together, and for a slip
_QUESTION = Check(CheckVerdict.CORRECT, "The question.", evidence=GIVEN)


@dataclass(frozen=True)
class Row:
    """A row of such a working: what it states, or why it cannot be read."""

    line: WholeLine
    formula: Formula | None
    problem: UnreadableError | None = None


def rows_of_equations(lines: Sequence[WholeLine]) -> list[Row] | None:
    """The rows of a working that solves equations; ``None`` where it is another kind of working.

    It has no marks of derivatives, begins with a relation, and is not only a list of what letters stand for.

    >>> rows = rows_of_equations([WholeLine("x^2 = 4", 0), WholeLine("x = 2 or x = -2", 1)])
    >>> [row.formula is not None for row in rows]
    [True, True]
    >>> rows_of_equations([WholeLine("y = x^2", 0), WholeLine("y' = 2x", 1)]) is None
    True
    """
    if not lines or any(_MARK.search(line.text) for line in lines):
        return None
    rows = [_row(line) for line in lines]
    read = [row.formula for row in rows if row.formula is not None]
    if len(rows) == 1 and rows[0].formula is not None and len(letters_of(rows[0].formula)) > 1:
        return None
    if rows[0].formula is None or len(read) < min(2, len(rows)) or len(rows) - len(read) > len(rows) // 3:
        return None
    if any(one.residual.atoms(AppliedUndef, sp.Derivative) for formula in read for one in relations(formula)):
        return None
    return rows if any(map(_is_no_definition, read)) and not _is_quantity(rows[0].formula) else None


def _row(line: WholeLine) -> Row:
    text = _CONNECTIVE.sub(lambda found: " " * len(found[0]), line.text)
    try:
        return Row(line, read_statement(text))
    except UnreadableError as problem:
        return Row(line, None, problem)


def _is_quantity(formula: Formula) -> bool:
    """Whether a row says what a quantity is, as A = x*y does, in other letters."""
    return (
        isinstance(formula, Relation)
        and formula.sign == "="
        and formula.left.is_Symbol
        and bool(formula.right.free_symbols)
        and not formula.right.is_Symbol
        and formula.left not in formula.right.free_symbols
    )


def _is_no_definition(formula: Formula) -> bool:
    return not (isinstance(formula, Relation) and formula.sign == "=" and formula.left.is_Symbol)


def judged(rows: Sequence[Row]) -> list[Check]:
    """One check a row: held against the last right row, and where it is not right against the row before.

    >>> rows = rows_of_equations([WholeLine("x^2 = 4", 0), WholeLine("x = 2", 1)])
    >>> found = judged(rows)[1]
    >>> found.message.split(".")[1].strip(), found.mistake
    ('The solution x = -2 of the row before is lost', 'root_one_sign')
    """
    checks = [_QUESTION]
    assert rows[0].formula is not None
    solving = Solving(rows[0].formula)
    budget = Budget(_SECONDS)
    for row in rows[1:]:
        if not budget.left():
            checks.append(Check(CheckVerdict.UNDECIDED, "Undecided: the time for this working is used up."))
        elif row.formula is None:
            problem = row.problem
            message = f"This cannot be read: {problem}."
            checks.append(Check(CheckVerdict.UNREADABLE, message, position=problem.position if problem else None))
        else:
            checks.append(solving.check(row.formula))
    return checks


class Solving:
    """An equation, or several, on the way to their solutions.

    Attributes:
        first: the row that was given.
        right: the last row that is right.
        before: the last row.
        is_stated: whether the equation was stated; a derivative may be set equal to zero without saying so.
    """

    def __init__(self, right: Formula, is_stated: bool = True, is_complete: bool = True) -> None:
        self.first = self.right = self.before = right
        self.is_stated, self.is_complete = is_stated, is_complete
        self.change = Change.SAME  # between the last two rows that were compared

    @classmethod
    def of(cls, residual: sp.Expr, is_stated: bool = False) -> Solving:
        """``residual = 0``, of which perhaps not all solutions are looked for."""
        return cls(Relation(residual, "=", sp.Integer(0)), is_stated, is_complete=False)

    @property
    def letter(self) -> sp.Symbol | None:
        """The letter that is solved for, where there is one only."""
        letters = letters_of(self.right)
        return letters.pop() if len(letters) == 1 else None

    @property
    def is_solved(self) -> bool:
        """Whether the last row names values."""
        return explicit(self.before, any_sign=True)

    def solution(self) -> sp.Expr | None:
        """The value of the letter, where the last row names one only."""
        if not isinstance(self.before, Relation) or not explicit(self.before):
            return None
        left, right = self.before.left, self.before.right
        return right if left.is_Symbol else left

    def check(self, formula: Formula) -> Check:
        """The verdict on a row."""
        found = self._open(self.right, formula)
        if found.verdict is CheckVerdict.CORRECT:
            if found.evidence == GIVEN:
                self.right = Every((self.right, formula))
            elif not (isinstance(self.right, Every) and self.change is Change.MORE):  # a system stays in force
                self.right = formula
            self.is_stated |= not explicit(formula)
        elif self.before is not self.right:
            carried = _of(compare(self.before, formula), self.before, formula)
            if carried.verdict is CheckVerdict.CORRECT:
                found = Check(CheckVerdict.CORRECT, "Correct: it follows from the row before.", evidence=FOLLOWS)
        if found.verdict is CheckVerdict.WRONG and self.first is not self.right and self.is_as_given(formula):
            found = Check(
                CheckVerdict.CORRECT, "Correct: exactly the solutions of the first row.", evidence="solutions compared"
            )
            self.right = formula
        if explicit(self.right) and not explicit(formula) and found.verdict is CheckVerdict.WRONG:
            found = _OTHER_EQUATION
            self.right = formula
        self.before = formula
        return found

    def is_as_given(self, formula: Formula) -> bool:
        """Whether a row has the solutions of the first one, so that false ones were left out."""
        if compare(self.first, formula).change is Change.SAME:
            return True
        before, kept = solutions(self.right), solutions(formula)
        if before is None or kept is None or self.letter is None:
            return False
        return all(self.solves(value) is (value in kept) for value in before)

    def solves(self, value: sp.Expr) -> bool | None:
        """Whether a value solves the first row; ``None`` where that cannot be told."""
        assert self.letter is not None
        point = {self.letter: value}
        found = [_holds_at(one, point) for one in relations(self.first)]
        if isinstance(self.first, Some):
            return True if True in found else None if None in found else False
        return False if False in found else None if None in found else True

    def _open(self, old: Formula, new: Formula) -> Check:
        """A row beside the last right one; where not all solutions are looked for, less is called wrong."""
        compared = compare(old, new)
        self.change = compared.change
        if _has_new_letters(old, new) and compared.change is not Change.SAME:
            return Check(CheckVerdict.CORRECT, "Given: an equation for another letter.", evidence=GIVEN)
        if compared.change not in (Change.SAME, Change.MORE) and _may_be_one_more(old, new):
            named = next(_slips(compared.change, old, new), None)
            if named is None and _are_linear(old, new):
                return Check(CheckVerdict.CORRECT, "Given: one equation more.", evidence=GIVEN)
            if named is None:
                return _ONE_MORE
        if _is_condition(old, new) and compared.change is not Change.SAME:
            return Check(CheckVerdict.CORRECT, "Given: a further condition.", evidence=GIVEN)
        found = _of(compared, old, new)
        if self.is_complete or found.verdict is not CheckVerdict.WRONG:
            return found
        if rounds_to(old, new, every=False):
            return Check(CheckVerdict.CORRECT, "Correct: a solution, rounded.", evidence="solutions compared")
        if compared.change is Change.FEWER and explicit(new):
            lost = _said(compared, compared.lost)
            told = f"; {lost} is another one" if lost else ""
            return Check(CheckVerdict.CORRECT, f"Correct: a solution{told}.", evidence="solutions compared")
        if compared.change is Change.FEWER:
            return Check(CheckVerdict.UNDECIDED, "Undecided: solutions are left out here; say why they do not count.")
        if not self.is_stated:
            return Check(
                CheckVerdict.UNDECIDED,
                "Undecided: the derivative is not zero there; where it is a place that you chose, write at x = ….",
            )
        return found


def _holds_at(one: Relation, point: dict[sp.Symbol, sp.Expr]) -> bool | None:
    """Whether a relation holds for a value, exactly; where it has no real value it does not."""
    left, right = one.left.xreplace(point), one.right.xreplace(point)
    if left.has(sp.I) or right.has(sp.I):
        return False
    try:
        for part in one.domain:
            sign(part.xreplace(point))
        found = sign(left - right)
    except OutsideDomainError:
        return False
    except (UncertainError, ZeroDivisionError):
        return None
    return {"=": found == 0, "≠": found != 0, "<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0}[
        one.sign
    ]


def _are_linear(*rows: Formula) -> bool:
    """Whether all relations are linear, as in a system of which one equation is written a row."""
    for one in (one for row in rows for one in relations(row)):
        letters = sorted(one.residual.free_symbols, key=str)
        if not one.residual.is_polynomial(*letters) or sp.Poly(one.residual, *letters).total_degree() > 1:
            return False
    return True


def _has_new_letters(old: Formula, new: Formula) -> bool:
    """Whether a row has letters that no row before it has."""
    return bool(letters_of(new) - letters_of(old))


def _may_be_one_more(old: Formula, new: Formula) -> bool:
    """Whether an equation in several letters may stand beside the one before it, as in a system."""
    letters = letters_of(old)
    if isinstance(old, Every) and isinstance(new, Relation) and new.sign == "=":
        return len(letters) > len(old.parts) and all(isinstance(part, Relation) for part in old.parts)
    if (
        not (isinstance(old, Relation) and isinstance(new, Relation))
        or not old.sign == new.sign == "="
        or len(letters) < 2
    ):
        return False
    if new.residual == 0:
        return False
    sides = sp.cancel(sp.together(old.residual / new.residual)).as_numer_denom()
    return all(side.free_symbols for side in sides)  # else one is a multiple of the other


def _is_condition(old: Formula, new: Formula) -> bool:
    """Whether a row of inequalities stands beside equations, or the other way round: then it is a condition more."""
    kinds = [{one.sign in ("=",) for one in relations(formula)} for formula in (old, new)]
    return all(len(kind) == 1 for kind in kinds) and kinds[0] != kinds[1]


def _of(compared: Compared, old: Formula, new: Formula) -> Check:
    """What is said of a row beside another one."""
    gained, lost = (_said(compared, value) for value in (compared.gained, compared.lost))
    lost = lost or compared.place
    if compared.change is Change.SAME:
        return Check(CheckVerdict.CORRECT, "Correct: the same solutions.", evidence="solutions compared")
    if rounds_to(old, new):
        return Check(CheckVerdict.CORRECT, "Correct: the same solutions, rounded.", evidence="solutions compared")
    if compared.change is Change.MORE and not (explicit(new, any_sign=True) and gained):
        told = f" It has one more, {gained}: test your solutions at the end." if gained else ""
        return Check(
            CheckVerdict.CORRECT, f"Correct: it follows from the row before.{told}", evidence="solutions compared"
        )
    if compared.change in (Change.FEWER, Change.OTHER, Change.MORE):
        if compared.change is Change.FEWER:
            told = (
                f"The solution {lost} of the row before is lost." if lost else "A solution of the row before is lost."
            )
        else:
            told = f"The value {gained} does not solve the row before" if gained else "It has other solutions"
            told += f", and its solution {lost} is lost." if lost else "."
        named = tuple(islice(_slips(compared.change, old, new), 1))
        why = f" {named[0].sentence()}" if named else ""
        return Check(CheckVerdict.WRONG, f"Wrong. {told}{why}", named, evidence="solutions compared")
    return Check(CheckVerdict.UNDECIDED, "Undecided: whether this row has the solutions of the row before is open.")


def _slips(change: Change, old: Formula, new: Formula) -> Iterator[Diagnosis]:
    """The wrong rules that lead from one equation to the next."""
    if not (isinstance(old, Relation) and isinstance(new, Relation) and old.sign == new.sign == "="):
        return
    if change is Change.FEWER:
        both = Some((new, Relation(new.left, "=", -new.right)))
        if new.right != 0 and compare(old, both).change is Change.SAME:
            yield Diagnosis(("root_one_sign",), ("",))
        factor = sp.cancel(sp.together(old.residual / new.residual)) if new.residual != 0 else sp.Integer(1)
        above = sp.factor(factor.as_numer_denom()[0])
        if above.free_symbols and factor.is_rational_function(*factor.free_symbols):
            yield Diagnosis(("divided_by_zero",), (to_text(above),))
        return
    terms = [*sp.Add.make_args(old.left), *(-term for term in sp.Add.make_args(old.right))]
    if len(terms) > _MOST_TERMS:
        return
    budget = Budget(_SHORTLY)
    for term in terms:
        if not budget.left():
            return
        moved = Relation(old.residual - 2 * term, "=", sp.Integer(0))
        if term != 0 and compare(moved, new).change is Change.SAME:
            yield Diagnosis(("moved_without_sign",), (to_text(abs(term) if term.is_number else term),))


def _said(compared: Compared, value: sp.Expr | None) -> str:
    return "" if value is None else f"{compared.letter} = {to_text(value)}"


_ONE_MORE = Check(
    CheckVerdict.UNDECIDED, "Undecided: is this a second equation? Then write both in one row, with 'and' between them."
)
_OTHER_EQUATION = Check(
    CheckVerdict.UNDECIDED,
    "Undecided: this is not the equation that was solved. Rows below are held against it.",
)


def is_solved(rows: Sequence[Row], checks: Sequence[Check]) -> bool:
    """Whether the last row names its solutions, and every row is right."""
    last = rows[-1].formula
    return (
        last is not None
        and explicit(last, any_sign=True)
        and all(check.verdict is CheckVerdict.CORRECT for check in checks)
    )
