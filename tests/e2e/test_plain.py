"""Without JavaScript everything works; with a keyboard alone too."""

import pytest
from playwright.sync_api import expect

from lessons import player
from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.keyboard import Keyboard
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e


def test_lesson_without_scripts(oneco: Oneco, new_screen: NewScreen) -> None:
    """The try-it lesson, the doors, a lesson with a wrong answer and a hint, an interruption, and its end."""
    phone, own = new_screen(scripts=False), new_screen(scripts=False)
    phone.open("/")
    phone.choose_this(phone.page.locator("#try label.choice").first)
    phone.press("내 짐작 확인하기")
    phone.press("한 문제 풀어 보기")
    phone.choose_this(phone.page.locator("#try label.choice").first)
    phone.press_this(phone.page.locator("#try button"))
    phone.look("try-end")

    people.begin_first_week(phone, own, oneco)
    student = Student(own, oneco)
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    miss_the_first_practice(student)
    own.press("여기까지 저장하고 끝내기")
    own.press("하던 곳부터 이어서 하기")
    student.to_the_end()
    own.sees("조개를")
    assert oneco.value("SELECT state FROM lessons_studysession") == "finished"


def miss_the_first_practice(student: Student) -> None:
    while True:
        if student.is_explained:
            student.step_on()
            continue
        at = student.position
        assert at.step is not None
        if at.step.kind == player.PRACTICE and student.item(at)["type"] == "MC4":
            break
        student.answer()
    student.answer(right=False)
    student.screen.sees(student.why(at))
    student.screen.press("힌트 보기")
    student.screen.sees("힌트")


def test_lesson_by_keyboard_alone(oneco: Oneco, new_screen: NewScreen) -> None:
    """From the family code to 오늘 끝 without a mouse; whatever has the focus shows it."""
    phone, own = new_screen(), new_screen()
    people.found_family(phone)
    people.propose_first_week(phone)
    keys = Keyboard(own)
    own.open("/in/")
    keys.type_into("가족 코드", oneco.value("SELECT code FROM families_family"))
    keys.confirm()
    keys.go_to("해달")
    keys.confirm()
    keys.type_into("PIN", people.FIRST_PIN)
    keys.confirm()
    keys.type_into("새 PIN", people.OWN_PIN)
    keys.confirm()
    own.is_at("/today/")
    keys.go_to("살펴보고 답하기")
    keys.confirm()
    keys.go_to("받아들이기")
    keys.confirm()
    if not own.page.url.endswith("/today/"):
        keys.go_to("오늘")
        keys.confirm()
    keys.go_to("오늘의 단어 시작하기")
    keys.confirm()
    student = Student(own, oneco)
    keys.study(student)
    expect(own.page.locator("h1")).to_contain_text("조개를")
    assert oneco.value("SELECT state FROM lessons_studysession") == "finished"
