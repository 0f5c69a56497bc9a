"""A verdict on an answer (correct, partial, wrong) held against the truth; for `check`, `equal` and workings alike."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

from mpmath import mp

from tests.oracle.cases import FINE, LIMITS, Outcome, as_point, close, failure
from tests.oracle.comparing import DIGITS, Question, around, isolated, places_for, relation, show, surely_equal, survey
from tests.oracle.formulas import Node, letters
from tests.oracle.reading import NotReadError, read_domain
from tests.oracle.slopes import NoSlopeError
from tests.oracle.values import Evaluation, OpenError, UndefinedError, value, work_digits

RIGHT, PART, WRONG = ("correct", "proved"), ("partial", "partly"), ("wrong", "refuted")


def judge_verdict(
    found: Any, question: Question, answer: Node, rng: random.Random, count: int = 24, is_line: bool = False
) -> Outcome:
    verdict = str(found.verdict)
    if verdict == "undecided":
        return Outcome("undecided")
    if verdict in ("unreadable", "unanswered"):
        message = found.message
        if "can be read in two ways" in message:  # asked only where what was typed is not right as it stands
            seen = survey(question, answer, places_for(rng, question, answer, count))
            is_right = not is_line and len(seen.equal) > 5 and not seen.different and not seen.unknown
            return (
                failure("a right answer is asked back", message) if is_right else Outcome("refused", verdict, message)
            )
        return (
            Outcome("refused", verdict, message)
            if LIMITS.search(message)
            else failure("a formula is not read", message)
        )
    if verdict in RIGHT:
        seen = survey(question, answer, places_for(rng, question, answer, count))
        if seen.different:
            return failure("a wrong answer passes", "not equal at " + sides(question, answer, seen.different[0]))
        return FINE
    if (bad := _witness(found, question, answer, rng)) is not None:
        return bad
    if verdict in PART:
        return _domain(found.domain, question, answer, rng, count)
    seen = survey(question, answer, places_for(rng, question, answer, max(8, count // 3)))
    if verdict not in WRONG:
        return failure("an unknown verdict", verdict)
    if len(seen.equal) > 5 and not seen.different and found.witness is None:
        return failure("a right answer fails", f"equal at {len(seen.equal)} points, such as {show(seen.equal[0])}")
    return Outcome("fine", notes=("wrong though equal on a part",) if len(seen.equal) > 3 and seen.different else ())


def sides(question: Question, answer: Node, point: dict[str, Fraction]) -> str:
    """The point with both values there."""
    with work_digits(DIGITS):
        written = []
        for side in (lambda: question.at(point).number, lambda: value(answer, point)):
            try:
                written.append(mp.nstr(side(), 15))
            except NoSlopeError:
                written.append("no slope")
            except UndefinedError:
                written.append("not real")
            except OpenError:
                written.append("not judged")
    return f"{show(point)}: the question's side is {written[0]}, the answer's {written[1]}"


def _witness(found: Any, question: Question, answer: Node, rng: random.Random) -> Outcome | None:
    if found.witness is None:
        return None
    try:
        point = as_point(found.witness.point)
    except (NotReadError, ValueError):
        return None
    for name in [question.name, *letters(question.function, *question.parts, answer)]:
        point.setdefault(name, Fraction(1))
    kind = relation(question, answer, point)
    if kind == "unknown":
        return None
    here = sides(question, answer, point)
    if kind == "equal":
        if not surely_equal(question, answer, point):
            return None
        return failure("a witness at which both sides are equal", here)
    if kind == "outside":
        if "no slope" not in here and "different" in around(question, answer, point, rng):
            return None
        return failure("a witness where nothing is judged", here)
    if isolated(question, answer, point, rng):
        return failure("a witness that is a single point", f"{here}; around it both are equal")
    return _numbers(found, question, answer, point, here)


def _numbers(found: Any, question: Question, answer: Node, point: dict[str, Fraction], here: str) -> Outcome | None:
    with work_digits(DIGITS):
        slope = question.at(point)
        tolerance = 1e-9 if slope.digits > 20 else 1e-6
        if found.witness.left is not None and not close(found.witness.left, slope.number, tolerance, 1e-18):
            return failure("a witness with a false slope", f"{here}; said {found.witness.left}")
        try:
            given = value(answer, point)
        except UndefinedError:
            given = None
        said = found.witness.right
        if (said is None) != (given is None) or (given is not None and not close(said, given, 1e-9, 1e-18)):
            return failure("a witness with a false value of the answer", f"{here}; said {said}")
        message = getattr(found, "message", "")
        written = re.search(r"(?:answer|this line) gives (\S+), .*? (?:is|gives) (\S+?)\.?(?:\s|$)", message)
        for text, truth in zip(written.groups() if written else (), (given, slope.number), strict=False):
            try:
                number = float(text.rstrip(".,").replace("−", "-"))
            except ValueError:
                continue
            digits = len(re.sub(r"e.*|[^0-9]", "", text).lstrip("0"))
            if truth is not None and not close(number, truth, 1.01 * 10.0 ** (1 - min(15, max(3, digits))), 1e-6):
                return failure("a message with a false number", f"{here}; the message: {message[:120]}")
    return None


def holds(domain: Node, point: dict[str, Fraction]) -> bool | None:
    try:
        with work_digits(DIGITS):
            return Evaluation({name: point.get(name, Fraction(1)) for name in letters(domain)}, None).holds(domain)
    except OpenError:
        return None


def _domain(text: str, question: Question, answer: Node, rng: random.Random, count: int) -> Outcome:
    try:
        domain = read_domain(text)
    except NotReadError as error:
        return Outcome("fine", notes=(f"domain not read: {text} ({error})"[:100],))
    inside = 0
    for point in places_for(rng, question, answer, count, domain):
        kind, within = relation(question, answer, point), holds(domain, point)
        if within is None or kind not in ("equal", "different"):
            continue
        inside += within
        if within and kind == "different":
            return failure("a domain in which the answer is wrong", f"{text}, but at {sides(question, answer, point)}")
        if not within and kind == "equal" and surely_equal(question, answer, point):
            return failure(
                "a domain that leaves out where the answer is right", f"{text}, but at {sides(question, answer, point)}"
            )
    return Outcome("fine", notes=() if inside else ("no point found in the domain",))
