"""A wrong gradient against the right one: both slopes, both descents, and the name of the mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from gdtutor.calculus.notation import read_expression
from gdtutor.descent.descend import descend
from gdtutor.descent.loss import Loss
from gdtutor.descent.optimizer import GradientDescent
from gdtutor.errors import ArgumentError
from gdtutor.show.axes import axis, limits
from gdtutor.show.experiment import Experiment
from gdtutor.show.formula import formula
from gdtutor.show.line import LineSettings, growing, line_dials, line_settings, two_traces
from gdtutor.show.numbers import letter, readable
from gdtutor.show.points import moving, pairs, places, still
from gdtutor.show.runs import Gradient, runs_from
from gdtutor.show.scene import Mark, Numbers, Plot, Preset, Scene, Words
from gdtutor.tutor.check import check


@dataclass(frozen=True, kw_only=True)
class WrongGradientSettings(LineSettings):
    """What makes a wrong-gradient experiment: the loss, and the learner's derivative as it was typed."""

    answer: str


def wrong_gradient_experiment(
    loss: Loss,
    answer: str,
    *,
    start: float,
    rate: float = 0.1,
    steps: int = 30,
    window: Sequence[float] | None = None,
    starts: int = 81,
) -> Experiment:
    """Show what a learner's derivative does to a descent, beside the right one, with the mistake by its name.

    Args:
        loss: the loss, of one parameter.
        answer: its derivative as a learner typed it, right or wrong.
        start: where both descents start at first; a slider moves it over the window.
        rate: the learning rate of both.
        steps: how many updates each makes.
        window: the interval of the parameter that is shown; by default 4 to both sides of the start.
        starts: how many starts the slider has.

    Raises:
        ArgumentError: when an argument is not usable.
        UnreadableError: when the answer is not mathematics.

    >>> experiment = wrong_gradient_experiment(Loss("(3 - 2t)^2", "t"), "2(3 - 2t)", start=0, rate=0.05, steps=10)
    >>> experiment.move(step=1).caption
    'Step 1 of 10 from t = 0: the typed derivative leads to t = −0.3, loss 13; the right one to t = 0.6, loss 3.24.
    Where the typed one is 7.2 now, the slope of the loss is −14.4.'
    """
    common = line_settings(loss, start, window, starts, steps, rate)
    if not isinstance(answer, str):
        raise ArgumentError(f"answer is {answer!r}: the derivative as a text is wanted")
    settings = WrongGradientSettings(**common, answer=answer)
    return Experiment(settings, wrong_gradient_scene(settings))


class _Story:
    """Both descents from every start, shape (starts, steps + 1), and what is said of the typed derivative."""

    def __init__(self, settings: WrongGradientSettings) -> None:
        self.settings, self.loss = settings, Loss(settings.loss, settings.parameter)
        self.claim = read_expression(settings.answer, [settings.parameter])
        self.typed = Loss(self.claim, settings.parameter)  # no loss: its values are the slopes that were typed
        self.starts = places(settings.low, settings.high, settings.starts, settings.start)
        self.right, self.wrong = self._ways(None), self._ways(lambda w: self.typed(w)[:, None])
        self.right_losses, self.wrong_losses = (self.loss(way[..., None]) for way in (self.right, self.wrong))
        self.typed_slopes = self.typed(self.wrong[..., None])
        self.slopes = self.loss.gradient(self.wrong[..., None])[..., 0]
        self.said = check(self.loss.expression, self.loss.parameters[0], settings.answer)
        self.trial = descend(
            self.loss, GradientDescent(settings.rate), settings.start, settings.steps, gradient=[self.claim]
        )

    def _ways(self, gradient: Gradient | None) -> np.ndarray:
        settings = self.settings
        runs = runs_from(self.starts[:, None], self.loss, GradientDescent(settings.rate), settings.steps, gradient)
        return runs.points[..., 0].T


def wrong_gradient_scene(settings: WrongGradientSettings) -> Scene:
    """Run both descents from every start."""
    story = _Story(settings)
    x = letter(settings.parameter)
    dials = line_dials(settings, story.starts)
    return Scene(
        name="a wrong gradient against the right one",
        panels=(_curve_panel(story), _slope_panel(story), _trace_panel(story)),
        dials=dials,
        start=(dials[0].nearest(settings.start), settings.steps),
        caption=_caption(story),
        play=1,
        presets=_presets(story),
        note=f"Typed: {settings.answer}. {story.said.message} In a descent from {x} = {readable(settings.start)}: "
        f"{story.trial.message} Both descents: the same start, rate {readable(settings.rate)}, {settings.steps} "
        f"updates, seed "
        f"{settings.seed} (nothing here is random).",
    )


