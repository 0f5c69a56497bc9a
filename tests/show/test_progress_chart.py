"""The chart of progress: its bars are the counts, and its alternative text says the same."""

import pytest

from gdtutor.show.progress_chart import progress_chart
from gdtutor.tutor.progress import Progress


@pytest.fixture
def own():
    made = Progress()
    made.answered("product-1", "correct")
    made.answered("chain-1", "wrong", "chain_inner_missing")
    made.answered("practice-chain-1-1", "correct")
    return made


def test_the_bars_are_the_counts(own):
    (axes,) = progress_chart(own).figure.axes
    drawn = [[round(bar.get_width()) for bar in bars] for bars in axes.containers]
    assert list(zip(*drawn, strict=True)) == list(own.lessons().values())
    assert [label.get_text() for label in axes.get_yticklabels()] == list(own.lessons())
    for bars in axes.containers[1:]:  # each begins where the one before it ends
        assert all(bar.get_x() >= 0 for bar in bars)
    place = list(own.lessons()).index("02-product-and-chain-rule")
    assert axes.containers[1][place].get_x() == 1


def test_the_parts_are_told_apart_without_colours(own):
    (axes,) = progress_chart(own).figure.axes
    looks = {(bars[0].get_hatch(), bars[0].get_facecolor()) for bars in axes.containers}
    assert len(looks) == 3
    assert axes.containers[1][0].get_hatch() == "////"


def test_the_alternative_text_says_the_counts(own):
    chart = progress_chart(own)
    whole = sum(own.lessons()["02-product-and-chain-rule"])
    assert f"02-product-and-chain-rule: 1 solved, 1 tried and not solved, {whole - 2} not yet tried" in chart.alt_text
    assert "practice: 1 solved" in chart.alt_text
    assert chart._repr_html_().startswith(f'<img alt="{chart.alt_text}" src="data:image/png;base64,')


def test_nothing_begun_is_a_chart_too():
    assert "lessons not begun" in progress_chart(Progress()).alt_text
