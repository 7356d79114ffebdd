"""A child at the lesson player in a browser; it looks the answers up in the server's database."""

import json
import re
from collections.abc import Callable
from typing import Any

from lessons import player
from lessons.player import Given, Position, Step
from tests.e2e.screen import Screen
from tests.e2e.server import Oneco
from tests.lessons.pupil import payload_for

CHECK = {player.CARD: "다음", player.HOME: "다음", player.CONFIDENCE: "오늘 끝내기"}
Seen = Callable[[Position], None]


class Student:
    """Answers what stands on the screen, right or wrong as it is told."""

    def __init__(self, screen: Screen, oneco: Oneco) -> None:
        self.screen, self.oneco = screen, oneco

    # --- a day -------------------------------------------------------------------------------------------

    def todays_word(self) -> None:
        """From 오늘 to 오늘 끝, always right."""
        self.screen.open("/today/")
        self.screen.press("오늘의 단어 시작하기")
        self.to_the_end()

    def todays_review(self) -> None:
        self.screen.open("/today/")
        self.screen.press("떠올리기 시작하기")
        self.to_the_end()

    def everything_open(self) -> int:
        """Do all that 오늘 offers on this day; how many sessions that were."""
        starts = re.compile("시작하기|이어서 하기")
        for done in range(5):
            self.screen.open("/today/")
            buttons = self.screen.page.get_by_role("button", name=starts)
            if buttons.count() == 0:
                return done
            self.screen.press_this(buttons.first)
            self.to_the_end()
        raise AssertionError("오늘 does not end")

    def to_the_end(self, seen: Seen | None = None) -> None:
        """Answer right until the day is done; `seen` is called with each new step on the screen."""
        for _ in range(80):
            if "/done/" in self.screen.page.url:
                return
            if seen is not None and not self.is_explained:
                seen(self.position)
            self.step_on()
        raise AssertionError("the lesson does not end")

    def step_on(self) -> None:
        """Leave an explanation, or answer the step right."""
        if self.is_explained:
            self.screen.press_this(self.screen.page.locator(".foot a.btn"))
        else:
            self.answer()

    # --- one step ----------------------------------------------------------------------------------------

    @property
    def is_explained(self) -> bool:
        """Whether the screen explains an answer and only leads on."""
        return self.screen.page.locator("#step").count() == 0

    @property
    def session_id(self) -> int:
        return int(self.screen.page.url.split("/study/")[1].split("/")[0])

    @property
    def position(self) -> Position:
        plan = self.oneco.loaded("SELECT plan FROM lessons_studysession WHERE id = ?", self.session_id)
        rows = self.oneco.rows(
            'SELECT step, attempt, "right", shown FROM lessons_answer WHERE session_id = ?',
            self.session_id,
        )
        given = [
            Given(r["step"], r["attempt"], None if r["right"] is None else bool(r["right"]), bool(r["shown"]))
            for r in rows
        ]
        return player.position(player.steps_of(plan, given), given)

    @property
    def step(self) -> Step:
        """The current step, while there is one."""
        step = self.position.step
        assert step is not None
        return step

    def kind_of(self, at: Position) -> str:
        """A name for the page of a step: practice-MC4, card-scene."""
        assert at.step is not None
        return f"{at.step.kind}-{self.item(at).get('type') or at.step.card}".rstrip("-")

    def item(self, at: Position) -> dict[str, Any]:
        """The question of a step as the database holds it, {} for a card and the like."""
        assert at.step is not None
        found = self.oneco.rows(
            "SELECT body, type FROM lessons_item WHERE version_id = ? AND key = ?",
            at.step.version,
            at.step.item,
        )
        return json.loads(found[0]["body"]) | {"type": found[0]["type"]} if found else {}

    def payload(self, at: Position, *, right: bool) -> dict[str, Any]:
        """What a form with the right (or a wrong) answer sends."""
        assert at.step is not None
        item = self.item(at)
        if not item:
            return {"choice": "sure" if at.step.kind == player.CONFIDENCE else "0"}
        plan = self.oneco.loaded("SELECT plan FROM lessons_studysession WHERE id = ?", self.session_id)
        return payload_for(item, plan["order"][f"{at.step.version}:{at.step.item}"], right=right)

    def why(self, at: Position) -> str:
        """What the page has to say to the wrong choice that `payload` makes."""
        chosen = next(option for option in self.item(at)["options"] if not option.get("right"))
        return str(chosen["why"])

    def answer(self, *, right: bool = True) -> Position:
        """Fill the form in and send it; the position it answered."""
        at = self.position
        assert at.step is not None
        self.fill(at, right=right)
        self.screen.press(self.button(at), exact=True)
        return at

    def button(self, at: Position) -> str:
        assert at.step is not None
        return CHECK.get(at.step.kind, "확인하기")

    def fill(self, at: Position, *, right: bool = True) -> None:
        """Put an answer into the form without sending it."""
        assert at.step is not None
        if at.step.kind == player.CARD:
            return
        if (run := self.screen.page.locator("#run")).count():
            self.screen.press_this(run)  # a lab or a chart is tried before it is answered
        for name, value in self.payload(at, right=right).items():
            if name == "order":
                self.arrange([int(place) for place in value])
            elif name == "line":
                self.mark(value)
            else:
                self._set(name, value)

    def _set(self, name: str, value: str) -> None:
        form = self.screen.page.locator("#step")
        radio = form.locator(f'input[type=radio][name="{name}"][value="{value}"]')
        if radio.count():
            self.screen.presses += 1
            radio.locator("xpath=ancestor::label").click()
        elif (listed := form.locator(f'select[name="{name}"]')).count():
            self.screen.presses += 1
            listed.select_option(value)
        else:
            self.screen.fields += 1
            form.locator(f'[name="{name}"]').fill(value)

    def mark(self, wanted: list[str]) -> None:
        """Tick these lines of a message and no others."""
        for box in self.screen.page.locator("#step input[name=line]").all():
            if box.is_checked() != (box.get_attribute("value") in wanted):
                self.screen.choose_this(box.locator("xpath=ancestor::label"))

    def arrange(self, wanted: list[int]) -> None:
        """Move lines up until they stand in this order of places."""
        for at, place in enumerate(wanted):
            for above in range(self._places().index(place), at, -1):
                self.screen.press_this(self.screen.page.locator(f'button[name=move][value="up-{above}"]'))

    def _places(self) -> list[int]:
        fields = self.screen.page.locator("#step input[name=order]")
        return [int(value) for value in fields.evaluate_all("all => all.map(e => e.value)")]
