"""What is true of every claim of the lectures, computed to 50 digits by mpmath alone or worked out by hand.

Each claim's id has a function that computes its verdict, or a pair (verdict, reason) for a fact worked out by hand.
"""

from operator import add

import mpmath as mp
from audit_tools import (
    D,
    adam,
    bowl,
    falls,
    first_order,
    half_square,
    holds,
    hopkins,
    layer,
    loss_a,
    loss_b,
    newton_is_stationary,
    p,
    rms,
    rounds,
    sides,
    square,
    total,
    up_to_small_rates,
)

IMAGE = [[(7 * k * k + 3 * m * m + k * m) % 23 for m in range(9)] for k in range(9)]
MOVED = [[IMAGE[k + 1][m + 2] for m in range(6)] for k in range(7)]
ROW_1 = [0.001, 0.001, 0.003, 0.002]
ROW_2 = [10.8, 20.9, 31.7, 12.1]
R2 = mp.sqrt(2)

HOPKINS = {
    "hopkins-quadratic": sides(D(square), lambda t: 338 * t - 1184, -3),
    "hopkins-zero": holds(lambda: abs(D(square)(mp.mpf(1184) / 338)) < 1e-20),
    "hopkins-optimum": holds(lambda: D(square, 0, 2)(mp.mpf(1)) > 0, lambda: D(square, 0, 3)(mp.mpf(1)) == 0),
    "hopkins-rounded": rounds(lambda: mp.mpf(1184) / 338, "3.5"),
    "hopkins-product-rule": sides(
        D(lambda x: mp.sin(x) * mp.exp(x * x)),
        lambda x: mp.cos(x) * mp.exp(x * x) + mp.sin(x) * 2 * x * mp.exp(x * x),
        -2,
    ),
    "hopkins-derivative": sides(D(hopkins), lambda t: 2 * mp.cos(2 * t) * mp.log(t**2) + mp.sin(2 * t) * 2 / t, -3),
    "hopkins-great": holds(lambda: hopkins(mp.mpf(-4)) < hopkins(mp.mpf("2.5"))),
    "hopkins-not-the-end": holds(lambda: hopkins(mp.mpf("2.5")) < hopkins(mp.mpf(-5))),
    "hopkins-slope-formula": holds(
        lambda: abs(D(hopkins)(mp.mpf(-5)) - (2 * mp.cos(-10) * mp.log(25) + mp.sin(-10) * mp.mpf(-10) / 25)) < 1e-20
    ),
    "hopkins-slope": rounds(lambda: D(hopkins)(mp.mpf(-5)), "-2.56"),
    "hopkins-negative": holds(lambda: D(hopkins)(mp.mpf(-5)) < 0),
    "hopkins-step-arithmetic": rounds(lambda: -5 - mp.mpf("0.5") * mp.mpf("-2.56"), "-3.72"),
    "hopkins-step": rounds(lambda: -5 - D(hopkins)(mp.mpf(-5)) / 2, "-3.72"),
    "hopkins-descended": holds(lambda: hopkins(mp.mpf("-3.72")) < hopkins(mp.mpf(-5))),
    "hopkins-gentler": holds(lambda: abs(D(hopkins)(mp.mpf("-3.72"))) < abs(D(hopkins)(mp.mpf(-5)))),
    "hopkins-second-formula": sides(D(hopkins), lambda t: 2 * mp.cos(2 * t) * mp.log(t**2) + mp.sin(2 * t) / t, -3),
    "hopkins-positive": holds(lambda: D(hopkins)(mp.mpf("-3.72")) > 0),
    "hopkins-second-update": rounds(lambda: D(hopkins)(mp.mpf("-3.72")) / 2, "0.58"),
    "hopkins-second-arithmetic": rounds(lambda: mp.mpf("-3.72") - mp.mpf("0.58"), "-4.3"),
    "hopkins-second-step": rounds(lambda: mp.mpf("-3.72") - D(hopkins)(mp.mpf("-3.72")) / 2, "-4.3"),
    "hopkins-too-low": holds(lambda: mp.mpf("0.998") ** 100 > 0.8),
    "hopkins-too-high": sides(lambda t: t - D(lambda u: u * u)(t), lambda t: -t, -3),
    "hopkins-time-based": falls(lambda t: 2 / (1 + 3 * t)),
    "hopkins-first-rate": ("correct", "1 + β·0 is 1"),
    "hopkins-adagrad-shrinks": falls(lambda s: 2 / mp.sqrt(mp.mpf("1e-8") + s)),
    "hopkins-adagrad-constant": ("correct", "ε + 0 is ε, which is positive"),
    "hopkins-crawl": falls(lambda t: 2 * 3 / mp.sqrt(t * 9)),
}

