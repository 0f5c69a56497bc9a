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

SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ⊤ᵅᵝᵞᵟᶿᶲᵠᵡ",
        "0123456789+-()abcdefghijklmnoprstuvwxyzTTαβγδθφφχ",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
SIGNS = {
    "·": "*", "⋅": "*", "×": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-",
    "•": "*", "‧": "*", "✕": "*", "✖": "*", "⋆": "*", "‐": "-", "‑": "-", "‒": "-", "ˆ": "^", "˄": "^",
    "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'", "ʹ": "'", "ʼ": "'", "∣": "|", "∂": "∂", "[": "(", "]": ")",
    "√": "sqrt", "∛": "sqrt", "∜": "sqrt",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≃": "≈", "≅": "≈", "∧": "and", "∨": "or", "∘": "∘", "⊙": "∘", "‖": "|",
}  # fmt: skip
FRACTION_SIGNS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
    "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
# Marks that stand over a letter: ŷ is what LaTeX writes as \hat{y}.
ACCENTS = {"\u0302": "_hat", "\u0304": "_bar", "\u0305": "_bar", "\u0303": "_tilde"}
# What Python makes of "\t" and its like in a text that is not raw: "\theta" becomes a tab and "heta".
EATEN = {"\t": "t", "\f": "f", "\n": "n", "\b": "b", "\r": "r", "\v": "v", "\a": "a"}
# no width and no meaning; what turns the direction of a text round is refused
INVISIBLE = frozenset("\u200b\u200d\u200e\u200f\u2060\u2061\u2062\ufeff\u00ad")


def folded(text: str) -> str:
    """The text with letters of other widths and styles, as phones and PDFs give them, made plain; same length.

    A full stop, or a comma, at the very end belongs to the sentence around it.
    """
    signs = [unicodedata.normalize("NFKC", sign) if _is_styled(sign) else sign for sign in text]
    plain = "".join(new if len(new) == 1 else old for old, new in zip(text, signs, strict=True))
    stripped = plain.rstrip()
    if stripped.endswith((".", ";", ",")) and not stripped[:-1].rstrip().endswith(tuple("0123456789")):
        plain = stripped[:-1] + " " * (len(plain) - len(stripped) + 1)
    return plain


def _is_styled(sign: str) -> bool:
    """Whether it is a letter of another width or style: full-width forms, mathematical alphabets, ℯ, ℎ."""
    return ord(sign) > 0xFF00 or "\u2100" <= sign <= "\u214f"


def accented(letter: str) -> tuple[str, str] | None:
    """The letter under a mark and what the mark adds to its name, as ``("y", "_hat")`` for ŷ; else ``None``."""
    parts = unicodedata.normalize("NFD", letter)
    return (parts[0], ACCENTS[parts[1]]) if len(parts) == 2 and parts[1] in ACCENTS else None


def visible(sign: str) -> str:
    """The sign itself where it can be seen, else its code point: a hidden mark must not garble the message."""
    return repr(sign) if sign.isprintable() else f"U+{ord(sign):04X}"
