"""Judge the statements of a working one after another: each from everything that is known so far.

A statement is an equation of two sides. It is *correct* where it is proved from what was given and proved, be it the
next link of its chain or not; it *follows* where one needs the learner's own earlier rows for that; it is *given* where
it says something new that is left free; it is *wrong* where a place at which all facts hold refutes it. Otherwise it is
open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.budget import Budget, Interruption
from gdtutor.calculus.certified import sign
from gdtutor.calculus.language.lexer import tokenize
from gdtutor.calculus.language.statements import Formula, Relation, letters_of, read_statement
from gdtutor.calculus.notation import Reading
from gdtutor.calculus.printing import to_text
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError
from gdtutor.tutor.asking import is_constant_of_integration, other_texts, strange_letters
from gdtutor.tutor.check import FOLLOWS, GIVEN, Check, CheckVerdict
from gdtutor.tutor.corners import may_have_no_derivative
from gdtutor.tutor.entries import entries
from gdtutor.tutor.gradients import GradientQuestion
from gdtutor.tutor.left_side import LeftSide
from gdtutor.tutor.lines import Line
from gdtutor.tutor.step_check import marks_of
from gdtutor.tutor.working.chains import Chain, Fact, Side
from gdtutor.tutor.working.context import Context
from gdtutor.tutor.working.identity import NEXT, Identity
from gdtutor.tutor.working.implicit import diagnosed
from gdtutor.tutor.working.moment import Moment
from gdtutor.tutor.working.next_step import for_limit, rule_for
from gdtutor.tutor.working.own_rows import CARRIED, OwnRows
from gdtutor.tutor.working.question import over_the_whole_line, readings_of_question
from gdtutor.tutor.working.reader import Reader
from gdtutor.tutor.working.solutions import Solving
from gdtutor.tutor.working.tangent import Tangents

_RIGHT, _WRONG, _PARTIAL = CheckVerdict.CORRECT, CheckVerdict.WRONG, CheckVerdict.PARTIAL
_QUESTION = Check(_RIGHT, "The question.", evidence=GIVEN)
_AT_THE_MOMENT = Check(_RIGHT, "Given: a value at the moment.", evidence=GIVEN)
_LATE = Check(CheckVerdict.UNDECIDED, "Undecided: the time for this working is used up.")
_MOST_SECONDS = 12  # for all lines together
_SIDE = Check(_RIGHT, "One side of an equation.", evidence=GIVEN)
_SUBSTITUTED = frozenset("u v w s p q r".split())  # letters that are chosen for a part
_INEQUALITIES: dict[str, Callable[[int], bool]] = {
    "<": lambda found: found < 0,
    ">": lambda found: found > 0,
    "<=": lambda found: found <= 0,
    ">=": lambda found: found >= 0,
}


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
        self.lines, self.seconds, self.variable = lines, seconds, variable
        names = {line.left.name for line in lines if line.left is not None and len(line.left.name) > 1}
        self.known = Context()
        self.facts: list[Fact] = []
        self.latest: dict[sp.Expr, Side] = {}
        self.reader = Reader(self.known, str(variable) if variable is not None else "", names)
        self.scan = self.reader.scan
        self.identity = Identity(self.known, self.reader, self.latest, seconds)
        self.own = OwnRows(self.known, self.scan, self.facts, self.identity)
        self.moment = Moment(self.known, self.facts)
        self.tangents = Tangents()
        self.solving: Solving | None = None
        self.chain: Chain | None = None
        self.asked: Chain | None = None
        self.otherwise: Chain | None = None  # the question with d/dx meant for less, or for more, of the first line
        self.pending: list[Fact] = []  # statements with letters that are still to be said
        self.lost = False  # whether the question could not be read
        self.broken = 0  # the statement with a part that cannot be read
        self.answered = False
        self.last: Side | None = None
        self.place = 0
        self.because: list[tuple[int, ...]] = []  # for each line, the rows from which it follows
        self.rows_of: dict[sp.Symbol, int] = {}
        self.rows_of_equations: dict[sp.Expr, int] = {}

    def checks(self) -> Iterator[Check]:
        """One check a line."""
        budget = Budget(_MOST_SECONDS * self.seconds)
        for place, line in enumerate(self.lines):
            self.place = place
            self.own.used.clear()
            if not place or line.row != self.lines[place - 1].row:
                for other in self.lines[place:]:
                    if other.row == line.row:
                        self.scan.add(other)
            for name, by in self.scan.varies().items():
                before = self.known.varies.get(sp.Symbol(name), frozenset())
                self.known.varies[sp.Symbol(name)] = before | frozenset(map(sp.Symbol, by))
            try:
                found = self.check(line) if budget.left() else _LATE
            except (GdtutorError, Interruption) as problem:
                found = Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}.")
            self.because.append(self.rows_used(line, found))
            yield found

    def rows_used(self, line: Line, found: Check) -> tuple[int, ...]:
        """The rows from which a statement follows: those of its names, of its equations, and of its chain."""
        if found.verdict is not _RIGHT or found.evidence == GIVEN or self.chain is None:
            return ()
        sides = [self.chain.head.raw, *(side.raw for side in self.chain.sides[-1:])]
        letters = {letter for raw in sides for letter in raw.free_symbols}
        letters |= {sp.Symbol(call.func.__name__) for raw in sides for call in raw.atoms(AppliedUndef)}
        rows = set(self.own.used)
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

    def check(self, line: Line) -> Check:
        """The verdict on a line."""
        if line.is_datum and line.left is None and (placed := self.at_point(line)) is not None:
            return placed
        if line.left is not None and line.left.is_gradient:
            return self.gradient(line, line.left)
        if (compared := self.compared(line)) is not None:
            return compared
        try:
            reading = self.reader.read(line.text)
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
        kept = self.chain, list(self.facts), dict(self.latest)
        sides = list(self.chain.sides) if self.chain is not None else []
        self.reader.learn_what_varies(reading.expression)
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
            self.chain, self.facts[:], latest = kept  # nothing follows from such a line
            self.latest.clear()
            self.latest.update(latest)
            if self.chain is not None:
                self.chain.sides[:] = sides
            return replace(asked, reading=reading.latex, notes=reading.notes)
        self.reader.letters |= {str(letter) for letter in reading.expression.free_symbols}
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
                self.known.at_the_moment(self.known.value(self.reader.read(text).expression))
                for text in (before, behind)
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
        known = self.reader.letters | {str(name) for name in names} | set(self.scan.quantities()) | {self.scan.variable}
        known |= self.scan.limits
        strange = strange_letters(reading, frozenset(known))
        if strange is None or is_constant_of_integration(reading, frozenset(known)):
            return None
        return Check(CheckVerdict.UNREADABLE, f"This cannot be judged: {strange}.", position=strange.position)

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
        with contextlib.suppress(GdtutorError):
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
        left = self.with_index(left)
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

    def with_index(self, left: LeftSide) -> LeftSide:
        """``f_x`` is the derivative of f by x, where f was given and x is one of its letters."""
        name, _, letter = left.name.partition("_")
        known = sp.Symbol(name) in self.known.meanings and sp.Symbol(left.name) not in self.known.meanings
        if left.order or not letter or not known:
            return left
        letters = self.known.value(sp.Symbol(name)).free_symbols | set(self.known.parameters.get(sp.Symbol(name), ()))
        by = [part for part in letter if sp.Symbol(part) in letters] if sp.Symbol(letter) not in letters else [letter]
        if not by or "".join(by) != letter:
            return left
        mixed = tuple((part, 1) for part in by) if len(by) > 1 else ()
        return LeftSide(name, len(by), by[0], left.at, variables=mixed)

    def about(self, raw: sp.Expr, line: Line, order: int, name: sp.Symbol) -> Chain:
        """The chain of a left side; it goes on from what the same left side was last said to be."""
        head = Side(raw, None, line.row)
        before = self.latest.get(raw)
        is_right = next((fact.is_right for fact in reversed(self.facts) if fact.right is before), True)
        return Chain(head, order=order, name=name, text=line.left_text, before=before, before_is_right=is_right)

    def is_of_question(self, name: sp.Symbol) -> None:
        """A name that nothing was said about is the function of a question d/dx (…)."""
        if self.asked is None or self.asked.name is not None or name in self.known.meanings:
            return
        head = self.asked.head.raw
        if isinstance(head, sp.Derivative) and name not in head.free_symbols and str(name) not in self.reader.letters:
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
        return self.reader.only_letter(name) or sp.Symbol(self.scan.variable)

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
            if (given := self.equation_given(head, side)) is not None:
                return given
        self.chain = Chain(head, [side], name=name, text=line.left_text)
        if (tangent := self.tangents.claimed(self.known, name, side.raw)) is not None:
            self.facts.append(Fact(head, side, tangent.verdict is _RIGHT))
            return tangent
        used = {letter for fact in self.facts for letter in (fact.left.raw.free_symbols | fact.right.raw.free_symbols)}
        bound = self.moment.instance_of_a_side(side)
        value = self.known.value(side.raw)
        if bound is not None and name not in used and not value.free_symbols:  # m = 2(3), beside y' = 2x
            self.tangents.learn(bound)
        if not value.free_symbols and name in used:
            self.known.moment[name] = value
            self.tangents.learn({name: value})
            self.facts.append(Fact(head, side, True))
            return Check(_RIGHT, f"Given: from here on {name} has this value.", evidence=GIVEN)
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
        self.facts.append(Fact(head, side, True))
        self.latest[name] = side
        if first:
            return _QUESTION
        contradicted = self.contradicted()
        return contradicted or Check(_RIGHT, f"Given: from here on {name} stands for this.", evidence=GIVEN)

    def datum(self, name: sp.Symbol, side: Side, line: Line) -> Check:
        """``at x = 2``: a place that the learner chose."""
        value = self.known.value(side.raw)
        self.known.moment[name] = value
        self.tangents.learn({name: value})
        self.chain = Chain(Side(name, None, line.row), [side], name=name, text=line.left_text)
        return Check(_RIGHT, "Given: the place that is looked at.", evidence=GIVEN)

    def at_point(self, line: Line) -> Check | None:
        """``at (3, 4)``: values of the variable and of the letter that varies with it."""
        variable = sp.Symbol(self.scan.variable)
        others = [w for r in self.known.equations for w in sorted(r.free_symbols, key=str) if self.known.depends(w)]
        names = [variable, *others[:1]]
        try:
            values = [self.reader.read(part[1]).expression for part in entries(line.text)]
        except UnreadableError:
            return None
        if len(values) != len(names) or any(value.free_symbols for value in values):
            return None
        point = dict(zip(names, values, strict=True))
        for relation in self.known.equations:
            at = relation.xreplace(point)
            if not at.free_symbols and self.identity.number(at).verdict is _WRONG:
                return Check(_WRONG, "Wrong. This place is not on the curve.")
        self.known.moment |= point
        self.tangents.learn(dict(point))
        self.chain = None
        return Check(_RIGHT, "Given: the place that is looked at.", evidence=GIVEN)

    def gradient(self, line: Line, left: LeftSide) -> Check:
        """``∇f = (2x + 3y, 3x)``: every component is a derivative."""
        name = sp.Symbol(left.name)
        own = self.known.parameters.get(name, ())
        if name not in self.known.meanings:
            return Check(CheckVerdict.UNDECIDED, f"Undecided: nothing says yet what {name} is.")
        own = own or tuple(sorted(self.known.value(name).free_symbols, key=str))
        function, names = to_text(self.known.value(name)), [str(letter) for letter in own]
        at = [part.strip() for part in left.at.split(",")] if left.at else []
        at = at or [to_text(self.known.moment[letter]) for letter in own if letter in self.known.moment]
        question = GradientQuestion(function, names, at=at if len(at) == len(own) else [])
        self.answered = True
        return question.check(line.text)

    def valued(self, line: Line, left: LeftSide, name: sp.Symbol, side: Side) -> Check:
        """``f'(2) = 7``: a quantity or its derivative at a point."""
        at = [self.reader.read(part).expression for part in left.at.split(",")]
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
        claim = self.latest.get(raw)
        head = Side(number, None, line.row)
        self.chain = Chain(head, order=left.order, name=None, text=line.left_text)
        self.tangents.learn(moment)
        self.answered |= bool(left.order) and (not self.known.meanings or name == self.main())
        found = self.continued(line, side)
        if found.verdict is _WRONG and claim is not None:
            own_value = self.known.at_the_moment(self.known.value(claim.raw).xreplace(moment))
            carried = self.identity.judge(own_value, side, self.identity.domain_of(self.chain))
            if carried.verdict is _RIGHT:
                return CARRIED
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
        chain.right = found.verdict is _RIGHT and found.evidence != FOLLOWS
        self.learn(chain, side, found, line)
        return found

    def others(self, chain: Chain) -> list[Chain]:
        """What else a side without a left side may go on with."""
        found = [self.otherwise] if self.otherwise is not None else []
        if self.asked is not None and self.asked is not chain:
            found.append(self.asked)
        elif self.asked is None and self.known.meanings and not chain.order and chain.name is not None:
            first = next(iter(self.known.meanings))
            with contextlib.suppress(GdtutorError):
                by = self.by_of(LeftSide(str(first)), first)
                found.append(Chain(Side(sp.Derivative(first, by)), order=1, name=first))
        return found

    def meant_otherwise(self, chain: Chain, side: Side, line: Line, explained: bool) -> Check | None:
        """What to ask where another reading of a side would be right."""
        assert side.reading is not None
        budget = Budget(self.seconds)
        for text, question in other_texts(side.reading, explained):
            with contextlib.suppress(UnreadableError):
                other = self.reader.read(text)
                if not budget.left():
                    return None
                kept = list(self.facts)
                again = self.equation(chain, Side(other.expression, other, line.row), line)
                self.facts[:] = kept
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
        if (found := self.identity.of_limits(chain, side)) is not None:
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
            return Check(_RIGHT, f"Given: from here on {chain.name} stands for this.", evidence=GIVEN)
        if _has_unknown(right) and not _has_unknown(left):
            unknown = sorted({call.func.__name__ for call in right.atoms(AppliedUndef)})
            raise ArgumentError(f"nothing says yet what {unknown[0] if unknown else 'this function'} is")
        residual = left - right
        domain = self.identity.domain_of(chain)
        if self.is_free(residual):
            if self.known.vanishes(residual, domain, self.seconds):
                return self.identity.proved()
            for found in (self.own.judge(chain, side), self.new_fact(chain, side, residual, line)):
                if found is not None:
                    return found
            return self.identity.refuted(chain, side, residual)
        true = self.identity.judge(left, side, domain, chain)
        if true.verdict is _RIGHT:
            return replace(true, message=self.identity.proved().message)
        for found in (self.own.judge(chain, side), self.new_fact(chain, side, residual, line)):
            if found is not None:
                return found
        return self.identity.from_last(chain, side, domain) or true

    def is_free(self, residual: sp.Expr) -> bool:
        """Whether equations say something about the letters of a statement."""
        letters = residual.free_symbols
        return any(relation.free_symbols & letters for relation in self.known.equations) or any(
            letter in self.known.jets for letter in letters
        )

    # --- letters that are still to be said ----------------------------------------------------------------------------

    def with_new_letters(self, chain: Chain, side: Side, line: Line) -> Check | None:
        """``y = uv`` where nothing was said about u and v yet: they are to be such that it holds."""
        new = {
            letter
            for letter in side.raw.free_symbols
            if str(letter) not in self.reader.letters | self.scan.letters_of_marks()
        }
        new -= self.seen_letters() | self.known.meanings.keys()
        if chain.order or chain.name not in self.known.meanings or not new or not {*map(str, new)} <= _SUBSTITUTED:
            return None
        self.pending.append(Fact(chain.head, side, True))
        return Check(
            _RIGHT, f"Given, once {' and '.join(sorted(map(str, new)))} are such that it holds.", evidence=GIVEN
        )

    def contradicted(self) -> Check | None:
        """Whether what letters now stand for breaks a statement that was left open for them."""
        for fact in list(self.pending):
            letters = fact.right.raw.free_symbols - self.known.meanings.keys()
            if any(str(letter) in _SUBSTITUTED for letter in letters):
                continue
            self.pending.remove(fact)
            found = self.identity.judge(self.known.value(fact.left.raw), fact.right, ())
            if found.verdict in (_WRONG, _PARTIAL):
                text = fact.right.reading.text if fact.right.reading else str(fact.right.raw)
                return replace(found, message=f"Wrong. With this, {fact.left.raw} is not {text.strip()}.")
        return None

    # --- new facts ----------------------------------------------------------------------------------------------------

    def new_fact(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """A statement that is not proved and may say something new: a datum, a constraint, an equation to be solved."""
        ways = (
            self.place_or_datum,
            self.at_the_moment,
            self.with_numbers_put_in,
            self.as_tangent,
            self.as_solution,
            self.set_equal_to_a_number,
            self.differentiated_on_both_sides,
            self.rate_at_the_moment,
            self.as_equation,
        )
        return next((found for way in ways if (found := way(chain, side, residual, line)) is not None), None)

    def at_the_moment(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """A statement that holds, or does not, for the values that were given."""
        name = chain.head.raw
        reduced = self.known.reduced(residual)
        moment = self.known.at_the_moment(reduced)
        if moment != residual and self.identity.is_zero(moment, side):
            return Check(_RIGHT, "Correct: it holds for the values given.")
        if moment == reduced or moment.free_symbols or self.known.value(side.raw).free_symbols:
            return None
        is_place = name.is_Symbol and name in self.known.moment and name not in self.known.meanings
        if is_place and not any(name in r.free_symbols for r in (*self.known.equations, *self.known.at_moment)):
            return self.datum(name, side, line)  # a second place, x = 3 after x = 2
        return self.identity.number(moment)

    def with_numbers_put_in(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """An earlier statement with numbers for letters: ``20 = 4π (5)^2 dr/dt``."""
        matched = self.moment.instance_of_a_fact(chain, side)
        if matched is None:
            return None
        fact, bound = matched
        if set(bound) == {fact.left.raw} and fact.left.raw.is_Symbol and self.known.value(side.raw).free_symbols:
            return self.equation_given(chain.head, side)  # 40 = 2a + 2b beside P = 2a + 2b: P is fixed
        value = self.known.value(fact.right.raw)
        is_set_to_zero = bound == {fact.left.raw: sp.Integer(0)} and isinstance(fact.left.raw, sp.Derivative)
        if is_set_to_zero and len(value.free_symbols) == 1 and fact.is_right:  # beside dS/da = 20 - 2a
            return self.to_be_solved(value)
        self.moment.learn(bound)
        self.known.at_moment.append(residual)
        given = Check(_RIGHT, "Given: an equation before, with values put in.", evidence=GIVEN)
        return given if fact.is_right else CARRIED

    def as_tangent(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """A line through a point at which a derivative was taken."""
        return self.tangents.of_equation(self.known, chain.head.raw, side.raw)

    def as_solution(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """A row that solves an equation, or a derivative that is set equal to zero."""
        if isinstance(chain.head.raw, sp.Derivative):
            return self.derivative_set_to_zero(chain, side)
        return self.by_solving(line, chain)

    def set_equal_to_a_number(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """``v(t) = 0`` is an equation in t; ``A = x*y = 50`` fixes a quantity of several letters."""
        head, left, right = chain.head.raw, self.known.value(chain.head.raw), self.known.value(side.raw)
        if right.free_symbols:
            return None
        own = {sp.Symbol(self.scan.variable), *(self.known.parameters.get(chain.name, ()) if chain.name else ())}
        is_stated = chain.name in self.known.meanings and not chain.order and not chain.sides
        if is_stated and len(left.free_symbols) == 1 and left.free_symbols <= own:
            return self.to_be_solved(residual)
        is_function = isinstance(head, AppliedUndef) or head in self.known.meanings
        if not is_function or not chain.right or len(left.free_symbols) < 2:
            return None
        if not chain.sides:
            self.known.at_moment.append(residual)
            return _AT_THE_MOMENT
        self.known.give(left, right, sp.Symbol(self.scan.variable))
        self.rows_of_equations[self.known.equations[-1]] = side.row
        return Check(_RIGHT, "Given: this quantity is fixed.", evidence=GIVEN)

    def differentiated_on_both_sides(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """``d/dx (x^2 + y^2) = d/dx 25`` as the first row says that x^2 + y^2 = 25."""
        left, right = chain.head.raw, side.raw
        marks = [raw for raw in (left, right) if isinstance(raw, sp.Derivative) and len(raw.variables) == 1]
        if not chain.opens or self.facts or len(marks) < 2 or left.variables != right.variables:
            return None
        self.known.give(self.known.value(left.expr), self.known.value(right.expr), left.variables[0])
        self.asked = None
        return _QUESTION

    def rate_at_the_moment(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """``dx/dt = 5``: the value of a derivative that the facts leave free."""
        head, left = chain.head.raw, self.known.value(chain.head.raw)
        is_rate = isinstance(head, sp.Derivative) and head.expr.is_Symbol and bool(self.known.jets_in(left))
        if not is_rate or chain.sides or self.known.value(side.raw).free_symbols:
            return None
        if left in self.known.jets:
            self.known.moment[left] = self.known.value(side.raw)
        else:
            self.known.at_moment.append(residual)
        return _AT_THE_MOMENT

    def as_equation(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """An equation of its own, without derivatives."""
        head = chain.head.raw
        is_new = not chain.sides or (chain.right and any(map(self.known.depends, head.free_symbols)))
        if not chain.opens or not is_new or chain.order or head.has(sp.Derivative) or side.raw.has(sp.Derivative):
            return None
        return self.equation_given(chain.head, side)

    def to_be_solved(self, residual: sp.Expr) -> Check:
        """From here on rows solve ``residual = 0``."""
        self.solving = Solving.of(residual, is_stated=True)
        return Check(_RIGHT, "Given: an equation, to be solved.", evidence=GIVEN)

    def place_or_datum(self, chain: Chain, side: Side, residual: sp.Expr, line: Line) -> Check | None:
        """``r = 25`` where r is free at the moment: a datum, unless an equation at the moment has another value."""
        name = chain.head.raw
        moment = self.known.at_the_moment(self.known.reduced(residual))
        right = self.known.value(side.raw)
        is_letter = name.is_Symbol and name not in self.known.meanings
        is_free = is_letter and (name in moment.free_symbols or bool(moment.free_symbols & self.open_letters(name)))
        ties = [r for r in self.known.equations if name in r.free_symbols and len(r.free_symbols) > 1]
        if chain.sides or right.free_symbols or not is_free or not (self.scan.by or self.scan.primed or ties):
            return None
        if name == sp.Symbol(self.scan.variable) and self.derivative_of_question() is not None:
            return None
        data = {**self.known.moment, name: right}
        for relation in (*self.known.equations, *self.known.at_moment):
            left_over = relation.xreplace(data)
            if name in relation.free_symbols and not left_over.free_symbols:
                found = self.identity.number(left_over)
                if found.verdict is not _RIGHT:
                    return found
        self.known.moment[name] = right
        self.tangents.learn({name: right})
        return Check(_RIGHT, f"Given: at this moment {name} has this value.", evidence=GIVEN)

    def open_letters(self, name: sp.Symbol) -> set[sp.Symbol]:
        """The letters that equations tie to a letter, and that have no value yet."""
        tied = (r.free_symbols for r in self.known.equations if name in r.free_symbols)
        return {letter for letters in tied for letter in letters} - self.known.moment.keys()

    def equation_given(self, head: Side, side: Side) -> Check | None:
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
                return replace(found, message=NEXT)
            return None
        first = not self.facts
        self.known.give(self.known.value(head.raw), self.known.value(side.raw), sp.Symbol(self.scan.variable))
        self.rows_of_equations[self.known.equations[-1]] = side.row
        self.facts.append(Fact(head, side, True))
        return _QUESTION if first else Check(_RIGHT, "Given: an equation of its own.", evidence=GIVEN)

    # --- solving ------------------------------------------------------------------------------------------------------

    def derivative_of_question(self) -> sp.Expr | None:
        """The derivative that was found, as a function of one letter, which may be set equal to zero."""
        for fact in reversed(self.facts):
            if isinstance(fact.left.raw, sp.Derivative) and fact.left.raw.variables[0] == sp.Symbol(self.scan.variable):
                value = self.known.value(fact.right.raw)
                if value.free_symbols == {fact.left.raw.variables[0]} and fact.is_right:
                    return value
        return None

    def derivative_set_to_zero(self, chain: Chain, side: Side) -> Check | None:
        """``f'(x) = 0``, or ``= 0`` behind the derivative: an equation, once the derivative was stated."""
        variable = sp.Symbol(self.scan.variable)
        value = self.known.value(chain.head.raw)
        if value.free_symbols != {variable} and chain.before is not None:
            value = self.known.value(chain.before.raw)
        is_stated = any(fact.left.raw == chain.head.raw for fact in self.facts)
        if not chain.right or not is_stated or self.known.value(side.raw) != 0 or value.free_symbols != {variable}:
            return None
        return self.to_be_solved(value)

    def by_solving(self, line: Line, chain: Chain | None = None) -> Check | None:
        """A row that solves an equation: the derivative set equal to zero, or one that was stated."""
        if chain is None:
            chain = self.chain if not (line.left or line.opens) else None
        text = line.text
        head = chain.text if chain is not None else line.left_text
        variable = sp.Symbol(self.scan.variable)
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
        """What a row states, as an equation to be solved; ``None`` where it cannot be read so."""
        if not head:
            return None
        try:
            return read_statement(f"{head} = {text}", frozenset(self.reader.letters))
        except (UnreadableError, Interruption):
            return None

    @staticmethod
    def is_about(formula: Formula, letter: sp.Symbol | None) -> bool:
        return letters_of(formula) == {letter}

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
            return f"Differentiate both sides by {self.scan.variable}; what varies with it has a derivative."
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
        self.facts.append(Fact(chain.head, side, chain.right))
        self.latest[chain.head.raw] = side
        is_done = chain.order and not marks_of(side.raw) and not side.raw.has(sp.Limit)
        if is_done and self.is_question(chain):
            self.answered = True


def _has_unknown(value: sp.Expr) -> bool:
    """Whether a value has functions in it of which nothing is known."""
    return bool(value.has(AppliedUndef, sp.Derivative, sp.Subs))
