"""Mutated chain tables: is exactly the changed cell blamed, and a clean table never?

Run: python benchmarks/chain_tables.py --steps 1000
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

import gdtutor as gd

QUESTIONS = [
    ("-y*log(1/(1+e^(-w*x)))", "w"),
    ("-(1-y)*log(1-1/(1+e^(-w*x)))", "w"),
    ("(y - w*x)^2/2", "w"),
    ("sin(cos(3t))^2", "t"),
    ("log(1+e^(2x))", "x"),
    ("sqrt(1+(2x-1)^2)", "x"),
    ("e^(-(x-3)^2/2)", "x"),
    ("tanh(5x+1)^3", "x"),
    ("1/(1+log(x)^2)", "x"),
    ("(20-5θ)^2 + (41-12θ)^2", "θ"),
    ("sin(2t)*log(t^2)", "t"),
    ("x^2*e^(3x)", "x"),
]
CHANGES = [
    lambda e: -e,
    lambda e: 2 * e,
    lambda e: e + 1,
    lambda e: e / 3,
    lambda e: e**2 + 1,
]  # fmt: skip
Rows = list[tuple[str, str, str]]


def clean_rows(table: gd.ChainTable) -> tuple[Rows, str]:
    """The table as a learner would type it."""
    rows = []
    for link in table.links:
        partials = ", ".join(str(local.partial) for local in link.locals)
        values = ", ".join(str(local.value) for local in link.locals)
        rows.append((f"{link.symbol} = {link.link}", partials, values))
    return rows, str(table.product)


def mutated(table: gd.ChainTable, choose: random.Random) -> tuple[Rows, str, tuple[int, str]]:
    """A table with one cell changed, and which one it is."""
    rows, product = clean_rows(table)
    change = choose.choice(CHANGES)
    column = choose.choice(["link", "partial", "value", "product"])
    if column == "product":
        return rows, str(change(table.product)), (len(rows) + 1, "product")
    place = choose.randrange(len(rows))
    link = table.links[place]
    cells = list(rows[place])
    if column == "link":
        cells[0] = f"{link.symbol} = {change(link.link)}"
    else:
        entries = [getattr(local, column) for local in link.locals]
        at = choose.randrange(len(entries))
        entries[at] = change(entries[at])
        cells[1 if column == "partial" else 2] = ", ".join(map(str, entries))
    rows[place] = tuple(cells)
    return rows, product, (place + 1, column)


def run(count: int, seed: int = 7) -> dict[str, float]:
    """How often exactly the changed cell is blamed, how often a clean table is, and the time a table takes."""
    choose = random.Random(seed)
    tables = [gd.chain_table(*question) for question in QUESTIONS]
    blamed_clean = sum(table.check(*clean_rows(table)).verdict != "correct" for table in tables)
    exact, times, missed = 0, [], []
    for _ in range(count):
        table = choose.choice(tables)
        rows, product, guilty = mutated(table, choose)
        start = time.perf_counter()
        found = [(cell.row, cell.column) for cell in table.check(rows, product).guilty]
        times.append(time.perf_counter() - start)
        exact += found == [guilty]
        if found != [guilty]:
            missed.append((str(table.expression), guilty, found, rows[min(guilty[0], len(rows)) - 1]))
    for miss in missed[:10]:
        print("  missed:", *miss)
    return {
        "exact %": 100 * exact / count,
        "clean tables blamed": blamed_clean,
        "median ms": 1e3 * statistics.median(times),
        "max ms": 1e3 * max(times),
    }


def main(arguments: list[str] | None = None) -> None:
    """Print the table; ``--steps`` is the number of mutated tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1000, help="how many mutated tables")
    parser.add_argument("--rounds", type=int, default=1, help="seeds, one after another")
    options = parser.parse_args(arguments)
    for seed in range(options.rounds):
        for name, value in run(options.steps, seed).items():
            print(f"{name:>22}: {value:.1f}")


if __name__ == "__main__":
    main()
