"""Solutions of one row beside those of the next: by hand, and for random polynomials by roots that were put in."""

import random
from fractions import Fraction

import pytest

from gdtutor.calculus.language.statements import Every, Relation, Some, read_statement, relations
from gdtutor.calculus.solving import Change, compare, explicit, rounds_to
from gdtutor.errors import UnreadableError

BY_HAND = [
    ("x^2 = 9", "x = 3 or x = -3", "SAME"),
    ("x^2 = 9", "x = 3", "FEWER"),
    ("x = 3", "x^2 = 9", "MORE"),
    ("x^2 = 9", "x = 4", "OTHER"),
    ("x^3 = 27", "x = 3", "SAME"),  # over the real numbers
    ("x^2 + 1 = 0", "1 = 0", "SAME"),
    ("x(x-1) = 0", "x - 1 = 0", "FEWER"),
    ("(x^2-1)/(x-1) = 0", "x = -1", "SAME"),
    ("(x^2-1)/(x-1) = 0", "x^2 - 1 = 0", "MORE"),
    ("|x - 2| = 3", "x = 5 or x = -1", "SAME"),
    ("|x - 2| = 3", "x = 5", "FEWER"),
    ("|a| = |b|", "a = b or a = -b", "SAME"),
    ("x^2 > 4", "x > 2 or x < -2", "SAME"),
    ("x^2 > 4", "x > 2", "FEWER"),
    ("-3 < x <= 2 and x ≠ 0", "x > -3 and x <= 2 and x != 0", "SAME"),
    ("x^2 <= 0", "x = 0", "SAME"),
    ("2a^2 = 2b^2", "(a-b)(a+b) = 0", "SAME"),
    ("a = b", "a^2 = b^2", "MORE"),
    ("x + y = 3 and x - y = 1", "x = 2 and y = 1", "SAME"),
    ("x^2 + y^2 = 2 and y = x", "(x = 1 and y = 1) or (x = -1 and y = -1)", "SAME"),
    ("sqrt(x+2) = x", "x + 2 = x^2", "MORE"),
    ("e^x = 5", "x = ln 5", "SAME"),
    ("log_2(x) = 3", "x = 2^3", "SAME"),
    ("x^2 = 5", "x = ±sqrt(5)", "SAME"),
    ("x = (1 ± sqrt(5))/2", "x^2 - x - 1 = 0", "SAME"),
    # what a row no longer needs to have a value is a solution more, and what it needs now is open
    ("x^2/x = 0", "x = 0", "MORE"),
    ("x*y/y = 0", "x = 0", "MORE"),
    ("sqrt(x-1)*sqrt(x-1) = x^2-3", "x-1 = x^2-3", "MORE"),
    ("a^2 = a*b", "a = b", "FEWER"),
    ("x = 2x+1", "sqrt(x) = sqrt(2x+1)", "UNKNOWN"),
    ("x^2 = x", "2ln(x) = ln(x)", "UNKNOWN"),
    ("ln(x) = ln(2x+1)", "x = 2x+1", "MORE"),
    ("a*x = b", "x = b/a", "SAME"),
    # what is needed now follows from the row before
    ("(x - p)^2 = q + p^2", "x - p = ±sqrt(q + p^2)", "SAME"),
    ("ln(x + 1) - ln(x) = 2", "ln((x + 1)/x) = 2", "MORE"),
    ("(x - p)^2 = q + r", "x - p = ±sqrt(q + 2r)", "OTHER"),
    # refuted by an enclosed solution
    ("x + y = 3 and x - y = 1", "x = 2 and y = 2", "OTHER"),
    ("a^2 = b^2", "a = b", "FEWER"),
    ("a^2 = b^2", "a = b or a = +b", "FEWER"),
    ("x*ln(2) = ln(4)", "x*ln(2) = ln(5)", "OTHER"),
    ("sin(x) = 1/2", "x = pi/6", "FEWER"),
    ("x^2 + y^2 = 8 and x = y", "x^2 = 5 and y = x", "OTHER"),
    ("sqrt((2x - 7)^2) = sqrt((x + 1)^2)", "2x - 7 = x + 1", "FEWER"),
]


