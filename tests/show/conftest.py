"""One experiment of each kind, as the lessons make them."""

import tomllib
from pathlib import Path

import pytest

import gdtutor as gd

CALLS = tomllib.loads((Path(__file__).parents[1] / "browser" / "experiments.toml").read_text("utf-8"))


@pytest.fixture(params=CALLS)
def experiment(request):
    return eval(CALLS[request.param].strip(), {"gd": gd})
