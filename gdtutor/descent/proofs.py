"""What the lectures claim about the optimizers, proved from the very rules that are run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from gdtutor.descent.adaptive import EPSILON, FIRST, FIRST_HAT, OWN_RATE, SECOND, SECOND_HAT, SQUARES, AdaGrad, Adam
from gdtutor.descent.convolution import convolution_facts
from gdtutor.descent.momentum import DECAY, VELOCITY, Momentum
from gdtutor.descent.optimizer import GRADIENT, PARAMETER, RATE, STEP, GradientDescent, Optimizer
from gdtutor.descent.proof import Fact, Proof, fact, signed
from gdtutor.descent.schedule import TimeBasedDecay
from gdtutor.errors import ArgumentError

t = STEP
g, S = sp.symbols("g S")
p, r, k, m = (sp.Symbol(name, positive=True) for name in "prkm")


def _result(optimizer: Optimizer, base: sp.IndexedBase, **known: object) -> sp.Expr:
    """The right side of the rule's equation for a base; ``known`` are its terms at t or t + 1, by the base's letter."""
    (side,) = [equation.rhs for equation in optimizer.update_rule if equation.lhs.base == base]
    return side.xreplace({term: known[str(term.base.label)] for term in side.atoms(sp.Indexed)})


def _adagrad() -> Proof:
    rule = AdaGrad()
    n = sp.Symbol("t")  # without a sign, lest the roots cancel before anything is proved
    lees = (RATE / sp.sqrt(n + 1)) / sp.sqrt(S / (n + 1))
    ours = _result(rule, OWN_RATE, G=S).subs(EPSILON, 0)
    facts = (
        fact("G starts at zero", sp.nsimplify(rule.initial_state.sum_of_squares), sp.Integer(0)),
        fact(
            "each step adds one square, so S = G_{t+1} is the sum of t + 1 squares",
            _result(rule, SQUARES, G=S, g=g),
            S + g**2,
        ),
        fact("Lee's η_t/σ_t: the two √(t+1) cancel", lees, RATE / sp.sqrt(S)),
        fact("that is the rate of the rule, with ε = 0", lees, ours),
    )
    return Proof(
        "AdaGrad's √(t+1) cancels.", facts, "So η_t/σ_t is η over the root of the sum of squares, for every t."
    )


def _moment(base: sp.IndexedBase, hat: sp.IndexedBase, start: float, x: sp.Expr, number: int) -> tuple[Fact, ...]:
    """By induction over t: after t steps on a constant gradient the moment is (1 − βᵗ) x, and its correction is x."""
    rule, letter = Adam(), str(base.label)
    hatted = f"{letter}\N{COMBINING CIRCUMFLEX ACCENT}"
    beta = sp.Symbol(f"beta_{number}", positive=True)
    here, after = (1 - beta**t) * x, (1 - beta ** (t + 1)) * x
    (step,) = [equation.rhs for equation in rule.update_rule if equation.lhs.base == base]
    (corrected,) = [equation.rhs for equation in rule.update_rule if equation.lhs.base == hat]
    moment = base[t + 1]
    with sp.evaluate(False):  # so that the factor that cancels is seen
        divided = corrected.xreplace({moment: after})
    return (
        fact(f"{letter} before the first step", sp.nsimplify(start), here.subs(t, 0)),
        fact(f"{letter} from t to t + 1", step.xreplace({base[t]: here, GRADIENT[t]: g}), after),
        fact(f"{hatted} is free of the bias", divided, x),
    )


def _unrolled() -> Fact:
    """The lecture's third line: the weights of g₁, g₂ and g₃ in v₃ add up to 1 − β₁³."""
    (step,) = [equation.rhs for equation in Adam().update_rule if equation.lhs.base == FIRST]
    moment, terms = sp.Integer(0), sp.symbols("g_1:4")
    for term in terms:
        moment = step.xreplace({FIRST[t]: moment, GRADIENT[t]: term})
    weights = [moment.xreplace({each: sp.Integer(each == term) for each in terms}) for term in terms]
    total = sp.Add(*weights, evaluate=False)  # so that each of them is seen
    return fact("the weights of g₁, g₂, g₃ in v₃", total, 1 - sp.Symbol("beta_1", positive=True) ** 3)


def _adam() -> Proof:
    start = Adam().initial_state
    first = _moment(FIRST, FIRST_HAT, start.first_moment, g, 1)
    second = _moment(SECOND, SECOND_HAT, start.second_moment, g**2, 2)
    return Proof(
        "Adam's moments are biased by 1 − βᵗ, and the correction removes it.",
        (*first, *second, _unrolled()),
        "By induction after t steps v = (1 − β₁ᵗ)g and s = (1 − β₂ᵗ)g², for every t; v̂ = g and ŝ = g². "
        "For gradients that vary, 1 − βᵗ is the sum of their weights.",
    )


