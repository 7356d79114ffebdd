"""What families do again and again, pressed as people press it."""

from tests.e2e.screen import Screen
from tests.e2e.server import Oneco

PASSWORD = "sea-otter-ledger-7"
DEVICE_PIN = "135790"
FIRST_PIN = "8246"
OWN_PIN = "7391"
FIRST_ANIMAL = "해달"


def sign_up(screen: Screen, email: str = "eunjeong@example.com") -> None:
    """From the landing page to a guardian's account."""
    screen.open("/")
    screen.look("landing", dark=True)
    screen.press("보호자로 시작하기")
    screen.look("signup")
    screen.type_into("이메일", email)
    screen.type_into("비밀번호", PASSWORD)
    screen.tick("만 19세 이상이에요")
    screen.press("계정 만들기")


def make_family(screen: Screen) -> None:
    screen.is_at("/family/new/")
    screen.look("new-family")
    screen.press("다음: 자녀 프로필")


def make_child(screen: Screen, name: str = "서하", animal: str = "해달") -> None:
    """Consent and profile, in one page. The first animal stands chosen."""
    screen.is_at("/family/*/children/new/")
    screen.look("new-child")
    screen.type_into("별명", name)
    screen.pick("태어난 해", "2015년")
    screen.pick("태어난 달", "3월")
    if animal != FIRST_ANIMAL:
        screen.choose(animal)
    screen.type_into("첫 PIN", FIRST_PIN)
    screen.tick("저는 이 아이의 법정대리인이에요")
    screen.tick("아이의 가입에 동의해요")
    screen.press("프로필 만들기")
    screen.is_at("/family/children/*/next/")
    screen.look("next-step")


def found_family(screen: Screen, email: str = "eunjeong@example.com", child: str = "서하") -> None:
    """A guardian with a family and one child, from nothing."""
    sign_up(screen, email)
    make_family(screen)
    make_child(screen, child)


def propose_first_week(screen: Screen) -> None:
    screen.press("이대로 제안하기")


def hand_over(screen: Screen, *, first: bool = False) -> None:
    """Give the phone to the only child; the first time the page asks for a new device PIN."""
    if first:
        screen.is_at("/hand-over/")
        screen.look("hand-over")
        screen.type_into("기기 PIN 정하기", DEVICE_PIN)
        screen.press("지금 건네기")
    else:
        screen.press("건네기")
    screen.is_at("/today/")


def accept_and_begin(screen: Screen) -> None:
    """The child reads the offer on 오늘, accepts, and begins its first lesson."""
    screen.press_this(screen.page.locator(".waits a.btn"))
    screen.look("mission-proposed-child", dark=True)
    screen.press("받아들이기")
    screen.look("mission-running-child", dark=True)
    if screen.page.locator(".nav, nav").count() and not screen.find("오늘의 단어 시작하기").count():
        screen.press("오늘", exact=True)
        screen.look("today", dark=True)
    screen.press("오늘의 단어 시작하기")


def take_back(screen: Screen) -> None:
    """The phone goes back to the guardian."""
    screen.open("/take-back/")
    screen.look("take-back")
    screen.type_into("기기 PIN", DEVICE_PIN)
    screen.press("보호자로 돌아가기")


def enter_device_pin(screen: Screen) -> None:
    """The guardian is asked for the device PIN before something that counts."""
    screen.look("confirm-pin")
    screen.type_into("기기 PIN", DEVICE_PIN)
    screen.page.get_by_label("기기 PIN", exact=True).press("Enter")


def child_signs_in(
    screen: Screen,
    oneco: Oneco,
    *,
    animal: str = FIRST_ANIMAL,
    pin: str = FIRST_PIN,
    new_pin: str | None = OWN_PIN,
) -> None:
    """A child on its own device: family code, animal, PIN, and at the first time a PIN of its own."""
    screen.open("/")
    screen.press("자녀 들어가기")
    screen.look("child-door")
    screen.type_into("가족 코드", oneco.value("SELECT code FROM families_family"))
    screen.press_this(screen.page.locator("form button"))
    screen.look("faces")
    screen.press(animal)
    screen.look("child-pin")
    screen.type_into("PIN", pin)
    screen.press("들어가기")
    if new_pin is not None:
        screen.look("new-pin")
        screen.type_into("새 PIN", new_pin)
        screen.press_this(screen.page.locator("main form button"))
    screen.is_at("/today/")


def begin_first_week(guardian: Screen, child: Screen, oneco: Oneco) -> None:
    """From nothing to a first week that runs: the guardian proposes, the child accepts on its own device."""
    found_family(guardian)
    propose_first_week(guardian)
    child_signs_in(child, oneco)
    accept(child)


def accept(child: Screen) -> None:
    child.open("/today/")
    child.press_this(child.page.locator(".waits a.btn"))
    child.press("받아들이기")
    child.sees("까지예요")
