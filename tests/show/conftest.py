"""One experiment of each kind, as the lessons make them."""

import pytest

import gdtutor as gd

LOSS = gd.Loss("sin(2*theta)*log(theta^2)", "theta")
PRESETS = {"too small": (0.002, "It creeps."), "right": (0.1, "It settles."), "too large": (0.5, "It jumps about.")}


def tangent():
    return gd.tangent_experiment(("sin(2*theta)", "log(theta^2)"), "theta", start=-5, name="L")


def chain():
    return gd.chain_table_experiment(
        "-y*log(1/(1+e^(-w*x)))", inputs={"x": 2, "y": 1}, presets={"even": (0, "p = 1/2.")}
    )


def steps():
    return gd.descent_experiment(LOSS, 0.5, start=-5, steps=10, window=(-7, 7))


def rates():
    return gd.descent_experiment(LOSS, start=-5, steps=40, window=(-7, 7), rate=0.1, presets=PRESETS)


MAKERS = [tangent, chain, steps, rates]


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def experiment(request):
    return request.param()