def _momentum() -> Proof:
    rule = Momentum()
    velocity = g * (1 - DECAY**t) / (1 - DECAY)
    after = velocity.subs(t, t + 1)
    (turn,) = [equation.rhs for equation in rule.update_rule if equation.lhs.base == PARAMETER]
    place = sp.Symbol("theta")
    moved = place - turn.xreplace({PARAMETER[t]: place, VELOCITY[t + 1]: after})
    limit = RATE / (1 - DECAY) * g
    facts = (
        fact("v before the first step", sp.nsimplify(rule.initial_state.velocity), velocity.subs(t, 0)),
        fact("v from t to t + 1, on a constant gradient g", _result(rule, VELOCITY, v=velocity, g=g), after),
        fact("what is missing of η/(1 − β)·g in step t + 1", limit - moved, DECAY ** (t + 1) * limit),
        # with β = 1/(1 + p): (1 + p)ᵗ ≥ 1 + pt, from t to t + 1
        fact("Bernoulli's inequality from t to t + 1", (1 + p * t) * (1 + p) - (1 + p * (t + 1)), p**2 * t),
        signed("which is no step down", p**2 * t),
    )
    return Proof(
        "On a constant gradient momentum's step grows to η/(1 − β) times it.",
        facts,
        "With β = 1/(1 + p) < 1, βᵗ ≤ 1/(1 + pt), which goes to zero; so the step goes to η/(1 − β)·g.",
    )


def _quadratic() -> Proof:
    place, centre, steepness = sp.symbols("theta c lambda")
    moved = _result(GradientDescent(), PARAMETER, theta=place, g=steepness * (place - centre))
    below, above = 2 / (1 + p), 2 + p  # η·λ_max below 2 and, from 2 on, above
    share = below / (1 + r)  # η·λ for a λ below λ_max
    facts = (
        fact("one step on L = λ(θ − c)²/2", moved - centre, (1 - RATE * steepness) * (place - centre)),
        fact("its factor q = 1 − ηλ", 1 - (1 - RATE * steepness) ** 2, RATE * steepness * (2 - RATE * steepness)),
        signed("1 − q² for 0 < η < 2/λ_max, with λ = λ_max", sp.factor(1 - (1 - below) ** 2), strict=True),
        signed("1 − q² for 0 < η < 2/λ_max, with λ < λ_max", sp.factor(1 - (1 - share) ** 2), strict=True),
        fact("q at η = 2/λ_max", (1 - RATE * steepness).subs(RATE, 2 / steepness), sp.Integer(-1)),
        signed("q² − 1 for η > 2/λ_max, with λ = λ_max", sp.factor((1 - above) ** 2 - 1), strict=True),
    )
    return Proof(
        "Gradient descent on a quadratic converges, from every start, exactly for 0 < η < 2/λ_max.",
        facts,
        "Along each eigenvector of the Hessian t steps multiply the distance by qᵗ. Below 2/λ_max every |q| < 1; "
        "from 2/λ_max on, along the steepest eigenvector |q| ≥ 1.",
    )


def _time_based() -> Proof:
    rate, decay = (sp.Symbol(name, positive=True) for name in ("alpha", "beta"))
    ours = TimeBasedDecay(1, 1).expression
    harmonic = ours.subs({rate: 1, decay: 1})
    share = rate / ((1 + decay) * (1 + t))
    n = k + m
    facts = (
        fact("the harmonic case, α = β = 1", harmonic, 1 / (t + 1)),
        fact("a term of n + 1, …, 2n beside 1/(2n), with n = k + m", 1 / (n + k) - 1 / (2 * n), m / (2 * n * (n + k))),
        signed("each is at least 1/(2n), the last one equal to it", m / (2 * n * (n + k))),
        fact("n of them", n * (1 / (2 * n)), sp.Rational(1, 2)),
        fact(
            "every other case beside it", ours - share, rate * (t + decay) / ((1 + decay * t) * (1 + decay) * (1 + t))
        ),
        signed(
            "is at least α/(1 + β) times the harmonic one",
            rate * (t + decay) / ((1 + decay * t) * (1 + decay) * (1 + t)),
        ),
        fact("a square beside a difference", 1 / k - 1 / (k + 1) - 1 / (k + 1) ** 2, 1 / (k * (k + 1) ** 2)),
        signed("it is smaller", 1 / (k * (k + 1) ** 2)),
    )
    return Proof(
        "The rates of time-based decay have an infinite sum; in the harmonic case their squares have a finite one.",
        facts,
        "Each doubling of n adds at least 1/2, so the sum passes every bound. The squares after the first add up to "
        "less than Σ (1/k − 1/(k+1)) = 1, so all of them to less than 2.",
    )


def _convolution() -> Proof:
    return Proof(
        "The gradients of a convolution with respect to u, V and X, and its translation invariance.",
        convolution_facts(),
        "Proved entry by entry for a 4 × 5 image and a 3 × 3 kernel of symbols, with G the gradient of L in H.",
    )


_PROOFS: dict[str, Callable[[], Proof]] = {
    "adagrad": _adagrad,
    "adam": _adam,
    "momentum": _momentum,
    "quadratic": _quadratic,
    "time_based_decay": _time_based,
    "convolution": _convolution,
}


def proofs() -> tuple[str, ...]:
    """The names of the proofs.

    >>> proofs()
    ('adagrad', 'adam', 'momentum', 'quadratic', 'time_based_decay', 'convolution')
    """
    return tuple(_PROOFS)


@cache
def prove(name: str) -> Proof:
    """Prove a claim of the lectures, from the update rules that are run.

    Raises:
        ArgumentError: if there is no proof of this name.

    >>> proof = prove("adagrad")
    >>> proof.proved, proof.claim, len(proof.facts)
    (True, "AdaGrad's √(t+1) cancels.", 4)
    """
    if name not in _PROOFS:
        raise ArgumentError(f"name is {name!r}: one of {', '.join(proofs())} is wanted")
    return _PROOFS[name]()
