"""Judge the lines of a working one after another: what each names, and what it has to follow from."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import ArgumentError, GdtutorError, UnreadableError
from gdtutor.tutor.ahead import Ahead
from gdtutor.tutor.asking import is_constant_of_integration, other_texts, strange_letters
from gdtutor.tutor.check import GIVEN, Check, CheckVerdict
from gdtutor.tutor.corners import may_have_no_derivative
from gdtutor.tutor.equation import Equation
from gdtutor.tutor.first_line import begin, over_the_whole_line, readings_of_question
from gdtutor.tutor.left_side import LeftSide
from gdtutor.tutor.line_check import check_line, excused
from gdtutor.tutor.lines import Line
from gdtutor.tutor.quantities import USUAL, Chain, Quantities
from gdtutor.tutor.step_check import marks_of

_RIGHT = CheckVerdict.CORRECT
_FOLLOWED = ("chains", "claimed", "rewritings", "asides")  # what a line changes of the quantities
_QUESTION = Check(CheckVerdict.CORRECT, "The question.", evidence=GIVEN)


class WorkingReader:
    """Reads one line after another; errors are carried forward along each chain.

    Attributes:
        known: what the lines so far have said.
        chain: the one that the last line belongs to.
        otherwise: the question with d/dx meant for less, or for more, of the first line; until a line decides.
        equation: a derivative that was set equal to zero, and is to be solved.
        lost: whether the question could not be read.
    """

    def __init__(self, variable: sp.Symbol | None, seconds: float) -> None:
        self.known = Quantities(variable)
        self.seconds = seconds
        self.symbols: frozenset[str] = frozenset()
        self.chain: Chain | None = None
        self.otherwise: Chain | None = None
        self.equation: Equation | None = None
        self.lost = False
        self.broken = self.solving = 0  # lines of text with a part that cannot be read; that solve an equation
        self.aside = False  # whether something was worked out that is not the question
        self.valued: set[sp.Symbol] = set()  # quantities whose derivative was taken at a point
        self.number = 0  # of the line of text that was read last
        self.ahead = Ahead()

    def check(self, line: Line) -> tuple[Check, Reading | None]:
        """The verdict on a line, and what was read."""
        try:
            reading = self.reading(line.text)
        except UnreadableError as problem:
            self.lost, self.broken = self.known.main is None, line.number
            message = f"This cannot be read: {problem}."
            return Check(CheckVerdict.UNREADABLE, message, position=problem.position), None
        if self.lost:
            return Check(CheckVerdict.UNDECIDED, "Undecided: the question before it cannot be read."), reading
        kept = self.chain, {name: dict(getattr(self.known, name)) for name in _FOLLOWED}
        try:
            found = self.judged(line, reading)
        except GdtutorError as problem:
            self.lost = self.known.main is None
            found, self.broken = Check(CheckVerdict.UNDECIDED, f"Undecided: {problem}."), line.number
            is_about_one = line.left and line.left.order and not line.left.at and not self.lost
            if line.left and is_about_one:  # what goes on from here is about that derivative
                with contextlib.suppress(ArgumentError):
                    self.chain = self.known.before(*self.known.named(line.left), line.left.order)
        found = excused(found, line, line.number == self.broken)
        self.number = line.number
        if asked := self.asked_about_letters(found, reading):  # nothing follows from such a line
            self.chain, followed = kept
            for name, value in followed.items():
                setattr(self.known, name, value)
            return replace(asked, reading=reading.latex, notes=reading.notes), None
        self.symbols |= frozenset(map(str, reading.expression.free_symbols))
        shown = (found.reading, found.notes) if found.reading else (reading.latex, reading.notes)
        return replace(found, reading=shown[0], notes=shown[1]), reading

    def asked_about_letters(self, found: Check, reading: Reading) -> Check | None:
        """A line with letters that no line before it has is asked back, not called wrong."""
        if found.verdict not in (CheckVerdict.WRONG, CheckVerdict.PARTIAL):
            return None
        letters = {*self.known.names.meanings, *self.known.names.parameters.values(), self.known.variable}
        known = self.symbols | frozenset(str(letter) for letter in letters if letter is not None)
        strange = strange_letters(reading, known)
        if strange is None or is_constant_of_integration(reading, known):
            return None
        return Check(CheckVerdict.UNREADABLE, f"This cannot be judged: {strange}.", position=strange.position)

    def reading(self, text: str) -> Reading:
        """What a line says; names of quantities may be differentiated in it, as in u'v + uv', and brackets."""
        names, by = self.known.names, self.known.primes_by()
        plain = [str(name) for name in names.meanings if name not in names.parameters]
        found = read(text, self.symbols, dict.fromkeys(plain, by), by)
        if self.known.main is None and self.known.variable is None:
            letters = [str(symbol) for symbol in found.expression.free_symbols]
            usual = next((letter for letter in USUAL if letter in letters), "")
            if by not in letters and (len(letters) == 1 or usual):
                return read(text, self.symbols, {}, letters[0] if len(letters) == 1 else usual)
        return found

    def is_answered(self) -> bool:
        """Whether a line without marks says what the first question asks for, where it is d/dx (…) or f(x) = …."""
        if any(form.has(sp.Derivative) for name in self.known.rewritings for form in self.known.forms[name][:1]):
            return not any(chain.last.has(sp.Derivative) for chain in self.known.rewritings.values())
        name = next(iter(self.known.forms), None)
        if not isinstance(name, sp.Dummy) and name not in self.known.names.parameters and not self.aside:
            return True
        chains = [chain for (of, _), chain in self.known.chains.items() if of == name]
        return name in self.valued or any(chain.order and not marks_of(chain.last) for chain in chains)

    def missing_variable(self) -> ArgumentError | None:
        """What to say of a working whose question does not tell its variable, where no other line does."""
        if self.known.main is None or self.known.chains:
            return None
        try:
            self.known.variable_of(self.known.function)
        except ArgumentError as problem:
            return problem
        return None

    def judged(self, line: Line, reading: Reading) -> Check:
        """The verdict on a line that could be read."""
        left = line.left
        if self.known.main is None:
            return self.question(left, reading)
        if left is None or left.order or sp.Symbol(left.name) in self.known.forms:
            self.ahead.look_up(reading.expression, self.known.names, self.symbols, self.reading)
        self.known.require_known(reading.expression)
        left = self.known.as_value(left, self.symbols)
        if left is None and (line.number == self.solving or (line.opens and self.equation is not None)):
            self.solving = line.number
            return Check(CheckVerdict.UNDECIDED, "Undecided: steps of solving are not followed, only their solution.")
        if left is None and line.opens and self.is_aside(reading):
            return self.begun_aside(reading)
        if left is None:
            return self.continued(reading, line.number == self.number)
        if left.at:
            return self.value(left, reading)
        if left.order == 0 and left.name:
            return self.definition(left, reading)
        return self.derivative(left, reading)

    # --- the question, and what names stand for -----------------------------------------------------------------------

    def question(self, left: LeftSide | None, reading: Reading) -> Check:
        """The line that says what is to be differentiated."""
        if left and left.order and not marks_of(reading.expression):
            raise ArgumentError("working begins with a derivative: the function is wanted first, d/dx (…) or f(x) = …")
        if left and not left.order:
            return self.named(left, reading)
        name = sp.Symbol(left.name) if left and left.name else sp.Dummy("question")
        order = left.order if left else 0
        likely, other = readings_of_question(reading)
        self.ask(begin(self.known, likely, name, order))
        self.otherwise = begin(self.known, other, name, order) if other else None
        return replace(_QUESTION, reading=likely.latex, notes=likely.notes)

    def ask(self, chain: Chain) -> None:
        """Let this be the question."""
        assert chain.name is not None
        self.known.main = chain.name
        (variable,) = chain.kept
        self.chain = self.known.chains[chain.name, variable] = chain
        self.known.forms[chain.name] = [chain.function]

    def named(self, left: LeftSide, reading: Reading) -> Check:
        """A function with a name: the question, or what a letter stands for."""
        expression = reading.expression
        name = self.known.define(left, expression)
        self.chain = Chain(expression, 0, frozenset(), expression, None, reading, of=name)
        self.known.rewritings[name] = self.chain
        if name == self.known.variable:  # f(u), and then u = x^2: x is what varies
            self.known.variable = None
        asked = self.known.main  # d/dx (…) stays the question, whatever is named on the way
        if isinstance(asked, sp.Dummy) or (asked is not None and not left.is_function):
            return Check(CheckVerdict.CORRECT, f"Correct: from here on {left.name} stands for this.", evidence=GIVEN)
        self.known.main = name
        if left.variable:
            self.known.variable = sp.Symbol(left.variable)
        return _QUESTION

    def definition(self, left: LeftSide, reading: Reading) -> Check:
        """``u = x^2``: what a letter stands for, the same once more, or the solution of an equation."""
        name, expression = sp.Symbol(left.name), reading.expression
        inside, asked = (self.known.names.put_in(side).free_symbols for side in (expression, self.known.function))
        if name not in expression.free_symbols and name in inside & asked:
            self.chain = Chain(name, 0, frozenset(), name)  # x = tan y, where y = arctan x
            return self.continued(reading)
        if self.equation is not None and name == self.equation.variable and not expression.free_symbols:
            self.known.names.meanings.pop(name, None)
            found = self.equation.check(reading)
            self.chain = Chain(expression, 0, frozenset(), expression)
            return found
        before = self.known.forms.get(name)
        if before is None or not (before[0].free_symbols or expression.free_symbols):  # x = 2, and later x = 3
            return self.named(left, reading)
        self.chain = replace(self.known.rewritings.get(name, Chain(before[0], 0, frozenset(), before[0])), of=name)
        found = self.continued(reading)
        if found.verdict is CheckVerdict.CORRECT:
            before.append(expression)
        return found

    # --- derivatives --------------------------------------------------------------------------------------------------

    def derivative(self, left: LeftSide, reading: Reading) -> Check:
        """``du/dx = 2x``, ``f''(x) = …``: the derivative of a quantity, from where its last line left it."""
        if (letter := sp.Symbol(left.name)) not in self.known.forms and letter in self.known.asked_letters():
            by = sp.Symbol(left.variable) if left.variable else self.known.variable_of(self.known.function)
            mark = sp.Derivative(letter, (by, left.order))
            self.chain, self.aside = Chain(mark, left.order, frozenset({by}), letter, None, None, mark), True
            return self.continued(reading)
        name, variable = self.known.named(left)
        self.chain = self.known.before(name, variable, max(1, left.order))
        return self.continued(reading)

    def sets_up(self, chain: Chain, expression: sp.Expr) -> bool:
        """Whether ``L'(θ) = 0`` is an equation: the derivative was stated before, and a solution follows."""
        (variable, *_) = (*chain.kept, None)
        if expression != 0 or chain.order == 0 or marks_of(chain.last) or variable not in chain.last.free_symbols:
            return False
        self.equation = Equation(self.known.names.put_in(chain.last, chain.kept), variable)
        return str(variable) in self.ahead.meanings

    def value(self, left: LeftSide, reading: Reading) -> Check:
        """``f'(2) = 7``: a quantity or its derivative at a point."""
        name, variable = self.known.named(left)
        at = read(left.at, self.symbols).expression
        chain = self.known.before(name, variable, left.order)
        kept = self.known.names.put_in(chain.last, chain.kept)
        slope = carry_out(kept)
        function = carry_out(self.known.names.put_in(self.known.forms[name][0], frozenset({variable})))
        if slope.has(sp.Derivative) or (left.order and may_have_no_derivative(function, {variable: at})):
            raise ArgumentError("no derivative is known there")
        number = self.known.names.put_in(slope.xreplace({variable: at}))
        self.chain = Chain(number, left.order, frozenset(), number)
        self.valued |= {name} if left.order else set()
        found = self.continued(reading)
        if found.verdict is CheckVerdict.WRONG and not (number.free_symbols or reading.expression.free_symbols):
            off = "small" if found.witness and found.witness.left > (found.witness.right or 0.0) else "large"
            return replace(found, message=f"Wrong. The number is too {off}.")  # and not what it should be
        return found

    def continued(self, reading: Reading, same_line: bool = True) -> Check:
        """A line without a left side: it goes on with the last line, or with what the question asks for."""
        if self.chain and self.chain.of and self.known.is_pattern(self.chain.last, reading.expression):
            return self.named(LeftSide(str(self.chain.of)), reading)
        chains = self.open_chains(same_line)
        if self.sets_up(chains[0], reading.expression):
            return Check(CheckVerdict.CORRECT, "Correct: an equation, which is solved below.")
        checks = [check_line(self.known, chain, reading, self.seconds) for chain in chains]
        place = next((k for k, found in enumerate(checks) if found.verdict is CheckVerdict.CORRECT), 0)
        whole = over_the_whole_line(reading) if checks[place].verdict is not CheckVerdict.CORRECT else None
        if whole is not None:
            return replace(self.continued(whole, same_line), reading=whole.latex, notes=whole.notes)
        if checks[place].verdict is CheckVerdict.WRONG:
            asked = self.asked(chains, reading, bool(checks[place].diagnoses))
            if asked is not None:  # the lines below are meant to follow from the other reading
                question, other = asked
                self.continued(other, same_line)
                return Check(CheckVerdict.UNREADABLE, question, reading=reading.latex, notes=reading.notes)
        if chains[place] is self.otherwise:
            self.ask(chains[place])
            part = "the whole" if isinstance(chains[place].last, sp.Derivative) else "the first part"
            message = f"Correct: it follows from the line before, with d/dx meant for {part} of that."
            checks[place] = replace(checks[place], message=message)
        self.otherwise = None
        self.chain = replace(chains[place], last=reading.expression, written=reading)
        self.known.go_on(self.chain)
        if chains[place].of is not None:
            self.known.rewritings[chains[place].of] = self.chain
        return checks[place]

    def asked(self, chains: Sequence[Chain], reading: Reading, explained: bool) -> tuple[str, Reading] | None:
        """What to ask, and the other reading of a line, where that follows from the line before."""
        budget = Budget(self.seconds)
        for text, question in other_texts(reading, explained):
            with contextlib.suppress(UnreadableError):
                other = self.reading(text)
                left = budget.left()
                if left and any(check_line(self.known, chain, other, left).verdict is _RIGHT for chain in chains):
                    return question, other
        return None

    def is_aside(self, reading: Reading) -> bool:
        """Whether a line begins something else than the question, as d/dx x^2 = 2x and log(y) = 2log(x) do."""
        expression = reading.expression
        is_mark = expression in marks_of(expression) and len(set(expression.variables)) == 1
        if not (is_mark or self.is_about_names(expression) or self.is_about_names(self.other_side())):
            return False
        if is_mark and self.known.is_part(expression.expr):  # (x^2)' has the slope of x^2 + 1, and is not it
            return True
        checks = [check_line(self.known, chain, reading, self.seconds) for chain in self.open_chains(same_line=False)]
        return all(found.verdict is not CheckVerdict.CORRECT for found in checks)

    def is_about_names(self, expression: sp.Expr) -> bool:
        """Whether letters that stand for something are in it."""
        return bool(self.known.names.put_in(expression) != expression)

    def other_side(self) -> sp.Expr:
        """The other side of the equation that a line begins; 0 where it cannot be read."""
        try:
            return self.reading(self.ahead.other_side).expression
        except UnreadableError:
            return sp.Integer(0)

    def begun_aside(self, reading: Reading) -> Check:
        """A derivative, or something about named quantities, that is worked out beside the question."""
        self.aside = True
        mark = reading.expression
        if mark not in marks_of(mark):
            self.chain = Chain(mark, 0, frozenset(), mark, None, reading)
            return Check(CheckVerdict.CORRECT, "An equation of its own, beside the question.", evidence=GIVEN)
        self.chain = Chain(mark, mark.derivative_count, frozenset(mark.variables), mark.expr, None, reading, mark)
        return Check(CheckVerdict.CORRECT, "A derivative of its own, worked out beside the question.", evidence=GIVEN)

    def open_chains(self, same_line: bool) -> list[Chain]:
        """What a line without a left side may go on with, the likeliest first."""
        assert self.chain is not None
        # after a derivative of something else only what stood beside a question d/dx (…) leads back to that
        leads_back = not self.chain.order or self.chain.aside is not None or isinstance(self.known.main, sp.Dummy)
        asked = self.known.asked() if leads_back and not same_line else None
        otherwise = [self.otherwise] if self.otherwise else []
        if asked is None or asked == self.chain:
            return [self.chain, *otherwise]
        goes_on = self.chain.order or (self.chain.of and self.chain.of in self.ahead.derived)
        return [self.chain, asked, *otherwise] if goes_on else [asked, self.chain, *otherwise]
