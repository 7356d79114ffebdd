"""The first good minute, and the whole of the first week: from the landing page to the kept promise."""

import pytest

from lessons import player
from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import Screen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e

MOST_PRESSES, MOST_FIELDS = 14, 5


def test_first_week(oneco: Oneco, new_screen: NewScreen) -> None:
    """A guardian begins, the child studies and is interrupted, days pass, the promise is kept."""
    phone = new_screen()
    people.found_family(phone)
    people.propose_first_week(phone)
    people.hand_over(phone, first=True)
    phone.look("today-offer")
    people.accept_and_begin(phone)
    assert phone.presses <= MOST_PRESSES, f"{phone.presses} presses to the first question"
    assert phone.fields <= MOST_FIELDS, f"{phone.fields} typed fields to the first question"

    student = Student(phone, oneco)
    assert student.step.kind == player.GUESS
    phone.look("lesson-guess", dark=True)
    miss_one_and_see_why(student)
    half_way = student.position

    phone.press("여기까지 저장하고 끝내기")
    phone.is_at("/today/")
    phone.sees("하던 곳부터 이어서 하기")
    phone.look("today-begun")
    people.take_back(phone)
    phone.is_at("/home/")
    phone.sees("서하는 오늘 아직이에요")

    own = new_screen()
    people.child_signs_in(own, oneco)
    own.press("하던 곳부터 이어서 하기")
    student = Student(own, oneco)
    assert student.position == half_way
    assert own.page.locator("#step input[name=step]").get_attribute("value") == str(half_way.index)
    student.to_the_end(seen=lambda at: own.look(f"lesson-{student.kind_of(at)}"))
    own.sees("조개를", "저녁", "아까")
    dinner = own.page.locator(".tear .quote").inner_text()
    assert own.page.locator(".say .lead").inner_text()
    own.look("done", dark=True)
    own.press("오늘로 돌아가기")
    own.sees("오늘은 다 했어요")
    own.look("today-done")

    phone.open("/home/")
    phone.sees("서하는 오늘을 마쳤어요", dinner)
    phone.look("home", dark=True)

    for _ in range(3):
        oneco.travel("+1d")
        student.todays_word()
    oneco.travel("+1d")
    own.open("/today/")
    own.look("today-review")
    student.todays_review()
    own.look("done-review")
    own.press("오늘로 돌아가기")
    own.sees("함께 고른 저녁 메뉴")
    own.open("/missions/1/")
    own.sees("해냈어요")
    own.look("mission-achieved-child", dark=True)
    keep_the_promise(phone, own)
    look_at_what_is_left(phone, own)


def miss_one_and_see_why(student: Student) -> None:
    """On to the first question to practise, answer it wrong, and see △ and why; then right."""
    screen = student.screen
    seen: set[str] = set()
    for _ in range(20):
        if student.is_explained:
            student.step_on()
            continue
        at = student.position
        assert at.step is not None
        if at.step.kind == player.PRACTICE and student.item(at)["type"] == "MC4":
            break
        if at.step.kind == player.CARD and at.step.card not in seen:
            seen.add(at.step.card)
            screen.look(f"lesson-card-{at.step.card}", dark=at.step.card == "definition")
        student.answer()
    at = student.answer(right=False)
    missed = screen.page.locator(".choice.yours")
    assert missed.get_by_text("다시 볼 것").count() == 1
    assert student.why(at) in missed.inner_text()
    assert missed.locator("svg").count() == 1
    screen.look("lesson-missed", dark=True)
    screen.press("힌트 보기")
    screen.sees("힌트")
    screen.look("lesson-hint")
    student.answer()
    screen.look("lesson-explained", dark=True)
    screen.press("다음")


def keep_the_promise(phone: Screen, own: Screen) -> None:
    """줬어요, 아직이에요, 줬어요, 받았어요, each on its own screen."""
    own.open("/promises/")
    own.press("약속 받을래요")
    phone.open("/home/")
    phone.sees("함께 고른 저녁 메뉴")
    phone.look("home-achieved")
    phone.press_this(phone.page.locator(".waits a.btn"))
    phone.look("mission-achieved-guardian")
    phone.press("줬어요")
    people.enter_device_pin(phone)
    phone.sees("줬어요")
    own.open("/today/")
    own.look("today-delivered")
    own.open("/promises/")
    own.look("promises-delivered-child", dark=True)
    own.press("아직이에요")
    own.look("promises-not-yet-child")
    phone.open("/promises/")
    phone.sees("기다리는 약속")
    phone.look("promises-waiting-guardian", dark=True)
    phone.press("줬어요")
    phone.look("promises-delivered-guardian")
    own.open("/promises/")
    own.press("받았어요")
    own.look("promises-kept-child")
    phone.open("/promises/")
    phone.look("promises-kept-guardian")
    for screen in (phone, own):
        kept, waiting = screen.page.locator(".sum dd").all_inner_texts()
        assert (kept, waiting) == ("1개", "0개")
        screen.open("/missions/1/")
        screen.sees("지킴", "약속을 지켰어요")
    phone.look("mission-settled-guardian")
    own.look("mission-settled-child")


def look_at_what_is_left(phone: Screen, own: Screen) -> None:
    """Every tab of both, with a finished first week."""
    for path, name in (("/missions/", "missions"), ("/notices/", "notices")):
        for screen, who in ((phone, "guardian"), (own, "child")):
            screen.open(path)
            screen.look(f"{name}-{who}", dark=True)
    own.open("/record/")
    own.look("record", dark=True)
    own.open("/words/U01.1/")
    own.look("word-child")
    own.open("/me/child/")
    own.look("me-child", dark=True)
    phone.open("/learned/")
    phone.look("learned", dark=True)
    phone.open("/family/")
    phone.look("family", dark=True)
    phone.open("/me/")
    phone.look("me-guardian")
