"""Browsers and a running Oneco for the journeys."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.screen import PHONE, Screen
from tests.e2e.server import Oneco, prepare

CHROMIUM = shutil.which("chromium")
# No request of the browser's own may leave this machine.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--metrics-recording-only",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
NewScreen = Callable[..., Screen]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey, and needs the system's browser."""
    for item in items:
        if item.get_closest_marker("e2e") and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="Chromium: apt-get install chromium fonts-noto-cjk"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with tables, lessons and static files, from which each test copies."""
    var = tmp_path_factory.mktemp("e2e") / "prepared"
    prepare(var)
    return var


@pytest.fixture
def oneco(prepared: Path, request: pytest.FixtureRequest) -> Iterator[Oneco]:
    """A server of this test's own; whatever it logged as an error fails the test."""
    running = Oneco(prepared, prepared.parent / request.node.name)
    try:
        running.start()
        yield running
    finally:
        running.stop()
    assert not running.failures(), running.log.read_text()


@pytest.fixture
def new_screen(oneco: Oneco, browser: Browser) -> Iterator[NewScreen]:
    """Open a browser of somebody's own: `new_screen()` is a phone; scripts=False has no JavaScript.

    Whatever a page did wrong (console, other hosts, statuses, axe, width) fails the test at its end.
    """
    screens: list[Screen] = []

    def make(*, size: tuple[int, int] = PHONE, scripts: bool = True) -> Screen:
        context = browser.new_context(
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        screen = Screen(context, oneco.url, scripts=scripts)
        screens.append(screen)
        return screen

    yield make
    for n, screen in enumerate(screens):
        screen.keep_last(f"{oneco.var.name}-{n}")
    troubles = [trouble for screen in screens for trouble in screen.troubles]
    for screen in screens:
        screen.context.close()
    assert not troubles, "\n".join(dict.fromkeys(troubles))
