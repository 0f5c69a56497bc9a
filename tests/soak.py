"""Check generated answers for minutes: no exception, no wrong verdict, memory flat. ``make soak`` runs it.

The answers are right ones, rewritten ones, what wrong rules lead to, right ones with a number changed, and damaged
texts. Each verdict is held against values to 50 digits, of which the derivative's are difference quotients of the
function: nothing of the package has a part in them. Exit code 1 for a wrong verdict, an exception or growing memory.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from statistics import fmean

import mpmath
import sympy as sp

import gdtutor as gd
from gdtutor.calculus.budget import Budget
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.notation import read
from gdtutor.tutor.prediction import NO_VALUE, Predictor

sys.path.insert(0, str(Path(__file__).parent / "calculus"))

from exact import NotReal, TooLarge, value_at
from rewritings import EXPONENTS, FUNCTIONS, NOT_REAL, NUMBERS, X, replaced, rewritten

POINTS = [sp.Rational(text) for text in ("1.37", "-0.73", "0.31", "-2.11", "5.23", "-11.17", "0.019", "23.7")]
DAMAGE = "x+-*/^()23 .,|'sincolgeπ√²\\{}_="
DIGITS = 50
CLOSE = mpmath.mpf(10) ** -40
MAY_DIFFER = (False, "TooLarge", "TooSmall")  # what two unequal sides may look like at a witness
LARGEST = mpmath.mpf(10) ** 20  # a difference quotient of larger values has too few digits left


def unfit(expression: sp.Expr) -> bool:
    """Whether SymPy means something else than we read: complex numbers, or a derivative that is none."""
    roots = [power for power in expression.atoms(sp.Pow) if power.base.is_negative and not power.exp.is_integer]
    return bool(roots) or expression.has(*NOT_REAL, sp.Derivative, sp.Subs, sp.DiracDelta, sp.Heaviside, sp.Piecewise)


class Made:
    """Random functions of x and answers to "differentiate this"."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def function(self, leaves: int) -> sp.Expr:
        if leaves <= 1:
            return self.random.choice([X, X, X, *map(sp.sympify, NUMBERS)])
        kind = self.random.randrange(6)
        if kind < 3:
            split = self.random.randrange(1, leaves)
            left, right = self.function(split), self.function(leaves - split)
            return (left + right, left - right, left * right)[kind]
        inner = self.function(leaves - 1)
        return inner ** self.random.choice(EXPONENTS) if kind == 3 else self.random.choice(FUNCTIONS)(inner)

    def pair(self) -> tuple[sp.Expr, str] | None:
        """A function and the text of an answer; nothing where SymPy has no real derivative of it."""
        function = self.function(self.random.randint(2, 5))
        slope = sp.diff(function, X)
        if X not in function.free_symbols or unfit(function) or unfit(slope):
            return None
        made = self.random.choice([self.same, self.rewritten, self.by_wrong_rule, self.with_other_number, self.damaged])
        answer = made(function, slope)
        return None if isinstance(answer, sp.Expr) and unfit(answer) else (function, str(answer))

    def same(self, function: sp.Expr, slope: sp.Expr) -> sp.Expr:
        return self.random.choice([slope, sp.expand(slope), sp.together(slope)])

    def rewritten(self, function: sp.Expr, slope: sp.Expr) -> sp.Expr:
        for _ in range(self.random.randint(1, 3)):
            nodes = [node for node in sp.preorder_traversal(slope) if isinstance(node, sp.Expr) and rewritten(node)]
            if nodes:
                node = self.random.choice(nodes)
                slope = replaced(slope, node, self.random.choice(rewritten(node)))
        return slope

    def by_wrong_rule(self, function: sp.Expr, slope: sp.Expr) -> sp.Expr:
        try:
            predictor = Predictor(form_of(function, X), X, [{X: point} for point in POINTS[:2]], Budget(2.0))
            found = list(predictor.single())
        except NO_VALUE:
            found = []
        return predictor.expression(self.random.choice(found)) if found else slope

    def with_other_number(self, function: sp.Expr, slope: sp.Expr) -> sp.Expr:
        numbers = sorted(slope.atoms(sp.Rational), key=str)
        return replaced(slope, self.random.choice(numbers), sp.Integer(self.random.randint(2, 9))) if numbers else slope

    def damaged(self, function: sp.Expr, slope: sp.Expr) -> str:
        text = str(slope)
        at = self.random.randrange(len(text))
        return text[:at] + self.random.choice(DAMAGE) + text[at + self.random.randrange(2) :]


