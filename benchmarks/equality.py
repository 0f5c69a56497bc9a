"""Disguised equal pairs and near misses beside SymPy's ``simplify(a - b) == 0`` and ``a.equals(b)``, in one run.

Run: python benchmarks/equality.py [--steps PAIRS] [--patience SECONDS] [--alone]
The pairs stand in equal_pairs.tsv (with arguments u to put in) and near_misses.tsv, read as learners would type them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import sympy as sp

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.notation import read_expression

HERE = Path(__file__).parent
PATIENCE = 3.0  # seconds that a peer is given for one pair
HEADS = ("proved", "refuted", "undecided", "median ms", "p99 ms", "max ms")
Pair = tuple[str, str]
Result = tuple[str, float]


def lines_of(name: str) -> Iterator[list[str]]:
    """The cells of every line that is no comment."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def equal_pairs() -> list[Pair]:
    """The disguised pairs, every argument put in; those that SymPy makes the same at once are left out."""
    found: list[Pair] = []
    for left, right, *arguments in lines_of("equal_pairs.tsv"):
        for argument in arguments[0].split("; ") if arguments else [""]:
            pair = put_in(left, argument), put_in(right, argument)
            if carry_out(read_expression(pair[0])) != carry_out(read_expression(pair[1])):
                found.append(pair)
    return found


def near_misses() -> list[Pair]:
    """The pairs that are not equal."""
    return [(left, right) for left, right in lines_of("near_misses.tsv")]


def put_in(template: str, argument: str) -> str:
    """The template with every letter u that stands for itself replaced."""
    return re.sub(r"(?<![A-Za-z_])u(?![A-Za-z_(])", f"({argument})", template) if argument else template


def by_gdtutor(left: str, right: str) -> str:
    """Our verdict; ``partly`` is no acceptance."""
    verdict = str(equal(read_expression(left), read_expression(right)).verdict)
    return "refuted" if verdict == "partly" else verdict


def by_simplify(left: str, right: str) -> str:
    """SymPy's heuristics as most people use them."""
    difference = carry_out(read_expression(left)) - carry_out(read_expression(right))
    return "proved" if sp.simplify(difference) == 0 else "refuted"


def by_equals(left: str, right: str) -> str:
    """SymPy's heuristics with points, which may give none."""
    found = carry_out(read_expression(left)).equals(carry_out(read_expression(right)))
    return {True: "proved", False: "refuted"}.get(found, "undecided")


PEERS = {"simplify": by_simplify, "equals": by_equals}


def serve(name: str) -> None:
    """Answer one pair a line, as JSON, for the process that races."""
    for line in sys.stdin:
        start = time.perf_counter()
        try:
            verdict = PEERS[name](*json.loads(line))
        except Exception as problem:  # a peer that breaks has not decided; the race goes on
            verdict = type(problem).__name__
        print(json.dumps([verdict, time.perf_counter() - start]), flush=True)


class Peer:
    """A contender in a process of its own, which is replaced when a pair takes too long."""

    def __init__(self, name: str, patience: float) -> None:
        self.name, self.patience = name, patience
        self.start()

    def start(self) -> None:
        """Start the process, and have it load what is loaded once."""
        command = [sys.executable, __file__, "--serve", self.name]
        self.process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True)
        self.ask(("x + x", "2x"), patience=60.0)

    def ask(self, pair: Pair, patience: float | None = None) -> Result:
        """The peer's verdict and seconds."""
        patience = patience or self.patience
        self.process.stdin.write(json.dumps(pair) + "\n")
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


def race(pairs: list[Pair], peers: list[Peer]) -> dict[str, list[Result]]:
    """Verdicts and seconds of all on every pair, one pair after the other."""
    found: dict[str, list[Result]] = {"gdtutor": [], **{peer.name: [] for peer in peers}}
    by_gdtutor("x + x", "2x")  # loads what is loaded once
    for pair in pairs:
        start = time.perf_counter()
        found["gdtutor"].append((by_gdtutor(*pair), time.perf_counter() - start))
        for peer in peers:
            found[peer.name].append(peer.ask(pair))
    return found


def table(found: dict[str, list[Result]]) -> list[str]:
    """The lines of the table; the times of ours include reading both texts, as those of the peers do."""
    lines = [" ".join([" " * 10, *(f"{head:>9}" for head in HEADS)])]
    for name, results in found.items():
        proved = sum(verdict == "proved" for verdict, _ in results)
        refuted = sum(verdict == "refuted" for verdict, _ in results)
        times = sorted(1e3 * seconds for _, seconds in results)
        speeds = (statistics.median(times), times[int(0.99 * (len(times) - 1))], times[-1])
        counts = (proved, refuted, len(results) - proved - refuted)
        cells = [f"{name:>10}", *(f"{count:>9}" for count in counts), *(f"{speed:>9.1f}" for speed in speeds)]
        lines.append(" ".join(cells))
    return lines


def main(arguments: list[str] | None = None) -> None:
    """Print both tables, and every pair on which we fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000, help="how many pairs of each kind at the most")
    parser.add_argument("--rounds", type=int, default=1, help="how often")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds that a peer is given for one pair")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--serve", choices=PEERS, help="be a peer that answers")
    options = parser.parse_args(arguments)
    if options.serve:
        serve(options.serve)
        return
    peers = [] if options.alone else [Peer(name, options.patience) for name in PEERS]
    for title, pairs, right in (("equal pairs", equal_pairs(), "proved"), ("near misses", near_misses(), "refuted")):
        chosen = random.Random(3).sample(pairs, min(options.steps, len(pairs)))
        for _ in range(options.rounds):
            found = race(chosen, peers)
            print("\n".join([f"{len(chosen)} {title}", *table(found)]))
            failed = [p for p, (verdict, _) in zip(chosen, found["gdtutor"], strict=True) if verdict != right]
            print("\n".join(f"not {right}: {left} | {other}" for left, other in failed))
    for peer in peers:
        peer.stop()


if __name__ == "__main__":
    main()
