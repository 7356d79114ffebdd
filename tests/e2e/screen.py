"""What a person does at a browser: look, press, type. Presses and typed fields are counted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

SHOTS = Path(__file__).parent / "shots"
LAST = SHOTS / "last"
PHONE, DESK, NARROW = (390, 844), (1280, 800), (320, 640)
AXE_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
STATUS_IN_CONSOLE = re.compile(r"the server responded with a status of (\d{3})")

_looked: set[str] = set()  # the names of what was looked at in this run


class Screen:
    """One tab of somebody's browser. `scripts` says whether JavaScript is on."""

    def __init__(self, context: BrowserContext, url: str, *, scripts: bool = True) -> None:
        self.context, self.url, self.scripts = context, url, scripts
        self.page: Page = context.new_page()
        self.presses = self.fields = 0
        self.troubles: list[str] = []
        self._expected = {422}  # a form that comes back says so in the console
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._follow)
        self.page.on("response", self._answer)

    # --- what the browser said ---------------------------------------------------------------------------

    def _hear(self, message: ConsoleMessage) -> None:
        status = STATUS_IN_CONSOLE.search(message.text)
        if message.type == "error" and not (status and int(status[1]) in self._expected):
            self.troubles.append(f"console at {self.page.url}: {message.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "about:")):
            self.troubles.append(f"{self.page.url} asks {request.url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.troubles.append(f"{response.status} from {response.url}")

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Inside, these statuses are what the test wants to see."""
        before, self._expected = self._expected, self._expected | set(statuses)
        yield
        self.page.wait_for_timeout(50)  # the console speaks after the page stands
        self._expected = before

    def another_tab(self) -> "Screen":
        """A second tab of the same browser; its troubles are told with this one's."""
        tab = Screen(self.context, self.url, scripts=self.scripts)
        tab.troubles = self.troubles
        return tab

    # --- doing -------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press the one button or link of this name; the page or a fragment of it changes by it."""
        self.press_this(self.find(name, exact=exact))

    def press_this(self, target: Locator) -> None:
        """The same for something without a name of its own."""
        self.presses += 1
        expect(target).to_have_count(1)
        expect(target).to_be_visible()
        with self.change():
            target.click()

    def choose_this(self, target: Locator) -> None:
        """Choose a line; nothing changes by it yet."""
        self.presses += 1
        target.click()

    def tick(self, label: str) -> None:
        self.presses += 1
        self.page.get_by_label(label).check()

    def pick(self, label: str, option: str) -> None:
        """Choose a line of a list."""
        self.presses += 1
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def choose(self, label: str) -> None:
        """Choose one of several lines (radio)."""
        self.presses += 1
        self.page.get_by_role("radio", name=label, exact=True).locator("xpath=ancestor::label").click()

    def type_into(self, label: str, text: str) -> None:
        self.fields += 1
        self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(선택\))?$")).fill(text)

    def find(self, name: str, *, exact: bool = False) -> Locator:
        """The one button or link of a name."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        return button.or_(self.page.get_by_role("link", name=name, exact=exact))

    @contextmanager
    def change(self) -> Iterator[None]:
        """Wait until what is done inside has brought another page, or another fragment of it."""
        swapped = self.page.locator("#player, #try")
        marked = "#player, #try" if swapped.count() else "html"
        self.page.evaluate("s => document.querySelectorAll(s).forEach(e => e.dataset.old = '1')", marked)
        yield
        old = ", ".join(f"{part.strip()}[data-old]" for part in marked.split(","))
        expect(self.page.locator(old)).to_have_count(0, timeout=15_000)
        self.page.wait_for_load_state()

    # --- seeing ------------------------------------------------------------------------------------------

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def is_at(self, path: str) -> None:
        """The address is this path; `*` stands for a number."""
        pattern = re.escape(self.url + path).replace(r"\*", r"\d+") + r"(\?[^/]*)?(#.*)?$"
        expect(self.page).to_have_url(re.compile(pattern))

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def look(self, name: str, *, dark: bool = False) -> None:
        """Hold this page to every rule for pages, and keep its pictures. Once in a run for each name.

        Nothing to scroll sideways at 390 and 320 px, axe finds nothing (contrast included), one h1, a title.
        `dark`, for the main pages, does the same in the dark scheme and on a desk.
        """
        if name in _looked:
            return
        _looked.add(name)
        before = self.page.viewport_size
        if (headings := self.page.locator("h1").count()) != 1:
            self.troubles.append(f"{name}: {headings} h1")
        if not self.page.title().endswith(" · 원코"):
            self.troubles.append(f"{name}: its title is {self.page.title()!r}")
        self._stand(PHONE)
        self._fits(name, 390)
        self._shoot(name, "phone")
        self._axe(name)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            self._shoot(name, "phone-dark")
            self._axe(f"{name}, dark")
        self._stand(DESK)
        if dark:
            self._shoot(name, "desk-dark")
            self.page.emulate_media(color_scheme="light")
            self._axe(f"{name}, desk")
        self._shoot(name, "desk")
        self._stand(NARROW)
        self._fits(name, 320)
        if before:
            self.page.set_viewport_size(before)

    def keep_last(self, name: str) -> None:
        """What stood on the screen at the end of a test, for whoever has to find out why it failed."""
        LAST.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=LAST / f"{name}.png", full_page=True)

    def _stand(self, size: tuple[int, int]) -> None:
        """A window of this width, as high as the page, so that the fixed tabs cover nothing."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        height: int = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size[0], "height": max(size[1], height)})

    def _shoot(self, name: str, kind: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{kind}.png", full_page=True, animations="disabled")

    def _fits(self, name: str, width: int) -> None:
        too_wide: list[str] = self.page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
                [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => `${e.tagName}.${e.className.baseVal ?? e.className}`).slice(0, 5)"""
        )
        if too_wide:
            self.troubles.append(f"{name}: scrolls sideways at {width} px: {too_wide}")

    def _axe(self, name: str) -> None:
        if not self.scripts:
            return
        found: dict[str, Any] = Axe().run(self.page, options=AXE_RULES).response
        for finding in found["violations"]:
            where = "; ".join(node["html"][:160] for node in finding["nodes"][:3])
            self.troubles.append(f"axe, {name}: {finding['id']}: {finding['help']}: {where}")
