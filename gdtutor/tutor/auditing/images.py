"""Claims about the layers of a convolutional network, proved entry by entry for an image of symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from gdtutor.calculus.equality.decide import equal
from gdtutor.calculus.notation import read_expression
from gdtutor.errors import ArgumentError
from gdtutor.tutor.check import Check, CheckVerdict

_NAMES = ("i", "j", "a", "b")
_SIZE, _REACH, _MOVE = 5, 1, (1, 2)

Place = tuple[int, int]


@dataclass(frozen=True)
class LayerStatement:
    """What a layer H_ij = u + Σ_a Σ_b V_ab X_(row, column) does.

    Attributes:
        property: ``moves with the image`` (translation invariance: H of an image that was moved is H moved),
            ``sees its neighbours only`` (locality: H_ij depends on X near i, j only), or
            ``is a dense layer`` (every H_ij is a weighted sum of all X, with a weight of its own for each).
        row, column: the place in the image, in i, j, a and b.

    >>> str(LayerStatement("moves with the image", "i + a", "j + b").judge(1.0).verdict)
    'correct'
    >>> str(LayerStatement("moves with the image", "2i + a", "j + b").judge(1.0).verdict)
    'wrong'
    """

    property: str
    row: str
    column: str

    def judge(self, seconds: float) -> Check:
        """For a kernel with a, b from −1 to 1 at every place where it lies on the image."""
        proofs = {
            "moves with the image": self._moves,
            "sees its neighbours only": self._is_local,
            "is a dense layer": self._is_dense,
        }
        if self.property not in proofs:
            raise ArgumentError(f"property is {self.property!r}: one of {', '.join(proofs)} is wanted")
        if against := proofs[self.property]():
            return Check(CheckVerdict.WRONG, f"Wrong. {against}", evidence="carried out on an image of symbols")
        message = f"Correct: proved entry by entry for an image of {_SIZE} × {_SIZE} symbols."
        return Check(CheckVerdict.CORRECT, message, evidence="carried out on an image of symbols")

    def _place(self, **at: int) -> Place:
        values = {sp.Symbol(name): sp.Integer(value) for name, value in at.items()}
        found = [formula.xreplace(values) for formula in self._formulas]
        if not all(value.is_Integer for value in found):
            raise ArgumentError(f"row and column are {self.row} and {self.column}: whole numbers are wanted for them")
        return int(found[0]), int(found[1])

    @cached_property
    def _formulas(self) -> tuple[sp.Expr, ...]:
        return tuple(read_expression(text, _NAMES) for text in (self.row, self.column))

    def _layer(self, i: int, j: int, image: Mapping[Place, sp.Expr]) -> sp.Expr | None:
        """H_ij; ``None`` where the kernel does not lie on the image."""
        places = {(a, b): self._place(i=i, j=j, a=a, b=b) for a in _OFFSETS for b in _OFFSETS}
        if not all(place in image for place in places.values()):
            return None
        return sp.Symbol("u") + sp.Add(*(_symbol("V", *offset) * image[place] for offset, place in places.items()))

    def _moves(self) -> str:
        image = _image()
        pixels = {(k, m): image.get((k + _MOVE[0], m + _MOVE[1])) for k, m in image}
        moved = {place: pixel for place, pixel in pixels.items() if pixel is not None}
        compared = 0
        for i, j in moved:
            of_moved, later = self._layer(i, j, moved), self._layer(i + _MOVE[0], j + _MOVE[1], image)
            if of_moved is not None and later is not None:
                compared += 1
                if not equal(of_moved, later).proved:
                    return f"At i = {i}, j = {j} the layer of an image moved by {_MOVE} is not the layer moved."
        return "" if compared else "The kernel never lies on both images, so nothing moves."

    def _is_local(self) -> str:
        image = _image()
        for i, j in image:
            layer = self._layer(i, j, image) or sp.Integer(0)
            far = [p for p in image if max(abs(p[0] - i), abs(p[1] - j)) > _REACH and layer.has(image[p])]
            if far:
                return f"At i = {i}, j = {j} it depends on the image at {far[0]}, more than {_REACH} away."
        return ""

    def _is_dense(self) -> str:
        """With a, b over all offsets, each H_ij holds each X once, with a weight of its own."""
        image, offsets = _image(), range(-_SIZE + 1, _SIZE)
        used: dict[Place, Place] = {}
        for a in offsets:
            for b in offsets:
                place = self._place(i=2, j=3, a=a, b=b)
                if place in used:
                    return f"The pixel {place} is used by two weights."
                if place in image:
                    used[place] = (a, b)
        missing = [place for place in image if place not in used]
        return f"The pixel {missing[0]} is used by no weight." if missing else ""

    def latex(self) -> str:
        weight = "V_{ij,ab}" if self.property == "is a dense layer" else "V_{ab}"
        return rf"H_{{ij}} = u + \sum_a \sum_b {weight} X_{{{self.row},\, {self.column}}}"


_OFFSETS = range(-_REACH, _REACH + 1)


def _symbol(name: str, *at: int) -> sp.Symbol:
    return sp.Symbol(f"{name}_{'_'.join(str(k) if k >= 0 else f'm{-k}' for k in at)}")


def _image() -> dict[Place, sp.Expr]:
    return {(k, m): _symbol("X", k, m) for k in range(_SIZE) for m in range(_SIZE)}
