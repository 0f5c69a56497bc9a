"""The site that runs in a browser alone: what it is made of, what it tells JupyterLite, and how it is served."""

import json
import re
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LITE = ROOT / "docs" / "lite"
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# as in Pyodide's own list: NumPy and what Matplotlib needs besides, without the files
THEIRS = {
    "info": {"python": "3.14.2"},
    "packages": {
        "numpy": {"name": "numpy", "file_name": "numpy.whl", "sha256": "n", "depends": []},
        "matplotlib": {"name": "matplotlib", "file_name": "mpl.whl", "sha256": "m", "depends": ["numpy", "cycler"]},
        "cycler": {"name": "cycler", "file_name": "cycler.whl", "sha256": "c", "depends": []},
        "scipy": {"name": "scipy", "file_name": "scipy.whl", "sha256": "s", "depends": ["numpy"]},
    },
}


@pytest.fixture(autouse=True)
def beside(monkeypatch):
    """The scripts of docs/lite import each other as neighbours."""
    monkeypatch.syspath_prepend(str(LITE))


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (LITE / lock).read_text(), re.M))


@pytest.mark.parametrize("lock", ["build.lock", "browser.lock"])
def test_every_package_of_the_site_has_a_version_and_a_hash(lock):
    entries = re.split(r"^(?=\S+==)", (LITE / lock).read_text(), flags=re.M)[1:]
    assert len(entries) > 15
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", ["ipywidgets", "anywidget", "psygnal", "traitlets"])
def test_both_halves_of_a_widget_have_the_same_version(name):
    assert pins("build.lock")[name] == pins("browser.lock")[name]


def test_the_mathematics_is_that_of_the_tested_lock():
    tested = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text(), re.M))
    assert {name: pins("browser.lock")[name] for name in ("sympy", "mpmath")} == {
        name: tested[name] for name in ("sympy", "mpmath")
    }


def test_a_changed_download_stops_the_build():
    from distribution import check_hash

    empty = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
    check_hash(b"", empty)
    with pytest.raises(SystemExit, match="nothing was built"):
        check_hash(b"x", empty)


@pytest.fixture
def wheel(tmp_path):
    path = tmp_path / "Some_Thing-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as files:
        files.writestr("some_thing/__init__.py", "")
        files.writestr("single.py", "")
        files.writestr(
            "some_thing-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: Some_Thing\nVersion: 1.2\n\nx"
        )
    return path


def test_a_wheel_is_listed_with_its_hash_and_what_it_holds(wheel):
    import hashlib

    from distribution import make_lock

    (entry,) = make_lock([wheel], THEIRS)["packages"].items()
    assert entry[0] == "some-thing"
    assert entry[1]["imports"] == ["single", "some_thing"]
    assert entry[1]["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_a_wheel_loses_its_tests_and_nothing_else(tmp_path, wheel):
    from distribution import put_slim

    with zipfile.ZipFile(wheel, "a") as files:
        files.writestr("some_thing/tests/__init__.py", "")
        before = files.namelist()
    (tmp_path / "slim").mkdir()
    with zipfile.ZipFile(put_slim(wheel, tmp_path / "slim")) as files:
        assert files.namelist() == [name for name in before if name != "some_thing/tests/__init__.py"]


def test_the_site_names_no_other_host(wheel):
    from build import configuration
    from distribution import make_lock

    lock = make_lock([wheel], THEIRS)
    assert "://" not in json.dumps([lock, configuration(sorted(lock["packages"]))])
    kernel = configuration([])["jupyter-config-data"]["litePluginSettings"][
        "@jupyterlite/pyodide-kernel-extension:kernel"
    ]
    assert kernel["disablePyPIFallback"] is True


def test_the_online_flavour_takes_numpy_and_matplotlib_from_pyodide_with_their_hashes(wheel):
    from build import NUMERIC, configuration
    from distribution import make_lock

    lock = make_lock([wheel], THEIRS, NUMERIC, "https://there/full")
    assert lock["packages"].keys() == {"cycler", "matplotlib", "numpy", "some-thing"}
    assert lock["packages"]["numpy"]["file_name"] == "https://there/full/numpy.whl"
    assert lock["packages"]["numpy"]["sha256"] == "n"
    assert lock["packages"]["some-thing"]["file_name"] == wheel.name
    loaded = configuration(sorted(lock["packages"]))["jupyter-config-data"]["litePluginSettings"]
    assert "numpy" in next(iter(loaded.values()))["loadPyodideOptions"]["packages"]


@pytest.mark.parametrize("online", [True, False])
def test_the_front_page_leads_to_every_lesson_and_says_where_work_is_kept(online):
    from front_page import front_page

    page = front_page(LESSONS, online)
    assert [f'href="lab/index.html?path={lesson.name}"' in page for lesson in LESSONS] == [True] * len(LESSONS)
    assert "is kept by this browser" in page
    assert ("Pyodide's own distribution" in page.replace("&#x27;", "'")) is online


def test_pictures_keep_their_words_in_letters_that_jupyterlite_can_show(tmp_path):
    import xml.etree.ElementTree as ElementTree

    from build import lessons

    lessons(tmp_path / "lessons")
    for picture in (tmp_path / "lessons" / "figures").iterdir():
        original = ROOT / "notebooks" / "figures" / picture.name
        assert picture.read_bytes().isascii()
        texts = [[*ElementTree.parse(file).getroot().itertext()] for file in (picture, original)]
        assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mjs", "text/javascript"), ("a.wasm", "application/wasm"), ("a.whl", "application/octet-stream"),
        ("a.ipynb", "application/json"), ("a.svg", "image/svg+xml"),
    ],
)  # fmt: skip
def test_files_are_served_on_loopback_with_the_types_that_browsers_insist_on(tmp_path, name, kind):
    from serve import make_server

    (tmp_path / name).write_text("x")
    with make_server(tmp_path, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/{name}", timeout=10) as answer:
                assert answer.headers["Content-Type"] == kind
        finally:
            server.shutdown()
            thread.join()
    assert server.server_address[0] == "127.0.0.1"


def test_serving_nothing_says_what_to_do(tmp_path):
    command = [sys.executable, str(LITE / "serve.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "run 'make site' first" in done.stderr
