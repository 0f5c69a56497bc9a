"""The chain-table experiment against the closed forms of logistic regression."""

import mpmath
import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError

HALF_A, HALF_B = "-y*log(1/(1+e^(-w*x)))", "-(1-y)*log(1-1/(1+e^(-w*x)))"


def slope(experiment, place):
    """The last cell of the table: the derivative, as text."""
    return experiment.scene.panels[0].cells_at((place,))[-1][-1]


@pytest.mark.parametrize(("half", "x", "y"), [(HALF_A, 2, 1), (HALF_A, -1.5, 1), (HALF_B, 2, 0), (HALF_B, 3, 0.25)])
def test_the_product_is_the_closed_form_of_the_lecture(half, x, y):
    experiment = gd.chain_table_experiment(half, inputs={"x": x, "y": y}, points=13)
    tangents = next(m for m in experiment.scene.panels[1].marks if m.role == "tangent")
    for place, w in enumerate(experiment.scene.dials[0].values):
        with mpmath.workdps(50):
            p = 1 / (1 + mpmath.exp(-mpmath.mpf(w) * x))
            right = -y * x * (1 - p) if half is HALF_A else (1 - y) * x * p
        (x0, y0), (x1, y1) = tangents.points((place,))
        assert (y1 - y0) / (x1 - x0) == pytest.approx(float(right), rel=1e-10)
        assert slope(experiment, place) in experiment.scene.caption.at((place,))


def test_every_row_multiplies_its_partial_onto_the_product_so_far():
    experiment = gd.chain_table_experiment(HALF_A, inputs={"x": 2, "y": 1}, start=1)
    rows = experiment.scene.panels[0].cells_at(experiment.position)
    numbers = [[float(cell.replace("−", "-")) for cell in (row[1], row[3], row[4])] for row in rows[:-1]]
    p = 1 / (1 + np.exp(-2))
    values = [-2, np.exp(-2), 1 + np.exp(-2), p, np.log(p), -np.log(p)]
    np.testing.assert_allclose([value for value, _, _ in numbers], values, rtol=6e-3)
    np.testing.assert_allclose(np.cumprod([partial for _, partial, _ in numbers]), [n[2] for n in numbers], rtol=2e-2)
    assert [row[0].text.split(" = ")[0] for row in rows[:-1]] == ["ξ₁", "ξ₂", "ξ₃", "ξ₄", "ξ₅", "L"]
    assert rows[0][2].text == "∂ξ₁/∂w = −x"


def test_where_paths_join_their_products_are_added():
    experiment = gd.chain_table_experiment("w^2*sin(w)", start=1)
    assert experiment.scene.panels[0].cells_at(experiment.position)[-1][0] == "sum over the paths"
    assert float(slope(experiment, experiment.slider.value)) == pytest.approx(2 * np.sin(1) + np.cos(1), rel=5e-3)


def test_a_table_made_before_is_taken_with_its_names():
    table = gd.chain_table("(3v+1)^2", "v", name="z", whole="E")
    experiment = gd.chain_table_experiment(table, start=1)
    assert experiment.caption == "v = 1: E = 16, slope ∂E/∂v = 3·8 = 24."


def test_presets_stand_on_the_grid():
    experiment = gd.chain_table_experiment("w^2", presets={"off the grid": (0.123, "Because.")})
    (preset,) = experiment.scene.presets
    assert experiment.scene.dials[0].values[preset.position[0]] == 0.123
    assert experiment.scene.preset_at(preset.position).why == "Because."


def test_a_symbol_without_a_value_is_named():
    with pytest.raises(ArgumentError, match="y has no value"):
        gd.chain_table_experiment(HALF_A, inputs={"x": 2})
