"""What the first page weighs, as it is served."""

import http.client
import re

import pytest

from tests.e2e.server import ROOT, Oneco

pytestmark = pytest.mark.e2e

FIRST_LOAD, OUR_SCRIPTS = 30 * 1024, 10 * 1024


def test_first_load_of_the_landing_page(oneco: Oneco) -> None:
    """HTML, CSS and scripts as a browser gets them: at most 30 KB together; our own scripts under 10 KB."""
    html = fetch(oneco, "/", "identity").decode()
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', html)
    assert styles
    assert scripts
    sizes = {path: len(fetch(oneco, path)) for path in ["/", *styles, *scripts]}
    assert sum(sizes.values()) <= FIRST_LOAD, sizes


def test_our_scripts(oneco: Oneco) -> None:
    """Every script of ours, uncompressed: what the browser has to read."""
    ours = [*(ROOT / "static" / "js").glob("*.js"), ROOT / "templates" / "sw.js"]
    sizes = {path.name: path.stat().st_size for path in ours if "htmx" not in path.name}
    assert sum(sizes.values()) < OUR_SCRIPTS, sizes


def fetch(oneco: Oneco, path: str, encodings: str = "br, gzip") -> bytes:
    """The body of a GET as it travels."""
    connection = http.client.HTTPConnection("127.0.0.1", oneco.port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": encodings})
    answer = connection.getresponse()
    assert answer.status == 200, path
    body = answer.read()
    connection.close()
    return body
