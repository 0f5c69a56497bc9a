"""`derive`, `gradient`, `hessian`: the formula as it was read, the result, and every step."""

from __future__ import annotations

import random
from typing import Any

from mpmath import mp

from tests.oracle.cases import Case, Outcome, ask, failure
from tests.oracle.comparing import Question, places_for, survey
from tests.oracle.formulas import Node, letters, num, text
from tests.oracle.from_sympy import NotConvertedError, convert
from tests.oracle.generate import STRATA, formula
from tests.oracle.judging import sides
from tests.oracle.shapes import several_letters
from tests.oracle.slopes import NoSlopeError, mixed
from tests.oracle.values import OpenError, UndefinedError, value, work_digits


def result_agrees(case: Case, question: Question, result: Any, what: str, count: int = 14) -> Outcome | None:
    """Whether a result has the value of the question wherever that is real and differentiable."""
    try:
        answer = convert(result)
    except NotConvertedError as error:
        return Outcome("fine", notes=(f"not converted: {error}",))
    rng = case.rng()
    seen = survey(question, answer, places_for(rng, question, answer, count))
    for point in seen.different:
        here = sides(question, answer, point)
        kind = "is not real where there is a slope" if here.endswith("not real") else "is wrong"
        return failure(f"{what} {kind}", f"{what} {text(answer)}: at {here}")
    return None


def first(*outcomes: Outcome | None) -> Outcome:
    notes = [note for found in outcomes if found is not None for note in found.notes]
    for found in outcomes:
        if found is not None and found.status == "failure":
            return found
    return Outcome("fine", notes=tuple(notes))


class Derive:
    """A derivation is undecided where it does not verify itself."""

    name = "derive"
    share = 1.5

    def draw(self, rng: random.Random, number: int) -> Case:
        return Case((formula(rng, number),), (2 if rng.random() < 0.12 else 1,))

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,), (order,) = case.formulas, case.data
        more = (order,) if order > 1 else ()
        found = ask(api, lambda: api.derive(text(function), "x", *more))
        outcomes = [
            result_agrees(case, Question(function, "x", 0), found.expression, "the formula as it was read"),
            result_agrees(case, Question(function, "x", order), found.result, "the result", 24),
        ]
        for step in found.all_steps[:12]:
            outcomes.append(self._step(case, function, step))
        verified = ask(api, found.verify, 10.0)
        outcome = first(*outcomes)
        if outcome.status == "fine" and not verified:
            outcome.status = "undecided"
        return outcome

    def _step(self, case: Case, function: Node, step: Any) -> Outcome | None:
        try:
            before = convert(step.before)
        except NotConvertedError as error:
            return Outcome("fine", notes=(f"not converted: {error}",))
        question = Question(before, "x", 0, (function,))
        return result_agrees(case, question, step.after, f"the step ({step.rule})", 6)

    def line(self, case: Case) -> str:
        more = f", {case.data[0]}" if case.data[0] > 1 else ""
        return f"gd.derive({text(case.formulas[0])!r}, 'x'{more})"


def formula_of_several(rng: random.Random, number: int) -> Node:
    found = several_letters(rng) if number % 2 else formula(rng, number)
    return found if letters(found) else num(1)


def asked_for(case: Case) -> list[str]:
    """The letters in the order in which they are asked for, which is any; the same one for the same case."""
    names = letters(case.formulas[0]) or ["x"]
    case.rng().shuffle(names)
    return names


class Gradient:
    """Each component is the slope along its letter, in the order in which they were asked for."""

    name = "gradient"
    share = 0.5

    def draw(self, rng: random.Random, number: int) -> Case:
        return Case((formula_of_several(rng, number),))

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,) = case.formulas
        names = asked_for(case)
        found = ask(api, lambda: api.gradient(text(function), " ".join(names)))
        outcomes = [
            result_agrees(case, Question(function, name), component, f"the component d/d{name}")
            for name, component in zip(names, found.vector, strict=True)
        ]
        return first(*outcomes)

    def line(self, case: Case) -> str:
        return f"gd.gradient({text(case.formulas[0])!r}, {' '.join(asked_for(case))!r})"


class Hessian:
    """Each entry, also below the diagonal, is the slope of a slope."""

    name = "hessian"
    share = 0.4

    def draw(self, rng: random.Random, number: int) -> Case:
        return Case((formula_of_several(rng, number),))

    def judge(self, api: Any, case: Case) -> Outcome:
        (function,) = case.formulas
        names = asked_for(case)
        matrix = ask(api, lambda: api.hessian(text(function), " ".join(names)).matrix)
        for i, first_name in enumerate(names):
            for j, second_name in enumerate(names):
                bad = self._entry(case, function, (first_name, second_name), matrix[i, j])
                if bad is not None:
                    return bad
        return Outcome("fine")

    def _entry(self, case: Case, function: Node, names: tuple[str, str], entry: Any) -> Outcome | None:
        try:
            answer = convert(entry)
        except NotConvertedError as error:
            return Outcome("fine", notes=(f"not converted: {error}",))
        for point in places_for(case.rng(), Question(function, names[0]), answer, 8):
            with work_digits(50):
                try:
                    truth = mixed(function, point, *names)
                    given = value(answer, point)
                except (OpenError, NoSlopeError):
                    continue
                except UndefinedError:
                    try:
                        mixed(function, point, *names)
                    except (OpenError, NoSlopeError, UndefinedError):
                        continue
                    return failure("an entry is not real where there is one", f"d²/d{names}: {text(answer)} at {point}")
                if abs(truth - given) > mp.mpf(10) ** -15 * (1 + abs(truth)):
                    return failure(
                        "an entry is wrong",
                        f"d²/d{names}: {text(answer)} is {mp.nstr(given, 12)}, not "
                        f"{mp.nstr(truth, 12)}, at { ({k: float(v) for k, v in point.items()}) }",
                    )
        return None

    def line(self, case: Case) -> str:
        return f"gd.hessian({text(case.formulas[0])!r}, {' '.join(asked_for(case))!r}).matrix"


STRATA_COUNT = len(STRATA)