def _presets(story: _Story) -> tuple[Preset, ...]:
    """The start from which the typed derivative does most harm, and the one from which it does least."""
    settings, x = story.settings, letter(story.settings.parameter)
    last = settings.steps
    with np.errstate(all="ignore"):  # a start at which both are infinite does no harm that could be told
        harm = story.wrong_losses[:, -1] - story.right_losses[:, -1]
        apart = np.abs(story.wrong[:, -1] - story.right[:, -1])
    moved = np.abs(story.right[:, -1] - story.starts) > 0.05 * (settings.high - settings.low)
    harm, apart = np.where(np.isfinite(harm), harm, -np.inf), np.where(moved, apart, np.inf)
    worst, best = int(np.argmax(harm)), int(np.argmin(apart))
    found = []
    if harm[worst] > 0:
        ends = f"{readable(story.wrong_losses[worst, -1])}, the right one at {readable(story.right_losses[worst, -1])}"
        why = f"Bad: from {x} = {readable(story.starts[worst])} the typed derivative ends at loss {ends}."
        found.append(Preset("most harm", (worst, last), why))
    if np.isfinite(apart[best]):
        why = f"From {x} = {readable(story.starts[best])} the two end {readable(apart[best])} apart: a descent alone"
        found.append(Preset("least harm", (best, last), f"{why} does not always show a mistake."))
    return tuple(found)


def _curve_panel(story: _Story) -> Plot:
    settings, x = story.settings, letter(story.settings.parameter)
    fine = settings.fine
    curve = story.loss(fine[:, None])
    marks = (
        Mark("curve", "loss", still(pairs(fine, curve), 2)),
        Mark("path", "typed derivative", growing(story.wrong, story.wrong_losses), upto=1),
        Mark("second_path", "right derivative", growing(story.right, story.right_losses), upto=1),
        Mark("second_here", "", moving(story.right, story.right_losses)),
        Mark("here", "", moving(story.wrong, story.wrong_losses)),
    )
    title = formula(story.loss.expression, f"L({x})", f"L({sp.latex(story.loss.parameters[0])})")
    words = Words(
        f"Curve of the loss {title.text} with two descents from {x} = {{0}}: the typed derivative leads to {{1}}, "
        f"the right one "
        "to {2}.",
        (Numbers(story.starts[:, None]), Numbers(story.wrong), Numbers(story.right)),
    )
    low, high = limits(curve, pad=0.1)
    return Plot(title, axis(x, settings.low, settings.high), axis(f"L({x})", low, high), marks, words, follows=0)


def _slope_panel(story: _Story) -> Plot:
    settings, x = story.settings, letter(story.settings.parameter)
    fine = settings.fine
    right, typed = story.loss.gradient(fine[:, None])[:, 0], story.typed(fine[:, None])
    marks = (
        Mark("guide", "", still(pairs(np.array([settings.low, settings.high]), 0.0), 2)),
        Mark("rest", "typed", still(pairs(fine, typed), 2)),
        Mark("derivative", "right", still(pairs(fine, right), 2)),
        Mark("here", "typed slope now", moving(story.wrong, story.typed_slopes)),
    )
    (slope,) = story.loss.gradient_expressions
    words = Words(
        f"Typed derivative {formula(story.claim).text} against the right one {formula(slope).text}: {{0}} against "
        f"{{1}} at {x} "
        "= {2}.",
        (Numbers(story.typed_slopes), Numbers(story.slopes), Numbers(story.wrong)),
    )
    up = axis(f"L′({x})", *limits(np.concatenate([right, typed])))
    return Plot("Both derivatives", axis(x, settings.low, settings.high), up, marks, words)


def _trace_panel(story: _Story) -> Plot:
    losses = story.wrong_losses, story.right_losses
    words = Words(
        "Trace plot, loss against step: {0} with the typed derivative, {1} with the right one.",
        tuple(map(Numbers, losses)),
    )
    names = "typed derivative", "right derivative"
    return two_traces(story.settings, story.loss, names, losses, words, 0.1)


def _caption(story: _Story) -> Words:
    settings, x = story.settings, letter(story.settings.parameter)
    numbers = (np.arange(settings.steps + 1.0)[None], story.starts[:, None], story.wrong, story.wrong_losses)
    text = (
        f"Step {{0}} of {settings.steps} from {x} = {{1}}: the typed derivative leads to {x} = {{2}}, loss {{3}}; "
        f"the right one "
        f"to {x} = {{4}}, loss {{5}}. Where the typed one is {{6}} now, the slope of the loss is {{7}}."
    )
    return Words(
        text, tuple(map(Numbers, (*numbers, story.right, story.right_losses, story.typed_slopes, story.slopes)))
    )
