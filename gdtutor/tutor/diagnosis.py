"""Name the mistake: the wrong rules whose prediction equals what the learner wrote, ranked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction as Rational

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.evaluation import Floats
from gdtutor.calculus.forms import Form, Kind, form_of
from gdtutor.calculus.gradient import partials
from gdtutor.calculus.printing import to_text
from gdtutor.tutor.evidence import CHEAPEST_OF_TWO, bits, price, says_nothing
from gdtutor.tutor.generic import generic_points
from gdtutor.tutor.mistakes import CATALOGUE, MISTAKES
from gdtutor.tutor.prediction import NO_VALUE, Alternative, Predictor, Values
from gdtutor.tutor.slip import numbers_put_right

_PRIORITY = {name: place for place, name in enumerate(MISTAKES)}
LAST = (
    "chain_one_level_short",
    "overall_sign",
    "inner_sign",
    "sum_sign",
    "integrated",
    "not_differentiated",
    "loss_factor",
    "constant_added",
    "degrees",
    "arithmetic_slip",
)
_MAX_PARTS = 120  # a longer question is not searched
_MAX_PROVED = 8
_MULTIPLIED_OUT = (2, 3)


@dataclass(frozen=True)
class Diagnosis:
    """One explanation of a wrong answer.

    Attributes:
        mistakes: the ids of the wrong rules that were used, one or two.
        terms: for each, the part of the question where it was used, as text.
        strained: how many need another reading of the question than the usual one, less those that lose a minus.
    """

    mistakes: tuple[str, ...]
    terms: tuple[str, ...]
    strained: int = 0

    def __str__(self) -> str:
        return "+".join(self.mistakes)

    def sentence(self) -> str:
        """What was done, in plain words, and a reminder of the rule; never the right answer."""
        done = [CATALOGUE[m].sentence.format(term=t) for m, t in zip(self.mistakes, self.terms, strict=True)]
        rules = dict.fromkeys(CATALOGUE[mistake].remedy for mistake in self.mistakes)
        return f"It seems that {', and '.join(done)}. {' '.join(rules)}"


def diagnose(
    form: Form, variable: sp.Symbol, answer: sp.Expr, earlier: Sequence[sp.Expr] = (), seconds: float = 0.9
) -> tuple[Diagnosis, ...]:
    """The wrong rules that explain ``answer`` as the derivative of ``form``, the likeliest first.

    Args:
        form: the function whose derivative was asked for.
        variable: with respect to which symbol.
        answer: what the learner wrote; it is wrong.
        earlier: the functions before it, for a derivative of higher order: f, f′, …
        seconds: a bound on the work.

    >>> from gdtutor.calculus.forms import form_of
    >>> x = sp.Symbol("x")
    >>> [str(d) for d in diagnose(form_of(x * sp.sin(x), x), x, sp.cos(x))]
    ['product_of_derivatives']
    """
    if answer.is_number and not form.expression.is_number:
        (derivative,) = partials(form.expression, (variable,))
        if says_nothing(answer, derivative):
            return ()
    budget = Budget(seconds)
    search = Search(form, variable, answer, tuple(earlier), budget)
    return search.run() if search.points else ()


class Search:
    """The search for one answer."""

    def __init__(
        self, form: Form, variable: sp.Symbol, answer: sp.Expr, earlier: tuple[sp.Expr, ...], budget: Budget
    ) -> None:
        self.form, self.variable, self.answer, self.earlier, self.budget = form, variable, answer, earlier, budget
        self.function = form.expression
        (self.derivative,) = partials(self.function, (variable,))
        self.points: list[dict[sp.Symbol, Rational]] = []
        self.predictor: Predictor | None = None
        self.target: Values = ()
        self.right: Values = ()
        if sum(1 for _ in _all_forms(form)) <= _MAX_PARTS:
            self.prepare()

    def prepare(self) -> None:
        """Take the first three generic points at which everything has a value."""
        typed = (form.expression for form in _all_forms(self.form))  # a letter may cancel in the whole: x + a - a
        parts = (self.answer, *self.earlier, self.variable, *typed)
        for point in generic_points(set().union(*(part.free_symbols for part in parts))):
            try:
                values = Floats(point)
                [float(values.value(part)) for part in (self.function, self.derivative, self.answer)]
            except NO_VALUE:
                continue
            self.points.append(point)
            if len(self.points) == 3:
                break
        if not self.points:
            return
        try:
            self.predictor = Predictor(self.form, self.variable, self.points, self.budget)
            self.target = self.predictor.values_of(self.answer)
            self.right = self.predictor.values_of(self.derivative)
        except NO_VALUE:  # a part has no real value where the whole has one
            self.points = []

    # --- search ---

    def run(self) -> tuple[Diagnosis, ...]:
        """Simple explanations first; the far-fetched ones only where none of the simple ones holds."""
        stages = [lambda: [*self.one_mistake(), *self.of_the_whole()], lambda: [*self.far_fetched()]]
        if self.earlier:
            stages.append(lambda: [*self.at_an_earlier_stage()])
        if bits(self.answer) >= CHEAPEST_OF_TWO:
            stages.append(lambda: [*self.two_mistakes()])
        for stage in stages:
            if found := self.ranked(stage()):
                return found
        return ()

    def meets(self, values: Sequence[float]) -> bool:
        return close(values, self.target)

    def one_mistake(self) -> Iterator[tuple[Diagnosis, sp.Expr]]:
        assert self.predictor is not None
        for alternatives in (self.predictor.single(), self.predictor.everywhere()):
            for alternative in alternatives:
                if self.meets(alternative.values):
                    yield self.explained(alternative)

    def two_mistakes(self) -> Iterator[tuple[Diagnosis, sp.Expr]]:
        assert self.predictor is not None
        for alternatives in (self.predictor.double(), self.predictor.everywhere(together=2)):
            for alternative in alternatives:
                if self.budget.left() == 0:
                    return
                if self.meets(alternative.values):
                    yield self.explained(alternative)
                elif alternative.mistakes == 1 and self.meets([-value for value in alternative.values]):
                    found, expression = self.explained(alternative)
                    yield (
                        replace(found, mistakes=(*found.mistakes, "overall_sign"), terms=(*found.terms, "")),
                        -expression,
                    )

    def explained(self, alternative: Alternative) -> tuple[Diagnosis, sp.Expr]:
        """The mistakes of an alternative, each once though it may have been made throughout."""
        assert self.predictor is not None
        turned = close(alternative.values, [-value for value in self.right])  # any minus may be the one that is lost
        strained = max(alternative.strained, 0) if turned else alternative.strained
        named = [(name, to_text(edit.term)) for _, edit in alternative.edits for name in edit.rule.mistakes]
        if len(named) > alternative.mistakes:
            named = list(dict(reversed(named)).items())[::-1]
        mistakes, terms = (tuple(column) for column in zip(*named, strict=True))
        return Diagnosis(mistakes, terms, strained), self.predictor.expression(alternative)

    def of_the_whole(self) -> Iterator[tuple[Diagnosis, sp.Expr]]:
        """Mistakes about the whole question: its sign, its order, its variable, a term lost, a constant added."""
        for before in (self.function, *self.earlier) if self.earlier else ():
            if self.agrees(before):
                yield Diagnosis(("wrong_order",), (to_text(self.function),), strained=-1), before
        for name, expression in self.whole_candidates():
            if self.agrees(expression):
                yield Diagnosis((name,), (to_text(self.function),)), expression
        for term in _terms_multiplied_out(self.form):
            expression = self.derivative - partials(term, (self.variable,))[0]
            if self.variable in term.free_symbols and self.agrees(expression):
                yield Diagnosis(("term_lost",), (to_text(term),)), expression
        if self.is_integrated():
            yield Diagnosis(("integrated",), (to_text(self.function),)), self.answer
        for constant in constants_added(self.answer, self.function.free_symbols | {self.variable}):
            if self.agrees(self.derivative + constant):
                yield Diagnosis(("constant_added",), ("",)), self.derivative + constant

    def far_fetched(self) -> Iterator[tuple[Diagnosis, sp.Expr]]:
        """Explanations of the whole that are seldom the true one."""
        right = self.derivative
        candidates = [
            ("degrees", right * sp.pi / 180),
            ("degrees", right * 180 / sp.pi),
            ("log_base", right / sp.log(10)),
            ("wrong_order", partials(right, (self.variable,))[0]),
        ]
        if any(map(_is_half_or_mean, _all_forms(self.form))):
            candidates += [("loss_factor", 2 * right), ("loss_factor", right / 2)]
        for name, expression in candidates:
            if self.agrees(expression):
                yield Diagnosis((name,), (to_text(self.function),)), expression
        for number, expression in numbers_put_right(self.answer, self.points, self.right):
            if equal(expression, right, seconds=self.little()):
                yield Diagnosis(("arithmetic_slip",), (to_text(number),)), self.answer

    def at_an_earlier_stage(self) -> Iterator[tuple[Diagnosis, sp.Expr]]:
        """A mistake in the derivative before the last one, which then was differentiated rightly."""
        before = form_of(self.earlier[-1], self.variable)
        try:
            predictor = Predictor(before, self.variable, self.points, self.budget)
        except NO_VALUE:
            return
        for alternatives in (predictor.single(), predictor.everywhere()):
            for alternative in alternatives:
                if self.budget.left() == 0:
                    return
                expression = partials(predictor.expression(alternative), (self.variable,))[0]
                if self.agrees(expression):
                    edits = [edit for _, edit in alternative.edits][:1]
                    names = tuple(name for edit in edits for name in edit.rule.mistakes)
                    yield Diagnosis(names, tuple(to_text(edits[0].term) for _ in names)), expression

    def whole_candidates(self) -> Iterator[tuple[str, sp.Expr]]:
        right, variable = self.derivative, self.variable
        yield "overall_sign", -right
        if any(_is_squared_residual(inner) for inner in _all_forms(self.form)):
            yield "residual_sign", -right
            yield "loss_factor", right / 2
            yield "loss_factor", 2 * right
        yield "not_differentiated", self.function
        yield from (("sum_sign", partials(changed, (variable,))[0]) for changed in _sign_slips(self.form))
        if self.earlier:
            yield "second_as_square", self.function**2
        for other in sorted(self.function.free_symbols - {variable}, key=str):
            data = str(variable)[0] in "wWθtb" and str(other)[0] in "xX"
            yield "wrt_data" if data else "wrong_variable", partials(self.function, (other,))[0]

    def agrees(self, expression: sp.Expr) -> bool:
        return self.meets_at(expression, self.answer)

    def is_integrated(self) -> bool:
        """Whether the answer's derivative is the question."""
        (back,) = partials(self.answer, (self.variable,))
        return self.meets_at(back, self.function) and equal(self.function, back, seconds=self.little()).proved

    def meets_at(self, one: sp.Expr, other: sp.Expr) -> bool:
        """Whether two expressions have the same values at the points."""
        assert self.predictor is not None
        try:
            return close(self.predictor.values_of(one), self.predictor.values_of(other))
        except NO_VALUE:
            return False

    def little(self) -> float:
        """Seconds for one proof among many."""
        return min(0.5, self.budget.left())

    # --- ranking ---

    def ranked(self, matches: list[tuple[Diagnosis, sp.Expr]]) -> tuple[Diagnosis, ...]:
        """The matches that are proved, each set of mistakes once, the likeliest first."""
        best: dict[tuple[str, ...], tuple[Diagnosis, sp.Expr]] = {}
        told = [pair for pair in matches if is_evidence(pair[0], self.answer, self.derivative)]
        for diagnosis, expression in sorted(told, key=lambda pair: rank(pair[0])):
            best.setdefault(diagnosis.mistakes, (diagnosis, expression))
        proved = []
        for diagnosis, expression in list(best.values())[:_MAX_PROVED]:
            if expression is self.answer or equal(expression, self.answer, seconds=self.little()):
                proved.append(diagnosis)
        return tuple(proved)


