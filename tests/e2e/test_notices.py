"""Being told: the bell and the inbox while they stay open, 알림 설정, pushes, all of it without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.conftest import NewScreen
from tests.e2e.screen import DESK, Screen
from tests.e2e.server import Oneco

pytestmark = pytest.mark.e2e

A_MINUTE = 61_000
# No push service can be reached from here: the browser's side of one, kept where a reload finds it again.
PUSH_SERVICE = """
const made = () => ({
  endpoint: "https://fcm.googleapis.com/fcm/send/journey",
  toJSON() { return { endpoint: this.endpoint, keys: { p256dh: "BPq1", auth: "k8Jw" } }; },
  unsubscribe: async () => localStorage.removeItem("push"),
});
PushManager.prototype.subscribe = async () => (localStorage.setItem("push", "1"), made());
PushManager.prototype.getSubscription = async () => (localStorage.getItem("push") ? made() : null);
"""


def wait(screen: Screen) -> None:
    """A minute passes in this browser."""
    screen.page.clock.fast_forward(A_MINUTE)


def bell(page: Page) -> str:
    return page.locator("#bell .vh").inner_text()


def test_news_shows_itself_while_pages_stay_open(oneco: Oneco, new_screen: NewScreen) -> None:
    desk, phone = new_screen(size=DESK), new_screen()
    people.found_family(desk)
    people.propose_first_week(desk)
    phone.page.clock.install()
    people.child_signs_in(phone, oneco)
    assert bell(phone.page) == "알림, 읽지 않은 것 1개"
    phone.open("/notices/")
    phone.sees("안 읽은 알림 1개", "새 미션 제안", "천천히 읽어 보고 마음을 정해도 돼요")
    phone.look("inbox-child", dark=True)
    row = phone.page.locator("li.row").first
    before = row.bounding_box()

    desk.open(f"/missions/{oneco.value('SELECT id FROM missions_mission')}/")
    desk.press("거둬들이기")
    wait(phone)
    expect(phone.page.locator("#inbox-head h1")).to_have_text("새로 온 알림 1개")
    expect(phone.page.get_by_role("status")).to_have_text("새로 온 알림 1개")
    expect(phone.page.locator("#bell .vh")).to_have_text("알림, 읽지 않은 것 2개")
    assert row.bounding_box() == before
    phone.press("새 알림 보기")
    phone.sees("안 읽은 알림 2개", "거둬들인 제안")

    second = phone.page.locator("li.row").nth(1)
    second.get_by_role("button", name="읽음으로").click()
    expect(second).not_to_contain_text("안 읽음")
    expect(phone.page.locator("#inbox-head h1")).to_have_text("안 읽은 알림 1개")
    expect(phone.page.locator("#bell .vh")).to_have_text("알림, 읽지 않은 것 1개")
    phone.press("모두 읽음으로")
    phone.sees("알림을 다 읽었어요")
    phone.look("inbox-read")


def test_a_page_whose_session_ended_stays_as_it_is(oneco: Oneco, new_screen: NewScreen) -> None:
    desk = new_screen(size=DESK)
    people.found_family(desk)
    desk.page.clock.install()
    desk.open("/home/")
    desk.context.clear_cookies()
    with desk.page.expect_response(re.compile("/notices/bell/")) as answered:
        wait(desk)
    assert answered.value.status == 204
    desk.is_at("/home/")
    expect(desk.page.locator("#bell")).to_have_count(1)
    expect(desk.page.locator("#trouble")).to_be_hidden()


def test_a_guardian_and_a_child_set_how_they_are_told(oneco: Oneco, new_screen: NewScreen) -> None:
    desk, phone = new_screen(size=DESK), new_screen()
    people.found_family(desk)
    people.child_signs_in(phone, oneco)
    phone.press("나", exact=True)
    phone.press("알림 설정")
    phone.look("telling-child", dark=True)
    phone.pick("오늘의 단어를 알려 줄 시각", "오후 7시")
    phone.press("이대로 쓰기")
    phone.sees("이제 이렇게 알릴게요")
    assert oneco.value("SELECT remind_hour FROM accounts_tellingsettings") == 19

    desk.open("/me/")
    desk.press("알림 설정")
    desk.look("telling-guardian", dark=True)
    desk.tick("서하")
    desk.page.get_by_role("group", name="이번 주 이야기").get_by_label("이메일").uncheck()
    desk.press("이대로 쓰기")
    desk.sees("이제 이렇게 알릴게요")
    expect(desk.page.get_by_label("서하")).to_be_checked()
    phone.page.reload()
    phone.sees("에게 가요")


@pytest.fixture
def pushed(new_screen: NewScreen) -> Screen:
    """A guardian's phone on which pushes may be asked for."""
    phone = new_screen()
    phone.context.add_init_script(PUSH_SERVICE)
    people.found_family(phone)
    return phone


