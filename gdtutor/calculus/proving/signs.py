"""Prove the sign of an expression: by its range, by its factors, as a sum of squares, or by counting real roots.

Every proof names a *certificate*, an expression equal to the given one whose sign is plain; that the two are equal is
left to the equality engine, which knows nothing of this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sympy as sp

from gdtutor.calculus.evaluation import OutsideDomainError, UncertainError
from gdtutor.calculus.proving.bounds import is_positive_on
from gdtutor.calculus.proving.factored import factored
from gdtutor.calculus.proving.finite_box import on_finite_box
from gdtutor.calculus.proving.quantities import named_quantities
from gdtutor.calculus.proving.range import Range
from gdtutor.calculus.proving.ranges import range_of
from gdtutor.calculus.proving.small_polynomial import small_polynomial
from gdtutor.calculus.proving.sums_of_squares import sum_of_squares

Box = Mapping[sp.Symbol, Range]


@dataclass(frozen=True)
class SignProof:
    """Why an expression is not negative.

    Attributes:
        certificate: an expression equal to it, in which this is plain.
        strict: whether it is even positive, wherever it is real.
        why: the reason in words.
    """

    certificate: sp.Expr
    strict: bool
    why: str


def nonnegative(expression: sp.Expr, box: Box | None = None) -> SignProof | None:
    """A proof that ``expression >= 0`` wherever it is real within the box; ``None`` where none was found.

    >>> x, y = sp.symbols("x y")
    >>> nonnegative(x**2 - 2 * x * y + 3 * y**2).certificate
    2*y**2 + (x - y)**2
    >>> nonnegative(sp.exp(x) + sp.exp(-x) - 2).why
    'every factor is positive or a square'
    """
    for proof in _proofs(expression, box or {}):
        if proof is not None:
            return proof
    return None


def positive(expression: sp.Expr, box: Box | None = None) -> SignProof | None:
    """A proof that ``expression > 0`` wherever it is real within the box.

    >>> x = sp.Symbol("x")
    >>> positive(x**4 - x + 1).why
    'a polynomial without real roots, positive at 0'
    """
    return next((proof for proof in _proofs(expression, box or {}) if proof is not None and proof.strict), None)


def is_plain(certificate: sp.Expr, box: Box | None = None, strict: bool = False) -> bool:
    """Whether the sign can be read off: by the range, the roots of a polynomial, or piece by piece on a finite box."""
    box = box or {}
    return bool(_plainly(certificate, box, strict) or _on_pieces(certificate, box, strict))


def _proofs(expression: sp.Expr, box: Box) -> Iterator[SignProof | None]:
    yield _by_range(expression, box, expression)
    symbols = sorted(expression.free_symbols, key=str)
    squares = sum_of_squares(expression, symbols)
    if squares is not None:
        yield SignProof(squares, _plainly(squares, box, strict=True), "a sum of squares")
    yield _by_roots(expression)
    product = factored(expression)
    if product is not None:
        yield _by_factors(product, box)
    if _on_pieces(expression, box, strict=True):
        yield SignProof(expression, True, "enclosed piece by piece on the box")
    elif _on_pieces(expression, box, strict=False):
        yield SignProof(expression, False, "enclosed piece by piece on the box")


def _by_range(expression: sp.Expr, box: Box, shown: sp.Expr) -> SignProof | None:
    try:
        found = range_of(expression, box)
    except (UncertainError, OutsideDomainError):
        return None
    if not found.is_nonnegative:
        return None
    return SignProof(shown, found.is_positive, f"the range is {found}")


def _plainly(expression: sp.Expr, box: Box, strict: bool) -> bool:
    found = _by_range(expression, box, expression) or _by_roots(expression)
    return found is not None and (found.strict or not strict)


def _by_roots(expression: sp.Expr) -> SignProof | None:
    """A polynomial in one variable is nowhere negative if no root has odd order and it is positive somewhere."""
    if len(expression.free_symbols) != 1:
        return None
    (symbol,) = expression.free_symbols
    polynomial = small_polynomial(expression, [symbol])
    if polynomial is None or polynomial.is_zero or polynomial.LC() < 0:
        return None
    roots = {order: factor.count_roots() for factor, order in polynomial.sqf_list()[1] if factor.count_roots()}
    if any(order % 2 for order in roots):
        return None
    why = "a polynomial without real roots, positive at 0" if not roots else "a polynomial with double roots only"
    return SignProof(expression, not roots, why)


def _by_factors(product: sp.Expr, box: Box) -> SignProof | None:
    """Even powers are squares; the other factors have to have one sign, and the negative ones to come in pairs."""
    sign, strict = 1, True
    shown = []
    for factor in sp.Mul.make_args(product):
        base, exponent = factor.args if factor.is_Pow else (factor, sp.Integer(1))
        if exponent.is_Integer and exponent % 2 == 0:
            strict = strict and (exponent < 0 or _is_positive(base, box) or _is_positive(-base, box))
            shown.append(factor)
            continue
        found, flipped = _with_sign(base, box)
        if found is None or (flipped and not exponent.is_Integer):
            return None
        sign, strict = -sign if flipped else sign, strict and (found.strict or exponent < 0)
        shown.append((-found.certificate if flipped else found.certificate) ** exponent)
    return SignProof(sp.Mul(*shown), strict, "every factor is positive or a square") if sign > 0 else None


def _with_sign(base: sp.Expr, box: Box) -> tuple[SignProof | None, bool]:
    """A proof for the factor, or for its negative."""
    found = _factor_proof(base, box)
    return (found, False) if found else (_factor_proof(-base, box), True)


def _factor_proof(base: sp.Expr, box: Box) -> SignProof | None:
    return _by_range(base, box, base) or _by_roots(base) or _as_squares(base, box)


def _is_positive(base: sp.Expr, box: Box) -> bool:
    found = _by_range(base, box, base) or _by_roots(base)
    return found is not None and found.strict


def _as_squares(base: sp.Expr, box: Box) -> SignProof | None:
    """A sum of squares in whatever stands in it; what is positive, such as an exponential, is taken as a square."""
    named, meant = named_quantities(base)
    positive_ones = {name for name, quantity in meant.items() if _by_range(quantity, box, quantity)}
    polynomial = named.xreplace({name: name**2 for name in positive_ones})
    squares = sum_of_squares(polynomial, list(meant))
    if squares is None:
        return None
    back = {name: sp.sqrt(quantity) if name in positive_ones else quantity for name, quantity in meant.items()}
    return SignProof(squares.xreplace(back), False, "a sum of squares")


def _on_pieces(expression: sp.Expr, box: Box, strict: bool) -> bool:
    found = on_finite_box(expression, box)
    return found is not None and is_positive_on(*found, strict)
