"""Somebody without a mouse: Tab, Enter, Space, digits, arrows and letters."""

from lessons import player
from lessons.player import Position
from tests.e2e.screen import Screen
from tests.e2e.studying import Student

MOST_TABS = 60
# The name of what has the focus, as a screen reader would say it, and whether the eye can see the focus.
FOCUS = """() => {
    const at = document.activeElement;
    const labels = [...(at.labels ?? [])].map(l => l.innerText).join(" ");
    const name = (at.ariaLabel || labels || at.innerText || at.value || "").trim().replace(/\\s+/g, " ");
    const shown = [at, at.closest("label"), at.parentElement].some(e => {
        const style = e && getComputedStyle(e);
        const outlined = style?.outlineStyle !== "none" && style?.outlineWidth !== "0px";
        return style && (outlined || style.boxShadow !== "none");
    });
    return {name, tag: at.tagName, field: at.name ?? "", value: at.value ?? "", shown};
}"""


class Keyboard:
    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.keys = screen.page.keyboard

    def go_to(self, name: str, *, field: str = "", value: str = "") -> None:
        """Tab until the thing of this name (or the field with this value) has the focus, and shows it."""
        for _ in range(MOST_TABS):
            at = self.screen.page.evaluate(FOCUS)
            found = (
                at["field"] == field and (not value or at["value"] == value) if field else name in at["name"]
            )
            if found and at["tag"] not in ("BODY", "H1", "H2", "MAIN"):
                assert at["shown"], f"{name or field} has the focus and does not show it"
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab does not come to {name or field}")

    def confirm(self) -> None:
        """Enter; another page or fragment comes."""
        with self.screen.change():
            self.keys.press("Enter")

    def type_into(self, label: str, text: str) -> None:
        self.go_to(label)
        self.keys.type(text)

    def study(self, student: Student) -> None:
        """A lesson to its end, always right."""
        while "/done/" not in self.screen.page.url:
            if student.is_explained:
                self.go_to("다음")
                self.confirm()
            else:
                self.answer(student)

    def answer(self, student: Student) -> None:
        at = student.position
        assert at.step is not None
        if at.step.kind == player.CARD:
            self.go_to("다음")
            return self.confirm()
        payload = student.payload(at, right=True)
        if set(payload) == {"choice"}:
            return self.choose_by_digit(student, at, payload["choice"])
        for name, value in payload.items():
            self._fill(name, value)
        self.go_to(student.button(at))
        self.confirm()

    def choose_by_digit(self, student: Student, at: Position, value: str) -> None:
        """1–9 choose a line, Enter confirms."""
        lines = self.screen.page.locator("#step label.choice input")
        values: list[str] = lines.evaluate_all("all => all.map(e => e.value)")
        self.keys.press(str(values.index(value) + 1))
        self.confirm()

    def _fill(self, name: str, value: str | list[str]) -> None:
        if name == "order":
            return self._arrange([int(place) for place in value])
        found = self.screen.page.locator(f'#step [name="{name}"]').first
        kind = found.get_attribute("type") or found.evaluate("e => e.tagName")
        self.go_to("", field=name)
        if kind == "radio":
            self._choose_by_arrows(name, str(value))
        elif kind == "SELECT":
            self._choose_from_list(name, str(value))
        else:
            self.keys.press("Control+a")
            self.keys.type(str(value))

    def _choose_by_arrows(self, name: str, value: str) -> None:
        """Space takes the line with the focus, arrows go on to the others."""
        self.keys.press("Space")
        for _ in range(9):
            if self.screen.page.locator(f'#step input[name="{name}"][value="{value}"]').is_checked():
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"arrows do not come to {name}={value}")

    def _choose_from_list(self, name: str, value: str) -> None:
        listed = self.screen.page.locator(f'#step select[name="{name}"]')
        for _ in range(9):
            if listed.input_value() == value:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"arrows do not come to {name}={value}")

    def _arrange(self, wanted: list[int]) -> None:
        fields = self.screen.page.locator("#step input[name=order]")
        for at, place in enumerate(wanted):
            places = [int(value) for value in fields.evaluate_all("all => all.map(e => e.value)")]
            for above in range(places.index(place), at, -1):
                self.go_to("", field="move", value=f"up-{above}")
                self.confirm()