ADAPTIVE = {
    "adaptive-expansion": holds(lambda: first_order(lambda x, y: mp.sin(x) * y**2, (1, 2), (3, -1))),
    "adaptive-descent": up_to_small_rates,
    "adaptive-batch": sides(
        D(lambda t: (mp.sin(t) + mp.exp(t) + t**3) / 3), lambda t: (mp.cos(t) + mp.exp(t) + 3 * t * t) / 3, -2
    ),
    "adaptive-exponential": falls(lambda t: 2 * mp.exp(-3 * t)),
    "adaptive-dloss-dprediction": sides(D(lambda u, y: (y - u) ** 2 / 2), lambda u, y: y - u, -3, -3),
    "adaptive-dloss-dweight": sides(D(half_square), lambda w, x, y: (y - w * x) * x, -3, -3, -3),
    "adaptive-unequal": sides(
        lambda v, w, a, b, y: (
            abs(D(lambda s, t: (y - s * a - t * b) ** 2 / 2)(v, w))
            / abs(D(lambda s, t: (y - s * a - t * b) ** 2 / 2, 1)(v, w))
        ),
        lambda v, w, a, b, y: abs(a) / abs(b),
        *[-3] * 5,
    ),
    "adaptive-steep-dimension": holds(lambda: all((1 - (2 + q)) ** 2 > 1 for q in (1e-6, 0.5, 7))),
    "adaptive-gradual-dimension": holds(lambda: all(1 - mp.mpf(1) / r >= mp.mpf("0.99") for r in (100, 101, 1e6))),
    "adaptive-consistent": holds(
        lambda: all(
            abs(sum(mp.mpf("0.9") ** k for k in range(t)) - (1 - mp.mpf("0.9") ** t) / mp.mpf("0.1")) < 1e-30
            for t in range(9)
        )
    ),
    "adaptive-inconsistent": holds(lambda: all(abs(b * 3 - 3) < 3 for b in (0.01, 0.5, 0.99))),
    "adaptive-v1": sides(lambda b, g: adam(b, [g]), lambda b, g: (1 - b) * g, -3, -3),
    "adaptive-v2": sides(lambda b, g, h: adam(b, [g, h]), lambda b, g, h: b * (1 - b) * g + (1 - b) * h, *[-3] * 3),
    "adaptive-total-2": sides(lambda b: b * (1 - b) + 1 - b, lambda b: 1 - b * b, -3),
    "adaptive-v3": sides(
        lambda b, g, h, k: adam(b, [g, h, k]),
        lambda b, g, h, k: b * b * (1 - b) * g + b * (1 - b) * h + (1 - b) * k,
        *[-3] * 4,
    ),
    "adaptive-total-3": sides(lambda b, g: adam(b, [g] * 3), lambda b, g: (1 - b**3) * g, -3, -3),
    "adaptive-total-t": sides(lambda b, g: adam(b, [g] * 11), lambda b, g: (1 - b**11) * g, -2, -3),
    "adaptive-total-second": sides(lambda b, g: adam(b, [g * g] * 7), lambda b, g: (1 - b**7) * g * g, -2, -3),
    "adaptive-bias-first": rounds(lambda: 1 - mp.mpf("0.9"), "0.1"),
    "adaptive-bias-second": rounds(lambda: 1 - mp.mpf("0.999"), "0.001"),
    "adaptive-biased-towards-zero": holds(lambda: all((1 - b) * 3 < 3 for b in (0.01, 0.5, 0.99))),
    "adaptive-corrected": sides(lambda b, g: adam(b, [g] * 5) / (1 - b**5), lambda b, g: g, 0.01, -3),
    "adaptive-rescaled": sides(lambda e, g: e * g / mp.sqrt(g * g), lambda e, g: e * mp.sign(g), -3, -3),
    "adaptive-dense": ("correct", "k = i + a runs over every row once as a does, for any i; so does l"),
    "adaptive-translation": holds(
        lambda: all(
            layer(MOVED, i, j, add, add) == layer(IMAGE, i + 1, j + 2, add, add)
            for i in range(1, 6)
            for j in range(1, 5)
        )
    ),
    "adaptive-locality": ("correct", "|i + a − i| = |a| ≤ Δ, and the same for j"),
}

