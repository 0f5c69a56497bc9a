"""A reader with the search's advice, and what it reads as numbers."""

import mpmath
import sympy as sp
from exact import value_at

from gdtutor.calculus.budget import Budget
from gdtutor.calculus.equality.kernel.readers import reader
from gdtutor.calculus.equality.kernel.showing import show_fraction, show_unit
from gdtutor.calculus.equality.kernel.signs import Parity, SignNeededError
from gdtutor.calculus.equality.search.advisor import advisor
from gdtutor.calculus.equality.search.memory import Memory, RestartError
from gdtutor.calculus.notation import read_expression

X, Y = sp.symbols("x y")


def new_reader(assumed=(), memory=None):
    """A reader under assumptions about signs."""
    memory = Memory() if memory is None else memory
    return reader(memory, Budget(5.0), assumed, advisor(memory))


def read_with(text, point=None, then=lambda reader, value: value):
    """A reader, and what it reads; begun anew where the search learns something, or a sign at the point is needed.

    ``then`` says what else is done with the value.
    """
    memory, assumed = Memory(), ()
    while True:
        reader = new_reader(assumed, memory)
        try:
            return reader, then(reader, reader.read(read_expression(text)))
        except RestartError:
            continue
        except SignNeededError as needed:
            if point is None:
                raise
            values = [value_at(show_unit(memory, unit), point) for unit in needed.units]
            assumed = (*assumed, Parity(int(mpmath.sign(mpmath.fprod(values))), needed.units))


def number(reader, value, point):
    """A fraction of the field by mpmath, through what its generators stand for."""
    return value_at(show_fraction(reader.tables, value), point)


def close(one, other):
    """Whether two numbers agree to 40 digits."""
    return abs(one - other) <= mpmath.mpf(10) ** -40 * (1 + abs(other))
