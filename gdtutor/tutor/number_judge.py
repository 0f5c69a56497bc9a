"""Judge a typed number: right if it agrees with the exact value as rounded where the learner wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import sympy as sp

from gdtutor.calculus.certified import agrees, rounded, sign
from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.language.tree import Node
from gdtutor.calculus.notation import Reading, read
from gdtutor.errors import UnreadableError
from gdtutor.tutor.asking import other_texts
from gdtutor.tutor.check import Check, CheckVerdict
from gdtutor.tutor.explained import explained
from gdtutor.tutor.typed_number import TypedNumber


@dataclass(frozen=True)
class Slip:
    """A wrong number that is to be expected: the mistake's id, and a sentence for the learner.

    ``likely`` are those that explain a number of two digits too, which many wrong rules may lead to by chance.
    """

    mistake: str
    why: str
    likely: bool = False


_LONG = 200  # characters; a text that is longer has its spaces collapsed
_TELLING = 3  # digits that are hardly met by chance
Slips = Iterable[tuple[sp.Expr, Slip]]


@dataclass(frozen=True)
class NumberJudge:
    """Judges numbers against an exact one, and against those that slips lead to.

    Attributes:
        value: the exact number.
        decimals: how many decimal places are asked for; they are enough, more are welcome, a fraction or a formula too.
        slips: gives the numbers that slips lead to, computed only for a wrong answer.
        names: names that are variables in an answer; one that is left in it is "not finished".
        further: gives numbers that one wrong rule in the computation leads to. Only a number that is hardly met by
            chance is explained by them.

    >>> judge = NumberJudge(sp.sqrt(2), 2, lambda: [(sp.Integer(2), Slip("", "Take the root."))])
    >>> [str(judge.check(answer).verdict) for answer in ("1.41", "about 1.4142", "1.4", "1.42", "2", "2/sqrt(2)")]
    ['correct', 'correct', 'partial', 'wrong', 'wrong', 'correct']
    >>> print(judge.check("1.413"))
    Correct. It is right to the 2 decimals that are asked for, not to all that you give.
    >>> print(judge.check("1"))
    Not finished: this is too rough to be judged. 2 decimals are asked for.
    """

    value: sp.Expr
    decimals: int
    slips: Callable[[], Slips] = tuple
    names: Sequence[str] = ()
    further: Callable[[], Slips] = tuple

    def check(self, answer: str) -> Check:
        """The verdict on a decimal number, a fraction or a formula without variables."""
        typed = TypedNumber.of(" ".join(answer.split()) if len(answer) > _LONG else answer)
        if not typed.text.strip():
            return Check(CheckVerdict.UNANSWERED, "Nothing is answered yet: type a number.")
        plain, unit = typed.without_unit()
        if unit and not _is_number(typed.text) and _is_number(plain.text):
            found = self.check(("%" if typed.is_percent else "").join([plain.text, ""]))
            return replace(found, notes=(*found.notes, f"the unit {unit} is not judged"))
        if typed.word and not _is_number(typed.text):
            message = f"Not finished: a number is wanted in digits, and {typed.word!r} is a word."
            return Check(CheckVerdict.UNANSWERED, message)
        try:
            reading = read(typed.text, self.names)
        except UnreadableError as problem:
            message = f"This cannot be read: {problem}."
            return Check(CheckVerdict.UNREADABLE, message, position=problem.position)
        if left := ", ".join(sorted(map(str, reading.expression.free_symbols))) or _derivative_in(reading.expression):
            message = f"Not finished: a number is wanted, and {left} still stands in it."
            return Check(CheckVerdict.UNANSWERED, message, reading=reading.latex)
        try:
            return self._asked(reading, typed.is_percent) or self._judge(reading, typed.is_percent)
        except (UncertainError, OutsideDomainError):
            return Check(CheckVerdict.UNDECIDED, "Undecided: this number cannot be computed.", reading=reading.latex)

    def _asked(self, reading: Reading, is_percent: bool) -> Check | None:
        """What to ask where the text is not right as it stands, and would be in another usual reading."""
        others = list(other_texts(reading))
        if not others or self._is(self.value, _Given.of(reading, self.decimals, is_percent)):
            return None
        for text, question in others:
            try:
                given = _Given.of(read(text), self.decimals, is_percent)
                if not given.value.free_symbols and self._is(self.value, given):
                    return Check(CheckVerdict.UNREADABLE, question, reading=reading.latex, notes=reading.notes)
            except (UnreadableError, UncertainError, OutsideDomainError):
                continue  # no other reading of the text
        return None

    def _judge(self, reading: Reading, is_percent: bool) -> Check:
        given = _Given.of(reading, self.decimals, is_percent)
        if self._is(self.value, given):
            return explained(CheckVerdict.CORRECT, "It agrees with the exact value.", reading=given.latex)
        if found := self._slip(given, self.slips()):
            return explained(CheckVerdict.WRONG, found[0].why, [slip.mistake for slip in found], given.latex)
        if self._is_enough(given):
            more = "" if given.places is None else ", not to all that you give"
            why = f"It is right to the {self._decimals()} that {self._are()} asked for{more}."
            if not self.decimals and self.value.is_Integer:
                why = "It is the exact value but for rounding."
            return explained(CheckVerdict.CORRECT, why, reading=given.latex)
        if given.places is not None and given.places < self.decimals and agrees(self.value, given.value, given.places):
            asked = f"{self._decimals()} {self._are()} asked for."
            if given.digits < _TELLING - 1:
                message = f"Not finished: this is too rough to be judged. {asked}"
                return Check(CheckVerdict.UNANSWERED, message, reading=given.latex)
            why = f"It agrees as far as it is written; {asked}"
            return explained(CheckVerdict.PARTIAL, why, reading=given.latex)
        return self._explain(given)

    def _decimals(self) -> str:
        return "1 decimal" if self.decimals == 1 else f"{self.decimals} decimals"

    def _are(self) -> str:
        return "is" if self.decimals == 1 else "are"

    def _is(self, number: sp.Expr, given: _Given) -> bool:
        """Whether the learner's number is this one: as rounded by the learner, or exactly for a formula."""
        if given.places is not None:
            return agrees(number, given.value, max(given.places, self.decimals))
        compared = equal(number, given.value)
        if compared.verdict is Verdict.UNDECIDED:
            raise UncertainError(str(given.value))
        return compared.proved

    def _is_enough(self, given: _Given) -> bool:
        """Whether the decimals that are asked for are right, where the exact value has more of them."""
        if not given.value.is_Rational:
            return False
        if not self.decimals and self.value.is_Integer:  # 3.0000001 is 3 but for rounding, and 3.2 is not
            return bool(abs(given.value - self.value) < sp.Rational(1, 10**4))
        if given.places is not None and given.places < self.decimals:
            return False
        scaled = abs(given.value) * 10**self.decimals + sp.Rational(1, 2)
        asked = sp.Rational(scaled.p // scaled.q, 10**self.decimals)
        return agrees(self.value, asked if given.value > 0 else -asked, self.decimals)

    def _slip(self, given: _Given, slips: Slips) -> list[Slip]:
        return [slip for value, slip in slips if self._is(value, given)]

    def _explain(self, given: _Given) -> Check:
        """A wrong number: the wrong rule that leads to it, or which way it is off."""
        if found := self._of_a_wrong_rule(given):
            return explained(CheckVerdict.WRONG, found.why, [found.mistake], given.latex)
        off = sign(self.value - given.value)
        why = f"Your number is too {'small' if off > 0 else 'large'}."
        if given.places and self._is_cut_off(given.value, given.places):
            why = "The last digit is not the rounded one: was the number cut off, or rounded too early?"
        return explained(CheckVerdict.WRONG, why, reading=given.latex)

    def _of_a_wrong_rule(self, given: _Given) -> Slip | None:
        """The first wrong rule that leads to the number, exactly or in digits enough."""
        if given.places and self._is_cut_off(given.value, given.places):
            return None
        for value, slip in self.further():
            try:
                enough = _TELLING - 1 if slip.likely else _TELLING
                is_met = given.digits >= enough and self._is(value, given)
                if is_met or (given.digits >= _TELLING - 1 and sign(value - given.value) == 0):
                    return slip
            except (UncertainError, OutsideDomainError):
                continue
        return None

    def _is_cut_off(self, given: sp.Expr, places: int) -> bool:
        unit = sp.Rational(1, 10**places)
        return sign(self.value - given + unit) >= 0 and sign(given - self.value + unit) >= 0

    def shown(self, latex: str) -> str:
        """A line for the solution: the formula and its value, with two digits more than wanted."""
        value, relation = shown_value(self.value, self.decimals + 2)
        return f"{latex} &{relation} {value}"


def shown_value(number: sp.Expr, places: int) -> tuple[str, str]:
    r"""A number rounded for show, and whether it is that number (``=``) or near it.

    >>> shown_value(sp.Rational(1, 2), 4), shown_value(sp.sqrt(2), 4)
    (('0.5', '='), ('1.4142', '\\approx'))
    """
    value = rounded(number, places)
    if (number * 10**places).is_Integer:
        return (value.rstrip("0").rstrip(".") if "." in value else value), "="
    return value, r"\approx"


@dataclass(frozen=True)
class _Given:
    """A learner's number: its value, the decimal places that it is written with (``None``: it is exact), its digits."""

    value: sp.Expr
    places: int | None
    digits: int
    latex: str

    @classmethod
    def of(cls, reading: Reading, asked: int, is_percent: bool) -> _Given:
        places = _decimal_places(reading.tree, asked)
        if not is_percent:
            return cls(reading.expression, places, _digits(reading, places), reading.latex)
        hundredths = None if places is None else places + 2
        return cls(reading.expression / 100, hundredths, _digits(reading, places), rf"{reading.latex}\,\%")


def _decimal_places(tree: Node, wanted: int) -> int | None:
    """A decimal number has its own decimal places, a formula with decimals those that are wanted, an exact one none."""
    shown = tree
    while shown.kind == "negative":
        (shown,) = shown.arguments
    if shown.kind == "number":
        exponent = Decimal(shown.value).as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else None
    has_decimals = any(part.kind == "number" and not part.value.isdigit() for part in tree.walk())
    return wanted if has_decimals else None


def _is_number(text: str) -> bool:
    """Whether a text can be read and no letter stands in it."""
    try:
        return not read(text).expression.free_symbols
    except UnreadableError:
        return False


def _derivative_in(expression: sp.Expr) -> str:
    """A derivative of a constant has no free name, and is no number yet either."""
    return "a derivative" if expression.has(sp.Derivative) else ""


def _digits(reading: Reading, places: int | None) -> int:
    """How many digits say something about the number: not the zeros before the first one."""
    if places is None:
        return len("".join(filter(str.isdigit, reading.text)))
    scaled = abs(reading.expression) * 10**places
    return len(str(int(scaled))) if sign(scaled - 1) >= 0 else 0
