"""Judge the statements of a working one after another: each from everything that is known so far.

A statement is an equation of two sides. It is *correct* where it is proved from what was given and proved, be it the
next link of its chain or not; it *follows* where one needs the learner's own earlier rows for that; it is *given* where
it says something new that is left free; it is *wrong* where a place at which all facts hold refutes it. Otherwise it is
open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.certified import sign
from gdtutor.calculus.equality.decide import Problem, Verdict, decide
from gdtutor.calculus.language.lexer import tokenize
from gdtutor.calculus.language.statements import Formula, Relation, read_statement
from gdtutor.calculus.language.vocabulary import UNDEFINED_FUNCTIONS
from gdtutor.calculus.notation import Reading, read
from gdtutor.calculus.printing import to_text
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError
from gdtutor.tutor.algebra_diagnosis import diagnose_algebra
from gdtutor.tutor.asking import is_constant_of_integration, other_texts, strange_letters
from gdtutor.tutor.check import GIVEN, Check, CheckVerdict, seen
from gdtutor.tutor.corners import may_have_no_derivative
from gdtutor.tutor.diagnosis import Diagnosis
from gdtutor.tutor.gradients import GradientQuestion
from gdtutor.tutor.left_side import LeftSide
from gdtutor.tutor.lines import Line
from gdtutor.tutor.step_check import follows, is_rounded, marks_of
from gdtutor.tutor.working.context import Context
from gdtutor.tutor.working.implicit import diagnosed
from gdtutor.tutor.working.instances import Bindings, instance
from gdtutor.tutor.working.limits import limit_of
from gdtutor.tutor.working.next_step import for_limit, rule_for
from gdtutor.tutor.working.question import over_the_whole_line, readings_of_question
from gdtutor.tutor.working.scan import Scan
from gdtutor.tutor.working.solutions import Solving
from gdtutor.tutor.working.tangent import Tangents

_RIGHT, _WRONG, _PARTIAL = CheckVerdict.CORRECT, CheckVerdict.WRONG, CheckVerdict.PARTIAL
_QUESTION = Check(_RIGHT, "The question.", evidence=GIVEN)
_SIDE = Check(_RIGHT, "One side of an equation.", evidence=GIVEN)
_NEXT = "Correct: it follows from the line before."
_SUBSTITUTED = frozenset("u v w s p q r".split())  # letters that are chosen for a part
_FACTORS = frozenset("abcdkmn")  # a(x) is rather a product
_INEQUALITIES: dict[str, Callable[[int], bool]] = {
    "<": lambda found: found < 0,
    ">": lambda found: found > 0,
    "<=": lambda found: found <= 0,
    ">=": lambda found: found >= 0,
}
_MOST_FACTS = 8  # earlier statements from which a row may follow


@dataclass(frozen=True)
class Side:
    """A side of an equation as it was read."""

    raw: sp.Expr
    reading: Reading | None = None
    row: int = 0


@dataclass
class Chain:
    """A left side and the sides that were said to equal it.

    Attributes:
        head: the left side; ``None`` where nothing stands on the left, as in a working that is one expression only.
        sides: the sides so far.
        right: whether the last of them is proved, or given.
        order: how often the head differentiates, 0 for a quantity itself.
        name: what the head is about.
        text: the head as it was typed.
        opens: whether it is the left side of an equation, which may be given.
        before: what an earlier chain with the same head ended with.
    """

    head: Side
    sides: list[Side] = field(default_factory=list)
    right: bool = True
    order: int = 0
    name: sp.Symbol | None = None
    text: str = ""
    opens: bool = False
    before: Side | None = None

    @property
    def last(self) -> Side:
        """The side that the next one goes on from."""
        return self.sides[-1] if self.sides else self.before or self.head


@dataclass(frozen=True)
class Fact:
    """An equation that was stated.

    Attributes:
        left, right: its sides.
        is_right: whether it is given or proved; else it is the learner's own.
        number: of the statement of the text.
    """

    left: Side
    right: Side
    is_right: bool
    number: int


class Judge:
    """Reads one line after another.

    Attributes:
        known: what the lines so far have said.
        facts: the equations in their order.
        chain: the one that the last line belongs to.
        asked: the chain of the question.
        solving: the equation that is being solved, if any.
    """

    def __init__(self, lines: Sequence[Line], variable: sp.Symbol | None, seconds: float) -> None:
        self.lines, self.seconds = lines, seconds
        self.variable = variable
        # a word is a name as soon as it stands alone on a left side anywhere
        self.long_names = {line.left.name for line in lines if line.left is not None and len(line.left.name) > 1}
        self.scan = Scan(given=str(variable) if variable is not None else "")
        self.known = Context()
        self.facts: list[Fact] = []
        self.chain: Chain | None = None
        self.asked: Chain | None = None
        self.otherwise: Chain | None = None
        self.solving: Solving | None = None
        self.tangents = Tangents()
        self.letters: set[str] = set()
        self.lost = False
        self.broken = 0  # the statement with a part that cannot be read
        self.answered = False
        self.last: Side | None = None
        self.latest: dict[sp.Expr, Side] = {}  # for each head, the last side that it was said to equal
        self.pending: list[Fact] = []  # statements with letters that are still to be said
        self.place = 0
        self.because: list[tuple[int, ...]] = []  # for each line, the rows from which it follows
        self.used: set[int] = set()  # rows of the learner's own that the line at hand needs
        self.rows_of: dict[sp.Symbol, int] = {}
        self.rows_of_equations: dict[sp.Expr, int] = {}

    def checks(self) -> Iterator[Check]:
        """One check a line."""
        for place, line in enumerate(self.lines):
            self.place, self.used = place, set()
            self.scan.add(line)
            for name, by in self.scan.varies().items():
                before = self.known.varies.get(sp.Symbol(name), frozenset())
                self.known.varies[sp.Symbol(name)] = before | frozenset(map(sp.Symbol, by))
            found = self.check(line)
            self.because.append(self.rows_used(line, found))
            yield found

    def rows_used(self, line: Line, found: Check) -> tuple[int, ...]:
        """The rows from which a statement follows: those of its names, of its equations, and of its chain."""
        if found.verdict is not _RIGHT or found.evidence == GIVEN or self.chain is None:
            return ()
        sides = [self.chain.head.raw, *(side.raw for side in self.chain.sides[-1:])]
        letters = {letter for raw in sides for letter in raw.free_symbols}
        letters |= {sp.Symbol(call.func.__name__) for raw in sides for call in raw.atoms(AppliedUndef)}
        rows = set(self.used)
        pending = list(letters)
        while pending:
            name = pending.pop()
            if name in self.rows_of:
                rows.add(self.rows_of[name])
                inner = self.known.meanings.get(name, sp.Integer(0)).free_symbols - letters
                letters |= inner
                pending += inner
        if letters & {letter for relation in self.known.equations for letter in relation.free_symbols}:
            rows |= {row for relation, row in self.rows_of_equations.items() if relation.free_symbols & letters}
        if self.chain.sides[:-1]:
            rows.add(self.chain.sides[-2].row)
        elif not rows and self.chain.head.reading is not None:
            rows.add(self.chain.head.row)
        return tuple(sorted(rows))

    # --- reading ------------------------------------------------------------------------------------------------------

    def read(self, text: str) -> Reading:
        """What a side says."""
        quantities = self.scan.quantities()
        names = frozenset(self.letters) | self.scan.limits | self.long_names
        quantities |= {str(name): str(by) for name in self.known.meanings if (by := self.only_letter(name)) is not None}
        applied = {name for name, by in self.scan.applied.items() if self.is_application(name, by)}
        return read(text, names, quantities, self.scan.variable, frozenset(self.scan.functions) | applied)

    def is_application(self, name: str, argument: str) -> bool:
        """Whether y(x) is y at x and no product: of what is differentiated, and of a letter that is no usual factor."""
        return name in self.scan.by or name in self.scan.primed or (name not in _FACTORS and argument in ("x", "t"))

    def only_letter(self, name: sp.Symbol) -> sp.Symbol | None:
        """The letter of which a name is a function, where there is one only."""
        own = self.known.parameters.get(name)
        if name not in self.known.meanings:
            return None
        if own is not None:
            return own[0] if len(own) == 1 and own[0] not in self.known.meanings else None
        with contextlib.suppress(ArgumentError):
            letters = self.known.value(name).free_symbols
            return next(iter(letters)) if len(letters) == 1 else None
        return None

    def check(self, line: Line) -> Check:
        """The verdict on a line."""
        if line.left is not None and line.left.is_gradient:
            return self.gradient(line, line.left)
        if (compared := self.compared(line)) is not None:
            return compared
        try:
            reading = self.read(line.text)
        except UnreadableError as problem:
            if (found := self.by_solving(line)) is not None:
                if line.left is not None:
                    self.chain = Chain(Side(sp.Symbol(line.left.name), None, line.row), text=line.left_text)
                return found
            self.lost, self.broken = not self.facts and self.chain is None, line.number
            if line.opens or line.left:
                self.chain = None
            return Check(CheckVerdict.UNREADABLE, f"This cannot be read: {problem}.", position=problem.position)
        if self.lost:
            return Check(CheckVerdict.UNDECIDED, "Undecided: the question before it cannot be read.")
        kept = self.chain, list(self.facts)
        self.learn_what_varies(reading.expression)
        try:
            found = self.judged(line, reading)
        except (GdtutorError, Interruption) as problem:
            self.broken = line.number
            found = Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.")
            self.lost = not self.facts and self.chain is None
        if self.broken == line.number and line.left is None and found.verdict in (_WRONG, _PARTIAL):
            found = Check(CheckVerdict.UNDECIDED, "Undecided: what stands before it in this line cannot be read.")
        if line.is_near and found.verdict in (_WRONG, _PARTIAL):
            found = Check(CheckVerdict.UNDECIDED, "Undecided: it is said to be near the line before, not how near.")
        if (asked := self.asked_about_letters(found, reading)) is not None:
            self.chain, self.facts = kept
            return replace(asked, reading=reading.latex, notes=reading.notes)
        self.letters |= {str(letter) for letter in reading.expression.free_symbols}
        self.last = Side(reading.expression, reading)
        shown = (found.reading, found.notes) if found.reading else (reading.latex, reading.notes)
        return replace(found, reading=shown[0], notes=shown[1])

    def compared(self, line: Line) -> Check | None:
        """``f''(1) = -4e^5 < 0``: a side, and how it compares with a number; ``None`` where nothing is compared."""
        try:
            tokens = tokenize(line.text)
        except UnreadableError:
            return None
        signs = [token for token in tokens if token.kind in _INEQUALITIES]
        if len(signs) != 1 or (self.chain is None and line.left is None) or line.opens:
            return None
        before, behind = line.text[: signs[0].start], line.text[signs[0].end :]
        try:
            side, bound = (
                self.known.at_the_moment(self.known.value(self.read(text).expression)) for text in (before, behind)
            )
        except GdtutorError:
            return None
        if side.free_symbols or bound.free_symbols:
            return None
        found = self.check(replace(line, text=before))
        holds = _INEQUALITIES[signs[0].kind](sign(side - bound))
        if found.verdict is _RIGHT and not holds:
            return replace(
                found, verdict=_WRONG, message=f"Wrong. This number is not {signs[0].kind} {behind.strip()}."
            )
        return found

    def asked_about_letters(self, found: Check, reading: Reading) -> Check | None:
        """A line with letters that no line before it has is asked back, not called wrong."""
        if found.verdict not in (_WRONG, _PARTIAL):
            return None
        names = set(self.known.meanings) | {letter for own in self.known.parameters.values() for letter in own}
        known = self.letters | {str(name) for name in names} | set(self.scan.quantities()) | {self.scan.variable}
        known |= self.scan.limits
        strange = strange_letters(reading, frozenset(known))
        if strange is None or is_constant_of_integration(reading, frozenset(known)):
            return None
        return Check(CheckVerdict.UNREADABLE, f"This cannot be judged: {strange}.", position=strange.position)

    def learn_what_varies(self, raw: sp.Expr) -> None:
        """y(x) varies with x; and where an equation without t is differentiated by t, all of its letters do."""
        for call in raw.atoms(AppliedUndef):
            name = sp.Symbol(call.func.__name__)
            is_letter = str(name) not in UNDEFINED_FUNCTIONS and name not in self.known.meanings
            if is_letter and all(part.is_Symbol for part in call.args) and name not in self.known.varies:
                self.known.varies[name] = frozenset(call.args)
        for mark in marks_of(raw):
            by, letters = mark.variables[0], mark.expr.free_symbols
            given = {letter for relation in self.known.equations for letter in relation.free_symbols}
            if by not in letters | given and letters and letters <= given and by not in self.known.meanings:
                for letter in letters:
                    self.known.varies[letter] = self.known.varies.get(letter, frozenset()) | {by}

    # --- one line -----------------------------------------------------------------------------------------------------

    def judged(self, line: Line, reading: Reading) -> Check:
        """The verdict on a line that could be read."""
        side = Side(reading.expression, reading, line.row)
        if self.chain is None and not self.facts and self.asked is None:
            return self.first(line, side)
        if line.opens:
            return self.opened(line, side)
        if line.left is not None:
            return self.named(line, line.left, side)
        return self.continued(line, side)

    def first(self, line: Line, side: Side) -> Check:
        """The line with which the working begins."""
        left = line.left
        if left is not None and left.order and not marks_of(side.raw) and not side.raw.has(sp.Limit):
            raise ArgumentError("working begins with a derivative: the function is wanted first, d/dx (…) or f(x) = …")
        if left is not None and not left.order and not left.at:
            return self.named(line, left, side)
        if line.opens and not marks_of(side.raw):
            return self.opened(line, side)
        if left is None and not marks_of(side.raw) and not side.raw.has(sp.Derivative, sp.Limit):
            return self.bare(line, side)
        likely, other = readings_of_question(side.reading) if side.reading else (None, None)
        assert likely is not None
        name = sp.Symbol(left.name) if left and left.name else None
        self.asked = self.chain = self.begun(Side(likely.expression, likely, line.row), name, line.text)
        self.otherwise = self.begun(Side(other.expression, other, line.row), name, line.text) if other else None
        return replace(_QUESTION, reading=likely.latex, notes=likely.notes)

    def bare(self, line: Line, side: Side) -> Check:
        """An expression alone: it is rewritten below, or its derivative is taken."""
        self.chain = Chain(side, text=line.text)
        with contextlib.suppress(ArgumentError):
            self.asked, self.otherwise = self.begun(side, None, line.text), self.chain
            self.chain = self.asked
        return _QUESTION

    def begun(self, side: Side, name: sp.Symbol | None, text: str) -> Chain:
        """The chain of a question, which is differentiated where it has no mark."""
        raw, order = side.raw, 1
        marks = sorted(marks_of(raw), key=str)
        if not marks and not raw.has(sp.Derivative, sp.Limit):
            raw = sp.Derivative(raw, self.only_variable(raw))
        if isinstance(raw, sp.Derivative):
            order = int(raw.derivative_count)
        if name is not None and isinstance(raw, sp.Derivative):
            self.known.meanings.setdefault(name, raw.expr)
        return Chain(replace(side, raw=raw), order=order, name=name, text=text, opens=self.lines[self.place].opens)

    def only_variable(self, raw: sp.Expr) -> sp.Symbol:
        """The variable of a question that does not say one."""
        if self.variable is not None:
            return self.variable
        letters = sorted(self.known.value(raw).free_symbols, key=str)
        if len(letters) != 1:
            raise ArgumentError("variable is None: the variable of the derivative is wanted, such as 't'")
        return letters[0]

    def opened(self, line: Line, side: Side) -> Check:
        """The left side of an equation of its own."""
        order = int(side.raw.derivative_count) if isinstance(side.raw, sp.Derivative) else 0
        self.chain = Chain(side, order=order, text=line.text, opens=True)
        return _SIDE

    # --- left sides with a name ---------------------------------------------------------------------------------------

    def named(self, line: Line, left: LeftSide, side: Side) -> Check:
        """A statement about a quantity, its derivative or its value."""
        name = sp.Symbol(left.name) if left.name else self.main()
        if line.is_datum and not left.order and not left.at:
            return self.datum(name, side, line)
        if left.at:
            return self.valued(line, left, name, side)
        if left.order:
            self.is_of_question(name)
            raw = self.mark_of(left, name)
            self.require_known(name, raw)
            self.chain = self.about(raw, line, left.order, name)
            return self.continued(line, side)
        if left.is_function and left.arguments and name in self.known.meanings:
            own = self.known.parameters.get(name, ())
            given = tuple(map(sp.Symbol, left.arguments))
            raw = name if own == given or not own else sp.Function(str(name))(*given)
            self.chain = self.about(raw, line, 0, name)
            return self.continued(line, side)
        if self.is_stated(name) or self.is_solution(name):
            self.chain = self.about(name, line, 0, name)
            return self.continued(line, side)
        return self.defined(line, left, name, side)

    def about(self, raw: sp.Expr, line: Line, order: int, name: sp.Symbol) -> Chain:
        """The chain of a left side; it goes on from what the same left side was last said to be."""
        head = Side(raw, None, line.row)
        return Chain(head, order=order, name=name, text=line.left_text, before=self.latest.get(raw))

    def is_of_question(self, name: sp.Symbol) -> None:
        """A name that nothing was said about is the function of a question d/dx (…)."""
        if self.asked is None or self.asked.name is not None or name in self.known.meanings:
            return
        head = self.asked.head.raw
        if isinstance(head, sp.Derivative) and name not in head.free_symbols and str(name) not in self.letters:
            self.asked.name = name
            self.known.meanings[name] = head.expr

    def require_known(self, name: sp.Symbol, raw: sp.Derivative) -> None:
        """Refuse a derivative of which nothing is known.

        Raises:
            ArgumentError: with its name.
        """
        known = self.known
        if not raw.expr.is_Symbol:
            return
        if name not in known.meanings and name not in self.seen_letters():
            raise ArgumentError(f"nothing says yet what {name} is")
        for by in raw.variables:
            is_argument = any(by in own for own in known.parameters.values())
            value = known.value(name).free_symbols
            is_constant = not value or any(by in known.depends(letter) for letter in value)
            if not is_argument and not is_constant and by not in self.seen_letters() and by not in known.meanings:
                raise ArgumentError(f"nothing says yet how {name} depends on {by}")

    def require_functions(self, raw: sp.Expr) -> None:
        """Refuse a function that nothing was said about.

        Raises:
            ArgumentError: with its name.
        """
        used = {call.func.__name__ for call in raw.atoms(AppliedUndef)}
        said = {str(name) for name in (*self.known.meanings, *self.known.varies)}
        before = {call.func.__name__ for fact in self.facts for call in fact.right.raw.atoms(AppliedUndef)}
        if self.asked is not None:
            before |= {call.func.__name__ for call in self.asked.head.raw.atoms(AppliedUndef)}
        for name in sorted(used - said - before):
            raise ArgumentError(f"nothing says yet what {name} is")

    def seen_letters(self) -> set[sp.Symbol]:
        """The letters of all statements so far."""
        sides = [raw for fact in self.facts for raw in (fact.left.raw, fact.right.raw)]
        letters = {letter for raw in sides for letter in raw.free_symbols}
        return letters | {sp.Symbol(call.func.__name__) for raw in sides for call in raw.atoms(AppliedUndef)}

    def main(self) -> sp.Symbol:
        """The quantity that a left side without a name is about."""
        if self.asked is not None and self.asked.name is not None:
            return self.asked.name
        if self.known.meanings:
            return next(iter(self.known.meanings))
        raise ArgumentError("nothing says yet what is differentiated here")

    def mark_of(self, left: LeftSide, name: sp.Symbol) -> sp.Derivative:
        """The derivative that a left side names."""
        if len(left.variables) > 1:
            return sp.Derivative(name, *((sp.Symbol(variable), order) for variable, order in left.variables))
        own = self.known.parameters.get(name)
        is_place = own is not None and own[0] not in self.known.meanings and len(left.arguments) == 1
        if own is not None and is_place and sp.Symbol(left.arguments[0]) != own[0]:  # f'(a)
            place = sp.Symbol(left.arguments[0])
            return sp.Derivative(sp.Function(str(name))(place), (place, left.order))
        return sp.Derivative(name, (self.by_of(left, name), left.order))

    def by_of(self, left: LeftSide, name: sp.Symbol) -> sp.Symbol:
        """The variable of a derivative on a left side."""
        if left.variable and (not left.is_function or left.arguments):
            return sp.Symbol(left.variable)
        own = self.known.parameters.get(name, ())
        if len(own) == 1:
            return own[0]
        return self.only_letter(name) or sp.Symbol(self.scan.variable)

    def is_stated(self, name: sp.Symbol) -> bool:
        """Whether a letter is one that something was said about already."""
        if name in self.known.meanings or name in self.known.moment:
            return True
        return any(name in relation.free_symbols for relation in (*self.known.equations, *self.known.at_moment))

    def is_solution(self, name: sp.Symbol) -> bool:
        """Whether a letter is the one that is solved for."""
        return name == sp.Symbol(self.scan.variable) and self.derivative_of_question() is not None

    def defined(self, line: Line, left: LeftSide, name: sp.Symbol, side: Side) -> Check:
        """``u = x^2``: from here on u stands for this; a number for a letter that stands in a row is a datum."""
        head = Side(name, None, line.row)
        if str(name) == "x" and side.raw.free_symbols == {sp.Symbol("y")} and not self.facts:  # x = sin y, a curve
            self.chain = Chain(head, text=line.left_text, opens=True)
            self.known.varies[sp.Symbol("y")] = frozenset({name})
            if (given := self.equation_given(head, side, line)) is not None:
                return given
        self.chain = Chain(head, [side], name=name, text=line.left_text)
        if (tangent := self.tangents.claimed(self.known, name, side.raw)) is not None:
            self.facts.append(Fact(head, side, tangent.verdict is _RIGHT, line.number))
            self.tangents.lines[name] = side.raw
            return tangent
        used = {letter for fact in self.facts for letter in (fact.left.raw.free_symbols | fact.right.raw.free_symbols)}
        bound = self.instance_of_a_side(side)
        value = self.known.value(side.raw)
        if bound is not None and name not in used and not value.free_symbols:  # m = 2(3), beside y' = 2x
            self.tangents.learn(bound)
        if not value.free_symbols and name in used:
            self.known.moment[name] = value
            self.tangents.learn({name: value})
            self.facts.append(Fact(head, side, True, line.number))
            return Check(_RIGHT, f"Correct: from here on {name} has this value.", evidence=GIVEN)
        if name in self.known.value(side.raw, frozenset({name})).free_symbols:
            self.chain = self.about(name, line, 0, None)
            judged = self.continued(line, side)
            if judged.verdict is not _WRONG:
                return judged
            raise ArgumentError(f"{name} stands on both sides: a new letter is wanted, such as {name}_1")
        first = not self.facts and self.asked is None
        self.known.meanings[name] = side.raw
        self.rows_of[name] = side.row
        if left.arguments:
            self.known.parameters[name] = tuple(map(sp.Symbol, left.arguments))
        self.facts.append(Fact(head, side, True, line.number))
        self.latest[name] = side
        if first:
            return _QUESTION
        contradicted = self.contradicted()
        return contradicted or Check(_RIGHT, f"Correct: from here on {name} stands for this.", evidence=GIVEN)

    def datum(self, name: sp.Symbol, side: Side, line: Line) -> Check:
        """``at x = 2``: a place that the learner chose."""
        value = self.known.value(side.raw)
        self.known.moment[name] = value
        self.tangents.learn({name: value})
        self.chain = Chain(Side(name, None, line.row), [side], name=name, text=line.left_text)
        return Check(_RIGHT, "Correct: the place that is looked at.", evidence=GIVEN)

    def gradient(self, line: Line, left: LeftSide) -> Check:
        """``∇f = (2x + 3y, 3x)``: every component is a derivative."""
        name = sp.Symbol(left.name)
        own = self.known.parameters.get(name, ())
        if name not in self.known.meanings:
            return Check(CheckVerdict.UNDECIDED, f"Undecided: nothing says yet what {name} is.")
        own = own or tuple(sorted(self.known.value(name).free_symbols, key=str))
        question = GradientQuestion(str(self.known.value(name)), [str(letter) for letter in own])
        self.answered = True
        return question.check(line.text)

    def valued(self, line: Line, left: LeftSide, name: sp.Symbol, side: Side) -> Check:
        """``f'(2) = 7``: a quantity or its derivative at a point."""
        at = [self.read(part).expression for part in left.at.split(",")]
        own = list(self.known.parameters.get(name, ())) or [sp.Symbol(self.scan.variable)]
        if len(at) == 2 and len(own) == 1:
            own = [*own, name]
        if len(at) != len(own):
            raise ArgumentError("it is not said at which values")
        by = sp.Symbol(left.variable) if left.variable and left.order else own[0]
        self.is_of_question(name)
        raw = sp.Derivative(name, (by, left.order)) if left.order else name
        places = dict(zip(own, at, strict=True))
        value = self.known.reduced(self.known.value(raw))
        function = self.known.value(name)
        if left.order and may_have_no_derivative(function, places):
            raise ArgumentError("no derivative is known there")
        moment = {letter: self.known.value(place) for letter, place in places.items()}
        number = self.known.on_the_curve_at(self.known.at_the_moment(value.xreplace(moment)), moment)
        claim = self.known.claims.get((name, (by,) * left.order)) if left.order else None
        head = Side(number, None, line.row)
        self.chain = Chain(head, order=left.order, name=None, text=line.left_text)
        self.tangents.learn(moment)
        self.answered |= bool(left.order) and (not self.known.meanings or name == self.main())
        found = self.continued(line, side)
        if found.verdict is _WRONG and claim is not None:
            own_value = self.known.at_the_moment(self.known.value(claim).xreplace(moment))
            carried = self.identity(own_value, side, self.domain_of(self.chain))
            if carried.verdict is _RIGHT:
                return replace(carried, message="Correct: it follows from the lines before.")
        if found.verdict is _WRONG and not (number.free_symbols or side.raw.free_symbols):
            off = "small" if found.witness and found.witness.left > (found.witness.right or 0.0) else "large"
            return replace(found, message=f"Wrong. The number is too {off}.")  # and not what it should be
        return found

    # --- an equation --------------------------------------------------------------------------------------------------

    def continued(self, line: Line, side: Side, whole: bool = False) -> Check:
        """A side that is said to equal what stands before it."""
        chain = self.chain
        if chain is None:
            if self.broken:
                return Check(CheckVerdict.UNDECIDED, "Undecided: what stands before it cannot be read.")
            raise ArgumentError("nothing stands before it")
        found = self.equation(chain, side, line)
        if found.verdict is not _RIGHT and line.left is None and not line.opens:
            for other in self.others(chain):
                again = self.equation(other, side, line)
                if again.verdict is _RIGHT:
                    chain, found = other, again
                    if other is self.otherwise:
                        self.asked, self.otherwise = other, None
                        part = "the whole" if isinstance(other.head.raw, sp.Derivative) else "the first part"
                        said = f"Correct: it follows from the line before, with d/dx meant for {part} of that."
                        found = replace(found, message=said)
                    break
        longer = over_the_whole_line(side.reading) if side.reading is not None and not whole else None
        if found.verdict is not _RIGHT and longer is not None:
            again = self.continued(line, Side(longer.expression, longer, line.row), True)
            if again.verdict is _RIGHT:
                return replace(again, reading=longer.latex, notes=longer.notes)
        is_open = found.verdict is _WRONG and side.reading is not None
        asked = self.meant_otherwise(chain, side, line, bool(found.diagnoses)) if is_open else None
        if asked is not None:
            return asked
        self.otherwise = None
        self.chain = chain
        chain.sides.append(side)
        chain.right = found.verdict is _RIGHT and found.message != "Correct: it follows from the lines before."
        self.learn(chain, side, found, line)
        return found

    def others(self, chain: Chain) -> list[Chain]:
        """What else a side without a left side may go on with."""
        found = [self.otherwise] if self.otherwise is not None else []
        if self.asked is not None and self.asked is not chain:
            found.append(self.asked)
        elif self.asked is None and self.known.meanings and not chain.order and chain.name is not None:
            first = next(iter(self.known.meanings))
            with contextlib.suppress(ArgumentError):
                by = self.by_of(LeftSide(str(first)), first)
                found.append(Chain(Side(sp.Derivative(first, by)), order=1, name=first))
        return found

    def meant_otherwise(self, chain: Chain, side: Side, line: Line, explained: bool) -> Check | None:
        """What to ask where another reading of a side would be right."""
        assert side.reading is not None
        budget = Budget(self.seconds)
        for text, question in other_texts(side.reading, explained):
            with contextlib.suppress(UnreadableError):
                other = self.read(text)
                if not budget.left():
                    return None
                kept = list(self.facts)
                again = self.equation(chain, Side(other.expression, other, line.row), line)
                self.facts = kept
                if again.verdict is _RIGHT and again.evidence != GIVEN:
                    meant = Side(other.expression, other, line.row)
                    chain.sides.append(meant)
                    self.learn(chain, meant, again, line)
                    reading = side.reading
                    return Check(CheckVerdict.UNREADABLE, question, reading=reading.latex, notes=reading.notes)
        return None

    def equation(self, chain: Chain, side: Side, line: Line) -> Check:
        """Whether a side equals the head of its chain, from everything that is known."""
        head = chain.head
        self.require_functions(side.raw)
        if (found := self.of_limits(chain, side)) is not None:
            return found
        if (found := self.with_new_letters(chain, side, line)) is not None:
            return found
        left, right = self.known.value(head.raw), self.known.value(side.raw)
        if (
            chain.name in self.known.meanings
            and not chain.order
            and left.has(AppliedUndef)
            and not right.has(AppliedUndef)
        ):
            self.known.meanings[chain.name] = side.raw  # h(x) = f(g(x)) = sin(x^2): a pattern, and what fills it
            return Check(_RIGHT, f"Correct: from here on {chain.name} stands for this.", evidence=GIVEN)
        if _has_unknown(right) and not _has_unknown(left):
            unknown = sorted({call.func.__name__ for call in right.atoms(AppliedUndef)})
            raise ArgumentError(f"nothing says yet what {unknown[0] if unknown else 'this function'} is")
        residual = left - right
        domain = self.domain_of(chain, side)
        if self.is_free(residual):
            if self.known.vanishes(residual, domain, self.seconds):
                return self.proved(chain)
            for found in (self.from_own_rows(chain, side), self.new_fact(chain, side, residual, line)):
                if found is not None:
                    return found
            return self.refuted(chain, side, residual)
        true = self.identity(left, side, domain, chain)
        if true.verdict is _RIGHT:
            return replace(true, message=self.proved(chain).message)
        for found in (self.from_own_rows(chain, side), self.new_fact(chain, side, residual, line)):
            if found is not None:
                return found
        return self.from_last(chain, side, domain) or true

    def proved(self, chain: Chain) -> Check:
        is_curve = bool(self.known.equations) and not self.known.meanings
        return Check(_RIGHT, "Correct: it holds along the curve." if is_curve else _NEXT)

    def is_free(self, residual: sp.Expr) -> bool:
        """Whether equations say something about the letters of a statement."""
        letters = residual.free_symbols
        return any(relation.free_symbols & letters for relation in self.known.equations) or any(
            letter in self.known.jets for letter in letters
        )

    def domain_of(self, chain: Chain, side: Side | None = None) -> tuple[sp.Expr, ...]:
        """What has to be real where a statement is judged."""
        wanted: list[sp.Expr] = []
        name = chain.name
        if name is not None and name in self.known.meanings:
            wanted.append(self.known.meanings[name])
        elif isinstance(chain.head.raw, sp.Derivative):
            wanted.append(chain.head.raw.expr)
        if chain.head.reading is not None:
            wanted += chain.head.reading.domain
        return tuple(self.known.value(part) for part in wanted)

    def identity(self, left: sp.Expr, side: Side, domain: tuple[sp.Expr, ...], chain: Chain | None = None) -> Check:
        """Whether a side is identical with a value."""
        right = self.known.value(side.raw)
        demands = tuple(self.known.value(part) for part in side.reading.domain) if side.reading else ()
        before = self.marked(chain.head.raw) if chain is not None else left
        found = follows(before, right, domain, self.seconds, self.slips(chain, right), demands)
        if found.verdict is _RIGHT:
            return found
        if not found.diagnoses and chain is not None and (kept := self.by_a_name(chain, side)) is not None:
            found = kept
        if side.reading is not None and is_rounded(self.known.at_the_moment(left), side.reading):
            return Check(_RIGHT, "Correct: it is the value of the line before, rounded.")
        return found

    def by_a_name(self, chain: Chain, side: Side) -> Check | None:
        """The verdict with u left in, where a derivative by u is stated: dy/du = -cos u."""
        head = chain.head.raw
        if (
            not isinstance(head, sp.Derivative)
            or len(head.variables) != 1
            or head.variables[0] not in self.known.meanings
        ):
            return None
        kept = frozenset(head.variables)
        inner = self.known.value(head.expr, kept)
        if head.variables[0] not in inner.free_symbols:
            return None
        found = follows(sp.Derivative(inner, *head.variables), self.known.value(side.raw, kept), (inner,), self.seconds)
        return found if found.verdict is _WRONG else None

    def marked(self, raw: sp.Expr) -> sp.Expr:
        """A side with its marks left in it where they are marks of known functions, so that a mistake can be named."""
        if isinstance(raw, sp.Derivative) and len(set(raw.variables)) == 1:
            (by,) = set(raw.variables)
            inner = self.known.value(raw.expr, frozenset({by}))
            is_plain = by in inner.free_symbols and not any(by in self.known.depends(w) for w in inner.free_symbols)
            overlaid = raw.expr.is_Symbol and (raw.expr, (by,)) in self.known.claims
            if is_plain and not overlaid and (by not in self.known.meanings):
                for _ in range(int(raw.derivative_count) - 1):
                    inner = self.known.total(inner, by)
                return sp.Derivative(inner, by)
            return self.known.value(raw)
        if not raw.args or not raw.has(sp.Derivative):
            return self.known.value(raw)
        if isinstance(raw, sp.Subs | AppliedUndef | sp.Limit):
            return self.known.value(raw)
        return raw.func(*(self.marked(part) if isinstance(part, sp.Expr) else part for part in raw.args))

    def slips(self, chain: Chain | None, after: sp.Expr):  # type: ignore[no-untyped-def]
        """What a slip of algebra explains, from the side before."""

        def found() -> tuple[Diagnosis, ...]:
            if chain is None:
                return ()
            reading = chain.last.reading
            named = diagnose_algebra(reading, after, self.meaning) if reading is not None else ()
            if not named and (written := self.written_out(chain)) is not None:
                named = diagnose_algebra(written, after, self.meaning)
            if named or after.free_symbols or chain.order or marks_of(chain.last.raw):
                return named
            return (Diagnosis(("arithmetic_slip",), (to_text(after),)),)

        return found

    def written_out(self, chain: Chain) -> Reading | None:
        """The head with what its names stand for in their places: ln y is ln(x^(sin x))."""
        reading = chain.head.reading
        if reading is None or chain.head.raw.has(sp.Derivative, sp.Limit):
            return None
        names = [node for node in reading.tree.walk() if node.kind == "name" and sp.Symbol(node.value) in self.latest]
        text = reading.text
        for node in sorted(names, key=lambda node: -node.start):
            meant = self.latest[sp.Symbol(node.value)].reading
            if meant is None:
                return None
            text = f"{text[: node.start]}({meant.text.strip()}){text[node.end :]}"
        try:
            return self.read(text) if names else None
        except UnreadableError:
            return None

    def meaning(self, made: sp.Expr) -> sp.Expr:
        """What a slip has made of a side, as a value."""
        try:
            return carry_out(self.known.value(made))
        except ArgumentError as problem:
            raise UnreadableError(str(problem), "") from None

    def from_last(self, chain: Chain, side: Side, domain: tuple[sp.Expr, ...]) -> Check | None:
        """The verdict beside the side before, which is what the learner went on from."""
        if chain.last is chain.head:
            return None
        before = self.marked(chain.last.raw)
        right = self.known.value(side.raw)
        demands = tuple(self.known.value(part) for part in side.reading.domain) if side.reading else ()
        found = follows(before, right, domain, self.seconds, self.slips(chain, right), demands)
        if found.verdict is _RIGHT or (side.reading is not None and is_rounded(carry_out(before), side.reading)):
            return Check(_RIGHT, _NEXT, evidence=found.evidence)
        return found

    def refuted(self, chain: Chain, side: Side, residual: sp.Expr) -> Check:
        """A statement about a curve that is not proved: a place on the curve at which it is wrong, or nothing."""
        before = self.from_last(chain, side, ())
        if before is not None and before.verdict is _RIGHT:
            return before
        reduced = self.known.reduced(residual)
        relations = [r for r in self.known.equations if r.free_symbols & (residual.free_symbols | reduced.free_symbols)]
        named = diagnosed(self.known, chain.head.raw, side.raw) or (before.diagnoses if before is not None else ())
        named = named or self.slips(chain, self.known.value(side.raw))()
        why = named[0].sentence() if named else ""
        if not relations and not chain.head.raw.free_symbols and self.known.jets_in(reduced):
            return Check(CheckVerdict.UNDECIDED, "Undecided: the values that are put in are not said.")
        if not relations:
            compared = decide(Problem(reduced, sp.Integer(0), self.domain_of(chain, side)), self.seconds)
            if compared.verdict is Verdict.REFUTED:
                left, right = self.known.value(chain.head.raw), self.known.value(side.raw)
                both = decide(Problem(self.known.reduced(left), self.known.reduced(right)), self.seconds)
                told = seen(both.witness, "this line", "the line before gives") if both.witness else ""
                why = why or "It does not follow from the lines before."
                return Check(_WRONG, f"Wrong. {told} {why}".replace("  ", " "), named, both.witness)
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this holds is open.")
        if len(relations) > 1:
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this follows from the equations is open.")
        curve = self.known.curve(relations[0])
        if curve is None:
            return Check(CheckVerdict.UNDECIDED, "Undecided: whether this follows from the equation is open.")
        places = curve.places(reduced)
        if not places.off:
            return Check(CheckVerdict.UNDECIDED, "Undecided: no place on the curve was found that decides it.")
        if len(places.on) > max(1, len(places.off) // 3):  # a branch, and not single places
            return Check(_PARTIAL, f"Partly right: it holds on a part of the curve at most, not at {places.off[0]}.")
        why = why or f"Differentiate both sides; {curve.y} changes as well."
        return Check(_WRONG, f"Wrong. It does not hold at {places.off[0]}, a place on the curve. {why}", named)

    # --- from the learner's own rows ----------------------------------------------------------------------------------

    def from_own_rows(self, chain: Chain, side: Side) -> Check | None:
        """Whether a statement follows from earlier ones that are wrong or open, so that an error is carried forward."""
        own = [fact for fact in self.facts if not fact.is_right][-_MOST_FACTS:]
        said = Check(_RIGHT, "Correct: it follows from the lines before.")
        if not own:
            return None
        if self.carried(chain, side, own):
            self.used |= {fact.right.row for fact in own if isinstance(fact.left.raw, sp.Derivative)}
            return said
        for fact in reversed(own):
            names = {
                name for name in self.known.meanings if name in fact.left.raw.free_symbols | fact.right.raw.free_symbols
            }
            if fact.left.raw in names and not fact.left.raw.free_symbols & fact.right.raw.free_symbols:
                meanings = {**self.known.meanings, fact.left.raw: fact.right.raw}
                if self.holds_with(chain, side, meanings=meanings, equations=[]):
                    return said
            # the row alone: what it names varies, and nothing else is known of it
            by = frozenset({sp.Symbol(self.scan.variable)})
            free = {name: meaning for name, meaning in self.known.meanings.items() if name not in names}
            varies = {**self.known.varies, **dict.fromkeys(names, by)}
            with (
                contextlib.suppress(GdtutorError),
                self.known.assuming(meanings=free, varies=varies, equations=[]) as alone,
            ):
                relation = alone.value(fact.left.raw) - alone.value(fact.right.raw)
                residual = alone.value(chain.head.raw) - alone.value(side.raw)
                if alone.jets_in(relation):
                    if self.same_equation(relation, residual, alone):
                        return said
                    continue
                alone.equations.append(relation)
                if relation.free_symbols & residual.free_symbols and alone.vanishes(residual, (), 0.3):
                    return said
        return None

    def same_equation(self, relation: sp.Expr, residual: sp.Expr, known: Context) -> bool:
        """Whether an equation with derivatives is another one, solved for a derivative or multiplied by something."""
        for jet in known.jets_in(relation):
            factor = relation.diff(jet)
            if factor == 0 or jet in factor.free_symbols:
                continue
            solved = -relation.xreplace({jet: sp.Integer(0)}) / factor
            if jet in residual.free_symbols and known.vanishes(residual.xreplace({jet: solved}), (), 0.3):
                return True
        return False

    def carried(self, chain: Chain, side: Side, own: Sequence[Fact]) -> bool:
        """Whether a statement follows with derivatives as the learner has them, also those of parts."""
        claims: dict[tuple[sp.Symbol, tuple[sp.Symbol, ...]], sp.Expr] = {}
        parts: list[tuple[sp.Expr, sp.Expr, sp.Symbol]] = []
        for fact in own:
            head = fact.left.raw
            if isinstance(head, sp.Derivative):
                if head.expr.is_Symbol:
                    claims[head.expr, tuple(head.variables)] = fact.right.raw
                if len(head.variables) == 1:
                    parts.append((head.expr, fact.right.raw, head.variables[0]))
        if not parts and not claims:
            return False
        with contextlib.suppress(GdtutorError, Interruption), self.known.assuming(claims=claims) as other:
            right = other.value(side.raw)
            if chain.sides and other.vanishes(other.value(chain.last.raw) - right, (), 0.5):
                return True
            head = chain.head.raw
            if isinstance(head, sp.Derivative):
                whole = other.value(head.expr, frozenset(head.variables))
                lower = (head.expr, tuple(head.variables[:-1]))
                if len(head.variables) > 1 and lower in claims:
                    whole = other.value(claims[lower])
                elif len(head.variables) > 1:
                    return other.vanishes(other.value(head) - right, (), 0.5)
                own_slope = self.with_parts(whole, head.variables[-1], parts, other)
                return any(other.vanishes(left - right, (), 0.5) for left in (own_slope, other.value(head)))
            return other.vanishes(other.value(head) - right, (), 0.5)
        return False

    def with_parts(
        self, whole: sp.Expr, by: sp.Symbol, parts: Sequence[tuple[sp.Expr, sp.Expr, sp.Symbol]], known: Context
    ) -> sp.Expr:
        """The derivative of a whole in which parts have the derivatives that the learner gave them."""
        letters: dict[sp.Symbol, tuple[sp.Expr, sp.Expr]] = {}
        for part, claim, own_by in parts:
            value = known.value(part, frozenset({own_by}))
            if own_by == by and value.free_symbols and value != whole:
                letters[sp.Symbol(f"part{len(letters)}")] = (value, known.value(claim))
        folded = whole.subs({value: letter for letter, (value, _) in letters.items()})
        names = sorted(letters, key=str)
        slopes = [known.total(folded, by), *(folded.diff(name) for name in names)]
        made = slopes[0] + sp.Add(*(slope * letters[n][1] for slope, n in zip(slopes[1:], names, strict=True)))
        return known.value(made.xreplace({letter: value for letter, (value, _) in letters.items()}))

    def holds_with(self, chain: Chain, side: Side, **changes: object) -> bool:
        """Whether a statement is proved with other facts."""
        with contextlib.suppress(GdtutorError, Interruption), self.known.assuming(**changes) as other:
            residual = other.value(chain.head.raw) - other.value(side.raw)
            if not side.raw.free_symbols and self.is_zero(other.at_the_moment(residual), side):
                return True
            return other.vanishes(residual, (), 0.5)
        return False

    # --- limits -------------------------------------------------------------------------------------------------------

    def of_limits(self, chain: Chain, side: Side) -> Check | None:
        """A side with a limit, or a side behind one: equal for h ≠ 0, or with the same limit."""
        last = chain.last.raw
        limits = [raw for raw in (last, side.raw) if isinstance(raw, sp.Limit)]
        if not limits:
            return None
        letter = limits[0].args[1]
        bodies = [raw.args[0] if isinstance(raw, sp.Limit) else raw for raw in (last, side.raw)]
        if all(isinstance(raw, sp.Limit) for raw in (last, side.raw)) or letter in side.raw.free_symbols:
            before, after = (self.known.value(body, frozenset({letter})) for body in bodies)
            if self.known.vanishes(before - after, (), self.seconds):
                if isinstance(side.raw, sp.Limit):
                    return Check(_RIGHT, _NEXT)
                return Check(CheckVerdict.UNDECIDED, f"Undecided: is lim missing? {letter} still stands here.")
        if isinstance(side.raw, sp.Limit):
            body, _, to = side.raw.args[:3]
            if limit_of(self.known.value(body, frozenset({letter})), letter, self.known.value(to)) is sp.zoo:
                return Check(_WRONG, f"Wrong. This grows without bound as {letter} goes to {to}.")
        left, right = self.known.value(chain.head.raw), self.known.value(side.raw)
        if self.known.vanishes(left - right, self.domain_of(chain), self.seconds):
            return Check(_RIGHT, _NEXT)
        own = self.known.value(last)
        if own != left and self.known.vanishes(own - right, (), self.seconds):
            return Check(_RIGHT, _NEXT)
        return follows(own, right, self.domain_of(chain), self.seconds, self.slips(chain, right))

    def with_new_letters(self, chain: Chain, side: Side, line: Line) -> Check | None:
        """``y = uv`` where nothing was said about u and v yet: they are to be such that it holds."""
        new = {
            letter for letter in side.raw.free_symbols if str(letter) not in self.letters | self.scan.letters_of_marks()
        }
        new -= self.seen_letters() | self.known.meanings.keys()
        if chain.order or chain.name not in self.known.meanings or not new or not {*map(str, new)} <= _SUBSTITUTED:
            return None
        self.pending.append(Fact(chain.head, side, True, line.number))
        return Check(
            _RIGHT, f"Correct, once {' and '.join(sorted(map(str, new)))} are such that it holds.", evidence=GIVEN
        )

    def contradicted(self) -> Check | None:
        """Whether what letters now stand for breaks a statement that was left open for them."""
        for fact in list(self.pending):
            letters = fact.right.raw.free_symbols - self.known.meanings.keys()
            if any(str(letter) in _SUBSTITUTED for letter in letters):
                continue
            self.pending.remove(fact)
            found = self.identity(self.known.value(fact.left.raw), fact.right, ())
            if found.verdict in (_WRONG, _PARTIAL):
                text = fact.right.reading.text if fact.right.reading else str(fact.right.raw)
                return replace(found, message=f"Wrong. With this, {fact.left.raw} is not {text.strip()}.")
        return None

    # --- new facts ----------------------------------------------------------------------------------------------------

    def new_fact(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """A statement that is not proved and may say something new: a datum, a constraint, an equation to be solved."""
        head = chain.head
        moment = self.known.at_the_moment(residual)
        if moment != residual and self.is_zero(moment, side):
            return Check(_RIGHT, "Correct: it holds for the values given.")
        if (matched := self.instance_of_a_fact(chain, side)) is not None:
            fact, bound = matched
            self.data(bound)
            self.known.at_moment.append(residual)
            if not fact.is_right:
                return Check(_RIGHT, "Correct: it follows from the lines before.")
            return Check(_RIGHT, "Correct: an equation before, with values put in.", evidence=GIVEN)
        if (found := self.tangents.of_equation(self.known, head.raw, side.raw)) is not None:
            return found
        if (found := self.by_solving(line, chain, side)) is not None:
            return found
        right = self.known.value(side.raw)
        left = self.known.value(head.raw)
        if (
            head.raw in self.known.meanings
            and not right.free_symbols
            and not chain.sides
            and len(left.free_symbols) > 1
        ):
            self.known.at_moment.append(residual)
            return Check(_RIGHT, "Correct: a value at the moment.", evidence=GIVEN)
        both = [raw for raw in (head.raw, side.raw) if isinstance(raw, sp.Derivative) and len(raw.variables) == 1]
        if chain.opens and not self.facts and len(both) == 2 and both[0].variables == both[1].variables:
            # d/dx (x² + y²) = d/dx 25
            self.known.give(self.known.value(head.raw.expr), self.known.value(side.raw.expr), head.raw.variables[0])
            self.asked = None
            return _QUESTION
        if (
            isinstance(head.raw, sp.Derivative)
            and self.known.jets_in(left)
            and not right.free_symbols
            and not chain.sides
        ):
            if left in self.known.jets:
                self.known.moment[left] = right
            else:
                self.known.at_moment.append(residual)
            return Check(_RIGHT, "Correct: a value at the moment.", evidence=GIVEN)
        varies = any(map(self.known.depends, head.raw.free_symbols))
        is_new = not chain.sides or (chain.right and varies)
        if (
            chain.opens
            and is_new
            and not chain.order
            and not head.raw.has(sp.Derivative)
            and not side.raw.has(sp.Derivative)
        ):
            return self.equation_given(head, side, line)
        return None

    def equation_given(self, head: Side, side: Side, line: Line) -> Check | None:
        """An equation between letters that the facts leave free."""
        residual = self.known.value(head.raw) - self.known.value(side.raw)
        letters = head.raw.free_symbols | side.raw.free_symbols
        if not residual.free_symbols or self.known.jets_in(residual):
            return None
        calls = head.raw.atoms(AppliedUndef) | side.raw.atoms(AppliedUndef)
        letters |= {name for call in calls if not self.known.depends(name := sp.Symbol(call.func.__name__))}
        if letters & (self.known.meanings.keys() | {sp.Symbol(call.func.__name__) for call in calls} & letters):
            return None
        known = [relation for relation in self.known.equations if relation.free_symbols & residual.free_symbols]
        if known and diagnosed(self.known, head.raw, side.raw):
            return None
        if known and not residual.free_symbols - known[0].free_symbols:
            left, right = self.known.sides[known[0]]
            own = Relation(self.known.value(head.raw), "=", self.known.value(side.raw))
            found = Solving(Relation(left, "=", right)).check(own)
            if found.verdict is _RIGHT:
                return replace(found, message=_NEXT)
            return None
        first = not self.facts
        self.known.give(self.known.value(head.raw), self.known.value(side.raw), sp.Symbol(self.scan.variable))
        self.rows_of_equations[self.known.equations[-1]] = side.row
        self.facts.append(Fact(head, side, True, line.number))
        return _QUESTION if first else Check(_RIGHT, "Correct: an equation of its own, taken as given.", evidence=GIVEN)

    def is_zero(self, value: sp.Expr, side: Side) -> bool:
        """Whether a number is 0, or a decimal as it was rounded."""
        if self.known.vanishes(value, (), 0.3):
            return True
        return side.reading is not None and is_rounded(value + self.known.value(side.raw), side.reading)

    def instance_of_a_fact(self, chain: Chain, side: Side) -> tuple[Fact, Bindings] | None:
        """What was put in for letters, where a statement is an earlier one with numbers in it."""
        if chain.sides or (chain.head.reading is None and not chain.head.raw.free_symbols):
            return None
        for fact in reversed(self.facts):
            left = instance(fact.left, chain.head, {})
            found = instance(fact.right, side, left) if left is not None else None
            if found is None and left is None:
                left = instance(fact.right, chain.head, {})
                found = instance(fact.left, side, left) if left is not None else None
            if found and all(self.agrees(letter, value) for letter, value in found.items()):
                return fact, found
        return None

    def instance_of_a_side(self, side: Side) -> Bindings | None:
        """What was put in for letters, where a side is one of an earlier statement with numbers in it."""
        for fact in reversed(self.facts):
            if fact.is_right and (found := instance(fact.right, side, {})):
                return found
        return None

    def agrees(self, letter: sp.Expr, value: sp.Expr) -> bool:
        """Whether a datum does not contradict one that is known."""
        known = self.known.moment.get(letter)
        return known is None or bool(self.known.vanishes(known - value, (), 0.2))

    def data(self, bound: Bindings) -> None:
        """Remember what was put in."""
        for letter, number in bound.items():
            key = self.known.value(letter)
            if key.is_Symbol:
                self.known.moment[key] = self.known.value(number)
            else:
                self.known.at_moment.append(key - self.known.value(number))

    # --- solving ------------------------------------------------------------------------------------------------------

    def derivative_of_question(self) -> sp.Expr | None:
        """The derivative that was found, as a function of one letter, which may be set equal to zero."""
        for fact in reversed(self.facts):
            if isinstance(fact.left.raw, sp.Derivative) and fact.left.raw.variables[0] == sp.Symbol(self.scan.variable):
                value = self.known.value(fact.right.raw)
                if value.free_symbols == {fact.left.raw.variables[0]} and fact.is_right:
                    return value
        return None

    def by_solving(self, line: Line, chain: Chain | None = None, side: Side | None = None) -> Check | None:
        """A row that solves an equation: the derivative set equal to zero, or one that was stated."""
        if chain is None:
            chain = self.chain if not (line.left or line.opens) else None
        text = line.text
        head = chain.text if chain is not None else line.left_text
        variable = sp.Symbol(self.scan.variable)
        if side is not None and chain is not None and isinstance(chain.head.raw, sp.Derivative):
            value = self.known.value(chain.head.raw)
            if self.known.value(side.raw) == 0 and value.free_symbols == {variable} and self.is_known_derivative(chain):
                self.solving = Solving.of(value, is_stated=True)
                return Check(_RIGHT, "Correct: an equation, which is solved below.", evidence=GIVEN)
            return None
        formula = self.formula(head, text)
        if formula is None:
            return None
        solving = self.solving
        if solving is None:
            value = self.derivative_of_question()
            if value is None or not self.is_about(formula, variable):
                return None
            solving = Solving.of(value)
        if not self.is_about(formula, solving.letter):
            return None
        found = solving.check(formula)
        if found.verdict is _RIGHT:
            self.solving = solving
            if (value := solving.solution()) is not None:
                self.known.moment[solving.letter] = value
        return found

    def formula(self, head: str, text: str) -> Formula | None:
        if not head:
            return None
        try:
            return read_statement(f"{head} = {text}", frozenset(self.letters))
        except (UnreadableError, Interruption):
            return None

    @staticmethod
    def is_about(formula: Formula, letter: sp.Symbol | None) -> bool:
        from gdtutor.calculus.language.statements import relations

        letters = set().union(*(one.residual.free_symbols for one in relations(formula)))
        return letters == {letter}

    def is_known_derivative(self, chain: Chain) -> bool:
        """Whether a derivative was stated before."""
        return any(fact.left.raw == chain.head.raw for fact in self.facts)

    def next_step(self) -> str:
        """What comes next: a rule and what it applies to, or what is left to be said."""
        if self.lost or self.last is None:
            return "Begin with a question such as d/dx x^2, or a function such as y = x^2."
        raw = self.last.raw
        if isinstance(raw, sp.Limit):
            body, letter = raw.args[0], raw.args[1]
            with contextlib.suppress(GdtutorError):
                return for_limit(self.known.value(body, frozenset({letter})), letter)
        marks = sorted(marks_of(raw), key=lambda mark: (-len(mark.args), str(mark)))
        if marks:
            mark = marks[0]
            with contextlib.suppress(GdtutorError):
                return rule_for(self.known.value(mark.expr, frozenset(mark.variables)), mark.variables[0])
        if self.solving is not None and self.solving.is_stated and not self.solving.is_solved:
            return f"Solve the equation for {self.solving.letter}."
        if self.answered:
            return ""
        if self.known.meanings:
            name = next(iter(self.known.meanings))
            by = self.by_of(LeftSide(str(name)), name)
            with contextlib.suppress(GdtutorError):
                return rule_for(self.known.value(name, frozenset({by})), by)
        if self.known.equations:
            return (
                f"Differentiate both sides by {self.scan.variable}; every letter that varies with it has a derivative."
            )
        return ""

    def is_question(self, chain: Chain) -> bool:
        """Whether a chain is about the derivative that is asked for."""
        if self.asked is not None:
            return chain is self.asked or (chain.name is not None and chain.name == self.asked.name)
        if self.known.meanings:
            return chain.name == next(iter(self.known.meanings))
        return chain.name is not None or chain.opens

    def missing(self) -> str:
        """What is left to do, in a sentence; empty for a finished working."""
        if self.last is not None and (marks_of(self.last.raw) or self.last.raw.has(sp.Limit)):
            return "Not finished: a derivative is left to be carried out."
        if self.solving is not None and self.solving.is_stated and not self.solving.is_solved:
            return "Not finished: the equation is not solved yet."
        if self.answered:
            return ""
        return "Not finished: the derivative that was asked for is not there yet."

    # --- what a line leaves behind ------------------------------------------------------------------------------------

    def learn(self, chain: Chain, side: Side, found: Check, line: Line) -> None:
        """Remember a statement, and whether the question is answered."""
        if found.evidence == GIVEN and any(fact.right is side for fact in self.facts):
            return
        self.facts.append(Fact(chain.head, side, chain.right, line.number))
        self.latest[chain.head.raw] = side
        is_done = chain.order and not marks_of(side.raw) and not side.raw.has(sp.Limit)
        if is_done and self.is_question(chain):
            self.answered = True


def _has_unknown(value: sp.Expr) -> bool:
    """Whether a value has functions in it of which nothing is known."""
    return bool(value.has(AppliedUndef, sp.Derivative, sp.Subs))