def test_a_browser_is_asked_only_after_a_press(oneco: Oneco, pushed: Screen) -> None:
    pushed.open("/me/notices/")
    expect(pushed.page.locator("#push-denied")).to_be_hidden()
    pushed.page.evaluate("Notification.requestPermission = async () => 'denied'")
    pushed.find("이 기기로 받기").click()
    pushed.sees("이 브라우저가 원코의 알림을 막고 있어요")
    pushed.look("telling-push-denied")
    pushed.page.evaluate("Notification.requestPermission = async () => 'granted'")
    pushed.press("이 기기로 받기")
    pushed.sees("이 기기로도 알릴게요", "이 기기", "휴대폰")
    assert oneco.value("SELECT endpoint FROM accounts_pushsubscription").endswith("/journey")
    pushed.sees("이 기기로 받고 있어요")
    expect(pushed.find("이 기기로 받기")).to_be_hidden()
    pushed.look("telling-push-on")
    pushed.press("그만 받기")
    pushed.sees("그 기기로는 더 보내지 않아요")
    expect(pushed.find("이 기기로 받기")).to_be_visible()


def test_a_push_shows_itself_in_one_line(oneco: Oneco, pushed: Screen) -> None:
    """The worker is handed a push as a push service would."""
    pushed.context.grant_permissions(["notifications"], origin=oneco.url)
    pushed.open("/me/notices/")
    pushed.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tools = pushed.context.new_cdp_session(pushed.page)
    registrations: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(one["registrationId"] for one in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    pushed.page.wait_for_timeout(200)
    said = '{"title": "서하 · 새 미션 제안", "body": "서하가 제안했어요.", "url": "/notices/1/", "tag": "k"}'
    about = {"origin": oneco.url, "registrationId": registrations[0], "data": said}
    for _ in range(2):  # the same topic twice is one line
        tools.send("ServiceWorker.deliverPushMessage", about)
    pushed.page.wait_for_timeout(300)
    shown = pushed.page.evaluate(
        """() => navigator.serviceWorker.ready
            .then((worker) => worker.getNotifications())
            .then((all) => all.map(({ title, body, data }) => [title, body, data]))"""
    )
    assert shown == [["서하 · 새 미션 제안", "서하가 제안했어요.", "/notices/1/"]]


def test_everything_works_without_script(oneco: Oneco, new_screen: NewScreen) -> None:
    plain, phone = new_screen(scripts=False), new_screen()
    people.found_family(plain)
    people.propose_first_week(plain)
    people.child_signs_in(phone, oneco)
    people.accept(phone)
    plain.open("/notices/")
    plain.sees("안 읽은 알림 1개", "미션이 정해졌어요")
    plain.press_this(plain.page.locator("li.row form button"))
    plain.sees("알림을 다 읽었어요")
    plain.press("약속장 보기")
    plain.is_at("/missions/*/")
    plain.open("/me/notices/")
    plain.sees("이 브라우저에서는 받을 수 없어요")
    plain.tick("서하")
    plain.press("이대로 쓰기")
    plain.sees("이제 이렇게 알릴게요")


def test_sunday_brings_a_letter(oneco: Oneco, new_screen: NewScreen) -> None:
    desk, phone = new_screen(size=DESK), new_screen()
    people.begin_first_week(desk, phone, oneco)
    oneco.travel("2026-03-15T19:01")
    oneco.tick()
    desk.open("/notices/")
    desk.press("이야기 읽기")
    desk.is_at("/week/2026-W11/")
    desk.sees("3월 15일", "서하", "이번 주는 쉬어 갔어요", "쉬고 싶을 땐 쉬어도 괜찮아")
    desk.look("week-letter", dark=True)
