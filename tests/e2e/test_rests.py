"""A child falls ill in its first week, and the mission ends on the day that was computed anew."""

import pytest
from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import Screen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e


def ends_on(oneco: Oneco) -> str:
    return str(oneco.value("SELECT ends_on FROM missions_mission"))


def state(oneco: Oneco) -> str:
    return str(oneco.value("SELECT state FROM missions_mission"))


def choose_days(screen: Screen, kind: str, first: str, last: str = "") -> None:
    screen.page.get_by_role("radio", name=kind).locator("xpath=ancestor::label").click()
    screen.type_into("언제 쉬나요?", first)
    if last:
        screen.type_into("언제까지 쉬나요?", last)


def test_a_mission_with_an_illness_ends_on_the_recomputed_day(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, own = new_screen(), new_screen()
    people.begin_first_week(phone, own, oneco)
    seoha = Student(own, oneco)
    seoha.everything_open()
    assert ends_on(oneco) == "2026-03-13"

    oneco.travel("2026-03-10T16:00")
    own.open("/record/")
    own.press("쉬는 날", exact=True)
    own.look("rests-empty-child", dark=True)
    choose_days(own, "아픈 날", "2026-03-10", "2026-03-11")
    own.sees("첫 주 맛보기", "이대로 쉬기")
    expect(own.page.locator("#plan del")).to_contain_text("13일")
    expect(own.page.locator("#plan ins")).to_contain_text("15일")
    own.look("rests-before-the-press", dark=True)
    assert ends_on(oneco) == "2026-03-13"
    own.press("이대로 쉬기")
    own.sees("쉬는 날로 정했어요", "15일", "아픈 날")
    own.look("rests-after-the-press")
    assert ends_on(oneco) == "2026-03-15"
    own.open("/today/")
    own.look("today-ill")
    own.open("/record/")
    own.look("record-with-rests")
    phone.open("/notices/")
    phone.sees("마지막 날이")
    phone.look("notices-after-a-rest-day")
    phone.open("/missions/1/")
    phone.look("mission-with-rests-guardian", dark=True)
    phone.press("쉬는 날", exact=True)
    phone.sees("아픈 날")
    phone.look("rests-guardian", dark=True)

    oneco.travel("2026-03-11T16:00")
    for day in range(12, 16):
        assert state(oneco) == "running"
        oneco.travel(f"2026-03-{day}T16:00")
        seoha.everything_open()
    assert state(oneco) == "achieved"
    phone.open("/missions/1/")
    phone.sees("해냈어요")
    phone.look("mission-achieved-after-illness")


def test_a_third_rest_day_is_asked_for_and_given_without_scripts(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, own = new_screen(scripts=False), new_screen(scripts=False)
    people.begin_first_week(phone, own, oneco)
    for day in (10, 11, 12):
        own.open("/missions/1/")
        own.press("쉬는 날", exact=True)
        choose_days(own, "쉬는 날: 하루", f"2026-03-{day}")
        own.press("마지막 날 미리 보기")
        own.press("쉬어도 되는지 물어보기" if day == 12 else "이대로 쉬기")
    own.sees("답을 기다려요")
    own.look("rests-asked-child")
    assert ends_on(oneco) == "2026-03-15"
    phone.open("/home/")
    phone.sees("쉬고 싶대요")
    phone.look("home-rest-asked")
    phone.press("살펴보고 답하기")
    phone.look("rest-answer")
    phone.press("쉬어도 돼요")
    phone.sees("쉬는 날이 됐어요")
    assert ends_on(oneco) == "2026-03-16"
    own.open("/missions/1/")
    own.press("쉬는 날", exact=True)
    own.press_this(own.page.get_by_role("link", name="되돌리기"))
    own.look("rest-back")
    own.press("되돌리기")
    assert ends_on(oneco) == "2026-03-13"
    own.sees("되돌렸어요")
