"""A family grows by invitations; the phone comes back by the device PIN; pages beside the journeys."""

import pytest

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import DESK, Screen
from tests.e2e.server import Oneco

pytestmark = pytest.mark.e2e

# Pages that belong to no journey: name, path.
GUARDIANS_PAGES = [
    ("home-first", "/home/"),
    ("reset-pin", "/family/children/2/pin/"),
    ("withdraw-consent", "/family/children/2/consent/"),
    ("consents", "/family/consents/"),
    ("leave", "/family/1/leave/"),
    ("learned-empty", "/learned/"),
    ("promises-empty-guardian", "/promises/"),
    ("notices-empty", "/notices/"),
    ("account-email", "/accounts/email/"),
    ("account-password", "/accounts/password/change/"),
    ("account-two-factor", "/accounts/2fa/"),
    ("account-sessions", "/accounts/sessions/"),
    ("account-logout", "/accounts/logout/"),
]
PUBLIC_PAGES = [
    ("login", "/accounts/login/"),
    ("password-reset", "/accounts/password/reset/"),
    ("offline", "/offline/"),
]


def test_second_guardian_waits_until_the_first_agrees(oneco: Oneco, new_screen: NewScreen) -> None:
    mother, father = new_screen(), new_screen(size=DESK)
    people.found_family(mother)
    code = invite(mother, "다른 보호자 초대하기")
    father.open(f"/join/{code}/")
    father.sees("직접 아는 가족인가요?", "우리 가족")
    father.look("invitation", dark=True)
    father.press("보호자 계정을 만들고 함께하기")
    father.type_into("이메일", "minsu@example.com")
    father.type_into("비밀번호", people.PASSWORD)
    father.tick("만 19세 이상이에요")
    father.press("계정 만들기")
    father.pick("아이가 부르는 이름", "아빠")
    father.look("invitation-guardian")
    father.press("네, 함께할게요")
    father.open("/family/")
    father.sees("가족의 답을 기다리고 있어요")
    father.sees_not("서하")
    father.look("waiting-guardian")
    mother.open("/family/")
    mother.look("family-waiting")
    mother.press("함께 보기")
    father.open("/home/")
    father.sees("서하")
    mother.open("/family/")
    mother.sees("아빠")
    other = new_screen()
    other.open("/join/")
    other.type_into("초대 코드", code)
    other.press("누가 초대했는지 보기")
    other.look("invitation-used")
    other.sees_not("직접 아는 가족인가요?")


def test_teenager_joins_with_an_own_account(oneco: Oneco, new_screen: NewScreen) -> None:
    mother, teen, young = new_screen(), new_screen(), new_screen()
    people.found_family(mother)
    code = invite(mother, "자녀 초대하기")
    young.open(f"/join/{code}/")
    young.press("내 계정을 만들고 함께하기")
    young.look("age")
    young.pick("태어난 해", "2015년")
    young.pick("태어난 달", "3월")
    with young.expecting(403):
        young.press_this(young.page.locator("main form button").first)
    young.sees("보호자에게 프로필을 만들어 달라고 해요")
    young.look("too-young")
    teen.open(f"/join/{code}/")
    teen.press("내 계정을 만들고 함께하기")
    teen.pick("태어난 해", "2010년")
    teen.pick("태어난 달", "5월")
    teen.press_this(teen.page.locator("main form button").first)
    teen.look("teen-signup")
    teen.type_into("이메일", "doyun@example.com")
    teen.type_into("비밀번호", people.PASSWORD)
    teen.press("계정 만들기")
    teen.look("invitation-teen")
    teen.type_into("별명", "도윤")
    teen.press("네, 함께할게요")
    teen.open("/today/")
    teen.sees("아직 미션이 없어요")
    teen.open("/me/child/")
    teen.look("me-teen")
    mother.open("/home/")
    mother.sees("도윤")


def test_phone_comes_back_by_the_device_pin_only(oneco: Oneco, new_screen: NewScreen) -> None:
    """A child cannot take the guardian's view; after five wrong PINs only the password opens it."""
    phone = new_screen()
    people.found_family(phone)
    people.propose_first_week(phone)
    people.hand_over(phone, first=True)
    with phone.expecting(403):
        phone.open("/home/")
        phone.sees("이 화면은 다른 사람 자리예요")
    phone.open("/take-back/")
    for _ in range(5):
        phone.type_into("기기 PIN", "864201")
        phone.press("보호자로 돌아가기")
    phone.open("/take-back/")
    phone.look("take-back-password")
    phone.type_into("비밀번호", people.PASSWORD)
    phone.press("보호자로 돌아가기")
    phone.is_at("/home/")


def test_pages_beside_the_journeys(oneco: Oneco, new_screen: NewScreen) -> None:
    phone = new_screen()
    for name, path in PUBLIC_PAGES:
        phone.open(path)
        phone.look(name)
    people.found_family(phone)
    for name, path in GUARDIANS_PAGES:
        phone.open(path)
        phone.look(name)


def invite(guardian: Screen, whom: str) -> str:
    """An invitation, made on the family's page; its code."""
    guardian.open("/family/")
    guardian.press(whom)
    guardian.look("invitation-card", dark=True)
    return guardian.page.locator(".bigcode").inner_text().strip()