def slope_at(function: sp.Expr, point: sp.Rational) -> mpmath.mpf:
    """The derivative from difference quotients, those of one side at the end of a graph.

    Raises:
        NotReal: where there is none.
    """

    def value(at: mpmath.mpf) -> mpmath.mpf:
        mantissa, exponent = at.man_exp  # a binary fraction, exactly
        exact = sp.Rational(mantissa * 2 ** max(0, exponent), 2 ** max(0, -exponent)) * (-1 if at < 0 else 1)
        found = value_at(function, {X: exact}, 6 * DIGITS)
        if abs(found) > LARGEST:
            raise TooLarge
        return found

    with mpmath.workdps(2 * DIGITS):
        at = mpmath.mpf(int(point.p)) / int(point.q)
        value(at)
        for side in (0, 1):
            try:
                return mpmath.diff(value, at, direction=side)
            except TooLarge:
                raise
            except NotReal:
                continue
        return mpmath.diff(value, at, direction=-1)


def agree(function: sp.Expr, answer: sp.Expr, point: sp.Rational) -> bool | str:
    """Whether an answer has the value of the derivative at a point, or why that cannot be told."""
    try:
        slope = slope_at(function, point)
    except NotReal as reason:
        return type(reason).__name__
    try:
        given, closer = (value_at(answer, {X: point}, digits) for digits in (6 * DIGITS, 9 * DIGITS))
    except TooLarge:
        return "TooLarge"
    except NotReal:
        return False
    if abs(given - closer) > CLOSE * abs(closer):  # as for sin(exp(1000)): more digits than these are wanted
        return "TooLarge"
    apart = abs(slope - given)
    if apart <= CLOSE * abs(slope):
        return True
    return "TooSmall" if apart <= CLOSE else False


def judged_wrongly(function: sp.Expr, text: str, found: gd.Check) -> str:
    """What is wrong with a verdict; empty when nothing is."""
    if found.verdict not in ("correct", "partial", "wrong"):
        return ""
    answer = read(text, [str(X)]).expression
    seen = {} if answer.free_symbols - {X} else {point: agree(function, answer, point) for point in POINTS}
    if found.verdict == "correct":
        return "".join(f"differs at {point}; " for point, same in seen.items() if same is False)
    if found.witness is None:
        return "no witness"
    at = dict(found.witness.point)
    if at.keys() <= {str(X)} and agree(function, answer, at.get(str(X), sp.Integer(1))) not in MAY_DIFFER:
        return f"the witness {found.witness} does not show it"
    return "" if found.verdict == "wrong" or found.domain else "no domain"


def memory() -> float:
    """MiB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


class Soak:
    """Counts what a run sees, and tells it."""

    def __init__(self, seed: int) -> None:
        self.made, self.verdicts, self.faults = Made(seed), Counter(), 0
        self.start, self.slowest, self.used = time.monotonic(), 0.0, []

    def one(self) -> None:
        """Check one answer; an exception is printed and counted."""
        function = text = "-"
        try:
            pair = self.made.pair()
            if pair is None:
                return
            function, text = pair
            begun = time.monotonic()
            found = gd.check(str(function), "x", text)
            self.slowest = max(self.slowest, time.monotonic() - begun)
            fault = judged_wrongly(function, text, found)
            self.verdicts[str(found.verdict)] += 1
        except Exception:
            fault = traceback.format_exc()
        if fault:
            self.faults += 1
            print(f"FAULT: {function} | {text} | {fault}", flush=True)

    def tell(self) -> None:
        """One line: time, answers, rate, memory, verdicts, faults."""
        seconds, count = time.monotonic() - self.start, sum(self.verdicts.values())
        self.used.append(memory())
        verdicts = ", ".join(f"{number} {name}" for name, number in self.verdicts.most_common())
        rate = f"{count / seconds:.1f} a second, the slowest {self.slowest:.1f} s, {self.used[-1]:.0f} MiB"
        print(f"{seconds:6.0f} s: {count} answers, {rate}; {verdicts}; {self.faults} faults", flush=True)

    def growth(self) -> float:
        """How much more memory the last third of the lines has than the middle one: the first third warms up."""
        third = len(self.used) // 3
        return fmean(self.used[-third:]) / fmean(self.used[third : 2 * third]) - 1 if third else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Run for some minutes, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two lines")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--growth", type=float, default=0.03, help="memory may grow by this part after warming up")
    options = parser.parse_args(arguments)
    soak = Soak(options.seed)
    for line in range(1, int(options.minutes * 60 / options.every) + 1):
        while time.monotonic() < soak.start + line * options.every:
            soak.one()
        soak.tell()
    grew, most = soak.growth(), options.growth
    level = "has levelled off" if grew <= most else "HAS NOT LEVELLED OFF"
    print(f"memory {level}: {grew:+.1%} from the middle third to the last, {most:.0%} is allowed; {soak.faults} faults")
    return int(soak.faults > 0 or grew > most)


if __name__ == "__main__":
    sys.exit(main())
