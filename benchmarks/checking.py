"""Check answers beside SymPy's ``simplify(a - b) == 0``: verdicts and milliseconds on the same rows in one run.

Run: python benchmarks/checking.py [--answers ANSWERS.csv] [--steps ROWS]
The file has the columns of ``gdtutor grade`` and, if it is known, ``expected``; without one, rows are made from
functions and the wrong rules of the catalogue.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import select
import statistics
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import sympy as sp

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.carry_out import derivative
from gdtutor.calculus.forms import form_of
from gdtutor.calculus.notation import as_symbol, read_expression
from gdtutor.errors import GdtutorError
from gdtutor.tutor.check import check
from gdtutor.tutor.prediction import NO_VALUE, Predictor

FUNCTIONS = [
    "x^7", "sin(3x)", "x^2*e^x", "sin(x)/x", "(x^2+1)^5", "log(5x)", "tan(x^2)", "e^(-x^2)", "x*sin(x)*e^x",
    "sqrt(1+x^2)", "1/(1+e^(-x))", "x^3 - 4x + 7", "cos(x)^3", "log(x)^2/x", "2^x*x", "atan(3x)", "x^x", "5/x^4",
]  # fmt: skip
PATIENCE = 5.0  # seconds that the peer is given for one row
Row = dict[str, str]


def made_rows() -> list[Row]:
    """Each function with its right derivative in three forms, and with what every wrong rule predicts."""
    x = sp.Symbol("x")
    rows: list[Row] = []
    for text in FUNCTIONS:
        function = read_expression(text)
        right = derivative(function, x)
        answers = [
            (str(form), "correct") for form in (right, sp.expand(right), right * (sp.sin(x) ** 2 + sp.cos(x) ** 2))
        ]
        try:
            points = [{x: sp.Rational(137, 100)}, {x: sp.Rational(73, 100)}]
            predictor = Predictor(form_of(function, x), x, points, Budget(5.0))
            answers += [(str(predictor.expression(found)), "") for found in predictor.single()]
        except NO_VALUE:
            pass
        rows += [
            {"expression": text, "variable": "x", "order": "1", "answer": answer, "expected": expected}
            for answer, expected in dict(answers).items()
        ]
    return rows


def read_rows(path: str) -> list[Row]:
    """The rows of an answer file."""
    with Path(path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_gdtutor(row: Row) -> str:
    """Our verdict."""
    return str(check(row["expression"], row["variable"], row["answer"], int(row.get("order") or 1)).verdict)


def by_simplify(row: Row) -> str:
    """The verdict of SymPy's heuristics, which know no domain and no undecided."""
    try:
        variable = as_symbol(row["variable"])
        function = read_expression(row["expression"], [str(variable)])
        order = int(row.get("order") or 1)
        difference = sp.diff(function, variable, order) - read_expression(row["answer"], [str(variable)])
    except GdtutorError:
        return "unreadable"
    return "correct" if sp.simplify(difference) == 0 else "wrong"


def serve_peer() -> None:
    """Answer one row a line, as JSON, for the process that races."""
    for line in sys.stdin:
        start = time.perf_counter()
        verdict = by_simplify(json.loads(line))
        print(json.dumps([verdict, time.perf_counter() - start]), flush=True)


class Peer:
    """SymPy in a process of its own, which is replaced when a row takes too long."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process, and have it load what is loaded once."""
        self.process = subprocess.Popen([sys.executable, __file__, "--peer"], stdin=PIPE, stdout=PIPE, text=True)
        self.ask({"expression": "x", "variable": "x", "answer": "1"}, patience=60.0)

    def ask(self, row: Row, patience: float = PATIENCE) -> tuple[str, float]:
        """The peer's verdict and seconds."""
        self.process.stdin.write(json.dumps(row) + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], patience)
        if ready:
            verdict, seconds = json.loads(self.process.stdout.readline())
            return verdict, seconds
        self.stop()
        self.start()
        return "timed out", patience

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


def race(rows: list[Row]) -> dict[str, list[tuple[str, float]]]:
    """Verdicts and seconds of both on every row, one row after the other."""
    peer, found = Peer(), {"gdtutor": [], "simplify": []}
    by_gdtutor({"expression": "x", "variable": "x", "answer": "2x"})  # loads what is loaded once
    for row in rows:
        start = time.perf_counter()
        found["gdtutor"].append((by_gdtutor(row), time.perf_counter() - start))
        found["simplify"].append(peer.ask(row))
    peer.stop()
    return found


def table(rows: list[Row], found: dict[str, list[tuple[str, float]]]) -> list[str]:
    """The lines of the table; right and wrong are counted where the expected verdict is known."""
    heads = ("accepted", "rejected", "neither", "false", "median ms", "p99 ms", "max ms")
    lines = [" ".join([" " * 10, *(f"{head:>9}" for head in heads)])]
    for name, results in found.items():
        accepted = sum(verdict == "correct" for verdict, _ in results)
        rejected = sum(verdict in ("wrong", "partial") for verdict, _ in results)
        false = sum(
            _is_false(row.get("expected", ""), verdict) for row, (verdict, _) in zip(rows, results, strict=True)
        )
        times = sorted(1e3 * seconds for _, seconds in results)
        counts = (accepted, rejected, len(results) - accepted - rejected, false)
        speeds = (statistics.median(times), times[int(0.99 * (len(times) - 1))], times[-1])
        cells = [f"{name:>10}", *(f"{count:>9}" for count in counts), *(f"{speed:>9.1f}" for speed in speeds)]
        lines.append(" ".join(cells))
    return lines


def _is_false(expected: str, verdict: str) -> bool:
    if not expected or verdict not in ("correct", "wrong", "partial"):
        return False
    return verdict not in expected.split("|") and not (expected == "wrong" and verdict == "partial")


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", help="a CSV file of answers")
    parser.add_argument("--steps", type=int, default=400, help="how many rows at the most")
    parser.add_argument("--rounds", type=int, default=1, help="how often")
    parser.add_argument("--peer", action="store_true", help="be the peer that answers")
    options = parser.parse_args(arguments)
    if options.peer:
        serve_peer()
        return
    rows = read_rows(options.answers) if options.answers else made_rows()
    random.Random(3).shuffle(rows)
    for _ in range(options.rounds):
        print(f"{len(rows[: options.steps])} rows")
        print("\n".join(table(rows[: options.steps], race(rows[: options.steps]))))


if __name__ == "__main__":
    main()
