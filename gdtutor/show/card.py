"""An exercise card: the question, a text box, Check, Hint and Solution, and the verdict in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import anywidget
import ipywidgets
import traitlets

from gdtutor.errors import ArgumentError
from gdtutor.tutor.exercises import exercise as find_exercise
from gdtutor.tutor.markdown import literal

_HERE = Path(__file__).parent
_OPENING = {
    "correct": "Correct",
    "partial": "Partly right",
    "wrong": "Wrong",
    "undecided": "Undecided",
    "unreadable": "This cannot be read",
    "unanswered": "Nothing is answered yet",
}


# how a question back begins, which is no answer that cannot be read
_CLAUSE = re.compile(
    r"(?:This can be read in two ways|This cannot be judged|This says the same several times|Not finished"
    r"|These are several (?:lines|expressions)|Right, but the letters? (?:is|are) [^:]{1,40})(?=:)"
    r"|Is [^?]{1,70} meant\?"
)


class Checked(Protocol):
    """What checking an answer gives: a verdict, a sentence, and the answer as it was read, in LaTeX."""

    @property
    def verdict(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def reading(self) -> str: ...


class Askable(Protocol):
    """What a card needs of an exercise."""

    @property
    def prompt(self) -> str: ...
    def check(self, answer: str) -> Checked: ...
    def hint(self) -> str: ...
    def solution(self) -> str: ...


@dataclass
class _Memory:
    """What a learner has typed and seen on one card; a cell that is run again finds it here."""

    typed: str = ""
    verdict: str = ""
    result: str = ""
    picture: str = ""
    hints: list[str] = field(default_factory=list)
    solution: str = ""


_MEMORIES: dict[str, _Memory] = {}


class Spoken(anywidget.AnyWidget):
    """Speaks its text to a screen reader when it changes."""

    _esm = _HERE / "live.js"
    _css = _HERE / "card.css"
    text = traitlets.Unicode().tag(sync=True)


class ExerciseCard(ipywidgets.VBox):
    """A card for one exercise. Enter checks; what was typed and shown stays when the cell runs again."""

    def __init__(self, exercise: Askable) -> None:
        self.exercise = exercise
        key = str(getattr(exercise, "id", exercise.prompt))
        self._memory = _MEMORIES.setdefault(key, _Memory())
        self.prompt = _markdown(str(exercise.prompt))
        example = str(getattr(exercise, "example", "2x*cos(x^2)"))
        self.answer = ipywidgets.Text(self._memory.typed, description="Your answer:", placeholder=example)
        self.buttons = [ipywidgets.Button(description=name) for name in ("Check", "Hint", "Solution")]
        self.result, self.help, self.spoken = _markdown(""), _markdown(""), Spoken()
        self._listen()
        super().__init__([self.prompt, self.answer, ipywidgets.HBox(self.buttons), self.result, self.help, self.spoken])
        self.add_class("gd-card")
        self.answer.add_class("gd-answer")
        self._show()

    def _listen(self) -> None:
        self.answer.observe(self._keep, "value")
        self.answer.on_msg(self._on_enter)
        for button, action in zip(self.buttons, (self.check, self.hint, self.solution), strict=True):
            button.on_click(lambda _, action=action: self._act(action))

    def _keep(self, change: dict[str, Any]) -> None:
        self._memory.typed = change["new"]

    def _on_enter(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            self._act(self.check)

    def _act(self, action: Callable[[], object]) -> None:
        """Do what a control asks for; a defect of ours is said here, for a callback's error may be seen nowhere."""
        try:
            action()
        except Exception as defect:
            said = f"gdtutor itself failed here ({type(defect).__name__}: {defect}); your answer was kept, not judged."
            self._memory.verdict = self._memory.picture = ""
            self._memory.result = f"**Not judged**: {literal(said)}"
            self._show()
            self.spoken.text = said
            raise

    def check(self) -> Checked:
        """Check what stands in the box, and show the verdict."""
        checked = self.exercise.check(self.answer.value)
        self._memory.verdict, self._memory.result = str(checked.verdict), verdict_text(checked)
        self._memory.picture = self._slopes(checked)
        self._show()
        self.spoken.text = "".join(_sentence(checked))
        return checked

    def _slopes(self, checked: Checked) -> str:
        """The plot of both slopes at the witness of a wrong answer; none where the question has no such picture."""
        witness, slopes = getattr(checked, "witness", None), getattr(self.exercise, "slopes", None)
        functions = None if witness is None or slopes is None else slopes(self.answer.value)
        if witness is None or functions is None:
            return ""
        right, given, variable = functions
        place = dict(witness.point)
        if place.keys() != {variable.name}:
            return ""
        try:
            from gdtutor.show.slopes import slopes_picture, slopes_scene  # only a card with a picture loads Matplotlib

            return slopes_picture(slopes_scene(right, given, variable, float(place[variable.name])))
        except (ImportError, ArgumentError):
            # no NumPy, in a browser alone, or nothing to compute in floating point: the verdict stands by itself
            return ""

    def hint(self) -> str:
        """Show the next hint below those that were given already."""
        hint = str(self.exercise.hint())
        if hint not in self._memory.hints:
            self._memory.hints.append(hint)
        self._show()
        self.spoken.text = hint
        return hint

    def solution(self) -> str:
        """Show the solution."""
        self._memory.solution = str(self.exercise.solution())
        self._show()
        self.spoken.text = self._memory.solution
        return self._memory.solution

    def _show(self) -> None:
        memory = self._memory
        _fill(self.result, memory.result, memory.picture)
        for verdict in _OPENING:
            self.result.remove_class(f"gd-{verdict}")
        self.result.add_class("gd-result").add_class(f"gd-{memory.verdict or 'unanswered'}")
        hints = [f"**Hint {number}.** {hint}" for number, hint in enumerate(memory.hints, start=1)]
        _fill(self.help, "\n\n".join([*hints, *([f"**Solution.**\n\n{memory.solution}"] if memory.solution else [])]))

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        prompt = str(self.exercise.prompt)
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": prompt, "text/markdown": prompt}


