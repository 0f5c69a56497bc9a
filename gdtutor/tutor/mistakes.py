"""The catalogue of mistakes: each id with its wrong rule and a sentence for the learner.

Sources: Siyepu (2013, 2015), Maharaj and Ntuli (2018), Chikwanha et al. (2022), Zinn (2006), Paul's Online Notes; the
last group is the field of gradient descent's own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A wrong rule of differentiation.

    Attributes:
        id: its name.
        wrong_rule: the rule as it was used.
        sentence: what was done, in plain words; ``{term}`` stands for the part where it was done.
        remedy: the right rule or a question to ask oneself; never the answer.
    """

    id: str
    wrong_rule: str
    sentence: str
    remedy: str


_PRODUCT = "The product rule wants two terms: (u*v)' = u'*v + u*v'."
_QUOTIENT = "The quotient rule is (u/v)' = (u'*v - u*v')/v^2."
_CHAIN = "The chain rule is f(u)' = f'(u)*u': the outer derivative at the inner function, times the inner derivative."
_POWER = "The power rule is (u^n)' = n*u^(n-1)*u'."

_ROWS = [
    ("product_of_derivatives", "(u*v)' -> u'*v'", "in {term} the derivatives of the factors were multiplied", _PRODUCT),
    ("product_wrong_pairing", "(u*v)' -> u*u' + v*v'", "in {term} each factor was paired with its own derivative", _PRODUCT),
    ("product_minus", "(u*v)' -> u'*v - u*v'", "in {term} the two terms of the product rule were subtracted", _PRODUCT),
    ("product_as_sum", "(u*v)' -> u' + v'", "{term} was differentiated as if it were a sum", _PRODUCT),
    ("product_one_term", "(u*v)' -> u'*v", "in {term} one of the two terms of the product rule is missing", _PRODUCT),
    ("quotient_of_derivatives", "(u/v)' -> u'/v'", "in {term} the derivatives of numerator and denominator were divided", _QUOTIENT),
    ("quotient_denominator_wrong_square", "(u/v)' -> (u'*v - u*v')/u^2", "in {term} the numerator was squared below the line", _QUOTIENT),
    ("quotient_denominator_not_squared", "(u/v)' -> (u'*v - u*v')/v", "in {term} the denominator was not squared", _QUOTIENT),
    ("quotient_plus", "(u/v)' -> (u'*v + u*v')/v^2", "in {term} the two terms above the line were added", _QUOTIENT),
    ("quotient_order_swapped", "(u/v)' -> (u*v' - u'*v)/v^2", "in {term} the two terms above the line change places", _QUOTIENT),
    ("quotient_inverted", "differentiates v/u", "{term} was differentiated upside down", _QUOTIENT),
    ("chain_inner_missing", "f(u)' -> f'(u)", "in {term} the derivative of the inner function is missing", _CHAIN),
    ("chain_inner_kept", "f(u)' -> f'(u)*u", "in {term} the outer derivative was multiplied by the inner function itself", _CHAIN),
    ("chain_outer_at_inner_derivative", "f(u)' -> f'(u')", "in {term} the outer derivative was taken at the derivative of the inner function", _CHAIN),
    ("chain_argument_replaced", "f(m*x)' -> m*f'(x)", "in {term} the argument of the outer function was lost", _CHAIN),
    ("chain_only_inner", "f(u)' -> u'", "in {term} only the inner function was differentiated", _CHAIN),
    ("chain_one_level_short", "f(g(h))' -> f'(g(h))*g'(h)", "in {term} the innermost factor of the chain is missing", _CHAIN),
    ("power_exponent_not_reduced", "(u^n)' -> n*u^n", "in {term} the exponent was not reduced by one", _POWER),
    ("power_exponent_increased", "(u^n)' -> n*u^(n+1)", "in {term} the exponent went up and not down", _POWER),
    ("power_coefficient_missing", "(u^n)' -> u^(n-1)", "in {term} the exponent did not come down as a factor", _POWER),
    ("power_negative_exponent", "(u^-n)' -> n*u^(-n-1)", "in {term} a negative exponent was treated as a positive one", _POWER),
    ("power_variable_exponent", "(u^v)' -> v*u^(v-1)*u'", "in {term} the power rule was used though the exponent varies", "Write u^v as e^(v*ln(u)) first."),
    ("exponential_as_power", "(a^x)' -> x*a^(x-1)", "in {term} the power rule was used for an exponential", "In a^x the exponent varies: (a^u)' = a^u*ln(a)*u'."),
    ("exponential_ln_missing", "(a^x)' -> a^x", "in {term} the factor ln of the base is missing", "(a^u)' = a^u*ln(a)*u'."),
    ("exp_sign", "(e^x)' -> -e^x", "in {term} the sign of the exponential's derivative is wrong", "(e^u)' = e^u*u': the sign comes from u' alone."),
    ("log_base", "(log_a x)' -> 1/x, (ln x)' -> 1/(x*ln 10)", "in {term} natural logarithm and logarithm to another base were mixed up", "(ln u)' = u'/u, and log_a(u) = ln(u)/ln(a)."),
    ("log_constant_factor", "(ln(m*x))' -> m/x", "in {term} the constant factor in the logarithm was counted wrongly", "(ln u)' = u'/u with u the whole argument."),
    ("log_sign", "(ln x)' -> -1/x", "in {term} the sign of the logarithm's derivative is wrong", "(ln u)' = u'/u."),
    ("trig_sign", "(cos)' -> sin, (sin)' -> -cos", "in {term} the sign of the trigonometric derivative is wrong", "sin' = cos, cos' = -sin, tan' = 1/cos^2."),
    ("trig_cofunction", "(tan)' -> csc^2, (sec)' -> sec^2", "in {term} the derivative of another trigonometric function was used", "Look the function up in the table of derivatives."),
    ("degrees", "a factor pi/180 missing, or put in", "in {term} degrees and radians were mixed up", "In calculus angles are in radians."),
    ("constant_multiple_dropped", "(k*u)' -> u'", "in {term} the constant factor was dropped", "(k*u)' = k*u'."),
    ("constant_survives", "c' -> c, or 1", "the constant {term} was kept", "The derivative of a constant is 0."),
    ("constant_added", "u' -> u' + C", "a constant was added to the derivative", "A constant of integration belongs to an integral."),
    ("sum_sign", "(u - v)' -> u' + v'", "in {term} the sign of one term changed", "(u - v)' = u' - v'."),
    ("overall_sign", "u' -> -u'", "the sign of the whole is wrong", "Follow the minus signs from the first line on."),
    ("integrated", "the antiderivative", "{term} was integrated and not differentiated", "Does your answer's derivative give the question back?"),
    ("not_differentiated", "u' -> u", "{term} was not differentiated", "Every part that contains the variable has to be differentiated."),
    ("wrong_order", "another order of derivative", "this is a derivative of another order than asked", "How many times does the question ask to differentiate?"),
    ("second_as_square", "u'' -> (u')^2", "the first derivative was squared", "The second derivative is the derivative of the first one."),
    ("wrong_variable", "with respect to another symbol", "this is the derivative with respect to another variable", "Which letter varies, and which are held fixed?"),
    ("implicit_factor_missing", "(y^n)' -> n*y^(n-1)", "in {term} the factor dy/dx is missing", "y depends on x: the chain rule asks for the factor dy/dx."),
    ("loss_factor", "the 2 of a square, or the 1/N of a mean", "a constant factor of the loss was lost or doubled", "Where do the square's 2 and the mean's 1/N go?"),
    ("wrt_data", "with respect to the input, not the weight", "this is the derivative with respect to the data", "Descent changes the parameters, never the data."),
    ("sigmoid_value", "s' -> s, or 1 - s", "in {term} the derivative of the sigmoid is incomplete", "s' = s*(1 - s)."),
    ("residual_sign", "(y_hat - y) and (y - y_hat) exchanged", "in {term} the residual has the wrong sign", "What is the inner derivative of the residual?"),
]  # fmt: skip

MISTAKES = {row[0]: Mistake(*row) for row in _ROWS}
