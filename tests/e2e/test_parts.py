"""용돈 in three parts: the first given in two sums, the second made another thing, let go and undone."""

import pytest

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import Screen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e


def test_parts_are_paid_weekly_and_one_is_renegotiated(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, tablet = new_screen(), new_screen()
    people.found_family(phone)
    propose_in_parts(phone)
    people.child_signs_in(tablet, oneco)
    tablet.open("/promises/")
    tablet.look("promises-empty-child")
    people.accept(tablet)
    seoha = Student(tablet, oneco)
    for day in ("09", "10", "11", "12"):
        oneco.travel(f"2026-03-{day}T16:00")
        seoha.everything_open()

    oneco.travel("2026-03-13T08:00")  # the first 복습하는 날 has come
    phone.open("/home/")
    phone.sees("‘용돈 3,000원’을 얻었어요")
    phone.look("home-part-earned", dark=True)
    phone.open("/promises/")
    phone.sees("서하 · 용돈 3,000원", "3월 20일")
    phone.look("promises-part-guardian", dark=True)
    phone.press("나눠서 줬어요")
    phone.look("give-a-part", dark=True)
    phone.type_into("준 금액(원)", "4000")
    phone.press("줬어요")
    phone.sees("1원부터 3,000원까지")
    phone.look("give-a-part-too-much")
    phone.type_into("준 금액(원)", "2,000원")
    phone.press("줬어요")
    phone.sees("서하 · 용돈 1,000원")

    tablet.open("/today/")
    tablet.look("today-part-given")
    tablet.open("/promises/")
    tablet.look("promises-part-child", dark=True)
    tablet.press("용돈 2,000원 받았어요")
    tablet.sees("서하 · 용돈 1,000원")
    phone.open("/promises/")
    phone.press("줬어요", exact=True)
    tablet.open("/promises/")
    tablet.press("용돈 1,000원은 아직이에요")
    tablet.look("promises-not-yet-child")
    phone.open("/promises/")
    phone.press("줬어요", exact=True)
    tablet.open("/promises/")
    tablet.press("용돈 1,000원 받았어요")
    tablet.sees("지금 기다리는 약속은 없어요")

    for day in ("13", "16", "17", "18", "19"):
        oneco.travel(f"2026-03-{day}T16:00")
        seoha.everything_open()
    oneco.travel("2026-03-20T08:00")  # the second one
    tablet.open("/promises/")
    tablet.press("다른 것으로 바꾸기")
    tablet.look("new-thing-child", dark=True)
    tablet.press("부탁하기")
    tablet.sees("무엇으로 바꿀지 적어 주세요.")
    tablet.type_into("대신 무엇으로 할까요?", "영화 함께 보기")
    tablet.press("부탁하기")
    tablet.sees("답을 기다려요")
    tablet.look("promises-asked-child")
    phone.open("/missions/")
    phone.press("보고 답하기")
    phone.look("mission-change-guardian", dark=True)
    phone.press("좋아요")
    phone.open("/promises/")
    phone.sees("서하 · 영화 함께 보기", "다른 것으로 바꿨어요")
    phone.look("promises-changed-guardian", dark=True)

    oneco.travel("2026-04-03T16:00")  # seven days late
    for screen, name in ((phone, "guardian"), (tablet, "child")):
        screen.open("/promises/")
        screen.sees("7일 지났어요", "날짜 다시 정하기")
        screen.look(f"promises-week-late-{name}", dark=True)
    phone.open("/missions/new/")
    phone.sees("기다리는 약속이 먼저예요")
    phone.open("/promises/")
    phone.press("날짜 다시 정하기")
    phone.look("new-date-guardian", dark=True)
    phone.page.get_by_label("새로 약속할 날").fill("2026-04-11")
    phone.press("부탁하기")
    phone.open("/missions/new/")
    phone.sees_not("기다리는 약속이 먼저예요")

    tablet.open("/promises/")
    tablet.look("promises-date-asked-child", dark=True)
    tablet.press("이번에는 안 할래요")
    tablet.press("없던 일로")
    tablet.look("forgive", dark=True)
    tablet.press("없던 일로 하기")
    tablet.look("promises-let-go-child", dark=True)
    tablet.press("없던 일로 한 것 되돌리기")
    tablet.sees("서하 · 영화 함께 보기")
    phone.open("/promises/")
    phone.press("줬어요", exact=True)
    tablet.open("/promises/")
    tablet.press("영화 함께 보기 받았어요")
    tablet.sees("지킨 약속", "없던 일로 한 것을 되돌렸어요")
    tablet.look("promises-full-child", dark=True)
    sums = oneco.rows(
        "SELECT unit, SUM(effect) AS owed FROM missions_promiseline GROUP BY unit ORDER BY unit"
    )
    assert [(row["unit"], row["owed"]) for row in sums] == [("piece", 0), ("won", 0)]


def propose_in_parts(phone: Screen) -> None:
    phone.open("/missions/new/")
    phone.choose_this(phone.page.locator("label", has_text="고르는 힘, 아홉 단어"))
    phone.press("다음")
    phone.press("다음")
    phone.choose("용돈")
    phone.type_into("약속한 것", "용돈")
    phone.type_into("금액(원)", "9000")
    phone.press("다음")
    phone.press("다음")
    phone.sees("나눠 받기")
    phone.press("제안하기", exact=True)
