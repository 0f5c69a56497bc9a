"""How much an answer tells: a mistake is named only where the answer says more than the name of the mistake does.

Thousands of predictions are tried, and among them are 0, 1, x and e^x: an answer as short as these meets one of them
by chance. So an answer is measured by the bits it takes to write down, and an explanation by the bits it takes to say
which wrong rules were used; an explanation that is longer than what it explains is none. Source: Rissanen (1978),
"Modeling by shortest data description".
"""

from __future__ import annotations

import sympy as sp

# bits of a letter or a constant, of a function's name, and of a power beside its base and its exponent
_LETTER, _FUNCTION, _POWER = 2, 3, 2
# bits of a wrong rule, fewer for those that are seen more often
_OTHERS = 3
_PRICES = {
    name: price
    for price, names in {
        1: "constant_multiple_dropped",
        2: "product_one_term power_coefficient_missing wrong_variable wrt_data",
        4: "product_minus chain_argument_replaced not_differentiated",
        5: "term_lost chain_only_inner quotient_of_derivatives integrated log_base log_sign",
        6: "product_wrong_pairing product_as_sum quotient_denominator_wrong_square quotient_inverted chain_inner_kept"
        " chain_outer_at_inner_derivative chain_one_level_short power_exponent_increased log_constant_factor"
        " trig_cofunction degrees sigmoid_value",
    }.items()
    for name in names.split()
}
_STRAINED = 3  # another reading of the question than the usual one


def bits(expression: sp.Expr) -> int:
    """The bits that it takes to write an expression down, roughly.

    >>> x = sp.Symbol("x")
    >>> [bits(written) for written in (sp.Integer(1), x, 2 * x, sp.sin(x), 338 * x - 1183)]
    [1, 2, 5, 5, 42]
    """
    if expression.is_Rational:
        size = _of_whole(abs(int(expression.p))) + (_of_whole(int(expression.q)) if expression.q != 1 else 0)
        return size + (1 if expression.is_negative else 0)
    if not expression.args:
        return _LETTER
    inner = sum(1 if part is sp.S.NegativeOne else bits(part) for part in expression.args)  # a minus, or a line below 1
    if expression.is_Mul:
        return inner
    if expression.is_Add:
        return inner + len(expression.args) - 1
    return inner + (_POWER if expression.is_Pow else _FUNCTION)


def _of_whole(number: int) -> int:
    """The length of Elias's gamma code: 1 for 0 and 1, 3 for 2 and 3, 5 for 4 to 7, …"""
    return 2 * max(number, 1).bit_length() - 1


def price(mistakes: tuple[str, ...], strained: int = 0) -> int:
    """The bits that it takes to say which mistakes were made.

    >>> price(("trig_sign",)), price(("trig_sign", "chain_only_inner"))
    (3, 8)
    """
    each = sum(_PRICES.get(name, _OTHERS) for name in mistakes)
    return each + _STRAINED * max(strained, 0)


CHEAPEST_OF_TWO = sum(sorted(_PRICES.values())[:2])


def says_nothing(answer: sp.Expr, derivative: sp.Expr) -> bool:
    """Whether the answer is a number where a formula was to be found: it does not show how it came about.

    >>> x = sp.Symbol("x")
    >>> says_nothing(sp.Integer(1), 2 * x), says_nothing(sp.Integer(1), sp.Integer(4))
    (True, False)
    """
    return answer.is_number and not derivative.is_number
