"""Let a test of an assignment pass or fail by a verdict, with the sentence that names the mistake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gdtutor.errors import ArgumentError, NotAcceptedError
from gdtutor.tutor.check import CheckVerdict


class Judged(Protocol):
    """What every check gives: a verdict, and sentences when it is printed."""

    @property
    def verdict(self) -> str: ...


def require(found: Judged, accept: Sequence[str] = ("correct",)) -> None:
    """Pass quietly if the verdict is accepted, else raise; for the tests of nbgrader, otter-grader and the like.

    Args:
        found: what ``gd.check``, ``gd.check_working``, ``gd.check_chain_table``, ``gd.check_claim`` or an exercise's
            ``check`` gave.
        accept: the verdicts that pass, such as ``("correct", "partial")``.

    Raises:
        NotAcceptedError: an ``AssertionError`` too; its text is what the check says of the answer.
        ArgumentError: if something else than verdicts is to be accepted.

    >>> from gdtutor import check
    >>> require(check("x^2*sin(x)", "x", "2x*sin(x) + x^2*cos(x)"))
    >>> require(check("log(x^2)", "x", "sqrt(4/x^2)"), accept=("correct", "partial"))
    >>> require(check("x^2*sin(x)", "x", "2x*cos(x)"))
    Traceback (most recent call last):
    ...
    gdtutor.errors.NotAcceptedError: Wrong. At x = 1 your answer gives 1.08, the slope of the graph is 2.22. It seems...
    """
    unknown = [verdict for verdict in accept if verdict not in set(CheckVerdict)]
    if unknown or isinstance(accept, str):
        raise ArgumentError(f"accept is {accept!r}: a sequence of verdicts is wanted, of {', '.join(CheckVerdict)}")
    if found.verdict not in accept:
        raise NotAcceptedError(str(found))
