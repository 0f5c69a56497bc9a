"""Random questions with random answers that have nothing to do with them: whatever mistake is named there is a story.

Run: python tests/tutor/unrelated.py [ANSWERS] [SEED] counts the names, and prints the answers that got one.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator

LETTERS = "xxxxtθwz"
FUNCTIONS = ["sin", "cos", "tan", "log", "exp", "sqrt", "atan", "sinh", "sigmoid"]


class Unrelated:
    """Draws questions, and answers that do not depend on them but for the letter."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def rows(self, count: int) -> Iterator[tuple[str, str, int, str]]:
        """Question, letter, order and answer."""
        for _ in range(count):
            letter = self.random.choice(LETTERS)
            order = 2 if self.random.random() < 0.1 else 1
            yield self.question(letter), letter, order, self.answer(letter)

    def number(self, low: int = 2, high: int = 9) -> int:
        return self.random.randint(low, high)

    def question(self, v: str) -> str:
        """A function as textbooks have them."""
        n, pick = self.number, self.random.choice
        f, g = pick(FUNCTIONS), pick(FUNCTIONS)
        shapes = [
            lambda: f"{n()}{v}^{n()}",
            lambda: self.polynomial(v),
            lambda: f"{v}^{n()}·{f}({v})",
            lambda: f"{f}({n()}{v})",
            lambda: f"{f}({v}^{n(2, 4)} + {n(1)})",
            lambda: f"({n()}{v} {pick('+-')} {n(1)})^{n()}",
            lambda: f"{f}({v})/{v}^{n(1, 4)}",
            lambda: f"({v} + {n()})/({v}^2 + {n(1)})",
            lambda: f"{v}·e^(-{n()}{v})",
            lambda: f"{n()}^{v} - {f}({v})",
            lambda: f"{f}({v})·{g}({n()}{v})",
            lambda: f"{f}({g}({v}))",
            lambda: f"1/{v}^{n()} + {n()}·{f}({v})",
            lambda: f"({v}^2 - {n()}a·{v})^2",
            lambda: f"{n()}·{f}({n()}{v} + {n(1)}) - {n()}{v}",
            lambda: f"{v}^2·{f}({v})·e^{v}",
            lambda: f"{v}^2·y + y^{n()}·{v}",
            lambda: f"{f}({v})^{n(2, 4)}",
            lambda: f"{v}^{v}" if self.random.random() < 0.3 else f"{v}·log({n()}{v})",
        ]
        return pick(shapes)()

    def polynomial(self, v: str) -> str:
        """A sum of one to four powers."""
        degrees = self.random.sample(range(6), self.number(1, 4))
        terms = [f"{self.number(1, 12)}{v}^{k}" if k else str(self.number(1, 12)) for k in degrees]
        return "".join(f" {self.random.choice('+-')} {term}" if at else term for at, term in enumerate(terms))

    def answer(self, v: str) -> str:
        """A formula of the size of a derivative; one in ten is as small as can be."""
        n, pick = self.number, self.random.choice
        f, g = pick(FUNCTIONS), pick(FUNCTIONS)
        if self.random.random() < 0.1:
            return pick(["0", "1", "2", v, f"-{v}", f"2{v}", str(n(1, 40)), f"{v}^2", f"e^{v}", f"1/{v}", f"{f}({v})"])
        shapes = [
            lambda: self.polynomial(v),
            lambda: f"{n()}{v}^{n(2, 5)} {pick('+-')} {n()}",
            lambda: f"{n()}{v}·{f}({v}) {pick('+-')} {v}^{n()}·{g}({v})",
            lambda: f"{n()}·{f}({n()}{v})",
            lambda: f"{f}({v}^2 {pick('+-')} {n(1)})·{n()}{v}",
            lambda: f"({n()}{v} {pick('+-')} {n(1)})/({v}^{n(2, 4)} + {n(1)})",
            lambda: f"{n()}({n()}{v} {pick('+-')} {n(1)})^{n(2, 6)}",
            lambda: f"{f}({v})/{g}({v})",
            lambda: f"-{n()}e^(-{n()}{v}) {pick('+-')} {f}({v})",
            lambda: f"{f}({v}) {pick('+-')} {n()}{v}",
            lambda: f"{n()}/{v}^{n()} {pick('+-')} {g}({n()}{v})",
            lambda: f"({f}({v}) - {v}·{g}({v}))/{v}^2",
            lambda: f"{n()}{v}y + {n()}y^{n()}",
            lambda: self.question(v),
        ]
        return pick(shapes)()


def main(count: int, seed: int) -> None:
    """Count the names, and print what got one."""
    import gdtutor as gd

    wrong, names = 0, Counter[str]()
    for question, letter, order, answer in Unrelated(seed).rows(count):
        found = gd.check(question, letter, answer, order)
        wrong += found.verdict == "wrong"
        if found.mistake:
            names[found.mistake.split(";")[0]] += 1
            print(f"{question}  [{letter}, {order}]  answered  {answer}:  {found.mistake}")
    named = sum(names.values())
    print(f"{wrong} wrong answers, {named} named, {100 * named / max(wrong, 1):.2f} %: {dict(names.most_common())}")


if __name__ == "__main__":
    main(*map(int, [*sys.argv[1:], "2000", "1"][:2] if len(sys.argv) < 3 else sys.argv[1:3]))
