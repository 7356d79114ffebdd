"""The inbox as it is read: its order, its presses, and what it tells while it stays open."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from accounts.selectors import NOTICES_A_PAGE
from accounts.services.notify import notify
from oneco.lib import clock
from tests.factories import make_child, make_guardian, make_staff, signed_in

pytestmark = pytest.mark.django_db

INBOX = reverse("accounts:notices")
HTMX = {"HX-Request": "true"}


def tell(user: User, key: str, kind: str = "child.made", *, ago: int = 0, **data: Any) -> Notification:
    """A notice of so many minutes ago."""
    with transaction.atomic():
        facts = {"child": "서하", "url": reverse("families:consents"), **data}
        notify(user, kind, key, facts, now=clock.now() - timedelta(minutes=ago))
    return Notification.objects.get(recipient=user, key=key)


def page_of(user: User, path: str = INBOX) -> str:
    return signed_in(user).get(path).content.decode()


def bell(client: Client, of: User, unread: int) -> Any:
    return client.get(reverse("accounts:bell"), {"of": of.pk, "unread": unread}, headers=HTMX)


def head(client: Client, of: User, *, unread: int, after: int) -> Any:
    shown = {"of": of.pk, "unread": unread, "after": after}
    return client.get(reverse("accounts:inbox_head"), shown, headers=HTMX)


def test_unread_come_first_and_then_the_newest() -> None:
    guardian = make_guardian()
    for name, ago in (("가", 30), ("나", 20), ("다", 10)):
        tell(guardian, name, child=f"아이{name}", ago=ago)
    Notification.objects.filter(key="다").update(read_at=clock.now())
    page = page_of(guardian)
    assert page.index("아이나가") < page.index("아이가가") < page.index("아이다가")
    assert page.count("안 읽음") == 2


def test_a_full_inbox_goes_on_over_pages() -> None:
    guardian = make_guardian()
    for n in range(NOTICES_A_PAGE + 1):
        tell(guardian, f"k{n}", child=f"이름{n:02}", ago=n)
    page = page_of(guardian)
    assert "지난 알림 더 보기" in page
    assert f"이름{NOTICES_A_PAGE:02}" not in page
    page = page_of(guardian, f"{INBOX}?page=2")
    assert f"이름{NOTICES_A_PAGE:02}" in page
    assert "더 새로운 알림" in page
    assert "이름00" in page_of(guardian, f"{INBOX}?page=nonsense")


def test_one_is_marked_where_it_stands() -> None:
    guardian = make_guardian()
    first, second = tell(guardian, "a"), tell(guardian, "b")
    url = reverse("accounts:read_notice", args=[first.pk])
    answer = signed_in(guardian).post(url, headers=HTMX)
    assert "look" in answer.headers["HX-Trigger"]
    assert f'id="n{first.pk}"' in answer.content.decode()
    assert "안 읽음" not in answer.content.decode()
    assert list(Notification.objects.filter(read_at=None)) == [second]


def test_marking_twice_keeps_the_first_moment_and_works_without_script() -> None:
    guardian = make_guardian()
    notice = tell(guardian, "a")
    url = reverse("accounts:read_notice", args=[notice.pk])
    assert signed_in(guardian).post(url)["Location"] == INBOX
    read_at = Notification.objects.get().read_at
    assert read_at is not None
    signed_in(guardian).post(url)
    assert Notification.objects.get().read_at == read_at


def test_nobody_marks_what_is_somebody_elses() -> None:
    notice = tell(make_guardian(), "a")
    url = reverse("accounts:read_notice", args=[notice.pk])
    assert signed_in(make_guardian()).post(url).status_code == 404
    assert Notification.objects.get().read_at is None


def test_the_bell_of_an_open_page_changes_with_the_news(django_assert_num_queries: Any) -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    assert bell(client, guardian, 0).status_code == 204
    tell(guardian, "a")
    with django_assert_num_queries(3):  # session, user, one count
        answer = bell(client, guardian, 0)
    assert "읽지 않은 것 1개" in answer.content.decode()
    assert f"of={guardian.pk}&amp;unread=1" in answer.content.decode()
    assert bell(client, guardian, 1).status_code == 204


def test_the_bell_stays_silent_for_whoever_is_not_there_any_more() -> None:
    """An ended session puts no login page into the badge, a child's session no child's number."""
    guardian, child = make_guardian(), make_child()
    tell(guardian, "a")
    tell(child, "a")
    assert bell(Client(), guardian, 0).status_code == 204
    assert bell(signed_in(child), guardian, 0).status_code == 204


@pytest.mark.parametrize("asked", [{}, {"of": "x"}, {"of": 1, "unread": "²"}, {"of": 1, "after": "9" * 40}])
def test_nonsense_changes_no_page_that_stays_open(asked: dict[str, Any]) -> None:
    guardian = make_guardian()
    tell(guardian, "a")
    client = signed_in(guardian)
    asked = {**asked, "of": guardian.pk} if asked.get("of") == 1 else asked
    for name in ("accounts:bell", "accounts:inbox_head"):
        assert client.get(reverse(name), asked).status_code == 204


def test_the_open_inbox_tells_of_news_without_moving_what_is_read() -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    shown = tell(guardian, "a")
    assert f"unread=1&amp;after={shown.pk}" in client.get(INBOX).content.decode()
    assert head(client, guardian, unread=1, after=shown.pk).status_code == 204
    tell(guardian, "b")
    answer = head(client, guardian, unread=1, after=shown.pk).content.decode()
    assert "새로 온 알림 1개" in answer
    assert "새 알림 보기" in answer
    assert "서하" not in answer


def test_the_open_inbox_notices_what_was_read_elsewhere() -> None:
    guardian = make_guardian()
    client = signed_in(guardian)
    shown = tell(guardian, "a")
    client.get(reverse("accounts:open_notice", args=[shown.pk]))
    assert "알림을 다 읽었어요" in head(client, guardian, unread=1, after=shown.pk).content.decode()


def test_a_child_reads_in_the_voice_of_its_family() -> None:
    child, facts = make_child(), {"by": "엄마", "word": "희소성"}
    for voice in ("warm", "plain", "friend"):
        tell(child, voice, "praise", voice=voice, **facts)
    page = page_of(child)
    assert page.count("칭찬이 왔어요") == 3
    assert "마음이 담긴 한 줄이에요" in page
    assert "뭐라고 썼을까요?" in page
    assert "알림 설정" in page


def test_staff_has_an_inbox_and_nothing_to_set() -> None:
    staff = make_staff()
    tell(staff, "a", "report_answered", word="희소성")
    page = page_of(staff)
    assert "‘희소성’의 이상한 곳을 고쳤어요" in page
    assert "알림 설정" not in page