SIGNS = [1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1]  # of Lee's terms, as they are on the slide
FACTORIALS = [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800]


def sin_term(order):
    """The derivative of sin at π/4 by mpmath, against sign and denominator on the slide."""
    return holds(lambda: abs(mp.diff(mp.sin, mp.pi / 4, order) / mp.factorial(order)
                             - SIGNS[order] / (FACTORIALS[order] * R2)) < 1e-15)  # fmt: skip


LEE = {
    "lee-gradient": ("partial", "∂(x²y)/∂x = 2xy has y in it; for f(x) + g(y) it is f′(x)"),
    "lee-one-over-t": sides(lambda e, t: e / (t + 1), lambda e, t: e / mp.sqrt(t + 1), 0.01, 0.01),
    "lee-decay": falls(lambda t: 2 / mp.sqrt(t + 1)),
    **{f"lee-sigma-{n - 1}": sides(lambda *g: rms(g), lambda *g, n=n: total(g) / mp.sqrt(n), *[-3] * n)
       for n in (1, 2, 3)},
    "lee-cancel": sides(lambda e, t, s, g: e / mp.sqrt(t + 1) / mp.sqrt(s / (t + 1)) * g,
                        lambda e, t, s, g: e / mp.sqrt(s) * g, -3, 0.01, 0.01, -3),
    "lee-vanilla": falls(lambda g: -2 * g),
    "lee-larger-step": falls(lambda g: -2 * g / mp.sqrt(3 + g * g)),
    "lee-smaller-step": falls(lambda s: 2 * 3 / mp.sqrt(s + 9)),
    "lee-surprise-large": holds(lambda: mp.mpf("0.1") / rms(ROW_1) > 50),
    "lee-surprise-small": holds(lambda: mp.mpf("0.1") / rms(ROW_2) < 0.01),
    "lee-surprise-contrast": holds(lambda: total([*ROW_2, 0.1]) / total([*ROW_1, 0.1]) > 400),
    "lee-vertex": holds(lambda: abs(D(lambda x: 3 * x * x + 5 * x + 7)(mp.mpf(-5) / 6)) < 1e-20),
    "lee-slope": sides(D(lambda x, a, b, c: a * x * x + b * x + c), lambda x, a, b, c: 2 * a * x + b, *[-3] * 4),
    "lee-distance": sides(lambda x, a, b: abs(x - (-b / (2 * a))), lambda x, a, b: abs(x + b / (2 * a)), *[-3] * 3),
    "lee-best-step": sides(lambda x, a, b: abs(x + b / (2 * a)),
                           lambda x, a, b: abs(2 * a * x + b) / (2 * a), *[-3] * 3),
    "lee-farther": sides(lambda x, a, b: abs(2 * a * x + b), lambda x, a, b: 2 * a * abs(x + b / (2 * a)), *[-3] * 3),
    "lee-second": sides(D(lambda x, a, b, c: a * x * x + b * x + c, 0, 2), lambda x, a, b, c: 2 * a, *[-3] * 4),
    "lee-ratio": sides(lambda x, a, b: abs(x + b / (2 * a)),
                       lambda x, a, b: abs(D(lambda u: a * u * u + b * u)(x)) / (2 * a), -3, 0.01, -3),
    "lee-across": ("correct", "20 > 1, while the distances are 1 < 5"),
    "lee-estimate": sides(lambda a, x, y: mp.sqrt((2 * a * x) ** 2 + (2 * a * y) ** 2),
                          lambda a, x, y: 2 * a * mp.sqrt(x * x + y * y), *[-3] * 3),
    "lee-sum": sides(D(lambda w, b, x, q: (q - b - w * x) ** 2 + (1 - b - w * 2) ** 2),
                     lambda w, b, x, q: -2 * x * (q - b - w * x) - 4 * (1 - b - 2 * w), *[-3] * 4),
    "lee-updates": ("correct", "20 batches of 1 against 1 batch of 20"),
    "lee-mean": sides(lambda a, b, c: sum((v - (a + b + c) / 3) for v in (a, b, c)), lambda *_: mp.mpf(0), *[-3] * 3),
    "lee-variance": sides(lambda *v: sum(((x - sum(v) / 3) / rms([y - sum(v) / 3 for y in v])) ** 2 for x in v) / 3,
                          lambda *_: mp.mpf(1), *[-3] * 3),
    "lee-every-update": up_to_small_rates,
    "lee-taylor": holds(lambda: abs(mp.taylor(mp.exp, 1, 2)[2] - mp.e / 2) < 1e-20),
    "lee-taylor-everywhere": ("partial", "Cauchy's e^(-1/x²) is flat at 0; for sin the remainder is below |x − a|ⁿ/n!"),
    "lee-taylor-first": holds(lambda: first_order(mp.sin, (1,), (3,))),
    "lee-taylor-two": holds(lambda: first_order(lambda x, y: mp.exp(x * y), (1, 2), (3, -1))),
    "lee-circle": holds(lambda: all(
        u * mp.cos(k) + v * mp.sin(k) >= -mp.sqrt(u * u + v * v) for u, v in ((3, 4), (-1, 2)) for k in range(63)
    )),
    "lee-circle-rate": sides(lambda d, u, v: bowl(d / total([u, v]) * u, d / total([u, v]) * v),
                             lambda d, u, v: d * d, *[-3] * 3),
    "lee-small-circle": holds(lambda: all((1 - 2 * t) ** 2 < 1 for t in (0.01, 0.5, 0.99))),
    "lee-newton": holds(lambda: newton_is_stationary(lambda x, y: x * x * y + x * y + y * y, mp.mpf(1), mp.mpf(2))),
    **{f"lee-sin-{order}": sin_term(order) for order in range(11)},
}  # fmt: skip

