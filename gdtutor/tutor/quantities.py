"""The quantities of a working: what each stands for, and how far the lines about its derivatives have come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from gdtutor.calculus.carry_out import carry_out
from gdtutor.calculus.notation import Reading
from gdtutor.errors import ArgumentError
from gdtutor.tutor.left_side import LeftSide
from gdtutor.tutor.names import Names

#: what a prime means where several letters could vary
USUAL = ("x", "t", "theta", "w")


@dataclass(frozen=True)
class Chain:
    """A chain of equal expressions, whose next line has to equal the last one.

    Attributes:
        last: the last expression, perhaps with marks.
        order: how often the quantity is differentiated in it.
        kept: the variable that it is differentiated by: not put in while lines are compared.
        function: the quantity itself, which has to be real.
        name: whose derivatives these are; ``None`` for the quantity itself, and for a number.
        written: a line as it was read, which may be the last one.
        aside: the mark with which it began, where it is worked out beside the question.
        of: the name that this is about, where it is not differentiated but written in other forms.
        demands: what the text of the quantity wants to be real, and the quantity no longer shows.
    """

    last: sp.Expr
    order: int
    kept: frozenset[sp.Symbol]
    function: sp.Expr
    name: sp.Symbol | None = None
    written: Reading | None = None
    aside: sp.Derivative | None = None
    of: sp.Symbol | None = None
    demands: tuple[sp.Expr, ...] = ()


@dataclass
class Quantities:
    """What the lines so far have said.

    Attributes:
        variable: the variable of the derivative, once it is known.
        names: what names stand for.
        main: the quantity that the question is about.
        forms: each quantity as it was first given, and in other forms that were proved equal.
        chains: the last line about each derivative, by quantity and variable.
        claimed: the derivatives as the learner has them, right or wrong.
        rewritings: the last form that the learner gave a quantity, right or wrong.
        asides: the same of parts without a name, worked out beside the question: what each mark was said to be.
    """

    variable: sp.Symbol | None
    names: Names = field(default_factory=Names)
    main: sp.Symbol | None = None
    forms: dict[sp.Symbol, list[sp.Expr]] = field(default_factory=dict)
    chains: dict[tuple[sp.Symbol, sp.Symbol], Chain] = field(default_factory=dict)
    claimed: dict[tuple[sp.Symbol, sp.Symbol], sp.Expr] = field(default_factory=dict)
    rewritings: dict[sp.Symbol, Chain] = field(default_factory=dict)
    asides: dict[sp.Derivative, sp.Expr] = field(default_factory=dict)

    @property
    def function(self) -> sp.Expr:
        """What the question is about."""
        assert self.main is not None
        return self.forms[self.main][0]

    def define(self, left: LeftSide, expression: sp.Expr) -> sp.Symbol:
        """Let a name stand for an expression.

        Raises:
            ArgumentError: for a name that is defined through itself.
        """
        name = sp.Symbol(left.name)
        if name in self.names.put_in(expression).free_symbols:
            raise ArgumentError(f"{name} stands on both sides: a new letter is wanted, such as {name}_1")
        self.names.meanings[name] = expression
        self.forms[name] = [expression]
        if left.is_function and left.variable:
            self.names.parameters[name] = sp.Symbol(left.variable)
        return name

    def variable_of(self, function: sp.Expr) -> sp.Symbol:
        """The variable of the derivative, where there is one only.

        Raises:
            ArgumentError: if it cannot be told.
        """
        if self.variable is None:
            symbols = sorted(self.names.put_in(function).free_symbols, key=str)
            if len(symbols) != 1:
                raise ArgumentError("variable is None: the variable of the derivative is wanted, such as 't'")
            self.variable = symbols[0]
        return self.variable

    def primes_by(self) -> str:
        """The variable that a prime means."""
        if self.variable is None and self.main is not None:
            free = {str(letter) for letter in self.names.put_in(self.function).free_symbols}
            return next(iter(free)) if len(free) == 1 else next((letter for letter in USUAL if letter in free), "x")
        return str(self.variable or "x")

    def named(self, left: LeftSide) -> tuple[sp.Symbol, sp.Symbol]:
        """Which quantity a left side names, and by which variable it is differentiated.

        Raises:
            ArgumentError: where the lines so far do not say how the quantity depends on the variable.
        """
        assert self.main is not None
        given = sp.Symbol(left.name)
        name = given if left.name and given in self.forms else self.main
        if not left.variable:
            return name, self.names.parameters.get(name) or self.variable_of(self.forms[name][0])
        variable = sp.Symbol(left.variable)
        known = self.names.put_in(self.forms[name][0]).free_symbols.union(*(f.free_symbols for f in self.forms[name]))
        if known and variable not in known and variable not in (self.variable, self.names.parameters.get(name)):
            raise ArgumentError(f"nothing says yet how {given} depends on {variable}")
        if name == self.main and variable not in self.forms:
            self.variable = self.variable or variable
        return name, variable

    def require_known(self, expression: sp.Expr) -> None:
        """Refuse a function that nothing was said about.

        Raises:
            ArgumentError: with its name.
        """
        used, said = (self.names.put_in(side).atoms(AppliedUndef) for side in (expression, self.function))
        for name in sorted({call.func.__name__ for call in used} - {call.func.__name__ for call in said}):
            raise ArgumentError(f"nothing says yet what {name} is")

    def is_pattern(self, form: sp.Expr, expression: sp.Expr) -> bool:
        """Whether a form such as f(g(x)), with functions that are not given, is followed by what it stands for."""
        return bool(self.names.put_in(form).atoms(AppliedUndef)) and not expression.atoms(AppliedUndef)

    def before(self, name: sp.Symbol, variable: sp.Symbol, order: int) -> Chain:
        """What a derivative of that order has to equal: the last line about it, or about a lower order."""
        forms = self.forms[name]
        function = next((form for form in reversed(forms) if variable in form.free_symbols), forms[0])
        start = Chain(function, 0, frozenset({variable}), function, name)
        known = self.chains.get((name, variable), start)
        known = known if known.order <= order else start
        if known.order == order:
            return known
        return replace(known, last=sp.Derivative(known.last, (variable, order - known.order)), order=order)

    def asked(self) -> Chain | None:
        """Where the lines about the question have come to; ``None`` while its variable is not told."""
        assert self.main is not None
        try:
            variable = self.variable_of(self.function)
        except ArgumentError:
            return None
        return self.chains.get((self.main, variable)) or self.before(self.main, variable, 1)

    def go_on(self, chain: Chain) -> None:
        """Remember the last line of a chain."""
        if chain.name is None:
            if chain.aside is not None and chain.order == 1:
                self.asides[chain.aside] = chain.last
            return
        (variable,) = chain.kept
        self.chains[chain.name, variable] = chain
        if chain.order == 1:
            self.claimed[chain.name, variable] = chain.last

    def is_part(self, expression: sp.Expr) -> bool:
        """Whether an expression stands as a part in the function of the question."""
        function, part = (carry_out(self.names.put_in(side)) for side in (self.function, expression))
        return bool(part != function and function.has(part))

    def asked_letters(self) -> set[sp.Symbol]:
        """The letters of the question, with everything put in."""
        return set(self.names.put_in(self.function).free_symbols)

    def as_value(self, left: LeftSide | None, used: frozenset[str]) -> LeftSide | None:
        """A left side f'(a) with a letter that is new: the derivative at a, where f was given as f(x)."""
        if left is None or not (left.order and left.is_function and left.variable) or left.at:
            return left
        parameter = self.names.parameters.get(sp.Symbol(left.name))
        is_new = left.variable not in used and sp.Symbol(left.variable) not in self.names.meanings
        if parameter is None or str(parameter) == left.variable or not is_new:
            return left
        return replace(left, at=left.variable, variable="")
