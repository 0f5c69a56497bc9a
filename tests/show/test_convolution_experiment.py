"""The sliding kernel against four loops, translation invariance, and the sum that the caption writes out."""

import numpy as np
import pytest

import gdtutor as gd
from gdtutor.errors import ArgumentError

RANDOM = np.random.default_rng(5)
IMAGE = RANDOM.integers(-3, 4, (7, 8)).astype(float)
KERNELS = {"three": RANDOM.integers(-2, 3, (3, 3)).astype(float), "wide": RANDOM.integers(-2, 3, (1, 5)).astype(float)}
EXPERIMENT = gd.convolution_experiment(IMAGE, KERNELS, bias=0.5, shifts=2)
IMAGE_PANEL, KERNEL_PANEL, PRODUCT_PANEL, RESULT_PANEL = EXPERIMENT.scene.panels


def by_loops(image, kernel, bias, row, column):
    """H_ij = u + Σ_a Σ_b V_ab X_{i+a, j+b} with a and b from −Δ, and i and j counted from 1."""
    up, left = (side // 2 for side in kernel.shape)
    total = bias
    for a in range(-up, up + 1):
        for b in range(-left, left + 1):
            total += kernel[a + up, b + left] * image[row - 1 + a, column - 1 + b]
    return total


def places():
    return np.ndindex(*(len(dial.values) for dial in EXPERIMENT.scene.dials))


def moved(shift):
    image = np.zeros_like(IMAGE)
    image[:, shift:] = IMAGE[:, : IMAGE.shape[1] - shift]
    return image


def test_every_value_of_h_is_that_of_the_loops():
    rows, columns = (EXPERIMENT.scene.dials[k].values for k in (2, 3))
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (2, 6, 3, 6)
    for k, shift, i, j in places():
        kernel = list(KERNELS.values())[k]
        wanted = by_loops(moved(shift), kernel, 0.5, int(rows[i]), int(columns[j]))
        assert RESULT_PANEL.cells_at((k, shift, i, j))[i, j] == pytest.approx(wanted)
        assert np.nansum(PRODUCT_PANEL.cells_at((k, shift, i, j))) + 0.5 == pytest.approx(wanted)


def test_the_frame_lies_on_the_cells_under_the_kernel():
    for k, shift, i, j in places():
        frames = IMAGE_PANEL.frames_at((k, shift, i, j)).astype(bool)
        kernel = list(KERNELS.values())[k]
        assert frames.sum() == kernel.size
        covered = IMAGE_PANEL.cells_at((k, shift, i, j))[frames]
        own = KERNEL_PANEL.cells_at((k, shift, i, j))
        np.testing.assert_array_equal(own[~np.isnan(own)], kernel.ravel())
        products = PRODUCT_PANEL.cells_at((k, shift, i, j))
        np.testing.assert_array_equal(products[~np.isnan(products)], kernel.ravel() * covered)
        assert np.argwhere(RESULT_PANEL.frames_at((k, shift, i, j))).tolist() == [[i, j]]


def test_h_moves_with_the_image():
    for k in range(2):
        still, later = (RESULT_PANEL.cells_at((k, shift, 0, 0)) for shift in (0, 1))
        np.testing.assert_array_equal(later[:, 1:], still[:, :-1])


def test_the_kernel_is_read_row_by_row():
    words = gd.convolution_experiment().scene.panels[1].summary_at((0, 0, 0, 0))
    assert words == "The kernel V, edge, 3×3, row by row: −1, 0, 1; −1, 0, 1; −1, 0, 1."


def test_far_pixels_do_not_matter():
    far = IMAGE.copy()
    far[5:, :] += 9  # rows 6 and 7 are beyond a 3×3 kernel at row 2
    near = gd.convolution_experiment(far, KERNELS, bias=0.5).scene.panels[3]
    np.testing.assert_array_equal(near.cells_at((0, 0, 0, 0))[0], RESULT_PANEL.cells_at((0, 0, 0, 0))[0])


def test_the_caption_writes_the_sum_term_by_term_and_says_when_it_is_too_long():
    experiment = gd.convolution_experiment([[1, 2, 3]], {"edge": [[-1, 0, 2]]}, bias=-1, shifts=0)
    assert experiment.caption.endswith("H = u + ΣV·X = −1 + (−1)·1 + 0·2 + 2·3 = 4.")
    default = gd.convolution_experiment(kernel="mean, 5×5")
    assert "0 + the sum of 25 products = 0.16." in default.caption  # four of 25 pixels are bright


def test_the_presets_tell_what_is_there():
    found, later, nothing = gd.convolution_experiment().scene.presets
    assert "H is 3, farthest from u" in found.why
    assert "3 one column on, as 3 before" in later.why
    assert nothing.why.startswith("Nothing found")


@pytest.mark.parametrize(
    ("arguments", "keywords", "says"),
    [
        (([[1, 2], [3]],), {}, "image is"),
        ((np.zeros((13, 3)),), {}, "at most 12"),
        ((np.zeros((3, 3)), {"even": [[1, 1]]}), {}, "kernel even is of shape"),
        ((np.zeros((3, 3)), {"large": np.ones((5, 1))}), {}, "kernel large is of shape"),
        ((np.zeros((3, 3)), {}), {}, "kernels is empty"),
        ((np.zeros((3, 3)), {"one": [[np.inf]]}), {}, "kernel one is"),
        ((), {"kernel": "sharp"}, "kernel is 'sharp'"),
        ((), {"shifts": 9}, "shifts is 9"),
        ((), {"bias": "u"}, "bias is 'u'"),
    ],
)
def test_bad_arguments_are_named(arguments, keywords, says):
    with pytest.raises(ArgumentError, match=says):
        gd.convolution_experiment(*arguments, **keywords)