MYGRAD = {
    "mygrad-square": sides(D(lambda x: x * x), lambda x: 2 * x, -3),
    "mygrad-slope": holds(lambda: first_order(mp.exp, (1,), (2,))),
    "mygrad-at-a-point": holds(lambda: D(lambda x: x * x)(mp.mpf(0)) == 0),
    "mygrad-partials": holds(lambda: [D(bowl, k)(mp.mpf(3), mp.mpf(5)) for k in (0, 1)] == [6, 10]),
    "mygrad-gradient": holds(lambda: [D(bowl, k)(mp.mpf(1), mp.mpf(-2)) for k in (0, 1)] == [2, -4]),
    "mygrad-steepest": ("partial", "the zero vector at (0, 0) points nowhere; elsewhere by Cauchy and Schwarz"),
    "mygrad-radial": sides(lambda x, y: x * D(bowl, 1)(x, y), lambda x, y: y * D(bowl)(x, y), -3, -3),
    "mygrad-outwards": ("partial", "x·2x + y·2y is positive except at (0, 0), where it is 0"),
    "mygrad-small-step": holds(lambda: all((1 - 2 * d) ** 2 < 1 for d in (0.01, 0.5, 0.99))),
    "mygrad-minimum": (
        "partial",
        "y = 0 stays 0 on x² − y², whose only stationary point is a saddle; bowls have no other",
    ),
    "mygrad-not-global": holds(lambda: mp.mpf(1) / 4 + mp.mpf(1) / 3 - 1 > 4 - mp.mpf(8) / 3 - 4),
}


def row(*facts):
    """A row: its link's derivative by mpmath against the partial on the slide, and whether the link's forms agree."""
    return lambda: "wrong" if "wrong" in {fact() for fact in facts} else "correct"


COMMON = {
    1: row(sides(D(lambda w, x: -w * x), lambda w, x: -x, -3, -3)),
    2: row(sides(D(mp.exp), mp.exp, -3)),
    3: row(sides(D(lambda u: 1 + u), lambda u: 1, -3)),
    4: row(sides(D(lambda u: 1 / u), lambda u: -1 / u**2, 0.1),
           sides(lambda w, x: -1 / (1 + mp.exp(-w * x)) ** 2, lambda w, x: -p(w, x) ** 2, -3, -3)),
}  # fmt: skip

