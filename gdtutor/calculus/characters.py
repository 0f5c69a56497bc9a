"""Which characters mean the same: Greek letters, raised and lowered signs, other widths and styles of letters."""

from __future__ import annotations

import unicodedata

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values())

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣᵀ", "0123456789+-nxT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
SIGNS = {
    "·": "*", "⋅": "*", "×": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-",
    "•": "*", "‧": "*", "′": "'", "’": "'", "∣": "|", "√": "sqrt", "∂": "∂", "[": "(", "]": ")",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≃": "≈", "≅": "≈", "~": "≈", "∧": "and", "∘": "∘", "⊙": "∘", "‖": "|",
}  # fmt: skip
FRACTION_SIGNS = {"½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34", "⅕": "15", "⅛": "18"}
INVISIBLE = frozenset("\u200b\u2060\u2061\u2062\ufeff\u00ad")  # no width and no meaning; marks of direction are refused


def folded(text: str) -> str:
    """The text with letters of other widths and styles, as phones and PDFs give them, made plain; same length.

    A full stop at the very end closes a sentence.
    """
    signs = [unicodedata.normalize("NFKC", sign) if ord(sign) > 0xFF00 else sign for sign in text]
    plain = "".join(new if len(new) == 1 else old for old, new in zip(text, signs, strict=True))
    stripped = plain.rstrip()
    if stripped.endswith((".", ";")) and not stripped[:-1].rstrip().endswith(tuple("0123456789")):
        plain = stripped[:-1] + " " * (len(plain) - len(stripped) + 1)
    return plain


def visible(sign: str) -> str:
    """The sign itself where it can be seen, else its code point: a hidden mark must not garble the message."""
    return repr(sign) if sign.isprintable() else f"U+{ord(sign):04X}"
