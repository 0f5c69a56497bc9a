"""What each wrong rule makes of a question, and whether these answers can be told apart.

Two predictions are told apart by certified intervals at a point, or by the equality engine. A rule that leads to the
right answer here is no mistake here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy as sp
from mpmath.libmp import to_rational

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.decide import Verdict, equal
from gdtutor.calculus.forms import Form
from gdtutor.calculus.intervals import Intervals
from gdtutor.tutor.diagnosis import LAST, Diagnosis, Search, close, is_evidence, rank
from gdtutor.tutor.prediction import NO_VALUE, Values

# Who loses one sign may have lost it in any of these rules: in x*sin(x) in that of the product, or in that of the sine.
_SIGNS = frozenset(
    "product_minus quotient_plus quotient_order_swapped sum_sign trig_sign exp_sign log_sign power_negative_exponent"
    " residual_sign inner_sign overall_sign".split()
)
_SECONDS = 60.0  # never reached: what is generated from a seed must not depend on the clock
_BITS = 80
Point = dict[sp.Symbol, Fraction]


@dataclass(frozen=True)
class Prediction:
    """The answer that one wrong rule leads to, and the id of its mistake."""

    mistake: str
    expression: sp.Expr


@dataclass(frozen=True)
class _Candidate:
    diagnosis: Diagnosis
    expression: sp.Expr
    values: Values
    is_rule: bool  # put in at one node, and so an answer to be expected


def predictions(form: Form, variable: sp.Symbol, earlier: Sequence[sp.Expr] = ()) -> tuple[Prediction, ...] | None:
    """The wrong answers to be expected, one for each, or ``None`` where two mistakes could not be told apart.

    Explanations of the whole (its sign, not differentiated, integrated, …) give way to a rule of one step that leads
    to the same: e^u with the inner derivative forgotten is e^u left as it was. Rules that lose the same sign count as
    one mistake, named by the likeliest: no question can tell them apart.

    Args:
        form: the function whose derivative is asked for.
        variable: with respect to which symbol.
        earlier: the functions before it, for a derivative of higher order.

    >>> from gdtutor.calculus.forms import form_of
    >>> x = sp.Symbol("x")
    >>> sorted({found.mistake for found in predictions(form_of(x**3, x), x)})[:3]
    ['integrated', 'not_differentiated', 'power_coefficient_missing']
    >>> predictions(form_of(2 * x**2, x), x) is None  # 2x: the 2 in front was dropped, or the exponent 2 was
    True
    """
    search = Search(form, variable, form.expression, tuple(earlier), Budget(_SECONDS))
    if search.predictor is None or len(search.points) < 3:
        return None
    right = search.predictor.values_of(search.derivative)
    groups = _grouped([found for found in _candidates(search) if not close(found.values, right)])
    best = [_best(group) for group in groups]
    if any(found is None for found in best):
        return None
    kept = [found for found in best if found is not None and found.is_rule]
    everything = [search.derivative, *(found.expression for found in best if found is not None)]
    if not _all_differ(everything, search.points[0]):
        return None
    return tuple(Prediction(found.diagnosis.mistakes[0], found.expression) for found in kept)


def _candidates(search: Search) -> Iterator[_Candidate]:
    """Every explanation by a single mistake that a diagnosis would consider first."""
    assert search.predictor is not None
    for alternatives in (search.predictor.single(), search.predictor.everywhere()):
        for alternative in alternatives:
            diagnosis, expression = search.explained(alternative)
            if len(diagnosis.mistakes) == 1 and is_evidence(diagnosis, expression, search.derivative):
                is_rule = len(alternative.edits) == 1 and alternative.strained <= 0
                yield _Candidate(diagnosis, expression, alternative.values, is_rule)
    whole = [*search.whole_candidates(), *(("wrong_order", before) for before in _before(search))]
    for name, expression in whole:
        try:
            values = search.predictor.values_of(expression)
        except NO_VALUE:
            continue
        strained = -1 if name == "wrong_order" else 0
        yield _Candidate(Diagnosis((name,), ("",), strained), expression, values, False)


def _before(search: Search) -> tuple[sp.Expr, ...]:
    return (search.function, *search.earlier) if search.earlier else ()


def _grouped(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Those of nearly equal values together."""
    groups: list[list[_Candidate]] = []
    for found in candidates:
        home = next((group for group in groups if close(group[0].values, found.values)), None)
        if home is None:
            groups.append([found])
        else:
            home.append(found)
    return groups


def _best(group: list[_Candidate]) -> _Candidate | None:
    """The explanation that is named first; ``None`` where another rule of one step leads to the same."""
    ranked = sorted(group, key=lambda found: rank(found.diagnosis))
    rules = {found.diagnosis.mistakes[0] for found in group if found.diagnosis.strained <= 0 and found.is_rule}
    strong = rules - set(LAST)
    first = ranked[0].diagnosis.mistakes[0]
    if (len(strong) > 1 and not strong <= _SIGNS) or (strong and first not in strong):
        return None
    return next((found for found in ranked if found.diagnosis.mistakes[0] == first and found.is_rule), ranked[0])


def _all_differ(expressions: Sequence[sp.Expr], point: Point) -> bool:
    """Whether any two differ: by disjoint intervals at the point, or else as the equality engine says."""
    found = []
    for expression in expressions:
        try:
            low, high = Intervals(point, _BITS).value(expression)
        except NO_VALUE:
            return False
        found.append((Fraction(*to_rational(low)), Fraction(*to_rational(high)), expression))
    found.sort(key=lambda one: one[:2])
    overlapping = [(one, other) for one, other in pairwise(found) if other[0] <= one[1]]
    different = (Verdict.REFUTED, Verdict.PARTLY)
    return all(equal(one[2], other[2], seconds=_SECONDS).verdict in different for one, other in overlapping)
