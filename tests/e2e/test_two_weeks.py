"""A child's first two weeks: a missed day repaired, a lesson resumed on another device, two 복습하는 날 with
the guardian, and every page on which a family looks back, empty at first and full at the end."""

import pytest
from playwright.sync_api import expect

from lessons.player import PRACTICE, RECALL, SCENARIO
from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import Screen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e

LOOKING_BACK = {
    "record": "/record/",
    "record-week": "/record/?week=2026-03-09",
    "map": "/map/",
    "words": "/words/",
    "marked": "/words/?show=marked",
    "mistakes": "/mistakes/",
    "search": "/search/?q=%EC%84%A0%ED%83%9D",
    "library": "/study/free/",
}


def test_two_weeks_of_a_child(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, own, tablet = new_screen(), new_screen(), new_screen()
    people.found_family(phone)
    people.child_signs_in(own, oneco)
    look_back(own, "empty")
    look_back_as_guardian(phone, "empty")
    propose_nine_words(phone)
    people.accept(own)
    seoha = Student(own, oneco)

    own.open("/today/")  # Monday the 9th
    own.press("오늘의 단어 시작하기")
    miss_once(seoha)
    own.look("done-after-a-miss", dark=True)
    own.open("/mistakes/")
    expect(own.page.locator("main")).not_to_contain_text("아직 없")
    own.look("mistakes-first", dark=True)

    oneco.travel("2026-03-11T16:00")  # Tuesday was missed
    own.open("/record/")
    own.look("record-missed", dark=True)
    own.open("/record/?week=2026-03-09")
    own.look("record-week-missed")
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    seoha.to_the_end(look_at(own, oneco))
    seoha.everything_open()
    own.open("/today/")
    own.sees("2일째 이어 가고 있어요")  # the 떠올리기 repaired Tuesday

    oneco.travel("2026-03-12T16:00")  # Thursday, begun on the phone and ended on the tablet
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    for _step in range(4):
        seoha.step_on()
    here = seoha.position.index
    own.press("여기까지 저장하고 끝내기")
    own.is_at("/today/")
    people.child_signs_in(tablet, oneco, pin=people.OWN_PIN, new_pin=None)
    tablet.press("하던 곳부터 이어서 하기")
    there = Student(tablet, oneco)
    assert there.position.index == here
    there.to_the_end()
    own.page.reload()
    own.sees("오늘은 다 했어요")

    oneco.travel("2026-03-13T16:00")  # Friday: 복습하는 날
    review_with_the_guardian(seoha, phone, by_telephone=False)
    oneco.travel("2026-03-14T16:00")  # Saturday
    own.open("/today/")
    own.look("today-rest", dark=True)
    own.press("3개만 떠올리기(2분)")
    seoha.to_the_end()
    own.look("done-three")

    for day in ("16", "17", "18", "19"):
        oneco.travel(f"2026-03-{day}T16:00")
        seoha.everything_open()
    oneco.travel("2026-03-20T16:00")  # the second 복습하는 날
    review_with_the_guardian(seoha, phone, by_telephone=True)

    mark_and_praise(own, phone)
    look_back(own, "full")
    look_back_as_guardian(phone, "full")
    own.open("/map/")
    own.sees("엄마가 3월 20일", "보았어요")
    plain = new_screen(scripts=False)
    people.child_signs_in(plain, oneco, pin=people.OWN_PIN, new_pin=None)
    for path in LOOKING_BACK.values():
        plain.open(path)
        expect(plain.page.locator("h1")).to_have_count(1)


def propose_nine_words(phone: Screen) -> None:
    phone.open("/missions/new/")
    phone.choose_this(phone.page.locator("label", has_text="고르는 힘, 아홉 단어"))
    phone.press("다음")
    phone.press("다음")
    phone.type_into("약속한 것", "자전거 타고 김밥 소풍")
    phone.press("다음")
    phone.press("다음")
    phone.press("제안하기", exact=True)


def miss_once(student: Student) -> None:
    """Study a lesson with one wrong answer at the first practised choice."""
    missed = False
    for _ in range(80):
        if "/done/" in student.screen.page.url:
            assert missed
            return
        if not missed and not student.is_explained:
            at = student.position
            if at.step is not None and at.step.kind == PRACTICE and student.item(at).get("type") == "MC4":
                student.answer(right=False)
                student.screen.sees(student.why(at))
                student.screen.look("step-missed", dark=True)
                missed = True
        student.step_on()
    raise AssertionError("the lesson does not end")


def look_at(screen: Screen, oneco: Oneco):  # type: ignore[no-untyped-def]
    student = Student(screen, oneco)
    return lambda at: screen.look(f"step-{student.kind_of(at)}")


def review_with_the_guardian(student: Student, phone: Screen, *, by_telephone: bool) -> None:
    """The 복습하는 날: recalls, the scenario over the block, and the card that two of them solve."""
    own = student.screen
    own.open("/today/")
    own.look("today-review-day", dark=True)
    own.press("떠올리기 시작하기")
    seen: set[str] = set()

    def note(at):  # type: ignore[no-untyped-def]
        seen.add(at.step.kind)
        if at.step.kind == SCENARIO:
            own.look("step-scenario", dark=True)

    student.to_the_end(note)
    assert {RECALL, SCENARIO} <= seen
    own.sees("카드 펼치기")
    own.look("done-review", dark=True)
    own.press("카드 펼치기")
    own.look("pair-child", dark=True)
    answering = own
    if not by_telephone:
        phone.open("/home/")
        phone.sees("무슨 단어일까요?")
        phone.look("home-pair-card", dark=True)
        phone.press("카드 펼치기")
        phone.look("pair-guardian", dark=True)
        answering = phone
    answering.choose_this(answering.page.locator("label.choice").first)
    answering.press("확인하기")
    answering.sees("답은")
    answering.look("pair-answered-by-phone" if by_telephone else "pair-answered", dark=True)
    own.page.reload()
    own.sees("답은")


def mark_and_praise(own: Screen, phone: Screen) -> None:
    own.open("/words/U01.1/")
    own.look("word-child", dark=True)
    own.choose_this(own.find("북마크하기"))
    own.sees("북마크 빼기")
    own.open("/words/?show=marked")
    own.sees("희소성")
    phone.open("/learned/")
    phone.choose_this(phone.page.get_by_role("link", name="칭찬 한 줄 남기기").first)
    phone.page.get_by_label("칭찬").fill("스스로 예를 찾은 게 멋져요")
    phone.look("praise")
    phone.choose_this(phone.find("칭찬 남기기"))
    phone.sees("칭찬 고쳐 쓰기")
    own.open("/words/")
    own.sees("스스로 예를 찾은 게 멋져요")


def look_back(own: Screen, name: str) -> None:
    for page, path in LOOKING_BACK.items():
        own.open(path)
        own.look(f"{page}-{name}", dark=True)


def look_back_as_guardian(phone: Screen, name: str) -> None:
    pages = {"learned": "/learned/", "learned-marked": "/learned/?show=marked", "map-of": "/map/"}
    for page, path in pages.items():
        phone.open(path)
        phone.look(f"{page}-{name}", dark=True)
