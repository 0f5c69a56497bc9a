"""Cut a text into tokens: plain text as learners type it, and LaTeX as they paste it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from fractions import Fraction
from typing import NamedTuple

from gdtutor.calculus.language.characters import (
    ACCENTS,
    EATEN,
    FRACTION_SIGNS,
    GREEK,
    GREEK_NAMES,
    INVISIBLE,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    accented,
    folded,
    visible,
)
from gdtutor.calculus.language.limits import MAX_DIGITS, MAX_LENGTH
from gdtutor.errors import UnreadableError


class Token(NamedTuple):
    """A piece of the text: its kind, what it says, and where it stands."""

    kind: str  # number, name, an operator sign, a word of the grammar such as "frac" or "cases", or "end"
    text: str
    start: int
    end: int


_COMMAND_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "star": "*", "div": "/", "lvert": "|", "rvert": "|", "vert": "|",
    "mid": "|", "partial": "∂", "prime": "'", "{": "(", "}": ")", "lbrace": "(", "rbrace": ")", "lbrack": "(",
    "rbrack": ")", "sqrt": "sqrt", "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=",
    "geqslant": ">=", "ne": "≠", "neq": "≠", "approx": "≈", "simeq": "≈", "sim": "≈", "lt": "<", "gt": ">",
    "nabla": "∇", "land": "and", "wedge": "and", "circ": "∘",
    "pm": "±", "mp": "∓", "lor": "or", "vee": "or",
    "odot": "∘", "lVert": "|", "rVert": "|", "Vert": "|", "|": "|", "\\": "newline", "over": "over",
}  # fmt: skip
_SILENT = frozenset(
    ", ; ! : > ( ) [ ] left right middle mleft mright boxed fbox displaystyle textstyle scriptstyle quad qquad limits "
    "big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm thinspace medspace thickspace "
    "negthinspace enspace nobreak allowbreak mathstrut strut noindent rm bf it sf".split()
    + [" ", "\n"]
)
_WITH_A_SILENT_GROUP = frozenset("color textcolor mathcolor hspace vspace phantom hphantom vphantom label tag".split())
_PAIRS = {"**": "^", "<=": "<=", ">=": ">=", "!=": "≠", "==": "="}
_PLAIN = frozenset("+ - * / ^ ( ) { } | ' , = sqrt ∂ ! < > <= >= ≈ ≠ and or ∘ ± ∓".split())
_INDEXED_ROOTS, _OPERANDS = {"³√": "∛", "⁴√": "∜"}, frozenset({"number", "name", ")", "}", "|", "'"})
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_NAMED_GROUPS = frozenset(
    "operatorname mathrm mathit mathbf mathsf mathtt mathnormal text textrm textit textbf textsf mbox boldsymbol bm "
    "pmb vec mathop mathord".split()
)
_FONTS = _NAMED_GROUPS - {"text", "mbox", "operatorname"} | {"mathbin", "mathrel", "ensuremath"}
_TEX_ACCENTS = {"hat": "_hat", "widehat": "_hat", "bar": "_bar", "overline": "_bar", "tilde": "_tilde"}
_CASES = re.compile(r"\{(?:[dr]?cases\*?|array)\}(?:\s*\{[lcr|\s]{0,20}\})?")
_BRACE_OF_CASES = re.compile(r"\s*\\\{\s*(?=\\begin\s*\{array\})")  # \left\{\begin{array}{ll}…\end{array}\right.
_ENVIRONMENT = re.compile(r"\{(?:align|aligned|equation|gather|gathered|split|math|displaymath|multline)\*?\}")
_FONT_GROUP = re.compile(r"\{\s*\\(?:rm|bf|it|sf|tt|cal)\b\s*([A-Za-z]+)\s*\}")  # {\rm ln}
_SILENT_GROUP = re.compile(r"\s*\{[^{}]{0,40}\}")
_MODULE = re.compile(r"(?:np|numpy|math|Math|cmath|torch|tf|jnp|sp|sympy)\.(?=[A-Za-z])")  # of a program
_DECIMAL_COMMA = re.compile(r"(\d+)\{,\}(\d+)")  # 2{,}5, as LaTeX has it
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ASCII_NAME = re.compile(r"[A-Za-z]+")
_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,12})\}|(\d+|[A-Za-z]+\d*))")
_TEX_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,12})\}|([A-Za-z0-9]))")  # without braces TeX takes one sign
_LOG_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,12})\}|(\d+|[A-Za-z]))")  # \log_10 means base 10 to all but TeX
_NORM_SUBSCRIPT = re.compile(r"_(?:2|\{2\})")  # |u|_2 is |u|
# "lim" with what goes where: \\lim_{h \\to 0}, lim h->0, lim_(x→2)
_LIMIT = re.compile(
    r"\\?[Ll]im(?:\\limits)?\s*_?\s*[({\[]?\s*"
    r"(?P<delta>(?:\\?[Dd]elta|[Δδ])\s*)?\\?(?P<name>[^\W\d_]+)\s*(?:[-−]+>|→|⟶|\\(?:to|rightarrow|longrightarrow)\b)\s*"
    r"(?P<to>[-−]?\d+(?:\.\d+)?|\\?[^\W\d_]+)(?P<side>\s*\^?\{?[+-]\}?(?=\s*[)}\]]))?\s*[)}\]]?"
)
_GROUP = re.compile(r"\*?\s*(?:\{\s*\\?([A-Za-z]+)\s*\}|\\([A-Za-z]+)|([A-Za-z]))")

CLAUSES = {"for": "if", "if": "if", "when": "if", "where": "if", "otherwise": "otherwise", "else": "otherwise",
           "and": "and"}  # fmt: skip
# LaTeX commands that are names here.
LATEX_NAMES = {name: name for name in GREEK_NAMES} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma",
    "exponentialE": "e", "differentialD": "d", "dd": "d", "norm": "abs", "ell": "l",
} | {name: name for name in (
    "sin cos tan cot sec csc cosec arcsin arccos arctan arccot arcsec arccsc sinh cosh tanh coth sech csch cosech "
    "arcsinh arccosh arctanh arsinh arcosh artanh asin acos atan exp ln log lg min max abs sgn sign erf "
    "sen tg ctg cotg arctg sh ch th".split()
)}  # fmt: skip
_COMMANDS = frozenset({*LATEX_NAMES, *_COMMAND_SIGNS, *_FRACTIONS, *_NAMED_GROUPS, *_TEX_ACCENTS, "begin", "end",
                       *(word for word in _SILENT if word.isalpha())})  # fmt: skip


def tokenize(text: str) -> list[Token]:
    """Cut ``text`` into tokens; the last one has the kind ``"end"``.

    Raises:
        UnreadableError: for a sign that has no meaning here, or a text that is too long.

    >>> [token.text for token in tokenize("2x^{2}")]
    ['2', 'x', '^', '{', '2', '}', '']
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableError(f"this is {len(text)} characters long; at most {MAX_LENGTH} can be read", text[:80])
    return _Lexer(folded(text)).run()


