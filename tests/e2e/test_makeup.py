"""Days are missed: one child makes up for them and is done, another lets the time run out."""

import pytest

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student

pytestmark = pytest.mark.e2e


def test_one_makes_up_for_missed_days_and_one_runs_out_of_time(oneco: Oneco, new_screen: NewScreen) -> None:
    phone, first, second = new_screen(), new_screen(), new_screen()
    people.found_family(phone)
    people.propose_first_week(phone)
    phone.open("/family/1/children/new/")
    people.make_child(phone, "도윤", "토끼")
    people.propose_first_week(phone)
    people.child_signs_in(first, oneco)
    people.accept(first)
    people.child_signs_in(second, oneco, animal="토끼")
    people.accept(second)
    seoha, doyun = Student(first, oneco), Student(second, oneco)
    seoha.todays_word()
    doyun.todays_word()
    phone.open("/home/")
    phone.look("home-two-children", dark=True)

    oneco.travel("2026-03-14T16:00")
    assert states(oneco) == ["makeup", "makeup"]
    first.open("/missions/1/")
    first.sees("보충 기간이에요", "마저 하면 돼요")
    first.look("mission-makeup-child", dark=True)
    phone.open("/missions/1/")
    phone.sees("보충 기간이에요")
    phone.look("mission-makeup-guardian")
    for _ in range(4):
        first.open("/today/")
        first.look("today-makeup")
        seoha.everything_open()
        if states(oneco)[0] == "achieved":
            break
        oneco.travel("+1d")
    assert states(oneco) == ["achieved", "makeup"]
    first.open("/missions/1/")
    first.sees("해냈어요")

    oneco.travel("2026-03-21T16:00")
    oneco.daily()
    assert states(oneco) == ["achieved", "closed"]
    second.open("/missions/2/")
    second.sees("기간 끝", "기간이 끝났어요", "4개 중")
    second.look("mission-closed-child")
    second.open("/today/")
    second.look("today-after-the-end")
    phone.open("/missions/2/")
    phone.sees("기간이 끝났어요", "다시 제안하기")
    phone.look("mission-closed-guardian", dark=True)
    phone.open("/promises/")
    phone.sees("서하 · 함께 고른 저녁 메뉴")
    phone.look("promises-waiting-a-week")
    phone.open("/missions/")
    phone.look("missions-past")
    oneco.travel("2026-04-01T16:00")
    phone.open("/promises/")
    phone.sees("지났어요")
    phone.look("promises-overdue")
    first.open("/promises/")
    first.look("promises-overdue-child")


def states(oneco: Oneco) -> list[str]:
    return [row["state"] for row in oneco.rows("SELECT state FROM missions_mission ORDER BY id")]