def close(values: Sequence[float], others: Sequence[float]) -> bool:
    """Whether all values agree but for roundings."""
    return all(abs(a - b) <= 1e-8 * max(abs(a), abs(b), 1e-12) for a, b in zip(values, others, strict=True))


def is_evidence(diagnosis: Diagnosis, answer: sp.Expr, derivative: sp.Expr) -> bool:
    """Whether the answer says more than the explanation; where the derivative is a number a number is all there is."""
    if says_nothing(answer, derivative):
        return False
    one_number = answer.is_number and len(diagnosis.mistakes) == 1
    return one_number or price(diagnosis.mistakes, diagnosis.strained) <= bits(answer)


def rank(diagnosis: Diagnosis) -> tuple[int, int, int, int]:
    """Fewer mistakes first, then those in the usual reading of the question, then the likelier ones."""
    last = sum(LAST.index(m) + 1 for m in diagnosis.mistakes if m in LAST)
    return len(diagnosis.mistakes), diagnosis.strained, last, sum(_PRIORITY[m] for m in diagnosis.mistakes)


def constants_added(answer: sp.Expr, letters: Set[sp.Symbol]) -> Iterator[sp.Expr]:
    """The terms of an answer that may be a constant of integration: a number, or a letter that is not in question.

    A number that is off by one is none, nor is a term in the letters of the question that is missing.

    >>> x, c = sp.symbols("x C")
    >>> [list(constants_added(made, {x})) for made in (sp.cos(x) + c, 2 * x + 1, x**2 - x)]
    [[C], [1], []]
    """
    for term in answer.args if answer.is_Add else ():
        if term.is_number or not term.free_symbols & letters:
            yield term


