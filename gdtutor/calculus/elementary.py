"""The table of derivatives of elementary functions: each maps an argument u to f′(u).

One entry is one line of a formula collection. The derivation shows it, the gradient runs it, and a wrong entry
makes every derivation that uses it fail its own verification, which differentiates by SymPy and not by this table.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from gdtutor.calculus.functions import sigmoid, softplus

DERIVATIVES: dict[type[sp.Expr], Callable[[sp.Expr], sp.Expr]] = {
    sp.exp: lambda u: sp.exp(u),
    sp.log: lambda u: 1 / u,
    sp.sin: lambda u: sp.cos(u),
    sp.cos: lambda u: -sp.sin(u),
    sp.tan: lambda u: 1 / sp.cos(u) ** 2,
    sp.cot: lambda u: -1 / sp.sin(u) ** 2,
    sp.sec: lambda u: sp.sec(u) * sp.tan(u),
    sp.csc: lambda u: -sp.csc(u) * sp.cot(u),
    sp.asin: lambda u: 1 / sp.sqrt(1 - u**2),
    sp.acos: lambda u: -1 / sp.sqrt(1 - u**2),
    sp.atan: lambda u: 1 / (1 + u**2),
    sp.acot: lambda u: -1 / (1 + u**2),
    sp.asec: lambda u: 1 / (u**2 * sp.sqrt(1 - 1 / u**2)),
    sp.acsc: lambda u: -1 / (u**2 * sp.sqrt(1 - 1 / u**2)),
    sp.sinh: lambda u: sp.cosh(u),
    sp.cosh: lambda u: sp.sinh(u),
    sp.tanh: lambda u: 1 - sp.tanh(u) ** 2,
    sp.coth: lambda u: -1 / sp.sinh(u) ** 2,
    sp.sech: lambda u: -sp.sech(u) * sp.tanh(u),
    sp.csch: lambda u: -sp.csch(u) * sp.coth(u),
    sp.asinh: lambda u: 1 / sp.sqrt(u**2 + 1),
    sp.acosh: lambda u: 1 / (sp.sqrt(u - 1) * sp.sqrt(u + 1)),
    sp.atanh: lambda u: 1 / (1 - u**2),
    sp.acoth: lambda u: 1 / (1 - u**2),
    sp.asech: lambda u: -1 / (u * sp.sqrt(1 - u**2)),
    sp.acsch: lambda u: -1 / (u**2 * sp.sqrt(1 + 1 / u**2)),
    sp.Abs: lambda u: sp.sign(u),
    sp.sign: lambda u: sp.Integer(0),
    sp.erf: lambda u: 2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi),
    sigmoid: lambda u: sigmoid(u) * (1 - sigmoid(u)),
    softplus: lambda u: sigmoid(u),
}
