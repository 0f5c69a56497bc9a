"""The documentation builds without a warning, its links lead somewhere, and its pages ask no other host."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from sphinx.util.inventory import InventoryFile

import gdtutor

ROOT = Path(__file__).parents[1]


class Page(HTMLParser):
    """The links, the loaded files, the anchors and the pictures of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.pictures: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.anchors.add(found.get("id") or "")
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "link" and {"stylesheet", "preload", "icon"} & set((found.get("rel") or "").split()):
            self.loaded.append(found["href"])
        elif found.get("src"):
            self.loaded.append(found["src"])
        if tag == "img":
            self.pictures.append(found)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", folder / "doctrees"]
    done = subprocess.run(
        [*command, ROOT / "docs", folder / "html"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {file: Page(file.read_text("utf-8")) for file in site.rglob("*.html")}


def dead(pages: dict[Path, Page]) -> list[str]:
    """The links within the site, and what pages load, that are not there."""
    found = []
    for file, page in pages.items():
        for link in (*page.links, *page.loaded):
            parts = urlsplit(link)
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if parts.scheme or parts.netloc:
                continue
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and target in pages and anchor not in pages[target].anchors):
                found.append(f"{file.name}: {link}")
    return found


def test_every_link_leads_somewhere(pages):
    assert len(pages) > 10
    assert dead(pages) == []


def test_a_dead_link_is_found(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<a href='a.html#there' id='there'></a>")
    assert dead({page: Page("<p id='there'><a href='a.html#there'>x</a>")}) == []
    assert dead({page: Page("<a href='a.html#not'>x</a><img src='b.svg'>")}) == ["a.html: a.html#not", "a.html: b.svg"]


def test_no_page_asks_another_host_for_anything(site, pages):
    outside = {link for page in pages.values() for link in page.loaded if urlsplit(link).netloc}
    styles = [file.read_text("utf-8") for file in site.rglob("*.css")]
    assert outside == set()
    assert [
        link for style in styles for link in re.findall(r"(?:@import|url\()\s*['\"]?(?:https?:)?//[^)\s]+", style)
    ] == []


def test_every_picture_is_told_in_words(pages):
    told = [
        picture.get("alt") or "" for file, page in pages.items() for picture in page.pictures if file.stem == "gallery"
    ]
    assert len(told) >= 3
    assert min(map(len, told)) > 40


def test_every_public_name_has_its_entry(site):
    with (site / "objects.inv").open("rb") as opened:
        inventory = InventoryFile.load(opened, "", lambda base, path: path)
    documented = {name for kind, names in inventory.items() if kind.startswith("py:") for name in names}
    assert {f"gdtutor.{name}" for name in gdtutor.__all__} <= documented


def test_formulas_are_drawn_and_can_be_read_aloud(site):
    formulas = (site / "generated" / "formulas.html").read_text("utf-8")
    drawn = re.findall(r'<svg role="img" aria-label="([^"]+)"', formulas)
    assert len(drawn) >= 7
    assert any(r"\sqrt" in latex for latex in drawn)
