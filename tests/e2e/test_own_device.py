"""The child proposes from its own device, the guardian accepts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import DESK, Screen
from tests.e2e.server import Oneco

pytestmark = pytest.mark.e2e


def test_child_proposes_and_the_guardian_accepts(oneco: Oneco, new_screen: NewScreen) -> None:
    desk, own = new_screen(size=DESK), new_screen()
    people.found_family(desk)
    people.child_signs_in(own, oneco)
    own.sees("아직 미션이 없어요")
    own.look("today-empty", dark=True)
    own.open("/missions/")
    own.look("missions-empty-child")
    own.open("/promises/")
    own.look("promises-empty-child")
    own.open("/record/")
    own.look("record-empty")
    own.open("/today/")
    own.press("미션 제안하기")
    own.press("직접 정하기")
    fill_the_wizard(own)
    own.is_at("/missions/*/")
    own.sees("보호자의 답을 기다려요")
    own.look("mission-proposed-by-child")

    desk.open("/")
    desk.is_at("/home/")
    desk.sees("서하가 제안했어요", "자전거 타고 김밥 소풍")
    desk.look("home-offer")
    desk.press_this(desk.page.locator(".waits a.btn"))
    desk.look("mission-offered-to-guardian")
    desk.press("받아들이기")
    desk.sees("서하는 단어 9개 가운데 0개를 배웠어요")
    desk.look("mission-running-guardian", dark=True)
    own.page.reload()
    own.sees("단어 9개 가운데 0개를 배웠어요")
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    assert own.page.locator("#step").count() == 1


def fill_the_wizard(own: Screen) -> None:
    """Five short steps: back loses nothing, what is missing is said where it is missing."""
    own.look("wizard-course", dark=True)
    own.choose_this(own.page.locator("label", has_text="고르는 힘, 아홉 단어"))
    own.press("다음")
    own.look("wizard-days")
    own.tick("토")
    expect(own.page.locator("#sentence")).to_contain_text("마지막 날은 3월 21일")
    own.press("다음")
    own.look("wizard-promise")
    own.press("다음")
    own.sees("무엇을 약속할지 적어 주세요")
    expect(own.page.get_by_label("약속한 것")).to_be_focused()
    own.look("wizard-promise-missing")
    own.type_into("약속한 것", "자전거 타고 김밥 소풍")
    own.press("다음")
    own.look("wizard-words")
    own.press("이전으로")
    expect(own.page.get_by_label("약속한 것")).to_have_value("자전거 타고 김밥 소풍")
    own.press("이전으로")
    expect(own.page.get_by_label("토", exact=True)).to_be_checked()
    own.press("다음")
    own.press("다음")
    own.type_into("한마디", "매일 할게요!")
    own.press("다음")
    own.sees("자전거 타고 김밥 소풍", "3월 21일")
    own.look("wizard-check", dark=True)
    own.press("제안하기", exact=True)


def test_money_is_asked_about_once(oneco: Oneco, new_screen: NewScreen) -> None:
    """용돈 above 50,000원 wants a second press; the guardian takes it back before an answer."""
    phone = new_screen()
    people.found_family(phone)
    phone.open("/missions/new/")
    phone.press("다음")
    phone.press("다음")
    phone.choose("용돈")
    phone.type_into("약속한 것", "봄 용돈")
    phone.page.get_by_label(re.compile("^금액")).fill("60,000")
    phone.press("다음")
    phone.sees("60,000원, 꽤 큰 약속이에요. 맞으면 한 번 더 눌러 주세요.")
    phone.look("wizard-large-amount")
    phone.press("다음")
    phone.press("다음")
    phone.press("제안하기", exact=True)
    phone.sees("서하의 답을 기다려요", "60,000원")
    phone.press("거둬들이기")
    phone.sees("거둬들인 제안이에요")
    phone.look("mission-withdrawn")
