"""Three offers until both agree, and the contract on one sheet of paper."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import DESK, SHOTS
from tests.e2e.server import Oneco

pytestmark = pytest.mark.e2e
WORDS = 20


def test_three_offers_until_both_agree(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, child = new_screen(), new_screen()
    people.found_family(phone)
    people.child_signs_in(child, oneco)
    phone.open("/missions/")
    phone.press("다르게 시작하기")
    phone.look("mission-start", dark=True)
    phone.press("속지 않는 눈 2주")
    phone.sees("이대로 제안할까요?", "서하가 단어 8개를 배우면", "보드게임 하는 저녁")
    phone.look("wizard-check-from-plan")
    phone.press("제안하기", exact=True)
    phone.sees("서하의 답을 기다려요")

    child.open("/today/")
    child.sees("제안했어요")
    child.open("/missions/1/")
    child.press("다시 제안하기")
    child.look("counter-child", dark=True)
    child.page.get_by_label("수", exact=True).uncheck()
    child.type_into("까닭 한 줄", "수요일에는 학원이 있어요")
    child.sees("마지막 날은")
    child.press("다시 제안하기")
    child.sees("한 주 5일 → 4일", "약속은 그대로", "엄마의 답을 기다려요")
    child.look("mission-countered-child")

    phone.open("/home/")
    phone.sees("서하가 다시 제안했어요")
    phone.open("/missions/1/")
    phone.sees("한 주 5일 → 4일", "수요일에는 학원이 있어요", "지금이 2번째예요")
    phone.look("mission-countered-guardian", dark=True)
    phone.press("다시 제안하기")
    phone.choose("용돈")
    phone.type_into("약속한 것", "책값")
    phone.type_into("금액(원)", "6,000")
    phone.tick("나눠 받기")
    phone.sees("2번에 나눠 3,000원씩 받아요")
    phone.look("counter-guardian")
    phone.press("다시 제안하기")

    child.open("/today/")
    child.press_this(child.page.locator(".waits a.btn"))
    child.sees("세 번째 제안이에요", "이번에는 안 할래요", "‘보드게임 하는 저녁’ → ‘책값 6,000원’")
    child.sees_not("거절")
    assert child.find("다시 제안하기").count() == 0
    child.look("mission-third-offer-child", dark=True)
    child.press("받아들이기")
    child.is_at("/today/")
    parts = oneco.rows("SELECT amount, earned_on FROM missions_part ORDER BY j")
    assert [tuple(part) for part in parts] == [(3000, None), (3000, None)]
    phone.open("/missions/1/")
    phone.sees("진행 중", "함께 지킬 것", "오간 제안")
    phone.look("mission-negotiated-guardian", dark=True)
    desk = new_screen(size=DESK)
    people.child_signs_in(desk, oneco, pin=people.OWN_PIN, new_pin=None)
    desk.open("/missions/1/")
    desk.look("mission-negotiated-desk")


def test_the_longest_contract_prints_on_one_sheet(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, child = new_screen(), new_screen()
    people.found_family(phone)
    people.child_signs_in(child, oneco)
    course = long_course(oneco)
    phone.open(f"/missions/new/?course={course}")
    phone.press("다음")
    phone.press("다음")
    phone.choose("용돈")
    phone.type_into("약속한 것", "책값과 장난감값과 " * 10)
    phone.type_into("금액(원)", "49,900")
    phone.tick("나눠 받기")
    phone.sees("5번에 나눠 9,900원씩, 마지막에 10,300원을 받아요")
    phone.look("wizard-promise-in-parts")
    phone.press("다음")
    phone.type_into("한마디", ("천천히 해도 괜찮아. " * 30)[:255])
    phone.press("다음")
    phone.press("제안하기", exact=True)
    phone.sees("서하의 답을 기다려요")
    assert pages(on_paper(phone.page, "contract-offered")) == 1
    people.accept(child)
    child.open("/missions/1/")
    assert pages(on_paper(child.page, "contract-agreed")) == 1


def long_course(oneco: Oneco) -> int:
    """A course of twenty words, written as load_content would."""
    with closing(sqlite3.connect(oneco.var / "oneco.sqlite3")) as database, database:
        course = database.execute(
            'INSERT INTO lessons_course (slug, title, summary, difficulty, "order", hidden, reviews)'
            " VALUES ('twenty', '스무 단어로 배우는 우리 집 살림과 시장 이야기', '…', 1, 99, 0, '[]')"
        ).lastrowid
        database.execute(
            'INSERT INTO lessons_courselesson (course_id, lesson_id, "order")'
            " SELECT ?, id, row_number() OVER (ORDER BY id) FROM lessons_lesson LIMIT ?",
            (course, WORDS),
        )
    assert course is not None
    return course


def on_paper(page: object, name: str) -> bytes:
    """The page as a PDF on A4, kept beside the screenshots."""
    sheet: bytes = page.pdf(format="A4", path=SHOTS / f"{name}.pdf")  # type: ignore[attr-defined]
    return sheet


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