@pytest.mark.parametrize(("old", "new", "change"), BY_HAND)
def test_by_hand(old, new, change):
    assert compare(read_statement(old), read_statement(new)).change is Change[change]


@pytest.mark.parametrize(
    ("old", "new", "lost", "gained"),
    [("x^2 = 9", "x = 3", "-3", None), ("x = 1", "x^2 = x", None, "0"), ("4x = 6", "x = 2", "3/2", "2")],
)
def test_what_is_lost_and_gained_is_told(old, new, lost, gained):
    found = compare(read_statement(old), read_statement(new))
    assert tuple(None if value is None else str(value) for value in (found.lost, found.gained)) == (lost, gained)


@pytest.mark.parametrize("seed", range(60))
def test_polynomials_with_known_roots(seed):
    """Products of (x - r): two of them have the same solutions exactly where they have the same roots."""
    chance = random.Random(seed)
    pool = [Fraction(k, d) for k in range(-4, 5) for d in (1, 2, 3)]
    first = chance.sample(pool, chance.randint(1, 3))
    second = chance.choice([first, first[:-1] or first, [*first, chance.choice(pool)], chance.sample(pool, 2)])

    def product(roots):
        return "*".join(f"(x - ({root}))^{chance.randint(1, 3)}" for root in chance.sample(roots, len(roots)))

    relation = chance.choice(["=", "≠"])
    change = compare(
        read_statement(f"{product(first)} {relation} 0"), read_statement(f"7*{product(second)} {relation} 0")
    )
    one, two = set(first), set(second)
    wanted = {(True, True): "SAME", (False, True): "FEWER", (True, False): "MORE", (False, False): "OTHER"}
    turned = (one <= two, two <= one) if relation == "=" else (two <= one, one <= two)
    assert change.change is Change[wanted[turned]]


def test_a_row_is_a_formula():
    found = read_statement("(x = 2 and y = x) or x < 0")
    assert isinstance(found, Some)
    assert isinstance(found.parts[0], Every)
    assert [one.sign for one in relations(found)] == ["=", "=", "<"]
    assert isinstance(read_statement("2x = 4"), Relation)
    assert len(list(relations(read_statement("x = 1 ± 2 or x = 7")))) == 3
    assert [str(one.right) for one in relations(read_statement("x = 15.5 or 4"))] == ["31/2", "4"]


@pytest.mark.parametrize(
    "text",
    ["", "x + 1", "x =", "= 3", "x = 2 or", "or x = 2", "x = 2 and and y = 3", "(x = 2", "x = 2)", "x ± 2", "4.7"],
)
def test_what_states_nothing_is_refused(text):
    with pytest.raises(UnreadableError):
        read_statement(text)


def test_rounded_solutions():
    assert rounds_to(read_statement("x^2 - 20x + 72 = 0"), read_statement("x = 15.29 or x = 4.71"))
    assert not rounds_to(read_statement("x^2 - 20x + 72 = 0"), read_statement("x = 15.28 or x = 4.71"))
    assert not rounds_to(read_statement("x^2 - 20x + 72 = 0"), read_statement("x = 15.29"))
    assert not rounds_to(read_statement("x^2 - 20x + 72 = 0"), read_statement("x = 15.29 or x = 5"))
    assert rounds_to(
        read_statement("(x - 5)(x^2 - 2)(x - 1) = 0"), read_statement("x = 5 or x = 1.41 or x = -1.41 or x = 1")
    )
    assert explicit(read_statement("2 = x"))
    assert not explicit(read_statement("x > 2"))


def test_what_is_too_large_stays_open():
    big = "+".join(f"sin(x^{k}*y^{k}*z)" for k in range(1, 60))
    assert (
        compare(read_statement(f"{big} = 1 and x = y"), read_statement(f"{big} = 2 and y = z")).change is Change.UNKNOWN
    )
