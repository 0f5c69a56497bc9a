"""The vector chain rule: against numeric derivatives of the whole, products of Jacobians, and a network by hand."""

from dataclasses import replace

import mpmath
import pytest
import sympy as sp

import gdtutor as gd

CHAINS = [
    ("y_1^2*y_2", [{"y_1": "x_1 + x_2", "y_2": "x_1*x_2"}], "x_1 x_2"),
    ("sin(u)*e^v", [{"u": "x*y", "v": "x - y^2"}], "x y"),
    ("log(p + q)", [{"p": "e^s", "q": "e^t"}, {"s": "x*y", "t": "x/y"}], "x y"),
    ("(a_1 - a_2)^2", [{"a_1": "sigmoid(s_1)", "a_2": "tanh(s_2)"}, {"s_1": "x + 2*y", "s_2": "x*y"}], "x y"),
    ("c*u", [{"u": "x^2"}], "x"),
]


@pytest.mark.parametrize(("outer", "layers", "variables"), CHAINS, ids=[c[0] for c in CHAINS])
def test_the_sum_over_the_paths_is_the_derivative_of_the_whole(outer, layers, variables):
    found = gd.vector_chain(outer, layers, variables)
    letters = sorted(found.expression.free_symbols, key=str)
    function = sp.lambdify(letters, found.expression.rewrite(sp.exp), "mpmath")
    with mpmath.workdps(40):
        place = [mpmath.mpf(k + 3) / 7 for k in range(len(letters))]
        for variable in found.variables:
            orders = tuple(int(letter == variable) for letter in letters)
            wanted = mpmath.diff(function, tuple(place), orders)
            value = sp.lambdify(letters, found.partial(variable).rewrite(sp.exp), "mpmath")(*place)
            assert abs(value - wanted) < mpmath.mpf(10) ** -15
    assert found.verify()


@pytest.mark.parametrize(("outer", "layers", "variables"), CHAINS[:4], ids=[c[0] for c in CHAINS[:4]])
def test_it_is_the_product_of_the_jacobians(outer, layers, variables):
    found = gd.vector_chain(outer, layers, variables)
    product = sp.eye(1)
    for level, layer in enumerate(found.layers):
        names = found.names[level]
        rows = [[found._in_inputs(sp.diff(link.expression, name), level) for name in names] for link in layer]
        product *= sp.Matrix(rows)
    for variable, entry in zip(found.variables, product, strict=True):
        assert gd.equal(found.partial(variable), entry).proved


def test_the_paths_of_a_small_network():
    found = gd.vector_chain(
        "(a_1 + a_2 - t)^2",
        [{"a_1": "sigmoid(s_1)", "a_2": "sigmoid(s_2)"}, {"s_1": "w*x_1", "s_2": "w*x_2"}],
        "w",
        "L",
    )
    assert [list(map(str, term.path)) for term in found.terms("w")] == [
        ["L", "a_1", "s_1", "w"],
        ["L", "a_2", "s_2", "w"],
    ]
    neurons = [f"sigmoid(w*x_{k})" for k in (1, 2)]
    slopes = " + ".join(f"{neuron}*(1-{neuron})*x_{k}" for k, neuron in enumerate(neurons, start=1))
    hand = f"2*({' + '.join(neurons)} - t)*({slopes})"
    assert gd.equal(found.partial("w"), hand).proved


def test_a_path_whose_derivative_is_zero_is_left_out():
    found = gd.vector_chain("u + v", {"u": "x", "v": "y"}, "x y")
    assert [list(map(str, term.path)) for term in found.terms("x")] == [["z", "u", "x"]]
    assert gd.vector_chain("u", {"u": "x"}, "x y").partial("y") == 0


def test_names_of_a_layer_may_be_swapped_in_the_next():
    found = gd.vector_chain("a - b", [{"a": "c", "b": "d"}, {"c": "x^2", "d": "x^3"}], "x")
    assert gd.equal(found.partial("x"), "2x - 3x^2").proved


def test_tampered_parts_are_found():
    found = gd.vector_chain("y_1^2*y_2", {"y_1": "x_1 + x_2", "y_2": "x_1*x_2"}, "x_1 x_2")
    link = found.layers[0][0]
    wrong = replace(link, components=(replace(link.components[0], result=sp.Symbol("y_1")), link.components[1]))
    tampered = replace(found, layers=((wrong,), found.layers[1]))
    assert found.verify()
    assert not tampered.verify()
    assert [step.rule for step in tampered.steps if not step.is_proved()] == ["chain rule", "chain rule"]


def test_views():
    found = gd.vector_chain("y_1*y_2", {"y_1": "x^2", "y_2": "sin(x)"}, "x")
    assert "dz/dx = dz/dy_1*dy_1/dx + dz/dy_2*dy_2/dx" in str(found)
    assert found.to_dict()["derivatives"]["x"]["paths"][0] == {
        "path": ["z", "y_1", "x"], "partials": ["y_2", "2*x"], "value": "2*x*sin(x)",
    }  # fmt: skip
    assert found.to_dict()["verified"] is True
    shown = found._repr_markdown_()
    assert r"\frac{\partial z}{\partial y_{1}} \cdot \frac{\partial y_{1}}{\partial x}" in shown
    assert shown.count("\n|") == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("u", {}, "x"), "layers is {}"),
        (("u", {"u": "x"}, "u"), "every name once"),
        (("z", {"z": "x"}, "x"), "every name once"),
        (("u", [{"u": "x"}, {"v": "x"}], "x"), "only names of the next layer"),
        (("u*x", {"u": "x"}, "x"), "only names of the next layer"),
    ],
)
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(gd.ArgumentError, match=words):
        gd.vector_chain(*arguments)


def test_a_variable_that_is_none_is_named():
    with pytest.raises(gd.ArgumentError, match="variable is y"):
        gd.vector_chain("u", {"u": "x"}, "x").partial("y")


def test_too_many_paths_are_refused():
    layer = {f"{{}}_{k}": "1" for k in range(15)}
    layers = [{name.format(letter): "x" for name in layer} for letter in "uv"]
    with pytest.raises(gd.TooLargeError):
        gd.vector_chain("1", layers, "x")
