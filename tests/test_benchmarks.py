"""The benchmarks run, and what they race computes the same; their times are nobody's test."""

import runpy
from pathlib import Path

import numpy as np
import pytest

import gdtutor as gd

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize("name", sorted(file.name for file in FOLDER.glob("*.py")))
def test_a_benchmark_prints_its_tables(name, capsys):
    runpy.run_path(str(FOLDER / name))["main"](["--steps", "5", "--rounds", "1"])
    assert len(capsys.readouterr().out.splitlines()) >= 3


def test_the_race_of_descents_names_its_contenders(capsys):
    runpy.run_path(str(FOLDER / "descent.py"))["main"](["--steps", "5", "--rounds", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert sum("ratio" in line for line in lines) >= 3
    assert sum("gdtutor" in line for line in lines) >= 3


def test_the_contenders_take_the_same_way():
    raced = runpy.run_path(str(FOLDER / "descent.py"))
    run = gd.descend(raced["LOSS"], gd.GradientDescent(raced["RATE"]), raced["START"], 50)
    ours = np.stack([run.points[:, 0], run.losses, run.gradients[:, 0]])
    for way in ("descent_by_hand", "descent_by_hand_with_care", "descent_by_mygrad"):
        assert np.stack(raced[way](50)) == pytest.approx(ours, rel=1e-12), way
    swept = raced["sweep_by_hand"](np.array([raced["RATE"]]), 50)[..., 0].T
    assert swept == pytest.approx(ours, rel=1e-12)
