"""A child wants to stop and goes on; later its guardian ends the mission with what was done so far."""

import pytest

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e


def test_a_wish_to_stop_is_answered_and_a_mission_ends_kindly(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, tablet = new_screen(), new_screen()
    people.begin_first_week(phone, tablet, oneco)
    seoha = Student(tablet, oneco)
    seoha.todays_word()

    tablet.open("/missions/1/")
    tablet.press("그만하고 싶어요")
    tablet.look("stop", dark=True)
    tablet.type_into("까닭", "시험이 있어요")
    tablet.press("그만하고 싶어요")
    tablet.sees("엄마의 답을 기다려요")
    tablet.look("mission-stop-asked-child")

    phone.open("/home/")
    phone.look("home-stop-asked")
    phone.open("/missions/")
    phone.press("그만하고 싶다는 말에 답하기")
    phone.sees("“시험이 있어요”")
    phone.look("mission-stop-asked-guardian", dark=True)
    phone.press("조금 더 해 볼까요?")
    phone.sees("서하의 답을 기다려요")

    tablet.open("/today/")
    tablet.press("계속할지 정하기")
    tablet.sees("어느 쪽이든 괜찮아요")
    tablet.look("mission-more-asked-child")
    tablet.press("계속 할래요")
    tablet.sees_not("어느 쪽이든 괜찮아요")

    oneco.travel("+1d")
    phone.open("/missions/1/")
    phone.press("미션 그만두기")
    phone.look("end", dark=True)
    phone.press("여기까지 하기")
    phone.sees("왜 그만두는지 한 줄 적어 주세요.")
    phone.look("end-without-reason")
    phone.type_into("왜 여기까지 하나요?", "이사하느라 바빠졌어요")
    phone.type_into("지금까지 한 만큼", "함께 고른 간식")
    phone.press("여기까지 하기")
    phone.sees("여기까지 하기로 했어요")
    phone.look("mission-ended-guardian", dark=True)
    tablet.open("/missions/1/")
    tablet.sees("배운 것은 그대로 남아요")
    tablet.look("mission-ended-child")
    assert oneco.value("SELECT title FROM missions_promiseline") == "함께 고른 간식"


def test_makeup_grows_without_scripts(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, tablet = new_screen(scripts=False), new_screen()
    people.begin_first_week(phone, tablet, oneco)
    oneco.travel("2026-03-14T16:00")
    phone.open("/missions/1/")
    phone.press("보충 기간 늘리기")
    phone.press("늘리기", exact=True)
    phone.sees("언제까지 늘릴지 골라 주세요.")
    phone.look("lengthen")
    phone.choose_this(phone.page.locator("label", has_text="까지").first)
    phone.press("늘리기", exact=True)
    phone.is_at("/missions/1/")
    assert oneco.value("SELECT kind FROM missions_missionevent ORDER BY id DESC LIMIT 1") == "lengthen"
