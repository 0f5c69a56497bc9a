"""The lowest eigenvalue of a small symmetric matrix in floating point: it only says in which direction to look."""

from __future__ import annotations

import math
from collections.abc import Sequence

_SWEEPS = 30


def lowest_eigenvector(matrix: Sequence[Sequence[float]]) -> tuple[float, list[float]]:
    """The lowest eigenvalue and its unit eigenvector, by Jacobi's rotations.

    >>> value, vector = lowest_eigenvector([[0.0, 1.0], [1.0, 0.0]])
    >>> round(value, 12), [round(component, 6) for component in vector]
    (-1.0, [0.707107, -0.707107])
    """
    size = len(matrix)
    rest = [list(row) for row in matrix]
    turned = [[float(i == j) for j in range(size)] for i in range(size)]
    for _ in range(_SWEEPS):
        for p in range(size):
            for q in range(p + 1, size):
                if rest[p][q]:
                    _rotate(rest, turned, p, q)
    best = min(range(size), key=lambda k: rest[k][k])
    return rest[best][best], [turned[i][best] for i in range(size)]


def _rotate(rest: list[list[float]], turned: list[list[float]], p: int, q: int) -> None:
    """One rotation in the plane (p, q) that makes the entry there zero."""
    angle = math.atan2(2 * rest[p][q], rest[q][q] - rest[p][p]) / 2
    cosine, sine = math.cos(angle), math.sin(angle)
    for row in (*rest, *turned):
        row[p], row[q] = cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]
    rest[p], rest[q] = (
        [cosine * a - sine * b for a, b in zip(rest[p], rest[q], strict=True)],
        [sine * a + cosine * b for a, b in zip(rest[p], rest[q], strict=True)],
    )
