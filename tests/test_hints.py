"""No hint of an exercise says the answer: as a text, as an equal formula or a multiple of it, as a number, by name."""

import re

import pytest

import gdtutor as gd
from gdtutor.calculus.notation import read
from gdtutor.errors import GdtutorError
from gdtutor.tutor.collection import records
from gdtutor.tutor.entries import entries
from gdtutor.tutor.leaks import says

RECORDS = records()


def normalised(text):
    return re.sub(r"\\left|\\right|[\s${}()*·\\,]", "", text.lower().replace("θ", "theta").replace("−", "-"))


def numbers(text):
    return re.findall(r"-?\d+(?:\.\d+)?(?:/\d+)?", text.replace("−", "-"))


def names(record):
    """The names that a choice offers, and the right ones."""
    kinds = [record["options"], record.get("reasons", [])]
    return [[option["name"] for option in options] for options in kinds], [
        option["name"] for options in kinds for option in options if option.get("right")
    ]


def answers(record):
    """The right answers as formulas: components and cells one by one."""
    for answer in (record.get("reference", ""), *record["right"]):
        for _, entry in entries(answer) if record["kind"] in ("gradient", "table") else [(0, answer)]:
            try:
                yield read(entry, [record["variable"]] if "variable" in record else record["variables"]).expression
            except GdtutorError:
                continue


def leaks(record, hint):
    """Whether a hint says the answer: as a text, as an equal formula or its multiple, as a number, by its name."""
    if "options" in record:
        offered, right = names(record)
        said = [
            [name for name in some if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w|\.\d)", hint.lower())]
            for some in offered
        ]
        return any(len(some) == 1 and some[0] in right for some in said)
    long = [answer for answer in (record.get("reference", ""), *record["right"]) if len(answer) > 4]
    long = [answer for answer in long if not answer.isalpha()]  # a number's reference may be a word, such as slope
    if any(normalised(answer) in normalised(hint) for answer in long):
        return True
    if record["kind"] in ("number", "steps", "wrong line"):
        return any(gd.exercise(record["id"]).check(number).verdict == "correct" for number in numbers(hint))
    return any(says(hint, answer) for answer in dict.fromkeys(answers(record)))


@pytest.mark.parametrize("id", RECORDS)
def test_hints_do_not_leak(id):
    assert [hint for hint in RECORDS[id]["hints"] if leaks(RECORDS[id], hint)] == []


@pytest.mark.parametrize(
    ("id", "hint"),
    [
        ("product-1", "It is 2θ·sin(3θ) + 3θ^2·cos(3θ)."),
        ("product-1", r"Look: $L' = 3\theta^2\cos 3\theta + 2\theta \sin 3\theta$."),
        ("product-1", r"Half of $2(3\theta^2\cos 3\theta + 2\theta \sin 3\theta)$."),
        ("link-1", r"It is $-1/\xi_3^2$."),
        ("descent-1", "The slope is about −5.62 there."),
        ("square-2", "Divide: 1184/338."),
        ("descent-3", "Go left."),
        ("product-1", r"The opposite of $-3\theta^2\cos 3\theta - 2\theta \sin 3\theta$."),
        ("bowl-1", r"The first one is $2x$... and it is $2(x - 1) + y$ in full."),
        ("bowl-1", r"Twice $x - 1 + y/2$."),
        ("gap-1", r"The derivative of the sine is `cos(3t)*3`."),
        ("cells-1", r"Row 3 has $-\xi_2^{-2}$."),
        ("suspect-1", "Look at line 3."),
        ("walk-1", "It comes to 1.28."),
        ("settle-1", "Take 0.4."),
        ("settle-1", "Think of the factor."),
    ],
)
def test_a_leaking_hint_is_found(id, hint):
    assert leaks(RECORDS[id], hint)