def eaten_command(text: str, position: int) -> str:
    r"""The LaTeX command whose backslash Python has eaten at this place; empty where there is none.

    >>> eaten_command("2\theta", 1), eaten_command("2x\n3x", 2)
    ('theta', '')
    """
    first = EATEN.get(text[position])
    rest = _ASCII_NAME.match(text, position + 1) if first else None
    if not first or rest is None:
        return ""
    if first == "n":  # a new line, unless a known command of some length follows
        return next((word for word in ("nabla", "neq") if word == first + rest[0]), "")
    word = first + rest[0]
    return word if len(word) > 2 and word in _COMMANDS else ""


class _Lexer:
    """One pass over one text.

    Attributes:
        owed: how many arguments of a ``\\frac`` are still to come on this level of braces: without braces TeX takes
            one sign for each.
        outer: the same for the levels around it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.owed = 0
        self.outer: list[int] = []
        self.in_cases = 0

    def run(self) -> list[Token]:
        """The tokens of the text."""
        position = 0
        while position < len(self.text):
            position = self.next(position)
        end = len(self.text)
        return _with_primes([*self.tokens, Token("end", "", end, end)])

    def error(self, reason: str, position: int) -> UnreadableError:
        """A complaint about a place."""
        return UnreadableError(reason, self.text, position)

    def add(self, kind: str, text: str, start: int, end: int) -> int:
        """Append a token; where it ends."""
        if kind == "{":
            self.outer.append(self.owed)
            self.owed = 0
        else:
            if kind == "}" and self.outer:
                self.owed = self.outer.pop()
            self.owed = max(0, self.owed - 1)
        self.tokens.append(Token(kind, text, start, end))
        return end

    def next(self, position: int) -> int:
        """Append the tokens that start at ``position``; where the next one starts."""
        text, sign = self.text, self.text[position]
        if sign == "&" and self.in_cases:
            return self.add("&", "&", position, position + 1)
        if sign in EATEN and eaten_command(text, position):
            return self.command(position, eaten_command(text, position))
        if sign == "~" and text[position - 1 : position + 2] == " ~ " and position:  # else the space of LaTeX
            return self.add("≈", sign, position, position + 1)
        if sign.isspace() or sign in "$&~" or sign in INVISIBLE:
            return position + 1
        if sign in FRACTION_SIGNS:
            return self.fraction_sign(position)
        if sign == "." and text[position + 1 : position + 2] in set("*/^"):
            return position + 1  # x.*y, as MATLAB has it
        if module := _MODULE.match(text, position):
            return module.end()
        if sign == "." and self.multiplies(position):
            return self.add("*", sign, position, position + 1)
        if sign in "0123456789.":
            return self.number(position)
        if sign in "lL\\" and (limit := _LIMIT.match(text, position)):
            return self.limit(position, limit)
        if sign == "∇":
            return self.add("∇", sign, position, position + 1)
        if sign == "\\":
            return self.command(position)
        if sign in SUPERSCRIPTS:
            return self.superscript(position)
        if sign.isalpha() and (sign.isascii() or sign in GREEK or accented(sign)):
            return self.name(position)
        if sign in "{}":
            return self.brace(position)
        if sign == "″":  # two primes in one sign
            self.add("'", sign, position, position + 1)
            return self.add("'", sign, position, position + 1)
        if text.startswith("+/-", position):
            return self.add("±", "±", position, position + 3)
        pair = text[position : position + 2]
        if pair in _PAIRS:
            return self.add(_PAIRS[pair], pair, position, position + 2)
        if sign == ":" and self.divides(position):
            return self.add("/", sign, position, position + 1)
        plain = SIGNS.get(sign, sign)
        if plain not in _PLAIN:
            raise self.error(f"the sign {visible(sign)} has no meaning here", position)
        self.add(plain, sign, position, position + 1)
        return self.after_bar(position + 1) if plain == "|" else position + 1

    def divides(self, position: int) -> bool:
        """Whether a colon is the sign of division of many countries: 3x:2, 3x : 2; behind "f'(x): " it is none."""
        text = self.text
        around = text[position - 1 : position].isspace(), text[position + 1 : position + 2].isspace()
        behind = text[position + 1 :].lstrip()
        has_operands = bool(self.tokens) and self.tokens[-1].kind in _OPERANDS - {"'"} and behind[:1] not in ("", "=")
        return has_operands and around[0] == around[1]

    def multiplies(self, position: int) -> bool:
        """Whether a point is the sign of a product of many countries, as in ``u . dv/dx``: digits stand beside none."""
        behind = self.text[position + 1 :].lstrip(" ")
        has_operand = bool(self.tokens) and self.tokens[-1].kind in _OPERANDS
        is_digit = self.text[position - 1 : position].isdigit() or self.text[position + 1 : position + 2].isdigit()
        return has_operand and not is_digit and (behind[:1].isalnum() or behind[:1] in ("(", "[", "\\", "√"))

    def limit(self, position: int, found: re.Match[str]) -> int:
        """``lim_{h→0}`` as one token, which says the letter and where it goes."""
        letter = LATEX_NAMES.get(found["name"], GREEK.get(found["name"], found["name"]))
        if found["delta"]:
            letter = f"{_delta(found['delta'].strip())}_{letter}"
        return self.add("lim", f"{letter},{found['to'].replace('−', '-')}", position, found.end())

    def after_bar(self, end: int) -> int:
        """|u|_2 says which length is meant: the usual one."""
        norm = _NORM_SUBSCRIPT.match(self.text, end)
        return norm.end() if norm else end

    def brace(self, position: int) -> int:
        if self.text[position] == "{":
            if font := _FONT_GROUP.match(self.text, position):
                return self.add("name", font[1], position, font.end())
            return self.add("{", "{", position, position + 1)
        tokens = self.tokens
        needed = len(tokens) > 1 and tokens[-2].kind in {"^", "frac", "sqrt", "}"}
        if tokens and tokens[-1].kind == "{" and not needed and self.outer and not self.outer[-1]:
            tokens.pop()  # an empty group means nothing
            self.outer.pop()
            return position + 1
        return self.add("}", "}", position, position + 1)

    # --- numbers --------------------------------------------------------------------------------------------------

    def number(self, position: int) -> int:
        text = self.text
        if comma := _DECIMAL_COMMA.match(text, position):
            return self.add("number", f"{comma[1]}.{comma[2]}", position, comma.end())
        match = _NUMBER.match(text, position)
        if match is None:
            raise self.error("a point needs a digit before or after it", position)
        before = self.tokens[-1] if self.tokens else None
        if text[position] == "." and before is not None and before.end == position and before.kind in {"name", ")"}:
            raise self.error("a point stands only within a number; write * for a product", position)
        digits, end = match[0], match.end()
        if self.owed:
            digits, end = digits[0], position + 1
        exponent = re.search(r"[eE][+-]?(\d+)$", digits)
        too_long = sum(sign.isdigit() for sign in digits) > MAX_DIGITS
        if too_long or (exponent and (len(exponent[1]) > 4 or int(exponent[1]) > 2 * MAX_DIGITS)):
            raise self.error(f"this number is too long; at most {MAX_DIGITS} digits can be read", position)
        return self.add("number", digits, position, end)

    def fraction_sign(self, position: int) -> int:
        """``½`` is 1/2, and ``2½`` is 5/2."""
        value, start = FRACTION_SIGNS[self.text[position]], position
        before = self.tokens[-1] if self.tokens else None
        if before is not None and before.kind == "number" and before.text.isdigit():
            made = int(before.text) + Fraction(value)
            value, start = f"{made.numerator}/{made.denominator}", before.start
            self.tokens.pop()
        return self.add("number", value, start, position + 1)

    def superscript(self, position: int) -> int:
        """``x²`` and ``x⁻¹`` are written on as ``x^{2}`` and ``x^{-1}``."""
        end = position
        while end < len(self.text) and self.text[end] in SUPERSCRIPTS:
            end += 1
        if self.text[end - 1] in "⁺⁻" and self.text[end : end + 1] in FRACTION_SIGNS:  # x⁻½
            end += 1
        root = _INDEXED_ROOTS.get(self.text[position : end + 1])
        before = self.tokens[-1].kind if self.tokens else ""
        if root and before not in _OPERANDS:  # ³√x
            return self.add("sqrt", root, position, end + 1)
        inner = tokenize("".join(SUPERSCRIPTS.get(sign, sign) for sign in self.text[position:end]))[:-1]
        self.add("^", "^", position, position)
        self.add("{", "{", position, position)
        for token in inner:
            self.add(token.kind, token.text, position, end)
        return self.add("}", "}", end, end)

    # --- names ----------------------------------------------------------------------------------------------------

    def name(self, position: int) -> int:
        """A run of Latin letters, or one Greek or accented letter, with its digits and subscript."""
        text, sign = self.text, self.text[position]
        if sign in GREEK:
            name, end = GREEK[sign], position + 1
        elif not sign.isascii():
            letter, mark = accented(sign) or (sign, "")
            name, end = letter + mark, position + 1
        else:
            match = _ASCII_NAME.match(text, position)
            assert match is not None
            name, end = match[0], match.end()
            if name in ("Pi", "PI"):  # of Mathematica, and of Excel with brackets; the Greek capital is \Pi
                end += 2 * text.startswith("()", end)
                return self.add("name", "pi", position, end)
            if self.owed:
                name, end = name[0], position + 1
        if end < len(text) and text[end] in ACCENTS:
            if len(name) > 1 and sign.isascii():  # the mark belongs to the last letter
                return self.add("name", name[:-1], position, end - 1)
            return self.subscripted(name + ACCENTS[text[end]], position, end + 1, _SUBSCRIPT)
        if self.owed:
            return self.add("name", name, position, end)
        return self.subscripted(name, position, end, _SUBSCRIPT)

    def subscripted(self, name: str, start: int, end: int, pattern: re.Pattern[str]) -> int:
        """Append a name with the digits or the subscript behind it."""
        text, digits_end = self.text, end
        while digits_end < len(text) and text[digits_end] in SUBSCRIPTS:
            digits_end += 1
        if digits_end > end:
            name += "_" + "".join(SUBSCRIPTS[sign] for sign in text[end:digits_end])
            end = digits_end
        elif match := pattern.match(text, end):
            name += "_" + (match[1] or match[2])
            end = match.end()
        else:
            while end < len(text) and text[end] in "0123456789" and text[start].isascii():
                name += text[end]
                end += 1
        if len(name) > 40:
            raise self.error("this name is too long", start)
        return self.add("name", name, start, end)

    # --- LaTeX ----------------------------------------------------------------------------------------------------

    def command(self, position: int, eaten: str = "") -> int:
        """A LaTeX command: a sign, a name, a fraction, or spacing without meaning.

        Where Python has eaten the backslash, the sign at ``position`` stands for it and the first letter.
        """
        text = self.text
        match = None if eaten else _ASCII_NAME.match(text, position + 1)
        name = eaten or (match[0] if match else text[position + 1 : position + 2])
        end = position + len(name) + (not eaten)
        if name in {"left", "mleft"} and (brace := _BRACE_OF_CASES.match(text, end)):
            return brace.end()
        if name in _SILENT:
            return end + (1 if text[end : end + 1] == "." and name in {"left", "right", "mleft", "mright"} else 0)
        if name in _WITH_A_SILENT_GROUP:
            group = _SILENT_GROUP.match(text, end)
            return group.end() if group else end
        if name in _COMMAND_SIGNS:
            self.add(_COMMAND_SIGNS[name], "\\" + name, position, end)
            return self.after_bar(end) if _COMMAND_SIGNS[name] == "|" else end
        if name in {"begin", "end"} and (cases := _CASES.match(text, end)):
            self.in_cases += 1 if name == "begin" else -1
            return self.add("cases" if name == "begin" else "end of cases", "\\" + name, position, cases.end())
        if name in {"begin", "end"} and (environment := _ENVIRONMENT.match(text, end)):
            return environment.end()
        if name in _FRACTIONS:
            self.add("frac", "\\" + name, position, end)
            self.owed = 2
            return end
        if (name in _NAMED_GROUPS or name in _TEX_ACCENTS) and (group := _GROUP.match(text, end)):
            return self.named(name, group, position)
        if name in _FONTS:
            return end
        if name in LATEX_NAMES:
            if self.owed or (text[end : end + 1].isdigit() and name != "log"):  # \frac\pi2, \pi2
                return self.add("name", LATEX_NAMES[name], position, end)
            pattern = _LOG_SUBSCRIPT if name == "log" else _TEX_SUBSCRIPT
            return self.subscripted(LATEX_NAMES[name], position, end, pattern)
        if name in _NAMED_GROUPS:
            raise self.error(f"\\{name} wants one word in braces", position)
        close = get_close_matches(name, _COMMANDS, 1) if len(name) > 2 else []
        hint = f"; did you mean \\{close[0]}?" if close else ""
        raise self.error(f"the command \\{name} is not known here{hint}", position)

    def named(self, command: str, group: re.Match[str], position: int) -> int:
        """A name in letters of its own, as ``\\mathrm{ln}``, ``\\mathbf w`` and ``\\hat{y}``."""
        inner = group[1] or group[2] or group[3]
        if inner in CLAUSES and command.startswith(("text", "mathrm", "mbox")):
            return self.add(CLAUSES[inner], inner, position, group.end())
        inner = LATEX_NAMES.get(inner, inner) if group[2] else inner
        name = inner + _TEX_ACCENTS.get(command, "")
        return self.subscripted(name, position, group.end(), _TEX_SUBSCRIPT)


def _delta(sign: str) -> str:
    return "Delta" if sign.lstrip("\\") in ("Δ", "Delta") else "delta"


def _with_primes(tokens: list[Token]) -> list[Token]:
    """LaTeX writes a prime as a superscript: ``f^{\\prime}`` and ``f^\\prime``."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        kinds = "".join(token.kind[0] for token in tokens[at : at + 4])
        if tokens[at].kind == "^" and kinds[1:2] == "'":
            found.append(tokens[at + 1])
            at += 2
        elif tokens[at].kind == "^" and kinds == "^{'}":
            found.append(tokens[at + 2])
            at += 4
        else:
            found.append(tokens[at])
            at += 1
    return found
