"""Workings of every kind: right ones are accepted whole, a wrong row is found where it is, and by its name."""

import pytest

import gdtutor as gd
from gdtutor.tutor.mistakes import CATALOGUE

ACCEPTED = {"correct", "follows", "given", "remark"}


def rows(text: str) -> dict[int, set[str]]:
    """What is said of each row of the text."""
    found: dict[int, set[str]] = {}
    for statement in gd.check_working(text).statements:
        found.setdefault(statement.row, set()).add(statement.verdict)
    return found


RIGHT = [
    # constraints, data of a moment, optimisation
    "P = 2a + 2b\n40 = 2a + 2b\nb = 20 - a\nS = a*b\nS = a(20 - a)\ndS/da = 20 - 2a\n20 - 2a = 0\na = 10\nb = 10",
    "A = x*y\n2x + y = 60\nA = x(60 - 2x) = 60x - 2x^2\ndA/dx = 60 - 4x\ndA/dx = 0\n4x = 60\nx = 15\nA = 450",
    "f(x) = 2x^3 - 9x^2 + 12x\nf'(x) = 6x^2 - 18x + 12 = 6(x-1)(x-2)\nf'(x) = 0\nx = 1 or x = 2\nf(1) = 5\nf(2) = 4",
    # related rates
    "A = pi r^2\ndA/dt = 2 pi r dr/dt\ndA/dt = 2 pi (3) (4)\ndA/dt = 24 pi",
    "S = 4 π r^2\ndS/dt = 8 π r dr/dt\n16 π = 8 π (2) dr/dt\ndr/dt = 1",
    "x^2 + y^2 = 169\n2x dx/dt + 2y dy/dt = 0\n2(5)(2) + 2(12) dy/dt = 0\ndy/dt = -5/6",
    "z^2 = x^2 + y^2\n2 z z' = 2 x x' + 2 y y'\nz' = (x x' + y y')/z",
    "V = x^3\ndV/dt = 3x^2 dx/dt",
    # implicit, first and second derivatives
    "x^2 + x*y + y^2 = 3\n2x + y + x y' + 2y y' = 0\ny' (x + 2y) = -2x - y\ny' = -(2x + y)/(x + 2y)",
    "sin(x + y) = x\ncos(x + y)(1 + y') = 1\ny' = 1/cos(x + y) - 1",
    "x^2 - y^2 = 1\n2x - 2y y' = 0\ny' = x/y\ny'' = (y - x y')/y^2\ny'' = (y - x^2/y)/y^2\ny'' = -1/y^3",
    "e^(x*y) = 2\ne^(x*y)*(y + x dy/dx) = 0\ny + x dy/dx = 0\ndy/dx = -y/x",
    "x^2 + y^2 + z^2 = 9\n2x + 2z ∂z/∂x = 0\n∂z/∂x = -x/z\n2y + 2z ∂z/∂y = 0\n∂z/∂y = -y/z",
    # logarithmic differentiation
    "y = x^(2x)\nln y = 2x ln x\ny'/y = 2 ln x + 2\ny' = x^(2x) (2 ln x + 2)",
    "y = (x+1)^3/(x-2)\nln y = 3 ln(x+1) - ln(x-2)\ny'/y = 3/(x+1) - 1/(x-2)",
    # parametric curves
    "x = t^2 + 1\ny = t^3\ndx/dt = 2t\ndy/dt = 3t^2\ndy/dx = 3t^2/(2t) = 3t/2\nd^2y/dx^2 = (3/2)/(2t) = 3/(4t)",
    "x = e^t, y = e^(2t)\ndy/dx = 2e^(2t)/e^t = 2e^t",
    # the definition of the derivative
    "f(x) = x^2 + x\nf'(x) = lim_{h->0} (f(x+h) - f(x))/h\n"
    "= lim_{h->0} (2xh + h^2 + h)/h\n= lim_{h->0} 2x + h + 1\n= 2x + 1",
    r"f(x) = \frac{1}{x} \\ f'(x) = \lim_{h \to 0} \frac{\frac{1}{x+h} - \frac{1}{x}}{h} \\"
    r"= \lim_{h \to 0} \frac{-h}{h x (x+h)} \\ = -\frac{1}{x^2}",
    "f(x) = 3x^2\nf'(x) = lim Δx→0 (3(x+Δx)^2 - 3x^2)/Δx\n= lim Δx→0 (6xΔx + 3(Δx)^2)/Δx\n= 6x",
    # tangent lines
    "f(x) = x^2 - 3x\nf'(x) = 2x - 3\nf'(4) = 5\nf(4) = 4\ny = 5(x - 4) + 4\ny = 5x - 16",
    "y = sqrt(x)\ny' = 1/(2sqrt(x))\nat x = 4\ny - 2 = 1/4 (x - 4)",
    # links of a chain under their own letters, forward and back
    "L = (a - y)^2\na = w x + b\ndL/da = 2(a - y)\nda/dw = x\nda/db = 1\ndL/dw = 2(a - y) x\ndL/db = 2(a - y)",
    "L = -ln(p)\np = 1/(1+e^(-z))\ndL/dz = p - 1",
    # partial derivatives, gradients
    "f(x,y) = x^3 y^2\nf_x = 3x^2 y^2\nf_y = 2x^3 y\n∂²f/∂x∂y = 6x^2 y\n∇f = (3x^2 y^2, 2x^3 y)",
    "g(x,y) = e^(x y)\n∂g/∂x = y e^(x y)\n∂²g/∂x² = y^2 e^(x y)",
    # vectors and matrices, shapes inferred
    "L(w) = |A w - b|^2\n∇L(w) = 2 A^T (A w - b)\n2A^T A w - 2A^T b = 0",
    "J(w) = w^T Q w\n∇J(w) = Q w + Q^T w",
    # words
    "Let's differentiate y = x^3 sin x\nUsing the product rule, we get dy/dx = 3x^2 sin x + x^3 cos x",
    "We have f(x) = ln(x^2 + 1)\nso that f'(x) = 2x/(x^2 + 1)\nwhich is the answer",
    r"Find y' for $y = \tan x$. \\ $y' = \sec^2 x$",
    # solving
    "x^2 - 5x + 6 = 0\n(x - 2)(x - 3) = 0\nx - 2 = 0 or x - 3 = 0\nx = 2 or x = 3",
    "sqrt(x + 6) = x\nx + 6 = x^2\nx^2 - x - 6 = 0\n(x - 3)(x + 2) = 0\nx = 3 or x = -2\nx = 3",
    "3^x = 81\nx ln 3 = ln 81\nx = 4",
    "x + 2y = 4 and x - y = 1\n3y = 3 and x = y + 1\ny = 1 and x = 2",
    "x > 0\nx^2 = 4\nx = 2",
    "-2x < 6\nx > -3",
    # data, places and equations that say something new are given, in any order
    "V = 4/3 pi r^3\ndV/dt = 4 pi r^2 dr/dt\ndV/dt = 100\nr = 25\n100 = 4 pi (25)^2 dr/dt\ndr/dt = 1/(25 pi)",
    "x^2 + y^2 = 100\n2x dx/dt + 2y dy/dt = 0\nx = 6\ny = 8\ndx/dt = 2\ndy/dt = -3/2",
    "x^2+y^2=25\n2x+2y y'=0\ny' = -x/y\nAt (3,4): y' = -3/4\ny - 4 = -3/4 (x - 3)",
    "f(x) = x^2\nx = 2\nf(2) = 4\nx = 3\nf(3) = 9",
    "A = x*y\n2x + y = 200\nx = 60\ny = 80\nA = 4800",
    "g(x,y) = x + 2y - 8 = 0",
    "x + y = 5\nx - y = 1\n2x = 6\nx = 3\ny = 2",
    "x + y + z = 6\n2x + y - z = 1\nx - y + 2z = 5\nx = 1\ny = 2\nz = 3",
    "4x + 2 = 4x - 4",
    "z = ln(x^2+y^2)\nz_x = 2x/(x^2+y^2)\nz_xx = (2y^2-2x^2)/(x^2+y^2)^2",
    "f(x,y) = x^2 + 3xy\n∇f = (2x + 3y, 3x)\n∇f(1,2) = (8, 3)",
    "f(x) = x^2\n(f(x+h) - f(x))/h = 2x + h\nas h → 0: f'(x) = 2x",
    "y = x^2 - 4x\ny' = 2x - 4\ny'(3) = 2\nnormal: y = -1/2 x - 3/2",
    # solutions that are none are left out
    "ln(x) + ln(x-1) = ln 6\nx^2 - x = 6\n(x-3)(x+2) = 0\nx = 3",
    "sqrt(x+2)=x\nx+2=x^2\nx = 2 or x = -1\nx = -1 is extraneous\nx = 2",
    "f(x)=x^3-6x^2+9x\nf'(x)=3x^2-12x+9\nf'(x)=0\nx = 1 or x = 3",
    "v(t) = t^2-4t+3\nv(t) = 0\nt = 1 or t = 3",
    # rewriting
    "(a + b)^2 - (a - b)^2\n= a^2 + 2ab + b^2 - a^2 + 2ab - b^2\n= 4ab",
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_working_is_accepted_whole(text):
    assert {row for row, found in rows(text).items() if not found <= ACCEPTED} == set(), str(gd.check_working(text))


# a working, the first wrong row, a mistake that is named there (or none)
WRONG = [
    ("A = x*y\n2x + y = 60\nA = x(60 - 2x)\ndA/dx = 60 - 2x", 3, ""),
    ("f(x) = x^2 - 6x\nf'(x) = 2x - 6\nf'(x) = 0\nx = 2", 3, ""),
    ("V = π r^2 h\ndV/dt = 2 π r dr/dt dh/dt", 1, "product_of_derivatives"),
    ("S = 4 π r^2\ndS/dt = 8 π r dr/dt\n16 π = 8 π (2) dr/dt\ndr/dt = 2", 3, "arithmetic_slip"),
    ("x^2 + x*y = 3\n2x + y' = 0", 1, "product_of_derivatives"),
    ("x^2 + y^2 = 3\ndy/dx = -x/y\n2x + 2y = 0", 2, "implicit_factor_missing"),
    ("x^2 + y^2 = 3\n2x + 2y y' = 3", 1, "constant_survives"),
    ("x^2 + y^2 + z^2 = 9\n∂z/∂x = -x/z\n∂z/∂y = -x/z", 2, "wrong_variable"),
    ("x^2 - y^2 = 1\ny' = x/y\ny'' = (y + x y')/y^2", 2, ""),
    ("y = x^(2x)\nln y = 2x + ln x\ny'/y = 2 + 1/x", 1, "log_power_added"),
    ("x = t^2 + 1\ny = t^3\ndy/dx = 2t/(3t^2)", 2, ""),
    ("f(x) = x^2\nf'(x) = lim_{h->0} ((x+h)^2 - x^2)/h\n= lim_{h->0} (2xh - h^2)/h\n= x", 3, ""),
    ("f(x) = x^2\nf'(x) = lim_{h->0} (x^2 + h^2)/h", 1, ""),
    ("f(x) = x^2 - 3x\nf'(x) = 2x - 3\nf'(4) = 5\ny = 5x - 15", 3, "tangent_point"),
    ("f(x) = x^2 - 3x\nf'(x) = 2x - 3\nf'(4) = 5\ny = 4x - 12", 3, "tangent_slope"),
    ("f(x,y) = x^3 y^2\nf_x = 3x^2 y^2\nf_y = x^3 y", 2, "power_coefficient_missing"),
    ("f(x,y) = x^3 y^2\n∂²f/∂x∂y = 6x^2 y^2", 1, ""),
    ("f(x,y) = x^3 y\n∇f = (3x^2 y, x^2)", 1, ""),
    ("L(w) = |A w - b|^2\n∇L(w) = A^T (A w - b)", 1, "loss_factor"),
    ("x^2 = 3x\nx = 3", 1, "divided_by_zero"),
    ("x^2 = 16\nx = 4", 1, "root_one_sign"),
    ("3x + 5 = 11\n3x = 16", 1, "moved_without_sign"),
    ("-2x < 6\nx < -3", 1, ""),
    ("x + 2y = 4 and x - y = 1\n3y = 3 and x = y + 1\ny = 1 and x = 3", 2, ""),
    ("2^x = 8\nx ln 2 = ln 6", 1, ""),
    ("(a + b)^2 - (a - b)^2\n= a^2 + b^2 - a^2 + b^2", 1, ""),
    ("f(x) = x^2 - 2x\nf'(x) = 2x - 2\nf'(0) = -2 > 0", 2, ""),
    ("f(x)=x^2-2x\nf'(x)=2x-2\nf'(x)=0\nx = 5 or x = 6", 3, ""),
    ("s = 2x/3\nds/dt = 2/3*dx/dt\ndx/dt = 5\nds/dt = 20/3", 3, "arithmetic_slip"),
    ("x^2-x-6=0\nx = 7 or x = 8", 1, ""),
    ("f(x,y) = x^2 + 3xy\n∇f(1,2) = (8, 4)", 1, ""),
    ("2^3\n= 6", 1, "power_as_multiple"),
    ("2^3 + 5\n= 14", 1, "arithmetic_slip"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "mistake"), WRONG)
def test_a_wrong_row_is_found_where_it_is(text, row, mistake):
    found = rows(text)
    blamed = sorted(place for place, said in found.items() if said & {"wrong", "partial"})
    assert blamed[:1] == [row], str(gd.check_working(text))
    named = [one.mistake for one in gd.check_working(text).statements if one.row == row and one.verdict == "wrong"]
    assert mistake in ";".join(named), named
    assert all(part in CATALOGUE for one in named for name in one.split(";") if name for part in name.split("+"))


# a wrong row, and rows that follow from it: it is blamed once
CARRIED = [
    ("L = (a - y)^2\na = w x\ndL/da = (a - y)\nda/dw = x\ndL/dw = (a - y) x", 2),
    ("y = x^(2x)\nln y = 2x + ln x\ny'/y = 2 + 1/x\ny' = y(2 + 1/x)", 1),
    ("x^2 + y^2 = 9\n2x + y y' = 0\ny' = -2x/y", 1),
    ("f(x) = x^3\nf'(x) = 2x^2\nf''(x) = 4x\nf''(1) = 4", 1),
    ("f(x) = (x+1)^2\n= x^2 + 1\nf'(x) = 2x", 1),
    ("z = x^2\ndz/dx = 3x\nat x = 2: dz/dx = 6", 1),
    ("x^2 + y^2 = 25\ny' = -x/y\ny'' = -(1*y + x*y')/y^2\ny'' = -(y + x(-x/y))/y^2", 2),
    ("f(x) = x^2 e^(3x)\nf'(x) = 2x e^(3x) + x^2 e^(3x)\nf'(1) = 3e^3", 1),
]


@pytest.mark.parametrize(("text", "row"), CARRIED)
def test_an_error_is_blamed_once(text, row):
    found = rows(text)
    assert {place for place, said in found.items() if not said <= ACCEPTED} == {row}, str(gd.check_working(text))
    assert any("follows" in said for place, said in found.items() if place > row)


TYPED = [text for text in (*RIGHT, *(text for text, *_ in (*WRONG, *CARRIED))) if "\\\\" not in text]


@pytest.mark.parametrize("text", TYPED)
def test_a_row_more_changes_no_verdict(text):
    """Judged while it is typed: a verdict stays; only what was open may become decided."""
    lines = text.split("\n")
    before: dict[int, set[str]] = {}
    for count in range(1, len(lines) + 1):
        found = rows("\n".join(lines[:count]))
        for row, said in before.items():
            assert found[row] == said or said & {"undecided", "unreadable"}, (row, said, found[row])
        before = found


@pytest.mark.parametrize(
    "text",
    [
        "f(x) = x^2 - 4x\nf'(x) = 2x - 4\nx = 5",  # a place, or a wrong zero of the derivative?
        "V = 4/3 π r^3\ndV/dt = 4 π r^2 dr/dt\n40 = 200 π dr/dt",  # the radius is not said
        "f(x) = x^2\ndg/dx = 2x",
        "y = u\nu = y",
        "f(x)=x^3+x\ng = f^{-1}\ng'(2) = 1/4",  # the inverse function, or 1/f?
        "PV = 800\nP dV/dt + V dP/dt = 0",
        "x^2+y^2=25\ny' = -3/4",  # at which place?
    ],
)
def test_what_is_not_understood_is_not_judged(text):
    assert not {said for found in rows(text).values() for said in found} & {"wrong", "partial"}


def test_the_rows_from_which_it_follows():
    text = "y = u v\nu = x^2\nv = sin x\ndu/dx = 2x\ndy/dx = 2x sin x + x^2 cos x"
    because = [statement.because for statement in gd.check_working(text).statements]
    assert because == [(), (), (), (1,), (0, 1, 2)]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("", "Begin with a question"),
        ("y = x^2 sin x", "Use the product rule on x^2*sin(x)."),
        ("f(x) = sin(x^2)\nf'(x) = cos(x^2) * d/dx(x^2)", "Use the power rule on x^2."),
        ("x^2 + y^2 = 25", "Differentiate both sides by"),
        ("f(x) = x^2\nf'(x) = lim_{h->0} ((x+h)^2 - x^2)/h", "until h can be cancelled"),
        ("f(x) = x^2\nf'(x) = lim_{h->0} 2x + h", "Let h go to its limit."),
        ("f(x) = x^2\nf'(x) = 2x = 0", "Solve the equation for x."),
    ],
)
def test_the_next_step_is_a_rule_and_never_a_result(text, step):
    assert step in gd.check_working(text).next_step()
    assert gd.check_working("f(x) = x^2\nf'(x) = 2x").next_step() == ""


def test_what_would_take_for_ever_is_bounded():
    names = "\n".join(["u_0 = x", *(f"u_{k} = sin(u_{k - 1}) + u_{k - 1}^2" for k in range(1, 15)), "du_14/dx = 1"])
    assert rows(names)[15] != {"correct"}
    many = "\n".join(f"√(x+{k}) + √(x^2+{k}) = x^3 - ln(x+{k})" for k in range(12))
    assert len(gd.check_working(many).statements) == 12
    assert not rows("x = x^2\n" * 200).get(5)
