"""Every experiment in a real JupyterLab, as a learner meets them."""

import io
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

EXPERIMENTS = tomllib.loads(Path(__file__).with_name("experiments.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def gallery(desk, lab):
    """A page with all experiments, each in its cell, everything loaded."""
    cells = [f"{kind} = {call.strip()}\n{kind}" for kind, call in EXPERIMENTS.items()]
    page = desk.run(lab.notebook("gallery.ipynb", "import gdtutor as gd", *cells))
    expect(page.locator(".gd-experiment .gd-caption")).to_have_count(len(EXPERIMENTS), timeout=30_000)
    expect(page.locator(".gd-experiment .gd-dial:not(:has(.noUi-handle))")).to_have_count(0, timeout=30_000)
    return desk


@pytest.fixture
def find(gallery):
    """Finds an experiment on the page by its kind, and puts it back to where it opened."""

    def experiment(kind):
        element = gallery.page.locator(".gd-experiment").nth(list(EXPERIMENTS).index(kind))
        element.get_by_role("button", name="Reset", exact=True).click()
        return element

    yield experiment
    gallery.clean()


def pixels(element):
    element.scroll_into_view_if_needed()
    element.page.wait_for_timeout(100)  # JupyterLab lays out cells when they come into view, and scrolls once more
    shot = Image.open(io.BytesIO(element.screenshot(animations="disabled")))
    return np.asarray(shot.convert("RGB")).astype(int)


def differ(one, other):
    return one.shape != other.shape or np.abs(one - other).max() > 60


def dials(element):
    """Each slider with the box beside it: a number box, or a list to choose from."""
    rows = element.locator(".gd-dial")
    return [(row.get_by_role("slider"), row.locator("input, select")) for row in rows.all()]


def press_on(slider):
    """Move a slider by one place, back where it stands at its end."""
    at_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
    slider.press("ArrowLeft" if at_end else "ArrowRight")


def printed(page, kind):
    """What the kernel says of an experiment whose sliders were moved on the page."""
    return page.evaluate(
        """async (kind) => {
            const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
            const asked = kernel.requestExecute({code: `print(${kind}.caption)`});
            let text = "";
            asked.onIOPub = (message) => { text += message.content.text ?? ""; };
            await asked.done;
            return text.trim();
        }""",
        kind,
    )


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_a_slider_moved_by_keyboard_changes_picture_number_words_and_python(kind, find, gallery):
    element = find(kind)
    panels, caption = element.locator(".gd-panels"), element.locator(".gd-caption")
    for slider, box in dials(element):
        before, words, number = pixels(panels), caption.text_content(), box.input_value()
        press_on(slider)
        expect(caption).not_to_have_text(words)
        assert differ(before, pixels(panels)), slider.get_attribute("aria-label")
        assert box.input_value() != number
    assert printed(gallery.page, kind) == caption.text_content()


@pytest.fixture
def looks_first(gallery):
    """JupyterLab looks at every key before the page does, as Notebook 7 always does."""
    page = gallery.page
    page.evaluate("() => { window.look = (key) => window.jupyterapp.commands.processKeydownEvent(key); }")
    page.evaluate("() => document.addEventListener('keydown', window.look, true)")
    yield page
    page.evaluate("() => document.removeEventListener('keydown', window.look, true)")


def test_the_arrows_stay_with_a_dial_where_the_notebook_looks_first(find, looks_first):
    element = find("tangent")
    for slider, box in dials(element):
        number = box.input_value()
        press_on(slider)
        expect(box).not_to_have_value(number)
        expect(slider).to_be_focused()
    choice = looks_first.locator(".gd-dial select").first
    chosen = choice.input_value()
    choice.press("ArrowDown")
    expect(choice).not_to_have_value(chosen)
    expect(choice).to_be_focused()


def test_a_shortcut_with_control_works_on_a_slider_too(find, looks_first):
    slider = find("tangent").get_by_role("slider").first
    unsaved = "window.jupyterapp.shell.currentWidget.context.model.dirty"
    for _ in range(2):  # the second time after a key of the slider's own
        press_on(slider)
        looks_first.evaluate(f"() => {{ {unsaved} = true; }}")
        slider.press("Control+s")
        looks_first.wait_for_function(f"() => !{unsaved}")


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_every_control_has_a_name_and_a_readable_value(kind, find):
    element = find(kind)
    for slider, box in dials(element):
        press_on(slider)
        name = slider.get_attribute("aria-label")
        assert name == element.locator("label", has_text=name).first.text_content()
        value = box.evaluate("box => box.selectedOptions ? box.selectedOptions[0].text : box.value")
        value = value.replace("\u00a0", " ")  # a list of ipywidgets does not break its lines
        expect(slider).to_have_attribute("aria-valuetext", re.compile(re.escape(shown(value))))
    for name in ("Play", "Step", "Reset"):
        expect(element.get_by_role("button", name=name, exact=True)).to_be_visible()
    controls = element.locator("button, input, select, [role=slider]").all()
    names = [re.match(r"- \w+ \"[^\"]+\"", control.aria_snapshot()) for control in controls]
    assert all(names), [control.aria_snapshot() for control in controls]
    for picture in element.get_by_role("img").all():
        assert len(picture.get_attribute("aria-label")) > 30
    expect(element.get_by_role("status")).to_have_text(element.locator(".gd-caption").text_content())


def shown(value):
    """What stands in a number box, as a reader sees it: with a real minus sign, three digits."""
    number = re.fullmatch(r"-?[\d.]+", value)
    return f"{float(value):.3g}".replace("-", "−") if number and "e" not in f"{float(value):.3g}" else value


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_every_preset_says_why(kind, find):
    element = find(kind)
    for button in element.locator(".gd-bar button").all()[3:]:
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(element.locator(".gd-why")).to_have_text(re.compile(r"\w.*[.!?]$"))


def test_the_still_picture_is_there_and_hidden_where_the_live_one_is(gallery):
    stills = gallery.page.locator(".jp-OutputArea figure")
    expect(stills).to_have_count(len(EXPERIMENTS), timeout=30_000)
    assert [figure.is_visible() for figure in stills.all()] == [False] * len(EXPERIMENTS)
    seen = stills.first.evaluate(
        """(figure) => {
            const live = figure.closest('.jp-OutputArea').querySelector('.gd-experiment');
            const name = [...live.classList].find((name) => name.startsWith('gd-live-'));
            live.classList.remove(name);
            const height = figure.offsetHeight;
            live.classList.add(name);
            return height;
        }"""
    )
    assert seen > 100


def test_a_number_typed_into_the_box_moves_the_picture_to_the_nearest_place(find):
    element = find("rates")
    box = element.get_by_role("spinbutton", name="learning rate α", exact=True)
    box.fill("0.3")
    box.press("Enter")
    expect(element.locator(".gd-caption")).to_contain_text("α = 0.316,")
    expect(box).to_have_value("0.316")
    element.get_by_role("button", name="too large").press("Enter")
    expect(element.locator(".gd-caption")).to_contain_text("α = 0.5, start θ = −5, step 40 of 40")
    expect(element.get_by_role("button", name="too large")).to_have_attribute("aria-pressed", "true")
    expect(element.locator(".gd-why")).to_have_text("It jumps.")


def test_play_runs_to_the_end_and_step_and_reset_work_by_keyboard(find, gallery):
    element, page = find("steps"), gallery.page
    caption = element.locator(".gd-caption")
    element.get_by_role("button", name="Step", exact=True).focus()
    page.keyboard.press("Enter")
    expect(caption).to_contain_text("step 1 of 10")
    page.keyboard.press("Space")
    expect(caption).to_contain_text("step 2 of 10")
    element.get_by_role("button", name="Play", exact=True).press("Enter")
    expect(element.get_by_role("button", name="Pause", exact=True)).to_be_focused()
    expect(caption).to_contain_text("step 10 of 10", timeout=8000)
    expect(element.get_by_role("button", name="Play", exact=True)).to_be_visible()
    element.get_by_role("button", name="Reset", exact=True).press("Enter")
    expect(caption).to_contain_text("step 0 of 10")
    expect(page.locator(".jp-Cell")).to_have_count(1 + len(EXPERIMENTS))  # no key reached the notebook


def test_dragging_in_the_curve_moves_the_point(find, gallery):
    element, page = find("tangent"), gallery.page
    plot = element.locator(".gd-plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 80)
    page.mouse.up()
    number = float(element.get_by_role("spinbutton", name="θ", exact=True).input_value())
    assert 2 < number < 4.5
    expect(element.locator(".gd-caption")).to_contain_text(f"At θ = {number:g}:")


def contrast(one, other):
    """The contrast of two colours by the web's accessibility guidelines."""

    def luminance(colour):
        part = np.asarray(colour) / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_words_and_curves_stand_out_in_both_themes_and_nothing_overflows(gallery):
    page = gallery.page
    colour = "(node, what) => getComputedStyle(node)[what].match(/[\\d.]+/g).slice(0, 3).map(Number)"
    papers = []
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        gallery.theme(theme)
        for width in (600, 1400):
            page.set_viewport_size({"width": width, "height": 1600})
            page.wait_for_timeout(300)
            for element in page.locator(".gd-experiment").all():
                paper = pixels(element.locator(".gd-panels"))[0, -1]
                words = element.locator(".gd-caption").evaluate(colour, "color")
                assert contrast(paper, words) > 7
                lines = element.locator(".gd-plot .gd-line[d]")
                for stroke in lines.evaluate_all(f"lines => lines.map((line) => ({colour})(line, 'stroke'))"):
                    assert contrast(paper, stroke) > 3
                inner, outer = element.locator(".gd-view").evaluate("node => [node.scrollWidth, node.clientWidth]")
                assert inner <= outer + 1
        papers.append(paper.mean())
    assert papers[0] > 240
    assert papers[1] < 40
    gallery.clean()


def test_a_start_is_dragged_in_the_plane_and_the_path_follows(find, gallery):
    element, page = find("contour"), gallery.page
    plot = element.locator(".gd-plot").first
    plot.scroll_into_view_if_needed()
    path = plot.locator("svg .gd-line").nth(2).get_attribute("d")
    frame = plot.locator(".gd-frame").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.8, frame["y"] + frame["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.8, steps=5)
    page.mouse.up()
    x, y = (float(element.get_by_role("spinbutton", name=f"start {name}").input_value()) for name in "xy")
    assert abs(x - (-3)) < 1  # a quarter of the way from −6 to 6
    assert abs(y - (-1.8)) < 0.6  # four fifths of the way from 3 down to −3
    expect(element.locator(".gd-caption")).to_contain_text(f"start ({x:g}, {y:g})".replace("-", "−"))
    assert plot.locator("svg .gd-line").nth(2).get_attribute("d") != path


def test_a_finger_drags_the_start_too(desks, lab):
    desk = desks(viewport={"width": 800, "height": 1400}, has_touch=True)
    page = desk.run(lab.notebook("touch.ipynb", f"import gdtutor as gd\n{EXPERIMENTS['contour'].strip()}"))
    frame = page.locator(".gd-plot .gd-frame").first
    expect(frame).to_be_visible(timeout=30_000)
    page.wait_for_timeout(500)
    box, touch = frame.bounding_box(), page.context.new_cdp_session(page)
    spots = [(0.7, 0.3), (0.5, 0.5), (0.2, 0.7)]
    points = [{"x": box["x"] + box["width"] * a, "y": box["y"] + box["height"] * b} for a, b in spots]
    for kind, at in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_role("spinbutton", name="start x")).to_have_value(re.compile(r"^-3\.|^-4\."))
    expect(page.get_by_role("spinbutton", name="start y")).to_have_value(re.compile(r"^-[01]\."))
    desk.clean()
