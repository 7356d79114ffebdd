"""Every drawing a lesson names is there, says its numbers, can be read on a phone and in the dark."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from lessons.checking import CONTENT, DRAWINGS

SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
FORBIDDEN = {"script", "image", "foreignObject", "a", "animate", "set", "iframe", "font-face"}
LARGEST = 6_000  # bytes
WIDTH, HIGHEST = 360, 260
SMALLEST_TYPE = 16  # of 360 units: above 14 px on a phone 390 px wide, which shows it 322 px wide
SUM = re.compile(r"\d{1,3}(?:,\d{3})+")

FILES = sorted(DRAWINGS.glob("*.svg"))


def _named() -> dict[str, str]:
    """The drawings of the lessons and the whole text of the lesson that names each."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.glob("U*/*.yaml"))]
    pictures = [(yaml.load(text, Loader=yaml.CSafeLoader)["picture"], text) for text in texts]
    return {picture["name"]: text for picture, text in pictures if picture["kind"] == "svg"}


NAMED = _named()


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_every_drawing_named_is_drawn_and_none_lies_about() -> None:
    assert {path.stem for path in FILES} == set(NAMED)
    assert len(NAMED) >= 30


def test_it_is_one_small_picture_of_the_common_size(drawing: Path) -> None:
    left, top, width, height = map(float, ElementTree.parse(drawing).getroot().attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, WIDTH)
    assert 0 < height <= HIGHEST
    assert drawing.stat().st_size < LARGEST


def test_it_stands_alone(drawing: Path) -> None:
    source = drawing.read_text(encoding="utf-8")
    root = ElementTree.fromstring(source)
    assert not {node.tag.removeprefix(SVG) for node in root.iter()} & FORBIDDEN
    ids = {node.attrib["id"] for node in root.iter() if "id" in node.attrib}
    for node in root.iter():
        assert not [name for name in node.attrib if name.startswith("on")]
        assert all(node.attrib[name].removeprefix("#") in ids for name in HREFS if name in node.attrib)
    assert not re.search(r"url\(|@import|data:|<!DOCTYPE|<!ENTITY", source)


def test_it_can_be_read_in_the_dark(drawing: Path) -> None:
    source = drawing.read_text(encoding="utf-8")
    light, dark = source.split("@media (prefers-color-scheme:dark)", 1)
    inks = set(re.findall(r"var\(--(\w+)\)", source))
    assert inks <= set(re.findall(r"--(\w+):#", light)), "an ink without a colour"
    assert inks <= set(re.findall(r"--(\w+):#", dark)), "an ink without a colour in the dark"
    assert "text{fill:var(--ink)}" in source


def test_its_words_are_large_enough_and_inside(drawing: Path) -> None:
    source = drawing.read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', source)]
    sizes += [float(size) for size in re.findall(r"(?:font|font-size):[^;}]*?([\d.]+)px", source)]
    assert min(sizes) >= SMALLEST_TYPE
    root = ElementTree.fromstring(source)
    height = float(root.attrib["viewBox"].split()[3])
    words = [node for node in root if node.tag == f"{SVG}text"]
    assert words
    for node in words:
        assert 0 <= float(node.attrib["x"]) <= WIDTH
        assert SMALLEST_TYPE * 0.7 < float(node.attrib["y"]) < height


def test_its_sums_are_the_lesson_s(drawing: Path) -> None:
    shown = SUM.findall("".join(ElementTree.parse(drawing).getroot().itertext()))
    assert set(shown) <= set(SUM.findall(NAMED[drawing.stem]))