CS109B = {
    "cs109b-sigmoid": sides(p, lambda w, x: (1 + mp.tanh(w * x / 2)) / 2, -3, -3),
    "cs109b-stationary": holds(lambda: D(lambda w: (w - 3) ** 2)(mp.mpf(3)) == 0),
    "cs109b-overshoot": ("partial", "w − m becomes (1 − ηk)(w − m): the same sign only for ηk ≤ 1"),
    "cs109b-faster": ("partial", "where the gradient is zero no direction is steeper; elsewhere by Cauchy and Schwarz"),
    "cs109b-chain": sides(D(lambda x: mp.sin(mp.exp(x))), lambda x: mp.cos(mp.exp(x)) * mp.exp(x), -2),
    "cs109b-vector-chain": sides(
        D(lambda x, y: (x * y) ** 2 * mp.sin(x)),
        lambda x, y: 2 * x * y * mp.sin(x) * y + (x * y) ** 2 * mp.cos(x), -2, -2,
    ),
    "cs109b-long-chain": sides(
        D(lambda x, y: (mp.sin(x) + (x * y) ** 2) * (mp.sin(x) * x * y) ** 2),
        lambda x, y: (
            (mp.sin(x) * x * y) ** 2 * (mp.cos(x) + 2 * x * y * y)
            + (mp.sin(x) + (x * y) ** 2) * 2 * mp.sin(x) * x * y * (x * y * mp.cos(x) + mp.sin(x) * y)
        ), -2, -2,
    ),
    "cs109b-likelihood": sides(
        lambda q, y: -mp.log((q / 3.01) ** y * (1 - q / 3.01) ** (1 - y)),
        lambda q, y: -(y * mp.log(q / 3.01) + (1 - y) * mp.log(1 - q / 3.01)), 0.01, -3,
    ),
    "cs109b-sum-of-logs": sides(lambda a, b, c: -mp.log(a * b * c), lambda *v: -sum(map(mp.log, v)), *[0.01] * 3),
    "cs109b-put-in": sides(lambda w, x, y: loss_a(w, x, y) + loss_b(w, x, y),
                           lambda w, x, y: y * mp.log(1 + mp.exp(-w * x)) - (1 - y) * mp.log(p(-w, x)), *[-3] * 3),
    "cs109b-split": sides(D(lambda w, x, y: loss_a(w, x, y) + loss_b(w, x, y)),
                          lambda w, x, y: (p(w, x) - y) * x, *[-2] * 3),
    "cs109b-b-column": sides(
        lambda w, x, y: -x * mp.exp(-w * x) * (-p(w, x) ** 2) * (-1) * (1 + mp.exp(w * x)) * (1 - y),
        lambda w, x, y: (1 - y) * x * p(w, x), *[-3] * 3,
    ),
    "cs109b-too-small": holds(lambda: mp.mpf("0.999") ** 100 > 0.9),
    "cs109b-too-large": holds(lambda: all(1 - (2 + q) < -1 for q in (1e-6, 0.5, 7))),
    "cs109b-appropriate": holds(lambda: all((1 - 2 / (1 + q)) ** 2 < 1 for q in (1e-6, 0.5, 7))),
    "cs109b-converges": ("partial", "e^(−w) has a slope below 0 everywhere; on a parabola |1 − ηλ| < 1 is enough"),
    "cs109b-convex": ("correct", "a convex function lies above its tangents; a horizontal one bounds it from below"),
    "cs109b-same-function": sides(lambda v, w, x: v * mp.tanh(w * x), lambda v, w, x: -v * mp.tanh(-w * x), *[-3] * 3),
    **{f"cs109b-{half}-{k}": fact for half in "ab" for k, fact in COMMON.items()},
    "cs109b-a-5": row(sides(D(mp.log), lambda u: 1 / u, 0.1),
                      sides(lambda w, x: 1 / p(w, x), lambda w, x: 1 + mp.exp(-w * x), -3, -3)),
    "cs109b-a-6": row(sides(D(lambda u, y: -y * u), lambda u, y: -y, -3, -3)),
    "cs109b-a-product": sides(D(loss_a), lambda w, x, y: -y * x * mp.exp(-w * x) / (1 + mp.exp(-w * x)), *[-2] * 3),
    "cs109b-b-5": row(sides(D(lambda u: 1 - u), lambda u: -1, -3)),
    "cs109b-b-6": row(sides(D(mp.log), lambda u: 1 / u, 0.1),
                      sides(lambda w, x: mp.log(1 - p(w, x)), lambda w, x: mp.log(1 / (1 + mp.exp(-w * x))), -3, -3)),
    "cs109b-b-7": row(sides(loss_b, lambda w, x, y: (1 - y) * mp.log(1 - p(w, x)), *[-3] * 3)),
    "cs109b-b-product": sides(D(loss_b), lambda w, x, y: (1 - y) * x / (1 + mp.exp(-w * x)), *[-2] * 3),
}  # fmt: skip

ORACLES = {**HOPKINS, **ADAPTIVE, **LEE, **MYGRAD, **CS109B}


def truth(id: str) -> str:
    """The verdict that a claim must get."""
    oracle = ORACLES[id]
    return oracle[0] if isinstance(oracle, tuple) else oracle()
