"""Reading: keyed learner's strings, SymPy's own printing read back, and texts that mean harm."""

from pathlib import Path

import pytest
import sympy as sp
from exact import NotReal, value_at

from gdtutor.calculus.notation import read, read_expression
from gdtutor.errors import UnreadableError

# Signs of the file that stand for signs that cannot be seen in it.
CONTROLS = str.maketrans("␇␈␉␊␋␌␍", "\a\b\t\n\v\f\r")
# Text, key and the notes that belong to it, joined by " | ".
KEYED = [
    ((text := row.split("\t"))[0].translate(CONTROLS), text[1], " ".join(text[2:]))
    for row in (Path(__file__).parent / "readings.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("# ")
]
UNREADABLE = [(text, int(key.split()[1])) for text, key, _ in KEYED if key.startswith("unreadable")]
READABLE = [(text, key) for text, key, _ in KEYED if not key.startswith("unreadable")]
NOTES = [(text, notes) for text, key, notes in KEYED if not key.startswith("unreadable")]


class Names(dict):
    """Names of the keys: SymPy's functions, R for a fraction, and everything else a symbol."""

    def __missing__(self, name):
        return sp.Symbol("lambda" if name == "lamda" else name)


NAMES = Names({name: getattr(sp, name) for name in (
    "sin cos tan cot sec csc asin acos atan acot asinh acosh atanh sinh cosh tanh coth sech csch exp log sqrt Abs sign "
    "Max Min erf pi E Piecewise And Derivative"
).split()} | {"R": sp.Rational})  # fmt: skip


CANDIDATES = [sp.Rational(*pair) for pair in ((3, 7), (12, 7), (-5, 8), (41, 9), (40, 3), (-13, 6), (1, 9))]


def values(expression, point):
    try:
        return value_at(expression, point)
    except NotReal:
        return None


def same(one, other):
    """Whether two expressions have the same symbols and the same 50-digit values, or both none, at several points."""
    if one.free_symbols != other.free_symbols:
        return False
    symbols = sorted(one.free_symbols, key=str)
    real = 0
    for start in range(len(CANDIDATES)):
        point = {symbol: CANDIDATES[(start + 2 * k) % len(CANDIDATES)] for k, symbol in enumerate(symbols)}
        left, right = values(one, point), values(other, point)
        if (left is None) != (right is None) or (left is not None and abs(left - right) > 1e-40 * (1 + abs(left))):
            return False
        real += left is not None
    return real > 0


def test_there_are_many_keyed_strings():
    assert len(KEYED) >= 900
    assert len({text for text, _, _ in KEYED}) == len(KEYED)


@pytest.mark.parametrize(("text", "key"), READABLE)
def test_a_learners_string_is_read_as_its_key_says(text, key):
    expected = sp.sympify(eval(key, {"__builtins__": {}}, NAMES))
    found = read_expression(text)
    assert found == expected if expected.has(sp.Derivative) else same(found, expected), found


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_a_note_says_what_could_be_read_otherwise_and_only_that(text, notes):
    assert " | ".join(read(text).notes) == notes


@pytest.mark.parametrize(("text", "position"), UNREADABLE)
def test_what_has_no_meaning_is_refused_with_its_place(text, position):
    with pytest.raises(UnreadableError) as refused:
        read(text)
    assert refused.value.position == position, refused.value
    assert refused.value.reason
    assert f"position {position + 1}" in str(refused.value)
