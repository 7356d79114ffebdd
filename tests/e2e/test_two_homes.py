"""A child of two homes for a week, seen from all three sides: only the word and its shell cross."""

import pytest

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import DESK, Screen
from tests.e2e.server import Oneco
from tests.e2e.studying import Student
from tests.e2e.test_family import invite

pytestmark = pytest.mark.e2e

HERS, HIS = "함께 고른 저녁 메뉴", "한강에서 자전거 타기"
HIS_COURSE = "사기 전에 생각하기"
PLACES = ("/home/", "/missions/", "/promises/", "/learned/", "/family/", "/notices/")


def test_a_week_in_two_homes(oneco: Oneco, new_screen: NewScreen) -> None:
    mother, father, child = new_screen(), new_screen(size=DESK), new_screen()
    people.begin_first_week(mother, child, oneco)
    bring_to_second_home(mother, father)
    propose(father)
    child.open("/missions/")
    child.look("missions-two-homes", dark=True)
    child.open("/missions/2/")
    child.sees(HIS)
    child.press("받아들이기")

    seoha = Student(child, oneco)
    for day in range(5):
        if day:
            oneco.travel("+1d")
        child.open("/today/")
        if day == 0:
            child.look("today-two-homes", dark=True)
        assert seoha.everything_open() >= (2 if day < 4 else 1)
        mother.open("/home/")
        father.open("/home/")
        mother.sees("서하", "마쳤어요")
        father.sees("서하", "마쳤어요")
    assert oneco.value("SELECT state FROM missions_mission WHERE id = 1") in ("achieved", "running")
    mother.look("home-of-mother", dark=True)
    father.look("home-of-father", dark=True)

    sees_nothing_of(mother, (HIS, "아빠", "minsu"))
    sees_nothing_of(father, (HERS, "엄마", "첫 주 맛보기"))
    for guardian, other in ((mother, 2), (father, 1)):
        with guardian.expecting(404):
            guardian.open(f"/missions/{other}/")
    child.open("/promises/")
    child.look("promises-two-homes")
    child.open("/record/")
    child.look("record-two-homes")


def bring_to_second_home(mother: Screen, father: Screen) -> None:
    """The father has a family without a child; the mother opens his invitation for hers."""
    people.sign_up(father, "minsu@example.com")
    father.type_into("가족 이름", "아빠네 집")
    father.pick("아이가 부르는 이름", "아빠")
    father.press("다음: 자녀 프로필")
    code = invite(father, "자녀 초대하기")
    mother.open(f"/join/{code}/")
    mother.sees("직접 아는 가족인가요?", "아빠네 집")
    mother.look("invitation-second-home")
    mother.press("네, 우리 아이와 함께할게요")
    mother.look("bring", dark=True)
    mother.tick("다른 집과 배운 단어와 조개를 나누는 데 동의해요")
    mother.press("두 집에서 함께하기")
    father.open("/family/")
    father.sees("서하")
    father.look("family-second-home")
    mother.open("/family/")
    mother.look("family-first-home")


def propose(father: Screen) -> None:
    """Another course, every day of the week."""
    father.open("/missions/new/")
    father.sees("하루 20분쯤 될 수 있어요")
    father.choose_this(father.page.locator("label", has_text=HIS_COURSE))
    father.press("다음")
    father.tick("공휴일에도 배워요")
    father.press("다음")
    father.type_into("약속한 것", HIS)
    father.press("다음")
    father.press("다음")
    father.look("wizard-second-home")
    father.press("제안하기", exact=True)


def sees_nothing_of(guardian: Screen, words: tuple[str, ...]) -> None:
    """None of this guardian's pages has a word of the other home."""
    for place in PLACES:
        guardian.open(place)
        guardian.sees_not(*words)
