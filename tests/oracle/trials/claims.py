"""`check_claim`: numbers at points, sums and multiples of them, and inequalities."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from mpmath import mp, mpf

from tests.oracle.cases import FINE, SKIPPED, Case, Outcome, ask, failure
from tests.oracle.formulas import add, letters, mul, num, power, text, var
from tests.oracle.generate import formula, smooth
from tests.oracle.hard_shapes import bent_at
from tests.oracle.slopes import NoSlopeError, derivative
from tests.oracle.values import OpenError, UndefinedError, work_digits

FORMS = (
    "f({a}) {sign} {c}",
    "f'({a}) {sign} {c}",
    "f({a}) - f({b}) {sign} {c}",
    "{k}f({a}) {sign} {c}",
    "{k}*f({a}) {sign} {c}",
    "f({a}) + f({b}) {sign} {c}",
    "f({a})/{k} {sign} {c}",
    "f'({a}) - f'({b}) {sign} {c}",
    "f({a}) + {k} {sign} {c}",
    "df/dx at {a} is about {c}",
    "f''({a}) {sign} {c}",
    "f({a})*f({b}) {sign} {c}",
    "f({a})^2 {sign} {c}",
    "-f({a}) {sign} {c}",
)
POINTS = ("1", "2", "3", "-1", "0.5", "1/2", "-2", "1/4", "1.5", "0", "3/2", "-1/3", "10")
SIGNS = ("=", "=", "=", "≈", "<=", ">=", "<", ">", "≤", "≥", "!=")


class Claim:
    """A decimal is right if it is the value, rounded to the places written; near ties of rounding are left out.

    A whole number beside "=", and everything beside an inequality, is meant exactly. Where the function has no value
    or no slope nothing is right or wrong.
    """

    name = "check_claim"
    share = 0.4

    def draw(self, rng: random.Random, number: int) -> Case:
        function = smooth(rng) if number % 2 else formula(rng, number)
        if letters(function) != ["x"]:
            function = smooth(rng)
        form, sign = FORMS[number % len(FORMS)], rng.choice(SIGNS)
        a, b, k = rng.choice(POINTS), rng.choice(POINTS), rng.choice(("2", "3", "10"))
        kind = rng.random()
        if kind < 0.3:  # with whole values, which may be equal to what is claimed
            whole = mul(num(rng.randint(-3, 3)), power(var("x"), num(rng.randint(1, 3))))
            function = add(whole, add(mul(num(rng.randint(1, 5)), var("x")), num(rng.randint(-5, 5))))
        elif kind < 0.4:
            function = add(bent_at(rng, Fraction(a)), function)
        return Case(
            (function,),
            (form, sign, a, b, k, rng.choice((0, 1, 2, 2, 3, 4)), rng.choice(("right", "off", "far", "sign"))),
        )

    def judge(self, api: Any, case: Case) -> Outcome:
        with work_digits(60):
            try:
                truth = self._truth(case)
            except (UndefinedError, NoSlopeError):
                return self._without_value(api, case)
            except OpenError:
                return SKIPPED
            if abs(truth) > 1e9:
                return SKIPPED
            number = self._number(case, truth)
            wanted = self._holds(case, truth, mpf(number.numerator) / number.denominator)
        if wanted is None:
            return SKIPPED
        sentence = self._sentence(case, number)
        found = ask(api, lambda: api.check_claim(text(case.formulas[0]), "x", sentence))
        verdict = str(found.verdict)
        if verdict in ("undecided", "unreadable", "unanswered"):
            return Outcome("undecided" if verdict == "undecided" else "refused", verdict, sentence)
        truth_says = f"{sentence!r}: the left side is {mp.nstr(truth, 12)}; {found.message}"
        if verdict == "correct" and not wanted:
            return failure("a false claim passes", truth_says)
        if verdict == "wrong" and wanted:
            return failure("a true claim is called wrong", truth_says)
        return FINE if verdict in ("correct", "wrong") else failure("an unknown verdict", verdict)

    def _without_value(self, api: Any, case: Case) -> Outcome:
        sentence = self._sentence(case, Fraction(1))
        verdict = str(ask(api, lambda: api.check_claim(text(case.formulas[0]), "x", sentence)).verdict)
        if verdict in ("correct", "wrong"):
            return failure("a claim about a value that does not exist is judged", f"{sentence!r} is called {verdict}")
        return Outcome("refused", verdict, sentence)

    def _truth(self, case: Case) -> mpf:
        form, _, a, b, k, _, _ = case.data
        left = form.split(" {sign}")[0].split(" is about")[0]

        def at(x: str, order: int) -> mpf:
            return derivative(case.formulas[0], {"x": Fraction(x)}, "x", order).number

        scale = mpf(int(k))
        order = left.count("'") // max(1, left.count("f")) if "df/dx" not in left else 1
        first = at(a, order)
        table = {
            "f({a}) - f({b})": lambda: first - at(b, 0),
            "{k}f({a})": lambda: scale * first,
            "{k}*f({a})": lambda: scale * first,
            "f({a}) + f({b})": lambda: first + at(b, 0),
            "f({a})/{k}": lambda: first / scale,
            "f'({a}) - f'({b})": lambda: first - at(b, 1),
            "f({a}) + {k}": lambda: first + scale,
            "f({a})*f({b})": lambda: first * at(b, 0),
            "f({a})^2": lambda: first**2,
            "-f({a})": lambda: -first,
        }
        return table[left]() if left in table else first

    def _number(self, case: Case, truth: mpf) -> Fraction:
        places, how = case.data[5:]
        unit = Fraction(1, 10**places)
        rounded = int(mp.nint(truth * 10**places)) * unit
        rng = case.rng()
        return {
            "right": rounded,
            "off": rounded + rng.choice((-2, -1, 1, 2)) * unit,
            "sign": -rounded,
            "far": rounded + rng.choice((-1, 1)) * rng.randint(3, 20),
        }[how]

    def _holds(self, case: Case, truth: mpf, number: mpf) -> bool | None:
        sign, places = case.data[1], case.data[5]
        if "is about" in case.data[0]:
            sign = "≈"
        gap = truth - number
        half = mpf(10) ** -places / 2
        exact = abs(gap) < mpf(10) ** (12 - mp.dps)  # and erf(9) is no 1, though its first 36 digits are those
        is_tiny = 0 < abs(truth) < mpf(10) ** -15  # e^-100 is above 0, by whatever number of digits
        if (not exact or is_tiny) and abs(gap) < mpf(10) ** -15:
            return None
        if places == 0 and sign == "=":
            return exact
        if sign in ("=", "≈"):
            return True if exact else None if abs(abs(gap) - half) < half / 50 else bool(abs(gap) < half)
        if sign == "!=":
            return False if exact else None if places and abs(gap) < half * 1.02 else True
        return {"<=": exact or gap < 0, ">=": exact or gap > 0, "<": not exact and gap < 0, ">": not exact and gap > 0}[
            {"≤": "<=", "≥": ">="}.get(sign, sign)
        ]

    def _sentence(self, case: Case, number: Fraction) -> str:
        form, sign, a, b, k, places, _ = case.data
        return form.format(a=a, b=b, k=k, sign=sign, c=f"{float(number):.{places}f}")

    def line(self, case: Case) -> str:
        with work_digits(40):
            try:
                number = self._number(case, self._truth(case))
            except (UndefinedError, NoSlopeError, OpenError):
                number = Fraction(1)
            sentence = self._sentence(case, number)
        return f"gd.check_claim({text(case.formulas[0])!r}, 'x', {sentence!r})"