def verdict_text(checked: Checked) -> str:
    r"""The verdict, its reason, what was read and how, as Markdown that begins with the verdict.

    >>> from types import SimpleNamespace
    >>> print(verdict_text(SimpleNamespace(verdict="wrong", message="Wrong. It gives 2*3*x.", reading="6 x")))
    **Wrong**. It gives 2\*3\*x.
    <BLANKLINE>
    Your answer was read as $\displaystyle 6 x$
    """
    opening, reason = _sentence(checked)
    parts = [f"**{opening}**{literal(reason)}"]
    if checked.reading:
        parts.append(f"Your answer was read as $\\displaystyle {checked.reading}$")
    parts += [f"Note: {literal(str(note))}." for note in getattr(checked, "notes", ())]
    return "\n\n".join(parts)


def _sentence(checked: Checked) -> tuple[str, str]:
    """The verdict in words, and what follows it."""
    opening, message = _OPENING[str(checked.verdict)], str(checked.message)
    if message.startswith(opening):
        return opening, message.removeprefix(opening)
    if own := _CLAUSE.match(message):
        return own[0], message[own.end() :]
    return opening, f". {message}"


def _markdown(text: str) -> ipywidgets.Output:
    output = ipywidgets.Output()
    _fill(output, text)
    return output


def _fill(output: ipywidgets.Output, text: str, picture: str = "") -> None:
    """Show Markdown, whose mathematics Jupyter typesets, and below it a picture, if there is one."""
    shown = [{"text/markdown": text, "text/plain": text}] if text else []
    shown += [{"text/html": picture, "text/plain": "both slopes"}] if picture else []
    output.outputs = tuple({"output_type": "display_data", "data": data, "metadata": {}} for data in shown)


def card(exercise: Askable | str) -> ExerciseCard:
    """The card of an exercise, or of the exercise of that id; as the last line of a cell it is shown.

    Raises:
        ArgumentError: when there is no exercise of that id.

    >>> shown = card("product-1")
    >>> shown.answer.value = "2θ·sin(3θ) + 3θ²·cos(3θ)"
    >>> print(shown.check().verdict)
    correct
    """
    return ExerciseCard(find_exercise(exercise) if isinstance(exercise, str) else exercise)
