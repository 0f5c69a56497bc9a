"""A working: statements that are read, judged from everything known so far, and explained.

In comes the text of a learner's working; out goes a ``Working`` with a verdict on each of its expressions. Open
``report`` first, then ``judge``; what has been said so far is a ``context``. ``scan`` looks over the whole text before
anything is judged. Each way in which a statement may follow has its file: ``limits``, ``instances`` (numbers put in),
``solutions``, ``tangent``, and the slips of ``implicit`` equations.
"""

from gdtutor.tutor.working.report import Statement, Working, check_working

__all__ = ["Statement", "Working", "check_working"]
