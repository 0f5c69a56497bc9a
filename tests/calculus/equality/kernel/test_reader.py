"""What is read has the value that mpmath finds, through what the generators stand for."""

import pytest
import sympy as sp
from exact import NotReal, value_at
from kernel_reading import X, Y, close, new_reader, number, read_with

from gdtutor.calculus.equality.kernel.advice import AdviceError, Notes
from gdtutor.calculus.equality.kernel.field import UndefinedError
from gdtutor.calculus.equality.kernel.reader import NoNormalFormError
from gdtutor.calculus.equality.kernel.signs import Parity, SignNeededError
from gdtutor.calculus.functions import RECORDS
from gdtutor.calculus.notation import read_expression

POINTS = [{X: sp.Rational(*x), Y: sp.Rational(*y)} for x, y in (((1, 3), (5, 7)), ((3, 2), (4, 9)), ((-7, 5), (8, 3)))]
TEXTS = """
x^2/(x + y) - 1/(1 - x^2)
(x + y)^-3*(x - y)^5
e^(2x + y)*e^(x^2)/e^(x/3)
2^x*3^(x/2) + y^x
log(x^2*y^3) + log(6y)
(x^2 + 1)^(2/3)*y^(1/6)*8^(1/3)
sqrt(x^2 + 2x*y + y^2)
sin(2x + y/3)*cos(x - pi/3)
tan(x/2) + cot(3x)
cos(pi/5) + sin(pi/8)*x + cos(7pi/12) + tan(pi/10)
sin(atan(x) + 2atan(y))
cos(2asin(x/2)) + sin(acos(x/3))
atan(x) + asin(x/2) + acos(-x/2)
atan(sqrt(3)) + asin(-1) + acos(1/2)*x + atan(-1)
|x - y| + sign(x*y)
max(x, y, x*y) - min(x^2, 1)
Piecewise((x, x < y), (y^2, x > 1), (x*y, True))
erf(x - y) + erf(y - x)/2
sqrt(3 + 2sqrt(2)) + sqrt(x + 3 + 2sqrt(x + 2))
(x + y)^50/(x + y)^48
log(log(y^2 + 3))
""".strip().splitlines()


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_read_has_the_value_of_the_text(text):
    seen = 0
    for point in POINTS:
        try:
            wanted = value_at(read_expression(text), point)
        except NotReal:
            continue
        reader, value = read_with(text, point)
        assert close(number(reader, value, point), wanted)
        seen += 1
    assert seen


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.name)
def test_every_elementary_function_is_read(record):
    expression = record.function(X + sp.Rational(1, 7))
    for point in [{X: sp.Rational(*x)} for x in ((1, 5), (9, 4), (-1, 2), (-8, 3), (1, 2))]:
        try:
            wanted = value_at(expression, point)
        except NotReal:
            continue
        reader, value = read_with(f"{record.name}(x + 1/7)", point)
        assert close(number(reader, value, point), wanted)
        return
    pytest.fail("real at no point")


@pytest.mark.parametrize("text", ["1/(x - x)", "log(-1 - x^2)", "sqrt(-x^2 - 2)", "asin(2 + x^2)",
    "0*log(-3 + sqrt(2))", "acosh(-e^x)", "1/(sin(x)^2 + cos(x)^2 - 1)"])  # fmt: skip
def test_what_is_nowhere_real_is_undefined(text):
    with pytest.raises(UndefinedError):
        new_reader().read(unevaluated(text))


def unevaluated(text):
    """SymPy would decide some of these by itself, as complex infinity."""
    special = {
        "1/(x - x)": sp.Pow(sp.Add(X, -X, evaluate=False), -1, evaluate=False),
        "0*log(-3 + sqrt(2))": sp.log(sp.sqrt(2) - 3, evaluate=False),
    }
    return special[text] if text in special else read_expression(text)


def test_what_has_no_form_is_told():
    with pytest.raises(NoNormalFormError):
        new_reader().read(sp.besselj(0, X))


def test_without_advice_nothing_is_read_that_needs_it():
    reader = new_reader()
    reader.advice = Notes()
    assert reader.read(X**2 + 1 / (X - 1)) is not None
    for expression in (sp.exp(X), sp.log(X), sp.sin(X), sp.sqrt(X), sp.Abs(X)):
        with pytest.raises(AdviceError):
            reader.read(expression)


def test_what_was_read_once_is_read_again_by_its_notes():
    reader, value = read_with("sin(2x)*e^(x + y)/sqrt(y) + log(x^2*y)")
    again = new_reader(memory=reader.tables)
    again.advice = reader.notes
    expression = read_expression("sin(2x)*e^(x + y)/sqrt(y) + log(x^2*y)")
    assert again.field.subtract(again.read(expression), value).is_zero
    assert again.notes == reader.notes


def test_a_domain_narrows_until_it_is_fixed():
    reader, _ = read_with("log(x)")
    (unit,) = reader.signs.links
    assert reader.signs.links[unit] == Parity(1, frozenset())
    other = new_reader()
    other.signs.fixed = True
    with pytest.raises(SignNeededError):
        other.read(sp.log(X))
