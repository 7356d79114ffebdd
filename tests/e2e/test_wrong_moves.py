"""The wrong person, the back button, a reload, two fast presses, two tabs: the state stays right."""

import pytest
from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import Screen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e


def test_two_tabs_back_reload_and_fast_presses(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, own = new_screen(), new_screen()
    people.found_family(phone)
    press_twice(phone, "이대로 제안하기")
    phone.is_at("/hand-over/")
    assert oneco.value("SELECT COUNT(*) FROM missions_mission") == 1
    people.child_signs_in(own, oneco)
    own.press_this(own.page.locator(".waits a.btn"))
    press_twice(own, "받아들이기")
    own.sees("까지예요")
    assert oneco.value("SELECT COUNT(*) FROM lessons_enrolment") == 1
    own.open("/today/")
    press_twice(own, "오늘의 단어 시작하기")
    assert oneco.value("SELECT COUNT(*) FROM lessons_studysession") == 1

    student = Student(own, oneco)
    second_tab_is_told_where_it_stands(own, student)
    back_shows_where_one_left(own, student)
    reload_keeps_the_step(own, student)
    fast_presses_answer_once(own, student, oneco)
    student.to_the_end()
    own.page.go_back()
    own.page.reload()
    own.open("/today/")
    own.sees("오늘은 다 했어요")
    assert oneco.value("SELECT COUNT(*) FROM lessons_studysession WHERE state = 'finished'") == 1


def second_tab_is_told_where_it_stands(own: Screen, student: Student) -> None:
    """An answer from a tab that stayed behind changes nothing, and the tab shows the current step."""
    other = own.another_tab()
    other.open(own.page.url.removeprefix(own.url))
    behind = Student(other, student.oneco)
    at = student.answer()
    student.answer()
    behind.fill(at)
    other.page.locator("#step label.choice").last.click()
    other.press(behind.button(at), exact=True)
    other.sees("이 문제는 이미 지나갔어요")
    other.look("lesson-passed-elsewhere")
    assert behind.position == student.position
    assert other.page.locator("#step input[name=step]").get_attribute("value") == str(student.position.index)
    other.page.close()


def back_shows_where_one_left(own: Screen, student: Student) -> None:
    at = student.position
    own.page.go_back()
    own.page.wait_for_load_state()
    if "/today/" not in own.page.url:
        own.open("/today/")
    own.press("하던 곳부터 이어서 하기")
    assert student.position == at
    assert own.page.locator("#step input[name=step]").get_attribute("value") == str(at.index)


def reload_keeps_the_step(own: Screen, student: Student) -> None:
    at = student.position
    with own.change():
        own.page.reload()
    assert own.page.locator("#step input[name=step]").get_attribute("value") == str(at.index)


def fast_presses_answer_once(own: Screen, student: Student, oneco: Oneco) -> None:
    at = student.position
    student.fill(at)
    press_twice(own, student.button(at))
    expect(own.page.locator(f'#step input[name=step][value="{at.index}"]')).to_have_count(0)
    assert oneco.value("SELECT COUNT(*) FROM lessons_answer WHERE step = ?", at.index) == 1


def press_twice(screen: Screen, name: str) -> None:
    """Two clicks as fast as a hand can."""
    target = screen.find(name)
    expect(target).to_have_count(1)
    with screen.change():
        target.dblclick(delay=0)


def test_without_scripts_a_form_from_before_changes_nothing(oneco: Oneco, new_screen: NewScreen) -> None:
    """A second tab that stayed behind sends its form: refused with a sentence; the same answer is fine."""
    phone, own = new_screen(scripts=False), new_screen(scripts=False)
    people.begin_first_week(phone, own, oneco)
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    student = Student(own, oneco)
    other, again = own.another_tab(), own.another_tab()
    for tab in (other, again):
        tab.open(own.page.url.removeprefix(own.url))
    guess = student.answer()
    after = student.position
    other.page.locator("#step label.choice").last.click()
    other.press(student.button(guess), exact=True)
    other.sees("이 문제는 이미 지나갔어요")
    Student(again, oneco).fill(guess)
    again.press(student.button(guess), exact=True)
    again.sees_not("이 문제는 이미 지나갔어요")
    own.page.go_back()
    own.page.wait_for_load_state()
    own.open("/today/")
    own.press("하던 곳부터 이어서 하기")
    assert student.position == after
    assert oneco.value("SELECT COUNT(*) FROM lessons_answer") == 1


def test_wrong_person(oneco: Oneco, new_screen: NewScreen) -> None:
    """Another family sees nothing; a child's session opens no guardian's page; an ended session says so."""
    phone, own, stranger = new_screen(), new_screen(), new_screen()
    people.begin_first_week(phone, own, oneco)
    people.found_family(stranger, "stranger@example.com", "하늘")
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    session = own.page.url.removeprefix(own.url)
    theirs = ["/missions/1/", "/family/1/", "/family/children/2/pin/", "/family/1/children/new/"]
    with stranger.expecting(404, 403):
        for path in theirs:
            stranger.open(path)
            stranger.sees("여기에는 아무것도 없어요")
        stranger.look("not-found", dark=True)
        stranger.open(session)
        assert stranger.page.locator("#step").count() == 0
        stranger.look("wrong-person")
    with own.expecting(403, 404):
        for path in ("/home/", "/family/", "/learned/", "/family/1/children/new/"):
            own.open(path)
            own.sees("이 화면은 다른 사람 자리예요")
        own.look("not-for-a-child")
    own.open("/today/")
    own.sees("하던 곳부터 이어서 하기")


def test_ended_session_and_lost_form_key(oneco: Oneco, new_screen: NewScreen) -> None:
    """A press after the session ended, and one without the form's key, say what happened and lose nothing."""
    phone, own = new_screen(), new_screen(scripts=False)
    people.begin_first_week(phone, own, oneco)
    own.open("/today/")
    own.press("오늘의 단어 시작하기")
    student = Student(own, oneco)
    student.answer()
    at = student.position
    student.fill(at)
    own.context.clear_cookies(name="csrftoken")
    with own.expecting(403):
        own.press(student.button(at), exact=True)
    own.sees("오래 열어 둔 화면이었어요")
    own.look("csrf")
    own.open("/today/")
    own.press("하던 곳부터 이어서 하기")
    assert student.position == at
    student.fill(at)
    own.context.clear_cookies(name="sessionid")
    with own.expecting(403):
        own.press(student.button(at), exact=True)
    own.look("session-ended")
    assert oneco.value("SELECT COUNT(*) FROM lessons_answer") == at.index


def test_wrong_codes_and_pins(oneco: Oneco, new_screen: NewScreen) -> None:
    """Wrong family code, wrong PIN until it rests, wrong invitation: a sentence each time."""
    phone, own = new_screen(), new_screen()
    people.found_family(phone)
    own.open("/in/")
    own.type_into("가족 코드", "ABCDEFGHJK")
    own.press_this(own.page.locator("main form button"))
    expect(own.page.locator(".err").first).to_be_visible()
    own.look("child-door-wrong")
    own.type_into("가족 코드", oneco.value("SELECT code FROM families_family"))
    own.press_this(own.page.locator("main form button"))
    own.press("해달")
    with own.expecting(429):
        for _ in range(6):
            own.type_into("PIN", "9081")
            own.press("들어가기")
    own.look("child-pin-locked")
    own.open("/join/")
    own.look("join")
    own.type_into("초대 코드", "ABCDEFGH")
    with own.expecting(404, 429):
        own.press_this(own.page.locator("main form button"))
    own.look("join-wrong")
    assert oneco.value("SELECT COUNT(*) FROM django_session WHERE session_key IS NOT NULL") >= 1
    phone.open("/family/")
    phone.look("family-locked-child")
