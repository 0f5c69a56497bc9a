"""Whether two expressions are equal: proved with a certificate, refuted by a witness, equal on a part, or undecided.

Comes in: two SymPy expressions and what has to be real besides them. Goes out: an ``Equality``. Open ``decide`` first.
``search`` proposes normal forms and signs; the points of ``comparison`` may only reject.
"""