def _all_forms(form: Form) -> Iterator[Form]:
    yield form
    for part in form.parts:
        yield from _all_forms(part)


def _is_squared_residual(form: Form) -> bool:
    """A square of a difference between data and a model: (y - w*x)^2."""
    squared = form.kind is Kind.POWER and form.constant == 2 and form.parts[0].kind is Kind.SUM
    return squared and len(form.expression.free_symbols) > 1


def _is_half_or_mean(form: Form) -> bool:
    """A square of a sum, or a fraction before a sum: where the factors of a loss come from."""
    if form.kind is Kind.POWER:
        return form.constant == 2 and form.parts[0].kind is Kind.SUM
    fraction = isinstance(form.constant, sp.Rational) and not form.constant.is_Integer
    return form.kind is Kind.MULTIPLE and fraction


def _terms_multiplied_out(form: Form) -> tuple[sp.Expr, ...]:
    """The terms as who multiplies squares and products of sums out first has them; none where there are none."""
    parts = form.parts if form.kind is Kind.SUM else (form,)
    return sp.Add.make_args(sp.expand(form.expression)) if any(map(_is_multiplied_out, parts)) else ()


def _is_multiplied_out(form: Form) -> bool:
    inner = form.parts[0] if form.kind is Kind.MULTIPLE else form
    power = inner.kind is Kind.POWER and inner.constant in _MULTIPLIED_OUT
    return (power or inner.kind is Kind.PRODUCT) and any(part.kind is Kind.SUM for part in inner.parts)


def _sign_slips(form: Form) -> Iterator[sp.Expr]:
    """The function with the sign of one term of a sum inside it changed: copied wrongly, then differentiated."""
    for inner in _all_forms(form):
        if inner.kind is Kind.SUM and inner is not form:
            for part in inner.parts:
                slipped = inner.expression - 2 * part.expression
                yield form.expression.xreplace({inner.expression: slipped})
