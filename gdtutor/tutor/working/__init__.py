"""A working: statements that are read, judged from everything known so far, and explained.

In comes the text of a learner's working; out goes a ``Working`` with a verdict on each of its expressions.

Open ``report`` first, then ``judge``, which goes from line to line. What was said so far is a ``context``: what names
stand for, what varies with what, equations, and the data of a moment. ``scan`` collects what the rows so far
differentiate, and ``reader`` reads a side with it. Each way in which a statement may follow has its file: ``identity``,
``own_rows`` (errors carried forward), ``limits``, ``moment`` and ``instances`` (numbers put in), ``tangent``,
``solutions`` (rows that solve equations) and ``vectors``. ``implicit`` names slips, ``next_step`` says what comes next.
"""

from gdtutor.tutor.working.report import Statement, Working, check_working

__all__ = ["Statement", "Working", "check_working"]
