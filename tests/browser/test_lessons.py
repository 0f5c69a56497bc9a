"""Every lesson in a real JupyterLab: all cells run, the still picture is there, the slider moves the picture."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "00-map")  # no experiment there


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_its_experiment_answers_the_keyboard(lesson, desk, lab):
    shutil.copytree(NOTEBOOKS, lab.folder, dirs_exist_ok=True)
    page = desk.run(f"{lesson}.ipynb")
    experiment = page.locator(".gd-experiment").first
    slider = experiment.get_by_role("slider").first
    expect(slider).to_be_attached(timeout=30_000)
    caption, plot = experiment.locator(".gd-caption"), experiment.locator(".gd-panels")
    words, drawn = caption.text_content(), plot.inner_html()
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(caption).not_to_have_text(words)
    assert plot.inner_html() != drawn
    stills = page.locator(".jp-RenderedMarkdown img[src*='figures']")
    assert stills.count() >= 1
    assert all(still.evaluate("image => image.complete && image.naturalWidth > 200") for still in stills.all())
    assert all(still.get_attribute("alt") for still in stills.all())
    desk.clean()
    desk.close_kernels()
