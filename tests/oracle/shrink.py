"""A failing case made as small as it gets while the same kind of failure remains."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from tests.oracle.cases import Case, Kind, Outcome, tried
from tests.oracle.formulas import CONDITIONS, Node, num, paths, replace_at, size, text, var
from tests.oracle.generate import hopeless


def smaller(node: Node) -> Iterator[Node]:
    """Formulas with one part replaced by something simpler, the largest parts first."""
    for path, part in sorted(paths(node), key=lambda pair: -size(pair[1])):
        if part.op in CONDITIONS:
            continue
        options: list[Node] = []
        if part.op == "piecewise":
            options += part.args[::2]
            if len(part.args) > 4:
                options += [Node("piecewise", part.args[2:]), Node("piecewise", part.args[:2] + part.args[4:])]
        elif part.op == "call" and part.data in ("max", "min", "logsumexp") and len(part.args) > 2:
            options += [Node("call", part.args[:n] + part.args[n + 1 :], part.data) for n in range(len(part.args))]
        options += [child for child in part.args if child.op not in CONDITIONS]
        if part not in (var("x"), num(0), num(1)) and (part.op != "num" or len(part.data) > 1):
            options += (
                [var("x"), num(1), num(0), num(2)] if part.op not in ("num", "const") else [num(1), num(2), num(0)]
            )
        for option in options:
            if option != part:
                yield replace_at(node, path, option)


def _weight(case: Case) -> tuple[int, int]:
    return sum(map(size, case.formulas)), sum(len(text(node)) for node in case.formulas)


def _candidates(kind: Kind, case: Case) -> Iterator[Case]:
    """A formula left out, where the kind allows it, or one of them made smaller."""
    for place in range(getattr(kind, "fewest", len(case.formulas)), len(case.formulas)):
        yield Case(case.formulas[:place] + case.formulas[place + 1 :], case.data)
        yield Case(case.formulas[: place - 1] + case.formulas[place:], case.data)
    for place, node in enumerate(case.formulas):
        for option in smaller(node):
            yield Case((*case.formulas[:place], option, *case.formulas[place + 1 :]), case.data)


def shrink(kind: Kind, api: Any, case: Case, outcome: Outcome, seconds: float = 6.0) -> tuple[Case, Outcome]:
    """Greedy: the first smaller case that fails alike is taken, until there is none or the time is over."""
    end = time.monotonic() + seconds
    again = True
    while again:
        again = False
        for candidate in _candidates(kind, case):
            if time.monotonic() > end:
                return case, outcome
            if _weight(candidate) >= _weight(case) or any(map(hopeless, candidate.formulas)):
                continue
            found = tried(kind, api, candidate)
            if (found.status, found.what) == (outcome.status, outcome.what):
                case, outcome, again = candidate, found, True
                break
    return case, outcome
