"""Numbers and symbols as a reader wants to see them: a real minus sign, few digits, Greek letters."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Context, Decimal

import numpy as np
from sympy.printing.pretty.pretty_symbology import pretty_symbol

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(value: float, digits: int = 3) -> str:
    """Write a number with at most ``digits`` significant digits.

    >>> readable(-2.5571), readable(0.5), readable(12345.6), readable(1.23e-7)
    ('−2.56', '0.5', '12346', '1.23×10⁻⁷')
    >>> readable(float("nan")), readable(float("-inf")), readable(-0.0)
    ('undefined', '−∞', '0')
    """
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e6:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPT)}"
    return text.replace("-", "−")


def rounded_up(value: float, digits: int = 3) -> float:
    """Round a bound to ``digits`` significant digits, never below the number itself.

    >>> rounded_up(0.20801), rounded_up(2.0)
    (0.209, 2.0)
    """
    if not math.isfinite(value):
        return value
    return float(Context(prec=digits, rounding=ROUND_CEILING).plus(Decimal(value)))


def readable_all(values: np.ndarray, digits: int = 3) -> np.ndarray:
    """Write every number of an array: an array of strings of the same shape.

    >>> readable_all(np.array([[1.0, -0.25]])).tolist()
    [['1', '−0.25']]
    """
    texts = [readable(value, digits) for value in np.asarray(values, dtype=float).ravel().tolist()]
    return np.array(texts, dtype=object).reshape(np.shape(values))


def letter(symbol: object) -> str:
    """Write a symbol's name with Greek letters and subscripts.

    >>> letter("theta"), letter("xi_1"), letter("w")
    ('θ', 'ξ₁', 'w')
    """
    return str(pretty_symbol(str(symbol)))
